// mesh.h: the points of a regular mesh inside an outline.
#pragma once

#include "geo/geometry.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace maillage::geo {

/// Multiples of `step` in x and y that lie inside, by x and then y: an outline that moves a little keeps most
/// of them, and outlines that overlap share theirs. Nothing when there are more than `most`. Pre-condition:
/// step > 0.
std::optional<std::vector<Point>> mesh_points(const MultiPolygon& outline, double step, std::size_t most);

} // namespace maillage::geo
