// terrain.h: lines of sight over an elevation model. The model is a plain value; reading rasters is `io`'s
// work.
#pragma once

#include "geo/elevation.h"
#include "sight/visibility.h"

namespace maillage::sight {

using geo::ElevationGrid;
using geo::height_at;

/// How far below the tangent plane at the eye the ground lies, seen along a ray bent by refraction (k =
/// 0.13): d2 (1 - k) / 2R. Left out up to 1 km, where it is below 7 cm.
double curvature_drop_m(double distance_m);

/// Whether the straight line from `eye_height_m` above the ground to `target_height_m` above it clears the
/// ground between, checked at every half cell. Ground without data hides nothing; an eye or a target without
/// data under it is not seen.
bool is_visible(geo::Point eye, double eye_height_m, geo::Point target, double target_height_m,
                const ElevationGrid& grid);

struct TerrainParams {
    double ray_step_deg = 0.5; ///< between rays; the edge of a hidden stretch is drawn half way between two
    double target_height_m = 1.60;
};

/// The part of a view that relief does not hide. Along each ray the ground is sampled at every half cell and
/// the steepest slope so far hides what lies below it; so the edges of hidden ground are right to half a cell
/// along a ray and to the ray's step across it. Where the model has no data nothing is hidden.
geo::MultiPolygon seen_over_terrain(const VisibleArea& seen, double eye_height_m, double range_m,
                                    const ElevationGrid& grid, const TerrainParams& params = {});

} // namespace maillage::sight
