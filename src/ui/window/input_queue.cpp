#include "ui/window/input_queue.h"

#include <imgui.h>

#include <set>
#include <utility>

namespace maillage::ui {

namespace {

/// What a frame has taken so far: an event that would blur what came before it waits for the next frame.
struct Taken {
    std::set<int> buttons;
    std::set<Key> keys;
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

void take(ImGuiIO& io, Taken& taken, const MouseMoved& event) {
    io.MousePos = ImVec2(event.x, event.y);
    taken.has_moved = true;
}

void take(ImGuiIO& io, Taken& taken, const MouseButton& event) {
    if (event.button >= 0 && event.button < IM_ARRAYSIZE(io.MouseDown)) {
        io.MouseDown[event.button] = event.is_down;
    }
    tell_modifiers(event.modifiers);
    taken.buttons.insert(event.button);
}

void take(ImGuiIO& io, Taken& taken, const MouseWheel& event) {
    io.MouseWheelH += event.dx;
    io.MouseWheel += event.dy;
    taken.has_wheeled = true;
}

void take(ImGuiIO&, Taken& taken, const KeyChanged& event) {
    tell_key(event.key, event.is_down);
    tell_modifiers(event.modifiers);
    taken.keys.insert(event.key);
}

void take(ImGuiIO& io, Taken& taken, const TextTyped& event) {
    io.AddInputCharactersUTF8(event.utf8.c_str());
    taken.has_text = true;
}

void take(ImGuiIO& io, Taken&, const FocusChanged& event) {
    io.AddFocusEvent(event.has_focus);
    if (!event.has_focus) { // releases that happen in another window never reach us
        for (auto& button : io.MouseDown) {
            button = false;
        }
        tell_modifiers({});
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
    const bool is_down = is_held(Key::enter) || is_held(Key::pad_enter);
    if (is_down && !is_enter_down_) {
        is_enter_for_text_ = ImGui::GetIO().WantTextInput;
    }
    is_enter_down_ = is_down;
    if (is_down && !is_enter_for_text_) {
        tell_activation();
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
        take_held(event);
        events_.pop_front();
    }
}

void InputQueue::take_held(const InputEvent& event) {
    if (const auto* changed = std::get_if<KeyChanged>(&event)) {
        if (changed->is_down) {
            held_.insert(changed->key);
        } else {
            held_.erase(changed->key);
        }
    } else if (const auto* focus = std::get_if<FocusChanged>(&event); focus != nullptr && !focus->has_focus) {
        for (const Key key : std::exchange(held_, {})) {
            tell_key(key, false);
        }
    }
}

} // namespace maillage::ui
