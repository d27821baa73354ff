// priority_communes.h: the communes of the gendarmerie zone in two levels, as in the scheme of 2020: there
// the unit is the commune, not the site.
#pragma once

#include "analysis/gaps.h"
#include "analysis/group_keys.h"
#include "base/progress.h"
#include "domain/project.h"
#include "sight/walls.h"

#include <cstdint>
#include <string>
#include <vector>

namespace maillage::plan {

struct PriorityCommune {
    int level = 1;           ///< 1 prioritaire, 2 secondaire
    int rank = 0;            ///< over both levels, 1 first
    std::size_t commune = 0; ///< index in territory.communes
    double uncovered_weight = 0;
    /// An indicative project: the fewest places, taken greedily, that cover `settings.commune_project_share`
    /// of the uncovered weight that has a place; at least one.
    std::int64_t places = 0;
    double cost_eur = 0;
    double aside_eur = 0;
    std::string reasons; ///< French
    friend bool operator==(const PriorityCommune&, const PriorityCommune&) = default;
};

/// What the communes are seen in; everything must outlive the call.
struct CommuneScene {
    const domain::Project& project;
    const analysis::Gaps& gaps;
    /// Null: buildings and relief hide nothing, as for the candidates of the police zone.
    const sight::Walls* walls = nullptr;
};

/// By uncovered weight, most first; ties by code. Without population cells in the project a commune's
/// inhabitants count as a whole, and the reasons say so. Cancellable.
std::vector<PriorityCommune> priority_communes(const CommuneScene& scene, const domain::Scenario& plan,
                                               const std::vector<bool>& is_seen,
                                               const analysis::GroupKeys& keys, Progress& progress);

} // namespace maillage::plan
