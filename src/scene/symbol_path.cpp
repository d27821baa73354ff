#include "scene/symbol_path.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maillage::scene {
namespace {

constexpr double kPi = std::numbers::pi;

/// Points on a circle from `from` to `to` (radians, clockwise on the screen from east).
void append_arc(ScreenPoint centre, double radius, double from, double to, std::vector<ScreenPoint>& path) {
    // A chord may leave the circle by a twentieth of a pixel.
    const double step = 2 * std::acos(std::clamp(1 - 0.05 / std::max(radius, 0.1), 0.0, 0.98));
    const double parts = std::ceil(std::abs(to - from) / step);
    const int n = parts > 2 ? static_cast<int>(std::min(parts, 10'000.0)) : 2; // 2 too for what is no number
    for (int i = 0; i <= n; ++i) {
        const double t = from + (to - from) * i / n;
        path.push_back({centre.x + radius * std::cos(t), centre.y + radius * std::sin(t)});
    }
}

/// Corners alternately on the outer and the inner radius, the first one on top.
std::vector<ScreenPoint> star(ScreenPoint at, int corners, double outer, double inner) {
    std::vector<ScreenPoint> path;
    for (int i = 0; i < corners; ++i) {
        const double t = 2 * kPi * i / corners - kPi / 2;
        const double r = i % 2 == 0 ? outer : inner;
        path.push_back({at.x + r * std::cos(t), at.y + r * std::sin(t)});
    }
    return path;
}

std::vector<ScreenPoint> cross_path(ScreenPoint at, double half) {
    const double arm = 0.36 * half;
    std::vector<ScreenPoint> path;
    for (const ScreenPoint p : {ScreenPoint{-arm, -half},
                                {arm, -half},
                                {arm, -arm},
                                {half, -arm},
                                {half, arm},
                                {arm, arm},
                                {arm, half},
                                {-arm, half},
                                {-arm, arm},
                                {-half, arm},
                                {-half, -arm},
                                {-arm, -arm}}) {
        path.push_back({at.x + p.x, at.y + p.y});
    }
    return path;
}

/// A drop: the head, and tangents that meet in the tip.
std::vector<ScreenPoint> pin(double size_px, ScreenPoint at) {
    const PinHead head = pin_head(size_px, at);
    const double depth = at.y - head.centre.y;
    const double tangent = std::acos(std::min(head.radius / depth, 1.0));
    std::vector<ScreenPoint> path{at};
    append_arc(head.centre, head.radius, kPi / 2 + tangent, 2.5 * kPi - tangent, path);
    return path;
}

/// A camera seen from above: its body, and the cone it looks into.
std::vector<ScreenPoint> wedge(ScreenPoint at, double half, double azimuth_deg) {
    const double look = azimuth_deg * kPi / 180 - kPi / 2;
    std::vector<ScreenPoint> path;
    append_arc(at, half, look - 0.6, look + 0.6, path);
    append_arc(at, 0.38 * half, look + 0.6, look + 2 * kPi - 0.6, path);
    return path;
}

} // namespace

PinHead pin_head(double size_px, ScreenPoint at) {
    return {{at.x, at.y - 0.64 * size_px}, 0.36 * size_px};
}

std::vector<ScreenPoint> symbol_path(Symbol symbol, double size_px, ScreenPoint at, double azimuth_deg) {
    const double half = size_px / 2;
    switch (symbol) {
    case Symbol::circle:
    case Symbol::ring: {
        std::vector<ScreenPoint> path;
        append_arc(at, half, 0, 2 * kPi, path);
        path.pop_back();
        return path;
    }
    case Symbol::square: {
        const double h = 0.86 * half; // looks as large as the circle
        return {{at.x - h, at.y - h}, {at.x + h, at.y - h}, {at.x + h, at.y + h}, {at.x - h, at.y + h}};
    }
    case Symbol::triangle:
        return {{at.x, at.y - half}, {at.x + half, at.y + 0.74 * half}, {at.x - half, at.y + 0.74 * half}};
    case Symbol::diamond:
        return star(at, 4, half, half);
    case Symbol::star:
        return star(at, 10, half, 0.42 * half);
    case Symbol::cross:
        return cross_path(at, half);
    case Symbol::pin:
        return pin(size_px, at);
    case Symbol::wedge:
        return wedge(at, half, azimuth_deg);
    }
    return {};
}

} // namespace maillage::scene
