// union_rings.h: joins the outermost boundary pieces of overlapping polygons into polygons. A part of
// coverage_area.cpp, not for other callers.
#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maillage::ground {

/// A piece of the boundary of a union, its inside on the left. Consecutive pieces of one ring are one run.
struct Run {
    std::uint32_t polygon = 0; ///< whose boundary it is
    geo::Line points;          ///< first and last equal: a whole ring
};

/// The polygons that runs of one connected union enclose, or nothing when loose ends or areas do not fit
/// together. `area_m2` is what they must add up to; `has_shared_edge` when polygons of the union may share
/// stretches.
geo::MultiPolygon join_runs(std::span<const Run* const> runs, bool has_shared_edge, double area_m2);

} // namespace maillage::ground
