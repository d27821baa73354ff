#include "ui/panels/dialogs.h"

#include "base/translate.h"
#include "map/basemap.h"
#include "ui/kit/keys.h"

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
    if (is_drawn && is_pressed(Key::escape, false)) {
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
    {tr_noop("Les couches et la date"),
     tr_noop("À gauche, ce que montre la carte, et la date de référence : une caméra dont l’arrêté est échu "
             "à cette date ne compte plus.")},
    {tr_noop("La carte"),
     tr_noop(
         "La molette agrandit sous le curseur, le bouton gauche déplace, un clic sélectionne, un clic droit "
         "demande quelles caméras voient un point.")},
    {tr_noop("La frise"), tr_noop("Sous la carte, les caméras autorisées mois après mois si rien n’est "
                                  "renouvelé. Glissez le repère pour "
                                  "changer de date.")},
    {tr_noop("La sélection et le schéma"),
     tr_noop("À droite, les lacunes de la commune choisie avec leurs causes, puis le classement des "
             "sites prioritaires et son budget.")},
    {tr_noop("Le tableau"), tr_noop("En bas, les communes, les sites, le registre et les anomalies : triez, "
                                    "filtrez, double-cliquez pour "
                                    "cadrer. Ctrl+K retrouve tout par son nom.")}};

} // namespace

SaveAnswer draw_save_question(Dialogs& dialogs, const Ui& ui, Rect window, const std::string& document) {
    if (!dialogs.asks_to_save) {
        return SaveAnswer::none;
    }
    auto answer = SaveAnswer::none;
    if (begin_box(ui, tr("Modifications non enregistrées"), dialogs.asks_to_save, window, 460)) {
        wrapped(ui, document);
        wrapped(ui, tr("Les modifications faites depuis le dernier enregistrement seraient perdues."),
                views::Tone::muted);
        ImGui::Dummy({0, ui.px(4)});
        if (default_button(ui, tr("Enregistrer##question"))) {
            answer = SaveAnswer::save;
        }
        ImGui::SameLine();
        if (button(ui, tr("Ne pas enregistrer"))) {
            answer = SaveAnswer::discard;
        }
        ImGui::SameLine();
        if (button(ui, tr("Annuler##question")) || !dialogs.asks_to_save) {
            answer = SaveAnswer::cancel;
        }
        if (answer != SaveAnswer::none) {
            close_box(dialogs.asks_to_save);
        }
        ImGui::EndPopup();
    }
    return answer;
}

bool draw_conflict_question(Dialogs& dialogs, const Ui& ui, Rect window) {
    bool wants_other_name = false;
    if (dialogs.asks_about_conflict &&
        begin_box(ui, tr("Projet non enregistré"), dialogs.asks_about_conflict, window, 480)) {
        wrapped(ui, tr_sentence(dialogs.conflict));
        wrapped(
            ui,
            tr("Rien n’est perdu : vos modifications restent ici, et le fichier garde celles de l’autre."),
            views::Tone::muted);
        ImGui::Dummy({0, ui.px(4)});
        wants_other_name = default_button(ui, tr("Enregistrer sous…##conflit"));
        ImGui::SameLine();
        if (button(ui, tr("Fermer##conflit")) || wants_other_name) {
            close_box(dialogs.asks_about_conflict);
        }
        ImGui::EndPopup();
    }
    return wants_other_name;
}

std::optional<session::Recovery> draw_recovery_question(Dialogs& dialogs, const Ui& ui, Rect window) {
    if (dialogs.recoveries.empty()) {
        return std::nullopt;
    }
    std::optional<session::Recovery> chosen;
    bool stays = true;
    if (begin_box(ui, tr("Modifications récupérées"), stays, window, 480)) {
        const auto recovery = dialogs.recoveries.front(); // a copy: the list changes below
        wrapped(ui,
                recovery.original.empty() ? tr("Projet sans nom de fichier") : recovery.original.string());
        wrapped(
            ui,
            tr("maillage s’est arrêté sans enregistrer. Une copie des dernières modifications a été gardée."),
            views::Tone::muted);
        ImGui::Dummy({0, ui.px(4)});
        if (default_button(ui, tr("Récupérer"))) {
            chosen = recovery;
            dialogs.recoveries.clear(); // others stay for another start
        }
        ImGui::SameLine();
        if (button(ui, tr("Jeter la copie"))) {
            session::forget(recovery.copy);
            dialogs.recoveries.erase(dialogs.recoveries.begin());
        }
        ImGui::SameLine();
        if (button(ui, tr("Plus tard")) || !stays) {
            dialogs.recoveries.clear();
        }
        if (dialogs.recoveries.empty()) {
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    return chosen;
}

OutsideAnswer draw_outside_question(const Ui& ui, Rect window, const session::OutsideQuestion& question) {
    auto answer = OutsideAnswer::none;
    bool stays = true;
    if (begin_box(ui, tr("Fichier hors du dossier du projet"), stays, window, 520)) {
        wrapped(ui, question.file.string());
        wrapped(ui,
                tr("Le projet lit ce fichier (relief), qui n’est pas dans son dossier. Ne l’ouvrez que si "
                   "vous savez "
                   "d’où vient le projet."),
                views::Tone::muted);
        ImGui::Dummy({0, ui.px(4)});
        if (button(ui, tr("Lire ce fichier"))) {
            answer = OutsideAnswer::yes;
        }
        ImGui::SameLine();
        if (default_button(ui, tr("Ouvrir sans lui"))) {
            answer = OutsideAnswer::no;
        }
        ImGui::SameLine();
        if (button(ui, tr("Annuler##ailleurs")) || !stays) {
            answer = OutsideAnswer::cancel;
        }
        if (answer != OutsideAnswer::none) {
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    return answer;
}

std::optional<std::string> draw_service_question(Dialogs& dialogs, const Ui& ui, Rect window) {
    if (!dialogs.asks_service) {
        return std::nullopt;
    }
    std::optional<std::string> chosen;
    if (begin_box(ui, tr("Fond de plan en ligne"), dialogs.asks_service, window, 620)) {
        wrapped(ui, tr("Adresse d’un service WMTS, WMS (GetMap) ou de tuiles {z}/{x}/{y}"));
        if (ImGui::IsWindowAppearing()) {
            ImGui::SetKeyboardFocusHere();
        }
        text_field(ui, tr("Adresse du service"), "https://…", dialogs.service, -1);
        const bool is_entered = ImGui::IsItemFocused() && is_pressed(Key::enter, false);
        wrapped(ui,
                tr("maillage n’utilise le réseau que pour ce fond, et tant qu’il est affiché : l’adresse du "
                   "service "
                   "apprend quelle partie de la carte est regardée."),
                views::Tone::muted, true);
        ImGui::Dummy({0, ui.px(4)});
        const bool is_address = map::is_map_service(dialogs.service);
        const bool is_wanted = button(ui, tr("Afficher ce fond"), ButtonKind::primary, is_address);
        if (is_address && (is_wanted || is_entered)) {
            chosen = dialogs.service;
        }
        ImGui::SameLine();
        if (button(ui, tr("Annuler##service")) || chosen) {
            close_box(dialogs.asks_service);
        }
        ImGui::EndPopup();
    }
    return chosen;
}

void draw_shortcuts(Dialogs& dialogs, const Ui& ui, Rect window) {
    if (!dialogs.shows_shortcuts) {
        return;
    }
    if (begin_box(ui, tr("Raccourcis du clavier"), dialogs.shows_shortcuts, window, 760)) {
        if (ImGui::BeginTable("raccourcis", 4, ImGuiTableFlags_SizingStretchProp)) {
            ImGui::TableSetupColumn("a", 0, 2.2F);
            ImGui::TableSetupColumn("b", 0, 1);
            ImGui::TableSetupColumn("c", 0, 2.2F);
            ImGui::TableSetupColumn("d", 0, 1);
            const auto line = [&](const char* label, const char* keys) {
                ImGui::TableNextColumn();
                text(ui, label);
                ImGui::TableNextColumn();
                text(ui, keys, views::Tone::muted);
            };
            for (const auto& action : all_actions()) {
                if (*action.keys != '\0') {
                    line(tr(action.label), shown_keys(action).c_str());
                }
            }
            line(tr("Agrandir sous le curseur"), tr("Molette"));
            line(tr("Déplacer la carte"), tr("Flèches, bouton gauche"));
            line(tr("Finir une mesure"), tr("Entrée"));
            line(tr("Quitter l’outil"), tr("Échap"));
            line(tr("Commande suivante, précédente"), tr("Tab, Maj+Tab"));
            line(tr("Panneau suivant, précédent"), tr("F6, Maj+F6"));
            line(tr("Aller aux menus"), "F10");
            line(tr("Menu de ce qui est choisi"), tr("Menu, Maj+F10"));
            line(tr("Sur la carte : choisir ce qui est sous la croix"), tr("Espace"));
            line(tr("Sur la frise : un mois, un an"), tr("Flèches, Maj+Flèches"));
            ImGui::EndTable();
        }
        if (default_button(ui, tr("Fermer##raccourcis"))) {
            close_box(dialogs.shows_shortcuts);
        }
        ImGui::EndPopup();
    }
}

void draw_about(Dialogs& dialogs, const Ui& ui, Rect window) {
    if (!dialogs.shows_about) {
        return;
    }
    if (begin_box(ui, tr("À propos de maillage"), dialogs.shows_about, window, 480)) {
        ImGui::PushFont(ui.fonts.title);
        ImGui::TextUnformatted("maillage");
        ImGui::PopFont();
        wrapped(ui, tr("Carte et schéma départemental de la vidéoprotection : qui est couvert, par quoi, "
                       "jusqu’à quand, où sont "
                       "les lacunes et quels sites équiper en premier."));
        wrapped(ui, tr("Affichage : ") + dialogs.renderer, views::Tone::muted, true);
        if (default_button(ui, tr("Fermer##à propos"))) {
            close_box(dialogs.shows_about);
        }
        ImGui::EndPopup();
    }
}

void draw_tour(Dialogs& dialogs, const Ui& ui, Rect window, Rect map, const Rect (&zones)[kTourSteps]) {
    if (dialogs.tour_step < 0 || dialogs.tour_step >= kTourSteps) {
        return;
    }
    const bool has_box = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (has_box) {
        return; // the tour waits behind what was opened meanwhile
    }
    const auto& step = kSteps[dialogs.tour_step];
    const auto zone = zones[dialogs.tour_step];
    ImGui::GetForegroundDrawList()->AddRect({zone.x + 2, zone.y + 2}, {zone.right() - 2, zone.bottom() - 2},
                                            to_u32(ui.palette.accent), ui.px(8), 0, ui.px(2.5F));
    // Always at the same place, so that « Suivant » stays under the mouse, and off what the step is about.
    const float width = std::min(ui.px(360), window.width - ui.px(32));
    const float right = std::clamp(map.right() - ui.px(16), window.x + width, window.right());
    ImGui::SetNextWindowPos({right, map.bottom() - ui.px(16)}, ImGuiCond_Always, {1, 1});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(16), ui.px(14)});
    ImGui::Begin("Visite", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_AlwaysAutoResize);
    text(ui, std::to_string(dialogs.tour_step + 1) + " / " + std::to_string(kTourSteps), views::Tone::muted,
         true);
    text(ui, tr(step.title), views::Tone::strong);
    wrapped(ui, tr(step.words));
    ImGui::Dummy({0, ui.px(2)});
    const bool is_last = dialogs.tour_step + 1 == kTourSteps;
    if (button(ui, is_last ? tr("Terminer") : tr("Suivant"), ButtonKind::primary) || is_return_free()) {
        dialogs.tour_step = is_last ? -1 : dialogs.tour_step + 1;
    }
    if (!is_last) {
        ImGui::SameLine();
        if (button(ui, tr("Passer la visite"))) {
            dialogs.tour_step = -1;
        }
    }
    ImGui::End();
    ImGui::PopStyleVar(3);
}

} // namespace maillage::ui
