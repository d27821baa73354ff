#include "ground/measure_boundary.h"

#include <algorithm>

namespace maillage::ground {

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
            const auto a = sight::exact::cross(cd, minus(*sets_.vertex(k.edge), c));
            const auto b = sight::exact::cross(cd, minus(*sets_.vertex(k.edge + 1), c));
            return std::pair(a < 0 ? -a : a, b < 0 ? -b : b);
        };
        const auto [xa, xb] = ends(x);
        const auto [ya, yb] = ends(y);
        return sight::exact::compare_products(xa, yb, ya, xb) < 0;
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
    return sight::exact::snap(between(a, b, t));
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
    const sight::PolygonIndex::Shape& shape = sets_.shape(polygon);
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

} // namespace maillage::ground
