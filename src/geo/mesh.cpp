#include "geo/mesh.h"

#include <cmath>

namespace maillage::geo {

std::optional<std::vector<Point>> mesh_points(const MultiPolygon& outline, double step, std::size_t most) {
    std::vector<Point> points;
    const Box box = bounds(outline);
    if (box.is_empty()) {
        return points;
    }
    constexpr double kMostLooked = 1e8; // a mesh of a metre over a département would never end
    if ((box.max.x - box.min.x) / step * ((box.max.y - box.min.y) / step) > kMostLooked) {
        return std::nullopt;
    }
    const auto first = [&](double low) { return std::llround(std::ceil(low / step)); };
    for (long long i = first(box.min.x); static_cast<double>(i) * step <= box.max.x; ++i) {
        for (long long j = first(box.min.y); static_cast<double>(j) * step <= box.max.y; ++j) {
            const Point p{static_cast<double>(i) * step, static_cast<double>(j) * step};
            if (!contains(outline, p)) {
                continue;
            }
            if (points.size() == most) {
                return std::nullopt;
            }
            points.push_back(p);
        }
    }
    return points;
}

} // namespace maillage::geo
