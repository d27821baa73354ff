#include "ui/window/window_place.h"

#include <algorithm>

namespace maillage::ui {

namespace {

constexpr int kFirstWidth = 1440;
constexpr int kFirstHeight = 900;
constexpr int kLeastWidth = 640; ///< less, and the panels leave no map
constexpr int kLeastHeight = 480;
constexpr int kGrasp = 120; ///< of the upper edge: what the mouse needs to drag the window back

int shared(int from, int length, int other_from, int other_length) {
    return std::min(from + length, other_from + other_length) - std::max(from, other_from);
}

bool can_be_grasped(const session::WindowPlace& kept, const ScreenArea& screen) {
    return shared(kept.x, kept.width, screen.x, screen.width) >= kGrasp && kept.y >= screen.y &&
           kept.y <= screen.y + screen.height - kGrasp;
}

} // namespace

Opening opening(const session::WindowPlace& kept, std::span<const ScreenArea> screens) {
    const bool is_first = kept.width < 1 || kept.height < 1;
    Opening out{is_first ? kFirstWidth : std::max(kept.width, kLeastWidth),
                is_first ? kFirstHeight : std::max(kept.height, kLeastHeight)};
    if (screens.empty()) {
        return out;
    }
    const auto here =
        std::ranges::find_if(screens, [&](const ScreenArea& screen) { return can_be_grasped(kept, screen); });
    const ScreenArea& screen = here == screens.end() ? screens.front() : *here;
    out.width = std::min(out.width, screen.width);
    out.height = std::min(out.height, screen.height);
    if (!is_first && here != screens.end()) {
        out.has_place = true;
        out.x = kept.x;
        out.y = kept.y;
    }
    return out;
}

} // namespace maillage::ui
