#include "scene/furniture.h"
#include "scene/labels.h"
#include "support/demo_scene.h"

#include <gtest/gtest.h>

#include <map>

namespace maillage::scene {
namespace {

TextSize measure(std::string_view text, double size_px, bool is_bold) {
    return {static_cast<double>(text.size()) * size_px * (is_bold ? 0.62 : 0.55), size_px * 0.9,
            size_px * 0.25};
}

/// Many labels and pins at random, far more than there is room for.
Scene crowded(int seed) {
    Scene scene;
    auto labels = std::make_shared<LabelSet>();
    labels->styles = {{13, true, {}, {}, 1.5}, {10, false, {}, {}, 1}};
    auto pins = std::make_shared<Points>();
    for (int i = 0; i < 500; ++i) {
        const geo::Point at{noise(i, seed, 1) * 100'000, noise(i, seed, 2) * 60'000};
        labels->labels.push_back(
            {std::string(3 + static_cast<std::size_t>(noise(i, seed, 3) * 20), 'x') + std::to_string(i), at,
             std::floor(noise(i, seed, 4) * 20), static_cast<std::uint16_t>(i % 2), i % 3 == 0 ? 6.0 : 0.0,
             i % 5 == 0 ? 60.0 : 0.0});
        if (i % 12 == 0) {
            pins->positions.push_back(at);
        }
    }
    scene.labels = labels;
    scene.layers.emplace_back(PointLayer{"pins", pins, {{Symbol::pin, 24, {}, {}, 1}}, {}, 1, true, true});
    return scene;
}

TEST(Labels, NeverOverlapAnything) {
    for (int seed = 0; seed < 12; ++seed) {
        const Scene scene = crowded(seed);
        const View view{
            {50'000 + seed * 900.0, 30'000}, 40.0 + 15 * seed, 900, 600, seed % 2 == 0 ? 1.0 : 1.75};
        const std::vector<ScreenBox> taken{{10, 10, 200, 60}, {700, 20, 180, 300}};
        const auto placed = place_labels(scene, view, measure, taken);
        EXPECT_GT(placed.size(), 8U);
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const ScreenBox& box = placed[i].box;
            EXPECT_GE(box.x, 0);
            EXPECT_GE(box.y, 0);
            EXPECT_LE(box.x + box.width, view.width);
            EXPECT_LE(box.y + box.height, view.height);
            for (std::size_t j = 0; j < i; ++j) {
                EXPECT_FALSE(box.intersects(placed[j].box));
            }
            for (const ScreenBox& other : taken) {
                EXPECT_FALSE(box.intersects(other));
            }
            for (const geo::Point p : std::get<PointLayer>(scene.layers[0]).points->positions) {
                EXPECT_FALSE(box.intersects(symbol_box(Symbol::pin, 24 * view.scale, view.to_screen(p))));
            }
        }
    }
}

TEST(Labels, StayOnTheGroundWhilePanning) {
    const Scene scene = crowded(3);
    const View view{{50'000, 30'000}, 60, 900, 600, 1};
    const View moved = pan(view, 37, -23);
    std::map<std::size_t, ScreenPoint> before;
    for (const PlacedLabel& label : place_labels(scene, view, measure, {})) {
        before[label.label] = label.baseline;
    }
    std::size_t common = 0;
    for (const PlacedLabel& label : place_labels(scene, moved, measure, {})) {
        const auto found = before.find(label.label);
        if (found != before.end()) {
            ++common;
            EXPECT_NEAR(label.baseline.x, found->second.x + 37, 1e-6) << label.label;
            EXPECT_NEAR(label.baseline.y, found->second.y - 23, 1e-6) << label.label;
        }
    }
    EXPECT_GT(common, before.size() * 8 / 10);
}

TEST(Labels, TheMostImportantComesFirstAndFarOnesWait) {
    Scene scene;
    auto labels = std::make_shared<LabelSet>();
    labels->styles = {{12, false, {}, {}, 1}};
    labels->labels = {{"village", {0, 0}, 100, 0, 0, 0},
                      {"ville", {0, 0}, 5000, 0, 0, 0},
                      {"hameau", {5000, 0}, 9000, 0, 0, 20}};
    scene.labels = labels;
    const auto placed = place_labels(scene, {{0, 0}, 50, 400, 300, 1}, measure, {});
    ASSERT_EQ(placed.size(), 2U); // the hamlet waits for a closer view
    EXPECT_EQ(placed[0].label, 1U);
    EXPECT_NEAR(placed[0].box.x + placed[0].box.width / 2, 200, 1e-9); // centred on its place
    EXPECT_EQ(placed[1].label, 0U);
    EXPECT_EQ(place_labels(scene, {{0, 0}, 15, 900, 300, 1}, measure, {}).size(), 3U);
}

} // namespace
} // namespace maillage::scene
