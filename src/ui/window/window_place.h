// window_place.h: where the window opens: where it was left, unless that place is not on a screen any more.
#pragma once

#include "session/preferences.h"

#include <span>

namespace maillage::ui {

/// What is free for windows on one screen, in screen coordinates.
struct ScreenArea {
    int x = 0, y = 0, width = 0, height = 0;
};

struct Opening {
    int width = 0, height = 0;
    bool has_place = false; ///< false: where the window manager likes
    int x = 0, y = 0;
    friend bool operator==(const Opening&, const Opening&) = default;
};

/// The first screen is the main one. Without any, the size alone is kept.
Opening opening(const session::WindowPlace& kept, std::span<const ScreenArea> screens);

} // namespace maillage::ui
