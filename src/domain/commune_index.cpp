#include "domain/commune_index.h"

#include "geo/distance.h"

#include <vector>

namespace maillage::domain {
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
    return geo::distance_to(p, territory_->communes[commune].shape);
}

} // namespace maillage::domain
