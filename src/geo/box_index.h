// box_index.h: which boxes meet a point or a box. Built once, immutable, a packed tree of 8 children a node.
#pragma once

#include "geo/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maillage::geo {

class BoxIndex {
  public:
    BoxIndex() = default;
    /// Empty boxes are never found. Sort-tile-recursive packing; the same input gives the same tree.
    explicit BoxIndex(std::span<const Box> boxes);

    /// Calls `visit(index)` for every box that meets `query`, in a fixed but unspecified order.
    template <class Visit> void for_each(const Box& query, Visit&& visit) const {
        if (nodes_.empty()) {
            return;
        }
        std::uint32_t stack[64];
        int top = 0;
        stack[top++] = static_cast<std::uint32_t>(nodes_.size() - 1);
        while (top > 0) {
            const Node& node = nodes_[stack[--top]];
            if (!node.box.intersects(query)) {
                continue;
            }
            for (std::uint32_t i = node.first; i < node.first + node.count; ++i) {
                if (node.is_leaf) {
                    if (boxes_[i].intersects(query)) {
                        visit(static_cast<std::size_t>(items_[i]));
                    }
                } else {
                    stack[top++] = i;
                }
            }
        }
    }

    template <class Visit> void for_each(Point p, Visit&& visit) const { for_each(Box{p, p}, visit); }

  private:
    static constexpr std::size_t kFanout =
        8; ///< depth times 7 stays under the 64 entries of the stack for 8^9 boxes

    struct Node {
        Box box;
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        bool is_leaf = false;
    };

    std::vector<Box> boxes_;
    std::vector<std::uint32_t> items_;
    std::vector<Node> nodes_;
};

} // namespace maillage::geo
