#include "example/contours.h"

#include "geo/distance.h"
#include "geo/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <unordered_map>

namespace maillage::example {
namespace {

using geo::MultiPolygon;
using geo::Point;
using geo::Ring;

// Chosen on the Aisne: see ContoursFollowTheRealOnes in the tests for what they give.
constexpr double kDiscFactor = 1.08;    // discs of the true area leave notches between round communes
constexpr double kClosing_m = 3000;     // fills the coves between discs
constexpr double kOpening_m = 900;      // rounds the capes
constexpr double kSoftening_m = 1500;   // and the joints of what opening had to leave
constexpr double kHullTolerance_m = 12; // simplification of the arcs that buffers leave
constexpr double kReach_m = 9000;       // no cell goes further from its seed
constexpr double kNeighbourhood_m = 30000;
constexpr double kSnap_m = 0.01; // corners nearer than this are one
constexpr int kNewtonSteps = 12;
constexpr double kAreaTolerance = 1e-3; // relative, of each cell
constexpr int kOutside = -1;            // an edge that no neighbour made

double square(double v) {
    return v * v;
}

Ring disc(Point centre, double radius) {
    constexpr int kCorners = 24;
    Ring ring;
    for (int i = 0; i < kCorners; ++i) {
        const double angle = 2 * std::numbers::pi * i / kCorners;
        ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
    return ring;
}

/// The largest part, without its holes.
MultiPolygon solid(const MultiPolygon& shape) {
    if (shape.empty()) {
        return {};
    }
    const auto largest = std::max_element(shape.begin(), shape.end(), [](const auto& a, const auto& b) {
        return geo::signed_area(a.outer) < geo::signed_area(b.outer);
    });
    return {{largest->outer, {}}};
}

/// Douglas and Peucker 1973 on the closed ring, from its westernmost and easternmost points.
Ring simplified(const Ring& ring, double tolerance) {
    const auto [west, east] = std::minmax_element(ring.begin(), ring.end());
    const std::size_t first = static_cast<std::size_t>(west - ring.begin());
    const std::size_t middle =
        (static_cast<std::size_t>(east - ring.begin()) + ring.size() - first) % ring.size();
    Ring turned(ring);
    std::rotate(turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(first), turned.end());
    turned.push_back(turned.front());
    std::vector<bool> is_kept(turned.size(), false);
    is_kept.front() = is_kept[middle] = true;
    std::vector<std::pair<std::size_t, std::size_t>> todo = {{0, middle}, {middle, turned.size() - 1}};
    while (!todo.empty()) {
        const auto [from, to] = todo.back();
        todo.pop_back();
        std::size_t farthest = from;
        double most = tolerance;
        for (std::size_t i = from + 1; i < to; ++i) {
            if (const double d = geo::distance_to_segment(turned[i], turned[from], turned[to]); d > most) {
                most = d;
                farthest = i;
            }
        }
        if (farthest != from) {
            is_kept[farthest] = true;
            todo.push_back({from, farthest});
            todo.push_back({farthest, to});
        }
    }
    Ring kept;
    for (std::size_t i = 0; i + 1 < turned.size(); ++i) {
        if (is_kept[i]) {
            kept.push_back(turned[i]);
        }
    }
    return kept;
}

double perimeter(const Ring& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        sum += geo::distance(ring[i], ring[(i + 1) % ring.size()]);
    }
    return sum;
}

/// Smooth outer edge: discs of the seeds' areas, merged, closed, opened, then grown or shrunk to the total
/// area.
Ring hull_of(std::span<const Seed> seeds) {
    std::vector<MultiPolygon> discs;
    double total = 0;
    for (const Seed& seed : seeds) {
        discs.push_back({{disc(seed.centre, kDiscFactor * std::sqrt(seed.area_m2 / std::numbers::pi)), {}}});
        total += seed.area_m2;
    }
    MultiPolygon hull = solid(geo::buffer(geo::unite(discs), kClosing_m));
    hull = solid(geo::buffer(hull, -kClosing_m - kOpening_m));
    discs.push_back(geo::buffer(hull, kOpening_m));
    hull = geo::unite(discs); // opening may not drop a small commune at the edge
    hull = solid(geo::buffer(geo::buffer(hull, kSoftening_m), -kSoftening_m));
    for (int i = 0; i < 2 && !hull.empty(); ++i) {
        hull = {{simplified(hull[0].outer, kHullTolerance_m), {}}};
        hull = solid(geo::buffer(hull, (total - geo::area(hull)) / perimeter(hull[0].outer)));
    }
    return hull.empty() ? Ring{} : simplified(hull[0].outer, kHullTolerance_m);
}

/// A cell being cut: edge k goes from corner k to corner k + 1 and was made by neighbour made_by[k].
struct Cell {
    Ring corners;
    std::vector<int> made_by;
};

/// Keeps of `cell` what is on the side value(p) <= 0 of a line; the new edge is marked `maker`.
template <class SideOf> void cut(Cell& cell, int maker, Cell& scratch, const SideOf& side_of) {
    scratch.corners.clear();
    scratch.made_by.clear();
    const std::size_t count = cell.corners.size();
    for (std::size_t i = 0; i < count; ++i) {
        const Point a = cell.corners[i];
        const Point b = cell.corners[(i + 1) % count];
        const double va = side_of(a);
        const double vb = side_of(b);
        if (va <= 0) {
            scratch.corners.push_back(a);
            scratch.made_by.push_back(cell.made_by[i]);
        }
        if ((va <= 0) != (vb <= 0)) {
            const double t = va / (va - vb);
            scratch.corners.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
            scratch.made_by.push_back(va <= 0 ? maker : cell.made_by[i]);
        }
    }
    std::swap(cell, scratch);
}

class PowerDiagram {
  public:
    PowerDiagram(std::span<const Seed> seeds, Ring hull)
        : seeds_(seeds), hull_(std::move(hull)), weights_(seeds.size()), neighbours_(seeds.size()) {
        find_neighbours();
        for (const Seed& seed : seeds) {
            double nearest = kReach_m * 2;
            for (std::size_t k = 0; k < hull_.size(); ++k) {
                nearest = std::min(
                    nearest, geo::distance_to_segment(seed.centre, hull_[k], hull_[(k + 1) % hull_.size()]));
            }
            to_hull_.push_back(nearest);
        }
    }

    /// Newton on the weights: the derivative of a cell's area is (shared length) / (2 x distance) a
    /// neighbour.
    void solve(Progress& progress) {
        const double scale = geo::signed_area(hull_) /
                             std::accumulate(seeds_.begin(), seeds_.end(), 0.0,
                                             [](double sum, const Seed& s) { return sum + s.area_m2; });
        measure(); // all weights 0: no cell is empty
        double least = 1;
        for (std::size_t i = 0; i < seeds_.size(); ++i) {
            least = std::min(least, areas_[i] / seeds_[i].area_m2);
        }
        for (int step = 0; step < kNewtonSteps; ++step) {
            progress.report(0.1 + 0.05 * step, "Calcul des contours approchés");
            std::vector<double> lacking(seeds_.size());
            double worst = 0;
            for (std::size_t i = 0; i < seeds_.size(); ++i) {
                lacking[i] = seeds_[i].area_m2 * scale - areas_[i];
                worst = std::max(worst, std::abs(lacking[i]) / seeds_[i].area_m2);
            }
            if (worst < kAreaTolerance) {
                return;
            }
            move(conjugate_gradient(lacking), least / 2);
        }
    }

    std::vector<MultiPolygon> shapes() const {
        std::vector<MultiPolygon> shapes(seeds_.size());
        const MultiPolygon hull = {{hull_, {}}};
        for (std::size_t i = 0; i < seeds_.size(); ++i) {
            const Cell cell = cell_of(i);
            MultiPolygon shape = {{exact_corners(i, cell), {}}};
            geo::normalise(shape);
            shapes[i] = touches_edge(i, cell) ? geo::intersect(shape, hull) : shape;
        }
        return shapes;
    }

  private:
    struct Link {
        int to = 0;
        double conductance = 0; ///< shared length / (2 x distance between the seeds)
    };

    void find_neighbours() {
        std::vector<std::size_t> by_x(seeds_.size());
        std::iota(by_x.begin(), by_x.end(), 0U);
        const auto x_of = [&](std::size_t i) { return seeds_[i].centre.x; };
        std::stable_sort(by_x.begin(), by_x.end(), [&](auto a, auto b) { return x_of(a) < x_of(b); });
        for (std::size_t a = 0; a < by_x.size(); ++a) {
            for (std::size_t b = a + 1; b < by_x.size() && x_of(by_x[b]) - x_of(by_x[a]) < kNeighbourhood_m;
                 ++b) {
                const double d = geo::distance(seeds_[by_x[a]].centre, seeds_[by_x[b]].centre);
                if (d < kNeighbourhood_m) {
                    neighbours_[by_x[a]].push_back({d, static_cast<int>(by_x[b])});
                    neighbours_[by_x[b]].push_back({d, static_cast<int>(by_x[a])});
                }
            }
        }
        for (auto& list : neighbours_) {
            std::sort(list.begin(), list.end());
        }
    }

    /// > 0 where neighbour j is nearer, in the sense of the power distance, to a point p given from seed i.
    auto side_of(std::size_t i, int j) const {
        const Point d = {seeds_[j].centre.x - seeds_[i].centre.x, seeds_[j].centre.y - seeds_[i].centre.y};
        const double limit = square(d.x) + square(d.y) + weights_[i] - weights_[j];
        return [d, limit](Point p) { return 2 * (d.x * p.x + d.y * p.y) - limit; };
    }

    /// Corners are given from the seed.
    Cell cell_of(std::size_t i) const {
        Cell cell{
            {{-kReach_m, -kReach_m}, {kReach_m, -kReach_m}, {kReach_m, kReach_m}, {-kReach_m, kReach_m}},
            {kOutside, kOutside, kOutside, kOutside}};
        Cell scratch;
        for (const auto& [d, j] : neighbours_[i]) {
            double reach2 = 0;
            for (const Point p : cell.corners) {
                reach2 = std::max(reach2, square(p.x) + square(p.y));
            }
            const double reach = std::sqrt(reach2);
            if (d > reach + std::sqrt(std::max(0.0, reach2 + heaviest_ - weights_[i]))) {
                break; // neither this neighbour nor any farther one can cut
            }
            const auto side = side_of(i, j);
            if (std::any_of(cell.corners.begin(), cell.corners.end(), [&](Point p) { return side(p) > 0; })) {
                cut(cell, j, scratch, side);
            }
        }
        for (Point& p : cell.corners) {
            p = {p.x + seeds_[i].centre.x, p.y + seeds_[i].centre.y};
        }
        return cell;
    }

    bool touches_edge(std::size_t i, const Cell& cell) const {
        if (std::all_of(cell.corners.begin(), cell.corners.end(),
                        [&](Point p) { return geo::distance(p, seeds_[i].centre) < to_hull_[i]; })) {
            return false;
        }
        const geo::Box box = geo::bounds(cell.corners);
        for (std::size_t k = 0; k < hull_.size(); ++k) {
            geo::Box segment;
            segment.extend(hull_[k]);
            segment.extend(hull_[(k + 1) % hull_.size()]);
            if (segment.intersects(box)) {
                return true;
            }
        }
        return false;
    }

    /// The hull cut by the lines of a cell: right in area, though parts of it may be joined along those
    /// lines.
    Cell hull_within(const Cell& cell) const {
        Cell part{hull_, std::vector<int>(hull_.size(), kOutside)};
        Cell scratch;
        for (std::size_t k = 0; k < cell.corners.size(); ++k) {
            const Point a = cell.corners[k];
            const Point b = cell.corners[(k + 1) % cell.corners.size()];
            cut(part, cell.made_by[k], scratch,
                [&](Point p) { return (p.x - a.x) * (b.y - a.y) - (p.y - a.y) * (b.x - a.x); });
        }
        return part;
    }

    void measure() {
        areas_.assign(seeds_.size(), 0);
        links_.assign(seeds_.size(), {});
        heaviest_ = *std::max_element(weights_.begin(), weights_.end());
        for (std::size_t i = 0; i < seeds_.size(); ++i) {
            Cell cell = cell_of(i);
            if (cell.corners.size() >= 3 && touches_edge(i, cell)) {
                cell = hull_within(cell);
            }
            if (cell.corners.size() < 3) {
                continue;
            }
            areas_[i] = geo::signed_area(cell.corners);
            for (std::size_t k = 0; k < cell.corners.size(); ++k) {
                const int j = cell.made_by[k];
                const double length =
                    geo::distance(cell.corners[k], cell.corners[(k + 1) % cell.corners.size()]);
                if (j != kOutside && length > 0) {
                    links_[i].push_back(
                        {j, length / (2 * geo::distance(seeds_[i].centre, seeds_[j].centre))});
                }
            }
        }
    }

    /// Solves (graph Laplacian of the links) x = rhs, which is symmetric and semi-definite. `rhs` sums to
    /// nearly 0.
    std::vector<double> conjugate_gradient(std::vector<double> rhs) const {
        const std::size_t n = seeds_.size();
        const auto laplacian = [&](const std::vector<double>& x) {
            std::vector<double> y(n, 0);
            for (std::size_t i = 0; i < n; ++i) {
                for (const Link& link : links_[i]) { // each border is listed twice, hence the halves
                    const double flow = link.conductance * (x[i] - x[link.to]) / 2;
                    y[i] += flow;
                    y[link.to] -= flow;
                }
            }
            return y;
        };
        const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
            return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
        };
        const double mean = std::accumulate(rhs.begin(), rhs.end(), 0.0) / static_cast<double>(n);
        for (double& v : rhs) {
            v -= mean;
        }
        std::vector<double> x(n, 0);
        std::vector<double> residual = rhs;
        std::vector<double> direction = rhs;
        double norm = dot(residual, residual);
        const double enough = norm * 1e-8;
        for (std::size_t step = 0; step < n && norm > enough; ++step) {
            const std::vector<double> image = laplacian(direction);
            const double curvature = dot(direction, image);
            if (curvature <= 0) {
                break; // a cell is empty: go as far as we came
            }
            const double t = norm / curvature;
            for (std::size_t i = 0; i < n; ++i) {
                x[i] += t * direction[i];
                residual[i] -= t * image[i];
            }
            const double next = dot(residual, residual);
            for (std::size_t i = 0; i < n; ++i) {
                direction[i] = residual[i] + next / norm * direction[i];
            }
            norm = next;
        }
        return x;
    }

    /// Takes the whole step, or the first half of it that leaves every cell at least this share of its area:
    /// damped Newton as in Kitagawa, Mérigot and Thibert 2019.
    void move(const std::vector<double>& step, double least) {
        const std::vector<double> before = weights_;
        for (double part = 1; part > 0.01; part /= 2) {
            for (std::size_t i = 0; i < seeds_.size(); ++i) {
                weights_[i] = before[i] + part * step[i];
            }
            measure();
            std::size_t starved = 0;
            for (std::size_t i = 0; i < seeds_.size(); ++i) {
                starved += areas_[i] < least * seeds_[i].area_m2 ? 1U : 0U;
            }
            if (starved == 0) {
                return;
            }
        }
    }

    /// The point of equal power distance to three seeds, the same bits whichever cell asks for it.
    Point radical_centre(int i, int j, int k) const {
        std::array<int, 3> s = {i, j, k};
        std::sort(s.begin(), s.end());
        const Point o = seeds_[s[0]].centre;
        const auto row = [&](int other) {
            const Point d = {seeds_[other].centre.x - o.x, seeds_[other].centre.y - o.y};
            return std::array<double, 3>{d.x, d.y,
                                         (square(d.x) + square(d.y) + weights_[s[0]] - weights_[other]) / 2};
        };
        const auto a = row(s[1]);
        const auto b = row(s[2]);
        const double det = a[0] * b[1] - a[1] * b[0];
        return {o.x + (a[2] * b[1] - a[1] * b[2]) / det, o.y + (a[0] * b[2] - a[2] * b[0]) / det};
    }

    Ring exact_corners(std::size_t i, const Cell& cell) const {
        Ring ring;
        const std::size_t count = cell.corners.size();
        for (std::size_t k = 0; k < count; ++k) {
            const int j = cell.made_by[(k + count - 1) % count];
            const int l = cell.made_by[k];
            const bool is_outside = j == kOutside || l == kOutside || j == l;
            ring.push_back(is_outside ? cell.corners[k] : radical_centre(static_cast<int>(i), j, l));
        }
        return ring;
    }

    std::span<const Seed> seeds_;
    Ring hull_;
    std::vector<double> weights_;
    std::vector<std::vector<std::pair<double, int>>> neighbours_; // by distance
    std::vector<double> to_hull_;                                 // from each seed, metres
    double heaviest_ = 0;
    std::vector<double> areas_;
    std::vector<std::vector<Link>> links_;
};

/// Corners of different shapes that are the same place but for rounding become the same bits.
class CornerSnap {
  public:
    Point operator()(Point p) {
        const auto column = static_cast<std::int64_t>(std::floor(p.x / kSnap_m));
        const auto row = static_cast<std::int64_t>(std::floor(p.y / kSnap_m));
        for (std::int64_t c = column - 1; c <= column + 1; ++c) {
            for (std::int64_t r = row - 1; r <= row + 1; ++r) {
                const auto found = seen_.find(key(c, r));
                if (found != seen_.end() && geo::distance(found->second, p) < kSnap_m) {
                    return found->second;
                }
            }
        }
        const Point rounded = {std::round(p.x * 1000) / 1000, std::round(p.y * 1000) / 1000};
        seen_.emplace(key(column, row), rounded);
        return rounded;
    }

  private:
    static std::int64_t key(std::int64_t column, std::int64_t row) {
        return column * (std::int64_t{1} << 31) + row;
    }

    std::unordered_map<std::int64_t, Point> seen_;
};

} // namespace

std::vector<MultiPolygon> approximate_contours(std::span<const Seed> seeds, Progress& progress) {
    if (seeds.empty()) {
        return {};
    }
    progress.report(0.02, "Calcul des contours approchés");
    PowerDiagram diagram(seeds, hull_of(seeds));
    diagram.solve(progress);
    std::vector<MultiPolygon> shapes = diagram.shapes();
    CornerSnap snap;
    for (MultiPolygon& shape : shapes) {
        for (geo::Polygon& polygon : shape) {
            for (Point& p : polygon.outer) {
                p = snap(p);
            }
            for (Ring& hole : polygon.holes) {
                for (Point& p : hole) {
                    p = snap(p);
                }
            }
        }
        geo::normalise(shape);
    }
    return shapes;
}

} // namespace maillage::example
