#include "base/error.h"
#include "geo/box_index.h"
#include "geo/crs.h"
#include "geo/geometry.h"
#include "geo/overlay.h"
#include "geo/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace maillage::geo {
namespace {

MultiPolygon square(double x, double y, double side) {
    return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}}};
}

// Reference values: toolkit of the project, computed apart with cs2cs.
TEST(Crs, LambertTwoExtendedGoesThroughTheNationalGrid) {
    const auto p = Reprojection(27572, 2154)({600000, 2430000});
    ASSERT_TRUE(p);
    EXPECT_NEAR(p->x, 651329.8074, 1e-3);
    EXPECT_NEAR(p->y, 6863348.4608, 1e-3);
    const auto degrees = Reprojection(27572, 4326)({600000, 2430000});
    const auto direct = Reprojection(2154, 4326)(*p);
    ASSERT_TRUE(degrees && direct);
    EXPECT_NEAR(degrees->x, direct->x, 1e-9);
    EXPECT_NEAR(degrees->y, direct->y, 1e-9);
}

TEST(Crs, LaonIsWhereItIs) {
    const auto p = Reprojection(kWgs84, kLambert93)({3.6245, 49.5641});
    ASSERT_TRUE(p);
    EXPECT_NEAR(p->x, 745199.0256, 1e-3); // gdaltransform
    EXPECT_NEAR(p->y, 6940716.6583, 1e-3);
    EXPECT_NEAR(meridian_convergence_deg(kLambert93, *p), 0.7256 * (3.6245 - 3), 0.01);
    EXPECT_GT(areal_scale_inverse(kLambert93, *p), 0.997);
    EXPECT_LT(areal_scale_inverse(kLambert93, *p), 1.0);
}

// Expected: proj_factors of PROJ 9.1.1 at the same points.
TEST(Crs, ConvergenceAndScaleAgreeWithProj) {
    struct Case {
        int epsg;
        Point degrees;
        double convergence_deg, areal_scale;
    };

    for (const Case& c : {Case{2154, {3.6, 49.5}, 0.435364659032, 1.000852453701},
                          Case{5490, {-61, 16}, 0.551485578988, 1.000332982482},
                          Case{2975, {55.5, -21}, 0.537660881141, 0.999800777654}}) {
        const Point p = Reprojection(kWgs84, c.epsg)(c.degrees).value();
        EXPECT_NEAR(meridian_convergence_deg(c.epsg, p), c.convergence_deg, 1e-7) << c.epsg;
        EXPECT_NEAR(areal_scale_inverse(c.epsg, p) * c.areal_scale, 1, 1e-8) << c.epsg;
    }
}

TEST(Crs, OverseasHasItsOwn) {
    EXPECT_EQ(metric_crs("02"), 2154);
    EXPECT_EQ(metric_crs("974"), 2975);
    EXPECT_TRUE(is_geographic(4326));
    EXPECT_FALSE(is_geographic(2154));
    EXPECT_THROW(Reprojection(999999, 2154), InputError);
}

TEST(Crs, GeodesicAreaFollowsTheScaleOfTheProjection) {
    const MultiPolygon km2 = square(745000, 6940000, 1000);
    const double expected = 1e6 * areal_scale_inverse(kLambert93, {745500, 6940500});
    EXPECT_NEAR(geodesic_area_m2(kLambert93, km2) / expected, 1, 1e-7);
}

TEST(Geometry, AreaContainsAndCentroid) {
    MultiPolygon shape = square(700000, 6900000, 10);
    shape[0].holes.push_back({{700002, 6900002}, {700004, 6900002}, {700004, 6900004}, {700002, 6900004}});
    normalise(shape);
    EXPECT_DOUBLE_EQ(area(shape), 96);
    EXPECT_LT(signed_area(shape[0].holes[0]), 0);
    EXPECT_TRUE(contains(shape, {700005, 6900005}));
    EXPECT_FALSE(contains(shape, {700003, 6900003}));
    EXPECT_NEAR(centroid(shape).x, 700000 + (100 * 5.0 - 4 * 3.0) / 96, 1e-6);
}

TEST(Overlay, UnitesIntersectsAndRepairs) {
    const std::vector<MultiPolygon> parts = {square(0, 0, 10), square(5, 0, 10)};
    EXPECT_DOUBLE_EQ(area(unite(parts)), 150);
    EXPECT_DOUBLE_EQ(area(intersect(parts[0], parts[1])), 50);
    EXPECT_DOUBLE_EQ(area(subtract(parts[0], parts[1])), 50);
    const MultiPolygon bow_tie = {{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}};
    EXPECT_FALSE(why_invalid(bow_tie).empty());
    EXPECT_DOUBLE_EQ(area(make_valid(bow_tie)), 50);
    EXPECT_TRUE(contains(parts[0], interior_point(parts[0])));
    EXPECT_TRUE(unite({}).empty());
}

TEST(BoxIndex, FindsWhatALinearSearchFinds) {
    std::mt19937 random(1);
    const auto coordinate = [&] { return static_cast<double>(random() % 1000); };
    for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 500U}) {
        std::vector<Box> boxes(count);
        for (Box& box : boxes) {
            box.extend(Point{coordinate(), coordinate()});
            box.extend(Point{box.min.x + coordinate() / 20, box.min.y + coordinate() / 20});
        }
        const BoxIndex index(boxes);
        for (int i = 0; i < 50; ++i) {
            const Point corner{coordinate(), coordinate()};
            const Box around{corner, {corner.x + 40, corner.y + 40}};
            std::vector<std::size_t> expected;
            for (std::size_t k = 0; k < boxes.size(); ++k) {
                if (boxes[k].intersects(around)) {
                    expected.push_back(k);
                }
            }
            std::vector<std::size_t> found;
            index.for_each(around, [&](std::size_t k) { found.push_back(k); });
            std::ranges::sort(found);
            EXPECT_EQ(found, expected);
        }
    }
}

TEST(Table, ReadsValuesWhateverTheirType) {
    EXPECT_EQ(to_number(Value("12,5")), 12.5);
    EXPECT_EQ(to_number(Value("ndiff")), std::nullopt);
    EXPECT_TRUE(is_missing(Value("NA")));
    EXPECT_EQ(to_integer(Value(std::int64_t{4})), 4);
    EXPECT_EQ(to_bool(Value("Oui")), true);
    EXPECT_EQ(to_text(Value(0.1)), "0.1");
}

} // namespace
} // namespace maillage::geo
