// root.h: the first look at a core, before it is split or branched: a good set, good prices, and every
// candidate settled that these two settle.
#pragma once

#include "cover/branch.h"

#include <cstddef>
#include <optional>

namespace maillage::cover {

/// Prices `core`, rounds the relaxed choices to sets, and takes out what cannot matter any more. `prices` may
/// be empty, `known` may not exist; `taken` is already open. Spends limits.root_iterations at most.
Narrowed narrow(CoverCore core, CoverSet known, DualPrices prices, const SearchLimits& limits,
                std::vector<std::uint32_t> taken = {});

/// `prices` of `core` for the smaller core `left` that restrict_core made of it, shares included; its rows
/// are already done.
void follow_sites(const CoverCore& core, const CoverCore& left, DualPrices& prices);

/// Reduced-profit fixing: marks what would push the bound to `floor` or below. Returns how many.
std::size_t settle_fates(CoverDual& dual, const CoverCore& core, double floor, std::vector<Fate>& fate);

/// What rows settle that every better set covers, because the bound without them is at `floor` or below.
struct Needs {
    bool are_hopeless = false;            ///< nothing can cover one of them: no better set
    std::size_t settled = 0;              ///< candidates that went in or out
    bool took_one = false;                ///< one went in
    std::optional<std::size_t> branch_on; ///< a candidate of the row that fewest can cover, when they are few
};

/// A candidate that others replace as far as rows matter goes out, one that alone still covers a needed row
/// goes in. Where nearly all must be covered the relaxation says little and the rows everything: branching on
/// the tightest one, at the candidate that the relaxation likes best, then proves in tens of nodes what else
/// takes tens of thousands.
Needs settle_needed(const CoverDual& dual, const CoverCore& core, double bound, double floor,
                    std::vector<Fate>& fate);

/// A set of `core` from what the relaxation likes (`liking` may be empty), filled up and swapped; kept in
/// `best` with `taken` when it is better. Returns whether it was.
bool round_choice(const CoverCore& core, std::span<const double> liking, double least, int rounds,
                  const std::vector<std::uint32_t>& taken, CoverSet& best);

} // namespace maillage::cover
