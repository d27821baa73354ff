#include "app/covered_ground.h"

#include "geo/box_index.h"
#include "geo/overlay.h"

#include <algorithm>
#include <map>
#include <string>

namespace maillage::app {
namespace {

using Sets = std::vector<geo::MultiPolygon>;

/// Geodesic area per plane area of each commune, which the territory knows: within one it varies by less than 1e-4.
std::vector<double> scales(const domain::Project& project, const Sets& zones) {
    std::vector<double> result;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const double plane = geo::area(zones[i]);
        const double geodesic = project.territory->communes[i].area_km2 * 1e6;
        result.push_back(plane > 0 && geodesic > 0 ? geodesic / plane : 1);
    }
    return result;
}

/// The ground of valid cameras in at least one band, or all of it.
Sets sets_of(const Results& results, const std::optional<std::size_t>& band) {
    Sets sets;
    for (const analysis::CameraView& view : *results.views) {
        if (view.has_position && results.legalities[view.camera] == analysis::Legality::valid) {
            sets.push_back(analysis::covering_ground(view, analysis::kCentral, band));
        }
    }
    return sets;
}

/// By commune, plane: ground inside parcels and the part of it that is seen. A parcel belongs to the commune that holds a
/// point of it; empty communes have no parcels and so no known public ground.
void add_public_ground(const domain::Project& project, const std::vector<analysis::CoveredArea>& parcels,
                       const std::vector<double>& scale, CoveredGrounds& out) {
    std::vector<geo::Box> boxes;
    for (const domain::Commune& commune : project.territory->communes) {
        boxes.push_back(geo::bounds(commune.shape));
    }
    const geo::BoxIndex index(boxes);
    std::vector<double> inside(boxes.size());
    std::vector<double> seen(boxes.size());
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        const domain::Parcel& parcel = (*project.parcels)[i];
        const geo::Point p = geo::interior_point(parcel.shape);
        index.for_each(p, [&](std::size_t commune) {
            if (geo::contains(project.territory->communes[commune].shape, p)) {
                inside[commune] += geo::area(parcel.shape);
                seen[commune] += parcels[i].once_m2;
            }
        });
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (inside[i] > 0) {
            const double whole = scale[i] * geo::area(project.territory->communes[i].shape);
            out.by_commune[i].public_m2 = std::max(0.0, whole - scale[i] * inside[i]);
            out.by_commune[i].public_seen_m2 = std::max(0.0, out.by_commune[i].seen.once_m2 - scale[i] * seen[i]);
        }
    }
}

void add(CoveredGround& to, const CoveredGround& part) {
    to.public_m2 += part.public_m2;
    to.public_seen_m2 += part.public_seen_m2;
    to.seen.once_m2 += part.seen.once_m2;
    to.seen.twice_m2 += part.seen.twice_m2;
    to.bands_m2.resize(std::max(to.bands_m2.size(), part.bands_m2.size()));
    for (std::size_t b = 0; b < part.bands_m2.size(); ++b) {
        to.bands_m2[b] += part.bands_m2[b];
    }
}

} // namespace

CoveredGrounds covered_grounds(const domain::Project& project, const Results& results, Progress& progress) {
    Sets zones;
    for (const domain::Commune& commune : project.territory->communes) {
        zones.push_back(commune.shape);
    }
    const std::vector<double> scale = scales(project, zones);
    const std::size_t bands = project.settings.bands.size();
    CoveredGrounds out;
    out.by_commune.resize(zones.size());
    const std::size_t communes = zones.size();
    Sets with_parcels = zones;
    for (const domain::Parcel& parcel : *project.parcels) {
        with_parcels.push_back(parcel.shape);
    }
    const auto seen = analysis::covered_areas(sets_of(results, std::nullopt), with_parcels, {}, progress);
    for (std::size_t i = 0; i < communes; ++i) {
        CoveredGround& here = out.by_commune[i];
        here.bands_m2.resize(bands);
        here.seen = {scale[i] * seen.by_zone[i].once_m2, scale[i] * seen.by_zone[i].twice_m2};
    }
    for (std::size_t b = 0; b < bands; ++b) {
        const auto cut = analysis::covered_areas(sets_of(results, b), zones, {}, progress);
        for (std::size_t i = 0; i < zones.size(); ++i) {
            out.by_commune[i].bands_m2[b] = scale[i] * cut.by_zone[i].once_m2;
        }
    }
    const auto first_parcel = seen.by_zone.begin() + static_cast<std::ptrdiff_t>(communes);
    add_public_ground(project, {first_parcel, seen.by_zone.end()}, scale, out);
    for (const CoveredGround& here : out.by_commune) {
        add(out.total, here);
    }
    return out;
}

std::vector<CoveredGround> grouped(const CoveredGrounds& grounds, const domain::Project& project, const Results& results,
                                   analysis::Grouping grouping) {
    if (grouping == analysis::Grouping::commune) {
        return grounds.by_commune;
    }
    std::map<std::string, CoveredGround> sums;
    const auto keys = analysis::commune_keys(project, results.date, grouping);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        add(sums[keys[i]], grounds.by_commune[i]);
    }
    std::vector<CoveredGround> rows;
    for (const analysis::Rollup& row : results.gaps.by(grouping)) {
        CoveredGround& sum = sums[row.key];
        sum.bands_m2.resize(project.settings.bands.size());
        rows.push_back(sum);
    }
    return rows;
}

} // namespace maillage::app
