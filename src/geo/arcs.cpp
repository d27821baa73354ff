#include "geo/arcs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace maillage::geo {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint8_t kForEver = kLevels - 1;

std::uint64_t mix(std::uint64_t h) {
    h *= 0xd6e8feb86659fd93ULL;
    return h ^ (h >> 32U);
}

std::size_t table_size(std::size_t entries) {
    return std::bit_ceil(std::max<std::size_t>(16, entries * 2));
}

/// Equal coordinates give equal numbers. Points that are near on the ground are near in the table, so that
/// following a border stays in the processor's cache; should a file crowd the table's places, it is spread by
/// scrambling instead.
class VertexNumbers {
  public:
    VertexNumbers(const Box& box, std::size_t most)
        : origin_(box.min), slots_(table_size(most / 2), kNone) { // most borders are shared by two
        const double spacing = std::sqrt(box.width() * box.height() / static_cast<double>(most + 1));
        const double side = std::max(spacing / 2, 1e-3);
        per_cell_ = 1 / std::max({side, box.width() / 1e9, box.height() / 1e9});
        points_.reserve(most / 2 + most / 16);
    }

    /// The numbers of a ring's points, in their order; valid until the next call.
    std::span<const std::uint32_t> of_ring(const Ring& ring) {
        places_.resize(ring.size());
        numbers_.resize(ring.size());
        std::ranges::transform(ring, places_.begin(), [&](Point p) { return place_of(p); });
        for (std::size_t i = 0; i < std::min(ring.size(), 2 * kAhead); ++i) {
            fetch_slot(places_[i]);
        }
        std::uint32_t before = kNone;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            if (i + 2 * kAhead < ring.size()) {
                fetch_slot(places_[i + 2 * kAhead]);
            }
            if (i + kAhead < ring.size()) {
                fetch_point(places_[i + kAhead]);
            }
            const std::uint32_t known = beside(ring[i], before);
            before = numbers_[i] =
                known != kNone ? known : find_or_add(ring[i], is_scrambled_ ? place_of(ring[i]) : places_[i]);
        }
        return numbers_;
    }

    /// By number; the table is not needed any more.
    std::vector<Point> take_points() && {
        slots_ = {};
        return std::move(points_);
    }

  private:
    /// Points by which memory is asked for before it is read.
    static constexpr std::size_t kAhead = 6;

    void fetch_slot(std::uint64_t place) const { __builtin_prefetch(&slots_[place & (slots_.size() - 1)]); }

    void fetch_point(std::uint64_t place) const {
        const std::uint32_t number = slots_[place & (slots_.size() - 1)];
        if (number != kNone) {
            __builtin_prefetch(&points_[number]);
        }
    }

    /// Along a border that the neighbour brought, the next point has the number before (or after, where rings
    /// turn the other way): no need to look it up.
    std::uint32_t beside(Point p, std::uint32_t number) const {
        if (number == kNone) {
            return kNone;
        }
        if (number > 0 && points_[number - 1] == p) {
            return number - 1;
        }
        return number + 1 < points_.size() && points_[number + 1] == p ? number + 1 : kNone;
    }

    /// The cell of a coordinate that is not below the box; what is no number goes to the last one.
    std::uint64_t cell_of(double from_origin) const {
        return static_cast<std::uint64_t>(std::min(1e9, from_origin * per_cell_));
    }

    std::uint64_t place_of(Point p) const {
        if (is_scrambled_) {
            return mix(mix(std::bit_cast<std::uint64_t>(p.x + 0.0)) +
                       std::bit_cast<std::uint64_t>(p.y + 0.0)); // -0 is 0
        }
        const std::uint64_t x = cell_of(p.x - origin_.x);
        const std::uint64_t y = cell_of(p.y - origin_.y);
        return mix((x >> 4U) << 32U | y >> 4U) << 8U | (y & 15U) << 4U | (x & 15U);
    }

    std::uint32_t find_or_add(Point p, std::uint64_t place) {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t i = place & mask;; i = (i + 1) & mask) {
            if (slots_[i] == kNone) {
                slots_[i] = static_cast<std::uint32_t>(points_.size());
                points_.push_back(p);
                if (points_.size() * 2 > slots_.size()) {
                    rebuild(slots_.size() * 2);
                }
                return static_cast<std::uint32_t>(points_.size() - 1);
            }
            if (points_[slots_[i]] == p) {
                return slots_[i];
            }
            if (++steps_ > 64 * (points_.size() + 1000) && !is_scrambled_) {
                is_scrambled_ = true;
                rebuild(slots_.size());
                return find_or_add(p, place_of(p));
            }
        }
    }

    void rebuild(std::size_t size) {
        slots_.assign(size, kNone);
        for (std::uint32_t v = 0; v < points_.size(); ++v) {
            std::size_t i = place_of(points_[v]) & (size - 1);
            while (slots_[i] != kNone) {
                i = (i + 1) & (size - 1);
            }
            slots_[i] = v;
        }
    }

    Point origin_;
    bool is_scrambled_ = false;
    double per_cell_ = 1;
    std::size_t steps_ = 0;
    std::vector<std::uint32_t> slots_;
    std::vector<Point> points_;
    std::vector<std::uint64_t> places_;  ///< of the ring at hand
    std::vector<std::uint32_t> numbers_; ///< of the ring at hand
};

/// The arc that leaves a vertex towards another one: a short list for each vertex where arcs end.
class ArcEnds {
  public:
    explicit ArcEnds(std::size_t vertices) : heads_(vertices, kNone) {}

    /// The first arc of that name stays.
    void insert(std::uint32_t from, std::uint32_t to, ArcUse use) {
        if (find(from, to) == nullptr) {
            ends_.push_back({to, use, heads_[from]});
            heads_[from] = static_cast<std::uint32_t>(ends_.size() - 1);
        }
    }

    const ArcUse* find(std::uint32_t from, std::uint32_t to) const {
        for (std::uint32_t e = heads_[from]; e != kNone; e = ends_[e].next) {
            if (ends_[e].to == to) {
                return &ends_[e].use;
            }
        }
        return nullptr;
    }

  private:
    struct End {
        std::uint32_t to = 0;
        ArcUse use = 0;
        std::uint32_t next = kNone;
    };

    std::vector<std::uint32_t> heads_;
    std::vector<End> ends_;
};

/// Up to two neighbours of a vertex; a third one makes it a node.
struct Degree {
    static constexpr std::uint32_t kCrowd = kNone - 1;
    std::uint32_t a = kNone;
    std::uint32_t b = kNone; ///< kCrowd once there are more

    void add(std::uint32_t v) {
        if (a == kNone || a == v) {
            a = v;
        } else if (b == kNone || b == v) {
            b = v;
        } else {
            b = kCrowd;
        }
    }

    bool is_node() const { return b >= kCrowd; }
};

/// A ring as vertex numbers, oriented so that the feature lies on its left.
struct NumberedRing {
    std::uint32_t feature = 0;
    std::uint32_t polygon = 0;
    bool is_hole = false;
    std::size_t first = 0;
    std::size_t count = 0;
};

struct NumberedRings {
    std::vector<std::uint32_t> vertices;
    std::vector<NumberedRing> rings;
};

/// Left out of the topology otherwise: cells of a grid over it could not be counted.
bool is_sound(const Ring& ring) {
    constexpr double kFarthest_m = 1e12; // the Earth is smaller
    return std::ranges::all_of(
        ring, [](Point p) { return std::abs(p.x) < kFarthest_m && std::abs(p.y) < kFarthest_m; });
}

void add_ring(const Ring& ring, NumberedRing entry, VertexNumbers& numbers, NumberedRings& to) {
    if (!is_sound(ring)) {
        return;
    }
    const double twice = signed_area(ring);
    const bool is_backwards = entry.is_hole ? twice > 0 : twice < 0;
    entry.first = to.vertices.size();
    const auto push = [&](std::uint32_t v) {
        if (to.vertices.size() == entry.first || to.vertices.back() != v) {
            to.vertices.push_back(v);
        }
    };
    const std::span<const std::uint32_t> vertices = numbers.of_ring(ring);
    if (is_backwards) {
        std::for_each(vertices.rbegin(), vertices.rend(), push);
    } else {
        std::for_each(vertices.begin(), vertices.end(), push);
    }
    while (to.vertices.size() > entry.first + 1 && to.vertices.back() == to.vertices[entry.first]) {
        to.vertices.pop_back();
    }
    entry.count = to.vertices.size() - entry.first;
    if (entry.count < 3) {
        to.vertices.resize(entry.first);
        return;
    }
    to.rings.push_back(entry);
}

struct Extent {
    Box box;
    std::size_t points = 0;
};

Extent measure(std::span<const MultiPolygon* const> features) {
    Extent extent;
    const auto add = [&](const Ring& ring) {
        if (!is_sound(ring)) {
            return;
        }
        extent.box.extend(bounds(ring));
        extent.points += ring.size();
    };
    for (const MultiPolygon* feature : features) {
        for (const Polygon& polygon : *feature) {
            add(polygon.outer);
            std::ranges::for_each(polygon.holes, add);
        }
    }
    return extent;
}

NumberedRings number_rings(std::span<const MultiPolygon* const> features, std::size_t points,
                           VertexNumbers& numbers) {
    NumberedRings to;
    to.vertices.reserve(points);
    for (std::size_t f = 0; f < features.size(); ++f) {
        const MultiPolygon& feature = *features[f];
        for (std::size_t p = 0; p < feature.size(); ++p) {
            NumberedRing entry{static_cast<std::uint32_t>(f), static_cast<std::uint32_t>(p), false, 0, 0};
            add_ring(feature[p].outer, entry, numbers, to);
            entry.is_hole = true;
            for (const Ring& hole : feature[p].holes) {
                add_ring(hole, entry, numbers, to);
            }
        }
    }
    return to;
}

/// Cuts the rings into arcs at the nodes.
class Cutter {
  public:
    Cutter(const NumberedRings& rings, const std::vector<Point>& points)
        : rings_(rings), points_(points), ends_(points.size()) {
        degree_.resize(points.size());
        for (const NumberedRing& ring : rings.rings) {
            const std::uint32_t* v = rings.vertices.data() + ring.first;
            for (std::size_t i = 0; i < ring.count; ++i) {
                const std::uint32_t next = v[i + 1 == ring.count ? 0 : i + 1];
                degree_[v[i]].add(next);
                degree_[next].add(v[i]);
            }
        }
    }

    void cut(const NumberedRing& ring, Topology& to) {
        const std::uint32_t* v = rings_.vertices.data() + ring.first;
        ArcRing entry{ring.feature, ring.polygon, static_cast<std::uint32_t>(to.uses.size()), 0,
                      ring.is_hole};
        const std::size_t start = first_cut(v, ring.count);
        std::size_t from = start;
        do {
            std::size_t steps = 1; // a ring without node is one closed arc
            std::size_t end = after(from, ring.count);
            while (steps < ring.count && !degree_[v[end]].is_node()) {
                ++steps;
                end = after(end, ring.count);
            }
            claim(arc(v, ring.count, from, steps, to), ring.feature, to);
            from = end;
        } while (from != start);
        entry.count = static_cast<std::uint32_t>(to.uses.size()) - entry.first;
        to.rings.push_back(entry);
    }

  private:
    static std::size_t after(std::size_t i, std::size_t count) { return i + 1 == count ? 0 : i + 1; }

    /// The first node, else the smallest vertex: the same whichever ring comes by.
    std::size_t first_cut(const std::uint32_t* v, std::size_t count) const {
        std::size_t smallest = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (degree_[v[i]].is_node()) {
                return i;
            }
            if (v[i] < v[smallest]) {
                smallest = i;
            }
        }
        return smallest;
    }

    ArcUse arc(const std::uint32_t* v, std::size_t count, std::size_t from, std::size_t steps, Topology& to) {
        const std::uint32_t second = v[after(from, count)];
        if (const ArcUse* known = ends_.find(v[from], second)) {
            return *known;
        }
        const auto use = static_cast<ArcUse>(to.arcs.size());
        Arc fresh;
        fresh.first = static_cast<std::uint32_t>(to.points.size());
        fresh.count = static_cast<std::uint32_t>(steps + 1);
        std::size_t at = from;
        std::size_t last_but_one = from;
        for (std::size_t i = 0; i <= steps; ++i) {
            to.points.push_back(points_[v[at]]);
            if (i < steps) {
                last_but_one = at;
                at = after(at, count);
            }
        }
        to.arcs.push_back(fresh);
        ends_.insert(v[from], second, use);
        ends_.insert(v[at], v[last_but_one], ~use);
        return use;
    }

    static void claim(ArcUse use, std::uint32_t feature, Topology& to) {
        to.uses.push_back(use);
        Arc& arc = to.arcs[static_cast<std::size_t>(use >= 0 ? use : ~use)];
        std::int32_t& side = use >= 0 ? arc.left : arc.right;
        if (side == kOutside) {
            side = static_cast<std::int32_t>(feature);
        } else {
            ++to.overlapping_arcs;
        }
    }

    const NumberedRings& rings_;
    const std::vector<Point>& points_;
    std::vector<Degree> degree_;
    ArcEnds ends_;
};

double cross(Point o, Point a, Point b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/// Points still present, by square cell.
class PointGrid {
  public:
    PointGrid(const std::vector<Point>& points, const std::vector<std::uint8_t>& last_level) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (last_level[i] == kForEver) {
                box_.extend(points[i]);
                ++size_;
            }
        }
        const double area = std::max(box_.width(), 1.0) * std::max(box_.height(), 1.0);
        const double side = std::max({std::sqrt(area / static_cast<double>(size_ + 1)), box_.width() / 4096,
                                      box_.height() / 4096, 1e-6});
        per_cell_ = 1 / side;
        columns_ = cell(box_.width()) + 1;
        rows_ = cell(box_.height()) + 1;
        start_.assign(columns_ * rows_ + 1, 0);
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (last_level[i] == kForEver) {
                ++start_[index(points[i]) + 1];
            }
        }
        for (std::size_t c = 1; c < start_.size(); ++c) {
            start_[c] += start_[c - 1];
        }
        items_.resize(size_);
        std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (last_level[i] == kForEver) {
                items_[next[index(points[i])]++] = {points[i], static_cast<std::uint32_t>(i)};
            }
        }
    }

    std::size_t size() const { return size_; }

    /// True when a point other than the corners lies in the triangle or on its rim.
    bool has_point_in(Point a, Point b, Point c, const std::vector<std::uint8_t>& last_level) const {
        if (cross(a, b, c) < 0) {
            std::swap(b, c);
        }
        const Point low{std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y})};
        const Point high{std::max({a.x, b.x, c.x}), std::max({a.y, b.y, c.y})};
        const std::size_t first = cell(low.x - box_.min.x);
        const std::size_t last = cell(high.x - box_.min.x);
        for (std::size_t row = cell(low.y - box_.min.y); row <= cell(high.y - box_.min.y); ++row) {
            const std::uint32_t end = start_[row * columns_ + last + 1];
            for (std::uint32_t i = start_[row * columns_ + first]; i < end; ++i) {
                const Point p = items_[i].at;
                if (p.x < low.x || p.x > high.x || p.y < low.y || p.y > high.y || p == a || p == b ||
                    p == c || last_level[items_[i].point] != kForEver) {
                    continue;
                }
                if (cross(a, b, p) >= 0 && cross(b, c, p) >= 0 && cross(c, a, p) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

  private:
    struct Item {
        Point at;
        std::uint32_t point = 0;
    };

    std::size_t cell(double metres) const { return static_cast<std::size_t>(metres * per_cell_); }

    std::size_t index(Point p) const { return cell(p.y - box_.min.y) * columns_ + cell(p.x - box_.min.x); }

    Box box_;
    std::size_t size_ = 0;
    double per_cell_ = 1;
    std::size_t columns_ = 1;
    std::size_t rows_ = 1;
    std::vector<std::uint32_t> start_;
    std::vector<Item> items_; ///< by cell: a look-up reads memory in one run
};

/// Drops the points of arcs level by level; a point that stays has `last_level` kForEver until it is dropped.
class Thinner {
  public:
    explicit Thinner(Topology& topology)
        : topology_(topology), previous_(topology.points.size()), next_(topology.points.size()),
          area_(topology.points.size()) {
        topology_.last_level.assign(topology_.points.size(), kForEver);
        for (const Arc& arc : topology_.arcs) {
            for (std::uint32_t i = arc.first; i < arc.first + arc.count; ++i) {
                previous_[i] = i - 1;
                next_[i] = i + 1;
            }
            left_ += arc.count;
        }
    }

    void run() {
        if (topology_.points.empty()) {
            return;
        }
        PointGrid grid(topology_.points, topology_.last_level);
        for (int level = 1; level < kLevels; ++level) {
            if (left_ * 5 < grid.size() * 3) { // mostly dropped points: look-ups would crawl over them
                grid = PointGrid(topology_.points, topology_.last_level);
            }
            for (const Arc& arc : topology_.arcs) {
                thin(arc, level, grid);
            }
        }
    }

  private:
    struct Candidate {
        double area_m2;
        std::uint32_t point;

        bool operator>(const Candidate& o) const {
            return area_m2 != o.area_m2 ? area_m2 > o.area_m2 : point > o.point;
        }
    };

    double effective_area(std::uint32_t i) const {
        return std::abs(
                   cross(topology_.points[previous_[i]], topology_.points[i], topology_.points[next_[i]])) /
               2;
    }

    void thin(const Arc& arc, int level, const PointGrid& grid) {
        const std::uint32_t first = arc.first;
        const std::uint32_t last = arc.first + arc.count - 1;
        if (next_[first] == last || topology_.last_level[first] != kForEver) {
            return;
        }
        const double limit = level_area_m2(level);
        heap_.clear();
        for (std::uint32_t i = next_[first]; i != last; i = next_[i]) {
            consider(i, limit);
        }
        std::ranges::make_heap(heap_, std::greater{});
        while (!heap_.empty()) {
            std::ranges::pop_heap(heap_, std::greater{});
            const Candidate c = heap_.back();
            heap_.pop_back();
            const std::uint32_t i = c.point;
            if (topology_.last_level[i] != kForEver || c.area_m2 != area_[i]) {
                continue;
            }
            const std::uint32_t a = previous_[i];
            const std::uint32_t b = next_[i];
            if (grid.has_point_in(topology_.points[a], topology_.points[i], topology_.points[b],
                                  topology_.last_level)) {
                continue;
            }
            drop(i, level);
            next_[a] = b;
            previous_[b] = a;
            if (is_closed_pair(first, last)) { // nothing is left of an islet: it goes as a whole
                drop(next_[first], level);
                drop(first, level);
                drop(last, level);
                return;
            }
            for (const std::uint32_t neighbour : {a, b}) {
                if (neighbour != first && neighbour != last && consider(neighbour, limit)) {
                    std::ranges::push_heap(heap_, std::greater{});
                }
            }
        }
    }

    bool consider(std::uint32_t i, double limit) {
        area_[i] = effective_area(i);
        if (area_[i] >= limit) {
            return false;
        }
        heap_.push_back({area_[i], i});
        return true;
    }

    bool is_closed_pair(std::uint32_t first, std::uint32_t last) const {
        return topology_.points[first] == topology_.points[last] && next_[next_[first]] == last;
    }

    void drop(std::uint32_t i, int level) {
        topology_.last_level[i] = static_cast<std::uint8_t>(level - 1);
        --left_;
    }

    Topology& topology_;
    std::vector<std::uint32_t> previous_;
    std::vector<std::uint32_t> next_;
    std::vector<double> area_;
    std::vector<Candidate> heap_;
    std::size_t left_ = 0;
};

Ring ring_at_level(const Topology& topology, const ArcRing& ring, int level) {
    Ring points;
    for (std::uint32_t u = ring.first; u < ring.first + ring.count; ++u) {
        const ArcUse use = topology.uses[u];
        const Arc& arc = topology.arcs[static_cast<std::size_t>(use >= 0 ? use : ~use)];
        for (std::uint32_t i = 0; i + 1 < arc.count; ++i) { // the next arc brings the last point
            const std::uint32_t at = arc.first + (use >= 0 ? i : arc.count - 1 - i);
            if (topology.last_level[at] >= level) {
                points.push_back(topology.points[at]);
            }
        }
    }
    return points;
}

} // namespace

double level_area_m2(int level) {
    return level <= 0 ? 0 : std::ldexp(2.0, 2 * level);
}

Topology build_topology(std::span<const MultiPolygon> features, const TopologyOptions& options) {
    std::vector<const MultiPolygon*> pointers(features.size());
    std::ranges::transform(features, pointers.begin(), [](const MultiPolygon& feature) { return &feature; });
    return build_topology(pointers, options);
}

Topology build_topology(std::span<const MultiPolygon* const> features, const TopologyOptions& options) {
    Topology topology;
    topology.feature_count = features.size();
    const Extent extent = measure(features);
    VertexNumbers numbers(extent.box, extent.points);
    const NumberedRings rings = number_rings(features, extent.points, numbers);
    const std::vector<Point> points = std::move(numbers).take_points();
    Cutter cutter(rings, points);
    topology.points.reserve(points.size() + points.size() / 4);
    for (const NumberedRing& ring : rings.rings) {
        cutter.cut(ring, topology);
    }
    if (options.has_levels) {
        Thinner(topology).run();
    } else {
        topology.last_level.assign(topology.points.size(), kForEver);
    }
    return topology;
}

void append_arc(const Topology& topology, std::size_t arc, int level, Line& to) {
    const Arc& a = topology.arcs[arc];
    for (std::uint32_t i = a.first; i < a.first + a.count; ++i) {
        if (topology.last_level[i] >= level) {
            to.push_back(topology.points[i]);
        }
    }
}

MultiPolygon feature_at_level(const Topology& topology, std::size_t feature, int level) {
    const auto range = std::ranges::equal_range(topology.rings, feature, {}, &ArcRing::feature);
    MultiPolygon polygons;
    bool is_dropped = true;
    for (const ArcRing& ring : range) {
        Ring points = ring_at_level(topology, ring, level);
        if (!ring.is_hole) {
            is_dropped = points.size() < 3;
            if (!is_dropped) {
                polygons.push_back({std::move(points), {}});
            }
        } else if (!is_dropped && points.size() >= 3) {
            polygons.back().holes.push_back(std::move(points));
        }
    }
    return polygons;
}

std::vector<MultiPolygon> at_level(const Topology& topology, int level) {
    std::vector<MultiPolygon> features(topology.feature_count);
    for (std::size_t f = 0; f < features.size(); ++f) {
        features[f] = feature_at_level(topology, f, level);
    }
    return features;
}

std::vector<Neighbours> neighbours(const Topology& topology) {
    std::vector<Neighbours> pairs;
    for (const Arc& arc : topology.arcs) {
        if (arc.left == kOutside || arc.right == kOutside || arc.left == arc.right) {
            continue;
        }
        double length = 0;
        for (std::uint32_t i = arc.first + 1; i < arc.first + arc.count; ++i) {
            length += distance(topology.points[i - 1], topology.points[i]);
        }
        const auto [low, high] = std::minmax(arc.left, arc.right);
        pairs.push_back({static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high), length});
    }
    std::ranges::stable_sort(pairs, {}, [](const Neighbours& n) { return std::pair(n.a, n.b); });
    std::vector<Neighbours> merged;
    for (const Neighbours& pair : pairs) {
        if (!merged.empty() && merged.back().a == pair.a && merged.back().b == pair.b) {
            merged.back().shared_m += pair.shared_m;
        } else {
            merged.push_back(pair);
        }
    }
    return merged;
}

std::vector<std::uint32_t> borders(const Topology& topology, std::span<const std::int32_t> groups) {
    const auto group = [&](std::int32_t feature) {
        return feature == kOutside ? kOutside : groups[static_cast<std::size_t>(feature)];
    };
    std::vector<std::uint32_t> arcs;
    for (std::size_t a = 0; a < topology.arcs.size(); ++a) {
        if (group(topology.arcs[a].left) != group(topology.arcs[a].right)) {
            arcs.push_back(static_cast<std::uint32_t>(a));
        }
    }
    return arcs;
}

} // namespace maillage::geo
