// menu_bar.h: the bar at the top: menus, the warning about fictitious data, the document and the search box.
#pragma once

#include "session/preferences.h"
#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"

#include <filesystem>
#include <vector>

namespace maillage::ui {

struct MenuState { ///< what menus tick
    bool has_left = true, has_right = true, has_bottom = true, is_presenting = false;
    const std::vector<std::filesystem::path>* recent = nullptr;
    const std::vector<session::Bookmark>* bookmarks = nullptr;
};

/// A project chosen among the recent ones, or empty.
std::filesystem::path draw_menu_bar(const Ui& ui, const session::Session& session, const Models& models,
                                    const MenuState& state, Rect rect);

} // namespace maillage::ui
