// demand_units.cpp: what coverage is counted in, and how much each unit weighs.
#include "analysis/gaps.h"
#include "base/number.h"
#include "geo/box_index.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace maillage::analysis {
namespace {

/// Whether a unit stands in a QPV: by its polygon; by its commune where no polygon of that QPV is known.
class QpvLookup {
  public:
    explicit QpvLookup(const std::vector<domain::Qpv>& qpvs) : qpvs_(qpvs) {
        std::vector<geo::Box> boxes;
        for (const domain::Qpv& qpv : qpvs) {
            boxes.push_back(geo::bounds(qpv.shape));
            if (qpv.shape.empty()) {
                communes_.insert(qpv.communes.begin(), qpv.communes.end());
            }
        }
        index_ = geo::BoxIndex(boxes);
    }

    bool is_inside(const std::optional<geo::Point>& position, const std::string& commune) const {
        bool inside = communes_.contains(commune);
        if (position) {
            index_.for_each(*position, [&](std::size_t i) { inside = inside || geo::contains(qpvs_[i].shape, *position); });
        }
        return inside;
    }

  private:
    const std::vector<domain::Qpv>& qpvs_;
    std::set<std::string, std::less<>> communes_;
    geo::BoxIndex index_;
};

/// Commune of a point, by geometry.
class CommuneLookup {
  public:
    explicit CommuneLookup(const domain::Territory& territory) : territory_(territory) {
        std::vector<geo::Box> boxes;
        for (const domain::Commune& commune : territory.communes) {
            boxes.push_back(geo::bounds(commune.shape));
        }
        index_ = geo::BoxIndex(boxes);
    }

    std::optional<std::size_t> at(geo::Point p) const {
        std::optional<std::size_t> found;
        index_.for_each(p, [&](std::size_t i) {
            if ((!found || i < *found) && geo::contains(territory_.communes[i].shape, p)) {
                found = i;
            }
        });
        return found;
    }

  private:
    const domain::Territory& territory_;
    geo::BoxIndex index_;
};

} // namespace

std::vector<double> crime_factors(const domain::Project& project) {
    const domain::Territory& territory = *project.territory;
    std::vector<double> factors(territory.communes.size(), 1);
    const int last_year = static_cast<int>(project.settings.reference_date.year());
    for (const domain::CrimeWeight& row : project.settings.crime_weights) {
        int year = 0;
        for (const domain::CrimeFigure& figure : *project.crime) {
            if (figure.indicator == row.indicator && figure.year <= last_year) {
                year = std::max(year, figure.year);
            }
        }
        std::vector<std::pair<std::size_t, double>> rates;
        for (const domain::CrimeFigure& figure : *project.crime) {
            const auto commune = domain::find_commune(territory, figure.commune);
            if (figure.indicator == row.indicator && figure.year == year && figure.rate && commune) {
                rates.emplace_back(*commune, *figure.rate);
            }
        }
        if (row.weight == 0 || rates.empty()) {
            continue;
        }
        std::vector<double> sorted;
        for (const auto& [commune, rate] : rates) {
            sorted.push_back(rate);
        }
        std::ranges::sort(sorted);
        const double median = sorted[sorted.size() / 2];
        const double mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
        const double usual = median > 0 ? median : mean; // burglary in the Aisne: most published rates are 0
        for (const auto& [commune, rate] : rates) {
            factors[commune] += usual > 0 ? row.weight * (rate / usual - 1) : 0;
        }
    }
    const double cap = std::max(project.settings.crime_cap, 1.0);
    for (double& factor : factors) {
        factor = std::clamp(factor, 1 / cap, cap);
    }
    return factors;
}

std::vector<DemandUnit> demand_units(const domain::Project& project) {
    const domain::Territory& territory = *project.territory;
    const std::vector<double> crime = crime_factors(project);
    const QpvLookup qpv(*project.qpvs);
    const CommuneLookup communes(territory);
    std::map<std::string_view, const domain::SiteClass*> classes;
    for (const domain::SiteClass& row : project.settings.site_classes) {
        classes.emplace(row.key, &row);
    }
    std::vector<DemandUnit> units;
    units.reserve(project.sites->size() + project.cells->size());

    const auto finish = [&](DemandUnit unit, const std::string& code) {
        unit.commune = domain::find_commune(territory, code);
        if (!unit.commune && unit.position) {
            unit.commune = communes.at(*unit.position);
        }
        const std::string& known = unit.commune ? territory.communes[*unit.commune].code : code;
        if (qpv.is_inside(unit.position, known)) {
            unit.weight *= project.settings.qpv_factor;
            unit.reasons += " × " + to_french(project.settings.qpv_factor, 1) + " (QPV)";
        }
        if (unit.commune && crime[*unit.commune] != 1) {
            unit.weight *= crime[*unit.commune];
            unit.reasons += " × " + to_french(crime[*unit.commune], 2) + " (délinquance)";
        }
        units.push_back(std::move(unit));
    };
    for (std::size_t i = 0; i < project.sites->size(); ++i) {
        const domain::Site& site = (*project.sites)[i];
        const auto row = classes.find(site.site_class);
        const double weight = site.weight ? *site.weight : row == classes.end() ? 1 : row->second->weight;
        DemandUnit unit{UnitKind::site, i, {}, site.position, weight, 0, {}};
        unit.reasons = (row == classes.end() ? std::string("sans classe") : row->second->label) + " : " + to_french(weight, 1);
        finish(std::move(unit), site.commune);
    }
    for (std::size_t i = 0; i < project.cells->size(); ++i) {
        const domain::PopulationCell& cell = (*project.cells)[i];
        DemandUnit unit{UnitKind::cell, i, {}, cell.centre, cell.inhabitants * project.settings.inhabitant_weight,
                        cell.inhabitants, {}};
        unit.reasons = to_french(cell.inhabitants, 0) + " habitants";
        finish(std::move(unit), cell.commune);
    }
    return units;
}

} // namespace maillage::analysis
