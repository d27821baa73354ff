// scheme_funding.h: the money of a scheme: one funded project a priority site and a priority commune, and
// totals.
#pragma once

#include "plan/funding.h"
#include "plan/scheme.h"

#include <string>
#include <vector>

namespace maillage::plan {

struct FundedLine {
    int level = 0;  ///< 0 a site, 1 a commune of the first level, 2 of the second
    int rank = 0;   ///< in its list
    std::string id; ///< of the site, or code of the commune
    std::string name;
    std::string commune; ///< name; of a commune its own
    FundedProject project;
    Funding funding;
};

struct PlanFunding {
    std::vector<FundedLine> lines;    ///< sites, then communes
    std::vector<FundingTotal> totals; ///< by year and financer, the commune's share last
    std::vector<std::string> remarks; ///< French: years without any rule
};

/// A site counts in the year of its phase, else in the plan's year, else in that of the reference date;
/// communes in the plan's. Throws InputError that names the row of a bad rule.
PlanFunding plan_funding(const domain::Project& project, const Scheme& scheme);

} // namespace maillage::plan
