// facade_openings.h: where an eye that stands on walls can look: the half-plane before a facade, the angle
// before a corner. A part of viewer.cpp, not for other callers.
#pragma once

#include "sight/polygon_index.h"
#include "sight/sweep.h"

#include <span>
#include <vector>

namespace maillage::sight {

/// An eye this near to the wall of a footprint that holds it stands on it.
inline constexpr double kOnWall_m = 0.001;

/// The view's sector without what the walls of the `touched` footprints, which the eye stands on, hide.
std::vector<Sector> openings(const PolygonIndex& polygons, std::span<const std::size_t> touched, Point eye,
                             const Sector& sector);

} // namespace maillage::sight
