// Every panel, with no window: what a click asks for.
#include "ui/ui_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <ctime>
#include <future>
#include <set>
#include <tuple>

namespace maillage::test {

namespace {

using map::SelectionKind;
using session::Command;
using session::Commands;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class PanelsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        ui.session.project = std::make_shared<const domain::Project>(hexagons());
        ui.desktop.layout.bottom_height = 320; // so that every row is in sight
        ui.settle();
        ui.draw_map();
        ui.forget();
    }

    /// Screen position of a map point.
    std::pair<float, float> at(geo::Point p) const {
        const auto s = ui.desktop.map.view.to_screen(p);
        return {ui.desktop.zones.map.x + static_cast<float>(s.x),
                ui.desktop.zones.map.y + static_cast<float>(s.y)};
    }

    geo::Point centre(std::size_t commune) const {
        return ui.session.project->territory->communes[commune].centre;
    }

    UiDriver ui;
};

TEST_F(PanelsTest, ALayerIsHiddenByItsBox) {
    ui.click("Couche/QPV");
    EXPECT_EQ(ui.sent, (Commands{session::ShowLayer{map::Layer::qpv, false}}));
    ui.click("Couche/QPV");
    EXPECT_TRUE(ui.session.style.is_shown[static_cast<std::size_t>(map::Layer::qpv)]);
}

TEST_F(PanelsTest, EveryLayerHasItsBox) {
    for (const auto& row : views::layer_rows(ui.session)) {
        ui.forget();
        const bool was_shown = ui.session.style.is_shown[static_cast<std::size_t>(row.layer)];
        ui.click("Couche/" + row.label);
        EXPECT_EQ(ui.sent, (Commands{session::ShowLayer{row.layer, !was_shown}})) << row.label;
    }
}

TEST_F(PanelsTest, TheFillOfTheCommunesIsChosenInTheList) {
    ui.click("Indicateur");
    ui.click("Indicateur/Population");
    EXPECT_EQ(ui.sent, (Commands{session::SetIndicator{map::Indicator::population}}));
}

TEST_F(PanelsTest, ATypedDateBecomesTheReferenceDate) {
    ui.click("Date de référence");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("01/02/2025");
    ui.key(ui::Key::enter);
    EXPECT_EQ(ui.sent, (Commands{session::SetReferenceDate{std::chrono::year(2025) / 2 / 1}}));
}

TEST_F(PanelsTest, AWrongDateIsToldAndChangesNothing) {
    ui.click("Date de référence");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("31/02/2025");
    ui.key(ui::Key::enter);
    EXPECT_TRUE(ui.sent.empty());
    EXPECT_TRUE(ui.desktop.layers.is_date_wrong);
}

TEST_F(PanelsTest, TheCountOfErrorsOpensTheList) {
    ui.click("erreur");
    EXPECT_EQ(ui.desktop.tables.tab, ui::TableTab::findings);
}

TEST_F(PanelsTest, ARowOfTheTableSelectsAndADoubleClickFrames) {
    ui.click("Ligne/Œuilly");
    EXPECT_EQ(ui.sent, (Commands{session::Select{SelectionKind::commune, "02002"}}));
    ui.forget();
    ui.double_click("Ligne/Œuilly");
    ASSERT_EQ(ui.sent.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<session::ZoomTo>(ui.sent.back()));
    EXPECT_EQ(ui.desktop.map.view.centre.x, std::get<session::ZoomTo>(ui.sent.back()).box.centre().x);
}

TEST_F(PanelsTest, TheTableSortsByAClickOnAHeader) {
    ui.click("Colonne/Commune");
    const auto& order = ui.desktop.tables.arranged[0].order;
    const auto& table = ui.desktop.models.table(ui::TableTab::gaps, ui.session);
    ASSERT_EQ(order.size(), 7U);
    EXPECT_EQ(table.rows[order[0]].cells[0].text, "Étampes"); // last if bytes decided
}

TEST_F(PanelsTest, TheTableIsFilteredWithoutAccents) {
    ui.click("Filtrer");
    ui.type("oeuil");
    EXPECT_EQ(ui.desktop.tables.arranged[0].order.size(), 1U);
}

TEST_F(PanelsTest, TheTableIsCopiedForASpreadsheet) {
    ui.key(ui::Key::c, {true, true, false, false});
    ui.frame(2);
    EXPECT_THAT(ui.clipboard(), HasSubstr("Commune\tCompétence"));
    EXPECT_THAT(ui.clipboard(), HasSubstr("Laon\tGendarmerie"));
}

TEST_F(PanelsTest, ColumnsAreMovedInTheirListAndCopiedAsTheyStand) {
    ui.click("Colonnes");
    ui.frame(2);
    ui.click("Après/Commune");
    ui.frame(2);
    ui.click("Avant/Population");
    ui.frame(2);
    ui.click("Colonnes/CLSPD / CISPD");
    ui.frame(2);
    ui.key(ui::Key::escape);
    ui.frame(2);
    EXPECT_LT(ui.rect("Colonne/Compétence").x, ui.rect("Colonne/Commune").x);
    EXPECT_LT(ui.rect("Colonne/Commune").x, ui.rect("Colonne/Population").x);
    ui.key(ui::Key::c, {true, true, false, false});
    ui.frame(2);
    EXPECT_THAT(ui.clipboard(), StartsWith("Compétence\tCommune\tPopulation\tCaméras VP\t"));
    EXPECT_THAT(ui.clipboard(), HasSubstr("Gendarmerie\tLaon\t"));
    const auto kept = ui::columns_of(ui.desktop.tables);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_THAT(kept[0].order, ElementsAre(1, 0, 3, 2, 4, 5, 6, 7, 8));
}

TEST_F(PanelsTest, EveryTabDrawsItsTable) {
    for (const char* tab :
         {"Sites prioritaires", "Financement", "Scénarios", "Registre", "Anomalies", "Lacunes par commune"}) {
        ui.click(tab);
        ui.frame(2);
    }
    ui.click("Registre");
    ui.frame(2);
    EXPECT_TRUE(ui.has("Ligne/2019/0001"));
    ui.click("Anomalies");
    ui.frame(2);
    EXPECT_TRUE(ui.has("Ligne/erreur"));
}

/// Titles take two lines, then the table scrolls sideways: none is cut, however large the letters are.
TEST(TableHeaders, AreReadToTheirEndAtEveryZoom) {
    for (const auto& [width, height, scale] : {std::tuple{1920.0F, 1080.0F, 1.0F},
                                               {1366.0F, 768.0F, 1.0F},
                                               {1920.0F, 1080.0F, 1.5F},
                                               {1920.0F, 1080.0F, 2.0F},
                                               {1366.0F, 768.0F, 2.0F}}) {
        UiDriver ui{width, height, scale};
        ui.session.project = std::make_shared<const domain::Project>(hexagons());
        ui.settle();
        for (std::size_t tab = 0; tab < ui::kTables; ++tab) {
            ui.desktop.tables.tab = static_cast<ui::TableTab>(tab);
            ui.frame(3);
            for (const auto& column : ui.desktop.models.table(ui.desktop.tables.tab, ui.session).columns) {
                EXPECT_FALSE(ui.has("Coupé/" + column.title))
                    << column.title << " at " << scale << ", " << width;
            }
        }
    }
}

TEST_F(PanelsTest, AHundredThousandRowsCostWhatIsSeenOfThem) {
    const auto frame_ms = [&](int rows) { // median, of this thread's processor time
        auto project = *ui.session.project;
        Findings findings;
        for (int i = 0; i < rows; ++i) {
            findings.push_back({Severity::warning, "registre.csv", i + 1, "azimut", "angle illisible"});
        }
        project.findings = findings;
        ui.session.project = std::make_shared<const domain::Project>(project);
        ui.session.results_of = ui.session.project; // nothing to compute
        ui.click("Anomalies");
        ui.frame(3);
        std::vector<double> times;
        for (int i = 0; i < 31; ++i) {
            const auto begun = std::clock();
            ui.frame();
            times.push_back(1000.0 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
        }
        std::nth_element(times.begin(), times.begin() + 15, times.end());
        return times[15];
    };
    const double few = frame_ms(200);
    const auto triangles = ui.triangles();
    const double many = frame_ms(100'000);
    EXPECT_LT(ui.triangles(), triangles + triangles / 5);
    EXPECT_LT(many, 3 * few + 1) << few << " ms with 200 rows";
    ui.desktop.tables.filter = "ligne:>99990";
    ui.frame(3);
    EXPECT_TRUE(ui.has("Ligne/avertissement"));
}

/// 800 x 600, the panel at its narrowest: what makes the list is not pushed out of the window.
TEST(NarrowWindow, KeepsTheButtonsOfTheRankingInSight) {
    UiDriver ui{800, 600};
    ui.session.project = std::make_shared<const domain::Project>(hexagons());
    ui.settle();
    const auto panel = ui.desktop.zones.right;
    for (const char* label : {"Nombre de sites", "Budget", "Classer", "Choix et financement…"}) {
        EXPECT_GE(ui.rect(label).x, panel.x) << label;
        EXPECT_LE(ui.rect(label).right(), panel.right()) << label;
    }
}

TEST_F(PanelsTest, ClasserMakesTheTypedFiguresTheScenarios) {
    ui.applies = false;
    ui.desktop.inspector.limits.count = 12;
    ui.click("Classer");
    session::SetPlan typed;
    typed.count = 12;
    typed.budget_eur = 0;
    EXPECT_EQ(ui.sent, (Commands{typed, session::Rank{}}));
}

TEST_F(PanelsTest, ClasserSearchesTheSavedScenarioAsItStands) {
    domain::Project project = *ui.session.project;
    domain::Scenario saved;
    saved.name = "Budget voté";
    saved.count = 0;
    saved.budget_eur = 250000.5;
    project.scenarios = {saved};
    ui.session.project = std::make_shared<const domain::Project>(project);
    ui.settle();
    EXPECT_EQ(ui.desktop.inspector.limits.budget_eur, 250000.5);
    ui.applies = false;
    ui.click("Classer");
    ui.key(ui::Key::f5);
    EXPECT_EQ(ui.sent, (Commands{session::Rank{}, session::Rank{}}));
}

TEST_F(PanelsTest, ARankingBringsItsListToTheFrontAndAComparisonItsOwn) {
    ui.click("Classer");
    ui.settle();
    EXPECT_EQ(ui.desktop.tables.tab, ui::TableTab::sites);
    session::apply(ui.session, ui.jobs, session::CopyScenario{"Variante"});
    ui.settle();
    ui.choose("Schéma", "Comparer les scénarios");
    ui.settle();
    ui.frame(2);
    EXPECT_EQ(ui.desktop.tables.tab, ui::TableTab::scenarios);
    const auto& order = ui.desktop.tables.arranged[static_cast<std::size_t>(ui::TableTab::scenarios)].order;
    ASSERT_GT(order.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(order)) << "the figures are in the order of the alphabet";
}

TEST_F(PanelsTest, WhatTheProjectLacksIsSaidAndLeadsToTheImport) {
    ASSERT_EQ(ui.session.selection.kind, SelectionKind::none);
    ui.click("Manque/CLSPD et CISPD");
    ui.frame(2);
    EXPECT_TRUE(ui.desktop.browser.is_open());
    EXPECT_EQ(ui.desktop.purpose, ui::FilePurpose::import);
    EXPECT_FALSE(ui.has("Manque/Caméras")); // it has some
}

TEST_F(PanelsTest, TheRankingFillsTheTableAndTheCurve) {
    ui.click("Classer");
    ui.settle();
    ASSERT_TRUE(ui.session.scheme);
    EXPECT_TRUE(ui.has("Budget et couverture"));
    ui.desktop.tables.tab = ui::TableTab::sites;
    ui.frame(2);
    EXPECT_TRUE(ui.has("Ligne/1"));
}

TEST_F(PanelsTest, TheSliderAlongTheBudgetShortensTheTableAndTheMap) {
    ui.click("Classer");
    ui.settle();
    ASSERT_GE(ui.session.scheme->sites.size(), 3U);
    ui.desktop.tables.tab = ui::TableTab::sites;
    ui.frame(2);
    const auto all = ui.desktop.models.table(ui::TableTab::sites, ui.session).rows.size();
    ui.forget();
    const auto r = ui.rect("Sites montrés");
    ui.click_at(r.x + 3, r.y + r.height / 2);
    EXPECT_THAT(ui.sent, Contains(Command(session::ShowPlanLines{1})));
    ui.frame(2);
    EXPECT_EQ(ui.desktop.models.table(ui::TableTab::sites, ui.session).rows.size(), 1U);
    EXPECT_GT(all, 1U);
    EXPECT_THAT(ui.desktop.models.budget.shown, HasSubstr("1 site"));
}

TEST_F(PanelsTest, ACandidateIsPutOnTheMapAndCounts) {
    ui.choose("Schéma", "Poser des sites candidats");
    const auto [x, y] = at(centre(2));
    ui.click_at(x + 25, y + 25);
    ui.settle();
    ASSERT_EQ(ui.session.project->candidates->size(), 1U);
    EXPECT_EQ(ui.session.project->candidates->front().id, "point-1");
    EXPECT_THAT(ui.session.project->scenarios.front().candidates, Contains("given"));
    EXPECT_EQ(ui.sent.size(), 2U);
    EXPECT_EQ(session::parse_command(session::to_text(ui.sent[0])), ui.sent[0]);
}

TEST_F(PanelsTest, AVariantIsCopiedComparedAndItsRulesEdited) {
    ui.click("Choix et financement…");
    ui.frame(2);
    ui.click("Nom du scénario");
    ui.type("Sans lycée");
    ui.frame(1);
    ui.click("Dupliquer");
    EXPECT_THAT(ui.sent, Contains(Command(session::CopyScenario{"Sans lycée"})));
    ui.frame(2);
    ASSERT_EQ(ui.session.project->scenarios.size(), 2U);
    ui.forget();
    ui.click("Zone police seulement");
    ui.click("Appliquer##plan");
    ASSERT_EQ(ui.sent.size(), 1U);
    EXPECT_EQ(std::get<session::SetPlan>(ui.sent[0]).is_police_only, true);
    EXPECT_TRUE(ui.session.project->scenarios.front().is_police_only);
    EXPECT_FALSE(ui.session.project->scenarios.back().is_police_only);
    ui.frame(2);
    ui.forget();
    ui.click("Taux 1");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("45");
    ui.key(ui::Key::enter);
    ui.frame(2);
    EXPECT_EQ(ui.session.project->settings.funding.rules[0].rate_bp, 4500);
    ui.forget();
    ui.click("Comparer");
    EXPECT_THAT(ui.sent, Contains(Command(session::CompareScenarios{})));
    ui.settle();
    ASSERT_TRUE(ui.session.comparison);
    EXPECT_EQ(ui.session.comparison->scenarios.size(), 2U);
}

/// How far two texts of a window of one line reach over each other, in pixels.
float overlap_in(const std::string& window) {
    const ImDrawData* data = ImGui::GetDrawData();
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    float overlap = 0;
    for (int l = 0; l < data->CmdListsCount; ++l) {
        const ImDrawList& list = *data->CmdLists[l];
        if (std::string(list._OwnerName).find(window) != 0) {
            continue;
        }
        float right = 0; // of what has been written so far, in the order of writing: from left to right
        for (int i = 0; i + 6 <= list.IdxBuffer.Size; i += 3) {
            const ImDrawIdx* index = list.IdxBuffer.Data + i;
            if (index[3] != index[0] || index[4] != index[2]) {
                continue; // no rectangle
            }
            const ImDrawVert& corner = list.VtxBuffer[index[0]];
            const ImDrawVert& opposite = list.VtxBuffer[index[2]];
            i += 3;
            if (corner.uv.x != white.x || corner.uv.y != white.y) {
                overlap = std::max(overlap, right - corner.pos.x);
                right = opposite.pos.x;
            }
        }
    }
    return overlap;
}

TEST(StatusBar, NothingIsWrittenOverAnythingWhileWorkGoesOnInANarrowWindow) {
    UiDriver ui(1024, 768);
    ui.session.project = std::make_shared<const domain::Project>(hexagons());
    ui.settle();
    ui.draw_map();
    std::promise<void> end;
    ui.jobs.start("classement des sites",
                  [done = end.get_future().share()](Progress& progress) -> session::Jobs::Finish {
                      progress.report(0.3, "champs des caméras");
                      done.wait();
                      return [](session::Session&) {};
                  });
    const ui::Rect map = ui.desktop.zones.map;
    ui.move_to(map.x + map.width / 2, map.y + map.height / 2); // its position is told, too
    ui.frame(3);
    EXPECT_LT(overlap_in("État"), 2);
    end.set_value();
    ui.settle();
}

/// What the command line says of a bad rule or of a problem that cannot be met stands in the box itself,
/// which hides the status bar.
TEST_F(PanelsTest, TheBoxOfThePlanTellsWhatIsRefusedAndWhatFights) {
    ui.click("Choix et financement…");
    ui.frame(2);
    EXPECT_FALSE(ui.has("refus"));
    const auto put = [&](const char* field, const char* value) {
        ui.click(field);
        ui.key(ui::Key::a, {true, false, false, false});
        ui.type(value);
        ui.key(ui::Key::enter);
        ui.frame(2);
    };
    const auto told = [&] {
        ui.settle();
        ui.frame(2);
        EXPECT_TRUE(ui.has("refus"));
        return ui.session.messages.empty() ? std::string() : ui.session.messages.back().text;
    };
    const auto before = ui.session.project;
    put("Planchers", "zone:police=beaucoup");
    ui.click("Appliquer##plan");
    EXPECT_THAT(told(), HasSubstr("plancher « zone:police=beaucoup »"));
    EXPECT_EQ(ui.session.project, before); // and nothing changed
    session::SetPlan one;
    one.count = 1;
    session::apply(ui.session, ui.jobs, one);
    ui.frame(2);
    put("Planchers", "commune:*=1");
    ui.click("Appliquer##plan");
    ui.frame(2);
    EXPECT_FALSE(ui.has("refus")); // it makes sense by itself
    ui.click("Classer##plan");
    EXPECT_THAT(told(), AllOf(HasSubstr("problème impossible"), HasSubstr("« plancher de 1 site en zone "),
                              HasSubstr("« au plus 1 site »")));
    put("Planchers", "");
    put("Budgets annuels", "2028=1000 | 2027=1000");
    ui.click("Appliquer##plan");
    EXPECT_THAT(told(), HasSubstr("« 2027=1000 »"));
    put("Budgets annuels", "");
    ui.click("Taux 1");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("150");
    ui.key(ui::Key::enter);
    EXPECT_THAT(told(), HasSubstr("100"));
}

TEST_F(PanelsTest, PricesAndWeightsAreEditedInTheBoxOfThePlan) {
    const auto first = ui.session.project;
    ui.click("Choix et financement…");
    ui.frame(2);
    ui.click("Entrées de ville"); // ticked, not applied
    ui.click("Prix des caméras##onglet");
    ui.frame(2);
    const auto put = [&](const char* field, const char* value) {
        ui.click(field);
        ui.key(ui::Key::a, {true, false, false, false});
        ui.type(value);
        ui.key(ui::Key::enter);
        ui.frame(2);
    };
    put("Coût HT 1", "9500");
    EXPECT_EQ(ui.session.project->settings.prices[0].cost_eur, 9500);
    EXPECT_EQ(ui.session.project->settings.prices[0].camera_type, "fixe"); // the rest of the row stays
    EXPECT_FALSE(ui.session.project->settings.prices[0].source.empty());
    EXPECT_TRUE(ui.desktop.plan.takes_entries); // what was ticked is still to be applied
    ui.click("Nouveau prix");
    ui.frame(2);
    put("Type de caméra 3", "nomade");
    put("Liaison 3", "4G");
    put("Coût HT 3", "6000");
    EXPECT_EQ(ui.session.project->settings.prices.size(), 2U);
    ui.click("Ajouter##prix 3");
    ui.frame(2);
    ASSERT_EQ(ui.session.project->settings.prices.size(), 3U);
    EXPECT_EQ(ui.session.project->settings.prices[2].link, "4G");
    ui.click("Supprimer##prix 2");
    ui.frame(2);
    EXPECT_EQ(ui.session.project->settings.prices.size(), 2U);
    ui.click("Poids##onglet");
    ui.frame(2);
    put("Gare", "7.5");
    const auto& classes = ui.session.project->settings.site_classes;
    EXPECT_EQ(std::ranges::find(classes, "gare", &domain::SiteClass::key)->weight, 7.5);
    put("Un km de route nationale", "3");
    EXPECT_EQ(ui.session.project->settings.road_weights.national, 3);
    EXPECT_EQ(ui.session.project->settings.road_weights.departmental, 0);
    for (int i = 0; i < 5; ++i) {
        session::apply(ui.session, ui.jobs, session::Undo{});
    }
    EXPECT_EQ(ui.session.project->settings, first->settings);
}

TEST_F(PanelsTest, ACandidatesReachAndDirectionAreEditedInTheBoxOfThePlan) {
    ui.choose("Schéma", "Poser des sites candidats");
    const auto [x, y] = at(centre(2));
    ui.click_at(x, y);
    ui.settle();
    ui.key(ui::Key::escape);
    ASSERT_EQ(ui.session.project->candidates->size(), 1U);
    const auto before = ui.session.project;
    ui.click("Choix et financement…");
    ui.frame(2);
    ui.click("Candidats##onglet");
    ui.frame(2);
    const auto put = [&](const char* field, const char* value) {
        ui.click(field);
        ui.key(ui::Key::a, {true, false, false, false});
        ui.type(value);
        ui.key(ui::Key::enter);
        ui.frame(2);
    };
    const auto edited = [&]() -> const domain::Candidate& { return ui.session.project->candidates->front(); };
    put("Portée 1", "150");
    put("Direction 1", "135");
    put("Ouverture 1", "90");
    put("Candidat 1", "Place du marché");
    EXPECT_EQ(edited().reach_m, 150);
    EXPECT_EQ(edited().azimuth_deg, 135);
    EXPECT_EQ(edited().field_of_view_deg, 90);
    EXPECT_EQ(edited().name, "Place du marché");
    EXPECT_FALSE(edited().cost_eur); // a dash stays a dash
    EXPECT_EQ(edited().position, before->candidates->front().position);
    put("Direction 1", "-1"); // all round again; the opening waits for a direction
    EXPECT_FALSE(edited().azimuth_deg);
    EXPECT_EQ(edited().field_of_view_deg, 90);
    for (int i = 0; i < 5; ++i) {
        session::apply(ui.session, ui.jobs, session::Undo{});
    }
    EXPECT_EQ(*ui.session.project->candidates, *before->candidates);
}

TEST_F(PanelsTest, APerimeterIsDrawnAndItsPlacesCount) {
    ui.choose("Schéma", "Dessiner un périmètre");
    const auto [x, y] = at(centre(2));
    ui.click_at(x - 30, y - 30);
    ui.click_at(x + 30, y - 30);
    ui.click_at(x + 30, y + 30);
    ui.key(ui::Key::enter);
    ui.settle();
    ASSERT_EQ(ui.session.project->perimeters->size(), 1U);
    EXPECT_EQ(ui.session.project->perimeters->front().shape.front().outer.size(), 3U);
    EXPECT_THAT(ui.session.project->scenarios.front().candidates, Contains("mesh-perimeters"));
    ui.key(ui::Key::escape);
    ui.click("Choix et financement…");
    ui.frame(2);
    ui.click("Périmètres##onglet");
    ui.frame(2);
    ui.click("Supprimer##perimetre-1");
    ui.frame(2);
    EXPECT_TRUE(ui.session.project->perimeters->empty());
}

TEST_F(PanelsTest, ASelectedSiteCanBeImposed) {
    ui.session.selection = {SelectionKind::site, "S3"};
    ui.frame(2);
    ui.click("Imposer dans le schéma");
    EXPECT_EQ(ui.sent, (Commands{session::PinSite{"S3", true}}));
    ui.forget();
    ui.click("Imposer dans le schéma"); // again: takes it back
    EXPECT_EQ(ui.sent, (Commands{session::PinSite{"S3", false}}));
}

TEST_F(PanelsTest, AGapLeadsToItsSite) {
    ui.session.selection = {SelectionKind::commune, "02004"};
    ui.frame(2);
    ui.click("Gare de Laon");
    EXPECT_EQ(ui.sent, (Commands{session::Select{SelectionKind::site, "S3"}}));
}

TEST_F(PanelsTest, AFactIsCopiedByTheRightButton) {
    ui.session.selection = {SelectionKind::commune, "02004"};
    ui.frame(2);
    const auto r = ui.rect("Gare de Laon");
    ui.click_at(r.x + 20, r.y + 8, 1);
    ui.frame(2);
    ui.click("Copier la ligne");
    EXPECT_THAT(ui.clipboard(), ::testing::StartsWith("Gare de Laon\t"));
    const auto line = ui.clipboard();
    ui.click_at(r.x + 20, r.y + 8, 1);
    ui.frame(2);
    ui.click("Copier la valeur");
    EXPECT_EQ("Gare de Laon\t" + ui.clipboard(), line);
    EXPECT_TRUE(ui.sent.empty()); // copying selects nothing
}

TEST_F(PanelsTest, AFieldOfTheCameraAimsItWhenTheMouseLetsGo) {
    ui.session.selection = {SelectionKind::camera, "CAM-1"};
    ui.frame(2);
    const auto r = ui.rect("Azimut");
    ui.drag(r.x + 20, r.y + 10, r.x + 60, r.y + 10);
    ASSERT_EQ(ui.sent.size(), 1U);
    const auto* aim = std::get_if<session::AimCamera>(&ui.sent[0]);
    ASSERT_NE(aim, nullptr);
    EXPECT_GT(aim->azimuth_deg.value_or(0), 90);
    EXPECT_FALSE(aim->range_m);
}

TEST_F(PanelsTest, AClickOnTheMapSelectsTheCommune) {
    const auto [x, y] = at(centre(3));
    ui.click_at(x, y - 30);
    EXPECT_EQ(ui.sent, (Commands{session::Select{SelectionKind::commune, "02004"}}));
}

TEST_F(PanelsTest, AClickOnASiteSelectsItBeforeItsCommune) {
    const auto [x, y] = at(*(*ui.session.project->sites)[3].position);
    ui.click_at(x, y);
    EXPECT_EQ(ui.sent, (Commands{session::Select{SelectionKind::site, "S3"}}));
}

TEST_F(PanelsTest, TheWheelKeepsTheGroundUnderTheCursor) {
    const auto [x, y] = at(centre(5));
    const double before = ui.desktop.map.view.metres_per_pixel;
    ui.wheel(x, y, 2);
    EXPECT_LT(ui.desktop.map.view.metres_per_pixel, before);
    const auto after = at(centre(5));
    EXPECT_NEAR(after.first, x, 1.5);
    EXPECT_NEAR(after.second, y, 1.5);
}

TEST_F(PanelsTest, TheGroundFollowsTheHandAndThePreviousViewComesBack) {
    const auto before = ui.desktop.map.view;
    const auto [x, y] = at(centre(0));
    ui.drag(x + 60, y + 60, x + 160, y + 110);
    const auto moved = at(centre(0));
    EXPECT_NEAR(moved.first, x + 100, 1.5);
    EXPECT_NEAR(moved.second, y + 50, 1.5);
    EXPECT_TRUE(ui.sent.empty()) << "a drag is no click";
    ui.key(ui::Key::left, {false, false, true, false});
    EXPECT_EQ(ui.desktop.map.view, before);
}

TEST_F(PanelsTest, ADoubleClickOnTheMapZooms) {
    const double before = ui.desktop.map.view.metres_per_pixel;
    const auto& map = ui.desktop.zones.map;
    ui.move_to(map.x + 200, map.y + 100);
    for (int i = 0; i < 2; ++i) {
        ui.press();
        ui.release();
    }
    EXPECT_NEAR(ui.desktop.map.view.metres_per_pixel, before / 2, before / 100);
}

TEST_F(PanelsTest, KeysMoveTheMapOnceItHasBeenClicked) {
    const auto& map = ui.desktop.zones.map;
    ui.click_at(map.x + 5, map.y + 5);
    const auto before = ui.desktop.map.view;
    ui.key(ui::Key::right);
    EXPECT_GT(ui.desktop.map.view.centre.x, before.centre.x);
    ui.type("+");
    EXPECT_LT(ui.desktop.map.view.metres_per_pixel, before.metres_per_pixel);
    ui.key(ui::Key::f, {true, true, false, false});
    EXPECT_NEAR(ui.desktop.map.view.metres_per_pixel, before.metres_per_pixel, 1e-9);
}

TEST_F(PanelsTest, TheToolPlacesCamerasInARow) {
    ui.key(ui::Key::c);
    const auto [x, y] = at(centre(2));
    ui.click_at(x, y);
    ui.click_at(x + 40, y);
    ui.key(ui::Key::escape);
    EXPECT_EQ(ui.session.project->cameras->size(), 3U);
    EXPECT_EQ((*ui.session.project->cameras)[0].commune, "02003");
    EXPECT_EQ(ui.desktop.map.tool, ui::Tool::pan);
}

TEST_F(PanelsTest, TheHandleOfACameraAimsIt) {
    ui.session.selection = {SelectionKind::camera, "CAM-1"};
    ui::show(ui.desktop.map, views::box_of(*ui.session.project, ui.session.selection).grown(1000), {}, 0);
    ui.frame(2);
    const auto handles = views::camera_handles(*ui.session.project, "CAM-1");
    ASSERT_TRUE(handles);
    const auto [x, y] = at(handles->aim);
    const auto [apex_x, apex_y] = at(handles->apex);
    ui.drag(x, y, apex_x, apex_y - 100); // to the north
    ASSERT_EQ(ui.sent.size(), 1U);
    const auto* aim = std::get_if<session::AimCamera>(&ui.sent[0]);
    ASSERT_NE(aim, nullptr);
    EXPECT_LT(std::min(*aim->azimuth_deg, 360 - *aim->azimuth_deg), 3);
    EXPECT_NEAR(*aim->range_m, 100 * ui.desktop.map.view.metres_per_pixel,
                2 * ui.desktop.map.view.metres_per_pixel);
}

TEST_F(PanelsTest, ACameraIsMovedByItsFoot) {
    ui.session.selection = {SelectionKind::camera, "CAM-1"};
    ui::show(ui.desktop.map, views::box_of(*ui.session.project, ui.session.selection).grown(1000), {}, 0);
    ui.frame(2);
    const auto [x, y] = at(*(*ui.session.project->cameras)[0].position);
    ui.drag(x, y, x + 50, y);
    ASSERT_EQ(ui.sent.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<session::MoveCamera>(ui.sent[0]));
}

TEST_F(PanelsTest, MeasuringSelectsNothing) {
    ui.key(ui::Key::m, {true, true, false, false});
    const auto [x, y] = at(centre(0));
    ui.click_at(x, y);
    ui.click_at(x + 80, y);
    EXPECT_EQ(ui.desktop.map.sketch.size(), 2U);
    EXPECT_TRUE(ui.sent.empty());
}

TEST_F(PanelsTest, TheMapTellsWhichCamerasSeeAPoint) {
    const auto [x, y] = at({centre(0).x + 200, centre(0).y});
    ui.click_at(x, y, 1);
    ui.click("Quelles caméras voient ce point ?");
    ui.frame(2);
    EXPECT_TRUE(ui.has("CAM-1"));
}

TEST_F(PanelsTest, TheTimeLineSetsTheDateWhenTheMouseLetsGo) {
    const auto r = ui.rect("Frise");
    ui.drag(r.x + r.width / 2, r.y + 30, r.x + r.width * 0.8F, r.y + 30);
    ASSERT_EQ(ui.sent.size(), 1U);
    const auto* date = std::get_if<session::SetReferenceDate>(&ui.sent[0]);
    ASSERT_NE(date, nullptr);
    EXPECT_GT(date->date, std::chrono::year(2028) / 1 / 1);
}

TEST_F(PanelsTest, SplittersResizeTheZones) {
    const auto r = ui.rect("Séparateur gauche");
    const float before = ui.desktop.zones.left.width;
    ui.drag(r.x + r.width / 2, r.y + 300, r.x + r.width / 2 + 80, r.y + 300);
    EXPECT_NEAR(ui.desktop.zones.left.width, before + 80, 2);
}

TEST_F(PanelsTest, F11LeavesTheMapAlone) {
    ui.key(ui::Key::f11);
    ui.frame(2);
    EXPECT_EQ(ui.desktop.zones.map, (ui::Rect{0, 0, 1600, 1200}));
    ui.key(ui::Key::f11);
    ui.frame(2);
    EXPECT_GT(ui.desktop.zones.left.width, 0);
}

TEST_F(PanelsTest, PanelsFoldAndUnfold) {
    ui.key(ui::Key::t, {true, false, false, false});
    ui.frame(1);
    EXPECT_EQ(ui.desktop.zones.bottom.height, 0);
    ui.key(ui::Key::f7);
    ui.key(ui::Key::f8);
    ui.frame(1);
    EXPECT_EQ(ui.desktop.zones.map.width, 1600);
}

TEST_F(PanelsTest, TheNoticeAboutFictitiousDataIsAlwaysInTheBar) {
    EXPECT_THAT(ui.desktop.models.banner, HasSubstr("approchés"));
}

TEST_F(PanelsTest, UndoAndRedoHaveTheirKeys) {
    ui.click("Couche/QPV");
    ui.forget();
    ui.key(ui::Key::z, {true, false, false, false});
    ui.key(ui::Key::y, {true, false, false, false});
    EXPECT_EQ(ui.sent, (Commands{session::Undo{}, session::Redo{}}));
}

TEST_F(PanelsTest, LettersTypedInAFieldAreNoShortcuts) {
    ui.click("Filtrer");
    ui.input.push(ui::KeyChanged{ui::Key::c, true, {}});
    ui.input.push(ui::TextTyped{"c?"});
    ui.input.push(ui::KeyChanged{ui::Key::c, false, {}});
    ui.frame(3);
    EXPECT_EQ(ui.desktop.map.tool, ui::Tool::pan);
    EXPECT_FALSE(ui.desktop.dialogs.shows_shortcuts);
    EXPECT_EQ(ui.desktop.tables.filter, "c?");
}

TEST_F(PanelsTest, ADarkThemeIsACommand) {
    ui.choose("Affichage", "Thème sombre");
    EXPECT_EQ(ui.sent, (Commands{session::SetDark{true}}));
}

TEST_F(PanelsTest, EveryActionStandsInAMenu) {
    for (int m = 0; m < ui::kMenus; ++m) {
        const std::string menu = ui::title(static_cast<ui::Menu>(m));
        ui.click(menu);
        for (const auto& action : ui::all_actions()) {
            if (action.menu == static_cast<ui::Menu>(m)) {
                EXPECT_TRUE(ui.has(menu + "/" + action.label)) << menu << " / " << action.label;
            }
        }
        ui.key(ui::Key::escape);
        ui.frame(3);
    }
}

TEST_F(PanelsTest, ASmallWindowOnADenseScreenStillDraws) {
    UiDriver small(900, 600, 2);
    small.session.project = std::make_shared<const domain::Project>(hexagons());
    small.settle();
    EXPECT_GT(small.triangles(), 100U);
    EXPECT_GE(small.desktop.zones.map.width, 200);
}

TEST(Actions, NoTwoShareTheirKeys) {
    std::set<std::string> seen;
    for (const auto& action : ui::all_actions()) {
        if (*action.keys != '\0') {
            EXPECT_TRUE(seen.insert(action.keys).second) << action.keys;
        }
    }
}

TEST(Welcome, AnEmptyWindowOffersTheExample) {
    UiDriver ui;
    ui.applies = false;
    ui.frame(3);
    ui.click("Ouvrir l’exemple");
    EXPECT_EQ(ui.sent, (Commands{session::NewExample{}}));
}

} // namespace

} // namespace maillage::test
