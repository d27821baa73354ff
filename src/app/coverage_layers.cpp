#include "app/coverage_layers.h"

#include "base/number.h"

#include <algorithm>
#include <cmath>

namespace maillage::app {
namespace {

constexpr double kFaintest = 0.10; ///< opacity of the fill of the weakest ground
constexpr double kDensest = 0.66;  ///< of the strongest band

struct Pen {
    double width_px, dash_px, gap_px;
};

/// From dotted to firm.
Pen pen_of(std::size_t level, std::size_t levels) {
    const double rank = levels <= 1 ? 1 : static_cast<double>(level) / static_cast<double>(levels - 1);
    if (rank < 0.2) {
        return {0.7, 1.5, 3};
    }
    if (rank < 0.45) {
        return {0.8, 4, 3};
    }
    return rank < 0.7 ? Pen{0.9, 8, 2.5} : rank < 0.95 ? Pen{1, 0, 0} : Pen{1.8, 0, 0};
}

Colour with_opacity(Colour c, double opacity) {
    c.a = static_cast<std::uint8_t>(std::lround(255 * opacity));
    return c;
}

/// Cameras that the results still speak of.
bool is_current(const MapInput& in) {
    return in.results && in.results_of && in.results_of->cameras.is_same(in.project->cameras);
}

struct Fields {
    std::vector<geo::MultiPolygon> polygons;
    std::vector<std::uint32_t> ids;
    std::vector<std::uint16_t> classes;

    void add(const geo::MultiPolygon& ground, std::size_t camera, std::size_t style) {
        if (!ground.empty()) {
            polygons.push_back(ground);
            ids.push_back(static_cast<std::uint32_t>(camera));
            classes.push_back(static_cast<std::uint16_t>(style));
        }
    }
};

} // namespace

BandStyles band_styles(std::size_t bands, bool is_dark) {
    const Colour hue = is_dark ? colour(0x4fd0c7) : colour(0x0b6e69);
    BandStyles styles;
    double below = 0; // opacity of what lies under an inner polygon
    for (std::size_t level = 0; level <= bands; ++level) {
        const double opacity =
            bands == 0 ? 0.3 : kFaintest + (kDensest - kFaintest) * static_cast<double>(level) / static_cast<double>(bands);
        const Pen pen = pen_of(level, bands + 1);
        const scene::LineStyle line{with_opacity(hue, 0.9), pen.width_px, pen.dash_px, pen.gap_px};
        styles.outer.push_back({with_opacity(hue, opacity), {}, line});
        styles.inner.push_back({with_opacity(hue, 1 - (1 - opacity) / (1 - below)), {}, line});
        below = opacity;
    }
    return styles;
}

void add_coverage(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!in.style.is_shown[static_cast<std::size_t>(Layer::coverage)] || !is_current(in)) {
        return;
    }
    const auto& bands = in.project->settings.bands;
    const BandStyles styles = band_styles(bands.size(), in.style.is_dark);
    const std::size_t kUncertain = styles.outer.size() + styles.inner.size();
    std::vector<scene::AreaStyle> classes = styles.outer;
    classes.insert(classes.end(), styles.inner.begin(), styles.inner.end());
    classes.push_back({colour(0xb07d12, 50), {}, {colour(0xb07d12, 170), 0.8, 4, 3}});
    classes.push_back({colour(0x7d7d7d, 0), {}, {colour(0x7d7d7d, 200), 0.9, 2, 3}});
    Fields fields;
    for (const analysis::CameraView& view : *in.results->views) {
        const auto& ground = view.visible[analysis::kCentral];
        const auto legality = in.results->legalities[view.camera];
        if (legality != analysis::Legality::valid) {
            fields.add(ground, view.camera, kUncertain + (legality == analysis::Legality::expired ? 1 : 0));
            continue;
        }
        const analysis::GroundBands& cut = view.bands[analysis::kCentral];
        fields.add(ground, view.camera, cut.whole);
        for (std::size_t i = 0; i < cut.inner.size(); ++i) {
            fields.add(cut.inner[i], view.camera, styles.outer.size() + cut.whole + i + 1);
        }
    }
    if (fields.polygons.empty()) {
        return;
    }
    out.layers.push_back(scene::PolygonLayer{
        "champs", scene::make_shapes(std::move(fields.polygons), std::move(fields.ids)), classes, fields.classes, 1, false});
    // Fields are too small to be seen on a map of the département: rows for them only where they are the subject.
    const bool is_subject = in.selection.kind == SelectionKind::camera || in.style.indicator == Indicator::none;
    for (std::size_t i = 0; i < bands.size() && is_subject; ++i) {
        legend.entries.push_back(
            {bands[i].label + " (" + to_french(bands[i].px_per_m, bands[i].px_per_m == std::floor(bands[i].px_per_m) ? 0 : 1) +
                 " px/m et plus)",
             styles.outer[i + 1]});
    }
}

} // namespace maillage::app
