#include "scene/scene.h"

#include <type_traits>

namespace maillage::scene {

std::shared_ptr<const Shapes> make_shapes(std::vector<geo::MultiPolygon> polygons,
                                          std::vector<std::uint32_t> ids) {
    auto shapes = std::make_shared<Shapes>();
    shapes->polygons = std::move(polygons);
    shapes->ids = std::move(ids);
    shapes->boxes.reserve(shapes->polygons.size());
    for (const geo::MultiPolygon& polygon : shapes->polygons) {
        shapes->boxes.push_back(geo::bounds(polygon));
    }
    return shapes;
}

Theme light_theme() {
    return {};
}

Theme dark_theme() {
    Theme theme;
    theme.ink = colour(0xe8eaed);
    theme.muted = colour(0x9aa3ae);
    theme.panel = colour(0x22272e, 242);
    theme.panel_line = colour(0x3a424d);
    theme.ground = colour(0x171b20);
    theme.halo = colour(0x171b20);
    theme.banner_fill = colour(0x3d3316);
    theme.banner_line = colour(0x8a6d1f);
    theme.banner_ink = colour(0xf3d27a);
    return theme;
}

geo::Box bounds(const Scene& scene) {
    geo::Box box;
    const auto extend = [&](const auto& layer) {
        using T = std::decay_t<decltype(layer)>;
        if constexpr (std::is_same_v<T, ImageLayer>) {
            return; // the base map of a region may be the whole country
        } else if constexpr (std::is_same_v<T, CoverageLayer> || std::is_same_v<T, BorderLayer>) {
            box.extend(layer.coverage->bounds());
        } else if constexpr (std::is_same_v<T, PolygonLayer>) {
            for (const geo::Box& part : layer.shapes->boxes) {
                box.extend(part);
            }
        } else if constexpr (std::is_same_v<T, LineLayer>) {
            for (const geo::Line& line : *layer.lines) {
                box.extend(geo::bounds(line));
            }
        } else {
            for (const geo::Point p : layer.points->positions) {
                box.extend(p);
            }
        }
    };
    for (const Layer& layer : scene.layers) {
        std::visit(extend, layer);
    }
    return box;
}

} // namespace maillage::scene
