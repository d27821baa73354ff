#include "analysis/funding.h"
#include "base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maillage::analysis {
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

} // namespace
} // namespace maillage::analysis
