// boundary_sums.h: areas and first moments as sums over pieces of boundaries (Green's theorem), and what the
// passes of coverage_area.cpp hand on to each other. Not for other callers.
#pragma once

#include "ground/moved_boundaries.h"
#include "ground/union_rings.h"

#include <array>

namespace maillage::ground {

/// Area and first moments from directed pieces of a boundary, summed about a local origin so that they can be
/// taken about any other: with c the cross product of a piece p, q, an area is the sum of c / 2 and its
/// moment that of (p + q) c / 6.
struct Sum {
    double twice_area = 0;
    Point moved;     ///< q - p
    Point moment;    ///< (p + q) c
    Point sum_by_dx; ///< (p + q) (q.x - p.x)
    Point sum_by_dy; ///< (p + q) (q.y - p.y)

    void add(Point p, Point q) {
        const double c = p.x * q.y - q.x * p.y;
        const Point both{p.x + q.x, p.y + q.y};
        const Point d{q.x - p.x, q.y - p.y};
        twice_area += c;
        moved = {moved.x + d.x, moved.y + d.y};
        moment = {moment.x + both.x * c, moment.y + both.y * c};
        sum_by_dx = {sum_by_dx.x + both.x * d.x, sum_by_dx.y + both.y * d.x};
        sum_by_dy = {sum_by_dy.x + both.x * d.y, sum_by_dy.y + both.y * d.y};
    }

    double about(Point local_origin, Point origin) const {
        return twice_area + (local_origin.x - origin.x) * moved.y - (local_origin.y - origin.y) * moved.x;
    }

    /// Six times the first moments.
    Point moment_about(Point local_origin, Point origin) const {
        const Point o{local_origin.x - origin.x, local_origin.y - origin.y};
        const double turn = o.x * moved.y - o.y * moved.x;
        return {moment.x + 2 * o.x * (twice_area + turn) + o.x * sum_by_dy.x - o.y * sum_by_dx.x,
                moment.y + 2 * o.y * (twice_area + turn) + o.x * sum_by_dy.y - o.y * sum_by_dx.y};
    }
};

using Sums = std::array<Sum, 2>; // depth 1, depth 2

struct ZoneSums {
    std::uint32_t zone = 0;
    Point origin;
    Sums sums;
};

/// What a block of polygons adds.
struct Share {
    std::vector<Point> origins; ///< one a polygon
    std::vector<Sums> sums;
    std::vector<ZoneSums> by_zone;
    std::vector<Crossing> on_borders; ///< of edges of zones with the sets
    std::vector<Run> runs;
};

} // namespace maillage::ground
