#include "views/snap.h"

#include "base/translate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace maillage::views {

namespace {

enum Kind { commune, building, perimeter };

constexpr std::array<const char*, 3> kCorners = {tr_noop("sommet de commune"), tr_noop("coin de bâtiment"),
                                                 tr_noop("sommet de périmètre")};
constexpr std::array<const char*, 3> kEdges = {tr_noop("bord de commune"), tr_noop("façade"),
                                               tr_noop("bord de périmètre")};

geo::Point nearest_on(geo::Point p, geo::Point a, geo::Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
    return {a.x + t * dx, a.y + t * dy};
}

/// The best so far of one kind.
struct Best {
    double distance;
    std::optional<Snap> snap;

    void offer(geo::Point at, geo::Point wanted, SnapKind kind, const char* what) {
        const double d = geo::distance(at, wanted);
        if (d < distance) {
            distance = d;
            snap = Snap{at, at, kind, tr(what)};
        }
    }
};

} // namespace

void Snapper::prepare(const domain::Project& project) {
    const bool is_same = is_prepared_ && project_.territory.is_same(project.territory) &&
                         project_.buildings.is_same(project.buildings) &&
                         project_.perimeters.is_same(project.perimeters);
    if (is_same) {
        return;
    }
    project_.territory = project.territory;
    project_.buildings = project.buildings;
    project_.perimeters = project.perimeters;
    is_prepared_ = true;
    shapes_.clear();
    std::vector<geo::Box> boxes;
    const auto take_one = [&](const geo::Polygon& polygon, Kind kind) {
        shapes_.push_back({&polygon, kind});
        boxes.push_back(geo::bounds(polygon.outer));
    };
    const auto take = [&](const geo::MultiPolygon& shape, Kind kind) {
        for (const auto& polygon : shape) {
            take_one(polygon, kind);
        }
    };
    for (const auto& one : project_.territory->communes) {
        take(one.shape, commune);
    }
    for (const auto& one : *project_.buildings) {
        take_one(one.shape, building);
    }
    for (const auto& one : *project_.perimeters) {
        take(one.shape, perimeter);
    }
    index_ = geo::BoxIndex(boxes);
}

std::optional<Snap> Snapper::nearest(const domain::Project& project, geo::Point at, double reach_m,
                                     std::optional<geo::Point> except) {
    prepare(project);
    Best corner{reach_m, {}};
    Best edge{reach_m, {}};
    const auto offer_places = [&](const auto& list, const char* what) {
        for (const auto& one : list) {
            if (one.position && one.position != except) {
                corner.offer(*one.position, at, SnapKind::point, what);
            }
        }
    };
    offer_places(*project.cameras, tr_noop("caméra"));
    offer_places(*project.sites, tr_noop("site"));
    index_.for_each(geo::Box{at, at}.grown(reach_m), [&](std::size_t i) {
        const auto kind = static_cast<std::size_t>(shapes_[i].kind);
        const auto look = [&](const geo::Ring& ring) {
            for (std::size_t k = 0; k < ring.size(); ++k) {
                const auto a = ring[k];
                corner.offer(a, at, SnapKind::corner, kCorners[kind]);
                edge.offer(nearest_on(at, a, ring[(k + 1) % ring.size()]), at, SnapKind::edge, kEdges[kind]);
            }
        };
        look(shapes_[i].polygon->outer);
        for (const auto& hole : shapes_[i].polygon->holes) {
            look(hole);
        }
    });
    auto caught = corner.snap ? corner.snap : edge.snap;
    if (caught) {
        caught->in_front = in_front(caught->at);
    }
    return caught;
}

/// The first of sixteen directions that leads out of every building; where none does, the point itself.
geo::Point Snapper::in_front(geo::Point at) const {
    constexpr int kDirections = 16;
    constexpr double kGap_m = 0.01;
    const auto is_free = [&](geo::Point p) {
        bool is_outside = true;
        index_.for_each(p, [&](std::size_t i) {
            const bool is_building = shapes_[i].kind == building;
            is_outside = is_outside && !(is_building && geo::contains({*shapes_[i].polygon}, p));
        });
        return is_outside;
    };
    const auto around = [&](int i, double gap) {
        const double angle = 2 * std::numbers::pi * i / kDirections;
        return geo::Point{at.x + gap * std::cos(angle), at.y + gap * std::sin(angle)};
    };
    bool touches = false;
    for (int i = 0; i < kDirections; ++i) {
        touches = touches || !is_free(around(i, kGap_m));
    }
    for (int i = 0; touches && i < kDirections; ++i) {
        if (is_free(around(i, kGap_m))) {
            return around(i, kGap_m);
        }
    }
    return at;
}

} // namespace maillage::views
