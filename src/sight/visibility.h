// visibility.h: the ground that a camera really sees behind buildings. Pure geometry: it knows neither optics
// (density.h) nor relief (terrain.h). README.md gives the method.
#pragma once

#include "base/progress.h"
#include "sight/walls.h"

#include <optional>
#include <span>
#include <vector>

namespace maillage::sight {

/// One head of a camera, aimed. A point exactly `fov_deg` wide sector of a ring around the eye.
struct View {
    geo::Point eye;
    double azimuth_deg = 0; ///< of the axis, clockwise from grid north
    double fov_deg = 360;   ///< whole horizontal angle; 360 and more is the full circle
    double min_range_m = 0; ///< dead zone around the mast
    double range_m = 100;   ///< ground metres
    std::optional<double>
        height_m; ///< of the camera above the ground; unknown: every building hides what is behind
    friend bool operator==(const View&, const View&) = default;
};

struct VisibilityParams {
    double arc_step_deg =
        3.75; ///< the circle is drawn by chords, their ends on it: never more than the range
    double target_height_m = 1.60; ///< what must be seen of a person standing on the ground
    bool move_to_wall =
        false; ///< take a camera that is inside a footprint 1 cm in front of the nearest outside wall
    unsigned threads = 0; ///< 0: the processor's
};

enum class ViewStatus {
    clear,           ///< stands outside every footprint
    on_wall,         ///< on a facade or a corner, to 1 mm
    moved_to_wall,   ///< was inside a footprint; seen from `eye`
    inside_building, ///< sees nothing; `nearest_wall` says where it could be mounted
    invalid,         ///< a figure is missing or out of range
};

struct VisibleArea {
    ViewStatus status = ViewStatus::invalid;
    geo::Point eye;                         ///< where it was seen from
    std::optional<std::size_t> building;    ///< the footprint that holds the camera, unless clear
    std::optional<geo::Point> nearest_wall; ///< for a camera inside a footprint
    geo::MultiPolygon ground; ///< star-shaped about the eye unless heights or a dead zone cut it
    double area_m2 = 0;
    friend bool operator==(const VisibleArea&, const VisibleArea&) = default;
};

/// The part of the view's sector from which no building hides the eye: exact, but for the rounding of the
/// points where sight lines meet walls (below 1e-6 m).
VisibleArea visible_area(const View& view, const Walls& walls, const VisibilityParams& params = {});

/// The same for many views, in parallel. The result does not depend on the number of threads.
std::vector<VisibleArea> visible_areas(std::span<const View> views, const Walls& walls,
                                       const VisibilityParams& params, Progress& progress);

/// The sector that a view covers where nothing hides anything, dead zone included.
geo::Polygon sector_of(const View& view, double arc_step_deg = 3.75);

/// Distances along the optical axis between which the ground is in the picture of a tilted camera. `far_m` is
/// infinite when the horizon is in the picture.
struct GroundReach {
    double near_m = 0;
    double far_m = 0;
    friend bool operator==(const GroundReach&, const GroundReach&) = default;
};

/// `tilt_deg` of the axis below the horizon, `vertical_fov_deg` whole angle, heights above the ground. What
/// is nearer than `near_m` stands below the picture: the dead zone under the mast.
GroundReach ground_reach(double camera_height_m, double target_height_m, double tilt_deg,
                         double vertical_fov_deg);

} // namespace maillage::sight
