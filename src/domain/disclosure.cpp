#include "domain/disclosure.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace maillage::domain {
namespace {

/// CSI L251-2, 2°: systems for installations useful to the national defence are not published.
bool is_of_defence(const registry::Authorisation& act) {
    return std::ranges::any_of(act.purposes, [](const std::string& purpose) {
        const std::string folded = fold(purpose);
        return folded == "f02" || folded.find("defense nationale") != std::string::npos;
    });
}

/// A refusal or a withdrawal authorises nothing; whether R252-16 lists provisional ones is not settled, an
/// act without a date cannot give it, and one that is yet to come is not published.
bool is_listed(const registry::Authorisation& act, Date on) {
    const bool authorises = act.nature == registry::ActNature::authorisation ||
                            act.nature == registry::ActNature::renewal ||
                            act.nature == registry::ActNature::modification;
    return authorises && act.decided && *act.decided <= on && !is_of_defence(act);
}

/// Date and responsible party by commune. The order and the identifiers are made of these alone: those of the
/// register are numbers of acts.
std::vector<registry::Authorisation> public_list(const std::vector<registry::Authorisation>& acts, Date on) {
    std::vector<registry::Authorisation> list;
    for (const registry::Authorisation& act : acts) {
        if (is_listed(act, on)) {
            registry::Authorisation row;
            row.decided = act.decided;
            row.holder = act.holder;
            row.commune = act.commune;
            list.push_back(std::move(row));
        }
    }
    std::ranges::sort(list, {}, [](const registry::Authorisation& row) {
        return std::tuple(row.commune, *row.decided, row.holder);
    });
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i].id = fmt::format("{:06}", i + 1);
    }
    return list;
}

/// The attributions of the territory, which maps owe to their sources. File names, layers and notes are the
/// owner's; that something is fictitious is said whatever it was.
std::vector<Source> public_sources(const Project& project) {
    constexpr std::array<std::string_view, 5> kTerritory = {"communes", "commune_facts", "zones", "councils",
                                                            "qpv"};
    std::vector<Source> sources;
    for (const Source& source : *project.sources) {
        if (std::ranges::find(kTerritory, source.kind) != kTerritory.end()) {
            Source row;
            row.kind = source.kind;
            row.attribution = source.attribution;
            row.is_fictitious = source.is_fictitious;
            sources.push_back(std::move(row));
        }
    }
    if (is_fictitious(project)) {
        Source row;
        row.kind = "authorisations";
        row.is_fictitious = true;
        sources.push_back(std::move(row));
    }
    return sources;
}

Territory public_territory(const Territory& from) {
    Territory territory;
    territory.departement = from.departement;
    const std::string official = departement_name(from.departement);
    territory.name = official.empty() ? from.name : official;
    territory.vintage = from.vintage;
    territory.epsg = from.epsg;
    territory.has_approximate_contours = from.has_approximate_contours;
    territory.communes = from.communes;
    return territory;
}

/// The dates and thresholds that the duties of communes depend on; prices, weights and assumptions are the
/// plan's.
Settings public_settings(const Settings& from) {
    Settings settings = default_settings();
    settings.reference_date = from.reference_date;
    settings.population_basis = from.population_basis;
    settings.thresholds = from.thresholds;
    settings.profile = Profile::published;
    return settings;
}

/// Made anew and filled with what is allowed: a part that is added to `Project` later stays out until
/// somebody decides about it here.
Project public_project(const Project& from) {
    Project project;
    project.settings = public_settings(from.settings);
    project.territory = public_territory(*from.territory);
    project.zones = from.zones;
    project.councils = from.councils;
    project.qpvs = from.qpvs;
    project.authorisations = public_list(*from.authorisations, from.settings.reference_date);
    project.sources = public_sources(from);
    return project;
}

} // namespace

Disclosed disclosed(std::shared_ptr<const Project> project) {
    if (!is_public(project->settings.profile)) {
        return Disclosed(std::move(project));
    }
    return Disclosed(std::make_shared<const Project>(public_project(*project)));
}

void refuse_if_public(Profile profile, std::string_view what) {
    if (is_public(profile)) {
        throw Undisclosed(fmt::format("le profil « public » ne diffuse pas {} (CSI R252-16 : date de "
                                      "l'autorisation et responsable) ; choisir le profil « restreint »",
                                      what));
    }
}

void refuse_if_public(const Project& project, std::string_view what) {
    refuse_if_public(project.settings.profile, what);
}

} // namespace maillage::domain
