#include "plan/scheme.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cover/max_cover.h"
#include "cover/priority_order.h"
#include "plan/candidate_cover.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

namespace maillage::plan {
namespace {

/// Enough to prove the list of an ordinary département in a second; a larger one gets an honest gap.
constexpr long kNodes = 20'000;
constexpr std::size_t kMostCurvePoints = 12;

struct Seen {
    std::vector<std::uint8_t> times; ///< by cameras that stay, one a demand unit
    std::vector<bool> is_seen;
    std::int64_t cameras_lost = 0;
};

/// Cameras that may film today but not at the horizon are taken out.
Seen seen_until(const domain::Project& project, const analysis::Gaps& gaps,
                const std::optional<Date>& horizon) {
    Seen seen;
    seen.times.resize(gaps.units.size());
    seen.is_seen.resize(gaps.units.size());
    std::vector<analysis::Legality> then;
    if (horizon) {
        if (*horizon < gaps.date) {
            throw InputError("l'horizon du plan précède la date de référence");
        }
        then = analysis::legalities(project, analysis::standings(project, *horizon));
        const std::vector<analysis::Legality> now =
            analysis::legalities(project, analysis::standings(project, gaps.date));
        for (std::size_t i = 0; i < now.size(); ++i) {
            seen.cameras_lost +=
                now[i] == analysis::Legality::valid && then[i] != analysis::Legality::valid ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        const auto stays = [&](std::uint32_t camera) {
            return then.empty() || then[camera] == analysis::Legality::valid;
        };
        const auto count = std::ranges::count_if(gaps.coverage[i].cameras, stays);
        seen.times[i] = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(count, 255));
        seen.is_seen[i] = then.empty() ? gaps.coverage[i].central : count > 0;
        seen.times[i] = std::max<std::uint8_t>(seen.times[i], seen.is_seen[i] ? 1 : 0);
    }
    return seen;
}

/// What the solver is given, and what its numbers mean.
struct Setup {
    std::vector<PlanCandidate> candidates; ///< one a candidate
    std::vector<std::uint32_t> units;      ///< one a demand row
    cover::CoverInstance instance;
    cover::CoverProblem problem;
    std::vector<domain::PlanPhase> phases;
    std::optional<sight::Walls> walls; ///< when a candidate covers only what it sees
};

cover::CandidateRule rule_of(const domain::Scenario& plan, const std::string& id) {
    if (std::ranges::find(plan.pinned, id) != plan.pinned.end()) {
        return cover::CandidateRule::compulsory;
    }
    return std::ranges::find(plan.forbidden, id) != plan.forbidden.end() ? cover::CandidateRule::forbidden
                                                                         : cover::CandidateRule::free;
}

analysis::Grouping grouping_of(const std::string& word) {
    static const std::map<std::string, analysis::Grouping, std::less<>> kWords = {
        {"commune", analysis::Grouping::commune}, {"zone", analysis::Grouping::zone},
        {"unit", analysis::Grouping::unit},       {"council", analysis::Grouping::council},
        {"epci", analysis::Grouping::epci},       {"arrondissement", analysis::Grouping::arrondissement}};
    return kWords.at(word); // parse_floor let nothing else through
}

/// False for what has no EPCI, council... and for what lies outside: nobody is owed a floor there.
bool is_group(const std::string& key) {
    return !key.empty() && key != analysis::kOutsideTerritory;
}

/// Zones of candidates and demand, for the floors; all floors speak of one grouping, because a place has one
/// zone here.
void add_floors(const domain::Scenario& plan, const analysis::Gaps& gaps, const analysis::GroupKeys& keys,
                Setup& setup) {
    std::vector<domain::PlanFloor> floors;
    for (const std::string& text : plan.floors) {
        floors.push_back(domain::parse_floor(text));
        if (floors.back().grouping != floors.front().grouping) {
            throw InputError(fmt::format(
                "plancher « {} » : tous les planchers doivent porter sur le même découpage (ici {})", text,
                floors.front().grouping));
        }
    }
    if (floors.empty()) {
        return;
    }
    const analysis::Grouping grouping = grouping_of(floors.front().grouping);
    std::vector<std::string> of_candidate;
    std::vector<std::string> of_unit;
    std::map<std::string, std::string> names;
    const auto note = [&](analysis::GroupKey key, std::vector<std::string>& list) {
        names.emplace(key.key, key.name);
        list.push_back(std::move(key.key));
    };
    for (const PlanCandidate& candidate : setup.candidates) {
        note(keys.of_place(grouping, candidate.position, candidate.commune), of_candidate);
    }
    for (const std::uint32_t unit : setup.units) {
        note(keys.of_place(grouping, gaps.units[unit].position, gaps.units[unit].commune), of_unit);
    }
    std::map<std::string, std::int32_t> index;
    for (const auto& [key, name] : names) {
        index.emplace(key, static_cast<std::int32_t>(setup.instance.zones.size()));
        setup.instance.zones.push_back(name);
    }
    std::vector<double> weight(setup.instance.zones.size());
    for (std::size_t j = 0; j < of_candidate.size(); ++j) {
        setup.instance.candidates[j].zone = index.at(of_candidate[j]);
    }
    for (std::size_t i = 0; i < of_unit.size(); ++i) {
        setup.instance.demand[i].zone = index.at(of_unit[i]);
        weight[static_cast<std::size_t>(index.at(of_unit[i]))] += setup.instance.demand[i].weight;
    }
    std::vector<double> free_sites(setup.instance.zones.size());
    for (const cover::CoverCandidate& candidate : setup.instance.candidates) {
        free_sites[static_cast<std::size_t>(candidate.zone)] +=
            candidate.rule == cover::CandidateRule::forbidden ? 0 : 1;
    }
    const auto add = [&](std::int32_t zone, double least_sites, double least_share) {
        setup.problem.floors.push_back(
            {zone, least_sites, least_share * weight[static_cast<std::size_t>(zone)]});
    };
    for (std::size_t k = 0; k < floors.size(); ++k) {
        if (floors[k].key == domain::kEveryGroup) { // those with a line of their own keep to it
            for (const auto& [key, zone] : index) {
                const double sites = free_sites[static_cast<std::size_t>(zone)];
                if (is_group(key) && sites > 0 &&
                    std::ranges::count(floors, key, &domain::PlanFloor::key) == 0) {
                    add(zone, std::min(floors[k].least_sites, sites), floors[k].least_share);
                }
            }
            continue;
        }
        const auto at = index.find(floors[k].key);
        if (at == index.end()) {
            std::vector<std::string> known;
            for (const auto& [key, name] : names) {
                if (is_group(key)) {
                    known.push_back(key);
                }
            }
            throw InputError(
                fmt::format("plancher « {} », ligne {} : « {} » n'a ni candidat ni demande (connus : {})",
                            plan.floors[k], k + 1, floors[k].key, join(known, ", ")));
        }
        add(at->second, floors[k].least_sites, floors[k].least_share);
    }
}

void check_amounts(const domain::Scenario& plan) {
    const auto check = [](double value, double most, const char* what) {
        if (!(value >= 0 && value <= most)) {
            throw InputError(fmt::format("{} : {} n'a pas de sens", what, value));
        }
    };
    check(static_cast<double>(plan.count), 1e9, "nombre de sites");
    check(plan.budget_eur, 1e12, "budget");
    check(plan.target_share, 1, "part du poids à couvrir");
    check(plan.backup_share, 1, "part gagnée par une seconde vue");
    for (const std::string& id : plan.pinned) {
        if (std::ranges::find(plan.forbidden, id) != plan.forbidden.end()) {
            throw InputError(fmt::format("site {} : à la fois imposé et exclu", id));
        }
    }
}

void ask(const domain::Scenario& plan, double weight_total, Setup& setup) {
    cover::CoverProblem& problem = setup.problem;
    setup.phases = domain::parse_phases(plan.phases);
    if (plan.count > 0) {
        problem.most_sites = static_cast<double>(plan.count);
    }
    if (plan.budget_eur > 0) {
        problem.budget = plan.budget_eur;
    }
    for (const domain::PlanPhase& phase : setup.phases) {
        problem.phases.push_back({std::to_string(phase.year), phase.budget_eur});
    }
    problem.backup_share = plan.backup_share;
    if (plan.target_share > 0) {
        if (plan.backup_share > 0 || !setup.phases.empty()) {
            throw InputError("une part à atteindre ne se combine ni avec une seconde vue ni avec des phases");
        }
        problem.goal = cover::CoverGoal::least_cost;
        problem.target_weight = plan.target_share * weight_total;
    } else if (!problem.most_sites && !problem.budget && problem.phases.empty()) {
        throw InputError("indiquer un nombre de sites, un budget, des phases ou une part à atteindre");
    }
}

void add_cover(const domain::Project& project, const domain::Scenario& plan,
               const std::vector<geo::Point>& demand, Setup& setup, Progress& progress) {
    if (plan.has_views) {
        if (project.buildings->empty() && project.relief->columns == 0) {
            throw InputError("vues derrière le bâti : le projet n'a ni bâtiments ni relief (maillage import "
                             "PROJET buildings FICHIER)");
        }
        setup.walls.emplace(analysis::building_walls(*project.buildings));
    }
    std::vector<std::optional<std::uint32_t>> row_of_site(project.sites->size());
    for (std::size_t row = 0; row < setup.units.size(); ++row) {
        if (setup.units[row] < row_of_site.size()) { // units of sites come first, in the order of the project
            row_of_site[setup.units[row]] = static_cast<std::uint32_t>(row);
        }
    }
    std::vector<std::optional<std::uint32_t>> own_rows;
    for (const PlanCandidate& candidate : setup.candidates) {
        own_rows.push_back(candidate.site ? row_of_site[*candidate.site] : std::nullopt);
    }
    cover_by_candidates(setup.instance,
                        {project, setup.candidates, demand, own_rows, setup.walls ? &*setup.walls : nullptr},
                        progress);
}

Setup set_up(const domain::Project& project, const analysis::Gaps& gaps, const domain::Scenario& plan,
             const Seen& seen, const analysis::GroupKeys& keys, Progress& progress) {
    Setup setup;
    setup.candidates = plan_candidates(project, gaps, plan, seen.is_seen, keys);
    std::vector<geo::Point> demand;
    for (const PlanCandidate& candidate : setup.candidates) {
        setup.instance.candidates.push_back(
            {candidate.id, candidate.cost_eur, -1, rule_of(plan, candidate.id)});
    }
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        const analysis::DemandUnit& unit = gaps.units[i];
        if (unit.position && unit.weight > 0) {
            setup.units.push_back(static_cast<std::uint32_t>(i));
            setup.instance.demand.push_back({unit.weight, -1, seen.times[i]});
            demand.push_back(*unit.position);
        }
    }
    add_cover(project, plan, demand, setup, progress);
    add_floors(plan, gaps, keys, setup);
    return setup;
}

void count_classes(const domain::Project& project, const analysis::Gaps& gaps, PrioritySite& row) {
    std::map<std::string, std::int64_t> by_class;
    for (const std::uint32_t unit : row.units) {
        if (gaps.units[unit].kind == analysis::UnitKind::site) {
            by_class[(*project.sites)[gaps.units[unit].index].site_class] += 1;
        }
    }
    for (const domain::SiteClass& site_class : project.settings.site_classes) {
        if (const auto it = by_class.find(site_class.key); it != by_class.end()) {
            row.classes.emplace_back(site_class.label, it->second);
        }
    }
}

std::string reasons_of(const domain::Project& project, const analysis::Gaps& gaps, const PrioritySite& row,
                       bool has_views) {
    std::string classes;
    for (const auto& [label, number] : row.classes) {
        classes += (classes.empty() ? "" : ", ") + label + (number > 1 ? fmt::format(" ({})", number) : "");
    }
    std::vector<std::string> parts;
    if (!classes.empty()) {
        parts.push_back(classes);
    }
    if (row.inhabitants_gained > 0) {
        const bool is_imputed = std::ranges::any_of(row.units, [&](std::uint32_t unit) {
            return gaps.units[unit].kind == analysis::UnitKind::cell &&
                   (*project.cells)[gaps.units[unit].index].is_imputed;
        });
        parts.push_back(to_french(row.inhabitants_gained, 0) +
                        (is_imputed ? " hab. (valeur imputée)" : " hab."));
    }
    if (row.road_gained_m > 0) {
        parts.push_back(to_french(row.road_gained_m, 0) + " m de route");
    }
    std::string text = parts.empty() ? "" : "couvre " + join(parts, " et ");
    if (row.place.site) { // units of sites come first, in the order of the project
        text += fmt::format("{}poids {} ; {}", text.empty() ? "" : " ; ", gaps.units[*row.place.site].reasons,
                            analysis::explain(project, gaps, *row.place.site));
    }
    text = text.empty() ? "imposé" : text;
    if (row.equals > 0) {
        text += fmt::format(" ; à égalité avec {} autre{} lieu{}", to_french(row.equals),
                            row.equals > 1 ? "s" : "", row.equals > 1 ? "x" : "");
    }
    const std::string reach = reach_text(project.settings, row.place, has_views);
    return text + (reach.empty() ? "" : " ; " + reach);
}

std::vector<PrioritySite> lines_of(const domain::Project& project, const analysis::Gaps& gaps,
                                   const Setup& setup, const cover::PriorityList& found) {
    std::map<std::uint32_t, int> year;
    for (std::size_t k = 0; k < found.best.phase.size(); ++k) {
        year[found.best.sites[k]] = setup.phases[found.best.phase[k]].year;
    }
    std::vector<PrioritySite> lines;
    for (const cover::SiteReport& report : found.sites) {
        PrioritySite row;
        row.rank = static_cast<int>(lines.size()) + 1;
        row.place = setup.candidates[report.candidate];
        row.gain = report.gain;
        row.cumulative_cost_eur = report.cumulative_cost;
        row.loss_if_removed = report.loss_if_removed;
        if (report.runner_up) {
            row.runner_up = setup.candidates[*report.runner_up];
            row.loss_with_runner_up = report.loss_with_runner_up;
            row.equals = report.equals;
        }
        const auto opened = year.find(report.candidate);
        row.year = opened == year.end() ? 0 : opened->second;
        for (const std::uint32_t demand : report.rows) {
            row.units.push_back(setup.units[demand]);
            row.inhabitants_gained += gaps.units[setup.units[demand]].inhabitants;
            row.road_gained_m += gaps.units[setup.units[demand]].length_m;
        }
        count_classes(project, gaps, row);
        row.ground = ground_of(project, row.place, setup.walls ? &*setup.walls : nullptr);
        row.reasons = reasons_of(project, gaps, row, setup.walls.has_value());
        lines.push_back(std::move(row));
    }
    return lines;
}

/// Lines of the list at which the curve is drawn: few, evenly spread, the last one among them.
std::vector<std::size_t> curve_lines(std::size_t lines) {
    std::set<std::size_t> chosen;
    const std::size_t points = std::min(lines, kMostCurvePoints);
    for (std::size_t k = 1; k <= points; ++k) {
        chosen.insert(k * lines / points);
    }
    return {chosen.begin(), chosen.end()};
}

/// Best sets for the first amounts of `left` that can pay for what is compulsory; those that cannot are
/// dropped.
std::vector<cover::CurvePoint> curve_from(const Setup& setup, std::span<const double>& left,
                                          cover::CoverLimits limits, Progress& progress) {
    if (!setup.problem.floors.empty() || !setup.phases.empty()) {
        limits.nodes =
            kNodes / 100; // no split by parts there, a dozen points, and a bound is shown beside each
    }
    while (!left.empty()) {
        try {
            return cover::cover_curve(setup.instance, setup.problem, left, limits, progress);
        } catch (const InputError&) { // the smallest amount: floors and imposed sites need more
            left = left.subspan(1);
        }
    }
    return {};
}

/// An amount at which the curve is drawn, and what the list makes of it.
struct ListAt {
    double amount = 0; ///< sites or money
    std::size_t lines = 0;
    double cost_eur = 0;
    double share = 0;
};

std::vector<ListAt> by_lines(const Setup& setup, const Scheme& result) {
    std::vector<ListAt> points;
    for (const std::size_t count : curve_lines(result.sites.size())) {
        const PrioritySite& last = result.sites[count - 1];
        const double amount = setup.problem.budget ? last.cumulative_cost_eur : static_cast<double>(count);
        points.push_back({amount, count, last.cumulative_cost_eur, last.cumulative_share});
    }
    return points;
}

/// What the lines earn that `part` of each year's money buys, in the order of the list; the mean over the
/// years.
ListAt bought_with(double part, const Setup& setup, const cover::PriorityList& found) {
    std::map<std::uint32_t, std::uint32_t> phase_of;
    for (std::size_t k = 0; k < found.best.sites.size(); ++k) {
        phase_of[found.best.sites[k]] = found.best.phase[k];
    }
    std::vector<int> times;
    for (const cover::CoverDemand& row : setup.instance.demand) {
        times.push_back(row.already_seen);
    }
    ListAt bought;
    double value = 0;
    double sum = 0;
    for (std::uint32_t year = 0; year < setup.phases.size(); ++year) {
        double purse = part * setup.phases[year].budget_eur * (1 + 1e-12);
        for (const cover::SiteReport& line : found.sites) {
            if (phase_of.at(line.candidate) != year || line.cost > purse) {
                continue;
            }
            purse -= line.cost;
            bought.cost_eur += line.cost;
            ++bought.lines;
            for (const std::uint32_t row : setup.instance.covered_by(line.candidate)) {
                const double weight = setup.instance.demand[row].weight;
                value += times[row] == 0 ? weight : times[row] == 1 ? weight * setup.problem.backup_share : 0;
                ++times[row];
            }
        }
        sum += value;
    }
    bought.share = sum / static_cast<double>(setup.phases.size());
    return bought;
}

std::vector<ListAt> by_budgets(const Setup& setup, const cover::PriorityList& found, const Scheme& result) {
    constexpr int kParts = 10;
    double whole = 0;
    for (const domain::PlanPhase& phase : setup.phases) {
        whole += phase.budget_eur;
    }
    std::vector<ListAt> points;
    for (int k = 1; k <= kParts; ++k) {
        points.push_back(bought_with(static_cast<double>(k) / kParts, setup, found));
        points.back().amount = whole * k / kParts;
        points.back().share = (result.weight_covered_before + points.back().share) / result.weight_total;
    }
    return points;
}

/// Pre-condition: a list for a number of sites, a budget or budgets by year.
void add_curve(const Setup& setup, const cover::PriorityList& found, const cover::CoverLimits& limits,
               Progress& progress, Scheme& result) {
    const bool has_years = !setup.phases.empty();
    const std::vector<ListAt> points = has_years ? by_budgets(setup, found, result) : by_lines(setup, result);
    std::vector<double> amounts;
    for (const ListAt& point : points) {
        amounts.push_back(point.amount);
    }
    std::span<const double> left = amounts;
    std::vector<cover::CurvePoint> best;
    try {
        best = curve_from(setup, left, limits, progress);
    } catch (const Cancelled&) { // the list is there; whoever stopped the search does without its curve
        result.is_stopped = true;
        return;
    }
    // Part of a list with floors or imposed sites need not keep them: it is no set that the best is one of.
    const bool is_free = setup.problem.floors.empty() && (!has_years || result.params.plan.pinned.empty());
    const double years = has_years ? static_cast<double>(setup.phases.size()) : 1;
    for (std::size_t k = 0; k < best.size(); ++k) {
        const ListAt& at = points[points.size() - left.size() + k];
        const auto share = [&](double value) {
            return (result.weight_covered_before + value / years) / result.weight_total;
        };
        const double best_share = is_free ? std::max(share(best[k].value), at.share) : share(best[k].value);
        result.curve.push_back({at.lines, at.cost_eur, setup.problem.budget || has_years ? at.amount : 0,
                                at.share, best_share, std::max(share(best[k].bound), best_share),
                                best[k].is_proved});
    }
}

void take(const Setup& setup, const cover::PriorityList& found, Scheme& result) {
    double covered = result.weight_covered_before;
    for (PrioritySite& row : result.sites) {
        covered += row.gain;
        row.cumulative_share = result.weight_total > 0 ? covered / result.weight_total : 0;
    }
    const bool is_target = setup.problem.goal == cover::CoverGoal::least_cost;
    result.weight_covered_after = result.weight_covered_mean = covered;
    for (const std::uint32_t site : found.best.sites) {
        result.best.push_back(setup.candidates[site].id);
    }
    result.is_proved = found.best.is_proved;
    result.is_stopped = found.best.is_stopped;
    result.seconds = found.best.seconds;
    if (is_target) {
        result.cost_bound_eur = found.best.bound;
        result.weight_covered_best = result.upper_bound = covered; // the bound is that of the cost
        return;
    }
    if (!setup.phases.empty()) { // the value is a sum over the years
        const auto years = static_cast<double>(setup.phases.size());
        result.weight_covered_mean = result.weight_covered_best =
            result.weight_covered_before + found.best.value / years;
        result.upper_bound =
            std::max(result.weight_covered_mean, result.weight_covered_before + found.best.bound / years);
        return;
    }
    result.weight_covered_best = result.weight_covered_before + found.best.value;
    result.upper_bound =
        std::max({covered, result.weight_covered_best, result.weight_covered_before + found.best.bound});
}

bool is_all_seen(const Setup& setup) {
    return std::ranges::all_of(setup.instance.demand,
                               [](const cover::CoverDemand& row) { return row.already_seen > 0; });
}

std::string no_candidate(const domain::Scenario& plan) {
    return fmt::format(
        "aucun site candidat : « {} »{} n'en donne aucun, alors que des lieux ne sont pas couverts "
        "(choix possibles : uncovered, sites, given, entries, junctions, mesh-qpv, mesh-perimeters)",
        join(plan.candidates, ", "), plan.is_police_only ? " en zone police" : "");
}

cover::CoverLimits limits_of(const SchemeParams& params, Progress& progress, double weight_before) {
    cover::CoverLimits limits;
    limits.nodes = kNodes;
    limits.seconds = params.seconds;
    limits.relative_gap = params.relative_gap;
    limits.threads = 0;
    limits.news = [&progress, &plan = params.plan, weight_before](const cover::CoverNews& news) {
        if (!progress.is_cancelled()) {
            progress.report(0.5, search_text(plan, news.value, news.bound, weight_before));
        }
    };
    return limits;
}

} // namespace

std::string search_text(const domain::Scenario& plan, double value, double bound, double weight_before) {
    if (plan.target_share > 0) {
        return fmt::format("coût {} €, borne {} €", to_french(value, 0), to_french(bound, 0));
    }
    const double years = plan.phases.empty() ? 1 : static_cast<double>(plan.phases.size());
    const std::string best = to_french(weight_before + value / years, 1);
    const std::string most = to_french(weight_before + bound / years, 1);
    return plan.phases.empty() ? fmt::format("poids couvert {}, borne {}", best, most)
                               : fmt::format("poids couvert en moyenne des années {}, borne {}", best, most);
}

double Scheme::proven_gap() const {
    if (params.plan.target_share > 0) {
        return cost_eur() > 0 ? std::max(0.0, (cost_eur() - cost_bound_eur) / cost_eur()) : 0;
    }
    return upper_bound > 0 ? std::max(0.0, (upper_bound - weight_covered_mean) / upper_bound) : 0;
}

Scheme scheme(const domain::Project& project, const analysis::Gaps& gaps, const SchemeParams& params,
              Progress& progress) {
    progress.report(0, "classement des sites");
    const domain::Scenario& plan = params.plan;
    check_amounts(plan);
    const analysis::GroupKeys keys(project, gaps.date);
    const Seen seen = seen_until(project, gaps, plan.horizon);
    Scheme result;
    result.params = params;
    result.cameras_lost = seen.cameras_lost;
    result.weight_total = gaps.total().weight;
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        // What two cameras see already has earned its second view.
        const double times = seen.times[i] > 1 ? 1 + plan.backup_share : seen.is_seen[i] ? 1 : 0;
        result.weight_covered_before += times * gaps.units[i].weight;
    }
    result.weight_covered_after = result.weight_covered_mean = result.weight_covered_best =
        result.upper_bound = result.weight_covered_before;
    Setup setup = set_up(project, gaps, plan, seen, keys, progress);
    result.communes = priority_communes({project, gaps, setup.walls ? &*setup.walls : nullptr}, plan,
                                        seen.is_seen, keys, progress);
    ask(plan, result.weight_total, setup);
    if (setup.candidates.empty() && is_all_seen(setup) &&
        setup.problem.goal == cover::CoverGoal::most_weight && setup.problem.floors.empty()) {
        result.is_proved = true;
        return result; // everything that has a place is covered already
    }
    if (setup.candidates.empty()) {
        throw InputError(no_candidate(plan));
    }
    const cover::CoverLimits limits = limits_of(params, progress, result.weight_covered_before);
    const cover::PriorityList found = cover::priority_list(setup.instance, setup.problem, limits, progress);
    result.sites = lines_of(project, gaps, setup, found);
    take(setup, found, result);
    const bool may_draw = setup.problem.goal == cover::CoverGoal::most_weight && !result.sites.empty() &&
                          result.weight_total > 0;
    if (params.has_curve && may_draw && !progress.is_cancelled()) {
        add_curve(setup, found, limits, progress, result);
    }
    if (!progress.is_cancelled()) {
        progress.report(1, "classement des sites");
    }
    return result;
}

} // namespace maillage::plan
