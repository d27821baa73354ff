#include "sight/facade_openings.h"

#include <cmath>
#include <limits>

namespace maillage::sight {

using exact::cross_sign;
using exact::minus;

namespace {

/// Directions that the footprint hides from a point on its wall: from `first` counter-clockwise to `last`.
void blocked_directions(const PolygonIndex& polygons, std::size_t building, Point eye,
                        std::vector<Sector>& out) {
    const auto is_near = [&](Point p) { return norm2(p) <= kOnWall_m * kOnWall_m; };
    const PolygonIndex::Shape& shape = polygons.shape(building);
    const auto starts = polygons.ring_starts(shape);
    bool is_corner = false;
    double nearest2 = std::numeric_limits<double>::infinity();
    std::vector<Sector> facades;
    for (std::size_t r = 0; r < shape.rings; ++r) {
        const Point* v = polygons.vertex(starts[r]);
        const std::size_t n = starts[r + 1] - starts[r] - 1;
        const auto at = [&](std::size_t i) { return minus(v[i % n], eye); };
        for (std::size_t i = 0; i < n; ++i) {
            if (is_near(at(i))) {
                // A corner: what lies between the walls that lead away from it.
                std::size_t before = 1;
                std::size_t after = 1;
                while (before < n && is_near(at(i + n - before))) {
                    ++before;
                }
                while (after < n && is_near(at(i + after))) {
                    ++after;
                }
                out.push_back({at(i + after), at(i + n - before), false});
                is_corner = true;
            }
            const Point a = at(i);
            const Point c = at(i + 1);
            const Point ac = minus(c, a);
            const double t = std::clamp(-(a.x * ac.x + a.y * ac.y) / norm2(ac), 0.0, 1.0);
            const double d2 = cross_sign(a, c) == 0 && t > 0 && t < 1 ? 0 : norm2(plus(a, scaled(ac, t)));
            if (d2 < nearest2) {
                facades.clear();
                nearest2 = d2;
            }
            if (d2 == nearest2) {
                facades.push_back({c, a, false});
            }
        }
    }
    if (!is_corner) {
        out.insert(out.end(), facades.begin(), facades.end());
    }
}

} // namespace

std::vector<Sector> openings(const PolygonIndex& polygons, std::span<const std::size_t> touched, Point eye,
                             const Sector& sector) {
    std::vector<Sector> blocked;
    for (const std::size_t i : touched) {
        blocked_directions(polygons, i, eye, blocked);
    }
    std::vector<Point> ends;
    for (const Sector& s : blocked) {
        ends.insert(ends.end(), {s.first, s.last});
    }
    if (!sector.is_full) {
        ends.insert(ends.end(), {sector.first, sector.last});
    }
    const Point zero = ends.front();
    const auto half = [&](Point p) { // 0 on the axis, 1 left of it, 2 behind, 3 right of it
        const int turn = cross_sign(zero, p);
        return turn > 0 ? 1 : turn < 0 ? 3 : zero.x * p.x + zero.y * p.y > 0 ? 0 : 2;
    };
    const auto is_before = [&](Point p, Point q) {
        const int hp = half(p);
        const int hq = half(q);
        return hp != hq ? hp < hq : cross_sign(p, q) > 0;
    };
    std::ranges::sort(ends, is_before);
    const auto is_same = [&](Point p, Point q) { return !is_before(p, q) && !is_before(q, p); };
    ends.erase(std::unique(ends.begin(), ends.end(), is_same), ends.end());
    const std::size_t n = ends.size();
    const auto index = [&](Point p) {
        return static_cast<std::size_t>(std::lower_bound(ends.begin(), ends.end(), p, is_before) -
                                        ends.begin());
    };
    // Interval i goes from end i to the next one, the last back to the first.
    std::vector<char> is_open(n, sector.is_full ? 1 : 0);
    const auto mark = [&](const Sector& s, char value) {
        for (std::size_t i = index(s.first); i != index(s.last); i = (i + 1) % n) {
            is_open[i] = value;
        }
    };
    if (!sector.is_full) {
        mark(sector, 1);
    }
    for (const Sector& s : blocked) {
        mark(s, 0);
    }
    std::vector<Sector> open;
    for (std::size_t i = 0; i < n; ++i) {
        if (is_open[i] != 0 && is_open[(i + n - 1) % n] == 0) {
            std::size_t end = i;
            while (is_open[end % n] != 0) {
                ++end;
            }
            open.push_back({ends[i], ends[end % n], false});
        }
    }
    if (open.empty() && is_open.front() != 0) {
        open.push_back(sector);
    }
    return open;
}

} // namespace maillage::sight
