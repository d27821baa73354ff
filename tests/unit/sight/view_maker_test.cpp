#include "sight/view_maker.h"
#include "support/bench_town.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace maillage::sight {
namespace {

TEST(ViewMaker, GivesWhatOneViewAtATimeGives) {
    const test::Town town = test::make_town(400, 150);
    const Walls walls(town.footprints);
    Progress progress;
    const auto all = visible_areas(town.views, walls, {}, progress);
    ViewMaker make(walls);
    for (std::size_t i = 0; i < town.views.size(); ++i) {
        EXPECT_EQ(make(town.views[i]), all[i]) << i;
        EXPECT_EQ(visible_area(town.views[i], walls), all[i]) << i;
    }
}

TEST(ViewMaker, NeighboursFollowEachOther) {
    std::vector<geo::Point> eyes;
    for (int i = 0; i < 1000; ++i) { // a scattered order of a grid of 3,200 m
        const int k = i * 377 % 1024;
        eyes.push_back({745000 + 100.0 * (k % 32), 6940000 + 100.0 * (k / 32)});
    }
    eyes.push_back({std::numeric_limits<double>::quiet_NaN(), 0});
    const auto order = near_to_near(eyes);
    std::vector<std::size_t> sorted = order;
    std::ranges::sort(sorted);
    std::vector<std::size_t> every(eyes.size());
    std::iota(every.begin(), every.end(), 0U);
    EXPECT_EQ(sorted, every);
    double walked = 0;
    double as_given = 0;
    for (std::size_t i = 2; i < order.size(); ++i) {
        walked += geo::distance(eyes[order[i - 1]], eyes[order[i]]);
        as_given += geo::distance(eyes[i - 2], eyes[i - 1]);
    }
    EXPECT_LT(walked, as_given / 4);
}

} // namespace
} // namespace maillage::sight
