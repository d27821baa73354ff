#include "analysis/coverage_area.h"

#include "analysis/polygon_index.h"
#include "analysis/union_rings.h"
#include "base/parallel.h"
#include "geo/overlay.h"

#include <array>
#include <atomic>
#include <cmath>
#include <numeric>

namespace maillage::analysis {
namespace {

using exact::cross_sign;
using exact::minus;
using exact::side;
using geo::Point;

// Two boundaries that touch or share an edge are told apart as if polygon k were moved by k times an infinitely
// small (e, e2): every sign below then has one answer, the same wherever it is asked, and no piece is counted
// twice or lost. `shift` is the sign of how far the second polygon is moved relative to the first.

/// Side of the line a, b on which c lies; c belongs to the polygon that is moved by `shift` relative to a and b.
int moved_side(Point a, Point b, Point c, int shift) {
    if (const int s = side(a, b, c); s != 0) {
        return s;
    }
    if (a.y != b.y) {
        return b.y > a.y ? -shift : shift;
    }
    return b.x > a.x ? shift : -shift;
}

/// Whether `v` lies in a shape of `index` that is moved by `shift` relative to it.
bool holds(const PolygonIndex& index, const PolygonIndex::Shape& shape, Point v, int shift) {
    bool is_inside = false;
    const auto is_above = [&](Point p) { return p.y > v.y || (p.y == v.y && shift > 0); };
    for (const PolygonIndex::Part& part : index.parts(shape)) {
        if (part.box.max.y < v.y || part.box.min.y > v.y || part.box.max.x < v.x) {
            continue;
        }
        const Point* p = index.vertex(part.first);
        for (std::uint32_t i = 0; i < part.edges; ++i) {
            const bool up = is_above(p[i + 1]);
            if (up != is_above(p[i])) {
                is_inside ^= (moved_side(p[i], p[i + 1], v, -shift) > 0) == up;
            }
        }
    }
    return is_inside;
}

/// Where an edge crosses the boundary of another polygon.
struct Crossing {
    std::uint32_t edge = 0;  ///< vertex that the edge starts at
    std::int32_t step = 0;   ///< +1 when it enters the other polygon, -1 when it leaves
    double t = 0;            ///< along the edge
    std::uint32_t other = 0; ///< vertex that the other polygon's edge starts at
    std::uint32_t zone = 0;  ///< for crossings with zones: which
};

/// Parameter along a, b of the crossing with c, d.
double parameter(Point a, Point b, Point c, Point d) {
    const Point cd = minus(d, c);
    const Point ca = minus(a, c);
    const Point cb = minus(b, c);
    const double at_a = std::abs(cd.x * ca.y - cd.y * ca.x);
    const double at_b = std::abs(cd.x * cb.y - cd.y * cb.x);
    return at_a + at_b > 0 ? at_a / (at_a + at_b) : 0;
}

/// 0 when edge a, b does not cross c, d; else 1 when it enters the polygon on the left of c, d, -1 when it leaves.
int crossing_step(Point a, Point b, Point c, Point d, int shift) {
    if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
        std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y)) {
        return 0;
    }
    if (moved_side(a, b, c, shift) == moved_side(a, b, d, shift)) {
        return 0;
    }
    const int from = moved_side(c, d, a, -shift);
    return from == moved_side(c, d, b, -shift) ? 0 : -from;
}

/// Sums cross products of directed pieces about a local origin, so that they can be taken about any other.
struct Sum {
    double twice_area = 0;
    Point moved;
    void add(Point p, Point q) {
        twice_area += p.x * q.y - q.x * p.y;
        moved = {moved.x + (q.x - p.x), moved.y + (q.y - p.y)};
    }
    double about(Point local_origin, Point origin) const {
        return twice_area + (local_origin.x - origin.x) * moved.y - (local_origin.y - origin.y) * moved.x;
    }
};

using Sums = std::array<Sum, 2>; // depth 1, depth 2

struct ZoneSums {
    std::uint32_t zone = 0;
    Point origin;
    Sums sums;
};

/// What one polygon adds.
struct Share {
    Point origin;
    Sums sums;
    std::uint32_t only_zone = 0; ///< when it lies whole in one zone
    bool is_whole_in_zone = false;
};

constexpr std::uint32_t kOutside = ~std::uint32_t{0};

/// Zones, and the boxes of their single edges.
struct Zones {
    PolygonIndex polygons;
    std::vector<std::uint32_t> zone_of; ///< of each polygon
    std::vector<std::uint32_t> edge_starts;
    std::vector<std::uint32_t> edge_polygon;
    BoxGrid edges;
    std::vector<Point> origin; ///< of each zone
};

template <class Visit> void each_edge(const PolygonIndex& index, const PolygonIndex::Shape& shape, Visit&& visit) {
    for (const PolygonIndex::Part& part : index.parts(shape)) {
        for (std::uint32_t e = part.first; e < part.first + part.edges; ++e) {
            visit(e);
        }
    }
}

PolygonIndex make_index(std::span<const geo::MultiPolygon> sets, std::vector<std::uint32_t>& owner, double smallest_m,
                        double largest_m) {
    PolygonIndex index;
    std::size_t polygons = 0;
    std::size_t points = 0;
    for (const geo::MultiPolygon& set : sets) {
        polygons += set.size();
        for (const geo::Polygon& p : set) {
            points += p.outer.size();
        }
    }
    index.reserve(polygons, points);
    owner.reserve(polygons);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        for (const geo::Polygon& p : sets[i]) {
            index.add(p);
            owner.push_back(static_cast<std::uint32_t>(i));
        }
    }
    index.finish(smallest_m, largest_m);
    return index;
}

Zones make_zones(std::span<const geo::MultiPolygon> given) {
    Zones zones;
    zones.polygons = make_index(given, zones.zone_of, 64, 65536);
    zones.origin.resize(given.size());
    std::vector<geo::Box> boxes;
    for (std::size_t i = 0; i < zones.polygons.size(); ++i) {
        each_edge(zones.polygons, zones.polygons.shape(i), [&](std::uint32_t e) {
            geo::Box box;
            box.extend(*zones.polygons.vertex(e));
            box.extend(*zones.polygons.vertex(e + 1));
            boxes.push_back(box);
            zones.edge_starts.push_back(e);
            zones.edge_polygon.push_back(static_cast<std::uint32_t>(i));
        });
        if (!zones.polygons.box(i).is_empty()) {
            zones.origin[zones.zone_of[i]] = zones.polygons.box(i).centre();
        }
    }
    zones.edges = BoxGrid(std::move(boxes), 64, 4096);
    return zones;
}

/// What one thread measures polygons with.
class Measurer {
  public:
    Measurer(const PolygonIndex& sets, const Zones& zones, bool keeps_runs)
        : sets_(sets), zones_(zones), keeps_runs_(keeps_runs) {}

    Share measure(std::size_t polygon, std::vector<ZoneSums>& by_zone, std::vector<Run>& runs,
                  std::vector<std::pair<std::uint32_t, std::uint32_t>>& links);
    /// What the boundary of a zone's polygon adds to it.
    Sums measure_zone(std::size_t polygon, Point origin);

  private:
    void cross_neighbours(std::size_t polygon);
    void cross_zones(std::size_t polygon);
    void sort(std::vector<Crossing>& crossings) const;
    Point crossing_point(const Crossing& c) const;
    void piece(Point p, Point q, int depth, Point origin, Sums& sums, std::vector<ZoneSums>& by_zone);

    const PolygonIndex& sets_;
    const Zones& zones_;
    bool keeps_runs_;
    std::vector<std::uint32_t> near_;
    std::vector<std::uint32_t> met_;
    std::vector<Crossing> crossings_;
    std::vector<Crossing> zone_crossings_;
    std::vector<std::uint32_t> border_; // zone polygons whose boundary comes near
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges_near_;
};

int code(Point p, const geo::Box& box) {
    return (p.x < box.min.x ? 1 : 0) | (p.x > box.max.x ? 2 : 0) | (p.y < box.min.y ? 4 : 0) |
           (p.y > box.max.y ? 8 : 0);
}

/// Edges that may meet the box.
void edges_in(const PolygonIndex& index, const PolygonIndex::Shape& shape, const geo::Box& box,
              std::vector<std::uint32_t>& out) {
    out.clear();
    for (const PolygonIndex::Part& part : index.parts(shape)) {
        if (!part.box.intersects(box)) {
            continue;
        }
        const Point* p = index.vertex(part.first);
        int from = code(p[0], box);
        for (std::uint32_t i = 0; i < part.edges; ++i) {
            const int to = code(p[i + 1], box);
            if ((from & to) == 0) {
                out.push_back(part.first + i);
            }
            from = to;
        }
    }
}

int shift_of(std::size_t polygon, std::size_t other) { return other > polygon ? 1 : -1; }

void Measurer::cross_neighbours(std::size_t polygon) {
    crossings_.clear();
    const PolygonIndex::Shape& shape = sets_.shape(polygon);
    for (const std::uint32_t other : near_) {
        const geo::Box& a = sets_.box(polygon);
        const geo::Box& b = sets_.box(other);
        const geo::Box common{{std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)},
                              {std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y)}};
        edges_in(sets_, sets_.shape(other), common, met_);
        if (met_.empty()) {
            continue;
        }
        const int shift = shift_of(polygon, other);
        for (const PolygonIndex::Part& part : sets_.parts(shape)) {
            if (!part.box.intersects(common)) {
                continue;
            }
            const Point* p = sets_.vertex(part.first);
            int from = code(p[0], common);
            for (std::uint32_t i = 0; i < part.edges; ++i) {
                const int to = code(p[i + 1], common);
                if ((from & to) == 0) {
                    for (const std::uint32_t e : met_) {
                        const Point c = *sets_.vertex(e);
                        const Point d = *sets_.vertex(e + 1);
                        if (const int step = crossing_step(p[i], p[i + 1], c, d, shift); step != 0) {
                            crossings_.push_back({part.first + i, step, parameter(p[i], p[i + 1], c, d), e, 0});
                        }
                    }
                }
                from = to;
            }
        }
    }
}

void Measurer::cross_zones(std::size_t polygon) {
    zone_crossings_.clear();
    border_.clear();
    edges_near_.clear();
    const geo::Box& box = sets_.box(polygon);
    zones_.edges.each(box, [&](std::size_t i) {
        const Point c = *zones_.polygons.vertex(zones_.edge_starts[i]);
        const Point d = *zones_.polygons.vertex(zones_.edge_starts[i] + 1);
        if ((code(c, box) & code(d, box)) == 0) {
            edges_near_.emplace_back(zones_.edge_starts[i], zones_.edge_polygon[i]);
        }
    });
    for (const auto& [start, zone_polygon] : edges_near_) {
        border_.push_back(zone_polygon);
        const Point c = *zones_.polygons.vertex(start);
        const Point d = *zones_.polygons.vertex(start + 1);
        each_edge(sets_, sets_.shape(polygon), [&, z = zone_polygon, other = start](std::uint32_t e) {
            const Point a = *sets_.vertex(e);
            const Point b = *sets_.vertex(e + 1);
            if (const int step = crossing_step(a, b, c, d, 1); step != 0) {
                zone_crossings_.push_back({e, step, parameter(a, b, c, d), other, z});
            }
        });
    }
    std::ranges::sort(border_);
    border_.erase(std::unique(border_.begin(), border_.end()), border_.end());
}

void Measurer::sort(std::vector<Crossing>& crossings) const {
    std::ranges::sort(crossings, [](const Crossing& x, const Crossing& y) {
        return x.edge != y.edge ? x.edge < y.edge : x.t != y.t ? x.t < y.t : x.other < y.other;
    });
    if (!keeps_runs_) {
        return; // an area does not feel the order of two crossings a rounding apart
    }
    const auto is_before = [&](const Crossing& x, const Crossing& y) {
        const auto ends = [&](const Crossing& k) {
            const Point c = *sets_.vertex(k.other);
            const Point cd = minus(*sets_.vertex(k.other + 1), c);
            const auto a = exact::cross(cd, minus(*sets_.vertex(k.edge), c));
            const auto b = exact::cross(cd, minus(*sets_.vertex(k.edge + 1), c));
            return std::pair(a < 0 ? -a : a, b < 0 ? -b : b);
        };
        const auto [xa, xb] = ends(x);
        const auto [ya, yb] = ends(y);
        return exact::compare_products(xa, yb, ya, xb) < 0;
    };
    for (std::size_t i = 1; i < crossings.size(); ++i) {
        const Crossing moved = crossings[i];
        std::size_t k = i;
        while (k > 0 && crossings[k - 1].edge == moved.edge && moved.t - crossings[k - 1].t < 1e-9 &&
               is_before(moved, crossings[k - 1])) {
            crossings[k] = crossings[k - 1];
            --k;
        }
        crossings[k] = moved;
    }
}

/// The same bits from either of the two edges that cross.
Point Measurer::crossing_point(const Crossing& k) const {
    const std::uint32_t first = std::min(k.edge, k.other);
    const std::uint32_t second = std::max(k.edge, k.other);
    const Point a = *sets_.vertex(first);
    const Point b = *sets_.vertex(first + 1);
    const Point c = *sets_.vertex(second);
    const Point d = *sets_.vertex(second + 1);
    const double t = parameter(a, b, c, d);
    const double u = parameter(c, d, a, b);
    // At an end of an edge, its vertex exactly.
    return t == 0   ? a
           : t == 1 ? b
           : u == 0 ? c
           : u == 1 ? d
                    : exact::snap(Point{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
}

/// A piece of boundary with `depth` other polygons over it, between crossings with other sets.
void Measurer::piece(Point p, Point q, int depth, Point origin, Sums& sums, std::vector<ZoneSums>& by_zone) {
    const Point lp = minus(p, origin);
    const Point lq = minus(q, origin);
    sums[static_cast<std::size_t>(depth)].add(lp, lq);
    (void)by_zone;
}

Point between(Point a, Point b, double t) { return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}; }

Share Measurer::measure(std::size_t polygon, std::vector<ZoneSums>& by_zone, std::vector<Run>& runs,
                        std::vector<std::pair<std::uint32_t, std::uint32_t>>& links) {
    const PolygonIndex::Shape& shape = sets_.shape(polygon);
    Share share;
    if (shape.rings == 0) {
        return share;
    }
    const geo::Box& box = sets_.box(polygon);
    share.origin = box.centre();
    near_.clear();
    sets_.each(box, [&](std::size_t other) {
        if (other != polygon) {
            near_.push_back(static_cast<std::uint32_t>(other));
        }
    });
    cross_neighbours(polygon);
    sort(crossings_);
    cross_zones(polygon);
    std::ranges::sort(zone_crossings_, [](const Crossing& x, const Crossing& y) {
        return x.edge != y.edge ? x.edge < y.edge : x.t != y.t ? x.t < y.t : x.other < y.other;
    });
    const auto starts = sets_.ring_starts(shape);
    // Zones: those whose border comes near are followed along the boundary, the others hold it whole or not at all.
    const std::size_t first_zone_sum = by_zone.size();
    const Point probe = *sets_.vertex(starts[0]);
    std::uint32_t whole_in = 0;
    std::size_t whole_count = 0;
    zones_.polygons.each({probe, probe}, [&](std::size_t z) {
        if (!std::ranges::binary_search(border_, static_cast<std::uint32_t>(z)) &&
            holds(zones_.polygons, zones_.polygons.shape(z), probe, 1)) {
            whole_in = zones_.zone_of[z];
            ++whole_count;
            by_zone.push_back({zones_.zone_of[z], share.origin, {}});
        }
    });
    const std::size_t whole_zones = by_zone.size() - first_zone_sum;
    for (const std::uint32_t z : border_) {
        by_zone.push_back({zones_.zone_of[z], share.origin, {}});
    }
    std::vector<char> in_border(border_.size(), 0);
    std::size_t next = 0;
    std::size_t next_zone = 0;
    for (std::size_t r = 0; r < shape.rings; ++r) {
        const Point first = *sets_.vertex(starts[r]);
        int depth = 0;
        for (const std::uint32_t other : near_) {
            if (sets_.box(other).contains(first) && holds(sets_, sets_.shape(other), first, shift_of(polygon, other))) {
                ++depth;
                if (keeps_runs_) {
                    links.emplace_back(static_cast<std::uint32_t>(polygon), other);
                }
            }
        }
        for (std::size_t b = 0; b < border_.size(); ++b) {
            in_border[b] = holds(zones_.polygons, zones_.polygons.shape(border_[b]), first, 1) ? 1 : 0;
        }
        std::size_t run_start = runs.size();
        bool is_open = false;
        const auto extend_run = [&](Point p, Point q) {
            if (!keeps_runs_ || p == q) {
                return;
            }
            if (!is_open || runs.back().points.back() != p) {
                runs.push_back({static_cast<std::uint32_t>(polygon), {p}});
                is_open = true;
            }
            runs.back().points.push_back(q);
        };
        for (std::uint32_t e = starts[r]; e + 1 < starts[r + 1]; ++e) {
            const Point a = *sets_.vertex(e);
            const Point b = *sets_.vertex(e + 1);
            Point from = a;
            double t_from = 0;
            for (;;) {
                const bool is_last = next >= crossings_.size() || crossings_[next].edge != e;
                const double t_to = is_last ? 1 : crossings_[next].t;
                const Point to = is_last ? b : keeps_runs_ ? crossing_point(crossings_[next]) : between(a, b, t_to);
                // Up to the next crossing with another set, in stretches between crossings with zone borders.
                Point p = from;
                for (;;) {
                    const bool reaches = next_zone >= zone_crossings_.size() || zone_crossings_[next_zone].edge != e ||
                                         zone_crossings_[next_zone].t > t_to;
                    const Point q = reaches ? to : between(a, b, zone_crossings_[next_zone].t);
                    if (depth < 2) {
                        const auto d = static_cast<std::size_t>(depth);
                        const Point lp = minus(p, share.origin);
                        const Point lq = minus(q, share.origin);
                        share.sums[d].add(lp, lq);
                        for (std::size_t k = 0; k < border_.size(); ++k) {
                            if (in_border[k] != 0) {
                                by_zone[first_zone_sum + whole_zones + k].sums[d].add(lp, lq);
                            }
                        }
                    }
                    p = q;
                    if (reaches) {
                        break;
                    }
                    const Crossing& c = zone_crossings_[next_zone++];
                    const auto k = std::ranges::lower_bound(border_, c.zone) - border_.begin();
                    in_border[static_cast<std::size_t>(k)] = c.step > 0 ? 1 : 0;
                }
                if (depth == 0) {
                    extend_run(from, to);
                } else {
                    is_open = false;
                }
                if (is_last) {
                    break;
                }
                depth += crossings_[next].step;
                from = to;
                t_from = t_to;
                ++next;
            }
        }
        (void)t_from;
        // The ring closes in the middle of a run.
        if (runs.size() > run_start + 1 && runs.back().points.back() == runs[run_start].points.front()) {
            geo::Line joined = std::move(runs.back().points);
            joined.insert(joined.end(), runs[run_start].points.begin() + 1, runs[run_start].points.end());
            runs[run_start].points = std::move(joined);
            runs.pop_back();
        }
    }
    if (keeps_runs_) {
        // One link per neighbour is enough; crossings are many.
        std::uint32_t last = kOutside;
        for (const Crossing& c : crossings_) {
            if (c.other != last && c.step > 0) {
                links.emplace_back(static_cast<std::uint32_t>(polygon), kOutside);
                links.back().second = c.other;
                last = c.other;
            }
        }
    }
    for (std::size_t k = 0; k < whole_zones; ++k) {
        by_zone[first_zone_sum + k].sums = share.sums;
    }
    return share;
}

} // namespace
} // namespace maillage::analysis
