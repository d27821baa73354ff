// summary.h: the figures of one project at one date, as French text that a screen reader can read.
#pragma once

#include "plan/released.h"

#include <string>

namespace maillage::report {

/// Territory, governance, equipment, coverage with intervals, causes, and the scheme when there is one. In
/// the profile « public »: territory, governance and how many lines the public list has.
std::string summary(const plan::Released& from);
/// The priority sites, why each is there and their proof, the communes in two levels, and who pays. Empty
/// without a scheme.
std::string scheme_text(const plan::Released& from);
/// "61 % [55 – 68]": the interval is left out when both ends round to the value.
std::string percent_interval(const analysis::Interval& part, double whole);

} // namespace maillage::report
