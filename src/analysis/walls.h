// walls.h: building footprints indexed for views. Built once, then read by any number of threads; it knows
// nothing of cameras.
#pragma once

#include "analysis/exact.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace maillage::analysis {

/// Where a point stands relative to the footprints.
enum class Place { outside, on_wall, inside };

struct Location {
    Place place = Place::outside;
    std::size_t building = 0; ///< the first footprint that holds the point, unless outside
    friend bool operator==(const Location&, const Location&) = default;
};

class Walls {
  public:
    struct Part { ///< consecutive walls of one ring
        geo::Box box;
        std::uint32_t first = 0; ///< vertex
        std::uint32_t walls = 0;
    };

    struct Building {
        geo::Box box;
        double height_m = std::numeric_limits<double>::infinity();
        std::uint32_t first_part = 0;
        std::uint32_t parts = 0;
        std::uint32_t first_ring = 0;
        std::uint32_t rings = 0;
    };

    /// Footprints must be valid polygons; they may touch, share walls and overlap. A ring without area is a
    /// screen. `heights_m` is empty or has one height per footprint, NaN where unknown: an unknown height
    /// hides everything. A footprint with a coordinate that is not finite, or beyond 16,000 km, is left out
    /// and counted.
    explicit Walls(std::span<const geo::Polygon> footprints, std::span<const double> heights_m = {});

    std::size_t size() const { return buildings_.size(); }

    std::size_t left_out() const { return left_out_; }

    std::size_t memory_bytes() const;

    bool has_heights() const { return has_heights_; }

    /// Infinite where unknown.
    double height_m(std::size_t building) const { return buildings_[building].height_m; }

    /// As indexed: on the grid, rings closed in the right sense.
    geo::Polygon footprint(std::size_t building) const;

    /// `on_wall` within `tolerance_m` of the wall of a footprint that holds the point; points just outside a
    /// wall are outside. Only footprints at least `height_m` tall count.
    Location locate(geo::Point p, double height_m, double tolerance_m) const;
    /// The same for one building. `p` is on the grid.
    Place locate_in(const Building& b, geo::Point p, double tolerance_m) const;

    /// Nearest point of the outside of all footprints, and the building whose wall it is on.
    struct WallPoint {
        geo::Point point;
        geo::Point outward; ///< unit vector
        std::size_t building = 0;
    };

    std::optional<WallPoint> nearest_wall(geo::Point p, double within_m, double height_m) const;

    // What views are computed from.
    std::span<const Part> parts(const Building& b) const { return {parts_.data() + b.first_part, b.parts}; }

    /// First vertices of the rings of a building; a ring ends, closed, where the next one starts.
    std::span<const std::uint32_t> ring_starts(const Building& b) const {
        return {ring_starts_.data() + b.first_ring, b.rings + 1U};
    }

    const geo::Point* vertex(std::uint32_t i) const { return vertices_.data() + i; }

    const Building& building(std::size_t i) const { return buildings_[i]; }
    /// Calls `visit(index, building)` once for each building whose box meets `box`, in an order that depends
    /// only on the index and the box.
    template <class Visit> void each(const geo::Box& box, Visit&& visit) const;

  private:
    static constexpr int kBlockBits = 4; // 16 x 16 cells in a block; blocks without a building have no cells

    int column(double x) const { return std::clamp(cell_of((x - origin_.x) * per_cell_), 0, columns_ - 1); }

    int row(double y) const { return std::clamp(cell_of((y - origin_.y) * per_cell_), 0, rows_ - 1); }

    static int cell_of(double v) { return static_cast<int>(std::clamp(v, -1.0, 1e9)); }

    std::size_t block(int column, int row) const {
        return static_cast<std::size_t>(row >> kBlockBits) * static_cast<std::size_t>(block_columns_) +
               static_cast<std::size_t>(column >> kBlockBits);
    }

    static std::size_t within_block(int column, int row) {
        constexpr int mask = (1 << kBlockBits) - 1;
        return static_cast<std::size_t>((row & mask) << kBlockBits | (column & mask));
    }

    void add_ring(const geo::Ring& ring, bool counter_clockwise, Building& to);
    void make_grid();
    template <class Visit> void each_cell(const geo::Box& box, Visit&& visit) const;

    std::vector<geo::Point> vertices_;
    std::vector<std::uint32_t> ring_starts_;
    std::vector<Part> parts_;
    std::vector<Building> buildings_;
    std::size_t left_out_ = 0;
    bool has_heights_ = false;
    geo::Point origin_;
    double per_cell_ = 1;
    int columns_ = 1;
    int rows_ = 1;
    int block_columns_ = 1;
    std::vector<std::int32_t> block_index_;  // -1 for an empty block
    std::vector<std::uint32_t> cell_starts_; // 256 per used block, and one more
    std::vector<std::uint32_t> cell_items_;
    std::vector<std::uint32_t> large_; // buildings over very many cells, always visited
};

template <class Visit> void Walls::each(const geo::Box& box, Visit&& visit) const {
    const int left = column(box.min.x);
    const int right = column(box.max.x);
    const int bottom = row(box.min.y);
    const int top = row(box.max.y);
    for (int r = bottom; r <= top; ++r) {
        for (int c = left; c <= right; ++c) {
            const std::int32_t used = block_index_[block(c, r)];
            if (used < 0) {
                c |= (1 << kBlockBits) - 1;
                continue;
            }
            const std::uint32_t* start = cell_starts_.data() +
                                         (static_cast<std::size_t>(used) << (2 * kBlockBits)) +
                                         within_block(c, r);
            for (std::uint32_t i = start[0]; i < start[1]; ++i) {
                const Building& b = buildings_[cell_items_[i]];
                // A building over several cells is reported in the first one that it shares with the box.
                if (b.box.intersects(box) && std::max(column(b.box.min.x), left) == c &&
                    std::max(row(b.box.min.y), bottom) == r) {
                    visit(static_cast<std::size_t>(cell_items_[i]), b);
                }
            }
        }
    }
    for (const std::uint32_t i : large_) {
        if (buildings_[i].box.intersects(box)) {
            visit(static_cast<std::size_t>(i), buildings_[i]);
        }
    }
}

} // namespace maillage::analysis
