#include "geo/arcs.h"
#include "geo/overlay.h"
#include "support/honeycomb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace maillage::geo {
namespace {

MultiPolygon box(double x, double y, double width, double height) {
    return {{{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, {}}};
}

double total_area(const std::vector<MultiPolygon>& features) {
    double sum = 0;
    for (const MultiPolygon& feature : features) {
        sum += area(feature);
    }
    return sum;
}

std::size_t total_points(const std::vector<MultiPolygon>& features) {
    std::size_t n = 0;
    for (const MultiPolygon& feature : features) {
        for (const Polygon& polygon : feature) {
            n += polygon.outer.size();
        }
    }
    return n;
}

TEST(Arcs, TwoSquaresShareOneBorder) {
    // The right one is cut where the left one has no point: both list the corners of the common side.
    const std::vector<MultiPolygon> features{box(0, 0, 10, 10), box(10, 0, 5, 10)};
    const Topology topology = build_topology(features);
    EXPECT_EQ(topology.arcs.size(), 3U);
    EXPECT_EQ(topology.overlapping_arcs, 0U);
    EXPECT_EQ(neighbours(topology), (std::vector<Neighbours>{{0, 1, 10}}));
    std::size_t shared = 0;
    for (const Arc& arc : topology.arcs) {
        shared += arc.left != kOutside && arc.right != kOutside ? 1 : 0;
    }
    EXPECT_EQ(shared, 1U);
}

TEST(Arcs, ACornerMakesNoNeighbours) {
    const std::vector<MultiPolygon> features{box(0, 0, 10, 10), box(10, 10, 10, 10)};
    EXPECT_TRUE(neighbours(build_topology(features)).empty());
}

TEST(Arcs, LevelZeroGivesBackTheFeatures) {
    const auto features = honeycomb(6, 5);
    const auto again = at_level(build_topology(features), 0);
    ASSERT_EQ(again.size(), features.size());
    for (std::size_t f = 0; f < features.size(); ++f) {
        EXPECT_NEAR(area(again[f]), area(features[f]), 1e-6 * area(features[f]));
        EXPECT_EQ(again[f][0].outer.size(), features[f][0].outer.size());
    }
}

/// No gap and no overlap at any level, by GEOS: the union has the area of the parts and no hole.
TEST(Arcs, NeighboursStayTightAtEveryLevel) {
    const Topology topology = build_topology(honeycomb(7, 6));
    std::size_t points = total_points(at_level(topology, 0));
    for (int level = 0; level < kLevels; ++level) {
        const auto features = at_level(topology, level);
        const MultiPolygon whole = unite(features);
        ASSERT_NEAR(area(whole), total_area(features), 1e-9 * area(whole)) << "level " << level;
        for (const Polygon& part : whole) {
            EXPECT_TRUE(part.holes.empty()) << "level " << level;
        }
        for (const MultiPolygon& feature : features) {
            EXPECT_EQ(why_invalid(feature), "") << "level " << level;
        }
        EXPECT_LE(total_points(features), points);
        points = total_points(features);
    }
    EXPECT_LT(points, total_points(at_level(topology, 0)) / 3);
}

TEST(Arcs, AnEnclaveVanishesTogetherWithItsHole) {
    MultiPolygon outer = box(0, 0, 10'000, 10'000);
    outer[0].holes.push_back({{5000, 5000}, {5000, 5020}, {5020, 5020}, {5020, 5000}});
    const std::vector<MultiPolygon> features{outer, box(5000, 5000, 20, 20)};
    const Topology topology = build_topology(features);
    EXPECT_EQ(neighbours(topology), (std::vector<Neighbours>{{0, 1, 80}}));
    const auto coarse = at_level(topology, 6); // 8192 m2
    EXPECT_TRUE(coarse[1].empty());
    ASSERT_EQ(coarse[0].size(), 1U);
    EXPECT_TRUE(coarse[0][0].holes.empty());
    EXPECT_DOUBLE_EQ(total_area(at_level(topology, 0)), 1e8);
    EXPECT_DOUBLE_EQ(total_area(coarse), 1e8);
}

TEST(Arcs, APointThatWouldSweepOverAnotherStays) {
    // The dent of the first feature holds the tip of the second: dropping the dent's point would cross it.
    const std::vector<MultiPolygon> features{
        {{{{0, 0}, {100, 0}, {100, 50}, {50, 20}, {0, 50}}, {}}},
        {{{{50, 30}, {60, 80}, {40, 80}}, {}}},
    };
    const Topology topology = build_topology(features);
    for (int level = 0; level < kLevels; ++level) {
        const auto shapes = at_level(topology, level);
        EXPECT_DOUBLE_EQ(area(intersect(shapes[0], shapes[1])), 0) << "level " << level;
    }
}

TEST(Arcs, BordersOfGroupsGoRoundThem) {
    const auto features = honeycomb(6, 6);
    const Topology topology = build_topology(features);
    std::vector<std::int32_t> groups(features.size(), kOutside);
    std::vector<MultiPolygon> members;
    for (const std::size_t f : {7U, 8U, 13U, 14U}) {
        groups[f] = 3;
        members.push_back(features[f]);
    }
    double length = 0;
    for (const std::uint32_t a : borders(topology, groups)) {
        Line line;
        append_arc(topology, a, 0, line);
        for (std::size_t i = 1; i < line.size(); ++i) {
            length += distance(line[i - 1], line[i]);
        }
    }
    double expected = 0;
    for (const Polygon& part : unite(members)) {
        const auto perimeter = [&](const Ring& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                expected += distance(ring[i], ring[(i + 1) % ring.size()]);
            }
        };
        perimeter(part.outer);
        std::ranges::for_each(part.holes, perimeter);
    }
    EXPECT_NEAR(length, expected, 1e-6 * expected);
}

TEST(Arcs, CrowdedAndScatteredPointsAreNumberedRight) {
    // Ten thousand points in one square metre and one feature a million kilometres off.
    auto features = honeycomb(20, 20, 0.05, 4);
    features.push_back(box(1e9, 1e9, 10, 10));
    const Topology topology = build_topology(features);
    EXPECT_EQ(topology.overlapping_arcs, 0U);
    double expected = 0;
    for (const MultiPolygon& feature : features) {
        expected += area(feature);
    }
    EXPECT_NEAR(total_area(at_level(topology, 0)), expected, 1e-9 * expected);
    EXPECT_EQ(neighbours(topology).size(), neighbours(build_topology(honeycomb(20, 20, 3000, 4))).size());
}

TEST(Arcs, OverlappingFeaturesAreCountedAndKept) {
    const std::vector<MultiPolygon> features{box(0, 0, 10, 10), box(0, 0, 10, 10)};
    const Topology topology = build_topology(features);
    EXPECT_EQ(topology.overlapping_arcs, 1U);
    EXPECT_DOUBLE_EQ(total_area(at_level(topology, 0)), 200);
}

TEST(Arcs, OddInputMakesNoHarm) {
    // Nothing, a feature without geometry, a ring of two points, a spike, a ring that goes round twice.
    const std::vector<MultiPolygon> features{
        {},
        {{{{0, 0}, {1, 1}}, {}}},
        {{{{0, 0}, {10, 0}, {20, 0}, {10, 0}, {10, 10}}, {}}},
        {{{{30, 0}, {40, 0}, {40, 10}, {30, 0}, {40, 0}, {40, 10}}, {}}},
    };
    const Topology topology = build_topology(features);
    EXPECT_TRUE(at_level(topology, 0)[0].empty());
    EXPECT_TRUE(at_level(topology, 0)[1].empty());
    EXPECT_FALSE(at_level(topology, 0)[2].empty());
    EXPECT_EQ(build_topology(std::vector<MultiPolygon>()), Topology{});
}

TEST(Arcs, BothDirectionsOfInputGiveTheSameBorders) {
    auto features = honeycomb(4, 4);
    const Topology expected = build_topology(features);
    for (std::size_t f = 0; f < features.size(); f += 2) { // clockwise, as some files are
        std::ranges::reverse(features[f][0].outer);
    }
    const Topology topology = build_topology(features);
    EXPECT_EQ(topology.overlapping_arcs, 0U);
    EXPECT_EQ(neighbours(topology).size(), neighbours(expected).size());
}

/// A ring with a point that is no number, or beyond all measure, is left out; the others stay.
TEST(Arcs, RingsOfNowhereAreLeftOut) {
    const Ring sound = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    for (const double wild :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
          -std::numeric_limits<double>::infinity(), 1e300, -1e13}) {
        Ring bad = sound;
        bad[2].x = wild;
        const std::vector<MultiPolygon> features = {{{sound, {}}}, {{bad, {}}}, {{sound, {bad}}}};
        const Topology topology = build_topology(features);
        EXPECT_EQ(topology.rings.size(), 2U) << wild;
        for (const Point p : topology.points) {
            EXPECT_LE(std::abs(p.x), 10);
        }
        for (int level = 0; level < kLevels; ++level) {
            EXPECT_EQ(at_level(topology, level).size(), 3U);
        }
    }
}

} // namespace
} // namespace maillage::geo
