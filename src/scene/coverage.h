// coverage.h: a polygon coverage (the communes) ready to be drawn at any scale. Immutable for its users and
// shared between scenes, so that restyling a map copies no geometry.
#pragma once

#include "geo/arcs.h"
#include "geo/geometry.h"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace maillage::scene {

/// Triangles of one part of the map, relative to `origin` so that single precision loses nothing.
struct MeshChunk {
    geo::Point origin;
    geo::Box box;
    std::vector<float> xy;                ///< two a vertex, metres from the origin
    std::vector<std::uint32_t> feature;   ///< one a vertex
    std::vector<std::uint32_t> triangles; ///< three indices each
};

struct Mesh {
    std::vector<MeshChunk> chunks;
};

class Coverage {
  public:
    explicit Coverage(std::span<const geo::MultiPolygon* const> features,
                      const geo::TopologyOptions& options = {});
    explicit Coverage(std::span<const geo::MultiPolygon> features, const geo::TopologyOptions& options = {});

    const geo::Topology& topology() const { return topology_; }

    std::size_t size() const { return boxes_.size(); }

    const geo::Box& box(std::size_t feature) const { return boxes_[feature]; }

    const geo::Box& arc_box(std::size_t arc) const { return arc_boxes_[arc]; }

    const geo::Box& bounds() const { return bounds_; }

    /// The feature that holds `p`; kOutside when none does.
    std::int32_t feature_at(geo::Point p) const;

    /// Triangles of a level, made at the first call and kept. Thread safe: prepare it in a worker.
    std::shared_ptr<const Mesh> mesh(int level) const;
    /// The same, or null when nobody has made it yet.
    std::shared_ptr<const Mesh> ready_mesh(int level) const;

  private:
    geo::Topology topology_;
    std::vector<geo::Box> boxes_;
    std::vector<geo::Box> arc_boxes_;
    geo::Box bounds_;
    std::vector<std::uint32_t> first_ring_; ///< by feature
    mutable std::mutex mutex_;
    mutable std::array<std::shared_ptr<const Mesh>, geo::kLevels> meshes_;
};

} // namespace maillage::scene
