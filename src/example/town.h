// town.h: an invented street plan around the centre of a commune, on which the example places what it
// invents.
#pragma once

#include "domain/demand.h"
#include "domain/territory.h"

#include <set>
#include <utility>
#include <vector>

namespace maillage::example {

/// Where two invented streets meet: along street `i`, across street `j`, both counted from the centre.
struct Crossing {
    int i = 0;
    int j = 0;
    friend auto operator<=>(const Crossing&, const Crossing&) = default;
};

inline constexpr double kHalfStreet_m = 6.5; ///< from the axis of a street to its fronts

class Town {
  public:
    /// `commune` must outlive the town.
    explicit Town(const domain::Commune& commune);

    const domain::Commune& commune() const { return *commune_; }

    /// The centre of the commune, or a point inside where the approximate limits leave it out.
    geo::Point centre() const { return centre_; }

    /// About where the houses end.
    double radius_m() const { return radius_m_; }

    /// `u` metres along and `v` across the streets from a crossing.
    geo::Point at(Crossing c, double u = 0, double v = 0) const;

    /// All those inside the commune and the built-up disc, nearest the centre first; at least one.
    const std::vector<Crossing>& crossings() const { return crossings_; }

    /// Clockwise from grid north, of the streets that `u` goes along.
    double street_azimuth_deg() const { return azimuth_deg_; }

    /// Terraces, L-shapes and slabs of the block on the side i, j to i + 1, j + 1 of a crossing.
    std::vector<domain::Building> block(Crossing corner) const;

    bool contains(geo::Point p) const { return geo::contains(commune_->shape, p); }

  private:
    double along(int i) const;
    double across(int j) const;
    geo::Point to_ground(double u, double v) const;

    const domain::Commune* commune_;
    geo::Point centre_;
    double azimuth_deg_ = 0;
    double radius_m_ = 0;
    double spacing_m_ = 0;
    std::vector<Crossing> crossings_;
};

/// "de Laon", "d'Aubenton", "du Catelet", "des Autels".
std::string of_commune(const std::string& name);

} // namespace maillage::example
