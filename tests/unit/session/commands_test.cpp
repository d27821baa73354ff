// Every command: what it does where it applies, what it says where it does not, and that undo takes it back.
// A command without a case here fails.
#include "base/error.h"
#include "domain/project_tables.h"
#include "session/session.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <unistd.h>

namespace maillage::session {
namespace {

using test::kX;
using test::kY;

const std::filesystem::path& folder() {
    static const auto path =
        std::filesystem::temp_directory_path() / ("maillage-commandes-" + std::to_string(::getpid()));
    std::filesystem::create_directories(path);
    return path;
}

/// Something for every command to work on: c1 is inside a building, c2 beside it.
domain::Project full_project() {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2024/1", "02001", test::day(2024, 1, 1))};
    project.cameras = std::vector{test::camera("c1", "2024/1", {kX + 501, kY + 500}, 100),
                                  test::camera("c2", "2024/1", {kX + 450, kY + 500}, 100)};
    project.sites =
        std::vector{test::site("s1", {kX + 550, kY + 500}), test::site("s2", {kX + 800, kY + 500})};
    domain::Building building;
    building.id = "b1";
    building.shape = test::square(kX + 500, kY + 490, 20).front();
    building.height_m = 10;
    project.buildings = std::vector{building};
    domain::Candidate candidate;
    candidate.id = "e1";
    candidate.position = geo::Point{kX + 300, kY + 300};
    project.candidates = std::vector{candidate};
    project.perimeters = std::vector{domain::Perimeter{"p1", "Centre", test::square(kX, kY, 300), "essai"}};
    domain::Scenario first;
    first.name = "Schéma";
    domain::Scenario second;
    second.name = "Variante";
    project.scenarios = {first, second};
    project.settings.prices = {{"fixe", "fibre", 8000, 0, "devis"}, {"dome", "fibre", 12000, 0, "devis"}};
    project.settings.funding.rules.resize(1);
    project.settings.funding.rules[0].financer = "Région";
    project.settings.funding.rules[0].first_year = 2024;
    project.settings.funding.rules[0].last_year = 2030;
    project.settings.funding.rules[0].rate_bp = 2000;
    return project;
}

SetPlan plan_of(std::int64_t count) {
    SetPlan plan;
    plan.count = count;
    return plan;
}

SetWeights weights_of(double inhabitant) {
    SetWeights weights;
    weights.inhabitant = inhabitant;
    return weights;
}

domain::Candidate candidate_at(const std::string& id, geo::Point at) {
    domain::Candidate candidate;
    candidate.id = id;
    candidate.position = at;
    return candidate;
}

Import import_of(const std::filesystem::path& file) {
    Import import;
    import.kind = intake::ImportKind::cameras;
    import.file = file;
    import.epsg = 2154;
    return import;
}

std::filesystem::path cameras_file() {
    const auto path = folder() / "cameras.csv";
    std::ofstream(path) << "id,insee,x,y\nk1,02001," << kX + 10 << "," << kY + 10 << "\n";
    return path;
}

std::filesystem::path project_file() {
    const auto path = folder() / "projet.gpkg";
    if (!std::filesystem::exists(path)) {
        Session session;
        Jobs jobs;
        session.project = std::make_shared<const domain::Project>(full_project());
        session::apply(session, jobs, Save{path});
        finish_all(session, jobs);
    }
    return path;
}

struct Case {
    Command applies;
    std::optional<Command> refused = {}; ///< on the same project; empty: the command cannot be wrong
    bool is_refused_when_empty = false;  ///< on a window without a project
};

std::vector<Case> cases() {
    const geo::Ring outline = {{kX, kY}, {kX + 900, kY}, {kX + 900, kY + 900}, {kX, kY + 900}};
    return {
        {SetReferenceDate{test::day(2026, 1, 2)}},
        {SetIndicator{map::Indicator::zone}},
        {ShowLayer{map::Layer::epci, true}},
        {SetDark{true}},
        {SetOpacity{map::Layer::cameras, 0.25}, SetOpacity{map::Layer::cameras, 2}},
        {SetBasemap{"plan.mbtiles", 0.5}, SetBasemap{"plan.mbtiles", -1}},
        {CompareWith{test::day(2025, 3, 4)}, CompareWith{{}, "inconnu"}},
        {SetTitle{"Schéma 2027"}},
        {SetProfile{domain::Profile::published}}, // a word that is no profile is no command
        {SetBands{"sept-niveaux", ""}, SetBands{"inconnue", ""}},
        {SetClassWeight{"gare", 2.5}, SetClassWeight{"gare", -1}},
        {SetCrimeWeight{"Vols", 0.5}, SetCrimeWeight{"Vols", -1}},
        {SetTermRule{"modification", test::day(2020, 7, 1), "garde"},
         SetTermRule{"dernier-jour", test::day(2020, 7, 1), "garde"}},
        {SetForce{"02002", domain::ForceKind::police}, SetForce{"99999", domain::ForceKind::police}, true},
        {PutCamera{test::camera("c3", "2024/1", {kX + 700, kY + 700}, 60)}, PutCamera{}},
        {MoveCamera{"c2", {kX + 460, kY + 520}}, MoveCamera{"absente", {0, 0}}, true},
        {MountCamera{"c1"}, MountCamera{"c2"}, true},
        {AimCamera{"c2", 45.0, {}, 120.5}, AimCamera{"c2", {}, 400.0, {}}, true},
        {RemoveCamera{"c2"}, RemoveCamera{"absente"}, true},
        {PutSite{test::site("s3", {kX + 20, kY + 20})}, PutSite{}},
        {RemoveSite{"s1"}, RemoveSite{"absent"}, true},
        {PinSite{"s1", true}, PinSite{"absent", true}, true},
        {ForbidSite{"s2", true}, ForbidSite{"absent", true}, true},
        {RemoveSelection{}, {}, true},
        {MoveSelection{{10, -5}}, MoveSelection{{std::numeric_limits<double>::quiet_NaN(), 0}}, true},
        {plan_of(12), plan_of(-1)},
        {CopyScenario{"Sans gare"}, CopyScenario{"Schéma"}},
        {ChooseScenario{"Variante"}, ChooseScenario{"inconnu"}, true},
        {RemoveScenario{"Variante"}, RemoveScenario{"inconnu"}, true},
        {PutCandidate{candidate_at("e2", {kX + 310, kY + 310})}, PutCandidate{candidate_at("s1", {kX, kY})}},
        {RemoveCandidate{"e1"}, RemoveCandidate{"absent"}, true},
        {PutFundingRule{1, "Département", 2026, 2027, "02", 12.5, {}, 100000.0, {}, "délibération"},
         PutFundingRule{9, "x", 2026, 2027, "02", 10, {}, {}, {}, ""}},
        {RemoveFundingRule{1}, RemoveFundingRule{9}},
        {SetPrice{"dome", "fibre", 13000, 1500, "devis"}, SetPrice{"dome", "fibre", -1, 0, ""}},
        {RemovePrice{2}, RemovePrice{9}},
        {PutPerimeter{"p2", "Gare", outline}, PutPerimeter{"p2", "Gare", {{1, 2}}}},
        {RemovePerimeter{"p1"}, RemovePerimeter{"absent"}, true},
        {weights_of(0.5), weights_of(-1)},
        {SpreadInhabitants{250, false}, SpreadInhabitants{1, false}, true},
        {ShowPlanLines{3}},
        {CompareScenarios{}},
        {Undo{}},
        {Redo{}},
        {Select{map::SelectionKind::commune, "02001"}},
        {ToggleSelected{map::SelectionKind::site, "s2"}, ToggleSelected{map::SelectionKind::none, ""}},
        {SelectInside{map::SelectionKind::none, outline}, SelectInside{map::SelectionKind::none, {{1, 2}}}},
        {ZoomTo{{{1, 2}, {3, 4}}}},
        {Open{project_file()}, Open{"/nulle/part.gpkg"}, false},
        {Recover{project_file(), folder() / "origine.gpkg"}, Recover{"/nulle/part.gpkg", "x.gpkg"}},
        {Save{folder() / "autre.gpkg"}, Save{}, false},
        {NewProject{test::day(2026, 1, 2)}},
        {NewExample{}},
        {import_of(cameras_file()), import_of("/nulle/part.csv")},
        {Rank{}, Rank{-1, 0}},
        {Export{report::ExportWhat::gaps, folder() / "lacunes.csv"},
         Export{report::ExportWhat::gaps, "/nulle/part/lacunes.csv"}, false},
        {map::Render{folder() / "carte.png", 320, 200}, map::Render{folder() / "carte.png", 1, 1}, false},
        {SaveLog{folder() / "journal.txt"}, SaveLog{"/nulle/part/journal.txt"}},
    };
}

class Commands : public ::testing::Test {
  protected:
    static void TearDownTestSuite() { std::filesystem::remove_all(folder()); }

    static Session full_session(Jobs& jobs) {
        Session session;
        session.project = std::make_shared<const domain::Project>(full_project());
        finish_all(session, jobs);
        session.selection = {map::SelectionKind::camera, "c2"};
        session.also = {{map::SelectionKind::site, "s1"}};
        // Something to undo, and something to do again.
        session::apply(session, jobs, SetTitle{"un"});
        session::apply(session, jobs, SetTitle{"deux"});
        session::apply(session, jobs, Undo{});
        finish_all(session, jobs);
        return session;
    }

    /// What was told: by an exception, or in the messages of the window.
    static std::string told(Session& session, Jobs& jobs, const Command& command) {
        const std::size_t before = session.messages.size();
        try {
            session::apply(session, jobs, command);
            finish_all(session, jobs);
        } catch (const InputError& error) {
            return error.what();
        }
        for (std::size_t i = before; i < session.messages.size(); ++i) {
            if (session.messages[i].is_error) {
                return session.messages[i].text;
            }
        }
        return "";
    }

    static auto stored(const Session& session) {
        auto tables = domain::to_tables(*session.project);
        return std::pair(std::move(tables.tables), std::move(tables.settings));
    }
};

TEST_F(Commands, EachHasItsCase) {
    std::set<std::size_t> covered;
    for (const Case& one : cases()) {
        EXPECT_TRUE(covered.insert(one.applies.index()).second) << to_text(one.applies) << " twice";
    }
    for (std::size_t i = 0; i < std::variant_size_v<AnyCommand>; ++i) {
        EXPECT_TRUE(covered.contains(i)) << "the command of index " << i << " has no case";
    }
}

TEST_F(Commands, EachDoesItsWorkWhereItApplies) {
    for (const Case& one : cases()) {
        Jobs jobs;
        Session session = full_session(jobs);
        const auto before = stored(session);
        const map::Style style = session.style;
        const std::size_t depth = session.undo.size();
        EXPECT_EQ(told(session, jobs, one.applies), "") << to_text(one.applies);
        const bool is_step = session.undo.size() == depth + 1 && !std::holds_alternative<Redo>(one.applies);
        if (is_step) {
            EXPECT_TRUE(stored(session) != before || !(session.style == style))
                << to_text(one.applies) << " changes nothing";
            session::apply(session, jobs, Undo{});
            EXPECT_TRUE(stored(session) == before) << to_text(one.applies);
            EXPECT_EQ(session.style, style) << to_text(one.applies);
        }
    }
}

TEST_F(Commands, EachSaysWhyWhereItDoesNot) {
    for (const Case& one : cases()) {
        if (!one.refused) {
            continue;
        }
        Jobs jobs;
        Session session = full_session(jobs);
        const auto before = stored(session);
        EXPECT_GT(told(session, jobs, *one.refused).size(), 10U)
            << to_text(*one.refused) << " is not refused in words";
        EXPECT_TRUE(stored(session) == before) << to_text(*one.refused);
    }
}

TEST_F(Commands, NoneFailsInAWindowWithoutAProject) {
    for (const Case& one : cases()) {
        Jobs jobs;
        Session session;
        const auto words = told(session, jobs, one.applies);
        if (one.is_refused_when_empty) {
            EXPECT_GT(words.size(), 10U) << to_text(one.applies);
        }
        for (int i = 0; i < 3 && !session.undo.empty(); ++i) {
            session::apply(session, jobs, Undo{});
        }
        finish_all(session, jobs);
    }
}

/// Commands that take a step of undo, from the cases themselves.
std::vector<Command> changing() {
    std::vector<Command> all;
    for (const Case& one : cases()) {
        Jobs jobs;
        Session session;
        session.project = std::make_shared<const domain::Project>(full_project());
        session.selection = {map::SelectionKind::camera, "c2"};
        if (is_long(one.applies)) {
            continue;
        }
        try {
            session::apply(session, jobs, one.applies);
        } catch (const InputError&) { // nothing to undo, nothing to do again
            continue;
        }
        if (!session.undo.empty()) {
            all.push_back(one.applies);
        }
    }
    return all;
}

TEST_F(Commands, TwoHundredOfAllThatChangeUndoneGiveBackTheSameProject) {
    const auto all = changing();
    EXPECT_EQ(all.size(), 39U); // whoever adds a command that changes the project counts it here
    std::set<std::size_t> applied;
    for (unsigned seed = 1; seed <= 5; ++seed) {
        std::mt19937 random(seed);
        Jobs jobs;
        Session session;
        session.project = std::make_shared<const domain::Project>(full_project());
        const auto before = stored(session);
        const map::Style style = session.style;
        int steps = 0;
        while (steps < 200) {
            const Command& command = all[random() % all.size()];
            session.selection = {random() % 2 == 0 ? map::SelectionKind::camera : map::SelectionKind::site,
                                 random() % 2 == 0 ? "c2" : "s1"};
            try {
                session::apply(session, jobs, command); // no computation: edits alone
            } catch (const InputError&) { // what it works on is gone: one step back brings it again, or not
                if (random() % 3 == 0 && !session.undo.empty()) {
                    session::apply(session, jobs, Undo{});
                }
                continue;
            }
            applied.insert(command.index());
            ++steps;
        }
        const auto after = stored(session);
        std::size_t undone = 0;
        for (; !session.undo.empty(); ++undone) {
            session::apply(session, jobs, Undo{});
        }
        EXPECT_TRUE(stored(session) == before) << seed;
        EXPECT_EQ(session.style, style) << seed;
        for (std::size_t i = 0; i < undone; ++i) {
            session::apply(session, jobs, Redo{});
        }
        EXPECT_TRUE(stored(session) == after) << seed;
    }
    for (const Command& command : all) {
        EXPECT_TRUE(applied.contains(command.index()))
            << to_text(command) << " was never drawn where it applies";
    }
}

TEST_F(Commands, WhatLeavesAFileIsFinishedBeforeTheEndAndTheRestIsStopped) {
    Jobs jobs;
    Session session;
    session.project = std::make_shared<const domain::Project>(full_project());
    jobs.start("sans fin", [](Progress& progress) -> Jobs::Finish {
        while (true) {
            progress.check();
        }
    });
    const auto path = folder() / "fin.gpkg";
    session::apply(session, jobs, Save{path});
    EXPECT_TRUE(jobs.finish_files(session));
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_FALSE(session.is_modified);
    EXPECT_FALSE(jobs.is_busy());
    session::apply(session, jobs, Save{"/nulle/part/fin.gpkg"});
    EXPECT_FALSE(jobs.finish_files(session)); // the window stays: its work is not on the disk
}

} // namespace
} // namespace maillage::session
