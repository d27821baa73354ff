// conflict.h: why no set of sites can satisfy a problem, in words.
#pragma once

#include "cover/problem.h"

namespace maillage::cover {

/// A French sentence that names a smallest set of constraints that fight each other: without any one of them,
/// the rest could be met. Pre-condition: the problem is infeasible.
std::string describe_conflict(const CoverInstance& instance, const CoverProblem& problem);

} // namespace maillage::cover
