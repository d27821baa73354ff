// demand_units.cpp: what coverage is counted in, and how much each unit weighs.
#include "analysis/gaps.h"
#include "base/number.h"
#include "domain/commune_index.h"
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
    explicit QpvLookup(std::vector<domain::Qpv> qpvs) : qpvs_(std::move(qpvs)) {
        std::vector<geo::Box> boxes;
        for (const domain::Qpv& qpv : qpvs_) {
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
            index_.for_each(*position, [&](std::size_t i) {
                inside = inside || geo::contains(qpvs_[i].shape, *position);
            });
        }
        return inside;
    }

  private:
    std::vector<domain::Qpv> qpvs_;
    std::set<std::string, std::less<>> communes_;
    geo::BoxIndex index_;
};

/// A road is cut so that its pieces count one by one; shorter than what a camera reaches.
constexpr double kPiece_m = 100;

/// Point at `along` metres of a line, which is at least that long.
geo::Point point_at(const geo::Line& line, double along) {
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double length = geo::distance(line[i - 1], line[i]);
        if (along <= length && length > 0) {
            const double t = along / length;
            return {line[i - 1].x + t * (line[i].x - line[i - 1].x),
                    line[i - 1].y + t * (line[i].y - line[i - 1].y)};
        }
        along -= length;
    }
    return line.back();
}

struct RoadPiece {
    geo::Point middle;
    double length_m = 0;
};

/// Equal pieces of at most `kPiece_m`.
std::vector<RoadPiece> pieces_of(const geo::Line& line) {
    double length = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        length += geo::distance(line[i - 1], line[i]);
    }
    std::vector<RoadPiece> pieces;
    const auto count = static_cast<std::size_t>(std::ceil(length / kPiece_m));
    for (std::size_t k = 0; k < count; ++k) {
        const double piece = length / static_cast<double>(count);
        pieces.push_back({point_at(line, (static_cast<double>(k) + 0.5) * piece), piece});
    }
    return pieces;
}

} // namespace

std::vector<double> crime_factors(const domain::Project& project) {
    const domain::Territory& territory = *project.territory;
    std::vector<double> factors(territory.communes.size(), 1);
    const int last_year = static_cast<int>(project.settings.reference_date.year());
    for (const domain::CrimeWeight& row : project.settings.crime_weights) {
        const int year = domain::latest_published_year(*project.crime, row.indicator, last_year);
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
        const double mean =
            std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
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
    if (project.sites->empty() && project.cells->empty() && project.roads->empty()) {
        return {}; // a whole country is indexed only to find places in it
    }
    const domain::Territory& territory = *project.territory;
    const std::vector<double> crime = crime_factors(project);
    const QpvLookup qpv(domain::in_force(*project.qpvs, project.settings.reference_date));
    const domain::CommuneIndex communes(territory);
    std::map<std::string_view, const domain::SiteClass*> classes;
    for (const domain::SiteClass& row : project.settings.site_classes) {
        classes.emplace(row.key, &row);
    }
    std::vector<DemandUnit> units;
    units.reserve(project.sites->size() + project.cells->size());

    const auto finish = [&](DemandUnit unit, const std::string& code) {
        unit.commune = domain::find_commune(territory, code);
        if (!unit.commune && unit.position) {
            unit.commune = communes.find(*unit.position);
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
        unit.reasons = (row == classes.end() ? std::string("sans classe") : row->second->label) + " : " +
                       to_french(weight, 1);
        finish(std::move(unit), site.commune);
    }
    for (std::size_t i = 0; i < project.cells->size(); ++i) {
        const domain::PopulationCell& cell = (*project.cells)[i];
        DemandUnit unit{
            UnitKind::cell,   i, {}, cell.centre, cell.inhabitants * project.settings.inhabitant_weight,
            cell.inhabitants, {}};
        unit.reasons =
            to_french(cell.inhabitants, 0) + (cell.is_imputed ? " habitants (valeur imputée)" : " habitants");
        finish(std::move(unit), cell.commune);
    }
    for (std::size_t i = 0; i < project.roads->size(); ++i) {
        const domain::Road& road = (*project.roads)[i];
        const double per_km = domain::weight_of(project.settings.road_weights, road.road_class);
        for (const RoadPiece& piece : per_km > 0 ? pieces_of(road.line) : std::vector<RoadPiece>()) {
            if (!communes.is_empty() && !communes.find(piece.middle)) {
                continue; // roads are kept to where they end, beyond the border
            }
            DemandUnit unit{UnitKind::road, i, {}, piece.middle, per_km * piece.length_m / 1000, 0, {},
                            piece.length_m};
            unit.reasons = to_french(piece.length_m, 0) + " m de " +
                           (road.name.empty() ? "route" : road.name) + " × " + to_french(per_km, 2) +
                           " par km";
            finish(std::move(unit), {});
        }
    }
    return units;
}

} // namespace maillage::analysis
