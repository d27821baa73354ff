// view.h: which part of the map is on the screen. Screen coordinates are pixels from the top left corner.
#pragma once

#include "geo/geometry.h"

namespace maillage::scene {

struct ScreenPoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const ScreenPoint&, const ScreenPoint&) = default;
};

struct ScreenBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    bool intersects(const ScreenBox& o) const {
        return x < o.x + o.width && o.x < x + width && y < o.y + o.height && o.y < y + height;
    }

    ScreenBox grown(double px) const { return {x - px, y - px, width + 2 * px, height + 2 * px}; }

    friend bool operator==(const ScreenBox&, const ScreenBox&) = default;
};

struct View {
    geo::Point centre;
    double metres_per_pixel = 100;
    int width = 0; ///< physical pixels
    int height = 0;
    double scale = 1; ///< multiplies symbols, lines and text: 2 on a dense screen or in print

    ScreenPoint to_screen(geo::Point p) const;
    geo::Point to_map(ScreenPoint p) const;
    /// The ground that is visible.
    geo::Box box() const;
    friend bool operator==(const View&, const View&) = default;
};

/// False for a view of nowhere: without scale, or about what is no point. Nothing is drawn in it.
bool is_sound(const View& view);

/// Space kept free around what is fitted, in pixels.
struct Margins {
    double left = 0, top = 0, right = 0, bottom = 0;
};

/// The view of that size that shows all of `box`. An empty or flat box gets at least 100 m of ground.
View fit(const geo::Box& box, int width, int height, double scale = 1, Margins margins = {});
/// `factor` 2 shows twice as much detail; the ground under the cursor stays under it.
View zoom_at(const View& view, ScreenPoint cursor, double factor);
/// Moves the picture by that many pixels: the ground follows the hand.
View pan(const View& view, double dx_px, double dy_px);
/// The same centre and scale in a window of another size.
View resized(const View& view, int width, int height);

} // namespace maillage::scene
