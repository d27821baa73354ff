#include "sight/view_cuts.h"

#include "geo/overlay.h"
#include "sight/view_rim.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace maillage::sight {

using exact::cross_sign;
using exact::minus;

namespace {

constexpr double kRadians = std::numbers::pi / 180;

double distance_to(Point a, Point b) {
    const Point ab = minus(b, a);
    const double length2 = norm2(ab);
    const double t = length2 > 0 ? std::clamp(-(a.x * ab.x + a.y * ab.y) / length2, 0.0, 1.0) : 0;
    return std::sqrt(norm2(plus(a, scaled(ab, t))));
}

/// What rounding leaves between two shadows that meet: nobody stands on a square millimetre.
void drop_slivers(geo::MultiPolygon& ground) {
    std::erase_if(ground, [](const geo::Polygon& p) { return geo::area(p) < 1e-6; });
}

/// What a shape covers as seen from the eye, which is the origin.
struct Cone {
    Point right, left;
    double near2 = 0;    ///< square of the distance of its nearest point
    bool is_wide = true; ///< half of the horizon or more
};

Cone cone_of(const geo::Ring& ring, Point eye) {
    Cone cone{minus(ring.front(), eye), minus(ring.front(), eye), std::numeric_limits<double>::infinity(),
              false};
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point p = minus(ring[i], eye);
        cone.right = cross(cone.right, p) < 0 ? p : cone.right;
        cone.left = cross(cone.left, p) > 0 ? p : cone.left;
        const double near = distance_to(p, minus(ring[i + 1 == ring.size() ? 0 : i + 1], eye));
        cone.near2 = std::min(cone.near2, near * near);
    }
    for (const Point corner : ring) {
        const Point p = minus(corner, eye);
        cone.is_wide = cone.is_wide || cross(cone.right, p) < 0 || cross(cone.left, p) > 0;
    }
    return cone;
}

/// Seen ground is star-shaped about the eye: ground behind a shape can be seen only where the shape stands in
/// it. False when that is certain not to be.
bool may_hide(const Cone& cone, const geo::MultiPolygon& seen, Point eye) {
    const auto is_between = [](Point p, Point right, Point left) {
        return cross(right, p) >= 0 && cross(p, left) >= 0;
    };
    for (const geo::Polygon& part : seen) {
        const geo::Ring& ring = part.outer;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point p = minus(ring[i], eye);
            const Point q = minus(ring[i + 1 == ring.size() ? 0 : i + 1], eye);
            const bool is_far = norm2(p) >= cone.near2 || norm2(q) >= cone.near2;
            if (is_far && (cone.is_wide || is_between(p, cone.right, cone.left) ||
                           is_between(q, cone.right, cone.left) || is_between(cone.right, p, q))) {
                return true;
            }
        }
    }
    return false;
}

/// The ground from a row of walls, counter-clockwise about the eye, to `scale` times as far, or beyond the
/// range.
void add_shadow(const std::vector<Point>& walls, double scale, Point eye, double range,
                geo::MultiPolygon& to) {
    if (walls.empty()) {
        return;
    }
    double near = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < walls.size(); ++i) {
        near = std::min(near, distance_to(walls[i - 1], walls[i]));
    }
    const double by = std::min(scale, 1 + 2 * range / std::max(near, 1e-6));
    geo::Ring ring{plus(eye, walls.front())};
    for (const Point p : walls) {
        ring.push_back(plus(eye, scaled(p, by)));
    }
    for (std::size_t i = walls.size() - 1; i > 0; --i) {
        ring.push_back(plus(eye, walls[i]));
    }
    to.push_back({std::move(ring), {}});
}

} // namespace

void take_low_buildings(const View& view, const Walls& walls, std::span<const std::size_t> low, Point eye,
                        double target_height_m, VisibleArea& area) {
    std::vector<geo::MultiPolygon> hidden;
    const double camera = *view.height_m;
    const double target = target_height_m;
    for (const std::size_t i : low) {
        const double height = walls.height_m(i);
        geo::MultiPolygon shape{walls.polygons().polygon(i)};
        if (shape.front().outer.size() < 3) {
            shape.clear();
        } else if (!may_hide(cone_of(shape.front().outer, eye), area.ground, eye)) {
            continue;
        }
        if (height > target) {
            const double scale = (camera - target) / (camera - height);
            for (const PolygonIndex::Part& part : walls.polygons().parts(walls.polygons().shape(i))) {
                std::vector<Point> far_walls; // that follow one another
                for (std::uint32_t k = part.first; k < part.first + part.edges; ++k) {
                    const Point p = minus(*walls.polygons().vertex(k), eye);
                    const Point q = minus(*walls.polygons().vertex(k + 1), eye);
                    if (cross_sign(p, q) <= 0) { // a front wall: the shadow of the far walls goes farther
                        add_shadow(far_walls, scale, eye, view.range_m, shape);
                        far_walls.clear();
                        continue;
                    }
                    if (far_walls.empty()) {
                        far_walls.push_back(p);
                    }
                    far_walls.push_back(q);
                }
                add_shadow(far_walls, scale, eye, view.range_m, shape);
            }
        }
        hidden.push_back(std::move(shape));
    }
    if (hidden.empty()) {
        return;
    }
    area.ground = geo::subtract(geo::make_valid(area.ground), geo::unite(hidden));
    drop_slivers(area.ground);
    area.area_m2 = geo::area(area.ground);
}

void take_dead_zone(const View& view, const Rim& rim, bool is_full_circle, bool has_walls_at_hand, Point eye,
                    double arc_step_deg, VisibleArea& area) {
    const double ratio = std::min(view.min_range_m, view.range_m) / view.range_m;
    geo::Ring inner;
    for (const Point p : rim.points) {
        inner.push_back(plus(eye, scaled(p, ratio)));
    }
    if (is_full_circle) {
        inner.pop_back();
    }
    // Where no wall stands in the dead zone it is a hole or a notch.
    const bool is_whole = area.ground.size() == 1 && !has_walls_at_hand;
    bool is_free = is_whole && ratio < 1;
    if (is_free) {
        const geo::Ring& ring = area.ground.front().outer;
        for (std::size_t i = is_full_circle ? 0 : 1; i < ring.size() && is_free; ++i) {
            const std::size_t next = (i + 1) % ring.size();
            if (next != 0 || is_full_circle) {
                is_free = distance_to(minus(ring[i], eye), minus(ring[next], eye)) > view.min_range_m;
            }
        }
    }
    if (is_free && is_full_circle) {
        std::ranges::reverse(inner);
        area.ground.front().holes.push_back(std::move(inner));
    } else if (is_free) {
        geo::Ring& ring = area.ground.front().outer;
        ring.erase(ring.begin()); // the eye
        ring.insert(ring.end(), inner.rbegin(), inner.rend());
    } else {
        // The rest of the circle too, lest slivers stay along the sides of the sector.
        const double open_deg = 360 - view.fov_deg;
        const std::size_t steps = steps_for(std::max(open_deg, 0.0), arc_step_deg) + 1;
        for (std::size_t i = 1; i < steps && !is_full_circle; ++i) {
            const double angle = (90 - view.azimuth_deg + view.fov_deg / 2 +
                                  open_deg * static_cast<double>(i) / static_cast<double>(steps)) *
                                 kRadians;
            inner.push_back(plus(eye, scaled({std::cos(angle), std::sin(angle)}, view.min_range_m)));
        }
        area.ground = geo::subtract(geo::make_valid(area.ground), {{inner, {}}});
        drop_slivers(area.ground);
    }
    area.area_m2 = geo::area(area.ground);
}

} // namespace maillage::sight
