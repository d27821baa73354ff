#include "ui/window/actions.h"

#include "base/translate.h"

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
    {Action::new_project, Menu::file, tr_noop("Nouveau projet"), "Ctrl+N", GLFW_KEY_N, kCtrl},
    {Action::new_example, Menu::file, tr_noop("Nouvel exemple (Aisne)"), "Ctrl+Maj+N", GLFW_KEY_N,
     kCtrlShift},
    {Action::open, Menu::file, tr_noop("Ouvrir…"), "Ctrl+O", GLFW_KEY_O, kCtrl},
    {Action::save, Menu::file, tr_noop("Enregistrer"), "Ctrl+S", GLFW_KEY_S, kCtrl, true},
    {Action::save_as, Menu::file, tr_noop("Enregistrer sous…"), "Ctrl+Maj+S", GLFW_KEY_S, kCtrlShift},
    {Action::export_sites, Menu::file, tr_noop("Exporter les sites prioritaires…"), "Ctrl+E", GLFW_KEY_E,
     kCtrl, true},
    {Action::export_gaps, Menu::file, tr_noop("Exporter les lacunes…"), "", 0, kPlain},
    {Action::export_coverage, Menu::file, tr_noop("Exporter la couverture…"), "", 0, kPlain},
    {Action::export_registry, Menu::file, tr_noop("Exporter le registre…"), "", 0, kPlain},
    {Action::export_communes, Menu::file, tr_noop("Exporter les communes…"), "", 0, kPlain},
    {Action::export_cameras, Menu::file, tr_noop("Exporter les caméras…"), "", 0, kPlain},
    {Action::save_picture, Menu::file, tr_noop("Enregistrer l’image de la carte…"), "Ctrl+P", GLFW_KEY_P,
     kCtrl, true},
    {Action::quit, Menu::file, tr_noop("Quitter"), "Ctrl+Q", GLFW_KEY_Q, kCtrl, true},
    {Action::undo, Menu::edit, tr_noop("Annuler"), "Ctrl+Z", GLFW_KEY_Z, kCtrl},
    {Action::redo, Menu::edit, tr_noop("Rétablir"), "Ctrl+Maj+Z", GLFW_KEY_Z, kCtrlShift},
    {Action::copy_table, Menu::edit, tr_noop("Copier le tableau"), "Ctrl+Maj+C", GLFW_KEY_C, kCtrlShift,
     true},
    {Action::copy_log, Menu::edit, tr_noop("Copier le journal des commandes"), "", 0, kPlain},
    {Action::save_log, Menu::edit, tr_noop("Enregistrer le journal des commandes…"), "", 0, kPlain},
    {Action::add_camera, Menu::edit, tr_noop("Placer des caméras"), "C", GLFW_KEY_C, kPlain, true},
    {Action::add_site, Menu::edit, tr_noop("Placer des sites"), "S", GLFW_KEY_S, kPlain},
    {Action::mount_camera, Menu::edit, tr_noop("Monter la caméra sur la façade"), "", 0, kPlain},
    {Action::remove_selected, Menu::edit, tr_noop("Supprimer la sélection"), "Suppr", GLFW_KEY_DELETE,
     kPlain},
    {Action::select_rectangle, Menu::edit, tr_noop("Sélectionner dans un rectangle"), "R", GLFW_KEY_R, kPlain,
     true},
    {Action::select_polygon, Menu::edit, tr_noop("Sélectionner dans un polygone"), "P", GLFW_KEY_P, kPlain},
    {Action::clear_selection, Menu::edit, tr_noop("Ne rien sélectionner"), "Ctrl+Maj+A", GLFW_KEY_A,
     kCtrlShift},
    {Action::full_extent, Menu::view, tr_noop("Voir tout le territoire"), "Ctrl+Maj+F", GLFW_KEY_F,
     kCtrlShift},
    {Action::zoom_to_selection, Menu::view, tr_noop("Cadrer la sélection"), "Ctrl+J", GLFW_KEY_J, kCtrl},
    {Action::zoom_in, Menu::view, tr_noop("Agrandir la carte"), "+", GLFW_KEY_KP_ADD, kPlain},
    {Action::zoom_out, Menu::view, tr_noop("Réduire la carte"), "-", GLFW_KEY_KP_SUBTRACT, kPlain},
    {Action::previous_view, Menu::view, tr_noop("Vue précédente"), "Alt+Gauche", GLFW_KEY_LEFT, kAlt},
    {Action::next_view, Menu::view, tr_noop("Vue suivante"), "Alt+Droite", GLFW_KEY_RIGHT, kAlt},
    {Action::add_bookmark, Menu::view, tr_noop("Ajouter un signet"), "Ctrl+B", GLFW_KEY_B, kCtrl, true},
    {Action::clear_bookmarks, Menu::view, tr_noop("Effacer les signets de ce projet"), "", 0, kPlain},
    {Action::compare_dates, Menu::view, tr_noop("Comparer deux dates"), "F3", GLFW_KEY_F3, kPlain, true},
    {Action::choose_basemap, Menu::view, tr_noop("Fond de plan hors ligne…"), "Ctrl+Maj+R", GLFW_KEY_R,
     kCtrlShift},
    {Action::online_basemap, Menu::view, tr_noop("Fond de plan en ligne…"), "Ctrl+Maj+W", GLFW_KEY_W,
     kCtrlShift},
    {Action::remove_basemap, Menu::view, tr_noop("Retirer le fond de plan"), "", 0, kPlain},
    {Action::toggle_left, Menu::view, tr_noop("Panneau des couches"), "F7", GLFW_KEY_F7, kPlain, true},
    {Action::toggle_right, Menu::view, tr_noop("Panneau de la sélection"), "F8", GLFW_KEY_F8, kPlain},
    {Action::toggle_table, Menu::view, tr_noop("Tableau"), "Ctrl+T", GLFW_KEY_T, kCtrl},
    {Action::map_alone, Menu::view, tr_noop("Carte seule"), "F11", GLFW_KEY_F11, kPlain},
    {Action::present, Menu::view, tr_noop("Mode présentation"), "Maj+F11", GLFW_KEY_F11, kShift},
    {Action::toggle_dark, Menu::view, tr_noop("Thème sombre"), "Ctrl+Maj+D", GLFW_KEY_D, kCtrlShift, true},
    {Action::toggle_language, Menu::view, tr_noop("English"), "", 0, kPlain},
    {Action::larger, Menu::view, tr_noop("Agrandir l’interface"), "Ctrl++", GLFW_KEY_KP_ADD, kCtrl},
    {Action::smaller, Menu::view, tr_noop("Réduire l’interface"), "Ctrl+-", GLFW_KEY_KP_SUBTRACT, kCtrl},
    {Action::normal_size, Menu::view, tr_noop("Taille normale"), "Ctrl+0", GLFW_KEY_0, kCtrl},
    {Action::import, Menu::data, tr_noop("Importer…"), "Ctrl+L", GLFW_KEY_L, kCtrl},
    {Action::show_findings, Menu::data, tr_noop("Voir les anomalies"), "F9", GLFW_KEY_F9, kPlain, true},
    {Action::find, Menu::data, tr_noop("Rechercher…"), "Ctrl+K", GLFW_KEY_K, kCtrl},
    {Action::filter_table, Menu::data, tr_noop("Filtrer le tableau"), "Ctrl+F", GLFW_KEY_F, kCtrl},
    {Action::measure_length, Menu::analysis, tr_noop("Mesurer une distance"), "Ctrl+Maj+M", GLFW_KEY_M,
     kCtrlShift, true},
    {Action::measure_area, Menu::analysis, tr_noop("Mesurer une surface"), "Ctrl+Maj+J", GLFW_KEY_J,
     kCtrlShift},
    {Action::dashboard, Menu::analysis, tr_noop("Tableau de bord"), "F4", GLFW_KEY_F4, kPlain, true},
    {Action::rank, Menu::scheme, tr_noop("Classer les sites"), "F5", GLFW_KEY_F5, kPlain},
    {Action::pin_site, Menu::scheme, tr_noop("Imposer le site sélectionné"), "", 0, kPlain, true},
    {Action::forbid_site, Menu::scheme, tr_noop("Écarter le site sélectionné"), "", 0, kPlain},
    {Action::plan_box, Menu::scheme, tr_noop("Choix et financement…"), "", 0, kPlain, true},
    {Action::add_candidate, Menu::scheme, tr_noop("Poser des sites candidats"), "", 0, kPlain},
    {Action::draw_perimeter, Menu::scheme, tr_noop("Dessiner un périmètre"), "", 0, kPlain},
    {Action::compare_scenarios, Menu::scheme, tr_noop("Comparer les scénarios"), "", 0, kPlain},
    {Action::compare_on_map, Menu::scheme, tr_noop("Comparer deux scénarios sur la carte"), "Maj+F3",
     GLFW_KEY_F3, kShift},
    {Action::shortcuts, Menu::help, tr_noop("Raccourcis du clavier"), "?", GLFW_KEY_F1, kPlain},
    {Action::tour, Menu::help, tr_noop("Visite guidée"), "", 0, kPlain},
    {Action::about, Menu::help, tr_noop("À propos de maillage"), "", 0, kPlain, true},
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
    constexpr const char* kTitles[kMenus] = {tr_noop("Fichier"), tr_noop("Édition"), tr_noop("Affichage"),
                                             tr_noop("Données"), tr_noop("Analyse"), tr_noop("Schéma"),
                                             tr_noop("Aide")};
    return tr(kTitles[static_cast<int>(menu)]);
}

std::string shown_keys(const ActionInfo& action) {
    std::string shown = action.keys;
    for (const char* word : {tr_noop("Maj"), tr_noop("Suppr"), tr_noop("Gauche"), tr_noop("Droite")}) {
        if (const auto at = shown.find(word); at != std::string::npos) {
            shown.replace(at, std::string_view(word).size(), tr(word));
        }
    }
    return shown;
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
