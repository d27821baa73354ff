// camera_handles.h: the points by which a camera is aimed on the map, and what moving one of them means.
#pragma once

#include "domain/project.h"
#include "geo/geometry.h"
#include "session/command.h"

#include <optional>
#include <string>

namespace maillage::views {

/// Map coordinates. What the register does not say is shown as the project assumes it.
struct CameraHandles {
    geo::Point apex;
    geo::Point aim;  ///< middle of the far edge: moves the direction and the range
    geo::Point left; ///< ends of the far edge: move the opening
    geo::Point right;
    geo::Line outline;          ///< of the sector, from the apex and back
    bool has_direction = false; ///< false: all round, `left` and `right` are `aim`
};

enum class Handle { apex, aim, left, right };

/// Empty when there is no such camera or it has no position.
std::optional<CameraHandles> camera_handles(const domain::Project& project, const std::string& camera);
/// The same, as if `handle` were at `to`: what is drawn during a drag.
std::optional<CameraHandles> moved_handles(const domain::Project& project, const std::string& camera,
                                           Handle handle, geo::Point to);
/// The command for the end of a drag. `camera` must have handles.
session::Command handle_command(const domain::Project& project, const std::string& camera, Handle handle,
                                geo::Point to);
/// The camera after the drag; rounded to what a hand can mean. It must have a position.
registry::Camera moved_camera(const domain::Project& project, registry::Camera camera, Handle handle,
                              geo::Point to);

/// Opening and reach of a camera; what the register does not say is as the project assumes it.
struct AssumedOptics {
    double field_deg = 0;
    double range_m = 0;
};

AssumedOptics assumed_optics(const domain::Project& project, const registry::Camera& camera);
/// A fixed camera for the tool that places them: number after the last one of that commune, aimed north.
registry::Camera new_camera(const domain::Project& project, geo::Point at);

} // namespace maillage::views
