#include "analysis/unlocated.h"

#include "analysis/gaps.h"
#include "geo/box_index.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace maillage::analysis {
namespace {

constexpr double kWidened = 1 + 1e-9; ///< an upper bound must not lose a point to rounding

/// Centre directions, seen from a point on the rim of a disc, for which the disc holds another point.
struct Turn {
    double angle = 0;
    double weight = 0; ///< negative where the other point is left behind
};

/// The best disc with `points[on_rim]` on its rim: a best disc can be moved until a point of it lies there.
double best_through(std::span<const geo::Point> points, std::span<const double> weights, std::size_t on_rim,
                    double radius, const geo::BoxIndex& index) {
    const geo::Point p = points[on_rim];
    double here = 0; // what every disc holds, or those that start beyond the cut at -pi
    std::vector<Turn> turns;
    index.for_each(geo::Box{p, p}.grown(2 * radius), [&](std::size_t i) {
        const double distance = geo::distance(p, points[i]);
        if (distance == 0) {
            here += weights[i];
        } else if (distance <= 2 * radius) {
            const double towards = std::atan2(points[i].y - p.y, points[i].x - p.x);
            const double half = std::acos(distance / (2 * radius));
            const double from = std::remainder(towards - half, 2 * std::numbers::pi);
            const double to = std::remainder(towards + half, 2 * std::numbers::pi);
            turns.push_back({from, weights[i]});
            turns.push_back({to, -weights[i]});
            here += from > to ? weights[i] : 0;
        }
    });
    std::ranges::sort(turns, [](const Turn& a, const Turn& b) { // closed discs: entries first
        return a.angle != b.angle ? a.angle < b.angle : a.weight > b.weight;
    });
    double best = here;
    for (const Turn& turn : turns) {
        here += turn.weight;
        best = std::max(best, here);
    }
    return best;
}

/// The units of one commune that no located camera may cover.
struct Remaining {
    std::vector<geo::Point> points;
    std::vector<double> sites, inhabitants, weights;
    CoverBound nowhere; ///< those without a position
};

CoverBound amount(const DemandUnit& unit) {
    const bool is_site = unit.kind == UnitKind::site;
    return {is_site ? 1.0 : 0.0, is_site ? 0.0 : unit.inhabitants, unit.weight};
}

Remaining remaining(std::size_t commune, const std::vector<DemandUnit>& units,
                    const std::vector<UnitCoverage>& coverage) {
    Remaining left;
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (units[i].commune != commune || !coverage[i].is_by_unlocated) {
            continue;
        }
        const CoverBound one = amount(units[i]);
        if (!units[i].position) {
            left.nowhere.sites += one.sites;
            left.nowhere.inhabitants += one.inhabitants;
            left.nowhere.weight += one.weight;
            continue;
        }
        left.points.push_back(*units[i].position);
        left.sites.push_back(one.sites);
        left.inhabitants.push_back(one.inhabitants);
        left.weights.push_back(one.weight);
    }
    return left;
}

/// How far such a camera reaches at most.
double highest_range(const registry::Camera& camera, const domain::Settings& settings) {
    return camera.range_m.value_or(domain::assumption_for(settings, camera.type).range_high_m);
}

} // namespace

double best_disc(std::span<const geo::Point> points, std::span<const double> weights, double radius) {
    std::vector<geo::Box> boxes;
    boxes.reserve(points.size());
    for (const geo::Point p : points) {
        boxes.push_back({p, p});
    }
    const geo::BoxIndex index(boxes);
    double best = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        best = std::max(best, best_through(points, weights, i, radius * kWidened, index));
    }
    return best;
}

std::vector<CoverBound> unlocated_bounds(const domain::Project& project,
                                         const std::vector<Legality>& legalities,
                                         const std::vector<DemandUnit>& units,
                                         const std::vector<UnitCoverage>& coverage) {
    std::vector<CoverBound> bounds(project.territory->communes.size());
    std::map<std::size_t, std::map<double, double>> cameras; // by commune: how many of each range
    for (std::size_t i = 0; i < project.cameras->size(); ++i) {
        const registry::Camera& camera = (*project.cameras)[i];
        const auto commune = domain::find_commune(*project.territory, camera.commune);
        if (!camera.position && camera.is_public_road && commune && may_film(legalities[i])) {
            cameras[*commune][highest_range(camera, project.settings)] += 1;
        }
    }
    for (const auto& [commune, by_range] : cameras) {
        const Remaining left = remaining(commune, units, coverage);
        CoverBound& bound = bounds[commune];
        bound = left.nowhere;
        for (const auto& [range, count] : by_range) {
            bound.sites += count * best_disc(left.points, left.sites, range);
            bound.inhabitants += count * best_disc(left.points, left.inhabitants, range);
            bound.weight += count * best_disc(left.points, left.weights, range);
        }
    }
    return bounds;
}

} // namespace maillage::analysis
