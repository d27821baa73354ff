// preferences.h: what the window remembers of its user between two runs. Never part of a project.
#pragma once

#include "geo/geometry.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace maillage::session {

inline constexpr std::size_t kMostRecent = 10;

/// A place to come back to.
struct Bookmark {
    std::filesystem::path project;
    std::string name;
    geo::Box box;
    friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

/// Of the window while it is not maximised, in screen coordinates; no width: never kept.
struct WindowPlace {
    int x = 0, y = 0, width = 0, height = 0;
    bool is_maximised = false;
    friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};

/// How the user arranged the columns of a table, by their numbers.
struct TableColumns {
    int table = 0;
    std::vector<int> hidden;
    std::vector<int> order; ///< from left to right; empty: never changed
    friend bool operator==(const TableColumns&, const TableColumns&) = default;
};

struct Preferences {
    std::vector<std::filesystem::path> recent; ///< projects, newest first
    std::vector<Bookmark> bookmarks;
    std::filesystem::path folder; ///< where the last file was chosen
    double zoom = 1;              ///< of the interface, 0.8 to 2
    bool is_dark = false;
    bool is_english = false;
    bool has_seen_tour = false;
    bool has_left = true, has_right = true, has_bottom = true; ///< panels that are not folded
    WindowPlace window;
    int table = 0; ///< which one was open
    std::vector<TableColumns> columns;
    std::string service;                                             ///< online base map shown last
    double left_width = 320, right_width = 430, bottom_height = 212; ///< logical pixels
    friend bool operator==(const Preferences&, const Preferences&) = default;
};

/// Moves `path` to the front, once.
void remember(Preferences& preferences, const std::filesystem::path& path);
/// One `key=value` a line; unknown keys are ignored, so that an older program reads a newer file.
std::string to_text(const Preferences& preferences);
Preferences parse_preferences(const std::string& text);
/// `$XDG_STATE_HOME/maillage/fenetre`, by default under ~/.local/state. Empty when there is no home.
std::filesystem::path preferences_path();
/// Defaults when there is no file.
Preferences load_preferences(const std::filesystem::path& path);
/// Throws StorageError.
void save_preferences(const std::filesystem::path& path, const Preferences& preferences);

} // namespace maillage::session
