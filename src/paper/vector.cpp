#include "paper/vector.h"

#include "scene/level.h"
#include "scene/lines.h"
#include "scene/symbol_path.h"

#include <cairo/cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>

namespace maillage::paper {
namespace {

using scene::ScreenPoint;

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};

bool is_visible(Colour colour) {
    return colour.a > 0;
}

/// The place of a pattern within its first period: far from it steps would be lost to rounding.
double within(double anchor, double period) {
    const double rest = std::fmod(anchor, period);
    return std::isfinite(rest) ? rest : 0;
}

/// Parallel lines over a box, at 45 degrees, through the anchor.
void add_hatch_lines(cairo_t* cairo, double x1, double y1, double x2, double y2, double spacing,
                     bool is_rising, ScreenPoint anchor) {
    const double step = spacing * std::numbers::sqrt2;
    const double height = y2 - y1;
    // x + y = c for rising lines, x - y = c for falling ones.
    const double origin = within(is_rising ? anchor.x + anchor.y : anchor.x - anchor.y, step);
    const double low = is_rising ? x1 + y1 : x1 - y2;
    const double high = is_rising ? x2 + y2 : x2 - y1;
    for (double c = origin + std::ceil((low - origin) / step) * step; c <= high; c += step) {
        cairo_move_to(cairo, is_rising ? c - y1 : c + y1, y1);
        cairo_rel_line_to(cairo, is_rising ? -height : height, height);
    }
}

void paint_hatch(cairo_t* cairo, const scene::HatchStyle& style, double scale, double opacity,
                 ScreenPoint anchor) {
    cairo_save(cairo);
    double x1 = 0;
    double y1 = 0;
    double x2 = 0;
    double y2 = 0;
    cairo_clip(cairo); // consumes the path
    cairo_clip_extents(cairo, &x1, &y1, &x2, &y2);
    set_source(cairo, style.colour, opacity);
    const double spacing = style.spacing_px * scale;
    cairo_set_line_width(cairo, style.width_px * scale);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cairo, nullptr, 0, 0);
    if (style.pattern == scene::Hatch::dots) {
        const auto first = [&](double low, double at) {
            const double origin = within(at, spacing);
            return origin + std::ceil((low - spacing - origin) / spacing) * spacing;
        };
        for (double y = first(y1, anchor.y); y <= y2 + spacing; y += spacing) {
            for (double x = first(x1, anchor.x); x <= x2 + spacing; x += spacing) {
                cairo_new_sub_path(cairo);
                cairo_arc(cairo, x, y, style.width_px * scale / 2, 0, 2 * std::numbers::pi);
            }
        }
        cairo_fill(cairo);
    } else {
        if (style.pattern != scene::Hatch::falling) {
            add_hatch_lines(cairo, x1, y1, x2, y2, spacing, true, anchor);
        }
        if (style.pattern != scene::Hatch::rising) {
            add_hatch_lines(cairo, x1, y1, x2, y2, spacing, false, anchor);
        }
        cairo_stroke(cairo);
    }
    cairo_restore(cairo);
}

/// Layers of one scene on one page.
class Painter {
  public:
    Painter(cairo_t* cairo, const scene::View& view)
        : cairo_(cairo), view_(view), box_(view.box()), level_(scene::level_for(view.metres_per_pixel / 2)) {
    } // print shows half a pixel

    void draw(const scene::ImageLayer& layer);
    void draw(const scene::CoverageLayer& layer);
    void draw(const scene::BorderLayer& layer);
    void draw(const scene::PolygonLayer& layer);
    void draw(const scene::LineLayer& layer);
    void draw(const scene::PointLayer& layer);

  private:
    /// Nothing when one of the points is no number; what lies far beyond the page is brought nearer, for
    /// cairo counts in fixed point.
    std::vector<ScreenPoint> to_screen(const std::vector<geo::Point>& points) const {
        constexpr double kFarthest_px = 4e6;
        std::vector<ScreenPoint> screen;
        screen.reserve(points.size());
        for (const geo::Point p : points) {
            const ScreenPoint at = view_.to_screen(p);
            if (!std::isfinite(at.x) || !std::isfinite(at.y)) {
                return {};
            }
            screen.push_back({std::clamp(at.x, -kFarthest_px, kFarthest_px),
                              std::clamp(at.y, -kFarthest_px, kFarthest_px)});
        }
        return screen;
    }

    ScreenPoint anchor() const {
        return {-view_.centre.x / view_.metres_per_pixel, view_.centre.y / view_.metres_per_pixel};
    }

    void add(const geo::MultiPolygon& polygons);
    void stroke(const geo::MultiLine& lines, const scene::LineStyle& style, double opacity);

    cairo_t* cairo_;
    const scene::View& view_;
    geo::Box box_;
    int level_;
};

void Painter::add(const geo::MultiPolygon& polygons) {
    for (const geo::Polygon& polygon : polygons) {
        add_ring(cairo_, to_screen(polygon.outer));
        for (const geo::Ring& hole : polygon.holes) {
            add_ring(cairo_, to_screen(hole));
        }
    }
}

void Painter::draw(const scene::ImageLayer& layer) {
    const Picture& picture = *layer.picture;
    if (picture.width <= 0 || picture.height <= 0 || !layer.extent.intersects(box_)) {
        return;
    }
    const ScreenPoint corner = view_.to_screen({layer.extent.min.x, layer.extent.max.y});
    const double per_x = layer.extent.width() / view_.metres_per_pixel / picture.width;
    const double per_y = layer.extent.height() / view_.metres_per_pixel / picture.height;
    const auto is_bearable = [](double value) { return std::abs(value) <= 1e9; }; // false for NaN
    if (!is_bearable(corner.x) || !is_bearable(corner.y) || !(per_x > 1e-9 && is_bearable(per_x)) ||
        !(per_y > 1e-9 && is_bearable(per_y))) {
        return;
    }
    const std::unique_ptr<cairo_surface_t, DestroySurface> surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, picture.width, picture.height));
    unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < picture.height; ++y) {
        auto* row = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < picture.width; ++x) {
            const std::uint8_t* c = picture.rgba.data() + 4 * (static_cast<std::size_t>(y) *
                                                                   static_cast<std::size_t>(picture.width) +
                                                               static_cast<std::size_t>(x));
            const std::uint32_t a = c[3];
            row[x] = a << 24U | (c[0] * a / 255) << 16U | (c[1] * a / 255) << 8U | c[2] * a / 255;
        }
    }
    cairo_surface_mark_dirty(surface.get());
    cairo_save(cairo_);
    cairo_translate(cairo_, corner.x, corner.y);
    cairo_scale(cairo_, per_x, per_y);
    cairo_set_source_surface(cairo_, surface.get(), 0, 0);
    cairo_paint_with_alpha(cairo_, layer.opacity);
    cairo_restore(cairo_);
}

void Painter::draw(const scene::CoverageLayer& layer) {
    const scene::Coverage& coverage = *layer.coverage;
    for (std::size_t k = 0; k < layer.classes.size(); ++k) {
        // One path a class: neighbours of one class leave no seam between them.
        const auto add_class = [&] {
            for (std::size_t f = 0; f < coverage.size(); ++f) {
                if (layer.class_of[f] == k && coverage.box(f).intersects(box_)) {
                    add(geo::feature_at_level(coverage.topology(), f, level_));
                }
            }
        };
        scene::AreaStyle style = layer.classes[k];
        style.outline = {};
        add_class();
        paint_area(cairo_, style, view_.scale, layer.opacity, anchor());
    }
}

void Painter::stroke(const geo::MultiLine& lines, const scene::LineStyle& style, double opacity) {
    const geo::Box seen = box_.grown(style.width_px * view_.scale * view_.metres_per_pixel);
    for (const geo::Line& line : lines) {
        if (!geo::bounds(line).intersects(seen)) {
            continue;
        }
        cairo_new_sub_path(cairo_);
        for (const ScreenPoint p : to_screen(line)) {
            cairo_line_to(cairo_, p.x, p.y);
        }
    }
    paint_line(cairo_, style, view_.scale, opacity);
}

void Painter::draw(const scene::BorderLayer& layer) {
    stroke(scene::border_lines(*layer.coverage, layer.groups, level_), layer.line, layer.opacity);
}

void Painter::draw(const scene::LineLayer& layer) {
    stroke(*layer.lines, layer.line, layer.opacity);
}

void Painter::draw(const scene::PolygonLayer& layer) {
    const scene::Shapes& shapes = *layer.shapes;
    for (std::size_t i = 0; i < shapes.polygons.size(); ++i) {
        const std::uint16_t k = layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i];
        if (k != scene::kNoClass && shapes.boxes[i].intersects(box_)) {
            add(shapes.polygons[i]);
            paint_area(cairo_, layer.classes[k], view_.scale, layer.opacity, anchor());
        }
    }
}

void Painter::draw(const scene::PointLayer& layer) {
    const scene::Points& points = *layer.points;
    for (std::size_t i = 0; i < points.positions.size(); ++i) {
        const std::uint16_t k = layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i];
        if (k != scene::kNoClass && box_.contains(points.positions[i])) {
            paint_symbol(cairo_, layer.classes[k], view_.to_screen(points.positions[i]), view_.scale,
                         points.azimuth_deg.empty() ? 0 : static_cast<double>(points.azimuth_deg[i]),
                         layer.opacity);
        }
    }
}

} // namespace

void set_source(_cairo* cairo, Colour c, double opacity) {
    cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0 * opacity);
}

void add_ring(_cairo* cairo, const std::vector<ScreenPoint>& ring) {
    cairo_new_sub_path(cairo);
    for (const ScreenPoint p : ring) {
        cairo_line_to(cairo, p.x, p.y);
    }
    cairo_close_path(cairo);
}

void paint_area(_cairo* cairo, const scene::AreaStyle& style, double scale, double opacity,
                ScreenPoint anchor) {
    if (is_visible(style.fill)) {
        set_source(cairo, style.fill, opacity);
        cairo_fill_preserve(cairo);
    }
    if (style.hatch.pattern != scene::Hatch::none && is_visible(style.hatch.colour)) {
        const std::unique_ptr<cairo_path_t, decltype(&cairo_path_destroy)> path(cairo_copy_path(cairo),
                                                                                cairo_path_destroy);
        paint_hatch(cairo, style.hatch, scale, opacity, anchor);
        cairo_append_path(cairo, path.get());
    }
    paint_line(cairo, style.outline, scale, opacity);
}

void paint_line(_cairo* cairo, const scene::LineStyle& style, double scale, double opacity) {
    if (is_visible(style.colour) && style.width_px > 0) {
        set_source(cairo, style.colour, opacity);
        cairo_set_line_width(cairo, style.width_px * scale);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        const std::array<double, 2> dash{style.dash_px * scale, style.gap_px * scale};
        double x1 = 0;
        double y1 = 0;
        double x2 = 0;
        double y2 = 0;
        cairo_path_extents(cairo, &x1, &y1, &x2, &y2);
        constexpr double kLongest_px = 100'000; // cairo makes every dash, those far off the page too
        const bool is_dashed = dash[0] > 0 && dash[1] > 0 && x2 - x1 + y2 - y1 <= kLongest_px;
        cairo_set_dash(cairo, dash.data(), is_dashed ? 2 : 0, 0);
        cairo_stroke(cairo);
        cairo_set_dash(cairo, nullptr, 0, 0);
    }
    cairo_new_path(cairo);
}

void paint_symbol(_cairo* cairo, const scene::SymbolStyle& style, ScreenPoint at, double scale,
                  double azimuth_deg, double opacity) {
    add_ring(cairo, scene::symbol_path(style.symbol, style.size_px * scale, at, azimuth_deg));
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    if (style.symbol == scene::Symbol::ring) {
        set_source(cairo, style.fill, opacity);
        cairo_set_line_width(cairo, style.outline_px * scale);
        cairo_stroke(cairo);
        return;
    }
    if (style.outline_px > 0 && is_visible(style.outline)) {
        set_source(cairo, style.outline, opacity);
        cairo_set_line_width(cairo, 2 * style.outline_px * scale);
        cairo_stroke_preserve(cairo);
    }
    set_source(cairo, style.fill, opacity);
    cairo_fill(cairo);
}

void draw_layers(_cairo* cairo, const scene::Scene& scene, const scene::View& view) {
    if (!scene::is_sound(view)) {
        return;
    }
    Painter painter(cairo, view);
    for (const scene::Layer& layer : scene.layers) {
        std::visit([&](const auto& l) { painter.draw(l); }, layer);
    }
}

} // namespace maillage::paper
