#include "scene/labels.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace maillage::scene {
namespace {

constexpr double kGreatPx = 15;        ///< bold names from this size on are those of the great towns
constexpr double kFurthest_m = 20'000; ///< further off a name would mislead

/// Boxes already taken, by square cell of the screen.
class Occupied {
  public:
    bool is_free(const ScreenBox& box) const {
        bool is_clear = true;
        for_cells(box, [&](std::uint64_t cell) {
            const auto found = cells_.find(cell);
            if (found != cells_.end()) {
                for (const std::uint32_t i : found->second) {
                    is_clear = is_clear && !boxes_[i].intersects(box);
                }
            }
        });
        return is_clear;
    }

    void take(const ScreenBox& box) {
        const auto index = static_cast<std::uint32_t>(boxes_.size());
        boxes_.push_back(box);
        for_cells(box, [&](std::uint64_t cell) { cells_[cell].push_back(index); });
    }

  private:
    static constexpr double kCellPx = 64;

    template <class Body> static void for_cells(const ScreenBox& box, const Body& body) {
        const auto cell = [](double px) { return static_cast<std::int32_t>(std::floor(px / kCellPx)); };
        for (std::int32_t y = cell(box.y); y <= cell(box.y + box.height); ++y) {
            for (std::int32_t x = cell(box.x); x <= cell(box.x + box.width); ++x) {
                body(std::uint64_t{static_cast<std::uint32_t>(y)} << 32U | static_cast<std::uint32_t>(x));
            }
        }
    }

    std::vector<ScreenBox> boxes_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

void take_symbols(const Scene& scene, const View& view, const ScreenBox& around, Occupied& occupied) {
    for (const Layer& layer : scene.layers) {
        const auto* points = std::get_if<PointLayer>(&layer);
        if (points == nullptr || !points->blocks_labels) {
            continue;
        }
        for (std::size_t i = 0; i < points->points->positions.size(); ++i) {
            const std::uint16_t k = points->class_of.empty() ? std::uint16_t{0} : points->class_of[i];
            if (k == kNoClass) {
                continue;
            }
            const SymbolStyle& style = points->classes[k];
            const ScreenBox box = symbol_box(style.symbol, style.size_px * view.scale,
                                             view.to_screen(points->points->positions[i]));
            if (box.intersects(around)) {
                occupied.take(box);
            }
        }
    }
}

/// Offsets of the text's centre from the anchor, best first.
std::vector<ScreenPoint> candidates(double width, double height, double gap) {
    if (gap <= 0) { // over the anchor, then away from pins that stand there
        const double side = width / 2 + height / 2;
        return {{0, 0},
                {0, 0.8 * height},
                {0, -0.8 * height},
                {0.3 * width, 0},
                {-0.3 * width, 0},
                {0, 1.6 * height},
                {0, -1.6 * height},
                {side, 0},
                {-side, 0},
                {side, height},
                {-side, height},
                {side, -height},
                {-side, -height}};
    }
    const double x = gap + width / 2;
    const double y = gap + height / 2;
    const double d = 0.7 * gap;
    return {{0, y},
            {0, -y},
            {x, 0},
            {-x, 0},
            {d + width / 2, -d - height / 2},
            {d + width / 2, d + height / 2},
            {-d - width / 2, -d - height / 2},
            {-d - width / 2, d + height / 2}};
}

bool is_shown_whole(const ScreenBox& box, const View& view, const std::vector<ScreenBox>& taken) {
    return box.x >= 0 && box.y >= 0 && box.x + box.width <= view.width && box.y + box.height <= view.height &&
           std::ranges::none_of(taken,
                                [&](const ScreenBox& t) { return t.grown(2 * view.scale).intersects(box); });
}

/// A town that everybody looks for may stand further from its place than others: the nearest free spot beside
/// the pins that crowd there. On a small map a name's own length is near enough, whatever ground that is.
void add_further(std::vector<ScreenPoint>& offsets, double width, double height, double metres_per_pixel) {
    const double furthest = std::max(kFurthest_m / metres_per_pixel, 1.4 * width);
    std::vector<ScreenPoint> further;
    for (const double rows : {0.0, 1.3, 2.6, 3.6, 4.6}) {
        for (const double columns : {0.0, 0.5, 0.8, 1.1, 1.35}) {
            for (const double down : {1.0, -1.0}) {
                for (const double right : {1.0, -1.0}) {
                    const ScreenPoint offset{right * columns * width, down * rows * height};
                    if (std::hypot(offset.x, offset.y) <= furthest) {
                        further.push_back(offset);
                    }
                }
            }
        }
    }
    std::ranges::stable_sort(further, {}, [](ScreenPoint p) { return std::hypot(p.x, p.y); });
    offsets.insert(offsets.end(), further.begin(), further.end());
}

/// Labels whose anchor is near the window, the most important first.
std::vector<std::uint32_t> in_order(const LabelSet& set, const View& view, const ScreenBox& around) {
    std::vector<std::uint32_t> order;
    for (std::size_t i = 0; i < set.labels.size(); ++i) {
        const Label& label = set.labels[i];
        const ScreenPoint at = view.to_screen(label.anchor);
        const double metres_per_pixel = view.metres_per_pixel * view.scale;
        const bool is_too_far =
            label.max_metres_per_pixel > 0 && metres_per_pixel > label.max_metres_per_pixel;
        if (!is_too_far && !label.text.empty() && ScreenBox{at.x, at.y, 1, 1}.intersects(around)) {
            order.push_back(static_cast<std::uint32_t>(i));
        }
    }
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const Label& x = set.labels[a];
        const Label& y = set.labels[b];
        if (x.priority != y.priority) {
            return x.priority > y.priority;
        }
        return x.text != y.text ? x.text < y.text : x.anchor < y.anchor;
    });
    return order;
}

} // namespace

ScreenBox symbol_box(Symbol symbol, double size_px, ScreenPoint at) {
    if (symbol == Symbol::pin) {
        return {at.x - 0.36 * size_px, at.y - size_px, 0.72 * size_px, size_px};
    }
    return {at.x - size_px / 2, at.y - size_px / 2, size_px, size_px};
}

std::vector<PlacedLabel> place_labels(const Scene& scene, const View& view, const MeasureText& measure,
                                      const std::vector<ScreenBox>& taken) {
    std::vector<PlacedLabel> placed;
    if (!scene.labels) {
        return placed;
    }
    const LabelSet& set = *scene.labels;
    const double rim = 160 * view.scale; // about one label: those beyond cannot push one that is seen
    const ScreenBox around{-rim, -rim, view.width + 2 * rim, view.height + 2 * rim};
    Occupied occupied;
    take_symbols(scene, view, around, occupied);
    for (const std::uint32_t i : in_order(set, view, around)) {
        const Label& label = set.labels[i];
        const TextStyle& style = set.styles[label.style];
        const TextSize size = measure(label.text, style.size_px * view.scale, style.is_bold);
        const double halo = style.halo_px * view.scale;
        const double width = size.width + 2 * halo;
        const double height = size.ascent + size.descent + 2 * halo;
        if (!(width <= view.width && height <= view.height)) {
            continue; // never whole: it would only take the place of others
        }
        const ScreenPoint at = view.to_screen(label.anchor);
        auto offsets = candidates(width, height, label.gap_px * view.scale);
        if (style.is_bold && style.size_px >= kGreatPx) {
            add_further(offsets, width, height, view.metres_per_pixel);
        }
        for (const ScreenPoint offset : offsets) {
            const ScreenBox box{at.x + offset.x - width / 2, at.y + offset.y - height / 2, width, height};
            if (!occupied.is_free(box)) {
                continue;
            }
            occupied.take(box.grown(view.scale));
            if (is_shown_whole(box, view, taken)) {
                placed.push_back({i, {box.x + halo, box.y + halo + size.ascent}, box});
            }
            break;
        }
    }
    return placed;
}

} // namespace maillage::scene
