#include "base/error.h"
#include "gl/offscreen.h"
#include "gl/renderer.h"
#include "support/demo_scene.h"
#include "support/require.h"
#include "support/software_gl.h"

#include <gtest/gtest.h>

#include <cmath>

namespace maillage::gl {
namespace {

Colour pixel(const Picture& picture, int x, int y) {
    const std::uint8_t* p =
        picture.rgba.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                                   static_cast<std::size_t>(x));
    return {p[0], p[1], p[2], p[3]};
}

struct RendererTest : testing::Test {
    std::vector<geo::MultiPolygon> features = honeycomb(5, 4);
    std::shared_ptr<const scene::Coverage> coverage = std::make_shared<const scene::Coverage>(features);
    scene::Scene scene;
    scene::View view = scene::fit(coverage->bounds(), 200, 160);
    std::unique_ptr<Offscreen> screen;

    static void SetUpTestSuite() { pin_software_gl(); }

    void SetUp() override {
        scene::CoverageLayer layer{"", coverage, {}, {}, 1, true};
        for (std::size_t f = 0; f < features.size(); ++f) {
            layer.classes.push_back({colour(0x202020 + static_cast<std::uint32_t>(f) * 0x050301), {}, {}});
            layer.class_of.push_back(static_cast<std::uint16_t>(f));
        }
        scene.layers.emplace_back(layer);
        try {
            screen = std::make_unique<Offscreen>(200, 160);
        } catch (const Error& error) {
            MAILLAGE_SKIP_WITHOUT("gl", error.what());
        }
    }

    Picture frame(Renderer& renderer, const scene::View& v, bool is_resting = true) {
        screen->bind();
        renderer.draw(v, 0, 0, is_resting);
        return screen->read();
    }

    /// A pixel well inside a feature, and its colour.
    std::pair<int, int> place_of(std::size_t feature) const {
        const scene::ScreenPoint p = view.to_screen(geo::centroid(features[feature]));
        return {static_cast<int>(p.x), static_cast<int>(p.y)};
    }
};

TEST_F(RendererTest, EveryFeatureHasItsColour) {
    Renderer renderer;
    renderer.upload(scene);
    const Picture picture = frame(renderer, view);
    for (std::size_t f = 0; f < features.size(); ++f) {
        const auto [x, y] = place_of(f);
        EXPECT_EQ(pixel(picture, x, y), colour(0x202020 + static_cast<std::uint32_t>(f) * 0x050301)) << f;
    }
    EXPECT_EQ(pixel(picture, 0, 0), scene.theme.ground);
    EXPECT_TRUE(renderer.is_exact());
    EXPECT_TRUE(renderer.is_software());
    EXPECT_NE(renderer.description().find("llvmpipe"), std::string::npos);
}

TEST_F(RendererTest, RestylingChangesColoursOnly) {
    Renderer renderer;
    renderer.upload(scene);
    const Picture before = frame(renderer, view);
    auto& layer = std::get<scene::CoverageLayer>(scene.layers[0]);
    layer.classes[7].fill = colour(0xFF0000);
    layer.class_of[8] = scene::kNoClass;
    renderer.upload(scene);
    const Picture after = frame(renderer, view);
    EXPECT_EQ(pixel(after, place_of(7).first, place_of(7).second), colour(0xFF0000));
    EXPECT_EQ(pixel(after, place_of(8).first, place_of(8).second), scene.theme.ground);
    EXPECT_EQ(pixel(after, place_of(3).first, place_of(3).second),
              pixel(before, place_of(3).first, place_of(3).second));
}

TEST_F(RendererTest, PanningShowsTheCachedPictureShifted) {
    Renderer renderer;
    renderer.upload(scene);
    const Picture before = frame(renderer, view);
    const scene::View moved = scene::pan(view, 30, -12);
    const Picture shifted = frame(renderer, moved, false);
    EXPECT_FALSE(renderer.is_exact());
    for (int y = 20; y < 140; y += 5) {
        for (int x = 40; x < 190; x += 5) {
            ASSERT_EQ(pixel(shifted, x, y), pixel(before, x - 30, y + 12));
        }
    }
    EXPECT_EQ(pixel(shifted, 5, 80), scene.theme.ground); // not drawn yet
    frame(renderer, moved, true);
    EXPECT_TRUE(renderer.is_exact());
}

TEST_F(RendererTest, LevelsThatAreNotReadyAreAskedFor) {
    Renderer renderer({false});
    renderer.upload(scene);
    const Picture nothing = frame(renderer, view);
    EXPECT_EQ(pixel(nothing, place_of(7).first, place_of(7).second), scene.theme.ground);
    ASSERT_EQ(renderer.missing().size(), 1U);
    EXPECT_FALSE(renderer.is_exact());
    const MissingLevel wanted = renderer.missing()[0];
    wanted.coverage->mesh(wanted.level); // a worker does this
    const Picture drawn = frame(renderer, view);
    EXPECT_TRUE(renderer.missing().empty());
    EXPECT_TRUE(renderer.is_exact());
    EXPECT_NE(pixel(drawn, place_of(7).first, place_of(7).second), scene.theme.ground);
    // Closer in the coarse level stands in for the fine one.
    const scene::View near = scene::zoom_at(view, {100, 80}, 8);
    const Picture coarse = frame(renderer, near);
    EXPECT_EQ(renderer.missing().size(), 1U);
    EXPECT_NE(pixel(coarse, 100, 80), scene.theme.ground);
}

TEST_F(RendererTest, APictureFromElsewhereStandsForTheMap) {
    Renderer renderer;
    renderer.upload(scene);
    Picture map{200, 160, std::vector<std::uint8_t>(200 * 160 * 4, 255)};
    map.rgba[0] = 10; // top left, red
    renderer.set_map(map, view);
    const Picture shown = frame(renderer, view);
    EXPECT_EQ(pixel(shown, 0, 0), (Colour{10, 255, 255, 255}));
    EXPECT_EQ(pixel(shown, 100, 80), colour(0xFFFFFF));
    renderer.set_map({}, view);
    EXPECT_NE(pixel(frame(renderer, view), place_of(7).first, place_of(7).second), colour(0xFFFFFF));
}

TEST_F(RendererTest, LabelsMoveWithTheMapAndFurnitureStays) {
    Renderer renderer;
    renderer.upload(scene);
    Picture mark{200, 160, std::vector<std::uint8_t>(200 * 160 * 4, 0)};
    const auto paint = [&](int x, int y, Colour c) {
        const std::size_t at = 4 * (static_cast<std::size_t>(y) * 200 + static_cast<std::size_t>(x));
        mark.rgba[at] = c.r, mark.rgba[at + 1] = c.g, mark.rgba[at + 2] = c.b, mark.rgba[at + 3] = c.a;
    };
    paint(100, 80, colour(0x00FF00));
    renderer.set_labels(mark, view);
    paint(100, 80, {0, 0, 0, 0});
    paint(20, 30, colour(0x0000FF));
    renderer.set_furniture(mark);
    const Picture first = frame(renderer, view);
    EXPECT_EQ(pixel(first, 100, 80), colour(0x00FF00));
    EXPECT_EQ(pixel(first, 20, 30), colour(0x0000FF));
    const Picture moved = frame(renderer, scene::pan(view, 10, 5), false);
    EXPECT_EQ(pixel(moved, 110, 85), colour(0x00FF00));
    EXPECT_EQ(pixel(moved, 20, 30), colour(0x0000FF));
}

TEST_F(RendererTest, FramesOfAFullSceneAreTheSameEachTime) {
    const scene::Scene full = demo_scene(demo_communes(4, 4), 30);
    const scene::View wide = scene::fit(scene::bounds(full), 200, 160);
    EXPECT_EQ(draw_picture(full, wide), draw_picture(full, wide));
}

TEST_F(RendererTest, AMapInACornerOfTheWindow) {
    Renderer renderer;
    renderer.upload(scene);
    const scene::View small = scene::fit(coverage->bounds(), 100, 80);
    screen->bind();
    renderer.draw(small, 60, 40);
    const Picture picture = screen->read();
    EXPECT_EQ(pixel(picture, 61, 41), scene.theme.ground); // 40 rows are left above: 160 - 80 - 40
    EXPECT_NE(pixel(picture, 110, 80), scene.theme.ground);
    EXPECT_NE(pixel(picture, 110, 80), (Colour{0, 0, 0, 0}));
    EXPECT_NE(pixel(picture, 20, 20), scene.theme.ground); // outside the map nothing was touched
}

} // namespace
} // namespace maillage::gl
