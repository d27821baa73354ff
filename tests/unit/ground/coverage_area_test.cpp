#include "ground/coverage_area.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

namespace maillage::ground {
namespace {

using geo::MultiPolygon;
using geo::Point;
using test::Dice;
using test::rectangle;

Coverage cover(const std::vector<MultiPolygon>& sets, const std::vector<MultiPolygon>& zones = {},
               unsigned threads = 0) {
    Progress progress;
    return covered_areas(sets, zones, {true, threads}, progress);
}

/// By GEOS: the union, and the union of all intersections of two.
CoveredArea overlaid(const std::vector<MultiPolygon>& sets, const MultiPolygon* zone = nullptr) {
    std::vector<MultiPolygon> twice;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            twice.push_back(geo::intersect(sets[i], sets[k]));
        }
    }
    MultiPolygon once_all = geo::unite(sets);
    MultiPolygon twice_all = geo::unite(twice);
    if (zone != nullptr) {
        once_all = geo::intersect(once_all, *zone);
        twice_all = geo::intersect(twice_all, *zone);
    }
    return {geo::area(once_all), geo::area(twice_all)};
}

void expect_equal(const CoveredArea& a, const CoveredArea& b, std::uint64_t seed = 0) {
    EXPECT_NEAR(a.once_m2, b.once_m2, 1e-6 * std::max(1.0, b.once_m2)) << seed;
    EXPECT_NEAR(a.twice_m2, b.twice_m2, 1e-6 * std::max(1.0, b.once_m2)) << seed;
}

TEST(CoverageArea, NothingCoversNothing) {
    const Coverage c = cover({}, {{rectangle(0, 0, 10, 10)}});
    EXPECT_EQ(c.total, CoveredArea{});
    EXPECT_EQ(c.by_zone, std::vector<CoveredArea>(1));
    EXPECT_TRUE(c.united.empty());
    EXPECT_EQ(cover({{}, {geo::Polygon{}}}).total, CoveredArea{});
}

TEST(CoverageArea, OverlapIsCountedOnceAndShownTwice) {
    const Coverage c = cover({{rectangle(0, 0, 10, 10)}, {rectangle(5, 0, 10, 10)}, {rectangle(6, 2, 1, 1)}});
    expect_equal(c.total, {150, 50});
    ASSERT_EQ(c.united.size(), 1U);
    EXPECT_NEAR(geo::area(c.united), 150, 1e-9);
}

TEST(CoverageArea, TheSameSetTwiceIsCoveredTwice) {
    const MultiPolygon square{rectangle(700000, 6900000, 10, 10)};
    const Coverage c = cover({square, square, square});
    expect_equal(c.total, {100, 100});
    EXPECT_NEAR(geo::area(c.united), 100, 1e-9);
    EXPECT_TRUE(geo::why_invalid(c.united).empty());
}

TEST(CoverageArea, NeighboursThatShareAnEdgeBecomeOnePolygon) {
    for (const bool is_swapped : {false, true}) {
        std::vector<MultiPolygon> sets{{rectangle(0, 0, 10, 10)}, {rectangle(10, 0, 10, 10)}};
        if (is_swapped) {
            std::swap(sets[0], sets[1]);
        }
        const Coverage c = cover(sets);
        expect_equal(c.total, {200, 0});
        EXPECT_EQ(c.united.size(), 1U);
        EXPECT_TRUE(geo::why_invalid(c.united).empty());
    }
}

TEST(CoverageArea, SquaresThatTouchAtACornerStayTwo) {
    const Coverage c = cover({{rectangle(0, 0, 10, 10)}, {rectangle(10, 10, 10, 10)}});
    expect_equal(c.total, {200, 0});
    EXPECT_EQ(c.united.size(), 2U);
    EXPECT_TRUE(geo::why_invalid(c.united).empty());
}

TEST(CoverageArea, ACourtyardLeftFreeIsAHole) {
    const Coverage c = cover({{rectangle(0, 0, 30, 10)},
                              {rectangle(0, 20, 30, 10)},
                              {rectangle(0, 5, 10, 20)},
                              {rectangle(20, 5, 10, 20)}});
    expect_equal(c.total, {800, 4 * 50});
    ASSERT_EQ(c.united.size(), 1U);
    EXPECT_EQ(c.united[0].holes.size(), 1U);
}

TEST(CoverageArea, ZonesShareTheGroundBetweenThem) {
    const std::vector<MultiPolygon> zones{
        {rectangle(0, 0, 10, 100)}, {rectangle(10, 0, 90, 100)}, {rectangle(0, 0, 100, 100)}};
    const Coverage c =
        cover({{rectangle(5, 5, 20, 10)}, {rectangle(8, 8, 5, 20)}, {rectangle(95, 95, 10, 10)}}, zones);
    expect_equal(c.by_zone[0], {5 * 10.0 + 2 * 13, 2 * 7.0});
    expect_equal(c.by_zone[2], {200 + 5 * 13.0 + 25, 35});
    EXPECT_NEAR(c.by_zone[0].once_m2 + c.by_zone[1].once_m2, c.by_zone[2].once_m2, 1e-9);
    EXPECT_NEAR(c.total.once_m2, 200 + 65 + 100, 1e-9);
}

TEST(CoverageArea, AZoneInsideOneSetIsWhollyCovered) {
    const std::vector<MultiPolygon> zones{{rectangle(40, 40, 10, 10)}, {rectangle(30, 30, 30, 30)}};
    expect_equal(cover({{rectangle(0, 0, 100, 100)}}, zones).by_zone[0], {100, 0});
    expect_equal(cover({{rectangle(0, 0, 100, 100)}, {rectangle(45, 0, 100, 100)}}, zones).by_zone[0],
                 {100, 50});
}

TEST(CoverageArea, CentresAreCentroids) {
    const std::vector<MultiPolygon> zones{{rectangle(0, 0, 10, 100)}, {rectangle(500, 0, 10, 10)}};
    const std::vector<MultiPolygon> sets{
        {rectangle(5, 5, 20, 10)}, {rectangle(8, 8, 5, 20)}, {rectangle(2, 60, 4, 4)}};
    const Coverage c = cover(sets, zones);
    const Point once = geo::centroid(geo::intersect(geo::unite(sets), zones[0]));
    const Point twice = geo::centroid(geo::intersect(geo::intersect(sets[0], sets[1]), zones[0]));
    EXPECT_NEAR(c.centres[0].once.x, once.x, 1e-9);
    EXPECT_NEAR(c.centres[0].once.y, once.y, 1e-9);
    EXPECT_NEAR(c.centres[0].twice.x, twice.x, 1e-9);
    EXPECT_NEAR(c.centres[0].twice.y, twice.y, 1e-9);
    EXPECT_TRUE(geo::bounds(zones[1]).contains(c.centres[1].once)); // nothing is seen there
}

TEST(CoverageArea, EqualsGeosOnRandomViews) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        test::Scene scene = test::random_scene(seed);
        Dice dice(seed);
        const sight::Walls walls(scene.footprints);
        std::vector<MultiPolygon> sets;
        for (int i = 0; i < 12; ++i) {
            // Masts of several heads share their eye; some heads adjoin, which makes them share an edge.
            sight::View view = scene.view;
            if (i % 3 == 0) {
                scene.view.eye = {scene.view.eye.x + std::round(dice.real(-20, 20)),
                                  scene.view.eye.y + std::round(dice.real(-20, 20))};
                view.eye = scene.view.eye;
            }
            view.fov_deg = 90;
            view.azimuth_deg = 45 + 90 * (i % 4);
            view.range_m = 10 * (1 + i % 3);
            sets.push_back(sight::visible_area(view, walls).ground);
        }
        const Point o = scene.view.eye;
        const std::vector<MultiPolygon> zones{{rectangle(o.x - 300, o.y - 300, 300, 600)},
                                              {rectangle(o.x, o.y - 300, 300, 600)}};
        const Coverage c = cover(sets, zones);
        expect_equal(c.total, overlaid(sets), seed);
        expect_equal(c.by_zone[0], overlaid(sets, &zones[0]), seed);
        expect_equal(c.by_zone[1], overlaid(sets, &zones[1]), seed);
        EXPECT_NEAR(geo::area(c.united), c.total.once_m2, 1e-6) << seed;
        EXPECT_EQ(geo::why_invalid(c.united), "") << seed;
        EXPECT_LT(test::symmetric_difference_m2(c.united, geo::unite(sets)), 1e-3) << seed;
    }
}

TEST(CoverageArea, AnyNumberOfThreadsGivesTheSameBytes) {
    Dice dice(5);
    std::vector<MultiPolygon> sets;
    for (int i = 0; i < 500; ++i) {
        sight::View view;
        view.eye = {dice.real(0, 500), dice.real(0, 500)};
        view.fov_deg = dice.real(20, 120);
        view.azimuth_deg = dice.real(0, 360);
        view.range_m = dice.real(10, 60);
        sets.push_back({sight::sector_of(view)});
    }
    const std::vector<MultiPolygon> zones{{rectangle(0, 0, 200, 500)}, {rectangle(200, 0, 300, 500)}};
    const Coverage one = cover(sets, zones, 1);
    EXPECT_EQ(cover(sets, zones, 4), one);
    EXPECT_EQ(geo::why_invalid(one.united), "");
}

} // namespace
} // namespace maillage::ground
