#include "session/preferences.h"

#include "base/number.h"
#include "base/text.h"
#include "io/write/text_file.h"
#include "io/write/work_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>

namespace maillage::session {

namespace {

double number_in(const std::string& text, double low, double high, double otherwise) {
    const auto value = parse_number(text);
    return value ? std::clamp(*value, low, high) : otherwise;
}

/// xmin ymin xmax ymax, name and project, by tabs.
std::optional<Bookmark> parse_bookmark(const std::string& text) {
    const auto parts = split(text, '\t');
    if (parts.size() != 6) {
        return std::nullopt;
    }
    std::array<double, 4> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto number = parse_number(parts[i]);
        if (!number) {
            return std::nullopt;
        }
        numbers[i] = *number;
    }
    return Bookmark{parts[5], parts[4], {{numbers[0], numbers[1]}, {numbers[2], numbers[3]}}};
}

constexpr double kMostPixels = 32767; // of an X window, either way

/// x y width height; a window that nobody could see or grasp is none.
std::optional<WindowPlace> parse_place(const std::string& text) {
    const auto parts = split(text, ' ');
    if (parts.size() != 4) {
        return std::nullopt;
    }
    std::array<int, 4> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto number = parse_number(parts[i]);
        if (!number || std::abs(*number) > kMostPixels) {
            return std::nullopt;
        }
        numbers[i] = static_cast<int>(*number);
    }
    if (numbers[2] < 1 || numbers[3] < 1) {
        return std::nullopt;
    }
    return WindowPlace{numbers[0], numbers[1], numbers[2], numbers[3]};
}

constexpr int kMostColumns = 64; // as many as Dear ImGui draws in one table

/// Numbers of columns, by spaces; empty when one makes no sense.
std::vector<int> parse_columns(const std::string& text) {
    std::vector<int> columns;
    for (const auto& word : split(text, ' ')) {
        const auto number = word.empty() ? std::nullopt : parse_number(word);
        if (number && (*number < 0 || *number >= kMostColumns)) {
            return {};
        }
        if (number) {
            columns.push_back(static_cast<int>(*number));
        }
    }
    return columns;
}

/// table, hidden columns and their order, by tabs.
std::optional<TableColumns> parse_table_columns(const std::string& text) {
    const auto parts = split(text, '\t');
    const auto table = parts.size() == 3 ? parse_number(parts[0]) : std::nullopt;
    if (!table || *table < 0 || *table > 100) {
        return std::nullopt;
    }
    return TableColumns{static_cast<int>(*table), parse_columns(parts[1]), parse_columns(parts[2])};
}

void take(Preferences& preferences, const std::string& key, const std::string& value) {
    if (key == "recent") {
        preferences.recent.emplace_back(value);
    } else if (key == "bookmark") {
        if (auto mark = parse_bookmark(value)) {
            preferences.bookmarks.push_back(std::move(*mark));
        }
    } else if (key == "folder") {
        preferences.folder = value;
    } else if (key == "zoom") {
        preferences.zoom = number_in(value, 0.8, 2, 1);
    } else if (key == "dark") {
        preferences.is_dark = value == "1";
    } else if (key == "english") {
        preferences.is_english = value == "1";
    } else if (key == "tour") {
        preferences.has_seen_tour = value == "1";
    } else if (key == "left") {
        preferences.left_width = number_in(value, 200, 800, preferences.left_width);
    } else if (key == "right") {
        preferences.right_width = number_in(value, 240, 900, preferences.right_width);
    } else if (key == "bottom") {
        preferences.bottom_height = number_in(value, 80, 900, preferences.bottom_height);
    } else if (key == "has_left") {
        preferences.has_left = value != "0";
    } else if (key == "has_right") {
        preferences.has_right = value != "0";
    } else if (key == "has_bottom") {
        preferences.has_bottom = value != "0";
    } else if (key == "window") {
        if (const auto place = parse_place(value)) {
            const bool is_maximised = preferences.window.is_maximised;
            preferences.window = *place;
            preferences.window.is_maximised = is_maximised;
        }
    } else if (key == "maximised") {
        preferences.window.is_maximised = value == "1";
    } else if (key == "table") {
        preferences.table = static_cast<int>(number_in(value, 0, 100, 0));
    } else if (key == "columns") {
        if (auto columns = parse_table_columns(value)) {
            preferences.columns.push_back(std::move(*columns));
        }
    } else if (key == "service") {
        preferences.service = value;
    }
}

} // namespace

void remember(Preferences& preferences, const std::filesystem::path& path) {
    std::erase(preferences.recent, path);
    preferences.recent.insert(preferences.recent.begin(), path);
    if (preferences.recent.size() > kMostRecent) {
        preferences.recent.resize(kMostRecent);
    }
}

std::string to_text(const Preferences& preferences) {
    auto text =
        fmt::format("zoom={}\ndark={}\nenglish={}\ntour={}\nleft={}\nright={}\nbottom={}\nfolder={}\n"
                    "has_left={}\nhas_right={}\nhas_bottom={}\nservice={}\n",
                    preferences.zoom, preferences.is_dark ? 1 : 0, preferences.is_english ? 1 : 0,
                    preferences.has_seen_tour ? 1 : 0, preferences.left_width, preferences.right_width,
                    preferences.bottom_height, preferences.folder.string(), preferences.has_left ? 1 : 0,
                    preferences.has_right ? 1 : 0, preferences.has_bottom ? 1 : 0, preferences.service);
    const auto& window = preferences.window;
    text += fmt::format("maximised={}\ntable={}\n", window.is_maximised ? 1 : 0, preferences.table);
    if (window.width > 0) {
        text += fmt::format("window={} {} {} {}\n", window.x, window.y, window.width, window.height);
    }
    for (const auto& columns : preferences.columns) {
        text += fmt::format("columns={}\t{}\t{}\n", columns.table, fmt::join(columns.hidden, " "),
                            fmt::join(columns.order, " "));
    }
    for (const auto& path : preferences.recent) {
        text += "recent=" + path.string() + "\n";
    }
    for (const auto& mark : preferences.bookmarks) {
        text += fmt::format("bookmark={}\t{}\t{}\t{}\t{}\t{}\n", mark.box.min.x, mark.box.min.y,
                            mark.box.max.x, mark.box.max.y, mark.name, mark.project.string());
    }
    return text;
}

Preferences parse_preferences(const std::string& text) {
    Preferences preferences;
    for (const auto& line : split(text, '\n')) {
        const auto equal = line.find('=');
        if (equal != std::string::npos && equal + 1 < line.size()) {
            take(preferences, line.substr(0, equal), line.substr(equal + 1));
        }
    }
    return preferences;
}

std::filesystem::path preferences_path() {
    const std::filesystem::path state = io::state_folder();
    return state.empty() ? state : state / "fenetre";
}

Preferences load_preferences(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return file ? parse_preferences(text.str()) : Preferences{};
}

void save_preferences(const std::filesystem::path& path, const Preferences& preferences) {
    io::make_private_folders(path.parent_path());
    io::write_text_file(path, to_text(preferences));
}

} // namespace maillage::session
