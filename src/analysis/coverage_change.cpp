#include "analysis/coverage_change.h"

#include <algorithm>

namespace maillage::analysis {

geo::BoxIndex place_index(const std::vector<DemandUnit>& units) {
    std::vector<geo::Box> boxes;
    boxes.reserve(units.size());
    for (const DemandUnit& unit : units) {
        boxes.push_back(unit.position ? geo::Box{*unit.position, *unit.position} : geo::Box{});
    }
    return geo::BoxIndex(boxes);
}

CoverageChange coverage_change(const domain::Settings& settings, const Gaps& gaps,
                               const geo::BoxIndex& places, const AimedCamera& camera) {
    const auto required = required_band(settings);
    const geo::MultiPolygon& ground = covering_ground(camera.view, kCentral, required);
    std::vector<std::size_t> near;
    const auto note = [&](std::size_t place) { near.push_back(place); };
    places.for_each(geo::bounds(ground), note);
    if (camera.index) {
        places.for_each(camera.reach, note);
    }
    std::ranges::sort(near);
    near.erase(std::unique(near.begin(), near.end()), near.end());
    CoverageChange change;
    for (const std::size_t i : near) {
        const DemandUnit& unit = gaps.units[i];
        const std::vector<std::uint32_t>& known = gaps.coverage[i].cameras;
        const bool is_seen = geo::contains(ground, *unit.position);
        const bool by_others =
            std::ranges::any_of(known, [&](std::uint32_t other) { return other != camera.index; });
        const int gained =
            static_cast<int>(by_others || (is_seen && camera.may_film)) - static_cast<int>(!known.empty());
        if (unit.kind == UnitKind::site) {
            change.sites_seen += is_seen ? 1 : 0;
            change.sites_gained += gained;
        } else {
            change.inhabitants_seen += is_seen ? unit.inhabitants : 0;
            change.inhabitants_gained += gained * unit.inhabitants;
        }
    }
    return change;
}

} // namespace maillage::analysis
