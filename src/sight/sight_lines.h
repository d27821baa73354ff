// sight_lines.h: what stands on the straight line from a camera to a point.
#pragma once

#include "sight/walls.h"

#include <optional>

namespace maillage::sight {

/// The building whose wall first cuts the sight line from one point to another, both at any height.
std::optional<std::size_t> first_wall(geo::Point from, geo::Point to, const Walls& walls);

/// The nearest building that hides a target of that height at `to` from a camera at `from`: every one on the
/// sight line when the camera's height is unknown, else those that reach up to the line. Empty when none
/// does.
std::optional<std::size_t> hiding_building(geo::Point from, std::optional<double> camera_height_m,
                                           geo::Point to, double target_height_m, const Walls& walls);

} // namespace maillage::sight
