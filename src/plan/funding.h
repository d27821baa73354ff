// funding.h: who pays what of a project, from a dated table of rules. Rates, ceilings and caps change every
// year and département: they are data. Whole cents throughout; a share is rounded down to the cent.
#pragma once

#include "domain/plan.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace maillage::plan {

using domain::Cents;
using domain::first_funding_table;
using domain::FundingRule;
using domain::FundingTable;

struct FundedProject {
    std::string departement;
    int year = 0;
    Cents cost = 0;          ///< before tax
    Cents eligible_cost = 0; ///< the part of it that aid may be claimed on (no upkeep, no rent, no studies)
    std::int64_t cameras = 0;
    std::string commune = {}; ///< whose aid is counted together; empty: nobody's
};

struct FundingShare {
    std::size_t rule = 0; ///< index in the table
    std::string financer;
    Cents base = 0;         ///< after ceilings
    Cents amount = 0;       ///< after the cap
    bool is_capped = false; ///< by a ceiling of aid or the cap of all of it
    friend bool operator==(const FundingShare&, const FundingShare&) = default;
};

struct Funding {
    std::vector<FundingShare> shares;
    Cents aid = 0;
    Cents remaining = 0; ///< for the commune
    friend bool operator==(const Funding&, const Funding&) = default;
};

/// Sum over projects of one financer's shares in one year.
struct FundingTotal {
    std::string financer;
    int year = 0;
    Cents amount = 0;
    friend bool operator==(const FundingTotal&, const FundingTotal&) = default;
};

/// Throws InputError naming the row: rate outside 0-100 %, negative amount, years turned round, no financer.
void validate(const FundingTable& table);

/// Throws InputError for a bad table or a project with negative amounts or more eligible cost than cost.
Funding fund(const FundedProject& project, const FundingTable& table);
/// One a project, same order: who comes first is served first where a ceiling holds for a commune or a
/// period.
std::vector<Funding> fund_all(std::span<const FundedProject> projects, const FundingTable& table);

/// By year, then in the order of the table; the commune's share last, under the name "Commune".
std::vector<FundingTotal> funding_totals(std::span<const FundedProject> projects, const FundingTable& table);

} // namespace maillage::plan
