#include "analysis/scheme.h"

#include "analysis/max_cover.h"
#include "analysis/priority_order.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

namespace maillage::analysis {
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
Seen seen_until(const domain::Project& project, const Gaps& gaps, const std::optional<Date>& horizon) {
    Seen seen;
    seen.times.resize(gaps.units.size());
    seen.is_seen.resize(gaps.units.size());
    std::vector<Legality> then;
    if (horizon) {
        if (*horizon < gaps.date) {
            throw InputError("l'horizon du plan précède la date de référence");
        }
        then = legalities(project, standings(*project.authorisations, *horizon));
        const std::vector<Legality> now = legalities(project, standings(*project.authorisations, gaps.date));
        for (std::size_t i = 0; i < now.size(); ++i) {
            seen.cameras_lost += now[i] == Legality::valid && then[i] != Legality::valid ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        const auto stays = [&](std::uint32_t camera) {
            return then.empty() || then[camera] == Legality::valid;
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
    CoverInstance instance;
    CoverProblem problem;
    std::vector<domain::PlanPhase> phases;
};

CandidateRule rule_of(const domain::Scenario& plan, const std::string& id) {
    if (std::ranges::find(plan.pinned, id) != plan.pinned.end()) {
        return CandidateRule::compulsory;
    }
    return std::ranges::find(plan.forbidden, id) != plan.forbidden.end() ? CandidateRule::forbidden
                                                                         : CandidateRule::free;
}

Grouping grouping_of(const std::string& word) {
    static const std::map<std::string, Grouping, std::less<>> kWords = {
        {"commune", Grouping::commune}, {"zone", Grouping::zone},
        {"unit", Grouping::unit},       {"council", Grouping::council},
        {"epci", Grouping::epci},       {"arrondissement", Grouping::arrondissement}};
    return kWords.at(word); // parse_floor let nothing else through
}

/// Zones of candidates and demand, for the floors; all floors speak of one grouping, because a place has one
/// zone here.
void add_floors(const domain::Scenario& plan, const Gaps& gaps, const GroupKeys& keys, Setup& setup) {
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
    const Grouping grouping = grouping_of(floors.front().grouping);
    std::vector<std::string> of_candidate;
    std::vector<std::string> of_unit;
    std::map<std::string, std::string> names;
    const auto note = [&](GroupKey key, std::vector<std::string>& list) {
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
    for (std::size_t k = 0; k < floors.size(); ++k) {
        const auto at = index.find(floors[k].key);
        if (at == index.end()) {
            std::vector<std::string> known;
            for (const auto& [key, name] : names) {
                known.push_back(key);
            }
            throw InputError(
                fmt::format("plancher « {} », ligne {} : « {} » n'a ni candidat ni demande (connus : {})",
                            plan.floors[k], k + 1, floors[k].key, join(known, ", ")));
        }
        setup.problem.floors.push_back(
            {at->second, floors[k].least_sites,
             floors[k].least_share * weight[static_cast<std::size_t>(at->second)]});
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
}

void ask(const domain::Scenario& plan, double weight_total, Setup& setup) {
    CoverProblem& problem = setup.problem;
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
        problem.goal = CoverGoal::least_cost;
        problem.target_weight = plan.target_share * weight_total;
    } else if (!problem.most_sites && !problem.budget && problem.phases.empty()) {
        throw InputError("indiquer un nombre de sites, un budget, des phases ou une part à atteindre");
    }
}

Setup set_up(const domain::Project& project, const Gaps& gaps, const domain::Scenario& plan, const Seen& seen,
             const GroupKeys& keys) {
    Setup setup;
    setup.candidates = plan_candidates(project, gaps, plan, seen.is_seen, keys);
    std::vector<PlanePoint> at;
    std::vector<PlanePoint> to;
    for (const PlanCandidate& candidate : setup.candidates) {
        setup.instance.candidates.push_back(
            {candidate.id, candidate.cost_eur, -1, rule_of(plan, candidate.id)});
        at.push_back({candidate.position.x, candidate.position.y});
    }
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        const DemandUnit& unit = gaps.units[i];
        if (unit.position && unit.weight > 0) {
            setup.units.push_back(static_cast<std::uint32_t>(i));
            setup.instance.demand.push_back({unit.weight, -1, seen.times[i]});
            to.push_back({unit.position->x, unit.position->y});
        }
    }
    cover_by_radius(setup.instance, at, to, project.settings.candidate_reach_m);
    add_floors(plan, gaps, keys, setup);
    return setup;
}

void count_classes(const domain::Project& project, const Gaps& gaps, PrioritySite& row) {
    std::map<std::string, std::int64_t> by_class;
    for (const std::uint32_t unit : row.units) {
        if (gaps.units[unit].kind == UnitKind::site) {
            by_class[(*project.sites)[gaps.units[unit].index].site_class] += 1;
        }
    }
    for (const domain::SiteClass& site_class : project.settings.site_classes) {
        if (const auto it = by_class.find(site_class.key); it != by_class.end()) {
            row.classes.emplace_back(site_class.label, it->second);
        }
    }
}

std::string reasons_of(const domain::Project& project, const Gaps& gaps, const PrioritySite& row) {
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
            return gaps.units[unit].kind == UnitKind::cell &&
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
                            explain(project, gaps, *row.place.site));
    }
    return text.empty() ? "imposé" : text;
}

std::vector<PrioritySite> lines_of(const domain::Project& project, const Gaps& gaps, const Setup& setup,
                                   const PriorityList& found) {
    std::map<std::uint32_t, int> year;
    for (std::size_t k = 0; k < found.best.phase.size(); ++k) {
        year[found.best.sites[k]] = setup.phases[found.best.phase[k]].year;
    }
    std::vector<PrioritySite> lines;
    for (const SiteReport& report : found.sites) {
        PrioritySite row;
        row.rank = static_cast<int>(lines.size()) + 1;
        row.place = setup.candidates[report.candidate];
        row.gain = report.gain;
        row.cumulative_cost_eur = report.cumulative_cost;
        row.loss_if_removed = report.loss_if_removed;
        if (report.runner_up) {
            row.runner_up = setup.candidates[*report.runner_up];
            row.loss_with_runner_up = report.loss_with_runner_up;
        }
        const auto opened = year.find(report.candidate);
        row.year = opened == year.end() ? 0 : opened->second;
        for (const std::uint32_t demand : report.rows) {
            row.units.push_back(setup.units[demand]);
            row.inhabitants_gained += gaps.units[setup.units[demand]].inhabitants;
            row.road_gained_m += gaps.units[setup.units[demand]].length_m;
        }
        count_classes(project, gaps, row);
        row.reasons = reasons_of(project, gaps, row);
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
std::vector<CurvePoint> curve_from(const Setup& setup, std::span<const double>& left, CoverLimits limits,
                                   Progress& progress) {
    if (!setup.problem.floors.empty()) {
        limits.nodes = kNodes / 10; // no split by parts there, and a dozen points
    }
    while (!left.empty()) {
        try {
            return cover_curve(setup.instance, setup.problem, left, limits, progress);
        } catch (const InputError&) { // the smallest amount: floors and imposed sites need more
            left = left.subspan(1);
        }
    }
    return {};
}

/// Pre-condition: a list for a number of sites or a budget, in one year and for one view.
void add_curve(const Setup& setup, const CoverLimits& limits, Progress& progress, Scheme& result) {
    const auto lines = curve_lines(result.sites.size());
    std::vector<double> amounts;
    for (const std::size_t count : lines) {
        amounts.push_back(setup.problem.budget ? result.sites[count - 1].cumulative_cost_eur
                                               : static_cast<double>(count));
    }
    std::span<const double> left = amounts;
    std::vector<CurvePoint> best;
    try {
        best = curve_from(setup, left, limits, progress);
    } catch (const Cancelled&) { // the list is there; whoever stopped the search does without its curve
        result.is_stopped = true;
        return;
    }
    for (std::size_t k = 0; k < best.size(); ++k) {
        const std::size_t line = lines[lines.size() - left.size() + k];
        const PrioritySite& last = result.sites[line - 1];
        const auto share = [&](double value) {
            return (result.weight_covered_before + value) / result.weight_total;
        };
        // The first lines of a list with floors need not keep them: they are no set that the best is one of.
        const double best_share = setup.problem.floors.empty()
                                      ? std::max(share(best[k].value), last.cumulative_share)
                                      : share(best[k].value);
        result.curve.push_back({line, last.cumulative_cost_eur, last.cumulative_share, best_share,
                                std::max(share(best[k].bound), best_share), best[k].is_proved});
    }
}

void take(const Setup& setup, const PriorityList& found, Scheme& result) {
    double covered = result.weight_covered_before;
    for (PrioritySite& row : result.sites) {
        covered += row.gain;
        row.cumulative_share = result.weight_total > 0 ? covered / result.weight_total : 0;
    }
    const bool is_target = setup.problem.goal == CoverGoal::least_cost;
    result.weight_covered_after = covered;
    for (const std::uint32_t site : found.best.sites) {
        result.best.push_back(setup.candidates[site].id);
    }
    result.is_proved = found.best.is_proved;
    result.is_stopped = found.best.is_stopped;
    result.seconds = found.best.seconds;
    if (is_target) {
        result.cost_bound_eur = found.best.bound;
        result.weight_covered_best = result.upper_bound = covered;
        return;
    }
    if (!setup.phases.empty()) { // the value is a sum over the years: its gap is the list's
        result.weight_covered_best = covered;
        result.upper_bound = covered * (1 + found.best.gap());
        return;
    }
    result.weight_covered_best = result.weight_covered_before + found.best.value;
    result.upper_bound =
        std::max({covered, result.weight_covered_best, result.weight_covered_before + found.best.bound});
}

CoverLimits limits_of(const SchemeParams& params, Progress& progress, double weight_before) {
    CoverLimits limits;
    limits.nodes = kNodes;
    limits.seconds = params.seconds;
    limits.relative_gap = params.relative_gap;
    limits.threads = 0;
    limits.news = [&progress, weight_before](const CoverNews& news) {
        if (!progress.is_cancelled()) {
            progress.report(0.5, fmt::format("poids couvert {}, borne {}",
                                             to_french(weight_before + news.value, 1),
                                             to_french(weight_before + news.bound, 1)));
        }
    };
    return limits;
}

} // namespace

double Scheme::proven_gap() const {
    if (params.plan.target_share > 0) {
        return cost_eur() > 0 ? std::max(0.0, (cost_eur() - cost_bound_eur) / cost_eur()) : 0;
    }
    return upper_bound > 0 ? std::max(0.0, (upper_bound - weight_covered_after) / upper_bound) : 0;
}

Scheme scheme(const domain::Project& project, const Gaps& gaps, const SchemeParams& params,
              Progress& progress) {
    progress.report(0, "classement des sites");
    const domain::Scenario& plan = params.plan;
    check_amounts(plan);
    const GroupKeys keys(project, gaps.date);
    const Seen seen = seen_until(project, gaps, plan.horizon);
    Scheme result;
    result.params = params;
    result.cameras_lost = seen.cameras_lost;
    result.weight_total = gaps.total().weight;
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        result.weight_covered_before += seen.is_seen[i] ? gaps.units[i].weight : 0;
    }
    result.weight_covered_after = result.weight_covered_best = result.upper_bound =
        result.weight_covered_before;
    result.communes = priority_communes(project, gaps, plan, seen.is_seen, keys);
    Setup setup = set_up(project, gaps, plan, seen, keys);
    ask(plan, result.weight_total, setup);
    if (setup.candidates.empty() && setup.problem.goal == CoverGoal::most_weight &&
        setup.problem.floors.empty()) {
        result.is_proved = true;
        return result; // everything that has a place is covered already
    }
    if (setup.candidates.empty()) {
        throw InputError("aucun site candidat : tout ce qui a une position est déjà couvert, ou le choix des "
                         "candidats est vide");
    }
    const CoverLimits limits = limits_of(params, progress, result.weight_covered_before);
    const PriorityList found = priority_list(setup.instance, setup.problem, limits, progress);
    result.sites = lines_of(project, gaps, setup, found);
    take(setup, found, result);
    const bool may_draw = setup.problem.goal == CoverGoal::most_weight && setup.phases.empty() &&
                          plan.backup_share == 0 && !result.sites.empty() && result.weight_total > 0;
    if (params.has_curve && may_draw && !progress.is_cancelled()) {
        add_curve(setup, limits, progress, result);
    }
    if (!progress.is_cancelled()) {
        progress.report(1, "classement des sites");
    }
    return result;
}

} // namespace maillage::analysis
