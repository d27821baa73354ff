// coverage_layers.h: the ground that cameras really see, drawn by band of detail: the stronger the band the darker the
// fill and the firmer the line, so that the order is told without colour.
#pragma once

#include "app/map_scene.h"

#include <vector>

namespace maillage::app {

/// One style a band, weakest first, after the one for ground seen in less detail than any band asks for.
struct BandStyles {
    std::vector<scene::AreaStyle> outer; ///< for a polygon that nothing lies under
    std::vector<scene::AreaStyle> inner; ///< for one drawn over the weaker bands: its fill adds to theirs
};

BandStyles band_styles(std::size_t bands, bool is_dark);
/// The fields of all cameras whose validity the results tell; the legend says what the bands are.
void add_coverage(const MapInput& input, scene::Scene& out, scene::LegendGroup& legend);

} // namespace maillage::app
