#include "ui/actions.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <array>

namespace maillage::ui {

namespace {

constexpr Modifiers kPlain{};
constexpr Modifiers kCtrl{true, false, false, false};
constexpr Modifiers kCtrlShift{true, true, false, false};
constexpr Modifiers kShift{false, true, false, false};
constexpr Modifiers kAlt{false, false, true, false};

// Shortcuts are those of QGIS wherever it has one. Letters are GLFW's, that is by place on a US keyboard; the
// window turns them into the letters printed on the user's keyboard.
constexpr auto kActions = std::to_array<ActionInfo>({
    {Action::new_example, Menu::file, "Nouvel exemple (Aisne)", "Ctrl+N", GLFW_KEY_N, kCtrl},
    {Action::open, Menu::file, "Ouvrir…", "Ctrl+O", GLFW_KEY_O, kCtrl},
    {Action::save, Menu::file, "Enregistrer", "Ctrl+S", GLFW_KEY_S, kCtrl, true},
    {Action::save_as, Menu::file, "Enregistrer sous…", "Ctrl+Maj+S", GLFW_KEY_S, kCtrlShift},
    {Action::export_sites, Menu::file, "Exporter les sites prioritaires…", "Ctrl+E", GLFW_KEY_E, kCtrl, true},
    {Action::export_gaps, Menu::file, "Exporter les lacunes…", "", 0, kPlain},
    {Action::export_coverage, Menu::file, "Exporter la couverture…", "", 0, kPlain},
    {Action::export_registry, Menu::file, "Exporter le registre…", "", 0, kPlain},
    {Action::export_communes, Menu::file, "Exporter les communes…", "", 0, kPlain},
    {Action::export_cameras, Menu::file, "Exporter les caméras…", "", 0, kPlain},
    {Action::save_picture, Menu::file, "Enregistrer l’image de la carte…", "Ctrl+P", GLFW_KEY_P, kCtrl, true},
    {Action::quit, Menu::file, "Quitter", "Ctrl+Q", GLFW_KEY_Q, kCtrl, true},
    {Action::undo, Menu::edit, "Annuler", "Ctrl+Z", GLFW_KEY_Z, kCtrl},
    {Action::redo, Menu::edit, "Rétablir", "Ctrl+Maj+Z", GLFW_KEY_Z, kCtrlShift},
    {Action::copy_table, Menu::edit, "Copier le tableau", "Ctrl+Maj+C", GLFW_KEY_C, kCtrlShift, true},
    {Action::copy_log, Menu::edit, "Copier le journal des commandes", "", 0, kPlain},
    {Action::add_camera, Menu::edit, "Placer des caméras", "C", GLFW_KEY_C, kPlain, true},
    {Action::remove_selected, Menu::edit, "Supprimer la sélection", "Suppr", GLFW_KEY_DELETE, kPlain},
    {Action::clear_selection, Menu::edit, "Ne rien sélectionner", "Ctrl+Maj+A", GLFW_KEY_A, kCtrlShift},
    {Action::full_extent, Menu::view, "Voir tout le territoire", "Ctrl+Maj+F", GLFW_KEY_F, kCtrlShift},
    {Action::zoom_to_selection, Menu::view, "Cadrer la sélection", "Ctrl+J", GLFW_KEY_J, kCtrl},
    {Action::zoom_in, Menu::view, "Agrandir la carte", "+", GLFW_KEY_KP_ADD, kPlain},
    {Action::zoom_out, Menu::view, "Réduire la carte", "-", GLFW_KEY_KP_SUBTRACT, kPlain},
    {Action::previous_view, Menu::view, "Vue précédente", "Alt+Gauche", GLFW_KEY_LEFT, kAlt},
    {Action::next_view, Menu::view, "Vue suivante", "Alt+Droite", GLFW_KEY_RIGHT, kAlt},
    {Action::toggle_left, Menu::view, "Panneau des couches", "F7", GLFW_KEY_F7, kPlain, true},
    {Action::toggle_right, Menu::view, "Panneau de la sélection", "F8", GLFW_KEY_F8, kPlain},
    {Action::toggle_table, Menu::view, "Tableau", "F6", GLFW_KEY_F6, kPlain},
    {Action::map_alone, Menu::view, "Carte seule", "F11", GLFW_KEY_F11, kPlain},
    {Action::present, Menu::view, "Mode présentation", "Maj+F11", GLFW_KEY_F11, kShift},
    {Action::toggle_dark, Menu::view, "Thème sombre", "Ctrl+Maj+D", GLFW_KEY_D, kCtrlShift, true},
    {Action::larger, Menu::view, "Agrandir l’interface", "Ctrl++", GLFW_KEY_KP_ADD, kCtrl},
    {Action::smaller, Menu::view, "Réduire l’interface", "Ctrl+-", GLFW_KEY_KP_SUBTRACT, kCtrl},
    {Action::normal_size, Menu::view, "Taille normale", "Ctrl+0", GLFW_KEY_0, kCtrl},
    {Action::import, Menu::data, "Importer…", "Ctrl+L", GLFW_KEY_L, kCtrl},
    {Action::show_findings, Menu::data, "Voir les anomalies", "F9", GLFW_KEY_F9, kPlain, true},
    {Action::find, Menu::data, "Rechercher…", "Ctrl+K", GLFW_KEY_K, kCtrl},
    {Action::filter_table, Menu::data, "Filtrer le tableau", "Ctrl+F", GLFW_KEY_F, kCtrl},
    {Action::measure_length, Menu::analysis, "Mesurer une distance", "Ctrl+Maj+M", GLFW_KEY_M, kCtrlShift,
     true},
    {Action::measure_area, Menu::analysis, "Mesurer une surface", "Ctrl+Maj+J", GLFW_KEY_J, kCtrlShift},
    {Action::dashboard, Menu::analysis, "Tableau de bord", "F4", GLFW_KEY_F4, kPlain, true},
    {Action::rank, Menu::scheme, "Classer les sites", "F5", GLFW_KEY_F5, kPlain},
    {Action::pin_site, Menu::scheme, "Imposer le site sélectionné", "", 0, kPlain, true},
    {Action::forbid_site, Menu::scheme, "Écarter le site sélectionné", "", 0, kPlain},
    {Action::plan_box, Menu::scheme, "Choix et financement…", "", 0, kPlain, true},
    {Action::add_candidate, Menu::scheme, "Poser des sites candidats", "", 0, kPlain},
    {Action::compare_scenarios, Menu::scheme, "Comparer les scénarios", "", 0, kPlain},
    {Action::shortcuts, Menu::help, "Raccourcis du clavier", "?", GLFW_KEY_F1, kPlain},
    {Action::tour, Menu::help, "Visite guidée", "", 0, kPlain},
    {Action::about, Menu::help, "À propos de maillage", "", 0, kPlain, true},
});

bool are_held(const Modifiers& wanted) {
    const auto& io = ImGui::GetIO();
    return io.KeyCtrl == wanted.ctrl && io.KeyShift == wanted.shift && io.KeyAlt == wanted.alt &&
           !io.KeySuper;
}

bool works_while_typing(const ActionInfo& action) {
    const bool edits_text = action.action == Action::undo || action.action == Action::redo;
    const bool is_function = action.key >= GLFW_KEY_F1 && action.key <= GLFW_KEY_F25;
    return !edits_text && (action.modifiers.ctrl || is_function);
}

bool repeats(Action action) {
    return action == Action::undo || action == Action::redo;
}

} // namespace

std::span<const ActionInfo> all_actions() {
    return kActions;
}

const ActionInfo& info(Action action) {
    return *std::find_if(kActions.begin(), kActions.end(),
                         [&](const ActionInfo& i) { return i.action == action; });
}

const char* title(Menu menu) {
    constexpr const char* kTitles[kMenus] = {"Fichier", "Édition", "Affichage", "Données",
                                             "Analyse", "Schéma",  "Aide"};
    return kTitles[static_cast<int>(menu)];
}

std::optional<Action> pressed_action(bool is_typing) {
    for (const auto& action : kActions) {
        if (action.key != 0 && are_held(action.modifiers) && (!is_typing || works_while_typing(action)) &&
            ImGui::IsKeyPressed(action.key, repeats(action.action))) {
            return action.action;
        }
    }
    const bool is_redo = are_held(kCtrl) && ImGui::IsKeyPressed(GLFW_KEY_Y, true); // the other habit
    if (is_redo && !is_typing) {
        return Action::redo;
    }
    return std::nullopt;
}

} // namespace maillage::ui
