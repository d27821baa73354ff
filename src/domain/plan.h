// plan.h: what a plan of priority sites is made of: candidates, prices, funding rules and named variants. All
// of it is data of the project: prices and rules change every year and département.
#pragma once

#include "base/date.h"
#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::domain {

/// A place where a camera could be put, beside the sites themselves: a way into a town, a junction, a point
/// on the map.
struct Candidate {
    std::string id;
    std::string name;
    std::string kind;    ///< entree_ville, carrefour, point, autre: free text on screen
    std::string commune; ///< INSEE code; empty: found by position
    std::optional<geo::Point> position;
    std::optional<double> cost_eur; ///< before tax; empty: from the price table
    std::int64_t cameras = 1;
    std::string camera_type; ///< of the price table; empty: the scenario's
    std::string link;
    std::optional<double> reach_m;     ///< empty: of the price's row, else Settings::candidate_reach_m
    std::optional<double> azimuth_deg; ///< of the axis, clockwise from true north; empty: all round
    std::optional<double>
        field_of_view_deg;          ///< empty: the one assumed of a fixed camera; nothing without a direction
    std::optional<double> height_m; ///< above the ground; empty: every building hides what is behind
    std::string source;
    friend bool operator==(const Candidate&, const Candidate&) = default;
};

inline constexpr double kFarthestReach_m = 100'000;
/// Throws InputError when its reach, direction, opening or height makes no sense.
void check_reach(const Candidate& candidate);

/// An outline inside which places are looked for: drawn on the map, or read from a file.
struct Perimeter {
    std::string id;
    std::string name;
    geo::MultiPolygon shape;
    std::string source;
    friend bool operator==(const Perimeter&, const Perimeter&) = default;
};

/// One row of the price table: a camera of a type, installed and connected.
struct EquipmentPrice {
    std::string camera_type; ///< dome, fixe, multicapteur...
    std::string link;        ///< fibre, radio, 4g...
    double cost_eur = 0;     ///< before tax, all included
    double aside_eur = 0;    ///< of which no aid may be claimed on: studies, rent, upkeep
    std::string source;
    std::optional<double> reach_m = std::nullopt; ///< of such a camera; empty: Settings::candidate_reach_m
    friend bool operator==(const EquipmentPrice&, const EquipmentPrice&) = default;
};

using Cents = std::int64_t;

inline constexpr int kOpenYear = 9999;

/// What one financer gives, where and when.
struct FundingRule {
    std::string financer; ///< DETR, FIPD, Région, Département...
    int first_year = 0;
    int last_year = 0;        ///< included; kOpenYear: until further notice
    std::string departement;  ///< 02, 2A, 974; empty: everywhere
    std::int32_t rate_bp = 0; ///< of the eligible base, in hundredths of a percent: 5000 is 50 %
    std::optional<Cents> ceiling_per_camera = std::nullopt; ///< of the base
    std::optional<Cents> ceiling = std::nullopt;            ///< of the base, for a whole project
    std::optional<Cents> least_cost = std::nullopt;         ///< a project below it gets nothing
    std::string source = {};                                ///< text the row comes from
    std::optional<Cents> most_aid = std::nullopt;           ///< of this row, to one project
    std::optional<Cents> most_aid_commune = std::nullopt; ///< to all projects of a commune, in all its years
    std::optional<Cents> most_aid_period = std::nullopt;  ///< to all projects together, in all its years
    friend bool operator==(const FundingRule&, const FundingRule&) = default;
};

struct FundingTable {
    std::vector<FundingRule> rules =
        {}; ///< in order of claim: when the cap bites, the last row gives way first
    /// Public aid to a project at most, in hundredths of a percent of its cost: article L1111-10 of the CGCT
    /// leaves at least 20 % to the commune.
    std::int32_t aid_cap_bp = 8000;
    friend bool operator==(const FundingTable&, const FundingTable&) = default;
};

/// The rows the program starts with, also in geodata/financements.csv: Aisne 2020 (DETR 50 % and département
/// 30 %), Moselle 2022 (FIPD up to 50 %, the base at most 15 000 € a camera). The user edits and adds.
FundingTable first_funding_table();
/// Starting prices, with their sources.
std::vector<EquipmentPrice> first_prices();

inline constexpr std::string_view kEveryGroup = "*";

/// Fairness: what a zone, a council, an EPCI... must get at least.
struct PlanFloor {
    std::string grouping; ///< commune zone unit council epci arrondissement
    /// police, 200043495... or `kEveryGroup`: each group that has candidates and no floor of its own; of
    /// sites then at most as many as it has candidates.
    std::string key;
    double least_sites = 0;
    double least_share = 0; ///< of the group's weight, existing cameras included, in [0, 1]
    friend bool operator==(const PlanFloor&, const PlanFloor&) = default;
};

struct PlanPhase {
    int year = 0;
    double budget_eur = 0;
    friend bool operator==(const PlanPhase&, const PlanPhase&) = default;
};

/// "zone:police=10" (sites), "epci:200043495=25%" (of its weight) or "commune:*=2" (in each of them). Throws
/// InputError that quotes the text.
PlanFloor parse_floor(std::string_view text);
/// "2027=120000". Throws InputError that quotes the text.
PlanPhase parse_phase(std::string_view text);
/// In the given order, which must be that of the years.
std::vector<PlanPhase> parse_phases(const std::vector<std::string>& texts);

/// Where candidates come from, as words of Scenario::candidates.
namespace candidate_words {
inline constexpr std::string_view kUncovered = "uncovered"; ///< sites that no camera sees
inline constexpr std::string_view kSites = "sites";         ///< all sites
inline constexpr std::string_view kGiven = "given"; ///< Project::candidates: towns' entries, map points...
inline constexpr std::string_view kMeshQpv = "mesh-qpv";               ///< a regular mesh inside the QPV
inline constexpr std::string_view kMeshPerimeters = "mesh-perimeters"; ///< the same inside the perimeters
inline constexpr std::string_view kEntries = "entries";                ///< where classified roads enter towns
inline constexpr std::string_view kJunctions = "junctions";            ///< where classified roads meet
} // namespace candidate_words

/// A named variant of the scheme.
struct Scenario {
    std::string name = {};
    std::int64_t count = 30; ///< number of sites; 0 when the budget decides
    double budget_eur = 0;
    std::vector<std::string> pinned = {};    ///< candidate ids that must be taken
    std::vector<std::string> forbidden = {}; ///< candidate ids that must not
    double target_share = 0;                 ///< > 0: the cheapest list that covers this share of the weight
    double backup_share = 0;              ///< of a unit's weight, earned again when a second camera sees it
    std::vector<std::string> floors = {}; ///< see `parse_floor`
    std::vector<std::string> phases = {}; ///< see `parse_phase`
    std::vector<std::string> candidates = {std::string(candidate_words::kUncovered)};
    double mesh_m = 200;
    double spacing_m = 0;   ///< places found by the program keep so far from each other and from all others
    bool has_views = false; ///< a candidate covers what it sees behind buildings, not all within its reach
    std::optional<Date> horizon = std::nullopt; ///< cameras whose act ends by then count as lost
    std::string camera_type = {}; ///< of a site's camera, for the price; empty: settings.site_cost_eur
    std::string link = {};
    int year = 0; ///< of the funding rules when there are no phases; 0: that of the reference date
    bool is_police_only = false;
    std::int64_t first_level_communes = 82; ///< gendarmerie zone, the figures of the Aisne scheme of 2020
    std::int64_t second_level_communes = 60;
    friend bool operator==(const Scenario&, const Scenario&) = default;
};

} // namespace maillage::domain
