#include "ground/pair_crossings.h"

#include <algorithm>

namespace maillage::ground {
namespace {

/// Those edges; returns their bounds.
geo::Box edges_in(const sight::PolygonIndex& index, const sight::PolygonIndex::Shape& shape,
                  const geo::Box& box, std::vector<Edge>& out) {
    out.clear();
    geo::Box all;
    each_edge_in(index, shape, box, [&](std::uint32_t e) {
        out.push_back(make_edge(index.vertex(e), e));
        all.extend(out.back().box);
    });
    return all;
}

geo::Box meet_of(const geo::Box& a, const geo::Box& b) {
    return {{std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)},
            {std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y)}};
}

} // namespace

void PairFinder::find(std::uint32_t polygon, Pairs& out) {
    sets_.each(sets_.box(polygon), [&](std::size_t i) {
        const auto other = static_cast<std::uint32_t>(i);
        if (other <= polygon) {
            return;
        }
        const bool is_held = find_covered(polygon, other, 1, out);
        const bool is_holder = find_covered(other, polygon, -1, out);
        const bool is_crossed = cross(polygon, other, out);
        if (keeps_links_ && (is_held || is_holder || is_crossed)) {
            out.links.push_back({polygon, other, false});
        }
    });
}

/// Rings of a polygon that begin inside the other one.
bool PairFinder::find_covered(std::uint32_t polygon, std::uint32_t other, int shift, Pairs& out) const {
    const sight::PolygonIndex::Shape& shape = sets_.shape(polygon);
    const auto starts = sets_.ring_starts(shape);
    bool is_any = false;
    for (std::uint32_t r = 0; r < shape.rings; ++r) {
        const Point first = *sets_.vertex(starts[r]);
        if (sets_.box(other).contains(first) && holds(sets_, sets_.shape(other), first, shift)) {
            out.covered.push_back(shape.first_ring + r);
            is_any = true;
        }
    }
    return is_any;
}

bool PairFinder::cross(std::uint32_t polygon, std::uint32_t other, Pairs& out) {
    const geo::Box common = meet_of(sets_.box(polygon), sets_.box(other));
    const geo::Box met_box = edges_in(sets_, sets_.shape(other), common, met_);
    bool is_crossed = false;
    if (met_.empty()) {
        return false;
    }
    each_edge_in(sets_, sets_.shape(polygon), meet_of(common, met_box), [&](std::uint32_t start) {
        const Edge edge = make_edge(sets_.vertex(start), start);
        for (const Edge& m : met_) {
            if (!m.box.intersects(edge.box)) {
                continue;
            }
            const int step = crossing_step(edge.a, edge.b, m.a, m.b, 1);
            if (step != 0) { // whoever enters the other is left by it
                out.crossings.push_back({start, step, parameter(edge.a, edge.b, m.a, m.b), m.start, other});
                out.owners.push_back(polygon);
                out.crossings.push_back(
                    {m.start, -step, parameter(m.a, m.b, edge.a, edge.b), start, polygon});
                out.owners.push_back(other);
                is_crossed = true;
            } else if (keeps_links_ && is_shared(edge.a, edge.b, m.a, m.b)) {
                out.links.push_back({polygon, other, true});
                out.links.push_back({other, polygon, true});
            }
        }
    });
    return is_crossed;
}

Crossings gather(const sight::PolygonIndex& sets, std::span<const Pairs> blocks) {
    Crossings out;
    out.starts.assign(sets.size() + 1, 0);
    std::size_t rings = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        rings += sets.shape(i).rings;
    }
    out.ring_depths.assign(rings, 0);
    for (const Pairs& block : blocks) {
        for (const std::uint32_t owner : block.owners) {
            ++out.starts[owner];
        }
        for (const std::uint32_t ring : block.covered) {
            ++out.ring_depths[ring];
        }
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& start : out.starts) {
        sum += start;
        start = sum; // end of the polygon's; filling moves it down to its start
    }
    out.all.resize(sum);
    for (const Pairs& block : blocks) {
        for (std::size_t k = 0; k < block.owners.size(); ++k) {
            out.all[--out.starts[block.owners[k]]] = block.crossings[k];
        }
    }
    return out;
}

} // namespace maillage::ground
