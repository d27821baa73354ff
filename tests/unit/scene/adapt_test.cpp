#include "scene/adapt.h"
#include "scene/labels.h"
#include "scene/view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace maillage::scene {
namespace {

constexpr double kPinPx = 24;

PointLayer pins(std::vector<geo::Point> places) {
    auto points = std::make_shared<Points>();
    points->positions = std::move(places);
    PointLayer layer{"pins", points, {{Symbol::pin, kPinPx, colour(0xb3122d), colour(0xffffff), 1}}, {}, 1,
                     true,   true};
    layer.keeps_apart = true;
    return layer;
}

const PointLayer& last(const Scene& scene) {
    return std::get<PointLayer>(scene.layers.back());
}

/// Pins that stand on each other, as the map draws them.
std::size_t collisions(const PointLayer& layer, const View& view) {
    std::size_t count = 0;
    const auto& at = layer.points->positions;
    for (std::size_t i = 0; i < at.size(); ++i) {
        for (std::size_t j = i + 1; j < at.size(); ++j) {
            count += symbol_box(Symbol::pin, kPinPx * view.scale, view.to_screen(at[i]))
                         .intersects(symbol_box(Symbol::pin, kPinPx * view.scale, view.to_screen(at[j])));
        }
    }
    return count;
}

TEST(Adapt, FadesBetweenItsTwoScales) {
    const Fade fade{2, 32, 0.25, 1};
    EXPECT_DOUBLE_EQ(strength(fade, 0.5), 0.25);
    EXPECT_DOUBLE_EQ(strength(fade, 2), 0.25);
    EXPECT_DOUBLE_EQ(strength(fade, 8), 0.625); // half way by ratio
    EXPECT_DOUBLE_EQ(strength(fade, 32), 1);
    EXPECT_DOUBLE_EQ(strength(fade, 1000), 1);
    EXPECT_DOUBLE_EQ(strength({}, 5), 1);
}

TEST(Adapt, WhatHasFadedAwayLeavesMapAndLegend) {
    Scene scene;
    PointLayer sites = pins({{0, 0}});
    sites.fade = {10, 40, 1, 0};
    scene.layers = {sites};
    scene.furniture.legend = {{"", {{"site", sites.classes[0], sites.fade}}}};
    EXPECT_EQ(adapted(scene, 10, 1).layers.size(), 1U);
    EXPECT_TRUE(adapted(scene, 50, 1).layers.empty());
    EXPECT_TRUE(adapted(scene, 50, 1).furniture.legend.empty());
    EXPECT_TRUE(adapted(scene, 25, 2).layers.empty())
        << "the scale is that of the ground, whatever the screen";
}

TEST(Adapt, TheLegendFadesWithTheMap) {
    Scene scene;
    AreaStyle area;
    area.fill = {10, 20, 30, 200};
    scene.furniture.legend = {{"", {{"lacune", area, {2, 20, 0.5, 1}}}}};
    const auto shown = adapted(scene, 1, 1);
    EXPECT_EQ(std::get<AreaStyle>(shown.furniture.legend[0].entries[0].sample).fill.a, 100);
}

TEST(Adapt, PinsThatHaveRoomStayWhereTheyAre) {
    Scene scene;
    scene.layers = {pins({{0, 0}, {1000, 0}, {0, 1000}})};
    const auto shown = adapted(scene, 10, 1);
    ASSERT_EQ(shown.layers.size(), 1U);
    EXPECT_EQ(last(shown).points, std::get<PointLayer>(scene.layers[0]).points);
}

TEST(Adapt, CrowdedPinsStandApartAndTheMostImportantKeepsItsPlace) {
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
        std::vector<geo::Point> places;
        std::uniform_real_distribution<double> metres(0, 900);
        for (int i = 0; i < 14; ++i) {
            places.push_back({7e5 + metres(random), 6.9e6 + metres(random)});
        }
        Scene scene;
        scene.layers = {pins(places)};
        const View view{{7e5 + 450, 6.9e6 + 450}, 10, 800, 600, 1};
        const Scene shown = adapted(scene, view.metres_per_pixel, view.scale);
        EXPECT_EQ(collisions(last(shown), view), 0U);
        EXPECT_EQ(last(shown).points->positions.back(), places.back());
        const auto& leaders = std::get<LineLayer>(shown.layers.front());
        for (const geo::Line& line : *leaders.lines) { // from the place to the pin, and not far
            EXPECT_NE(std::ranges::find(places, line.front()), places.end());
            EXPECT_LE(geo::distance(line.front(), line.back()), 3.2 * kPinPx * view.metres_per_pixel);
        }
    }
}

TEST(Adapt, EachScaleHasItsArrangement) {
    Scene scene;
    scene.layers = {pins({{0, 0}, {5, 5}, {10, 0}})};
    EXPECT_EQ(last(adapted(scene, 10, 1)).points->positions, last(adapted(scene, 10, 1)).points->positions);
    EXPECT_NE(last(adapted(scene, 10, 1)).points->positions, last(adapted(scene, 20, 1)).points->positions);
}

} // namespace
} // namespace maillage::scene
