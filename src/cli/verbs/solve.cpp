// solve.cpp: published instances and other people's data through the same solver, without a project
#include "base/error.h"
#include "base/number.h"
#include "cli/computed.h"
#include "cli/read_instance.h"
#include "cli/verb.h"
#include "cli/watched.h"
#include "cover/max_cover.h"
#include "cover/priority_order.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace maillage::cli {
namespace {

/// A bare maximum-coverage instance, without a project: see read_instance.h for the forms.
struct SolveOptions {
    InstanceFiles files;
    double threshold = 0;                         ///< of a matrix or pairs: another word for the radius
    std::vector<std::string> required, forbidden; ///< candidate ids
    double backup = 0;
    double gap = 0; ///< percent
    std::int64_t count = 0;
    double budget = 0;
    double target = 0;
    double seconds = 60;
    std::string format = "text";
};

using cover::CoverInstance;

InstanceFiles files_of(const SolveOptions& options) {
    InstanceFiles files = options.files;
    files.radius = files.radius > 0 ? files.radius : options.threshold;
    return files;
}

void impose(CoverInstance& instance, const std::vector<std::string>& ids, cover::CandidateRule rule) {
    for (const std::string& id : ids) {
        const auto at = std::ranges::find(instance.candidates, id, &cover::CoverCandidate::id);
        if (at == instance.candidates.end()) {
            throw InputError("candidat inconnu : " + id);
        }
        if (at->rule != cover::CandidateRule::free) {
            throw InputError("candidat " + id + " : à la fois imposé et exclu, ou nommé deux fois");
        }
        at->rule = rule;
    }
}

cover::CoverProblem problem_of(const SolveOptions& options) {
    cover::CoverProblem problem;
    if (options.count < 0 || options.budget < 0 || options.target < 0) {
        throw InputError("--count, --budget et --target : positifs");
    }
    if (options.count > 0) {
        problem.most_sites = static_cast<double>(options.count);
    }
    if (options.budget > 0) {
        problem.budget = options.budget;
    }
    if (options.target > 0) {
        problem.goal = cover::CoverGoal::least_cost;
        problem.target_weight = options.target;
    }
    if (options.backup < 0 || options.backup > 1) {
        throw InputError("--backup : part entre 0 et 1");
    }
    problem.backup_share = options.backup;
    if (!problem.most_sites && !problem.budget && options.target <= 0) {
        throw InputError("indiquer --count, --budget ou --target");
    }
    return problem;
}

/// The chosen set in the order that covers most soonest, as a table for files.
geo::Table table_of(const CoverInstance& instance, const std::vector<cover::SiteReport>& sites) {
    using geo::ColumnType;
    geo::Table table;
    table.columns = {{"rang", ColumnType::integer, {}},  {"id", ColumnType::text, {}},
                     {"gain", ColumnType::real, {}},     {"cumul", ColumnType::real, {}},
                     {"cout", ColumnType::real, {}},     {"cumul_cout", ColumnType::real, {}},
                     {"perte", ColumnType::real, {}},    {"suivant", ColumnType::text, {}},
                     {"lignes", ColumnType::integer, {}}};
    for (const cover::SiteReport& site : sites) {
        const auto rank = static_cast<std::int64_t>(table.features.size()) + 1;
        const geo::Value runner_up =
            site.runner_up ? geo::Value(instance.candidates[*site.runner_up].id) : geo::Value();
        table.features.push_back({{rank, instance.candidates[site.candidate].id, site.gain, site.cumulative,
                                   site.cost, site.cumulative_cost, site.loss_if_removed, runner_up,
                                   static_cast<std::int64_t>(site.rows.size())},
                                  {},
                                  static_cast<long>(rank)});
    }
    return table;
}

void tell_solution(const Console& console, const SolveOptions& options) {
    CoverInstance instance = read_instance(files_of(options));
    impose(instance, options.required, cover::CandidateRule::compulsory);
    impose(instance, options.forbidden, cover::CandidateRule::forbidden);
    const cover::CoverProblem problem = problem_of(options);
    cover::CoverAnswer answer;
    run_watched(
        [&](Progress& progress) {
            cover::CoverLimits limits;
            limits.seconds = options.seconds;
            limits.relative_gap = options.gap / 100;
            limits.threads = 0;
            limits.news = [&progress](const cover::CoverNews& news) {
                if (!progress.is_cancelled()) {
                    progress.report(0.5, fmt::format("valeur {}, borne {}", to_french(news.value, 2),
                                                     to_french(news.bound, 2)));
                }
            };
            answer = cover::solve_cover(instance, problem, limits, progress);
        },
        console.err);
    const auto order = cover::greedy_order(instance, problem, answer.sites);
    const auto sites = cover::explain_order(instance, problem, order);
    if (options.format == "json") {
        nlohmann::ordered_json out = {
            {"value", answer.value},        {"bound", answer.bound},
            {"gap", answer.gap()},          {"proved", answer.is_proved},
            {"stopped", answer.is_stopped}, {"covered", answer.covered},
            {"cost", answer.cost},          {"nodes", answer.nodes},
            {"seconds", answer.seconds},    {"sites", nlohmann::ordered_json::array()}};
        for (const cover::SiteReport& site : sites) {
            nlohmann::ordered_json line = {{"id", instance.candidates[site.candidate].id},
                                           {"gain", site.gain},
                                           {"cumulative", site.cumulative},
                                           {"cost", site.cost},
                                           {"loss_if_removed", site.loss_if_removed},
                                           {"rows", site.rows.size()}};
            if (site.runner_up) {
                line["runner_up"] = instance.candidates[*site.runner_up].id;
                line["loss_with_runner_up"] = site.loss_with_runner_up;
            }
            out["sites"].push_back(std::move(line));
        }
        console.out << out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        return;
    }
    if (options.format == "csv") {
        print(table_of(instance, sites), "csv", console.out);
        return;
    }
    if (options.format != "text") {
        throw InputError("format inconnu : « " + options.format + " » (text, csv ou json)");
    }
    console.out << fmt::format("valeur {} ; borne {} ; écart prouvé {} % ; {}\n", to_french(answer.value, 2),
                               to_french(answer.bound, 2), to_french(100 * answer.gap(), 3),
                               answer.is_proved ? "optimum prouvé" : "meilleure liste connue");
    for (std::size_t i = 0; i < sites.size(); ++i) {
        console.out << fmt::format("{:>4}. {} : gain {}, cumul {}\n", i + 1,
                                   instance.candidates[sites[i].candidate].id, to_french(sites[i].gain, 2),
                                   to_french(sites[i].cumulative, 2));
    }
}

} // namespace

void add_solve(Shelf& shelf) {
    const auto w = std::make_shared<SolveOptions>();
    Verb verb = shelf.add("solve", "Résout une instance de couverture maximale, sans projet");
    verb.option("CANDIDATS", w->files.candidates,
                "Points (id, x, y, cout), texte SJC, paires ou matrice de distances")
        .required();
    verb.option("DEMANDE", w->files.demand,
                "Points : x, y, poids ; absents : les candidats. Avec une matrice : id, poids");
    verb.option("--radius", w->files.radius, "Rayon de couverture, dans l'unité de x et y");
    verb.option("--threshold", w->threshold, "Distance au plus, pour une matrice ou des paires");
    verb.option("--radius-column", w->files.radius_column,
                "Colonne du rayon propre à chaque candidat ; absente : reconnue à son nom (rayon, "
                "portee, radius...)");
    verb.option("--cost", w->files.cost_column, "Colonne des coûts");
    verb.option("--weight", w->files.weight_column, "Colonne des poids");
    verb.option("--require", w->required, "Candidats imposés").comma_separated();
    verb.option("--forbid", w->forbidden, "Candidats exclus").comma_separated();
    verb.option("--backup", w->backup, "Part du poids gagnée par une seconde vue, entre 0 et 1");
    verb.option("--gap", w->gap, "Écart prouvé qui suffit, en %");
    verb.option("--count", w->count, "Nombre de sites");
    verb.option("--budget", w->budget, "Budget, dans l'unité des coûts");
    verb.option("--target", w->target, "Poids à couvrir au moindre coût");
    verb.option("--time", w->seconds, "Limite en secondes");
    verb.option("--format", w->format, "text csv json");
    verb.runs([w](const Console& console) { tell_solution(console, *w); });
}

} // namespace maillage::cli
