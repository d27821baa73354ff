// cgal_visibility.h: what CGAL's triangular expansion says is seen, with exact constructions. An independent
// check of the sweep, built only where CGAL is installed.
#pragma once

#include "geo/geometry.h"

#include <vector>

namespace maillage::test {

/// The ground seen from `eye`, which stands outside every footprint and inside `limit`, up to the border of
/// `limit`, which is convex. Coordinates are taken about the eye.
geo::Polygon seen_by_cgal(const std::vector<geo::Polygon>& footprints, geo::Point eye,
                          const geo::Polygon& limit);

} // namespace maillage::test
