#include "app/session.h"

#include "app/density_tables.h"
#include "app/example.h"
#include "app/files.h"
#include "app/mounts.h"
#include "app/placing.h"
#include "app/render.h"
#include "analysis/funding.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/translate.h"
#include "domain/spread_population.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::app {
namespace {

using domain::Project;

constexpr std::size_t kUndoDepth = 500;
constexpr std::size_t kUndoBytes = 512'000'000; ///< then the oldest steps go: a large register is copied by each edit
constexpr std::size_t kLeastUndo = 20;

template <class T>
bool less_by_id(const T& a, const std::string& id) {
    return a.id < id;
}

/// Position of `id` in a list sorted by id.
template <class T>
std::optional<std::size_t> find_by_id(const std::vector<T>& values, const std::string& id) {
    const auto it = std::lower_bound(values.begin(), values.end(), id, less_by_id<T>);
    if (it == values.end() || it->id != id) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(it - values.begin());
}

template <class T>
std::vector<T> with(const std::vector<T>& values, T value) {
    std::vector<T> next = values;
    if (const auto at = find_by_id(next, value.id)) {
        next[*at] = std::move(value);
    } else {
        next.insert(std::lower_bound(next.begin(), next.end(), value.id, less_by_id<T>), std::move(value));
    }
    return next;
}

template <class T>
std::vector<T> without(const std::vector<T>& values, const std::string& id, const char* what) {
    std::vector<T> next = values;
    const auto at = find_by_id(next, id);
    if (!at) {
        throw InputError(std::string(what) + tr(" inconnu(e) : ") + id);
    }
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(*at));
    return next;
}

const domain::Camera& camera(const Project& project, const std::string& id) {
    const auto at = find_by_id(*project.cameras, id);
    if (!at) {
        throw InputError(tr("caméra inconnue : ") + id);
    }
    return (*project.cameras)[*at];
}

void check_weight(double weight) {
    if (!std::isfinite(weight) || weight < 0) {
        throw InputError(tr("un poids est un nombre positif ou nul"));
    }
}

void set_listed(std::vector<std::string>& ids, const std::string& id, bool is_listed) {
    std::erase(ids, id);
    if (is_listed) {
        ids.insert(std::lower_bound(ids.begin(), ids.end(), id), id);
    }
}

domain::Scenario& first_scenario(Project& project) {
    if (project.scenarios.empty()) {
        domain::Scenario first;
        first.name = "Schéma";
        project.scenarios.push_back(std::move(first));
    }
    return project.scenarios.front();
}

// --- what each quick command changes in a project ---

void change(Project& p, const SetReferenceDate& c) { p.settings.reference_date = c.date; }
void change(Project& p, const SetTitle& c) { p.title = c.title; }

void change(Project& p, const SetProfile& c) {
    if (c.profile != "public" && c.profile != "restreint") {
        throw InputError(tr("profil inconnu : « ") + c.profile + tr(" » (public ou restreint)"));
    }
    p.settings.profile = c.profile;
}

void change(Project& p, const SetBands& c) {
    if (!c.table.empty()) {
        use_density_table(p.settings, density_table(c.table));
    }
    if (!c.required.empty()) {
        require_band(p.settings, c.required);
    }
}

void change(Project& p, const SetClassWeight& c) {
    check_weight(c.weight);
    const auto row = std::ranges::find(p.settings.site_classes, c.site_class, &domain::SiteClass::key);
    if (row == p.settings.site_classes.end()) {
        p.settings.site_classes.push_back({c.site_class, c.site_class, c.weight});
    } else {
        row->weight = c.weight;
    }
}

void change(Project& p, const SetCrimeWeight& c) {
    check_weight(c.weight);
    const auto row = std::ranges::find(p.settings.crime_weights, c.indicator, &domain::CrimeWeight::indicator);
    if (row == p.settings.crime_weights.end()) {
        p.settings.crime_weights.push_back({c.indicator, c.weight});
    } else {
        row->weight = c.weight;
    }
}

void change(Project& p, const SetForce& c) {
    domain::Territory territory = *p.territory;
    const auto at = domain::find_commune(territory, c.commune);
    if (!at) {
        throw InputError(tr("commune inconnue : ") + c.commune);
    }
    territory.communes[*at].force = c.force;
    p.territory = std::move(territory);
}

void change(Project& p, const PutCamera& c) {
    if (c.camera.id.empty()) {
        throw InputError(tr("une caméra a besoin d'un identifiant"));
    }
    p.cameras = with(*p.cameras, c.camera);
}

void change(Project& p, const MoveCamera& c) {
    domain::Camera moved = camera(p, c.id);
    moved.position = c.to;
    p.cameras = with(*p.cameras, std::move(moved));
}

void change(Project& p, const MountCamera& c) {
    domain::Camera mounted = camera(p, c.id);
    mounted.position = mount_place(p, mounted);
    p.cameras = with(*p.cameras, std::move(mounted));
}

void change(Project& p, const AimCamera& c) {
    domain::Camera aimed = camera(p, c.id);
    if (c.azimuth_deg) {
        const double turned = std::fmod(*c.azimuth_deg, 360.0);
        const double azimuth = turned < 0 ? turned + 360 : turned;
        const double by = aimed.azimuths_deg.empty() ? 0 : azimuth - aimed.azimuths_deg.front();
        if (aimed.azimuths_deg.empty()) {
            aimed.azimuths_deg = {azimuth};
        } else { // the heads of one mast turn together
            for (double& head : aimed.azimuths_deg) {
                head = std::fmod(head + by + 720, 360.0);
            }
            aimed.azimuths_deg.front() = azimuth;
        }
    }
    if (c.field_of_view_deg) {
        if (!(*c.field_of_view_deg > 0 && *c.field_of_view_deg <= 360)) {
            throw InputError(tr("le champ horizontal va de 0 à 360 degrés"));
        }
        aimed.field_of_view_deg = c.field_of_view_deg;
    }
    if (c.range_m) {
        if (!(*c.range_m > 0 && *c.range_m <= 5000)) {
            throw InputError(tr("la portée va de 0 à 5 000 m"));
        }
        aimed.range_m = c.range_m;
    }
    p.cameras = with(*p.cameras, std::move(aimed));
}

void change(Project& p, const RemoveCamera& c) { p.cameras = without(*p.cameras, c.id, tr("caméra")); }

void change(Project& p, const PutSite& c) {
    if (c.site.id.empty()) {
        throw InputError(tr("un site a besoin d'un identifiant"));
    }
    if (c.site.weight) {
        check_weight(*c.site.weight);
    }
    p.sites = with(*p.sites, c.site);
}

void change(Project& p, const RemoveSite& c) { p.sites = without(*p.sites, c.id, tr("site")); }

/// A site, a candidate, a place that the program found and listed, or one that is pinned or forbidden already.
bool is_place(const Session& session, const std::string& id) {
    const Project& p = *session.project;
    const auto is_listed = [&](const std::vector<std::string>& ids) { return std::ranges::find(ids, id) != ids.end(); };
    const bool is_found = session.scheme && std::ranges::any_of(session.scheme->sites, [&](const analysis::PrioritySite& row) {
        return row.place.id == id || (row.runner_up && row.runner_up->id == id);
    });
    const bool is_chosen = !p.scenarios.empty() && (is_listed(p.scenarios.front().pinned) || is_listed(p.scenarios.front().forbidden));
    return find_by_id(*p.sites, id) || find_by_id(*p.candidates, id) || is_found || is_chosen;
}

/// What has no list to be removed from (a commune, nothing) stays.
void remove_selected(Project& p, const std::vector<Selection>& selection) {
    const auto is_selected = [&](SelectionKind kind) {
        return [&, kind](const auto& value) { return std::ranges::find(selection, Selection{kind, value.id}) != selection.end(); };
    };
    std::vector<domain::Camera> cameras = *p.cameras;
    std::vector<domain::Site> sites = *p.sites;
    const std::size_t removed = std::erase_if(cameras, is_selected(SelectionKind::camera)) +
                                std::erase_if(sites, is_selected(SelectionKind::site));
    if (removed == 0) {
        throw InputError(tr("aucune caméra ni aucun site n'est sélectionné"));
    }
    if (cameras.size() != p.cameras->size()) {
        p.cameras = std::move(cameras);
    }
    if (sites.size() != p.sites->size()) {
        p.sites = std::move(sites);
    }
}

void change(Project& p, const PinSite& c) {
    domain::Scenario& scenario = first_scenario(p);
    set_listed(scenario.pinned, c.id, c.is_pinned);
    if (c.is_pinned) {
        set_listed(scenario.forbidden, c.id, false);
    }
}

void change(Project& p, const ForbidSite& c) {
    domain::Scenario& scenario = first_scenario(p);
    set_listed(scenario.forbidden, c.id, c.is_forbidden);
    if (c.is_forbidden) {
        set_listed(scenario.pinned, c.id, false);
    }
}

/// Refuses what no search could use, so that a bad choice is told when it is made.
void check_plan(const domain::Scenario& plan) {
    for (const std::string& floor : plan.floors) {
        domain::parse_floor(floor);
    }
    domain::parse_phases(plan.phases);
    if (plan.count < 0) {
        throw InputError(fmt::format(fmt::runtime(tr("nombre de sites (count) : {} reçu, positif ou nul attendu")), plan.count));
    }
    if (!(plan.budget_eur >= 0) || !std::isfinite(plan.budget_eur)) {
        throw InputError(fmt::format(fmt::runtime(tr("budget (budget) : {} € reçus, un montant positif ou nul attendu")), plan.budget_eur));
    }
    if (!(plan.target_share >= 0 && plan.target_share <= 1) || !(plan.backup_share >= 0 && plan.backup_share <= 1)) {
        throw InputError(tr("part à atteindre, part d'une seconde vue : entre 0 et 1"));
    }
    if (!(plan.spacing_m >= 0 && plan.spacing_m <= 100'000)) {
        throw InputError(tr("écart entre les lieux trouvés : entre 0 m et 100 km"));
    }
    if (plan.first_level_communes < 0 || plan.second_level_communes < 0) {
        throw InputError(tr("nombre de communes prioritaires : positif ou nul"));
    }
}

template <class T>
void set_if(T& member, const std::optional<T>& given) {
    if (given) {
        member = *given;
    }
}

void set_list(std::vector<std::string>& member, const std::optional<std::string>& given) {
    if (given) {
        member.clear();
        for (const std::string& part : split(*given, '|')) {
            if (!part.empty()) {
                member.push_back(part);
            }
        }
    }
}

void change(Project& p, const SetPlan& c) {
    domain::Scenario& plan = first_scenario(p);
    set_if(plan.count, c.count);
    set_if(plan.budget_eur, c.budget_eur);
    set_if(plan.target_share, c.target_share);
    set_if(plan.backup_share, c.backup_share);
    set_if(plan.mesh_m, c.mesh_m);
    set_if(plan.spacing_m, c.spacing_m);
    set_if(plan.has_views, c.has_views);
    set_list(plan.floors, c.floors);
    set_list(plan.phases, c.phases);
    set_list(plan.candidates, c.candidates);
    set_if(plan.camera_type, c.camera_type);
    set_if(plan.link, c.link);
    set_if(plan.year, c.year);
    set_if(plan.is_police_only, c.is_police_only);
    set_if(plan.first_level_communes, c.first_level_communes);
    set_if(plan.second_level_communes, c.second_level_communes);
    if (c.horizon) {
        plan.horizon = c.horizon->empty() ? std::nullopt : parse_date(*c.horizon);
        if (!c.horizon->empty() && !plan.horizon) {
            throw InputError(tr("horizon illisible : « ") + *c.horizon + " »");
        }
    }
    check_plan(plan);
}

std::vector<domain::Scenario>::iterator scenario_named(Project& p, const std::string& name) {
    const auto it = std::ranges::find(p.scenarios, name, &domain::Scenario::name);
    if (it == p.scenarios.end()) {
        throw InputError(tr("scénario inconnu : « ") + name + " »");
    }
    return it;
}

void change(Project& p, const CopyScenario& c) {
    domain::Scenario copy = first_scenario(p);
    if (c.name.empty() || std::ranges::find(p.scenarios, c.name, &domain::Scenario::name) != p.scenarios.end()) {
        throw InputError(tr("un scénario a besoin d'un nom que nul autre ne porte : « ") + c.name + " »");
    }
    copy.name = c.name;
    p.scenarios.insert(p.scenarios.begin(), std::move(copy));
}

/// The current scenario is the first; the others keep their order.
void change(Project& p, const ChooseScenario& c) {
    const auto it = scenario_named(p, c.name);
    std::rotate(p.scenarios.begin(), it, it + 1);
}

void change(Project& p, const RemoveScenario& c) {
    const auto it = scenario_named(p, c.name);
    if (p.scenarios.size() == 1) {
        throw InputError(tr("le dernier scénario ne peut être supprimé"));
    }
    p.scenarios.erase(it);
}

void change(Project& p, const PutCandidate& c) {
    if (c.candidate.id.empty() || !c.candidate.position) {
        throw InputError(tr("un candidat a besoin d'un identifiant et d'une position"));
    }
    if (find_by_id(*p.sites, c.candidate.id)) {
        throw InputError(tr("l'identifiant ") + c.candidate.id + tr(" est déjà celui d'un site"));
    }
    if ((c.candidate.cost_eur && !(*c.candidate.cost_eur >= 0)) || c.candidate.cameras < 0) {
        throw InputError(tr("candidat ") + c.candidate.id + tr(" : coût ou nombre de caméras négatif"));
    }
    domain::check_reach(c.candidate);
    p.candidates = with(*p.candidates, c.candidate);
}

void change(Project& p, const RemoveCandidate& c) { p.candidates = without(*p.candidates, c.id, tr("candidat")); }

domain::Cents to_cents(double euros) {
    if (!(std::abs(euros) <= 1e12)) { // the table itself is checked next
        throw InputError(tr("montant démesuré"));
    }
    return std::llround(100 * euros);
}

void change(Project& p, const PutFundingRule& c) {
    auto& rules = p.settings.funding.rules;
    const auto size = static_cast<std::int64_t>(rules.size());
    if (c.row < 1 || c.row > size + 1) {
        throw InputError(tr("règle de financement : ligne entre 1 et ") + std::to_string(size + 1));
    }
    const auto cents = [](const std::optional<double>& euros) {
        return euros ? std::optional(to_cents(*euros)) : std::nullopt;
    };
    domain::FundingRule rule;
    rule.financer = c.financer;
    rule.first_year = c.first_year;
    rule.last_year = c.last_year;
    rule.departement = c.departement;
    rule.rate_bp = static_cast<std::int32_t>(std::lround(100 * std::clamp(c.rate, -1000.0, 1000.0)));
    rule.ceiling_per_camera = cents(c.per_camera_eur);
    rule.ceiling = cents(c.ceiling_eur);
    rule.least_cost = cents(c.least_cost_eur);
    rule.source = c.source;
    rules.resize(static_cast<std::size_t>(std::max(size, c.row)));
    rules[static_cast<std::size_t>(c.row - 1)] = std::move(rule);
    analysis::validate(p.settings.funding);
}

void change(Project& p, const RemoveFundingRule& c) {
    auto& rules = p.settings.funding.rules;
    if (c.row < 1 || c.row > static_cast<std::int64_t>(rules.size())) {
        throw InputError(tr("règle de financement inconnue : ligne ") + std::to_string(c.row));
    }
    rules.erase(rules.begin() + (c.row - 1));
}

void change(Project& p, const SetPrice& c) {
    if (!(c.cost_eur >= 0) || !(c.aside_eur >= 0 && c.aside_eur <= c.cost_eur) || !std::isfinite(c.cost_eur)) {
        throw InputError(tr("prix ") + c.camera_type + " / " + c.link + tr(" : montant négatif, ou part hors assiette plus grande que lui"));
    }
    if (c.reach_m && !(*c.reach_m >= 1 && *c.reach_m <= domain::kFarthestReach_m)) {
        throw InputError(tr("prix ") + c.camera_type + " / " + c.link + tr(" : portée entre 1 et 100 000 m"));
    }
    auto& prices = p.settings.prices;
    const auto size = static_cast<std::int64_t>(prices.size());
    if (c.row < 0 || c.row > size + 1) {
        throw InputError("prix : ligne entre 1 et " + std::to_string(size + 1));
    }
    const auto same = std::ranges::find_if(prices, [&](const domain::EquipmentPrice& price) {
        return price.camera_type == c.camera_type && price.link == c.link;
    });
    const std::int64_t of_type = same == prices.end() ? size + 1 : same - prices.begin() + 1;
    const std::int64_t row = c.row == 0 ? of_type : c.row;
    if (same != prices.end() && of_type != row) {
        throw InputError("un prix de « " + c.camera_type + " / " + c.link + " » est déjà à la ligne " + std::to_string(of_type));
    }
    prices.resize(static_cast<std::size_t>(std::max(size, row)));
    prices[static_cast<std::size_t>(row - 1)] = {c.camera_type, c.link, c.cost_eur, c.aside_eur, c.source, c.reach_m};
}

void change(Project& p, const RemovePrice& c) {
    auto& prices = p.settings.prices;
    if (c.row < 1 || c.row > static_cast<std::int64_t>(prices.size())) {
        throw InputError("prix inconnu : ligne " + std::to_string(c.row));
    }
    prices.erase(prices.begin() + (c.row - 1));
}

void change(Project& p, const PutPerimeter& c) {
    geo::MultiPolygon shape = {{c.outline, {}}};
    geo::normalise(shape);
    if (c.id.empty() || shape.empty()) {
        throw InputError("un périmètre a besoin d'un identifiant et d'un contour d'au moins trois points");
    }
    p.perimeters = with(*p.perimeters, domain::Perimeter{c.id, c.name, std::move(shape), "dessiné sur la carte"});
}

void change(Project& p, const RemovePerimeter& c) { p.perimeters = without(*p.perimeters, c.id, "périmètre"); }

void set_checked(double& member, const std::optional<double>& given, double least, double most, const char* what) {
    if (given && !(*given >= least && *given <= most)) {
        throw InputError(std::string(what) + " : entre " + to_french(least, 0) + " et " + to_french(most, 0));
    }
    set_if(member, given);
}

void change(Project& p, const SetWeights& c) {
    domain::Settings& s = p.settings;
    set_checked(s.inhabitant_weight, c.inhabitant, 0, 1e6, "poids d'un habitant");
    set_checked(s.qpv_factor, c.qpv_factor, 0, 1000, "facteur des QPV");
    set_checked(s.crime_cap, c.crime_cap, 1, 1000, "plafond du facteur de délinquance");
    set_checked(s.road_weights.motorway, c.motorway_km, 0, 1e6, "poids d'un kilomètre d'autoroute");
    set_checked(s.road_weights.national, c.national_km, 0, 1e6, "poids d'un kilomètre de route nationale");
    set_checked(s.road_weights.departmental, c.departmental_km, 0, 1e6, "poids d'un kilomètre de route départementale");
    set_checked(s.candidate_reach_m, c.reach_m, 1, 100'000, "portée d'une nouvelle caméra (m)");
    set_checked(s.site_cost_eur, c.site_cost_eur, 0, 1e9, "coût d'un site (€)");
}

/// What is spread is fiction to the person who reads the map: the sources say so.
void change(Project& p, const SpreadInhabitants& c) {
    std::vector<domain::PopulationCell> cells = domain::spread_cells(p, c.mesh_m, c.is_police_only);
    if (cells.empty()) {
        throw InputError("aucune commune à répartir : il en faut une avec des habitants, un contour et aucun carreau");
    }
    std::vector<domain::Source> sources = *p.sources;
    sources.push_back({"population", "répartition uniforme", {}, fmt::format("maille de {} m", to_french(c.mesh_m, 0)),
                       "habitants répartis en parts égales sur leur commune, faute de carreaux",
                       static_cast<std::int64_t>(cells.size()), false});
    cells.insert(cells.begin(), p.cells->begin(), p.cells->end());
    p.cells = std::move(cells);
    p.sources = std::move(sources);
}

template <class T>
std::size_t own_bytes(const domain::Shared<std::vector<T>>& older, const domain::Shared<std::vector<T>>& newer) {
    return older.is_same(newer) ? 0 : older->size() * sizeof(T);
}

/// Long texts and the shapes of buildings are not counted.
std::size_t own_bytes(const Project& older, const Project& newer) {
    std::size_t bytes = own_bytes(older.cameras, newer.cameras) + own_bytes(older.sites, newer.sites) +
                        own_bytes(older.candidates, newer.candidates) + own_bytes(older.authorisations, newer.authorisations) +
                        own_bytes(older.buildings, newer.buildings) + own_bytes(older.cells, newer.cells);
    if (!older.territory.is_same(newer.territory)) {
        for (const domain::Commune& commune : older.territory->communes) {
            bytes += sizeof commune;
            for (const geo::Polygon& polygon : commune.shape) {
                bytes += polygon.outer.size() * sizeof(geo::Point);
            }
        }
    }
    return bytes;
}

void forget_oldest(std::vector<Snapshot>& undo) {
    std::size_t bytes = 0;
    std::size_t kept = 0;
    for (auto it = undo.rbegin(); it != undo.rend() && kept < kUndoDepth; ++it, ++kept) {
        bytes += it->bytes;
        if (bytes > kUndoBytes && kept >= kLeastUndo) {
            break;
        }
    }
    undo.erase(undo.begin(), undo.end() - static_cast<std::ptrdiff_t>(kept));
}

void push_undo(Session& session, std::string description) {
    if (!session.undo.empty()) {
        session.undo.back().bytes = own_bytes(*session.undo.back().project, *session.project);
    }
    session.undo.push_back({session.project, session.style, std::move(description)});
    forget_oldest(session.undo);
    session.redo.clear();
    session.is_modified = true;
}

template <class C>
void change_project(Session& session, const C& command) {
    auto next = std::make_shared<Project>(*session.project);
    change(*next, command); // may throw: the session is then unchanged
    push_undo(session, describe(command));
    session.project = std::move(next);
}

void check_opacity(double opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
        throw InputError(tr("une opacité va de 0 à 1"));
    }
}

void check_comparison(const Project& project, const CompareWith& c) {
    if (c.date && !c.scenario.empty()) {
        throw InputError(tr("une date ou un scénario, pas les deux"));
    }
    if (!c.scenario.empty() && std::ranges::find(project.scenarios, c.scenario, &domain::Scenario::name) == project.scenarios.end()) {
        throw InputError(tr("scénario inconnu : « ") + c.scenario + " »");
    }
}

/// What is not there any more cannot be shown beside the rest.
void forget_scenario(Style& style, const std::string& name) {
    if (style.compared_scenario == name) {
        style.compared_scenario.clear();
    }
}

void select(Session& session, std::vector<Selection> selection) {
    session.selection = selection.empty() ? Selection{} : selection.front();
    session.also.assign(selection.begin() + (selection.empty() ? 0 : 1), selection.end());
}

void toggle(Session& session, const Selection& one) {
    if (one.kind == SelectionKind::none) {
        throw InputError(tr("rien à sélectionner"));
    }
    std::vector<Selection> now = selected(session);
    if (std::erase(now, one) == 0) {
        std::ranges::sort(now);
        now.insert(now.begin(), one); // the newest is the one that is inspected
    }
    select(session, std::move(now));
}

void select_inside(Session& session, const SelectInside& c) {
    if (c.outline.size() < 3) {
        throw InputError(tr("un contour a au moins trois points"));
    }
    const geo::MultiPolygon area = {{c.outline, {}}};
    std::vector<Selection> found;
    const auto look = [&](SelectionKind kind, const std::string& id, const std::optional<geo::Point>& at) {
        if (at && geo::contains(area, *at)) {
            found.push_back({kind, id});
        }
    };
    const bool takes_points = c.kind == SelectionKind::none;
    if (c.kind == SelectionKind::commune) {
        for (const domain::Commune& commune : session.project->territory->communes) {
            look(SelectionKind::commune, commune.code, commune.centre);
        }
    }
    if (takes_points || c.kind == SelectionKind::camera) {
        for (const domain::Camera& one : *session.project->cameras) {
            look(SelectionKind::camera, one.id, one.position);
        }
    }
    if (takes_points || c.kind == SelectionKind::site) {
        for (const domain::Site& one : *session.project->sites) {
            look(SelectionKind::site, one.id, one.position);
        }
    }
    select(session, std::move(found));
}

template <class F>
void change_style(Session& session, const Command& command, F f) {
    push_undo(session, describe(command));
    f(session.style);
}

void swap_snapshot(Session& session, std::vector<Snapshot>& from, std::vector<Snapshot>& to, const char* nothing) {
    if (from.empty()) {
        throw InputError(nothing);
    }
    Snapshot snapshot = std::move(from.back());
    from.pop_back();
    to.push_back({session.project, session.style, snapshot.description});
    session.project = std::move(snapshot.project);
    session.style = snapshot.style;
    session.is_modified = true;
}

void replace_project(Session& session, std::shared_ptr<const Project> project, const std::filesystem::path& path) {
    session.project = std::move(project);
    session.path = path;
    session.is_modified = path.empty();
    session.selection = {};
    session.also.clear();
    session.results.reset();
    session.results_of.reset();
    session.grounds.reset();
    session.grounds_of.reset();
    session.measuring.reset();
    session.scheme.reset();
    session.comparison.reset();
    session.style.compared_scenario.clear();
    session.plan_lines = 0;
    session.undo.clear();
    session.redo.clear();
    session.zoom_request = {};
    session.has_zoom_request = true;
}

void say(Session& session, std::string text) { session.messages.push_back({false, std::move(text)}); }

/// What the outputs need, taken when the job starts.
struct Outputs {
    std::shared_ptr<const Project> project;
    std::shared_ptr<const Results> results;
    std::shared_ptr<const analysis::Scheme> scheme;
};

Outputs outputs(const Session& session) {
    const bool is_current = session.results_of == session.project;
    return {session.project, is_current ? session.results : nullptr, is_current ? session.scheme : nullptr};
}

void complete(Outputs& out, bool needs_scheme, Progress& progress) {
    if (!out.results) {
        out.results = compute(*out.project, out.project->settings.reference_date, nullptr, progress);
    }
    if (needs_scheme && !out.scheme) {
        out.scheme = std::make_shared<const analysis::Scheme>(
            analysis::scheme(*out.project, out.results->gaps, scheme_params(*out.project), progress));
    }
}

// --- long commands ---

void start(Session&, Jobs& jobs, const Open& c) {
    jobs.start(tr("Ouverture de ") + c.path.filename().string(), [c](Progress& progress) -> Jobs::Finish {
        auto project = std::make_shared<const Project>(load_project(c.path, progress));
        return [c, project](Session& s) {
            replace_project(s, project, c.path);
            say(s, c.path.filename().string() + tr(" ouvert : ") + std::to_string(project->territory->communes.size()) + tr(" communes"));
        };
    });
}

void start(Session&, Jobs& jobs, const Recover& c) {
    jobs.start(tr("Récupération de ") + c.original.filename().string(), [c](Progress& progress) -> Jobs::Finish {
        auto project = std::make_shared<const Project>(load_project(c.copy, progress));
        return [c, project](Session& s) {
            replace_project(s, project, c.original);
            s.is_modified = true; // the file itself does not hold it yet
            say(s, tr("Modifications récupérées : à enregistrer"));
        };
    });
}

void start(Session& session, Jobs& jobs, const Save& c) {
    const std::filesystem::path path = c.path.empty() ? session.path : c.path;
    if (path.empty()) {
        throw InputError(tr("le projet n'a pas encore de nom de fichier"));
    }
    jobs.start_file(tr("Enregistrement de ") + path.filename().string(), [path, project = session.project](Progress& progress) -> Jobs::Finish {
        save_project(*project, path, progress);
        return [path, project](Session& s) {
            s.path = path;
            s.is_modified = s.is_modified && s.project != project;
            say(s, path.filename().string() + tr(" enregistré"));
        };
    });
}

void start(Session&, Jobs& jobs, const NewExample&) {
    jobs.start(tr("Construction de l'exemple"), [](Progress& progress) -> Jobs::Finish {
        auto project = std::make_shared<const Project>(make_example(progress));
        return [project](Session& s) { replace_project(s, project, {}); };
    });
}

void start(Session& session, Jobs& jobs, const Import& c) {
    jobs.start(tr("Import de ") + c.file.filename().string(), [c, project = session.project, path = session.path](Progress& progress) -> Jobs::Finish {
        auto imported = std::make_shared<Imported>(import_file(*project, c, progress, path));
        return [c, project, imported](Session& s) {
            if (s.project != project) {
                throw InputError(tr("le projet a changé pendant l'import : recommencer"));
            }
            push_undo(s, describe(c));
            s.project = std::make_shared<const Project>(std::move(imported->result.project));
            s.has_zoom_request = s.has_zoom_request || c.kind == domain::ImportKind::communes;
            say(s, c.file.filename().string() + " : " + std::to_string(imported->result.imported) + tr(" importé(s), ") +
                       std::to_string(imported->findings.size()) + tr(" anomalie(s)"));
        };
    });
}

void start(Session& session, Jobs& jobs, const Rank& c) {
    if (!(c.seconds >= 0) || !(c.gap >= 0)) {
        throw InputError(tr("temps (seconds) et écart (gap) de la recherche : positifs ou nuls"));
    }
    auto next = std::make_shared<Project>(*session.project);
    domain::Scenario& scenario = first_scenario(*next);
    if (scenario.count != c.count || scenario.budget_eur != c.budget_eur) {
        scenario.count = c.count;
        scenario.budget_eur = c.budget_eur;
        check_plan(scenario);
        push_undo(session, describe(c));
        session.results_of = session.results_of == session.project ? next : session.results_of; // same coverage
        session.project = next;
    }
    const auto work = [out = outputs(session), c](Progress& progress) mutable -> Jobs::Finish {
        complete(out, false, progress);
        analysis::SchemeParams params = scheme_params(*out.project);
        params.has_curve = true;
        params.seconds = c.seconds > 0 ? c.seconds : params.seconds;
        params.relative_gap = c.gap;
        out.scheme = std::make_shared<const analysis::Scheme>(analysis::scheme(*out.project, out.results->gaps, params, progress));
        return [out](Session& s) {
            if (s.project == out.project) {
                s.results = out.results;
                s.results_of = out.project;
                s.scheme = out.scheme;
                s.plan_lines = 0;
            }
        };
    };
    jobs.start(tr("Classement des sites"), work, "rank", true);
}

void start(Session& session, Jobs& jobs, const CompareScenarios&) {
    jobs.start(tr("Comparaison des scénarios"), [out = outputs(session)](Progress& progress) mutable -> Jobs::Finish {
        complete(out, false, progress);
        auto comparison = std::make_shared<const Comparison>(compare_scenarios(out.project, *out.results, progress));
        return [comparison](Session& s) { s.comparison = comparison; };
    }, "compare");
}

void start(Session& session, Jobs& jobs, const Export& c) {
    jobs.start_file(tr("Export de ") + c.path.filename().string(), [c, out = outputs(session)](Progress& progress) mutable -> Jobs::Finish {
        complete(out, needs_scheme(c.what), progress);
        const Findings findings = export_file({*out.project, *out.results, out.scheme.get()}, c.what, c.path, progress);
        return [c, findings](Session& s) {
            say(s, c.path.filename().string() + tr(" écrit"));
            for (const Finding& finding : findings) {
                s.messages.push_back({finding.severity == Severity::error, to_string(finding)});
            }
        };
    });
}

void start(Session& session, Jobs& jobs, const Render& c) {
    jobs.start_file(tr("Dessin de ") + c.path.filename().string(),
               [c, out = outputs(session), style = session.style](Progress& progress) mutable -> Jobs::Finish {
                   complete(out, false, progress);
                   render_map({.project = out.project, .geometry = picture_geometry(*out.project, c), .results = out.results,
                               .results_of = out.project, .scheme = out.scheme, .style = style, .selection = {}}, c);
                   return [c](Session& s) { say(s, c.path.filename().string() + tr(" dessiné")); };
               });
}

void start(Session& session, Jobs& jobs, const SaveLog& c) {
    jobs.start_file(tr("Enregistrement de ") + c.path.filename().string(), [c, lines = session.log](Progress&) -> Jobs::Finish {
        write_lines(c.path, lines);
        return [c](Session& s) { say(s, c.path.filename().string() + tr(" enregistré")); };
    });
}

analysis::SchemeParams with_curve(analysis::SchemeParams params) {
    params.has_curve = true;
    return params;
}

void start_compute(Session& session, Jobs& jobs) {
    jobs.start(tr("Calcul des lacunes"),
               [project = session.project, previous = session.results, had_scheme = session.scheme != nullptr](
                   Progress& progress) -> Jobs::Finish {
                   auto results = compute(*project, project->settings.reference_date, previous, progress);
                   std::shared_ptr<const analysis::Scheme> scheme;
                   std::string problem;
                   try {
                       if (had_scheme) {
                           scheme = std::make_shared<const analysis::Scheme>(
                               analysis::scheme(*project, results->gaps, with_curve(scheme_params(*project)), progress));
                       }
                   } catch (const InputError& error) { // the gaps hold, whatever the plan now asks for
                       problem = error.what();
                   }
                   return [project, results, scheme, problem](Session& s) {
                       if (!problem.empty()) {
                           s.messages.push_back({true, problem});
                       }
                       if (s.project == project) {
                           s.results = results;
                           s.results_of = project;
                           s.scheme = scheme;
                       }
                   };
               },
               "compute");
}

void start_measure(Session& session, Jobs& jobs) {
    jobs.start("Mesure du sol vu",
               [results = session.results](Progress& progress) -> Jobs::Finish {
                   auto grounds = std::make_shared<const analysis::CoveredGrounds>(analysis::covered_grounds(
                       {results->project, *results->views, results->legalities, results->gaps}, progress));
                   return [results, grounds](Session& s) {
                       s.grounds = grounds;
                       s.grounds_of = results;
                   };
               },
               "measure");
}

} // namespace

const analysis::CoveredGrounds* current_grounds(const Session& session) {
    return session.results && session.grounds_of == session.results ? session.grounds.get() : nullptr;
}

void change_plan(domain::Project& project, const SetPlan& choice) { change(project, choice); }

void change_weights(domain::Project& project, const SetWeights& choice) { change(project, choice); }

void spread_inhabitants(domain::Project& project, const SpreadInhabitants& choice) { change(project, choice); }

analysis::SchemeParams scheme_params(const domain::Project& project) {
    analysis::SchemeParams params;
    if (!project.scenarios.empty()) {
        params.plan = project.scenarios.front();
    }
    return params;
}

std::vector<Selection> selected(const Session& session) {
    if (session.selection.kind == SelectionKind::none) {
        return {};
    }
    std::vector<Selection> all = {session.selection};
    all.insert(all.end(), session.also.begin(), session.also.end());
    return all;
}

void apply(Session& session, Jobs& jobs, const Command& command) {
    const auto step = [&]<class C>(const C& c) {
        if constexpr (requires { start(session, jobs, c); }) {
            start(session, jobs, c);
        } else if constexpr (std::is_same_v<C, PinSite> || std::is_same_v<C, ForbidSite>) {
            if (!is_place(session, c.id)) {
                throw InputError(tr("site inconnu : ") + c.id);
            }
            change_project(session, c);
        } else if constexpr (requires(Project& p) { change(p, c); }) {
            change_project(session, c);
            if constexpr (std::is_same_v<C, RemoveScenario>) {
                forget_scenario(session.style, c.name);
            }
        } else if constexpr (std::is_same_v<C, SetIndicator>) {
            change_style(session, c, [&](Style& style) { style.indicator = c.indicator; });
        } else if constexpr (std::is_same_v<C, ShowLayer>) {
            change_style(session, c, [&](Style& style) { style.is_shown[static_cast<std::size_t>(c.layer)] = c.is_shown; });
        } else if constexpr (std::is_same_v<C, SetDark>) {
            change_style(session, c, [&](Style& style) { style.is_dark = c.is_dark; });
        } else if constexpr (std::is_same_v<C, SetOpacity>) {
            check_opacity(c.opacity);
            change_style(session, c, [&](Style& style) { style.opacity[static_cast<std::size_t>(c.layer)] = c.opacity; });
        } else if constexpr (std::is_same_v<C, SetBasemap>) {
            check_opacity(c.opacity);
            change_style(session, c, [&](Style& style) {
                style.basemap = c.path;
                style.basemap_opacity = c.opacity;
            });
        } else if constexpr (std::is_same_v<C, CompareWith>) {
            check_comparison(*session.project, c);
            change_style(session, c, [&](Style& style) {
                style.compared_with = c.date;
                style.compared_scenario = c.scenario;
            });
        } else if constexpr (std::is_same_v<C, RemoveSelection>) {
            auto next = std::make_shared<Project>(*session.project);
            remove_selected(*next, selected(session)); // may throw: the session is then unchanged
            push_undo(session, describe(c));
            session.project = std::move(next);
            session.selection = {};
            session.also.clear();
        } else if constexpr (std::is_same_v<C, MoveSelection>) {
            auto next = std::make_shared<Project>(move_places(*session.project, selected(session), c.by));
            push_undo(session, describe(c));
            session.project = std::move(next);
        } else if constexpr (std::is_same_v<C, Undo>) {
            swap_snapshot(session, session.undo, session.redo, tr("rien à annuler"));
        } else if constexpr (std::is_same_v<C, Redo>) {
            swap_snapshot(session, session.redo, session.undo, tr("rien à rétablir"));
        } else if constexpr (std::is_same_v<C, Select>) {
            session.selection = {c.kind, c.kind == SelectionKind::none ? std::string() : c.id};
            session.also.clear();
        } else if constexpr (std::is_same_v<C, ToggleSelected>) {
            toggle(session, {c.kind, c.id});
        } else if constexpr (std::is_same_v<C, SelectInside>) {
            select_inside(session, c);
        } else if constexpr (std::is_same_v<C, ShowPlanLines>) {
            session.plan_lines = static_cast<std::size_t>(std::max<std::int64_t>(0, c.lines));
        } else {
            static_assert(std::is_same_v<C, ZoomTo>);
            session.zoom_request = c.box;
            session.has_zoom_request = true;
        }
    };
    std::visit(step, command);
    if (!std::holds_alternative<SaveLog>(command)) { // replayed, it would write over what is being replayed
        session.log.push_back(to_text(command));
    }
}

bool is_computing(const Session& session) {
    return !session.project->territory->communes.empty() && session.results_of != session.project;
}

bool is_comparison_due(const Session& session) {
    const bool is_known = session.comparison && session.comparison->of == session.project;
    return !session.style.compared_scenario.empty() && !is_known;
}

bool update(Session& session, Jobs& jobs) {
    const bool changed = jobs.poll(session);
    if (is_computing(session) && session.computing != session.project) {
        session.computing = session.project;
        start_compute(session, jobs);
    }
    if (is_comparison_due(session) && !is_computing(session) && session.comparing != session.project) {
        session.comparing = session.project;
        start(session, jobs, CompareScenarios{});
    }
    const bool is_current = session.results && session.results_of == session.project;
    if (is_current && session.measuring != session.results) {
        session.measuring = session.results;
        start_measure(session, jobs);
    }
    return changed;
}

void finish_all(Session& session, Jobs& jobs) {
    update(session, jobs);
    while (jobs.is_busy()) {
        jobs.wait();
        update(session, jobs);
    }
}

} // namespace maillage::app
