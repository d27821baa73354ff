// labels.h: where labels stand. Fonts are not known here: text is measured by a function.
#pragma once

#include "scene/scene.h"
#include "scene/text.h"
#include "scene/view.h"

#include <cstddef>
#include <vector>

namespace maillage::scene {

struct PlacedLabel {
    std::size_t label = 0; ///< index in LabelSet::labels
    ScreenPoint baseline;  ///< left end of the baseline
    ScreenBox box;         ///< the text with its halo
};

/// Places labels by priority without overlap among them and with the symbols of layers that block labels.
/// Then those that would be cut by the window or run into `taken` (the furniture) are left out. Stable while
/// panning: neither the window nor the furniture decides where a label stands, only whether it is shown.
std::vector<PlacedLabel> place_labels(const Scene& scene, const View& view, const MeasureText& measure,
                                      const std::vector<ScreenBox>& taken);

/// The pixels that a symbol of `size_px` (already scaled) covers when it stands at `at`.
ScreenBox symbol_box(Symbol symbol, double size_px, ScreenPoint at);

} // namespace maillage::scene
