#include "analysis/governance.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

namespace maillage::analysis {
namespace {

using test::day;

std::vector<bool> required(const std::vector<CouncilStatus>& rows) {
    std::vector<bool> out;
    for (const CouncilStatus& row : rows) {
        out.push_back(row.is_required());
    }
    return out;
}

TEST(Governance, ThresholdIsStrictAndDependsOnTheDate) {
    domain::Project project = test::small_project();
    domain::Qpv former = (*project.qpvs)[0];
    former.code = "QP002001"; // before 2024 there were others
    project.qpvs = std::vector{(*project.qpvs)[0], former};
    EXPECT_EQ(required(governance(project, day(2026, 11, 22))), (std::vector<bool>{true, false, true, true}));
    EXPECT_EQ(required(governance(project, day(2021, 5, 26))), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(required(governance(project, day(2021, 5, 27))), (std::vector<bool>{true, false, true, true}));
}

TEST(Governance, ACouncilOfItsOwnWinsAndAFutureOneDoesNotCount) {
    domain::Project project = test::small_project();
    project.councils = std::vector<domain::Council>{
        {"a", "CISPD", domain::CouncilKind::cispd, {"02001", "02003"}, {}},
        {"b", "CLSPD de Ville", domain::CouncilKind::clspd, {"02001"}, day(2025, 1, 1)}};
    const auto now = governance(project, day(2026, 1, 1));
    EXPECT_EQ(now[0].council, 1U);
    EXPECT_EQ(now[2].council, 0U);
    EXPECT_FALSE(now[2].is_missing());
    EXPECT_TRUE(now[3].is_missing());
    EXPECT_EQ(governance(project, day(2024, 1, 1))[0].council, 0U);
}

TEST(Governance, WithoutAListOfCouncilsNobodyIsSaidToLackOne) {
    domain::Project project = test::small_project();
    project.councils = std::vector<domain::Council>();
    for (const CouncilStatus& status : governance(project, day(2026, 1, 1))) {
        EXPECT_TRUE(status.is_unknown);
        EXPECT_FALSE(status.is_missing());
    }
}

TEST(Governance, AnUnknownPopulationIsSaid) {
    domain::Project project = test::small_project();
    domain::Territory territory = *project.territory;
    territory.communes[0].population.reset();
    project.territory = territory;
    const auto rows = governance(project, day(2026, 1, 1));
    EXPECT_TRUE(rows[0].has_unknown_population);
    EXPECT_FALSE(rows[0].is_required());
}

} // namespace
} // namespace maillage::analysis
