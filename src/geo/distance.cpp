#include "geo/distance.h"

#include <algorithm>
#include <limits>

namespace maillage::geo {
namespace {

double distance_to_edges(Point p, const Ring& ring) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        nearest = std::min(nearest, distance_to_segment(p, ring[j], ring[i]));
    }
    return nearest;
}

} // namespace

double distance_to_segment(Point p, Point a, Point b) {
    const Point d{b.x - a.x, b.y - a.y};
    const double length2 = d.x * d.x + d.y * d.y;
    const double t =
        length2 > 0 ? std::clamp(((p.x - a.x) * d.x + (p.y - a.y) * d.y) / length2, 0.0, 1.0) : 0.0;
    return distance(p, {a.x + t * d.x, a.y + t * d.y});
}

double distance_to(Point p, const Polygon& polygon) {
    if (contains(polygon, p)) {
        return 0;
    }
    double nearest = distance_to_edges(p, polygon.outer);
    for (const Ring& hole : polygon.holes) {
        nearest = std::min(nearest, distance_to_edges(p, hole));
    }
    return nearest;
}

double distance_to(Point p, const MultiPolygon& polygons) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const Polygon& polygon : polygons) {
        nearest = std::min(nearest, distance_to(p, polygon));
    }
    return nearest;
}

} // namespace maillage::geo
