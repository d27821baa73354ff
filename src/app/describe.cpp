// describe.cpp: what a command does, in French, for the undo menu and the log on screen.
#include "app/command.h"
#include "base/number.h"

namespace maillage::app {
namespace {

std::string say(const SetReferenceDate& c) { return "Date de référence : " + to_french(c.date); }
std::string say(const SetIndicator& c) { return "Indicateur : " + label(c.indicator); }
std::string say(const ShowLayer& c) { return (c.is_shown ? "Afficher : " : "Masquer : ") + label(c.layer); }
std::string say(const SetDark& c) { return c.is_dark ? "Thème sombre" : "Thème clair"; }
std::string say(const SetTitle& c) { return "Titre : " + c.title; }
std::string say(const SetProfile& c) { return "Profil de diffusion : " + c.profile; }
std::string say(const SetBands& c) { return "Bandes de détail : " + (c.table.empty() ? c.required : c.table); }
std::string say(const SetClassWeight& c) { return "Poids de la classe " + c.site_class + " : " + to_french(c.weight, 2); }
std::string say(const SetCrimeWeight& c) { return "Poids de « " + c.indicator + " » : " + to_french(c.weight, 2); }
std::string say(const SetForce& c) { return "Compétence de " + c.commune + " : " + domain::label(c.force); }
std::string say(const PutCamera& c) { return "Enregistrer la caméra " + c.camera.id; }
std::string say(const MoveCamera& c) { return "Déplacer la caméra " + c.id; }
std::string say(const AimCamera& c) { return "Orienter la caméra " + c.id; }
std::string say(const RemoveCamera& c) { return "Supprimer la caméra " + c.id; }
std::string say(const PutSite& c) { return "Enregistrer le site " + (c.site.name.empty() ? c.site.id : c.site.name); }
std::string say(const RemoveSite& c) { return "Supprimer le site " + c.id; }
std::string say(const PinSite& c) { return (c.is_pinned ? "Imposer le site " : "Ne plus imposer le site ") + c.id; }
std::string say(const ForbidSite& c) { return (c.is_forbidden ? "Exclure le site " : "Ne plus exclure le site ") + c.id; }
std::string say(const SetPlan&) { return "Choix du schéma"; }
std::string say(const CopyScenario& c) { return "Nouveau scénario " + c.name; }
std::string say(const ChooseScenario& c) { return "Scénario " + c.name; }
std::string say(const RemoveScenario& c) { return "Supprimer le scénario " + c.name; }
std::string say(const PutCandidate& c) { return "Enregistrer le candidat " + (c.candidate.name.empty() ? c.candidate.id : c.candidate.name); }
std::string say(const RemoveCandidate& c) { return "Supprimer le candidat " + c.id; }
std::string say(const PutFundingRule& c) { return "Règle de financement " + to_french(c.row) + " : " + c.financer; }
std::string say(const RemoveFundingRule& c) { return "Supprimer la règle de financement " + to_french(c.row); }
std::string say(const SetPrice& c) { return "Prix " + c.camera_type + " / " + c.link + " : " + to_french(c.cost_eur, 0) + " €"; }
std::string say(const ShowPlanLines& c) { return c.lines > 0 ? "Montrer " + to_french(c.lines) + " sites" : "Montrer tous les sites"; }
std::string say(const CompareScenarios&) { return "Comparer les scénarios"; }
std::string say(const Undo&) { return "Annuler"; }
std::string say(const Redo&) { return "Rétablir"; }
std::string say(const Select& c) { return c.kind == SelectionKind::none ? "Ne rien sélectionner" : "Sélectionner " + c.id; }
std::string say(const ZoomTo&) { return "Cadrer la carte"; }
std::string say(const Open& c) { return "Ouvrir " + c.path.filename().string(); }
std::string say(const Save& c) { return c.path.empty() ? "Enregistrer" : "Enregistrer sous " + c.path.filename().string(); }
std::string say(const NewExample&) { return "Ouvrir l'exemple"; }
std::string say(const Import& c) { return "Importer " + c.file.filename().string(); }
std::string say(const Rank& c) {
    return c.count > 0 ? "Classer " + to_french(c.count) + " sites" : "Classer pour " + to_french(c.budget_eur, 0) + " €";
}
std::string say(const Export& c) { return "Exporter " + c.path.filename().string(); }
std::string say(const Render& c) { return "Dessiner " + c.path.filename().string(); }

} // namespace

std::string describe(const Command& command) {
    return std::visit([](const auto& c) { return say(c); }, command);
}

} // namespace maillage::app
