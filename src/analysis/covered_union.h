// covered_union.h: the polygons of the union, from the outermost pieces of the boundaries, one connected
// piece after the other. A part of coverage_area.cpp, not for other callers.
#pragma once

#include "analysis/boundary_sums.h"
#include "analysis/pair_crossings.h"
#include "base/progress.h"

#include <span>

namespace maillage::analysis::ground {

geo::MultiPolygon build_union(const PolygonIndex& sets, std::span<const Pairs> pairs,
                              std::span<const Share> shares, unsigned threads, Progress& progress);

} // namespace maillage::analysis::ground
