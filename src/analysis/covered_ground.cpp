#include "analysis/covered_ground.h"

#include "analysis/group_keys.h"
#include "geo/box_index.h"
#include "geo/crs.h"
#include "geo/overlay.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace maillage::analysis {
namespace {

using geo::MultiPolygon;
using Sets = std::vector<MultiPolygon>;

/// Cuts shapes along the border of a polygon; they are overlaid only where it comes near.
class Cutter {
  public:
    explicit Cutter(const MultiPolygon& by) : by_(by), box_(geo::bounds(by)) {
        std::vector<geo::Box> edges;
        const auto add = [&](const geo::Ring& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                geo::Box box{ring[i], ring[i]};
                box.extend(ring[i + 1 < ring.size() ? i + 1 : 0]);
                edges.push_back(box);
            }
        };
        for (const geo::Polygon& polygon : by) {
            add(polygon.outer);
            for (const geo::Ring& hole : polygon.holes) {
                add(hole);
            }
        }
        edges_ = geo::BoxIndex(edges);
    }

    MultiPolygon inside(const MultiPolygon& shape) const {
        const geo::Box box = geo::bounds(shape);
        if (box.is_empty() || !box.intersects(box_)) {
            return {};
        }
        if (is_cut(box)) {
            return geo::intersect(shape, by_);
        }
        return geo::contains(by_, shape.front().outer.front()) ? shape : MultiPolygon{};
    }

    MultiPolygon outside(const MultiPolygon& shape) const {
        const geo::Box box = geo::bounds(shape);
        if (!box.is_empty() && is_cut(box)) {
            return geo::subtract(shape, by_);
        }
        return inside(shape).empty() ? shape : MultiPolygon{};
    }

  private:
    bool is_cut(const geo::Box& box) const {
        bool found = false;
        edges_.for_each(box, [&](std::size_t) { found = true; });
        return found;
    }

    const MultiPolygon& by_;
    geo::Box box_;
    geo::BoxIndex edges_;
};

/// The part of a commune inside a force zone that was drawn.
struct Piece {
    std::size_t commune = 0;
    std::size_t zone = 0;
    MultiPolygon shape;
};

std::vector<Piece> pieces_of(const domain::Project& project, const GroupKeys& keys) {
    const auto& communes = project.territory->communes;
    std::vector<MultiPolygon> rest;
    for (const domain::Commune& commune : communes) {
        rest.push_back(commune.shape);
    }
    std::vector<Piece> pieces;
    for (const std::size_t zone : keys.zones()) {
        const Cutter cutter((*project.zones)[zone].shape);
        for (std::size_t i = 0; i < rest.size(); ++i) {
            if (MultiPolygon piece = cutter.inside(rest[i]); !piece.empty()) {
                pieces.push_back({i, zone, std::move(piece)});
                rest[i] = cutter.outside(rest[i]);
            }
        }
    }
    return pieces;
}

/// Ground that is measured by itself: communes first, then the pieces of communes, the QPV, and all QPV
/// together.
struct Patches {
    Sets shapes;
    std::size_t first_piece = 0;
    std::size_t first_qpv = 0;
    std::size_t all_qpvs = 0;
};

Patches patches_of(const domain::Project& project, std::vector<Piece>& pieces) {
    Patches patches;
    for (const domain::Commune& commune : project.territory->communes) {
        patches.shapes.push_back(commune.shape);
    }
    patches.first_piece = patches.shapes.size();
    for (Piece& piece : pieces) {
        patches.shapes.push_back(std::move(piece.shape));
    }
    patches.first_qpv = patches.shapes.size();
    Sets quarters;
    for (const domain::Qpv& qpv : *project.qpvs) {
        patches.shapes.push_back(qpv.shape);
        if (!qpv.shape.empty()) {
            quarters.push_back(qpv.shape);
        }
    }
    patches.all_qpvs = patches.shapes.size();
    patches.shapes.push_back(quarters.empty() ? MultiPolygon{} : geo::unite(quarters));
    return patches;
}

/// The ground of valid cameras in at least one band, or all of it.
Sets sets_of(const CoveredGroundInput& input, const std::optional<std::size_t>& band) {
    Sets sets;
    for (const CameraView& view : input.views) {
        if (view.has_position && input.legalities[view.camera] == Legality::valid) {
            sets.push_back(covering_ground(view, kCentral, band));
        }
    }
    return sets;
}

/// Geodesic areas. The scale of a projection varies so evenly over a commune that its value at the centroid
/// of the ground is its mean over it.
ground::CoveredArea on_ellipsoid(int epsg, const ground::Coverage& coverage, std::size_t zone) {
    const ground::CoveredArea& plane = coverage.by_zone[zone];
    const auto scaled = [&](double m2, geo::Point centre) {
        return m2 > 0 ? m2 * geo::areal_scale_inverse(epsg, centre) : 0;
    };
    return {scaled(plane.once_m2, coverage.centres[zone].once),
            scaled(plane.twice_m2, coverage.centres[zone].twice)};
}

/// What lies inside a parcel, of one patch.
struct PrivatePart {
    std::size_t patch = 0;
    MultiPolygon shape;
};

/// The parts of the parcels inside each patch. A parcel lies in one commune: the one that holds a point of
/// it.
std::vector<PrivatePart> private_parts(const domain::Project& project, const Patches& patches,
                                       const std::vector<Piece>& pieces) {
    std::vector<geo::Box> boxes;
    for (const MultiPolygon& shape : patches.shapes) {
        boxes.push_back(geo::bounds(shape));
    }
    const geo::BoxIndex index(boxes);
    std::map<std::size_t, Cutter> cutters;
    std::vector<PrivatePart> parts;
    for (const domain::Parcel& parcel : *project.parcels) {
        const geo::Point p = geo::interior_point(parcel.shape);
        std::optional<std::size_t> commune;
        std::vector<std::size_t> near;
        index.for_each(geo::bounds(parcel.shape), [&](std::size_t i) { near.push_back(i); });
        std::ranges::sort(near);
        for (const std::size_t i : near) {
            if (i < patches.first_piece) {
                if (!commune && geo::contains(patches.shapes[i], p)) {
                    commune = i;
                    parts.push_back({i, parcel.shape});
                }
                continue;
            }
            const bool is_other_commune =
                i < patches.first_qpv && pieces[i - patches.first_piece].commune != commune;
            if (is_other_commune) {
                continue;
            }
            const auto cutter = cutters.try_emplace(i, patches.shapes[i]).first;
            if (MultiPolygon part = cutter->second.inside(parcel.shape); !part.empty()) {
                parts.push_back({i, std::move(part)});
            }
        }
    }
    return parts;
}

/// Public ground is what no parcel covers; a commune or QPV without parcels has no known public ground.
void add_public_ground(const domain::Project& project, const Patches& patches,
                       const std::vector<Piece>& pieces, const std::vector<PrivatePart>& parts,
                       const ground::Coverage& coverage, std::vector<CoveredGround>& grounds) {
    std::vector<double> inside(grounds.size());
    std::vector<double> seen_inside(grounds.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        inside[parts[i].patch] += geo::area(parts[i].shape);
        seen_inside[parts[i].patch] += coverage.by_zone[grounds.size() + i].once_m2;
    }
    for (std::size_t i = 0; i < grounds.size(); ++i) {
        const bool is_piece = i >= patches.first_piece && i < patches.first_qpv;
        if (inside[is_piece ? pieces[i - patches.first_piece].commune : i] > 0) {
            const int epsg = project.territory->epsg;
            const double in_parcels =
                inside[i] * geo::areal_scale_inverse(epsg, geo::bounds(patches.shapes[i]).centre());
            grounds[i].public_m2 = std::max(0.0, geo::geodesic_area_m2(epsg, patches.shapes[i]) - in_parcels);
            const double seen_in_parcels =
                seen_inside[i] * geo::areal_scale_inverse(epsg, coverage.centres[i].once);
            grounds[i].public_seen_m2 = std::max(0.0, grounds[i].seen.once_m2 - seen_in_parcels);
        }
    }
}

/// One a patch.
std::vector<CoveredGround> measured(const CoveredGroundInput& input, const Patches& patches,
                                    const std::vector<Piece>& pieces, unsigned threads, Progress& progress) {
    const domain::Project& project = input.project;
    const std::size_t bands = project.settings.bands.size();
    const std::size_t count = patches.shapes.size();
    std::vector<CoveredGround> grounds(count);
    const std::vector<PrivatePart> parts = private_parts(project, patches, pieces);
    Sets zones = patches.shapes;
    for (const PrivatePart& part : parts) {
        zones.push_back(part.shape);
    }
    const ground::Coverage all =
        ground::covered_areas(sets_of(input, std::nullopt), zones, {false, threads}, progress);
    const int epsg = project.territory->epsg;
    for (std::size_t i = 0; i < count; ++i) {
        grounds[i].bands_m2.resize(bands);
        grounds[i].seen = on_ellipsoid(epsg, all, i);
    }
    for (std::size_t b = 0; b < bands; ++b) {
        const ground::Coverage cut =
            ground::covered_areas(sets_of(input, b), patches.shapes, {false, threads}, progress);
        for (std::size_t i = 0; i < count; ++i) {
            grounds[i].bands_m2[b] = on_ellipsoid(epsg, cut, i).once_m2;
        }
    }
    add_public_ground(project, patches, pieces, parts, all, grounds);
    return grounds;
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

/// What is left of `whole`: rounding must not leave less than nothing.
void take(CoveredGround& whole, const CoveredGround& part) {
    const auto less = [](double& from, double amount) { from = std::max(0.0, from - amount); };
    less(whole.public_m2, part.public_m2);
    less(whole.public_seen_m2, part.public_seen_m2);
    less(whole.seen.once_m2, part.seen.once_m2);
    less(whole.seen.twice_m2, part.seen.twice_m2);
    whole.bands_m2.resize(std::max(whole.bands_m2.size(), part.bands_m2.size())); // of no commune at all
    for (std::size_t b = 0; b < part.bands_m2.size(); ++b) {
        less(whole.bands_m2[b], part.bands_m2[b]);
    }
}

} // namespace

CoveredGrounds covered_grounds(const CoveredGroundInput& input, Progress& progress, unsigned threads) {
    const domain::Project& project = input.project;
    const GroupKeys keys(project, input.gaps.date);
    std::vector<Piece> pieces = pieces_of(project, keys);
    const Patches patches = patches_of(project, pieces);
    const std::vector<CoveredGround> grounds = measured(input, patches, pieces, threads, progress);
    std::vector<CoveredGround> rest(grounds.begin(),
                                    grounds.begin() + static_cast<std::ptrdiff_t>(patches.first_piece));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        take(rest[pieces[i].commune], grounds[patches.first_piece + i]);
    }
    CoveredGrounds out;
    for (std::size_t i = 0; i < patches.first_piece; ++i) {
        add(out.total, grounds[i]);
    }
    for (std::size_t g = 0; g < kGroupings; ++g) {
        const auto grouping = static_cast<Grouping>(g);
        std::map<std::string, CoveredGround> sums;
        if (grouping == Grouping::qpv) {
            for (std::size_t i = patches.first_qpv; i < patches.all_qpvs; ++i) {
                add(sums[keys.of_qpv(i - patches.first_qpv).key], grounds[i]);
            }
            sums[""] = out.total;
            take(sums[""], grounds[patches.all_qpvs]);
        } else {
            const bool is_split = grouping == Grouping::zone || grouping == Grouping::unit;
            for (std::size_t i = 0; i < patches.first_piece; ++i) {
                add(sums[keys.of_commune(grouping, i).key], is_split ? rest[i] : grounds[i]);
            }
            for (std::size_t i = 0; is_split && i < pieces.size(); ++i) {
                add(sums[keys.of_zone(grouping, pieces[i].zone).key], grounds[patches.first_piece + i]);
            }
        }
        for (const Rollup& row : input.gaps.by(grouping)) {
            CoveredGround& sum = sums[row.key];
            sum.bands_m2.resize(project.settings.bands.size());
            out.groups[g].push_back(sum);
        }
    }
    return out;
}

} // namespace maillage::analysis
