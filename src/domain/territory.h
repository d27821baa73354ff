// territory.h: the communes of one département at one vintage, and what is laid over them: zones, councils,
// QPV.
#pragma once

#include "base/date.h"
#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::domain {

/// Which force is competent (CSI R431-2). `unknown` is a class of its own, never a guess.
enum class ForceKind { unknown, police, gendarmerie };

struct Commune {
    std::string code; ///< INSEE, 5 characters
    std::string name;
    std::optional<std::int64_t> population;       ///< municipale
    std::optional<std::int64_t> population_total; ///< totale
    std::string arrondissement;                   ///< full code: 022
    std::string epci;                             ///< SIREN
    std::string epci_name;
    ForceKind force = ForceKind::unknown; ///< a ForceZone polygon wins over it
    std::string unit;                     ///< circonscription or compagnie/brigade
    std::optional<double> dwellings;      ///< for burglary rates
    geo::Point centre;                    ///< chef-lieu or a point inside, metric CRS
    double area_km2 = 0;                  ///< geodesic
    geo::MultiPolygon shape;
    std::vector<std::string> former_codes = {}; ///< of communes that were merged into this one
    friend bool operator==(const Commune&, const Commune&) = default;
};

struct Territory {
    std::string departement; ///< "02", "2A", "974"; empty for several départements
    std::string name;        ///< "Aisne"
    int vintage = 0;         ///< COG year; 0 = unknown
    int epsg = 2154;
    bool has_approximate_contours = false; ///< shown and written as "contours approchés"
    std::string source;                    ///< for the attribution line
    std::vector<Commune> communes;         ///< sorted by code, unique
    friend bool operator==(const Territory&, const Territory&) = default;
};

/// A polygon where a force is competent, from `valid_from` to `valid_to`: sub-communal splits exist (CSI
/// R431-3).
struct ForceZone {
    ForceKind force = ForceKind::unknown;
    std::string unit;
    std::optional<Date> valid_from;
    std::optional<Date> valid_to;
    geo::MultiPolygon shape;
    friend bool operator==(const ForceZone&, const ForceZone&) = default;
};

enum class CouncilKind { clspd, cispd };

struct Council {
    std::string id;
    std::string name;
    CouncilKind kind = CouncilKind::clspd;
    std::vector<std::string> members; ///< INSEE codes, sorted
    std::optional<Date> created;
    friend bool operator==(const Council&, const Council&) = default;
};

/// Quartier prioritaire. Without polygon (`shape` empty) it still makes a CLSPD compulsory in its communes.
struct Qpv {
    std::string code; ///< QN00201M
    std::string name;
    std::vector<std::string> communes; ///< INSEE codes; a QPV may span several
    std::optional<geo::Point> point;
    geo::MultiPolygon shape;
    friend bool operator==(const Qpv&, const Qpv&) = default;
};

/// Whether a QPV exists on a day, told by the vintage in its code: QN... since 1 January 2024 (décret
/// 2023-1314), QP... from 2015 until then. Another code is taken to be of every day.
bool is_in_force(const Qpv& qpv, Date on);
std::vector<Qpv> in_force(const std::vector<Qpv>& qpvs, Date on);

/// Index in `communes`, by code.
std::optional<std::size_t> find_commune(const Territory& territory, std::string_view code);
geo::Box bounds(const Territory& territory);
/// "02691" -> "02", "2A004" -> "2A", "97411" -> "974"; empty for what is no code.
std::string departement_of(std::string_view commune_code);
/// "02" -> "Aisne"; empty for an unknown code.
std::string departement_name(std::string_view departement);
std::string to_text(ForceKind force);         ///< "police", "gendarmerie", "" : for files
std::string label(ForceKind force);           ///< "Police", "Gendarmerie", "Non renseignée": for people
ForceKind parse_force(std::string_view text); ///< PN, GN, ZPN, ZGN, police, gendarmerie...; unknown otherwise
std::string label(CouncilKind kind);          ///< "CLSPD", "CISPD"

} // namespace maillage::domain
