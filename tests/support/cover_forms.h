// cover_forms.h: random problems of every form, and CBC's proven optimum of the textbook formulation of each.
#pragma once

#include "analysis/max_cover.h"
#include "base/error.h"
#include "support/cover_checker.h"

#include <coin/Cbc_C_Interface.h>
#include <gtest/gtest.h>

#include <random>

namespace maillage::test {

/// A linear problem for CBC, column by column and row by row.
class MixedProgram {
  public:
    MixedProgram() : model_(Cbc_newModel()) { Cbc_setParameter(model_, "logLevel", "0"); }

    ~MixedProgram() { Cbc_deleteModel(model_); }

    MixedProgram(const MixedProgram&) = delete;
    MixedProgram& operator=(const MixedProgram&) = delete;

    int column(double low, double high, double objective, bool whole) {
        Cbc_addCol(model_, "c", low, high, objective, whole ? 1 : 0, 0, nullptr, nullptr);
        return columns_++;
    }

    void row(const std::vector<int>& at, const std::vector<double>& coefficients, char sense, double right) {
        Cbc_addRow(model_, "r", static_cast<int>(at.size()), at.data(), coefficients.data(), sense, right);
    }

    /// The least objective; empty when nothing is feasible.
    std::optional<double> solve() {
        Cbc_setAllowableGap(model_, 1e-9);
        Cbc_setAllowableFractionGap(model_, 0);
        Cbc_solve(model_);
        EXPECT_TRUE(Cbc_isProvenOptimal(model_) != 0 || Cbc_isProvenInfeasible(model_) != 0);
        return Cbc_isProvenOptimal(model_) != 0 ? std::optional(Cbc_getObjValue(model_)) : std::nullopt;
    }

  private:
    Cbc_Model* model_;
    int columns_ = 0;
};

/// Value of the best set as solve_cover defines it, by CBC; for problems without phases.
inline std::optional<double> optimum_by_cbc(const analysis::CoverInstance& instance,
                                            const analysis::CoverProblem& problem) {
    using namespace analysis;
    const bool least = problem.goal == CoverGoal::least_cost;
    MixedProgram program;
    std::vector<std::vector<int>> covering(instance.demand.size());
    std::vector<int> sites;
    std::vector<double> ones;
    std::vector<double> costs;
    for (std::size_t j = 0; j < instance.candidates.size(); ++j) {
        const CoverCandidate& candidate = instance.candidates[j];
        sites.push_back(program.column(candidate.rule == CandidateRule::compulsory ? 1 : 0,
                                       candidate.rule == CandidateRule::forbidden ? 0 : 1,
                                       least ? candidate.cost : 0, true));
        ones.push_back(1);
        costs.push_back(candidate.cost);
        for (const std::uint32_t i : instance.covered_by(j)) {
            covering[i].push_back(sites.back());
        }
    }
    if (problem.most_sites) {
        program.row(sites, ones, 'L', *problem.most_sites);
    }
    if (problem.budget) {
        program.row(sites, costs, 'L', *problem.budget);
    }
    std::vector<int> seen;
    std::vector<double> weights;
    std::vector<std::vector<int>> zone_seen(instance.zones.size());
    std::vector<std::vector<double>> zone_weights(instance.zones.size());
    double constant = 0;
    for (std::size_t i = 0; i < instance.demand.size(); ++i) {
        const CoverDemand& demand = instance.demand[i];
        const int once =
            program.column(demand.already_seen > 0 ? 1 : 0, 1, least ? 0 : -demand.weight, false);
        const int twice = program.column(demand.already_seen > 1 ? 1 : 0, 1,
                                         least ? 0 : -demand.weight * problem.backup_share, false);
        if (!least && demand.already_seen > 0) {
            constant += demand.weight;
            constant += demand.already_seen > 1 ? demand.weight * problem.backup_share : 0;
        }
        std::vector<int> at = covering[i];
        std::vector<double> coefficients(at.size(), -1.0);
        at.insert(at.end(), {once, twice});
        coefficients.insert(coefficients.end(), {1.0, 1.0});
        program.row(at, coefficients, 'L', std::min<int>(2, demand.already_seen));
        program.row({twice, once}, {1, -1}, 'L', 0);
        seen.push_back(once);
        weights.push_back(demand.weight);
        if (demand.zone >= 0) {
            zone_seen[static_cast<std::size_t>(demand.zone)].push_back(once);
            zone_weights[static_cast<std::size_t>(demand.zone)].push_back(demand.weight);
        }
    }
    if (least) {
        program.row(seen, weights, 'G', problem.target_weight);
    }
    for (const ZoneFloor& floor : problem.floors) {
        const auto z = static_cast<std::size_t>(floor.zone);
        std::vector<int> members;
        for (std::size_t j = 0; j < sites.size(); ++j) {
            if (instance.candidates[j].zone == floor.zone) {
                members.push_back(sites[j]);
            }
        }
        program.row(members, std::vector<double>(members.size(), 1.0), 'G', floor.least_sites);
        program.row(zone_seen[z], zone_weights[z], 'G', floor.least_weight);
    }
    const std::optional<double> objective = program.solve();
    if (!objective) {
        return std::nullopt;
    }
    return least ? *objective : -*objective - constant;
}

inline int below(std::mt19937& random, int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
}

struct FormScene {
    analysis::CoverInstance instance;
    analysis::CoverProblem problem;
};

enum class Form { sites, budget, fewest, cheapest, backup, floors, rules, everything };
inline constexpr Form kForms[] = {Form::sites,  Form::budget, Form::fewest, Form::cheapest,
                                  Form::backup, Form::floors, Form::rules,  Form::everything};

/// Sites and rows scattered over a square, in three zones; about half of what is asked can be had.
inline FormScene make_form(Form form, unsigned seed, std::size_t candidates, std::size_t rows) {
    using namespace analysis;
    std::mt19937 random(seed * 8 + static_cast<unsigned>(form));
    const bool all = form == Form::everything;
    const bool costs = form == Form::budget || form == Form::cheapest || form == Form::backup || all;
    const auto some = [&](int share) { return all && below(random, 100) < share; };
    FormScene scene;
    CoverInstance& instance = scene.instance;
    instance.zones = {"Nord", "Sud", "Est"};
    std::vector<PlanePoint> places;
    std::vector<PlanePoint> points;
    const auto place = [&] {
        return PlanePoint{static_cast<double>(below(random, 1000)), static_cast<double>(below(random, 1000))};
    };
    const bool ruled = form == Form::rules || some(50);
    for (std::size_t j = 0; j < candidates; ++j) {
        places.push_back(place());
        const int draw = ruled ? below(random, 12) : 2;
        instance.candidates.push_back({"s" + std::to_string(1000 + j),
                                       costs ? 1 + below(random, 17) * 0.5 : 1.0, below(random, 4) - 1,
                                       draw == 0   ? CandidateRule::forbidden
                                       : draw == 1 ? CandidateRule::compulsory
                                                   : CandidateRule::free});
    }
    double total = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        points.push_back(place());
        instance.demand.push_back(
            {static_cast<double>(1 + below(random, 30)), below(random, 4) - 1,
             static_cast<std::uint8_t>(below(random, 10) == 0 ? 1 + below(random, 2) : 0)});
        total += instance.demand.back().weight;
    }
    cover_by_radius(instance, places, points, 150 + below(random, 150));
    CoverProblem& problem = scene.problem;
    if (form == Form::fewest || form == Form::cheapest || some(30)) {
        problem.goal = CoverGoal::least_cost;
        problem.target_weight = std::floor(total * (0.25 + 0.05 * below(random, 8)));
    }
    if (form == Form::sites || form == Form::floors || form == Form::rules || some(50)) {
        problem.most_sites = 2 + below(random, static_cast<int>(candidates / 4));
    }
    const bool limited = problem.most_sites || problem.goal == CoverGoal::least_cost;
    if (form == Form::budget || form == Form::backup || (all && (!limited || some(50)))) {
        problem.budget = 5 + below(random, static_cast<int>(candidates)) + 0.5 * below(random, 2);
    }
    if (form == Form::backup || (problem.goal == CoverGoal::most_weight && some(40))) {
        problem.backup_share = 0.25 * (1 + below(random, 4));
    }
    if (form == Form::floors || some(60)) {
        for (std::int32_t z = 0; z < 3; ++z) {
            problem.floors.push_back(
                {z, static_cast<double>(below(random, 3)), std::floor(total * 0.01 * below(random, 14))});
        }
    }
    return scene;
}

/// Solves the form with the solver and with CBC and expects the same, infeasibility included.
inline void expect_as_cbc(Form form, unsigned seed, std::size_t candidates, std::size_t rows) {
    using namespace analysis;
    SCOPED_TRACE("form " + std::to_string(static_cast<int>(form)) + " seed " + std::to_string(seed));
    const FormScene scene = make_form(form, seed, candidates, rows);
    const std::optional<double> best = optimum_by_cbc(scene.instance, scene.problem);
    Progress progress;
    if (!best) {
        EXPECT_THROW(solve_cover(scene.instance, scene.problem, {}, progress), InputError);
        return;
    }
    const CoverAnswer answer = solve_cover(scene.instance, scene.problem, {}, progress);
    EXPECT_EQ(check_answer(scene.instance, scene.problem, answer), "");
    EXPECT_TRUE(answer.is_proved);
    EXPECT_NEAR(answer.value, *best, 1e-6 * (1 + std::abs(*best)));
}

} // namespace maillage::test
