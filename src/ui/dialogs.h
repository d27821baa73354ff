// dialogs.h: the small boxes: unsaved changes, shortcuts, about, and the tour of the first start.
#pragma once

#include "ui/widgets.h"

#include <string>

namespace maillage::ui {

enum class SaveAnswer { none, save, discard, cancel };

struct Dialogs {
    bool asks_to_save = false;
    bool shows_shortcuts = false;
    bool shows_about = false;
    int tour_step = -1;   ///< -1: no tour
    std::string renderer; ///< for the about box
};

inline constexpr int kTourSteps = 5;

SaveAnswer draw_save_question(Dialogs& dialogs, const Ui& ui, Rect window, const std::string& document);
void draw_shortcuts(Dialogs& dialogs, const Ui& ui, Rect window);
void draw_about(Dialogs& dialogs, const Ui& ui, Rect window);
/// Points at the zones one after the other; `zones` in the order of the steps.
void draw_tour(Dialogs& dialogs, const Ui& ui, Rect window, const Rect (&zones)[kTourSteps]);

} // namespace maillage::ui
