#include "ui/window/frame.h"

#include "base/text.h"
#include "base/translate.h"
#include "ui/panels/menu_bar.h"
#include "ui/window/keyboard_walk.h"
#include "ui/window/perform_action.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

namespace maillage::ui {

namespace {

void take_shortcuts(const Ui& ui) {
    const auto& io = ImGui::GetIO();
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) {
        return; // a box or menu has the keyboard
    }
    if (const auto action = pressed_action(io.WantTextInput)) {
        ui.perform(*action);
    }
    const bool asks = std::any_of(io.InputQueueCharacters.begin(), io.InputQueueCharacters.end(),
                                  [](ImWchar c) { return c == '?'; });
    if (asks && !io.WantTextInput) {
        ui.perform(Action::shortcuts);
    }
}

void size_map(Desktop& desktop, const session::Session& session, const Screen& screen) {
    auto& map = desktop.map;
    const auto& rect = desktop.zones.map;
    const int width = static_cast<int>(rect.width);
    const int height = static_cast<int>(rect.height);
    if (map.view.width != width || map.view.height != height ||
        map.view.scale != static_cast<double>(screen.scale)) {
        map.view = scene::resized(map.view, width, height);
        map.view.scale = static_cast<double>(screen.scale);
    }
    if (!map.has_view) {
        show(map, {}, everything(session), screen.now);
        map.settled_at = 0; // nothing to wait for: the first picture is wanted at once
    }
}

StatusTexts status_texts(Desktop& desktop, const session::Session& session) {
    StatusTexts texts;
    const auto epsg = session.project->territory->epsg;
    if (desktop.map.cursor && desktop.map.has_view) {
        if (!desktop.coordinates || desktop.coordinates->epsg() != epsg) {
            desktop.coordinates.emplace(epsg);
        }
        texts.position = (*desktop.coordinates)(*desktop.map.cursor);
    }
    if (desktop.map.has_view) {
        texts.scale = views::scale_text(desktop.map.view.metres_per_pixel, desktop.map.view.scale);
    }
    texts.hint = hint(desktop.map);
    texts.shows_message = desktop.shows_message;
    return texts;
}

void answer_question(Desktop& desktop, const session::Session& session) {
    auto& panel = desktop.inspector;
    if (const auto at = std::exchange(desktop.map.question, std::nullopt)) {
        panel.seen_from = views::cameras_seeing(session, *at);
        panel.has_question = true;
        panel.question_selection = session.selection;
        desktop.layout.has_right = true;
    }
    if (panel.has_question && !(panel.question_selection == session.selection)) {
        panel.has_question = false;
    }
    if (!panel.has_question) {
        desktop.map.asked_at.reset();
    }
}

void draw_zones(Desktop& desktop, const Ui& ui, const session::Session& session, const session::Jobs& jobs,
                const scene::Scene* scene, const Screen& screen) {
    const auto& zones = desktop.zones;
    draw(desktop.map, ui, session, scene, zones.map, screen.now);
    answer_question(desktop, session);
    if (zones.timeline.height > 0) {
        draw(desktop.timeline, ui, session, desktop.models, zones.timeline);
    }
    if (zones.left.width > 0) {
        draw(desktop.layers, ui, session, desktop.models, zones.left);
    }
    if (zones.right.width > 0) {
        draw(desktop.inspector, ui, session, desktop.models, zones.right);
    }
    if (zones.bottom.height > 0) {
        draw(desktop.tables, ui, session, desktop.models, zones.bottom);
    }
    if (zones.status.height > 0) {
        draw_status_bar(ui, session, jobs, desktop.models, status_texts(desktop, session), zones.status);
    }
    draw_splitters(desktop.layout, zones, ui);
}

void draw_top(Desktop& desktop, const Ui& ui, const session::Session& session, Requests& out) {
    if (desktop.zones.top.height <= 0) {
        return;
    }
    const MenuState state{desktop.layout.has_left,     desktop.layout.has_right,
                          desktop.layout.has_bottom,   desktop.layout.is_presenting,
                          &desktop.preferences.recent, &desktop.preferences.bookmarks};
    const auto recent = draw_menu_bar(ui, session, desktop.models, state, desktop.zones.top);
    if (!recent.empty()) {
        session::remember(desktop.preferences, recent);
        replace_project(desktop, session, session::Open{recent}, out);
    }
}

void answer_save_question(Desktop& desktop, const session::Session& session, SaveAnswer answer,
                          Requests& out) {
    switch (answer) {
    case SaveAnswer::none:
        return;
    case SaveAnswer::save:
        if (session.path.empty()) {
            choose_file(desktop, session, FilePurpose::save); // what waits is sent once the file is named
            return;
        }
        save_first(desktop, session.path, out);
        return;
    case SaveAnswer::discard:
        break;
    case SaveAnswer::cancel:
        desktop.after_saving.reset();
        desktop.quits_after_saving = false;
        return;
    }
    if (desktop.after_saving) {
        out.commands.push_back(*std::exchange(desktop.after_saving, std::nullopt));
    }
    out.quits = std::exchange(desktop.quits_after_saving, false);
}

void ask_outside(const Ui& ui, const session::OutsideQuestion& question, Rect window, Requests& out) {
    const OutsideAnswer answer = draw_outside_question(ui, window, question);
    if (answer == OutsideAnswer::yes || answer == OutsideAnswer::no) {
        out.commands.push_back(answer == OutsideAnswer::yes ? question.yes : question.no);
    }
    out.drops_outside_question = answer != OutsideAnswer::none;
}

/// What waits for a save is done once the project is on the disk, and not when it could not be written.
void go_on_after_saving(Desktop& desktop, const session::Session& session, const session::Jobs& jobs,
                        Requests& out) {
    const bool is_over = session.save != session::SaveState::running || !jobs.is_busy();
    if (!desktop.is_saving_first || !is_over) {
        return;
    }
    desktop.is_saving_first = false;
    auto next = std::exchange(desktop.after_saving, std::nullopt);
    if (next && session.save == session::SaveState::done) {
        out.commands.push_back(std::move(*next));
    }
}

void ask_about_conflict(Desktop& desktop, const Ui& ui, const session::Session& session, Rect window) {
    if (session.conflict != desktop.dialogs.conflict) {
        desktop.dialogs.conflict = session.conflict;
        desktop.dialogs.asks_about_conflict = !session.conflict.empty();
    }
    if (draw_conflict_question(desktop.dialogs, ui, window)) {
        choose_file(desktop, session, FilePurpose::save);
    }
}

void draw_boxes(Desktop& desktop, const Ui& ui, const session::Session& session, const session::Jobs& jobs,
                Rect window, Requests& out) {
    go_on_after_saving(desktop, session, jobs, out); // before a save is asked for in this frame
    draw(desktop.palette, ui, session, desktop.models, window);
    draw(desktop.dashboard, ui, session, desktop.models, window);
    draw(desktop.plan, ui, session, window);
    if (const auto recovery = draw_recovery_question(desktop.dialogs, ui, window)) {
        out.commands.push_back(session::Recover{recovery->copy, recovery->original});
    }
    if (session.outside_question) {
        ask_outside(ui, *session.outside_question, window, out);
    }
    if (const auto service = draw_service_question(desktop.dialogs, ui, window)) {
        desktop.preferences.service = *service;
        out.commands.push_back(session::SetBasemap{*service, session.style.basemap_opacity});
    }
    draw_shortcuts(desktop.dialogs, ui, window);
    draw_about(desktop.dialogs, ui, window);
    answer_save_question(desktop, session,
                         draw_save_question(desktop.dialogs, ui, window, desktop.models.document), out);
    ask_about_conflict(desktop, ui, session, window);
    if (const auto path = desktop.browser.draw(ui, window)) {
        use_file(desktop, session, *path, out);
    }
    if (!desktop.import.is_open && !desktop.dropped.empty()) {
        open(desktop.import, desktop.dropped.front());
        desktop.dropped.erase(desktop.dropped.begin());
    }
    if (const auto import = draw(desktop.import, ui, jobs, window)) {
        out.commands.push_back(*import);
    }
    const auto& z = desktop.zones;
    const Rect steps[kTourSteps] = {z.left, z.map, z.timeline, z.right, z.bottom};
    const int before = desktop.dialogs.tour_step;
    draw_tour(desktop.dialogs, ui, window, z.map, steps);
    if (before >= 0 && desktop.dialogs.tour_step < 0) {
        desktop.preferences.has_seen_tour = true;
    }
}

/// What an empty window says: the two ways to begin.
void draw_welcome(const Ui& ui, const session::Session& session, Rect map) {
    if (!is_empty(session) || map.width < ui.px(300)) {
        return;
    }
    const float width = std::min(ui.px(430), map.width - ui.px(40));
    ImGui::SetNextWindowPos({map.x + map.width / 2, map.y + map.height / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(20), ui.px(18)});
    ImGui::Begin("Bienvenue", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::PushFont(ui.fonts.title);
    ImGui::TextUnformatted(tr("Par où commencer ?"));
    ImGui::PopFont();
    wrapped(
        ui,
        tr("Déposez un fichier de communes sur cette fenêtre, ouvrez un projet, ou découvrez maillage sur "
           "l’exemple "
           "fictif de l’Aisne."),
        views::Tone::muted);
    ImGui::Dummy({0, ui.px(4)});
    if (button(ui, tr("Ouvrir l’exemple"), ButtonKind::primary)) {
        ui.perform(Action::new_example);
    }
    ImGui::SameLine();
    if (button(ui, tr("Ouvrir un projet…"))) {
        ui.perform(Action::open);
    }
    ImGui::SameLine();
    if (button(ui, tr("Importer des communes…"))) {
        ui.perform(Action::import);
    }
    ImGui::End();
    ImGui::PopStyleVar(3);
}

/// A ranking fills one table and a comparison another: they come to the front.
void show_what_was_asked(Desktop& desktop, const session::Commands& commands) {
    for (const session::Command& command : commands) {
        if (std::holds_alternative<session::Rank>(command)) {
            desktop.tables.tab = TableTab::sites;
        } else if (std::holds_alternative<session::CompareScenarios>(command)) {
            desktop.tables.tab = TableTab::scenarios;
        }
    }
}

} // namespace

bool is_empty(const session::Session& session) {
    return session.project->territory->communes.empty();
}

Requests draw_frame(Desktop& desktop, const session::Session& session, const session::Jobs& jobs,
                    const scene::Scene* scene, const Palette& palette, const Fonts& fonts,
                    const Screen& screen) {
    Requests out;
    leave_field();
    desktop.items.clear();
    desktop.models.refresh(session);
    desktop.zones = arrange(desktop.layout, screen.width, screen.height, screen.scale);
    size_map(desktop, session, screen);
    const Ui ui{palette, fonts, desktop.items, out, screen.scale};
    const Rect window{0, 0, screen.width, screen.height};
    draw_top(desktop, ui, session, out);
    draw_zones(desktop, ui, session, jobs, scene, screen);
    if (!desktop.layout.is_map_alone && !jobs.is_busy()) {
        draw_welcome(ui, session, desktop.zones.map);
    }
    draw_boxes(desktop, ui, session, jobs, window, out);
    take_shortcuts(ui);
    walk_by_keys(desktop.items);
    for (const auto action : std::exchange(out.actions, {})) {
        perform(desktop, session, action, out, screen.now);
    }
    show_what_was_asked(desktop, out.commands);
    return out;
}

void drop_files(Desktop& desktop, const session::Session& session, std::vector<std::filesystem::path> files,
                Requests& out) {
    if (files.size() == 1 && is_empty(session) && fold(files.front().extension().string()) == ".gpkg") {
        replace_project(desktop, session, session::Open{files.front()}, out);
        return;
    }
    desktop.dropped.insert(desktop.dropped.end(), files.begin(), files.end());
}

void ask_to_quit(Desktop& desktop, const session::Session& session, Requests& out) {
    if (!session.is_modified) {
        out.quits = true;
        return;
    }
    desktop.quits_after_saving = true;
    desktop.dialogs.asks_to_save = true;
}

bool is_waiting(const Desktop& desktop) {
    return desktop.browser.is_waiting() || desktop.import.needs_preview;
}

} // namespace maillage::ui
