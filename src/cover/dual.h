// dual.h: an upper bound of a core by Lagrangian relaxation of "a row counts only when a candidate
// covers it" (Church and ReVelle 1974 for the problem, Galvao and ReVelle 1996 for this bound). Good prices
// are found by the primal-dual hybrid gradient method (Chambolle and Pock 2011) in the reflected, restarted
// Halpern form (Lu and Yang 2024), which also gives the relaxed choice behind them.
#pragma once

#include "cover/core.h"

#include <algorithm>
#include <functional>

namespace maillage::cover {

/// Prices of the relaxed constraints, and where to go on from. Any non-negative prices give a valid bound.
struct DualPrices {
    std::vector<double> row;    ///< of a row
    std::vector<double> group;  ///< of a missing site in a group
    std::vector<double> weight; ///< of a missing unit of weight, as CoverCore::weight_needed
    double site = 0;            ///< of one more site
    std::vector<double> share;  ///< the relaxed choice that went with them; may be empty
    double balance = 0.5;       ///< steps of the choice against steps of the prices; kept from node to child
};

class CoverDual {
  public:
    /// Starts from `prices`; empty vectors are filled in.
    CoverDual(const CoverCore& core, DualPrices prices);

    /// Steps until the bound is at most `target`, the relaxed choice shows that it will not fall that far
    /// (the bound is within `precision` of its way down from the target), `stop` says so, or `iterations` are
    /// spent. Returns the best bound so far. May be called again to go on.
    double improve(double target, int iterations, double precision, const std::function<bool()>& stop = {});

    double best_bound() const { return best_bound_; }

    const DualPrices& best_prices() const { return best_; }

    /// The best prices with the relaxed choice of the last step: where another dual may go on.
    DualPrices handed_on() const;

    /// Puts the best prices back and evaluates them, for the functions below. Returns their bound.
    double settle();

    /// After settle(): what choosing j is worth beyond the price of its money; negative: better left out.
    double reduced(std::size_t j) const { return profit_[j] - purse_price_[core_.purse[j]] * core_.cost[j]; }

    /// At the best prices: how much the bound falls when row i is to stay uncovered.
    double cost_of_missing(std::size_t i) const {
        return std::max(0.0, ceiling(i, best_) - best_.row[i]) +
               std::max(0.0, core_.second[i] - best_.row[i]);
    }

    /// After settle(): worth of j before its money is priced.
    double profit(std::size_t j) const { return profit_[j]; }

    /// After settle(): the part of the bound that no choice changes.
    double fixed_part() const { return fixed_part_; }

    /// The relaxed choice of the last step: near the optimum of the linear relaxation.
    std::span<const double> shares() const { return next_.site; }

    /// What that choice is worth. The linear relaxation is worth no less, so no prices can bring the bound
    /// below it; unknown (-kNoLimit) where the choice may break a floor.
    double relaxed_value() const { return relaxed_value_; }

  private:
    /// A relaxed choice, prices, and what they imply of each other.
    struct Point {
        std::vector<double> site;        ///< share of a candidate
        std::vector<double> once, again; ///< share of a row counted; only where floors of weight need them
        std::vector<double> row, other;  ///< prices: of rows; of sites, groups and weights in this order
        std::vector<double> worth, seen; ///< of a candidate from row prices; of a row from shares
    };

    double ceiling(std::size_t i, const DualPrices& prices) const {
        const double zone = core_.zone[i] > 0 ? prices.weight[core_.zone[i]] : 0.0;
        return core_.first[i] + (prices.weight[0] + zone) * core_.toward[i];
    }

    void set_scales();
    void start();
    void step();
    void choose_sites();
    void choose_rows();
    void price_rows();
    void price_others();
    void gather(const std::vector<double>& row, std::vector<double>& worth) const;
    void scatter(const std::vector<double>& share, std::vector<double>& seen) const;
    void fill_purse(std::size_t purse);
    double length_of_step() const;
    void advance();
    void restart();
    void balance();
    double bound_at(const DualPrices& prices, const std::vector<double>& worth);
    void look();
    void value_choice();
    double price_purse(std::size_t purse);

    const CoverCore& core_;
    DualPrices now_, best_;
    double best_bound_ = CoverCore::kNoLimit;
    double relaxed_value_ = -CoverCore::kNoLimit;
    double fixed_part_ = 0;
    std::vector<double> profit_, purse_price_;
    std::vector<std::vector<std::uint32_t>> in_purse_;
    std::vector<std::uint32_t> order_;

    Point here_, next_, anchor_, origin_; ///< origin: of the last balance
    std::vector<double> site_step_, once_step_, row_step_, other_step_;
    std::vector<double> purse_mark_; ///< last multiplier of a purse, where the next search starts
    std::size_t others_ = 0;
    double omega_ = 0.5;
    long steps_ = 0, since_ = 0; ///< in all, since the last restart
    double first_length_ = 0, last_length_ = 0;
    bool weights_ = false; ///< some floor of weight: rows have shares of their own
    bool checked_ = false; ///< the choice keeps every constraint but those of rows
};

} // namespace maillage::cover
