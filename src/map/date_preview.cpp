#include "map/date_preview.h"

#include "map/map_scene.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace maillage::map {
namespace {

using analysis::Legality;

constexpr std::array<double, 3> kFadeOpacity = {0.75, 0.5, 0.25}; ///< one a step, after the end of the act
constexpr int kStepDays = 30;

/// What a camera looks like: its legality, and for an expired one how far it has faded (0: not in force
/// lately).
struct Look {
    Legality legality = Legality::valid;
    std::size_t faded = 0; ///< 1 to kFadeOpacity.size(): step
};

std::vector<Legality> legalities_on(const domain::Project& project, Date date) {
    return analysis::legalities(project, analysis::standings(project, date));
}

std::vector<Look> looks(const domain::Project& project, Date date) {
    std::vector<Look> looks;
    for (const Legality legality : legalities_on(project, date)) {
        looks.push_back({legality, 0});
    }
    for (std::size_t step = kFadeOpacity.size(); step > 0;
         --step) { // the latest day in force has the last word
        const std::chrono::days age(kStepDays * static_cast<int>(step));
        const Date earlier{std::chrono::sys_days(date) - age};
        const std::vector<Legality> then = legalities_on(project, earlier);
        for (std::size_t i = 0; i < looks.size(); ++i) {
            if (looks[i].legality == Legality::expired && then[i] == Legality::valid) {
                looks[i].faded = step;
            }
        }
    }
    return looks;
}

Colour faded(Colour c, double opacity) {
    c.a = static_cast<std::uint8_t>(std::lround(c.a * opacity));
    return c;
}

/// Symbols of map_scene, one a LegalityClass; the fading ones are put behind them.
void show(scene::PointLayer& layer, const std::vector<Look>& looks) {
    constexpr std::size_t kOwn = 4;
    if (layer.classes.size() != kOwn) {
        return;
    }
    for (const double opacity : kFadeOpacity) {
        scene::SymbolStyle style = layer.classes.front();
        style.fill = faded(style.fill, opacity);
        style.outline = faded(style.outline, opacity);
        layer.classes.push_back(style);
    }
    for (std::size_t i = 0; i < layer.class_of.size(); ++i) {
        const Look look = looks[layer.points->ids[i]];
        layer.class_of[i] = static_cast<std::uint16_t>(
            look.faded > 0 ? kOwn + look.faded - 1 : static_cast<std::size_t>(class_of(look.legality)));
    }
}

/// Classes as coverage_layers.h has them; levels that fade are put behind them.
void show(scene::PolygonLayer& layer, const std::vector<Look>& looks, const analysis::Results& results) {
    const std::size_t levels = layer.classes.size() / 2 - 1;
    const std::size_t uncertain = levels;
    const std::size_t expired = levels + 1;
    const std::size_t hidden = levels + 2;
    const std::size_t fading = layer.classes.size();
    std::vector<std::size_t> whole(looks.size(), 0); ///< level of all that a camera sees
    for (const analysis::CameraView& view : *results.views) {
        whole[view.camera] = view.bands[analysis::kCentral].whole;
    }
    for (const double opacity : kFadeOpacity) {
        for (std::size_t level = 0; level < levels; ++level) {
            scene::AreaStyle style = layer.classes[level];
            style.fill = faded(style.fill, opacity);
            style.outline.colour = faded(style.outline.colour, opacity);
            layer.classes.push_back(style);
        }
    }
    const auto class_of = [&](std::size_t shape) {
        const std::size_t camera = layer.shapes->ids[shape];
        const Look look = looks[camera];
        const std::size_t own = layer.class_of[shape];
        const std::size_t level = own < levels ? own : own >= hidden ? own - hidden : whole[camera];
        if (look.legality == Legality::valid) {
            return level;
        }
        if (look.faded > 0) {
            return fading + (look.faded - 1) * levels + level;
        }
        const bool is_inner = level != whole[camera];
        return is_inner ? hidden + level : may_film(look.legality) ? uncertain : expired;
    };
    for (std::size_t i = 0; i < layer.class_of.size(); ++i) {
        layer.class_of[i] = static_cast<std::uint16_t>(class_of(i));
    }
}

} // namespace

scene::Scene at_date(const scene::Scene& scene, const analysis::Results& results, Date date) {
    const std::vector<Look> now = looks(results.project, date);
    scene::Scene shown = scene;
    for (scene::Layer& layer : shown.layers) {
        if (auto* points = std::get_if<scene::PointLayer>(&layer);
            points != nullptr && points->name == kCameraLayer) {
            show(*points, now);
        }
        if (auto* fields = std::get_if<scene::PolygonLayer>(&layer);
            fields != nullptr && fields->name == kFieldLayer) {
            show(*fields, now, results);
        }
    }
    return shown;
}

} // namespace maillage::map
