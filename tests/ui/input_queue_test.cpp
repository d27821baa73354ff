// Input is never lost on slow frames: at most one transition per key and button per frame.
#include "ui/window/input_queue.h"

#include <GLFW/glfw3.h>
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

    InputQueue queue;
};

TEST_F(InputQueueTest, AKeyPressedAndReleasedAtOnceIsDownForOneFrame) {
    queue.push(KeyChanged{GLFW_KEY_F5, true, {}});
    queue.push(KeyChanged{GLFW_KEY_F5, false, {}});
    queue.feed();
    EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_F5]);
    EXPECT_FALSE(queue.is_empty());
    queue.feed();
    EXPECT_FALSE(ImGui::GetIO().KeysDown[GLFW_KEY_F5]);
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
    queue.push(KeyChanged{GLFW_KEY_ENTER, true, {}});
    queue.feed();
    EXPECT_EQ(ImGui::GetIO().InputQueueCharacters.Size, 6);
    EXPECT_FALSE(ImGui::GetIO().KeysDown[GLFW_KEY_ENTER]);
    queue.feed();
    EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_ENTER]);
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
    queue.push(KeyChanged{GLFW_KEY_LEFT_CONTROL, true, {true, false, false, false}});
    queue.feed();
    EXPECT_TRUE(ImGui::GetIO().KeyCtrl);
    queue.push(FocusChanged{false});
    queue.feed();
    EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
    EXPECT_FALSE(ImGui::GetIO().KeysDown[GLFW_KEY_LEFT_CONTROL]);
}

TEST_F(InputQueueTest, AModifierLetGoRightAfterItsKeyStillCounts) {
    const Modifiers ctrl{true, false, false, false};
    queue.push(KeyChanged{GLFW_KEY_LEFT_CONTROL, true, ctrl});
    queue.feed();
    queue.push(KeyChanged{GLFW_KEY_K, true, ctrl});
    queue.push(KeyChanged{GLFW_KEY_LEFT_CONTROL, false, {}});
    queue.push(KeyChanged{GLFW_KEY_K, false, {}});
    queue.feed();
    EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_K]);
    EXPECT_TRUE(ImGui::GetIO().KeyCtrl);
    queue.feed();
    EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
}

TEST_F(InputQueueTest, TwoDifferentKeysAreTakenTogether) {
    queue.push(KeyChanged{GLFW_KEY_A, true, {}});
    queue.push(KeyChanged{GLFW_KEY_B, true, {}});
    queue.feed();
    EXPECT_TRUE(queue.is_empty());
}

} // namespace

} // namespace maillage::ui
