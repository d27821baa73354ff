// rollup.cpp: sums of the gaps over communes, zones, units, councils, EPCI, arrondissements and the département.
#include "analysis/gaps.h"
#include "analysis/governance.h"
#include "base/text.h"
#include "geo/box_index.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace maillage::analysis {
namespace {

struct Key {
    std::string key;
    std::string name;
};

/// The force zone polygon at a point on the date, if any.
class ZoneLookup {
  public:
    ZoneLookup(const std::vector<domain::ForceZone>& zones, Date on) : zones_(zones) {
        std::vector<geo::Box> boxes;
        for (const domain::ForceZone& zone : zones) {
            const bool holds = (!zone.valid_from || *zone.valid_from <= on) && (!zone.valid_to || on <= *zone.valid_to);
            boxes.push_back(holds ? geo::bounds(zone.shape) : geo::Box{});
        }
        index_ = geo::BoxIndex(boxes);
    }

    const domain::ForceZone* at(const std::optional<geo::Point>& p) const {
        std::optional<std::size_t> found;
        if (p) {
            index_.for_each(*p, [&](std::size_t i) {
                if ((!found || i < *found) && geo::contains(zones_[i].shape, *p)) {
                    found = i;
                }
            });
        }
        return found ? &zones_[*found] : nullptr;
    }

  private:
    const std::vector<domain::ForceZone>& zones_;
    geo::BoxIndex index_;
};

Key named(const std::string& key, const std::string& name, const char* without) {
    return key.empty() ? Key{"", without} : Key{key, name.empty() ? key : name};
}

class Keys {
  public:
    Keys(const domain::Project& project, Date on)
        : project_(project), status_(governance(project, on)), zones_(*project.zones, on) {}

    Key of_commune(Grouping grouping, std::size_t index) const {
        const domain::Commune& commune = project_.territory->communes[index];
        switch (grouping) {
        case Grouping::commune: return {commune.code, commune.name};
        case Grouping::zone: return {domain::to_text(commune.force), domain::label(commune.force)};
        case Grouping::unit: return named(commune.unit, commune.unit, "Unité non renseignée");
        case Grouping::council: {
            const auto council = status_[index].council;
            return council ? Key{(*project_.councils)[*council].id, (*project_.councils)[*council].name}
                           : Key{"", "Sans CLSPD ni CISPD"};
        }
        case Grouping::epci: return named(commune.epci, commune.epci_name, "Sans EPCI");
        case Grouping::arrondissement: return named(commune.arrondissement, commune.arrondissement, "Sans arrondissement");
        case Grouping::departement: break;
        }
        return {project_.territory->departement, project_.territory->name};
    }

    Key of_unit(Grouping grouping, const DemandUnit& unit) const {
        if (grouping == Grouping::departement) {
            return {project_.territory->departement, project_.territory->name};
        }
        if (grouping == Grouping::zone || grouping == Grouping::unit) {
            if (const domain::ForceZone* zone = zones_.at(unit.position)) {
                return grouping == Grouping::zone ? Key{domain::to_text(zone->force), domain::label(zone->force)}
                                                  : named(zone->unit, zone->unit, "Unité non renseignée");
            }
        }
        return unit.commune ? of_commune(grouping, *unit.commune) : Key{"", "Hors territoire"};
    }

  private:
    const domain::Project& project_;
    std::vector<CouncilStatus> status_;
    ZoneLookup zones_;
};

void add(Interval& to, double amount, const UnitCoverage& coverage) {
    to.low += coverage.low ? amount : 0;
    to.central += coverage.central ? amount : 0;
    to.high += coverage.high && !coverage.is_by_unlocated ? amount : 0;
}

struct Sum {
    Rollup rollup;
    std::array<double, 8> uncovered{}; ///< weight by cause
    std::map<std::size_t, CoverBound> by_unlocated; ///< by commune: what only cameras without a position may cover
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
    sum.rollup.main_cause = *largest > 0 ? static_cast<Cause>(largest - sum.uncovered.begin()) : Cause::covered;
    sum.rollup.gap_level = gap_level(sum.rollup);
    return std::move(sum.rollup);
}

std::vector<Rollup> group(const domain::Project& project, const Gaps& gaps, const Keys& keys, Grouping grouping) {
    std::map<std::string, Sum> sums;
    const auto at = [&](const Key& key) -> Sum& {
        Sum& sum = sums[key.key];
        sum.rollup.key = key.key;
        sum.rollup.name = key.name;
        return sum;
    };
    for (std::size_t i = 0; i < project.territory->communes.size(); ++i) {
        at(keys.of_commune(grouping, i)).rollup.communes += 1;
    }
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        add(at(keys.of_unit(grouping, gaps.units[i])), gaps.units[i], gaps.coverage[i]);
    }
    if (grouping == Grouping::departement && sums.empty()) {
        at({project.territory->departement, project.territory->name});
    }
    std::vector<Rollup> rows;
    if (grouping == Grouping::commune) {
        for (const domain::Commune& commune : project.territory->communes) { // territory order; nothing outside it
            rows.push_back(finished(std::move(sums[commune.code]), gaps.unlocated));
        }
        return rows;
    }
    for (auto& [key, sum] : sums) {
        rows.push_back(finished(std::move(sum), gaps.unlocated));
    }
    std::ranges::stable_sort(rows, [](const Rollup& a, const Rollup& b) { return french_less(a.name, b.name); });
    return rows;
}

} // namespace

std::vector<std::string> commune_keys(const domain::Project& project, Date on, Grouping grouping) {
    const Keys keys(project, on);
    std::vector<std::string> result;
    for (std::size_t i = 0; i < project.territory->communes.size(); ++i) {
        result.push_back(keys.of_commune(grouping, i).key);
    }
    return result;
}

void roll_up(const domain::Project& project, Gaps& gaps) {
    const Keys keys(project, gaps.date);
    for (std::size_t g = 0; g < kGroupings; ++g) {
        gaps.groups[g] = group(project, gaps, keys, static_cast<Grouping>(g));
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
    case Grouping::commune: return "Commune";
    case Grouping::zone: return "Zone de compétence";
    case Grouping::unit: return "Unité";
    case Grouping::council: return "CLSPD / CISPD";
    case Grouping::epci: return "EPCI";
    case Grouping::arrondissement: return "Arrondissement";
    case Grouping::departement: return "Département";
    }
    return {};
}

} // namespace maillage::analysis
