// state.h: a set of open candidates of a core with everything the search asks of it kept up to date:
// value, what each closed candidate would add, what each open one would lose, purses and floors. Also the
// greedy and swap moves.
#pragma once

#include "cover/core.h"

#include <functional>

namespace maillage::cover {

class CoverState {
  public:
    explicit CoverState(const CoverCore& core);

    void open(std::uint32_t j);
    void close(std::uint32_t j);

    bool is_open(std::uint32_t j) const { return open_[j] != 0; }

    /// Of a closed candidate what opening it adds to the objective, of an open one what closing it would
    /// lose.
    double gain(std::uint32_t j) const { return gain_[j] - core_.charge[j]; }

    double value() const { return value_; }

    /// Fits in its purse and in the number of sites, and its place is not open under another number.
    bool fits(std::uint32_t j) const;
    /// What the floors still miss, each as a share of its need; 0 when all hold.
    double missing() const;

    double times(std::size_t row) const { return times_[row]; }

    /// Open candidates, rising.
    std::vector<std::uint32_t> chosen() const;

    /// Opens, while something fits and gains, the candidate with the largest gain (by cost when `by_cost`);
    /// floors come first. Ties go to the smaller identifier.
    /// After each opening `opened`, if any, is told the money spent from the first purse.
    void fill(bool by_cost, const std::function<void(double)>& opened = {});
    /// Opens what `liking` (a number a candidate) puts above `least`, most liked first, while it fits.
    void open_liked(std::span<const double> liking, double least);
    /// Closes what brings nothing and is not needed by a floor; for the cheapest-cost goal.
    void prune();
    /// Replaces one site at a time by a better filling until no replacement helps, at most `rounds` rounds.
    void improve(int rounds);

  private:
    double next(std::size_t i, int n) const {
        return n <= 0 ? core_.first[i] : n == 1 ? core_.second[i] : 0.0;
    }

    void shift(std::size_t i, double closed_change, double open_change);
    void count(std::uint32_t j, double sign);
    void toward(std::size_t i, double sign);
    double floor_gain(std::uint32_t j) const;
    bool fill_floor();
    bool better(double missing, double value) const;

    const CoverCore& core_;
    std::vector<std::uint8_t> open_;
    std::vector<std::uint16_t> times_;
    std::vector<double> gain_;
    double value_ = 0;
    std::vector<double> left_; ///< a purse
    double sites_left_ = 0;
    std::vector<double> sites_needed_; ///< may go negative: more than needed
    std::vector<double> weight_needed_;
    std::vector<std::uint32_t> chosen_; ///< in order of opening
    bool floors_ = false;
    bool twins_ = false; ///< some site has several numbers
};

} // namespace maillage::cover
