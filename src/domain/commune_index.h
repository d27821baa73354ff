// commune_index.h: which commune a point lies in, for a hundred thousand points at a time.
#pragma once

#include "domain/territory.h"
#include "geo/box_index.h"

#include <optional>

namespace maillage::domain {

/// Looks at the territory it was made from, which must outlive it.
class CommuneIndex {
  public:
    explicit CommuneIndex(const Territory& territory);

    /// No commune has a shape.
    bool is_empty() const { return box_.is_empty(); }

    /// Index of the commune that holds `p`; of two that share a border, the smaller code.
    std::optional<std::size_t> find(geo::Point p) const;
    /// Index of the commune nearest to `p` among those at most `metres` away.
    std::optional<std::size_t> find_near(geo::Point p, double metres) const;
    /// Distance to the border of a commune's shape, 0 inside; infinite when it has no shape.
    double distance_m(std::size_t commune, geo::Point p) const;

    const geo::Box& box() const { return box_; }

  private:
    const Territory* territory_;
    geo::Box box_;
    geo::BoxIndex boxes_; ///< of the shapes
};

} // namespace maillage::domain
