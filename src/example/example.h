// example.h: the embedded example: the Aisne, fiction on facts. Facts are in geodata/; all else is computed
// or invented, and says so.
#pragma once

#include "base/progress.h"
#include "domain/project.h"

namespace maillage::example {

/// The same project at every run. Limits of communes are approximate; the register, sites, cells and
/// buildings are fictitious and marked so, row by row where rows have a source or a name, and by part in
/// `Project::sources`.
domain::Project make_example(Progress& progress);

} // namespace maillage::example
