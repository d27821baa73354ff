// overlay.h: union, intersection and repair of polygons, by GEOS, which stays in the .cpp. Thread safe.
#pragma once

#include "geo/geometry.h"

#include <span>
#include <string>

namespace maillage::geo {

/// Result is normalised; lower-dimensional leftovers (points, lines) are dropped.
MultiPolygon unite(std::span<const MultiPolygon> parts);
MultiPolygon intersect(const MultiPolygon& a, const MultiPolygon& b);
MultiPolygon subtract(const MultiPolygon& a, const MultiPolygon& b);
/// GEOS' structure method: valid polygons covering what the input meant. Valid input comes back as it was.
MultiPolygon make_valid(const MultiPolygon& polygons);
/// Empty when valid, else what is wrong in GEOS' words.
std::string why_invalid(const MultiPolygon& polygons);
MultiPolygon buffer(const MultiPolygon& polygons, double metres, int quadrant_segments = 8);
/// Lines that follow one another joined wherever just two of them meet: a road cut in pieces is one line
/// again.
MultiLine merge_lines(const MultiLine& lines);
/// A point inside, for labels and joins.
Point interior_point(const MultiPolygon& polygons);

} // namespace maillage::geo
