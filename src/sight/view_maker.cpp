#include "sight/view_maker.h"

#include "sight/morton.h"
#include "sight/viewer.h"

#include <algorithm>
#include <cmath>

namespace maillage::sight {

struct ViewMaker::State {
    sight::Viewer viewer;
};

ViewMaker::ViewMaker(const Walls& walls, const VisibilityParams& params)
    : state_(std::make_unique<State>(State{sight::Viewer(walls, params)})) {}

ViewMaker::~ViewMaker() = default;
ViewMaker::ViewMaker(ViewMaker&&) noexcept = default;
ViewMaker& ViewMaker::operator=(ViewMaker&&) noexcept = default;

VisibleArea ViewMaker::operator()(const View& view) {
    return state_->viewer.see(view);
}

std::vector<std::size_t> near_to_near(std::span<const geo::Point> eyes) {
    constexpr double kCell_m = 128;
    const auto cell = [](double v) {
        return static_cast<std::uint32_t>(std::clamp(v / kCell_m, -1e9, 1e9) + 1e9);
    };
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    keys.reserve(eyes.size());
    for (std::size_t i = 0; i < eyes.size(); ++i) {
        const bool is_sound = std::isfinite(eyes[i].x) && std::isfinite(eyes[i].y);
        keys.emplace_back(is_sound ? morton(cell(eyes[i].x), cell(eyes[i].y)) : 0, i);
    }
    std::ranges::sort(keys);
    std::vector<std::size_t> order;
    order.reserve(keys.size());
    for (const auto& [key, index] : keys) {
        order.push_back(index);
    }
    return order;
}

} // namespace maillage::sight
