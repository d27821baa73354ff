// text.h: lines of text by pango, on a cairo context.
#pragma once

#include "base/picture.h"
#include "scene/text.h"
#include "scene/view.h"

#include <string_view>

struct _cairo; // cairo_t

namespace maillage::paper {

struct TextLook {
    double size_px = 12;
    bool is_bold = false;
    Colour colour;
    Colour halo{0, 0, 0, 0};
    double halo_px = 0;
};

scene::TextSize measure(std::string_view text, double size_px, bool is_bold);
/// One line that starts at `baseline`; cut with an ellipsis at `max_width_px` when that is positive.
void draw_text(_cairo* cairo, std::string_view text, const TextLook& look, scene::ScreenPoint baseline,
               double max_width_px = 0);

} // namespace maillage::paper
