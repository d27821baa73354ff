// contours.h: approximate limits of communes, computed from their centres and areas alone. Not their
// real limits.
#pragma once

#include "base/progress.h"
#include "geo/geometry.h"

#include <span>
#include <vector>

namespace maillage::example {

struct Seed {
    geo::Point centre;  ///< metric CRS
    double area_m2 = 0; ///< in the plane of that CRS
};

/// One shape a seed, same order: the cells of a power diagram whose weights are solved for so that every cell
/// has its seed's area (Aurenhammer, Hoffmann, Aronov 1998), clipped to a smooth hull of the whole. Cells
/// that touch share bit-identical vertices and leave neither gap nor overlap.
std::vector<geo::MultiPolygon> approximate_contours(std::span<const Seed> seeds, Progress& progress);

} // namespace maillage::example
