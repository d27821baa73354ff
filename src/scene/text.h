// text.h: how large a line of text is. Fonts belong to whoever draws.
#pragma once

#include <functional>
#include <string_view>

namespace maillage::scene {

struct TextSize {
    double width = 0;
    double ascent = 0;  ///< above the baseline
    double descent = 0; ///< under it, positive
};

/// Size in pixels of one line of text at `size_px`.
using MeasureText = std::function<TextSize(std::string_view text, double size_px, bool is_bold)>;

} // namespace maillage::scene
