// summary.h: the figures of one project at one date, as French text that a screen reader can read.
#pragma once

#include "analysis/results.h"
#include "plan/scheme.h"

#include <string>

namespace maillage::report {

/// Territory, governance, equipment, coverage with intervals, causes, and the scheme when it is not null.
std::string summary(const domain::Project& project, const analysis::Results& results,
                    const plan::Scheme* scheme);
/// The priority sites, why each is there and their proof, the communes in two levels, and who pays.
std::string scheme_text(const domain::Project& project, const analysis::Gaps& gaps,
                        const plan::Scheme& scheme);
/// "61 % [55 – 68]": the interval is left out when both ends round to the value.
std::string percent_interval(const analysis::Interval& part, double whole);

} // namespace maillage::report
