// Every kind of answer recomputed by the checker, which shares no code with the solver: value, cost, floors
// and bound of the set, whole and stopped early; every line of the nested list; every point of the curve; and
// who pays.
#include "cover/priority_order.h"
#include "support/cover_forms.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace maillage::cover {
namespace {

using test::Form;
using test::FormScene;
using test::Plan;

/// The forms that CBC is asked, small enough for every set to be tried; and budgets by year on some of them.
std::vector<FormScene> scenes() {
    std::vector<FormScene> all;
    for (const Form form : test::kForms) {
        for (unsigned seed = 0; seed < 4; ++seed) {
            all.push_back(test::make_form(form, 500 + seed, 9, 40));
        }
    }
    for (unsigned seed = 0; seed < 4; ++seed) {
        FormScene years = test::make_form(seed % 2 == 0 ? Form::budget : Form::backup, 700 + seed, 7, 40);
        years.problem.phases = {{"2027", 6 + 0.5 * seed}, {"2028", 9}};
        years.problem.budget.reset();
        all.push_back(years);
    }
    return all;
}

bool is_least(const CoverProblem& problem) {
    return problem.goal == CoverGoal::least_cost;
}

constexpr const char* kNothingYet =
    "la recherche s'est arrêtée avant d'avoir trouvé une solution : accordez plus de temps";

/// `best` by trying every set: the answer must be no better, its bound no worse.
void expect_between(const CoverProblem& problem, double value, double bound, double best, const char* what) {
    const double slack = 1e-9 * (1 + std::abs(best));
    if (is_least(problem)) {
        EXPECT_GE(value, best - slack) << what;
        EXPECT_LE(bound, best + slack) << what;
    } else {
        EXPECT_LE(value, best + slack) << what;
        EXPECT_GE(bound, best - slack) << what;
    }
}

TEST(CoverReports, EverySetIsWhatItClaimsWholeAndStoppedEarly) {
    int solved = 0;
    int stopped = 0;
    for (const FormScene& scene : scenes()) {
        const auto best = test::brute_force(scene.instance, scene.problem);
        Progress progress;
        if (!best) {
            EXPECT_THROW(solve_cover(scene.instance, scene.problem, {}, progress), InputError);
            continue;
        }
        ++solved;
        const CoverAnswer whole = solve_cover(scene.instance, scene.problem, {}, progress);
        EXPECT_EQ(test::check_answer(scene.instance, scene.problem, whole), "");
        EXPECT_TRUE(whole.is_proved);
        EXPECT_NEAR(whole.value, *best, 1e-9 * (1 + *best));
        expect_between(scene.problem, whole.value, whole.bound, *best, "whole");
        for (const double gap : {0.0, 0.2}) {
            CoverLimits limits;
            limits.nodes = 0;
            limits.relative_gap = gap;
            try {
                const CoverAnswer early = solve_cover(scene.instance, scene.problem, limits, progress);
                EXPECT_EQ(test::check_answer(scene.instance, scene.problem, early), "");
                expect_between(scene.problem, early.value, early.bound, *best, "early");
                ++stopped;
            } catch (const Error& none) { // floors and targets may need a search to be kept at all
                EXPECT_STREQ(none.what(), kNothingYet);
            }
        }
    }
    EXPECT_GT(solved, 25);
    EXPECT_GT(stopped, 20);
}

/// What a set earns, all of it open at once.
double earned(const FormScene& scene, const std::vector<std::uint32_t>& sites) {
    CoverProblem free;
    free.backup_share = scene.problem.backup_share;
    Plan plan(scene.instance.candidates.size(), -1);
    for (const std::uint32_t j : sites) {
        plan[j] = 0;
    }
    return test::check_plan(scene.instance, free, plan).value;
}

void expect_lines(const FormScene& scene, const PriorityList& list) {
    std::vector<std::uint32_t> so_far;
    double cost = 0;
    for (const SiteReport& line : list.sites) {
        const double before = earned(scene, so_far);
        so_far.push_back(line.candidate);
        cost += scene.instance.candidates[line.candidate].cost;
        EXPECT_NEAR(line.gain, earned(scene, so_far) - before, 1e-9);
        EXPECT_NEAR(line.cumulative, earned(scene, so_far), 1e-9);
        EXPECT_NEAR(line.cumulative_cost, cost, 1e-9);
    }
    for (const SiteReport& line : list.sites) {
        std::vector<std::uint32_t> others = so_far;
        std::erase(others, line.candidate);
        const double without = earned(scene, others);
        EXPECT_NEAR(line.loss_if_removed, earned(scene, so_far) - without, 1e-9);
        if (line.runner_up) {
            others.push_back(*line.runner_up);
            EXPECT_NEAR(line.loss_with_runner_up, earned(scene, so_far) - earned(scene, others), 1e-9);
            EXPECT_EQ(std::ranges::count(so_far, *line.runner_up), 0);
            EXPECT_NE(scene.instance.candidates[*line.runner_up].rule, CandidateRule::forbidden);
        }
    }
}

TEST(CoverReports, EveryLineOfEveryNestedListAddsUp) {
    int lists = 0;
    for (const FormScene& scene : scenes()) {
        const auto best = test::brute_force(scene.instance, scene.problem);
        if (!best) {
            continue;
        }
        ++lists;
        Progress progress;
        const PriorityList list = priority_list(scene.instance, scene.problem, {}, progress);
        EXPECT_EQ(test::check_answer(scene.instance, scene.problem, list.best), "");
        expect_lines(scene, list);
        Plan plan(scene.instance.candidates.size(), -1);
        for (const SiteReport& line : list.sites) {
            plan[line.candidate] = 0;
        }
        if (scene.problem.phases.empty()) { // the list keeps every limit that the set keeps
            const test::Checked whole = test::check_plan(scene.instance, scene.problem, plan);
            EXPECT_EQ(whole.complaint, "");
            EXPECT_NEAR(whole.value, list.value, 1e-9 * (1 + list.value));
        } else { // and years come one after the other
            const Plan years = test::plan_of(scene.instance, list.best);
            EXPECT_TRUE(std::ranges::is_sorted(
                list.sites, {}, [&](const SiteReport& line) { return years[line.candidate]; }));
            EXPECT_NEAR(list.value, *best, 1e-9 * (1 + *best));
        }
        expect_between(scene.problem, list.value, list.bound, *best, "list");
    }
    EXPECT_GT(lists, 25);
}

TEST(CoverReports, EveryPointOfEveryCurveIsASetWithItsBound) {
    int points = 0;
    for (const FormScene& scene : scenes()) {
        const CoverProblem& asked = scene.problem;
        if (is_least(asked)) {
            continue;
        }
        double whole = asked.budget.value_or(asked.most_sites.value_or(0));
        for (const CoverPhase& phase : asked.phases) {
            whole += phase.budget;
        }
        for (const double amount : {std::floor(whole / 2), whole}) {
            CoverProblem limited = asked;
            if (!asked.phases.empty()) {
                for (CoverPhase& phase : limited.phases) {
                    phase.budget *= amount / whole;
                }
            } else {
                (limited.budget ? limited.budget : limited.most_sites) = amount;
            }
            const auto best = test::brute_force(scene.instance, limited);
            Progress progress;
            if (!best) {
                EXPECT_THROW(cover_curve(scene.instance, asked, std::vector{amount}, {}, progress),
                             InputError);
                continue;
            }
            ++points;
            const CurvePoint point =
                cover_curve(scene.instance, asked, std::vector{amount}, {}, progress).front();
            EXPECT_EQ(point.budget, amount);
            EXPECT_NEAR(point.value, *best, 1e-9 * (1 + *best));
            expect_between(asked, point.value, point.bound, *best, "curve");
            CoverLimits limits;
            limits.nodes = 0;
            try {
                const CurvePoint early =
                    cover_curve(scene.instance, asked, std::vector{amount}, limits, progress).front();
                expect_between(asked, early.value, early.bound, *best, "early curve");
            } catch (const Error& none) {
                EXPECT_STREQ(none.what(), kNothingYet);
            }
            if (asked.phases.empty()) {
                Plan plan(scene.instance.candidates.size(), -1);
                for (const std::uint32_t j : point.sites) {
                    plan[j] = 0;
                }
                const test::Checked checked = test::check_plan(scene.instance, limited, plan);
                EXPECT_EQ(checked.complaint, "");
                EXPECT_NEAR(checked.value, point.value, 1e-9 * (1 + point.value));
            }
        }
    }
    EXPECT_GT(points, 30);
}

} // namespace
} // namespace maillage::cover
