// distance.h: from a point to lines and shapes, in metres of the plane.
#pragma once

#include "geo/geometry.h"

namespace maillage::geo {

double distance_to_segment(Point p, Point a, Point b);
/// 0 inside; infinite for an empty shape.
double distance_to(Point p, const Polygon& polygon);
double distance_to(Point p, const MultiPolygon& polygons);

} // namespace maillage::geo
