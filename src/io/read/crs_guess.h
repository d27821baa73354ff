// crs_guess.h: which coordinate system numbers are in. Declared first, plausible second, never a silent
// guess. Private.
#pragma once

#include "geo/geometry.h"

#include <optional>
#include <string>
#include <vector>

class OGRSpatialReference;

namespace maillage::io {

/// EPSG code of what a file declares, found by its code or by its parameters (ESRI .prj files carry no code).
/// Empty when it is none we can name.
std::optional<int> declared_epsg(const OGRSpatialReference& crs);

/// The systems in which coordinates of this extent lie in France: one when the numbers leave no doubt.
/// `target_epsg` is the metric system of the département, which tells overseas from the metropolis; 0 when
/// not known.
std::vector<int> plausible_epsg(const geo::Box& extent, int target_epsg);

} // namespace maillage::io
