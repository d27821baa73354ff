#include "ground/zone_borders.h"

#include <algorithm>

namespace maillage::ground {

Zones make_zones(std::span<const geo::MultiPolygon> given) {
    Zones zones;
    std::vector<const geo::Polygon*> polygons;
    for (std::size_t i = 0; i < given.size(); ++i) {
        for (const geo::Polygon& p : given[i]) {
            polygons.push_back(&p);
            zones.zone_of.push_back(static_cast<std::uint32_t>(i));
        }
    }
    zones.polygons = sight::make_index(polygons, 64, 65536, 1);
    zones.origin.resize(given.size());
    std::vector<geo::Box> boxes;
    for (std::size_t i = 0; i < zones.polygons.size(); ++i) {
        each_edge(zones.polygons, zones.polygons.shape(i), [&](std::uint32_t e) {
            geo::Box box;
            box.extend(*zones.polygons.vertex(e));
            box.extend(*zones.polygons.vertex(e + 1));
            boxes.push_back(box);
            zones.edge_starts.push_back(e);
            zones.edge_polygon.push_back(static_cast<std::uint32_t>(i));
        });
        if (!zones.polygons.box(i).is_empty()) {
            zones.origin[zones.zone_of[i]] = zones.polygons.box(i).centre();
        }
    }
    zones.edges = sight::BoxGrid(std::move(boxes), 64, 4096);
    return zones;
}

Crossings gather_on_borders(const sight::PolygonIndex& zones, std::span<const Share> shares) {
    Crossings out;
    std::size_t vertices = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones.shape(i).rings > 0) {
            vertices = std::max<std::size_t>(vertices, zones.ring_starts(zones.shape(i)).back());
        }
    }
    out.starts.assign(vertices + 1, 0);
    for (const Share& share : shares) {
        for (const Crossing& c : share.on_borders) {
            ++out.starts[c.edge];
        }
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& start : out.starts) {
        sum += start;
        start = sum;
    }
    out.all.resize(sum);
    for (const Share& share : shares) {
        for (const Crossing& c : share.on_borders) {
            out.all[--out.starts[c.edge]] = c;
        }
    }
    for (std::size_t v = 0; v < vertices; ++v) {
        std::sort(out.all.begin() + out.starts[v], out.all.begin() + out.starts[v + 1], by_place);
    }
    return out;
}

ZoneSums measure_border(const sight::PolygonIndex& sets, const Zones& zones, const Crossings& known,
                        std::size_t polygon) {
    ZoneSums out{zones.zone_of[polygon], zones.polygons.box(polygon).centre(), {}};
    const sight::PolygonIndex::Shape& shape = zones.polygons.shape(polygon);
    const auto starts = zones.polygons.ring_starts(shape);
    for (std::size_t r = 0; r < shape.rings; ++r) {
        int depth = 0;
        const Point first = *zones.polygons.vertex(starts[r]);
        sets.each({first, first},
                  [&](std::size_t set) { depth += holds(sets, sets.shape(set), first, -1) ? 1 : 0; });
        for (std::uint32_t e = starts[r]; e + 1 < starts[r + 1]; ++e) {
            if (depth <= 0 && known.starts[e] == known.starts[e + 1]) {
                continue; // most of a border
            }
            const Point a = *zones.polygons.vertex(e);
            const Point b = *zones.polygons.vertex(e + 1);
            Point from = minus(a, out.origin);
            const auto add = [&](Point to) {
                for (int k = 0; k < std::min(depth, 2);
                     ++k) { // a depth below 0 has no length, see add_stretch
                    out.sums[static_cast<std::size_t>(k)].add(from, to);
                }
                from = to;
            };
            for (std::uint32_t k = known.starts[e]; k < known.starts[e + 1]; ++k) {
                add(minus(between(a, b, known.all[k].t), out.origin));
                depth += known.all[k].step;
            }
            add(minus(b, out.origin));
        }
    }
    return out;
}

} // namespace maillage::ground
