// The scheme of a project against brute force over its places, its choices, and the money of its lines by
// hand.
#include "analysis/group_keys.h"
#include "base/error.h"
#include "base/number.h"
#include "plan/candidates.h"
#include "plan/scheme.h"
#include "plan/scheme_funding.h"
#include "support/example_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace maillage::plan {
namespace {

using test::day;
using test::kX;
using test::kY;
using ::testing::HasSubstr;

analysis::Gaps gaps_of(const domain::Project& project) {
    Progress progress;
    return analysis::gaps(project, analysis::camera_views(project, progress, 1),
                          project.settings.reference_date, progress, 1);
}

Scheme made(const domain::Project& project, const domain::Scenario& plan, bool has_curve = false) {
    Progress progress;
    SchemeParams params;
    params.plan = plan;
    params.has_curve = has_curve;
    return scheme(project, gaps_of(project), params, progress);
}

std::string message_of(const domain::Project& project, const domain::Scenario& plan) {
    try {
        made(project, plan);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

/// Sites of several classes strewn over the four communes; one valid camera, one that ends in 2028.
domain::Project town(unsigned seed, int sites) {
    domain::Project project = test::small_project();
    std::mt19937 random(seed);
    const auto anywhere = [&] { return kX + 100 + static_cast<double>(random() % 1800); };
    std::vector<domain::Site> all;
    const char* kinds[] = {"gare", "ecole", "commerce", "parking"};
    for (int i = 0; i < sites; ++i) {
        all.push_back(test::site("s" + std::to_string(100 + i), {anywhere(), anywhere() - kX + kY},
                                 kinds[random() % 4]));
    }
    project.sites = all;
    project.authorisations = std::vector{test::act("2023/1", "02001", day(2023, 6, 1)),
                                         test::act("2026/1", "02001", day(2026, 1, 1))};
    project.cameras = std::vector{test::camera("c1", "2023/1", {kX + 500, kY + 500}, 150),
                                  test::camera("c2", "2026/1", {kX + 1500, kY + 1500}, 150)};
    project.settings.candidate_reach_m = 300;
    return project;
}

/// Weight seen by cameras, and by places of `chosen`, counted from positions alone.
double covered_weight(const domain::Project& project, const analysis::Gaps& found,
                      const std::vector<geo::Point>& chosen) {
    double sum = 0;
    for (std::size_t i = 0; i < found.units.size(); ++i) {
        const geo::Point p = *found.units[i].position;
        const bool is_near = std::ranges::any_of(chosen, [&](geo::Point c) {
            return std::hypot(c.x - p.x, c.y - p.y) <= project.settings.candidate_reach_m;
        });
        sum += is_near || found.coverage[i].central ? found.units[i].weight : 0;
    }
    return sum;
}

/// Best cover of at most `count` uncovered sites that `allows`, over every subset.
template <class F>
double best_by_force(const domain::Project& project, const analysis::Gaps& found, int count, F allows) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < found.units.size(); ++i) {
        if (!found.coverage[i].central) {
            places.push_back(i);
        }
    }
    double best = 0;
    for (unsigned mask = 0; mask < (1U << places.size()); ++mask) {
        std::vector<std::size_t> units;
        std::vector<geo::Point> chosen;
        for (std::size_t k = 0; k < places.size(); ++k) {
            if ((mask >> k & 1U) != 0) {
                units.push_back(places[k]);
                chosen.push_back(*found.units[places[k]].position);
            }
        }
        if (static_cast<int>(units.size()) <= count && allows(units)) {
            best = std::max(best, covered_weight(project, found, chosen));
        }
    }
    return best;
}

std::vector<geo::Point> places_of(const Scheme& found) {
    std::vector<geo::Point> places;
    for (const PrioritySite& row : found.sites) {
        places.push_back(row.place.position);
    }
    return places;
}

TEST(Plan, EqualsBruteForceAndIsNested) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const domain::Project project = town(seed, 12);
        const analysis::Gaps now = gaps_of(project);
        for (const std::int64_t count : {1, 2, 4}) {
            domain::Scenario plan;
            plan.count = count;
            const Scheme found = made(project, plan, true);
            const double best =
                best_by_force(project, now, static_cast<int>(count), [](const auto&) { return true; });
            EXPECT_NEAR(found.weight_covered_best, best, 1e-9) << seed << ' ' << count;
            EXPECT_NEAR(found.weight_covered_after, covered_weight(project, now, places_of(found)), 1e-9);
            EXPECT_LE(found.weight_covered_after, best + 1e-9);
            EXPECT_GE(found.upper_bound, best - 1e-9);
            EXPECT_TRUE(found.is_proved);
            ASSERT_FALSE(found.curve.empty());
            for (std::size_t k = 0; k < found.curve.size(); ++k) {
                const SchemePoint& point = found.curve[k];
                const double of_k = best_by_force(project, now, static_cast<int>(point.sites),
                                                  [](const auto&) { return true; });
                EXPECT_NEAR(point.best_share, of_k / found.weight_total, 1e-9);
                EXPECT_LE(point.share, point.best_share + 1e-9);
                EXPECT_GE(point.bound_share, point.best_share - 1e-9);
            }
        }
    }
}

TEST(Plan, LinesSayWhatTheyAddAndWhatTheirLossCosts) {
    const domain::Project project = town(5, 14);
    const analysis::Gaps now = gaps_of(project);
    domain::Scenario plan;
    plan.count = 4;
    const Scheme found = made(project, plan);
    std::vector<geo::Point> so_far;
    double before = covered_weight(project, now, {});
    EXPECT_NEAR(found.weight_covered_before, before, 1e-9);
    for (const PrioritySite& row : found.sites) {
        so_far.push_back(row.place.position);
        const double after = covered_weight(project, now, so_far);
        EXPECT_NEAR(row.gain, after - before, 1e-9);
        EXPECT_NEAR(row.cumulative_share, after / found.weight_total, 1e-9);
        before = after;
        std::vector<geo::Point> others = places_of(found);
        std::erase(others, row.place.position);
        EXPECT_NEAR(row.loss_if_removed, found.weight_covered_after - covered_weight(project, now, others),
                    1e-9);
        std::int64_t counted = 0;
        for (const auto& [label, number] : row.classes) {
            counted += number;
        }
        EXPECT_EQ(counted, static_cast<std::int64_t>(row.units.size())); // every unit here is a site
        if (row.runner_up) {
            others.push_back(row.runner_up->position);
            EXPECT_NEAR(row.loss_with_runner_up,
                        found.weight_covered_after - covered_weight(project, now, others), 1e-9);
        }
    }
}

TEST(Plan, PinsBansZonesAndFloorsHold) {
    const domain::Project project = town(7, 12);
    const analysis::Gaps now = gaps_of(project);
    domain::Scenario plan;
    plan.count = 3;
    plan.is_police_only = true;
    for (const PrioritySite& row : made(project, plan).sites) {
        EXPECT_EQ(row.place.commune, 0U);
    }
    plan.is_police_only = false;
    plan.floors = {"zone:police=2"};
    const Scheme fair = made(project, plan);
    EXPECT_GE(std::ranges::count_if(fair.sites, [](const auto& row) { return row.place.commune == 0U; }), 2);
    const double best = best_by_force(project, now, 3, [&](const auto& units) {
        return std::ranges::count_if(units, [&](std::size_t u) { return now.units[u].commune == 0U; }) >= 2;
    });
    EXPECT_NEAR(fair.weight_covered_best, best, 1e-9);
    plan.floors = {};
    const std::string first = made(project, plan).sites.front().place.id;
    plan.forbidden = {first};
    for (const PrioritySite& row : made(project, plan).sites) {
        EXPECT_NE(row.place.id, first);
    }
    plan.forbidden = {};
    const std::string other = made(project, plan).sites.back().place.id == "s103" ? "s104" : "s103";
    plan.pinned = {other};
    const Scheme pinned = made(project, plan);
    EXPECT_TRUE(std::ranges::any_of(pinned.sites, [&](const auto& row) { return row.place.id == other; }));
}

TEST(Plan, ATargetIsReachedAtTheLeastCost) {
    const domain::Project project = town(9, 12);
    const analysis::Gaps now = gaps_of(project);
    domain::Scenario plan;
    plan.count = 0;
    plan.target_share = 0.8;
    const Scheme found = made(project, plan);
    EXPECT_GE(found.weight_covered_after, 0.8 * found.weight_total - 1e-9);
    const int sites = static_cast<int>(found.sites.size());
    EXPECT_LT(best_by_force(project, now, sites - 1, [](const auto&) { return true; }),
              0.8 * found.weight_total);
    EXPECT_EQ(found.cost_bound_eur, found.cost_eur());
    EXPECT_EQ(found.proven_gap(), 0);
}

TEST(Plan, CamerasThatExpireWithinTheHorizonAreLost) {
    domain::Project project = town(3, 6);
    std::vector<domain::Site> sites = *project.sites;
    sites.push_back(test::site("s900", {kX + 500, kY + 500})); // under c1, whose act ends on 1 June 2028
    project.sites = sites;
    domain::Scenario plan;
    plan.count = 20;
    const Scheme now = made(project, plan);
    plan.horizon = day(2029, 1, 1);
    const Scheme later = made(project, plan);
    EXPECT_EQ(now.cameras_lost, 0);
    EXPECT_EQ(later.cameras_lost, 1);
    EXPECT_LT(later.weight_covered_before, now.weight_covered_before);
    const auto has = [](const Scheme& s, const std::string& id) {
        return std::ranges::any_of(s.sites, [&](const auto& row) {
            return row.place.id == id ||
                   std::ranges::any_of(row.units, [](std::uint32_t unit) { return unit == 6; });
        });
    };
    EXPECT_FALSE(has(now, "s900"));
    EXPECT_TRUE(has(later, "s900"));
    plan.horizon = day(2020, 1, 1);
    EXPECT_THAT(message_of(project, plan), HasSubstr("précède la date de référence"));
}

/// Per place of the town: the units within reach of it. All sites are places here, seen or not.
struct Reaches {
    std::vector<std::size_t> places;
    std::vector<double> weight;
    std::vector<int> seen;
    std::vector<std::vector<bool>> covers; ///< by place, by unit
};

Reaches reaches_of(const domain::Project& project, const analysis::Gaps& found) {
    Reaches made;
    for (std::size_t i = 0; i < found.units.size(); ++i) {
        made.weight.push_back(found.units[i].weight);
        made.seen.push_back(static_cast<int>(found.coverage[i].cameras.size()));
        if (!found.coverage[i].central) {
            made.places.push_back(i);
            made.covers.emplace_back();
            for (const analysis::DemandUnit& unit : found.units) {
                made.covers.back().push_back(geo::distance(*found.units[i].position, *unit.position) <=
                                             project.settings.candidate_reach_m);
            }
        }
    }
    return made;
}

/// Weight earned by first and second views, cameras included, when place k opens in year opens[k] (-1:
/// never); the mean over the years.
double earned(const Reaches& reaches, const std::vector<int>& opens, int years, double backup) {
    double sum = 0;
    for (int year = 0; year < years; ++year) {
        for (std::size_t i = 0; i < reaches.weight.size(); ++i) {
            int views = reaches.seen[i];
            for (std::size_t k = 0; k < opens.size(); ++k) {
                views += opens[k] >= 0 && opens[k] <= year && reaches.covers[k][i] ? 1 : 0;
            }
            sum += views >= 1 ? reaches.weight[i] : 0;
            sum += views >= 2 && reaches.seen[i] < 2 ? backup * reaches.weight[i] : 0;
        }
    }
    return sum / years;
}

/// Over every choice of a year for every place that `allows` lets through.
template <class F> double best_by_years(const Reaches& reaches, int years, double backup, F allows) {
    std::vector<int> opens(reaches.places.size(), -1);
    double best = -1;
    for (;;) {
        if (allows(opens)) {
            best = std::max(best, earned(reaches, opens, years, backup));
        }
        std::size_t k = 0;
        while (k < opens.size() && opens[k] == years - 1) {
            opens[k++] = -1;
        }
        if (k == opens.size()) {
            return best;
        }
        ++opens[k];
    }
}

TEST(Plan, TheCurveOfPhasesIsThatOfEveryChoiceOfYears) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        const domain::Project project = town(seed, 8);
        const Reaches reaches = reaches_of(project, gaps_of(project));
        domain::Scenario plan;
        plan.count = 0;
        plan.phases = {"2027=24000", "2028=36000"};
        const Scheme found = made(project, plan, true);
        ASSERT_EQ(found.curve.size(), 10U);
        for (const SchemePoint& point : found.curve) {
            const double part = point.budget_eur / 60'000;
            const double purses[] = {24'000 * part, 36'000 * part};
            const double best = best_by_years(reaches, 2, 0, [&](const std::vector<int>& opens) {
                return 12'000.0 * static_cast<double>(std::ranges::count(opens, 0)) <= purses[0] + 1e-6 &&
                       12'000.0 * static_cast<double>(std::ranges::count(opens, 1)) <= purses[1] + 1e-6;
            });
            EXPECT_NEAR(point.best_share, best / found.weight_total, 1e-9) << seed << ' ' << part;
            EXPECT_NEAR(point.bound_share, best / found.weight_total, 1e-9);
            EXPECT_TRUE(point.is_proved);
            EXPECT_LE(point.share, point.best_share + 1e-9);
            EXPECT_GE(point.share, found.weight_covered_before / found.weight_total - 1e-9);
            EXPECT_LE(point.cost_eur, point.budget_eur + 1e-6);
            EXPECT_EQ(point.cost_eur, 12'000.0 * static_cast<double>(point.sites));
        }
        // The end of the curve is the plan itself, whose proof speaks of the mean over the years.
        EXPECT_NEAR(found.curve.back().share * found.weight_total, found.weight_covered_mean, 1e-9);
        EXPECT_NEAR(found.curve.back().best_share * found.weight_total, found.weight_covered_best, 1e-9);
        EXPECT_NEAR(found.upper_bound, found.weight_covered_mean, 1e-9);
        EXPECT_GE(found.weight_covered_after, found.weight_covered_mean - 1e-9);
        EXPECT_EQ(found.proven_gap(), 0);
    }
}

TEST(Plan, TheCurveOfASecondViewIsThatOfEverySet) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        const domain::Project project = town(seed, 10);
        const Reaches reaches = reaches_of(project, gaps_of(project));
        domain::Scenario plan;
        plan.count = 5;
        plan.backup_share = 0.5;
        const Scheme found = made(project, plan, true);
        ASSERT_FALSE(found.curve.empty());
        const double before = earned(reaches, std::vector<int>(reaches.places.size(), -1), 1, 0.5);
        for (const SchemePoint& point : found.curve) {
            const double best = best_by_years(reaches, 1, 0.5, [&](const std::vector<int>& opens) {
                return std::ranges::count(opens, 0) <= static_cast<std::ptrdiff_t>(point.sites);
            });
            const double gained = best - before + found.weight_covered_before;
            EXPECT_NEAR(point.best_share, gained / found.weight_total, 1e-9) << seed << ' ' << point.sites;
            EXPECT_NEAR(point.bound_share, gained / found.weight_total, 1e-9);
            EXPECT_LE(point.share, point.best_share + 1e-9);
        }
    }
}

TEST(Plan, PhasesSpendEachYearsMoney) {
    const domain::Project project = town(4, 12);
    domain::Scenario plan;
    plan.count = 0;
    plan.phases = {"2027=12000", "2028=24000"};
    const Scheme found = made(project, plan);
    double first = 0;
    double second = 0;
    for (const PrioritySite& row : found.sites) {
        ASSERT_TRUE(row.year == 2027 || row.year == 2028);
        (row.year == 2027 ? first : second) += row.place.cost_eur;
    }
    EXPECT_GT(first, 0);
    EXPECT_LE(first, 12000);
    EXPECT_LE(second, 24000);
}

TEST(Plan, CandidatesMayBeGivenOrAMeshWithTheirOwnPrices) {
    domain::Project project = town(6, 10);
    domain::Candidate entry;
    entry.id = "entree-1";
    entry.name = "Entrée nord";
    entry.kind = "entree_ville";
    entry.position = geo::Point{kX + 1200, kY + 800};
    entry.camera_type = "fixe";
    entry.link = "fibre";
    entry.cameras = 2;
    project.candidates = std::vector{entry};
    domain::Scenario plan;
    plan.count = 1;
    plan.candidates = {"given"};
    const Scheme one = made(project, plan);
    ASSERT_EQ(one.sites.size(), 1U);
    EXPECT_EQ(one.sites[0].place.id, "entree-1");
    EXPECT_EQ(one.sites[0].place.cost_eur, 20000); // two cameras at 10,000
    EXPECT_EQ(one.sites[0].place.commune, 1U);
    EXPECT_FALSE(one.sites[0].place.site);

    std::vector<domain::Qpv> qpvs = *project.qpvs;
    qpvs[0].shape = test::square(kX + 1000, kY + 1000, 900);
    project.qpvs = qpvs;
    plan.candidates = {"mesh-qpv"};
    plan.mesh_m = 100;
    plan.count = 3;
    for (const PrioritySite& row : made(project, plan).sites) {
        EXPECT_TRUE(geo::contains(qpvs[0].shape, row.place.position));
        EXPECT_EQ(std::fmod(row.place.position.x, 100), 0);
        EXPECT_EQ(row.place.kind, "Maille QPV");
    }
}

TEST(Plan, ASecondViewEarnsItsShare) {
    domain::Project project = test::small_project();
    project.cameras = std::vector<registry::Camera>{};
    // A camera at either of the two twin sites sees both.
    project.sites = std::vector{test::site("a", {kX + 100, kY + 100}), test::site("b", {kX + 110, kY + 100})};
    domain::Scenario plan;
    plan.count = 2;
    EXPECT_EQ(made(project, plan).sites.size(), 1U);
    plan.backup_share = 0.5;
    const Scheme twice = made(project, plan);
    ASSERT_EQ(twice.sites.size(), 2U);
    EXPECT_NEAR(twice.sites[1].gain, twice.sites[0].gain / 2, 1e-9);
}

TEST(Plan, ASecondViewThatCamerasGiveHasEarnedItsShareAlready) {
    domain::Project project = test::small_project();
    project.sites = std::vector{test::site("a", {kX + 100, kY + 100}), test::site("b", {kX + 900, kY + 900})};
    project.authorisations = std::vector{test::act("2026/1", "02001", day(2026, 1, 1))};
    const double weight = gaps_of(project).units[0].weight;
    domain::Scenario plan;
    plan.count = 4;
    plan.backup_share = 0.5;
    std::vector<registry::Camera> cameras;
    for (const double earned : {0.0, 1.0, 1.5, 1.5}) {
        project.cameras = cameras;
        const Scheme found = made(project, plan);
        EXPECT_NEAR(found.weight_covered_before, earned * weight, 1e-9) << cameras.size();
        EXPECT_LE(found.weight_covered_after, found.upper_bound + 1e-9);
        cameras.push_back(
            test::camera("c" + std::to_string(cameras.size()), "2026/1", {kX + 110, kY + 100}, 50));
    }
}

TEST(Plan, TheNewsOfASearchIsInTheUnitOfWhatIsAsked) {
    domain::Scenario target;
    target.target_share = 0.2;
    EXPECT_EQ(search_text(target, 408000, 403466, 1000),
              "coût " + to_french(408000.0, 0) + " €, borne " + to_french(403466.0, 0) + " €");
    domain::Scenario years;
    years.phases = {"2027=12000", "2028=24000"}; // the solver adds the years up
    EXPECT_EQ(search_text(years, 40, 50, 100), "poids couvert en moyenne des années 120,0, borne 125,0");
    EXPECT_EQ(search_text(domain::Scenario{}, 40, 50, 100), "poids couvert 140,0, borne 150,0");
    // With phases value and bound of the answer are both the mean of the years.
    years.count = 0;
    const Scheme found = made(town(4, 12), years);
    EXPECT_LE(found.weight_covered_mean, found.upper_bound + 1e-9);
    EXPECT_LE(found.weight_covered_mean, found.weight_covered_after + 1e-9);
}

TEST(Plan, BadChoicesAreToldByTheirRow) {
    const domain::Project project = town(2, 8);
    const auto with = [](auto change) {
        domain::Scenario plan;
        change(plan);
        return plan;
    };
    EXPECT_THAT(message_of(project, with([](auto& p) { p.floors = {"zone=3"}; })), HasSubstr("« zone=3 »"));
    EXPECT_THAT(message_of(project, with([](auto& p) {
                               p.floors = {"zone:police=1", "zone:douane=1"};
                           })),
                HasSubstr("« zone:douane=1 », ligne 2"));
    EXPECT_THAT(message_of(project, with([](auto& p) {
                               p.floors = {"zone:police=1", "commune:02002=1"};
                           })),
                HasSubstr("même découpage"));
    EXPECT_THAT(message_of(project, with([](auto& p) { p.floors = {"zone:police=120%"}; })),
                HasSubstr("100 %"));
    EXPECT_THAT(message_of(project, with([](auto& p) {
                               p.floors = {"zone:police=50"};
                               p.count = 4;
                           })),
                HasSubstr("plancher de la zone « Police » : 50 sites exigés"));
    EXPECT_THAT(message_of(project, with([](auto& p) {
                               p.phases = {"2028=1", "2027=1"};
                           })),
                HasSubstr("« 2027=1 »"));
    EXPECT_THAT(message_of(project, with([](auto& p) { p.pinned = {"rien"}; })),
                HasSubstr("site imposé inconnu : rien"));
    EXPECT_THAT(message_of(project, with([](auto& p) { p.candidates = {"lune"}; })), HasSubstr("« lune »"));
    EXPECT_THAT(message_of(project, with([](auto& p) { p.candidates = {"mesh-qpv"}; })),
                HasSubstr("aucun QPV"));
    EXPECT_THAT(message_of(project, with([](auto& p) { p.camera_type = "ballon"; })),
                HasSubstr("pas de prix"));
    EXPECT_THAT(message_of(project, with([](auto& p) { p.count = 0; })),
                HasSubstr("indiquer un nombre de sites"));
    EXPECT_THAT(message_of(project, with([](auto& p) {
                               p.candidates = {"given"};
                               p.target_share = 0.5;
                               p.count = 0;
                           })),
                HasSubstr("aucun site candidat"));
}

TEST(Plan, CommunesOfTheGendarmerieComeInTwoLevels) {
    const domain::Project project = town(8, 14);
    domain::Scenario plan;
    plan.count = 1;
    plan.first_level_communes = 2;
    plan.second_level_communes = 1;
    const Scheme found = made(project, plan);
    ASSERT_EQ(found.communes.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(found.communes[i].level, i < 2 ? 1 : 2);
        EXPECT_EQ(found.communes[i].rank, static_cast<int>(i) + 1);
        EXPECT_NE(found.communes[i].commune, 0U); // the police commune is no commune of the list
        EXPECT_GE(found.communes[i].places, 1);
        EXPECT_EQ(found.communes[i].cost_eur, 12000.0 * static_cast<double>(found.communes[i].places));
        EXPECT_TRUE(i == 0 || found.communes[i - 1].uncovered_weight >= found.communes[i].uncovered_weight);
        EXPECT_THAT(found.communes[i].reasons,
                    HasSubstr("faute de carreaux")); // the project has no population cells
    }
}

/// By hand: a site of 12 000 EUR of which 1 500 may not be aided has a base of 10 500; DETR 50 % = 5 250,
/// département 30 % = 3 150, so 8 400 of aid and 3 600 for the commune. Three sites: 15 750, 9 450 and 10
/// 800.
TEST(Plan, TheMoneyOfTheAisneIn2020ByHand) {
    domain::Project project = town(1, 12);
    project.settings.prices = {{"dome", "fibre", 12000, 1500, ""}};
    domain::Scenario plan;
    plan.count = 3;
    plan.camera_type = "dome";
    plan.link = "fibre";
    plan.year = 2020;
    plan.first_level_communes = plan.second_level_communes = 0;
    const Scheme found = made(project, plan);
    ASSERT_EQ(found.sites.size(), 3U);
    const PlanFunding money = plan_funding(project, found);
    ASSERT_EQ(money.lines.size(), 3U);
    for (const FundedLine& line : money.lines) {
        EXPECT_EQ(line.project.cost, 1'200'000);
        EXPECT_EQ(line.project.eligible_cost, 1'050'000);
        ASSERT_EQ(line.funding.shares.size(), 2U);
        EXPECT_EQ(line.funding.shares[0].amount, 525'000);
        EXPECT_EQ(line.funding.shares[1].amount, 315'000);
        EXPECT_EQ(line.funding.remaining, 360'000);
    }
    EXPECT_EQ(money.totals,
              (std::vector<FundingTotal>{
                  {"DETR", 2020, 1'575'000}, {"Département", 2020, 945'000}, {"Commune", 2020, 1'080'000}}));
    EXPECT_TRUE(money.remarks.empty());
    Scheme undated = found;
    undated.params.plan.year = 0; // 2026: no rule is known
    const PlanFunding later = plan_funding(project, undated);
    EXPECT_EQ(later.totals, (std::vector<FundingTotal>{{"Commune", 2026, 3'600'000}}));
    ASSERT_EQ(later.remarks.size(), 1U);
    EXPECT_THAT(later.remarks[0], HasSubstr("aucune règle de financement pour 2026"));
    project.settings.funding.rules[1].rate_bp = 10'001;
    try {
        plan_funding(project, found);
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("ligne 2 (Département) : taux de 100.01 %"));
    }
}

TEST(Plan, AFloorForEveryGroupHoldsInEachThatHasNoneOfItsOwn) {
    const domain::Project project = town(2, 14);
    const analysis::Gaps now = gaps_of(project);
    const analysis::GroupKeys keys(project, now.date);
    domain::Scenario plan;
    plan.count = 5;
    std::map<std::string, int> candidates;
    for (const PlanCandidate& one :
         plan_candidates(project, now, plan, std::vector<bool>(now.units.size()), keys)) {
        candidates[keys.of_place(analysis::Grouping::commune, one.position, one.commune).key] += 1;
    }
    ASSERT_EQ(candidates.size(), 4U);
    const auto chosen = [&](std::vector<std::string> floors) {
        plan.floors = std::move(floors);
        std::map<std::string, int> by_commune;
        for (const PrioritySite& row : made(project, plan).sites) {
            by_commune[keys.of_place(analysis::Grouping::commune, row.place.position, row.place.commune)
                           .key] += 1;
        }
        return by_commune;
    };
    EXPECT_LT(chosen({}).size(), 4U); // else the floor would show nothing
    EXPECT_EQ(chosen({"commune:*=1"}).size(), 4U);
    const std::string own = candidates.begin()->first;
    EXPECT_GE(chosen({"commune:*=1", "commune:" + own + "=2"})[own], 2);
    plan.count = 100; // more asked than there are: all of them
    for (const auto& [commune, number] : chosen({"commune:*=99"})) {
        EXPECT_EQ(number, candidates[commune]) << commune;
    }
}

/// The indicative project of a commune counts what its cameras see, as the sites of the list do: a building
/// between two sites asks for a second place.
TEST(Plan, CommunesCountWhatIsSeenBehindBuildings) {
    domain::Project project = town(8, 0);
    project.sites = std::vector{test::site("a", {kX + 1300, kY + 300}, "gare"),
                                test::site("b", {kX + 1400, kY + 300}, "gare")};
    domain::Building building;
    building.shape.outer = {
        {kX + 1345, kY + 200}, {kX + 1355, kY + 200}, {kX + 1355, kY + 400}, {kX + 1345, kY + 400}};
    project.buildings = std::vector{building};
    project.settings.commune_project_share = 1;
    domain::Scenario plan;
    plan.count = 1;
    plan.first_level_communes = 4;
    const auto places = [&](bool has_views) {
        plan.has_views = has_views;
        const Scheme found = made(project, plan);
        const auto row = std::ranges::find(found.communes, 1U, &PriorityCommune::commune);
        EXPECT_THAT(row->reasons, HasSubstr("pour 100 % du poids qui a un lieu"));
        return row->places;
    };
    EXPECT_EQ(places(false), 1);
    EXPECT_EQ(places(true), 2);
}

TEST(Plan, FloorsThatFightAreNamed) {
    domain::Scenario plan;
    plan.count = 1;
    plan.floors = {"commune:02001=1", "commune:02002=1"};
    const std::string message = message_of(town(2, 12), plan);
    EXPECT_THAT(message, HasSubstr("« au plus 1 site »"));
    EXPECT_THAT(message, HasSubstr("Ville"));
    EXPECT_THAT(message, HasSubstr("Bourg"));
}

TEST(Plan, AGapThatIsEnoughEndsTheSearchWithItsBound) {
    const domain::Project project = town(11, 12);
    domain::Scenario plan;
    plan.count = 3;
    SchemeParams params;
    params.plan = plan;
    params.relative_gap = 0.5;
    Progress progress;
    const Scheme found = scheme(project, gaps_of(project), params, progress);
    EXPECT_EQ(found.sites.size(), 3U);
    EXPECT_LE(found.proven_gap(), 0.5);
    EXPECT_GE(found.upper_bound,
              best_by_force(project, gaps_of(project), 3, [](const auto&) { return true; }) - 1e-9);
}

TEST(Plan, TheCurveBeginsWhereFloorsAndImposedSitesCanBePaid) {
    const domain::Project project = town(7, 12);
    const analysis::Gaps now = gaps_of(project);
    const analysis::GroupKeys keys(project, now.date);
    domain::Scenario plan;
    plan.count = 4;
    plan.floors = {"zone:police=2"};
    const Scheme found = made(project, plan, true);
    ASSERT_EQ(found.curve.size(), 3U);
    EXPECT_EQ(found.curve.front().sites, 2U); // one site cannot be two of the police
    const auto keeps = [&](const std::vector<std::size_t>& units) {
        return std::ranges::count_if(units, [&](std::size_t unit) {
                   return keys.of_place(analysis::Grouping::zone, now.units[unit].position,
                                        now.units[unit].commune)
                              .key == "police";
               }) >= 2;
    };
    for (const SchemePoint& point : found.curve) {
        const double best = best_by_force(project, now, static_cast<int>(point.sites), keeps);
        EXPECT_NEAR(point.best_share, best / found.weight_total, 1e-9);
        EXPECT_GE(point.bound_share, point.best_share - 1e-12);
    }
    plan.floors.clear();
    plan.pinned = {found.sites.back().place.id, found.sites.front().place.id};
    EXPECT_EQ(made(project, plan, true).curve.front().sites, 2U);
}

/// Pieces of a road, cut here by hand: the best places by brute force, and what a line says it gains.
TEST(Plan, RoadsAreDemandByTheirLength) {
    domain::Project project = town(3, 8);
    const double y = kY + 700;
    project.roads = std::vector<domain::Road>{
        {"r1", "D1", domain::RoadClass::departmental, {{kX + 200, y}, {kX + 300, y}, {kX + 450, y}}, ""},
        {"r2", "N2", domain::RoadClass::national, {{kX + 1700, y}, {kX + 1700, y + 60}}, ""},
        {"r3", "A26", domain::RoadClass::motorway, {{kX, y}, {kX + 900, y}}, ""},
        {"r4", "D9", domain::RoadClass::departmental, {{kX - 3000, y}, {kX - 1000, y}}, ""}}; // outside
    EXPECT_EQ(gaps_of(project).units.size(), 8U); // roads weigh nothing until somebody says so
    project.settings.road_weights = {0, 50, 20};
    const analysis::Gaps now = gaps_of(project);
    ASSERT_EQ(now.units.size(), 12U);
    double metres = 0;
    for (std::size_t i = 8; i < 12; ++i) {
        const analysis::DemandUnit& unit = now.units[i];
        EXPECT_EQ(unit.kind, analysis::UnitKind::road);
        const double per_km = unit.index == 0 ? 20 : 50;
        EXPECT_NEAR(unit.weight, per_km * unit.length_m / 1000, 1e-12);
        EXPECT_LE(unit.length_m, 100);
        metres += unit.length_m;
    }
    EXPECT_NEAR(metres, 250 + 60, 1e-9);
    EXPECT_NEAR(now.units[8].position->x, kX + 200 + 250.0 / 6, 1e-9);
    EXPECT_NEAR(now.units[9].position->x, kX + 325, 1e-9); // beyond the bend
    EXPECT_EQ(now.units[8].commune, 0U);
    EXPECT_THAT(now.units[11].reasons, HasSubstr("60 m de N2 × 50,00 par km"));

    domain::Scenario plan;
    plan.count = 2;
    plan.candidates = {"sites"};
    const Scheme found = made(project, plan);
    double gained = 0;
    for (const PrioritySite& row : found.sites) {
        double length = 0;
        for (const std::uint32_t unit : row.units) {
            length += now.units[unit].length_m;
        }
        EXPECT_EQ(row.road_gained_m, length);
        gained += length;
    }
    EXPECT_GT(gained, 0);
    EXPECT_NEAR(found.weight_covered_after, covered_weight(project, now, places_of(found)), 1e-9);
    plan.candidates = {"uncovered"};
    EXPECT_NEAR(made(project, plan).weight_covered_best,
                best_by_force(project, now, 2,
                              [&](const std::vector<std::size_t>& units) {
                                  return std::ranges::all_of(units,
                                                             [](std::size_t unit) { return unit < 8; });
                              }),
                1e-9);
}

TEST(Plan, PlacesAreLookedForInsideAPerimeter) {
    domain::Project project = town(4, 6);
    domain::Scenario plan;
    plan.candidates = {"mesh-perimeters"};
    plan.mesh_m = 100;
    plan.count = 3;
    EXPECT_THAT(message_of(project, plan), HasSubstr("le projet n'a pas de périmètre"));
    // A square with a hole, and one that overlaps it: points of both count once.
    geo::MultiPolygon ring = test::square(kX + 50, kY + 50, 1000);
    ring[0].holes = {
        {{kX + 350, kY + 350}, {kX + 350, kY + 750}, {kX + 750, kY + 750}, {kX + 750, kY + 350}}};
    project.perimeters = std::vector<domain::Perimeter>{{"a", "Centre", ring, ""},
                                                        {"b", "", test::square(kX + 850, kY + 850, 400), ""}};
    const analysis::Gaps now = gaps_of(project);
    const analysis::GroupKeys keys(project, now.date);
    const std::vector<PlanCandidate> found =
        plan_candidates(project, now, plan, std::vector<bool>(now.units.size()), keys);
    EXPECT_EQ(found.size(), (100U - 16U) + (16U - 4U));
    std::set<std::pair<double, double>> places;
    for (const PlanCandidate& one : found) {
        const bool is_in_hole = one.position.x > kX + 350 && one.position.x < kX + 750 &&
                                one.position.y > kY + 350 && one.position.y < kY + 750;
        EXPECT_FALSE(is_in_hole);
        EXPECT_EQ(std::fmod(one.position.x, 100), 0);
        places.emplace(one.position.x, one.position.y);
    }
    EXPECT_EQ(places.size(), found.size());
    EXPECT_EQ(found.front().name, "Centre, 370 m au nord-ouest de « École Site s101 »");
    EXPECT_EQ(found.back().id, "b-m00012");
    for (std::size_t k = 1; k < found.size(); ++k) { // from the middle of each outline outwards
        const geo::Point middle =
            geo::centroid(found[k].id[0] == 'a' ? ring : test::square(kX + 850, kY + 850, 400));
        EXPECT_TRUE(found[k].id[0] != found[k - 1].id[0] ||
                    geo::distance(found[k].position, middle) >= geo::distance(found[k - 1].position, middle));
    }
    domain::Project bare = project; // nothing near has a name: then from the middle of the outline
    bare.sites = std::vector<domain::Site>{};
    bare.qpvs = std::vector<domain::Qpv>{};
    domain::Road road;
    road.name = "D1";
    road.line = {{kX, kY + 110}, {kX + 2000, kY + 110}};
    bare.roads = std::vector{road};
    const std::vector<PlanCandidate> unnamed =
        plan_candidates(bare, gaps_of(bare), plan, std::vector<bool>(gaps_of(bare).units.size()), keys);
    const auto at = [&](double x, double y) {
        return std::ranges::find(unnamed, geo::Point{kX + x, kY + y}, &PlanCandidate::position)->name;
    };
    EXPECT_EQ(at(300, 550 + 250), "Centre, 350 m au nord-ouest du centre de « Centre »");
    EXPECT_EQ(at(500, 100), "Centre, D1, 450 m au sud du centre de « Centre »");
    EXPECT_GT(made(project, plan).sites.size(), 0U);
    // Spaced out: no two within 250 m, and what was left out has one of them near.
    plan.spacing_m = 250;
    const std::vector<PlanCandidate> spaced =
        plan_candidates(project, now, plan, std::vector<bool>(now.units.size()), keys);
    EXPECT_LT(spaced.size(), found.size() / 3);
    for (const PlanCandidate& one : found) {
        const auto near = std::ranges::count_if(spaced, [&](const PlanCandidate& other) {
            return geo::distance(one.position, other.position) < 250;
        });
        const bool is_kept = std::ranges::find(spaced, one) != spaced.end();
        EXPECT_TRUE(is_kept ? near == 1 : near >= 1) << one.id;
    }
    plan.candidates.emplace_back("sites"); // whose places the mesh leaves room
    for (const PlanCandidate& one :
         plan_candidates(project, now, plan, std::vector<bool>(now.units.size()), keys)) {
        EXPECT_TRUE(one.site || std::ranges::none_of(*project.sites, [&](const domain::Site& site) {
                        return geo::distance(*site.position, one.position) < 250;
                    }));
    }
    plan.candidates.pop_back();
    plan.spacing_m = 0;
    plan.pinned = {"a-m00002"};
    EXPECT_EQ(made(project, plan).sites.front().place.id, "a-m00002");
    project.perimeters = std::vector<domain::Perimeter>{{"a", "Tout", test::square(kX, kY, 1e6), ""}};
    EXPECT_THAT(message_of(project, plan), HasSubstr("maille trop fine"));
}

/// Inhabitants of a commune that has cells are those of its cells; of one that has none, its total.
TEST(Plan, InhabitantsCountAsAWholeOnlyWhereNoCellIsKnown) {
    domain::Project project = town(8, 14);
    project.cells = std::vector<domain::PopulationCell>{{"c", {kX + 1500, kY + 500}, 40, false, "02002"}};
    domain::Scenario plan;
    plan.count = 1;
    for (const PriorityCommune& row : made(project, plan).communes) {
        const bool has_cells = project.territory->communes[row.commune].code == "02002";
        EXPECT_EQ(row.reasons.find("faute de carreaux") == std::string::npos, has_cells) << row.reasons;
    }
}

} // namespace
} // namespace maillage::plan
