// spread_population.h: inhabitants where only the total of a commune is known.
#pragma once

#include "domain/project.h"

#include <vector>

namespace maillage::domain {

/// Cells for each commune that has inhabitants, a shape and no cell yet: its inhabitants in equal parts on
/// the points of a mesh inside it, at its centre when none is. Marked as imputed, because nobody lives in
/// equal parts. Throws InputError for a mesh under 50 m, over 10 km, or of more than a million points.
std::vector<PopulationCell> spread_cells(const Project& project, double mesh_m, bool is_police_only);

} // namespace maillage::domain
