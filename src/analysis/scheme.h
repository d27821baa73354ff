// scheme.h: the priority sites of the schéma départemental, and the communes ranked in two levels.
#pragma once

#include "analysis/gaps.h"
#include "base/progress.h"
#include "domain/project.h"

#include <cstdint>
#include <string>
#include <vector>

namespace maillage::analysis {

struct PrioritySite {
    int rank = 0;                 ///< 1 first
    std::size_t site = 0;         ///< index in project.sites
    double gain = 0;              ///< uncovered weight that it adds, after those before it
    double inhabitants_gained = 0;
    double cumulative_share = 0;  ///< of the whole weight, existing cameras counted, in [0, 1]
    std::vector<std::uint32_t> units; ///< demand units that it is the first to cover
    double cost_eur = 0;
    std::string reasons;          ///< French
    friend bool operator==(const PrioritySite&, const PrioritySite&) = default;
};

struct PriorityCommune {
    int level = 1;             ///< 1 prioritaire, 2 secondaire
    std::size_t commune = 0;   ///< index in territory.communes
    double uncovered_weight = 0;
    std::string reasons;
    friend bool operator==(const PriorityCommune&, const PriorityCommune&) = default;
};

struct SchemeParams {
    std::int64_t count = 30;        ///< sites; 0: as many as the budget allows
    double budget_eur = 0;          ///< 0: no limit
    bool police_zone_only = false;  ///< as in 2020: sites in the police zone, communes elsewhere
    std::int64_t first_level_communes = 82;  ///< gendarmerie zone, the figures of the 2020 scheme
    std::int64_t second_level_communes = 60;
    std::vector<std::string> pinned;    ///< site ids
    std::vector<std::string> forbidden;
    friend bool operator==(const SchemeParams&, const SchemeParams&) = default;
};

struct Scheme {
    SchemeParams params;
    std::vector<PrioritySite> sites;
    std::vector<PriorityCommune> communes;
    double weight_total = 0;
    double weight_covered_before = 0;
    double weight_covered_after = 0;
    double upper_bound = 0;   ///< no list of the same size can cover more than this
    /// (upper_bound - after) / upper_bound, in [0, 1].
    double proven_gap() const;
};

/// Throws InputError when a pinned or forbidden id is unknown or nothing can be ranked.
Scheme scheme(const domain::Project& project, const Gaps& gaps, const SchemeParams& params, Progress& progress);

} // namespace maillage::analysis
