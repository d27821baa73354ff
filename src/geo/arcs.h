// arcs.h: a polygon coverage as shared borders. Neighbours keep one common border at every level of detail,
// so no gap and no overlap appears between them; the same arcs tell who touches whom and draw each border
// once.
#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maillage::geo {

/// Levels of detail: 0 keeps every point; level k drops detail smaller than `level_area_m2(k)`.
inline constexpr int kLevels = 12;
/// 0 for level 0, then 2 * 4^k square metres.
double level_area_m2(int level);

inline constexpr std::int32_t kOutside = -1;

/// A border between two nodes (or a closed one without node), stored once, in one direction.
struct Arc {
    std::uint32_t first = 0;      ///< index in Topology::points
    std::uint32_t count = 0;      ///< at least 2; a closed arc repeats its first point
    std::int32_t left = kOutside; ///< feature on the left hand, or kOutside
    std::int32_t right = kOutside;
    friend bool operator==(const Arc&, const Arc&) = default;
};

/// An arc followed forwards (index >= 0) or backwards (~index).
using ArcUse = std::int32_t;

struct ArcRing {
    std::uint32_t feature = 0;
    std::uint32_t polygon = 0; ///< rank of its polygon in the feature
    std::uint32_t first = 0;   ///< index in Topology::uses
    std::uint32_t count = 0;
    bool is_hole = false;
    friend bool operator==(const ArcRing&, const ArcRing&) = default;
};

struct Topology {
    std::vector<Point> points;
    std::vector<std::uint8_t> last_level; ///< one a point: the highest level that keeps it
    std::vector<Arc> arcs;
    std::vector<ArcUse> uses;
    std::vector<ArcRing> rings; ///< by feature, then polygon, outer ring before its holes
    std::size_t feature_count = 0;
    /// Arcs that more than one feature claims on the same side: the input overlaps itself there.
    std::size_t overlapping_arcs = 0;
    friend bool operator==(const Topology&, const Topology&) = default;
};

struct TopologyOptions {
    bool has_levels = true; ///< false: every level is level 0
};

/// Points are shared when their coordinates are equal bit for bit. Levels are Visvalingam's, and a point is
/// kept as long as dropping it would sweep over another point: a valid coverage stays one at every level.
Topology build_topology(std::span<const MultiPolygon* const> features, const TopologyOptions& options = {});
Topology build_topology(std::span<const MultiPolygon> features, const TopologyOptions& options = {});

/// The points of one arc that a level keeps, appended to `to`.
void append_arc(const Topology& topology, std::size_t arc, int level, Line& to);
/// Rings that fall under three points are dropped, with their polygon when it is the outer one.
MultiPolygon feature_at_level(const Topology& topology, std::size_t feature, int level);
std::vector<MultiPolygon> at_level(const Topology& topology, int level);

struct Neighbours {
    std::uint32_t a = 0;
    std::uint32_t b = 0; ///< a < b
    double shared_m = 0; ///< plane length of the common border
    friend bool operator==(const Neighbours&, const Neighbours&) = default;
};

/// Every pair of features that share a border (not only a corner), by a then b.
std::vector<Neighbours> neighbours(const Topology& topology);
/// Arcs with another group on each side; `groups` has one entry a feature, and kOutside is the group of
/// nobody.
std::vector<std::uint32_t> borders(const Topology& topology, std::span<const std::int32_t> groups);

} // namespace maillage::geo
