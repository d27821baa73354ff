// Ten thousand random scenes against GEOS, and a million places in them against every wall: minutes, so
// labelled slow and left out of the ordinary run.
#include "support/random_scene.h"

#include <gtest/gtest.h>

namespace maillage::sight {
namespace {

TEST(VisibilitySlow, EqualsShadowSubtractionAndEverySightLineOnTenThousandScenes) {
    std::size_t compared = 0;
    int told = 0;
    double worst_area = 0;
    double worst_difference = 0;
    for (std::uint64_t seed = 10'001; compared < 10'000; ++seed) {
        const test::Scene scene = test::random_scene(seed);
        const VisibleArea area = visible_area(scene.view, Walls(scene.footprints));
        if (area.status != ViewStatus::clear) {
            continue;
        }
        ++compared;
        const geo::MultiPolygon expected = test::seen_by_shadows(scene);
        const double whole = geo::area(sector_of(scene.view));
        const double difference = test::symmetric_difference_m2(area.ground, expected);
        EXPECT_NEAR(area.area_m2, geo::area(expected), 1e-6 * whole) << seed;
        EXPECT_LT(difference, 1e-3) << seed;
        EXPECT_EQ(test::wrong_places(scene, area.ground, 100, seed, told), 0) << seed;
        worst_area = std::max(worst_area, std::abs(area.area_m2 - geo::area(expected)) / whole);
        worst_difference = std::max(worst_difference, difference);
    }
    EXPECT_GT(told, 800'000); // the others lie too near a border to be told
    // In parts per billion and square millimetres: properties are text with six digits.
    RecordProperty("worst_relative_area_ppb", std::to_string(worst_area * 1e9));
    RecordProperty("worst_symmetric_difference_mm2", std::to_string(worst_difference * 1e6));
}

} // namespace
} // namespace maillage::sight
