#include "sight/sight_lines.h"

#include "sight/sweep.h"

#include <cmath>
#include <limits>

namespace maillage::sight {

using exact::cross_sign;
using exact::minus;
using exact::side;

std::optional<std::size_t> first_wall(geo::Point from, geo::Point to, const Walls& walls) {
    const Point eye = exact::snap(from);
    const Point d = minus(exact::snap(to), eye);
    geo::Box box{eye, eye};
    box.extend(plus(eye, d));
    std::optional<std::size_t> first;
    double nearest = std::numeric_limits<double>::infinity();
    const PolygonIndex& polygons = walls.polygons();
    polygons.each(box, [&](std::size_t index) {
        for (const PolygonIndex::Part& part : polygons.parts(polygons.shape(index))) {
            const Point* v = polygons.vertex(part.first);
            for (std::uint32_t i = 0; i < part.edges; ++i) {
                const Point p = minus(v[i], eye);
                const Point q = minus(v[i + 1], eye);
                // A front wall that spans the sight line, with the target behind it.
                if (cross_sign(p, q) >= 0 || cross_sign(q, d) < 0 || cross_sign(d, p) < 0 ||
                    side(q, p, d) >= 0) {
                    continue;
                }
                const Point hit = meet(q, p, d);
                const double at = norm2(hit);
                if (at < nearest || (at == nearest && index < *first)) {
                    nearest = at;
                    first = index;
                }
            }
        }
    });
    return first;
}

std::optional<std::size_t> hiding_building(geo::Point from, std::optional<double> camera_height_m,
                                           geo::Point to, double target_height_m, const Walls& walls) {
    const Point eye = exact::snap(from);
    const Point d = minus(exact::snap(to), eye);
    const double length2 = norm2(d);
    if (length2 == 0) {
        return std::nullopt;
    }
    geo::Box box{eye, eye};
    box.extend(plus(eye, d));
    const double unknown = -std::numeric_limits<double>::infinity();
    std::optional<std::size_t> nearest;
    double nearest_at = std::numeric_limits<double>::infinity();
    const PolygonIndex& polygons = walls.polygons();
    polygons.each(box, [&](std::size_t index) {
        const double height = walls.height_m(index);
        double first = std::numeric_limits<double>::infinity();
        bool hides = height >= camera_height_m.value_or(unknown);
        for (const PolygonIndex::Part& part : polygons.parts(polygons.shape(index))) {
            const Point* v = polygons.vertex(part.first);
            for (std::uint32_t i = 0; i < part.edges; ++i) {
                const Point p = minus(v[i], eye);
                const Point q = minus(v[i + 1], eye);
                const int hp = cross_sign(d, p);
                const int hq = cross_sign(d, q);
                const bool is_behind_target = cross_sign(p, q) < 0 ? side(q, p, d) >= 0 : side(p, q, d) >= 0;
                if ((hp > 0) == (hq > 0) || cross_sign(p, q) == 0 || is_behind_target) {
                    continue;
                }
                const Point hit = meet(q, p, d);
                const double along = (hit.x * d.x + hit.y * d.y) / length2;
                if (along < 0) {
                    continue;
                }
                first = std::min(first, along);
                // The far edge of a roof counts, too: the sight line is lowest there.
                hides = hides || (camera_height_m &&
                                  height >= *camera_height_m - (*camera_height_m - target_height_m) * along);
            }
        }
        if (hides && (first < nearest_at || (first == nearest_at && index < *nearest)) &&
            std::isfinite(first)) {
            nearest_at = first;
            nearest = index;
        }
    });
    return nearest;
}

} // namespace maillage::sight
