#include "analysis/scheme.h"

#include "analysis/max_cover.h"
#include "analysis/priority_order.h"
#include "base/error.h"
#include "base/number.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace maillage::analysis {
namespace {

/// Enough to prove the list of an ordinary département in a second; a larger one gets an honest gap.
constexpr long kNodes = 20'000;

/// Uncovered units are the demand; uncovered sites are where a camera could stand.
struct Remaining {
    std::vector<std::uint32_t> units;      ///< one a demand row
    std::vector<std::uint32_t> candidates; ///< units of kind site
};

bool is_police(const domain::Project& project, const DemandUnit& unit) {
    return unit.commune && project.territory->communes[*unit.commune].force == domain::ForceKind::police;
}

Remaining remaining(const domain::Project& project, const Gaps& gaps, const SchemeParams& params) {
    Remaining result;
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        const DemandUnit& unit = gaps.units[i];
        if (!unit.position) {
            continue;
        }
        const bool is_uncovered = !gaps.coverage[i].central;
        if (is_uncovered && unit.weight > 0) {
            result.units.push_back(static_cast<std::uint32_t>(i));
        }
        const bool is_pinned = unit.kind == UnitKind::site &&
                               std::ranges::find(params.pinned, (*project.sites)[unit.index].id) != params.pinned.end();
        const bool may_be_taken = unit.kind == UnitKind::site && is_uncovered &&
                                  (!params.police_zone_only || is_police(project, unit));
        if (may_be_taken || is_pinned) {
            result.candidates.push_back(static_cast<std::uint32_t>(i));
        }
    }
    return result;
}

void check_ids(const domain::Project& project, const std::vector<std::string>& ids, const char* what) {
    for (const std::string& id : ids) {
        const auto& sites = *project.sites;
        if (std::ranges::find(sites, id, &domain::Site::id) == sites.end()) {
            throw InputError(std::string("site ") + what + " inconnu : " + id);
        }
    }
}

CandidateRule rule_of(const SchemeParams& params, const std::string& id) {
    if (std::ranges::find(params.pinned, id) != params.pinned.end()) {
        return CandidateRule::compulsory;
    }
    return std::ranges::find(params.forbidden, id) != params.forbidden.end() ? CandidateRule::forbidden : CandidateRule::free;
}

CoverInstance make_instance(const domain::Project& project, const Gaps& gaps, const Remaining& left, const SchemeParams& params) {
    CoverInstance instance;
    std::vector<PlanePoint> at;
    std::vector<PlanePoint> to;
    for (const std::uint32_t unit : left.candidates) {
        const domain::Site& site = (*project.sites)[gaps.units[unit].index];
        instance.candidates.push_back({site.id, project.settings.site_cost_eur, -1, rule_of(params, site.id)});
        at.push_back({gaps.units[unit].position->x, gaps.units[unit].position->y});
    }
    for (const std::uint32_t unit : left.units) {
        instance.demand.push_back({gaps.units[unit].weight, -1, 0});
        to.push_back({gaps.units[unit].position->x, gaps.units[unit].position->y});
    }
    cover_by_radius(instance, at, to, project.settings.candidate_reach_m);
    return instance;
}

/// The chosen set in the order in which it gains most: the first sites of the list are the most useful ones.
std::vector<PrioritySite> ordered(const domain::Project& project, const Gaps& gaps, const Remaining& left,
                                  const CoverInstance& instance, const CoverProblem& problem,
                                  const std::vector<std::uint32_t>& chosen) {
    std::vector<PrioritySite> list;
    for (const SiteReport& report : explain_order(instance, problem, greedy_order(instance, problem, chosen))) {
        PrioritySite row;
        row.rank = static_cast<int>(list.size()) + 1;
        row.site = gaps.units[left.candidates[report.candidate]].index;
        row.gain = report.gain;
        row.cost_eur = project.settings.site_cost_eur;
        for (const std::uint32_t demand : report.rows) {
            row.units.push_back(left.units[demand]);
            row.inhabitants_gained += gaps.units[left.units[demand]].inhabitants;
        }
        list.push_back(std::move(row));
    }
    return list;
}

std::string class_counts(const domain::Project& project, const Gaps& gaps, const PrioritySite& row) {
    std::map<std::string, int> by_class;
    for (const std::uint32_t unit : row.units) {
        if (gaps.units[unit].kind == UnitKind::site) {
            by_class[(*project.sites)[gaps.units[unit].index].site_class] += 1;
        }
    }
    std::string text;
    for (const domain::SiteClass& site_class : project.settings.site_classes) {
        if (const auto it = by_class.find(site_class.key); it != by_class.end()) {
            text += (text.empty() ? "" : ", ") + std::to_string(it->second) + " " + site_class.label;
        }
    }
    return text;
}

std::string reasons_of(const domain::Project& project, const Gaps& gaps, const PrioritySite& row) {
    std::string text = "couvre " + class_counts(project, gaps, row);
    if (row.inhabitants_gained > 0) {
        text += " et " + to_french(row.inhabitants_gained, 0) + " hab.";
    }
    const std::string& weight = gaps.units[row.site].reasons;
    return text + " ; poids " + weight + " ; " + explain(project, gaps, row.site);
}

std::vector<PriorityCommune> priority_communes(const domain::Project& project, const Gaps& gaps, const SchemeParams& params) {
    const auto& rows = gaps.by(Grouping::commune);
    std::vector<PriorityCommune> list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double left = rows[i].weight - rows[i].weight_covered.central;
        if (project.territory->communes[i].force == domain::ForceKind::gendarmerie && left > 0) {
            list.push_back({0, i, left,
                            to_french(rows[i].sites - static_cast<std::int64_t>(std::llround(rows[i].sites_covered.central))) +
                                " sites non couverts sur " + to_french(rows[i].sites) + " ; cause principale : " +
                                label(rows[i].main_cause)});
        }
    }
    std::ranges::stable_sort(list, [](const PriorityCommune& a, const PriorityCommune& b) { return a.uncovered_weight > b.uncovered_weight; });
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(0, params.first_level_communes + params.second_level_communes));
    list.resize(std::min(list.size(), wanted));
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i].level = i < static_cast<std::size_t>(params.first_level_communes) ? 1 : 2;
    }
    return list;
}

CoverProblem problem_of(const SchemeParams& params) {
    CoverProblem problem;
    if (params.count > 0) {
        problem.most_sites = static_cast<double>(params.count);
    }
    if (params.budget_eur > 0) {
        problem.budget = params.budget_eur;
    }
    if (!problem.most_sites && !problem.budget) {
        throw InputError("indiquer un nombre de sites ou un budget");
    }
    return problem;
}

} // namespace

double Scheme::proven_gap() const { return upper_bound > 0 ? std::max(0.0, (upper_bound - weight_covered_after) / upper_bound) : 0; }

Scheme scheme(const domain::Project& project, const Gaps& gaps, const SchemeParams& params, Progress& progress) {
    progress.report(0, "classement des sites");
    check_ids(project, params.pinned, "imposé");
    check_ids(project, params.forbidden, "exclu");
    Scheme result;
    result.params = params;
    result.weight_total = gaps.total().weight;
    result.weight_covered_before = result.weight_covered_after = result.upper_bound = gaps.total().weight_covered.central;
    result.communes = priority_communes(project, gaps, params);
    const CoverProblem problem = problem_of(params);
    const Remaining left = remaining(project, gaps, params);
    if (left.candidates.empty() || left.units.empty()) {
        return result; // everything that has a place is covered already
    }
    const CoverInstance instance = make_instance(project, gaps, left, params);
    CoverLimits limits;
    limits.nodes = kNodes;
    limits.threads = 0;
    const CoverAnswer answer = solve_cover(instance, problem, limits, progress);
    result.sites = ordered(project, gaps, left, instance, problem, answer.sites);
    double covered = result.weight_covered_before;
    for (PrioritySite& row : result.sites) {
        covered += row.gain;
        row.cumulative_share = result.weight_total > 0 ? covered / result.weight_total : 0;
        row.reasons = reasons_of(project, gaps, row);
    }
    result.weight_covered_after = covered;
    result.upper_bound = std::max(covered, result.weight_covered_before + answer.bound);
    progress.report(1, "classement des sites");
    return result;
}

} // namespace maillage::analysis
