#include "ui/dialogs.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>

namespace maillage::ui {

namespace {

/// Opens and centres a modal box; true while it is drawn. Escape or the cross clear `is_shown`.
bool begin_box(const Ui& ui, const char* title, bool& is_shown, Rect window, float width) {
    if (!ImGui::IsPopupOpen(title)) {
        ImGui::OpenPopup(title);
    }
    ImGui::SetNextWindowPos({window.x + window.width / 2, window.y + window.height / 2}, ImGuiCond_Always,
                            {0.5F, 0.5F});
    ImGui::SetNextWindowSize({std::min(ui.px(width), window.width - ui.px(40)), 0});
    bool stays = true;
    const bool is_drawn =
        ImGui::BeginPopupModal(title, &stays, ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize);
    if (is_drawn && ImGui::IsKeyPressed(GLFW_KEY_ESCAPE, false)) {
        stays = false;
    }
    if (is_drawn && !stays) {
        ImGui::CloseCurrentPopup();
    }
    is_shown = stays;
    return is_drawn;
}

void close_box(bool& is_shown) {
    is_shown = false;
    ImGui::CloseCurrentPopup();
}

struct Step {
    const char* title;
    const char* words;
};

constexpr Step kSteps[kTourSteps] = {
    {"Les couches et la date",
     "À gauche, ce que montre la carte, et la date de référence : une caméra dont l’arrêté est échu "
     "à cette date ne compte plus."},
    {"La carte",
     "La molette agrandit sous le curseur, le bouton gauche déplace, un clic sélectionne, un clic droit "
     "demande quelles caméras voient un point."},
    {"La frise",
     "Sous la carte, les caméras autorisées mois après mois si rien n’est renouvelé. Glissez le repère pour "
     "changer de date."},
    {"La sélection et le schéma",
     "À droite, les lacunes de la commune choisie avec leurs causes, puis le classement des "
     "sites prioritaires et son budget."},
    {"Le tableau",
     "En bas, les communes, les sites, le registre et les anomalies : triez, filtrez, double-cliquez pour "
     "cadrer. Ctrl+K retrouve tout par son nom."}};

/// Beside the zone, inside the window.
Rect place_beside(Rect zone, float width, float height, Rect window, float gap) {
    float x = zone.right() + gap;
    float y = zone.y + gap;
    if (x + width > window.right()) {
        x = zone.x - width - gap;
    }
    if (x < window.x) {
        x = zone.x + (zone.width - width) / 2;
        y = zone.y > window.height / 2 ? zone.y - height - gap : zone.y + (zone.height - height) / 2;
    }
    return {std::clamp(x, window.x + gap, std::max(window.x + gap, window.right() - width - gap)),
            std::clamp(y, window.y + gap, std::max(window.y + gap, window.bottom() - height - gap)), width,
            height};
}

} // namespace

SaveAnswer draw_save_question(Dialogs& dialogs, const Ui& ui, Rect window, const std::string& document) {
    if (!dialogs.asks_to_save) {
        return SaveAnswer::none;
    }
    auto answer = SaveAnswer::none;
    if (begin_box(ui, "Modifications non enregistrées", dialogs.asks_to_save, window, 460)) {
        wrapped(ui, document);
        wrapped(ui, "Les modifications faites depuis le dernier enregistrement seraient perdues.",
                app::Tone::muted);
        ImGui::Dummy({0, ui.px(4)});
        if (button(ui, "Enregistrer##question", ButtonKind::primary)) {
            answer = SaveAnswer::save;
        }
        ImGui::SameLine();
        if (button(ui, "Ne pas enregistrer")) {
            answer = SaveAnswer::discard;
        }
        ImGui::SameLine();
        if (button(ui, "Annuler##question") || !dialogs.asks_to_save) {
            answer = SaveAnswer::cancel;
        }
        if (answer != SaveAnswer::none) {
            close_box(dialogs.asks_to_save);
        }
        ImGui::EndPopup();
    }
    return answer;
}

void draw_shortcuts(Dialogs& dialogs, const Ui& ui, Rect window) {
    if (!dialogs.shows_shortcuts) {
        return;
    }
    if (begin_box(ui, "Raccourcis du clavier", dialogs.shows_shortcuts, window, 760)) {
        if (ImGui::BeginTable("raccourcis", 4, ImGuiTableFlags_SizingStretchProp)) {
            ImGui::TableSetupColumn("a", 0, 2.2F);
            ImGui::TableSetupColumn("b", 0, 1);
            ImGui::TableSetupColumn("c", 0, 2.2F);
            ImGui::TableSetupColumn("d", 0, 1);
            const auto line = [&](const char* label, const char* keys) {
                ImGui::TableNextColumn();
                text(ui, label);
                ImGui::TableNextColumn();
                text(ui, keys, app::Tone::muted);
            };
            for (const auto& action : all_actions()) {
                if (*action.keys != '\0') {
                    line(action.label, action.keys);
                }
            }
            line("Agrandir sous le curseur", "Molette");
            line("Déplacer la carte", "Flèches, bouton gauche");
            line("Finir une mesure", "Entrée");
            line("Quitter l’outil", "Échap");
            ImGui::EndTable();
        }
        if (button(ui, "Fermer##raccourcis", ButtonKind::primary)) {
            close_box(dialogs.shows_shortcuts);
        }
        ImGui::EndPopup();
    }
}

void draw_about(Dialogs& dialogs, const Ui& ui, Rect window) {
    if (!dialogs.shows_about) {
        return;
    }
    if (begin_box(ui, "À propos de maillage", dialogs.shows_about, window, 480)) {
        ImGui::PushFont(ui.fonts.title);
        ImGui::TextUnformatted("maillage");
        ImGui::PopFont();
        wrapped(ui, "Carte et schéma départemental de la vidéoprotection : qui est couvert, par quoi, "
                    "jusqu’à quand, où sont "
                    "les lacunes et quels sites équiper en premier.");
        wrapped(ui, "Affichage : " + dialogs.renderer, app::Tone::muted, true);
        if (button(ui, "Fermer##à propos", ButtonKind::primary)) {
            close_box(dialogs.shows_about);
        }
        ImGui::EndPopup();
    }
}

void draw_tour(Dialogs& dialogs, const Ui& ui, Rect window, const Rect (&zones)[kTourSteps]) {
    if (dialogs.tour_step < 0 || dialogs.tour_step >= kTourSteps) {
        return;
    }
    const auto& step = kSteps[dialogs.tour_step];
    const auto zone = zones[dialogs.tour_step];
    auto* front = ImGui::GetForegroundDrawList();
    front->AddRect({zone.x + 2, zone.y + 2}, {zone.right() - 2, zone.bottom() - 2}, to_u32(ui.palette.accent),
                   ui.px(8), 0, ui.px(2.5F));
    const auto place = place_beside(zone, ui.px(360), ui.px(150), window, ui.px(16));
    ImGui::SetNextWindowPos({place.x, place.y});
    ImGui::SetNextWindowSize({place.width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(16), ui.px(14)});
    ImGui::Begin("Visite", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_AlwaysAutoResize);
    text(ui, std::to_string(dialogs.tour_step + 1) + " / " + std::to_string(kTourSteps), app::Tone::muted,
         true);
    text(ui, step.title, app::Tone::strong);
    wrapped(ui, step.words);
    ImGui::Dummy({0, ui.px(2)});
    const bool is_last = dialogs.tour_step + 1 == kTourSteps;
    if (button(ui, is_last ? "Terminer" : "Suivant", ButtonKind::primary)) {
        dialogs.tour_step = is_last ? -1 : dialogs.tour_step + 1;
    }
    if (!is_last) {
        ImGui::SameLine();
        if (button(ui, "Passer la visite")) {
            dialogs.tour_step = -1;
        }
    }
    ImGui::End();
    ImGui::PopStyleVar(3);
}

} // namespace maillage::ui
