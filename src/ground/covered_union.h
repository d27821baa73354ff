// covered_union.h: the polygons of the union, from the outermost pieces of the boundaries, one connected
// piece after the other. A part of coverage_area.cpp, not for other callers.
#pragma once

#include "base/progress.h"
#include "ground/boundary_sums.h"
#include "ground/pair_crossings.h"

#include <span>

namespace maillage::ground {

geo::MultiPolygon build_union(const sight::PolygonIndex& sets, std::span<const Pairs> pairs,
                              std::span<const Share> shares, unsigned threads, Progress& progress);

} // namespace maillage::ground
