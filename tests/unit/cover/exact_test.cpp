// Small random problems of every kind against brute force, through the checker that shares no code with the
// solver.
#include "base/error.h"
#include "cover/max_cover.h"
#include "support/cover_checker.h"

#include <gtest/gtest.h>

#include <random>

namespace maillage::cover {
namespace {

struct Recipe {
    std::size_t candidates = 9, rows = 14;
    bool unequal_costs = false;
    bool odd_weights = false; ///< not whole multiples of a decimal
    double density = 0.25;
};

int below(std::mt19937& random, int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
}

CoverInstance random_instance(std::mt19937& random, const Recipe& recipe) {
    CoverInstance instance;
    instance.zones = {"Nord", "Sud"};
    for (std::size_t j = 0; j < recipe.candidates; ++j) {
        CoverCandidate candidate;
        candidate.id = "s" + std::to_string(100 + j);
        candidate.cost = recipe.unequal_costs ? (below(random, 12) + 1) * 0.5 : 1;
        candidate.zone = below(random, 3) - 1;
        instance.candidates.push_back(candidate);
    }
    std::vector<std::vector<std::uint32_t>> lists(recipe.candidates);
    for (std::size_t i = 0; i < recipe.rows; ++i) {
        CoverDemand demand;
        demand.weight = recipe.odd_weights ? std::sqrt(below(random, 50)) : below(random, 20);
        demand.zone = below(random, 3) - 1;
        demand.already_seen = static_cast<std::uint8_t>(below(random, 8) == 0 ? 1 + below(random, 2) : 0);
        instance.demand.push_back(demand);
        for (auto& list : lists) {
            if (below(random, 1000) < recipe.density * 1000) {
                list.push_back(static_cast<std::uint32_t>(i));
            }
        }
    }
    cover_by_lists(instance, lists);
    return instance;
}

void impose_rules(std::mt19937& random, CoverInstance& instance) {
    for (CoverCandidate& candidate : instance.candidates) {
        const int draw = below(random, 10);
        candidate.rule = draw == 0   ? CandidateRule::forbidden
                         : draw == 1 ? CandidateRule::compulsory
                                     : CandidateRule::free;
    }
}

/// Solves and compares with brute force, feasibility included.
void expect_exact(const CoverInstance& instance, const CoverProblem& problem, unsigned seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::optional<double> best = test::brute_force(instance, problem);
    Progress progress;
    if (!best) {
        EXPECT_THROW(solve_cover(instance, problem, {}, progress), InputError);
        return;
    }
    const CoverAnswer answer = solve_cover(instance, problem, {}, progress);
    EXPECT_EQ(test::check_answer(instance, problem, answer), "");
    EXPECT_TRUE(answer.is_proved);
    EXPECT_NEAR(answer.value, *best, 1e-9 * (1 + *best));
    EXPECT_EQ(answer.gap(), 0);
}

TEST(CoverExact, AtMostSomeSites) {
    for (unsigned seed = 0; seed < 150; ++seed) {
        std::mt19937 random(seed);
        CoverInstance instance =
            random_instance(random, {.odd_weights = seed % 3 == 0, .density = 0.1 + 0.1 * (seed % 4)});
        CoverProblem problem;
        problem.most_sites = 1 + below(random, 5);
        if (seed % 2 == 0) {
            impose_rules(random, instance);
        }
        expect_exact(instance, problem, seed);
    }
}

TEST(CoverExact, ABudgetWithUnequalCosts) {
    for (unsigned seed = 0; seed < 150; ++seed) {
        std::mt19937 random(1000 + seed);
        CoverInstance instance =
            random_instance(random, {.unequal_costs = true, .odd_weights = seed % 3 == 0});
        CoverProblem problem;
        problem.budget = 1 + below(random, 20) * 0.7;
        if (seed % 3 == 0) {
            problem.most_sites = 1 + below(random, 4);
        }
        if (seed % 2 == 0) {
            impose_rules(random, instance);
        }
        expect_exact(instance, problem, seed);
    }
}

TEST(CoverExact, TheFewestOrCheapestSitesForATarget) {
    for (unsigned seed = 0; seed < 150; ++seed) {
        std::mt19937 random(2000 + seed);
        CoverInstance instance = random_instance(random, {.unequal_costs = seed % 2 == 0, .density = 0.3});
        double total = 0;
        for (const CoverDemand& demand : instance.demand) {
            total += demand.weight;
        }
        CoverProblem problem;
        problem.goal = CoverGoal::least_cost;
        problem.target_weight = std::floor(total * (0.3 + 0.1 * below(random, 7)));
        if (seed % 4 == 0) {
            problem.budget = 4 + below(random, 8);
        }
        if (seed % 5 == 0) {
            impose_rules(random, instance);
        }
        expect_exact(instance, problem, seed);
    }
}

TEST(CoverExact, BackupCoverage) {
    for (unsigned seed = 0; seed < 120; ++seed) {
        std::mt19937 random(3000 + seed);
        CoverInstance instance = random_instance(random, {.unequal_costs = seed % 2 == 0, .density = 0.35});
        CoverProblem problem;
        problem.backup_share = 0.25 * (1 + below(random, 4));
        problem.budget = 2 + below(random, 10);
        if (seed % 3 == 0) {
            impose_rules(random, instance);
        }
        expect_exact(instance, problem, seed);
    }
}

TEST(CoverExact, FloorsForZones) {
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937 random(4000 + seed);
        CoverInstance instance = random_instance(random, {.unequal_costs = seed % 2 == 0, .density = 0.3});
        CoverProblem problem;
        problem.most_sites = 2 + below(random, 3);
        if (seed % 2 == 0) {
            problem.budget = 3 + below(random, 9);
        }
        problem.floors = {{0, static_cast<double>(below(random, 3)), static_cast<double>(below(random, 25))},
                          {1, static_cast<double>(below(random, 2)), static_cast<double>(below(random, 25))}};
        problem.backup_share = seed % 5 == 0 ? 0.5 : 0;
        if (seed % 3 == 0) {
            impose_rules(random, instance);
        }
        if (seed % 7 == 0) {
            problem.goal = CoverGoal::least_cost;
            problem.backup_share = 0;
            problem.target_weight = 30 + below(random, 50);
        }
        expect_exact(instance, problem, seed);
    }
}

TEST(CoverExact, PhasesByYear) {
    for (unsigned seed = 0; seed < 80; ++seed) {
        std::mt19937 random(5000 + seed);
        CoverInstance instance = random_instance(
            random, {.candidates = 6, .rows = 10, .unequal_costs = seed % 2 == 0, .density = 0.35});
        CoverProblem problem;
        problem.phases = {{"2026", static_cast<double>(1 + below(random, 5))},
                          {"2027", static_cast<double>(below(random, 6))}};
        if (seed % 3 == 0) {
            problem.phases.push_back({"2028", static_cast<double>(below(random, 4))});
        }
        if (seed % 4 == 0) {
            problem.most_sites = 3;
        }
        if (seed % 5 == 0) {
            problem.floors = {{0, 1, 5}};
        }
        expect_exact(instance, problem, seed);
    }
}

/// Where all places cost the same, no cost lies between two whole numbers of places: a search that is cut at
/// once says the next one, and proves what it may. The same for weights that share a divisor.
TEST(CoverExact, ABoundBetweenTwoPossibleValuesIsTheNextOne) {
    int proved = 0;
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(6000 + seed);
        CoverInstance instance =
            random_instance(random, {.candidates = 60, .rows = 200, .odd_weights = true, .density = 0.06});
        double total = 0;
        for (CoverDemand& demand : instance.demand) {
            total += demand.already_seen > 0 ? 0 : demand.weight;
        }
        for (CoverCandidate& candidate : instance.candidates) {
            candidate.cost = 12000;
        }
        CoverProblem problem;
        problem.goal = CoverGoal::least_cost;
        problem.target_weight = total * (0.3 + 0.02 * seed);
        Progress progress;
        const CoverAnswer best = solve_cover(instance, problem, {}, progress);
        EXPECT_TRUE(best.is_proved);
        CoverLimits cut;
        cut.nodes = 1;
        const CoverAnswer early = solve_cover(instance, problem, cut, progress);
        EXPECT_DOUBLE_EQ(std::fmod(early.bound, 12000), 0) << early.bound;
        EXPECT_LE(early.bound, best.value);
        EXPECT_GE(early.value, best.value);
        proved += early.is_proved ? 1 : 0;

        for (CoverDemand& demand : instance.demand) {
            demand.weight = 50 * std::floor(demand.weight);
        }
        problem = {};
        problem.most_sites = 8;
        const CoverAnswer most = solve_cover(instance, problem, {}, progress);
        const CoverAnswer most_early = solve_cover(instance, problem, cut, progress);
        EXPECT_NEAR(std::remainder(most_early.bound, 50), 0, 1e-6) << most_early.bound;
        EXPECT_GE(most_early.bound, most.value);
    }
    EXPECT_GT(proved, 0);
}

} // namespace
} // namespace maillage::cover
