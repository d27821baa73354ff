// box_grid.h: finds the boxes that meet a box. Cells over the plane, of which only those near a box take
// memory, so that two towns far apart cost no more than two towns. Built once, then read by any number of
// threads.
#pragma once

#include "geo/geometry.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace maillage::sight {

class BoxGrid {
  public:
    /// Empty boxes are never found. Cells are between the two sizes, two or three boxes a cell if those
    /// allow.
    BoxGrid(std::vector<geo::Box> boxes, double smallest_cell_m, double largest_cell_m);

    BoxGrid() : BoxGrid({}, 1, 1) {}

    const geo::Box& box(std::size_t i) const { return boxes_[i]; }

    std::size_t size() const { return boxes_.size(); }

    std::size_t memory_bytes() const;
    /// Calls `visit(i)` once for each box i that meets `box`, in an order that depends only on the grid and
    /// the box.
    template <class Visit> void each(const geo::Box& box, Visit&& visit) const;

  private:
    static constexpr int kBlockBits = 4; // 16 x 16 cells in a block; blocks without a box have no cells

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

    void choose_cells(const geo::Box& all, std::size_t used, double smallest_m, double largest_m);
    template <class Visit> void each_cell(const geo::Box& box, Visit&& visit) const;

    std::vector<geo::Box> boxes_;
    geo::Point origin_;
    double per_cell_ = 1;
    int columns_ = 1;
    int rows_ = 1;
    int block_columns_ = 1;
    std::vector<std::int32_t> block_index_;  // -1 for an empty block
    std::vector<std::uint32_t> cell_starts_; // 256 per used block, and one more
    std::vector<std::uint32_t> cell_items_;
    std::vector<std::uint32_t> large_; // boxes over very many cells, always looked at
};

template <class Visit> void BoxGrid::each(const geo::Box& box, Visit&& visit) const {
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
                const geo::Box& b = boxes_[cell_items_[i]];
                // A box over several cells is reported in the first one that it shares with the box asked
                // for.
                if (b.intersects(box) && std::max(column(b.min.x), left) == c &&
                    std::max(row(b.min.y), bottom) == r) {
                    visit(static_cast<std::size_t>(cell_items_[i]));
                }
            }
        }
    }
    for (const std::uint32_t i : large_) {
        if (boxes_[i].intersects(box)) {
            visit(static_cast<std::size_t>(i));
        }
    }
}

} // namespace maillage::sight
