// rollup.cpp: sums of the gaps over communes, zones, units, councils, EPCI, arrondissements and the
// département.
#include "analysis/gaps.h"
#include "analysis/group_keys.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace maillage::analysis {
namespace {

void add(Interval& to, double amount, const UnitCoverage& coverage) {
    to.low += coverage.low ? amount : 0;
    to.central += coverage.central ? amount : 0;
    to.high += coverage.high && !coverage.is_by_unlocated ? amount : 0;
}

struct Sum {
    Rollup rollup;
    std::array<double, kCauses> uncovered{}; ///< weight by cause
    std::map<std::size_t, CoverBound>
        by_unlocated; ///< by commune: what only cameras without a position may cover
};

void add(Sum& sum, const DemandUnit& unit, const UnitCoverage& coverage) {
    Rollup& to = sum.rollup;
    if (unit.kind == UnitKind::site) {
        to.sites += 1;
        add(to.sites_covered, 1, coverage);
        to.sites_by_cause[static_cast<std::size_t>(coverage.cause)] += 1;
    } else {
        to.inhabitants += unit.inhabitants;
        add(to.inhabitants_covered, unit.inhabitants, coverage);
    }
    to.weight += unit.weight;
    add(to.weight_covered, unit.weight, coverage);
    if (coverage.is_by_unlocated && unit.commune) {
        CoverBound& open = sum.by_unlocated[*unit.commune];
        open.sites += unit.kind == UnitKind::site ? 1 : 0;
        open.inhabitants += unit.kind == UnitKind::site ? 0 : unit.inhabitants;
        open.weight += unit.weight;
    }
    if (!coverage.central) {
        sum.uncovered[static_cast<std::size_t>(coverage.cause)] += unit.weight;
    }
}

/// Each place may be the one that a camera without a position covers; together they are bounded by its discs.
Rollup finished(Sum sum, const std::vector<CoverBound>& bounds) {
    for (const auto& [commune, open] : sum.by_unlocated) {
        sum.rollup.sites_covered.high += std::floor(std::min(open.sites, bounds[commune].sites));
        sum.rollup.inhabitants_covered.high += std::min(open.inhabitants, bounds[commune].inhabitants);
        sum.rollup.weight_covered.high += std::min(open.weight, bounds[commune].weight);
    }
    const auto largest = std::ranges::max_element(sum.uncovered);
    sum.rollup.main_cause =
        *largest > 0 ? static_cast<Cause>(largest - sum.uncovered.begin()) : Cause::covered;
    sum.rollup.gap_level = gap_level(sum.rollup);
    return std::move(sum.rollup);
}

/// One row a commune, in the territory's order; places outside it have none.
std::vector<Rollup> by_commune(const std::vector<domain::Commune>& communes, const Gaps& gaps) {
    std::vector<Sum> sums(communes.size());
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        if (gaps.units[i].commune) {
            add(sums[*gaps.units[i].commune], gaps.units[i], gaps.coverage[i]);
        }
    }
    std::vector<Rollup> rows;
    rows.reserve(communes.size());
    for (std::size_t i = 0; i < communes.size(); ++i) {
        sums[i].rollup.key = communes[i].code;
        sums[i].rollup.name = communes[i].name;
        sums[i].rollup.communes = 1;
        rows.push_back(finished(std::move(sums[i]), gaps.unlocated));
    }
    return rows;
}

std::vector<Rollup> group(const domain::Project& project, const Gaps& gaps, const GroupKeys& keys,
                          Grouping grouping) {
    std::map<std::string, Sum> sums;
    const auto at = [&](GroupKey key) -> Sum& {
        const auto [entry, is_new] = sums.try_emplace(std::move(key.key));
        if (is_new) {
            entry->second.rollup.key = entry->first;
            entry->second.rollup.name = std::move(key.name);
        }
        return entry->second;
    };
    for (std::size_t i = 0; i < project.territory->communes.size(); ++i) {
        at(keys.of_commune(grouping, i)).rollup.communes += 1;
    }
    if (grouping == Grouping::zone || grouping == Grouping::unit) {
        for (const std::size_t zone : keys.zones()) {
            at(keys.of_zone(grouping, zone));
        }
    }
    for (std::size_t i = 0; grouping == Grouping::qpv && i < project.qpvs->size(); ++i) {
        at(keys.of_qpv(i)).rollup.communes = static_cast<std::int64_t>((*project.qpvs)[i].communes.size());
    }
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        add(at(keys.of_place(grouping, gaps.units[i].position, gaps.units[i].commune)), gaps.units[i],
            gaps.coverage[i]);
    }
    if (grouping == Grouping::departement && sums.empty()) {
        at({project.territory->departement, project.territory->name});
    }
    std::vector<Rollup> rows;
    rows.reserve(sums.size());
    for (auto& [key, sum] : sums) {
        rows.push_back(finished(std::move(sum), gaps.unlocated));
    }
    std::ranges::stable_sort(rows,
                             [](const Rollup& a, const Rollup& b) { return french_less(a.name, b.name); });
    return rows;
}

} // namespace

void roll_up(const domain::Project& project, Gaps& gaps) {
    const GroupKeys keys(project, gaps.date);
    for (std::size_t g = 0; g < kGroupings; ++g) {
        const auto grouping = static_cast<Grouping>(g);
        gaps.groups[g] = grouping == Grouping::commune ? by_commune(project.territory->communes, gaps)
                                                       : group(project, gaps, keys, grouping);
    }
}

int gap_level(const Rollup& rollup) {
    if (rollup.weight <= 0) {
        return -1;
    }
    const double left = rollup.weight - rollup.weight_covered.central;
    if (left <= 1e-9 * rollup.weight) {
        return 0;
    }
    return 1 + static_cast<int>(std::ranges::count_if(kGapBreaks, [&](double end) { return left > end; }));
}

std::string label(Grouping grouping) {
    switch (grouping) {
    case Grouping::commune:
        return "Commune";
    case Grouping::zone:
        return "Zone de compétence";
    case Grouping::unit:
        return "Unité";
    case Grouping::council:
        return "CLSPD / CISPD";
    case Grouping::epci:
        return "EPCI";
    case Grouping::arrondissement:
        return "Arrondissement";
    case Grouping::departement:
        return "Département";
    case Grouping::qpv:
        return "Quartier prioritaire (QPV)";
    }
    return {};
}

} // namespace maillage::analysis
