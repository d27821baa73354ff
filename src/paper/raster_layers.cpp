#include "paper/raster_layers.h"

#include "scene/level.h"
#include "scene/lines.h"
#include "scene/symbol_path.h"

#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <type_traits>

namespace maillage::paper {
namespace {

using scene::ScreenPoint;

/// Rows that are filled together: their sums stay in the processor's cache.
constexpr int kBandRows = 32;

/// The arcs that each band of rows meets; those of band `b` stand from `first[b]` to `first[b + 1]`.
struct Bands {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> arcs;

    std::span<const std::uint32_t> arcs_of(std::size_t band) const {
        return std::span(arcs).subspan(first[band], first[band + 1] - first[band]);
    }
};

/// What all layers of one picture share; buffers are made once.
class Painter {
  public:
    Painter(const scene::View& view, Canvas& canvas)
        : view_(view), canvas_(canvas), brush_(canvas), box_(view.box()),
          level_(scene::level_for(view.metres_per_pixel)), per_metre_(1 / view.metres_per_pixel),
          left_(view.width / 2.0 - view.centre.x * per_metre_),
          top_(view.height / 2.0 + view.centre.y * per_metre_) {}

    void draw(const scene::ImageLayer& layer);
    void draw(const scene::CoverageLayer& layer);
    void draw(const scene::BorderLayer& layer);
    void draw(const scene::PolygonLayer& layer);
    void draw(const scene::LineLayer& layer);
    void draw(const scene::PointLayer& layer);

  private:
    ScreenPoint to_screen(geo::Point p) const { return {left_ + p.x * per_metre_, top_ - p.y * per_metre_}; }

    std::vector<ScreenPoint> to_screen(const std::vector<geo::Point>& points) const {
        std::vector<ScreenPoint> screen;
        screen.reserve(points.size());
        for (const geo::Point p : points) {
            screen.push_back(to_screen(p));
        }
        return screen;
    }

    /// Adds `p` to a line unless it is so near the last point that nobody sees it; the end of a line always
    /// counts.
    static void add_if_seen(ScreenPoint p, bool is_end, std::vector<ScreenPoint>& line) {
        constexpr double kSeenPx = 0.6;
        if (line.empty() || is_end || std::abs(p.x - line.back().x) > kSeenPx ||
            std::abs(p.y - line.back().y) > kSeenPx) {
            line.push_back(p);
        }
    }

    const std::vector<ScreenPoint>& arc_on_screen(const geo::Topology& topology, std::size_t arc);

    /// Where the pattern of hatches is anchored: a ground point, so that it moves with the map.
    ScreenPoint anchor() const {
        return {-view_.centre.x / view_.metres_per_pixel, view_.centre.y / view_.metres_per_pixel};
    }

    double scaled(double px) const { return px * view_.scale; }

    void fill_coverage(const scene::CoverageLayer& layer);
    Bands bands_of(const scene::Coverage& coverage, const std::vector<Ink>& weights) const;
    void paint_band(Accumulator<Ink>& sums);
    void hatch_coverage(const scene::CoverageLayer& layer, const scene::HatchStyle& style);
    bool may_touch(const geo::Box& box) const;
    template <class V, class Edge>
    void for_each_edge(const scene::Coverage& coverage, std::size_t arc, const V& weight, const Edge& edge);
    void add_dashes(const std::vector<ScreenPoint>& line, const scene::LineStyle& style);
    void stroke(const geo::MultiLine& lines, const scene::LineStyle& style, double opacity);
    void add_outline(const geo::MultiPolygon& polygon, const scene::LineStyle& style);
    void draw_area(const geo::MultiPolygon& polygon, const scene::AreaStyle& style, double opacity);

    const scene::View& view_;
    Canvas& canvas_;
    Brush brush_;
    std::optional<Accumulator<Ink>> sums_; ///< of one band; made for the first coverage, kept for the next
    geo::Box box_;
    int level_;
    double per_metre_; ///< the view's transformation, ready for a million points
    double left_;
    double top_;
    std::vector<ScreenPoint> line_;
};

bool is_visible(Colour colour) {
    return colour.a > 0;
}

void Painter::draw(const scene::ImageLayer& layer) {
    const Picture& picture = *layer.picture;
    if (picture.width <= 0 || picture.height <= 0 || !layer.extent.intersects(box_)) {
        return;
    }
    const double per_x = picture.width / layer.extent.width();
    const double per_y = picture.height / layer.extent.height();
    for (int y = 0; y < canvas_.height; ++y) {
        const double v = (layer.extent.max.y - view_.to_map({0, y + 0.5}).y) * per_y - 0.5;
        if (!(v >= -0.5 && v <= picture.height - 0.5)) {
            continue;
        }
        std::uint32_t* row = canvas_.row(y);
        for (int x = 0; x < canvas_.width; ++x) {
            const double u = (view_.to_map({x + 0.5, 0}).x - layer.extent.min.x) * per_x - 0.5;
            if (!(u >= -0.5 && u <= picture.width - 0.5)) {
                continue;
            }
            Ink ink;
            for (int k = 0; k < 4; ++k) { // bilinear
                const double fu = std::floor(u) + (k & 1);
                const double fv = std::floor(v) + (k >> 1);
                const auto share = static_cast<float>((1 - std::abs(u - fu)) * (1 - std::abs(v - fv)));
                const int px = std::clamp(static_cast<int>(fu), 0, picture.width - 1);
                const int py = std::clamp(static_cast<int>(fv), 0, picture.height - 1);
                const std::uint8_t* c =
                    picture.rgba.data() +
                    4 * (static_cast<std::size_t>(py) * static_cast<std::size_t>(picture.width) +
                         static_cast<std::size_t>(px));
                ink += Ink({c[0], c[1], c[2], c[3]}, layer.opacity) * share;
            }
            row[x] = blended(row[x], ink);
        }
    }
}

/// False for what changes no pixel; what lies left of the window still says what is filled from there on.
bool Painter::may_touch(const geo::Box& box) const {
    return box.min.x <= box_.max.x && box.min.y <= box_.max.y && box.max.y >= box_.min.y;
}

/// Calls edge(from, to, weight) along an arc; its weight is what lies on the left of the arc less what lies
/// on its right.
template <class V, class Edge>
void Painter::for_each_edge(const scene::Coverage& coverage, std::size_t a, const V& weight,
                            const Edge& edge) {
    const geo::Topology& topology = coverage.topology();
    if (coverage.arc_box(a).max.x < box_.min.x) { // left of the window only its ends count
        const geo::Arc& arc = topology.arcs[a];
        if (topology.last_level[arc.first] >= level_) {
            const double from = to_screen(topology.points[arc.first]).y;
            const double to = to_screen(topology.points[arc.first + arc.count - 1]).y;
            edge({-1, from}, {-1, to}, weight);
        }
        return;
    }
    const std::vector<ScreenPoint>& line = arc_on_screen(topology, a);
    for (std::size_t i = 1; i < line.size(); ++i) {
        edge(line[i - 1], line[i], weight);
    }
}

/// The arc at the level of this picture, thinned to the pixel; valid until the next call. Both neighbours are
/// filled from this one line, so that thinning opens no gap.
const std::vector<ScreenPoint>& Painter::arc_on_screen(const geo::Topology& topology, std::size_t a) {
    const geo::Arc& arc = topology.arcs[a];
    line_.clear();
    for (std::uint32_t i = arc.first; i < arc.first + arc.count; ++i) {
        if (topology.last_level[i] >= level_) {
            add_if_seen(to_screen(topology.points[i]), i + 1 == arc.first + arc.count, line_);
        }
    }
    return line_;
}

/// Weights of arcs from a value a feature: overlapping features simply add up.
template <class V, class Value>
std::vector<V> arc_weights(const geo::Topology& topology, const Value& value) {
    std::vector<V> weights(topology.arcs.size());
    for (const geo::ArcRing& ring : topology.rings) {
        const V v = value(ring.feature);
        if (is_nothing(v)) {
            continue;
        }
        for (std::uint32_t u = ring.first; u < ring.first + ring.count; ++u) {
            const geo::ArcUse use = topology.uses[u];
            if (use >= 0) {
                weights[static_cast<std::size_t>(use)] += v;
            } else {
                weights[static_cast<std::size_t>(~use)] += v * -1.0F;
            }
        }
    }
    return weights;
}

Bands Painter::bands_of(const scene::Coverage& coverage, const std::vector<Ink>& weights) const {
    const auto last_band = static_cast<std::size_t>((canvas_.height - 1) / kBandRows);
    const auto band_at =
        [&](double map_y) { // rounding may bring an arc to a band it only touches, never keep it out
            const double at = top_ - map_y * per_metre_;
            const double row = at > 0 ? std::min(at, static_cast<double>(canvas_.height - 1)) : 0; // NaN too
            return std::min(last_band, static_cast<std::size_t>(row) / kBandRows);
        };
    const auto for_each_band = [&](const auto& visit) {
        for (std::size_t a = 0; a < weights.size(); ++a) {
            const geo::Box& box = coverage.arc_box(a);
            if (!is_nothing(weights[a]) && may_touch(box)) {
                for (std::size_t band = band_at(box.max.y); band <= band_at(box.min.y); ++band) {
                    visit(a, band);
                }
            }
        }
    };
    Bands bands;
    bands.first.assign(last_band + 2, 0);
    for_each_band([&](std::size_t, std::size_t band) { ++bands.first[band + 1]; });
    std::partial_sum(bands.first.begin(), bands.first.end(), bands.first.begin());
    bands.arcs.resize(bands.first.back());
    std::vector<std::uint32_t> next(bands.first.begin(), bands.first.end() - 1);
    for_each_band([&](std::size_t arc, std::size_t band) {
        bands.arcs[next[band]++] = static_cast<std::uint32_t>(arc);
    });
    return bands;
}

void Painter::fill_coverage(const scene::CoverageLayer& layer) {
    std::vector<Ink> inks;
    bool is_any = false;
    for (const scene::AreaStyle& style : layer.classes) {
        inks.emplace_back(style.fill, layer.opacity);
        is_any = is_any || is_visible(style.fill);
    }
    if (!is_any || canvas_.height <= 0) {
        return;
    }
    const auto weights = arc_weights<Ink>(layer.coverage->topology(), [&](std::size_t feature) {
        const std::uint16_t k = layer.class_of[feature];
        return k == scene::kNoClass ? Ink() : inks[k];
    });
    const Bands bands = bands_of(*layer.coverage, weights);
    if (!sums_) {
        sums_.emplace(canvas_.width, std::min(kBandRows, canvas_.height));
    }
    Accumulator<Ink>& sums = *sums_;
    for (std::size_t band = 0; band + 1 < bands.first.size(); ++band) {
        sums.move_to(static_cast<int>(band) * kBandRows);
        for (const std::uint32_t arc : bands.arcs_of(band)) {
            for_each_edge(
                *layer.coverage, arc, weights[arc],
                [&](ScreenPoint a, ScreenPoint b, const Ink& w) { sums.edge(a.x, a.y, b.x, b.y, w); });
        }
        paint_band(sums);
    }
}

/// Lays the sums of one band over the picture and clears them.
void Painter::paint_band(Accumulator<Ink>& sums) {
    sums.flush([&](int y, int begin, int end, const Ink* cells) {
        if (y >= canvas_.height) { // of the last band
            return;
        }
        std::uint32_t* pixels = canvas_.row(y);
        Ink sum;
        std::uint32_t opaque = 0;
        const auto paint = [&](int x) {
            if (sum.a > 254.5F) {
                pixels[x] = opaque;
            } else if (sum.a > 0.25F) {
                pixels[x] = blended(pixels[x], sum);
            }
        };
        for (int x = begin; x < end; ++x) {
            if (!is_nothing(cells[x])) {
                sum += cells[x];
                const Ink shown = sum.a > 255 ? sum * (255 / sum.a) : sum; // where features overlap
                opaque = blended(0, shown);
            }
            paint(x);
        }
        for (int x = end; x < canvas_.width && sum.a > 0.25F; ++x) {
            paint(x);
        }
    });
}

void Painter::hatch_coverage(const scene::CoverageLayer& layer, const scene::HatchStyle& style) {
    const auto weights = arc_weights<float>(layer.coverage->topology(), [&](std::size_t feature) {
        const std::uint16_t k = layer.class_of[feature];
        return k != scene::kNoClass && layer.classes[k].hatch == style ? 1.0F : 0.0F;
    });
    for (std::size_t a = 0; a < weights.size(); ++a) {
        if (!is_nothing(weights[a]) && may_touch(layer.coverage->arc_box(a))) {
            for_each_edge(
                *layer.coverage, a, weights[a],
                [&](ScreenPoint from, ScreenPoint to, float weight) { brush_.add_edge(from, to, weight); });
        }
    }
    brush_.hatch(style, view_.scale, layer.opacity, anchor().x, anchor().y);
}

void Painter::draw(const scene::CoverageLayer& layer) {
    fill_coverage(layer);
    std::vector<scene::HatchStyle> done;
    for (const scene::AreaStyle& style : layer.classes) {
        const bool is_new = std::ranges::find(done, style.hatch) == done.end();
        if (style.hatch.pattern != scene::Hatch::none && is_visible(style.hatch.colour) && is_new) {
            hatch_coverage(layer, style.hatch);
            done.push_back(style.hatch);
        }
    }
}

void Painter::add_dashes(const std::vector<ScreenPoint>& line, const scene::LineStyle& style) {
    const double width = scaled(style.width_px);
    if (style.dash_px <= 0 || style.gap_px <= 0) {
        brush_.add_line(line, width);
        return;
    }
    scene::for_each_dash(line, scaled(style.dash_px), scaled(style.gap_px),
                         [&](const std::vector<ScreenPoint>& dash) { brush_.add_line(dash, width); });
}

bool is_drawn(const scene::LineStyle& style) {
    return is_visible(style.colour) && style.width_px > 0;
}

void Painter::stroke(const geo::MultiLine& lines, const scene::LineStyle& style, double opacity) {
    if (!is_drawn(style)) {
        return;
    }
    const geo::Box seen = box_.grown(scaled(style.width_px) * view_.metres_per_pixel);
    for (const geo::Line& line : lines) {
        if (geo::bounds(line).intersects(seen)) {
            line_.clear();
            for (std::size_t i = 0; i < line.size(); ++i) {
                add_if_seen(to_screen(line[i]), i + 1 == line.size(), line_);
            }
            add_dashes(line_, style);
        }
    }
    brush_.fill(Ink(style.colour, opacity));
}

void Painter::draw(const scene::BorderLayer& layer) {
    if (!layer.groups.empty()) {
        stroke(scene::border_lines(*layer.coverage, layer.groups, level_), layer.line, layer.opacity);
        return;
    }
    if (!is_drawn(layer.line)) {
        return;
    }
    const geo::Box seen = box_.grown(scaled(layer.line.width_px) * view_.metres_per_pixel);
    for (std::size_t a = 0; a < layer.coverage->topology().arcs.size(); ++a) {
        if (layer.coverage->arc_box(a).intersects(seen)) {
            add_dashes(arc_on_screen(layer.coverage->topology(), a), layer.line);
        }
    }
    brush_.fill(Ink(layer.line.colour, layer.opacity));
}

void Painter::draw(const scene::LineLayer& layer) {
    stroke(*layer.lines, layer.line, layer.opacity);
}

void Painter::draw_area(const geo::MultiPolygon& polygon, const scene::AreaStyle& style, double opacity) {
    const auto add = [&] {
        for (const geo::Polygon& part : polygon) {
            brush_.add_ring(to_screen(part.outer));
            for (const geo::Ring& hole : part.holes) {
                brush_.add_ring(to_screen(hole));
            }
        }
    };
    if (is_visible(style.fill)) {
        add();
        brush_.fill(Ink(style.fill, opacity));
    }
    if (style.hatch.pattern != scene::Hatch::none && is_visible(style.hatch.colour)) {
        add();
        brush_.hatch(style.hatch, view_.scale, opacity, anchor().x, anchor().y);
    }
}

void Painter::add_outline(const geo::MultiPolygon& polygon, const scene::LineStyle& style) {
    const auto add = [&](const geo::Ring& ring) {
        if (ring.empty()) {
            return;
        }
        line_.clear();
        for (const geo::Point p : ring) {
            add_if_seen(to_screen(p), false, line_);
        }
        line_.push_back(to_screen(ring.front()));
        add_dashes(line_, style);
    };
    for (const geo::Polygon& part : polygon) {
        add(part.outer);
        std::ranges::for_each(part.holes, add);
    }
}

/// Fills one over the other, then all outlines of a class at once: thousands of camera fields share one pass.
void Painter::draw(const scene::PolygonLayer& layer) {
    const scene::Shapes& shapes = *layer.shapes;
    const auto for_each_seen = [&](const auto& body) {
        for (std::size_t i = 0; i < shapes.polygons.size(); ++i) {
            const std::uint16_t k = layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i];
            if (k != scene::kNoClass && shapes.boxes[i].intersects(box_)) {
                body(shapes.polygons[i], k);
            }
        }
    };
    for_each_seen([&](const geo::MultiPolygon& polygon, std::uint16_t k) {
        draw_area(polygon, layer.classes[k], layer.opacity);
    });
    for (std::size_t k = 0; k < layer.classes.size(); ++k) {
        const scene::LineStyle& outline = layer.classes[k].outline;
        if (is_drawn(outline)) {
            for_each_seen([&](const geo::MultiPolygon& polygon, std::uint16_t class_of) {
                if (class_of == k) {
                    add_outline(polygon, outline);
                }
            });
            brush_.fill(Ink(outline.colour, layer.opacity));
        }
    }
}

/// A symbol drawn once for one position within a pixel, then copied.
struct Stamp {
    bool is_made = false;
    int left = 0; ///< from the pixel of the position
    int top = 0;
    Canvas canvas{0, 0, {}};
};

void add_symbol(const scene::SymbolStyle& style, double size_px, double outline_px, ScreenPoint at,
                double azimuth_deg, Brush& brush) {
    const std::vector<ScreenPoint> path = scene::symbol_path(style.symbol, size_px, at, azimuth_deg);
    const auto outline = [&](Colour ink, double width) {
        std::vector<ScreenPoint> closed = path;
        closed.push_back(path.front());
        brush.add_line(closed, width);
        brush.fill(Ink(ink));
    };
    if (style.symbol == scene::Symbol::ring) {
        outline(style.fill, outline_px);
        return;
    }
    if (outline_px > 0 && is_visible(style.outline)) {
        outline(style.outline, 2 * outline_px); // its inner half goes under the fill
    }
    brush.add_ring(path);
    brush.fill(Ink(style.fill));
}

Stamp make_stamp(const scene::SymbolStyle& style, double scale, double azimuth_deg, double x, double y) {
    const double size = style.size_px * scale;
    const double outline = style.outline_px * scale;
    const int reach = static_cast<int>(std::ceil(size + outline)) + 2;
    Stamp stamp{true, -reach, -reach, Canvas(2 * reach, 2 * reach, {0, 0, 0, 0})};
    Brush brush(stamp.canvas);
    add_symbol(style, size, outline, {reach + x, reach + y}, azimuth_deg, brush);
    return stamp;
}

Ink ink_of(std::uint32_t pixel, float opacity) {
    Ink ink;
    ink.a = static_cast<float>(pixel >> 24U) * opacity;
    ink.r = static_cast<float>(pixel >> 16U & 0xFFU) * opacity;
    ink.g = static_cast<float>(pixel >> 8U & 0xFFU) * opacity;
    ink.b = static_cast<float>(pixel & 0xFFU) * opacity;
    return ink;
}

void copy_stamp(Stamp& stamp, int x, int y, float opacity, Canvas& to) {
    const int x0 = x + stamp.left;
    const int y0 = y + stamp.top;
    for (int v = std::max(0, -y0); v < std::min(stamp.canvas.height, to.height - y0); ++v) {
        const std::uint32_t* from = stamp.canvas.row(v);
        std::uint32_t* row = to.row(y0 + v);
        for (int u = std::max(0, -x0); u < std::min(stamp.canvas.width, to.width - x0); ++u) {
            const std::uint32_t alpha = from[u] >> 24U;
            if (alpha == 255 && opacity >= 1) {
                row[x0 + u] = from[u];
            } else if (alpha > 0) {
                row[x0 + u] = blended(row[x0 + u], ink_of(from[u], opacity));
            }
        }
    }
}

void Painter::draw(const scene::PointLayer& layer) {
    const scene::Points& points = *layer.points;
    constexpr int kSteps = 4; // positions within a pixel: a quarter of a pixel is not seen
    std::vector<std::array<Stamp, kSteps * kSteps>> stamps(layer.classes.size());
    for (std::size_t i = 0; i < points.positions.size(); ++i) {
        const std::uint16_t k = layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i];
        if (k == scene::kNoClass) {
            continue;
        }
        const scene::SymbolStyle& style = layer.classes[k];
        const ScreenPoint at = view_.to_screen(points.positions[i]);
        const double reach = scaled(style.size_px + style.outline_px) + 2;
        const bool is_seen = at.x >= -reach && at.y >= -reach && at.x <= canvas_.width + reach &&
                             at.y <= canvas_.height + reach;
        if (!is_seen) { // or what is no number
            continue;
        }
        const double x = std::floor(at.x);
        const double y = std::floor(at.y);
        const int sx = static_cast<int>((at.x - x) * kSteps);
        const int sy = static_cast<int>((at.y - y) * kSteps);
        const double fx = (sx + 0.5) / kSteps;
        const double fy = (sy + 0.5) / kSteps;
        const auto opacity = static_cast<float>(layer.opacity);
        if (style.symbol == scene::Symbol::wedge) { // turned: no two are alike
            const double azimuth =
                points.azimuth_deg.empty() ? 0 : static_cast<double>(points.azimuth_deg[i]);
            Stamp own = make_stamp(style, view_.scale, azimuth, fx, fy);
            copy_stamp(own, static_cast<int>(x), static_cast<int>(y), opacity, canvas_);
            continue;
        }
        Stamp& stamp = stamps[k][static_cast<std::size_t>(sy * kSteps + sx)];
        if (!stamp.is_made) {
            stamp = make_stamp(style, view_.scale, 0, fx, fy);
        }
        copy_stamp(stamp, static_cast<int>(x), static_cast<int>(y), opacity, canvas_);
    }
}

} // namespace

void draw_layers(const scene::Scene& scene, const scene::View& view, Canvas& canvas) {
    if (!scene::is_sound(view)) {
        return;
    }
    Painter painter(view, canvas);
    for (const scene::Layer& layer : scene.layers) {
        std::visit([&](const auto& l) { painter.draw(l); }, layer);
    }
}

} // namespace maillage::paper
