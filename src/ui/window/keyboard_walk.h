// keyboard_walk.h: where the keyboard goes. Tab and Maj+Tab from control to control through the whole window,
// F6 and Maj+F6 from panel to panel, F10 to the menus; inside a box Tab stays in it. Arrows, Space, Return
// and Escape are Dear ImGui's.
#pragma once

#include "ui/kit/widgets.h"

namespace maillage::ui {

/// Lets go of the field that the keyboard left in the frame before. Call before anything is drawn: what was
/// typed in it is then taken as after Return.
void leave_field();
/// Takes the keys of this frame. Call when everything is drawn: `items` says what there is to walk over.
void walk_by_keys(const ItemRecorder& items);

} // namespace maillage::ui
