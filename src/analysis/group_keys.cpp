#include "analysis/group_keys.h"

namespace maillage::analysis {
namespace {

const GroupKey kOutsideQpvs{"", "Hors QPV"};

GroupKey named(const std::string& key, const std::string& name, const char* without) {
    return key.empty() ? GroupKey{"", without} : GroupKey{key, name.empty() ? key : name};
}

/// The first of the shapes that holds the point.
template <class Holders>
std::optional<std::size_t> holder_of(const geo::BoxIndex& index, const Holders& holders,
                                     const std::optional<geo::Point>& p) {
    std::optional<std::size_t> found;
    if (p) {
        index.for_each(*p, [&](std::size_t i) {
            if ((!found || i < *found) && geo::contains(holders[i].shape, *p)) {
                found = i;
            }
        });
    }
    return found;
}

} // namespace

GroupKeys::GroupKeys(const domain::Project& project, Date on)
    : project_(project), status_(governance(project, on)) {
    for (const domain::ForceZone& zone : *project.zones) {
        const bool holds =
            (!zone.valid_from || *zone.valid_from <= on) && (!zone.valid_to || on <= *zone.valid_to);
        zone_boxes_.push_back(holds ? geo::bounds(zone.shape) : geo::Box{});
    }
    zones_ = geo::BoxIndex(zone_boxes_);
    std::vector<geo::Box> quarters;
    for (const domain::Qpv& qpv : *project.qpvs) {
        quarters.push_back(geo::bounds(qpv.shape));
    }
    qpvs_ = geo::BoxIndex(quarters);
}

std::vector<std::size_t> GroupKeys::zones() const {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < zone_boxes_.size(); ++i) {
        if (!zone_boxes_[i].is_empty()) {
            result.push_back(i);
        }
    }
    return result;
}

GroupKey GroupKeys::of_zone(Grouping grouping, std::size_t index) const {
    const domain::ForceZone& zone = (*project_.zones)[index];
    return grouping == Grouping::zone ? GroupKey{to_text(zone.force), label(zone.force)}
                                      : named(zone.unit, zone.unit, "Unité non renseignée");
}

/// "Europe (Saint-Quentin, Omissy)": names of QPV are not unique in a département.
GroupKey GroupKeys::of_qpv(std::size_t index) const {
    const domain::Qpv& qpv = (*project_.qpvs)[index];
    std::string places;
    for (const std::string& code : qpv.communes) {
        const auto commune = domain::find_commune(*project_.territory, code);
        places +=
            (places.empty() ? "" : ", ") + (commune ? project_.territory->communes[*commune].name : code);
    }
    std::string name = qpv.name.empty() ? qpv.code : qpv.name;
    name += places.empty() ? "" : " (" + places + ")";
    return {qpv.code.empty() ? qpv.name : qpv.code, name + (qpv.shape.empty() ? ", contour inconnu" : "")};
}

GroupKey GroupKeys::of_commune(Grouping grouping, std::size_t index) const {
    const domain::Commune& commune = project_.territory->communes[index];
    switch (grouping) {
    case Grouping::commune:
        return {commune.code, commune.name};
    case Grouping::zone:
        return {to_text(commune.force), label(commune.force)};
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
    case Grouping::qpv:
        return kOutsideQpvs;
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
        if (const auto zone = holder_of(zones_, *project_.zones, position)) {
            return of_zone(grouping, *zone);
        }
    }
    if (grouping == Grouping::qpv) {
        const auto qpv = holder_of(qpvs_, *project_.qpvs, position);
        return qpv ? of_qpv(*qpv) : kOutsideQpvs;
    }
    return commune ? of_commune(grouping, *commune) : GroupKey{kOutsideTerritory, "Hors territoire"};
}

} // namespace maillage::analysis
