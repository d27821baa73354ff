// solve.cpp: published instances and other people's data through the same solver, without a project.
#include "cli/verbs.h"

#include "analysis/max_cover.h"
#include "analysis/priority_order.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "io/read_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace maillage::cli {
namespace {

using analysis::CoverInstance;

struct Points {
    std::vector<std::string> ids;
    std::vector<analysis::PlanePoint> at;
    std::vector<double> values; ///< cost or weight
};

std::optional<std::size_t> column(const geo::Table& table, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (fold_name(table.columns[i].name) == name) {
                return i;
            }
        }
    }
    return std::nullopt;
}

double needed(const geo::Feature& row, std::size_t at, const std::string& source, const std::string& name) {
    const auto value = geo::to_number(row.values[at]);
    if (!value) {
        throw InputError(fmt::format("{}, ligne {}, colonne {} : nombre attendu", source, row.row, name));
    }
    return *value;
}

Points read_points(const std::filesystem::path& path, std::initializer_list<const char*> value_names) {
    Progress progress;
    const geo::Table table = io::read_table(path, {}, progress).table;
    const std::string source = path.filename().string();
    const auto x = column(table, {"x", "xl93", "lambertx"});
    const auto y = column(table, {"y", "yl93", "lamberty"});
    if (!x || !y) {
        throw InputError(source + " : colonnes x et y attendues, en mètres");
    }
    const auto id = column(table, {"id", "identifiant", "code", "nom"});
    const auto value = column(table, value_names);
    Points points;
    for (const geo::Feature& row : table.features) {
        points.ids.push_back(id ? geo::to_text(row.values[*id]) : std::to_string(row.row));
        points.at.push_back({needed(row, *x, source, "x"), needed(row, *y, source, "y")});
        points.values.push_back(value ? needed(row, *value, source, table.columns[*value].name) : 1);
    }
    return points;
}

CoverInstance instance_of(const SolveOptions& options) {
    const Points candidates = read_points(options.candidates, {"cout", "cost", "prix"});
    const Points demand = read_points(options.demand.empty() ? options.candidates : options.demand,
                                      {"poids", "weight", "demande", "demand", "population"});
    CoverInstance instance;
    for (std::size_t i = 0; i < candidates.ids.size(); ++i) {
        instance.candidates.push_back({candidates.ids[i], candidates.values[i], -1, analysis::CandidateRule::free});
    }
    for (const double weight : demand.values) {
        instance.demand.push_back({weight, -1, 0});
    }
    cover_by_radius(instance, candidates.at, demand.at, options.radius);
    return instance;
}

analysis::CoverProblem problem_of(const SolveOptions& options) {
    analysis::CoverProblem problem;
    if (options.count > 0) {
        problem.most_sites = static_cast<double>(options.count);
    }
    if (options.budget > 0) {
        problem.budget = options.budget;
    }
    if (options.target > 0) {
        problem.goal = analysis::CoverGoal::least_cost;
        problem.target_weight = options.target;
    }
    if (!problem.most_sites && !problem.budget && options.target <= 0) {
        throw InputError("indiquer --count, --budget ou --target");
    }
    return problem;
}

} // namespace

void solve(const Console& console, const SolveOptions& options) {
    if (!(options.radius > 0)) {
        throw InputError("--radius : rayon de couverture en mètres attendu");
    }
    const CoverInstance instance = instance_of(options);
    const analysis::CoverProblem problem = problem_of(options);
    analysis::CoverLimits limits;
    limits.seconds = options.seconds;
    limits.threads = 0;
    Progress progress;
    const analysis::CoverAnswer answer = analysis::solve_cover(instance, problem, limits, progress);
    const auto order = analysis::greedy_order(instance, problem, answer.sites);
    const auto sites = analysis::explain_order(instance, problem, order);
    if (options.format == "json") {
        nlohmann::ordered_json out = {{"value", answer.value}, {"bound", answer.bound}, {"gap", answer.gap()}, {"proved", answer.is_proved},
                                      {"covered", answer.covered}, {"cost", answer.cost}, {"sites", nlohmann::ordered_json::array()}};
        for (const analysis::SiteReport& site : sites) {
            out["sites"].push_back({{"id", instance.candidates[site.candidate].id}, {"gain", site.gain}, {"cumulative", site.cumulative},
                                    {"loss_if_removed", site.loss_if_removed}});
        }
        console.out << out.dump(1) << '\n';
        return;
    }
    if (options.format != "text") {
        throw InputError("format inconnu : « " + options.format + " » (text ou json)");
    }
    console.out << fmt::format("valeur {} ; borne {} ; écart prouvé {} % ; {}\n", to_french(answer.value, 2), to_french(answer.bound, 2),
                               to_french(100 * answer.gap(), 3), answer.is_proved ? "optimum prouvé" : "meilleure liste connue");
    for (std::size_t i = 0; i < sites.size(); ++i) {
        console.out << fmt::format("{:>4}. {} : gain {}, cumul {}\n", i + 1, instance.candidates[sites[i].candidate].id,
                                   to_french(sites[i].gain, 2), to_french(sites[i].cumulative, 2));
    }
}

} // namespace maillage::cli
