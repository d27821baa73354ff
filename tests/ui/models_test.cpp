// What panels show, before any panel: tables, search, handles, curves.
#include "ui/ui_driver.h"
#include "views/camera_handles.h"
#include "views/coordinate_text.h"
#include "views/curves.h"
#include "views/figures.h"
#include "views/inspector.h"
#include "views/panel_table.h"
#include "views/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maillage::test {

namespace {

using map::SelectionKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

views::Table numbers(std::vector<std::optional<double>> values) {
    views::Table table;
    table.columns = {{"N", views::CellKind::number, 1}};
    for (const auto& value : values) {
        table.rows.push_back({SelectionKind::none, "", {{value ? "x" : "—", value, views::Tone::plain}}, {}});
    }
    return table;
}

TEST(PanelTable, MissingValuesAreLastInBothDirections) {
    const auto table = numbers({3, std::nullopt, 1});
    EXPECT_THAT(views::arrange(table, 0, false, ""), ElementsAre(2, 0, 1));
    EXPECT_THAT(views::arrange(table, 0, true, ""), ElementsAre(0, 2, 1));
}

TEST(PanelTable, EqualValuesKeepTheirOrder) {
    EXPECT_THAT(views::arrange(numbers({1, 1, 0, 1}), 0, true, ""), ElementsAre(0, 1, 3, 2));
}

TEST(PanelTable, TextsAreInFrenchOrderAndFilteredByEveryWord) {
    views::Table table;
    table.columns = {{"Nom", views::CellKind::text, 1}};
    for (const char* name : {"Zone", "Évry", "Etampes", "L’Haÿ"}) {
        table.rows.push_back({SelectionKind::none, "", {{name, {}, views::Tone::plain}}, {}});
    }
    EXPECT_THAT(views::arrange(table, 0, false, ""), ElementsAre(2, 1, 3, 0));
    EXPECT_THAT(views::arrange(table, 0, false, "EV ry"), ElementsAre(1));
    EXPECT_TRUE(views::arrange(table, 0, false, "absent").empty());
}

TEST(PanelTable, ATabInsideACellDoesNotMakeAColumn) {
    views::Table table;
    table.columns = {{"A", views::CellKind::text, 1}, {"B", views::CellKind::text, 1}};
    table.rows.push_back(
        {SelectionKind::none, "", {{"x\ty", {}, views::Tone::plain}, {"—", {}, views::Tone::plain}}, {}});
    EXPECT_EQ(views::to_clipboard(table, {0}, {0, 1}), "A\tB\nx y\t\n");
}

TEST(PanelTable, ASpreadsheetGetsNumbersInTheOrderOfTheScreen) {
    views::Table table;
    table.columns = {{"Site", views::CellKind::text, 1},   {"Population", views::CellKind::number, 1},
                     {"Lacune", views::CellKind::bar, 1},  {"Coût", views::CellKind::number, 1},
                     {"Gain", views::CellKind::number, 1}, {"Sites", views::CellKind::number, 1}};
    const auto cell = [](const char* text) { return views::Cell{text, {}, views::Tone::plain}; };
    table.rows.push_back({SelectionKind::none,
                          "",
                          {cell("Gare\u202f: quai 1 / 2"), cell("1\u202f234\u202f567"), cell("61\u202f%"),
                           cell("24\u202f500\u202f€"), cell("+ −3,5"), cell("6 / 41")},
                          {}});
    EXPECT_EQ(views::to_clipboard(table, {0}, {5, 1, 2, 3, 4, 0}),
              "Sites\tPopulation\tLacune\tCoût\tGain\tSite\n"
              "6 sur 41\t1234567\t61 %\t24500 €\t-3,5\tGare\u202f: quai 1 / 2\n");
}

class ModelsTest : public ::testing::Test {
  protected:
    ModelsTest() {
        session.project = std::make_shared<const domain::Project>(hexagons());
        session::finish_all(session, jobs);
    }

    session::Session session;
    session::Jobs jobs;
};

TEST_F(ModelsTest, FiguresOfTheWholeTerritory) {
    const auto figures = views::key_figures(session);
    ASSERT_EQ(figures.size(), 4U);
    EXPECT_THAT(figures[0].value, HasSubstr("%")); // one station of seven is seen
    EXPECT_EQ(figures[2].value, "– / 2");          // 12,000 and 6,000 inhabitants, councils not known
    EXPECT_EQ(figures[2].tone, views::Tone::muted);
    EXPECT_EQ(views::expired_acts(session), 1);
}

TEST_F(ModelsTest, TheGapTableTellsMissingCouncilsInWords) {
    const auto table = views::gap_table(session);
    ASSERT_EQ(table.rows.size(), 7U);
    EXPECT_EQ(table.rows[0].cells[2].text, "obligatoire, non renseigné");
    EXPECT_EQ(table.rows[0].cells[4].text, "4");
    EXPECT_EQ(table.rows[1].cells[4].text, "0"); // its act has expired
}

TEST_F(ModelsTest, WithAListOfCouncilsTheMissingOnesAreCounted) {
    auto project = std::make_shared<domain::Project>(*session.project);
    project->councils =
        std::vector<domain::Council>{{"c", "CLSPD", domain::CouncilKind::clspd, {"60001"}, {}}};
    session.project = project;
    session::finish_all(session, jobs);
    EXPECT_EQ(views::key_figures(session)[2].value, "2 / 2");
    EXPECT_EQ(views::key_figures(session)[2].tone, views::Tone::alarm);
    EXPECT_EQ(views::gap_table(session).rows[0].cells[2].text, "absent, obligatoire");
}

TEST_F(ModelsTest, SearchPrefersTheBeginningOfAName) {
    const views::SearchIndex index(*session.project);
    const auto hits = index.find("LAON", 5);
    ASSERT_GE(hits.size(), 2U);
    EXPECT_EQ(hits[0].label, "Laon");
    EXPECT_EQ(hits[1].label, "Gare de Laon");
    EXPECT_EQ(index.find("œuil", 5).at(0).label, "Œuilly");
    EXPECT_TRUE(index.find("  ", 5).empty());
}

TEST_F(ModelsTest, AnActIsFoundByItsNumber) {
    const auto hits = views::SearchIndex(*session.project).find("2019/00", 3);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].target, (map::Selection{SelectionKind::commune, "02002"}));
}

TEST_F(ModelsTest, TheInspectorNamesTheCauseOfEachGap) {
    session.selection = {SelectionKind::commune, "02004"};
    const auto inspector = views::inspect(session);
    EXPECT_EQ(inspector.title, "Laon");
    ASSERT_FALSE(inspector.sections.empty());
    EXPECT_EQ(inspector.sections[0].lines[0].label, "Gare de Laon");
    EXPECT_NE(inspector.sections[0].lines[0].value, "");
}

TEST_F(ModelsTest, AHandleWhereItStandsChangesNothing) {
    const auto handles = views::camera_handles(*session.project, "CAM-1");
    ASSERT_TRUE(handles);
    EXPECT_TRUE(handles->has_direction);
    const auto aim = views::handle_command(*session.project, "CAM-1", views::Handle::aim, handles->aim);
    EXPECT_NEAR(*std::get<session::AimCamera>(aim).azimuth_deg, 90, 0.5);
    EXPECT_NEAR(*std::get<session::AimCamera>(aim).range_m, 600, 0.5);
    for (const auto side : {views::Handle::left, views::Handle::right}) {
        const auto at = side == views::Handle::left ? handles->left : handles->right;
        const auto open = views::handle_command(*session.project, "CAM-1", side, at);
        EXPECT_NEAR(*std::get<session::AimCamera>(open).field_of_view_deg, 80, 0.5);
    }
}

TEST_F(ModelsTest, AnAzimuthIsFromTrueNorth) {
    // East of the central meridian the grid turns: due "true" east is not due grid east.
    const auto handles = views::camera_handles(*session.project, "CAM-1");
    ASSERT_TRUE(handles);
    EXPECT_GT(std::abs(handles->aim.y - handles->apex.y), 1);
    EXPECT_LT(std::abs(handles->aim.y - handles->apex.y), 10);
}

TEST_F(ModelsTest, ANewCameraGetsAFreeNumberInItsCommune) {
    const auto camera = views::new_camera(*session.project, session.project->territory->communes[4].centre);
    EXPECT_EQ(camera.id, "02005-N001");
    session::apply(session, jobs, session::PutCamera{camera});
    EXPECT_EQ(views::new_camera(*session.project, *camera.position).id, "02005-N002");
}

TEST_F(ModelsTest, CamerasThatSeeAPointAreToldWithTheirHolder) {
    const auto apex = *(*session.project->cameras)[0].position;
    const auto seen = views::cameras_seeing(session, {apex.x + 200, apex.y});
    ASSERT_GE(seen.size(), 1U);
    EXPECT_THAT(seen[0].value, HasSubstr("Commune · 30 jours"));
    const auto behind = views::cameras_seeing(session, {apex.x - 200, apex.y});
    ASSERT_GE(behind.size(), 3U);
    EXPECT_EQ(behind[0].label, "Aucune caméra ne voit ce point.");
    EXPECT_EQ(behind[2].label, seen[0].label); // the nearest one, and why it does not see the point
    EXPECT_THAT(behind[2].value, HasSubstr("autre direction"));
}

TEST_F(ModelsTest, TheTimeLineFallsWhenAnActLapses) {
    const auto line = views::timeline(session);
    const auto on = [&](Date date) {
        const auto at = std::lower_bound(line.dates.begin(), line.dates.end(), date) - line.dates.begin();
        return line.cameras[static_cast<std::size_t>(at)];
    };
    using std::chrono::year;
    EXPECT_EQ(on(year(2025) / 1 / 1), 4);
    EXPECT_EQ(on(year(2029) / 5 / 1), 4);
    EXPECT_EQ(on(year(2029) / 7 / 1), 0);
    EXPECT_EQ(views::date_at(line, views::share_at(line, year(2026) / 11 / 22)), year(2026) / 11 / 22);
}

TEST(Coordinates, AreReadInTheSystemOfTheTerritory) {
    views::CoordinateReader reader(2154);
    const auto text = reader({745191, 6940312});
    EXPECT_EQ(text.metric, "X 745\u202f191 m · Y 6\u202f940\u202f312 m (Lambert-93)");
    EXPECT_THAT(text.geographic, HasSubstr("° N · 3,6"));
}

TEST(Coordinates, ScalesAndMeasuresAreRounded) {
    EXPECT_EQ(views::scale_text(101.86, 1), "1 : 385\u202f000");
    EXPECT_EQ(views::scale_text(203.73, 2), "1 : 1\u202f540\u202f000");
    EXPECT_THAT(views::length_text(2154, {{700000, 6600000}, {700500, 6600000}}), HasSubstr("\u202fm"));
    EXPECT_EQ(views::bearing_text(2154, {{700000, 6600000}, {700500, 6600000}}),
              "azimut 90,0°"); // on the central meridian
    EXPECT_EQ(views::bearing_text(2154, {{745000, 6940000}, {745000, 6939000}}),
              "azimut 180,5°"); // 0.62° east of it
    EXPECT_EQ(views::bearing_text(2154, {{745000, 6940000}}), "");
    EXPECT_THAT(
        views::area_text(2154, {{700000, 6600000}, {700500, 6600000}, {700500, 6600500}, {700000, 6600500}}),
        HasSubstr("ha"));
    EXPECT_EQ(views::area_text(2154, {{0, 0}, {1, 1}}), "");
}

} // namespace

} // namespace maillage::test
