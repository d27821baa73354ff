// road_points.h: where towns are entered and where roads meet, the places a scheme looks at first.
#pragma once

#include "domain/project.h"

#include <string>
#include <vector>

namespace maillage::plan {

struct RoadPoint {
    std::string id;   ///< made of kind, commune and position: the same at each run on the same data
    std::string name; ///< "Laon : entrée, D1044", "Carrefour D1044, D967"
    geo::Point position;
    std::size_t commune = 0;                                        ///< index in territory.communes
    domain::RoadClass road_class = domain::RoadClass::departmental; ///< highest of the roads there
    friend bool operator==(const RoadPoint&, const RoadPoint&) = default;
};

/// Where a classified road goes into or out of a town. In a commune with buildings that is the end of the
/// built-up frontage: buildings within 50 m of the road, gaps of at most 200 m bridged (the distance between
/// buildings with which INSEE delimits urban units), frontages under 150 m left out as hamlets. Positions are
/// then exact to 10 m. In a commune without buildings it is the border of the commune, to 1 mm, and the entry
/// is given to the more populous of the two communes. Entries of a commune within 60 m of one another are
/// one, that of the higher road. Sorted by commune, class, position.
std::vector<RoadPoint> town_entries(const domain::Project& project);

/// Where at least three arms of classified roads meet, in a commune of the territory; those within 60 m of
/// one another (roundabouts, dual carriageways) are one, that with most arms. Roads meet where they share a
/// point of their lines, as in BD TOPO, ROUTE 500 and OpenStreetMap. Sorted by commune, class, position.
std::vector<RoadPoint> junctions(const domain::Project& project);

} // namespace maillage::plan
