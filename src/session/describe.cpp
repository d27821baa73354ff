// describe.cpp: what a command does, in French, for the undo menu and the log on screen.
#include "base/number.h"
#include "base/translate.h"
#include "map/basemap.h"
#include "session/command.h"

namespace maillage::session {
namespace {

std::string say(const SetBands& c) {
    return tr("Bandes de détail : ") + (c.table.empty() ? c.required : c.table);
}

std::string say(const SetPlan&) {
    return tr("Choix du schéma");
}

std::string say(const CopyScenario& c) {
    return tr("Nouveau scénario ") + c.name;
}

std::string say(const ChooseScenario& c) {
    return tr("Scénario ") + c.name;
}

std::string say(const RemoveScenario& c) {
    return tr("Supprimer le scénario ") + c.name;
}

std::string say(const PutCandidate& c) {
    return tr("Enregistrer le candidat ") + (c.candidate.name.empty() ? c.candidate.id : c.candidate.name);
}

std::string say(const RemoveCandidate& c) {
    return tr("Supprimer le candidat ") + c.id;
}

std::string say(const PutFundingRule& c) {
    return tr("Règle de financement ") + to_french(c.row) + " : " + c.financer;
}

std::string say(const RemoveFundingRule& c) {
    return tr("Supprimer la règle de financement ") + to_french(c.row);
}

std::string say(const SetPrice& c) {
    return tr("Prix ") + c.camera_type + " / " + c.link + " : " + to_french(c.cost_eur, 0) + " €";
}

std::string say(const RemovePrice& c) {
    return tr("Supprimer le prix ") + to_french(c.row);
}

std::string say(const PutPerimeter& c) {
    return tr("Périmètre ") + (c.name.empty() ? c.id : c.name);
}

std::string say(const RemovePerimeter& c) {
    return tr("Supprimer le périmètre ") + c.id;
}

std::string say(const SetWeights&) {
    return tr("Poids de la demande");
}

std::string say(const SpreadInhabitants&) {
    return tr("Répartir les habitants");
}

std::string say(const ShowPlanLines& c) {
    return c.lines > 0 ? tr("Montrer ") + to_french(c.lines) + tr(" sites") : tr("Montrer tous les sites");
}

std::string say(const CompareScenarios&) {
    return tr("Comparer les scénarios");
}

std::string say(const SetReferenceDate& c) {
    return tr("Date de référence : ") + to_french(c.date);
}

std::string say(const SetIndicator& c) {
    return tr("Indicateur : ") + label(c.indicator);
}

std::string say(const ShowLayer& c) {
    return (c.is_shown ? tr("Afficher : ") : tr("Masquer : ")) + label(c.layer);
}

std::string say(const SetDark& c) {
    return c.is_dark ? tr("Thème sombre") : tr("Thème clair");
}

std::string say(const SetOpacity& c) {
    return tr("Opacité : ") + label(c.layer) + " " + to_french(100 * c.opacity, 0) + " %";
}

std::string say(const SetBasemap& c) {
    map::Style style;
    style.basemap = c.path;
    const std::string name = map::is_online(style) ? map::service_host(style) : c.path.filename().string();
    return c.path.empty() ? tr("Retirer le fond de plan") : tr("Fond de plan : ") + name;
}

std::string say(const CompareWith& c) {
    if (!c.scenario.empty()) {
        return tr("Comparer avec le scénario ") + c.scenario;
    }
    return c.date ? tr("Comparer avec le ") + to_french(*c.date) : tr("Ne plus comparer");
}

std::string say(const SetTitle& c) {
    return tr("Titre : ") + c.title;
}

std::string say(const SetProfile& c) {
    return tr("Profil de diffusion : ") + to_text(c.profile);
}

std::string say(const SetClassWeight& c) {
    return tr("Poids de la classe ") + c.site_class + " : " + to_french(c.weight, 2);
}

std::string say(const SetCrimeWeight& c) {
    return tr("Poids de « ") + c.indicator + " » : " + to_french(c.weight, 2);
}

std::string say(const SetTermRule& c) {
    return tr("Échéances, ") + c.subject + tr(" depuis le ") + to_french(c.from) + " : " + c.rule;
}

std::string say(const SetForce& c) {
    return tr("Compétence de ") + c.commune + " : " + label(c.force);
}

std::string say(const PutCamera& c) {
    return tr("Enregistrer la caméra ") + c.camera.id;
}

std::string say(const MoveCamera& c) {
    return tr("Déplacer la caméra ") + c.id;
}

std::string say(const MountCamera& c) {
    return tr("Monter sur la façade la caméra ") + c.id;
}

std::string say(const AimCamera& c) {
    return tr("Orienter la caméra ") + c.id;
}

std::string say(const RemoveCamera& c) {
    return tr("Supprimer la caméra ") + c.id;
}

std::string say(const PutSite& c) {
    return tr("Enregistrer le site ") + (c.site.name.empty() ? c.site.id : c.site.name);
}

std::string say(const RemoveSite& c) {
    return tr("Supprimer le site ") + c.id;
}

std::string say(const PinSite& c) {
    return (c.is_pinned ? tr("Imposer le site ") : tr("Ne plus imposer le site ")) + c.id;
}

std::string say(const ForbidSite& c) {
    return (c.is_forbidden ? tr("Exclure le site ") : tr("Ne plus exclure le site ")) + c.id;
}

std::string say(const RemoveSelection&) {
    return tr("Supprimer la sélection");
}

std::string say(const MoveSelection&) {
    return tr("Déplacer la sélection");
}

std::string say(const Undo&) {
    return tr("Annuler");
}

std::string say(const Redo&) {
    return tr("Rétablir");
}

std::string say(const Select& c) {
    return c.kind == map::SelectionKind::none ? tr("Ne rien sélectionner") : tr("Sélectionner ") + c.id;
}

std::string say(const ToggleSelected& c) {
    return tr("Ajouter ou retirer de la sélection ") + c.id;
}

std::string say(const SelectInside&) {
    return tr("Sélectionner dans un contour");
}

std::string say(const ZoomTo&) {
    return tr("Cadrer la carte");
}

std::string say(const Open& c) {
    return tr("Ouvrir ") + c.path.filename().string();
}

std::string say(const Recover& c) {
    return tr("Récupérer ") + c.original.filename().string();
}

std::string say(const Save& c) {
    return c.path.empty() ? tr("Enregistrer") : tr("Enregistrer sous ") + c.path.filename().string();
}

std::string say(const NewProject&) {
    return tr("Nouveau projet");
}

std::string say(const NewExample&) {
    return tr("Ouvrir l'exemple");
}

std::string say(const Import& c) {
    return tr("Importer ") + c.file.filename().string();
}

std::string say(const Rank&) {
    return tr("Classer les sites");
}

std::string say(const Export& c) {
    return tr("Exporter ") + c.path.filename().string();
}

std::string say(const SaveLog& c) {
    return tr("Enregistrer le journal ") + c.path.filename().string();
}

std::string say(const map::Render& c) {
    return tr("Dessiner ") + c.path.filename().string();
}

} // namespace

std::string describe(const Command& command) {
    return std::visit([](const auto& c) { return say(c); }, command);
}

} // namespace maillage::session
