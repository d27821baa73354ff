#include "plan/priority_communes.h"

#include "base/number.h"
#include "cover/priority_order.h"
#include "plan/candidate_cover.h"
#include "plan/candidates.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::plan {
namespace {

struct Need {
    std::size_t commune = 0;
    double weight = 0;
    std::int64_t sites = 0, sites_uncovered = 0;
    double inhabitants = 0; ///< counted as a whole, for want of cells
    double crime = 1;
    std::vector<std::uint32_t> units; ///< uncovered, with a place
};

/// Communes of the gendarmerie zone with the units that count as theirs: a polygon of the police zone inside
/// them does not.
std::vector<Need> needs(const domain::Project& project, const analysis::Gaps& gaps,
                        const std::vector<bool>& is_seen, const analysis::GroupKeys& keys) {
    const std::string wanted = to_text(domain::ForceKind::gendarmerie);
    const auto& communes = project.territory->communes;
    const std::vector<double> crime = analysis::crime_factors(project);
    std::vector<bool> has_cells(communes.size());
    for (const analysis::DemandUnit& unit : gaps.units) {
        if (unit.kind == analysis::UnitKind::cell && unit.commune) {
            has_cells[*unit.commune] = true;
        }
    }
    std::vector<Need> all(communes.size());
    for (std::size_t i = 0; i < communes.size(); ++i) {
        all[i].commune = i;
        all[i].crime = crime[i];
        const bool is_ours = keys.of_commune(analysis::Grouping::zone, i).key == wanted;
        if (!has_cells[i] && is_ours && communes[i].population) {
            all[i].inhabitants = static_cast<double>(*communes[i].population);
            all[i].weight = all[i].inhabitants * project.settings.inhabitant_weight * crime[i];
        }
    }
    for (std::size_t u = 0; u < gaps.units.size(); ++u) {
        const analysis::DemandUnit& unit = gaps.units[u];
        if (!unit.commune ||
            keys.of_place(analysis::Grouping::zone, unit.position, unit.commune).key != wanted) {
            continue;
        }
        Need& need = all[*unit.commune];
        need.sites += unit.kind == analysis::UnitKind::site ? 1 : 0;
        if (is_seen[u]) {
            continue;
        }
        need.sites_uncovered += unit.kind == analysis::UnitKind::site ? 1 : 0;
        need.weight += unit.weight;
        if (unit.position && unit.weight > 0) {
            need.units.push_back(static_cast<std::uint32_t>(u));
        }
    }
    std::erase_if(all, [](const Need& need) { return !(need.weight > 0); });
    std::ranges::stable_sort(all, [](const Need& a, const Need& b) { return a.weight > b.weight; });
    return all;
}

/// The uncovered places of a commune as a small plan: each of them is demand, and a camera may stand at each.
struct CommunePlan {
    cover::CoverInstance instance;
    std::vector<PlanCandidate> candidates;
    std::vector<geo::Point> demand;
    std::vector<std::optional<std::uint32_t>> own_rows;
    double whole = 0; ///< weight
};

CommunePlan plan_of(const CommuneScene& scene, const PlanCandidate& model, const Need& need) {
    CommunePlan made;
    for (const std::uint32_t index : need.units) {
        const analysis::DemandUnit& unit = scene.gaps.units[index];
        PlanCandidate candidate = model;
        candidate.id = fmt::format("{:010}", index); // greedy ties go to the first unit
        candidate.position = *unit.position;
        const bool is_site = unit.kind == analysis::UnitKind::site; // who equips a site covers it
        made.own_rows.push_back(is_site ? std::optional(static_cast<std::uint32_t>(made.demand.size()))
                                        : std::nullopt);
        made.instance.candidates.push_back({candidate.id, 1, -1, cover::CandidateRule::free});
        made.instance.demand.push_back({unit.weight, -1, 0});
        made.demand.push_back(candidate.position);
        made.candidates.push_back(std::move(candidate));
        made.whole += unit.weight;
    }
    return made;
}

struct IndicativeProject {
    std::int64_t places = 1;
    double share = 0; ///< of the weight that has a place
};

IndicativeProject project_for(const CommuneScene& scene, const PlanCandidate& model, const Need& need,
                              Progress& progress) {
    CommunePlan plan = plan_of(scene, model, need);
    if (plan.demand.empty()) {
        return {};
    }
    cover_by_candidates(plan.instance,
                        {scene.project, plan.candidates, plan.demand, plan.own_rows, scene.walls}, progress);
    cover::CoverProblem problem;
    problem.most_sites = static_cast<double>(plan.demand.size());
    std::vector<bool> is_covered(plan.demand.size());
    double covered = 0;
    IndicativeProject made{0, 0};
    for (const std::uint32_t place : cover::greedy_list(plan.instance, problem)) {
        if (made.places > 0 && covered >= scene.project.settings.commune_project_share * plan.whole) {
            break;
        }
        ++made.places;
        for (const std::uint32_t row : plan.instance.covered_by(place)) {
            covered += is_covered[row] ? 0 : plan.instance.demand[row].weight;
            is_covered[row] = true;
        }
    }
    made.share = covered / plan.whole;
    return made;
}

/// Why the commune is there, and what its indicative project would do.
std::string reasons_of(const analysis::Gaps& gaps, const Need& need, const IndicativeProject& project) {
    std::string text;
    if (need.sites > 0) {
        text = fmt::format("{} site{} non couvert{} sur {}", to_french(need.sites_uncovered),
                           need.sites_uncovered > 1 ? "s" : "", need.sites_uncovered > 1 ? "s" : "",
                           to_french(need.sites));
        const analysis::Cause cause = gaps.by(analysis::Grouping::commune)[need.commune].main_cause;
        text += cause == analysis::Cause::covered ? "" : " ; cause principale : " + analysis::label(cause);
    }
    if (need.inhabitants > 0) {
        text += fmt::format("{}{} habitants comptés en entier, faute de carreaux", text.empty() ? "" : " ; ",
                            to_french(need.inhabitants, 0));
    }
    if (need.crime != 1) {
        text += fmt::format(" ; délinquance × {}", to_french(need.crime, 2));
    }
    if (need.units.empty()) {
        return text + " ; aucun lieu connu : un lieu compté";
    }
    return text + fmt::format(" ; projet indicatif : {} lieu{} pour {} % du poids qui a un lieu",
                              to_french(project.places), project.places > 1 ? "x" : "",
                              to_french(100 * project.share, 0));
}

} // namespace

std::vector<PriorityCommune> priority_communes(const CommuneScene& scene, const domain::Scenario& plan,
                                               const std::vector<bool>& is_seen,
                                               const analysis::GroupKeys& keys, Progress& progress) {
    const domain::Settings& settings = scene.project.settings;
    std::vector<Need> all = needs(scene.project, scene.gaps, is_seen, keys);
    const auto first = static_cast<std::size_t>(std::max<std::int64_t>(0, plan.first_level_communes));
    const auto second = static_cast<std::size_t>(std::max<std::int64_t>(0, plan.second_level_communes));
    all.resize(std::min(all.size(), first + second));
    const domain::EquipmentPrice price = price_of(settings, plan.camera_type, plan.link);
    PlanCandidate model;
    model.reach_m = price.reach_m.value_or(settings.candidate_reach_m);
    std::vector<PriorityCommune> list;
    for (const Need& need : all) {
        const IndicativeProject project = project_for(scene, model, need, progress);
        PriorityCommune row;
        row.rank = static_cast<int>(list.size()) + 1;
        row.level = list.size() < first ? 1 : 2;
        row.commune = need.commune;
        row.uncovered_weight = need.weight;
        row.places = project.places;
        row.cost_eur = static_cast<double>(row.places) * price.cost_eur;
        row.aside_eur = static_cast<double>(row.places) * price.aside_eur;
        row.reasons = reasons_of(scene.gaps, need, project);
        list.push_back(std::move(row));
    }
    return list;
}

} // namespace maillage::plan
