#include "registry/registry.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace maillage::registry {
namespace {

constexpr int kValidityYears = 5;     ///< CSI L252-4
constexpr int kProvisionalMonths = 4; ///< CSI L223-4, L252-6
constexpr int kRenewalMonths = 4;     ///< the file is due four months before

bool authorises(const Authorisation& act) {
    return act.nature != ActNature::refusal && act.nature != ActNature::withdrawal &&
           act.nature != ActNature::suspension;
}

/// The row in force on a day.
template <class T> T in_force(const std::vector<std::pair<Date, T>>& rows, Date on, T otherwise) {
    T found = otherwise;
    for (const auto& [from, value] : rows) {
        if (from <= on) {
            found = value;
        }
    }
    return found;
}

/// The last day of a term of so many months. Where the month has no such day, its last one ends the term
/// under either habit: it is the eve of the day that is missing.
Date last_of_term(Date decided, int months, LastDay habit) {
    const Date end = plus_months(decided, months);
    return habit == LastDay::eve && end.day() == decided.day()
               ? Date(std::chrono::sys_days(end) - std::chrono::days(1))
               : end;
}

template <class T> using Words = std::pair<std::string_view, T>;

/// Folded beginnings of the words met in registers, recueils and télé-procédure; the first that fits wins.
constexpr auto kNatures = std::to_array<Words<ActNature>>({
    {"autorisationprovisoire", ActNature::provisional},
    {"provisoire", ActNature::provisional},
    {"urgence", ActNature::provisional},
    {"renouvel", ActNature::renewal},
    {"reconduction", ActNature::renewal},
    {"autorisationrenouvel", ActNature::renewal},
    {"modif", ActNature::modification},
    {"autorisationmodif", ActNature::modification},
    {"extension", ActNature::modification},
    {"refus", ActNature::refusal},
    {"rejet", ActNature::refusal},
    {"retrait", ActNature::withdrawal},
    {"abrogation", ActNature::withdrawal},
    {"suspension", ActNature::suspension},
    {"autorisation", ActNature::authorisation},
    {"nouveau", ActNature::authorisation},
    {"nouvelle", ActNature::authorisation},
    {"creation", ActNature::authorisation},
    {"initial", ActNature::authorisation},
    {"premiere", ActNature::authorisation},
    {"installation", ActNature::authorisation},
    {"accord", ActNature::authorisation},
});

/// Our own words, OpenStreetMap's camera:type and surveillance:type, the codes of Compiègne's register.
constexpr auto kTypes = std::to_array<Words<CameraType>>({
    {"fixe", CameraType::fixed},
    {"fixed", CameraType::fixed},
    {"02", CameraType::fixed},
    {"2", CameraType::fixed},
    {"02fixe", CameraType::fixed},
    {"camerafixe", CameraType::fixed},
    {"bullet", CameraType::fixed},
    {"tube", CameraType::fixed},
    {"fixes", CameraType::fixed},
    {"dome", CameraType::dome},
    {"ptz", CameraType::dome},
    {"panning", CameraType::dome},
    {"pilotee", CameraType::dome},
    {"01", CameraType::dome},
    {"1", CameraType::dome},
    {"01dome", CameraType::dome},
    {"cameradome", CameraType::dome},
    {"domeptz", CameraType::dome},
    {"mobilepilotee", CameraType::dome},
    {"motorisee", CameraType::dome},
    {"rotative", CameraType::dome},
    {"domes", CameraType::dome},
    {"domemotorise", CameraType::dome},
    {"fixe180", CameraType::fixed_180},
    {"03", CameraType::fixed_180},
    {"3", CameraType::fixed_180},
    {"03fixe180", CameraType::fixed_180},
    {"panoramique", CameraType::fixed_180},
    {"180", CameraType::fixed_180},
    {"camerapanoramique", CameraType::fixed_180},
    {"multicapteur", CameraType::multisensor},
    {"multicapteurs", CameraType::multisensor},
    {"multi", CameraType::multisensor},
    {"04", CameraType::multisensor},
    {"4", CameraType::multisensor},
    {"04multicapteur", CameraType::multisensor},
    {"360", CameraType::multisensor},
    {"fisheye", CameraType::multisensor},
    {"multisensor", CameraType::multisensor},
    {"multiobjectif", CameraType::multisensor},
    {"vpi", CameraType::plate},
    {"alpr", CameraType::plate},
    {"anpr", CameraType::plate},
    {"lapi", CameraType::plate},
    {"plaque", CameraType::plate},
    {"plaques", CameraType::plate},
    {"visualisationdeplaques", CameraType::plate},
    {"nomade", CameraType::mobile},
    {"mobile", CameraType::mobile},
    {"deplacable", CameraType::mobile},
    {"cameranomade", CameraType::mobile},
    {"autre", CameraType::other},
    {"99", CameraType::other},
    {"99autre", CameraType::other},
    {"autres", CameraType::other},
});

} // namespace

LastDay last_day_of(const TermRules& rules, Date decided) {
    return in_force(rules.last_day, decided, LastDay::same_day);
}

ModifiedTerm modified_term_of(const TermRules& rules, Date decided) {
    return in_force(rules.modification, decided, ModifiedTerm::unsettled);
}

std::optional<Date> expiry(const Authorisation& act, const TermRules& rules) {
    if (!authorises(act)) {
        return std::nullopt;
    }
    if (act.stated_expiry) {
        return act.stated_expiry;
    }
    if (!act.decided) {
        return std::nullopt;
    }
    const int months = act.nature == ActNature::provisional ? kProvisionalMonths : 12 * kValidityYears;
    return last_of_term(*act.decided, months, last_day_of(rules, *act.decided));
}

Validity validity(const Authorisation& act, Date on, const TermRules& rules) {
    if (act.nature == ActNature::withdrawal) {
        return Validity::withdrawn;
    }
    if (act.nature == ActNature::suspension) {
        return Validity::suspended;
    }
    if (!authorises(act)) {
        return Validity::never;
    }
    const auto until = expiry(act, rules);
    if (until && *until < on) {
        return Validity::expired;
    }
    if (act.decided && on < *act.decided) {
        return Validity::not_yet;
    }
    // An expiry without the date of the act says nothing of when it began, but it holds today all the same.
    return until ? Validity::valid : Validity::unknown;
}

std::optional<Date> renewal_due(const Authorisation& act, const TermRules& rules) {
    const auto until = expiry(act, rules);
    return until ? std::optional(plus_months(*until, -kRenewalMonths)) : std::nullopt;
}

std::string to_text(ActNature nature) {
    switch (nature) {
    case ActNature::authorisation:
        return "autorisation";
    case ActNature::modification:
        return "modification";
    case ActNature::renewal:
        return "renouvellement";
    case ActNature::provisional:
        return "provisoire";
    case ActNature::refusal:
        return "refus";
    case ActNature::withdrawal:
        return "retrait";
    case ActNature::suspension:
        return "suspension";
    }
    return {};
}

std::optional<ActNature> parse_nature(std::string_view text) {
    const std::string word = fold_name(text);
    if (word.empty()) {
        return std::nullopt;
    }
    for (const auto& [beginning, nature] : kNatures) {
        if (word.starts_with(beginning)) {
            return nature;
        }
    }
    // "Demande de modification d'un système autorisé"
    for (const auto& [beginning, nature] : kNatures) {
        if (word.find(beginning) != std::string::npos && nature != ActNature::authorisation) {
            return nature;
        }
    }
    return std::nullopt;
}

std::string to_text(LastDay habit) {
    return habit == LastDay::eve ? "veille" : "quantieme";
}

std::optional<LastDay> parse_last_day(std::string_view text) {
    const std::string word = fold_name(text);
    return word == "veille"      ? std::optional(LastDay::eve)
           : word == "quantieme" ? std::optional(LastDay::same_day)
                                 : std::nullopt;
}

std::string to_text(ModifiedTerm effect) {
    return effect == ModifiedTerm::restarts ? "repart" : effect == ModifiedTerm::keeps ? "garde" : "indecis";
}

std::optional<ModifiedTerm> parse_modified_term(std::string_view text) {
    const std::string word = fold_name(text);
    return word == "repart"    ? std::optional(ModifiedTerm::restarts)
           : word == "garde"   ? std::optional(ModifiedTerm::keeps)
           : word == "indecis" ? std::optional(ModifiedTerm::unsettled)
                               : std::nullopt;
}

std::string to_text(CameraType type) {
    switch (type) {
    case CameraType::fixed:
        return "fixe";
    case CameraType::dome:
        return "dome";
    case CameraType::fixed_180:
        return "fixe_180";
    case CameraType::multisensor:
        return "multicapteur";
    case CameraType::plate:
        return "vpi";
    case CameraType::mobile:
        return "nomade";
    case CameraType::other:
        return "autre";
    case CameraType::unknown:
        break;
    }
    return {};
}

std::string label(CameraType type) {
    switch (type) {
    case CameraType::fixed:
        return "Caméra fixe";
    case CameraType::dome:
        return "Dôme";
    case CameraType::fixed_180:
        return "Caméra fixe 180°";
    case CameraType::multisensor:
        return "Multicapteur";
    case CameraType::plate:
        return "Visualisation de plaques (VPI)";
    case CameraType::mobile:
        return "Caméra nomade";
    case CameraType::other:
        return "Autre";
    case CameraType::unknown:
        break;
    }
    return "Type inconnu";
}

CameraType parse_camera_type(std::string_view text) {
    const std::string word = fold_name(text);
    const auto* it = std::ranges::find(kTypes, word, &Words<CameraType>::first);
    return it == kTypes.end() ? CameraType::unknown : it->second;
}

namespace {

constexpr std::array<std::string_view, 7> kToCome = {"enprojet",  "projet",  "nonretenu", "prevu",
                                                     "entravaux", "travaux", "prevue"};
constexpr std::array<std::string_view, 18> kGone = {
    "arrete",  "arretee",  "retire",    "retiree",   "horsservice", "depose",
    "deposee", "supprime", "supprimee", "demontee",  "demonte",     "enlevee",
    "enleve",  "removed",  "disused",   "abandoned", "desactivee",  "desaffectee"};

} // namespace

bool is_removed(const Camera& camera) {
    return std::ranges::find(kGone, fold_name(camera.state)) != kGone.end();
}

bool is_in_service(const Camera& camera) {
    return !is_removed(camera) && std::ranges::find(kToCome, fold_name(camera.state)) == kToCome.end();
}

} // namespace maillage::registry
