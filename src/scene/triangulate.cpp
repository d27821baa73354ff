#include "scene/triangulate.h"

#include "geo/overlay.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maillage::scene {
namespace {

using geo::Point;

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

double cross(Point o, Point a, Point b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

std::uint32_t spread_bits(std::uint32_t v) {
    v = (v | (v << 8U)) & 0x00FF00FFU;
    v = (v | (v << 4U)) & 0x0F0F0F0FU;
    v = (v | (v << 2U)) & 0x33333333U;
    return (v | (v << 1U)) & 0x55555555U;
}

/// One corner of the loop that is being clipped.
struct Corner {
    Point p; ///< relative to the first point: no digits are lost far from the origin
    std::uint32_t point = 0;
    std::uint32_t previous = kNone;
    std::uint32_t next = kNone;
    std::uint32_t z = 0; ///< Morton code
    std::uint32_t z_previous = kNone;
    std::uint32_t z_next = kNone;
};

/// Clips the ears of one polygon whose holes have been bridged to its outer ring.
class Clipper {
  public:
    explicit Clipper(const geo::Polygon& polygon) {
        add_loop(polygon.outer, true);
        if (corners_.empty()) {
            return;
        }
        start_ = 0;
        add_holes(polygon.holes);
    }

    std::vector<std::uint32_t> run() {
        if (corners_.size() < 3) {
            return {};
        }
        remaining_ = corners_.size();
        if (remaining_ > 48) { // a shorter loop is scanned faster than indexed
            sort_by_place();
        }
        clip();
        return std::move(indices_);
    }

  private:
    Corner& at(std::uint32_t i) { return corners_[i]; }

    const Corner& at(std::uint32_t i) const { return corners_[i]; }

    Point previous(std::uint32_t i) const { return at(at(i).previous).p; }

    Point next(std::uint32_t i) const { return at(at(i).next).p; }

    double turn(std::uint32_t i) const { return cross(previous(i), at(i).p, next(i)); }

    /// Appends a ring as a loop, counter-clockwise or clockwise; the first corner, or kNone.
    std::uint32_t add_loop(const geo::Ring& ring, bool counter_clockwise) {
        const std::uint32_t base = points_;
        points_ += static_cast<std::uint32_t>(ring.size());
        if (ring.size() < 3) {
            return kNone;
        }
        if (corners_.empty()) {
            origin_ = ring.front();
        }
        const auto first = static_cast<std::uint32_t>(corners_.size());
        const auto n = static_cast<std::uint32_t>(ring.size());
        const bool is_reversed = (geo::signed_area(ring) > 0) != counter_clockwise;
        for (std::uint32_t i = 0; i < n; ++i) {
            const std::uint32_t k = is_reversed ? n - 1 - i : i;
            Corner c;
            c.p = {ring[k].x - origin_.x, ring[k].y - origin_.y};
            c.point = base + k;
            c.previous = first + (i == 0 ? n - 1 : i - 1);
            c.next = first + (i + 1 == n ? 0 : i + 1);
            corners_.push_back(c);
        }
        return first;
    }

    void add_holes(const std::vector<geo::Ring>& holes) {
        std::vector<std::uint32_t> lefts;
        for (const geo::Ring& hole : holes) {
            const std::uint32_t first = add_loop(hole, false);
            if (first == kNone) {
                continue;
            }
            std::uint32_t left = first;
            for (auto i = first; i < corners_.size(); ++i) {
                if (at(i).p < at(left).p) {
                    left = i;
                }
            }
            lefts.push_back(left);
        }
        std::ranges::sort(lefts, [&](std::uint32_t a, std::uint32_t b) { return at(a).p < at(b).p; });
        for (const std::uint32_t left : lefts) {
            const std::uint32_t bridge = find_bridge(left);
            if (bridge != kNone) {
                join(bridge, left);
            }
        }
    }

    /// The direction to `p` lies inside the polygon at corner i.
    bool is_inside_corner(std::uint32_t i, Point p) const {
        if (turn(i) >= 0) {
            return cross(previous(i), at(i).p, p) >= 0 && cross(at(i).p, next(i), p) >= 0;
        }
        return !(cross(next(i), at(i).p, p) > 0 && cross(at(i).p, previous(i), p) > 0);
    }

    /// A corner of the loop that sees the leftmost corner of a hole (D. Eberly, "Triangulation by Ear
    /// Clipping").
    std::uint32_t find_bridge(std::uint32_t hole) const {
        const Point h = at(hole).p;
        std::uint32_t best = kNone;
        double hit_x = -std::numeric_limits<double>::infinity();
        std::uint32_t i = start_;
        do {
            const Point a = at(i).p;
            const Point b = next(i);
            if (a.y >= h.y && b.y <= h.y && a.y != b.y) { // goes down: the inside is on its east
                const double x = a.x + (h.y - a.y) / (b.y - a.y) * (b.x - a.x);
                if (x <= h.x && x > hit_x) {
                    hit_x = x;
                    best = a.x < b.x ? i : at(i).next;
                    if (x == h.x) { // touches: a hole may share a point with the outer ring
                        if (a == h) {
                            return i;
                        }
                        if (b == h) {
                            return at(i).next;
                        }
                    }
                }
            }
            i = at(i).next;
        } while (i != start_);
        if (best == kNone) {
            return kNone;
        }
        // Corners inside the triangle hole corner - hit - best would hide `best`: the flattest of them is
        // seen.
        const Point hit{hit_x, h.y};
        const Point m = at(best).p;
        double flattest = std::numeric_limits<double>::infinity();
        const std::uint32_t stop = best;
        i = stop;
        do {
            const Point p = at(i).p;
            if (p.x < h.x && p.x >= std::min(m.x, hit.x) && is_in_triangle(h, m, hit, p)) {
                const double slope = std::abs(h.y - p.y) / (h.x - p.x);
                if (is_inside_corner(i, h) &&
                    (slope < flattest || (slope == flattest && p.x > at(best).p.x))) {
                    best = i;
                    flattest = slope;
                }
            }
            i = at(i).next;
        } while (i != stop);
        return best;
    }

    static bool is_in_triangle(Point a, Point b, Point c, Point p) {
        const double u = cross(a, b, p);
        const double v = cross(b, c, p);
        const double w = cross(c, a, p);
        return (u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0);
    }

    /// outer ... a -> b ... (round the hole) ... b' -> a' ... outer
    void join(std::uint32_t a, std::uint32_t b) {
        const auto a2 = static_cast<std::uint32_t>(corners_.size());
        const std::uint32_t b2 = a2 + 1;
        corners_.push_back(at(a));
        corners_.push_back(at(b));
        const std::uint32_t a_next = at(a).next;
        const std::uint32_t b_previous = at(b).previous;
        at(a).next = b;
        at(b).previous = a;
        at(a2).next = a_next;
        at(a_next).previous = a2;
        at(b2).previous = b_previous;
        at(b_previous).next = b2;
        at(b2).next = a2;
        at(a2).previous = b2;
    }

    // --- index ---

    void sort_by_place() {
        geo::Box box;
        for (const Corner& c : corners_) {
            box.extend(c.p);
        }
        low_ = box.min;
        const double side = std::max(box.width(), box.height());
        per_cell_ = side > 0 ? 32767 / side : 0;
        std::vector<std::uint32_t> order;
        order.reserve(corners_.size());
        std::uint32_t i = start_;
        do { // holes that found no bridge are left out
            at(i).z = code(at(i).p);
            order.push_back(i);
            i = at(i).next;
        } while (i != start_);
        remaining_ = order.size();
        std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
            return at(a).z != at(b).z ? at(a).z < at(b).z : a < b;
        });
        for (std::size_t k = 0; k < order.size(); ++k) {
            at(order[k]).z_previous = k == 0 ? kNone : order[k - 1];
            at(order[k]).z_next = k + 1 == order.size() ? kNone : order[k + 1];
        }
        is_indexed_ = true;
    }

    std::uint32_t code(Point p) const {
        const auto cell = [&](double metres) {
            return static_cast<std::uint32_t>(std::clamp(metres * per_cell_, 0.0, 32767.0));
        };
        return spread_bits(cell(p.x - low_.x)) | spread_bits(cell(p.y - low_.y)) << 1U;
    }

    // --- ears ---

    /// Corner k forbids cutting off the ear a-b-c.
    bool blocks(std::uint32_t k, Point a, Point b, Point c, const geo::Box& box) const {
        const Point p = at(k).p;
        if (!box.contains(p) || p == a || p == c || !is_in_triangle(a, b, c, p)) {
            return false;
        }
        if (p == b) { // another passage through the tip: does it go into the ear?
            const auto goes_in = [&](Point q) { return cross(a, b, q) > 0 && cross(b, c, q) > 0; };
            return goes_in(previous(k)) || goes_in(next(k));
        }
        return turn(k) <= 0; // only a reflex corner can be the first inside
    }

    bool is_ear(std::uint32_t i) const {
        const Point a = previous(i);
        const Point b = at(i).p;
        const Point c = next(i);
        if (cross(a, b, c) <= 0) {
            return false;
        }
        geo::Box box;
        box.extend(a);
        box.extend(b);
        box.extend(c);
        if (!is_indexed_) {
            for (std::uint32_t k = at(at(i).next).next; k != at(i).previous; k = at(k).next) {
                if (blocks(k, a, b, c, box)) {
                    return false;
                }
            }
            return true;
        }
        const std::uint32_t low = code(box.min);
        const std::uint32_t high = code(box.max);
        const auto is_other = [&](std::uint32_t k) { return k != at(i).previous && k != at(i).next; };
        for (std::uint32_t k = at(i).z_next; k != kNone && at(k).z <= high; k = at(k).z_next) {
            if (is_other(k) && blocks(k, a, b, c, box)) {
                return false;
            }
        }
        for (std::uint32_t k = at(i).z_previous; k != kNone && at(k).z >= low; k = at(k).z_previous) {
            if (is_other(k) && blocks(k, a, b, c, box)) {
                return false;
            }
        }
        return true;
    }

    void remove(std::uint32_t i) {
        const Corner& c = at(i);
        at(c.previous).next = c.next;
        at(c.next).previous = c.previous;
        if (is_indexed_) {
            if (c.z_previous != kNone) {
                at(c.z_previous).z_next = c.z_next;
            }
            if (c.z_next != kNone) {
                at(c.z_next).z_previous = c.z_previous;
            }
        }
        --remaining_;
    }

    void clip() {
        std::uint32_t i = start_;
        std::size_t idle = 0;
        // Every polygon ends: a self-crossing one may have no ear left, and a hostile one few.
        std::size_t budget = 1000 * remaining_ + 10'000;
        while (remaining_ > 2 && idle <= remaining_ && budget-- > 0) {
            const std::uint32_t following = at(i).next;
            if (turn(i) == 0) { // flat or folded: nothing to fill
                remove(i);
                idle = 0;
                i = at(i).previous;
            } else if (is_ear(i)) {
                indices_.insert(indices_.end(), {at(at(i).previous).point, at(i).point, at(following).point});
                remove(i);
                idle = 0;
                i = at(following).next; // skipping one makes fewer slivers
            } else {
                ++idle;
                i = following;
            }
        }
    }

    Point origin_;
    Point low_;
    double per_cell_ = 0;
    bool is_indexed_ = false;
    std::uint32_t start_ = kNone;
    std::uint32_t points_ = 0; ///< of the rings met so far
    std::size_t remaining_ = 0;
    std::vector<Corner> corners_;
    std::vector<std::uint32_t> indices_;
};

bool is_finite(const geo::Ring& ring) {
    // Beyond this products overflow; the Earth is smaller.
    return std::ranges::all_of(ring, [](Point p) { return std::abs(p.x) < 1e12 && std::abs(p.y) < 1e12; });
}

std::vector<Point> all_points(const geo::Polygon& polygon) {
    std::vector<Point> points = polygon.outer;
    for (const geo::Ring& hole : polygon.holes) {
        points.insert(points.end(), hole.begin(), hole.end());
    }
    return points;
}

Triangles clip(const geo::Polygon& polygon) {
    Triangles triangles{all_points(polygon), {}, false};
    triangles.indices = Clipper(polygon).run();
    return triangles;
}

} // namespace

Triangles triangulate(const geo::Polygon& polygon) {
    if (!is_finite(polygon.outer) || !std::ranges::all_of(polygon.holes, is_finite)) {
        return {};
    }
    Triangles triangles = clip(polygon);
    const double expected = geo::area(polygon);
    if (std::abs(area(triangles) - expected) <= 1e-9 * expected + 1e-9) {
        return triangles;
    }
    Triangles repaired;
    repaired.is_fallback = true;
    for (const geo::Polygon& part : geo::make_valid({polygon})) {
        const Triangles piece = clip(part);
        const auto base = static_cast<std::uint32_t>(repaired.points.size());
        repaired.points.insert(repaired.points.end(), piece.points.begin(), piece.points.end());
        for (const std::uint32_t i : piece.indices) {
            repaired.indices.push_back(base + i);
        }
    }
    return repaired;
}

double area(const Triangles& triangles) {
    double twice = 0;
    for (std::size_t i = 0; i + 2 < triangles.indices.size(); i += 3) {
        twice +=
            std::abs(cross(triangles.points[triangles.indices[i]], triangles.points[triangles.indices[i + 1]],
                           triangles.points[triangles.indices[i + 2]]));
    }
    return twice / 2;
}

} // namespace maillage::scene
