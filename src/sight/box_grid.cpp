#include "sight/box_grid.h"

#include <cmath>

namespace maillage::sight {
namespace {

constexpr std::size_t kLargeCells = 1024;
constexpr std::size_t kMostBlocks = std::size_t{1} << 22;

} // namespace

void BoxGrid::choose_cells(const geo::Box& all, std::size_t used, double smallest_m, double largest_m) {
    origin_ = all.min;
    // Never cells so large that a dense town would suffer from an empty countryside around it.
    const double spread = std::sqrt(2.5 * all.width() * all.height() / static_cast<double>(used));
    for (double cell = std::clamp(spread, smallest_m, largest_m);; cell *= 2) {
        per_cell_ = 1 / cell;
        if (std::max(all.width(), all.height()) / cell > 1e8) {
            continue;
        }
        columns_ = static_cast<int>(all.width() / cell) + 1;
        rows_ = static_cast<int>(all.height() / cell) + 1;
        block_columns_ = ((columns_ - 1) >> kBlockBits) + 1;
        const std::size_t blocks = block(0, rows_ - 1) + static_cast<std::size_t>(block_columns_);
        if (blocks <= kMostBlocks) {
            block_index_.assign(blocks, -1);
            return;
        }
    }
}

template <class Visit> void BoxGrid::each_cell(const geo::Box& box, Visit&& visit) const {
    const int right = column(box.max.x);
    const int top = row(box.max.y);
    for (int r = row(box.min.y); r <= top; ++r) {
        for (int c = column(box.min.x); c <= right; ++c) {
            visit(c, r);
        }
    }
}

BoxGrid::BoxGrid(std::vector<geo::Box> boxes, double smallest_cell_m, double largest_cell_m)
    : boxes_(std::move(boxes)) {
    geo::Box all;
    std::size_t used = 0;
    for (const geo::Box& b : boxes_) {
        all.extend(b);
        used += b.is_empty() ? 0U : 1U;
    }
    if (used == 0) {
        block_index_.assign(1, -1);
        return;
    }
    choose_cells(all, used, smallest_cell_m, largest_cell_m);
    std::vector<std::uint32_t> small;
    small.reserve(used);
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        const geo::Box& b = boxes_[i];
        if (!b.is_empty()) {
            const auto wide = static_cast<std::size_t>(column(b.max.x) - column(b.min.x) + 1);
            const auto high = static_cast<std::size_t>(row(b.max.y) - row(b.min.y) + 1);
            (wide * high > kLargeCells ? large_ : small).push_back(static_cast<std::uint32_t>(i));
        }
    }
    std::int32_t used_blocks = 0;
    for (const std::uint32_t i : small) {
        each_cell(boxes_[i], [&](int c, int r) {
            std::int32_t& index = block_index_[block(c, r)];
            if (index < 0) {
                index = used_blocks++;
            }
        });
    }
    const auto cell_number = [&](int c, int r) {
        return (static_cast<std::size_t>(block_index_[block(c, r)]) << (2 * kBlockBits)) + within_block(c, r);
    };
    cell_starts_.assign((static_cast<std::size_t>(used_blocks) << (2 * kBlockBits)) + 1, 0);
    for (const std::uint32_t i : small) {
        each_cell(boxes_[i], [&](int c, int r) { ++cell_starts_[cell_number(c, r)]; });
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& start : cell_starts_) {
        sum += start;
        start = sum; // end of the cell; filling moves it down to its start
    }
    cell_items_.resize(sum);
    for (const std::uint32_t i : small) {
        each_cell(boxes_[i], [&](int c, int r) { cell_items_[--cell_starts_[cell_number(c, r)]] = i; });
    }
}

std::size_t BoxGrid::memory_bytes() const {
    return boxes_.capacity() * sizeof(geo::Box) + block_index_.capacity() * sizeof(std::int32_t) +
           (cell_starts_.capacity() + cell_items_.capacity() + large_.capacity()) * sizeof(std::uint32_t);
}

} // namespace maillage::sight
