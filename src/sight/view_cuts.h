// view_cuts.h: what is cut out of the ground of a view by overlay: what low roofs hide, the dead zone under
// the mast. A part of viewer.cpp, not for other callers.
#pragma once

#include "sight/sweep.h"
#include "sight/visibility.h"

#include <span>

namespace maillage::sight {

/// A building lower than the camera hides itself and, behind its roof, the ground on to where the sight line
/// over its far edge comes down to the target's height: similar triangles give one scale about the eye. `low`
/// are the buildings that a camera of known height looks over.
void take_low_buildings(const View& view, const Walls& walls, std::span<const std::size_t> low, Point eye,
                        double target_height_m, VisibleArea& area);

/// `rim` is that of the whole view; `has_walls_at_hand` when the eye stands on walls or looks over roofs.
void take_dead_zone(const View& view, const Rim& rim, bool is_full_circle, bool has_walls_at_hand, Point eye,
                    double arc_step_deg, VisibleArea& area);

} // namespace maillage::sight
