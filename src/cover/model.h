// model.h: turns an instance and a problem into the core the search works on, and a found set back into
// sites.
#pragma once

#include "cover/core.h"
#include "cover/problem.h"

namespace maillage::cover {

struct CoverModel {
    CoverCore core;                        ///< compulsory sites folded in, forbidden ones gone
    std::vector<std::uint32_t> compulsory; ///< numbers as CoverCore::site
    std::size_t candidates = 0;            ///< number of phase t of candidate j: t * candidates + j
    double value_scale = 1;                ///< objective units of the core in one unit of the caller
    double grain = 1; ///< every set is worth a whole multiple: a bound between two of them is the lower one
};

/// Throws InputError when a floor, a target or the compulsory sites cannot be met for a reason seen at once.
CoverModel make_model(const CoverInstance& instance, const CoverProblem& problem);

/// Throws InputError, in French, for a problem that makes no sense: negative amounts, unknown zones...
void validate(const CoverProblem& problem, const CoverInstance& instance);

/// The multiplier that makes every amount a whole number: a power of ten when one does, else a power of two
/// so large that rounding is beyond the twelfth digit of the total.
double whole_scale(std::span<const double> amounts);

/// Value, cover and cost of chosen sites, from the caller's own numbers.
void account(const CoverInstance& instance, const CoverProblem& problem, CoverAnswer& answer);

} // namespace maillage::cover
