#include "ui/panels/menu_bar.h"

#include "base/translate.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maillage::ui {

namespace {

bool is_ticked(Action action, const session::Session& session, const MenuState& state) {
    switch (action) {
    case Action::toggle_left:
        return state.has_left;
    case Action::toggle_right:
        return state.has_right;
    case Action::toggle_table:
        return state.has_bottom;
    case Action::present:
        return state.is_presenting;
    case Action::toggle_dark:
        return session.style.is_dark;
    case Action::toggle_language:
        return language() == Language::english;
    case Action::compare_dates:
        return session.style.compared_with.has_value();
    case Action::compare_on_map:
        return !session.style.compared_scenario.empty();
    default:
        return false;
    }
}

bool is_possible(Action action, const session::Session& session) {
    switch (action) {
    case Action::undo:
        return !session.undo.empty();
    case Action::redo:
        return !session.redo.empty();
    case Action::zoom_to_selection:
    case Action::clear_selection:
        return session.selection.kind != map::SelectionKind::none;
    case Action::remove_selected: {
        const auto all = session::selected(session);
        return std::any_of(all.begin(), all.end(), [](const map::Selection& one) {
            return one.kind == map::SelectionKind::camera || one.kind == map::SelectionKind::site;
        });
    }
    case Action::mount_camera:
        return session.selection.kind == map::SelectionKind::camera;
    case Action::remove_basemap:
        return !session.style.basemap.empty();
    case Action::compare_on_map:
        return session.project->scenarios.size() > 1;
    case Action::pin_site:
    case Action::forbid_site:
        return session.selection.kind == map::SelectionKind::site;
    default:
        return true;
    }
}

std::string shown_label(const ActionInfo& action, const session::Session& session) {
    if (action.action == Action::undo && !session.undo.empty()) {
        return tr("Annuler : ") + session::describe(session.undo.back().command);
    }
    if (action.action == Action::redo && !session.redo.empty()) {
        return tr("Rétablir : ") + session::describe(session.redo.back().command);
    }
    return tr(action.label);
}

void draw_actions(const Ui& ui, const session::Session& session, const MenuState& state, Menu menu) {
    for (const auto& action : all_actions()) {
        if (action.menu != menu) {
            continue;
        }
        if (action.begins_group) {
            ImGui::Separator();
        }
        const auto label = shown_label(action, session);
        if (ImGui::MenuItem(label.c_str(), shown_keys(action).c_str(),
                            is_ticked(action.action, session, state), is_possible(action.action, session))) {
            ui.perform(action.action);
        }
        record(ui, std::string(title(menu)) + "/" + action.label);
    }
}

void draw_indicators(const Ui& ui, const session::Session& session) {
    using map::Indicator;
    ImGui::Separator();
    for (const auto indicator :
         {Indicator::gap_level, Indicator::population, Indicator::zone, Indicator::cameras_per_1000,
          Indicator::council, Indicator::crime, Indicator::none}) {
        const auto label = tr("Colorer : ") + map::label(indicator);
        if (ImGui::MenuItem(label.c_str(), "", session.style.indicator == indicator)) {
            ui.send(session::SetIndicator{indicator});
        }
        record(ui, "Analyse/" + label);
    }
}

std::filesystem::path draw_recent(const Ui& ui, const MenuState& state) {
    std::filesystem::path chosen;
    const bool has_recent = state.recent != nullptr && !state.recent->empty();
    if (ImGui::BeginMenu(tr("Projets récents"), has_recent)) {
        for (const auto& path : *state.recent) {
            if (ImGui::MenuItem(path.string().c_str())) {
                chosen = path;
            }
            record(ui, "Récents/" + path.filename().string());
        }
        ImGui::EndMenu();
    }
    record(ui, "Fichier/Projets récents");
    return chosen;
}

/// Places of this project that the user wants to come back to.
void draw_bookmarks(const Ui& ui, const session::Session& session, const MenuState& state) {
    if (state.bookmarks == nullptr) {
        return;
    }
    bool is_first = true;
    for (const auto& mark : *state.bookmarks) {
        if (mark.project != session.path) {
            continue;
        }
        if (std::exchange(is_first, false)) {
            ImGui::Separator();
        }
        if (ImGui::MenuItem(mark.name.c_str())) {
            ui.send(session::ZoomTo{mark.box});
        }
        record(ui, "Signet/" + mark.name);
    }
}

std::filesystem::path draw_menus(const Ui& ui, const session::Session& session, const MenuState& state) {
    std::filesystem::path chosen;
    for (int i = 0; i < kMenus; ++i) {
        const auto menu = static_cast<Menu>(i);
        const bool is_open = ImGui::BeginMenu(title(menu));
        record(ui, title(menu));
        if (!is_open) {
            continue;
        }
        draw_actions(ui, session, state, menu);
        if (menu == Menu::file) {
            ImGui::Separator();
            chosen = draw_recent(ui, state);
        }
        if (menu == Menu::view) {
            draw_bookmarks(ui, session, state);
        }
        if (menu == Menu::analysis) {
            draw_indicators(ui, session);
        }
        ImGui::EndMenu();
    }
    return chosen;
}

/// Returns where the pill ends.
float draw_pill(const Ui& ui, const std::string& text, float x, Rect rect) {
    if (text.empty()) {
        return x;
    }
    ImGui::PushFont(ui.fonts.regular);
    const auto size = ImGui::CalcTextSize(text.c_str());
    ImGui::PopFont();
    const float height = ui.px(22);
    const ImVec2 min(x, std::round(rect.y + (rect.height - height) / 2));
    const ImVec2 max(x + size.x + ui.px(20), min.y + height);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(min, max, to_u32(ui.palette.pill_fill), height / 2);
    draw->AddRect(min, max, to_u32(ui.palette.pill_line), height / 2);
    draw->AddText({x + ui.px(10), std::round(min.y + (height - size.y) / 2)}, to_u32(ui.palette.pill_ink),
                  text.c_str());
    return max.x + ui.px(18);
}

void draw_search_box(const Ui& ui, Rect rect, Rect box) {
    ImGui::SetCursorScreenPos({box.x, box.y});
    const bool is_clicked = ImGui::InvisibleButton("Rechercher", {box.width, box.height});
    record(ui, "Rechercher");
    focus_ring(ui);
    const bool is_lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, to_u32(ui.palette.surface), ui.px(6));
    draw->AddRect({box.x, box.y}, {box.right(), box.bottom()},
                  to_u32(is_lit ? ui.palette.accent : ui.palette.line), ui.px(6));
    const float y = std::round(rect.y + (rect.height - ImGui::GetFontSize()) / 2);
    const char* keys = "Ctrl+K";
    const float keys_width = ImGui::CalcTextSize(keys).x;
    const auto hint = elided(tr("Commune, code, n° d’arrêté, action…"), box.width - keys_width - ui.px(34));
    draw->AddText({box.x + ui.px(11), y}, to_u32(ui.palette.muted), hint.c_str());
    draw->AddText({box.right() - keys_width - ui.px(11), y}, to_u32(ui.palette.muted), keys);
    if (is_clicked) {
        ui.perform(Action::find);
    }
}

} // namespace

std::filesystem::path draw_menu_bar(const Ui& ui, const session::Session& session, const Models& models,
                                    const MenuState& state, Rect rect) {
    std::filesystem::path chosen;
    // The bar of Dear ImGui is as high as a line and its padding: that padding makes ours as high as `rect`.
    const float padding = std::floor((rect.height - 1 - ui.fonts.regular->FontSize) / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(9), padding});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(14), 0});
    ImGui::SetNextWindowPos({rect.x, rect.y});
    ImGui::SetNextWindowSize({rect.width, rect.height});
    ImGui::Begin("Barre", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_MenuBar |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse);
    if (ImGui::BeginMenuBar()) {
        ImGui::PushFont(ui.fonts.bold);
        ImGui::TextUnformatted("maillage");
        ImGui::PopFont();
        ImGui::SameLine(0, ui.px(16));
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(8)});
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(14), ui.px(9)});
        if (!state.is_presenting) {
            chosen = draw_menus(ui, session, state);
        }
        ImGui::PopStyleVar(2);
        float x = ImGui::GetCursorScreenPos().x + ui.px(8);
        x = draw_pill(ui, models.banner, x, rect);
        const float box_width = std::min(ui.px(330), std::max(0.0F, rect.right() - x - ui.px(40)));
        const Rect box{rect.right() - box_width - ui.px(14),
                       rect.y + std::round((rect.height - ui.px(28)) / 2), box_width, ui.px(28)};
        const float room = box.x - x - ui.px(16);
        const auto document =
            room > ui.px(60) ? elided(models.document, room) : std::string(); // "…" tells nothing
        ImGui::GetWindowDrawList()->AddText(
            {x, std::round(rect.y + (rect.height - ImGui::GetFontSize()) / 2)}, to_u32(ui.palette.muted),
            document.c_str());
        if (!state.is_presenting && box_width > ui.px(120)) {
            draw_search_box(ui, rect, box);
        }
        ImGui::EndMenuBar();
    }
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x, rect.bottom() - 1}, {rect.right(), rect.bottom()},
                                              to_u32(ui.palette.line));
    ImGui::End();
    ImGui::PopStyleVar(2);
    return chosen;
}

} // namespace maillage::ui
