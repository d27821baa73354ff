// branch.h: the best set of a core with its proof: depth-first branch and bound, bounded by CoverDual,
// every node a smaller core of its own. Exact for every kind of constraint a core can hold.
#pragma once

#include "cover/core.h"
#include "cover/dual.h"

#include <functional>

namespace maillage::cover {

/// What a search may spend and when its result is good enough. Node and iteration limits give the same result
/// everywhere; `stop` (a clock, a user) does not.
struct SearchLimits {
    long nodes = std::numeric_limits<long>::max();
    double grain = 1;        ///< two different values differ by at least this: nothing nearer is searched for
    double relative_gap = 0; ///< good enough when bound <= value * (1 + this)
    double enough = CoverCore::kNoLimit; ///< stop as soon as a set of this value is known
    int root_iterations = 3000;
    int node_iterations = 300;
    std::function<bool()> stop;                                ///< asked at every node
    std::function<void(double value, double bound)> news = {}; ///< at every better set
};

struct CoverSet {
    std::vector<std::uint32_t> sites; ///< CoverCore::site, rising
    double value = -CoverCore::kNoLimit;

    bool exists() const { return value > -CoverCore::kNoLimit; }
};

struct SearchResult {
    CoverSet best;
    double bound = CoverCore::kNoLimit; ///< no set is worth more; -kNoLimit when none is feasible
    long nodes = 0;
    bool is_proved = false;
};

/// A core after a first look (root.h): what is left of it, and what is known.
struct Narrowed {
    CoverCore core;                   ///< what is still open
    DualPrices prices;                ///< of it
    std::vector<std::uint32_t> taken; ///< candidates settled as open, as CoverCore::site
    CoverSet best;                    ///< best set known of the whole, `taken` included; may not exist
    double bound = CoverCore::kNoLimit;
};

/// Searches `core` from the set `known` (may not exist) and the prices of an earlier bound (may be empty).
SearchResult branch_and_bound(const CoverCore& core, CoverSet known, DualPrices prices,
                              const SearchLimits& limits);
/// The same where narrow() left off.
SearchResult branch_and_bound(Narrowed start, const SearchLimits& limits);

/// The value of `core` no open set may exceed to be worth searching: at or below it a bound proves `value`.
double proving_bound(double value, const SearchLimits& limits);

} // namespace maillage::cover
