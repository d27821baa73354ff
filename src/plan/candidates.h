// candidates.h: the places where a plan may put a camera, with what each costs. What they cover is
// scheme.cpp's.
#pragma once

#include "analysis/gaps.h"
#include "analysis/group_keys.h"
#include "domain/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maillage::plan {

struct PlanCandidate {
    std::string id;
    std::string name;
    std::string kind; ///< French: the class of a site, "entrée de ville", "maille QPV"
    geo::Point position;
    std::optional<std::size_t> site;    ///< index in project.sites
    std::optional<std::size_t> commune; ///< index in territory.communes
    double cost_eur = 0;
    double aside_eur = 0; ///< of which no aid may be claimed on
    std::int64_t cameras = 1;
    double reach_m = 0;
    std::optional<double> azimuth_deg; ///< of the axis, clockwise from true north; empty: all round
    double field_deg = 360;            ///< with a direction
    std::optional<double> height_m;    ///< of the camera; empty: every building hides what is behind
    friend bool operator==(const PlanCandidate&, const PlanCandidate&) = default;
};

/// The kinds that `plan` names, and whatever it pins; sites first, then given ones, then what is found.
/// `is_seen` says of each demand unit whether a camera that stays sees it. Throws InputError for an unknown
/// kind, an unknown pinned or forbidden id, a price that the table lacks, a mesh without an outline to fill,
/// or one too fine.
std::vector<PlanCandidate> plan_candidates(const domain::Project& project, const analysis::Gaps& gaps,
                                           const domain::Scenario& plan, const std::vector<bool>& is_seen,
                                           const analysis::GroupKeys& keys);

/// Before tax: the row of that type and link; `site_cost_eur` when no type is asked for.
domain::EquipmentPrice price_of(const domain::Settings& settings, const std::string& camera_type,
                                const std::string& link);

} // namespace maillage::plan
