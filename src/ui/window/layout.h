// layout.h: where the four zones of the window stand; splitters resize them and keys fold them.
#pragma once

#include "ui/kit/widgets.h"

namespace maillage::ui {

struct Layout {
    float left_width = 320, right_width = 430, bottom_height = 212; ///< logical pixels
    bool has_left = true, has_right = true, has_bottom = true;
    bool is_map_alone = false;  ///< F11
    bool is_presenting = false; ///< map with its time line and the title, nothing to click
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// A folded zone has no width or height.
struct Zones {
    Rect top, left, map, timeline, right, bottom, status;
};

Zones arrange(const Layout& layout, float width, float height, float scale);
/// Draws the lines between the zones and lets the mouse move them.
void draw_splitters(Layout& layout, const Zones& zones, const Ui& ui);

} // namespace maillage::ui
