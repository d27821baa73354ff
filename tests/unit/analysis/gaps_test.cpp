#include "analysis/gaps.h"
#include "analysis/group_keys.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace maillage::analysis {
namespace {

using test::day;
using test::kX;
using test::kY;

const Date kToday = day(2026, 11, 22);

Gaps compute(const domain::Project& project, unsigned threads = 1) {
    Progress progress;
    return gaps(project, camera_views(project, progress, threads), kToday, progress, threads);
}

domain::Project with_camera(Date decided, double range_m = 100) {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2024/1", "02001", decided)};
    project.cameras = std::vector{test::camera("c1", "2024/1", {kX + 500, kY + 500}, range_m)};
    return project;
}

TEST(Gaps, SaysWhyASiteIsNotCovered) {
    domain::Project project = with_camera(day(2024, 1, 1));
    project.sites = std::vector{test::site("1", {kX + 550, kY + 500}), test::site("2", {kX + 700, kY + 500}),
                                test::site("3", {kX + 1900, kY + 1900})};
    const Gaps found = compute(project);
    EXPECT_EQ(found.coverage[0].cause, Cause::covered);
    EXPECT_EQ(found.coverage[0].cameras, std::vector<std::uint32_t>{0});
    EXPECT_EQ(found.coverage[1].cause, Cause::out_of_range);
    EXPECT_NEAR(found.coverage[1].distance_m, 200, 1e-9);
    EXPECT_EQ(found.coverage[2].cause, Cause::no_camera);
    EXPECT_EQ(explain(project, found, 1), "hors portée : caméra c1 à 200 m");
    EXPECT_EQ(found.units[2].commune, 3U); // by geometry: no code was given
}

TEST(Gaps, AnExpiredActCoversNothing) {
    domain::Project project = with_camera(day(2020, 1, 1));
    project.sites = std::vector{test::site("1", {kX + 550, kY + 500})};
    const Gaps found = compute(project);
    EXPECT_FALSE(found.coverage[0].high);
    EXPECT_EQ(found.coverage[0].cause, Cause::expired);
}

TEST(Gaps, ACameraWithoutActCountsInTheHighFigureAlone) {
    domain::Project project = with_camera(day(2024, 1, 1));
    project.authorisations = std::vector<registry::Authorisation>{};
    project.sites = std::vector{test::site("1", {kX + 550, kY + 500})};
    const UnitCoverage unit = compute(project).coverage[0];
    EXPECT_TRUE(unit.high);
    EXPECT_FALSE(unit.central);
}

TEST(Gaps, ADirectionElsewhereAndAWallAreTold) {
    domain::Project project = with_camera(day(2024, 1, 1));
    registry::Camera camera = (*project.cameras)[0];
    camera.type = registry::CameraType::fixed;
    camera.field_of_view_deg = 60;
    camera.azimuths_deg = {90};
    project.cameras = std::vector{camera};
    project.buildings =
        std::vector<domain::Building>{{test::square(kX + 520, kY + 490, 20)[0], {}, "", "b1", false}};
    project.sites =
        std::vector{test::site("east", {kX + 570, kY + 500}), test::site("west", {kX + 430, kY + 500})};
    const Gaps found = compute(project);
    EXPECT_EQ(found.coverage[0].cause, Cause::hidden);
    EXPECT_EQ(found.coverage[1].cause, Cause::other_direction);
}

TEST(Gaps, UnknownOpticsGiveAnInterval) {
    domain::Project project = with_camera(day(2024, 1, 1));
    registry::Camera camera = (*project.cameras)[0];
    camera.range_m.reset();
    project.cameras = std::vector{camera};
    const auto& assumed = domain::assumption_for(project.settings, camera.type);
    ASSERT_LT(assumed.range_low_m, assumed.range_central_m);
    const double between = (assumed.range_central_m + assumed.range_high_m) / 2;
    project.sites = std::vector{test::site("1", {kX + 500 + assumed.range_low_m / 2, kY + 500}),
                                test::site("2", {kX + 500 + between, kY + 500})};
    const Gaps found = compute(project);
    EXPECT_TRUE(found.coverage[0].low);
    EXPECT_FALSE(found.coverage[1].central);
    EXPECT_TRUE(found.coverage[1].high);
    EXPECT_EQ(found.total().sites_covered, (Interval{1, 1, 2}));
}

TEST(Gaps, EveryGroupingAddsUpToTheWhole) {
    domain::Project project = with_camera(day(2024, 1, 1), 400);
    std::mt19937 random(7);
    std::vector<domain::Site> sites;
    std::vector<domain::PopulationCell> cells;
    for (int i = 0; i < 300; ++i) {
        const geo::Point p{kX + static_cast<double>(random() % 2000),
                           kY + static_cast<double>(random() % 2000)};
        sites.push_back(test::site(std::to_string(1000 + i), p));
        cells.push_back({std::to_string(i), p, static_cast<double>(random() % 50), false, ""});
    }
    project.sites = sites;
    project.cells = cells;
    const Gaps one = compute(project, 1);
    for (std::size_t g = 0; g < kGroupings; ++g) {
        double weight = 0;
        double covered = 0;
        std::int64_t count = 0;
        for (const Rollup& row : one.groups[g]) {
            weight += row.weight;
            covered += row.weight_covered.central;
            count += row.sites;
            EXPECT_LE(row.weight_covered.low, row.weight_covered.central);
            EXPECT_LE(row.weight_covered.central, row.weight_covered.high);
        }
        EXPECT_EQ(count, 300);
        EXPECT_NEAR(weight, one.total().weight, 1e-9);
        EXPECT_NEAR(covered, one.total().weight_covered.central, 1e-9);
    }
    const Gaps two = compute(project, 2);
    EXPECT_EQ(one.coverage, two.coverage);
    // Brute force: within 400 m, but for the chords of the circle.
    for (std::size_t i = 0; i < one.units.size(); ++i) {
        const double d = geo::distance(*one.units[i].position, {kX + 500, kY + 500});
        if (d < 399 || d > 400) {
            EXPECT_EQ(one.coverage[i].central, d < 400) << d;
        }
    }
}

TEST(Gaps, PlacesOutsideTheTerritoryAreNotThoseOfItsCommunesWithoutGroup) {
    domain::Project project = with_camera(day(2024, 1, 1));
    project.sites = std::vector{test::site("1", {kX + 550, kY + 500}), test::site("2", {kX - 5000, kY}),
                                test::site("3", {kX - 5000, kY})};
    const Gaps found = compute(project);
    for (const auto& [grouping, without] :
         {std::pair(Grouping::epci, "Sans EPCI"), std::pair(Grouping::council, "Sans CLSPD ni CISPD"),
          std::pair(Grouping::unit, "Unité non renseignée")}) {
        std::map<std::string, const Rollup*> by_name;
        std::set<std::string> keys;
        for (const Rollup& row : found.by(grouping)) {
            by_name[row.name] = &row;
            keys.insert(row.key);
        }
        ASSERT_EQ(by_name.size(), 2U) << label(grouping);
        EXPECT_EQ(keys.size(), 2U) << label(grouping);
        ASSERT_TRUE(by_name.contains(without) && by_name.contains("Hors territoire")) << label(grouping);
        EXPECT_EQ(by_name[without]->sites, 1);
        EXPECT_EQ(by_name[without]->communes, 4);
        EXPECT_EQ(by_name["Hors territoire"]->sites, 2);
        EXPECT_EQ(by_name["Hors territoire"]->communes, 0);
        EXPECT_EQ(by_name["Hors territoire"]->key, kOutsideTerritory);
    }
}

TEST(Gaps, CrimeAndQpvWeighMore) {
    domain::Project project = test::small_project();
    project.settings.crime_weights = {{"Cambriolages de logement", 1}};
    project.crime =
        std::vector<domain::CrimeFigure>{{"02001", "Cambriolages de logement", 2021, 10.0, {}, true},
                                         {"02002", "Cambriolages de logement", 2021, 5.0, {}, true},
                                         {"02003", "Cambriolages de logement", 2021, 4.0, {}, true},
                                         {"02004", "Cambriolages de logement", 2021, {}, {}, false}};
    project.sites = std::vector{test::site("1", {kX + 10, kY + 10}), test::site("2", {kX + 1010, kY + 10}),
                                test::site("4", {kX + 1010, kY + 1010})};
    const auto units = demand_units(project);
    EXPECT_DOUBLE_EQ(units[0].weight, 2 * units[1].weight);
    EXPECT_DOUBLE_EQ(units[2].weight,
                     project.settings.qpv_factor * units[1].weight); // not published counts as the median
}

} // namespace
} // namespace maillage::analysis
