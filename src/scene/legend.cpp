#include "scene/legend.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace maillage::scene {
namespace {

constexpr std::size_t kFewFeatures = 12;
constexpr int kSamples = 24; ///< points along each side of the view where few features are looked for

std::uint16_t class_at(const std::vector<std::uint16_t>& class_of, std::size_t i) {
    return class_of.empty() ? std::uint16_t{0} : class_of[i];
}

using Classes = std::set<std::uint16_t>;

/// The classes of each layer that a view shows; a layer without classes has the one 0.
class Seen {
  public:
    explicit Seen(const View& view) : view_(view), box_(view.box()) {}

    Classes operator()(const ImageLayer& layer) const {
        return layer.extent.intersects(box_) ? Classes{0} : Classes{};
    }

    Classes operator()(const CoverageLayer& layer) const {
        std::set<std::size_t> features;
        for (std::size_t i = 0; i < layer.coverage->size(); ++i) {
            if (layer.coverage->box(i).intersects(box_)) {
                features.insert(i);
            }
        }
        const bool is_scale = layer.is_pickable; // the fill of everything, not a hatch over some
        if (features.size() > kFewFeatures && is_scale) {
            return all_classes(layer.classes.size());
        }
        if (features.size() <= kFewFeatures) {
            features = features_seen(*layer.coverage);
        }
        Classes seen;
        for (const std::size_t i : features) {
            add(seen, class_at(layer.class_of, i));
        }
        return seen;
    }

    Classes operator()(const PolygonLayer& layer) const {
        Classes seen;
        for (std::size_t i = 0; i < layer.shapes->boxes.size(); ++i) {
            if (layer.shapes->boxes[i].intersects(box_)) {
                add(seen, class_at(layer.class_of, i));
            }
        }
        return seen;
    }

    Classes operator()(const BorderLayer& layer) const {
        const geo::Topology& topology = layer.coverage->topology();
        const auto is_seen = [&](std::uint32_t arc) {
            return layer.coverage->arc_box(arc).intersects(box_) && has_point(topology, topology.arcs[arc]);
        };
        const auto arcs = geo::borders(topology, layer.groups);
        return std::ranges::any_of(arcs, is_seen) ? Classes{0} : Classes{};
    }

    Classes operator()(const LineLayer& layer) const {
        for (const geo::Line& line : *layer.lines) {
            if (geo::bounds(line).intersects(box_)) {
                return {0};
            }
        }
        return {};
    }

    Classes operator()(const PointLayer& layer) const {
        Classes seen;
        for (std::size_t i = 0; i < layer.points->positions.size(); ++i) {
            if (box_.contains(layer.points->positions[i])) {
                add(seen, class_at(layer.class_of, i));
            }
        }
        return seen;
    }

  private:
    static void add(Classes& seen, std::uint16_t k) {
        if (k != kNoClass) { // not painted
            seen.insert(k);
        }
    }

    static Classes all_classes(std::size_t count) {
        Classes all;
        for (std::size_t k = 0; k < count; ++k) {
            all.insert(static_cast<std::uint16_t>(k));
        }
        return all;
    }

    std::set<std::size_t> features_seen(const Coverage& coverage) const {
        std::set<std::size_t> seen;
        for (int y = 0; y <= kSamples; ++y) {
            for (int x = 0; x <= kSamples; ++x) {
                const ScreenPoint at{x * view_.width / static_cast<double>(kSamples),
                                     y * view_.height / static_cast<double>(kSamples)};
                if (const auto feature = coverage.feature_at(view_.to_map(at)); feature != geo::kOutside) {
                    seen.insert(static_cast<std::size_t>(feature));
                }
            }
        }
        return seen;
    }

    /// Box by box of its segments: enough to tell a border that runs past from one that does not.
    bool has_point(const geo::Topology& topology, const geo::Arc& arc) const {
        for (std::uint32_t i = arc.first; i + 1 < arc.first + arc.count; ++i) {
            geo::Box segment;
            segment.extend(topology.points[i]);
            segment.extend(topology.points[i + 1]);
            if (segment.intersects(box_)) {
                return true;
            }
        }
        return false;
    }

    View view_;
    geo::Box box_;
};

/// Layers of one name are one thing to the reader.
class SeenByName {
  public:
    SeenByName(const Scene& scene, const View& view) : scene_(scene), seen_(view) {}

    bool shows(const LegendEntry& entry) {
        if (entry.layer.empty()) {
            return true;
        }
        auto known = by_name_.find(entry.layer);
        if (known == by_name_.end()) {
            known = by_name_.emplace(entry.layer, look(entry.layer)).first;
        }
        const auto& classes = known->second;
        return entry.of_class == kNoClass ? !classes.empty() : classes.contains(entry.of_class);
    }

  private:
    Classes look(const std::string& name) const {
        Classes all;
        for (const Layer& layer : scene_.layers) {
            if (std::visit([](const auto& l) -> const std::string& { return l.name; }, layer) == name) {
                all.merge(std::visit(seen_, layer));
            }
        }
        return all;
    }

    const Scene& scene_;
    Seen seen_;
    std::map<std::string, Classes> by_name_;
};

} // namespace

std::vector<LegendGroup> legend_in(const Scene& scene, const View& view) {
    SeenByName seen(scene, view);
    std::vector<LegendGroup> shown;
    for (const LegendGroup& group : scene.furniture.legend) {
        LegendGroup kept{group.title, {}};
        std::ranges::copy_if(group.entries, std::back_inserter(kept.entries),
                             [&](const LegendEntry& entry) { return seen.shows(entry); });
        if (!kept.entries.empty()) {
            shown.push_back(std::move(kept));
        }
    }
    return shown;
}

} // namespace maillage::scene
