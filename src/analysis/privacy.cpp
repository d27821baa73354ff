#include "analysis/privacy.h"

#include "base/parallel.h"
#include "geo/box_index.h"
#include "geo/crs.h"
#include "geo/overlay.h"

#include <algorithm>
#include <cmath>

namespace maillage::analysis {
namespace {

using geo::Point;

constexpr double kOnWall_m =
    1e-3; ///< how far a point of the visible ground may lie from the wall that it lies on

/// Dwellings and parcels of a project, indexed.
class Surroundings {
  public:
    explicit Surroundings(const domain::Project& project) : project_(project) {
        std::vector<geo::Box> dwellings;
        for (const domain::Building& building : *project.buildings) {
            dwellings.push_back(building.is_dwelling ? geo::bounds(building.shape) : geo::Box{});
        }
        std::vector<geo::Box> parcels;
        for (const domain::Parcel& parcel : *project.parcels) {
            parcels.push_back(geo::bounds(parcel.shape));
        }
        dwellings_ = geo::BoxIndex(dwellings);
        parcels_ = geo::BoxIndex(parcels);
    }

    Privacy of(const CameraView& view) const;

  private:
    const domain::Project& project_;
    geo::BoxIndex dwellings_;
    geo::BoxIndex parcels_;
};

double distance_to_line(Point a, Point b, Point p) {
    const double length = geo::distance(a, b);
    return std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length;
}

/// Place of `p` along the wall from a to b, in metres from a.
double along(Point a, Point b, Point p) {
    return ((b.x - a.x) * (p.x - a.x) + (b.y - a.y) * (p.y - a.y)) / geo::distance(a, b);
}

/// Length of the stretches of a ring that run along a wall.
double shared_m(const geo::Ring& ring, Point a, Point b) {
    const double length = geo::distance(a, b);
    double shared = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point p = ring[i];
        const Point q = ring[(i + 1) % ring.size()];
        if (distance_to_line(a, b, p) > kOnWall_m || distance_to_line(a, b, q) > kOnWall_m) {
            continue;
        }
        const double from = std::clamp(along(a, b, p), 0.0, length);
        const double to = std::clamp(along(a, b, q), 0.0, length);
        shared += std::abs(to - from);
    }
    return shared;
}

/// Walls of one building, counter-clockwise, seen from outside.
double facade_m(const geo::Polygon& building, const CameraView& view) {
    double seen = 0;
    const auto& eye = view.heads[kCentral].front().view.eye;
    const auto walls = [&](const geo::Ring& ring, bool is_outer) {
        const bool is_ccw = geo::signed_area(ring) > 0;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            Point a = ring[i];
            Point b = ring[(i + 1) % ring.size()];
            if (is_ccw != is_outer) {
                std::swap(a, b);
            }
            const bool faces = (b.x - a.x) * (eye.y - a.y) - (b.y - a.y) * (eye.x - a.x) < 0;
            if (a == b || !faces) {
                continue;
            }
            for (const geo::Polygon& ground : view.visible[kCentral]) {
                seen += shared_m(ground.outer, a, b);
                for (const geo::Ring& hole : ground.holes) {
                    seen += shared_m(hole, a, b);
                }
            }
        }
    };
    walls(building.outer, true);
    for (const geo::Ring& hole : building.holes) {
        walls(hole, false);
    }
    return seen;
}

Privacy Surroundings::of(const CameraView& view) const {
    Privacy out;
    const geo::MultiPolygon& ground = view.visible[kCentral];
    if (ground.empty()) {
        return out;
    }
    const geo::Box box = geo::bounds(ground).grown(kOnWall_m);
    std::vector<std::size_t> near;
    dwellings_.for_each(box, [&](std::size_t i) { near.push_back(i); });
    std::ranges::sort(near);
    std::vector<geo::MultiPolygon> mask;
    for (const std::size_t i : near) {
        const geo::Polygon& shape = (*project_.buildings)[i].shape;
        const double seen = facade_m(shape, view);
        if (seen > 0.01) {
            out.facade_m += seen;
            ++out.dwellings;
            mask.push_back({shape});
        }
    }
    near.clear();
    parcels_.for_each(box, [&](std::size_t i) { near.push_back(i); });
    std::ranges::sort(near);
    for (const std::size_t i : near) {
        geo::MultiPolygon part = geo::intersect(ground, (*project_.parcels)[i].shape);
        if (const double area = geo::area(part); area > 0) {
            out.private_m2 +=
                area * geo::areal_scale_inverse(project_.territory->epsg, geo::bounds(part).centre());
            mask.push_back(std::move(part));
        }
    }
    out.to_mask = mask.empty() ? geo::MultiPolygon() : geo::unite(mask);
    return out;
}

} // namespace

std::vector<Privacy> privacy(const domain::Project& project, const std::vector<CameraView>& views,
                             Progress& progress, unsigned threads) {
    const Surroundings surroundings(project);
    std::vector<Privacy> out(views.size());
    parallel_blocks(views.size(), 32, threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t i = begin; i < end; ++i) {
            out[i] = surroundings.of(views[i]);
        }
    });
    return out;
}

Privacy privacy_of(const domain::Project& project, const CameraView& view) {
    return Surroundings(project).of(view);
}

} // namespace maillage::analysis
