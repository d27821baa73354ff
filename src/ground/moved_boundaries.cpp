#include "ground/moved_boundaries.h"

namespace maillage::ground {

bool holds(const sight::PolygonIndex& index, const sight::PolygonIndex::Shape& shape, Point v, int shift) {
    bool is_inside = false;
    const auto is_above = [&](Point p) { return p.y > v.y || (p.y == v.y && shift > 0); };
    for (const sight::PolygonIndex::Part& part : index.parts(shape)) {
        if (part.box.max.y < v.y || part.box.min.y > v.y || part.box.max.x < v.x) {
            continue;
        }
        const Point* p = index.vertex(part.first);
        for (std::uint32_t i = 0; i < part.edges; ++i) {
            const bool up = is_above(p[i + 1]);
            if (up != is_above(p[i])) {
                is_inside ^= (moved_side(p[i], p[i + 1], v, -shift) > 0) == up;
            }
        }
    }
    return is_inside;
}

} // namespace maillage::ground
