// keys.h: the keys that maillage knows, by its own names. Dear ImGui 1.86 numbers keys as the window does and
// looks at their state; from 1.87 on it names them itself and is told of changes. keys.cpp alone knows which
// of the two is there.
#pragma once

#include <cstdint>

namespace maillage::ui {

/// Letters and figures in their order: run_desktop.cpp counts from `a` and `zero`, and from `f1`.
enum class Key : std::uint8_t {
    none,
    tab,
    left,
    right,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    insert,
    del,
    backspace,
    space,
    enter,
    escape,
    menu,
    pad_enter,
    pad_add,
    pad_subtract,
    left_control,
    left_shift,
    left_alt,
    left_super,
    right_control,
    right_shift,
    right_alt,
    right_super,
    zero,
    one,
    two,
    three,
    four,
    five,
    six,
    seven,
    eight,
    nine,
    a,
    b,
    c,
    d,
    e,
    f,
    g,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
    u,
    v,
    w,
    x,
    y,
    z,
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    f9,
    f10,
    f11,
    f12,
    count
};

/// Modifier keys held.
struct Modifiers {
    bool ctrl = false, shift = false, alt = false, super = false;
    friend bool operator==(const Modifiers&, const Modifiers&) = default;
};

/// In this frame, in the current context; while it is held again and again when it `repeats`.
bool is_pressed(Key key, bool repeats = true);

/// Tells the current context which keys mean arrows, Return... Tab is not among them: it is
/// keyboard_walk.h's.
void map_keys();

/// For InputQueue, before a frame.
void tell_key(Key key, bool is_down);
void tell_modifiers(const Modifiers& modifiers);
/// Return is down outside a text field: it presses what the keyboard is on, as Space does.
void tell_activation();

} // namespace maillage::ui
