// pair_crossings.h: what the polygons of a set have in common, each pair looked at once: where they cross,
// which ring begins inside which other. A part of coverage_area.cpp, not for other callers.
#pragma once

#include "ground/moved_boundaries.h"

#include <span>

namespace maillage::ground {

struct Link {
    std::uint32_t polygon = 0;
    std::uint32_t other = 0;
    bool shares_edge = false;
};

/// What a block of polygons has in common with those that come after them: each pair is looked at once.
struct Pairs {
    std::vector<Crossing> crossings;    ///< of both polygons, each after the one that it belongs to...
    std::vector<std::uint32_t> owners;  ///< ...which these are
    std::vector<std::uint32_t> covered; ///< rings whose first vertex the other polygon holds
    std::vector<Link> links;            ///< of polygons that overlap or share part of an edge
};

/// The crossings of each polygon, and how many others hold the first vertex of each ring.
struct Crossings {
    std::vector<Crossing> all;
    std::vector<std::uint32_t> starts; ///< in `all`, one a polygon and one more
    std::vector<int> ring_depths;
};

/// Finds what polygons have in common; one a thread.
class PairFinder {
  public:
    PairFinder(const sight::PolygonIndex& sets, bool keeps_links) : sets_(sets), keeps_links_(keeps_links) {}

    void find(std::uint32_t polygon, Pairs& out);

  private:
    bool find_covered(std::uint32_t polygon, std::uint32_t other, int shift, Pairs& out) const;
    bool cross(std::uint32_t polygon, std::uint32_t other, Pairs& out);

    const sight::PolygonIndex& sets_;
    bool keeps_links_;
    std::vector<Edge> met_;
};

/// By polygon, whatever blocks they were found in.
Crossings gather(const sight::PolygonIndex& sets, std::span<const Pairs> blocks);

} // namespace maillage::ground
