// example.h: the embedded example of the Aisne: facts of geodata/, and a register that is fiction and says so.
#pragma once

#include "base/progress.h"
#include "domain/project.h"

namespace maillage::app {

domain::Project make_example(Progress& progress);

} // namespace maillage::app
