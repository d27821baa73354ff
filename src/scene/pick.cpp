#include "scene/pick.h"

#include "scene/labels.h"

#include <algorithm>
#include <cmath>

namespace maillage::scene {
namespace {

double distance_to(const ScreenBox& box, ScreenPoint p) {
    const double dx = std::max({box.x - p.x, 0.0, p.x - box.x - box.width});
    const double dy = std::max({box.y - p.y, 0.0, p.y - box.y - box.height});
    return std::hypot(dx, dy);
}

void pick_points(const PointLayer& layer, std::size_t index, const View& view, ScreenPoint cursor,
                 double tolerance_px, std::vector<Pick>& to) {
    const Points& points = *layer.points;
    const std::size_t first = to.size();
    std::vector<double> centre_distance;
    for (std::size_t i = 0; i < points.positions.size(); ++i) {
        const std::uint16_t k = layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i];
        if (k == kNoClass) {
            continue;
        }
        const SymbolStyle& style = layer.classes[k];
        const double size = style.size_px * view.scale;
        const ScreenPoint at = view.to_screen(points.positions[i]);
        const double d = style.symbol == Symbol::pin
                             ? distance_to(symbol_box(style.symbol, size, at), cursor)
                             : std::max(std::hypot(at.x - cursor.x, at.y - cursor.y) - size / 2, 0.0);
        if (d <= tolerance_px * view.scale) {
            const double whole = std::hypot(at.x - cursor.x, at.y - cursor.y);
            to.push_back({index, points.ids.empty() ? static_cast<std::uint32_t>(i) : points.ids[i], whole});
        }
    }
    std::stable_sort(to.begin() + static_cast<std::ptrdiff_t>(first), to.end(),
                     [](const Pick& a, const Pick& b) { return a.distance_px < b.distance_px; });
}

void pick_areas(const Layer& layer, std::size_t index, geo::Point at, std::vector<Pick>& to) {
    if (const auto* coverage = std::get_if<CoverageLayer>(&layer);
        coverage != nullptr && coverage->is_pickable) {
        const std::int32_t feature = coverage->coverage->feature_at(at);
        if (feature != geo::kOutside) {
            to.push_back({index, static_cast<std::uint32_t>(feature), 0});
        }
    }
    if (const auto* areas = std::get_if<PolygonLayer>(&layer); areas != nullptr && areas->is_pickable) {
        const Shapes& shapes = *areas->shapes;
        for (std::size_t i = shapes.polygons.size(); i-- > 0;) {
            const bool is_hidden = !areas->class_of.empty() && areas->class_of[i] == kNoClass;
            if (!is_hidden && shapes.boxes[i].contains(at) && geo::contains(shapes.polygons[i], at)) {
                to.push_back({index, shapes.ids.empty() ? static_cast<std::uint32_t>(i) : shapes.ids[i], 0});
            }
        }
    }
}

} // namespace

std::vector<Pick> pick(const Scene& scene, const View& view, ScreenPoint cursor, double tolerance_px) {
    std::vector<Pick> found;
    for (std::size_t i = scene.layers.size(); i-- > 0;) {
        const auto* points = std::get_if<PointLayer>(&scene.layers[i]);
        if (points != nullptr && points->is_pickable) {
            pick_points(*points, i, view, cursor, tolerance_px, found);
        }
    }
    for (std::size_t i = scene.layers.size(); i-- > 0;) {
        pick_areas(scene.layers[i], i, view.to_map(cursor), found);
    }
    return found;
}

std::optional<Pick> nearest_point(const Scene& scene, const View& view, ScreenPoint cursor,
                                  double tolerance_px) {
    std::vector<Pick> found;
    for (std::size_t i = scene.layers.size(); i-- > 0;) {
        const auto* points = std::get_if<PointLayer>(&scene.layers[i]);
        if (points != nullptr && points->is_pickable) {
            pick_points(*points, i, view, cursor, tolerance_px, found);
        }
    }
    const auto nearest = std::ranges::min_element(found, {}, &Pick::distance_px);
    return nearest == found.end() ? std::nullopt : std::optional(*nearest);
}

} // namespace maillage::scene
