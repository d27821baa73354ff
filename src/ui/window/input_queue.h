// input_queue.h: what the user did, in order, handed to Dear ImGui so that nothing is lost on a slow frame.
// Fed by the window's callbacks and by tests. Dear ImGui only looks at the state of keys and buttons
// once a frame: a key pressed and released within one frame would vanish, so at most one transition of each
// is handed over per frame.
#pragma once

#include "ui/kit/keys.h"

#include <deque>
#include <set>
#include <string>
#include <variant>

namespace maillage::ui {

struct MouseMoved {
    float x = 0, y = 0;
};

struct MouseButton {
    int button = 0;
    bool is_down = false;
    Modifiers modifiers;
};

struct MouseWheel {
    float dx = 0, dy = 0;
};

struct KeyChanged {
    Key key = Key::none;
    bool is_down = false;
    Modifiers modifiers;
};

struct TextTyped {
    std::string utf8;
};

struct FocusChanged {
    bool has_focus = false;
};

using InputEvent = std::variant<MouseMoved, MouseButton, MouseWheel, KeyChanged, TextTyped, FocusChanged>;

class InputQueue {
  public:
    void push(InputEvent event);

    bool is_empty() const { return events_.empty(); }

    /// Moves what one frame can take into the current Dear ImGui context. Call before ImGui::NewFrame; while
    /// the queue is not empty afterwards, another frame is due.
    void feed();

    /// Told to Dear ImGui already.
    bool is_held(Key key) const { return held_.contains(key); }

  private:
    void take_events();
    void take_held(const InputEvent& event);
    /// Return presses what the keyboard is on, as Space does.
    void press_by_enter();

    std::deque<InputEvent> events_;
    std::set<Key> held_;
    bool is_enter_down_ = false;
    bool is_enter_for_text_ = false; ///< it went down in a text field, which it ends
};

} // namespace maillage::ui
