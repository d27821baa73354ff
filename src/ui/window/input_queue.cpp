#include "ui/window/input_queue.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <cstddef>
#include <set>
#include <utility>

namespace maillage::ui {

namespace {

/// What a frame has taken so far: an event that would blur what came before it waits for the next frame.
struct Taken {
    std::set<int> buttons;
    std::set<int> keys;
    bool has_moved = false;
    bool has_wheeled = false;
    bool has_text = false;
};

bool must_wait(const Taken&, const FocusChanged&) {
    return false;
}

// A click or a key belongs to the place where the mouse was then.
bool must_wait(const Taken& taken, const MouseMoved&) {
    return !taken.buttons.empty() || !taken.keys.empty() || taken.has_wheeled || taken.has_text;
}

bool must_wait(const Taken& taken, const MouseButton& event) {
    return taken.buttons.contains(event.button) || taken.has_wheeled || taken.has_text;
}

bool must_wait(const Taken& taken, const MouseWheel&) {
    return taken.has_moved || !taken.buttons.empty();
}

bool are_held(const Modifiers& modifiers) {
    const auto& io = ImGui::GetIO();
    return modifiers == Modifiers{io.KeyCtrl, io.KeyShift, io.KeyAlt, io.KeySuper};
}

// Text and keys that edit it keep their order: "é", then Return. A modifier that is let go belongs to the
// next frame: Ctrl released right after K is still Ctrl+K.
bool must_wait(const Taken& taken, const KeyChanged& event) {
    const bool changes_meaning = !taken.keys.empty() && !are_held(event.modifiers);
    return taken.keys.contains(event.key) || changes_meaning || taken.has_text || taken.has_wheeled ||
           !taken.buttons.empty();
}

bool must_wait(const Taken& taken, const TextTyped&) {
    return !taken.buttons.empty() || taken.has_wheeled;
}

void set_modifiers(ImGuiIO& io, const Modifiers& modifiers) {
    io.KeyCtrl = modifiers.ctrl;
    io.KeyShift = modifiers.shift;
    io.KeyAlt = modifiers.alt;
    io.KeySuper = modifiers.super;
}

void take(ImGuiIO& io, Taken& taken, const MouseMoved& event) {
    io.MousePos = ImVec2(event.x, event.y);
    taken.has_moved = true;
}

void take(ImGuiIO& io, Taken& taken, const MouseButton& event) {
    if (event.button >= 0 && event.button < IM_ARRAYSIZE(io.MouseDown)) {
        io.MouseDown[event.button] = event.is_down;
    }
    set_modifiers(io, event.modifiers);
    taken.buttons.insert(event.button);
}

void take(ImGuiIO& io, Taken& taken, const MouseWheel& event) {
    io.MouseWheelH += event.dx;
    io.MouseWheel += event.dy;
    taken.has_wheeled = true;
}

void take(ImGuiIO& io, Taken& taken, const KeyChanged& event) {
    if (event.key >= 0 && event.key < IM_ARRAYSIZE(io.KeysDown)) {
        io.KeysDown[event.key] = event.is_down;
    }
    set_modifiers(io, event.modifiers);
    taken.keys.insert(event.key);
}

void take(ImGuiIO& io, Taken& taken, const TextTyped& event) {
    io.AddInputCharactersUTF8(event.utf8.c_str());
    taken.has_text = true;
}

void take(ImGuiIO& io, Taken&, const FocusChanged& event) {
    io.AddFocusEvent(event.has_focus);
    if (!event.has_focus) { // releases that happen in another window never reach us
        for (auto& key : io.KeysDown) {
            key = false;
        }
        for (auto& button : io.MouseDown) {
            button = false;
        }
        set_modifiers(io, {});
    }
}

/// A hand produces hundreds of moves a second: only the last one of a run matters.
bool is_overtaken(const std::deque<InputEvent>& events) {
    return events.size() > 1 && std::holds_alternative<MouseMoved>(events[0]) &&
           std::holds_alternative<MouseMoved>(events[1]);
}

} // namespace

void InputQueue::push(InputEvent event) {
    events_.push_back(std::move(event));
}

void InputQueue::feed() {
    take_events();
    press_by_enter();
}

void InputQueue::press_by_enter() {
    auto& io = ImGui::GetIO();
    const bool is_down = io.KeysDown[GLFW_KEY_ENTER] || io.KeysDown[GLFW_KEY_KP_ENTER];
    if (is_down && !is_enter_down_) {
        is_enter_for_text_ = io.WantTextInput;
    }
    is_enter_down_ = is_down;
    if (is_down && !is_enter_for_text_) {
        io.NavInputs[ImGuiNavInput_Activate] = 1;
    }
}

void InputQueue::take_events() {
    auto& io = ImGui::GetIO();
    Taken taken;
    while (!events_.empty()) {
        if (is_overtaken(events_)) {
            events_.pop_front();
            continue;
        }
        const auto& event = events_.front();
        if (std::visit([&](const auto& e) { return must_wait(taken, e); }, event)) {
            return;
        }
        std::visit([&](const auto& e) { take(io, taken, e); }, event);
        events_.pop_front();
    }
}

void map_keys() {
    auto& io = ImGui::GetIO();
    // Tab is not among them: Dear ImGui 1.86 only takes it from text field to text field; see
    // keyboard_walk.h.
    constexpr std::pair<ImGuiKey_, int> kKeys[] = {{ImGuiKey_LeftArrow, GLFW_KEY_LEFT},
                                                   {ImGuiKey_RightArrow, GLFW_KEY_RIGHT},
                                                   {ImGuiKey_UpArrow, GLFW_KEY_UP},
                                                   {ImGuiKey_DownArrow, GLFW_KEY_DOWN},
                                                   {ImGuiKey_PageUp, GLFW_KEY_PAGE_UP},
                                                   {ImGuiKey_PageDown, GLFW_KEY_PAGE_DOWN},
                                                   {ImGuiKey_Home, GLFW_KEY_HOME},
                                                   {ImGuiKey_End, GLFW_KEY_END},
                                                   {ImGuiKey_Insert, GLFW_KEY_INSERT},
                                                   {ImGuiKey_Delete, GLFW_KEY_DELETE},
                                                   {ImGuiKey_Backspace, GLFW_KEY_BACKSPACE},
                                                   {ImGuiKey_Space, GLFW_KEY_SPACE},
                                                   {ImGuiKey_Enter, GLFW_KEY_ENTER},
                                                   {ImGuiKey_Escape, GLFW_KEY_ESCAPE},
                                                   {ImGuiKey_KeyPadEnter, GLFW_KEY_KP_ENTER},
                                                   {ImGuiKey_A, GLFW_KEY_A},
                                                   {ImGuiKey_C, GLFW_KEY_C},
                                                   {ImGuiKey_V, GLFW_KEY_V},
                                                   {ImGuiKey_X, GLFW_KEY_X},
                                                   {ImGuiKey_Y, GLFW_KEY_Y},
                                                   {ImGuiKey_Z, GLFW_KEY_Z}};
    io.KeyMap[ImGuiKey_Tab] = -1;
    for (const auto& [meaning, key] : kKeys) {
        io.KeyMap[meaning] = key;
    }
}

} // namespace maillage::ui
