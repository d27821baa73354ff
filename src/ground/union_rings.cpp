#include "ground/union_rings.h"

#include "geo/overlay.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace maillage::ground {
namespace {

using geo::Point;

struct PointHash {
    std::size_t operator()(Point p) const {
        const std::size_t h = std::hash<double>()(p.x) * 0x9E3779B97F4A7C15ULL ^ std::hash<double>()(p.y);
        return h * 0xBF58476D1CE4E5B9ULL;
    }
};

/// Runs by where they start, for following one with another.
class Ends {
  public:
    explicit Ends(std::span<const Run* const> runs) : used_(runs.size(), 0) {
        for (std::size_t i = 0; i < runs.size(); ++i) {
            by_start_.emplace_back(runs[i]->points.front(), i);
        }
        std::ranges::sort(by_start_);
    }

    bool take(std::size_t run) { return std::exchange(used_[run], 1) == 0; }

    /// A run that starts at p and was not taken, or nothing.
    const std::size_t* next(Point p) const {
        auto at = std::ranges::lower_bound(by_start_, p, {}, [](const auto& entry) { return entry.first; });
        while (at != by_start_.end() && at->first == p && used_[at->second] != 0) {
            ++at;
        }
        return at != by_start_.end() && at->first == p ? &at->second : nullptr;
    }

  private:
    std::vector<std::pair<Point, std::size_t>> by_start_;
    std::vector<char> used_;
};

/// Cuts a closed walk where it comes back to a point, so that no ring touches itself.
void split(const geo::Line& walk, std::vector<geo::Ring>& rings) {
    geo::Ring path;
    std::unordered_map<Point, std::size_t, PointHash> place;
    place.reserve(walk.size());
    for (const Point p : walk) {
        const auto [at, is_new] = place.try_emplace(p, path.size());
        if (!is_new) {
            geo::Ring ring(path.begin() + static_cast<std::ptrdiff_t>(at->second), path.end());
            for (std::size_t i = at->second + 1; i < path.size(); ++i) {
                place.erase(path[i]);
            }
            path.resize(at->second);
            if (ring.size() >= 3) {
                rings.push_back(std::move(ring));
            }
        }
        path.push_back(p);
    }
}

/// A stretch there and back encloses nothing: two polygons share it.
std::vector<Run> without_opposites(std::span<const Run* const> runs) {
    struct Piece {
        Point low;
        Point high;
        bool is_reversed = false;
        std::uint32_t polygon = 0;
    };

    std::vector<Piece> pieces;
    for (const Run* run : runs) {
        for (std::size_t i = 0; i + 1 < run->points.size(); ++i) {
            const Point p = run->points[i];
            const Point q = run->points[i + 1];
            pieces.push_back({std::min(p, q), std::max(p, q), q < p, run->polygon});
        }
    }
    std::ranges::sort(pieces, [](const Piece& a, const Piece& b) {
        return std::tie(a.low, a.high, a.is_reversed, a.polygon) <
               std::tie(b.low, b.high, b.is_reversed, b.polygon);
    });
    std::vector<Run> kept;
    for (std::size_t i = 0; i < pieces.size();) {
        std::size_t end = i;
        std::ptrdiff_t balance = 0;
        while (end < pieces.size() && pieces[end].low == pieces[i].low &&
               pieces[end].high == pieces[i].high) {
            balance += pieces[end++].is_reversed ? -1 : 1;
        }
        for (; balance > 0; --balance) {
            kept.push_back({pieces[i].polygon, {pieces[i].low, pieces[i].high}});
        }
        for (; balance < 0; ++balance) {
            kept.push_back({pieces[end - 1].polygon, {pieces[i].high, pieces[i].low}});
        }
        i = end;
    }
    return kept;
}

void give_holes(std::vector<geo::Ring> holes, geo::MultiPolygon& polygons) {
    if (polygons.size() == 1) {
        polygons.front().holes = std::move(holes);
        return;
    }
    for (geo::Ring& hole : holes) {
        const Point probe{(hole[0].x + hole[1].x) / 2, (hole[0].y + hole[1].y) / 2};
        geo::Polygon* owner = nullptr;
        double smallest = std::numeric_limits<double>::infinity();
        for (geo::Polygon& polygon : polygons) {
            if (geo::bounds(polygon).contains(probe) && geo::contains(polygon.outer, probe)) {
                const double size = geo::signed_area(polygon.outer);
                if (size < smallest) {
                    smallest = size;
                    owner = &polygon;
                }
            }
        }
        if (owner != nullptr) {
            owner->holes.push_back(std::move(hole));
        }
    }
}

/// Whether a hole touches other rings of its polygon at two points or more: together they may cut it in two.
bool may_be_cut(const geo::Polygon& polygon) {
    std::vector<std::pair<Point, std::size_t>> points;
    for (const Point p : polygon.outer) {
        points.emplace_back(p, 0);
    }
    for (std::size_t h = 0; h < polygon.holes.size(); ++h) {
        for (const Point p : polygon.holes[h]) {
            points.emplace_back(p, h + 1);
        }
    }
    std::ranges::sort(points);
    std::vector<int> touches(polygon.holes.size() + 1, 0);
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (points[i].first == points[i - 1].first) {
            ++touches[points[i].second];
            ++touches[points[i - 1].second];
        }
    }
    return std::any_of(touches.begin() + 1, touches.end(), [](int n) { return n >= 2; });
}

/// Polygons that their own holes cut in two become two.
void separate(geo::MultiPolygon& polygons) {
    geo::MultiPolygon out;
    for (geo::Polygon& polygon : polygons) {
        if (!polygon.holes.empty() && may_be_cut(polygon)) {
            std::ranges::move(geo::make_valid({std::move(polygon)}), std::back_inserter(out));
        } else {
            out.push_back(std::move(polygon));
        }
    }
    polygons = std::move(out);
}

bool follow(std::span<const Run* const> runs, std::vector<geo::Ring>& rings) {
    Ends ends(runs);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (!ends.take(i)) {
            continue;
        }
        geo::Line walk = runs[i]->points;
        if (walk.front() == walk.back()) {
            walk.pop_back();
            rings.push_back(std::move(walk)); // a whole ring of one polygon
            continue;
        }
        while (walk.back() != walk.front()) {
            const std::size_t* next = ends.next(walk.back());
            if (next == nullptr) {
                return false;
            }
            ends.take(*next);
            const geo::Line& points = runs[*next]->points;
            walk.insert(walk.end(), points.begin() + 1, points.end());
        }
        split(walk, rings);
    }
    return true;
}

} // namespace

geo::MultiPolygon join_runs(std::span<const Run* const> runs, bool has_shared_edge, double area_m2) {
    std::vector<geo::Ring> rings;
    bool is_closed = false;
    if (has_shared_edge) {
        const std::vector<Run> kept = without_opposites(runs);
        std::vector<const Run*> pointers;
        for (const Run& run : kept) {
            pointers.push_back(&run);
        }
        is_closed = follow(pointers, rings);
    } else {
        is_closed = follow(runs, rings);
    }
    geo::MultiPolygon polygons;
    std::vector<geo::Ring> holes;
    double sum = 0;
    for (geo::Ring& ring : rings) {
        const double area = geo::signed_area(ring);
        sum += area;
        if (area > 0) {
            polygons.push_back({std::move(ring), {}});
        } else if (area < 0) {
            holes.push_back(std::move(ring));
        }
    }
    if (!is_closed || std::abs(sum - area_m2) > 1e-6 * std::max(1.0, area_m2)) {
        return {};
    }
    give_holes(std::move(holes), polygons);
    separate(polygons);
    return polygons;
}

} // namespace maillage::ground
