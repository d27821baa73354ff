#include "cli/plan_run.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/watched.h"
#include "geo/crs.h"
#include "plan/scenarios.h"
#include "report/export_tables.h"
#include "session/files.h"
#include "session/session.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace maillage::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSubject = "les sites prioritaires"; ///< what all these verbs tell

void check_choices(const RankOptions& options) {
    for (const std::string& id : options.pinned) {
        if (std::ranges::find(options.forbidden, id) != options.forbidden.end()) {
            throw InputError(fmt::format("--require {0} et --forbid {0} : à la fois imposé et exclu", id));
        }
    }
    if (!options.plan.budget_eur || !options.plan.phases) {
        return;
    }
    double sum = 0;
    for (const domain::PlanPhase& phase : domain::parse_phases(split(*options.plan.phases, '|'))) {
        sum += phase.budget_eur;
    }
    if (std::abs(sum - *options.plan.budget_eur) > 0.005) {
        throw InputError(fmt::format("--phase : la somme des budgets annuels, {} €, n'est pas --budget {} €",
                                     to_french(sum, 2), to_french(*options.plan.budget_eur, 2)));
    }
}

/// The project's scenario with what the command line chooses: of one run, nothing is kept.
domain::Project chosen(const RankOptions& options) {
    check_choices(options);
    Progress progress;
    domain::Project project = opened(options.subject);
    domain::refuse_if_public(project, kSubject);
    session::SetPlan plan = options.plan;
    const auto read = [&](intake::ImportKind kind, const std::vector<std::filesystem::path>& files) {
        for (const std::filesystem::path& file : files) {
            session::Import what;
            what.kind = kind;
            what.file = file;
            what.options.replaces = false;
            project = std::move(session::import_file(project, what, progress).result.project);
        }
    };
    read(intake::ImportKind::candidates, options.candidate_files);
    read(intake::ImportKind::perimeters, options.perimeter_files);
    session::change_weights(project, options.weights);
    if (options.spread_m) {
        session::spread_inhabitants(project,
                                    {*options.spread_m, options.plan.is_police_only.value_or(false)});
    }
    const bool has_other_limit = plan.budget_eur || plan.target_share || plan.phases;
    if (!plan.count && has_other_limit) {
        plan.count = 0;
    }
    session::change_plan(project, plan);
    domain::Scenario& scenario = project.scenarios.front();
    scenario.pinned.insert(scenario.pinned.end(), options.pinned.begin(), options.pinned.end());
    for (const std::string& id : options.forbidden) {
        std::erase(scenario.pinned, id);
        scenario.forbidden.push_back(id);
    }
    return project;
}

plan::Released searched(const Console& console, plan::Released c, const RankOptions& options) {
    plan::SchemeParams params = session::scheme_params(c.project());
    params.seconds = options.seconds > 0 ? options.seconds : params.seconds;
    params.relative_gap = options.gap;
    params.has_curve = options.has_curve;
    auto found = std::make_shared<plan::Scheme>();
    run_watched([&](Progress& progress) { *found = scheme(c.project(), c.results().gaps, params, progress); },
                console.err);
    return with_scheme(std::move(c), std::move(found));
}

Json site_json(const domain::Project& project, const plan::PrioritySite& row) {
    Json classes = Json::object();
    for (const auto& [label, number] : row.classes) {
        classes[label] = number;
    }
    Json json = {
        {"rank", row.rank},
        {"id", row.place.id},
        {"name", row.place.name},
        {"kind", row.place.kind},
        {"commune", row.place.commune ? Json(project.territory->communes[*row.place.commune].code) : Json()},
        {"x", row.place.position.x},
        {"y", row.place.position.y},
        {"gain", row.gain},
        {"cumulative_share", row.cumulative_share},
        {"inhabitants", row.inhabitants_gained},
        {"road_m", row.road_gained_m},
        {"units", row.units.size()},
        {"units_by_class", classes},
        {"cost", row.place.cost_eur},
        {"cumulative_cost", row.cumulative_cost_eur},
        {"reach_m", row.place.reach_m},
        {"azimuth_deg", row.place.azimuth_deg ? Json(*row.place.azimuth_deg) : Json()},
        {"field_deg", row.place.azimuth_deg ? row.place.field_deg : 360},
        {"seen_m2", geo::geodesic_area_m2(project.territory->epsg, row.ground)},
        {"loss_if_removed", row.loss_if_removed},
        {"year", row.year > 0 ? Json(row.year) : Json()},
        {"reasons", row.reasons}};
    if (row.runner_up) {
        json["runner_up"] = row.runner_up->id;
        json["loss_with_runner_up"] = row.loss_with_runner_up;
        json["equal_places"] = row.equals;
    }
    return json;
}

} // namespace

plan::Released planned(const Console& console, const RankOptions& options) {
    return searched(console, restricted(chosen(options), kSubject), options);
}

nlohmann::ordered_json scheme_json(const plan::Released& c) {
    const plan::Scheme& scheme = *c.scheme();
    const bool is_target = scheme.params.plan.target_share > 0;
    const bool has_years = !scheme.params.plan.phases.empty();
    // Value and bound are of what was asked for, in one unit.
    Json json = {{"mention", report::mention(c.project(), c.results().date)},
                 {"date", to_iso(c.results().date)},
                 {"unit", is_target   ? "EUR"
                          : has_years ? "weight, mean of the years"
                                      : "weight"},
                 {"value", is_target ? scheme.cost_eur() : scheme.weight_covered_mean},
                 {"bound", is_target ? scheme.cost_bound_eur : scheme.upper_bound},
                 {"weight_after", scheme.weight_covered_after},
                 {"mean_of_years", scheme.weight_covered_mean},
                 {"gap", scheme.proven_gap()},
                 {"proved", scheme.is_proved},
                 {"stopped", scheme.is_stopped},
                 {"seconds", scheme.seconds},
                 {"weight_total", scheme.weight_total},
                 {"weight_before", scheme.weight_covered_before},
                 {"cameras_lost", scheme.cameras_lost},
                 {"views", scheme.params.plan.has_views},
                 {"cost", scheme.cost_eur()}};
    if (is_target) {
        json["cost_bound"] = scheme.cost_bound_eur;
    }
    json["best_set"] = {{"value", scheme.weight_covered_best}, {"sites", scheme.best}};
    json["sites"] = Json::array();
    for (const plan::PrioritySite& row : scheme.sites) {
        json["sites"].push_back(site_json(c.project(), row));
    }
    json["curve"] = Json::array();
    for (const plan::SchemePoint& point : scheme.curve) {
        json["curve"].push_back({{"sites", point.sites},
                                 {"cost", point.cost_eur},
                                 {"budget", point.budget_eur > 0 ? Json(point.budget_eur) : Json()},
                                 {"share", point.share},
                                 {"best_share", point.best_share},
                                 {"bound_share", point.bound_share},
                                 {"proved", point.is_proved}});
    }
    return json;
}

void print_curve(const plan::Scheme& scheme, std::ostream& out) {
    if (scheme.curve.empty()) {
        return;
    }
    const domain::Scenario& plan = scheme.params.plan;
    out << "Budget et couverture (sites, coût HT"
        << (plan.phases.empty() ? "" : ", budget de toutes les années")
        << ", liste, meilleur ensemble, borne)\n";
    if (!plan.phases.empty()) {
        out << "  une part de chaque budget annuel ; couverture en moyenne des années\n";
    }
    if (plan.backup_share > 0) {
        out << fmt::format("  un poids vu deux fois compte {} fois\n", to_french(1 + plan.backup_share, 2));
    }
    const auto percent = [](double share) { return to_french(100 * share, 2) + " %"; };
    for (const plan::SchemePoint& point : scheme.curve) {
        const std::string money = plan.phases.empty() ? "" : to_french(point.budget_eur, 0) + " € ; ";
        out << fmt::format("  {:>4} ; {} € ; {}{} ; {} ; {}\n", point.sites, to_french(point.cost_eur, 0),
                           money, percent(point.share), percent(point.best_share),
                           percent(point.bound_share));
    }
}

void write_json(const Json& json, std::ostream& out) {
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

} // namespace maillage::cli
