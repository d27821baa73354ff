// scheme.h: the priority sites of the schéma départemental, and the communes ranked in two levels.
#pragma once

#include "analysis/gaps.h"
#include "base/progress.h"
#include "domain/project.h"
#include "plan/candidates.h"
#include "plan/priority_communes.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maillage::plan {

struct PrioritySite {
    int rank = 0;        ///< 1 first
    PlanCandidate place; ///< what and where
    double gain = 0;     ///< weight that it adds, after those before it
    double inhabitants_gained = 0;
    double road_gained_m = 0;         ///< length of classified road
    double cumulative_share = 0;      ///< of the whole weight, existing cameras counted, in [0, 1]
    std::vector<std::uint32_t> units; ///< demand units that it is the first to cover
    std::vector<std::pair<std::string, std::int64_t>>
        classes; ///< of which sites: label and number, in table order
    double cumulative_cost_eur = 0;
    double loss_if_removed = 0;             ///< weight, from the whole list
    std::optional<PlanCandidate> runner_up; ///< best in its place, the others kept
    double loss_with_runner_up = 0;
    std::int64_t equals = 0;  ///< other places that would add as much in its place
    int year = 0;             ///< of its phase; 0 without phases
    geo::MultiPolygon ground; ///< that it is taken to see
    std::string reasons;      ///< French
    friend bool operator==(const PrioritySite&, const PrioritySite&) = default;
};

/// What is asked for, and what the search may spend.
struct SchemeParams {
    domain::Scenario plan;
    double seconds = std::numeric_limits<double>::infinity();
    double relative_gap = 0;
    bool has_curve = false; ///< also cover against budget, with its bound
    friend bool operator==(const SchemeParams&, const SchemeParams&) = default;
};

/// The best that a number of sites, a budget, or a part of each year's budget could do. With phases shares
/// are means over the years; with a second view they count what it earns, and may pass 1.
struct SchemePoint {
    std::size_t sites = 0; ///< of the list, that cost `cost_eur`
    double cost_eur = 0;
    double budget_eur = 0; ///< of all years together; 0 when the number of sites decides
    double share = 0;      ///< of the whole weight, covered by the lines of the list that this buys
    double best_share = 0; ///< by the best set found for the same number or money
    double bound_share = 0;
    bool is_proved = false;
};

struct Scheme {
    SchemeParams params;
    /// In the order in which to equip: the first five are the best start of this list. A list asked for with
    /// another count is one of its own, and need not begin alike.
    std::vector<PrioritySite> sites;
    std::vector<PriorityCommune> communes;
    double weight_total = 0;
    double weight_covered_before = 0; ///< by cameras that stay until the horizon
    double weight_covered_after = 0;
    double weight_covered_mean = 0; ///< of the years, when there are phases; else as `after`
    double upper_bound = 0;         ///< no list within the same limits can cover more than this, in the mean
    /// The best set found, not nested: identifiers, and the weight covered with it.
    std::vector<std::string> best;
    double weight_covered_best = 0;
    double cost_bound_eur = 0;     ///< with a target: no cheaper list reaches it
    bool is_proved = false;        ///< no set is better than `best`
    bool is_stopped = false;       ///< by a limit or the user
    double seconds = 0;            ///< of the search; not part of any file
    std::int64_t cameras_lost = 0; ///< whose act ends by the horizon
    std::vector<SchemePoint> curve;

    double cost_eur() const { return sites.empty() ? 0 : sites.back().cumulative_cost_eur; }

    /// (upper_bound - mean) / upper_bound, in [0, 1]; with a target (cost - bound) / cost.
    double proven_gap() const;
};

/// A cancelled `progress` ends the search with the best list known (`is_stopped`), unless none was found yet.
/// Throws InputError for bad choices, for no candidate at all, and when constraints fight (which ones).
Scheme scheme(const domain::Project& project, const analysis::Gaps& gaps, const SchemeParams& params,
              Progress& progress);

/// What the search says of itself while it runs: the solver's value and bound in the unit of what is asked,
/// euros for a target, the mean of the years with phases, else weight; existing cameras are counted in.
std::string search_text(const domain::Scenario& plan, double value, double bound, double weight_before);

} // namespace maillage::plan
