#include "ui/panels/command_palette.h"

#include "base/text.h"
#include "base/translate.h"
#include "ui/kit/keys.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

namespace maillage::ui {

namespace {

constexpr std::size_t kMostHits = 10;
constexpr std::size_t kMostActions = 12;

void add_actions(CommandPalette& palette) {
    const auto wanted = fold(trim(palette.query));
    std::size_t count = 0;
    for (const auto& action : all_actions()) {
        if (count < kMostActions && fold(tr(action.label)).find(wanted) != std::string::npos) {
            palette.entries.push_back({tr(action.label), shown_keys(action), action.action});
            ++count;
        }
    }
}

void search(CommandPalette& palette, const session::Session& session, Models& models) {
    palette.entries.clear();
    for (auto& hit : models.search(session).find(palette.query, kMostHits)) {
        auto label = hit.label;
        auto detail = hit.detail;
        palette.entries.push_back({std::move(label), std::move(detail), std::move(hit)});
    }
    add_actions(palette);
    palette.searched = palette.query;
    palette.revision = models.revision();
    palette.current = 0;
}

void choose(const CommandPalette::Entry& entry, const Ui& ui) {
    if (const auto* action = std::get_if<Action>(&entry.what)) {
        ui.perform(*action);
        return;
    }
    const auto& hit = std::get<views::SearchHit>(entry.what);
    ui.send(session::Select{hit.target.kind, hit.target.id});
    if (!hit.box.is_empty()) {
        ui.send(session::ZoomTo{hit.box});
    }
}

bool draw_entry(const CommandPalette::Entry& entry, const Ui& ui, bool is_current) {
    const float height = ui.px(26);
    const auto at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const bool is_clicked = ImGui::Selectable("##entrée", is_current, 0, {0, height});
    record(ui, "Palette/" + entry.label);
    auto* draw = ImGui::GetWindowDrawList();
    const float y = at.y + (height - ImGui::GetFontSize()) / 2;
    const auto detail = elided(entry.detail, width * 0.55F);
    const float detail_width = ImGui::CalcTextSize(detail.c_str()).x;
    const auto label = elided(entry.label, width - detail_width - ui.px(28));
    draw->AddText({at.x + ui.px(8), y}, to_u32(ui.palette.ink), label.c_str());
    draw->AddText({at.x + width - detail_width - ui.px(8), y}, to_u32(ui.palette.muted), detail.c_str());
    return is_clicked;
}

void move_current(CommandPalette& palette) {
    const int count = static_cast<int>(palette.entries.size());
    if (count == 0) {
        return;
    }
    if (is_pressed(Key::down)) {
        palette.current = (palette.current + 1) % count;
    }
    if (is_pressed(Key::up)) {
        palette.current = (palette.current + count - 1) % count;
    }
}

} // namespace

void open(CommandPalette& palette) {
    palette.is_open = true;
    palette.query.clear();
    palette.revision = 0;
}

void draw(CommandPalette& palette, const Ui& ui, const session::Session& session, Models& models,
          Rect window) {
    constexpr const char* kName = "Palette";
    if (palette.is_open && !palette.was_open) {
        ImGui::OpenPopup(kName);
    }
    palette.was_open = palette.is_open;
    if (!palette.is_open) {
        return;
    }
    const float width = std::min(ui.px(620), window.width - ui.px(40));
    ImGui::SetNextWindowPos({window.x + (window.width - width) / 2, window.y + ui.px(70)});
    ImGui::SetNextWindowSize({width, 0});
    if (!ImGui::BeginPopup(kName, ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoNav)) {
        palette.is_open = false;
        return;
    }
    if (ImGui::IsWindowAppearing()) {
        ImGui::SetKeyboardFocusHere();
    }
    ImGui::SetNextItemWidth(-1);
    const bool is_accepted =
        ImGui::InputTextWithHint("##palette", tr("Commune, code, n° d’arrêté, caméra, action…"),
                                 &palette.query, ImGuiInputTextFlags_EnterReturnsTrue);
    record(ui, "Recherche");
    if (palette.searched != palette.query || palette.revision != models.revision()) {
        search(palette, session, models);
    }
    move_current(palette);
    const CommandPalette::Entry* chosen = nullptr;
    for (std::size_t i = 0; i < palette.entries.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        if (draw_entry(palette.entries[i], ui, static_cast<int>(i) == palette.current)) {
            chosen = &palette.entries[i];
        }
        ImGui::PopID();
    }
    if (palette.entries.empty()) {
        text(ui, tr("Rien ne porte ce nom."), views::Tone::muted);
    }
    if (is_accepted && !palette.entries.empty()) {
        chosen = &palette.entries[static_cast<std::size_t>(palette.current)];
    }
    if (chosen != nullptr || is_pressed(Key::escape, false)) {
        palette.is_open = false;
        ImGui::CloseCurrentPopup();
    }
    if (chosen != nullptr) {
        choose(*chosen, ui);
    }
    ImGui::EndPopup();
}

} // namespace maillage::ui
