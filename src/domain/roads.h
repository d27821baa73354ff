// roads.h: the classified roads of a territory: towns are entered by them, and they meet at junctions.
#pragma once

#include "geo/geometry.h"

#include <optional>
#include <string>
#include <string_view>

namespace maillage::domain {

/// Highest first. A metropolitan road (M) counts with the departmental ones it comes from.
enum class RoadClass { motorway, national, departmental };

struct Road {
    std::string id;
    std::string name; ///< its number, "D1044", else what the street is called
    RoadClass road_class = RoadClass::departmental;
    geo::Line line;
    std::string source;
    friend bool operator==(const Road&, const Road&) = default;
};

/// What one kilometre of classified road weighs as something to cover. Nothing at first: a scheme of sites
/// and inhabitants is not changed by importing roads.
struct RoadWeights {
    double motorway = 0, national = 0, departmental = 0;
    friend bool operator==(const RoadWeights&, const RoadWeights&) = default;
};

double weight_of(const RoadWeights& weights, RoadClass road_class);

std::string to_text(RoadClass road_class); ///< autoroute, nationale, departementale: for files
std::optional<RoadClass> parse_road_class(std::string_view text);

/// "D 1044;D967" -> "D1044"; empty for what is no number of a road.
std::string road_number(std::string_view text);
/// From the number when there is one (A26, N2, D1044, M6307), else from the words of BD TOPO, ROUTE 500
/// ("Nationale") or OpenStreetMap ("primary"). Nothing for a road of the commune, a track or a path.
std::optional<RoadClass> classify_road(std::string_view number, std::string_view words);

} // namespace maillage::domain
