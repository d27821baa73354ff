// placing.h: what the tools of the map put and move by hand: sites, candidates, perimeters, and everything
// selected at once.
#pragma once

#include "domain/project.h"
#include "geo/geometry.h"
#include "map/selection.h"
#include "session/command.h"

#include <vector>

namespace maillage::session {

/// A site of class "autre" in the commune where it lies, with a number that is free.
domain::Site new_site(const domain::Project& project, geo::Point at);
/// Where the selected cameras and sites stand, those that have a position.
std::vector<geo::Point> places(const domain::Project& project, const std::vector<map::Selection>& selection);
/// The project with them moved. Throws InputError when none of them has a position, or `by` is no distance.
domain::Project move_places(domain::Project project, const std::vector<map::Selection>& selection,
                            geo::Point by);
/// A place for a camera put on the map by hand, and the choice that makes the current scenario look at such
/// places.
Commands put_candidate(const domain::Project& project, geo::Point at);
/// An outline drawn by hand, and the choice that makes the current scenario look inside it.
Commands put_perimeter(const domain::Project& project, geo::Ring outline);

} // namespace maillage::session
