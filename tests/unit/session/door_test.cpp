// What is typed in the window or read from a list of commands passes the same door as a file.
#include "base/error.h"
#include "domain/project_tables.h"
#include "session/density_tables.h"
#include "session/session.h"
#include "support/example_project.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

#include <limits>

namespace maillage::session {
namespace {

using namespace std::string_literals;
using test::kX;
using test::kY;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Session session_of_a_town() {
    domain::Project project = test::small_project();
    project.cameras = std::vector{test::camera("c1", "", {kX + 100, kY + 100}, 80)};
    project.sites = std::vector{test::site("s1", {kX + 50, kY + 50})};
    Session session;
    session.project = std::make_shared<const domain::Project>(project);
    return session;
}

PutCamera camera_with(auto change) {
    PutCamera put{test::camera("c2", "", {kX + 100, kY + 100}, 80)};
    change(put.camera);
    return put;
}

PutSite site_with(auto change) {
    PutSite put{test::site("s2", {kX + 100, kY + 100})};
    change(put.site);
    return put;
}

TEST(CommandDoor, WhatCannotBeKeptIsRefusedAndNothingChanges) {
    const std::vector<Command> refused = {
        SetTitle{"a\0b"s},
        SetTitle{"a\x1b[31m"},
        SetTitle{"schéma\u202Efdp"},
        SetTitle{"\xff"},
        SetTitle{std::string(70'000, 'x')},
        SetClassWeight{"gare\x01", 1},
        SetClassWeight{"", 1},
        SetClassWeight{"gare", kInfinity},
        SetClassWeight{"gare", 1e300},
        SetCrimeWeight{"", 1},
        CopyScenario{"B\u2066"},
        MoveCamera{"c1", {kNan, kY}},
        MoveCamera{"c1", {1e300, kY}},
        MoveCamera{"c1", {kX, -kInfinity}},
        AimCamera{"c1", kNan, {}, {}},
        camera_with([](registry::Camera& c) { c.location = "a\0b"s; }),
        camera_with([](registry::Camera& c) { c.range_m = -5; }),
        camera_with([](registry::Camera& c) { c.range_m = 1e300; }),
        camera_with([](registry::Camera& c) { c.azimuths_deg = {kNan}; }),
        camera_with([](registry::Camera& c) { c.field_of_view_deg = 1000; }),
        camera_with([](registry::Camera& c) { c.width_px = -1; }),
        site_with([](domain::Site& s) { s.name = "\xED\xA0\x80"; }),
        site_with([](domain::Site& s) { s.weight = 1e16; }),
        site_with([](domain::Site& s) {
            s.position = geo::Point{4e7, 0};
        }),
        PutPerimeter{"p1", "P", {{0, 0}, {1, 0}, {kNan, 1}}},
        ZoomTo{{{0, 0}, {kInfinity, 1}}},
        SelectInside{map::SelectionKind::none, {{0, 0}, {1, 0}, {1e300, 1}}},
        SetReferenceDate{std::chrono::year(9999) / 1 / 1},
        SetPrice{"fixe", "fibre\x02", 1000, 0, "", 0, {}},
    };
    for (const Command& command : refused) {
        Session session = session_of_a_town();
        Jobs jobs;
        const auto before = session.project;
        EXPECT_THROW(apply(session, jobs, command), InputError) << to_text(command);
        EXPECT_EQ(session.project, before);
        EXPECT_TRUE(session.log.empty());
        EXPECT_TRUE(session.undo.empty());
    }
}

TEST(CommandDoor, WhatPeopleTypeGoesThroughAndComesBack) {
    Session session = session_of_a_town();
    Jobs jobs;
    const std::vector<Command> accepted = {
        SetTitle{"Schéma « 2027 »\nLaon — L’Haÿ 😀"},
        site_with([](domain::Site& s) { s.name = "École\tJules-Ferry"; }),
        camera_with([](registry::Camera& c) {
            c.azimuths_deg = {0, 359.5};
        }),
        SetClassWeight{"gare", 1e6},
        MoveCamera{"c1", {kX + 10, kY + 10}},
        ZoomTo{},
    };
    for (const Command& command : accepted) {
        EXPECT_NO_THROW(apply(session, jobs, command)) << to_text(command);
    }
    EXPECT_EQ(domain::from_tables(domain::to_tables(*session.project)), *session.project);
}

TEST(CommandDoor, DensityTablesAreAnEntranceToo) {
    const io::Scratch scratch;
    const std::string head = "cle;libelle;px_par_m\n";
    for (const std::string& rows : {"a;A\0;10\n"s, "a;A\xff;10\n"s, "a;A;1e300\n"s, "a;A;nan\n"s,
                                    "a;A;10\na;B;20\n"s, "a\u202E;A;10\n"s}) {
        EXPECT_THROW(density_table(scratch.put("d.csv", head + rows).string()), InputError) << rows;
    }
    EXPECT_EQ(density_table(scratch.put("d.csv", head + "a;A;10\nb;B;20\n").string()).bands.size(), 2U);
}

} // namespace
} // namespace maillage::session
