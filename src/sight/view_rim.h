// view_rim.h: the chords that stand for the circle of a view's range. A part of viewer.cpp, not for other
// callers.
#pragma once

#include "sight/sweep.h"

#include <vector>

namespace maillage::sight {

/// Steps that `angle_deg` is drawn with, none larger than `step_deg`.
std::size_t steps_for(double angle_deg, double step_deg);

/// `steps` + 1 points of a circle, counter-clockwise.
std::vector<Point> arc(double radius, double from_rad, double step_rad, std::size_t steps);

/// The part of a view's rim in an opening of its sector, its ends on the rim's chords.
Rim opening_rim(const Rim& whole, bool is_full_circle, double range, const Sector& opening,
                const Frame& frame);

} // namespace maillage::sight
