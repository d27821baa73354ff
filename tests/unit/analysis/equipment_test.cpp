#include "analysis/equipment.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

namespace maillage::analysis {
namespace {

using registry::ActNature;
using registry::Validity;
using test::act;
using test::day;

registry::Authorisation later(std::string number, ActNature nature, Date decided) {
    registry::Authorisation a = act(number, "02001", decided);
    a.nature = nature;
    return a;
}

TEST(Standings, AnActHoldsFiveYears) {
    const std::vector<registry::Authorisation> acts = {act("2021/0001", "02001", day(2021, 3, 1))};
    EXPECT_EQ(standings(acts, day(2021, 2, 28))[0].validity, Validity::not_yet);
    EXPECT_EQ(standings(acts, day(2021, 3, 1))[0].validity, Validity::valid);
    EXPECT_EQ(standings(acts, day(2026, 3, 1))[0].validity, Validity::valid); // its last day
    EXPECT_EQ(standings(acts, day(2026, 3, 2))[0].validity, Validity::expired);
}

TEST(Standings, ARenewalSpeaksForTheFirstAct) {
    const std::vector<registry::Authorisation> acts = {
        act("2016/0276", "02001", day(2016, 5, 1)),
        later("2016/0276-R-1-2021", ActNature::renewal, day(2021, 4, 1))};
    const auto now = standings(acts, day(2025, 1, 1));
    EXPECT_TRUE(now[0].is_superseded);
    EXPECT_FALSE(now[1].is_superseded);
    EXPECT_EQ(now[0].validity, Validity::valid);
    EXPECT_EQ(now[1].expires, day(2026, 4, 1));
    EXPECT_FALSE(standings(acts, day(2020, 1, 1))[0].is_superseded);
}

TEST(Standings, AModificationLeavesTheExpiryUnsettled) {
    const std::vector<registry::Authorisation> acts = {
        act("2020/0009", "02001", day(2020, 6, 1)),
        later("2020/0009-M-1-2023", ActNature::modification, day(2023, 6, 1))};
    EXPECT_EQ(standings(acts, day(2025, 1, 1))[1].validity, Validity::valid);
    const auto between = standings(acts, day(2026, 1, 1))[1];
    EXPECT_EQ(between.validity, Validity::unknown);
    EXPECT_TRUE(between.depends_on_modification);
    EXPECT_EQ(standings(acts, day(2029, 1, 1))[1].validity, Validity::expired);
}

TEST(Standings, WithdrawalEndsAndRefusalGivesNothing) {
    const std::vector<registry::Authorisation> acts = {
        act("2022/0001", "02001", day(2022, 1, 1)),
        later("2022/0001-R-1-2024", ActNature::withdrawal, day(2024, 1, 1)),
        later("2023/0002", ActNature::refusal, day(2023, 1, 1))};
    const auto now = standings(acts, day(2025, 1, 1));
    EXPECT_EQ(now[1].validity, Validity::withdrawn);
    EXPECT_EQ(now[2].validity, Validity::never);
    EXPECT_EQ(standings(acts, day(2023, 6, 1))[0].validity, Validity::valid);
}

TEST(Equipment, CountsStatedNumbersOncePerSystem) {
    domain::Project project = test::small_project();
    auto first = act("2016/0276", "02001", day(2016, 5, 1));
    first.public_road = 4;
    auto renewed = later("2016/0276-R-1-2022", ActNature::renewal, day(2022, 4, 1));
    renewed.public_road = 6;
    renewed.indoor = 2;
    project.authorisations = std::vector{first, renewed};
    project.cameras = std::vector{test::camera("c1", "2016/0276", {test::kX, test::kY}, 50)};
    const Date on = day(2026, 11, 22);
    const auto rows = equipment(project, standings(*project.authorisations, on), on);
    EXPECT_EQ(rows[0].systems_valid, 1);
    EXPECT_EQ(rows[0].cameras_valid, 8);
    EXPECT_EQ(rows[0].public_road_valid, 6);
    EXPECT_EQ(rows[0].systems_expiring, 1);
    EXPECT_NEAR(rows[0].per_1000.value(), 0.5, 1e-12);
    EXPECT_EQ(rows[1], Equipment{.per_1000 = 0.0});
}

TEST(Equipment, CountsRecordsWhereActsStateNothing) {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{act("2024/0001", "02001", day(2024, 5, 1))};
    project.cameras = std::vector{test::camera("c1", "2024/0001", {test::kX, test::kY}, 50),
                                  test::camera("c2", "", {test::kX, test::kY}, 50)};
    const Date on = day(2026, 11, 22);
    const auto acts = standings(*project.authorisations, on);
    const auto rows = equipment(project, acts, on);
    EXPECT_EQ(rows[0].cameras_valid, 1);
    EXPECT_EQ(rows[0].cameras_uncertain, 1);
    EXPECT_EQ(legalities(project, acts), (std::vector{Legality::valid, Legality::uncertain}));
}

TEST(Equipment, ASystemWhoseCamerasNobodyCountsIsNotOneWithoutCameras) {
    domain::Project project = test::small_project();
    auto counted = act("2024/0002", "02002", day(2024, 5, 1));
    counted.public_road = 0;
    project.authorisations =
        std::vector{act("2024/0001", "02001", day(2024, 5, 1)), counted, act("045", "02002", {})};
    const Date on = day(2026, 11, 22);
    const auto rows = equipment(project, standings(*project.authorisations, on), on);
    EXPECT_EQ(rows[0].valid_uncounted, 1);
    EXPECT_EQ(rows[0].known(rows[0].public_road_valid), std::nullopt);
    EXPECT_EQ(rows[0].per_1000, std::nullopt);
    EXPECT_EQ(rows[1].known(rows[1].public_road_valid), 0); // stated: none
    EXPECT_EQ(rows[1].valid_uncounted, 0);
    EXPECT_EQ(rows[1].systems_uncounted, 1); // the undated one
}

} // namespace
} // namespace maillage::analysis
