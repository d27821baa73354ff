// walls.h: building footprints indexed for views. Built once, then read by any number of threads; it knows
// nothing of cameras.
#pragma once

#include "sight/polygon_index.h"

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace maillage::sight {

/// Where a point stands relative to the footprints.
enum class Place { outside, on_wall, inside };

struct Location {
    Place place = Place::outside;
    std::size_t building = 0; ///< the first footprint that holds the point, unless outside
    friend bool operator==(const Location&, const Location&) = default;
};

class Walls {
  public:
    /// Footprints must be valid polygons; they may touch, share walls and overlap. A ring without area is a
    /// screen. `heights_m` is empty or has one height per footprint, NaN where unknown: an unknown height
    /// hides everything. A footprint with a coordinate that is not finite, or beyond 16,000 km, is left out
    /// and counted. The index does not depend on the number of threads (0: the processor's).
    explicit Walls(std::span<const geo::Polygon> footprints, std::span<const double> heights_m = {},
                   unsigned threads = 0);

    std::size_t size() const { return polygons_.size(); }

    std::size_t left_out() const { return left_out_; }

    std::size_t memory_bytes() const {
        return polygons_.memory_bytes() + heights_.capacity() * sizeof(double);
    }

    /// Infinite where unknown.
    double height_m(std::size_t building) const {
        return heights_.empty() ? std::numeric_limits<double>::infinity() : heights_[building];
    }

    /// `on_wall` within `tolerance_m` of the wall of a footprint that holds the point; points just outside a
    /// wall are outside. Only footprints at least `height_m` tall count.
    Location locate(geo::Point p, double height_m, double tolerance_m) const;
    /// The same for one building. `p` is on the grid.
    Place locate_in(std::size_t building, geo::Point p, double tolerance_m) const;

    /// Nearest point of the outside of all footprints, and the building whose wall it is on.
    struct WallPoint {
        geo::Point point;
        geo::Point outward; ///< unit vector
        std::size_t building = 0;
    };

    std::optional<WallPoint> nearest_wall(geo::Point p, double within_m, double height_m) const;

    const PolygonIndex& polygons() const { return polygons_; }

  private:
    PolygonIndex polygons_;
    std::vector<double> heights_; // empty when none is known
    std::size_t left_out_ = 0;
};

} // namespace maillage::sight
