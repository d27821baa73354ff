// What a candidate covers against brute force: every candidate and every place, by distance and bearing
// alone, and in random towns by the sight line to each wall and by GEOS.
#include "base/error.h"
#include "geo/crs.h"
#include "plan/candidate_cover.h"
#include "plan/scheme.h"
#include "support/example_project.h"
#include "support/random_scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace maillage::plan {
namespace {

using test::Dice;
using test::kX;
using test::kY;
using ::testing::HasSubstr;

struct Case {
    domain::Project project = test::small_project();
    std::vector<PlanCandidate> candidates;
    std::vector<geo::Point> demand;
    std::vector<std::optional<std::uint32_t>> own_rows;
};

/// Candidates with reaches from 20 m to 120 m, half of them aimed, among `places` in a square of 200 m.
Case random_case(std::uint64_t seed, std::size_t candidates, std::size_t places) {
    Case made;
    Dice dice(seed);
    const auto anywhere = [&] { return geo::Point{kX + dice.real(-100, 100), kY + dice.real(-100, 100)}; };
    for (std::size_t j = 0; j < candidates; ++j) {
        PlanCandidate candidate;
        candidate.id = "c" + std::to_string(100 + j);
        candidate.position = anywhere();
        candidate.reach_m = dice.integer(20, 120);
        if (dice.chance(0.5)) {
            candidate.azimuth_deg = dice.integer(0, 359);
            candidate.field_deg = dice.integer(20, 200);
        }
        made.candidates.push_back(candidate);
    }
    made.own_rows.resize(candidates);
    for (std::size_t i = 0; i < places; ++i) {
        made.demand.push_back(anywhere());
    }
    return made;
}

cover::CoverInstance covered(const Case& scene, const sight::Walls* walls, unsigned threads = 1) {
    cover::CoverInstance instance;
    for (const PlanCandidate& candidate : scene.candidates) {
        instance.candidates.push_back({candidate.id, 1, -1, cover::CandidateRule::free});
    }
    instance.demand.resize(scene.demand.size());
    Progress progress;
    cover_by_candidates(instance, {scene.project, scene.candidates, scene.demand, scene.own_rows, walls},
                        progress, threads);
    return instance;
}

bool covers(const cover::CoverInstance& instance, std::size_t candidate, std::size_t row) {
    const auto rows = instance.covered_by(candidate);
    return std::ranges::find(rows, static_cast<std::uint32_t>(row)) != rows.end();
}

/// Of the aimed ones clockwise from grid north, which differs from true north by the convergence.
sight::View view_of(const Case& scene, const PlanCandidate& candidate) {
    sight::View view;
    view.eye = candidate.position;
    view.range_m = candidate.reach_m;
    if (candidate.azimuth_deg) {
        view.azimuth_deg = *candidate.azimuth_deg -
                           geo::meridian_convergence_deg(scene.project.territory->epsg, candidate.position);
        view.fov_deg = candidate.field_deg;
    }
    return view;
}

/// By the cosine of the angle to the axis, another formula than the one tested; empty where doubles cannot
/// tell.
std::optional<bool> reaches(const sight::View& view, geo::Point p) {
    const double axis = view.azimuth_deg * std::numbers::pi / 180;
    const double dx = p.x - view.eye.x;
    const double dy = p.y - view.eye.y;
    const double distance = std::hypot(dx, dy);
    const double cosine = (dx * std::sin(axis) + dy * std::cos(axis)) / distance;
    const double least = std::cos(view.fov_deg / 2 * std::numbers::pi / 180);
    if (std::abs(cosine - least) < 1e-9 || std::abs(distance - view.range_m) < 1e-6) {
        return std::nullopt;
    }
    return distance <= view.range_m && (view.fov_deg >= 360 || cosine >= least);
}

TEST(CandidateCover, EachHasItsOwnReachAndOpening) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Case scene = random_case(seed, 30, 200);
        const cover::CoverInstance instance = covered(scene, nullptr);
        int inside = 0;
        for (std::size_t j = 0; j < scene.candidates.size(); ++j) {
            const sight::View view = view_of(scene, scene.candidates[j]);
            for (std::size_t i = 0; i < scene.demand.size(); ++i) {
                if (const auto expected = reaches(view, scene.demand[i])) {
                    EXPECT_EQ(covers(instance, j, i), *expected) << seed << ' ' << j;
                    inside += *expected ? 1 : 0;
                }
            }
        }
        EXPECT_GT(inside, 200);
    }
}

/// The town with its middle where the candidates are.
void move_to_candidates(test::Scene& town) {
    const geo::Point by{kX - town.view.eye.x, kY - town.view.eye.y};
    const auto move = [&](geo::Ring& ring) {
        for (geo::Point& p : ring) {
            p = {p.x + by.x, p.y + by.y};
        }
    };
    for (geo::Polygon& footprint : town.footprints) {
        move(footprint.outer);
        std::ranges::for_each(footprint.holes, move);
    }
}

TEST(CandidateCover, ViewsAreWhatSightLinesAndGeosSayInRandomTowns) {
    int told = 0;
    int hidden = 0;
    int moved = 0;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        Case scene = random_case(seed, 12, 150);
        test::Scene town = test::random_scene(seed);
        move_to_candidates(town);
        const sight::Walls walls(town.footprints);
        const cover::CoverInstance instance = covered(scene, &walls);
        const cover::CoverInstance discs = covered(scene, nullptr);
        for (std::size_t j = 0; j < scene.candidates.size(); ++j) {
            town.view = view_of(scene, scene.candidates[j]);
            sight::VisibilityParams params;
            params.move_to_wall = true;
            const sight::VisibleArea area = sight::visible_area(town.view, walls, params);
            if (area.status !=
                sight::ViewStatus::clear) { // on a facade the half-plane behind it is closed, too
                moved += area.status == sight::ViewStatus::moved_to_wall ? 1 : 0;
                continue;
            }
            const geo::Polygon sector = sight::sector_of(town.view);
            const geo::MultiPolygon by_geos = test::seen_by_shadows(town);
            for (std::size_t i = 0; i < scene.demand.size(); ++i) {
                if (const auto expected = test::seen_along_line(town, sector, scene.demand[i])) {
                    EXPECT_EQ(covers(instance, j, i), *expected) << seed << ' ' << j << ' ' << i;
                    EXPECT_EQ(geo::contains(by_geos, scene.demand[i]), *expected) << seed << ' ' << j;
                    EXPECT_TRUE(!*expected || covers(discs, j, i));
                    ++told;
                    hidden += covers(discs, j, i) && !*expected ? 1 : 0;
                }
            }
        }
    }
    EXPECT_GT(told, 20'000);
    EXPECT_GT(hidden, 1'000);
    EXPECT_GT(moved, 2);
}

TEST(CandidateCover, APlaceInsideABuildingSeesFromItsFacadeAndCoversItsSite) {
    Case scene;
    PlanCandidate candidate;
    candidate.id = "lycee";
    candidate.position = {kX + 5, kY + 8}; // 2 m behind the north facade
    candidate.reach_m = 50;
    scene.candidates = {candidate};
    scene.demand = {candidate.position, {kX + 5, kY + 30}, {kX + 5, kY - 20}};
    scene.own_rows = {0U};
    const sight::Walls walls(std::vector{test::rectangle(kX, kY, 10, 10)});
    const cover::CoverInstance seen = covered(scene, &walls);
    EXPECT_TRUE(covers(seen, 0, 0)); // who equips the site covers it
    EXPECT_TRUE(covers(seen, 0, 1));
    EXPECT_FALSE(covers(seen, 0, 2)); // behind the building
    scene.own_rows = {std::nullopt};
    EXPECT_FALSE(covers(covered(scene, &walls), 0, 0)); // another camera on that facade does not see inside
}

TEST(CandidateCover, ThreadsChangeNothing) {
    const Case scene = random_case(3, 200, 500);
    test::Scene town = test::random_scene(3);
    move_to_candidates(town);
    const sight::Walls walls(town.footprints);
    for (const sight::Walls* with : {static_cast<const sight::Walls*>(nullptr), &walls}) {
        const cover::CoverInstance one = covered(scene, with, 1);
        const cover::CoverInstance two = covered(scene, with, 2);
        EXPECT_EQ(one.begin, two.begin);
        EXPECT_EQ(one.rows, two.rows);
    }
}

// --- the whole scheme ---

Scheme made(const domain::Project& project, const domain::Scenario& plan) {
    Progress progress;
    const analysis::Gaps found = analysis::gaps(project, analysis::camera_views(project, progress, 1),
                                                project.settings.reference_date, progress, 1);
    SchemeParams params;
    params.plan = plan;
    return scheme(project, found, params, progress);
}

/// Sites between houses, and given candidates with reaches and directions of their own.
domain::Project street(std::uint64_t seed) {
    domain::Project project = test::small_project();
    project.cameras = std::vector<registry::Camera>{};
    Dice dice(seed);
    const auto anywhere = [&] { return geo::Point{kX + dice.real(100, 400), kY + dice.real(100, 400)}; };
    std::vector<domain::Site> sites;
    for (int i = 0; i < 40; ++i) {
        sites.push_back(test::site("s" + std::to_string(100 + i), anywhere(), i % 2 == 0 ? "ecole" : "gare"));
    }
    std::vector<domain::Building> houses;
    for (int i = 0; i < 15; ++i) {
        const geo::Point corner = anywhere();
        domain::Building house;
        house.id = "b" + std::to_string(i);
        house.shape = test::rectangle(corner.x, corner.y, dice.real(5, 40), dice.real(5, 40));
        houses.push_back(house);
    }
    std::vector<domain::Candidate> given;
    for (int i = 0; i < 10; ++i) {
        domain::Candidate one;
        one.id = "p" + std::to_string(10 + i);
        one.position = anywhere();
        one.cost_eur = 1000.0 * dice.integer(5, 20);
        if (i % 3 != 0) {
            one.reach_m = dice.integer(40, 200);
        }
        if (i % 2 == 0) {
            one.azimuth_deg = dice.integer(0, 359);
            one.field_of_view_deg = 120;
        }
        given.push_back(one);
    }
    project.sites = sites;
    project.buildings = houses;
    project.candidates = given;
    project.settings.candidate_reach_m = 90;
    return project;
}

/// What each given candidate covers, by the sight line to every wall, and the best `count` of them by trying
/// all sets.
double best_by_force(const domain::Project& project, const analysis::Gaps& found, bool has_views, int count) {
    std::vector<std::vector<bool>> covers;
    for (const domain::Candidate& one : *project.candidates) {
        test::Scene scene;
        for (const domain::Building& house : *project.buildings) {
            scene.footprints.push_back(house.shape);
        }
        scene.view.eye = *one.position;
        scene.view.range_m = one.reach_m.value_or(project.settings.candidate_reach_m);
        if (one.azimuth_deg) {
            scene.view.azimuth_deg =
                *one.azimuth_deg - geo::meridian_convergence_deg(project.territory->epsg, *one.position);
            scene.view.fov_deg = *one.field_of_view_deg;
        }
        const geo::Polygon sector = sight::sector_of(scene.view);
        covers.emplace_back();
        for (const analysis::DemandUnit& unit : found.units) {
            const auto seen = has_views ? test::seen_along_line(scene, sector, *unit.position)
                                        : reaches(scene.view, *unit.position);
            EXPECT_TRUE(seen.has_value());
            covers.back().push_back(seen.value_or(false));
        }
    }
    double best = 0;
    for (unsigned mask = 0; mask < (1U << covers.size()); ++mask) {
        double sum = 0;
        if (std::popcount(mask) > count) {
            continue;
        }
        for (std::size_t i = 0; i < found.units.size(); ++i) {
            bool is_covered = false;
            for (std::size_t j = 0; j < covers.size(); ++j) {
                is_covered = is_covered || ((mask >> j & 1U) != 0 && covers[j][i]);
            }
            sum += is_covered ? found.units[i].weight : 0;
        }
        best = std::max(best, sum);
    }
    return best;
}

TEST(CandidateCover, TheSchemeEqualsBruteForceWithOwnReachesAndViews) {
    int differ = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        domain::Project project = street(seed);
        std::vector<domain::Candidate> outside =
            *project.candidates; // moving to a facade has a test of its own
        std::erase_if(outside, [&](const domain::Candidate& one) {
            return std::ranges::any_of(*project.buildings, [&](const domain::Building& house) {
                return geo::contains(house.shape, *one.position);
            });
        });
        project.candidates = outside;
        Progress progress;
        const analysis::Gaps found = analysis::gaps(project, analysis::camera_views(project, progress, 1),
                                                    project.settings.reference_date, progress, 1);
        domain::Scenario plan;
        plan.candidates = {"given"};
        plan.count = 3;
        const Scheme discs = made(project, plan);
        EXPECT_NEAR(discs.weight_covered_best, best_by_force(project, found, false, 3), 1e-9) << seed;
        plan.has_views = true;
        const Scheme views = made(project, plan);
        EXPECT_NEAR(views.weight_covered_best, best_by_force(project, found, true, 3), 1e-9) << seed;
        EXPECT_LE(views.weight_covered_best, discs.weight_covered_best + 1e-9);
        differ += views.weight_covered_best < discs.weight_covered_best ? 1 : 0;
        for (const PrioritySite& row : views.sites) {
            EXPECT_THAT(row.reasons, HasSubstr("vue derrière le bâti"));
            EXPECT_LE(geo::area(row.ground), std::numbers::pi * row.place.reach_m * row.place.reach_m + 1e-6);
            EXPECT_GT(geo::area(row.ground), 0);
        }
    }
    EXPECT_GT(differ, 2);
}

TEST(CandidateCover, ReachComesFromTheCandidateThenThePriceThenTheSettings) {
    domain::Project project = test::small_project();
    project.cameras = std::vector<registry::Camera>{};
    project.sites = std::vector{test::site("a", {kX + 100, kY + 100}), test::site("b", {kX + 240, kY + 100})};
    project.settings.candidate_reach_m = 50;
    project.settings.prices = {{"dome", "fibre", 12000, 0, "", 150}, {"fixe", "fibre", 9000, 0, ""}};
    domain::Scenario plan;
    plan.count = 1;
    EXPECT_EQ(made(project, plan).sites[0].units.size(), 1U);
    plan.camera_type = "dome";
    plan.link = "fibre";
    const Scheme far = made(project, plan);
    EXPECT_EQ(far.sites[0].place.reach_m, 150);
    EXPECT_EQ(far.sites[0].units.size(), 2U);
    EXPECT_THAT(far.sites[0].reasons, HasSubstr("portée 150 m"));
    domain::Candidate own;
    own.id = "p";
    own.position = geo::Point{kX + 110, kY + 100};
    own.reach_m = 20;
    own.camera_type = "dome";
    own.link = "fibre";
    project.candidates = std::vector{own};
    plan.candidates = {"given"};
    EXPECT_EQ(made(project, plan).sites[0].place.reach_m, 20);
    own.reach_m.reset();
    own.cost_eur = 1; // its money is its own, its reach that of its camera
    project.candidates = std::vector{own};
    EXPECT_EQ(made(project, plan).sites[0].place.reach_m, 150);
    plan.has_views = true;
    EXPECT_THROW(made(project, plan), InputError); // nothing could hide anything
}

} // namespace
} // namespace maillage::plan
