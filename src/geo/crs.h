// crs.h: coordinate systems, by EPSG code. PROJ stays in the .cpp. Longitude comes before latitude, always.
#pragma once

#include "geo/geometry.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace maillage::geo {

inline constexpr int kWgs84 = 4326;
inline constexpr int kLambert93 = 2154;

/// The metric CRS of a département: 2154, overseas 5490 (971, 972), 2972 (973), 2975 (974), 4471 (976), 4467
/// (975).
int metric_crs(std::string_view departement);
/// One of these.
bool is_metric_crs(int epsg);
/// "RGF93 v1 / Lambert-93". Throws InputError when PROJ does not know the code.
std::string crs_name(int epsg);
bool is_geographic(int epsg);

/// Moves points from one CRS to another. Never takes a ballpark transformation; goes from NTF through RGF93
/// so that the national grid is used. One object must not be used by two threads at once.
class Reprojection {
  public:
    /// Throws InputError when there is no accurate transformation.
    Reprojection(int from_epsg, int to_epsg);
    ~Reprojection();
    Reprojection(Reprojection&&) noexcept;
    Reprojection& operator=(Reprojection&&) noexcept;

    /// Empty when the point has no image (outside the area of the projection).
    std::optional<Point> operator()(Point p) const;
    bool is_identity() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// On the GRS 80 ellipsoid, of polygons in the metric CRS `epsg`; holes taken out. Vertices are unprojected
/// first; between them an edge is straight in longitude and latitude, which differs from the geodesic by less
/// than 1e-6 of the area of a commune.
double geodesic_area_m2(int epsg, const MultiPolygon& polygons);
double geodesic_distance_m(int epsg, Point a, Point b);
/// Degrees to add to a true-north azimuth to get a grid azimuth is minus this: grid = true - convergence.
/// Convergence is positive east of the central meridian (PROJ's meridian convergence).
double meridian_convergence_deg(int epsg, Point p);
/// Ground area per plane area at `p`: geodesic = plane * this. 0.9983-0.9990 in the Aisne.
double areal_scale_inverse(int epsg, Point p);

} // namespace maillage::geo
