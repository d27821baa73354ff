// coordinate_text.h: positions, lengths and areas as people read them.
#pragma once

#include "geo/geometry.h"

#include <memory>
#include <string>
#include <vector>

namespace maillage::views {

/// "X 745 191 m · Y 6 940 312 m (Lambert-93)" and "49,5641° N · 3,6245° E".
struct CoordinateText {
    std::string metric;
    std::string geographic;
};

/// Projection objects are costly: keep one for a territory.
class CoordinateReader {
  public:
    explicit CoordinateReader(int epsg);
    ~CoordinateReader();
    CoordinateReader(CoordinateReader&&) noexcept;
    CoordinateReader& operator=(CoordinateReader&&) noexcept;

    int epsg() const { return epsg_; }

    CoordinateText operator()(geo::Point p);

  private:
    int epsg_;
    std::string name_;
    struct State;
    std::unique_ptr<State> state_;
};

/// "1 : 385 000" for a screen of 96 dots an inch.
std::string scale_text(double metres_per_pixel, double screen_scale);
/// "1 234 m" or "12,3 km"; geodesic.
std::string length_text(int epsg, const std::vector<geo::Point>& line);
/// "azimut 123,4°" of the last leg, clockwise from true north as cameras have it; empty without a leg.
std::string bearing_text(int epsg, const std::vector<geo::Point>& line);
/// "3,2 ha" or "12,4 km²"; geodesic.
std::string area_text(int epsg, const std::vector<geo::Point>& ring);

} // namespace maillage::views
