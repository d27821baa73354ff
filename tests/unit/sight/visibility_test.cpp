#include "sight/sight_lines.h"
#include "sight/visibility.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

namespace maillage::sight {
namespace {

using geo::Point;
using test::Dice;
using test::random_scene;
using test::rectangle;
using test::Scene;

constexpr double kPi = std::numbers::pi;

geo::Polygon moved(geo::Polygon p, Point by) {
    for (Point& q : p.outer) {
        q = {q.x + by.x, q.y + by.y};
    }
    return p;
}

VisibleArea seen(std::vector<geo::Polygon> footprints, View view, VisibilityParams params = {}) {
    return visible_area(view, Walls(footprints), params);
}

View eye_at(double x, double y, double range_m = 100) {
    View view;
    view.eye = {x, y};
    view.range_m = range_m;
    return view;
}

double circle_area(double radius_m, int sides = 96) {
    return sides / 2.0 * radius_m * radius_m * std::sin(2 * kPi / sides);
}

bool sees(const VisibleArea& area, Point p) {
    return geo::contains(area.ground, p);
}

TEST(Exact, CrossSignTellsProductsApartThatRoundToTheSameDouble) {
    // 2^26 and one grid step: the products differ by the square of a step, far below their rounding.
    const double step = 1 / exact::kGridSteps;
    const Point a{exact::kLimit - 1, exact::kLimit - 1 - step};
    const Point b{exact::kLimit - 1 + step, exact::kLimit - 1};
    ASSERT_EQ(a.x * b.y, a.y * b.x);
    EXPECT_EQ(exact::cross_sign(a, b), 1);
    EXPECT_EQ(exact::cross_sign(b, a), -1);
    EXPECT_EQ(exact::cross_sign(a, a), 0);
    EXPECT_EQ(exact::cross(a, b), 1);
}

TEST(Exact, ComparesProductsOfMoreThan128Bits) {
    const exact::Wide big = (exact::Wide{1} << 106) + 12345;
    EXPECT_EQ(exact::compare_products(big, big, big + 1, big - 1), 1); // b2 > b2 - 1
    EXPECT_EQ(exact::compare_products(big, -big, big + 1, -(big - 1)), -1);
    EXPECT_EQ(exact::compare_products(big, big, -big, -big), 0);
    EXPECT_EQ(exact::compare_products(0, big, 1, -1), 1);
    EXPECT_EQ(exact::compare_products(-1, 1, 0, big), -1);
}

TEST(Exact, SnapRoundsToTheGridAndKeepsGridValues) {
    EXPECT_EQ(exact::snap(745000.5), 745000.5);
    EXPECT_NEAR(exact::snap(6940000.123), 6940000.123, 4e-9);
    EXPECT_EQ(exact::snap(exact::snap(-0.1)), exact::snap(-0.1));
    EXPECT_FALSE(exact::in_limits({std::nan(""), 0}));
    EXPECT_FALSE(exact::in_limits({0, std::numeric_limits<double>::infinity()}));
}

TEST(Visibility, WithoutBuildingsTheWholeRangeIsSeen) {
    const VisibleArea area = seen({}, eye_at(745000, 6940000));
    EXPECT_EQ(area.status, ViewStatus::clear);
    ASSERT_EQ(area.ground.size(), 1U);
    EXPECT_EQ(area.ground[0].outer.size(), 96U);
    EXPECT_NEAR(area.area_m2, circle_area(100), 1e-6);
    EXPECT_NEAR(geo::area(area.ground), area.area_m2, 1e-6);
}

TEST(Visibility, AnAzimuthIsClockwiseFromNorth) {
    View view = eye_at(0, 0);
    view.azimuth_deg = 90;
    view.fov_deg = 60;
    const VisibleArea area = seen({}, view);
    EXPECT_TRUE(sees(area, {50, 0}));
    EXPECT_TRUE(sees(area, {50, 28}));
    EXPECT_FALSE(sees(area, {50, 30}));
    EXPECT_FALSE(sees(area, {0, 50}));
    EXPECT_FALSE(sees(area, {-50, 0}));
    EXPECT_EQ(area.ground[0].outer.front(), (Point{0, 0}));
    EXPECT_NEAR(area.area_m2, 16 / 2.0 * 1e4 * std::sin(kPi / 3 / 16), 1e-6);
}

TEST(Visibility, ASectorWiderThanHalfATurnLeavesOutItsBack) {
    View view = eye_at(0, 0);
    view.fov_deg = 270; // looks north
    const VisibleArea area = seen({}, view);
    EXPECT_TRUE(sees(area, {-50, -40}));
    EXPECT_TRUE(sees(area, {50, -40}));
    EXPECT_FALSE(sees(area, {0, -50}));
    EXPECT_NEAR(area.area_m2, circle_area(100) * 0.75, 1e-6);
}

TEST(Visibility, OneWallHidesItsShadowExactly) {
    // A screen 10 m ahead, 20 m wide, seen by a camera of 90 degrees: what remains of the 90 degree sector is
    // the triangle in front of the screen.
    View view = eye_at(0, 0);
    view.fov_deg = 90;
    const VisibleArea area = seen({{{{-10, 10}, {10, 10}, {0, 11}}, {}}}, view);
    EXPECT_NEAR(area.area_m2, 100, 1e-6);
    EXPECT_EQ(area.ground.size(), 1U);
    EXPECT_EQ(area.ground[0].outer.size(), 3U);
}

TEST(Visibility, AWallThatReachesBeyondTheRangeIsCutAtTheRim) {
    const VisibleArea area = seen({rectangle(50, -500, 10, 1000)}, eye_at(0, 0));
    // Half the 96-gon and the part of the other half left of x = 50.
    const geo::MultiPolygon left =
        geo::intersect({sector_of(eye_at(0, 0))}, {rectangle(-200, -200, 250, 400)});
    EXPECT_NEAR(area.area_m2, geo::area(left), 1e-6);
    EXPECT_LT(test::symmetric_difference_m2(area.ground, left), 1e-6);
}

TEST(Visibility, AFacadeHidesWhatLiesBehindIt) {
    const VisibleArea area = seen({rectangle(-10, 0, 20, 10)}, eye_at(0, 0));
    EXPECT_EQ(area.status, ViewStatus::on_wall);
    EXPECT_EQ(area.building, 0U);
    EXPECT_NEAR(area.area_m2, circle_area(100) / 2, 1e-6);
    EXPECT_TRUE(sees(area, {3, -1}));
    EXPECT_FALSE(sees(area, {3, 1}));
}

TEST(Visibility, OnACornerThreeQuartersAreSeen) {
    const VisibleArea area = seen({rectangle(0, 0, 20, 10)}, eye_at(0, 0));
    EXPECT_EQ(area.status, ViewStatus::on_wall);
    EXPECT_NEAR(area.area_m2, circle_area(100) * 0.75, 1e-6);
    EXPECT_FALSE(sees(area, {50, 50}));
    EXPECT_TRUE(sees(area, {-50, 50}));
}

TEST(Visibility, InTheCornerOfAnLAQuarterIsSeen) {
    const geo::Polygon l{{{0, 0}, {20, 0}, {20, 10}, {10, 10}, {10, 20}, {0, 20}}, {}};
    const VisibleArea area = seen({l}, eye_at(10, 10));
    EXPECT_EQ(area.status, ViewStatus::on_wall);
    EXPECT_NEAR(area.area_m2, circle_area(100) / 4, 1e-6);
    EXPECT_TRUE(sees(area, {40, 40}));
}

TEST(Visibility, AFacadeOffByAHalfMillimetreIsStillAFacade) {
    const VisibleArea inside = seen({rectangle(-10, -0.0005, 20, 10)}, eye_at(0, 0));
    EXPECT_EQ(inside.status, ViewStatus::on_wall);
    EXPECT_NEAR(inside.area_m2, circle_area(100) / 2, 1);
    const VisibleArea outside = seen({rectangle(-10, 0.0005, 20, 10)}, eye_at(0, 0));
    EXPECT_EQ(outside.status, ViewStatus::clear);
    EXPECT_NEAR(outside.area_m2, circle_area(100) / 2, 1);
    const VisibleArea corner = seen({rectangle(-0.0005, -0.0005, 20, 10)}, eye_at(0, 0));
    EXPECT_EQ(corner.status, ViewStatus::on_wall);
    EXPECT_NEAR(corner.area_m2, circle_area(100) * 0.75, 1);
}

TEST(Visibility, BetweenTwoHousesOfATerraceOnlyTheStreetIsSeen) {
    const VisibleArea area = seen({rectangle(-10, 0, 10, 10), rectangle(0, 0, 10, 10)}, eye_at(0, 0));
    EXPECT_EQ(area.status, ViewStatus::on_wall);
    EXPECT_NEAR(area.area_m2, circle_area(100) / 2, 1e-6);
}

TEST(Visibility, OnAWallThatTwoHousesShareNothingIsSeen) {
    const VisibleArea area = seen({rectangle(-10, 0, 10, 10), rectangle(0, 0, 10, 10)}, eye_at(0, 5));
    EXPECT_EQ(area.status, ViewStatus::on_wall);
    EXPECT_EQ(area.area_m2, 0);
    EXPECT_TRUE(area.ground.empty());
}

TEST(Visibility, TwoHousesThatTouchAtACornerLeaveTwoOpenings) {
    const VisibleArea area = seen({rectangle(-10, -10, 10, 10), rectangle(0, 0, 10, 10)}, eye_at(0, 0));
    EXPECT_EQ(area.ground.size(), 2U);
    EXPECT_NEAR(area.area_m2, circle_area(100) / 2, 1e-6);
    EXPECT_TRUE(sees(area, {-5, 5}));
    EXPECT_TRUE(sees(area, {5, -5}));
    EXPECT_FALSE(sees(area, {5, 5}));
}

TEST(Visibility, NothingPassesBetweenTwoHousesThatTouchAtACorner) {
    const VisibleArea area = seen({rectangle(-10, 10, 10, 10), rectangle(0, 20, 10, 10)}, eye_at(5, 0, 60));
    EXPECT_FALSE(sees(area, {-2.51, 35}));
    EXPECT_LT(
        test::symmetric_difference_m2(
            area.ground, seen({rectangle(-10, 10, 10, 10), rectangle(0, 20, 10, 10), rectangle(-1, 20, 1, 5)},
                              eye_at(5, 0, 60))
                             .ground),
        1e-6);
}

TEST(Visibility, InACourtyardTheViewEndsAtItsWalls) {
    geo::Polygon court = rectangle(0, 0, 30, 20);
    court.holes = {{{5, 5}, {5, 15}, {25, 15}, {25, 5}}};
    const VisibleArea area = seen({court}, eye_at(8, 9));
    EXPECT_EQ(area.status, ViewStatus::clear);
    EXPECT_NEAR(area.area_m2, 200, 1e-6);
    EXPECT_EQ(area.ground[0].outer.size(), 4U);
    const VisibleArea at_wall = seen({court}, eye_at(5, 9));
    EXPECT_EQ(at_wall.status, ViewStatus::on_wall);
    EXPECT_NEAR(at_wall.area_m2, 200, 1e-6);
    const VisibleArea at_corner = seen({court}, eye_at(5, 15));
    EXPECT_NEAR(at_corner.area_m2, 200, 1e-6);
}

TEST(Visibility, InsideABuildingNothingIsSeenUntilTheMountIsMoved) {
    const std::vector<geo::Polygon> houses{rectangle(0, 0, 10, 10), rectangle(10, 0, 10, 10)};
    const VisibleArea area = seen(houses, eye_at(9, 4));
    EXPECT_EQ(area.status, ViewStatus::inside_building);
    EXPECT_EQ(area.building, 0U);
    EXPECT_TRUE(area.ground.empty());
    // The party wall at 1 m is not outside; the street side at 4 m is.
    EXPECT_EQ(area.nearest_wall, (Point{9, 0}));
    VisibilityParams params;
    params.move_to_wall = true;
    const VisibleArea mounted = seen(houses, eye_at(9, 4), params);
    EXPECT_EQ(mounted.status, ViewStatus::moved_to_wall);
    EXPECT_NEAR(mounted.eye.y, -0.01, 1e-8);
    EXPECT_NEAR(mounted.area_m2, circle_area(100) / 2, 30);
    EXPECT_FALSE(sees(mounted, {9, 20}));
}

TEST(Visibility, WallsThatFaceTheEyeEdgeOnHideNothingByThemselves) {
    // The eye lies on the line through one side of the house.
    const VisibleArea area = seen({rectangle(10, 0, 10, 10)}, eye_at(0, 0, 40));
    EXPECT_TRUE(sees(area, {30, -0.001}));
    EXPECT_FALSE(sees(area, {30, 0.001}));
    EXPECT_LT(test::symmetric_difference_m2(
                  area.ground, test::seen_by_shadows({{rectangle(10, 0, 10, 10)}, {}, eye_at(0, 0, 40)})),
              1e-6);
}

TEST(Visibility, DegenerateFootprintsAreScreensOrNothing) {
    const geo::Polygon screen{{{-10, 10}, {10, 10}}, {}};
    const geo::Polygon screen_of_three{{{-10, 10}, {0, 10}, {10, 10}}, {}};
    View view = eye_at(0, 0);
    view.fov_deg = 90;
    EXPECT_NEAR(seen({screen}, view).area_m2, 100, 1e-6);
    EXPECT_NEAR(seen({screen_of_three}, view).area_m2, 100, 1e-6);
    const geo::Polygon point{{{5, 5}, {5, 5}, {5, 5}}, {}};
    const geo::Polygon empty;
    const geo::Polygon not_a_number{{{std::nan(""), 0}, {1, 1}, {0, 1}}, {}};
    const std::vector<geo::Polygon> nothing{point, empty, not_a_number};
    const Walls walls(nothing);
    EXPECT_EQ(walls.left_out(), 1U);
    EXPECT_EQ(walls.size(), 3U);
    EXPECT_NEAR(visible_area(view, walls).area_m2, circle_area(100) / 4, 1e-6);
}

TEST(Visibility, ARingMayBeGivenInEitherSenseWithRepeatedPoints) {
    geo::Polygon clean = rectangle(-10, 10, 20, 5);
    geo::Polygon messy{{{10, 15}, {10, 10}, {10, 10}, {-10, 10}, {-10, 15}, {10, 15}}, {}};
    EXPECT_EQ(seen({clean}, eye_at(0, 0)).ground, seen({messy}, eye_at(0, 0)).ground);
}

TEST(Visibility, ImpossibleFiguresAreInvalidNotAnError) {
    for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(seen({}, eye_at(0, 0, bad)).status, ViewStatus::invalid);
    }
    EXPECT_EQ(seen({}, eye_at(std::nan(""), 0)).status, ViewStatus::invalid);
    View view = eye_at(0, 0);
    view.fov_deg = 0;
    EXPECT_EQ(seen({}, view).status, ViewStatus::invalid);
}

TEST(Visibility, EqualsShadowSubtractionOnRandomScenes) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const Scene scene = random_scene(seed);
        const VisibleArea area = visible_area(scene.view, Walls(scene.footprints));
        if (area.status != ViewStatus::clear) {
            continue; // no free place was found for the eye
        }
        const geo::MultiPolygon expected = test::seen_by_shadows(scene);
        EXPECT_NEAR(area.area_m2, geo::area(expected), 1e-6 * geo::area({sector_of(scene.view)})) << seed;
        EXPECT_LT(test::symmetric_difference_m2(area.ground, expected), 1e-3) << seed;
    }
}

TEST(Visibility, EqualsEverySightLineOnRandomScenes) {
    int told = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const Scene scene = random_scene(seed);
        const VisibleArea area = visible_area(scene.view, Walls(scene.footprints));
        if (area.status == ViewStatus::clear) {
            EXPECT_EQ(test::wrong_places(scene, area.ground, 100, seed, told), 0) << seed;
        }
    }
    EXPECT_GT(told, 25'000);
}

TEST(Visibility, ABuildingMoreNeverAddsGround) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        Scene scene = random_scene(seed);
        const VisibleArea all = visible_area(scene.view, Walls(scene.footprints));
        scene.footprints.pop_back();
        const VisibleArea fewer = visible_area(scene.view, Walls(scene.footprints));
        EXPECT_LE(all.area_m2, fewer.area_m2 + 1e-7) << seed;
        EXPECT_LT(geo::area(geo::subtract(all.ground, fewer.ground)), 1e-6) << seed;
    }
}

TEST(Visibility, AGreaterRangeNeverTakesGroundAway) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        Scene scene = random_scene(seed);
        const Walls walls(scene.footprints);
        const VisibleArea near = visible_area(scene.view, walls);
        scene.view.range_m *= 1.3;
        const VisibleArea far = visible_area(scene.view, walls);
        EXPECT_LT(geo::area(geo::subtract(near.ground, far.ground)), 1e-6) << seed;
    }
}

TEST(Visibility, TurningTheSceneTurnsTheAnswer) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        Scene scene = random_scene(seed);
        if (scene.view.fov_deg >= 360) {
            continue; // the chords of the full circle do not turn with the scene
        }
        const double before = visible_area(scene.view, Walls(scene.footprints)).area_m2;
        for (geo::Polygon& f : scene.footprints) {
            f = test::turned(f, scene.view.eye, -1); // one radian clockwise
        }
        scene.view.azimuth_deg += 180 / kPi;
        EXPECT_NEAR(visible_area(scene.view, Walls(scene.footprints)).area_m2, before, 1e-4) << seed;
    }
}

TEST(Visibility, AnyNumberOfThreadsGivesTheSameBytes) {
    const Scene scene = random_scene(7);
    std::vector<View> views;
    Dice dice(3);
    for (int i = 0; i < 200; ++i) {
        View v = scene.view;
        v.eye = {scene.view.eye.x + dice.real(-40, 40), scene.view.eye.y + dice.real(-40, 40)};
        v.min_range_m = i % 3;
        views.push_back(v);
    }
    const Walls walls(scene.footprints, scene.heights_m);
    VisibilityParams params;
    Progress progress;
    params.threads = 1;
    const auto one = visible_areas(views, walls, params, progress);
    EXPECT_EQ(progress.fraction(), 1);
    params.threads = 4;
    EXPECT_EQ(visible_areas(views, walls, params, progress), one);
    progress.cancel();
    EXPECT_ANY_THROW(visible_areas(views, walls, params, progress));
}

TEST(Visibility, FirstWallNamesTheBuildingThatHides) {
    const std::vector<geo::Polygon> houses{rectangle(10, -5, 5, 10), rectangle(20, -5, 5, 10)};
    const Walls walls(houses);
    EXPECT_EQ(first_wall({0, 0}, {50, 0}, walls), 0U);
    EXPECT_EQ(first_wall({17, 0}, {50, 0}, walls), 1U);
    EXPECT_EQ(first_wall({50, 0}, {0, 0}, walls), 1U);
    EXPECT_EQ(first_wall({0, 0}, {5, 0}, walls), std::nullopt);
    EXPECT_EQ(first_wall({0, 0}, {50, 40}, walls), std::nullopt);
}

TEST(Visibility, AHundredKilometresOfNothingBetweenTwoTownsIsNotSlow) {
    std::vector<geo::Polygon> houses;
    for (int i = 0; i < 20; ++i) {
        houses.push_back(rectangle(30.0 * i, 10, 10, 10));
        houses.push_back(moved(rectangle(30.0 * i, 10, 10, 10), {900'000, 900'000}));
    }
    const Walls walls(houses);
    EXPECT_LT(walls.memory_bytes(), 8U << 20U);
    EXPECT_NEAR(visible_area(eye_at(100, 0), walls).area_m2,
                visible_area(eye_at(900'100, 900'000), walls).area_m2, 1e-4);
}

TEST(Heights, ALowBuildingHidesItselfAndItsShadow) {
    // Camera at 6 m, wall at 3 m from 10 m to 12 m, target at 1.60 m: the sight line over the far edge comes
    // down to the target at 12 * (6 - 1.6) / (6 - 3) = 17.6 m.
    View view = eye_at(0, 0);
    view.height_m = 6;
    const std::vector<geo::Polygon> wall{rectangle(10, -50, 2, 100)};
    const std::vector<double> three{3.0};
    const VisibleArea area = visible_area(view, Walls(wall, three));
    EXPECT_TRUE(sees(area, {9.99, 0}));
    EXPECT_FALSE(sees(area, {10.01, 0}));
    EXPECT_FALSE(sees(area, {17.59, 0}));
    EXPECT_TRUE(sees(area, {17.61, 0}));
    const double full = visible_area(view, Walls({})).area_m2;
    // The wall and its far side at the scale 17.6 / 12, with the sight lines past its near corners.
    const double far = 50 * 17.6 / 12;
    const geo::Polygon hidden{
        {{10, -50}, {10 * 17.6 / 12, -far}, {17.6, -far}, {17.6, far}, {10 * 17.6 / 12, far}, {10, 50}}, {}};
    EXPECT_NEAR(area.area_m2, full - geo::area(geo::intersect({sector_of(view)}, {hidden})), 1e-6);
}

TEST(Heights, ABuildingAtLeastAsHighAsTheCameraHidesEverythingBehind) {
    View view = eye_at(0, 0);
    view.height_m = 6;
    const std::vector<geo::Polygon> wall{rectangle(10, -50, 2, 100)};
    for (const double height : {6.0, 20.0, std::nan("")}) {
        const std::vector<double> heights{height};
        EXPECT_EQ(visible_area(view, Walls(wall, heights)).ground, seen(wall, eye_at(0, 0)).ground);
    }
}

TEST(Heights, BelowTheTargetABuildingHidesOnlyItsFootprint) {
    View view = eye_at(0, 0);
    view.height_m = 6;
    const std::vector<geo::Polygon> bench{rectangle(10, -1, 2, 2)};
    const std::vector<double> heights{1.0};
    EXPECT_NEAR(visible_area(view, Walls(bench, heights)).area_m2, circle_area(100) - 4, 1e-6);
}

TEST(Heights, ACameraOnARoofLooksOverItsEdge) {
    View view = eye_at(0, 0);
    view.height_m = 10;
    const std::vector<geo::Polygon> house{rectangle(-5, -5, 10, 10)};
    const std::vector<double> heights{8.0};
    const VisibleArea area = visible_area(view, Walls(house, heights));
    EXPECT_EQ(area.status, ViewStatus::clear);
    // 5 m * (10 - 1.6) / (10 - 8) = 21 m on every side.
    EXPECT_NEAR(area.area_m2, circle_area(100) - 42 * 42, 1e-6);
    const std::vector<double> same{10.0};
    EXPECT_EQ(visible_area(view, Walls(house, same)).status, ViewStatus::inside_building);
}

TEST(Heights, EqualTheUnionOfShadowPrismsOnRandomScenes) {
    for (std::uint64_t seed = 1000; seed < 1100; ++seed) {
        Scene scene = random_scene(seed);
        scene.view.height_m = 6;
        const Walls walls(scene.footprints, scene.heights_m);
        const VisibleArea area = visible_area(scene.view, walls);
        if (area.status != ViewStatus::clear) {
            continue;
        }
        // Each footprint scaled about the eye by ever greater factors: a prism's shadow is what they sweep.
        const Point eye = scene.view.eye;
        std::vector<geo::MultiPolygon> hidden;
        geo::MultiPolygon footprints = scene.footprints;
        geo::normalise(footprints);
        for (std::size_t i = 0; i < footprints.size(); ++i) {
            const double h = scene.heights_m[i];
            hidden.push_back({footprints[i]});
            test::each_wall(footprints[i], [&](Point p, Point q) {
                if (h >= 6) {
                    hidden.push_back({test::shadow(eye, p, q, scene.view.range_m)});
                } else if (h > 1.6) {
                    const double k = (6 - 1.6) / (6 - h);
                    const auto far = [&](Point r) {
                        return Point{eye.x + k * (r.x - eye.x), eye.y + k * (r.y - eye.y)};
                    };
                    geo::MultiPolygon quad{{{p, far(p), far(q), q}, {}}};
                    geo::normalise(quad);
                    hidden.push_back(geo::make_valid(quad));
                }
            });
        }
        const geo::MultiPolygon expected = geo::subtract({sector_of(scene.view)}, geo::unite(hidden));
        EXPECT_NEAR(area.area_m2, geo::area(expected), 1e-3) << seed;
        EXPECT_LT(test::symmetric_difference_m2(area.ground, expected), 1e-3) << seed;
    }
}

TEST(DeadZone, IsAHoleInAFreeCircleAndANotchInASector) {
    View view = eye_at(0, 0);
    view.min_range_m = 5;
    const VisibleArea circle = seen({}, view);
    ASSERT_EQ(circle.ground.size(), 1U);
    EXPECT_EQ(circle.ground[0].holes.size(), 1U);
    EXPECT_NEAR(circle.area_m2, circle_area(100) - circle_area(5), 1e-6);
    EXPECT_FALSE(sees(circle, {0, 4}));
    view.fov_deg = 90;
    const VisibleArea sector = seen({}, view);
    EXPECT_EQ(sector.ground[0].holes.size(), 0U);
    EXPECT_NEAR(sector.area_m2, (circle_area(100) - circle_area(5)) / 4, 1e-6);
    EXPECT_TRUE(geo::why_invalid(sector.ground).empty());
}

TEST(DeadZone, LeavesNoSliverAlongTheSidesOfASector) {
    View view = eye_at(745000, 6940000);
    view.fov_deg = 88;
    view.azimuth_deg = 4;
    view.min_range_m = 3;
    // A wall in the dead zone, so that it is not just a notch.
    const VisibleArea area = seen({moved(rectangle(1, 2, 0.5, 0.2), view.eye)}, view);
    ASSERT_EQ(area.ground.size(), 2U); // the wall's shadow is between them
    for (const geo::Polygon& part : area.ground) {
        EXPECT_GT(geo::area(part), 1);
        for (const Point p : part.outer) {
            EXPECT_GT(geo::distance(p, view.eye), 2.99);
        }
    }
}

TEST(DeadZone, MayCutTheViewInPieces) {
    View view = eye_at(0, 0);
    view.min_range_m = 15;
    const VisibleArea area = seen({rectangle(-20, 10, 40, 5), rectangle(-20, -15, 40, 5)}, view);
    EXPECT_EQ(area.ground.size(), 2U);
    const geo::MultiPolygon expected =
        geo::subtract(seen({rectangle(-20, 10, 40, 5), rectangle(-20, -15, 40, 5)}, eye_at(0, 0)).ground,
                      {sector_of(eye_at(0, 0, 15))});
    EXPECT_LT(test::symmetric_difference_m2(area.ground, expected), 1e-6);
    view.min_range_m = 200;
    EXPECT_TRUE(seen({}, view).ground.empty());
}

TEST(GroundReach, FollowsFromTiltAndVerticalField) {
    // 5 m high, target 1.60 m, axis 25 degrees below the horizon, 40 degrees of field: 45 and 5 degrees.
    const GroundReach reach = ground_reach(5, 1.6, 25, 40);
    EXPECT_NEAR(reach.near_m, 3.4, 1e-12);
    EXPECT_NEAR(reach.far_m, 3.4 / std::tan(5 * kPi / 180), 1e-9);
    EXPECT_EQ(ground_reach(5, 1.6, 10, 40).far_m, std::numeric_limits<double>::infinity());
    EXPECT_EQ(ground_reach(5, 1.6, 80, 40).near_m, 0);
    EXPECT_EQ(ground_reach(1, 1.6, 10, 40).near_m, 0);
}

} // namespace
} // namespace maillage::sight
