#include "paper/overlay.h"

#include "paper/text.h"
#include "paper/vector.h"
#include "scene/symbol_path.h"

#include <cairo/cairo.h>

#include <cmath>
#include <numbers>
#include <string>
#include <variant>

namespace maillage::paper {
namespace {

using scene::ScreenBox;
using scene::ScreenPoint;

void add_rounded(cairo_t* cairo, const ScreenBox& b, double radius) {
    constexpr double kQuarter = std::numbers::pi / 2;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, b.x + b.width - radius, b.y + radius, radius, -kQuarter, 0);
    cairo_arc(cairo, b.x + b.width - radius, b.y + b.height - radius, radius, 0, kQuarter);
    cairo_arc(cairo, b.x + radius, b.y + b.height - radius, radius, kQuarter, 2 * kQuarter);
    cairo_arc(cairo, b.x + radius, b.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(cairo);
}

void draw_panel(cairo_t* cairo, const ScreenBox& box, double radius, Colour fill, Colour line, double scale) {
    // Half a pixel inside: the line is one pixel sharp.
    add_rounded(cairo, box.grown(-0.5 * scale), radius);
    set_source(cairo, fill);
    cairo_fill_preserve(cairo);
    set_source(cairo, line);
    cairo_set_line_width(cairo, scale);
    cairo_stroke(cairo);
}

/// Draws with the baseline so that capitals are centred on `y`.
void draw_centred_row(cairo_t* cairo, const std::string& text, const TextLook& look, double x, double y) {
    draw_text(cairo, text, look, {x, y + 0.36 * look.size_px});
}

void draw_pin_numbers(cairo_t* cairo, const scene::PointLayer& layer, const scene::View& view) {
    const scene::Points& points = *layer.points;
    for (std::size_t i = 0; i < points.numbers.size(); ++i) {
        const std::uint16_t k = layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i];
        if (k == scene::kNoClass || layer.classes[k].symbol != scene::Symbol::pin) {
            continue;
        }
        const double size = layer.classes[k].size_px * view.scale;
        const scene::PinHead head = scene::pin_head(size, view.to_screen(points.positions[i]));
        const bool is_seen = head.centre.x >= -size && head.centre.y >= -size &&
                             head.centre.x <= view.width + size && head.centre.y <= view.height + size;
        if (!is_seen) { // or what is no number
            continue;
        }
        const std::string text = std::to_string(points.numbers[i]);
        const double text_px = (text.size() > 2 ? 0.27 : 0.36) * size;
        draw_centred_row(cairo, text, {text_px, true, layer.classes[k].outline},
                         head.centre.x - measure(text, text_px, true).width / 2, head.centre.y);
    }
}

void draw_sample(cairo_t* cairo, const scene::LegendEntry& entry, const ScreenBox& row,
                 const scene::Theme& theme, double s) {
    const double width = scene::kSwatchWidthPx * s;
    const double middle = row.y + row.height / 2;
    const auto draw = [&](const auto& sample) {
        using T = std::decay_t<decltype(sample)>;
        if constexpr (std::is_same_v<T, scene::AreaStyle>) {
            scene::AreaStyle style = sample;
            if (style.outline.colour.a == 0) {
                style.outline = {theme.panel_line, 1, 0, 0};
            }
            const ScreenBox box{row.x + 0.5 * s, std::round(middle - 6.5 * s) + 0.5 * s, width - s, 12 * s};
            add_rounded(cairo, box, 2 * s);
            paint_area(cairo, style, s, 1, {box.x, box.y});
        } else if constexpr (std::is_same_v<T, scene::LineStyle>) {
            cairo_move_to(cairo, row.x, middle);
            cairo_line_to(cairo, row.x + width, middle);
            paint_line(cairo, sample, s, 1);
        } else {
            scene::SymbolStyle style = sample;
            style.size_px = std::min(style.size_px, 15.0);
            const double drop = style.symbol == scene::Symbol::pin ? style.size_px / 2 * s : 0;
            paint_symbol(cairo, style, {row.x + width / 2, middle + drop}, s, 60, 1);
        }
    };
    std::visit(draw, entry.sample);
}

void draw_legend(cairo_t* cairo, const scene::Furniture& furniture, const scene::Theme& theme,
                 const scene::FurnitureLayout& layout, double s) {
    draw_panel(cairo, layout.legend, 6 * s, theme.panel, theme.panel_line, s);
    for (const scene::LegendRow& row : layout.legend_rows) {
        const scene::LegendGroup& group = furniture.legend[row.group];
        const double middle = row.box.y + row.box.height / 2;
        if (row.entry < 0) {
            draw_centred_row(cairo, group.title, {scene::kTextPx * s, true, theme.ink}, row.box.x, middle);
            continue;
        }
        const scene::LegendEntry& entry = group.entries[static_cast<std::size_t>(row.entry)];
        draw_sample(cairo, entry, row.box, theme, s);
        draw_centred_row(cairo, entry.text, {scene::kTextPx * s, false, theme.ink},
                         row.box.x + (scene::kSwatchWidthPx + 8) * s, middle);
    }
}

void draw_titles(cairo_t* cairo, const scene::Furniture& furniture, const scene::Theme& theme,
                 const scene::FurnitureLayout& layout, double s) {
    double y = layout.title.y;
    if (!furniture.title.empty()) {
        draw_text(cairo, furniture.title, {scene::kTitlePx * s, true, theme.ink, theme.halo, 2 * s},
                  {layout.title.x, y + 20 * s});
        y += 28 * s;
    }
    if (!furniture.subtitle.empty()) {
        draw_text(cairo, furniture.subtitle, {13 * s, false, theme.muted, theme.halo, 2 * s},
                  {layout.title.x, y + 14 * s});
    }
    if (layout.banner.width > 0) {
        draw_panel(cairo, layout.banner, layout.banner.height / 2 - s, theme.banner_fill, theme.banner_line,
                   s);
        draw_centred_row(cairo, furniture.banner, {scene::kTextPx * s, false, theme.banner_ink},
                         layout.banner.x + 12 * s, layout.banner.y + layout.banner.height / 2);
    }
}

void draw_north(cairo_t* cairo, const scene::Theme& theme, const ScreenBox& box, double s) {
    const double x = box.x + box.width / 2;
    const TextLook look{scene::kTextPx * s, true, theme.ink, theme.halo, 2 * s};
    draw_text(cairo, "N", look, {x - measure("N", look.size_px, true).width / 2, box.y + 11 * s});
    add_ring(
        cairo,
        {{x, box.y + 15 * s}, {x + 6 * s, box.y + 38 * s}, {x, box.y + 32 * s}, {x - 6 * s, box.y + 38 * s}});
    set_source(cairo, theme.ink);
    cairo_fill(cairo);
}

void draw_scale(cairo_t* cairo, const scene::Theme& theme, const scene::FurnitureLayout& layout, double s) {
    const ScreenBox bar{layout.scale.x + 4 * s, std::round(layout.scale.y + 2 * s), layout.bar.length_px,
                        5 * s};
    cairo_rectangle(cairo, bar.x, bar.y, bar.width, bar.height);
    set_source(cairo, theme.halo);
    cairo_fill(cairo);
    cairo_rectangle(cairo, bar.x, bar.y, bar.width / 2, bar.height);
    set_source(cairo, theme.ink);
    cairo_fill(cairo);
    cairo_rectangle(cairo, bar.x + 0.5 * s, bar.y + 0.5 * s, bar.width - s, bar.height - s);
    cairo_set_line_width(cairo, s);
    cairo_stroke(cairo);
    const TextLook look{scene::kSmallPx * s, false, theme.ink, theme.halo, 2 * s};
    const double baseline = layout.scale.y + 21 * s;
    const auto centred = [&](const std::string& text, double x) {
        draw_text(cairo, text, look, {x - measure(text, look.size_px, false).width / 2, baseline});
    };
    centred("0", bar.x);
    centred(layout.bar.text, bar.x + bar.width);
}

void draw_footer(cairo_t* cairo, const scene::Furniture& furniture, const scene::Theme& theme,
                 const scene::FurnitureLayout& layout, double s) {
    const ScreenBox& box = layout.footer;
    Colour opaque = theme.panel;
    opaque.a = 255;
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    set_source(cairo, opaque);
    cairo_fill(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, s);
    set_source(cairo, theme.panel_line);
    cairo_fill(cairo);
    const double margin = scene::kMarginPx * s;
    const double most = box.width - 2 * margin;
    const std::string left = scene::footer_text(furniture);
    const double first = box.y + 17 * s;
    draw_text(cairo, left, {scene::kSmallPx * s, false, theme.ink}, {margin, first}, most);
    const TextLook look{scene::kSmallPx * s, false, theme.muted};
    const int above = layout.footer_rows - static_cast<int>(layout.source_lines.size());
    double row = first + above * scene::kFooterRowPx * s;
    for (const std::string& line : layout.source_lines) {
        const double width = measure(line, look.size_px, false).width;
        const bool is_alone = layout.footer_rows > 1;
        draw_text(cairo, line, look, {is_alone ? margin : std::max(margin, box.width - margin - width), row},
                  most);
        row += scene::kFooterRowPx * s;
    }
}

} // namespace

void draw_labels(_cairo* cairo, const scene::Scene& scene, const scene::View& view,
                 const std::vector<scene::PlacedLabel>& labels) {
    for (const scene::Layer& layer : scene.layers) {
        if (const auto* points = std::get_if<scene::PointLayer>(&layer)) {
            draw_pin_numbers(cairo, *points, view);
        }
    }
    for (const scene::PlacedLabel& placed : labels) {
        const scene::Label& label = scene.labels->labels[placed.label];
        const scene::TextStyle& style = scene.labels->styles[label.style];
        draw_text(
            cairo, label.text,
            {style.size_px * view.scale, style.is_bold, style.colour, style.halo, style.halo_px * view.scale},
            placed.baseline);
    }
}

void draw_furniture(_cairo* cairo, const scene::Scene& scene, const scene::View& view,
                    const scene::FurnitureLayout& layout) {
    const double s = view.scale;
    const scene::Furniture& furniture = scene.furniture;
    draw_titles(cairo, furniture, scene.theme, layout, s);
    if (layout.legend.width > 0) {
        draw_legend(cairo, furniture, scene.theme, layout, s);
    }
    if (layout.north.width > 0) {
        draw_north(cairo, scene.theme, layout.north, s);
    }
    if (layout.scale.width > 0) {
        draw_scale(cairo, scene.theme, layout, s);
    }
    if (layout.footer.width > 0) {
        draw_footer(cairo, furniture, scene.theme, layout, s);
    }
}

} // namespace maillage::paper
