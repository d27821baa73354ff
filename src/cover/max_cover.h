// max_cover.h: the best set of sites for a problem, with an upper bound that nobody can beat. README-cover.md
// says how.
#pragma once

#include "base/progress.h"
#include "cover/problem.h"

namespace maillage::cover {

/// Throws InputError when the data or the problem make no sense, or when no set can satisfy the constraints
/// (the message names those that fight). A cancelled `progress` stops the search: the answer is then the best
/// one known, with its bound and `is_stopped`; Cancelled is thrown only when nothing was found yet.
CoverAnswer solve_cover(const CoverInstance& instance, const CoverProblem& problem, const CoverLimits& limits,
                        Progress& progress);

} // namespace maillage::cover
