#include "scene/furniture.h"

#include "base/number.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace maillage::scene {
namespace {

constexpr double kRowPx = 19;
constexpr double kGroupGapPx = 8;
constexpr double kPanelPaddingPx = 12;
constexpr double kFooterPx = 26;

std::vector<LegendRow> legend_rows(const std::vector<LegendGroup>& groups) {
    std::vector<LegendRow> rows;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!groups[g].title.empty()) {
            rows.push_back({g, -1, {}});
        }
        for (std::size_t e = 0; e < groups[g].entries.size(); ++e) {
            rows.push_back({g, static_cast<int>(e), {}});
        }
    }
    return rows;
}

double row_width(const LegendRow& row, const std::vector<LegendGroup>& groups, double s,
                 const MeasureText& measure) {
    if (row.entry < 0) {
        return measure(groups[row.group].title, kTextPx * s, true).width;
    }
    const LegendEntry& entry = groups[row.group].entries[static_cast<std::size_t>(row.entry)];
    return (kSwatchWidthPx + 8) * s + measure(entry.text, kTextPx * s, false).width;
}

/// Rows in columns from the right edge; one column unless the window is too low.
void place_legend(FurnitureLayout& layout, const std::vector<LegendGroup>& groups, const View& view,
                  double top, double bottom, const MeasureText& measure) {
    const double s = view.scale;
    layout.legend = {};
    layout.legend_rows = legend_rows(groups);
    if (layout.legend_rows.empty()) {
        return;
    }
    const double margin = kMarginPx * s;
    const double padding = kPanelPaddingPx * s;
    const double available = std::max(bottom - top - margin - 2 * padding, kRowPx * s);
    double x = 0;
    double y = 0;
    double column_width = 0;
    double height = 0;
    for (std::size_t r = 0; r < layout.legend_rows.size(); ++r) {
        LegendRow& row = layout.legend_rows[r];
        const bool starts_group = r > 0 && row.group != layout.legend_rows[r - 1].group;
        y += starts_group ? kGroupGapPx * s : 0;
        const double needed = (row.entry < 0 ? 2 : 1) * kRowPx * s; // no title alone at the foot
        if (y > 0 && y + needed > available) {
            x += column_width + 2 * padding;
            y = 0;
            column_width = 0;
        }
        row.box = {x, y, row_width(row, groups, s, measure), kRowPx * s};
        column_width = std::max(column_width, row.box.width);
        y += kRowPx * s;
        height = std::max(height, y);
    }
    const double width = x + column_width;
    layout.legend = {view.width - margin - width - 2 * padding, top, width + 2 * padding,
                     height + 2 * padding};
    for (LegendRow& row : layout.legend_rows) {
        row.box.x += layout.legend.x + padding;
        row.box.y += layout.legend.y + padding;
    }
}

void place_titles(FurnitureLayout& layout, const Furniture& furniture, double s, const MeasureText& measure) {
    const double margin = kMarginPx * s;
    double y = margin;
    if (!furniture.title.empty() || !furniture.subtitle.empty()) {
        const double title = furniture.title.empty() ? 0 : measure(furniture.title, kTitlePx * s, true).width;
        const double subtitle =
            furniture.subtitle.empty() ? 0 : measure(furniture.subtitle, 13 * s, false).width;
        const double height =
            (furniture.title.empty() ? 0 : 28 * s) + (furniture.subtitle.empty() ? 0 : 20 * s);
        layout.title = {margin, y, std::max(title, subtitle), height};
        y += height + 8 * s;
    }
    if (!furniture.banner.empty()) {
        layout.banner = {margin, y, measure(furniture.banner, kTextPx * s, false).width + 24 * s, 24 * s};
    }
}

/// Cut between words so that each line fits; a word that is wider alone stays whole.
std::vector<std::string> wrapped(const std::string& text, double width, double size_px,
                                 const MeasureText& measure) {
    std::vector<std::string> lines;
    for (const std::string& word : split(text, ' ')) {
        const std::string longer = lines.empty() ? word : lines.back() + " " + word;
        if (lines.empty() || measure(longer, size_px, false).width > width) {
            lines.push_back(word);
        } else {
            lines.back() = longer;
        }
    }
    if (text.empty()) {
        lines.clear();
    }
    return lines;
}

double area_on_screen(const View& view) {
    return 1 / view.metres_per_pixel;
}

} // namespace

std::string footer_text(const Furniture& furniture) {
    const bool has_both = !furniture.reference_date.empty() && !furniture.profile.empty();
    return furniture.reference_date + (has_both ? " · " : "") + furniture.profile;
}

ScaleBar scale_bar(double metres_per_pixel, double max_px) {
    const double ground = metres_per_pixel * max_px;
    const double most = ground > 1e-3 ? std::min(ground, 1e9) : 1e-3; // what is no number too
    const double decade = std::pow(10.0, std::floor(std::log10(most)));
    double length = decade;
    for (const double factor : {2.0, 5.0}) {
        if (factor * decade <= most) {
            length = factor * decade;
        }
    }
    const bool is_km = length >= 1000;
    const double shown = is_km ? length / 1000 : length;
    const int decimals = shown >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(shown)));
    return {length, length / metres_per_pixel, to_french(shown, decimals) + (is_km ? "\u00A0km" : "\u00A0m")};
}

std::vector<ScreenBox> FurnitureLayout::taken() const {
    std::vector<ScreenBox> boxes;
    for (const ScreenBox& box : {title, banner, legend, north, scale, footer}) {
        if (box.width > 0) {
            boxes.push_back(box);
        }
    }
    return boxes;
}

FurnitureLayout lay_out(const Furniture& furniture, const View& view, const MeasureText& measure) {
    FurnitureLayout layout;
    const double s = view.scale;
    const double margin = kMarginPx * s;
    double bottom = view.height;
    const std::string left = footer_text(furniture);
    if (!left.empty() || !furniture.source.empty()) {
        const double widths =
            measure(left, kSmallPx * s, false).width + measure(furniture.source, kSmallPx * s, false).width;
        const bool is_below = !left.empty() && widths + 3 * margin > view.width;
        layout.source_lines = wrapped(furniture.source, view.width - 2 * margin, kSmallPx * s, measure);
        const bool has_date_row = is_below || layout.source_lines.size() > 1 || layout.source_lines.empty();
        const int rows =
            static_cast<int>(layout.source_lines.size()) + (!left.empty() && has_date_row ? 1 : 0);
        const double height = (kFooterPx + (rows - 1) * kFooterRowPx) * s;
        layout.footer = {0, view.height - height, static_cast<double>(view.width), height};
        layout.footer_rows = rows;
        bottom = layout.footer.y;
    }
    place_titles(layout, furniture, s, measure);
    place_legend(layout, furniture.legend, view, margin, bottom, measure);
    const double heading =
        std::max(layout.title.y + layout.title.height, layout.banner.y + layout.banner.height);
    const double heading_end = margin + std::max(layout.title.width, layout.banner.width);
    if (layout.legend.width > 0 &&
        heading_end + margin > layout.legend.x) { // a narrow window: under the title
        place_legend(layout, furniture.legend, view, heading + margin / 2, bottom, measure);
    }
    const bool is_over_map = furniture.has_scale_bar || !furniture.title.empty();
    if (is_over_map && layout.legend.width * layout.legend.height > 0.4 * view.width * view.height) {
        layout.legend = {}; // a legend that hides the map explains nothing
        layout.legend_rows.clear();
    }
    double left_y = bottom - 12 * s;
    if (furniture.has_scale_bar) {
        layout.bar = scale_bar(view.metres_per_pixel, std::min(120 * s, view.width / 3.0));
        const double text = measure(layout.bar.text, kSmallPx * s, false).width;
        const double height = 26 * s;
        layout.scale = {margin, left_y - height, layout.bar.length_px + text / 2 + 6 * s, height};
        left_y = layout.scale.y - 8 * s;
    }
    if (furniture.has_north_arrow) {
        layout.north = {margin, left_y - 42 * s, 18 * s, 42 * s};
    }
    return layout;
}

View fit_beside(const Furniture& furniture, const geo::Box& box, int width, int height, double scale,
                const MeasureText& measure) {
    View window;
    window.width = width;
    window.height = height;
    window.scale = scale;
    const FurnitureLayout layout = lay_out(furniture, window, measure);
    const double margin = kMarginPx * scale;
    const double bottom = layout.footer.width > 0 ? layout.footer.height + margin : margin;
    const double heading =
        std::max(layout.title.y + layout.title.height, layout.banner.y + layout.banner.height);
    const double left =
        std::max({layout.title.width, layout.banner.width, furniture.has_scale_bar ? 140 * scale : 0});
    const double right = layout.legend.width > 0 ? layout.legend.width + 2 * margin : margin;
    const double bar = furniture.has_scale_bar ? 90 * scale : 0;
    // Headings above the map, or beside it: whichever leaves the larger map.
    const View above =
        fit(box, width, height, scale, {margin, std::max(heading, 0.0) + margin, right, bottom + bar});
    const View beside =
        fit(box, width, height, scale, {left > 0 ? left + 2 * margin : margin, margin, right, bottom});
    return area_on_screen(above) > area_on_screen(beside) ? above : beside;
}

} // namespace maillage::scene
