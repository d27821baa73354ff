// demand.h: what is worth covering: sites by class, inhabited cells; and what hides or weighs: buildings,
// crime figures.
#pragma once

#include "base/date.h"
#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::domain {

struct Site {
    std::string id;
    std::string name;
    std::string site_class; ///< key of a SiteClass: ecole, college, lycee, gare, pharmacie...
    std::string commune;    ///< INSEE code
    std::optional<geo::Point> position;
    std::optional<double> weight; ///< replaces the class weight
    std::string address;
    std::string source;
    friend bool operator==(const Site&, const Site&) = default;
};

/// Row of the editable weight table.
struct SiteClass {
    std::string key;
    std::string label; ///< French
    double weight = 1; ///< >= 0
    friend bool operator==(const SiteClass&, const SiteClass&) = default;
};

struct PopulationCell {
    std::string id;
    geo::Point centre;
    double inhabitants = 0;
    bool is_imputed = false;
    std::string commune; ///< INSEE code; may be empty
    friend bool operator==(const PopulationCell&, const PopulationCell&) = default;
};

/// One commune, one indicator, one year. `rate` is empty when not published ("ndiff"), which is a class of
/// its own.
struct CrimeFigure {
    std::string commune;
    std::string indicator;
    int year = 0;
    std::optional<double> rate; ///< per 1,000 dwellings for burglary, per 1,000 inhabitants otherwise
    std::optional<double> facts;
    bool is_published = false;
    friend bool operator==(const CrimeFigure&, const CrimeFigure&) = default;
};

/// The latest year up to `last` in which a figure of the indicator is published; 0: none. A year of which
/// nothing is published says nothing.
int latest_published_year(const std::vector<CrimeFigure>& figures, std::string_view indicator, int last);

/// Row of the editable table that turns crime figures into weights: demand in a commune is multiplied by
/// 1 + weight * (rate / departement median - 1) (mean where the median is 0), clamped to [1/cap, cap];
/// unpublished counts as 1.
struct CrimeWeight {
    std::string indicator;
    double weight = 0;
    friend bool operator==(const CrimeWeight&, const CrimeWeight&) = default;
};

struct Building {
    geo::Polygon shape;
    std::optional<double> height_m; ///< empty: taller than any camera
    std::string height_source;      ///< toit, hauteur, etages, defaut
    std::string id;
    bool is_dwelling = false;
    friend bool operator==(const Building&, const Building&) = default;
};

/// A cadastral parcel. Roads and squares are in none ("domaine public non cadastré"), so what no parcel
/// covers is public ground.
struct Parcel {
    geo::MultiPolygon shape;
    std::string id;
    friend bool operator==(const Parcel&, const Parcel&) = default;
};

} // namespace maillage::domain
