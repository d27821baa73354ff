// Real footprints, with all that maps do: houses that overlap, share walls, touch, and courtyards.
#include "ground/coverage_area.h"
#include "plan/candidate_cover.h"
#include "sight/density.h"
#include "support/random_scene.h"
#include "support/require.h"
#include "support/test_data.h"
#include "support/town_file.h"

#include <gtest/gtest.h>

#include <chrono>

namespace maillage::sight {
namespace {

using test::read_town;
using test::TownFile;
using test::views_over;

void expect_equals_shadows(const TownFile& town, int count, double range_m) {
    const Walls walls(town.footprints);
    EXPECT_EQ(walls.left_out(), 0U);
    for (const View& view : views_over(town, walls, count, range_m)) {
        test::Scene scene;
        scene.view = view;
        walls.polygons().each(geo::Box{view.eye, view.eye}.grown(range_m),
                              [&](std::size_t i) { scene.footprints.push_back(town.footprints[i]); });
        const VisibleArea seen = visible_area(view, walls);
        const geo::MultiPolygon expected = test::seen_by_shadows(scene);
        const double whole = geo::area({sector_of(view)});
        EXPECT_NEAR(seen.area_m2, geo::area(expected), 1e-6 * whole) << view.eye.x << ' ' << view.eye.y;
        EXPECT_LT(test::symmetric_difference_m2(seen.ground, expected), 1e-3)
            << view.eye.x << ' ' << view.eye.y;
    }
}

/// Whether a target stands behind a roof, by trying the sight line every 5 cm.
bool is_hidden(const TownFile& town, const std::vector<std::size_t>& near, const View& view, geo::Point p) {
    const double camera_m = *view.height_m;
    const double target_m = VisibilityParams{}.target_height_m;
    const double length = geo::distance(view.eye, p);
    for (double along = 0; along <= length; along += 0.05) {
        const double t = along / length;
        const geo::Point q{view.eye.x + t * (p.x - view.eye.x), view.eye.y + t * (p.y - view.eye.y)};
        const double line_m = camera_m - t * (camera_m - target_m);
        for (const std::size_t i : near) {
            if (town.heights_m[i] >= line_m && geo::contains(town.footprints[i], q)) {
                return true;
            }
        }
    }
    return std::ranges::any_of(near, [&](std::size_t i) { return geo::contains(town.footprints[i], p); });
}

/// A camera 9 m up looks over lower roofs. Places within 20 cm of a border of the field are not asked.
void expect_equals_sampled_lines(const TownFile& town, int count) {
    const Walls flat(town.footprints);
    const Walls walls(town.footprints, town.heights_m);
    test::Dice dice(23);
    int asked = 0;
    int over_roofs = 0;
    for (View view : views_over(town, flat, count, 60)) {
        const double flat_m2 = visible_area(view, flat).area_m2;
        view.height_m = 9;
        const VisibleArea seen = visible_area(view, walls);
        over_roofs += seen.area_m2 > flat_m2 + 1 ? 1 : 0;
        std::vector<std::size_t> near;
        walls.polygons().each(geo::Box{view.eye, view.eye}.grown(60),
                              [&](std::size_t i) { near.push_back(i); });
        for (int k = 0; k < 40; ++k) {
            const geo::Point p{view.eye.x + dice.real(-42, 42), view.eye.y + dice.real(-42, 42)};
            const bool is_seen = geo::contains(seen.ground, p);
            bool is_clear_cut = true;
            for (const auto& [dx, dy] : {std::pair{0.2, 0.0}, {-0.2, 0.0}, {0.0, 0.2}, {0.0, -0.2}}) {
                is_clear_cut = is_clear_cut && geo::contains(seen.ground, {p.x + dx, p.y + dy}) == is_seen;
            }
            if (is_clear_cut) {
                EXPECT_EQ(is_seen, !is_hidden(town, near, view, p)) << p.x << ' ' << p.y;
                ++asked;
            }
        }
    }
    EXPECT_GT(asked, 20 * count);
    EXPECT_GT(over_roofs, 0);
}

void expect_aiming_is_quick(const TownFile& town) {
    const Walls walls(town.footprints);
    std::vector<double> ms;
    for (View view : views_over(town, walls, 100, 80)) {
        view.fov_deg = 70;
        const auto start = std::chrono::steady_clock::now();
        const VisibleArea seen = visible_area(view, walls);
        const std::vector<Band> bands = density_bands(seen, view, {1920, 70}, dori());
        ms.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        EXPECT_EQ(bands.size(), 4U);
    }
    std::ranges::nth_element(ms, ms.begin() + 50);
    EXPECT_LT(ms[50], 1.0); // the median: a busy machine may stop any single one
}

void expect_coverage_equals_union(const TownFile& town) {
    const Walls walls(town.footprints);
    std::vector<geo::MultiPolygon> sets;
    for (const View& view : views_over(town, walls, 150, 60)) {
        sets.push_back(visible_area(view, walls).ground);
    }
    Progress progress;
    const ground::Coverage coverage = ground::covered_areas(sets, {}, {true, 0}, progress);
    const geo::MultiPolygon expected = geo::unite(sets);
    EXPECT_NEAR(coverage.total.once_m2, geo::area(expected), 1e-6 * geo::area(expected));
    EXPECT_LT(test::symmetric_difference_m2(coverage.united, expected), 1e-2);
}

/// Candidates with reaches of their own, every place within reach against every wall.
void expect_candidates_see_along_lines(const TownFile& town, int count) {
    const Walls walls(town.footprints);
    domain::Project project;
    test::Dice dice(5);
    std::vector<plan::PlanCandidate> candidates;
    std::vector<geo::Point> demand;
    for (const View& view : views_over(town, walls, count, 60)) {
        plan::PlanCandidate candidate;
        candidate.id = "c" + std::to_string(candidates.size());
        candidate.position = view.eye;
        candidate.reach_m = dice.integer(20, 120);
        candidates.push_back(candidate);
        for (int k = 0; k < 30; ++k) {
            demand.push_back({view.eye.x + dice.real(-90, 90), view.eye.y + dice.real(-90, 90)});
        }
    }
    cover::CoverInstance instance;
    instance.candidates.resize(candidates.size());
    instance.demand.resize(demand.size());
    const std::vector<std::optional<std::uint32_t>> no_sites(candidates.size());
    Progress progress;
    plan::cover_by_candidates(instance, {project, candidates, demand, no_sites, &walls}, progress);
    int told = 0;
    int hidden = 0;
    for (std::size_t j = 0; j < candidates.size(); ++j) {
        test::Scene scene;
        scene.view.eye = candidates[j].position;
        scene.view.range_m = candidates[j].reach_m;
        walls.polygons().each(geo::Box{scene.view.eye, scene.view.eye}.grown(scene.view.range_m),
                              [&](std::size_t i) { scene.footprints.push_back(town.footprints[i]); });
        const geo::Polygon sector = sector_of(scene.view);
        const auto covered = instance.covered_by(j);
        for (std::uint32_t i = 0; i < demand.size(); ++i) {
            if (geo::distance(scene.view.eye, demand[i]) > scene.view.range_m) {
                EXPECT_TRUE(std::ranges::find(covered, i) == covered.end()) << j << ' ' << i;
                continue;
            }
            const bool is_near = geo::contains(sector, demand[i]);
            const auto expected = test::seen_along_line(scene, sector, demand[i]);
            if (expected) {
                EXPECT_EQ(std::ranges::find(covered, i) != covered.end(), *expected) << j << ' ' << i;
                told += is_near ? 1 : 0;
                hidden += is_near && !*expected ? 1 : 0;
            }
        }
    }
    EXPECT_GT(told, 10 * count);
    EXPECT_GT(hidden, count);
}

TEST(RealTown, LyonRoofFacesEqualShadowSubtractionAndWithHeightsSampledLines) {
    const auto file = test_data("lyon-toits-3d-cc46-shp.zip");
    if (!file) {
        MAILLAGE_SKIP_WITHOUT("data", "lyon-toits-3d-cc46-shp.zip absent");
    }
    const TownFile town = read_town("/vsizip/" + file->string(), "toits", nullptr, "htotale", 3946);
    EXPECT_GT(town.footprints.size(), 10'000U);
    expect_equals_shadows(town, 20, 60);
    expect_equals_sampled_lines(town, 8);
}

// One test, since reading the file takes longer than all the rest.
TEST(RealTown, MonacoEqualsShadowsAndUnionAndAimingTakesLessThanAMillisecond) {
    const auto file = test_data("osm-monaco-2025-02-07.osm.pbf");
    if (!file) {
        MAILLAGE_SKIP_WITHOUT("data", "osm-monaco-2025-02-07.osm.pbf absent");
    }
    const TownFile town = read_town(file->string(), "multipolygons", "building", nullptr, 32632);
    EXPECT_GT(town.footprints.size(), 4000U);
    expect_equals_shadows(town, 40, 60);
    expect_aiming_is_quick(town);
    expect_coverage_equals_union(town);
    expect_candidates_see_along_lines(town, 25);
}

} // namespace
} // namespace maillage::sight
