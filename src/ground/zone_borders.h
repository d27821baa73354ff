// zone_borders.h: the zones that covered ground is divided among, and what their own borders add where they
// are covered. A part of coverage_area.cpp, not for other callers.
#pragma once

#include "ground/boundary_sums.h"
#include "ground/pair_crossings.h"

#include <span>

namespace maillage::ground {

/// Zones, and the boxes of their single edges.
struct Zones {
    sight::PolygonIndex polygons;
    std::vector<std::uint32_t> zone_of; ///< of each polygon
    std::vector<std::uint32_t> edge_starts;
    std::vector<std::uint32_t> edge_polygon;
    sight::BoxGrid edges;
    std::vector<Point> origin; ///< of each zone
};

Zones make_zones(std::span<const geo::MultiPolygon> given);

/// Crossings of the borders of zones with the sets, by the vertex that their edges start at.
Crossings gather_on_borders(const sight::PolygonIndex& zones, std::span<const Share> shares);

/// What the boundary of a polygon of a zone adds to it.
ZoneSums measure_border(const sight::PolygonIndex& sets, const Zones& zones, const Crossings& known,
                        std::size_t polygon);

} // namespace maillage::ground
