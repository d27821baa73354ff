// Words are true: what is said of a place that no camera covers, and what is not known is neither zero nor
// no.
#include "analysis/gaps.h"
#include "analysis/governance.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <random>

namespace maillage::analysis {
namespace {

using registry::CameraType;
using test::day;
using test::kX;
using test::kY;

const Date kToday = day(2026, 11, 22);
constexpr geo::Point kEye{kX + 500, kY + 500};

/// One camera that looks east, and a place 20 m before it.
domain::Project watched() {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("V", "02001", day(2023, 5, 19))};
    registry::Camera camera = test::camera("c1", "V", kEye, 50);
    camera.type = CameraType::fixed;
    camera.field_of_view_deg = 60;
    camera.azimuths_deg = {90};
    project.cameras = std::vector{camera};
    project.sites = std::vector{test::site("1", {kEye.x + 20, kEye.y})};
    return project;
}

template <class Change> domain::Project changed(Change change) {
    domain::Project project = watched();
    registry::Camera camera = (*project.cameras)[0];
    registry::Authorisation act = (*project.authorisations)[0];
    change(camera, act);
    project.cameras = std::vector{camera};
    project.authorisations = std::vector{act};
    return project;
}

UnitCoverage told_of(const domain::Project& project) {
    Progress progress;
    return gaps(project, camera_views(project, progress, 1), kToday, progress, 1).coverage[0];
}

TEST(Words, LapsedIsSaidOfWhatHasLapsedAlone) {
    using registry::Authorisation;
    using registry::Camera;
    const std::vector<std::pair<Cause, domain::Project>> cases = {
        {Cause::covered, watched()},
        {Cause::expired, changed([](Camera&, Authorisation& act) { act.decided = day(2020, 1, 1); })},
        {Cause::uncertain, changed([](Camera& camera, Authorisation&) { camera.authorisation.clear(); })},
        {Cause::undated, changed([](Camera&, Authorisation& act) { act.decided.reset(); })},
        {Cause::not_yet, changed([](Camera&, Authorisation& act) { act.decided = day(2027, 1, 1); })},
        {Cause::planned, changed([](Camera& camera, Authorisation&) { camera.state = "en projet"; })},
        {Cause::planned, changed([](Camera& camera, Authorisation&) { camera.state = "En travaux"; })},
        {Cause::removed, changed([](Camera& camera, Authorisation&) { camera.state = "déposée"; })},
        {Cause::removed, changed([](Camera& camera, Authorisation&) { camera.state = "hors service"; })},
        {Cause::refused,
         changed([](Camera&, Authorisation& act) { act.nature = registry::ActNature::refusal; })},
    };
    for (const auto& [cause, project] : cases) {
        const UnitCoverage told = told_of(project);
        EXPECT_EQ(told.cause, cause) << label(cause) << " / " << label(told.cause);
        EXPECT_EQ(told.central, cause == Cause::covered) << label(cause);
        EXPECT_EQ(told.high, cause == Cause::covered || cause == Cause::uncertain || cause == Cause::undated)
            << label(cause);
    }
}

TEST(Words, AWithdrawnOrSuspendedActHasItsOwnWord) {
    for (const auto& [nature, cause] : {std::pair(registry::ActNature::withdrawal, Cause::withdrawn),
                                        std::pair(registry::ActNature::suspension, Cause::suspended)}) {
        domain::Project project = watched();
        registry::Authorisation act = test::act("W", "02001", day(2025, 1, 1));
        act.nature = nature;
        act.previous = "V";
        project.authorisations = std::vector{(*project.authorisations)[0], act};
        EXPECT_EQ(told_of(project).cause, cause) << label(cause);
    }
}

TEST(Words, WhatAnEstimateAssumesIsNoExplanation) {
    const auto at = [](double metres, auto change) {
        domain::Project project = changed(change);
        project.sites = std::vector{test::site("1", {kEye.x + metres, kEye.y})};
        return told_of(project).cause;
    };
    const auto direction = [](registry::Camera& camera, registry::Authorisation&) {
        camera.azimuths_deg.clear();
        camera.field_of_view_deg.reset();
        camera.range_m.reset();
    };
    EXPECT_EQ(at(17, direction), Cause::unknown_direction); // inside every range that is assumed
    EXPECT_EQ(at(50, direction), Cause::unknown_direction);
    EXPECT_EQ(at(80, direction), Cause::out_of_range); // beyond all of them
    const auto range = [](registry::Camera& camera, registry::Authorisation&) { camera.range_m.reset(); };
    EXPECT_EQ(at(30, range), Cause::covered);
    EXPECT_EQ(at(45, range), Cause::unknown_optics);
    EXPECT_EQ(at(60, range), Cause::out_of_range);
    EXPECT_EQ(at(-20, range), Cause::other_direction);
    const auto field = [](registry::Camera& camera, registry::Authorisation&) {
        camera.field_of_view_deg.reset();
        camera.azimuths_deg = {45};
    };
    EXPECT_EQ(at(20, field), Cause::unknown_optics); // 45 degrees beside the axis: a wide lens would see it
}

TEST(Words, AnUnknownPopulationIsNotNoDuty) {
    domain::Project project = test::small_project();
    domain::Territory territory = *project.territory;
    territory.communes[1].population.reset();
    territory.communes[3].population.reset(); // has a QPV
    project.territory = territory;
    const auto told = governance(project, kToday);
    EXPECT_FALSE(told[0].is_duty_unknown());
    EXPECT_TRUE(told[1].is_duty_unknown());
    EXPECT_FALSE(told[1].is_required());
    EXPECT_FALSE(told[3].is_duty_unknown());
    EXPECT_TRUE(told[3].is_required());
}

TEST(Words, TheQpvOf2024DoNotBindBefore) {
    domain::Project project = test::small_project(); // QN00201M, in 02004
    EXPECT_TRUE(governance(project, day(2024, 1, 1))[3].is_required());
    EXPECT_FALSE(governance(project, day(2023, 12, 31))[3].is_required());
    EXPECT_TRUE(governance(project, day(2023, 12, 31))[3].is_duty_unknown()); // those of then are not known
    domain::Qpv former = (*project.qpvs)[0];
    former.code = "QP002001";
    former.communes = {"02002"};
    project.qpvs = std::vector{(*project.qpvs)[0], former};
    const auto before = governance(project, day(2020, 6, 1));
    EXPECT_TRUE(before[1].is_required());
    EXPECT_FALSE(before[3].is_required());
    EXPECT_FALSE(before[3].is_duty_unknown());
    EXPECT_FALSE(governance(project, kToday)[1].is_required());
}

TEST(Words, TheLatestPublishedYearOfCrimeCounts) {
    using Figure = domain::CrimeFigure;
    const std::string burglary = "Cambriolages de logement";
    domain::Project project = test::small_project();
    project.settings.crime_weights = {{burglary, 1}};
    std::vector<Figure> figures = {{"02001", burglary, 2021, 20.0, {}, true},
                                   {"02002", burglary, 2021, 5.0, {}, true},
                                   {"02003", burglary, 2021, 4.0, {}, true}};
    project.crime = figures;
    const auto known = crime_factors(project);
    EXPECT_GT(known[0], 1);
    figures.push_back({"02004", burglary, 2022, {}, {}, false});
    project.crime = figures;
    EXPECT_EQ(crime_factors(project), known); // one withheld row
    for (const char* code : {"02001", "02002", "02003"}) {
        figures.push_back({code, burglary, 2022, {}, {}, false});
    }
    project.crime = figures;
    EXPECT_EQ(crime_factors(project), known); // a whole year withheld
    figures.push_back({"02001", burglary, 2022, 4.0, {}, true});
    figures.push_back({"02002", burglary, 2022, 4.0, {}, true});
    figures.push_back({"02003", burglary, 2022, 8.0, {}, true});
    project.crime = figures;
    EXPECT_EQ(crime_factors(project)[0], 1); // a later one published
    figures.push_back({"02001", burglary, 2031, 90.0, {}, true});
    project.crime = figures;
    EXPECT_EQ(crime_factors(project)[0], 1); // after the date of reference
}

// --- an interval holds the truth ---

/// A street of four buildings of which some heights are not told, and what the truth is.
struct Truth {
    domain::Project told, real;
};

double draw(std::mt19937& random, double low, double high) {
    return low + (high - low) * static_cast<double>(random() % 100001) / 100000;
}

Truth draw_truth(std::mt19937& random) {
    Truth truth{watched(), watched()};
    registry::Camera real = (*truth.real.cameras)[0];
    real.azimuths_deg = {draw(random, 0, 360)};
    real.field_of_view_deg = draw(random, 25, 110);
    real.height_m = draw(random, 3, 12);
    registry::Camera told = real;
    if (random() % 2 == 0) {
        told.field_of_view_deg.reset();
    }
    if (random() % 2 == 0) {
        told.height_m.reset();
    }
    if (random() % 3 == 0) {
        told.azimuths_deg.clear();
    }
    std::vector<domain::Building> built;
    for (int i = 0; i < 4; ++i) {
        const double angle = draw(random, 0, 2 * std::numbers::pi);
        const double away = draw(random, 8, 40);
        domain::Building one;
        one.shape = test::square(kEye.x + away * std::cos(angle), kEye.y + away * std::sin(angle),
                                 draw(random, 2, 9))[0];
        one.height_m = draw(random, 2.5, 12);
        one.id = std::to_string(i);
        built.push_back(one);
    }
    truth.real.buildings = built;
    for (domain::Building& one : built) {
        if (random() % 2 == 0) {
            one.height_m.reset();
        }
    }
    truth.told.buildings = built;
    truth.real.cameras = std::vector{real};
    truth.told.cameras = std::vector{told};
    std::vector<domain::Site> sites;
    for (int i = 0; i < 12; ++i) {
        const double angle = draw(random, 0, 2 * std::numbers::pi);
        const double away = draw(random, 2, 49.5); // the rim is drawn by chords
        sites.push_back(test::site(std::to_string(100 + i),
                                   {kEye.x + away * std::cos(angle), kEye.y + away * std::sin(angle)}));
    }
    truth.real.sites = sites;
    truth.told.sites = sites;
    return truth;
}

TEST(Words, AnIntervalHoldsTheTruthWhateverIsUnknown) {
    std::mt19937 random(20261201);
    int outside = 0;
    int inside_wide = 0;
    for (int turn = 0; turn < 350; ++turn) {
        const Truth truth = draw_truth(random);
        Progress progress;
        const auto told =
            gaps(truth.told, camera_views(truth.told, progress, 1), kToday, progress, 1).coverage;
        const auto real =
            gaps(truth.real, camera_views(truth.real, progress, 1), kToday, progress, 1).coverage;
        for (std::size_t i = 0; i < told.size(); ++i) {
            outside += (told[i].low && !real[i].central) || (real[i].central && !told[i].high) ? 1 : 0;
            inside_wide += told[i].low != told[i].high ? 1 : 0;
        }
    }
    EXPECT_EQ(outside, 0);
    EXPECT_GT(inside_wide, 100); // the draws are of what is unknown
}

TEST(Words, AMastMaySeeOverAWallAndALowWallMayHideNothing) {
    const auto seen = [](std::optional<double> mast, std::optional<double> wall) {
        domain::Project project =
            changed([&](registry::Camera& camera, registry::Authorisation&) { camera.height_m = mast; });
        domain::Building one;
        one.shape = test::square(kEye.x + 8, kEye.y - 5, 10)[0];
        one.height_m = wall;
        project.buildings = std::vector{one};
        project.sites = std::vector{test::site("1", {kEye.x + 40, kEye.y})};
        const UnitCoverage told = told_of(project);
        return std::array{told.low, told.central, told.high};
    };
    EXPECT_EQ(seen(8, 3.0), (std::array{true, true, true}));
    EXPECT_EQ(seen({}, 3.0), (std::array{false, false, true}));
    EXPECT_EQ(seen(8, {}), (std::array{false, false, true}));
    EXPECT_EQ(seen(4, 12.0), (std::array{false, false, false}));
}

} // namespace
} // namespace maillage::analysis
