// moved_boundaries.h: on which side of each other the boundaries of polygons lie, and where they cross, with
// one answer where they touch. The innermost of coverage_area.cpp, inline for its passes; not for other
// callers.
#pragma once

#include "sight/polygon_index.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace maillage::ground {

using geo::Point;
using sight::exact::minus;
using sight::exact::side;

// Two boundaries that touch or share an edge are told apart as if polygon k were moved by k times an
// infinitely small (e, e2): every sign below then has one answer, the same wherever it is asked, and no piece
// is counted twice or lost. `shift` is the sign of how far the second polygon is moved relative to the first.

/// Side of the line a, b on which c lies; c belongs to the polygon that is moved by `shift` relative to a and
/// b.
inline int moved_side(Point a, Point b, Point c, int shift) {
    if (const int s = side(a, b, c); s != 0) {
        return s;
    }
    if (a.y != b.y) {
        return b.y > a.y ? -shift : shift;
    }
    return b.x > a.x ? shift : -shift;
}

/// Whether `v` lies in a shape of `index` that is moved by `shift` relative to it.
bool holds(const sight::PolygonIndex& index, const sight::PolygonIndex::Shape& shape, Point v, int shift);

/// Where an edge crosses the boundary of another polygon.
struct Crossing {
    std::uint32_t edge = 0;    ///< vertex that the edge starts at
    std::int32_t step = 0;     ///< +1 when it enters the other polygon, -1 when it leaves
    double t = 0;              ///< along the edge
    std::uint32_t other = 0;   ///< vertex that the other polygon's edge starts at
    std::uint32_t polygon = 0; ///< the other polygon
};

/// Parameter along a, b of the crossing with c, d.
inline double parameter(Point a, Point b, Point c, Point d) {
    const Point cd = minus(d, c);
    const Point ca = minus(a, c);
    const Point cb = minus(b, c);
    const double at_a = std::abs(cd.x * ca.y - cd.y * ca.x);
    const double at_b = std::abs(cd.x * cb.y - cd.y * cb.x);
    return at_a + at_b > 0 ? at_a / (at_a + at_b) : 0;
}

/// 0 when edge a, b does not cross c, d; else 1 when it enters the polygon on the left of c, d, -1 when it
/// leaves.
inline int crossing_step(Point a, Point b, Point c, Point d, int shift) {
    if (moved_side(a, b, c, shift) == moved_side(a, b, d, shift)) {
        return 0;
    }
    const int from = moved_side(c, d, a, -shift);
    return from == moved_side(c, d, b, -shift) ? 0 : -from;
}

/// An edge with its bounds, copied out of the index: the innermost loop tests each several times.
struct Edge {
    Point a;
    Point b;
    geo::Box box;
    std::uint32_t start = 0;
};

inline Edge make_edge(const Point* p, std::uint32_t start) {
    return {p[0],
            p[1],
            {{std::min(p[0].x, p[1].x), std::min(p[0].y, p[1].y)},
             {std::max(p[0].x, p[1].x), std::max(p[0].y, p[1].y)}},
            start};
}

template <class Visit>
void each_edge(const sight::PolygonIndex& index, const sight::PolygonIndex::Shape& shape, Visit&& visit) {
    for (const sight::PolygonIndex::Part& part : index.parts(shape)) {
        for (std::uint32_t e = part.first; e < part.first + part.edges; ++e) {
            visit(e);
        }
    }
}

inline int code(Point p, const geo::Box& box) {
    return (p.x < box.min.x ? 1 : 0) | (p.x > box.max.x ? 2 : 0) | (p.y < box.min.y ? 4 : 0) |
           (p.y > box.max.y ? 8 : 0);
}

/// Visits the edges that may meet the box.
template <class Visit>
void each_edge_in(const sight::PolygonIndex& index, const sight::PolygonIndex::Shape& shape,
                  const geo::Box& box, Visit&& visit) {
    for (const sight::PolygonIndex::Part& part : index.parts(shape)) {
        if (!part.box.intersects(box)) {
            continue;
        }
        const Point* p = index.vertex(part.first);
        int from = code(p[0], box);
        for (std::uint32_t i = 0; i < part.edges; ++i) {
            const int to = code(p[i + 1], box);
            if ((from & to) == 0) {
                visit(part.first + i);
            }
            from = to;
        }
    }
}

/// Whether two edges whose boxes meet lie on one line.
inline bool is_shared(Point a, Point b, Point c, Point d) {
    return side(a, b, c) == 0 && side(a, b, d) == 0;
}

inline bool by_place(const Crossing& x, const Crossing& y) {
    return x.edge != y.edge ? x.edge < y.edge : x.t != y.t ? x.t < y.t : x.other < y.other;
}

inline Point between(Point a, Point b, double t) {
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

} // namespace maillage::ground
