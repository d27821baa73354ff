// triangulate.h: a polygon with holes as triangles, for drawing.
#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <vector>

namespace maillage::scene {

/// `points` are the polygon's vertices, outer ring then holes; those of the repaired polygon when it was
/// invalid.
struct Triangles {
    std::vector<geo::Point> points;
    std::vector<std::uint32_t> indices; ///< three a triangle
    bool is_fallback = false;           ///< the input was invalid: it was repaired first
};

/// Ear clipping; when the triangles do not add up to the polygon's area, the GLU tessellator. Always ends,
/// whatever the coordinates; non-finite ones give no triangle.
Triangles triangulate(const geo::Polygon& polygon);
double area(const Triangles& triangles);

} // namespace maillage::scene
