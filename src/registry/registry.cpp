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
    return act.nature != ActNature::refusal && act.nature != ActNature::withdrawal;
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

std::optional<Date> expiry(const Authorisation& act) {
    if (!authorises(act)) {
        return std::nullopt;
    }
    if (act.stated_expiry) {
        return act.stated_expiry;
    }
    if (!act.decided) {
        return std::nullopt;
    }
    return act.nature == ActNature::provisional ? plus_months(*act.decided, kProvisionalMonths)
                                                : plus_years(*act.decided, kValidityYears);
}

Validity validity(const Authorisation& act, Date on) {
    if (!authorises(act)) {
        return Validity::never;
    }
    const auto until = expiry(act);
    if (until && *until < on) {
        return Validity::expired;
    }
    if (act.decided && on < *act.decided) {
        return Validity::not_yet;
    }
    // An expiry without the date of the act says nothing of when it began, but it holds today all the same.
    return until ? Validity::valid : Validity::unknown;
}

std::optional<Date> renewal_due(const Authorisation& act) {
    const auto until = expiry(act);
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

bool is_in_service(const Camera& camera) {
    static constexpr std::array<std::string_view, 15> kOut = {
        "enprojet", "projet",      "nonretenu", "arrete",  "arretee",  "entravaux", "travaux", "retire",
        "retiree",  "horsservice", "depose",    "deposee", "supprime", "supprimee", "prevue"};
    return std::ranges::find(kOut, fold_name(camera.state)) == kOut.end();
}

} // namespace maillage::registry
