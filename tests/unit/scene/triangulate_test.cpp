#include "scene/triangulate.h"
#include "support/honeycomb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace maillage::scene {
namespace {

using geo::Point;
using geo::Polygon;
using geo::Ring;

/// A ring around (x, y) that no ray from there crosses twice.
Ring star(std::mt19937& random, double x, double y, double low, double high, int points) {
    std::uniform_real_distribution<double> radius(low, high);
    Ring ring;
    for (int i = 0; i < points; ++i) {
        const double t = 6.283185307179586 * i / points;
        const double r = radius(random);
        ring.push_back({x + r * std::cos(t), y + r * std::sin(t)});
    }
    return ring;
}

void expect_exact(const Polygon& polygon) {
    const Triangles t = triangulate(polygon);
    EXPECT_FALSE(t.is_fallback);
    EXPECT_NEAR(area(t), geo::area(polygon), 1e-9 * geo::area(polygon));
    for (std::size_t i = 0; i < t.indices.size(); i += 3) {
        const Point a = t.points[t.indices[i]];
        const Point b = t.points[t.indices[i + 1]];
        const Point c = t.points[t.indices[i + 2]];
        EXPECT_GE((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x), 0) << "clockwise triangle";
    }
}

TEST(Triangulate, ASquareIsTwoTriangles) {
    const Triangles t = triangulate({{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {}});
    EXPECT_EQ(t.indices.size(), 6U);
    EXPECT_DOUBLE_EQ(area(t), 16);
}

TEST(Triangulate, HolesAreLeftOut) {
    const Polygon polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                          {{{2, 2}, {2, 4}, {4, 4}, {4, 2}},
                           {{6, 2}, {6, 4}, {8, 4}, {8, 2}},
                           {{2, 6}, {2, 8}, {8, 8}, {8, 6}}}};
    expect_exact(polygon);
    EXPECT_DOUBLE_EQ(area(triangulate(polygon)), 100 - 4 - 4 - 12);
}

TEST(Triangulate, HolesThatTouchTheRimOrEachOther) {
    expect_exact({{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{{0, 5}, {3, 7}, {3, 3}}}});
    expect_exact(
        {{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{{2, 2}, {2, 5}, {5, 5}}, {{5, 5}, {5, 8}, {8, 8}}}});
    expect_exact({{{0, 0}, {10, 0}, {10, 10}, {5, 10}, {0, 10}}, {{{5, 10}, {6, 7}, {4, 7}}}});
}

TEST(Triangulate, RandomPolygonsWithHolesKeepTheirArea) {
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        const double x = 700'000 + round * 1000.0;
        Polygon polygon{star(random, x, 6'900'000, 500, 900, 20 + round * 7), {}};
        for (int h = 0; h < round % 5; ++h) {
            Ring hole = star(random, x - 240 + 120 * h, 6'900'000 + (h % 2) * 130 - 60, 15, 50, 9 + h);
            std::ranges::reverse(hole);
            polygon.holes.push_back(hole);
        }
        SCOPED_TRACE(round);
        expect_exact(polygon);
    }
}

TEST(Triangulate, ASpiralOfManyCorners) {
    Ring ring;
    for (int i = 0; i < 300; ++i) {
        ring.push_back({(10 + i) * std::cos(i * 0.2), (10 + i) * std::sin(i * 0.2)});
    }
    for (int i = 299; i >= 0; --i) {
        ring.push_back({(5 + i) * std::cos(i * 0.2), (5 + i) * std::sin(i * 0.2)});
    }
    geo::MultiPolygon shape{{ring, {}}};
    geo::normalise(shape);
    expect_exact(shape[0]);
}

TEST(Triangulate, ABowTieIsRepairedFirst) {
    const Triangles t = triangulate({{{0, 0}, {4, 4}, {4, 0}, {0, 6}}, {}});
    EXPECT_TRUE(t.is_fallback);
    EXPECT_GT(area(t), 0);
}

TEST(Triangulate, HostileCoordinatesGiveNothing) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(triangulate({{{0, 0}, {nan, 1}, {1, 1}}, {}}).indices.empty());
    EXPECT_TRUE(triangulate({{{0, 0}, {inf, 1}, {1, 1}}, {}}).indices.empty());
    EXPECT_TRUE(triangulate({{{0, 0}, {1e300, 1}, {1, 1e300}}, {}}).indices.empty());
    EXPECT_TRUE(triangulate({}).indices.empty());
    EXPECT_TRUE(triangulate({{{1, 1}, {1, 1}, {1, 1}}, {}}).indices.empty());
}

/// The spike's clipper looped for ever on such rings: few places, so that points coincide and sides cross.
TEST(Triangulate, SelfCrossingRingsWithCoincidentPointsEnd) {
    std::mt19937 random(11);
    std::uniform_int_distribution<int> place(0, 4);
    for (int round = 0; round < 400; ++round) {
        Polygon polygon;
        for (int i = 0; i < 5 + round % 60; ++i) {
            polygon.outer.push_back({static_cast<double>(place(random)), static_cast<double>(place(random))});
        }
        if (round % 3 == 0) {
            polygon.holes.push_back({{1, 1}, {1, 3}, {3, 3}, {static_cast<double>(place(random)), 1}});
        }
        const Triangles t = triangulate(polygon);
        EXPECT_EQ(t.indices.size() % 3, 0U);
        // A ring may go round its inside twice; otherwise it fills at most the square it lies in.
        EXPECT_LE(area(t), std::max(16.0, geo::area(polygon)) + 1e-9);
        for (const std::uint32_t i : t.indices) {
            ASSERT_LT(i, t.points.size());
        }
    }
}

} // namespace
} // namespace maillage::scene
