#include "sight/walls.h"

#include <cmath>

namespace maillage::sight {
namespace {

using exact::cross_sign;
using exact::minus;
using geo::Point;

constexpr double kSmallestCell_m = 16;
constexpr double kLargestCell_m = 64;
constexpr double kStep_m = 0.01; ///< how far in front of a wall "outside" is tried

Point nearest_on(Point a, Point b, Point p) {
    const Point ab = minus(b, a);
    const Point ap = minus(p, a);
    const double length2 = ab.x * ab.x + ab.y * ab.y;
    const double t = std::clamp((ap.x * ab.x + ap.y * ab.y) / length2, 0.0, 1.0);
    return {a.x + t * ab.x, a.y + t * ab.y};
}

struct WallSegment {
    Point a;
    Point b;
    std::size_t building = 0;
};

} // namespace

Walls::Walls(std::span<const geo::Polygon> footprints, std::span<const double> heights_m, unsigned threads) {
    left_out_ = polygons_.add_all(footprints.size(), threads,
                                  [&](std::size_t i) -> const geo::Polygon& { return footprints[i]; });
    polygons_.finish(kSmallestCell_m, kLargestCell_m);
    for (const double h : heights_m) {
        heights_.push_back(std::isnan(h) ? std::numeric_limits<double>::infinity() : h);
    }
}

Place Walls::locate_in(std::size_t building, Point p, double tolerance_m) const {
    bool inside = false;
    bool on_boundary = false;
    double nearest2 = std::numeric_limits<double>::infinity();
    for (const PolygonIndex::Part& part : polygons_.parts(polygons_.shape(building))) {
        const Point* v = polygons_.vertex(part.first);
        for (std::uint32_t i = 0; i < part.edges; ++i) {
            const Point a = minus(v[i], p);
            const Point c = minus(v[i + 1], p);
            const int turn = cross_sign(a, c);
            if ((a.y > 0) != (c.y > 0)) {
                inside ^= (c.y > a.y) == (turn > 0);
            }
            on_boundary |= turn == 0 && std::min(a.x, c.x) <= 0 && std::max(a.x, c.x) >= 0 &&
                           std::min(a.y, c.y) <= 0 && std::max(a.y, c.y) >= 0;
            const Point q = nearest_on(a, c, {});
            nearest2 = std::min(nearest2, q.x * q.x + q.y * q.y);
        }
    }
    if (!inside && !on_boundary) {
        return Place::outside;
    }
    return on_boundary || nearest2 <= tolerance_m * tolerance_m ? Place::on_wall : Place::inside;
}

Location Walls::locate(Point p, double height_m, double tolerance_m) const {
    p = exact::snap(p);
    Location found;
    polygons_.each({p, p}, [&](std::size_t index) {
        const Place place =
            this->height_m(index) < height_m ? Place::outside : locate_in(index, p, tolerance_m);
        if (place > found.place ||
            (place != Place::outside && place == found.place && index < found.building)) {
            found = {place, index};
        }
    });
    return found;
}

std::optional<Walls::WallPoint> Walls::nearest_wall(Point p, double within_m, double height_m) const {
    p = exact::snap(p);
    for (double radius = std::min(2.0, within_m);; radius = std::min(2 * radius, within_m)) {
        std::vector<WallSegment> near;
        polygons_.each(geo::Box{p, p}.grown(radius), [&](std::size_t index) {
            if (this->height_m(index) < height_m) {
                return;
            }
            for (const PolygonIndex::Part& part : polygons_.parts(polygons_.shape(index))) {
                for (std::uint32_t i = part.first; i < part.first + part.edges; ++i) {
                    if (geo::distance(nearest_on(*polygons_.vertex(i), *polygons_.vertex(i + 1), p), p) <=
                        radius) {
                        near.push_back({*polygons_.vertex(i), *polygons_.vertex(i + 1), index});
                    }
                }
            }
        });
        std::optional<WallPoint> best;
        double best_m = radius;
        const auto offer = [&](const WallSegment& s, Point q) {
            const double d = geo::distance(q, p);
            if (d > best_m || (best && d == best_m && best->building <= s.building)) {
                return;
            }
            const double length = geo::distance(s.a, s.b);
            const Point outward{(s.b.y - s.a.y) / length, (s.a.x - s.b.x) / length};
            const Point tried{q.x + kStep_m * outward.x, q.y + kStep_m * outward.y};
            if (locate(tried, height_m, 0).place == Place::outside) {
                best = {q, outward, s.building};
                best_m = d;
            }
        };
        for (const WallSegment& s : near) {
            offer(s, nearest_on(s.a, s.b, p));
            // Where other footprints cover part of this wall, its nearest free point lies beside a crossing.
            const double length = geo::distance(s.a, s.b);
            const Point along{(s.b.x - s.a.x) / length, (s.b.y - s.a.y) / length};
            for (const WallSegment& o : near) {
                const double from = along.x * (o.a.y - s.a.y) - along.y * (o.a.x - s.a.x);
                const double to = along.x * (o.b.y - s.a.y) - along.y * (o.b.x - s.a.x);
                if (o.building == s.building || (from > 0) == (to > 0)) {
                    continue;
                }
                const double t = from / (from - to);
                const Point x{o.a.x + t * (o.b.x - o.a.x), o.a.y + t * (o.b.y - o.a.y)};
                const double at = along.x * (x.x - s.a.x) + along.y * (x.y - s.a.y);
                for (const double beside : {at - 1.5 * kStep_m, at + 1.5 * kStep_m}) {
                    if (beside >= 0 && beside <= length) {
                        offer(s, {s.a.x + beside * along.x, s.a.y + beside * along.y});
                    }
                }
            }
        }
        if (best || radius >= within_m) {
            return best;
        }
    }
}

} // namespace maillage::sight
