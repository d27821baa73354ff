// bench_town.h: a made-up town of any size at one density, and cameras in its streets.
#pragma once

#include "sight/visibility.h"
#include "support/random_scene.h"

namespace maillage::test {

struct Town {
    std::vector<geo::Polygon> footprints;
    std::vector<sight::View> views;
};

/// Square blocks of 90 m with streets of 13 m, eight houses or a terrace of eight a block: about 850 a km2.
inline Town make_town(int houses, int cameras, std::uint64_t seed = 1) {
    constexpr double kPitch_m = 97;
    constexpr double kStreet_m = 13;
    Dice dice(seed);
    Town town;
    const int blocks = static_cast<int>(std::ceil(std::sqrt(houses / 8.0)));
    const geo::Point origin{745000, 6940000};
    const double turn = 0.3;
    const auto place = [&](geo::Polygon p) {
        p = turned(std::move(p), {0, 0}, turn);
        for (geo::Point& q : p.outer) {
            q = {origin.x + q.x, origin.y + q.y};
        }
        return p;
    };
    for (int b = 0; b < blocks * blocks && static_cast<int>(town.footprints.size()) < houses; ++b) {
        const double x = (b % blocks) * kPitch_m;
        const double y = b / blocks * kPitch_m;
        const double lot = (kPitch_m - kStreet_m) / 4;
        const bool is_terrace = dice.chance(0.25);
        for (int k = 0; k < 8; ++k) {
            const double lx = x + k % 4 * lot;
            const double ly = y + (k < 4 ? 0 : 50);
            town.footprints.push_back(place(is_terrace ? rectangle(lx, ly, lot, 11)
                                                       : rectangle(lx + dice.real(0, 4), ly + dice.real(0, 4),
                                                                   dice.real(8, 16), dice.real(8, 24))));
        }
    }
    for (int i = 0; i < cameras; ++i) {
        sight::View view;
        const double along = dice.real(0, blocks * kPitch_m);
        const double across =
            dice.integer(1, std::max(1, blocks - 1)) * kPitch_m - dice.real(1, kStreet_m - 1);
        const geo::Polygon p = place(dice.chance(0.5) ? geo::Polygon{{{along, across}}, {}}
                                                      : geo::Polygon{{{across, along}}, {}});
        view.eye = p.outer.front();
        town.views.push_back(view);
    }
    return town;
}

} // namespace maillage::test
