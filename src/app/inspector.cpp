#include "app/inspector.h"

#include "base/number.h"
#include "domain/project.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::app {

namespace {

constexpr std::size_t kMostUnits = 5; ///< lines of the list of gaps: more belongs to the table
constexpr std::size_t kMostActs = 6;
constexpr double kSurroundings_m = 400; ///< shown around a point

using domain::Project;

template <class T> const T* find_by_id(const std::vector<T>& values, const std::string& id) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const T& value) { return value.id == id; });
    return found == values.end() ? nullptr : &*found;
}

std::string join_facts(const std::vector<std::string>& facts) {
    std::string text;
    for (const auto& fact : facts) {
        if (!fact.empty()) {
            text += (text.empty() ? "" : " · ") + fact;
        }
    }
    return text;
}

std::string group_name(const Results& results, analysis::Grouping grouping, const std::string& key) {
    for (const auto& rollup : results.gaps.by(grouping)) {
        if (rollup.key == key) {
            return rollup.name;
        }
    }
    return "";
}

std::string zone_text(domain::ForceKind force) {
    switch (force) {
    case domain::ForceKind::police:
        return "Zone police";
    case domain::ForceKind::gendarmerie:
        return "Zone gendarmerie";
    case domain::ForceKind::unknown:
        break;
    }
    return "Zone non renseignée";
}

std::string commune_subtitle(const Session& session, const domain::Commune& commune) {
    std::string arrondissement;
    if (session.results && !commune.arrondissement.empty()) {
        const auto name =
            group_name(*session.results, analysis::Grouping::arrondissement, commune.arrondissement);
        arrondissement = name.empty() || name == commune.arrondissement ? "" : "arr. de " + name;
    }
    return join_facts({zone_text(commune.force), commune.unit, arrondissement, commune.epci_name});
}

const analysis::PrioritySite* rank_of(const Session& session, std::size_t site) {
    if (!session.scheme) {
        return nullptr;
    }
    for (const auto& ranked : session.scheme->sites) {
        if (ranked.site == site) {
            return &ranked;
        }
    }
    return nullptr;
}

std::string unit_name(const Project& project, const analysis::DemandUnit& unit) {
    if (unit.kind == analysis::UnitKind::site) {
        return (*project.sites)[unit.index].name;
    }
    return to_french(unit.inhabitants, 0) + " habitants (carreau)";
}

std::string cause_text(const analysis::UnitCoverage& coverage) {
    const bool has_distance = coverage.cause == analysis::Cause::out_of_range && coverage.nearest;
    const auto text = analysis::label(coverage.cause);
    return has_distance ? fmt::format("{} ({}\u202fm)", text, to_french(coverage.distance_m, 0)) : text;
}

Selection unit_target(const Project& project, const analysis::DemandUnit& unit) {
    return unit.kind == analysis::UnitKind::site
               ? Selection{SelectionKind::site, (*project.sites)[unit.index].id}
               : Selection{};
}

InspectorSection gap_section(const Project& project, const analysis::Gaps& gaps, std::size_t commune) {
    std::vector<std::size_t> uncovered;
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        if (gaps.units[i].commune == commune && !gaps.coverage[i].central) {
            uncovered.push_back(i);
        }
    }
    std::stable_sort(uncovered.begin(), uncovered.end(),
                     [&](auto a, auto b) { return gaps.units[a].weight > gaps.units[b].weight; });
    InspectorSection section{"LACUNES ET CAUSES", {}};
    for (const auto i : uncovered) {
        if (section.lines.size() == kMostUnits) {
            section.lines.push_back(
                {fmt::format("et {} autres lieux", uncovered.size() - kMostUnits), "", Tone::muted, "", {}});
            break;
        }
        section.lines.push_back({unit_name(project, gaps.units[i]), cause_text(gaps.coverage[i]), Tone::plain,
                                 analysis::explain(project, gaps, i), unit_target(project, gaps.units[i])});
    }
    if (uncovered.empty()) {
        section.lines.push_back({"Aucun lieu à couvrir n’est découvert.", "", Tone::good, "", {}});
    }
    return section;
}

std::string cost_text(double eur) {
    return eur > 0 ? to_french(eur, 0) + "\u202f€ HT" : "coût non renseigné";
}

InspectorSection scheme_section(const Project& project, const analysis::Scheme& scheme,
                                const analysis::PrioritySite& ranked) {
    InspectorSection section{fmt::format("SCHÉMA : SITE N° {}", ranked.rank), {}};
    const auto& site = (*project.sites)[ranked.site];
    const auto share = scheme.weight_total > 0 ? 100 * ranked.gain / scheme.weight_total : 0;
    const auto places = fmt::format("{} {}", ranked.units.size(), ranked.units.size() > 1 ? "lieux" : "lieu");
    const auto people = ranked.inhabitants_gained >= 0.5
                            ? " · " + to_french(ranked.inhabitants_gained, 0) + "\u202fhab."
                            : std::string();
    section.lines.push_back(
        {site.name, cost_text(ranked.cost_eur), Tone::strong, "", {SelectionKind::site, site.id}});
    section.lines.push_back(
        {"Gain",
         fmt::format("+ {}\u202f% du poids total · {}{}", to_french(share, 1), places, people),
         Tone::plain,
         "",
         {}});
    if (!ranked.reasons.empty()) {
        section.lines.push_back({ranked.reasons, "", Tone::muted, "", {}});
    }
    return section;
}

std::string act_text(const analysis::Standing& standing) {
    if (!standing.expires) {
        return "échéance inconnue";
    }
    return (standing.validity == domain::Validity::expired ? "échu le " : "jusqu’au ") +
           to_french(*standing.expires);
}

InspectorSection act_section(const Project& project, const Results& results, const std::string& commune) {
    InspectorSection section{"ARRÊTÉS", {}};
    std::size_t more = 0;
    for (std::size_t i = 0; i < project.authorisations->size(); ++i) {
        const auto& act = (*project.authorisations)[i];
        const auto& standing = results.standings[i];
        if (act.commune != commune || standing.is_superseded) {
            continue;
        }
        if (section.lines.size() == kMostActs) {
            ++more;
            continue;
        }
        const bool is_expired = standing.validity == domain::Validity::expired;
        section.lines.push_back({act.number + " · " + act.holder,
                                 act_text(standing),
                                 is_expired ? Tone::alarm : Tone::muted,
                                 act.address,
                                 {}});
    }
    if (more > 0) {
        section.lines.push_back({fmt::format("et {} autres arrêtés", more), "", Tone::muted, "", {}});
    }
    return section;
}

std::string over(std::int64_t whole, double part) {
    return to_french(part, 0) + " / " + to_french(whole);
}

Inspector inspect_commune(const Session& session, const std::string& code) {
    const auto& project = described(session);
    const auto index = domain::find_commune(*project.territory, code);
    if (!index) {
        return {};
    }
    const auto& commune = project.territory->communes[*index];
    Inspector inspector;
    inspector.title = commune.name;
    inspector.code = commune.code;
    inspector.subtitle = commune_subtitle(session, commune);
    inspector.box = geo::bounds(commune.shape);
    const bool is_total = project.settings.population_basis == domain::PopulationBasis::totale;
    const auto& people = is_total ? commune.population_total : commune.population;
    inspector.cards.push_back(
        {people ? to_french(*people) : "–", is_total ? "habitants (totale)" : "habitants", Tone::plain});
    if (!session.results) {
        return inspector;
    }
    const auto& results = *session.results;
    const auto& rollup = results.gaps.by(analysis::Grouping::commune)[*index];
    inspector.cards.push_back(
        {to_french(results.equipment[*index].public_road_valid), "caméras voie publique", Tone::plain});
    inspector.cards.push_back({rollup.sites > 0 ? over(rollup.sites, rollup.sites_covered.central) : "–",
                               "sites couverts", Tone::plain});
    inspector.sections.push_back(gap_section(project, results.gaps, *index));
    if (session.scheme) {
        for (const auto& ranked : session.scheme->sites) {
            if (ranked.site < project.sites->size() && (*project.sites)[ranked.site].commune == code) {
                inspector.sections.push_back(scheme_section(project, *session.scheme, ranked));
                break; // the best ranked site; the others are in the table
            }
        }
    }
    if (auto acts = act_section(project, results, code); !acts.lines.empty()) {
        inspector.more.push_back(std::move(acts));
    }
    return inspector;
}

template <class T>
void add_number(InspectorSection& section, const char* label, const std::optional<T>& value,
                const char* unit) {
    section.lines.push_back({label,
                             value ? to_french(static_cast<double>(*value), 0) + unit : "non renseigné",
                             value ? Tone::plain : Tone::muted,
                             "",
                             {}});
}

InspectorSection optics_section(const domain::Camera& camera) {
    InspectorSection section{"OPTIQUE", {}};
    const auto azimuth = camera.azimuths_deg.empty() ? std::optional<double>() : camera.azimuths_deg.front();
    add_number(section, "Azimut (nord vrai)", azimuth, "°");
    add_number(section, "Champ horizontal", camera.field_of_view_deg, "°");
    add_number(section, "Portée utile", camera.range_m, "\u202fm");
    add_number(section, "Hauteur", camera.height_m, "\u202fm");
    add_number(section, "Résolution", camera.width_px, "\u202fpx");
    return section;
}

InspectorSection holder_section(const Session& session, const Project& project,
                                const domain::Camera& camera) {
    InspectorSection section{"AUTORISATION", {}};
    const auto* act = find_by_id(*project.authorisations, camera.authorisation);
    if (act == nullptr) {
        section.lines.push_back({"Aucun arrêté connu", camera.holder, Tone::alarm, "", {}});
        return section;
    }
    const auto index = static_cast<std::size_t>(act - project.authorisations->data());
    section.lines.push_back({"Arrêté", act->number, Tone::plain, act->act_id, {}});
    section.lines.push_back({"Titulaire", act->holder, Tone::plain, act->address, {}});
    if (session.results && index < session.results->standings.size()) {
        const auto& standing = session.results->standings[index];
        const bool is_expired = standing.validity == domain::Validity::expired;
        section.lines.push_back(
            {"Échéance", act_text(standing), is_expired ? Tone::alarm : Tone::plain, "", {}});
    }
    add_number(section, "Conservation", act->retention_days, " jours");
    return section;
}

std::int64_t units_seen(const analysis::Gaps& gaps, std::uint32_t camera) {
    return std::count_if(gaps.coverage.begin(), gaps.coverage.end(),
                         [&](const analysis::UnitCoverage& coverage) {
                             return std::find(coverage.cameras.begin(), coverage.cameras.end(), camera) !=
                                    coverage.cameras.end();
                         });
}

std::string legality_text(analysis::Legality legality) {
    switch (legality) {
    case analysis::Legality::valid:
        return "peut filmer";
    case analysis::Legality::uncertain:
        return "incertain";
    case analysis::Legality::expired:
        return "ne peut filmer";
    }
    return "";
}

Inspector inspect_camera(const Session& session, const std::string& id) {
    // The camera itself is read from the current project, so that handles and figures follow a drag at once.
    const auto& project = *session.project;
    const auto* camera = find_by_id(*project.cameras, id);
    if (camera == nullptr) {
        return {};
    }
    const auto commune = domain::find_commune(*project.territory, camera->commune);
    Inspector inspector;
    inspector.title = camera->location.empty() ? "Caméra" : camera->location;
    inspector.code = camera->id;
    inspector.subtitle =
        join_facts({domain::label(camera->type), commune ? project.territory->communes[*commune].name : "",
                    camera->is_public_road ? "voie publique" : "hors voie publique",
                    camera->position ? "" : "position inconnue"});
    const auto index = static_cast<std::size_t>(camera - project.cameras->data());
    if (session.results && session.results_of == session.project) {
        inspector.cards.push_back(
            {to_french(units_seen(session.results->gaps, static_cast<std::uint32_t>(index))), "lieux vus",
             Tone::plain});
        const auto legality = session.results->legalities[index];
        inspector.cards.push_back({legality_text(legality), "à la date de référence",
                                   legality == analysis::Legality::expired ? Tone::alarm : Tone::plain});
    }
    inspector.sections = {holder_section(session, described(session), *camera), optics_section(*camera)};
    inspector.box = box_of(project, {SelectionKind::camera, id});
    return inspector;
}

std::string class_label(const domain::Settings& settings, const std::string& key) {
    for (const auto& site_class : settings.site_classes) {
        if (site_class.key == key) {
            return site_class.label;
        }
    }
    return key;
}

InspectorSection site_section(const Project& project, const analysis::Gaps& gaps, std::size_t unit) {
    InspectorSection section{"COUVERTURE", {}};
    const auto& coverage = gaps.coverage[unit];
    section.lines.push_back({coverage.central ? "Couvert" : "Non couvert",
                             coverage.central ? "" : cause_text(coverage),
                             coverage.central ? Tone::good : Tone::alarm,
                             analysis::explain(project, gaps, unit),
                             {}});
    if (coverage.low != coverage.high) {
        section.lines.push_back(
            {"Incertain : les optiques ne sont pas toutes connues.", "", Tone::muted, "", {}});
    }
    for (const auto camera : coverage.cameras) {
        const auto& seen_by = (*project.cameras)[camera];
        section.lines.push_back(
            {"Vu par " + seen_by.id, seen_by.location, Tone::plain, "", {SelectionKind::camera, seen_by.id}});
    }
    section.lines.push_back(
        {"Poids", to_french(gaps.units[unit].weight, 2), Tone::plain, gaps.units[unit].reasons, {}});
    return section;
}

Inspector inspect_site(const Session& session, const std::string& id) {
    const auto& project = described(session);
    const auto* site = find_by_id(*project.sites, id);
    if (site == nullptr) {
        return {};
    }
    const auto index = static_cast<std::size_t>(site - project.sites->data());
    const auto commune = domain::find_commune(*project.territory, site->commune);
    Inspector inspector;
    inspector.title = site->name;
    inspector.code = site->id;
    inspector.subtitle =
        join_facts({class_label(project.settings, site->site_class),
                    commune ? project.territory->communes[*commune].name : "", site->address});
    if (session.results && index < session.results->gaps.units.size()) { // sites come first among the units
        inspector.sections.push_back(site_section(project, session.results->gaps, index));
    }
    if (const auto* ranked = rank_of(session, index)) {
        inspector.sections.push_back(scheme_section(project, *session.scheme, *ranked));
    }
    inspector.box = box_of(project, {SelectionKind::site, id});
    return inspector;
}

geo::Box around(const std::optional<geo::Point>& point) {
    geo::Box box;
    if (point) {
        box.extend(*point);
        box = box.grown(kSurroundings_m);
    }
    return box;
}

} // namespace

Inspector inspect(const Session& session) {
    switch (session.selection.kind) {
    case SelectionKind::commune:
        return inspect_commune(session, session.selection.id);
    case SelectionKind::camera:
        return inspect_camera(session, session.selection.id);
    case SelectionKind::site:
        return inspect_site(session, session.selection.id);
    case SelectionKind::none:
        break;
    }
    return {};
}

geo::Box box_of(const Project& project, const Selection& selection) {
    switch (selection.kind) {
    case SelectionKind::commune: {
        const auto index = domain::find_commune(*project.territory, selection.id);
        return index ? geo::bounds(project.territory->communes[*index].shape) : geo::Box{};
    }
    case SelectionKind::camera: {
        const auto* camera = find_by_id(*project.cameras, selection.id);
        return camera == nullptr ? geo::Box{} : around(camera->position);
    }
    case SelectionKind::site: {
        const auto* site = find_by_id(*project.sites, selection.id);
        return site == nullptr ? geo::Box{} : around(site->position);
    }
    case SelectionKind::none:
        break;
    }
    return {};
}

std::vector<InspectorLine> cameras_seeing(const Session& session, geo::Point p) {
    std::vector<InspectorLine> lines;
    if (!session.results || !session.results->views) {
        return lines;
    }
    const auto& project = described(session);
    for (const auto& view : *session.results->views) {
        if (!view.has_position || !view.reach.contains(p) ||
            !geo::contains(view.visible[analysis::kHigh], p)) {
            continue;
        }
        const auto& camera = (*project.cameras)[view.camera];
        const auto* act = find_by_id(*project.authorisations, camera.authorisation);
        const auto legality = session.results->legalities[view.camera];
        const bool is_sure = geo::contains(view.visible[analysis::kLow], p);
        const auto holder = act == nullptr ? camera.holder : act->holder;
        const auto kept =
            act != nullptr && act->retention_days ? fmt::format("{} jours", *act->retention_days) : "";
        const auto doubt = is_sure ? "" : "selon l’optique";
        lines.push_back({camera.id,
                         join_facts({holder, kept, legality_text(legality), doubt}),
                         legality == analysis::Legality::expired ? Tone::alarm : Tone::plain,
                         "",
                         {SelectionKind::camera, camera.id}});
    }
    return lines;
}

} // namespace maillage::app
