#include "scene/pick.h"
#include "support/honeycomb.h"

#include <gtest/gtest.h>

namespace maillage::scene {
namespace {

struct PickTest : testing::Test {
    Scene scene;
    View view{{0, 0}, 1, 200, 200, 1};

    void SetUp() override {
        const std::vector<geo::MultiPolygon> features{
            {{{{-100, -100}, {0, -100}, {0, 100}, {-100, 100}}, {}}},
            {{{{0, -100}, {100, -100}, {100, 100}, {0, 100}}, {}}}};
        const auto coverage = std::make_shared<const Coverage>(features);
        scene.layers.emplace_back(CoverageLayer{"communes", coverage, {{}}, {0, 0}, 1, true});
        scene.layers.emplace_back(
            PolygonLayer{"champs",
                         make_shapes({{{{{-50, -50}, {50, -50}, {50, 50}, {-50, 50}}, {}}},
                                      {{{{20, 20}, {60, 20}, {60, 60}, {20, 60}}, {}}}},
                                     {70, 71}),
                         {{}},
                         {},
                         1,
                         true});
        auto points = std::make_shared<Points>();
        points->positions = {{30, 30}, {33, 30}, {-80, 0}};
        points->ids = {900, 901, 902};
        scene.layers.emplace_back(
            PointLayer{"caméras", points, {{Symbol::circle, 8, {}, {}, 1}}, {}, 1, true, false});
    }
};

TEST_F(PickTest, EverythingUnderTheCursorTopmostFirst) {
    const auto found = pick(scene, view, view.to_screen({32, 30}));
    ASSERT_EQ(found.size(), 5U);
    EXPECT_EQ(found[0].id, 901U); // the nearer camera
    EXPECT_EQ(found[1].id, 900U);
    EXPECT_EQ(found[2], (Pick{1, 71, 0}));
    EXPECT_EQ(found[3], (Pick{1, 70, 0}));
    EXPECT_EQ(found[4], (Pick{0, 1, 0}));
}

TEST_F(PickTest, OutsideThereIsNothing) {
    EXPECT_TRUE(pick(scene, {{1000, 0}, 1, 200, 200, 1}, {100, 100}).empty());
    EXPECT_FALSE(nearest_point(scene, view, view.to_screen({-40, 0})));
}

TEST_F(PickTest, TheNearestPointWithinTolerance) {
    const auto found = nearest_point(scene, view, view.to_screen({-74, 0}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, 902U);
    EXPECT_NEAR(found->distance_px, 6, 1e-9);
}

TEST_F(PickTest, HiddenAndUnpickableThingsAreNotFound) {
    auto& points = std::get<PointLayer>(scene.layers[2]);
    points.class_of = {kNoClass, 0, 0};
    std::get<PolygonLayer>(scene.layers[1]).is_pickable = false;
    const auto found = pick(scene, view, view.to_screen({30, 30}));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id, 901U);
    EXPECT_EQ(found[1].layer, 0U);
}

TEST_F(PickTest, APinIsPickedByItsBody) {
    std::get<PointLayer>(scene.layers[2]).classes[0] = {Symbol::pin, 30, {}, {}, 1};
    EXPECT_TRUE(nearest_point(scene, view, view.to_screen({-80, 25}), 0));
    EXPECT_FALSE(nearest_point(scene, view, view.to_screen({-80, -5}), 0));
}

} // namespace
} // namespace maillage::scene
