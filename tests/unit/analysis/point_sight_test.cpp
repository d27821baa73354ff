#include "analysis/gaps.h"
#include "analysis/point_sight.h"
#include "sight/sight_lines.h"
#include "support/example_project.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace maillage::analysis {
namespace {

using test::day;
using test::kX;
using test::kY;

const Date kToday = day(2026, 11, 22);

/// A project with what the questions about it need.
struct Asked {
    domain::Project project;
    std::vector<CameraView> views;
    std::vector<Legality> legality;
    sight::Walls walls{std::span<const geo::Polygon>()};

    explicit Asked(domain::Project of) : project(std::move(of)) {
        Progress progress;
        walls = building_walls(*project.buildings);
        views = camera_views(project, walls, progress, 1);
        legality = legalities(project, standings(*project.authorisations, kToday));
    }

    SightInput input() const { return {project, views, legality, walls}; }
};

registry::Camera fixed(const std::string& id, geo::Point at, double azimuth, double range_m) {
    registry::Camera camera = test::camera(id, "2024/1", at, range_m);
    camera.type = registry::CameraType::fixed;
    camera.field_of_view_deg = 60;
    camera.azimuths_deg = {azimuth};
    camera.height_m = 1.6; // sees over nothing
    return camera;
}

domain::Project street() {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2020/9", "02001", day(2020, 1, 1)),
                                         test::act("2024/1", "02001", day(2024, 1, 1))};
    project.buildings =
        std::vector<domain::Building>{{test::square(kX + 530, kY + 490, 20)[0], 8.0, "", "mairie", false},
                                      {test::square(kX + 560, kY + 495, 5)[0], 8.0, "", "abri", false}};
    return project;
}

TEST(PointSight, NamesTheNearestBuildingInTheWay) {
    domain::Project project = street();
    project.cameras = std::vector{fixed("c1", {kX + 500, kY + 500}, 90, 100)};
    const Asked asked(project);
    const geo::Point behind{kX + 580, kY + 500};
    const PointSight sight = analysis::sight(asked.input(), 0, behind);
    EXPECT_EQ(sight.cause, Cause::hidden);
    ASSERT_TRUE(sight.hidden_by);
    EXPECT_EQ((*project.buildings)[*sight.hidden_by].id, "mairie");
    EXPECT_EQ(explain(asked.input(), sight, behind),
              "masqué par le bâtiment mairie (8,0 m de haut) à 40 m du point");
}

TEST(PointSight, ABuildingThatTheCameraLooksOverIsNotBlamed) {
    domain::Project project = street();
    project.buildings =
        std::vector<domain::Building>{{test::square(kX + 510, kY + 490, 20)[0], 2.0, "", "muret", false},
                                      {test::square(kX + 560, kY + 490, 20)[0], {}, "", "tour", false}};
    registry::Camera camera = fixed("c1", {kX + 500, kY + 500}, 90, 100);
    camera.height_m = 10;
    project.cameras = std::vector{camera};
    const Asked asked(project);
    // Behind the low wall by far: 10 m up, 30 m to its far edge, the line is down to 1.6 m at 31.5 m.
    EXPECT_EQ(analysis::sight(asked.input(), 0, {kX + 550, kY + 500}).cause, Cause::covered);
    const PointSight close = analysis::sight(asked.input(), 0, {kX + 530.5, kY + 500});
    EXPECT_EQ(close.cause, Cause::hidden);
    EXPECT_EQ(close.hidden_by, 0U);
    EXPECT_EQ(analysis::sight(asked.input(), 0, {kX + 590, kY + 500}).hidden_by, 1U);
}

TEST(PointSight, TellsDetailThatDoesNotSuffice) {
    domain::Project project = street();
    registry::Camera camera = fixed("c1", {kX + 500, kY + 500}, 270, 100);
    camera.width_px = 1920; // 25 px/m at 66.5 m
    project.cameras = std::vector{camera};
    project.settings.required_band = "observation";
    const Asked asked(project);
    const PointSight near = analysis::sight(asked.input(), 0, {kX + 480, kY + 500});
    EXPECT_EQ(near.cause, Cause::covered);
    EXPECT_EQ(near.band, 1U);
    EXPECT_NEAR(near.px_per_m, 1920 / (2 * 20 * std::tan(std::numbers::pi / 6)), 0.5);
    const PointSight far = analysis::sight(asked.input(), 0, {kX + 440, kY + 500});
    EXPECT_EQ(far.cause, Cause::low_density);
    EXPECT_EQ(far.band, 0U);
    project.sites = std::vector{test::site("1", {kX + 440, kY + 500})};
    Progress progress;
    EXPECT_EQ(gaps(project, asked.views, kToday, progress, 1).coverage[0].cause, Cause::low_density);
}

TEST(PointSight, ListsThoseThatSeeAndTheReasonsOfTheOthers) {
    domain::Project project = street();
    const geo::Point p{kX + 580, kY + 500};
    registry::Camera expired = fixed("d-echue", {kX + 620, kY + 500}, 270, 100);
    expired.authorisation = "2020/9";
    project.cameras = std::vector{fixed("a-voit", {kX + 580, kY + 450}, 0, 100),
                                  fixed("b-masquee", {kX + 500, kY + 500}, 90, 100),
                                  fixed("c-ailleurs", {kX + 580, kY + 520}, 0, 100),
                                  expired,
                                  fixed("e-loin", {kX + 580, kY + 700}, 180, 100),
                                  fixed("f-tres-loin", {kX + 580, kY + 1400}, 180, 100)};
    const Asked asked(project);
    const auto found = point_sights(asked.input(), p);
    std::vector<std::pair<std::string, Cause>> told;
    for (const PointSight& sight : found) {
        told.emplace_back((*project.cameras)[sight.camera].id, sight.cause);
    }
    const std::vector<std::pair<std::string, Cause>> expected = {{"d-echue", Cause::expired},
                                                                 {"a-voit", Cause::covered},
                                                                 {"c-ailleurs", Cause::other_direction},
                                                                 {"b-masquee", Cause::hidden},
                                                                 {"e-loin", Cause::out_of_range}};
    EXPECT_EQ(told, expected);
    EXPECT_FALSE(found[0].high); // it sees, but may not film
    EXPECT_GT(found[0].px_per_m, 0);
}

TEST(PointSight, TheBuildingNamedIsOneWhoseRemovalMatters) {
    // Random scenes against brute force: the point becomes visible only if all buildings in the way go, and
    // the one named is in the way.
    int named = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        const test::Scene scene = test::random_scene(seed);
        const sight::Walls walls(scene.footprints);
        sight::View view = scene.view;
        view.fov_deg = 360;
        view.height_m.reset();
        const sight::VisibleArea seen = sight::visible_area(view, walls);
        if (seen.status != sight::ViewStatus::clear) {
            continue;
        }
        std::mt19937 random(static_cast<unsigned>(seed));
        for (int i = 0; i < 20; ++i) {
            const double angle = 0.01 * static_cast<double>(random() % 628);
            const double distance = view.range_m * (0.1 + 0.0085 * static_cast<double>(random() % 100));
            const geo::Point p{view.eye.x + distance * std::cos(angle),
                               view.eye.y + distance * std::sin(angle)};
            const auto hiding = sight::hiding_building(view.eye, std::nullopt, p, 1.6, walls);
            EXPECT_EQ(hiding.has_value(), !geo::contains(seen.ground, p)) << seed << ' ' << i;
            if (hiding) {
                const sight::Walls alone(std::span(&scene.footprints[*hiding], 1));
                EXPECT_FALSE(geo::contains(sight::visible_area(view, alone).ground, p)) << seed << ' ' << i;
                ++named;
            }
        }
    }
    EXPECT_GT(named, 300);
}

TEST(Unlocated, TheBestDiscIsTheBestOfAllPairs) {
    std::mt19937 random(3);
    for (int round = 0; round < 40; ++round) {
        std::vector<geo::Point> points;
        std::vector<double> weights;
        for (int i = 0; i < 30; ++i) {
            points.push_back({static_cast<double>(random() % 400), static_cast<double>(random() % 400)});
            weights.push_back(static_cast<double>(random() % 5));
        }
        const double radius = 20 + static_cast<double>(random() % 80);
        double best = 0;
        const auto offer = [&](geo::Point centre) {
            double sum = 0;
            for (std::size_t i = 0; i < points.size(); ++i) {
                sum += geo::distance(centre, points[i]) <= radius * (1 + 1e-9) ? weights[i] : 0;
            }
            best = std::max(best, sum);
        };
        for (const geo::Point a : points) { // centres of the discs through two points, and on one
            offer(a);
            for (const geo::Point b : points) {
                const double d = geo::distance(a, b);
                if (d > 0 && d <= 2 * radius) {
                    const double h = std::sqrt(radius * radius - d * d / 4) / d;
                    offer({(a.x + b.x) / 2 - h * (b.y - a.y), (a.y + b.y) / 2 + h * (b.x - a.x)});
                }
            }
        }
        EXPECT_EQ(best_disc(points, weights, radius), best) << round;
    }
}

TEST(Unlocated, OneCameraWithoutAPositionCoversOneDiscAtMost) {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2024/1", "02001", day(2024, 1, 1))};
    registry::Camera camera = test::camera("c1", "2024/1", {}, 60);
    camera.position.reset();
    project.cameras = std::vector{camera};
    project.sites =
        std::vector{test::site("1", {kX + 100, kY + 100}), test::site("2", {kX + 150, kY + 100}),
                    test::site("3", {kX + 900, kY + 900}), test::site("4", {kX + 1500, kY + 100})};
    Progress progress;
    const Gaps found = gaps(project, camera_views(project, progress, 1), kToday, progress, 1);
    EXPECT_TRUE(found.coverage[0].high); // any of them may be the one
    EXPECT_TRUE(found.coverage[2].high);
    EXPECT_TRUE(found.coverage[2].is_by_unlocated);
    EXPECT_FALSE(found.coverage[3].high);                        // another commune
    EXPECT_EQ(found.total().sites_covered, (Interval{0, 0, 2})); // but two at most, side by side
    project.cameras = std::vector{camera, [&] {
                                      registry::Camera second = camera;
                                      second.id = "c2";
                                      return second;
                                  }()};
    const Gaps two = gaps(project, camera_views(project, progress, 1), kToday, progress, 1);
    EXPECT_EQ(two.total().sites_covered, (Interval{0, 0, 3})); // never more than there are
}

} // namespace
} // namespace maillage::analysis
