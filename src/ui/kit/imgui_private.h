// imgui_private.h: what Dear ImGui keeps to itself and the keyboard and the tables need all the same: which
// control the keyboard is on, where it may go, how wide columns are. Private fields move from version to
// version: imgui_private.cpp alone reads them. Windows and controls go by their identifiers, 0 being none.
#pragma once

#include "ui/kit/widgets.h"

#include <vector>

namespace maillage::ui {

/// The control drawn last, as a stop of the keyboard.
struct LastItem {
    Stop stop; ///< without its rectangle
    bool is_disabled = false;
    bool is_title = false; ///< of the window itself
};

LastItem last_item();

/// Whether the window in hand shows where the keyboard is.
bool is_keyboard_shown();
void hide_mouse();
void show_keyboard();

/// Outermost window of one; of the one the keyboard is in; of the box or menu in front, which the keyboard
/// does not leave.
unsigned root_of(unsigned window);
unsigned root_named(const char* name);
unsigned root_with_keyboard();
unsigned root_in_front();
bool is_popup(unsigned window);

unsigned item_with_keyboard();
/// The control that the keyboard was on when it left that window.
unsigned item_left_in(unsigned root, int layer);
void go_to(const Stop& stop);
/// See keyboard_walk.h.
void leave_field();

/// Of the table in hand.
void settle_columns();         ///< so that widths are those of this frame
float column_room(int column); ///< between its margins
std::vector<float> column_weights();
void set_column_weights(const std::vector<float>& weights);
std::vector<int> column_order(); ///< from left to right
void set_column_order(const std::vector<int>& order);

} // namespace maillage::ui
