// dialogs.h: the small boxes: unsaved changes, shortcuts, about, and the tour of the first start.
#pragma once

#include "session/recovery.h"
#include "session/session.h"
#include "ui/kit/widgets.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::ui {

enum class SaveAnswer { none, save, discard, cancel };

struct Dialogs {
    bool asks_to_save = false;
    bool asks_about_conflict = false; ///< another program has saved the project
    std::string conflict;             ///< that was asked about
    bool shows_shortcuts = false;
    bool shows_about = false;
    bool asks_service = false;                 ///< for the address of an online base map
    std::string service;                       ///< as typed
    int tour_step = -1;                        ///< -1: no tour
    std::string renderer;                      ///< for the about box
    std::vector<session::Recovery> recoveries; ///< what a crash left: asked about one after the other
};

inline constexpr int kTourSteps = 5;

SaveAnswer draw_save_question(Dialogs& dialogs, const Ui& ui, Rect window, const std::string& document);
/// Another program has the project or has saved it since it was opened. True: under another name.
bool draw_conflict_question(Dialogs& dialogs, const Ui& ui, Rect window);
/// What to do about the first of the recoveries; it is taken off the list when there is an answer.
std::optional<session::Recovery> draw_recovery_question(Dialogs& dialogs, const Ui& ui, Rect window);
enum class OutsideAnswer { none, yes, no, cancel };
/// Whether a project may read a file outside its folder.
OutsideAnswer draw_outside_question(const Ui& ui, Rect window, const session::OutsideQuestion& question);
/// IGN's plan as numbered tiles: open to everybody, without a key.
inline constexpr const char* kSuggestedService =
    "https://data.geopf.fr/"
    "wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"
    "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";
/// The address of a map service that the user wants to see.
std::optional<std::string> draw_service_question(Dialogs& dialogs, const Ui& ui, Rect window);
void draw_shortcuts(Dialogs& dialogs, const Ui& ui, Rect window);
void draw_about(Dialogs& dialogs, const Ui& ui, Rect window);
/// Points at the zones one after the other; `zones` in the order of the steps.
/// In the corner of the map, with a frame round what it tells of.
void draw_tour(Dialogs& dialogs, const Ui& ui, Rect window, Rect map, const Rect (&zones)[kTourSteps]);

} // namespace maillage::ui
