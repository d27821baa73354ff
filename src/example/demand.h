// demand.h: invented sites and inhabited cells of the example; only the totals of inhabitants are
// facts.
#pragma once

#include "domain/demand.h"
#include "domain/territory.h"
#include "example/town.h"

#include <vector>

namespace maillage::example {

/// "exemple fictif": in the source of every invented row.
inline constexpr const char* kFictitious = "exemple fictif";

/// Sorted by id. `towns` in the order of the territory's communes. Also gives each QPV a point.
std::vector<domain::Site> example_sites(const std::vector<Town>& towns, std::vector<domain::Qpv>& qpvs);
/// Cells of 200 m on a Lambert-93 grid; those of a commune add up to its population exactly.
std::vector<domain::PopulationCell> example_cells(const std::vector<Town>& towns);

} // namespace maillage::example
