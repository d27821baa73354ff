#include "analysis/group_keys.h"

namespace maillage::analysis {
namespace {

GroupKey named(const std::string& key, const std::string& name, const char* without) {
    return key.empty() ? GroupKey{"", without} : GroupKey{key, name.empty() ? key : name};
}

} // namespace

GroupKeys::GroupKeys(const domain::Project& project, Date on)
    : project_(project), status_(governance(project, on)) {
    std::vector<geo::Box> boxes;
    for (const domain::ForceZone& zone : *project.zones) {
        const bool holds =
            (!zone.valid_from || *zone.valid_from <= on) && (!zone.valid_to || on <= *zone.valid_to);
        boxes.push_back(holds ? geo::bounds(zone.shape) : geo::Box{});
    }
    zones_ = geo::BoxIndex(boxes);
}

const domain::ForceZone* GroupKeys::zone_at(const std::optional<geo::Point>& p) const {
    const auto& zones = *project_.zones;
    std::optional<std::size_t> found;
    if (p) {
        zones_.for_each(*p, [&](std::size_t i) {
            if ((!found || i < *found) && geo::contains(zones[i].shape, *p)) {
                found = i;
            }
        });
    }
    return found ? &zones[*found] : nullptr;
}

GroupKey GroupKeys::of_commune(Grouping grouping, std::size_t index) const {
    const domain::Commune& commune = project_.territory->communes[index];
    switch (grouping) {
    case Grouping::commune:
        return {commune.code, commune.name};
    case Grouping::zone:
        return {domain::to_text(commune.force), domain::label(commune.force)};
    case Grouping::unit:
        return named(commune.unit, commune.unit, "Unité non renseignée");
    case Grouping::council: {
        const auto council = status_[index].council;
        return council ? GroupKey{(*project_.councils)[*council].id, (*project_.councils)[*council].name}
                       : GroupKey{"", "Sans CLSPD ni CISPD"};
    }
    case Grouping::epci:
        return named(commune.epci, commune.epci_name, "Sans EPCI");
    case Grouping::arrondissement:
        return named(commune.arrondissement, commune.arrondissement, "Sans arrondissement");
    case Grouping::departement:
        break;
    }
    return {project_.territory->departement, project_.territory->name};
}

GroupKey GroupKeys::of_place(Grouping grouping, const std::optional<geo::Point>& position,
                             const std::optional<std::size_t>& commune) const {
    if (grouping == Grouping::departement) {
        return {project_.territory->departement, project_.territory->name};
    }
    if (grouping == Grouping::zone || grouping == Grouping::unit) {
        if (const domain::ForceZone* zone = zone_at(position)) {
            return grouping == Grouping::zone
                       ? GroupKey{domain::to_text(zone->force), domain::label(zone->force)}
                       : named(zone->unit, zone->unit, "Unité non renseignée");
        }
    }
    return commune ? of_commune(grouping, *commune) : GroupKey{"", "Hors territoire"};
}

} // namespace maillage::analysis
