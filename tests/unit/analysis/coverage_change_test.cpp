// What the gaps become while a camera is aimed, against computing everything again.
#include "analysis/coverage_change.h"
#include "support/example_project.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

namespace maillage::analysis {
namespace {

using test::day;
using test::kX;
using test::kY;

const Date kToday = day(2026, 11, 22);

domain::Project town(std::uint64_t seed) {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2024/1", "02001", day(2024, 1, 1)),
                                         test::act("2015/1", "02001", day(2015, 1, 1))};
    test::Dice dice(seed);
    std::vector<registry::Camera> cameras;
    std::vector<domain::Building> buildings;
    std::vector<domain::Site> sites;
    std::vector<domain::PopulationCell> cells;
    const auto place = [&] { return geo::Point{kX + 400 + dice.real(0, 300), kY + 400 + dice.real(0, 300)}; };
    for (int i = 0; i < 12; ++i) {
        registry::Camera camera = test::camera("c" + std::to_string(100 + i),
                                               i % 4 == 0 ? "2015/1" : "2024/1", place(), dice.real(40, 90));
        camera.type = registry::CameraType::fixed;
        camera.field_of_view_deg = 80;
        camera.azimuths_deg = {dice.real(0, 360)};
        cameras.push_back(camera);
    }
    for (int i = 0; i < 60; ++i) {
        const geo::Point p = place();
        buildings.push_back({test::rectangle(p.x, p.y, 8, 6), {}, "", "b", false});
    }
    for (int i = 0; i < 150; ++i) {
        sites.push_back(test::site(std::to_string(1000 + i), place()));
        cells.push_back({std::to_string(i), place(), static_cast<double>(dice.integer(0, 40)), false, ""});
    }
    project.cameras = cameras;
    project.buildings = buildings;
    project.sites = sites;
    project.cells = cells;
    return project;
}

struct Computed {
    std::vector<CameraView> views;
    std::vector<Legality> legalities;
    Gaps gaps;
};

Computed compute(const domain::Project& project) {
    Progress progress;
    Computed c;
    c.views = camera_views(project, progress, 1);
    c.legalities = legalities(project, standings(*project.authorisations, kToday));
    c.gaps = gaps(project, c.views, kToday, progress, 1);
    return c;
}

TEST(CoverageChange, IsWhatComputingEverythingAgainGives) {
    bool has_gained = false;
    bool has_lost = false;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const domain::Project project = town(seed);
        const Computed before = compute(project);
        const geo::BoxIndex places = place_index(before.gaps.units);
        const sight::Walls walls = building_walls(*project.buildings);
        const auto index = static_cast<std::uint32_t>(seed - 1);
        domain::Project aimed = project;
        std::vector<registry::Camera> cameras = *aimed.cameras;
        cameras[index].azimuths_deg = {cameras[index].azimuths_deg[0] + 140};
        cameras[index].position->x += seed % 3 == 0 ? 50 : 0;
        aimed.cameras = cameras;
        const CameraView view = camera_view(aimed, cameras[index], index, walls);
        const bool may_film = before.legalities[index] == Legality::valid;
        const CoverageChange change = coverage_change(project.settings, before.gaps, places,
                                                      {index, before.views[index].reach, view, may_film});
        const Rollup& was = before.gaps.total();
        const Gaps now = compute(aimed).gaps;
        EXPECT_EQ(static_cast<double>(change.sites_gained),
                  now.total().sites_covered.central - was.sites_covered.central)
            << seed;
        EXPECT_NEAR(change.inhabitants_gained,
                    now.total().inhabitants_covered.central - was.inhabitants_covered.central, 1e-9)
            << seed;
        has_gained = has_gained || change.sites_gained > 0;
        has_lost = has_lost || change.sites_gained < 0;
        if (!may_film) {
            EXPECT_EQ(change.sites_gained, 0);
        }
    }
    EXPECT_TRUE(has_gained);
    EXPECT_TRUE(has_lost);
}

TEST(CoverageChange, ANewCameraOnlyAdds) {
    const domain::Project project = town(99);
    const Computed known = compute(project);
    registry::Camera camera = (*project.cameras)[1];
    camera.position = geo::Point{kX + 560, kY + 540};
    const CameraView view = camera_view(project, camera, 0, building_walls(*project.buildings));
    const geo::BoxIndex places = place_index(known.gaps.units);
    const CoverageChange with_act =
        coverage_change(project.settings, known.gaps, places, {{}, {}, view, true});
    EXPECT_GT(with_act.sites_seen, 0);
    EXPECT_GE(with_act.sites_gained, 0);
    EXPECT_LE(with_act.sites_gained, with_act.sites_seen);
    const CoverageChange without =
        coverage_change(project.settings, known.gaps, places, {{}, {}, view, false});
    EXPECT_EQ(without.sites_seen, with_act.sites_seen);
    EXPECT_EQ(without.sites_gained, 0);
    EXPECT_EQ(without.inhabitants_gained, 0);
}

} // namespace
} // namespace maillage::analysis
