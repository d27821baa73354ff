#include "sight/density.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

#include <array>

namespace maillage::sight {
namespace {

using geo::Point;
using test::rectangle;

struct Optics {
    double pixels;
    double sensor_mm;
    double focal_mm;
    double hfov;
    std::array<double, 4> depth; // at 250, 125, 62.5 and 25 px/m
};

TEST(Density, GivesTheFieldsAndRangesComputedByHand) {
    const Optics table[] = {{1920, 5.568, 2.8, 89.67, {3.86, 7.72, 15.45, 38.62}},
                            {1920, 5.568, 4, 69.68, {5.52, 11.03, 22.07, 55.17}},
                            {1920, 5.568, 12, 26.12, {16.55, 33.10, 66.21, 165.52}},
                            {3840, 7.68, 4, 87.66, {8, 16, 32, 80}},
                            {3840, 7.68, 50, 8.78, {100, 200, 400, 1000}}};
    const DensityTable levels = dori();
    for (const Optics& o : table) {
        const Lens lens{o.pixels, hfov_deg(o.sensor_mm, o.focal_mm)};
        EXPECT_NEAR(lens.hfov_deg, o.hfov, 0.005);
        for (std::size_t i = 0; i < 4; ++i) {
            const double level = levels.levels[3 - i].px_per_m;
            EXPECT_NEAR(depth_m(lens, level), o.depth[i], 0.0051) << o.focal_mm << " mm, " << level;
            EXPECT_NEAR(density_px_per_m(lens, depth_m(lens, level)), level, 1e-9);
        }
    }
}

TEST(Density, DepthOnASlopeBecomesGroundDistance) {
    EXPECT_NEAR(ground_distance_m(5, 3), 4, 1e-12);
    EXPECT_EQ(ground_distance_m(3, 4), 0);
    EXPECT_EQ(ground_distance_m(3, 0), 3);
}

TEST(Density, TheLineOfEqualDensityIsStraight) {
    View view;
    view.fov_deg = 60;
    view.azimuth_deg = 90;
    view.range_m = 100;
    const VisibleArea seen = visible_area(view, Walls({}));
    const Lens lens{1920, 60};
    const std::vector<Band> bands = density_bands(seen, view, lens, dori());
    ASSERT_EQ(bands.size(), 4U);
    // 125 px/m at 13.30 m: the triangle before that line, not a sector of a circle.
    const double d = 1920 / (2 * 125 * std::tan(30 * std::numbers::pi / 180));
    EXPECT_NEAR(bands[2].depth_m, d, 1e-9);
    EXPECT_NEAR(bands[2].area_m2, d * d * std::tan(30 * std::numbers::pi / 180), 1e-6);
    EXPECT_TRUE(geo::contains(bands[2].ground, {d - 0.01, d * 0.57}));
    EXPECT_FALSE(geo::contains(bands[2].ground, {d + 0.01, 0}));
}

TEST(Density, BandsNestAndStayInTheView) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        test::Scene scene = test::random_scene(seed);
        scene.view.fov_deg = std::min(scene.view.fov_deg, 150.0);
        const Walls walls(scene.footprints);
        const VisibleArea seen = visible_area(scene.view, walls);
        const std::vector<Band> bands = density_bands(seen, scene.view, {1920, scene.view.fov_deg}, dori());
        double before = seen.area_m2;
        geo::MultiPolygon outer = seen.ground;
        for (const Band& band : bands) {
            EXPECT_LE(band.area_m2, before + 1e-7) << seed;
            EXPECT_LT(geo::area(geo::subtract(band.ground, outer)), 1e-6) << seed;
            before = band.area_m2;
            outer = band.ground;
        }
    }
}

TEST(Density, NearAndFarPartsMakeTheWholeWithHolesAndPieces) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        test::Scene scene = test::random_scene(seed);
        scene.view.height_m = 6;
        const Walls walls(scene.footprints, scene.heights_m);
        const VisibleArea seen = visible_area(scene.view, walls); // in pieces, with holes
        for (const double depth : {0.0, 3.0, 7.5, 100.0}) {
            const auto near = nearer_than(seen.ground, seen.eye, scene.view.azimuth_deg, depth);
            const auto far = farther_than(seen.ground, seen.eye, scene.view.azimuth_deg, depth);
            EXPECT_NEAR(geo::area(near) + geo::area(far), seen.area_m2, 1e-6) << seed << ' ' << depth;
            EXPECT_LT(geo::area(geo::intersect(near, far)), 1e-6) << seed;
        }
    }
}

TEST(Density, ADomeOnPatrolHasRoundBands) {
    View view;
    view.fov_deg = 360;
    view.range_m = 100;
    const VisibleArea seen = visible_area(view, Walls({}));
    const std::vector<Band> bands = density_bands(seen, view, {1920, 60}, dori());
    View circle = view;
    circle.range_m = bands[1].depth_m;
    EXPECT_NEAR(bands[1].area_m2, geo::area({sector_of(circle)}), 1e-6);
}

} // namespace
} // namespace maillage::sight
