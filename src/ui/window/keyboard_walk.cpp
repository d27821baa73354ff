#include "ui/window/keyboard_walk.h"

#include "ui/kit/imgui_private.h"
#include "ui/kit/keys.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace maillage::ui {

namespace {

/// As they are read: from the top left corner down. Windows without a place here float over them and come
/// first.
constexpr std::array<const char*, 10> kPanels = {"Barre",
                                                 "Couches",
                                                 "Séparateur gauche",
                                                 "Carte",
                                                 "Frise",
                                                 "Séparateur droit",
                                                 "Sélection",
                                                 "Séparateur du tableau",
                                                 "Tableau",
                                                 "État"};

/// The lines between the panels: stops of Tab, which F6 passes over.
bool is_line(int panel) {
    return panel >= 0 && std::string_view(kPanels[static_cast<std::size_t>(panel)]).starts_with("Séparateur");
}

/// -1: it floats.
int panel_of(unsigned root) {
    for (std::size_t i = 0; root != 0 && i < kPanels.size(); ++i) {
        if (root == root_named(kPanels[i])) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

std::vector<Stop> reachable(const ItemRecorder& items) {
    const unsigned box = root_in_front();
    std::vector<Stop> stops;
    for (const auto& stop : items.stops()) {
        const unsigned root = root_of(stop.window);
        if (box == 0 ? !is_popup(root) : root == box) {
            stops.push_back(stop);
        }
    }
    std::ranges::stable_sort(stops, {}, [](const Stop& stop) { return panel_of(root_of(stop.window)); });
    return stops;
}

bool is_one_list(const Stop& a, const Stop& b) {
    return a.walk == b.walk && a.window == b.window && a.walk != Walk::control && a.walk != Walk::slider;
}

std::optional<std::size_t> current_in(const std::vector<Stop>& stops) {
    const auto id = item_with_keyboard();
    const auto found = std::ranges::find(stops, id, &Stop::id);
    return id == 0 || found == stops.end() ? std::nullopt
                                           : std::optional(static_cast<std::size_t>(found - stops.begin()));
}

/// Where Tab begins when the keyboard is on no control: in the panel used last.
std::size_t first_after(const std::vector<Stop>& stops) {
    const int panel = panel_of(root_with_keyboard());
    const auto found = std::ranges::find_if(
        stops, [&](const Stop& stop) { return panel_of(root_of(stop.window)) >= panel; });
    return found == stops.end() ? 0 : static_cast<std::size_t>(found - stops.begin());
}

void step(const ItemRecorder& items, bool is_back) {
    const auto stops = reachable(items);
    if (stops.empty()) {
        return;
    }
    const auto count = stops.size();
    const auto next = [&](std::size_t i) { return (i + (is_back ? count - 1 : 1)) % count; };
    const auto from = current_in(stops);
    if (!from) {
        const auto first = first_after(stops);
        go_to(stops[is_back ? next(first) : first]);
        return;
    }
    auto to = next(*from);
    while (to != *from && is_one_list(stops[to], stops[*from])) {
        to = next(to);
    }
    while (is_back && is_one_list(stops[to], stops[next(to)]) && next(to) != *from) {
        to = next(to); // the first row of a list, from either side
    }
    go_to(stops[to]);
}

enum class Entry { where_left, first };

void enter(const std::vector<Stop>& stops, int panel, Entry entry) {
    const auto is_here = [&](const Stop& stop) { return panel_of(root_of(stop.window)) == panel; };
    const auto first = std::ranges::find_if(stops, is_here);
    if (first == stops.end()) {
        return;
    }
    const auto left_on = entry == Entry::first ? 0 : item_left_in(root_of(first->window), first->layer);
    const auto known = std::ranges::find_if(
        stops, [&](const Stop& stop) { return is_here(stop) && left_on != 0 && stop.id == left_on; });
    Stop stop = known == stops.end() ? *first : *known;
    stop.is_field = false; // going past a field is not typing in it
    go_to(stop);
}

void step_panel(const ItemRecorder& items, bool is_back) {
    const auto stops = reachable(items);
    std::vector<int> panels;
    for (const auto& stop : stops) {
        const int panel = panel_of(root_of(stop.window));
        if (!is_line(panel) && (panels.empty() || panels.back() != panel)) {
            panels.push_back(panel);
        }
    }
    if (panels.empty() || root_in_front() != 0) {
        return;
    }
    const unsigned root = root_with_keyboard();
    const int here = root == 0 ? 0 : panel_of(root);
    const auto at = static_cast<std::size_t>(std::ranges::find(panels, here) - panels.begin());
    const auto count = panels.size();
    enter(stops, panels[at == count ? 0 : (at + (is_back ? count - 1 : 1)) % count], Entry::where_left);
}

} // namespace

void walk_by_keys(const ItemRecorder& items) {
    const auto& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.KeySuper) {
        return;
    }
    if (is_pressed(Key::tab)) {
        step(items, io.KeyShift);
    } else if (is_pressed(Key::f6)) {
        step_panel(items, io.KeyShift);
    } else if (!io.KeyShift && is_pressed(Key::f10, false) && root_in_front() == 0) {
        enter(reachable(items), 0, Entry::first);
    }
}

} // namespace maillage::ui
