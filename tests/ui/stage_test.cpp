// The whole desktop drawn by OpenGL with no display: what a picture of it must show.
#include "gl/offscreen.h"
#include "ui/ui_driver.h"
#include "ui/window/stage.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <random>
#include <set>

namespace maillage::test {

namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 720;

class StageTest : public ::testing::Test {
  protected:
    StageTest() { session.project = std::make_shared<const domain::Project>(hexagons()); }

    Picture picture() {
        offscreen.bind();
        stage.settle(kWidth, kHeight, 1);
        return offscreen.read();
    }

    static Colour at(const Picture& picture, float x, float y) {
        const auto i = (static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)) * 4;
        return {picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2], picture.rgba[i + 3]};
    }

    static std::size_t colours(const Picture& picture, const ui::Rect& r) {
        std::set<std::uint32_t> seen;
        for (auto y = static_cast<int>(r.y); y < static_cast<int>(r.bottom()); ++y) {
            for (auto x = static_cast<int>(r.x); x < static_cast<int>(r.right()); ++x) {
                const auto c = at(picture, static_cast<float>(x), static_cast<float>(y));
                seen.insert(static_cast<std::uint32_t>(c.r) << 16U | static_cast<std::uint32_t>(c.g) << 8U |
                            c.b);
            }
        }
        return seen.size();
    }

    gl::Offscreen offscreen{kWidth, kHeight};
    session::Session session;
    session::Jobs jobs;
    ui::Stage stage{session, jobs};
};

TEST_F(StageTest, MapAndPanelsAreDrawn) {
    const auto drawn = picture();
    const auto& zones = stage.desktop().zones;
    EXPECT_GT(colours(drawn, zones.map), 50U);
    EXPECT_GT(colours(drawn, zones.left), 50U);
    EXPECT_GT(colours(drawn, zones.right), 50U);
    EXPECT_GT(colours(drawn, zones.bottom), 50U);
    EXPECT_EQ(at(drawn, 4, 60), ui::light_palette().panel);
}

TEST_F(StageTest, TheSameFrameTwiceIsTheSamePicture) {
    const auto first = picture();
    EXPECT_EQ(picture(), first);
}

/// Frames are drawn only where they differ from the one before: whatever the user did, nothing stale may
/// stay.
TEST_F(StageTest, AFrameDrawnInPartsIsTheWholeFrame) {
    picture();
    std::mt19937 random(11);
    const auto upto = [&](int n) { return std::uniform_int_distribution<int>(0, n)(random); };
    const auto at_random = [&] {
        return ui::MouseMoved{static_cast<float>(upto(kWidth - 1)), static_cast<float>(upto(kHeight - 1))};
    };
    for (int round = 0; round < 25; ++round) {
        stage.input().push(at_random());
        switch (upto(5)) {
        case 0:
            stage.input().push(ui::MouseButton{0, true, {}});
            stage.input().push(at_random());
            stage.input().push(ui::MouseButton{0, false, {}});
            break;
        case 1:
            stage.input().push(ui::MouseWheel{0, static_cast<float>(upto(4) - 2)});
            break;
        case 2:
            stage.input().push(ui::MouseButton{1, true, {}});
            stage.input().push(ui::MouseButton{1, false, {}});
            break;
        case 3:
            stage.input().push(ui::TextTyped{"a"});
            break;
        case 4:
            stage.input().push(ui::KeyChanged{ui::Key::escape, true, {}});
            stage.input().push(ui::KeyChanged{ui::Key::escape, false, {}});
            break;
        default:
            break;
        }
        const auto in_parts = picture();
        stage.forget_picture();
        offscreen.bind();
        stage.step(kWidth, kHeight, 1, 1e5 + round);
        ASSERT_EQ(offscreen.read(), in_parts) << "round " << round;
    }
}

TEST_F(StageTest, AnIdleDesktopWaitsForInput) {
    picture();
    EXPECT_LT(stage.next_frame_in(1e6), 0);
    stage.input().push(ui::MouseMoved{10, 10});
    EXPECT_EQ(stage.next_frame_in(1e6), 0);
}

TEST_F(StageTest, TheDarkThemeReachesPanelsAndMap) {
    const auto light = picture();
    session.style.is_dark = true;
    const auto dark = picture();
    const auto& map = stage.desktop().zones.map;
    EXPECT_EQ(at(dark, 4, 60), ui::dark_palette().panel);
    EXPECT_NE(at(dark, map.x + 3, map.y + 3), at(light, map.x + 3, map.y + 3));
}

TEST_F(StageTest, ARefusedCommandIsToldAndChangesNothing) {
    picture();
    const auto before = session.project;
    session.selection = {map::SelectionKind::camera, "inconnue"};
    stage.input().push(ui::KeyChanged{ui::Key::del, true, {}});
    stage.input().push(ui::KeyChanged{ui::Key::del, false, {}});
    picture();
    EXPECT_EQ(session.project, before);
    ASSERT_FALSE(session.messages.empty());
    EXPECT_TRUE(session.messages.back().is_error);
}

TEST_F(StageTest, TheUserZoomMakesEverythingLarger) {
    picture();
    const float before = stage.desktop().zones.left.width;
    stage.desktop().preferences.zoom = 1.25;
    picture();
    EXPECT_NEAR(stage.desktop().zones.left.width, before * 1.25F, 1);
}

TEST(StageClipboard, InThePublicProfileACopyStaysInTheWindow) {
    gl::Offscreen offscreen{kWidth, kHeight};
    session::Session session;
    session::Jobs jobs;
    session.project = std::make_shared<const domain::Project>(hexagons());
    std::string outside = "avant";
    ui::StageOptions options;
    options.set_clipboard = [&](const std::string& text) { outside = text; };
    options.clipboard = [&] { return outside; };
    ui::Stage stage{session, jobs, std::move(options)};
    offscreen.bind();
    const auto copied_table = [&] {
        outside = "avant";
        stage.settle(kWidth, kHeight, 1);
        stage.desktop().tables.wants_copy = true;
        stage.settle(kWidth, kHeight, 1);
        return outside;
    };
    EXPECT_NE(copied_table(), "avant");
    session::apply(session, jobs, session::SetProfile{domain::Profile::published});
    EXPECT_EQ(copied_table(), "avant");
    ASSERT_FALSE(session.messages.empty());
    EXPECT_NE(session.messages.back().text.find("profil « public »"), std::string::npos);
    EXPECT_NE(std::string(ImGui::GetClipboardText()), "avant"); // pasted inside, it is there
    outside = "d’ailleurs";
    EXPECT_EQ(std::string(ImGui::GetClipboardText()), "d’ailleurs");
}

} // namespace

} // namespace maillage::test
