// level.h: which level of detail a view needs.
#pragma once

#include "geo/arcs.h"
#include "scene/view.h"

namespace maillage::scene {

/// The coarsest level each of whose dropped details stays under one square pixel.
int level_for(double metres_per_pixel);

} // namespace maillage::scene
