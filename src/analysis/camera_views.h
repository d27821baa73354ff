// camera_views.h: one visibility set per camera of the register, whatever the date. Coverage, gaps, ranking and the
// inverse query all read from these.
#pragma once

#include "base/progress.h"
#include "domain/project.h"
#include "geo/geometry.h"

#include <array>
#include <vector>

namespace maillage::analysis {

/// Uncertain optics give three sets: nothing less than `low` is seen, nothing more than `high`.
enum Estimate : std::size_t { kLow = 0, kCentral = 1, kHigh = 2 };

struct CameraView {
    std::size_t camera = 0;                      ///< index in project.cameras
    bool has_position = false;                   ///< false: everything below is empty
    bool is_exact = false;                       ///< optics known: the three sets are one
    bool is_direction_assumed = false;           ///< low is empty, high is the full circle
    std::array<double, 3> range_m{};
    std::array<geo::MultiPolygon, 3> visible;    ///< ground really seen, after walls
    std::array<geo::MultiPolygon, 3> unobstructed; ///< the same without walls: tells "hidden" from "out of range"
    geo::Box reach;                              ///< bounds of unobstructed[kHigh]
};

/// In the order of project.cameras. Cancellable; same result on any number of threads (0 = all).
std::vector<CameraView> camera_views(const domain::Project& project, Progress& progress, unsigned threads = 0);

} // namespace maillage::analysis
