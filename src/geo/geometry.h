// geometry.h: points, lines and polygons in the plane of one metric CRS. Plain values, metres, no library
// type.
#pragma once

#include <algorithm>
#include <limits>
#include <variant>
#include <vector>

namespace maillage::geo {

struct Point {
    double x = 0; ///< metres east
    double y = 0; ///< metres north
    friend bool operator==(const Point&, const Point&) = default;
    friend auto operator<=>(const Point&, const Point&) = default;
};

struct Box {
    Point min{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    Point max{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

    bool is_empty() const { return min.x > max.x || min.y > max.y; }

    double width() const { return is_empty() ? 0 : max.x - min.x; }

    double height() const { return is_empty() ? 0 : max.y - min.y; }

    Point centre() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }

    void extend(Point p) {
        min = {std::min(min.x, p.x), std::min(min.y, p.y)};
        max = {std::max(max.x, p.x), std::max(max.y, p.y)};
    }

    void extend(const Box& box) {
        min = {std::min(min.x, box.min.x), std::min(min.y, box.min.y)};
        max = {std::max(max.x, box.max.x), std::max(max.y, box.max.y)};
    }

    bool contains(Point p) const { return p.x >= min.x && p.x <= max.x && p.y >= min.y && p.y <= max.y; }

    bool intersects(const Box& o) const {
        return min.x <= o.max.x && o.min.x <= max.x && min.y <= o.max.y && o.min.y <= max.y;
    }

    Box grown(double metres) const {
        return {{min.x - metres, min.y - metres}, {max.x + metres, max.y + metres}};
    }

    friend bool operator==(const Box&, const Box&) = default;
};

/// Open: the first point is not repeated at the end. At least three points once past `io`.
using Ring = std::vector<Point>;
using Line = std::vector<Point>;
using MultiLine = std::vector<Line>;

/// Outer ring counter-clockwise, holes clockwise once past `io`.
struct Polygon {
    Ring outer;
    std::vector<Ring> holes;
    friend bool operator==(const Polygon&, const Polygon&) = default;
};

using MultiPolygon = std::vector<Polygon>;
/// std::monostate: a row without geometry, which is legal everywhere.
using Geometry = std::variant<std::monostate, Point, MultiLine, MultiPolygon>;

Box bounds(const Ring& ring);
Box bounds(const Polygon& polygon);
Box bounds(const MultiPolygon& polygons);
Box bounds(const Geometry& geometry);
/// Positive when counter-clockwise. Summed about the first point, so that large coordinates lose nothing.
double signed_area(const Ring& ring);
/// Plane area in m2, holes taken out. For what people read use `geodesic_area_m2` (crs.h).
double area(const Polygon& polygon);
double area(const MultiPolygon& polygons);
double distance(Point a, Point b);
/// Even-odd rule; a point exactly on an edge may fall on either side.
bool contains(const Ring& ring, Point p);
bool contains(const Polygon& polygon, Point p);
bool contains(const MultiPolygon& polygons, Point p);
/// Area centroid; the mean of the points when the area is zero.
Point centroid(const MultiPolygon& polygons);
/// Makes outer rings counter-clockwise and holes clockwise; drops repeated points and rings of less than
/// three.
void normalise(MultiPolygon& polygons);

} // namespace maillage::geo
