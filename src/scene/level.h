// level.h: which level of detail a view needs.
#pragma once

#include "geo/arcs.h"
#include "scene/view.h"

namespace maillage::scene {

/// The coarsest level whose dropped detail stays under half a square pixel (at scale 1; finer on dense
/// screens is not visible and is not asked for).
int level_for(double metres_per_pixel);

} // namespace maillage::scene
