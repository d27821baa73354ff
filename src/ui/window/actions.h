// actions.h: everything the menus, the shortcuts and the command palette offer, listed once. An action
// belongs to the window (open a dialog, move the view); what changes the project is a session::Command.
#pragma once

#include "ui/window/input_queue.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace maillage::ui {

enum class Action {
    new_project,
    new_example,
    open,
    save,
    save_as,
    import,
    export_sites,
    export_gaps,
    export_coverage,
    export_registry,
    export_communes,
    export_cameras,
    save_picture,
    quit,
    undo,
    redo,
    copy_table,
    clear_selection,
    select_rectangle,
    select_polygon,
    add_camera,
    add_site,
    mount_camera,
    remove_selected,
    full_extent,
    zoom_to_selection,
    zoom_in,
    zoom_out,
    previous_view,
    next_view,
    add_bookmark,
    clear_bookmarks,
    compare_dates,
    choose_basemap,
    online_basemap,
    remove_basemap,
    map_alone,
    toggle_left,
    toggle_right,
    toggle_table,
    present,
    toggle_dark,
    toggle_language,
    larger,
    smaller,
    normal_size,
    measure_length,
    measure_area,
    rank,
    pin_site,
    forbid_site,
    plan_box,
    add_candidate,
    draw_perimeter,
    compare_scenarios,
    compare_on_map,
    dashboard,
    show_findings,
    find,
    filter_table,
    shortcuts,
    tour,
    about,
    copy_log,
    save_log
};

enum class Menu { file, edit, view, data, analysis, scheme, help };
inline constexpr int kMenus = 7;

struct ActionInfo {
    Action action;
    Menu menu;
    const char* label; ///< French, a verb; "..." when a dialog follows; say it with `tr`
    const char* keys;  ///< as people read it: "Ctrl+Maj+S"; "" when there is none
    Key key = Key::none;
    Modifiers modifiers;
    bool begins_group = false; ///< a line above it in the menu
};

std::span<const ActionInfo> all_actions();
const ActionInfo& info(Action action);
const char* title(Menu menu); ///< in the user's language
/// The keys of an action as they are printed on the user's keyboard.
std::string shown_keys(const ActionInfo& action);
/// The action that was asked for by a key pressed in this frame, if any. While text is being typed only
/// shortcuts with Ctrl or function keys count.
std::optional<Action> pressed_action(bool is_typing);

} // namespace maillage::ui
