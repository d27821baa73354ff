#include "scene/view.h"

#include "scene/level.h"

#include <algorithm>
#include <cmath>

namespace maillage::scene {

ScreenPoint View::to_screen(geo::Point p) const {
    return {width / 2.0 + (p.x - centre.x) / metres_per_pixel,
            height / 2.0 - (p.y - centre.y) / metres_per_pixel};
}

geo::Point View::to_map(ScreenPoint p) const {
    return {centre.x + (p.x - width / 2.0) * metres_per_pixel,
            centre.y - (p.y - height / 2.0) * metres_per_pixel};
}

geo::Box View::box() const {
    geo::Box box;
    box.extend(to_map({0, 0}));
    box.extend(to_map({static_cast<double>(width), static_cast<double>(height)}));
    return box;
}

bool is_sound(const View& view) {
    constexpr double kFarthest_m = 1e12;
    return view.metres_per_pixel >= 1e-9 && view.metres_per_pixel <= kFarthest_m &&
           std::abs(view.centre.x) <= kFarthest_m && std::abs(view.centre.y) <= kFarthest_m;
}

View fit(const geo::Box& box, int width, int height, double scale, Margins margins) {
    View view{{0, 0}, 1, std::max(width, 1), std::max(height, 1), scale};
    if (box.is_empty()) {
        return view;
    }
    const double free_width = std::max(view.width - margins.left - margins.right, 1.0);
    const double free_height = std::max(view.height - margins.top - margins.bottom, 1.0);
    const double ground_width = std::max(box.width(), 100.0);
    const double ground_height = std::max(box.height(), 100.0);
    view.metres_per_pixel = std::max(ground_width / free_width, ground_height / free_height);
    view.centre = box.centre();
    view.centre.x -= (margins.left - margins.right) / 2 * view.metres_per_pixel;
    view.centre.y += (margins.top - margins.bottom) / 2 * view.metres_per_pixel;
    return view;
}

View zoom_at(const View& view, ScreenPoint cursor, double factor) {
    View zoomed = view;
    // From one millimetre to two hundred kilometres a pixel: beyond, single precision and sense are lost.
    zoomed.metres_per_pixel = std::clamp(view.metres_per_pixel / factor, 1e-3, 2e5);
    const geo::Point before = view.to_map(cursor);
    const geo::Point after = zoomed.to_map(cursor);
    zoomed.centre = {zoomed.centre.x + before.x - after.x, zoomed.centre.y + before.y - after.y};
    return zoomed;
}

View pan(const View& view, double dx_px, double dy_px) {
    View moved = view;
    moved.centre = {view.centre.x - dx_px * view.metres_per_pixel,
                    view.centre.y + dy_px * view.metres_per_pixel};
    return moved;
}

View resized(const View& view, int width, int height) {
    View changed = view;
    changed.width = std::max(width, 1);
    changed.height = std::max(height, 1);
    return changed;
}

int level_for(double metres_per_pixel) {
    int level = 0;
    while (level + 1 < geo::kLevels &&
           geo::level_area_m2(level + 1) <= metres_per_pixel * metres_per_pixel * (1 + 1e-9)) {
        ++level;
    }
    return level;
}

} // namespace maillage::scene
