#include "sight/terrain.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

namespace maillage::sight {
namespace {

using geo::Point;

/// 200 x 200 m around (0, 0) at 2 m, heights given by a function of the place.
template <class Height> ElevationGrid grid_of(Height height, double cell = 2, int size = 100) {
    ElevationGrid grid{{-cell * size / 2, cell * size / 2}, cell, cell, size, size, {}};
    for (int r = 0; r < size; ++r) {
        for (int c = 0; c < size; ++c) {
            grid.heights_m.push_back(static_cast<float>(
                height(Point{grid.north_west.x + (c + 0.5) * cell, grid.north_west.y - (r + 0.5) * cell})));
        }
    }
    return grid;
}

TEST(Terrain, HeightIsBilinearBetweenCellCentres) {
    const ElevationGrid slope = grid_of([](Point p) { return 100 + 0.5 * p.x - 0.25 * p.y; });
    EXPECT_NEAR(height_at(slope, {13.7, -22.1}), 100 + 0.5 * 13.7 + 0.25 * 22.1, 1e-4);
    EXPECT_NEAR(height_at(slope, {-99.9, 0.3}), 100 - 0.5 * 99 - 0.25 * 0.3,
                1e-4); // within half a cell of the edge
    EXPECT_TRUE(std::isnan(height_at(slope, {101, 0})));
    EXPECT_TRUE(std::isnan(height_at(ElevationGrid{}, {0, 0})));
}

TEST(Terrain, CurvatureAndRefractionCountPastAKilometre) {
    EXPECT_EQ(curvature_drop_m(1000), 0);
    EXPECT_NEAR(curvature_drop_m(10'000), 1e8 * 0.87 / (2 * 6'371'008.8), 1e-9); // 6.83 m
    // Two points 1.60 m over a plain of 12 km: the horizon hides one from the other; 5 km is still seen.
    const ElevationGrid plain = grid_of([](Point) { return 50.0; }, 100, 130);
    EXPECT_FALSE(is_visible({-6000, 0}, 1.6, {6000, 0}, 1.6, plain));
    EXPECT_TRUE(is_visible({-2500, 0}, 1.6, {2500, 0}, 1.6, plain));
}

TEST(Terrain, ARidgeHidesWhatIsBehindItUpToSimilarTriangles) {
    // A wall 5 m high at x = 20 to 24, camera at 8 m, target at 1.60 m: hidden up to 24 * 6.4 / 3 = 51.2 m.
    const ElevationGrid ridge = grid_of([](Point p) { return p.x > 20 && p.x < 24 ? 5.0 : 0.0; });
    EXPECT_TRUE(is_visible({0, 0}, 8, {15, 0}, 1.6, ridge));
    EXPECT_FALSE(is_visible({0, 0}, 8, {35, 0}, 1.6, ridge));
    EXPECT_TRUE(is_visible({0, 0}, 8, {60, 0}, 1.6, ridge));
    EXPECT_FALSE(is_visible({0, 0}, 4, {60, 0}, 1.6, ridge));
}

TEST(Terrain, WithoutDataUnderEyeOrTargetNothingIsClaimed) {
    ElevationGrid grid = grid_of([](Point p) { return p.x > 50 ? std::nan("") : 0.0; });
    EXPECT_FALSE(is_visible({0, 0}, 5, {70, 0}, 1.6, grid));
    EXPECT_FALSE(is_visible({70, 0}, 5, {0, 0}, 1.6, grid));
    EXPECT_FALSE(is_visible({0, 0}, 5, {500, 0}, 1.6, grid));
}

TEST(Terrain, FlatGroundTakesNothingFromAView) {
    View view;
    view.range_m = 90;
    const VisibleArea seen = visible_area(view, Walls({}));
    const ElevationGrid flat = grid_of([](Point) { return 120.0; });
    EXPECT_EQ(seen_over_terrain(seen, 5, 90, flat), seen.ground);
}

TEST(Terrain, TheClippedViewAgreesWithLinesOfSight) {
    View view;
    view.range_m = 90;
    const VisibleArea seen = visible_area(view, Walls({}));
    const ElevationGrid hills =
        grid_of([](Point p) { return 4 * std::sin(p.x / 9) + 3 * std::cos(p.y / 7) + 0.02 * p.x; });
    const geo::MultiPolygon clipped = seen_over_terrain(seen, 4, 90, hills);
    EXPECT_LT(geo::area(clipped), 0.9 * seen.area_m2);
    EXPECT_GT(geo::area(clipped), 0.1 * seen.area_m2);
    test::Dice dice(11);
    int agree = 0;
    constexpr int kSamples = 4000;
    for (int i = 0; i < kSamples; ++i) {
        const double angle = dice.real(0, 2 * std::numbers::pi);
        const double d = dice.real(2, 85);
        const Point p{d * std::cos(angle), d * std::sin(angle)};
        agree += geo::contains(clipped, p) == is_visible({0, 0}, 4, p, 1.6, hills) ? 1 : 0;
    }
    EXPECT_GT(agree, kSamples * 96 / 100); // they differ within half a cell and half a ray of edges
}

} // namespace
} // namespace maillage::sight
