#include "scene/adapt.h"

#include "scene/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace maillage::scene {
namespace {

constexpr double kGone = 0.02; ///< weaker than that nobody sees it
constexpr std::size_t kMostPins = 400;

bool has_faded(const Fade& fade, double ground_mpp) {
    return strength(fade, ground_mpp) < kGone;
}

std::uint8_t weaker(std::uint8_t alpha, double factor) {
    return static_cast<std::uint8_t>(std::lround(alpha * factor));
}

/// A legend shows the colours that the map shows: only a fill can fade without going.
void weaken(LegendEntry& entry, double factor) {
    if (auto* area = std::get_if<AreaStyle>(&entry.sample)) {
        area->fill.a = weaker(area->fill.a, factor);
        area->hatch.colour.a = weaker(area->hatch.colour.a, factor);
    }
}

std::vector<LegendGroup> adapted(const std::vector<LegendGroup>& groups, double ground_mpp) {
    std::vector<LegendGroup> shown;
    for (const LegendGroup& group : groups) {
        LegendGroup kept{group.title, {}};
        for (LegendEntry entry : group.entries) {
            if (!has_faded(entry.fade, ground_mpp)) {
                weaken(entry, strength(entry.fade, ground_mpp));
                kept.entries.push_back(std::move(entry));
            }
        }
        if (!kept.entries.empty()) {
            shown.push_back(std::move(kept));
        }
    }
    return shown;
}

/// Feet of the pins, in pixels from any origin, the important ones first placed. A pin keeps its place unless
/// it would stand on another; then it takes the nearest free place around.
class PinBoard {
  public:
    explicit PinBoard(double size_px) : size_(size_px) {}

    ScreenPoint place(ScreenPoint foot) {
        ScreenPoint best = foot;
        if (!is_free(foot)) {
            best = nearest_free(foot).value_or(foot);
        }
        boxes_.push_back(box(best));
        return best;
    }

  private:
    ScreenBox box(ScreenPoint foot) const { return symbol_box(Symbol::pin, size_, foot); }

    bool is_free(ScreenPoint foot) const {
        const ScreenBox wanted = box(foot);
        return std::ranges::none_of(boxes_, [&](const ScreenBox& b) { return b.intersects(wanted); });
    }

    std::optional<ScreenPoint> nearest_free(ScreenPoint foot) const {
        constexpr int kDirections = 16;
        for (const double reach : {0.8, 1.2, 1.7, 2.3, 3.0}) {
            for (int i = 0; i < kDirections; ++i) { // up first, then to both sides in turn
                const int turn = (i + 1) / 2 * (i % 2 == 0 ? 1 : -1);
                const double angle = 2 * std::numbers::pi * turn / kDirections;
                const ScreenPoint moved{foot.x + std::sin(angle) * reach * size_,
                                        foot.y - std::cos(angle) * reach * size_};
                if (is_free(moved)) {
                    return moved;
                }
            }
        }
        return std::nullopt; // a crowd: the less important one stays behind the others
    }

    double size_;
    std::vector<ScreenBox> boxes_;
};

/// Pins that had to move, with the leaders that tie them to their places.
struct Spread {
    PointLayer pins;
    LineLayer leaders;
    PointLayer feet;
};

std::optional<Spread> spread(const PointLayer& layer, double metres_per_pixel, double scale) {
    const auto& places = layer.points->positions;
    if (places.empty() || places.size() > kMostPins || layer.classes.empty()) {
        return std::nullopt;
    }
    const SymbolStyle& style = layer.classes.front();
    PinBoard board(style.size_px * scale * 1.06);
    auto points = std::make_shared<Points>(*layer.points);
    auto lines = std::make_shared<geo::MultiLine>();
    auto feet = std::make_shared<Points>();
    std::vector<std::uint16_t> feet_classes;
    for (std::size_t i = places.size(); i-- > 0;) { // the last one is drawn on top: it has its place first
        const ScreenPoint foot{places[i].x / metres_per_pixel, -places[i].y / metres_per_pixel};
        const ScreenPoint found = board.place(foot);
        if (found != foot) {
            points->positions[i] = {found.x * metres_per_pixel, -found.y * metres_per_pixel};
            lines->push_back({places[i], points->positions[i]});
            feet->positions.push_back(places[i]);
            feet_classes.push_back(layer.class_of.empty() ? std::uint16_t{0} : layer.class_of[i]);
        }
    }
    if (lines->empty()) {
        return std::nullopt;
    }
    Spread result;
    result.pins = layer;
    result.pins.points = points;
    result.leaders = {"attaches", lines, {style.fill, 1.1}, layer.opacity};
    result.feet = {"pieds", feet, {}, std::move(feet_classes), layer.opacity, false};
    for (const SymbolStyle& pin : layer.classes) {
        result.feet.classes.push_back({Symbol::circle, 5, pin.fill, pin.outline, 0.8});
    }
    return result;
}

void resize(PointLayer& layer, double factor) {
    for (SymbolStyle& style : layer.classes) {
        style.size_px *= factor;
        style.outline_px *= factor;
    }
}

} // namespace

double strength(const Fade& fade, double ground_mpp) {
    if (fade.near_mpp <= 0 || fade.far_mpp <= fade.near_mpp) {
        return 1;
    }
    const double t =
        std::clamp(std::log(ground_mpp / fade.near_mpp) / std::log(fade.far_mpp / fade.near_mpp), 0.0, 1.0);
    return fade.near + (fade.far - fade.near) * t;
}

Scene adapted(const Scene& scene, double metres_per_pixel, double scale) {
    const double ground_mpp = metres_per_pixel * scale;
    Scene shown;
    shown.labels = scene.labels;
    shown.theme = scene.theme;
    shown.furniture = scene.furniture;
    shown.furniture.legend = adapted(scene.furniture.legend, ground_mpp);
    for (const Layer& layer : scene.layers) {
        const Fade fade = std::visit([](const auto& l) { return l.fade; }, layer);
        if (has_faded(fade, ground_mpp)) {
            continue;
        }
        Layer kept = layer;
        std::visit([&](auto& l) { l.opacity *= strength(fade, ground_mpp); }, kept);
        auto* points = std::get_if<PointLayer>(&kept);
        if (points != nullptr) {
            resize(*points, strength(points->size, ground_mpp));
        }
        if (points != nullptr && points->keeps_apart) {
            if (auto moved = spread(*points, metres_per_pixel, scale)) {
                shown.layers.emplace_back(std::move(moved->leaders));
                shown.layers.emplace_back(std::move(moved->feet));
                shown.layers.emplace_back(std::move(moved->pins));
                continue;
            }
        }
        shown.layers.push_back(std::move(kept));
    }
    return shown;
}

} // namespace maillage::scene
