#include "map/coverage_layers.h"

#include "base/number.h"
#include "base/translate.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace maillage::map {
namespace {

constexpr double kFaintest = 0.16; ///< share of the hue in the fill of the weakest ground, the rest is paper
constexpr double kDensest = 0.88;  ///< of the strongest band
constexpr double kOpacity = 0.9;

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

Colour mixed(Colour paper, Colour hue, double share) {
    const auto channel = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + share * (b - a)));
    };
    return {channel(paper.r, hue.r), channel(paper.g, hue.g), channel(paper.b, hue.b), 255};
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

std::vector<scene::AreaStyle> band_styles(std::size_t bands, bool is_dark) {
    const Colour hue = is_dark ? colour(0x67e0d6) : colour(0x075a56);
    const Colour paper = is_dark ? colour(0x20262d) : colour(0xffffff);
    std::vector<scene::AreaStyle> styles;
    for (std::size_t level = 0; level <= bands; ++level) {
        const double rank = bands == 0 ? 0.3 : static_cast<double>(level) / static_cast<double>(bands);
        const Pen pen = pen_of(level, bands + 1);
        styles.push_back(
            {with_opacity(mixed(paper, hue, kFaintest + (kDensest - kFaintest) * rank), kOpacity),
             {},
             {with_opacity(hue, 0.9), pen.width_px, pen.dash_px, pen.gap_px}});
    }
    return styles;
}

void add_coverage(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!in.style.is_shown[static_cast<std::size_t>(Layer::coverage)] || !is_current(in)) {
        return;
    }
    const auto& bands = in.project->settings.bands;
    std::vector<scene::AreaStyle> styles = band_styles(bands.size(), in.style.is_dark);
    const std::size_t count = styles.size();
    const std::size_t uncertain = count;
    const std::size_t expired = count + 1;
    const std::size_t hidden = count + 2; // and the level: there for the day on which it may be seen
    // Level by level: where fields overlap the strongest band is seen.
    std::vector<Fields> levels(count);
    for (const analysis::CameraView& view : *in.results->views) {
        const auto legality = in.results->legalities[view.camera];
        const bool is_valid = legality == analysis::Legality::valid;
        const analysis::GroundBands& cut = view.bands[analysis::kCentral];
        const std::size_t whole = is_valid ? cut.whole : analysis::may_film(legality) ? uncertain : expired;
        levels[cut.whole].add(view.visible[analysis::kCentral], view.camera, whole);
        for (std::size_t i = 0; i < cut.inner.size(); ++i) {
            const std::size_t level = cut.whole + i + 1;
            levels[level].add(cut.inner[i], view.camera, is_valid ? level : hidden + level);
        }
    }
    Fields all;
    for (Fields& level : levels) {
        std::ranges::move(level.polygons, std::back_inserter(all.polygons));
        std::ranges::move(level.ids, std::back_inserter(all.ids));
        std::ranges::move(level.classes, std::back_inserter(all.classes));
    }
    if (all.polygons.empty()) {
        return;
    }
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const int decimals = bands[i].px_per_m == std::floor(bands[i].px_per_m) ? 0 : 1;
        legend.entries.push_back(
            {bands[i].label + " (" + to_french(bands[i].px_per_m, decimals) + tr(" px/m et plus)"),
             styles[i + 1], kFieldFade, kFieldLayer, static_cast<std::uint16_t>(i + 1)});
    }
    styles.push_back({colour(0xb07d12, 50), {}, {colour(0xb07d12, 190), 0.8, 4, 3}});
    styles.push_back({colour(0x7d7d7d, 0), {}, {colour(0x7d7d7d, 220), 0.9, 2, 3}});
    styles.resize(2 * count + 2);
    out.layers.push_back(scene::PolygonLayer{kFieldLayer,
                                             scene::make_shapes(std::move(all.polygons), std::move(all.ids)),
                                             styles, all.classes, 1, false, kFieldFade});
}

} // namespace maillage::map
