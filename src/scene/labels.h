// labels.h: where labels and page furniture stand. Fonts are not known here: text is measured by a function.
#pragma once

#include "scene/scene.h"
#include "scene/view.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::scene {

struct TextSize {
    double width = 0;
    double ascent = 0;  ///< above the baseline
    double descent = 0; ///< under it, positive
};

/// Size in pixels of one line of text at `size_px`.
using MeasureText = std::function<TextSize(std::string_view text, double size_px, bool is_bold)>;

struct PlacedLabel {
    std::size_t label = 0; ///< index in LabelSet::labels
    ScreenPoint baseline;  ///< left end of the baseline
    ScreenBox box;         ///< the text with its halo
};

/// Places labels by priority, without overlap among them, with the symbols of layers that block labels, and
/// with `taken`. Stable while panning: labels out of the window by less than its size are placed too, so that
/// the edge of the window does not decide.
std::vector<PlacedLabel> place_labels(const Scene &scene, const View &view, const MeasureText &measure,
                                      const std::vector<ScreenBox> &taken);

struct ScaleBar {
    double length_m = 0; ///< 1, 2 or 5 times a power of ten
    double length_px = 0;
    std::string text; ///< "10 km"
};

/// The longest round length that fits in `max_px`.
ScaleBar scale_bar(double metres_per_pixel, double max_px);

/// Where the furniture stands; boxes are empty (width 0) for what is absent.
struct FurnitureLayout {
    ScreenBox title; ///< title and subtitle together
    ScreenBox banner;
    ScreenBox legend;
    ScreenBox north;
    ScreenBox scale;
    ScreenBox footer; ///< date, source and profile: one strip at the bottom
    ScaleBar bar;
    std::vector<ScreenBox> taken() const;
};

FurnitureLayout lay_out(const Furniture &furniture, const View &view, const MeasureText &measure);
/// What `fit` should keep free so that the map does not run under the furniture.
Margins furniture_margins(const Furniture &furniture, int width, int height, double scale,
                          const MeasureText &measure);

} // namespace maillage::scene
