#include "cover/conflict.h"

#include "base/error.h"
#include "base/number.h"
#include "cover/branch.h"
#include "cover/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace maillage::cover {

namespace {

std::string shown(double amount) {
    return maillage::to_french(amount, amount == std::floor(amount) ? 0 : 2);
}

std::string sites(double number) {
    return shown(number) + (number > 1 ? " sites" : " site");
}

/// The constraints of a problem, each of which can be lifted.
struct Constraint {
    enum class Kind { most_sites, budget, target, floor, compulsory } kind;
    std::size_t index = 0;
};

std::vector<Constraint> constraints_of(const CoverInstance& instance, const CoverProblem& problem) {
    std::vector<Constraint> all;
    for (std::size_t k = 0; k < problem.floors.size(); ++k) {
        all.push_back({Constraint::Kind::floor, k});
    }
    const bool forced = std::ranges::any_of(
        instance.candidates, [](const CoverCandidate& c) { return c.rule == CandidateRule::compulsory; });
    if (forced) {
        all.push_back({Constraint::Kind::compulsory});
    }
    if (problem.goal == CoverGoal::least_cost) {
        all.push_back({Constraint::Kind::target});
    }
    if (problem.most_sites) {
        all.push_back({Constraint::Kind::most_sites});
    }
    if (problem.budget || !problem.phases.empty()) {
        all.push_back({Constraint::Kind::budget});
    }
    return all;
}

void lift(const Constraint& constraint, CoverInstance& instance, CoverProblem& problem) {
    double all = 0;
    for (const CoverCandidate& candidate : instance.candidates) {
        all += candidate.cost;
    }
    switch (constraint.kind) {
    case Constraint::Kind::most_sites:
        problem.most_sites = static_cast<double>(instance.candidates.size());
        break;
    case Constraint::Kind::budget:
        if (problem.budget) {
            problem.budget = all;
        }
        for (CoverPhase& phase : problem.phases) {
            phase.budget = all;
        }
        break;
    case Constraint::Kind::target:
        problem.target_weight = 0;
        break;
    case Constraint::Kind::floor:
        problem.floors[constraint.index].least_sites = 0;
        problem.floors[constraint.index].least_weight = 0;
        break;
    case Constraint::Kind::compulsory:
        for (CoverCandidate& candidate : instance.candidates) {
            if (candidate.rule == CandidateRule::compulsory) {
                candidate.rule = CandidateRule::free;
            }
        }
        break;
    }
}

bool can_be_met(const CoverInstance& instance, const CoverProblem& problem) {
    SearchLimits limits;
    limits.enough = -CoverCore::kNoLimit; // any set will do
    limits.nodes = 2000;
    const SearchResult result = branch_and_bound(make_model(instance, problem).core, {}, {}, limits);
    return result.best.exists() || !result.is_proved;
}

std::string in_words(const Constraint& constraint, const CoverInstance& instance,
                     const CoverProblem& problem) {
    switch (constraint.kind) {
    case Constraint::Kind::most_sites:
        return fmt::format("« au plus {} »", sites(*problem.most_sites));
    case Constraint::Kind::budget:
        return problem.budget ? fmt::format("« budget de {} »", shown(*problem.budget))
                              : "« budgets des phases »";
    case Constraint::Kind::target:
        return fmt::format("« couvrir un poids de {} »", shown(problem.target_weight));
    case Constraint::Kind::floor: {
        const ZoneFloor& floor = problem.floors[constraint.index];
        const std::string& zone = instance.zones[static_cast<std::size_t>(floor.zone)];
        return floor.least_sites > 0
                   ? fmt::format("« plancher de {} en zone {} »", sites(floor.least_sites), zone)
                   : fmt::format("« plancher de poids {} en zone {} »", shown(floor.least_weight), zone);
    }
    case Constraint::Kind::compulsory:
        break;
    }
    return "« sites imposés »";
}

} // namespace

std::string describe_conflict(const CoverInstance& instance, const CoverProblem& problem) {
    // Deletion filter: a constraint stays lifted when the others still fight without it.
    CoverInstance loose = instance;
    CoverProblem relaxed = problem;
    std::vector<std::string> fighting;
    for (const Constraint& constraint : constraints_of(instance, problem)) {
        CoverInstance without = loose;
        CoverProblem lifted = relaxed;
        lift(constraint, without, lifted);
        if (can_be_met(without, lifted)) {
            fighting.push_back(in_words(constraint, instance, problem));
        } else {
            loose = std::move(without);
            relaxed = std::move(lifted);
        }
    }
    return fmt::format("problème impossible : {} ne peuvent pas être satisfaits ensemble",
                       fmt::join(fighting, ", "));
}

} // namespace maillage::cover
