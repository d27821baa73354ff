// placing.h: what the tools of the map put and move by hand: sites, and everything selected at once.
#pragma once

#include "app/session.h"

#include <vector>

namespace maillage::app {

/// A site of class "autre" in the commune where it lies, with a number that is free.
domain::Site new_site(const domain::Project& project, geo::Point at);
/// Where the selected cameras and sites stand, those that have a position.
std::vector<geo::Point> places(const domain::Project& project, const std::vector<Selection>& selection);
/// The project with them moved. Throws InputError when none of them has a position, or `by` is no distance.
domain::Project move_places(domain::Project project, const std::vector<Selection>& selection, geo::Point by);

} // namespace maillage::app
