// other_map.h: the second of two maps that are compared: the same project at another date, or with the list
// of another scenario.
#pragma once

#include "base/progress.h"
#include "map/map_scene.h"
#include "plan/scenarios.h"

#include <string>
#include <vector>

namespace maillage::map {

/// `here` as it would be on that day: acts that lapse until then see nothing any more.
MapInput at_other_date(const MapInput& here, Date date, Progress& progress, unsigned threads = 0);

/// Both maps of what `here.style` compares; the lists of two scenarios are made when `here` has them not.
/// Throws InputError for a scenario that the project has not, or whose list cannot be made.
struct ComparedMaps {
    MapInput here, there;
    std::string here_title, there_title; ///< "Situation au 22/11/2026", or the name of the scenario
    std::vector<std::string> difference; ///< key figures of both: "sites couverts : 19 % → 4 %"
};

ComparedMaps compared_maps(const MapInput& here, Progress& progress);

} // namespace maillage::map
