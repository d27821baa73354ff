#include "domain/commune_index.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace maillage::domain {
namespace {

double distance_to_segment(geo::Point p, geo::Point a, geo::Point b) {
    const geo::Point d{b.x - a.x, b.y - a.y};
    const double length2 = d.x * d.x + d.y * d.y;
    const double t =
        length2 > 0 ? std::clamp(((p.x - a.x) * d.x + (p.y - a.y) * d.y) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - t * d.x, p.y - a.y - t * d.y);
}

double distance_to_ring(geo::Point p, const geo::Ring& ring) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        nearest = std::min(nearest, distance_to_segment(p, ring[j], ring[i]));
    }
    return nearest;
}

} // namespace

CommuneIndex::CommuneIndex(const Territory& territory) : territory_(&territory) {
    std::vector<geo::Box> boxes;
    boxes.reserve(territory.communes.size());
    for (const Commune& commune : territory.communes) {
        boxes.push_back(geo::bounds(commune.shape));
        box_.extend(boxes.back());
    }
    boxes_ = geo::BoxIndex(boxes);
}

std::optional<std::size_t> CommuneIndex::find(geo::Point p) const {
    std::optional<std::size_t> first;
    boxes_.for_each(p, [&](std::size_t i) {
        if ((!first || i < *first) && geo::contains(territory_->communes[i].shape, p)) {
            first = i;
        }
    });
    return first;
}

std::optional<std::size_t> CommuneIndex::find_near(geo::Point p, double metres) const {
    if (const auto inside = find(p)) {
        return inside;
    }
    std::optional<std::size_t> nearest;
    double least = metres;
    boxes_.for_each(geo::Box{p, p}.grown(metres), [&](std::size_t i) {
        const double away = distance_m(i, p);
        if (away < least || (away == least && (!nearest || i < *nearest))) {
            least = away;
            nearest = i;
        }
    });
    return nearest;
}

double CommuneIndex::distance_m(std::size_t commune, geo::Point p) const {
    const geo::MultiPolygon& shape = territory_->communes[commune].shape;
    if (geo::contains(shape, p)) {
        return 0;
    }
    double nearest = std::numeric_limits<double>::infinity();
    for (const geo::Polygon& polygon : shape) {
        nearest = std::min(nearest, distance_to_ring(p, polygon.outer));
        for (const geo::Ring& hole : polygon.holes) {
            nearest = std::min(nearest, distance_to_ring(p, hole));
        }
    }
    return nearest;
}

} // namespace maillage::domain
