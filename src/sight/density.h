// density.h: pixels per metre, what they let one do with a person, and the ground where a camera reaches
// them. The lens is an ideal rectilinear one, on its axis aimed at the target: distortion, light and
// compression are not here.
#pragma once

#include "sight/visibility.h"

#include <span>
#include <string>
#include <vector>

namespace maillage::sight {

struct DensityLevel {
    std::string name; ///< on screen, French
    double px_per_m = 0;
    friend bool operator==(const DensityLevel&, const DensityLevel&) = default;
};

/// Thresholds from the least demanding to the most. A table is data: a project may have its own.
struct DensityTable {
    std::string name;
    std::vector<DensityLevel> levels;
    friend bool operator==(const DensityTable&, const DensityTable&) = default;
};

/// The default: detection 25, observation 62.5, recognition 125, identification 250 px/m (EN 62676-4:2015).
DensityTable dori();
/// A face of 90 x 60 pixels, as the arrêté du 3 août 2007 asks of a narrow shot, taken as 0.24 m x 0.16 m.
inline constexpr double kFace2007_px_per_m = 375;

/// What turns an angle into pixels.
struct Lens {
    double pixels = 0;   ///< horizontal resolution
    double hfov_deg = 0; ///< of the picture, below 180
    friend bool operator==(const Lens&, const Lens&) = default;
};

/// Horizontal field of view of a sensor behind a focal length.
double hfov_deg(double sensor_width_mm, double focal_mm);
/// At a depth along the optical axis.
double density_px_per_m(const Lens& lens, double depth_m);
/// Depth to which the density is reached.
double depth_m(const Lens& lens, double px_per_m);
/// Ground distance of a point on the axis that lies `depth_m` away and `drop_m` lower; 0 when it is nearer
/// than that.
double ground_distance_m(double depth_m, double drop_m);

/// The part of polygons on the near side of the line at `depth_m` along the axis. Straight, since a
/// rectilinear lens gives all points of one depth the same density: its corners lie farther from the eye than
/// `depth_m`.
geo::MultiPolygon nearer_than(const geo::MultiPolygon& ground, geo::Point eye, double azimuth_deg,
                              double depth_m);
/// The other part: what is above the bottom edge of the picture of a tilted camera.
geo::MultiPolygon farther_than(const geo::MultiPolygon& ground, geo::Point eye, double azimuth_deg,
                               double depth_m);

struct Band {
    DensityLevel level;
    double depth_m = 0;       ///< ground distance of the line, on the axis
    geo::MultiPolygon ground; ///< where at least the level is reached: bands nest
    double area_m2 = 0;
    friend bool operator==(const Band&, const Band&) = default;
};

/// One band a level of the table, for one head. A head that turns (patrol of a dome, field of 180 degrees and
/// more) is aimed at what it looks at: its lines of equal density are circles, of which `arc_step_deg` gives
/// the chords.
std::vector<Band> density_bands(const VisibleArea& seen, const View& view, const Lens& lens,
                                const DensityTable& table, const VisibilityParams& params = {});

} // namespace maillage::sight
