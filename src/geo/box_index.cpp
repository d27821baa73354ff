#include "geo/box_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace maillage::geo {
namespace {

/// A box without end on both sides has its middle at 0: what is no number has no place in an order.
double middle(double low, double high) {
    const double sum = low + high;
    return std::isnan(sum) ? 0 : sum;
}

} // namespace

BoxIndex::BoxIndex(std::span<const Box> boxes) {
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (!boxes[i].is_empty()) {
            items_.push_back(static_cast<std::uint32_t>(i));
        }
    }
    if (items_.empty()) {
        return;
    }
    const auto by = [&](auto key) {
        return [&boxes, key](std::uint32_t a, std::uint32_t b) {
            const double ka = key(boxes[a]); // never NaN: see `middle`
            const double kb = key(boxes[b]);
            return ka != kb ? ka < kb : a < b;
        };
    };
    // Vertical slices of equal count, each sorted by northing.
    const std::size_t leaves = (items_.size() + kFanout - 1) / kFanout;
    const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(leaves))));
    const std::size_t slice = (items_.size() + slices - 1) / slices;
    std::ranges::sort(items_, by([](const Box& box) { return middle(box.min.x, box.max.x); }));
    for (std::size_t at = 0; at < items_.size(); at += slice) {
        const auto end = items_.begin() + static_cast<std::ptrdiff_t>(std::min(at + slice, items_.size()));
        std::sort(items_.begin() + static_cast<std::ptrdiff_t>(at), end,
                  by([](const Box& box) { return middle(box.min.y, box.max.y); }));
    }
    boxes_.reserve(items_.size());
    for (const std::uint32_t item : items_) {
        boxes_.push_back(boxes[item]);
    }
    const auto add_level = [&](std::size_t begin, std::size_t end, bool is_leaf) {
        const std::size_t start = nodes_.size();
        for (std::size_t at = begin; at < end; at += kFanout) {
            Node node{{},
                      static_cast<std::uint32_t>(at),
                      static_cast<std::uint32_t>(std::min(kFanout, end - at)),
                      is_leaf};
            for (std::size_t i = at; i < at + node.count; ++i) {
                node.box.extend(is_leaf ? boxes_[i] : nodes_[i].box);
            }
            nodes_.push_back(node);
        }
        return start;
    };
    std::size_t begin = add_level(0, boxes_.size(), true);
    while (nodes_.size() - begin > 1) {
        begin = add_level(begin, nodes_.size(), false);
    }
}

} // namespace maillage::geo
