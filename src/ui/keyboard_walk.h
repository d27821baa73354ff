// keyboard_walk.h: where the keyboard goes. Tab and Maj+Tab from control to control through the whole window,
// F6 and Maj+F6 from panel to panel, F10 to the menus; inside a box Tab stays in it. Arrows, Space, Return
// and Escape are Dear ImGui's.
#pragma once

#include "ui/widgets.h"

namespace maillage::ui {

/// Takes the keys of this frame. Call when everything is drawn: `items` says what there is to walk over.
void walk_by_keys(const ItemRecorder& items);

} // namespace maillage::ui
