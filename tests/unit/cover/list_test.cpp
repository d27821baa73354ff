// Instances, larger problems against CBC, lists and curves, threads, limits and messages.
#include "base/error.h"
#include "cover/max_cover.h"
#include "cover/priority_order.h"
#include "support/cover_forms.h"
#include "support/cover_scenes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <set>

namespace maillage::cover {
namespace {

using testing::HasSubstr;

CoverAnswer solve(const CoverInstance& instance, const CoverProblem& problem,
                  const CoverLimits& limits = {}) {
    Progress progress;
    return solve_cover(instance, problem, limits, progress);
}

std::string message_of(const CoverInstance& instance, const CoverProblem& problem) {
    try {
        solve(instance, problem);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

CoverProblem at_most(double sites) {
    CoverProblem problem;
    problem.most_sites = sites;
    return problem;
}

/// Three sites on a line: a covers rows 0 1, b covers 1 2, c covers 3.
CoverInstance line() {
    CoverInstance instance;
    instance.zones = {"Nord", "Sud"};
    instance.candidates = {
        {"a", 2, 0, CandidateRule::free}, {"b", 1, 0, CandidateRule::free}, {"c", 1, 1, CandidateRule::free}};
    instance.demand = {{5, 0, 0}, {4, 0, 0}, {3, 1, 0}, {1, 1, 0}};
    cover_by_lists(instance, {{0, 1}, {1, 2}, {3}});
    return instance;
}

TEST(CoverInstance, ThreeFourFiveIsCoveredAndAHairBeyondIsNot) {
    CoverInstance instance;
    instance.candidates = {{"a"}};
    instance.demand.resize(3);
    const double hair = std::nextafter(4.0, 5.0);
    cover_by_radius(instance, std::vector<PlanePoint>{{0, 0}},
                    std::vector<PlanePoint>{{3, 4}, {3, hair}, {-3, -4}}, 5);
    std::vector<std::uint32_t> rows(instance.covered_by(0).begin(), instance.covered_by(0).end());
    std::ranges::sort(rows);
    EXPECT_EQ(rows, (std::vector<std::uint32_t>{0, 2}));
}

TEST(CoverInstance, TheGridFindsWhatAMatrixFinds) {
    std::mt19937 random(7);
    for (int round = 0; round < 30; ++round) {
        CoverInstance fast;
        std::vector<PlanePoint> sites(20);
        std::vector<PlanePoint> demand(200);
        for (auto* points : {&sites, &demand}) {
            for (PlanePoint& p : *points) { // many on whole metres: distances that equal the radius happen
                p = {700000.0 + static_cast<double>(random() % 100),
                     6900000.0 + static_cast<double>(random() % 100)};
            }
        }
        fast.candidates.resize(sites.size());
        fast.demand.resize(demand.size());
        CoverInstance plain = fast;
        const double radius = static_cast<double>(random() % 60);
        std::vector<double> radii; // of every second round each has its own
        std::vector<double> radii_squared;
        for (std::size_t j = 0; j < sites.size(); ++j) {
            radii.push_back(round % 2 == 0 ? radius : static_cast<double>(random() % 90));
            radii_squared.push_back(radii.back() * radii.back());
        }
        std::vector<double> squares;
        for (const PlanePoint& s : sites) {
            for (const PlanePoint& d : demand) {
                squares.push_back((s.x - d.x) * (s.x - d.x) +
                                  (s.y - d.y) * (s.y - d.y)); // whole numbers: exact
            }
        }
        if (round % 2 == 0) {
            cover_by_radius(fast, sites, demand, radius, 1U + round / 2 % 2);
            cover_by_matrix(plain, squares, radius * radius);
        } else {
            cover_by_radii(fast, sites, demand, radii, 1U + round / 2 % 2);
            cover_by_matrix(plain, squares, radii_squared);
        }
        ASSERT_EQ(fast.begin, plain.begin);
        for (std::size_t j = 0; j < sites.size(); ++j) {
            std::vector<std::uint32_t> rows(fast.covered_by(j).begin(), fast.covered_by(j).end());
            std::ranges::sort(rows);
            ASSERT_TRUE(std::ranges::equal(rows, plain.covered_by(j)));
        }
    }
}

TEST(MaxCover, EqualsCbcOnMediumLand) {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        const CoverInstance instance =
            test::make_land({.sites = 60, .rows = 300, .side_m = 6000, .towns = 6, .seed = seed});
        const CoverProblem problem = at_most(5 + seed);
        const CoverAnswer answer = solve(instance, problem);
        EXPECT_TRUE(answer.is_proved);
        EXPECT_NEAR(answer.value, test::optimum_by_cbc(instance, problem).value_or(-1), 1e-6) << seed;
        EXPECT_EQ(test::check_answer(instance, problem, answer), "");
    }
}

TEST(MaxCover, EqualsCbcWithUnequalCosts) {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        CoverInstance instance =
            test::make_land({.sites = 50, .rows = 250, .side_m = 6000, .towns = 6, .seed = 40 + seed});
        std::mt19937 random(seed);
        for (CoverCandidate& candidate : instance.candidates) {
            candidate.cost = 12000 + 500.0 * static_cast<double>(random() % 40);
        }
        CoverProblem problem;
        problem.budget = 90000 + 17000.0 * seed;
        const CoverAnswer answer = solve(instance, problem);
        EXPECT_TRUE(answer.is_proved);
        EXPECT_NEAR(answer.value, test::optimum_by_cbc(instance, problem).value_or(-1), 1e-6) << seed;
        EXPECT_EQ(test::check_answer(instance, problem, answer), "");
    }
}

TEST(MaxCover, ThreadsDoNotChangeTheAnswer) {
    const CoverInstance instance =
        test::make_land({.sites = 500, .rows = 4000, .side_m = 16000, .towns = 14, .seed = 5});
    for (const double sites : {12.0, 25.0, 40.0}) {
        CoverLimits limits;
        limits.nodes = 60;
        const CoverAnswer one = solve(instance, at_most(sites), limits);
        limits.threads = 2;
        const CoverAnswer two = solve(instance, at_most(sites), limits);
        EXPECT_EQ(one.sites, two.sites);
        EXPECT_EQ(one.value, two.value);
        EXPECT_EQ(one.bound, two.bound);
        EXPECT_EQ(one.nodes, two.nodes);
    }
}

TEST(MaxCover, MoreSitesNeverCoverLess) {
    const CoverInstance instance =
        test::make_land({.sites = 80, .rows = 600, .side_m = 12000, .towns = 8, .seed = 9});
    double last = 0;
    for (int p = 1; p <= 12; ++p) {
        const CoverAnswer answer = solve(instance, at_most(p));
        EXPECT_GE(answer.value, last);
        EXPECT_GE(answer.bound, answer.value);
        last = answer.value;
    }
}

TEST(MaxCover, FewestSitesIsTheInverseOfMostWeight) {
    const CoverInstance instance =
        test::make_land({.sites = 60, .rows = 400, .side_m = 8000, .towns = 6, .seed = 11});
    CoverProblem fewest;
    fewest.goal = CoverGoal::least_cost;
    fewest.target_weight = 700;
    const CoverAnswer answer = solve(instance, fewest);
    ASSERT_TRUE(answer.is_proved);
    EXPECT_EQ(test::check_answer(instance, fewest, answer), "");
    EXPECT_GE(solve(instance, at_most(answer.value)).value, 700);
    EXPECT_LT(solve(instance, at_most(answer.value - 1)).value, 700);
}

TEST(MaxCover, ALimitStillGivesAValidBound) {
    const CoverInstance instance =
        test::make_land({.sites = 200, .rows = 2000, .side_m = 6000, .towns = 6, .seed = 3});
    CoverLimits limits;
    limits.nodes = 1;
    const CoverAnswer early = solve(instance, at_most(12), limits);
    const CoverAnswer late = solve(instance, at_most(12));
    ASSERT_TRUE(late.is_proved);
    EXPECT_LE(early.value, late.value);
    EXPECT_GE(early.bound, late.value);
    limits.nodes = std::numeric_limits<long>::max();
    limits.relative_gap = 0.02;
    const CoverAnswer near = solve(instance, at_most(12), limits);
    EXPECT_LE(near.gap(), 0.02 + 1e-9);
    EXPECT_GE(near.bound, late.value);
}

TEST(MaxCover, CancellingKeepsTheBestKnown) {
    const CoverInstance instance =
        test::make_land({.sites = 200, .rows = 2000, .side_m = 6000, .towns = 6, .seed = 3});
    Progress progress;
    CoverLimits limits;
    double told_value = 0;
    double told_bound = 0;
    limits.news = [&](const CoverNews& news) {
        told_value = news.value;
        told_bound = news.bound;
        progress.cancel();
    };
    const CoverAnswer answer = solve_cover(instance, at_most(12), limits, progress);
    EXPECT_TRUE(answer.is_stopped);
    EXPECT_GE(answer.value, told_value * (1 - 1e-12)); // told from whole numbers
    EXPECT_GE(told_bound, told_value);
    EXPECT_GE(answer.bound, answer.value);
    EXPECT_THROW(solve_cover(instance, at_most(12), {}, progress), Cancelled);
}

TEST(MaxCover, ExistingCamerasCountFirst) {
    CoverInstance instance = line();
    instance.demand[0].already_seen = 1;
    const CoverAnswer answer = solve(instance, at_most(1));
    EXPECT_EQ(answer.sites, std::vector<std::uint32_t>{1});
    EXPECT_EQ(answer.value, 7);
    EXPECT_EQ(answer.already, 5);
    EXPECT_EQ(answer.covered, 12);
}

TEST(MaxCover, TiesGoToTheSmallerIdentifier) {
    CoverInstance instance;
    instance.candidates = {{"z"}, {"b"}, {"a"}};
    instance.demand = {{1}, {1}, {1}};
    cover_by_lists(instance, {{0}, {1}, {2}});
    EXPECT_EQ(solve(instance, at_most(1)).sites, std::vector<std::uint32_t>{2});
    EXPECT_EQ(greedy_list(instance, at_most(2)), (std::vector<std::uint32_t>{2, 1}));
}

struct Tied { ///< an instance by rows of text, so that it can be shuffled
    std::vector<std::vector<std::uint32_t>> covers; ///< one a site
    std::vector<double> weights;
    std::vector<double> costs;
};

/// The same land with sites and rows in another order; identifiers stay with their sites.
CoverInstance shuffled(const Tied& tied, std::mt19937& random) {
    std::vector<std::uint32_t> sites(tied.covers.size());
    std::vector<std::uint32_t> rows(tied.weights.size());
    std::iota(sites.begin(), sites.end(), 0U);
    std::iota(rows.begin(), rows.end(), 0U);
    std::shuffle(sites.begin(), sites.end(), random);
    std::shuffle(rows.begin(), rows.end(), random);
    std::vector<std::uint32_t> row_now(rows.size());
    CoverInstance instance;
    for (std::uint32_t k = 0; k < rows.size(); ++k) {
        row_now[rows[k]] = k;
        instance.demand.push_back({tied.weights[rows[k]]});
    }
    std::vector<std::vector<std::uint32_t>> lists;
    for (const std::uint32_t j : sites) {
        instance.candidates.push_back({"s" + std::to_string(100 + j), tied.costs[j]});
        lists.emplace_back();
        for (const std::uint32_t i : tied.covers[j]) {
            lists.back().push_back(row_now[i]);
        }
        std::ranges::sort(lists.back());
    }
    cover_by_lists(instance, lists);
    return instance;
}

std::vector<std::string> names_of(const CoverInstance& instance, std::span<const std::uint32_t> sites) {
    std::vector<std::string> names;
    for (const std::uint32_t j : sites) {
        names.push_back(instance.candidates[j].id);
    }
    return names;
}

double weight_of(const Tied& tied, const std::set<std::string>& names) {
    std::vector<bool> is_seen(tied.weights.size());
    for (const std::string& name : names) {
        for (const std::uint32_t i : tied.covers[std::stoul(name.substr(1)) - 100]) {
            is_seen[i] = true;
        }
    }
    double sum = 0;
    for (std::size_t i = 0; i < is_seen.size(); ++i) {
        sum += is_seen[i] ? tied.weights[i] : 0;
    }
    return sum;
}

/// Many sets are worth the same here. Whatever the order of the rows of the file, the greedy list, the nested
/// list, the curve and the best set name the same identifiers, and none of the best set could give way to a
/// smaller one.
TEST(MaxCover, TiesGoToTheSmallerIdentifierInEveryOrderOfTheRows) {
    std::mt19937 random(4);
    int swappable = 0;
    for (int round = 0; round < 200; ++round) {
        Tied tied;
        const std::size_t sites = 6 + random() % 8;
        for (std::size_t i = 0; i < 4 + random() % 10; ++i) {
            tied.weights.push_back(static_cast<double>(1 + random() % 2));
        }
        for (std::size_t j = 0; j < sites; ++j) {
            tied.covers.emplace_back();
            tied.costs.push_back(static_cast<double>(1 + random() % 2));
            for (std::uint32_t i = 0; i < tied.weights.size(); ++i) {
                if (random() % 4 == 0) {
                    tied.covers.back().push_back(i);
                }
            }
        }
        CoverProblem problem = at_most(static_cast<double>(1 + random() % 4));
        if (round % 3 == 1) {
            problem.budget = static_cast<double>(2 + random() % 4);
        }
        std::optional<std::vector<std::vector<std::string>>> first;
        for (int order = 0; order < 4; ++order) {
            const CoverInstance instance = shuffled(tied, random);
            const CoverAnswer answer = solve(instance, problem);
            std::vector<std::string> best = names_of(instance, answer.sites);
            std::ranges::sort(best);
            Progress progress;
            const PriorityList list = priority_list(instance, problem, {}, progress);
            std::vector<std::uint32_t> nested;
            std::vector<std::string> runners;
            for (const SiteReport& report : list.sites) {
                nested.push_back(report.candidate);
                runners.push_back(report.runner_up ? instance.candidates[*report.runner_up].id : "");
            }
            std::vector<std::vector<std::string>> all = {best, names_of(instance, nested), runners,
                                                         names_of(instance, greedy_list(instance, problem))};
            const double amounts[] = {1, 2, 3};
            for (const CurvePoint& point : cover_curve(instance, problem, amounts, {}, progress)) {
                all.push_back(names_of(instance, point.sites));
                std::ranges::sort(all.back());
            }
            first = first.value_or(all);
            EXPECT_EQ(all, *first) << round << ' ' << order;
            const std::set<std::string> set(best.begin(), best.end());
            const double worth = weight_of(tied, set);
            EXPECT_EQ(worth, answer.value);
            for (const SiteReport& report : list.sites) { // no line without a reason to be there
                EXPECT_GT(report.gain, 0) << round;
            }
            for (const std::string& out : best) {
                for (std::size_t j = 0; j < sites; ++j) {
                    const std::string in = "s" + std::to_string(100 + j);
                    const bool is_cheaper = tied.costs[j] <= tied.costs[std::stoul(out.substr(1)) - 100];
                    std::set<std::string> other = set;
                    other.erase(out);
                    const bool is_new = other.insert(in).second;
                    swappable += is_new && in > out && weight_of(tied, other) == worth ? 1 : 0;
                    EXPECT_FALSE(is_new && in < out && (!problem.budget || is_cheaper) &&
                                 weight_of(tied, other) >= worth)
                        << in << " for " << out;
                }
            }
        }
    }
    EXPECT_GT(swappable, 100); // else there would be no ties to speak of
}

TEST(MaxCover, BadInputSaysWhichRow) {
    CoverInstance instance = line();
    instance.demand[2].weight = -1;
    EXPECT_THAT(message_of(instance, at_most(1)), HasSubstr("demande, ligne 3, poids : valeur négative"));
    instance = line();
    instance.candidates[1].cost = -2;
    EXPECT_THAT(message_of(instance, at_most(1)),
                HasSubstr("candidats, ligne 2 « b », coût : valeur négative"));
    instance = line();
    instance.candidates[2].id = "a";
    EXPECT_THAT(message_of(instance, at_most(1)), HasSubstr("lignes 1 et 3 : même identifiant « a »"));
    instance = line();
    instance.demand[0].weight = std::nan("");
    EXPECT_THAT(message_of(instance, at_most(1)), HasSubstr("demande, ligne 1"));
    EXPECT_THAT(message_of(CoverInstance{}, at_most(1)), HasSubstr("aucun site candidat"));
    EXPECT_THAT(message_of(line(), CoverProblem{}), HasSubstr("il manque une limite"));
    EXPECT_THAT(message_of(line(), at_most(-1)), HasSubstr("nombre de sites"));
}

TEST(MaxCover, AFloorThatCannotBeMetNamesItsZone) {
    CoverProblem problem = at_most(3);
    problem.floors = {{1, 2, 0}};
    EXPECT_THAT(message_of(line(), problem),
                HasSubstr("plancher de la zone « Sud » : 2 sites exigés, 1 candidats permis"));
    problem.floors = {{1, 0, 5}};
    EXPECT_THAT(message_of(line(), problem),
                HasSubstr("plancher de la zone « Sud » : poids 5 exigé, 4 au plus"));
    problem.floors = {{7, 1, 0}};
    EXPECT_THAT(message_of(line(), problem), HasSubstr("planchers, ligne 1 : zone inconnue"));
}

TEST(MaxCover, ConstraintsThatFightAreNamedAndNoOthers) {
    CoverProblem problem = at_most(3);
    problem.budget = 2;
    problem.floors = {{0, 2, 0}, {1, 0, 1}};
    // Two sites in the north cost 3: the floor of the south and the number of sites have no part in it.
    const std::string message = message_of(line(), problem);
    EXPECT_THAT(message, HasSubstr("« plancher de 2 sites en zone Nord », « budget de 2 »"));
    EXPECT_THAT(message, testing::Not(HasSubstr("Sud")));
    EXPECT_THAT(message, testing::Not(HasSubstr("au plus")));
}

/// Six zones that ask for six sites each do not fit into thirty: told at once, with the zones and the limit.
TEST(MaxCover, FloorsThatAskForMoreSitesThanAllowedAreToldAsAConflict) {
    CoverInstance instance;
    std::vector<std::vector<std::uint32_t>> lists;
    for (std::uint32_t k = 0; k < 600; ++k) {
        const auto zone = static_cast<std::int32_t>(k % 6);
        instance.candidates.push_back({"c" + std::to_string(1000 + k), 1, zone, CandidateRule::free});
        instance.demand.push_back({1, zone, 0});
        lists.push_back({k});
    }
    instance.zones = {"A", "B", "C", "D", "E", "F"};
    cover_by_lists(instance, lists);
    CoverProblem problem = at_most(30);
    for (std::int32_t zone = 0; zone < 6; ++zone) {
        problem.floors.push_back({zone, 6, 0});
    }
    Progress progress;
    CoverLimits limits;
    limits.nodes = 100;
    std::string message;
    try {
        solve_cover(instance, problem, limits, progress);
    } catch (const InputError& error) {
        message = error.what();
    }
    EXPECT_THAT(message, HasSubstr("problème impossible"));
    EXPECT_THAT(message, HasSubstr("« plancher de 6 sites en zone F »"));
    EXPECT_THAT(message, HasSubstr("« au plus 30 sites »"));
    problem.most_sites = 36;
    EXPECT_EQ(solve(instance, problem).sites.size(), 36U);
}

TEST(PriorityList, IsNestedAndAddsUp) {
    const CoverInstance instance =
        test::make_land({.sites = 80, .rows = 800, .side_m = 9000, .towns = 8, .seed = 21});
    Progress progress;
    const CoverProblem problem = at_most(8);
    const PriorityList list = priority_list(instance, problem, {}, progress);
    ASSERT_EQ(list.sites.size(), 8U);
    double sum = 0;
    std::vector<std::uint32_t> sites;
    for (const SiteReport& report : list.sites) {
        sum += report.gain;
        sites.push_back(report.candidate);
        EXPECT_NEAR(report.cumulative, sum, 1e-9);
        const auto value = [&](std::vector<std::uint32_t> set) {
            test::Plan plan(instance.candidates.size(), -1);
            for (const std::uint32_t j : set) {
                plan[j] = 0;
            }
            return test::check_plan(instance, at_most(99), plan).value;
        };
        EXPECT_NEAR(value(sites), report.cumulative, 1e-6);
        if (sites.size() == list.sites.size()) {
            for (const SiteReport& line : list.sites) {
                std::vector<std::uint32_t> without;
                std::ranges::copy_if(sites, std::back_inserter(without),
                                     [&](auto j) { return j != line.candidate; });
                EXPECT_NEAR(sum - value(without), line.loss_if_removed, 1e-6);
                double best = 0;
                for (std::uint32_t k = 0; k < instance.candidates.size(); ++k) {
                    if (std::ranges::find(sites, k) == sites.end()) {
                        without.push_back(k);
                        best = std::max(best, value(without));
                        without.pop_back();
                    }
                }
                ASSERT_TRUE(line.runner_up.has_value());
                EXPECT_NEAR(sum - best, line.loss_with_runner_up, 1e-6);
                without.push_back(*line.runner_up);
                EXPECT_NEAR(value(without), best, 1e-6);
            }
        }
    }
    EXPECT_LE(list.value, list.best.value + 1e-9);
    EXPECT_GE(list.bound, list.best.value);
}

TEST(PriorityList, CompulsorySitesLead) {
    CoverInstance instance = line();
    instance.candidates[2].rule = CandidateRule::compulsory;
    instance.candidates[0].rule = CandidateRule::forbidden;
    Progress progress;
    const PriorityList list = priority_list(instance, at_most(2), {}, progress);
    ASSERT_EQ(list.sites.size(), 2U);
    EXPECT_EQ(list.sites[0].candidate, 2U);
    EXPECT_EQ(list.sites[1].candidate, 1U);
    EXPECT_EQ(list.sites[1].rows, (std::vector<std::uint32_t>{1, 2}));
}

TEST(CoverCurve, RisesUnderItsBound) {
    const CoverInstance instance =
        test::make_land({.sites = 80, .rows = 800, .side_m = 9000, .towns = 8, .seed = 22});
    std::vector<double> budgets;
    for (int p = 1; p <= 10; ++p) {
        budgets.push_back(p);
    }
    CoverLimits limits;
    limits.nodes = 1;
    Progress progress;
    const auto curve = cover_curve(instance, at_most(1), budgets, limits, progress);
    ASSERT_EQ(curve.size(), budgets.size());
    for (std::size_t k = 0; k < curve.size(); ++k) {
        const double optimum = solve(instance, at_most(budgets[k])).value;
        EXPECT_LE(curve[k].value, optimum + 1e-9);
        EXPECT_GE(curve[k].bound, optimum - 1e-9);
        if (k > 0) {
            EXPECT_GE(curve[k].value, curve[k - 1].value);
            EXPECT_GE(curve[k].bound, curve[k - 1].bound);
        }
    }
}

} // namespace
} // namespace maillage::cover
