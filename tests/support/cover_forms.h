// cover_forms.h: random problems of every form, solved and compared with CBC.
#pragma once

#include "base/error.h"
#include "cover/max_cover.h"
#include "support/cover_cbc.h"
#include "support/cover_checker.h"

#include <gtest/gtest.h>

#include <random>

namespace maillage::test {

inline int below(std::mt19937& random, int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
}

struct FormScene {
    cover::CoverInstance instance;
    cover::CoverProblem problem;
};

enum class Form { sites, budget, fewest, cheapest, backup, floors, rules, everything };
inline constexpr Form kForms[] = {Form::sites,  Form::budget, Form::fewest, Form::cheapest,
                                  Form::backup, Form::floors, Form::rules,  Form::everything};

/// Sites and rows scattered over a square, in three zones; about half of what is asked can be had.
inline FormScene make_form(Form form, unsigned seed, std::size_t candidates, std::size_t rows) {
    using namespace cover;
    std::mt19937 random(seed * 8 + static_cast<unsigned>(form));
    const bool all = form == Form::everything;
    const bool costs = form == Form::budget || form == Form::cheapest || form == Form::backup || all;
    const auto some = [&](int share) { return all && below(random, 100) < share; };
    FormScene scene;
    CoverInstance& instance = scene.instance;
    instance.zones = {"Nord", "Sud", "Est"};
    std::vector<PlanePoint> places;
    std::vector<PlanePoint> points;
    const auto place = [&] {
        return PlanePoint{static_cast<double>(below(random, 1000)), static_cast<double>(below(random, 1000))};
    };
    const bool ruled = form == Form::rules || some(50);
    for (std::size_t j = 0; j < candidates; ++j) {
        places.push_back(place());
        const int draw = ruled ? below(random, 12) : 2;
        instance.candidates.push_back({"s" + std::to_string(1000 + j),
                                       costs ? 1 + below(random, 17) * 0.5 : 1.0, below(random, 4) - 1,
                                       draw == 0   ? CandidateRule::forbidden
                                       : draw == 1 ? CandidateRule::compulsory
                                                   : CandidateRule::free});
    }
    double total = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        points.push_back(place());
        instance.demand.push_back(
            {static_cast<double>(1 + below(random, 30)), below(random, 4) - 1,
             static_cast<std::uint8_t>(below(random, 10) == 0 ? 1 + below(random, 2) : 0)});
        total += instance.demand.back().weight;
    }
    std::vector<double> radii(candidates, 150 + below(random, 150));
    if (seed % 2 == 1) { // each with a radius of its own
        std::ranges::generate(radii, [&] { return 50.0 + below(random, 400); });
    }
    cover_by_radii(instance, places, points, radii);
    CoverProblem& problem = scene.problem;
    if (form == Form::fewest || form == Form::cheapest || some(30)) {
        problem.goal = CoverGoal::least_cost;
        problem.target_weight = std::floor(total * (0.25 + 0.05 * below(random, 8)));
    }
    if (form == Form::sites || form == Form::floors || form == Form::rules || some(50)) {
        problem.most_sites = 2 + below(random, static_cast<int>(candidates / 4));
    }
    const bool limited = problem.most_sites || problem.goal == CoverGoal::least_cost;
    if (form == Form::budget || form == Form::backup || (all && (!limited || some(50)))) {
        problem.budget = 5 + below(random, static_cast<int>(candidates)) + 0.5 * below(random, 2);
    }
    if (form == Form::backup || (problem.goal == CoverGoal::most_weight && some(40))) {
        problem.backup_share = 0.25 * (1 + below(random, 4));
    }
    if (form == Form::floors || some(60)) {
        for (std::int32_t z = 0; z < 3; ++z) {
            problem.floors.push_back(
                {z, static_cast<double>(below(random, 3)), std::floor(total * 0.01 * below(random, 14))});
        }
    }
    return scene;
}

/// Solves the form with the solver and with CBC and expects the same, infeasibility included.
inline void expect_as_cbc(Form form, unsigned seed, std::size_t candidates, std::size_t rows) {
    using namespace cover;
    SCOPED_TRACE("form " + std::to_string(static_cast<int>(form)) + " seed " + std::to_string(seed));
    const FormScene scene = make_form(form, seed, candidates, rows);
    const std::optional<double> best = optimum_by_cbc(scene.instance, scene.problem);
    Progress progress;
    if (!best) {
        EXPECT_THROW(solve_cover(scene.instance, scene.problem, {}, progress), InputError);
        return;
    }
    const CoverAnswer answer = solve_cover(scene.instance, scene.problem, {}, progress);
    EXPECT_EQ(check_answer(scene.instance, scene.problem, answer), "");
    EXPECT_TRUE(answer.is_proved);
    EXPECT_NEAR(answer.value, *best, 1e-6 * (1 + std::abs(*best)));
}

} // namespace maillage::test
