#include "ground/covered_union.h"

#include "base/parallel.h"
#include "geo/overlay.h"

#include <algorithm>
#include <numeric>

namespace maillage::ground {
namespace {

class Groups { // of polygons, by links
  public:
    explicit Groups(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0U); }

    std::uint32_t find(std::uint32_t i) {
        while (parent_[i] != i) {
            i = parent_[i] = parent_[parent_[i]];
        }
        return i;
    }

    void join(std::uint32_t a, std::uint32_t b) {
        a = find(a);
        b = find(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::uint32_t> parent_;
};

/// One connected piece of the union.
struct Component {
    std::vector<const Run*> runs;
    std::vector<std::uint32_t> polygons;
    double area_m2 = 0;
    bool has_shared_edge = false;
};

geo::MultiPolygon overlay(const sight::PolygonIndex& sets, const Component& component) {
    std::vector<geo::MultiPolygon> parts;
    for (const std::uint32_t i : component.polygons) {
        parts.push_back(geo::make_valid({sets.polygon(i)}));
    }
    return geo::unite(parts);
}

} // namespace

geo::MultiPolygon build_union(const sight::PolygonIndex& sets, std::span<const Pairs> pairs,
                              std::span<const Share> shares, unsigned threads, Progress& progress) {
    Groups groups(sets.size());
    std::vector<char> shares_edge(sets.size(), 0);
    for (const Pairs& block : pairs) {
        for (const Link& link : block.links) {
            groups.join(link.polygon, link.other);
            shares_edge[link.polygon] |= link.shares_edge ? 1 : 0;
        }
    }
    std::vector<std::uint32_t> number(sets.size(), 0);
    std::vector<Component> components;
    std::uint32_t i = 0;
    for (const Share& share : shares) {
        for (std::size_t k = 0; k < share.sums.size(); ++k, ++i) {
            const std::uint32_t root = groups.find(i);
            if (root == i) { // roots are the smallest of their group, so they come first
                number[i] = static_cast<std::uint32_t>(components.size());
                components.emplace_back();
            }
            Component& c = components[number[root]];
            c.polygons.push_back(i);
            c.area_m2 += share.sums[k][0].about(share.origins[k], sets.box(root).centre()) / 2;
            c.has_shared_edge |= shares_edge[i] != 0;
        }
    }
    for (const Share& share : shares) {
        for (const Run& run : share.runs) {
            components[number[groups.find(run.polygon)]].runs.push_back(&run);
        }
    }
    std::vector<geo::MultiPolygon> joined(components.size());
    parallel_blocks(components.size(), 16, threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t c = begin; c < end; ++c) {
            joined[c] = join_runs(components[c].runs, components[c].has_shared_edge, components[c].area_m2);
            const bool is_doubtful = joined[c].empty() && !components[c].runs.empty();
            if (is_doubtful || (components[c].has_shared_edge && !geo::why_invalid(joined[c]).empty())) {
                joined[c] = overlay(sets, components[c]);
            }
        }
    });
    geo::MultiPolygon out;
    for (geo::MultiPolygon& part : joined) {
        std::ranges::move(part, std::back_inserter(out));
    }
    return out;
}

} // namespace maillage::ground
