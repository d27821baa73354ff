// cover_checker.h: recomputes what an answer claims, from the instance alone and by the plainest means: no
// list, sum or rule is shared with the solver. Brute force for instances of at most some twenty choices.
#pragma once

#include "cover/problem.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace maillage::test {

/// Choice of each candidate: -1 closed, otherwise the year it opens.
using Plan = std::vector<int>;

struct Checked {
    double value = 0, cost = 0, covered = 0;
    std::string complaint; ///< empty when every constraint holds
};

inline bool covers(const cover::CoverInstance& instance, std::size_t j, std::size_t row) {
    for (std::size_t k = instance.begin[j]; k < instance.begin[j + 1]; ++k) {
        if (instance.rows[k] == row) {
            return true;
        }
    }
    return false;
}

inline Checked check_plan(const cover::CoverInstance& instance, const cover::CoverProblem& problem,
                          const Plan& plan) {
    Checked result;
    const int years = problem.phases.empty() ? 1 : static_cast<int>(problem.phases.size());
    const auto fail = [&](const std::string& why) { result.complaint += why + "; "; };
    std::vector<double> spent(static_cast<std::size_t>(years), 0.0);
    double open = 0;
    for (std::size_t j = 0; j < plan.size(); ++j) {
        const auto& candidate = instance.candidates[j];
        if (plan[j] >= 0) {
            open += 1;
            result.cost += candidate.cost;
            spent[static_cast<std::size_t>(plan[j])] += candidate.cost;
            if (candidate.rule == cover::CandidateRule::forbidden) {
                fail("forbidden " + candidate.id);
            }
        } else if (candidate.rule == cover::CandidateRule::compulsory) {
            fail("compulsory " + candidate.id);
        }
    }
    constexpr double kCent = 1e-6;
    if (problem.most_sites && open > *problem.most_sites) {
        fail("too many sites");
    }
    if (problem.phases.empty() && problem.budget && result.cost > *problem.budget + kCent) {
        fail("over budget");
    }
    for (std::size_t t = 0; t < problem.phases.size(); ++t) {
        if (spent[t] > problem.phases[t].budget + kCent) {
            fail("over the budget of a phase");
        }
    }
    std::vector<double> zone_weight(instance.zones.size(), 0.0);
    std::vector<double> zone_sites(instance.zones.size(), 0.0);
    for (std::size_t j = 0; j < plan.size(); ++j) {
        if (plan[j] >= 0 && instance.candidates[j].zone >= 0) {
            zone_sites[static_cast<std::size_t>(instance.candidates[j].zone)] += 1;
        }
    }
    for (std::size_t i = 0; i < instance.demand.size(); ++i) {
        const auto& demand = instance.demand[i];
        for (int year = 0; year < years; ++year) {
            int seen = demand.already_seen;
            for (std::size_t j = 0; j < plan.size(); ++j) {
                if (plan[j] >= 0 && plan[j] <= year && covers(instance, j, i)) {
                    ++seen;
                }
            }
            const double once =
                (seen >= 1 ? demand.weight : 0) - (demand.already_seen >= 1 ? demand.weight : 0);
            const double twice =
                (seen >= 2 ? demand.weight : 0) - (demand.already_seen >= 2 ? demand.weight : 0);
            result.value += once + twice * problem.backup_share;
            if (year == years - 1 && seen >= 1) {
                result.covered += demand.weight;
                if (demand.zone >= 0) {
                    zone_weight[static_cast<std::size_t>(demand.zone)] += demand.weight;
                }
            }
        }
    }
    for (const auto& floor : problem.floors) {
        const auto z = static_cast<std::size_t>(floor.zone);
        if (zone_sites[z] < floor.least_sites || zone_weight[z] < floor.least_weight - kCent) {
            fail("floor of zone " + instance.zones[z]);
        }
    }
    if (problem.goal == cover::CoverGoal::least_cost) {
        if (result.covered < problem.target_weight - kCent) {
            fail("target missed");
        }
        result.value = result.cost;
    }
    return result;
}

inline Plan plan_of(const cover::CoverInstance& instance, const cover::CoverAnswer& answer) {
    Plan plan(instance.candidates.size(), -1);
    for (std::size_t k = 0; k < answer.sites.size(); ++k) {
        plan[answer.sites[k]] = answer.phase.empty() ? 0 : static_cast<int>(answer.phase[k]);
    }
    return plan;
}

/// Every claim of an answer that can be checked without knowing the optimum; empty when all hold.
inline std::string check_answer(const cover::CoverInstance& instance, const cover::CoverProblem& problem,
                                const cover::CoverAnswer& answer) {
    const Checked checked = check_plan(instance, problem, plan_of(instance, answer));
    std::string complaint = checked.complaint;
    const auto same = [](double a, double b) {
        return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
    };
    if (!std::is_sorted(answer.sites.begin(), answer.sites.end()) ||
        std::adjacent_find(answer.sites.begin(), answer.sites.end()) != answer.sites.end()) {
        complaint += "sites not rising; ";
    }
    if (!same(checked.value, answer.value)) {
        complaint += "value " + std::to_string(answer.value) + " is " + std::to_string(checked.value) + "; ";
    }
    if (!same(checked.cost, answer.cost) || !same(checked.covered, answer.covered)) {
        complaint += "cost or cover; ";
    }
    const bool least = problem.goal == cover::CoverGoal::least_cost;
    if (least ? answer.bound > answer.value : answer.bound < answer.value) {
        complaint += "bound on the wrong side; ";
    }
    return complaint;
}

/// The best value over all plans, empty when none satisfies the constraints.
inline std::optional<double> brute_force(const cover::CoverInstance& instance,
                                         const cover::CoverProblem& problem) {
    const int years = problem.phases.empty() ? 1 : static_cast<int>(problem.phases.size());
    const bool least = problem.goal == cover::CoverGoal::least_cost;
    Plan plan(instance.candidates.size(), -1);
    std::optional<double> best;
    for (;;) {
        const Checked checked = check_plan(instance, problem, plan);
        if (checked.complaint.empty() && (!best || (least ? checked.value < *best : checked.value > *best))) {
            best = checked.value;
        }
        std::size_t k = 0;
        while (k < plan.size() && plan[k] == years - 1) {
            plan[k++] = -1;
        }
        if (k == plan.size()) {
            return best;
        }
        ++plan[k];
    }
}

} // namespace maillage::test
