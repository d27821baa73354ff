// cover_cbc.h: CBC's proven optimum of the textbook formulation of a cover problem.
#pragma once

#include "cover/problem.h"

#include <coin/Cbc_C_Interface.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

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
        if (Cbc_isProvenOptimal(model_) == 0 && Cbc_isProvenInfeasible(model_) == 0) {
            throw std::runtime_error("CBC stopped without a proof");
        }
        return Cbc_isProvenOptimal(model_) != 0 ? std::optional(Cbc_getObjValue(model_)) : std::nullopt;
    }

  private:
    Cbc_Model* model_;
    int columns_ = 0;
};

/// Value of the best set as solve_cover defines it, by CBC; for problems without phases.
inline std::optional<double> optimum_by_cbc(const cover::CoverInstance& instance,
                                            const cover::CoverProblem& problem) {
    using namespace cover;
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

} // namespace maillage::test
