// priority_order.h: the nested list of a scheme (the first five are inside the first ten), why each line is
// there, and cover against budget with its bound.
#pragma once

#include "base/progress.h"
#include "cover/problem.h"

#include <cmath>
#include <cstdint>

namespace maillage::cover {

/// One line of a list, in its order.
struct SiteReport {
    std::uint32_t candidate = 0;
    double gain = 0;       ///< weight it adds to the lines before it
    double cumulative = 0; ///< weight covered by the lines so far, beyond the existing cameras
    double cost = 0;
    double cumulative_cost = 0;
    double loss_if_removed = 0;             ///< from the whole list
    std::vector<std::uint32_t> rows;        ///< demand rows it is the first to cover, rising
    std::optional<std::uint32_t> runner_up; ///< best candidate in its place, the others kept; no dearer
    double loss_with_runner_up = 0;         ///< weight lost by that replacement
    std::int64_t equals = 0;                ///< candidates that would do as well in its place; no dearer
    friend bool operator==(const SiteReport&, const SiteReport&) = default;
};

/// Says of each site of `order` what it brings. Weights as in the problem (backup share included, years not).
std::vector<SiteReport> explain_order(const CoverInstance& instance, const CoverProblem& problem,
                                      std::span<const std::uint32_t> order);

/// `sites` in the order that covers most soonest: compulsory ones first, then the largest gain for its cost;
/// ties by smaller identifier.
std::vector<std::uint32_t> greedy_order(const CoverInstance& instance, const CoverProblem& problem,
                                        std::span<const std::uint32_t> sites);

/// Plain greedy list (lazy, Minoux 1978): as many candidates as the limits of the problem allow.
std::vector<std::uint32_t> greedy_list(const CoverInstance& instance, const CoverProblem& problem);

struct CurvePoint {
    double budget = 0; ///< number of sites when the problem counts sites, money otherwise
    double value = 0;
    double bound = 0;
    bool is_proved = false;
    std::vector<std::uint32_t> sites; ///< that reach `value`, rising
};

/// Best value and bound for each of `budgets` (rising), for a most_weight problem; with phases a budget is
/// that of all years, in the proportions of the problem's. Both rise with the budget. `limits.nodes` and
/// `limits.seconds` are for each point.
std::vector<CurvePoint> cover_curve(const CoverInstance& instance, const CoverProblem& problem,
                                    std::span<const double> budgets, const CoverLimits& limits,
                                    Progress& progress);

struct PriorityList {
    std::vector<SiteReport> sites;
    CoverAnswer best; ///< the best set for the whole budget, not nested
    /// Of the whole list: being nested may cost it something against the best set of the same size or budget.
    double value = 0, bound = 0;

    double gap() const { return value > 0 ? std::abs(bound - value) / value : 0; }
};

/// The nested list: of the greedy list and of the orders of the best sets for the whole, half and a quarter
/// of the budget, each completed greedily, the one that covers most over all its prefixes; then lines moved
/// up and down while that helps.
PriorityList priority_list(const CoverInstance& instance, const CoverProblem& problem,
                           const CoverLimits& limits, Progress& progress);

} // namespace maillage::cover
