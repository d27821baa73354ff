// parts.h: the proof for land that falls apart. Candidates that share no demand do not interact, so a
// core with one purse is a set of independent parts; each has a curve "best cover for so much money", bounded
// from both sides, and the best split of the money over the parts is found by dynamic programming. Only the
// points of the curves that the split asks for are searched.
#pragma once

#include "cover/root.h"

namespace maillage::cover {

/// Whether solve_parts can take this core: one purse of few money units, no floor, no charge, several parts.
bool falls_apart(const CoverCore& core);

/// The same promise as branch_and_bound, for a core that falls apart. `threads` never changes the result.
SearchResult solve_parts(const Narrowed& start, const SearchLimits& limits, unsigned threads);

} // namespace maillage::cover
