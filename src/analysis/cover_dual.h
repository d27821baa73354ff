// cover_dual.h: an upper bound of a core by Lagrangian relaxation of "a row counts only when a candidate
// covers it" (Church and ReVelle 1974 for the problem, Galvao and ReVelle 1996 for this bound), lowered by
// the volume algorithm (Barahona and Anbil 2000): subgradient steps along a running mean, which also gives a
// primal estimate.
#pragma once

#include "analysis/cover_core.h"

namespace maillage::analysis {

/// Prices of the relaxed constraints. Any non-negative values give a valid bound.
struct DualPrices {
    std::vector<double> row;    ///< of a row, at most what it gains
    std::vector<double> group;  ///< of a missing site in a group
    std::vector<double> weight; ///< of a missing unit of weight, as CoverCore::weight_needed
    double site = 0;            ///< of one more site
    double pace = 0.1;          ///< how long the last steps were; kept from a node to its children
};

class CoverDual {
  public:
    /// Starts from `prices`; empty vectors are filled in.
    CoverDual(const CoverCore& core, DualPrices prices);

    /// Bound at the current prices; also the choice, purse prices and reduced profits below.
    double evaluate();
    /// Steps until the bound is at most `target`, stalls, or `iterations` are spent; keeps the best prices.
    /// Returns the best bound. Start it after evaluate().
    double improve(double target, int iterations);

    double best_bound() const { return best_bound_; }

    const DualPrices& best_prices() const { return best_; }

    /// After evaluate(): what choosing j is worth beyond the price of its money; negative: better left out.
    double reduced(std::size_t j) const { return profit_[j] - purse_price_[core_.purse[j]] * core_.cost[j]; }

    /// After evaluate(): worth of j before its money is priced.
    double profit(std::size_t j) const { return profit_[j]; }

    double purse_price(std::size_t q) const { return purse_price_[q]; }

    /// After evaluate(): share of j in the relaxed choice.
    double share(std::size_t j) const { return share_[j]; }

    /// Running mean of the relaxed choices of improve(): near the optimum of the linear relaxation.
    double mean_share(std::size_t j) const { return mean_[j]; }

    /// After evaluate(): the part of the bound that no choice changes.
    double fixed_part() const { return fixed_part_; }

    /// Puts the best prices back and evaluates them.
    double settle();

  private:
    double ceiling(std::size_t i, const DualPrices& prices) const {
        const double zone = core_.zone[i] > 0 ? prices.weight[core_.zone[i]] : 0.0;
        return core_.first[i] + (prices.weight[0] + zone) * core_.toward[i];
    }

    double row_ceiling(std::size_t i) const { return ceiling(i, now_); }

    double best_ceiling(std::size_t i) const { return ceiling(i, best_); }

    void choose(std::size_t purse);
    void measure();
    void blend(double share);
    void step_from_best(double step);
    double squared_length() const;
    double best_share(double most) const;
    void count_seen();

    const CoverCore& core_;
    DualPrices now_, best_;
    double best_bound_ = CoverCore::kNoLimit;
    double fixed_part_ = 0;
    std::vector<double> profit_, purse_price_, share_, mean_;
    std::vector<double> seen_;      ///< shares covering a row
    DualPrices slope_, mean_slope_; ///< what the relaxed choice violates, now and on average
    std::vector<double> weight_scale_;
    std::vector<std::vector<std::uint32_t>> in_purse_;
    std::vector<std::uint32_t> order_;
    double purse_bound_ = 0;
    bool floors_ = false;
};

} // namespace maillage::analysis
