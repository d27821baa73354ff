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

using exact::minus;
using exact::side;
using geo::Point;

// Two boundaries that touch or share an edge are told apart as if polygon k were moved by k times an
// infinitely small (e, e2): every sign below then has one answer, the same wherever it is asked, and no piece
// is counted twice or lost. `shift` is the sign of how far the second polygon is moved relative to the first.

/// Side of the line a, b on which c lies; c belongs to the polygon that is moved by `shift` relative to a and
/// b.
inline int moved_side(Point a, Point b, Point c, int shift) {
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
    std::uint32_t edge = 0;    ///< vertex that the edge starts at
    std::int32_t step = 0;     ///< +1 when it enters the other polygon, -1 when it leaves
    double t = 0;              ///< along the edge
    std::uint32_t other = 0;   ///< vertex that the other polygon's edge starts at
    std::uint32_t polygon = 0; ///< the other polygon
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

/// 0 when edge a, b does not cross c, d; else 1 when it enters the polygon on the left of c, d, -1 when it
/// leaves.
inline int crossing_step(Point a, Point b, Point c, Point d, int shift) {
    if (moved_side(a, b, c, shift) == moved_side(a, b, d, shift)) {
        return 0;
    }
    const int from = moved_side(c, d, a, -shift);
    return from == moved_side(c, d, b, -shift) ? 0 : -from;
}

/// An edge with its bounds, copied out of the index: the innermost loop tests each several times.
struct Edge {
    Point a;
    Point b;
    geo::Box box;
    std::uint32_t start = 0;
};

inline Edge make_edge(const Point* p, std::uint32_t start) {
    return {p[0],
            p[1],
            {{std::min(p[0].x, p[1].x), std::min(p[0].y, p[1].y)},
             {std::max(p[0].x, p[1].x), std::max(p[0].y, p[1].y)}},
            start};
}

/// Area and first moments from directed pieces of a boundary, summed about a local origin so that they can be
/// taken about any other: with c the cross product of a piece p, q, an area is the sum of c / 2 and its
/// moment that of (p + q) c / 6.
struct Sum {
    double twice_area = 0;
    Point moved;     ///< q - p
    Point moment;    ///< (p + q) c
    Point sum_by_dx; ///< (p + q) (q.x - p.x)
    Point sum_by_dy; ///< (p + q) (q.y - p.y)

    void add(Point p, Point q) {
        const double c = p.x * q.y - q.x * p.y;
        const Point both{p.x + q.x, p.y + q.y};
        const Point d{q.x - p.x, q.y - p.y};
        twice_area += c;
        moved = {moved.x + d.x, moved.y + d.y};
        moment = {moment.x + both.x * c, moment.y + both.y * c};
        sum_by_dx = {sum_by_dx.x + both.x * d.x, sum_by_dx.y + both.y * d.x};
        sum_by_dy = {sum_by_dy.x + both.x * d.y, sum_by_dy.y + both.y * d.y};
    }

    double about(Point local_origin, Point origin) const {
        return twice_area + (local_origin.x - origin.x) * moved.y - (local_origin.y - origin.y) * moved.x;
    }

    /// Six times the first moments.
    Point moment_about(Point local_origin, Point origin) const {
        const Point o{local_origin.x - origin.x, local_origin.y - origin.y};
        const double turn = o.x * moved.y - o.y * moved.x;
        return {moment.x + 2 * o.x * (twice_area + turn) + o.x * sum_by_dy.x - o.y * sum_by_dx.x,
                moment.y + 2 * o.y * (twice_area + turn) + o.x * sum_by_dy.y - o.y * sum_by_dx.y};
    }
};

using Sums = std::array<Sum, 2>; // depth 1, depth 2

struct ZoneSums {
    std::uint32_t zone = 0;
    Point origin;
    Sums sums;
};

struct Link {
    std::uint32_t polygon = 0;
    std::uint32_t other = 0;
    bool shares_edge = false;
};

/// What a block of polygons adds.
struct Share {
    std::vector<Point> origins; ///< one a polygon
    std::vector<Sums> sums;
    std::vector<ZoneSums> by_zone;
    std::vector<Crossing> on_borders; ///< of edges of zones with the sets
    std::vector<Run> runs;
};

/// What a block of polygons has in common with those that come after them: each pair is looked at once.
struct Pairs {
    std::vector<Crossing> crossings;    ///< of both polygons, each after the one that it belongs to...
    std::vector<std::uint32_t> owners;  ///< ...which these are
    std::vector<std::uint32_t> covered; ///< rings whose first vertex the other polygon holds
    std::vector<Link> links;            ///< of polygons that overlap or share part of an edge
};

/// The crossings of each polygon, and how many others hold the first vertex of each ring.
struct Crossings {
    std::vector<Crossing> all;
    std::vector<std::uint32_t> starts; ///< in `all`, one a polygon and one more
    std::vector<int> ring_depths;
};

/// Zones, and the boxes of their single edges.
struct Zones {
    PolygonIndex polygons;
    std::vector<std::uint32_t> zone_of; ///< of each polygon
    std::vector<std::uint32_t> edge_starts;
    std::vector<std::uint32_t> edge_polygon;
    BoxGrid edges;
    std::vector<Point> origin; ///< of each zone
};

template <class Visit>
void each_edge(const PolygonIndex& index, const PolygonIndex::Shape& shape, Visit&& visit) {
    for (const PolygonIndex::Part& part : index.parts(shape)) {
        for (std::uint32_t e = part.first; e < part.first + part.edges; ++e) {
            visit(e);
        }
    }
}

PolygonIndex make_index(std::span<const geo::Polygon* const> polygons, double smallest_m, double largest_m,
                        unsigned threads) {
    PolygonIndex index;
    index.add_all(polygons.size(), threads,
                  [&](std::size_t i) -> const geo::Polygon& { return *polygons[i]; });
    index.finish(smallest_m, largest_m);
    return index;
}

std::uint64_t spread_bits(std::uint64_t v) { // a zero after each of the low 32 bits
    for (const unsigned by : {16U, 8U, 4U, 2U, 1U}) {
        const std::uint64_t masks[] = {0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F,
                                       0x3333333333333333, 0x5555555555555555};
        v = (v | v << by) & masks[by == 16 ? 0 : by == 8 ? 1 : by == 4 ? 2 : by == 2 ? 3 : 4];
    }
    return v;
}

/// The polygons of all sets, neighbours close to each other: the passes that follow look at a polygon
/// together with those around it, and memory read in a random order would cost more than the arithmetic.
std::vector<const geo::Polygon*> in_spatial_order(std::span<const geo::MultiPolygon> sets) {
    constexpr double kCell_m = 64;
    std::vector<std::pair<std::uint64_t, const geo::Polygon*>> keyed;
    for (const geo::MultiPolygon& set : sets) {
        for (const geo::Polygon& p : set) {
            const Point at =
                p.outer.empty() || !exact::in_limits(p.outer.front()) ? Point{} : p.outer.front();
            const auto cell = [](double v) {
                return static_cast<std::uint64_t>((v + exact::kLimit) / kCell_m);
            };
            keyed.emplace_back(spread_bits(cell(at.x)) | spread_bits(cell(at.y)) << 1U, &p);
        }
    }
    std::ranges::stable_sort(keyed, {}, [](const auto& k) { return k.first; });
    std::vector<const geo::Polygon*> out;
    out.reserve(keyed.size());
    for (const auto& [key, polygon] : keyed) {
        out.push_back(polygon);
    }
    return out;
}

Zones make_zones(std::span<const geo::MultiPolygon> given) {
    Zones zones;
    std::vector<const geo::Polygon*> polygons;
    for (std::size_t i = 0; i < given.size(); ++i) {
        for (const geo::Polygon& p : given[i]) {
            polygons.push_back(&p);
            zones.zone_of.push_back(static_cast<std::uint32_t>(i));
        }
    }
    zones.polygons = make_index(polygons, 64, 65536, 1);
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

int code(Point p, const geo::Box& box) {
    return (p.x < box.min.x ? 1 : 0) | (p.x > box.max.x ? 2 : 0) | (p.y < box.min.y ? 4 : 0) |
           (p.y > box.max.y ? 8 : 0);
}

/// Visits the edges that may meet the box.
template <class Visit>
void each_edge_in(const PolygonIndex& index, const PolygonIndex::Shape& shape, const geo::Box& box,
                  Visit&& visit) {
    for (const PolygonIndex::Part& part : index.parts(shape)) {
        if (!part.box.intersects(box)) {
            continue;
        }
        const Point* p = index.vertex(part.first);
        int from = code(p[0], box);
        for (std::uint32_t i = 0; i < part.edges; ++i) {
            const int to = code(p[i + 1], box);
            if ((from & to) == 0) {
                visit(part.first + i);
            }
            from = to;
        }
    }
}

/// Those edges; returns their bounds.
geo::Box edges_in(const PolygonIndex& index, const PolygonIndex::Shape& shape, const geo::Box& box,
                  std::vector<Edge>& out) {
    out.clear();
    geo::Box all;
    each_edge_in(index, shape, box, [&](std::uint32_t e) {
        out.push_back(make_edge(index.vertex(e), e));
        all.extend(out.back().box);
    });
    return all;
}

/// Whether two edges whose boxes meet lie on one line.
bool is_shared(Point a, Point b, Point c, Point d) {
    return side(a, b, c) == 0 && side(a, b, d) == 0;
}

/// What one thread measures polygons with.
class Measurer {
  public:
    Measurer(const PolygonIndex& sets, const Zones& zones, const Crossings& known, bool keeps_runs)
        : sets_(sets), zones_(zones), known_(known), keeps_runs_(keeps_runs) {}

    void measure(std::size_t polygon, Share& out);

  private:
    void take_crossings();
    void cross_zones(Share& out);
    void sort_exactly();
    void begin_zones(Share& out);
    void walk_ring(std::uint32_t ring, std::uint32_t begin, std::uint32_t end, Share& out);
    void add_stretch(std::uint32_t edge, Point p, Point to, double t_to, Share& out);
    void extend_run(Point p, Point q, Share& out);
    Point crossing_point(const Crossing& c) const;

    const PolygonIndex& sets_;
    const Zones& zones_;
    const Crossings& known_;
    bool keeps_runs_;
    std::uint32_t polygon_ = 0;
    Point origin_;
    std::vector<Crossing> crossings_;
    std::vector<Crossing> zone_crossings_;
    std::vector<std::uint32_t> border_; // polygons of zones whose boundary comes near
    std::vector<char> in_border_;
    std::size_t first_border_sum_ = 0;
    std::size_t next_ = 0;
    std::size_t next_zone_ = 0;
    int depth_ = 0;
    bool is_run_open_ = false;
};

geo::Box meet_of(const geo::Box& a, const geo::Box& b) {
    return {{std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)},
            {std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y)}};
}

bool by_place(const Crossing& x, const Crossing& y) {
    return x.edge != y.edge ? x.edge < y.edge : x.t != y.t ? x.t < y.t : x.other < y.other;
}

Point between(Point a, Point b, double t) {
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/// Finds what polygons have in common; one a thread.
class PairFinder {
  public:
    PairFinder(const PolygonIndex& sets, bool keeps_links) : sets_(sets), keeps_links_(keeps_links) {}

    void find(std::uint32_t polygon, Pairs& out);

  private:
    bool find_covered(std::uint32_t polygon, std::uint32_t other, int shift, Pairs& out) const;
    bool cross(std::uint32_t polygon, std::uint32_t other, Pairs& out);

    const PolygonIndex& sets_;
    bool keeps_links_;
    std::vector<Edge> met_;
};

void PairFinder::find(std::uint32_t polygon, Pairs& out) {
    sets_.each(sets_.box(polygon), [&](std::size_t i) {
        const auto other = static_cast<std::uint32_t>(i);
        if (other <= polygon) {
            return;
        }
        const bool is_held = find_covered(polygon, other, 1, out);
        const bool is_holder = find_covered(other, polygon, -1, out);
        const bool is_crossed = cross(polygon, other, out);
        if (keeps_links_ && (is_held || is_holder || is_crossed)) {
            out.links.push_back({polygon, other, false});
        }
    });
}

/// Rings of a polygon that begin inside the other one.
bool PairFinder::find_covered(std::uint32_t polygon, std::uint32_t other, int shift, Pairs& out) const {
    const PolygonIndex::Shape& shape = sets_.shape(polygon);
    const auto starts = sets_.ring_starts(shape);
    bool is_any = false;
    for (std::uint32_t r = 0; r < shape.rings; ++r) {
        const Point first = *sets_.vertex(starts[r]);
        if (sets_.box(other).contains(first) && holds(sets_, sets_.shape(other), first, shift)) {
            out.covered.push_back(shape.first_ring + r);
            is_any = true;
        }
    }
    return is_any;
}

bool PairFinder::cross(std::uint32_t polygon, std::uint32_t other, Pairs& out) {
    const geo::Box common = meet_of(sets_.box(polygon), sets_.box(other));
    const geo::Box met_box = edges_in(sets_, sets_.shape(other), common, met_);
    bool is_crossed = false;
    if (met_.empty()) {
        return false;
    }
    each_edge_in(sets_, sets_.shape(polygon), meet_of(common, met_box), [&](std::uint32_t start) {
        const Edge edge = make_edge(sets_.vertex(start), start);
        for (const Edge& m : met_) {
            if (!m.box.intersects(edge.box)) {
                continue;
            }
            const int step = crossing_step(edge.a, edge.b, m.a, m.b, 1);
            if (step != 0) { // whoever enters the other is left by it
                out.crossings.push_back({start, step, parameter(edge.a, edge.b, m.a, m.b), m.start, other});
                out.owners.push_back(polygon);
                out.crossings.push_back(
                    {m.start, -step, parameter(m.a, m.b, edge.a, edge.b), start, polygon});
                out.owners.push_back(other);
                is_crossed = true;
            } else if (keeps_links_ && is_shared(edge.a, edge.b, m.a, m.b)) {
                out.links.push_back({polygon, other, true});
                out.links.push_back({other, polygon, true});
            }
        }
    });
    return is_crossed;
}

/// By polygon, whatever blocks they were found in.
Crossings gather(const PolygonIndex& sets, std::span<const Pairs> blocks) {
    Crossings out;
    out.starts.assign(sets.size() + 1, 0);
    std::size_t rings = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        rings += sets.shape(i).rings;
    }
    out.ring_depths.assign(rings, 0);
    for (const Pairs& block : blocks) {
        for (const std::uint32_t owner : block.owners) {
            ++out.starts[owner];
        }
        for (const std::uint32_t ring : block.covered) {
            ++out.ring_depths[ring];
        }
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& start : out.starts) {
        sum += start;
        start = sum; // end of the polygon's; filling moves it down to its start
    }
    out.all.resize(sum);
    for (const Pairs& block : blocks) {
        for (std::size_t k = 0; k < block.owners.size(); ++k) {
            out.all[--out.starts[block.owners[k]]] = block.crossings[k];
        }
    }
    return out;
}

void Measurer::take_crossings() {
    const auto at = [&](std::uint32_t i) { return known_.all.begin() + static_cast<std::ptrdiff_t>(i); };
    crossings_.assign(at(known_.starts[polygon_]), at(known_.starts[polygon_ + 1]));
    if (keeps_runs_) {
        sort_exactly();
    } else { // an area does not feel two crossings a rounding apart change places
        std::ranges::sort(crossings_, by_place);
    }
}

void Measurer::sort_exactly() {
    std::ranges::sort(crossings_, by_place);
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
    for (std::size_t i = 1; i < crossings_.size(); ++i) {
        const Crossing moved = crossings_[i];
        std::size_t k = i;
        while (k > 0 && crossings_[k - 1].edge == moved.edge && moved.t - crossings_[k - 1].t < 1e-9 &&
               is_before(moved, crossings_[k - 1])) {
            crossings_[k] = crossings_[k - 1];
            --k;
        }
        crossings_[k] = moved;
    }
}

void Measurer::cross_zones(Share& out) {
    zone_crossings_.clear();
    border_.clear();
    const geo::Box& box = sets_.box(polygon_);
    zones_.edges.each(box, [&](std::size_t i) {
        const std::uint32_t start = zones_.edge_starts[i];
        const Point c = *zones_.polygons.vertex(start);
        const Point d = *zones_.polygons.vertex(start + 1);
        if ((code(c, box) & code(d, box)) != 0) {
            return;
        }
        border_.push_back(zones_.edge_polygon[i]);
        each_edge_in(sets_, sets_.shape(polygon_), make_edge(zones_.polygons.vertex(start), start).box,
                     [&](std::uint32_t e) {
                         const Point a = *sets_.vertex(e);
                         const Point b = *sets_.vertex(e + 1);
                         if (const int step = crossing_step(a, b, c, d, 1); step != 0) {
                             zone_crossings_.push_back(
                                 {e, step, parameter(a, b, c, d), start, zones_.edge_polygon[i]});
                             out.on_borders.push_back({start, -step, parameter(c, d, a, b), e, polygon_});
                         }
                     });
    });
    std::ranges::sort(zone_crossings_, by_place);
    std::ranges::sort(border_);
    border_.erase(std::unique(border_.begin(), border_.end()), border_.end());
    in_border_.assign(border_.size(), 0);
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
    if (t == 0 || t == 1) { // at an end of an edge, its vertex exactly
        return t == 0 ? a : b;
    }
    if (u == 0 || u == 1) {
        return u == 0 ? c : d;
    }
    return exact::snap(between(a, b, t));
}

/// Zones whose border comes near are followed along the boundary; others hold the polygon whole or not at
/// all.
void Measurer::begin_zones(Share& out) {
    const Point first = *sets_.vertex(sets_.ring_starts(sets_.shape(polygon_)).front());
    zones_.polygons.each({first, first}, [&](std::size_t z) {
        if (!std::ranges::binary_search(border_, static_cast<std::uint32_t>(z)) &&
            holds(zones_.polygons, zones_.polygons.shape(z), first, 1)) {
            out.by_zone.push_back({zones_.zone_of[z], origin_, {}});
        }
    });
    first_border_sum_ = out.by_zone.size();
    for (const std::uint32_t z : border_) {
        out.by_zone.push_back({zones_.zone_of[z], origin_, {}});
    }
}

/// A stretch of an edge under `depth_` other sets: cut where it crosses the borders of zones.
void Measurer::add_stretch(std::uint32_t edge, Point p, Point to, double t_to, Share& out) {
    for (;;) {
        const bool is_last = next_zone_ >= zone_crossings_.size() ||
                             zone_crossings_[next_zone_].edge != edge || zone_crossings_[next_zone_].t > t_to;
        const Point q =
            is_last ? to
                    : between(*sets_.vertex(edge), *sets_.vertex(edge + 1), zone_crossings_[next_zone_].t);
        // Between crossings at one point, whose order is not known, the depth may be wrong over no length.
        if (depth_ == 0 || depth_ == 1) {
            const auto depth = static_cast<std::size_t>(depth_);
            const Point lp = minus(p, origin_);
            const Point lq = minus(q, origin_);
            out.sums.back()[depth].add(lp, lq);
            for (std::size_t k = 0; k < border_.size(); ++k) {
                if (in_border_[k] != 0) {
                    out.by_zone[first_border_sum_ + k].sums[depth].add(lp, lq);
                }
            }
        }
        if (is_last) {
            return;
        }
        p = q;
        const Crossing& c = zone_crossings_[next_zone_++];
        const auto k = std::ranges::lower_bound(border_, c.polygon) - border_.begin();
        in_border_[static_cast<std::size_t>(k)] = c.step > 0 ? 1 : 0;
    }
}

void Measurer::extend_run(Point p, Point q, Share& out) {
    if (p == q) {
        return;
    }
    if (!is_run_open_ || out.runs.back().points.back() != p) {
        out.runs.push_back({polygon_, {p}});
        is_run_open_ = true;
    }
    out.runs.back().points.push_back(q);
}

void Measurer::walk_ring(std::uint32_t ring, std::uint32_t begin, std::uint32_t end, Share& out) {
    const Point first = *sets_.vertex(begin);
    depth_ = known_.ring_depths[ring];
    for (std::size_t k = 0; k < border_.size(); ++k) {
        in_border_[k] = holds(zones_.polygons, zones_.polygons.shape(border_[k]), first, 1) ? 1 : 0;
    }
    is_run_open_ = false;
    const std::size_t first_run = out.runs.size();
    for (std::uint32_t e = begin; e + 1 < end; ++e) {
        const Point b = *sets_.vertex(e + 1);
        Point from = *sets_.vertex(e);
        for (;;) {
            const bool is_last = next_ >= crossings_.size() || crossings_[next_].edge != e;
            const double t_to = is_last ? 1 : crossings_[next_].t;
            const Point to = is_last       ? b
                             : keeps_runs_ ? crossing_point(crossings_[next_])
                                           : between(*sets_.vertex(e), b, t_to);
            add_stretch(e, from, to, t_to, out);
            if (keeps_runs_) {
                if (depth_ == 0) {
                    extend_run(from, to, out);
                } else if (from != to) {
                    is_run_open_ = false;
                }
            }
            if (is_last) {
                break;
            }
            depth_ += crossings_[next_++].step;
            from = to;
        }
    }
    // A ring that is cut elsewhere than at its first vertex has one run through it.
    if (out.runs.size() > first_run + 1 &&
        out.runs.back().points.back() == out.runs[first_run].points.front()) {
        geo::Line& head = out.runs[first_run].points;
        geo::Line joined = std::move(out.runs.back().points);
        joined.insert(joined.end(), head.begin() + 1, head.end());
        head = std::move(joined);
        out.runs.pop_back();
    }
}

void Measurer::measure(std::size_t polygon, Share& out) {
    polygon_ = static_cast<std::uint32_t>(polygon);
    origin_ = {};
    const PolygonIndex::Shape& shape = sets_.shape(polygon);
    if (shape.rings > 0) {
        origin_ = sets_.box(polygon).centre();
    }
    out.origins.push_back(origin_);
    out.sums.emplace_back();
    if (shape.rings == 0) {
        return;
    }
    take_crossings();
    cross_zones(out);
    const std::size_t first_sum = out.by_zone.size();
    begin_zones(out);
    next_ = 0;
    next_zone_ = 0;
    const auto starts = sets_.ring_starts(shape);
    for (std::size_t r = 0; r < shape.rings; ++r) {
        walk_ring(static_cast<std::uint32_t>(shape.first_ring + r), starts[r], starts[r + 1], out);
    }
    for (std::size_t k = first_sum; k < first_border_sum_; ++k) {
        out.by_zone[k].sums = out.sums.back();
    }
}

/// Crossings of the borders of zones with the sets, by the vertex that their edges start at.
Crossings gather_on_borders(const PolygonIndex& zones, std::span<const Share> shares) {
    Crossings out;
    std::size_t vertices = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones.shape(i).rings > 0) {
            vertices = std::max<std::size_t>(vertices, zones.ring_starts(zones.shape(i)).back());
        }
    }
    out.starts.assign(vertices + 1, 0);
    for (const Share& share : shares) {
        for (const Crossing& c : share.on_borders) {
            ++out.starts[c.edge];
        }
    }
    std::uint32_t sum = 0;
    for (std::uint32_t& start : out.starts) {
        sum += start;
        start = sum;
    }
    out.all.resize(sum);
    for (const Share& share : shares) {
        for (const Crossing& c : share.on_borders) {
            out.all[--out.starts[c.edge]] = c;
        }
    }
    for (std::size_t v = 0; v < vertices; ++v) {
        std::sort(out.all.begin() + out.starts[v], out.all.begin() + out.starts[v + 1], by_place);
    }
    return out;
}

/// What the boundary of a polygon of a zone adds to it.
ZoneSums measure_border(const PolygonIndex& sets, const Zones& zones, const Crossings& known,
                        std::size_t polygon) {
    ZoneSums out{zones.zone_of[polygon], zones.polygons.box(polygon).centre(), {}};
    const PolygonIndex::Shape& shape = zones.polygons.shape(polygon);
    const auto starts = zones.polygons.ring_starts(shape);
    for (std::size_t r = 0; r < shape.rings; ++r) {
        int depth = 0;
        const Point first = *zones.polygons.vertex(starts[r]);
        sets.each({first, first},
                  [&](std::size_t set) { depth += holds(sets, sets.shape(set), first, -1) ? 1 : 0; });
        for (std::uint32_t e = starts[r]; e + 1 < starts[r + 1]; ++e) {
            if (depth <= 0 && known.starts[e] == known.starts[e + 1]) {
                continue; // most of a border
            }
            const Point a = *zones.polygons.vertex(e);
            const Point b = *zones.polygons.vertex(e + 1);
            Point from = minus(a, out.origin);
            const auto add = [&](Point to) {
                for (int k = 0; k < std::min(depth, 2);
                     ++k) { // a depth below 0 has no length, see add_stretch
                    out.sums[static_cast<std::size_t>(k)].add(from, to);
                }
                from = to;
            };
            for (std::uint32_t k = known.starts[e]; k < known.starts[e + 1]; ++k) {
                add(minus(between(a, b, known.all[k].t), out.origin));
                depth += known.all[k].step;
            }
            add(minus(b, out.origin));
        }
    }
    return out;
}

class Groups { // of polygons, by links
  public:
    explicit Groups(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0U); }

    std::uint32_t find(std::uint32_t i) {
        while (parent_[i] != i) {
            i = parent_[i] = parent_[parent_[i]];
        }
        return i;
    }

    void join(std::uint32_t a, std::uint32_t b) {
        a = find(a);
        b = find(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::uint32_t> parent_;
};

/// One connected piece of the union.
struct Component {
    std::vector<const Run*> runs;
    std::vector<std::uint32_t> polygons;
    double area_m2 = 0;
    bool has_shared_edge = false;
};

geo::MultiPolygon overlay(const PolygonIndex& sets, const Component& component) {
    std::vector<geo::MultiPolygon> parts;
    for (const std::uint32_t i : component.polygons) {
        parts.push_back(geo::make_valid({sets.polygon(i)}));
    }
    return geo::unite(parts);
}

geo::MultiPolygon build_union(const PolygonIndex& sets, std::span<const Pairs> pairs,
                              std::span<const Share> shares, unsigned threads, Progress& progress) {
    Groups groups(sets.size());
    std::vector<char> shares_edge(sets.size(), 0);
    for (const Pairs& block : pairs) {
        for (const Link& link : block.links) {
            groups.join(link.polygon, link.other);
            shares_edge[link.polygon] |= link.shares_edge ? 1 : 0;
        }
    }
    std::vector<std::uint32_t> number(sets.size(), 0);
    std::vector<Component> components;
    std::uint32_t i = 0;
    for (const Share& share : shares) {
        for (std::size_t k = 0; k < share.sums.size(); ++k, ++i) {
            const std::uint32_t root = groups.find(i);
            if (root == i) { // roots are the smallest of their group, so they come first
                number[i] = static_cast<std::uint32_t>(components.size());
                components.emplace_back();
            }
            Component& c = components[number[root]];
            c.polygons.push_back(i);
            c.area_m2 += share.sums[k][0].about(share.origins[k], sets.box(root).centre()) / 2;
            c.has_shared_edge |= shares_edge[i] != 0;
        }
    }
    for (const Share& share : shares) {
        for (const Run& run : share.runs) {
            components[number[groups.find(run.polygon)]].runs.push_back(&run);
        }
    }
    std::vector<geo::MultiPolygon> joined(components.size());
    parallel_blocks(components.size(), 16, threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t c = begin; c < end; ++c) {
            joined[c] = join_runs(components[c].runs, components[c].has_shared_edge, components[c].area_m2);
            const bool is_doubtful = joined[c].empty() && !components[c].runs.empty();
            if (is_doubtful || (components[c].has_shared_edge && !geo::why_invalid(joined[c]).empty())) {
                joined[c] = overlay(sets, components[c]);
            }
        }
    });
    geo::MultiPolygon out;
    for (geo::MultiPolygon& part : joined) {
        std::ranges::move(part, std::back_inserter(out));
    }
    return out;
}

/// Centroids from the areas and moments about the origin of each zone.
struct Moments {
    Point once;
    Point twice;

    void add(const ZoneSums& z, Point origin) {
        const auto more = [&](Point& to, const Sum& sum) {
            const Point m = sum.moment_about(z.origin, origin);
            to = {to.x + m.x, to.y + m.y};
        };
        more(once, z.sums[0]);
        more(twice, z.sums[1]);
    }

    CoveredCentre centre(const CoveredArea& area, Point origin) const {
        const auto mean = [&](Point moment, double m2) {
            return m2 > 0 ? Point{origin.x + moment.x / (6 * m2), origin.y + moment.y / (6 * m2)} : origin;
        };
        return {mean(once, area.once_m2), mean(twice, area.twice_m2)};
    }
};

} // namespace

Coverage covered_areas(std::span<const geo::MultiPolygon> sets, std::span<const geo::MultiPolygon> zones,
                       const CoverageParams& params, Progress& progress) {
    constexpr std::size_t kGrain = 64;
    const PolygonIndex index = make_index(in_spatial_order(sets), 64, 256, params.threads);
    const Zones borders = make_zones(zones);
    const std::size_t blocks = (index.size() + kGrain - 1) / kGrain;
    std::atomic<std::size_t> done = 0;
    const auto tell = [&](std::size_t more) { // two passes over the polygons
        done += more;
        progress.report(static_cast<double>(done) / (2 * static_cast<double>(index.size())),
                        "Surfaces couvertes");
    };
    std::vector<Pairs> pairs(blocks);
    parallel_blocks(index.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        PairFinder finder(index, params.builds_union);
        for (std::size_t i = begin; i < end; ++i) {
            finder.find(static_cast<std::uint32_t>(i), pairs[begin / kGrain]);
        }
        tell(end - begin);
    });
    const Crossings crossings = gather(index, pairs);
    std::vector<Share> shares(blocks);
    parallel_blocks(index.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        Measurer measurer(index, borders, crossings, params.builds_union);
        for (std::size_t i = begin; i < end; ++i) {
            measurer.measure(i, shares[begin / kGrain]);
        }
        tell(end - begin);
    });
    const Crossings on_borders = gather_on_borders(borders.polygons, shares);
    std::vector<ZoneSums> border_sums(borders.polygons.size());
    parallel_blocks(border_sums.size(), 16, params.threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t z = begin; z < end; ++z) {
            if (borders.polygons.shape(z).rings > 0) {
                border_sums[z] = measure_border(index, borders, on_borders, z);
            }
        }
    });
    Coverage out;
    out.by_zone.resize(zones.size());
    const auto add = [](CoveredArea& to, const Sums& sums, Point local, Point origin) {
        to.once_m2 += sums[0].about(local, origin) / 2;
        to.twice_m2 += sums[1].about(local, origin) / 2;
    };
    std::vector<Moments> moments(zones.size());
    const auto add_to_zone = [&](const ZoneSums& z) {
        add(out.by_zone[z.zone], z.sums, z.origin, borders.origin[z.zone]);
        moments[z.zone].add(z, borders.origin[z.zone]);
    };
    const Point origin = index.size() == 0 ? Point{} : shares.front().origins.front();
    for (const Share& share : shares) {
        for (std::size_t k = 0; k < share.sums.size(); ++k) {
            add(out.total, share.sums[k], share.origins[k], origin);
        }
        std::ranges::for_each(share.by_zone, add_to_zone);
    }
    std::ranges::for_each(border_sums, add_to_zone);
    for (std::size_t i = 0; i < zones.size(); ++i) {
        out.centres.push_back(moments[i].centre(out.by_zone[i], borders.origin[i]));
    }
    if (params.builds_union) {
        out.united = build_union(index, pairs, shares, params.threads, progress);
    }
    return out;
}

} // namespace maillage::analysis
