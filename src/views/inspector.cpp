#include "views/inspector.h"

#include "base/number.h"
#include "base/translate.h"
#include "domain/project.h"
#include "report/point_views.h"
#include "views/field_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::views {

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

std::string group_name(const analysis::Results& results, analysis::Grouping grouping,
                       const std::string& key) {
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
        return tr("Zone police");
    case domain::ForceKind::gendarmerie:
        return tr("Zone gendarmerie");
    case domain::ForceKind::unknown:
        break;
    }
    return tr("Zone non renseignée");
}

std::string commune_subtitle(const session::Session& session, const domain::Commune& commune) {
    std::string arrondissement;
    if (session.results && !commune.arrondissement.empty()) {
        const auto name =
            group_name(*session.results, analysis::Grouping::arrondissement, commune.arrondissement);
        arrondissement = name.empty() || name == commune.arrondissement ? "" : tr("arr. de ") + name;
    }
    return join_facts({zone_text(commune.force), commune.unit, arrondissement, commune.epci_name});
}

const plan::PrioritySite* rank_of(const session::Session& session, std::size_t site) {
    if (!session.scheme) {
        return nullptr;
    }
    for (const auto& ranked : session.scheme->sites) {
        if (ranked.place.site == site) {
            return &ranked;
        }
    }
    return nullptr;
}

std::string unit_name(const Project& project, const analysis::DemandUnit& unit) {
    if (unit.kind == analysis::UnitKind::site) {
        return (*project.sites)[unit.index].name;
    }
    if (unit.kind == analysis::UnitKind::road) {
        const auto& name = (*project.roads)[unit.index].name;
        return fmt::format(fmt::runtime(tr("{}, {}\u202fm")), name.empty() ? tr("route") : name,
                           to_french(unit.length_m, 0));
    }
    return to_french(unit.inhabitants, 0) + tr(" habitants (carreau)");
}

std::string cause_text(const analysis::UnitCoverage& coverage) {
    const bool has_distance = coverage.cause == analysis::Cause::out_of_range && coverage.nearest;
    const auto text = tr(analysis::label(coverage.cause));
    return has_distance
               ? fmt::format(fmt::runtime(tr("{} ({}\u202fm)")), text, to_french(coverage.distance_m, 0))
               : text;
}

map::Selection unit_target(const Project& project, const analysis::DemandUnit& unit) {
    return unit.kind == analysis::UnitKind::site
               ? map::Selection{map::SelectionKind::site, (*project.sites)[unit.index].id}
               : map::Selection{};
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
    InspectorSection section{tr("LACUNES ET CAUSES"), {}};
    for (const auto i : uncovered) {
        if (section.lines.size() == kMostUnits) {
            section.lines.push_back(
                {fmt::format(fmt::runtime(tr("et {} autres lieux")), uncovered.size() - kMostUnits),
                 "",
                 Tone::muted,
                 "",
                 {}});
            break;
        }
        section.lines.push_back({unit_name(project, gaps.units[i]), cause_text(gaps.coverage[i]), Tone::plain,
                                 tr_sentence(analysis::explain(project, gaps, i)),
                                 unit_target(project, gaps.units[i])});
    }
    if (uncovered.empty()) {
        section.lines.push_back({tr("Aucun lieu à couvrir n’est découvert."), "", Tone::good, "", {}});
    }
    return section;
}

/// What the valid cameras of the register see of a commune, in all and in detail.
InspectorSection ground_section(const std::vector<domain::DensityBand>& bands,
                                const analysis::CoveredGround& ground) {
    InspectorSection section{tr("SOL VU"), {}};
    const auto add = [&](std::string label, double m2, std::string hint = "") {
        section.lines.push_back(
            {std::move(label), to_french(m2, 0) + "\u202fm²", Tone::plain, std::move(hint), {}});
    };
    add(tr("Par une caméra valide"), ground.seen.once_m2,
        tr("derrière les bâtiments ; chaque mètre carré compté une fois"));
    add(tr("Par deux ou plus"), ground.seen.twice_m2);
    for (std::size_t b = 0; b < bands.size() && b < ground.bands_m2.size(); ++b) {
        add(tr_sentence(bands[b].label), ground.bands_m2[b]);
    }
    if (ground.public_m2 > 0) {
        section.lines.push_back({tr("Espace public filmé"),
                                 to_french(100 * ground.public_seen_m2 / ground.public_m2, 1) + "\u202f%",
                                 Tone::plain,
                                 tr("du sol hors parcelles cadastrales"),
                                 {}});
    }
    return section;
}

std::string cost_text(double eur) {
    return eur > 0 ? to_french(eur, 0) + tr("\u202f€ HT") : tr("coût non renseigné");
}

InspectorSection scheme_section(const plan::Scheme& scheme, const plan::PrioritySite& ranked) {
    InspectorSection section{fmt::format(fmt::runtime(tr("SCHÉMA : SITE N° {}")), ranked.rank), {}};
    const auto share = scheme.weight_total > 0 ? 100 * ranked.gain / scheme.weight_total : 0;
    const auto places = fmt::format("{} {}", ranked.units.size(),
                                    tr_plural("lieu", "lieux", static_cast<double>(ranked.units.size())));
    const auto people = ranked.inhabitants_gained >= 0.5
                            ? " · " + to_french(ranked.inhabitants_gained, 0) + tr("\u202fhab.")
                            : std::string();
    const auto roads = ranked.road_gained_m >= 0.5 ? fmt::format(fmt::runtime(tr(" · {}\u202fm de route")),
                                                                 to_french(ranked.road_gained_m, 0))
                                                   : std::string();
    section.lines.push_back({ranked.place.name,
                             cost_text(ranked.place.cost_eur),
                             Tone::strong,
                             "",
                             {map::SelectionKind::site, ranked.place.id}});
    section.lines.push_back({tr("Gain"),
                             fmt::format(fmt::runtime(tr("+ {}\u202f% du poids total · {}{}")),
                                         to_french(share, 1), places, people + roads),
                             Tone::plain,
                             "",
                             {}});
    section.lines.push_back({tr("Perte si retiré"),
                             to_french(ranked.loss_if_removed, 1),
                             Tone::plain,
                             tr("poids perdu par la liste entière"),
                             {}});
    if (ranked.runner_up) {
        section.lines.push_back({tr("À sa place"),
                                 ranked.runner_up->name,
                                 Tone::plain,
                                 tr("perte : ") + to_french(ranked.loss_with_runner_up, 1),
                                 {map::SelectionKind::site, ranked.runner_up->id}});
    }
    if (!ranked.reasons.empty()) {
        section.lines.push_back({tr_sentence(ranked.reasons), "", Tone::muted, "", {}});
    }
    return section;
}

std::string act_text(const analysis::Standing& standing) {
    if (standing.validity == registry::Validity::withdrawn ||
        standing.validity == registry::Validity::never) {
        return tr(analysis::label(standing));
    }
    if (!standing.expires) {
        return tr("échéance inconnue");
    }
    if (standing.validity == registry::Validity::suspended ||
        standing.validity == registry::Validity::not_yet) {
        return tr(analysis::label(standing)) + ", " + tr("jusqu’au ") + to_french(*standing.expires);
    }
    if (standing.depends_on_modification && standing.may_expire && standing.may_expire != standing.expires) {
        return fmt::format(fmt::runtime(tr("{} ou {}, selon l’effet de la modification")),
                           to_french(*standing.expires), to_french(*standing.may_expire));
    }
    // The last day is the last on which it holds.
    return (standing.validity == registry::Validity::expired ? tr("échu, dernier jour le ")
                                                             : tr("jusqu’au ")) +
           to_french(*standing.expires);
}

InspectorSection act_section(const Project& project, const analysis::Results& results,
                             const std::string& commune) {
    InspectorSection section{tr("ARRÊTÉS"), {}};
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
        const bool is_expired = standing.validity == registry::Validity::expired;
        section.lines.push_back({act.number + " · " + act.holder,
                                 act_text(standing),
                                 is_expired ? Tone::alarm : Tone::muted,
                                 act.address,
                                 {}});
    }
    if (more > 0) {
        section.lines.push_back(
            {fmt::format(fmt::runtime(tr("et {} autres arrêtés")), more), "", Tone::muted, "", {}});
    }
    return section;
}

std::string over(std::int64_t whole, double part) {
    return to_french(part, 0) + " / " + to_french(whole);
}

Inspector inspect_commune(const session::Session& session, const std::string& code) {
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
    inspector.cards.push_back({people ? to_french(*people) : "–",
                               is_total ? tr("habitants (totale)") : tr("habitants"), Tone::plain});
    if (!session.results) {
        return inspector;
    }
    const auto& results = *session.results;
    const auto& rollup = results.gaps.by(analysis::Grouping::commune)[*index];
    const analysis::Equipment& equipment = results.equipment[*index];
    const auto cameras = equipment.known(equipment.public_road_valid);
    inspector.cards.push_back(
        {cameras ? to_french(*cameras) : "–", tr("caméras voie publique"), Tone::plain});
    inspector.cards.push_back({rollup.sites > 0 ? over(rollup.sites, rollup.sites_covered.central) : "–",
                               tr("sites couverts"), Tone::plain});
    inspector.sections.push_back(gap_section(project, results.gaps, *index));
    if (session.scheme) {
        for (const auto& ranked : session.scheme->sites) {
            if (ranked.place.commune == index) {
                inspector.sections.push_back(scheme_section(*session.scheme, ranked));
                break; // the best ranked site; the others are in the table
            }
        }
    }
    if (auto acts = act_section(project, results, code); !acts.lines.empty()) {
        inspector.more.push_back(std::move(acts));
    }
    if (const auto* grounds = session::current_grounds(session)) {
        const auto& ground = grounds->by(analysis::Grouping::commune)[*index];
        if (ground.seen.once_m2 > 0) {
            inspector.more.push_back(ground_section(project.settings.bands, ground));
        }
    }
    return inspector;
}

template <class T>
void add_number(InspectorSection& section, const char* label, const std::optional<T>& value,
                const char* unit) {
    section.lines.push_back({label,
                             value ? to_french(static_cast<double>(*value), 0) + unit : tr("non renseigné"),
                             value ? Tone::plain : Tone::muted,
                             "",
                             {}});
}

InspectorSection optics_section(const registry::Camera& camera) {
    InspectorSection section{tr("OPTIQUE"), {}};
    const auto azimuth = camera.azimuths_deg.empty() ? std::optional<double>() : camera.azimuths_deg.front();
    add_number(section, tr("Azimut (nord vrai)"), azimuth, "°");
    add_number(section, tr("Champ horizontal"), camera.field_of_view_deg, "°");
    add_number(section, tr("Portée utile"), camera.range_m, tr("\u202fm"));
    add_number(section, tr("Hauteur"), camera.height_m, tr("\u202fm"));
    add_number(section, tr("Résolution"), camera.width_px, tr("\u202fpx"));
    return section;
}

InspectorSection holder_section(const session::Session& session, const Project& project,
                                const registry::Camera& camera) {
    InspectorSection section{tr("AUTORISATION"), {}};
    const auto* act = find_by_id(*project.authorisations, camera.authorisation);
    if (act == nullptr) {
        section.lines.push_back({tr("Aucun arrêté connu"), camera.holder, Tone::alarm, "", {}});
        return section;
    }
    const auto index = static_cast<std::size_t>(act - project.authorisations->data());
    section.lines.push_back({tr("Arrêté"), act->number, Tone::plain, act->act_id, {}});
    section.lines.push_back({tr("Titulaire"), act->holder, Tone::plain, act->address, {}});
    if (session.results && index < session.results->standings.size()) {
        const auto& standing = session.results->standings[index];
        const bool is_expired = standing.validity == registry::Validity::expired;
        section.lines.push_back(
            {tr("Échéance"), act_text(standing), is_expired ? Tone::alarm : Tone::plain, "", {}});
    }
    add_number(section, tr("Conservation"), act->retention_days, tr(" jours"));
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
    return legality == analysis::Legality::valid ? tr("peut filmer") : tr(analysis::label(legality));
}

Inspector inspect_camera(const session::Session& session, const std::string& id) {
    // The camera itself is read from the current project, so that handles and figures follow a drag at once.
    const auto& project = *session.project;
    const auto* camera = find_by_id(*project.cameras, id);
    if (camera == nullptr) {
        return {};
    }
    const auto commune = domain::find_commune(*project.territory, camera->commune);
    Inspector inspector;
    inspector.title = camera->location.empty() ? tr("Caméra") : camera->location;
    inspector.code = camera->id;
    inspector.subtitle =
        join_facts({tr(label(camera->type)), commune ? project.territory->communes[*commune].name : "",
                    camera->is_public_road ? tr("voie publique") : tr("hors voie publique"),
                    camera->position ? "" : tr("position inconnue")});
    const auto index = static_cast<std::size_t>(camera - project.cameras->data());
    if (session.results && session.results_of == session.project) {
        inspector.cards.push_back(
            {to_french(units_seen(session.results->gaps, static_cast<std::uint32_t>(index))), tr("lieux vus"),
             Tone::plain});
        const auto legality = session.results->legalities[index];
        inspector.cards.push_back({legality_text(legality), tr("à la date de référence"),
                                   legality == analysis::Legality::expired ? Tone::alarm : Tone::plain});
    }
    inspector.sections = {holder_section(session, described(session), *camera), optics_section(*camera)};
    if (const auto view = current_view(session, id)) {
        inspector.sections.push_back(field_section(project, *view));
    }
    inspector.box = box_of(project, {map::SelectionKind::camera, id});
    return inspector;
}

std::string class_label(const domain::Settings& settings, const std::string& key) {
    for (const auto& site_class : settings.site_classes) {
        if (site_class.key == key) {
            return tr_sentence(site_class.label);
        }
    }
    return key;
}

InspectorSection site_section(const Project& project, const analysis::Gaps& gaps, std::size_t unit) {
    InspectorSection section{tr("COUVERTURE"), {}};
    const auto& coverage = gaps.coverage[unit];
    section.lines.push_back({coverage.central ? tr("Couvert") : tr("Non couvert"),
                             coverage.central ? "" : cause_text(coverage),
                             coverage.central ? Tone::good : Tone::alarm,
                             tr_sentence(analysis::explain(project, gaps, unit)),
                             {}});
    if (coverage.low != coverage.high) {
        section.lines.push_back(
            {tr("Incertain : les optiques ne sont pas toutes connues."), "", Tone::muted, "", {}});
    }
    for (const auto camera : coverage.cameras) {
        const auto& seen_by = (*project.cameras)[camera];
        section.lines.push_back({tr("Vu par ") + seen_by.id,
                                 seen_by.location,
                                 Tone::plain,
                                 "",
                                 {map::SelectionKind::camera, seen_by.id}});
    }
    section.lines.push_back({tr("Poids"),
                             to_french(gaps.units[unit].weight, 2),
                             Tone::plain,
                             tr_sentence(gaps.units[unit].reasons),
                             {}});
    return section;
}

geo::Box around(const std::optional<geo::Point>& point) {
    geo::Box box;
    if (point) {
        box.extend(*point);
        box = box.grown(kSurroundings_m);
    }
    return box;
}

/// A place of the list that is no site: a town's entry, a point of a mesh.
Inspector inspect_candidate(const session::Session& session, const std::string& id) {
    Inspector inspector;
    if (!session.scheme) {
        return inspector;
    }
    for (const auto& ranked : session.scheme->sites) {
        if (ranked.place.id == id) {
            inspector.title = ranked.place.name;
            inspector.code = id;
            inspector.subtitle = tr_sentence(ranked.place.kind);
            inspector.sections.push_back(scheme_section(*session.scheme, ranked));
            inspector.box = around(ranked.place.position);
        }
    }
    return inspector;
}

/// The nearest cameras and what keeps each from seeing the site.
InspectorSection why_section(const analysis::Results& results, geo::Point at) {
    InspectorSection section{tr("POURQUOI PAS"), {}};
    for (const report::PointView& view : report::point_views(results, at).cameras) {
        const auto distance = to_french(view.distance_m, 0) + "\u202fm";
        section.lines.push_back({view.camera + " · " + distance,
                                 tr_sentence(view.reason),
                                 Tone::plain,
                                 view.location,
                                 {map::SelectionKind::camera, view.camera}});
    }
    if (section.lines.empty()) {
        section.lines.push_back({tr("Aucune caméra située à moins de 500\u202fm."), "", Tone::muted, "", {}});
    }
    return section;
}

Inspector inspect_site(const session::Session& session, const std::string& id) {
    const auto& project = described(session);
    const auto* site = find_by_id(*project.sites, id);
    if (site == nullptr) {
        return inspect_candidate(session, id);
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
        if (site->position && !session.results->gaps.coverage[index].central) {
            inspector.sections.push_back(why_section(*session.results, *site->position));
        }
    }
    if (const auto* ranked = rank_of(session, index)) {
        inspector.sections.push_back(scheme_section(*session.scheme, *ranked));
    }
    inspector.box = box_of(project, {map::SelectionKind::site, id});
    return inspector;
}

} // namespace

namespace {

std::string name_of(const Project& project, const map::Selection& one) {
    if (one.kind == map::SelectionKind::commune) {
        const auto index = domain::find_commune(*project.territory, one.id);
        return index ? project.territory->communes[*index].name : one.id;
    }
    const auto* site = one.kind == map::SelectionKind::site ? find_by_id(*project.sites, one.id) : nullptr;
    return site == nullptr ? one.id : site->name;
}

Inspector inspect_many(const session::Session& session, const std::vector<map::Selection>& all) {
    constexpr std::size_t kMostNamed = 20;
    const auto& project = *session.project;
    Inspector inspector;
    inspector.title = to_french(static_cast<std::int64_t>(all.size())) + tr(" éléments sélectionnés");
    inspector.subtitle = tr("Suppr les supprime, Ctrl+clic ajoute ou retire");
    const auto card = [&](map::SelectionKind kind, const char* words) {
        const auto count = std::ranges::count(all, kind, &map::Selection::kind);
        inspector.cards.push_back({to_french(static_cast<std::int64_t>(count)), words, Tone::plain});
    };
    card(map::SelectionKind::camera, tr("caméras"));
    card(map::SelectionKind::site, tr("sites"));
    card(map::SelectionKind::commune, tr("communes"));
    InspectorSection section{tr("SÉLECTION"), {}};
    for (const map::Selection& one : all) {
        inspector.box.extend(box_of(project, one));
        if (section.lines.size() < kMostNamed) {
            section.lines.push_back({name_of(project, one), one.id, Tone::plain, "", one});
        }
    }
    if (all.size() > kMostNamed) {
        const auto rest = static_cast<std::int64_t>(all.size() - kMostNamed);
        section.lines.push_back({tr("et ") + to_french(rest) + tr(" autres"), "", Tone::muted, "", {}});
    }
    inspector.sections.push_back(std::move(section));
    return inspector;
}

} // namespace

Inspector inspect(const session::Session& session) {
    if (const auto all = session::selected(session); all.size() > 1) {
        return inspect_many(session, all);
    }
    switch (session.selection.kind) {
    case map::SelectionKind::commune:
        return inspect_commune(session, session.selection.id);
    case map::SelectionKind::camera:
        return inspect_camera(session, session.selection.id);
    case map::SelectionKind::site:
        return inspect_site(session, session.selection.id);
    case map::SelectionKind::none:
        break;
    }
    return {};
}

geo::Box box_of(const Project& project, const map::Selection& selection) {
    switch (selection.kind) {
    case map::SelectionKind::commune: {
        const auto index = domain::find_commune(*project.territory, selection.id);
        return index ? geo::bounds(project.territory->communes[*index].shape) : geo::Box{};
    }
    case map::SelectionKind::camera: {
        const auto* camera = find_by_id(*project.cameras, selection.id);
        if (camera == nullptr || !camera->position) {
            return {};
        }
        constexpr double kUnknownRange_m = 60;
        constexpr double kNearest_m = 60;
        const double shown =
            std::max(kNearest_m, 2.5 * camera->range_m.value_or(kUnknownRange_m)); // its field fills the map
        return geo::Box{*camera->position, *camera->position}.grown(shown);
    }
    case map::SelectionKind::site: {
        const auto* site = find_by_id(*project.sites, selection.id);
        return site == nullptr ? geo::Box{} : around(site->position);
    }
    case map::SelectionKind::none:
        break;
    }
    return {};
}

std::vector<InspectorLine> cameras_seeing(const session::Session& session, geo::Point p) {
    std::vector<InspectorLine> lines;
    if (!session.results || !session.results->views) {
        return lines;
    }
    const report::PointViews views = report::point_views(*session.results, p);
    bool has_others = false;
    for (const report::PointView& view : views.cameras) {
        const bool is_seeing = view.sees || view.is_possible;
        if (!is_seeing && !has_others) {
            if (lines.empty()) {
                lines.push_back({tr("Aucune caméra ne voit ce point."), "", Tone::muted, "", {}});
            }
            lines.push_back({tr("Proches, mais ne le voient pas :"), "", Tone::muted, "", {}});
            has_others = true;
        }
        const auto kept =
            view.retention_days ? fmt::format(fmt::runtime(tr("{} jours")), *view.retention_days) : "";
        const auto detail =
            view.sees ? join_facts({tr_sentence(view.band), to_french(view.px_per_m, 0) + "\u202fpx/m"})
                      : tr_sentence(view.reason);
        const auto distance = to_french(view.distance_m, 0) + "\u202fm";
        const bool is_alarm = is_seeing && view.legality == analysis::Legality::expired;
        lines.push_back({view.camera,
                         is_seeing
                             ? join_facts({detail, distance, view.holder, kept,
                                           view.legality == analysis::Legality::valid
                                               ? tr("autorisation valide")
                                               : tr(analysis::label(analysis::cause_of(view.legality)))})
                             : join_facts({detail, distance}),
                         is_alarm    ? Tone::alarm
                         : is_seeing ? Tone::plain
                                     : Tone::muted,
                         view.location,
                         {map::SelectionKind::camera, view.camera}});
    }
    if (views.unlocated > 0) {
        lines.push_back({fmt::format(fmt::runtime(tr("{} caméra(s) de la commune sans position connue")),
                                     views.unlocated),
                         "",
                         Tone::muted,
                         "",
                         {}});
    }
    return lines;
}

} // namespace maillage::views
