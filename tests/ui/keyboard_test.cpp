// The keyboard alone: every panel is reached, what has the keyboard is marked, and everything can be pressed.
#include "ui/ui_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace maillage::test {

namespace {

using map::SelectionKind;
using session::Command;
using session::Commands;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr ui::Modifiers kShift{false, true, false, false};
constexpr ui::Modifiers kCtrl{true, false, false, false};

class Keyboard : public ::testing::Test {
  protected:
    void SetUp() override {
        ui.session.project = std::make_shared<const domain::Project>(hexagons());
        ui.desktop.layout.bottom_height = 320;
        ui.settle();
        ui.draw_map();
        ui.forget();
    }

    void press(ui::Key key, ui::Modifiers modifiers = {}) {
        ui.key(key, modifiers);
        ui.frame(3);
    }

    const std::string& focused() const { return ui.desktop.items.focused(); }

    /// Tab by Tab until the first control has the keyboard again.
    std::vector<std::string> walk(ui::Modifiers modifiers = {}) {
        std::vector<std::string> seen;
        for (int i = 0; i < 300; ++i) {
            press(ui::Key::tab, modifiers);
            EXPECT_NE(focused(), "") << "nothing is marked after " << (seen.empty() ? "" : seen.back());
            if (!seen.empty() && seen.front() == focused()) {
                return seen;
            }
            seen.push_back(focused());
        }
        ADD_FAILURE() << "Tab never came round";
        return seen;
    }

    void go_to(const std::string& label) {
        for (int i = 0; i < 300 && focused() != label; ++i) {
            press(ui::Key::tab);
        }
        ASSERT_EQ(focused(), label);
    }

    UiDriver ui;
};

TEST_F(Keyboard, TabGoesThroughEveryPanelAndComesRound) {
    const auto seen = walk();
    std::size_t from = 0;
    for (const char* label : {"Fichier", "Aide", "Rechercher", "Couche/Sites prioritaires", "Indicateur",
                              "Date de référence", "erreur", "Carte", "Frise", "Nombre de sites", "Classer",
                              "Choix et financement…", "Lacunes par commune", "Anomalies", "Colonnes",
                              "Filtrer", "Colonne/Commune", "Ligne/Évergnicourt"}) {
        const auto found = std::find(seen.begin() + static_cast<std::ptrdiff_t>(from), seen.end(), label);
        ASSERT_NE(found, seen.end()) << label << " is not reached, or before its place";
        from = static_cast<std::size_t>(found - seen.begin());
    }
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size()) << "one stop each";
    EXPECT_TRUE(ui.sent.empty()) << "walking changes nothing";
}

TEST_F(Keyboard, EveryControlIsAStopOfTabOrARowOfAList) {
    const auto seen = walk();
    std::set<unsigned> lists; // one row of each is a stop: the arrows do the rest
    std::size_t stops = 0;
    const ui::Stop* last = nullptr;
    for (const auto& stop : ui.desktop.items.stops()) {
        const bool is_row = stop.walk != ui::Walk::control && stop.walk != ui::Walk::slider;
        stops += is_row && last != nullptr && last->walk == stop.walk && last->window == stop.window ? 0 : 1;
        last = &stop;
    }
    EXPECT_EQ(seen.size(), stops);
    EXPECT_GT(stops, 35U);
}

TEST_F(Keyboard, ShiftTabGoesTheOtherWay) {
    auto there = walk();
    UiDriver& one = ui;
    one.frame(1);
    auto back = walk(kShift);
    std::ranges::sort(there);
    std::ranges::sort(back);
    EXPECT_EQ(there, back);
}

TEST_F(Keyboard, F6GoesFromPanelToPanelAndBackToWhereEachWasLeft) {
    go_to("Couche/QPV");
    std::vector<std::string> seen;
    for (int i = 0; i < 6; ++i) {
        press(ui::Key::f6);
        seen.push_back(focused());
    }
    EXPECT_THAT(seen, ElementsAre("Carte", "Frise", "Manque/CLSPD et CISPD", "Lacunes par commune",
                                  "Rechercher", "Couche/QPV"));
    press(ui::Key::f6, kShift);
    EXPECT_EQ(focused(), "Rechercher");
    press(ui::Key::f6, kShift);
    EXPECT_EQ(focused(), "Lacunes par commune");
}

TEST_F(Keyboard, AMenuIsOpenedAndOneOfItsActionsTaken) {
    press(ui::Key::f10);
    EXPECT_EQ(focused(), "Fichier");
    press(ui::Key::right);
    press(ui::Key::right);
    EXPECT_EQ(focused(), "Affichage");
    press(ui::Key::enter);
    EXPECT_TRUE(ui.has("Affichage/Thème sombre"));
    for (int i = 0; i < 60 && focused() != "Affichage/Thème sombre"; ++i) {
        press(ui::Key::down);
    }
    EXPECT_EQ(focused(), "Affichage/Thème sombre");
    press(ui::Key::enter);
    EXPECT_EQ(ui.sent, (Commands{session::SetDark{true}}));
}

TEST_F(Keyboard, SpaceAndReturnTickALayer) {
    go_to("Couche/QPV");
    press(ui::Key::space);
    press(ui::Key::enter);
    EXPECT_EQ(ui.sent, (Commands{session::ShowLayer{map::Layer::qpv, false},
                                 session::ShowLayer{map::Layer::qpv, true}}));
}

TEST_F(Keyboard, TheMenuKeySetsTheOpacityOfALayer) {
    go_to("Couche/QPV");
    press(ui::Key::menu);
    press(ui::Key::tab);
    EXPECT_EQ(focused(), "Opacité/QPV");
    press(ui::Key::space);
    for (int i = 0; i < 5; ++i) {
        press(ui::Key::left);
    }
    press(ui::Key::space);
    ASSERT_EQ(ui.sent.size(), 1U);
    const auto* opacity = std::get_if<session::SetOpacity>(&ui.sent[0]);
    ASSERT_NE(opacity, nullptr);
    EXPECT_EQ(opacity->layer, map::Layer::qpv);
    EXPECT_LT(opacity->opacity, 1);
    press(ui::Key::escape);
    EXPECT_EQ(focused(), "Couche/QPV");
}

TEST_F(Keyboard, AnIndicatorIsChosenInItsList) {
    go_to("Indicateur");
    press(ui::Key::enter);
    for (int i = 0; i < 20 && focused() != "Indicateur/Population"; ++i) {
        press(ui::Key::down);
    }
    press(ui::Key::enter);
    EXPECT_EQ(ui.sent, (Commands{session::SetIndicator{map::Indicator::population}}));
}

TEST_F(Keyboard, ADateIsTypedWithoutAClick) {
    go_to("Date de référence");
    press(ui::Key::a, kCtrl);
    ui.type("01/02/2025");
    press(ui::Key::enter);
    EXPECT_EQ(ui.sent, (Commands{session::SetReferenceDate{std::chrono::year(2025) / 2 / 1}}));
}

TEST_F(Keyboard, ADateLeftByTabIsTakenAndEscapeGivesUp) {
    go_to("Date de référence");
    press(ui::Key::a, kCtrl);
    ui.type("01/02/2025");
    press(ui::Key::tab);
    EXPECT_EQ(ui.sent, (Commands{session::SetReferenceDate{std::chrono::year(2025) / 2 / 1}}));
    ui.forget();
    go_to("Date de référence");
    press(ui::Key::a, kCtrl);
    ui.type("03/03/2024");
    press(ui::Key::escape);
    press(ui::Key::tab);
    EXPECT_TRUE(ui.sent.empty());
}

TEST_F(Keyboard, TheLinesBetweenPanelsAreMovedByTheArrows) {
    const float left = ui.desktop.zones.left.width;
    go_to("Séparateur gauche");
    press(ui::Key::right);
    EXPECT_NEAR(ui.desktop.zones.left.width, left + 16, 1);
    press(ui::Key::left, kShift);
    EXPECT_NEAR(ui.desktop.zones.left.width, left - 48, 1);
    const float bottom = ui.desktop.zones.bottom.height;
    go_to("Séparateur du tableau");
    press(ui::Key::up);
    EXPECT_NEAR(ui.desktop.zones.bottom.height, bottom + 16, 1);
    const float right = ui.desktop.zones.right.width;
    go_to("Séparateur droit");
    press(ui::Key::left);
    EXPECT_NEAR(ui.desktop.zones.right.width, right + 16, 1);
    EXPECT_TRUE(ui.sent.empty());
}

TEST_F(Keyboard, TheTimeLineMovesByAMonthAndAYear) {
    using std::chrono::year;
    const Date now = ui.session.project->settings.reference_date;
    go_to("Frise");
    press(ui::Key::right);
    press(ui::Key::left, kShift);
    ASSERT_EQ(ui.sent.size(), 2U);
    EXPECT_EQ(std::get<session::SetReferenceDate>(ui.sent[0]).date, now + std::chrono::months(1));
    EXPECT_EQ(std::get<session::SetReferenceDate>(ui.sent[1]).date, now - std::chrono::months(11));
}

TEST_F(Keyboard, RowsAreWalkedByTheArrowsAndSelectedByReturn) {
    go_to("Ligne/Évergnicourt");
    press(ui::Key::down);
    const auto second = focused();
    EXPECT_THAT(second, StartsWith("Ligne/"));
    EXPECT_NE(second, "Ligne/Évergnicourt");
    press(ui::Key::enter);
    ASSERT_EQ(ui.sent.size(), 1U);
    EXPECT_EQ(std::get<session::Select>(ui.sent[0]).kind, SelectionKind::commune);
}

TEST_F(Keyboard, AHeaderSortsByReturn) {
    go_to("Colonne/Commune");
    press(ui::Key::enter);
    EXPECT_EQ(ui.desktop.tables.arranged[0].column, 0);
    press(ui::Key::right);
    EXPECT_EQ(focused(), "Colonne/Compétence");
}

TEST_F(Keyboard, ATabOfTheTableIsChosen) {
    go_to("Anomalies");
    press(ui::Key::enter);
    EXPECT_EQ(ui.desktop.tables.tab, ui::TableTab::findings);
}

TEST_F(Keyboard, TheCrossOfTheMapSelectsWhatIsUnderIt) {
    go_to("Carte");
    const auto before = ui.desktop.map.view.centre;
    press(ui::Key::right);
    EXPECT_GT(ui.desktop.map.view.centre.x, before.x);
    ui.desktop.map.view.centre = ui.session.project->territory->communes[3].centre;
    ui.desktop.map.view.centre.y += 900; // off the station
    ui.frame(2);
    press(ui::Key::space);
    EXPECT_EQ(ui.sent, (Commands{session::Select{SelectionKind::commune, "02004"}}));
}

TEST_F(Keyboard, ACameraIsPlacedAndAimedWithoutTheMouse) {
    go_to("Carte");
    press(ui::Key::c);
    press(ui::Key::space);
    press(ui::Key::escape);
    ASSERT_EQ(ui.session.project->cameras->size(), 2U);
    const auto& placed = ui.session.selection.id;
    const auto& cameras = *ui.session.project->cameras;
    const auto camera = std::ranges::find(cameras, placed, &registry::Camera::id);
    ASSERT_NE(camera, cameras.end());
    EXPECT_NEAR(camera->position->x, ui.desktop.map.view.centre.x, 1e-6);
    go_to("Azimut");
    press(ui::Key::a, kCtrl);
    ui.type("200");
    press(ui::Key::enter);
    EXPECT_THAT(ui.sent, Contains(Command(session::AimCamera{placed, 200, {}, {}})));
}

TEST_F(Keyboard, AnOutlineIsDrawnWithTheCross) {
    ui.choose("Schéma", "Dessiner un périmètre");
    go_to("Carte");
    for (const ui::Key key : {ui::Key::right, ui::Key::up, ui::Key::left}) {
        press(ui::Key::space);
        press(key);
    }
    press(ui::Key::enter);
    ASSERT_EQ(ui.session.project->perimeters->size(), 1U);
    EXPECT_EQ(ui.session.project->perimeters->front().shape.front().outer.size(), 3U);
}

TEST_F(Keyboard, TheMenuOfTheMapAsksWhichCamerasSeeThePoint) {
    go_to("Carte");
    press(ui::Key::menu);
    ASSERT_EQ(focused(), "Quelles caméras voient ce point ?");
    press(ui::Key::enter);
    EXPECT_TRUE(ui.desktop.inspector.has_question);
}

/// Tab stays in a box, reaches each of its buttons, and Escape closes it and gives the keyboard back.
TEST_F(Keyboard, BoxesKeepTheKeyboardUntilTheyAreClosed) {
    struct Box {
        const char* menu;
        const char* entry;
        std::vector<const char*> controls;
    };

    const std::vector<Box> boxes = {
        {"Aide", "Raccourcis du clavier", {"Fermer##raccourcis"}},
        {"Aide", "À propos de maillage", {"Fermer##à propos"}},
        {"Analyse", "Tableau de bord", {"Fermer##tableau de bord"}},
        {"Affichage", "Fond de plan en ligne…", {"Adresse du service", "Annuler##service"}},
        {"Fichier",
         "Ouvrir…",
         {"Dossier personnel", "Dossier", "Nom du fichier", "Ouvrir", "Annuler##navigateur"}},
        {"Schéma", "Choix et financement…", {"Nom du scénario", "Horizon", "Fermer##schéma"}},
    };
    for (const auto& box : boxes) {
        ui.choose(box.menu, box.entry);
        ui.frame(4);
        const auto seen = walk();
        for (const char* control : box.controls) {
            EXPECT_THAT(seen, Contains(control)) << box.entry;
        }
        for (const auto& label : seen) {
            EXPECT_FALSE(label == "Fichier" || label.starts_with("Couche/") || label == "Carte")
                << box.entry << " lets the keyboard out to " << label;
        }
        press(ui::Key::escape);
        if (ui.has(box.controls.back())) { // a field being typed in takes the first one
            press(ui::Key::escape);
        }
        EXPECT_FALSE(ui.has(box.controls.back())) << box.entry;
    }
    EXPECT_THAT(ui.sent, IsEmpty());
    go_to("Couche/QPV"); // the keyboard is back in the window
}

TEST_F(Keyboard, ASiteIsFoundChosenAndFramed) {
    press(ui::Key::k, kCtrl);
    ui.type("laon");
    press(ui::Key::down);
    press(ui::Key::enter);
    EXPECT_THAT(ui.sent, Contains(Command(session::Select{SelectionKind::site, "S3"})));
}

} // namespace

} // namespace maillage::test
