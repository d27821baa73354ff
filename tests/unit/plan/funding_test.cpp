#include "base/error.h"
#include "plan/funding.h"
#include "support/cover_forms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

namespace maillage::plan {
namespace {

std::string message_of(const FundingTable& table) {
    try {
        validate(table);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(Funding, AisneIn2020LeavesAFifthToTheCommune) {
    // 123 456.78 EUR: DETR 50 % = 61 728.39; département 30 % = 37 037.034 -> 37 037.03; the commune keeps 24
    // 691.36.
    const Funding funding = fund({"02", 2020, 12'345'678, 12'345'678, 10}, first_funding_table());
    ASSERT_EQ(funding.shares.size(), 2U);
    EXPECT_EQ(funding.shares[0], (FundingShare{0, "DETR", 12'345'678, 6'172'839, false}));
    EXPECT_EQ(funding.shares[1], (FundingShare{1, "Département", 12'345'678, 3'703'703, false}));
    EXPECT_EQ(funding.aid, 9'876'542);
    EXPECT_EQ(funding.remaining, 2'469'136);
}

TEST(Funding, MoselleIn2022CountsAtMostFifteenThousandEurosACamera) {
    // 4 cameras for 90 000 EUR: the base is 60 000, FIPD gives 30 000, 60 000 remain.
    const Funding dear = fund({"57", 2022, 9'000'000, 9'000'000, 4}, first_funding_table());
    ASSERT_EQ(dear.shares.size(), 1U);
    EXPECT_EQ(dear.shares[0], (FundingShare{2, "FIPD", 6'000'000, 3'000'000, false}));
    EXPECT_EQ(dear.remaining, 6'000'000);
    // 10 cameras for 120 000 EUR stay under the ceiling: half of everything.
    EXPECT_EQ(fund({"57", 2022, 12'000'000, 12'000'000, 10}, first_funding_table()).aid, 6'000'000);
}

TEST(Funding, OtherYearsAndDepartementsGetNothing) {
    EXPECT_EQ(fund({"02", 2021, 1000, 1000, 1}, first_funding_table()).remaining, 1000);
    EXPECT_EQ(fund({"57", 2020, 1000, 1000, 1}, first_funding_table()).remaining, 1000);
}

TEST(Funding, TheLastRowGivesWayAtTheCapOfEightyPercent) {
    FundingTable table = first_funding_table();
    table.rules.push_back({.financer = "Région",
                           .first_year = 2020,
                           .last_year = 2020,
                           .departement = "",
                           .rate_bp = 1000,
                           .source = ""});
    const Funding funding = fund({"02", 2020, 100'000, 90'000, 1}, table);
    // 45 000 + 27 000 leave 8 000 of the 80 000 allowed; the région would have given 9 000.
    ASSERT_EQ(funding.shares.size(), 3U);
    EXPECT_EQ(funding.shares[2].amount, 8'000);
    EXPECT_TRUE(funding.shares[2].is_capped);
    EXPECT_EQ(funding.remaining, 20'000);
}

TEST(Funding, ProjectsUnderTheFloorGetNothing) {
    FundingTable table;
    table.rules.push_back({.financer = "FIPD",
                           .first_year = 2024,
                           .last_year = 2024,
                           .departement = "38",
                           .rate_bp = 5000,
                           .ceiling = 400'000,
                           .least_cost = 300'000,
                           .source = ""});
    EXPECT_EQ(fund({"38", 2024, 299'999, 299'999, 1}, table).aid, 0);
    EXPECT_EQ(fund({"38", 2024, 300'000, 300'000, 1}, table).aid, 150'000);
    EXPECT_EQ(fund({"38", 2024, 900'000, 900'000, 1}, table).aid, 200'000);
}

TEST(Funding, TotalsAreByYearAndFinancer) {
    const std::vector<FundedProject> projects = {{"02", 2020, 100'000, 100'000, 2},
                                                 {"57", 2022, 200'000, 200'000, 1},
                                                 {"02", 2020, 50'000, 50'000, 1}};
    EXPECT_EQ(funding_totals(projects, first_funding_table()),
              (std::vector<FundingTotal>{{"DETR", 2020, 75'000},
                                         {"Département", 2020, 45'000},
                                         {"Commune", 2020, 30'000},
                                         {"FIPD", 2022, 100'000},
                                         {"Commune", 2022, 100'000}}));
}

TEST(Funding, ABadRowIsNamed) {
    FundingTable table = first_funding_table();
    table.rules[1].rate_bp = 10001;
    EXPECT_THAT(message_of(table), testing::HasSubstr("ligne 2 (Département) : taux de 100.01 %"));
    table = first_funding_table();
    table.rules[2].ceiling_per_camera = -1;
    EXPECT_THAT(message_of(table),
                testing::HasSubstr("ligne 3 (FIPD), plafond par caméra : montant négatif"));
    table = first_funding_table();
    table.rules[0].last_year = 2019;
    EXPECT_THAT(message_of(table), testing::HasSubstr("ligne 1"));
    table.rules[0].financer.clear();
    EXPECT_THAT(message_of(table), testing::HasSubstr("financeur manquant"));
    EXPECT_THROW(fund({"02", 2020, -5, 0, 0}, first_funding_table()), InputError);
    EXPECT_THROW(fund({"02", 2020, 5, 6, 0}, first_funding_table()), InputError);
}

/// In euros and percent, on paper: what each rule would give, then the last ones give way.
TEST(Funding, WhoPaysIsRecomputedInTensOfThousandthsOfCents) {
    std::mt19937 random(11);
    for (int round = 0; round < 500; ++round) {
        FundingTable table;
        table.aid_cap_bp = round % 3 == 0 ? 8000 : test::below(random, 10'001);
        for (int k = test::below(random, 5); k > 0; --k) {
            FundingRule rule;
            rule.financer = "F" + std::to_string(k);
            rule.first_year = 2024 + test::below(random, 3);
            rule.last_year = rule.first_year + test::below(random, 3);
            rule.departement = test::below(random, 3) == 0 ? "57" : test::below(random, 2) == 0 ? "02" : "";
            rule.rate_bp = test::below(random, 10'001);
            const auto maybe = [&](Cents most) {
                return test::below(random, 2) == 0
                           ? std::optional<Cents>(test::below(random, static_cast<int>(most)))
                           : std::nullopt;
            };
            rule.ceiling_per_camera = maybe(1'500'000);
            rule.ceiling = maybe(9'000'000);
            rule.least_cost = maybe(2'000'000);
            table.rules.push_back(rule);
        }
        FundedProject project{"02", 2025, test::below(random, 10'000'000), 0, test::below(random, 6)};
        project.eligible_cost = project.cost - test::below(random, static_cast<int>(project.cost) + 1);
        const Funding found = fund(project, table);
        Cents aid = 0;
        std::size_t next = 0;
        for (std::size_t k = 0; k < table.rules.size(); ++k) {
            const FundingRule& rule = table.rules[k];
            const bool is_there = rule.departement.empty() || rule.departement == "02";
            const bool is_then = rule.first_year <= 2025 && 2025 <= rule.last_year;
            if (!is_there || !is_then || (rule.least_cost && project.cost < *rule.least_cost)) {
                continue;
            }
            Cents base = project.eligible_cost;
            if (rule.ceiling_per_camera) {
                base = std::min(base, *rule.ceiling_per_camera * project.cameras);
            }
            if (rule.ceiling) {
                base = std::min(base, *rule.ceiling);
            }
            // No product of these passes 2^63: cents times hundredths of a percent.
            const Cents wanted = base * rule.rate_bp / 10'000;
            const Cents room = project.cost * table.aid_cap_bp / 10'000 - aid;
            ASSERT_LT(next, found.shares.size());
            EXPECT_EQ(found.shares[next].rule, k);
            EXPECT_EQ(found.shares[next].base, base);
            EXPECT_EQ(found.shares[next].amount, std::min(wanted, room));
            EXPECT_EQ(found.shares[next].is_capped, room < wanted);
            aid += std::min(wanted, room);
            ++next;
        }
        EXPECT_EQ(next, found.shares.size());
        EXPECT_EQ(found.aid, aid);
        EXPECT_EQ(found.remaining, project.cost - aid);
        EXPECT_GE(found.remaining, 0);
    }
}

TEST(Funding, ARuleWithoutLastYearIsOpen) {
    FundingRule rule;
    rule.financer = "DETR";
    rule.first_year = 2025;
    rule.last_year = domain::kOpenYear;
    rule.rate_bp = 5000;
    FundingTable table;
    table.rules = {rule};
    EXPECT_EQ(fund({"02", 2024, 1000, 1000, 1}, table).aid, 0);
    for (const int year : {2025, 2026, 2040}) {
        EXPECT_EQ(fund({"02", year, 1000, 1000, 1}, table).aid, 500) << year;
    }
}

TEST(Funding, AidStopsAtItsCeilingsPerProjectCommuneAndPeriod) {
    const FundedProject laon{"02", 2026, 10'000, 10'000, 1, "Laon"};
    const FundedProject guise{"02", 2027, 10'000, 10'000, 1, "Guise"};
    const std::vector<FundedProject> projects = {laon, laon, guise, guise, laon};
    const auto given = [&](FundingRule ceilings) {
        FundingTable table;
        ceilings.financer = "DETR";
        ceilings.first_year = 2026;
        ceilings.last_year = 2027;
        ceilings.rate_bp = 5000;
        table.rules = {ceilings};
        std::vector<Cents> aids;
        Cents sum = 0;
        for (const Funding& funding : fund_all(projects, table)) {
            aids.push_back(funding.aid);
            sum += funding.aid;
            EXPECT_EQ(funding.shares[0].is_capped, funding.aid < 5000);
            EXPECT_EQ(funding.aid + funding.remaining, 10'000);
        }
        Cents total = 0;
        for (const FundingTotal& one : funding_totals(projects, table)) {
            total += one.financer == "DETR" ? one.amount : 0;
        }
        EXPECT_EQ(total, sum); // the sums by year are those of the lines
        return aids;
    };
    FundingRule ceilings;
    EXPECT_EQ(given(ceilings), (std::vector<Cents>{5000, 5000, 5000, 5000, 5000}));
    ceilings.most_aid_period = 12'000;
    EXPECT_EQ(given(ceilings), (std::vector<Cents>{5000, 5000, 2000, 0, 0}));
    ceilings.most_aid_commune = 6000;
    EXPECT_EQ(given(ceilings), (std::vector<Cents>{5000, 1000, 5000, 1000, 0}));
    ceilings.most_aid = 2500;
    EXPECT_EQ(given(ceilings), (std::vector<Cents>{2500, 2500, 2500, 2500, 1000}));
}

} // namespace
} // namespace maillage::plan
