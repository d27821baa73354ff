// The tools of the map and of the tables beside the plain click: selecting many, comparing dates, coming
// back.
#include "ui/ui_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maillage::test {

namespace {

using map::Selection;
using map::SelectionKind;
using session::Commands;
using ::testing::HasSubstr;
using ::testing::Not;

class ToolsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        ui.session.project = std::make_shared<const domain::Project>(hexagons());
        ui.desktop.layout.bottom_height = 320;
        ui.settle();
        ui.draw_map();
        ui.forget();
    }

    geo::Point centre(std::size_t commune) const {
        return ui.session.project->territory->communes[commune].centre;
    }

    std::pair<float, float> at(geo::Point p) const {
        const auto s = ui.desktop.map.view.to_screen(p);
        return {ui.desktop.zones.map.x + static_cast<float>(s.x),
                ui.desktop.zones.map.y + static_cast<float>(s.y)};
    }

    const domain::Project& project() const { return *ui.session.project; }

    UiDriver ui;
};

TEST_F(ToolsTest, ARectangleSelectsCamerasAndSites) {
    ui.key(ui::Key::r);
    ASSERT_EQ(ui.desktop.map.tool, ui::Tool::select_rectangle);
    const auto& zone = ui.desktop.zones.map;
    ui.drag(zone.x + 20, zone.y + 20, zone.right() - 20, zone.bottom() - 20);
    std::size_t placed = 0;
    for (const auto& camera : *project().cameras) {
        placed += camera.position ? 1 : 0;
    }
    for (const auto& site : *project().sites) {
        placed += site.position ? 1 : 0;
    }
    EXPECT_GT(placed, 2U);
    EXPECT_EQ(session::selected(ui.session).size(), placed);
    EXPECT_THAT(ui.desktop.models.inspector.title, HasSubstr("éléments sélectionnés"));
    ui.key(ui::Key::escape);
    EXPECT_EQ(ui.desktop.map.tool, ui::Tool::pan);
}

TEST_F(ToolsTest, APolygonSelectsWhenItIsFinished) {
    const auto site = *(*project().sites)[3].position;
    ui.key(ui::Key::p);
    const auto [x, y] = at(site);
    ui.click_at(x - 12, y - 12);
    ui.click_at(x + 12, y - 12);
    ui.click_at(x, y + 14);
    EXPECT_TRUE(session::selected(ui.session).empty());
    ui.key(ui::Key::enter);
    const auto all = session::selected(ui.session);
    EXPECT_NE(std::find(all.begin(), all.end(), Selection{SelectionKind::site, (*project().sites)[3].id}),
              all.end());
}

TEST_F(ToolsTest, CtrlClickOnARowAddsIt) {
    ui.click("Ligne/Œuilly");
    ui.input.push(ui::KeyChanged{ui::Key::left_control, true, {true, false, false, false}});
    ui.frame(2);
    const auto r = ui.rect("Ligne/Laon");
    ui.move_to(r.x + 20, r.y + 5);
    ui.input.push(ui::MouseButton{0, true, {true, false, false, false}});
    ui.frame(2);
    ui.input.push(ui::MouseButton{0, false, {true, false, false, false}});
    ui.frame(2);
    EXPECT_EQ(session::selected(ui.session).size(), 2U);
}

TEST_F(ToolsTest, TwoDatesAreComparedAndTheLineBetweenThemIsDragged) {
    ui.key(ui::Key::f3);
    ASSERT_TRUE(ui.session.style.compared_with);
    EXPECT_EQ(*ui.session.style.compared_with, project().settings.reference_date - std::chrono::years(1));
    ui.frame(2);
    const auto& zone = ui.desktop.zones.map;
    const float middle = zone.x + zone.width / 2;
    ui.forget();
    ui.drag(middle, zone.y + 200, middle - 150, zone.y + 200);
    EXPECT_NEAR(ui.desktop.map.split, 0.5 - 150 / static_cast<double>(zone.width), 0.01);
    EXPECT_TRUE(ui.sent.empty());
    ui.click("Date comparée");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("01/02/2020");
    ui.key(ui::Key::enter);
    EXPECT_EQ(*ui.session.style.compared_with, std::chrono::year(2020) / 2 / 1);
    ui.key(ui::Key::escape);
    ui.key(ui::Key::f3);
    EXPECT_FALSE(ui.session.style.compared_with);
}

TEST_F(ToolsTest, TwoScenariosAreComparedOnTheMapAndTheOtherIsChosen) {
    const auto send = [&](const session::Command& command) {
        session::apply(ui.session, ui.jobs, command);
        ui.settle();
    };
    ui.key(ui::Key::f3, {false, true, false, false});
    EXPECT_FALSE(map::is_comparing(ui.session.style)); // there is but one
    send(session::PinSite{"S1", true});
    send(session::CopyScenario{"Sobre"});
    send(session::CopyScenario{"Large"});
    ui.key(ui::Key::f3, {false, true, false, false});
    EXPECT_EQ(ui.session.style.compared_scenario, "Sobre");
    ui.settle();
    EXPECT_TRUE(ui.session.comparison);
    ui.click("Scénario comparé");
    ui.click("Scénario comparé/Schéma");
    EXPECT_EQ(ui.session.style.compared_scenario, "Schéma");
    const auto& zone = ui.desktop.zones.map;
    const float middle = zone.x + zone.width / 2;
    ui.drag(middle, zone.y + 200, middle + 100, zone.y + 200);
    EXPECT_NEAR(ui.desktop.map.split, 0.5 + 100 / static_cast<double>(zone.width), 0.01);
    ui.key(ui::Key::f3); // either key ends a comparison
    EXPECT_FALSE(map::is_comparing(ui.session.style));
}

TEST_F(ToolsTest, TheDateIsHeldByTheSliderUntilItIsLetGo) {
    const auto before = project().settings.reference_date;
    const auto& line = ui.desktop.zones.timeline;
    ui.move_to(line.x + line.width * 0.5F, line.y + line.height / 2);
    ui.press();
    ui.move_to(line.x + line.width * 0.8F, line.y + line.height / 2);
    EXPECT_TRUE(ui.desktop.timeline.is_dragging);
    EXPECT_TRUE(ui.sent.empty());
    EXPECT_EQ(project().settings.reference_date, before);
    const auto shown = views::date_at(ui.desktop.models.timeline, ui.desktop.timeline.share);
    ui.release();
    EXPECT_EQ(project().settings.reference_date, shown);
    EXPECT_NE(shown, before);
}

TEST_F(ToolsTest, AnOnlineBaseMapIsShownOnlyWhenItsAddressIsGiven) {
    ui.applies = false;
    ui.key(ui::Key::w, {true, true, false, false});
    ui.frame(3);
    EXPECT_THAT(ui.desktop.dialogs.service, HasSubstr("data.geopf.fr")); // suggested, not asked
    EXPECT_TRUE(ui.sent.empty());
    const auto retype = [&](const char* words) {
        ui.click("Adresse du service");
        ui.key(ui::Key::a, {true, false, false, false});
        ui.type(words);
        ui.frame(2);
    };
    retype("plan.tif");
    ui.click("Afficher ce fond"); // no address: the button does nothing
    EXPECT_TRUE(ui.sent.empty());
    retype("https://tuiles.example/{z}/{x}/{y}.png");
    ui.click("Afficher ce fond");
    ASSERT_EQ(ui.sent.size(), 1U);
    EXPECT_EQ(std::get<session::SetBasemap>(ui.sent[0]).path, "https://tuiles.example/{z}/{x}/{y}.png");
    EXPECT_EQ(session::parse_preferences(session::to_text(ui.desktop.preferences)).service,
              "https://tuiles.example/{z}/{x}/{y}.png");
    EXPECT_FALSE(ui.desktop.dialogs.asks_service);
}

TEST_F(ToolsTest, ABookmarkBringsTheViewBack) {
    ui.desktop.map.view.centre.x += 1500;
    ui.key(ui::Key::b, {true, false, false, false});
    ASSERT_EQ(ui.desktop.preferences.bookmarks.size(), 1U);
    const auto mark = ui.desktop.preferences.bookmarks[0];
    const auto before = ui.desktop.map.view;
    ui.key(ui::Key::f, {true, true, false, false});
    EXPECT_NE(ui.desktop.map.view, before);
    ui.click("Affichage");
    ui.click("Signet/" + mark.name);
    ASSERT_FALSE(ui.sent.empty());
    EXPECT_EQ(std::get<session::ZoomTo>(ui.sent.back()).box, mark.box);
    EXPECT_EQ(session::parse_preferences(session::to_text(ui.desktop.preferences)).bookmarks,
              ui.desktop.preferences.bookmarks);
}

TEST_F(ToolsTest, ColumnsAreChosenAndLeftOutOfTheCopy) {
    ui.click("Colonnes");
    ui.click("Colonnes/Population");
    ui.key(ui::Key::escape);
    ui.frame(3);
    EXPECT_FALSE(ui.has("Colonne/Population"));
    EXPECT_TRUE(ui.has("Colonne/Compétence"));
    ui.key(ui::Key::c, {true, true, false, false});
    ui.frame(2);
    EXPECT_THAT(ui.clipboard(), HasSubstr("Commune\tCompétence\tCLSPD"));
    EXPECT_THAT(ui.clipboard(), Not(HasSubstr("Population")));
}

TEST_F(ToolsTest, ColumnsAreRememberedHiddenAndInTheirOrder) {
    const auto before = ui.rect("Colonne/CLSPD / CISPD");
    ui::put_columns(ui.desktop.tables, {{0, {3}, {0, 2, 1, 3, 4, 5, 6, 7, 8}}});
    ui.frame(4);
    EXPECT_FALSE(ui.has("Colonne/Population"));
    EXPECT_LT(ui.rect("Colonne/CLSPD / CISPD").x, ui.rect("Colonne/Compétence").x);
    EXPECT_LT(ui.rect("Colonne/CLSPD / CISPD").x, before.x);
    const std::vector<session::TableColumns> kept = {{0, {3}, {0, 2, 1, 3, 4, 5, 6, 7, 8}}};
    EXPECT_EQ(ui::columns_of(ui.desktop.tables), kept);
    // Of another version, with other columns: left alone.
    ui::put_columns(ui.desktop.tables, {{0, {}, {3, 2, 1, 0}}, {77, {1}, {}}});
    ui.frame(4);
    EXPECT_LT(ui.rect("Colonne/Commune").x, ui.rect("Colonne/Compétence").x);
}

TEST_F(ToolsTest, OneColumnIsFiltered) {
    const auto& table = ui.desktop.models.table(ui::TableTab::gaps, ui.session);
    const auto rows = [&](const char* filter) { return views::arrange(table, 0, false, filter).size(); };
    EXPECT_EQ(rows("competence:police"), 1U);
    EXPECT_EQ(rows("commune:laon"), 1U);
    EXPECT_EQ(rows("cause:laon"), 0U);
    EXPECT_EQ(rows("population:>0"), rows(""));
    EXPECT_EQ(rows("population:<0"), 0U);
    EXPECT_EQ(rows("inconnue:laon"), 0U); // no such column: looked for as it is
}

TEST_F(ToolsTest, OpacityIsSetFromTheMenuOfALayer) {
    const auto r = ui.rect("Couche/Zones de compétence");
    ui.click_at(r.x + 40, r.y + r.height / 2, 1);
    const auto slider = ui.rect("Opacité/Zones de compétence");
    ui.drag(slider.x + slider.width - 3, slider.y + 8, slider.x + slider.width / 2, slider.y + 8);
    ASSERT_EQ(ui.sent.size(), 1U);
    EXPECT_NEAR(std::get<session::SetOpacity>(ui.sent[0]).opacity, 0.5, 0.06);
}

/// A corner of the first hexagon, near which the hand is not exact.
TEST_F(ToolsTest, AnOutlineCatchesTheCornersItPassesAndNotWithAlt) {
    const auto corner = ui.session.project->territory->communes[0].shape.front().outer.front();
    ui.choose("Schéma", "Dessiner un périmètre");
    const auto [x, y] = at(corner);
    ui.move_to(x + 6, y - 4);
    ASSERT_TRUE(ui.desktop.map.snap);
    EXPECT_EQ(ui.desktop.map.snap->kind, views::SnapKind::corner);
    ui.click_at(x + 6, y - 4);
    EXPECT_EQ(ui.desktop.map.sketch.at(0), corner);
    ui.input.push(ui::KeyChanged{ui::Key::left_alt, true, {false, false, true, false}});
    ui.move_to(x + 7, y - 4);
    EXPECT_FALSE(ui.desktop.map.snap);
    ui.input.push(ui::KeyChanged{ui::Key::left_alt, false, {}});
    ui.move_to(x + 6, y - 4);
    EXPECT_TRUE(ui.desktop.map.snap);
}

TEST(Snapping, PrefersThingsAndCornersToEdgesAndStandsInFrontOfBuildings) {
    auto project = hexagons();
    domain::Building building;
    building.id = "b";
    building.shape = {{{100, 100}, {120, 100}, {120, 120}, {100, 120}}, {}};
    project.buildings = std::vector{building};
    views::Snapper snapper;
    const auto corner = snapper.nearest(project, {102, 101}, 5);
    ASSERT_TRUE(corner);
    EXPECT_EQ(corner->kind, views::SnapKind::corner);
    EXPECT_EQ(corner->at, (geo::Point{100, 100}));
    const auto edge = snapper.nearest(project, {110, 98}, 5);
    ASSERT_TRUE(edge);
    EXPECT_EQ(edge->kind, views::SnapKind::edge);
    EXPECT_EQ(edge->at, (geo::Point{110, 100}));
    EXPECT_LT(edge->in_front.y, 100);
    EXPECT_NEAR(edge->in_front.y, 100, 0.011);
    EXPECT_FALSE(snapper.nearest(project, {110, 90}, 5));
    const auto camera = *project.cameras->front().position;
    const auto thing = snapper.nearest(project, {camera.x + 1, camera.y}, 5);
    ASSERT_TRUE(thing);
    EXPECT_EQ(thing->kind, views::SnapKind::point);
    EXPECT_FALSE(snapper.nearest(project, {camera.x + 1, camera.y}, 5, camera)) << "not what is being moved";
    project.buildings = std::vector<domain::Building>{};
    EXPECT_FALSE(snapper.nearest(project, {102, 101}, 5)) << "the building is gone";
}

TEST_F(ToolsTest, SitesArePlacedNamedAndTakenBack) {
    const auto before = *ui.session.project->sites;
    ui.key(ui::Key::s);
    const auto [x, y] = at(centre(2));
    ui.click_at(x - 40, y + 40);
    ui.key(ui::Key::escape);
    ASSERT_EQ(ui.session.project->sites->size(), before.size() + 1);
    const auto placed = ui.session.project->sites->back();
    EXPECT_EQ(placed.id, "site-1");
    EXPECT_EQ(placed.commune, "02003");
    EXPECT_EQ(ui.session.selection, (map::Selection{map::SelectionKind::site, "site-1"}));
    ui.settle();
    ui.click("Nom du site");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("Gymnase");
    ui.key(ui::Key::enter);
    ui.frame(2);
    EXPECT_EQ(ui.session.project->sites->back().name, "Gymnase");
    ui.settle();
    ui.click("Classe du site");
    ui.click("Classe du site/Collège");
    EXPECT_EQ(ui.session.project->sites->back().site_class, "college");
    for (int i = 0; i < 3; ++i) {
        ui.key(ui::Key::z, {true, false, false, false});
    }
    EXPECT_EQ(*ui.session.project->sites, before);
}

TEST_F(ToolsTest, EverythingSelectedMovesTogetherAndComesBackByOneUndo) {
    const auto first = ui.session.project;
    ui.session.selection = {map::SelectionKind::site, "S3"};
    ui.session.also = {{map::SelectionKind::site, "S2"}, {map::SelectionKind::camera, "CAM-1"}};
    ui.draw_map();
    const auto start = *(*first->sites)[3].position;
    const auto [x, y] = at(start);
    ui.forget();
    ui.drag(x, y, x + 60, y + 20);
    ASSERT_EQ(ui.sent.size(), 1U);
    const auto* moved = std::get_if<session::MoveSelection>(&ui.sent[0]);
    ASSERT_NE(moved, nullptr);
    EXPECT_NEAR(moved->by.x, 60 * ui.desktop.map.view.metres_per_pixel,
                2 * ui.desktop.map.view.metres_per_pixel);
    for (const std::size_t i : {std::size_t{2}, std::size_t{3}}) {
        const auto was = *(*first->sites)[i].position;
        EXPECT_EQ(*(*ui.session.project->sites)[i].position,
                  (geo::Point{was.x + moved->by.x, was.y + moved->by.y}));
    }
    EXPECT_NE(*ui.session.project->cameras->front().position, *first->cameras->front().position);
    EXPECT_EQ(*(*ui.session.project->sites)[0].position, *(*first->sites)[0].position);
    ui.key(ui::Key::z, {true, false, false, false});
    EXPECT_EQ(ui.session.project, first);
    ui.key(ui::Key::del);
    EXPECT_EQ(ui.session.project->sites->size(), first->sites->size() - 2);
    EXPECT_TRUE(ui.session.project->cameras->empty());
    ui.key(ui::Key::z, {true, false, false, false});
    EXPECT_EQ(ui.session.project, first);
}

} // namespace

} // namespace maillage::test
