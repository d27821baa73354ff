#include "base/error.h"
#include "domain/project_tables.h"
#include "session/files.h"
#include "session/placing.h"
#include "session/session.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <unistd.h>

namespace maillage::session {
namespace {

using test::kX;
using test::kY;

registry::Camera some_camera() {
    registry::Camera camera = test::camera("c \"1\"", "2024/1", {kX + 500.25, kY + 500}, 80);
    camera.azimuths_deg = {10, 130.5};
    camera.location = "Place de l'Église\nangle";
    return camera;
}

SetPlan some_plan() {
    SetPlan plan;
    plan.count = 0;
    plan.budget_eur = 240000.0;
    plan.floors = "zone:police=10|zone:gendarmerie=25%";
    plan.horizon = "31/12/2029";
    plan.is_police_only = true;
    return plan;
}

SetWeights some_weights() {
    SetWeights weights;
    weights.inhabitant = 0.0125;
    weights.national_km = 3;
    return weights;
}

domain::Candidate some_candidate() {
    domain::Candidate candidate;
    candidate.id = "e1";
    candidate.name = "Entrée \"nord\"";
    candidate.kind = "entree_ville";
    candidate.position = geo::Point{kX + 10, kY + 20.5};
    candidate.cost_eur = 9500.0;
    candidate.reach_m = 150.0;
    candidate.azimuth_deg = 135.0;
    candidate.field_of_view_deg = 90.0;
    candidate.height_m = 6.5;
    return candidate;
}

std::vector<Command> one_of_each() {
    Import import;
    import.kind = intake::ImportKind::cameras;
    import.file = "registre 2026.csv";
    import.options.columns = {{"code", "INSEE"}, {"longitude", "x"}};
    return {SetReferenceDate{test::day(2026, 1, 2)},
            SetIndicator{map::Indicator::zone},
            ShowLayer{map::Layer::epci, true},
            SetDark{true},
            SetOpacity{map::Layer::cameras, 0.25},
            SetBasemap{"plan de ville.mbtiles", 0.5},
            SetBasemap{},
            CompareWith{test::day(2025, 3, 4)},
            CompareWith{},
            CompareWith{{}, "Variante « B »"},
            SetBasemap{"https://a.fr/{z}/{x}/{y}.png?k=1&m=2", 1},
            SaveLog{"journal 1.txt"},
            SetTitle{"Schéma « 2027 »"},
            SetProfile{domain::Profile::published},
            SetClassWeight{"gare", 2.5},
            SetCrimeWeight{"Vols", 0.5},
            SetTermRule{"modification", test::day(2020, 7, 1), "garde"},
            SetForce{"02002", domain::ForceKind::police},
            PutCamera{some_camera()},
            MoveCamera{"c1", {kX, kY}},
            AimCamera{"c1", 45.0, {}, 120.5},
            RemoveCamera{"c1"},
            PutSite{test::site("s1", {kX, kY})},
            RemoveSite{"s1"},
            PinSite{"s1", true},
            ForbidSite{"s1", false},
            RemoveSelection{},
            MoveSelection{{1.5, -2}},
            MountCamera{"c1"},
            SetBands{"dori", ""},
            some_plan(),
            CopyScenario{"Variante « B »"},
            ChooseScenario{"Schéma"},
            RemoveScenario{"Variante"},
            PutCandidate{some_candidate()},
            RemoveCandidate{"e1"},
            PutFundingRule{1, "Région", 2026, 2027, "02", 12.5, {}, 100000.0, {}, "délibération"},
            RemoveFundingRule{1},
            SetPrice{"dome", "fibre", 12000, 1500, "devis"},
            SetPrice{"fixe", "4G", 8000, 0, "", 2, 60.0},
            RemovePrice{2},
            PutPerimeter{"p1", "Centre « ville »", {{1.5, 2}, {3, 4}, {5, 6.25}}},
            RemovePerimeter{"p1"},
            some_weights(),
            SpreadInhabitants{250, true},
            ShowPlanLines{3},
            CompareScenarios{},
            ToggleSelected{map::SelectionKind::camera, "c1"},
            SelectInside{map::SelectionKind::site, {{1.5, 2}, {3, 4}, {5, 6.25}}},
            Undo{},
            Redo{},
            Select{map::SelectionKind::commune, "02001"},
            ZoomTo{{{1, 2}, {3, 4}}},
            ZoomTo{},
            Open{"a b.gpkg"},
            Recover{"12.gpkg", "a b.gpkg"},
            Save{},
            NewProject{test::day(2026, 1, 2)},
            NewExample{},
            import,
            Rank{2, 0.01},
            Export{report::ExportWhat::registry, "r.csv"},
            map::Render{"c.png", 640, 480}};
}

TEST(CommandText, EveryCommandReadsBackAsItself) {
    for (const Command& command : one_of_each()) {
        const std::string text = to_text(command);
        EXPECT_EQ(text.find('\n'), std::string::npos);
        EXPECT_EQ(parse_command(text), command) << text;
        EXPECT_FALSE(describe(command).empty());
    }
}

TEST(CommandText, SaysWhatItExpected) {
    for (const char* line : {"", "fly", "set-date date=hier", "set-date jour=1", "show-layer layer=rien",
                             "move-camera id=1 to=2", "set-title title=\"x", "aim-camera id=1 azimuth=nord",
                             "import kind=chats file=x"}) {
        EXPECT_THROW(parse_command(line), InputError) << line;
    }
}

class SessionTest : public ::testing::Test {
  protected:
    void SetUp() override {
        domain::Project project = test::small_project();
        project.authorisations = std::vector{test::act("2024/1", "02001", test::day(2024, 1, 1))};
        project.cameras = std::vector{test::camera("c1", "2024/1", {kX + 500, kY + 500}, 100)};
        project.sites =
            std::vector{test::site("s1", {kX + 550, kY + 500}), test::site("s2", {kX + 800, kY + 500})};
        session.project = std::make_shared<const domain::Project>(project);
        finish_all(session, jobs);
    }

    void apply(const Command& command) {
        session::apply(session, jobs, command);
        finish_all(session, jobs);
    }

    Jobs jobs;
    Session session;
};

TEST_F(SessionTest, ComputesByItselfAndFollowsEdits) {
    ASSERT_TRUE(session.results);
    EXPECT_EQ(session.results->gaps.total().sites_covered.central, 1);
    apply(MoveCamera{"c1", {kX + 800, kY + 450}});
    EXPECT_EQ(session.results->gaps.coverage[0].central, false);
    EXPECT_EQ(session.results->gaps.coverage[1].central, true);
    apply(SetReferenceDate{test::day(2030, 1, 1)});
    EXPECT_EQ(session.results->gaps.total().sites_covered.central, 0);
    apply(Undo{});
    EXPECT_EQ(session.results->gaps.total().sites_covered.central, 1);
}

TEST_F(SessionTest, ABadCommandLeavesTheSessionAsItWas) {
    const auto before = session.project;
    for (const Command& command : std::vector<Command>{
             MoveCamera{"absente", {0, 0}}, SetClassWeight{"gare", -1}, AimCamera{"c1", {}, 400.0, {}},
             SetForce{"99999", domain::ForceKind::police}, PinSite{"rien", true}}) {
        EXPECT_THROW(session::apply(session, jobs, command), InputError);
        EXPECT_EQ(session.project, before);
        EXPECT_TRUE(session.undo.empty());
    }
    EXPECT_THROW(session::apply(session, jobs, Undo{}), InputError);
}

TEST_F(SessionTest, HeadsOfOneMastTurnTogether) {
    apply(PutCamera{some_camera()});
    apply(AimCamera{some_camera().id, 350.0, {}, {}});
    for (const registry::Camera& camera : *session.project->cameras) {
        if (camera.id == some_camera().id) {
            EXPECT_EQ(camera.azimuths_deg, (std::vector<double>{350, 110.5}));
        }
    }
}

TEST_F(SessionTest, RanksWithPinsAndABudget) {
    SetPlan one;
    one.count = 1;
    apply(one);
    const auto before = session.project;
    apply(Rank{});
    EXPECT_EQ(session.project, before); // computes, and chooses nothing
    ASSERT_TRUE(session.scheme);
    ASSERT_EQ(session.scheme->sites.size(), 1U);
    EXPECT_EQ(session.scheme->proven_gap(), 0);
    apply(ForbidSite{"s2", true});
    EXPECT_TRUE(session.scheme->sites.empty());
}

TEST_F(SessionTest, ARankingAskedForRightAfterAnEditKeepsItsList) {
    SetPlan one;
    one.count = 1;
    apply(one);
    session::apply(session, jobs, MoveCamera{"c1", {kX + 510, kY + 500}});
    session::apply(session, jobs, Rank{}); // before the computation that the edit needs
    finish_all(session, jobs);
    ASSERT_TRUE(session.scheme);
    EXPECT_EQ(session.scheme->sites.size(), 1U);
    EXPECT_EQ(session.results_of, session.project);
}

TEST_F(SessionTest, WhatLiesInAnOutlineIsSelectedTogether) {
    const geo::Ring around = {
        {kX + 480, kY + 480}, {kX + 600, kY + 480}, {kX + 600, kY + 600}, {kX + 480, kY + 600}};
    apply(SelectInside{map::SelectionKind::none, around});
    EXPECT_EQ(selected(session), (std::vector<map::Selection>{{map::SelectionKind::camera, "c1"},
                                                              {map::SelectionKind::site, "s1"}}));
    apply(SelectInside{map::SelectionKind::site, around});
    EXPECT_EQ(selected(session), (std::vector<map::Selection>{{map::SelectionKind::site, "s1"}}));
    apply(SelectInside{map::SelectionKind::site, {{0, 0}, {1, 0}, {1, 1}}});
    EXPECT_TRUE(selected(session).empty());
    EXPECT_THROW(session::apply(session, jobs, SelectInside{map::SelectionKind::site, {{0, 0}, {1, 1}}}),
                 InputError);
}

TEST_F(SessionTest, OneMoreIsSelectedAndLetGo) {
    apply(Select{map::SelectionKind::site, "s1"});
    apply(ToggleSelected{map::SelectionKind::site, "s2"});
    EXPECT_EQ(session.selection.id, "s2"); // the newest is inspected
    EXPECT_EQ(selected(session).size(), 2U);
    apply(ToggleSelected{map::SelectionKind::site, "s2"});
    EXPECT_EQ(selected(session), (std::vector<map::Selection>{{map::SelectionKind::site, "s1"}}));
    apply(ToggleSelected{map::SelectionKind::site, "s1"});
    EXPECT_TRUE(selected(session).empty());
}

TEST_F(SessionTest, ASelectionIsRemovedAtOnceAndComesBackAtOnce) {
    const auto before = session.project;
    apply(Select{map::SelectionKind::commune, "02001"});
    apply(ToggleSelected{map::SelectionKind::camera, "c1"});
    apply(ToggleSelected{map::SelectionKind::site, "s1"});
    apply(RemoveSelection{});
    EXPECT_TRUE(session.project->cameras->empty());
    EXPECT_EQ(session.project->sites->size(), 1U);
    EXPECT_EQ(session.project->territory->communes.size(), before->territory->communes.size());
    apply(Undo{});
    EXPECT_EQ(session.project, before);
    apply(Select{map::SelectionKind::commune, "02001"});
    EXPECT_THROW(session::apply(session, jobs, RemoveSelection{}), InputError);
}

TEST_F(SessionTest, OpacityIsBoundedAndUndone) {
    apply(SetOpacity{map::Layer::communes, 0.4});
    EXPECT_EQ(session.style.opacity[static_cast<std::size_t>(map::Layer::communes)], 0.4);
    EXPECT_THROW(session::apply(session, jobs, SetOpacity{map::Layer::communes, 1.5}), InputError);
    apply(Undo{});
    EXPECT_EQ(session.style, map::Style{});
}

TEST_F(SessionTest, TwoHundredRandomCommandsUndoneGiveBackTheSameProject) {
    std::mt19937 random(42);
    const auto stored = [&] {
        const auto tables = domain::to_tables(*session.project);
        return std::pair(tables.tables, tables.settings);
    };
    const auto before = stored();
    const map::Style style = session.style;
    int applied = 0;
    const auto commands = one_of_each();
    while (applied < 200) {
        Command command = commands[random() % commands.size()];
        const bool is_other_history = std::holds_alternative<NewProject>(command); // as opening a file
        if (is_long(command) || is_other_history || std::holds_alternative<Undo>(command) ||
            std::holds_alternative<Redo>(command)) {
            continue;
        }
        if (auto* put = std::get_if<PutSite>(&command)) {
            put->site.id = "s" + std::to_string(random() % 20);
        }
        try {
            session::apply(session, jobs, command); // no computation: edits alone
            ++applied;
        } catch (const InputError&) { // an unknown camera or site: allowed to be refused
            continue;
        }
    }
    const auto after = stored();
    std::size_t undone = 0;
    while (!session.undo.empty()) {
        session::apply(session, jobs, Undo{});
        ++undone;
    }
    EXPECT_EQ(stored(), before);
    EXPECT_EQ(session.style, style);
    for (std::size_t i = 0; i < undone; ++i) {
        session::apply(session, jobs, Redo{});
    }
    EXPECT_EQ(stored(), after);
}

TEST_F(SessionTest, TheSavedLogIsReplayedToTheSameProject) {
    Session again;
    again.project = session.project;
    apply(MoveCamera{"c1", {kX + 612.25, kY + 500}});
    apply(PinSite{"s2", true});
    apply(SetTitle{"Schéma « 2027 »"});
    apply(Undo{});
    apply(SetOpacity{map::Layer::cameras, 0.5});
    const auto path =
        std::filesystem::temp_directory_path() / ("maillage-log-" + std::to_string(::getpid()) + ".txt");
    apply(SaveLog{path});
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    std::filesystem::remove(path);
    EXPECT_EQ(lines.size(), 5U); // the saving itself is not replayed
    for (const std::string& line : lines) {
        session::apply(again, jobs, parse_command(line));
        finish_all(again, jobs);
    }
    EXPECT_EQ(domain::to_tables(*again.project).tables, domain::to_tables(*session.project).tables);
    EXPECT_EQ(again.style, session.style);
    EXPECT_THROW(write_lines("/proc/nulle part/journal.txt", {}), StorageError);
}

TEST_F(SessionTest, UndoOfALargeRegisterIsBoundedInMemory) {
    domain::Project project = *session.project;
    std::vector<registry::Camera> cameras;
    for (int i = 0; i < 20000; ++i) {
        cameras.push_back(test::camera("c" + std::to_string(100000 + i), "2024/1", {kX + 0.01 * i, kY}, 50));
    }
    project.cameras = cameras;
    session.project = std::make_shared<const domain::Project>(project);
    for (int i = 0; i < 120; ++i) {
        session::apply(session, jobs, MoveCamera{"c100000", {kX + i, kY + 1}}); // no computation: edits alone
    }
    EXPECT_GE(session.undo.size(), 20U);
    EXPECT_LE(session.undo.size() * 20000 * sizeof(registry::Camera), 540'000'000U);
}

TEST_F(SessionTest, ANewProjectIsEmptyAtItsDateAndNothingToSave) {
    session::apply(session, jobs, SetTitle{"Avant"});
    session::apply(session, jobs, NewProject{test::day(2026, 11, 23)});
    finish_all(session, jobs);
    EXPECT_TRUE(session.project->territory->communes.empty());
    EXPECT_TRUE(session.project->cameras->empty());
    EXPECT_EQ(session.project->settings.reference_date, test::day(2026, 11, 23));
    EXPECT_FALSE(session.is_modified);
    EXPECT_TRUE(session.undo.empty());
    EXPECT_FALSE(session.results && session.results_of != session.project);
}

} // namespace

TEST_F(SessionTest, PricesAreEditedByRowAndUndone) {
    const auto prices = [&] { return session.project->settings.prices; };
    const auto first = prices();
    ASSERT_EQ(first.size(), 2U);
    apply(SetPrice{"dome", "radio", 13500, 500, "devis", 2});
    EXPECT_EQ(prices()[1], (domain::EquipmentPrice{"dome", "radio", 13500, 500, "devis"}));
    apply(SetPrice{"nomade", "4G", 6000, 0, ""}); // no row: one more
    EXPECT_EQ(prices().size(), 3U);
    EXPECT_THROW(apply(SetPrice{"nomade", "4G", 7000, 0, "", 1}), InputError); // two rows of one name
    EXPECT_THROW(apply(SetPrice{"fixe", "fibre", -1, 0, "", 1}), InputError);
    EXPECT_THROW(apply(SetPrice{"fixe", "fibre", 100, 200, "", 1}), InputError); // more aside than it costs
    EXPECT_THROW(apply(SetPrice{"x", "y", 100, 0, "", 9}), InputError);
    apply(RemovePrice{1});
    EXPECT_EQ(prices().front().camera_type, "dome");
    for (int i = 0; i < 3; ++i) {
        apply(Undo{});
    }
    EXPECT_EQ(prices(), first);
}

TEST_F(SessionTest, WeightsAndPerimetersChangeTheDemandAndTheCandidates) {
    const double before = session.results->gaps.total().weight;
    SetWeights weights;
    weights.qpv_factor = -1;
    EXPECT_THROW(apply(weights), InputError);
    domain::Project project = *session.project;
    project.roads = std::vector<domain::Road>{
        {"r", "D1", domain::RoadClass::departmental, {{kX + 100, kY + 100}, {kX + 600, kY + 100}}, ""}};
    session.project = std::make_shared<const domain::Project>(project);
    apply(some_weights());
    EXPECT_EQ(session.results->gaps.total().weight, before);
    weights = {};
    weights.departmental_km = 4;
    apply(weights);
    EXPECT_NEAR(session.results->gaps.total().weight, before + 2, 1e-9);

    for (const Command& command :
         put_perimeter(*session.project, {{kX, kY}, {kX + 900, kY}, {kX + 900, kY + 900}, {kX, kY + 900}})) {
        apply(command);
    }
    ASSERT_EQ(session.project->perimeters->size(), 1U);
    EXPECT_THROW(apply(PutPerimeter{"p", "", {{kX, kY}, {kX, kY}, {kX, kY}}}), InputError);
    SetPlan three;
    three.count = 3;
    apply(three);
    apply(Rank{});
    ASSERT_TRUE(session.scheme);
    const auto found =
        std::ranges::find_if(session.scheme->sites, [](const auto& row) { return !row.place.site; });
    ASSERT_NE(found, session.scheme->sites.end());
    const std::string id = found->place.id; // a place that the program found can be imposed as any other
    apply(PinSite{id, true});
    EXPECT_EQ(session.scheme->sites.front().place.id, id);
    apply(ForbidSite{id, true});
    EXPECT_TRUE(
        std::ranges::none_of(session.scheme->sites, [&](const auto& row) { return row.place.id == id; }));
    EXPECT_THROW(apply(PinSite{"perimetre-1-m9999", true}), InputError);
    apply(RemovePerimeter{"perimetre-1"});
    EXPECT_TRUE(session.project->perimeters->empty());
    // The plan now asks for what is not there: it is told, and the gaps are those of the project all the
    // same.
    EXPECT_FALSE(session.scheme);
    EXPECT_EQ(session.results_of, session.project);
    EXPECT_NE(session.messages.back().text.find("périmètre"), std::string::npos);
}

TEST_F(SessionTest, InhabitantsAreSpreadOverCommunesWithoutCells) {
    domain::Project project = *session.project;
    project.cells =
        std::vector<domain::PopulationCell>{{"c", {kX + 1500, kY + 500}, 40, false, ""}}; // in Bourg
    session.project = std::make_shared<const domain::Project>(project);
    apply(SpreadInhabitants{200, false});
    double spread = 0;
    for (const domain::PopulationCell& cell : *session.project->cells) {
        spread += cell.is_imputed ? cell.inhabitants : 0;
        EXPECT_TRUE(cell.is_imputed || cell.id == "c");
        EXPECT_TRUE(!cell.is_imputed || cell.commune != "02002");
    }
    EXPECT_NEAR(spread, 12000 + 5001 + 100, 1e-6);
    EXPECT_NE(attribution(*session.project).find("parts égales"), std::string::npos);
    EXPECT_THROW(apply(SpreadInhabitants{200, false}), InputError); // nothing is left to spread
    EXPECT_THROW(apply(SpreadInhabitants{1, false}), InputError);
    apply(Undo{});
    EXPECT_EQ(session.project->cells->size(), 1U);
}

} // namespace maillage::session
