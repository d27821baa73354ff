#include "scene/coverage.h"

#include "base/parallel.h"
#include "scene/triangulate.h"

#include <algorithm>
#include <cmath>

namespace maillage::scene {
namespace {

/// Small enough to cull well when zoomed in, large enough that a frame is few draw calls.
constexpr double kFeaturesPerChunk = 150;

void add_feature(const geo::MultiPolygon& polygons, std::uint32_t feature, MeshChunk& chunk) {
    for (const geo::Polygon& polygon : polygons) {
        const Triangles t = triangulate(polygon);
        const auto base = static_cast<std::uint32_t>(chunk.feature.size());
        for (const geo::Point p : t.points) {
            chunk.xy.push_back(static_cast<float>(p.x - chunk.origin.x));
            chunk.xy.push_back(static_cast<float>(p.y - chunk.origin.y));
        }
        chunk.feature.resize(base + t.points.size(), feature);
        for (const std::uint32_t i : t.indices) {
            chunk.triangles.push_back(base + i);
        }
        chunk.box.extend(geo::bounds(polygon));
    }
}

std::vector<std::vector<std::uint32_t>> chunk_features(const std::vector<geo::Box>& boxes,
                                                       const geo::Box& bounds) {
    const auto side = static_cast<std::size_t>(
        std::clamp(std::sqrt(static_cast<double>(boxes.size()) / kFeaturesPerChunk), 1.0, 32.0));
    std::vector<std::vector<std::uint32_t>> chunks(side * side);
    const auto cell = [&](double at, double low, double width) {
        const double k = width > 0 ? (at - low) / width * static_cast<double>(side) : 0;
        return static_cast<std::size_t>(std::clamp(k, 0.0, static_cast<double>(side - 1)));
    };
    for (std::size_t f = 0; f < boxes.size(); ++f) {
        if (!boxes[f].is_empty()) {
            const geo::Point c = boxes[f].centre();
            const std::size_t k =
                cell(c.y, bounds.min.y, bounds.height()) * side + cell(c.x, bounds.min.x, bounds.width());
            chunks[k].push_back(static_cast<std::uint32_t>(f));
        }
    }
    std::erase_if(chunks, [](const auto& chunk) { return chunk.empty(); });
    return chunks;
}

} // namespace

namespace {

std::vector<const geo::MultiPolygon*> pointers_to(std::span<const geo::MultiPolygon> features) {
    std::vector<const geo::MultiPolygon*> pointers(features.size());
    std::ranges::transform(features, pointers.begin(),
                           [](const geo::MultiPolygon& feature) { return &feature; });
    return pointers;
}

} // namespace

Coverage::Coverage(std::span<const geo::MultiPolygon> features, const geo::TopologyOptions& options)
    : Coverage(pointers_to(features), options) {}

Coverage::Coverage(std::span<const geo::MultiPolygon* const> features, const geo::TopologyOptions& options)
    : topology_(geo::build_topology(features, options)), boxes_(features.size()),
      arc_boxes_(topology_.arcs.size()), first_ring_(features.size() + 1) {
    for (std::size_t a = 0; a < topology_.arcs.size(); ++a) {
        const geo::Arc& arc = topology_.arcs[a];
        for (std::uint32_t i = arc.first; i < arc.first + arc.count; ++i) {
            arc_boxes_[a].extend(topology_.points[i]);
        }
        bounds_.extend(arc_boxes_[a]);
    }
    for (const geo::ArcRing& ring : topology_.rings) {
        for (std::uint32_t u = ring.first; u < ring.first + ring.count; ++u) {
            const geo::ArcUse use = topology_.uses[u];
            boxes_[ring.feature].extend(arc_boxes_[static_cast<std::size_t>(use >= 0 ? use : ~use)]);
        }
    }
    for (const geo::ArcRing& ring : topology_.rings) {
        ++first_ring_[ring.feature + 1];
    }
    for (std::size_t f = 1; f < first_ring_.size(); ++f) {
        first_ring_[f] += first_ring_[f - 1];
    }
}

std::int32_t Coverage::feature_at(geo::Point p) const {
    for (std::size_t f = 0; f < boxes_.size(); ++f) {
        if (!boxes_[f].contains(p)) {
            continue;
        }
        bool is_inside = false; // even-odd over all rings of the feature: holes and parts alike
        for (std::uint32_t r = first_ring_[f]; r < first_ring_[f + 1]; ++r) {
            const geo::ArcRing& ring = topology_.rings[r];
            for (std::uint32_t u = ring.first; u < ring.first + ring.count; ++u) {
                const geo::ArcUse use = topology_.uses[u];
                const geo::Arc& arc = topology_.arcs[static_cast<std::size_t>(use >= 0 ? use : ~use)];
                for (std::uint32_t i = arc.first + 1; i < arc.first + arc.count; ++i) {
                    const geo::Point a = topology_.points[i - 1];
                    const geo::Point b = topology_.points[i];
                    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
                        is_inside = !is_inside;
                    }
                }
            }
        }
        if (is_inside) {
            return static_cast<std::int32_t>(f);
        }
    }
    return geo::kOutside;
}

std::shared_ptr<const Mesh> Coverage::ready_mesh(int level) const {
    const std::scoped_lock lock(mutex_);
    return meshes_[static_cast<std::size_t>(level)];
}

std::shared_ptr<const Mesh> Coverage::mesh(int level) const {
    if (auto ready = ready_mesh(level)) {
        return ready;
    }
    auto made = std::make_shared<Mesh>();
    const auto chunks = chunk_features(boxes_, bounds_);
    made->chunks.resize(chunks.size());
    parallel_blocks(chunks.size(), 1, 0, [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c) {
            MeshChunk& chunk = made->chunks[c];
            chunk.origin = boxes_[chunks[c].front()].centre();
            for (const std::uint32_t f : chunks[c]) {
                add_feature(geo::feature_at_level(topology_, f, level), f, chunk);
            }
        }
    });
    const std::scoped_lock lock(mutex_); // another thread may have made it meanwhile: the first one stays
    auto& slot = meshes_[static_cast<std::size_t>(level)];
    if (!slot) {
        slot = std::move(made);
    }
    return slot;
}

} // namespace maillage::scene
