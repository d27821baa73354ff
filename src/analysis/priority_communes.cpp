#include "analysis/priority_communes.h"

#include "analysis/plan_candidates.h"
#include "analysis/priority_order.h"
#include "base/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::analysis {
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
std::vector<Need> needs(const domain::Project& project, const Gaps& gaps, const std::vector<bool>& is_seen,
                        const GroupKeys& keys) {
    const std::string wanted = domain::to_text(domain::ForceKind::gendarmerie);
    const auto& communes = project.territory->communes;
    const std::vector<double> crime = crime_factors(project);
    std::vector<bool> has_cells(communes.size());
    for (const DemandUnit& unit : gaps.units) {
        if (unit.kind == UnitKind::cell && unit.commune) {
            has_cells[*unit.commune] = true;
        }
    }
    std::vector<Need> all(communes.size());
    for (std::size_t i = 0; i < communes.size(); ++i) {
        all[i].commune = i;
        all[i].crime = crime[i];
        const bool is_ours = keys.of_commune(Grouping::zone, i).key == wanted;
        if (!has_cells[i] && is_ours && communes[i].population) {
            all[i].inhabitants = static_cast<double>(*communes[i].population);
            all[i].weight = all[i].inhabitants * project.settings.inhabitant_weight * crime[i];
        }
    }
    for (std::size_t u = 0; u < gaps.units.size(); ++u) {
        const DemandUnit& unit = gaps.units[u];
        if (!unit.commune || keys.of_place(Grouping::zone, unit.position, unit.commune).key != wanted) {
            continue;
        }
        Need& need = all[*unit.commune];
        need.sites += unit.kind == UnitKind::site ? 1 : 0;
        if (is_seen[u]) {
            continue;
        }
        need.sites_uncovered += unit.kind == UnitKind::site ? 1 : 0;
        need.weight += unit.weight;
        if (unit.position && unit.weight > 0) {
            need.units.push_back(static_cast<std::uint32_t>(u));
        }
    }
    std::erase_if(all, [](const Need& need) { return !(need.weight > 0); });
    std::ranges::stable_sort(all, [](const Need& a, const Need& b) { return a.weight > b.weight; });
    return all;
}

std::int64_t places_for(const domain::Settings& settings, double reach_m, const Gaps& gaps,
                        const Need& need) {
    CoverInstance instance;
    std::vector<PlanePoint> points;
    double whole = 0;
    for (const std::uint32_t unit : need.units) {
        instance.candidates.push_back({std::to_string(unit), 1, -1, CandidateRule::free});
        instance.demand.push_back({gaps.units[unit].weight, -1, 0});
        points.push_back({gaps.units[unit].position->x, gaps.units[unit].position->y});
        whole += gaps.units[unit].weight;
    }
    if (points.empty()) {
        return 1;
    }
    cover_by_radius(instance, points, points, reach_m);
    CoverProblem problem;
    problem.most_sites = static_cast<double>(points.size());
    std::vector<bool> is_covered(points.size());
    double covered = 0;
    std::int64_t places = 0;
    for (const std::uint32_t place : greedy_list(instance, problem)) {
        if (places > 0 && covered >= settings.commune_project_share * whole) {
            break;
        }
        ++places;
        for (const std::uint32_t row : instance.covered_by(place)) {
            covered += is_covered[row] ? 0 : instance.demand[row].weight;
            is_covered[row] = true;
        }
    }
    return places;
}

std::string reasons_of(const Gaps& gaps, const Need& need) {
    std::string text;
    if (need.sites > 0) {
        text = fmt::format("{} site{} non couvert{} sur {}", to_french(need.sites_uncovered),
                           need.sites_uncovered > 1 ? "s" : "", need.sites_uncovered > 1 ? "s" : "",
                           to_french(need.sites));
        const Cause cause = gaps.by(Grouping::commune)[need.commune].main_cause;
        text += cause == Cause::covered ? "" : " ; cause principale : " + label(cause);
    }
    if (need.inhabitants > 0) {
        text += fmt::format("{}{} habitants comptés en entier, faute de carreaux", text.empty() ? "" : " ; ",
                            to_french(need.inhabitants, 0));
    }
    if (need.crime != 1) {
        text += fmt::format(" ; délinquance × {}", to_french(need.crime, 2));
    }
    return text;
}

} // namespace

std::vector<PriorityCommune> priority_communes(const domain::Project& project, const Gaps& gaps,
                                               const domain::Scenario& plan, const std::vector<bool>& is_seen,
                                               const GroupKeys& keys) {
    std::vector<Need> all = needs(project, gaps, is_seen, keys);
    const auto first = static_cast<std::size_t>(std::max<std::int64_t>(0, plan.first_level_communes));
    const auto second = static_cast<std::size_t>(std::max<std::int64_t>(0, plan.second_level_communes));
    all.resize(std::min(all.size(), first + second));
    const domain::EquipmentPrice price = price_of(project.settings, plan.camera_type, plan.link);
    const double reach_m = price.reach_m.value_or(project.settings.candidate_reach_m);
    std::vector<PriorityCommune> list;
    for (const Need& need : all) {
        PriorityCommune row;
        row.rank = static_cast<int>(list.size()) + 1;
        row.level = list.size() < first ? 1 : 2;
        row.commune = need.commune;
        row.uncovered_weight = need.weight;
        row.places = places_for(project.settings, reach_m, gaps, need);
        row.cost_eur = static_cast<double>(row.places) * price.cost_eur;
        row.aside_eur = static_cast<double>(row.places) * price.aside_eur;
        row.reasons = reasons_of(gaps, need);
        list.push_back(std::move(row));
    }
    return list;
}

} // namespace maillage::analysis
