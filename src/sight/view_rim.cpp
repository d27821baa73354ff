#include "sight/view_rim.h"

#include <cmath>

namespace maillage::sight {

std::size_t steps_for(double angle_deg, double step_deg) {
    return static_cast<std::size_t>(std::max(1.0, std::ceil(angle_deg / step_deg - 1e-9)));
}

std::vector<Point> arc(double radius, double from_rad, double step_rad, std::size_t steps) {
    std::vector<Point> points;
    points.reserve(steps + 1);
    for (std::size_t i = 0; i <= steps; ++i) {
        const double angle = from_rad + static_cast<double>(i) * step_rad;
        points.push_back({radius * std::cos(angle), radius * std::sin(angle)});
    }
    return points;
}

Rim opening_rim(const Rim& whole, bool is_full_circle, double range, const Sector& opening,
                const Frame& frame) {
    Rim rim;
    rim.inner_radius = whole.inner_radius;
    const double last_key = frame.key(opening.last);
    const auto on_chord = [&](Point d) {
        for (std::size_t i = 0; i + 1 < whole.points.size(); ++i) {
            const Point a = whole.points[i];
            const Point b = whole.points[i + 1];
            if (cross(a, d) >= 0 && cross(d, b) >= 0 && a.x * d.x + a.y * d.y > 0) {
                return meet(a, b, d);
            }
        }
        return scaled(d, range / std::sqrt(norm2(d)));
    };
    std::vector<std::pair<double, Point>> inner;
    for (std::size_t i = is_full_circle ? 1 : 0; i < whole.points.size(); ++i) {
        const double key = frame.key(whole.points[i]);
        if (key > 0 && key < last_key) {
            inner.emplace_back(key, whole.points[i]);
        }
    }
    std::ranges::sort(inner);
    rim.points.push_back(on_chord(opening.first));
    rim.keys.push_back(0);
    for (const auto& [key, p] : inner) {
        rim.points.push_back(p);
        rim.keys.push_back(key);
    }
    rim.points.push_back(on_chord(opening.last));
    rim.keys.push_back(last_key);
    return rim;
}

} // namespace maillage::sight
