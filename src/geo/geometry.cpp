#include "geo/geometry.h"

#include <cmath>

namespace maillage::geo {
namespace {

void clean(Ring& ring) {
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    while (ring.size() > 1 && ring.front() == ring.back()) {
        ring.pop_back();
    }
}

void orient(Ring& ring, bool counter_clockwise) {
    if ((signed_area(ring) > 0) != counter_clockwise) {
        std::ranges::reverse(ring);
    }
}

} // namespace

Box bounds(const Ring& ring) {
    Box box;
    for (const Point p : ring) {
        box.extend(p);
    }
    return box;
}

Box bounds(const Polygon& polygon) {
    return bounds(polygon.outer);
}

Box bounds(const MultiPolygon& polygons) {
    Box box;
    for (const Polygon& polygon : polygons) {
        box.extend(bounds(polygon));
    }
    return box;
}

Box bounds(const Geometry& geometry) {
    Box box;
    if (const auto* point = std::get_if<Point>(&geometry)) {
        box.extend(*point);
    } else if (const auto* lines = std::get_if<MultiLine>(&geometry)) {
        for (const Line& line : *lines) {
            box.extend(bounds(line));
        }
    } else if (const auto* polygons = std::get_if<MultiPolygon>(&geometry)) {
        box.extend(bounds(*polygons));
    }
    return box;
}

double signed_area(const Ring& ring) {
    if (ring.size() < 3) {
        return 0;
    }
    const Point o = ring.front();
    double twice = 0;
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
        twice += (ring[i].x - o.x) * (ring[i + 1].y - o.y) - (ring[i + 1].x - o.x) * (ring[i].y - o.y);
    }
    return twice / 2;
}

double area(const Polygon& polygon) {
    double sum = std::abs(signed_area(polygon.outer));
    for (const Ring& hole : polygon.holes) {
        sum -= std::abs(signed_area(hole));
    }
    return sum;
}

double area(const MultiPolygon& polygons) {
    double sum = 0;
    for (const Polygon& polygon : polygons) {
        sum += area(polygon);
    }
    return sum;
}

double distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

bool contains(const Ring& ring, Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point a = ring[i];
        const Point b = ring[j];
        if ((a.y > p.y) != (b.y > p.y)) {
            // Orientation test rather than a division: exact for the ordinary case.
            const double cross = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
            inside ^= (b.y > a.y) == (cross > 0);
        }
    }
    return inside;
}

bool contains(const Polygon& polygon, Point p) {
    return contains(polygon.outer, p) &&
           std::ranges::none_of(polygon.holes, [&](const Ring& hole) { return contains(hole, p); });
}

bool contains(const MultiPolygon& polygons, Point p) {
    return std::ranges::any_of(polygons, [&](const Polygon& polygon) { return contains(polygon, p); });
}

Point centroid(const MultiPolygon& polygons) {
    double twice = 0;
    Point moment;
    Point mean;
    std::size_t count = 0;
    const Box box = bounds(polygons);
    const Point o = box.is_empty() ? Point{} : box.centre();
    const auto add = [&](const Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const Point a{ring[j].x - o.x, ring[j].y - o.y};
            const Point b{ring[i].x - o.x, ring[i].y - o.y};
            const double cross = a.x * b.y - b.x * a.y;
            twice += cross;
            moment = {moment.x + (a.x + b.x) * cross, moment.y + (a.y + b.y) * cross};
            mean = {mean.x + b.x, mean.y + b.y};
            ++count;
        }
    };
    for (const Polygon& polygon : polygons) {
        add(polygon.outer);
        for (const Ring& hole : polygon.holes) {
            add(hole);
        }
    }
    if (twice != 0) {
        return {o.x + moment.x / (3 * twice), o.y + moment.y / (3 * twice)};
    }
    const double n = count == 0 ? 1 : static_cast<double>(count);
    return {o.x + mean.x / n, o.y + mean.y / n};
}

void normalise(MultiPolygon& polygons) {
    for (Polygon& polygon : polygons) {
        clean(polygon.outer);
        orient(polygon.outer, true);
        for (Ring& hole : polygon.holes) {
            clean(hole);
            orient(hole, false);
        }
        std::erase_if(polygon.holes, [](const Ring& hole) { return hole.size() < 3; });
    }
    std::erase_if(polygons, [](const Polygon& polygon) { return polygon.outer.size() < 3; });
}

} // namespace maillage::geo
