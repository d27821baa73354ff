// legend.h: which lines of a legend explain something that a view shows. A legend that lists what is
// elsewhere is long where the map has least to say.
#pragma once

#include "scene/scene.h"
#include "scene/view.h"

#include <vector>

namespace maillage::scene {

/// The lines of an adapted scene whose layer (and class of it) has something in the view, in their order;
/// groups left without lines go. Classes of a coverage are one scale: it stays whole as long as many features
/// are seen.
std::vector<LegendGroup> legend_in(const Scene& scene, const View& view);

} // namespace maillage::scene
