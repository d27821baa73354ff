// Input is never lost on slow frames: at most one transition per key and button per frame.
#include "ui/window/input_queue.h"

#include <gtest/gtest.h>
#include <imgui.h>

namespace maillage::ui {

namespace {

class InputQueueTest : public ::testing::Test {
  protected:
    void SetUp() override {
        ImGui::CreateContext();
        map_keys();
    }

    void TearDown() override { ImGui::DestroyContext(); }

    /// Characters are handed on when a frame begins, of later versions.
    void begin_frame() {
        auto& io = ImGui::GetIO();
        io.DisplaySize = {100, 100};
        io.Fonts->Build();
        queue.feed();
        ImGui::NewFrame();
    }

    InputQueue queue;
};

TEST_F(InputQueueTest, AKeyPressedAndReleasedAtOnceIsDownForOneFrame) {
    queue.push(KeyChanged{Key::f5, true, {}});
    queue.push(KeyChanged{Key::f5, false, {}});
    queue.feed();
    EXPECT_TRUE(queue.is_held(Key::f5));
    EXPECT_FALSE(queue.is_empty());
    queue.feed();
    EXPECT_FALSE(queue.is_held(Key::f5));
    EXPECT_TRUE(queue.is_empty());
}

TEST_F(InputQueueTest, AClickHappensWhereTheMouseWas) {
    queue.push(MouseMoved{10, 20});
    queue.push(MouseButton{0, true, {}});
    queue.push(MouseMoved{300, 400});
    queue.push(MouseButton{0, false, {}});
    queue.feed();
    EXPECT_TRUE(ImGui::GetIO().MouseDown[0]);
    EXPECT_EQ(ImGui::GetIO().MousePos.x, 10);
    queue.feed();
    EXPECT_FALSE(ImGui::GetIO().MouseDown[0]);
    EXPECT_EQ(ImGui::GetIO().MousePos.x, 300);
    EXPECT_TRUE(queue.is_empty());
}

TEST_F(InputQueueTest, TextAndReturnKeepTheirOrder) {
    queue.push(TextTyped{"Œuilly"});
    queue.push(KeyChanged{Key::enter, true, {}});
    begin_frame();
    EXPECT_EQ(ImGui::GetIO().InputQueueCharacters.Size, 6);
    EXPECT_FALSE(queue.is_held(Key::enter));
    queue.feed();
    EXPECT_TRUE(queue.is_held(Key::enter));
}

TEST_F(InputQueueTest, ManyMovesAreOneMove) {
    for (int i = 0; i < 500; ++i) {
        queue.push(MouseMoved{static_cast<float>(i), 0});
    }
    queue.feed();
    EXPECT_TRUE(queue.is_empty());
    EXPECT_EQ(ImGui::GetIO().MousePos.x, 499);
}

TEST_F(InputQueueTest, LosingTheFocusReleasesWhatWasHeld) {
    queue.push(KeyChanged{Key::left_control, true, {true, false, false, false}});
    queue.feed();
    EXPECT_TRUE(ImGui::GetIO().KeyCtrl);
    queue.push(FocusChanged{false});
    queue.feed();
    EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
    EXPECT_FALSE(queue.is_held(Key::left_control));
}

TEST_F(InputQueueTest, AModifierLetGoRightAfterItsKeyStillCounts) {
    const Modifiers ctrl{true, false, false, false};
    queue.push(KeyChanged{Key::left_control, true, ctrl});
    queue.feed();
    queue.push(KeyChanged{Key::k, true, ctrl});
    queue.push(KeyChanged{Key::left_control, false, {}});
    queue.push(KeyChanged{Key::k, false, {}});
    queue.feed();
    EXPECT_TRUE(queue.is_held(Key::k));
    EXPECT_TRUE(ImGui::GetIO().KeyCtrl);
    queue.feed();
    EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
}

TEST_F(InputQueueTest, TwoDifferentKeysAreTakenTogether) {
    queue.push(KeyChanged{Key::a, true, {}});
    queue.push(KeyChanged{Key::b, true, {}});
    queue.feed();
    EXPECT_TRUE(queue.is_empty());
}

} // namespace

} // namespace maillage::ui
