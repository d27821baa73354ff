#include "ui/window/actions.h"

#include "base/translate.h"

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

// Shortcuts are those of QGIS wherever it has one. Letters are those printed on the user's
// keyboard.
constexpr auto kActions = std::to_array<ActionInfo>({
    {Action::new_project, Menu::file, tr_noop("Nouveau projet"), "Ctrl+N", Key::n, kCtrl},
    {Action::new_example, Menu::file, tr_noop("Nouvel exemple (Aisne)"), "Ctrl+Maj+N", Key::n, kCtrlShift},
    {Action::open, Menu::file, tr_noop("Ouvrir…"), "Ctrl+O", Key::o, kCtrl},
    {Action::save, Menu::file, tr_noop("Enregistrer"), "Ctrl+S", Key::s, kCtrl, true},
    {Action::save_as, Menu::file, tr_noop("Enregistrer sous…"), "Ctrl+Maj+S", Key::s, kCtrlShift},
    {Action::export_sites, Menu::file, tr_noop("Exporter les sites prioritaires…"), "Ctrl+E", Key::e, kCtrl,
     true},
    {Action::export_gaps, Menu::file, tr_noop("Exporter les lacunes…"), "", Key::none, kPlain},
    {Action::export_coverage, Menu::file, tr_noop("Exporter la couverture…"), "", Key::none, kPlain},
    {Action::export_registry, Menu::file, tr_noop("Exporter le registre…"), "", Key::none, kPlain},
    {Action::export_communes, Menu::file, tr_noop("Exporter les communes…"), "", Key::none, kPlain},
    {Action::export_cameras, Menu::file, tr_noop("Exporter les caméras…"), "", Key::none, kPlain},
    {Action::save_picture, Menu::file, tr_noop("Enregistrer l’image de la carte…"), "Ctrl+P", Key::p, kCtrl,
     true},
    {Action::quit, Menu::file, tr_noop("Quitter"), "Ctrl+Q", Key::q, kCtrl, true},
    {Action::undo, Menu::edit, tr_noop("Annuler"), "Ctrl+Z", Key::z, kCtrl},
    {Action::redo, Menu::edit, tr_noop("Rétablir"), "Ctrl+Maj+Z", Key::z, kCtrlShift},
    {Action::copy_table, Menu::edit, tr_noop("Copier le tableau"), "Ctrl+Maj+C", Key::c, kCtrlShift, true},
    {Action::copy_log, Menu::edit, tr_noop("Copier le journal des commandes"), "", Key::none, kPlain},
    {Action::save_log, Menu::edit, tr_noop("Enregistrer le journal des commandes…"), "", Key::none, kPlain},
    {Action::add_camera, Menu::edit, tr_noop("Placer des caméras"), "C", Key::c, kPlain, true},
    {Action::add_site, Menu::edit, tr_noop("Placer des sites"), "S", Key::s, kPlain},
    {Action::mount_camera, Menu::edit, tr_noop("Monter la caméra sur la façade"), "", Key::none, kPlain},
    {Action::remove_selected, Menu::edit, tr_noop("Supprimer la sélection"), "Suppr", Key::del, kPlain},
    {Action::select_rectangle, Menu::edit, tr_noop("Sélectionner dans un rectangle"), "R", Key::r, kPlain,
     true},
    {Action::select_polygon, Menu::edit, tr_noop("Sélectionner dans un polygone"), "P", Key::p, kPlain},
    {Action::clear_selection, Menu::edit, tr_noop("Ne rien sélectionner"), "Ctrl+Maj+A", Key::a, kCtrlShift},
    {Action::full_extent, Menu::view, tr_noop("Voir tout le territoire"), "Ctrl+Maj+F", Key::f, kCtrlShift},
    {Action::zoom_to_selection, Menu::view, tr_noop("Cadrer la sélection"), "Ctrl+J", Key::j, kCtrl},
    {Action::zoom_in, Menu::view, tr_noop("Agrandir la carte"), "+", Key::pad_add, kPlain},
    {Action::zoom_out, Menu::view, tr_noop("Réduire la carte"), "-", Key::pad_subtract, kPlain},
    {Action::previous_view, Menu::view, tr_noop("Vue précédente"), "Alt+Gauche", Key::left, kAlt},
    {Action::next_view, Menu::view, tr_noop("Vue suivante"), "Alt+Droite", Key::right, kAlt},
    {Action::add_bookmark, Menu::view, tr_noop("Ajouter un signet"), "Ctrl+B", Key::b, kCtrl, true},
    {Action::clear_bookmarks, Menu::view, tr_noop("Effacer les signets de ce projet"), "", Key::none, kPlain},
    {Action::compare_dates, Menu::view, tr_noop("Comparer deux dates"), "F3", Key::f3, kPlain, true},
    {Action::choose_basemap, Menu::view, tr_noop("Fond de plan hors ligne…"), "Ctrl+Maj+R", Key::r,
     kCtrlShift},
    {Action::online_basemap, Menu::view, tr_noop("Fond de plan en ligne…"), "Ctrl+Maj+W", Key::w, kCtrlShift},
    {Action::remove_basemap, Menu::view, tr_noop("Retirer le fond de plan"), "", Key::none, kPlain},
    {Action::toggle_left, Menu::view, tr_noop("Panneau des couches"), "F7", Key::f7, kPlain, true},
    {Action::toggle_right, Menu::view, tr_noop("Panneau de la sélection"), "F8", Key::f8, kPlain},
    {Action::toggle_table, Menu::view, tr_noop("Tableau"), "Ctrl+T", Key::t, kCtrl},
    {Action::map_alone, Menu::view, tr_noop("Carte seule"), "F11", Key::f11, kPlain},
    {Action::present, Menu::view, tr_noop("Mode présentation"), "Maj+F11", Key::f11, kShift},
    {Action::toggle_dark, Menu::view, tr_noop("Thème sombre"), "Ctrl+Maj+D", Key::d, kCtrlShift, true},
    {Action::toggle_language, Menu::view, tr_noop("English"), "", Key::none, kPlain},
    {Action::larger, Menu::view, tr_noop("Agrandir l’interface"), "Ctrl++", Key::pad_add, kCtrl},
    {Action::smaller, Menu::view, tr_noop("Réduire l’interface"), "Ctrl+-", Key::pad_subtract, kCtrl},
    {Action::normal_size, Menu::view, tr_noop("Taille normale"), "Ctrl+0", Key::zero, kCtrl},
    {Action::import, Menu::data, tr_noop("Importer…"), "Ctrl+L", Key::l, kCtrl},
    {Action::show_findings, Menu::data, tr_noop("Voir les anomalies"), "F9", Key::f9, kPlain, true},
    {Action::find, Menu::data, tr_noop("Rechercher…"), "Ctrl+K", Key::k, kCtrl},
    {Action::filter_table, Menu::data, tr_noop("Filtrer le tableau"), "Ctrl+F", Key::f, kCtrl},
    {Action::measure_length, Menu::analysis, tr_noop("Mesurer une distance"), "Ctrl+Maj+M", Key::m,
     kCtrlShift, true},
    {Action::measure_area, Menu::analysis, tr_noop("Mesurer une surface"), "Ctrl+Maj+J", Key::j, kCtrlShift},
    {Action::dashboard, Menu::analysis, tr_noop("Tableau de bord"), "F4", Key::f4, kPlain, true},
    {Action::rank, Menu::scheme, tr_noop("Classer les sites"), "F5", Key::f5, kPlain},
    {Action::pin_site, Menu::scheme, tr_noop("Imposer le site sélectionné"), "", Key::none, kPlain, true},
    {Action::forbid_site, Menu::scheme, tr_noop("Écarter le site sélectionné"), "", Key::none, kPlain},
    {Action::plan_box, Menu::scheme, tr_noop("Choix et financement…"), "", Key::none, kPlain, true},
    {Action::add_candidate, Menu::scheme, tr_noop("Poser des sites candidats"), "", Key::none, kPlain},
    {Action::draw_perimeter, Menu::scheme, tr_noop("Dessiner un périmètre"), "", Key::none, kPlain},
    {Action::compare_scenarios, Menu::scheme, tr_noop("Comparer les scénarios"), "", Key::none, kPlain},
    {Action::compare_on_map, Menu::scheme, tr_noop("Comparer deux scénarios sur la carte"), "Maj+F3", Key::f3,
     kShift},
    {Action::shortcuts, Menu::help, tr_noop("Raccourcis du clavier"), "?", Key::f1, kPlain},
    {Action::tour, Menu::help, tr_noop("Visite guidée"), "", Key::none, kPlain},
    {Action::about, Menu::help, tr_noop("À propos de maillage"), "", Key::none, kPlain, true},
});

bool are_held(const Modifiers& wanted) {
    const auto& io = ImGui::GetIO();
    return io.KeyCtrl == wanted.ctrl && io.KeyShift == wanted.shift && io.KeyAlt == wanted.alt &&
           !io.KeySuper;
}

bool works_while_typing(const ActionInfo& action) {
    const bool edits_text = action.action == Action::undo || action.action == Action::redo;
    const bool is_function = action.key >= Key::f1 && action.key <= Key::f12;
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
        if (action.key != Key::none && are_held(action.modifiers) &&
            (!is_typing || works_while_typing(action)) && is_pressed(action.key, repeats(action.action))) {
            return action.action;
        }
    }
    const bool is_redo = are_held(kCtrl) && is_pressed(Key::y, true); // the other habit
    if (is_redo && !is_typing) {
        return Action::redo;
    }
    return std::nullopt;
}

} // namespace maillage::ui
