// funding.h: who pays what of a project, from a dated table of rules. Rates, ceilings and caps change every
// year and département: they are data. Whole cents throughout; a share is rounded down to the cent.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maillage::analysis {

using Cents = std::int64_t;

/// One row of the table: what one financer gives, where and when.
struct FundingRule {
    std::string financer; ///< DETR, FIPD, Région, Département...
    int first_year = 0;
    int last_year = 0;        ///< included
    std::string departement;  ///< 02, 2A, 974; empty: everywhere
    std::int32_t rate_bp = 0; ///< of the eligible base, in hundredths of a percent: 5000 is 50 %
    std::optional<Cents> ceiling_per_camera = std::nullopt; ///< of the base
    std::optional<Cents> ceiling = std::nullopt;            ///< of the base, for a whole project
    std::optional<Cents> least_cost = std::nullopt;         ///< a project below it gets nothing
    std::string source;                                     ///< text the row comes from
    friend bool operator==(const FundingRule&, const FundingRule&) = default;
};

struct FundingTable {
    std::vector<FundingRule> rules; ///< in order of claim: when the cap bites, the last row gives way first
    /// Public aid to a project at most, in hundredths of a percent of its cost: article L1111-10 of the CGCT
    /// leaves at least 20 % to the commune.
    std::int32_t aid_cap_bp = 8000;
    friend bool operator==(const FundingTable&, const FundingTable&) = default;
};

struct FundedProject {
    std::string departement;
    int year = 0;
    Cents cost = 0;          ///< before tax
    Cents eligible_cost = 0; ///< the part of it that aid may be claimed on (no upkeep, no rent, no studies)
    std::int64_t cameras = 0;
};

struct FundingShare {
    std::size_t rule = 0; ///< index in the table
    std::string financer;
    Cents base = 0;   ///< after ceilings
    Cents amount = 0; ///< after the cap
    bool is_capped = false;
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

/// The two rows the program starts with: Aisne 2020 (DETR 50 % and département 30 %), Moselle 2022 (FIPD up
/// to 50 %, the base at most 15 000 € a camera). The user edits and adds.
FundingTable first_funding_table();

/// Throws InputError naming the row: rate outside 0-100 %, negative amount, years turned round, no financer.
void validate(const FundingTable& table);

/// Throws InputError for a bad table or a project with negative amounts or more eligible cost than cost.
Funding fund(const FundedProject& project, const FundingTable& table);

/// By year, then in the order of the table; the commune's share last, under the name "Commune".
std::vector<FundingTotal> funding_totals(std::span<const FundedProject> projects, const FundingTable& table);

} // namespace maillage::analysis
