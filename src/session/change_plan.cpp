#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/translate.h"
#include "domain/spread_population.h"
#include "plan/funding.h"
#include "session/by_id.h"
#include "session/change_project.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::session {
namespace {

using domain::Project;

void set_listed(std::vector<std::string>& ids, const std::string& id, bool is_listed) {
    std::erase(ids, id);
    if (is_listed) {
        ids.insert(std::lower_bound(ids.begin(), ids.end(), id), id);
    }
}

/// Refuses what no search could use, so that a bad choice is told when it is made.
void check_plan(const domain::Scenario& plan) {
    for (const std::string& floor : plan.floors) {
        domain::parse_floor(floor);
    }
    domain::parse_phases(plan.phases);
    if (plan.count < 0) {
        throw InputError(fmt::format(
            fmt::runtime(tr("nombre de sites (count) : {} reçu, positif ou nul attendu")), plan.count));
    }
    if (!(plan.budget_eur >= 0) || !std::isfinite(plan.budget_eur)) {
        throw InputError(
            fmt::format(fmt::runtime(tr("budget (budget) : {} € reçus, un montant positif ou nul attendu")),
                        plan.budget_eur));
    }
    if (!(plan.target_share >= 0 && plan.target_share <= 1) ||
        !(plan.backup_share >= 0 && plan.backup_share <= 1)) {
        throw InputError(tr("part à atteindre, part d'une seconde vue : entre 0 et 1"));
    }
    if (!(plan.spacing_m >= 0 && plan.spacing_m <= 100'000)) {
        throw InputError(tr("écart entre les lieux trouvés : entre 0 m et 100 km"));
    }
    if (plan.first_level_communes < 0 || plan.second_level_communes < 0) {
        throw InputError(tr("nombre de communes prioritaires : positif ou nul"));
    }
}

template <class T> void set_if(T& member, const std::optional<T>& given) {
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

std::vector<domain::Scenario>::iterator scenario_named(Project& p, const std::string& name) {
    const auto it = std::ranges::find(p.scenarios, name, &domain::Scenario::name);
    if (it == p.scenarios.end()) {
        throw InputError(tr("scénario inconnu : « ") + name + " »");
    }
    return it;
}

domain::Cents to_cents(double euros) {
    if (!(std::abs(euros) <= 1e12)) { // the table itself is checked next
        throw InputError(tr("montant démesuré"));
    }
    return std::llround(100 * euros);
}

void set_checked(double& member, const std::optional<double>& given, double least, double most,
                 const char* what) {
    if (given && !(*given >= least && *given <= most)) {
        throw InputError(std::string(what) + " : entre " + to_french(least, 0) + " et " + to_french(most, 0));
    }
    set_if(member, given);
}

} // namespace

const domain::Scenario& current_scenario(const Project& project) {
    static const domain::Scenario kFirst{.name = "Schéma"};
    return project.scenarios.empty() ? kFirst : project.scenarios.front();
}

domain::Scenario& first_scenario(Project& project) {
    if (project.scenarios.empty()) {
        project.scenarios.push_back(current_scenario(project));
    }
    return project.scenarios.front();
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

void change(Project& p, const CopyScenario& c) {
    domain::Scenario copy = first_scenario(p);
    if (c.name.empty() ||
        std::ranges::find(p.scenarios, c.name, &domain::Scenario::name) != p.scenarios.end()) {
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

void change(Project& p, const RemoveCandidate& c) {
    p.candidates = without(*p.candidates, c.id, tr("candidat"));
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
    rule.most_aid = cents(c.most_aid_eur);
    rule.most_aid_commune = cents(c.most_aid_commune_eur);
    rule.most_aid_period = cents(c.most_aid_period_eur);
    rules.resize(static_cast<std::size_t>(std::max(size, c.row)));
    rules[static_cast<std::size_t>(c.row - 1)] = std::move(rule);
    plan::validate(p.settings.funding);
}

void change(Project& p, const RemoveFundingRule& c) {
    auto& rules = p.settings.funding.rules;
    if (c.row < 1 || c.row > static_cast<std::int64_t>(rules.size())) {
        throw InputError(tr("règle de financement inconnue : ligne ") + std::to_string(c.row));
    }
    rules.erase(rules.begin() + (c.row - 1));
}

void change(Project& p, const SetPrice& c) {
    if (!(c.cost_eur >= 0) || !(c.aside_eur >= 0 && c.aside_eur <= c.cost_eur) ||
        !std::isfinite(c.cost_eur)) {
        throw InputError(tr("prix ") + c.camera_type + " / " + c.link +
                         tr(" : montant négatif, ou part hors assiette plus grande que lui"));
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
        throw InputError("un prix de « " + c.camera_type + " / " + c.link + " » est déjà à la ligne " +
                         std::to_string(of_type));
    }
    prices.resize(static_cast<std::size_t>(std::max(size, row)));
    prices[static_cast<std::size_t>(row - 1)] = {c.camera_type, c.link,   c.cost_eur,
                                                 c.aside_eur,   c.source, c.reach_m};
}

void change(Project& p, const RemovePrice& c) {
    auto& prices = p.settings.prices;
    if (c.row < 1 || c.row > static_cast<std::int64_t>(prices.size())) {
        throw InputError("prix inconnu : ligne " + std::to_string(c.row));
    }
    prices.erase(prices.begin() + (c.row - 1));
}

void change(Project& p, const SetWeights& c) {
    domain::Settings& s = p.settings;
    set_checked(s.inhabitant_weight, c.inhabitant, 0, 1e6, "poids d'un habitant");
    set_checked(s.qpv_factor, c.qpv_factor, 0, 1000, "facteur des QPV");
    set_checked(s.crime_cap, c.crime_cap, 1, 1000, "plafond du facteur de délinquance");
    set_checked(s.road_weights.motorway, c.motorway_km, 0, 1e6, "poids d'un kilomètre d'autoroute");
    set_checked(s.road_weights.national, c.national_km, 0, 1e6, "poids d'un kilomètre de route nationale");
    set_checked(s.road_weights.departmental, c.departmental_km, 0, 1e6,
                "poids d'un kilomètre de route départementale");
    set_checked(s.candidate_reach_m, c.reach_m, 1, 100'000, "portée d'une nouvelle caméra (m)");
    set_checked(s.site_cost_eur, c.site_cost_eur, 0, 1e9, "coût d'un site (€)");
}

/// What is spread is fiction to the person who reads the map: the sources say so.
void change(Project& p, const SpreadInhabitants& c) {
    std::vector<domain::PopulationCell> cells = domain::spread_cells(p, c.mesh_m, c.is_police_only);
    if (cells.empty()) {
        throw InputError(
            "aucune commune à répartir : il en faut une avec des habitants, un contour et aucun carreau");
    }
    std::vector<domain::Source> sources = *p.sources;
    sources.push_back({"population",
                       "répartition uniforme",
                       {},
                       fmt::format("maille de {} m", to_french(c.mesh_m, 0)),
                       "habitants répartis en parts égales sur leur commune, faute de carreaux",
                       static_cast<std::int64_t>(cells.size()),
                       false});
    cells.insert(cells.begin(), p.cells->begin(), p.cells->end());
    p.cells = std::move(cells);
    p.sources = std::move(sources);
}

} // namespace maillage::session
