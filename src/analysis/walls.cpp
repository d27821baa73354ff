#include "analysis/walls.h"

#include <cmath>

namespace maillage::analysis {
namespace {

using exact::cross_sign;
using exact::minus;
using geo::Point;

constexpr std::uint32_t kWallsInPart = 16;
constexpr std::size_t kLargeCells = 1024;
constexpr double kSmallestCell_m = 16;
constexpr double kLargestCell_m = 64;
constexpr std::size_t kMostBlocks = std::size_t{1} << 22;
constexpr double kStep_m = 0.01; ///< how far in front of a wall "outside" is tried

bool in_limits(const geo::Ring& ring) {
    return std::ranges::all_of(ring, exact::in_limits);
}

bool in_limits(const geo::Polygon& polygon) {
    return in_limits(polygon.outer) &&
           std::ranges::all_of(polygon.holes, [](const geo::Ring& hole) { return in_limits(hole); });
}

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

Walls::Walls(std::span<const geo::Polygon> footprints, std::span<const double> heights_m) {
    buildings_.reserve(footprints.size());
    parts_.reserve(footprints.size());
    ring_starts_.reserve(footprints.size() + 1);
    std::size_t points = 0;
    for (const geo::Polygon& f : footprints) {
        points += f.outer.size() + 1;
    }
    vertices_.reserve(points);
    for (std::size_t i = 0; i < footprints.size(); ++i) {
        Building b;
        b.first_part = static_cast<std::uint32_t>(parts_.size());
        b.first_ring = static_cast<std::uint32_t>(ring_starts_.size());
        if (!heights_m.empty() && !std::isnan(heights_m[i])) {
            b.height_m = heights_m[i];
            has_heights_ = true;
        }
        if (in_limits(footprints[i])) {
            add_ring(footprints[i].outer, true, b);
            for (const geo::Ring& hole : footprints[i].holes) {
                add_ring(hole, false, b);
            }
        } else {
            ++left_out_;
        }
        buildings_.push_back(b);
    }
    ring_starts_.push_back(static_cast<std::uint32_t>(vertices_.size()));
    make_grid();
}

void Walls::add_ring(const geo::Ring& ring, bool counter_clockwise, Building& to) {
    const std::size_t first = vertices_.size();
    for (const Point p : ring) {
        const Point q = exact::snap(p);
        if (vertices_.size() == first || vertices_.back() != q) {
            vertices_.push_back(q);
        }
    }
    while (vertices_.size() > first + 1 && vertices_.back() == vertices_[first]) {
        vertices_.pop_back();
    }
    const std::size_t count = vertices_.size() - first;
    if (count < 2) {
        vertices_.resize(first);
        return;
    }
    double twice = 0;
    for (std::size_t i = first + 1; i + 1 < vertices_.size(); ++i) {
        const Point u = minus(vertices_[i], vertices_[first]);
        const Point v = minus(vertices_[i + 1], vertices_[first]);
        twice += u.x * v.y - u.y * v.x;
    }
    if ((twice > 0) != counter_clockwise) {
        std::reverse(vertices_.begin() + static_cast<std::ptrdiff_t>(first), vertices_.end());
    }
    vertices_.push_back(vertices_[first]);
    ring_starts_.push_back(static_cast<std::uint32_t>(first));
    ++to.rings;
    for (std::size_t i = 0; i < count; i += kWallsInPart) {
        Part part;
        part.first = static_cast<std::uint32_t>(first + i);
        part.walls = static_cast<std::uint32_t>(std::min<std::size_t>(kWallsInPart, count - i));
        for (std::uint32_t k = part.first; k <= part.first + part.walls; ++k) {
            part.box.extend(vertices_[k]);
        }
        to.box.extend(part.box);
        parts_.push_back(part);
        ++to.parts;
    }
}

template <class Visit> void Walls::each_cell(const geo::Box& box, Visit&& visit) const {
    const int right = column(box.max.x);
    const int top = row(box.max.y);
    for (int r = row(box.min.y); r <= top; ++r) {
        for (int c = column(box.min.x); c <= right; ++c) {
            visit(c, r);
        }
    }
}

void Walls::make_grid() {
    geo::Box all;
    std::size_t used = 0;
    for (const Building& b : buildings_) {
        if (b.parts > 0) {
            all.extend(b.box);
            ++used;
        }
    }
    if (used == 0) {
        block_index_.assign(1, -1);
        return;
    }
    origin_ = all.min;
    // Two or three buildings a cell where they are spread evenly; never cells so large that a dense town
    // would suffer from an empty countryside around it.
    const double spread = std::sqrt(2.5 * all.width() * all.height() / static_cast<double>(used));
    double cell = std::clamp(spread, kSmallestCell_m, kLargestCell_m);
    std::size_t blocks = 0;
    for (;; cell *= 2) {
        per_cell_ = 1 / cell;
        columns_ = static_cast<int>(all.width() / cell) + 1;
        rows_ = static_cast<int>(all.height() / cell) + 1;
        block_columns_ = ((columns_ - 1) >> kBlockBits) + 1;
        blocks = static_cast<std::size_t>(block_columns_) *
                 static_cast<std::size_t>(((rows_ - 1) >> kBlockBits) + 1);
        if (blocks <= kMostBlocks) {
            break;
        }
    }
    const auto is_large = [&](const Building& b) {
        return static_cast<std::size_t>(column(b.box.max.x) - column(b.box.min.x) + 1) *
                   static_cast<std::size_t>(row(b.box.max.y) - row(b.box.min.y) + 1) >
               kLargeCells;
    };
    block_index_.assign(blocks, -1);
    std::int32_t used_blocks = 0;
    for (std::size_t i = 0; i < buildings_.size(); ++i) {
        const Building& b = buildings_[i];
        if (b.parts == 0) {
            continue;
        }
        if (is_large(b)) {
            large_.push_back(static_cast<std::uint32_t>(i));
            continue;
        }
        each_cell(b.box, [&](int c, int r) {
            std::int32_t& index = block_index_[block(c, r)];
            if (index < 0) {
                index = used_blocks++;
            }
        });
    }
    const auto cell_number = [&](int c, int r) {
        return (static_cast<std::size_t>(block_index_[block(c, r)]) << (2 * kBlockBits)) + within_block(c, r);
    };
    cell_starts_.assign((static_cast<std::size_t>(used_blocks) << (2 * kBlockBits)) + 1, 0);
    const auto each_small = [&](auto&& visit) {
        std::size_t next_large = 0;
        for (std::size_t i = 0; i < buildings_.size(); ++i) {
            if (buildings_[i].parts == 0) {
                continue;
            }
            if (next_large < large_.size() && large_[next_large] == i) {
                ++next_large;
                continue;
            }
            each_cell(buildings_[i].box,
                      [&](int c, int r) { visit(cell_number(c, r), static_cast<std::uint32_t>(i)); });
        }
    };
    each_small([&](std::size_t number, std::uint32_t) { ++cell_starts_[number]; });
    std::uint32_t sum = 0;
    for (std::uint32_t& start : cell_starts_) {
        sum += start;
        start = sum; // end of the cell; filling moves it down to its start
    }
    cell_items_.resize(sum);
    each_small([&](std::size_t number, std::uint32_t i) { cell_items_[--cell_starts_[number]] = i; });
}

std::size_t Walls::memory_bytes() const {
    return vertices_.capacity() * sizeof(Point) + ring_starts_.capacity() * sizeof(std::uint32_t) +
           parts_.capacity() * sizeof(Part) + buildings_.capacity() * sizeof(Building) +
           block_index_.capacity() * sizeof(std::int32_t) +
           (cell_starts_.capacity() + cell_items_.capacity() + large_.capacity()) * sizeof(std::uint32_t);
}

geo::Polygon Walls::footprint(std::size_t building) const {
    const Building& b = buildings_[building];
    const auto starts = ring_starts(b);
    geo::Polygon polygon;
    for (std::size_t k = 0; k < b.rings; ++k) {
        geo::Ring ring(vertex(starts[k]), vertex(starts[k + 1]) - 1);
        if (k == 0) {
            polygon.outer = std::move(ring);
        } else {
            polygon.holes.push_back(std::move(ring));
        }
    }
    return polygon;
}

Place Walls::locate_in(const Building& b, Point p, double tolerance_m) const {
    bool inside = false;
    bool on_boundary = false;
    double nearest2 = std::numeric_limits<double>::infinity();
    for (const Part& part : parts(b)) {
        const Point* v = vertex(part.first);
        for (std::uint32_t i = 0; i < part.walls; ++i) {
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
    each({p, p}, [&](std::size_t index, const Building& b) {
        const Place place = b.height_m < height_m ? Place::outside : locate_in(b, p, tolerance_m);
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
        each(geo::Box{p, p}.grown(radius), [&](std::size_t index, const Building& b) {
            if (b.height_m < height_m) {
                return;
            }
            for (const Part& part : parts(b)) {
                for (std::uint32_t i = part.first; i < part.first + part.walls; ++i) {
                    if (geo::distance(nearest_on(vertices_[i], vertices_[i + 1], p), p) <= radius) {
                        near.push_back({vertices_[i], vertices_[i + 1], index});
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

} // namespace maillage::analysis
