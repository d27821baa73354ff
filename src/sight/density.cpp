#include "sight/density.h"

#include "geo/overlay.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace maillage::sight {
namespace {

using geo::Point;

constexpr double kRadians = std::numbers::pi / 180;

/// A line; what is kept lies on its left.
struct Cut {
    Point through;
    Point along; ///< unit vector

    double height(Point p) const { return along.x * (p.y - through.y) - along.y * (p.x - through.x); }

    double place(Point p) const { return along.x * (p.x - through.x) + along.y * (p.y - through.y); }
};

/// A stretch of boundary on the kept side, from where it enters to where it leaves.
struct Chain {
    geo::Line points;
    double entry = 0; ///< places on the line
    double exit = 0;
};

/// Adds the kept stretches of a ring, or the ring itself to `whole`.
void cut_ring(const geo::Ring& ring, const Cut& cut, std::vector<Chain>& chains,
              std::vector<geo::Ring>& whole) {
    const std::size_t n = ring.size();
    const auto is_kept = [&](std::size_t i) { return cut.height(ring[i % n]) >= 0; };
    std::size_t start = 0;
    while (start < n && is_kept(start)) {
        ++start;
    }
    if (start == n) {
        whole.push_back(ring);
        return;
    }
    const auto crossing = [&](Point p, Point q) {
        const double hp = cut.height(p);
        const double hq = cut.height(q);
        const double t = hp / (hp - hq);
        return Point{p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
    };
    for (std::size_t i = start; i < start + n; ++i) {
        const Point p = ring[i % n];
        const Point q = ring[(i + 1) % n];
        if (!is_kept(i) && is_kept(i + 1)) {
            const Point x = crossing(p, q);
            chains.push_back({{x}, cut.place(x), 0});
        } else if (is_kept(i) && !is_kept(i + 1)) {
            const Point x = crossing(p, q);
            chains.back().points.push_back(x);
            chains.back().exit = cut.place(x);
        }
        if (is_kept(i + 1)) {
            chains.back().points.push_back(q);
        }
    }
}

void keep_left(const geo::Polygon& polygon, const Cut& cut, geo::MultiPolygon& out) {
    std::vector<Chain> chains;
    std::vector<geo::Ring> whole;
    cut_ring(polygon.outer, cut, chains, whole);
    const bool is_outer_whole = !whole.empty();
    for (const geo::Ring& hole : polygon.holes) {
        cut_ring(hole, cut, chains, whole);
    }
    if (is_outer_whole) {
        out.push_back(polygon);
        return;
    }
    // Along the line, with the kept side on the left, the inside runs from each exit to the next entry.
    std::vector<std::size_t> by_entry(chains.size());
    std::vector<std::size_t> by_exit(chains.size());
    for (std::size_t i = 0; i < chains.size(); ++i) {
        by_entry[i] = by_exit[i] = i;
    }
    std::ranges::sort(by_entry,
                      [&](std::size_t a, std::size_t b) { return chains[a].entry < chains[b].entry; });
    std::ranges::sort(by_exit, [&](std::size_t a, std::size_t b) { return chains[a].exit < chains[b].exit; });
    std::vector<std::size_t> next(chains.size());
    for (std::size_t i = 0; i < chains.size(); ++i) {
        next[by_exit[i]] = by_entry[i];
    }
    std::vector<char> used(chains.size(), 0);
    geo::MultiPolygon parts;
    for (std::size_t i = 0; i < chains.size(); ++i) {
        geo::Ring ring;
        for (std::size_t k = i; used[k] == 0; k = next[k]) {
            used[k] = 1;
            ring.insert(ring.end(), chains[k].points.begin(), chains[k].points.end());
        }
        if (ring.size() >= 3 && geo::signed_area(ring) > 0) {
            parts.push_back({std::move(ring), {}});
        }
    }
    for (geo::Ring& hole : whole) {
        for (geo::Polygon& part : parts) {
            if (parts.size() == 1 || geo::contains(part.outer, hole.front())) {
                part.holes.push_back(std::move(hole));
                break;
            }
        }
    }
    geo::normalise(parts);
    std::ranges::move(parts, std::back_inserter(out));
}

geo::MultiPolygon keep_left(const geo::MultiPolygon& polygons, const Cut& cut) {
    geo::MultiPolygon out;
    for (const geo::Polygon& polygon : polygons) {
        keep_left(polygon, cut, out);
    }
    return out;
}

Cut depth_line(Point eye, double azimuth_deg, double depth, bool keeps_near) {
    const double angle = azimuth_deg * kRadians;
    const Point axis{std::sin(angle), std::cos(angle)};
    const Point through{eye.x + depth * axis.x, eye.y + depth * axis.y};
    return keeps_near ? Cut{through, {-axis.y, axis.x}} : Cut{through, {axis.y, -axis.x}};
}

} // namespace

DensityTable dori() {
    return {"DORI (EN 62676-4:2015)",
            {{"Détection", 25}, {"Observation", 62.5}, {"Reconnaissance", 125}, {"Identification", 250}}};
}

double hfov_deg(double sensor_width_mm, double focal_mm) {
    return 2 * std::atan(sensor_width_mm / (2 * focal_mm)) / kRadians;
}

double density_px_per_m(const Lens& lens, double depth) {
    return lens.pixels / (2 * depth * std::tan(lens.hfov_deg * kRadians / 2));
}

double depth_m(const Lens& lens, double px_per_m) {
    return lens.pixels / (2 * px_per_m * std::tan(lens.hfov_deg * kRadians / 2));
}

double ground_distance_m(double depth, double drop_m) {
    return depth <= std::abs(drop_m) ? 0 : std::sqrt(depth * depth - drop_m * drop_m);
}

geo::MultiPolygon nearer_than(const geo::MultiPolygon& ground, Point eye, double azimuth_deg, double depth) {
    return keep_left(ground, depth_line(eye, azimuth_deg, depth, true));
}

geo::MultiPolygon farther_than(const geo::MultiPolygon& ground, Point eye, double azimuth_deg, double depth) {
    return keep_left(ground, depth_line(eye, azimuth_deg, depth, false));
}

std::vector<Band> density_bands(const VisibleArea& seen, const View& view, const Lens& lens,
                                const DensityTable& table, const VisibilityParams& params) {
    const double drop = view.height_m ? *view.height_m - params.target_height_m : 0;
    std::vector<Band> bands;
    for (const DensityLevel& level : table.levels) {
        Band band{level, ground_distance_m(depth_m(lens, level.px_per_m), drop), {}, 0};
        if (band.depth_m > 0 && view.fov_deg < 180) {
            band.ground = nearer_than(seen.ground, seen.eye, view.azimuth_deg, band.depth_m);
        } else if (band.depth_m > 0) {
            View reach = view;
            reach.eye = seen.eye;
            reach.min_range_m = 0;
            reach.range_m = band.depth_m;
            band.ground = band.depth_m >= view.range_m
                              ? seen.ground
                              : geo::intersect(seen.ground, {sector_of(reach, params.arc_step_deg)});
        }
        band.area_m2 = geo::area(band.ground);
        bands.push_back(std::move(band));
    }
    return bands;
}

} // namespace maillage::sight
