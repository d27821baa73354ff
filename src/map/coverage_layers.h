// coverage_layers.h: the ground that cameras really see, drawn by band of detail: the stronger the band the
// darker the fill and the firmer the line, so that the order is told without colour.
#pragma once

#include "map/map_scene.h"

#include <vector>

namespace maillage::map {

/// Fields are too small to be seen on a map of the département.
inline constexpr scene::Fade kFieldFade{30, 120, 1, 0};

/// One style a band, weakest first, after the one for ground seen in less detail than any band asks for.
/// Nearly opaque, so that a band looks the same whatever the map shows under it.
std::vector<scene::AreaStyle> band_styles(std::size_t bands, bool is_dark);
/// The fields of all cameras whose validity the results tell; the legend says what the bands are. Classes of
/// the layer: the levels of `band_styles`, uncertain, expired, and once more the levels, hidden: bands within
/// fields that are not in force.
void add_coverage(const MapInput& input, scene::Scene& out, scene::LegendGroup& legend);

} // namespace maillage::map
