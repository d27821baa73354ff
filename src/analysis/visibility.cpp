#include "analysis/visibility.h"

#include "analysis/sweep.h"
#include "analysis/view_maker.h"
#include "base/parallel.h"
#include "geo/overlay.h"

#include <atomic>
#include <cmath>
#include <numbers>

namespace maillage::analysis {
namespace {

using namespace sight;
using exact::cross_sign;
using exact::minus;
using exact::side;

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kOnWall_m = 0.001;
constexpr double kMount_m = 0.01;
constexpr double kSearch_m = 500; ///< an outside wall farther than this is not offered as a mount

// What one thread computes views with: the views of a batch share its buffers.
class Viewer {
  public:
    Viewer(const Walls& walls, const VisibilityParams& params);
    VisibleArea see(const View& view);

  private:
    void make_rim(const View& view);
    Rim opening_rim(const Sector& opening, const Frame& frame) const;
    void collect_walls(const View& view);
    void add_walls(std::size_t building, bool skips_touching);

    bool stands_on(std::size_t building) const {
        return std::ranges::find(touched_, building) != touched_.end();
    }

    std::vector<Sector> openings() const;
    void blocked_directions(std::size_t building, std::vector<Sector>& out) const;
    void take_low_buildings(const View& view, VisibleArea& area) const;
    void add_shadow(const std::vector<Point>& walls, double scale, geo::MultiPolygon& to) const;
    void take_dead_zone(const View& view, VisibleArea& area) const;

    const Walls& all_walls_;
    const PolygonIndex& polygons_;
    VisibilityParams params_;
    Rim circle_; // radius 1
    Rim rim_;
    Sector sector_;
    Frame frame_{{1, 0}};
    Sweep sweep_;
    Point eye_;
    double range_ = 0;
    double widest_ = 0;
    std::vector<Wall> walls_;
    std::vector<std::size_t> touched_; // footprints on whose wall the eye is
    std::vector<std::size_t> low_;     // footprints that the camera looks over
};

std::size_t steps_for(double angle_deg, double step_deg) {
    return static_cast<std::size_t>(std::max(1.0, std::ceil(angle_deg / step_deg - 1e-9)));
}

/// `steps` + 1 points of a circle, counter-clockwise.
std::vector<Point> arc(double radius, double from_rad, double step_rad, std::size_t steps) {
    std::vector<Point> points;
    points.reserve(steps + 1);
    for (std::size_t i = 0; i <= steps; ++i) {
        const double angle = from_rad + static_cast<double>(i) * step_rad;
        points.push_back({radius * std::cos(angle), radius * std::sin(angle)});
    }
    return points;
}

bool is_valid(const View& view, const VisibilityParams& params) {
    const auto is_positive = [](double v) { return v > 0 && v < exact::kLimit / 4; };
    return exact::in_limits(view.eye) && std::isfinite(view.azimuth_deg) && is_positive(view.range_m) &&
           view.fov_deg > 0 && view.min_range_m >= 0 && params.arc_step_deg >= 0.01 &&
           params.arc_step_deg <= 90;
}

bool is_full_circle(const View& view) {
    return view.fov_deg >= 360;
}

Viewer::Viewer(const Walls& walls, const VisibilityParams& params)
    : all_walls_(walls), polygons_(walls.polygons()), params_(params) {
    const std::size_t steps = steps_for(360, std::clamp(params.arc_step_deg, 0.01, 90.0));
    circle_.points = arc(1, 0, 2 * std::numbers::pi / static_cast<double>(steps), steps);
    circle_.points.back() = circle_.points.front();
    const Frame east({1, 0});
    for (const Point p : circle_.points) {
        circle_.keys.push_back(east.key(p));
    }
    circle_.keys.back() = 4;
    circle_.inner_radius = std::cos(std::numbers::pi / static_cast<double>(steps));
}

void Viewer::make_rim(const View& view) {
    range_ = view.range_m;
    if (is_full_circle(view)) {
        sector_ = {};
        frame_ = Frame({1, 0});
        rim_.keys = circle_.keys;
        rim_.points.resize(circle_.points.size());
        for (std::size_t i = 0; i < circle_.points.size(); ++i) {
            rim_.points[i] = exact::snap(scaled(circle_.points[i], range_));
        }
        rim_.inner_radius = circle_.inner_radius * range_;
        return;
    }
    const std::size_t steps = steps_for(view.fov_deg, params_.arc_step_deg);
    const double step = view.fov_deg * kRadians / static_cast<double>(steps);
    rim_.points = arc(range_, (90 - view.azimuth_deg - view.fov_deg / 2) * kRadians, step, steps);
    for (Point& p : rim_.points) {
        p = exact::snap(p);
    }
    rim_.inner_radius = range_ * std::cos(step / 2);
    sector_ = {rim_.points.front(), rim_.points.back(), false};
    frame_ = Frame(sector_.first);
    rim_.keys.clear();
    for (const Point p : rim_.points) {
        rim_.keys.push_back(frame_.key(p));
    }
}

void Viewer::add_walls(std::size_t building, bool skips_touching) {
    const double range2 = range_ * range_;
    const double within2 = rim_.inner_radius * rim_.inner_radius * (1 - 1e-12);
    for (const PolygonIndex::Part& part : polygons_.parts(polygons_.shape(building))) {
        const double dx = std::max({part.box.min.x - eye_.x, eye_.x - part.box.max.x, 0.0});
        const double dy = std::max({part.box.min.y - eye_.y, eye_.y - part.box.max.y, 0.0});
        if (dx * dx + dy * dy > range2) {
            continue;
        }
        const Point* v = polygons_.vertex(part.first);
        Point p = minus(v[0], eye_);
        double p2 = norm2(p);
        for (std::uint32_t i = 1; i <= part.edges; ++i) {
            const Point q = minus(v[i], eye_);
            const double q2 = norm2(q);
            // The building lies on the left of its walls: the eye sees the outside of those that it is right
            // of.
            if (cross_sign(p, q) < 0) {
                bool is_seen = true;
                if (p2 > range2 && q2 > range2) {
                    const Point pq = minus(q, p);
                    const double turn = cross(p, q);
                    is_seen = p.x * pq.x + p.y * pq.y < 0 && q.x * pq.x + q.y * pq.y > 0 &&
                              turn * turn <= range2 * norm2(pq);
                } else if (skips_touching) {
                    is_seen = p2 > kOnWall_m * kOnWall_m && q2 > kOnWall_m * kOnWall_m;
                }
                if (is_seen) {
                    walls_.push_back({q, p, p2 <= within2 && q2 <= within2, 0});
                    widest_ = std::max({widest_, p2, q2});
                }
            }
            p = q;
            p2 = q2;
        }
    }
}

void Viewer::collect_walls(const View& view) {
    walls_.clear();
    low_.clear();
    widest_ = range_ * range_;
    geo::Box box{eye_, eye_};
    if (sector_.is_full) {
        box = box.grown(range_);
    } else {
        for (const Point p : rim_.points) {
            box.extend(plus(eye_, p));
        }
    }
    const double height = view.height_m.value_or(-std::numeric_limits<double>::infinity());
    polygons_.each(box, [&](std::size_t index) {
        if (all_walls_.height_m(index) < height) {
            low_.push_back(index);
        } else {
            add_walls(index, !touched_.empty() && stands_on(index));
        }
    });
    widest_ = std::sqrt(widest_);
}

/// Directions that the footprint hides from a point on its wall: from `first` counter-clockwise to `last`.
void Viewer::blocked_directions(std::size_t building, std::vector<Sector>& out) const {
    const auto is_near = [&](Point p) { return norm2(p) <= kOnWall_m * kOnWall_m; };
    const PolygonIndex::Shape& shape = polygons_.shape(building);
    const auto starts = polygons_.ring_starts(shape);
    bool is_corner = false;
    double nearest2 = std::numeric_limits<double>::infinity();
    std::vector<Sector> facades;
    for (std::size_t r = 0; r < shape.rings; ++r) {
        const Point* v = polygons_.vertex(starts[r]);
        const std::size_t n = starts[r + 1] - starts[r] - 1;
        const auto at = [&](std::size_t i) { return minus(v[i % n], eye_); };
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

/// The view's sector without what the walls that the eye stands on hide.
std::vector<Sector> Viewer::openings() const {
    std::vector<Sector> blocked;
    for (const std::size_t i : touched_) {
        blocked_directions(i, blocked);
    }
    std::vector<Point> ends;
    for (const Sector& s : blocked) {
        ends.insert(ends.end(), {s.first, s.last});
    }
    if (!sector_.is_full) {
        ends.insert(ends.end(), {sector_.first, sector_.last});
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
    std::vector<char> is_open(n, sector_.is_full ? 1 : 0);
    const auto mark = [&](const Sector& s, char value) {
        for (std::size_t i = index(s.first); i != index(s.last); i = (i + 1) % n) {
            is_open[i] = value;
        }
    };
    if (!sector_.is_full) {
        mark(sector_, 1);
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
        open.push_back(sector_);
    }
    return open;
}

/// The part of the view's rim in an opening, its ends on the rim's chords.
Rim Viewer::opening_rim(const Sector& opening, const Frame& frame) const {
    Rim rim;
    rim.inner_radius = rim_.inner_radius;
    const double last_key = frame.key(opening.last);
    const auto on_chord = [&](Point d) {
        for (std::size_t i = 0; i + 1 < rim_.points.size(); ++i) {
            const Point a = rim_.points[i];
            const Point b = rim_.points[i + 1];
            if (cross(a, d) >= 0 && cross(d, b) >= 0 && a.x * d.x + a.y * d.y > 0) {
                return meet(a, b, d);
            }
        }
        return scaled(d, range_ / std::sqrt(norm2(d)));
    };
    std::vector<std::pair<double, Point>> inner;
    for (std::size_t i = sector_.is_full ? 1 : 0; i < rim_.points.size(); ++i) {
        const double key = frame.key(rim_.points[i]);
        if (key > 0 && key < last_key) {
            inner.emplace_back(key, rim_.points[i]);
        }
    }
    std::ranges::sort(inner);
    rim.points.push_back(on_chord(opening.first));
    rim.keys.push_back(0);
    for (const auto& [key, p] : inner) {
        rim.points.push_back(p);
        rim.keys.push_back(key);
    }
    rim.points.push_back(on_chord(opening.last));
    rim.keys.push_back(last_key);
    return rim;
}

void finish(geo::Ring& ring) {
    while (ring.size() > 1 && ring.front() == ring.back()) {
        ring.pop_back();
    }
}

VisibleArea Viewer::see(const View& view) {
    VisibleArea out;
    out.eye = view.eye;
    if (!is_valid(view, params_)) {
        return out;
    }
    const double height = view.height_m.value_or(-std::numeric_limits<double>::infinity());
    eye_ = exact::snap(view.eye);
    touched_.clear();
    Location at = all_walls_.locate(eye_, height, kOnWall_m);
    out.status = ViewStatus::clear;
    if (at.place == Place::inside) {
        out.status = ViewStatus::inside_building;
        out.building = at.building;
        const auto wall = all_walls_.nearest_wall(eye_, kSearch_m, height);
        if (wall) {
            out.nearest_wall = wall->point;
        }
        if (!wall || !params_.move_to_wall) {
            return out;
        }
        out.status = ViewStatus::moved_to_wall;
        eye_ = exact::snap(plus(wall->point, scaled(wall->outward, kMount_m)));
        out.eye = eye_;
        at = all_walls_.locate(eye_, height, kOnWall_m);
    }
    if (at.place == Place::on_wall) {
        if (out.status == ViewStatus::clear) {
            out.status = ViewStatus::on_wall;
            out.building = at.building;
        }
        polygons_.each({eye_, eye_}, [&](std::size_t index) {
            if (all_walls_.height_m(index) >= height &&
                all_walls_.locate_in(index, eye_, kOnWall_m) == Place::on_wall) {
                touched_.push_back(index);
            }
        });
    }
    make_rim(view);
    collect_walls(view);
    const auto add = [&](const Sector& sector, const Frame& frame, const Rim& rim) {
        geo::Ring ring;
        ring.reserve(2 * walls_.size() + rim.points.size() / 2);
        if (!sector.is_full) {
            ring.push_back({});
        }
        sweep_.run(sector, frame, rim, widest_, walls_, ring);
        finish(ring);
        if (ring.size() < 3) {
            return;
        }
        out.area_m2 += std::max(geo::signed_area(ring), 0.0);
        for (Point& p : ring) {
            p = plus(p, eye_);
        }
        out.ground.push_back({std::move(ring), {}});
    };
    if (touched_.empty()) {
        add(sector_, frame_, rim_);
    } else {
        for (const Sector& opening : openings()) {
            if (opening.is_full) {
                add(sector_, frame_, rim_);
            } else {
                const Frame frame(opening.first);
                add(opening, frame, opening_rim(opening, frame));
            }
        }
    }
    if (!low_.empty()) {
        take_low_buildings(view, out);
    }
    if (view.min_range_m > 0) {
        take_dead_zone(view, out);
    }
    return out;
}

double distance_to(Point a, Point b) {
    const Point ab = minus(b, a);
    const double length2 = norm2(ab);
    const double t = length2 > 0 ? std::clamp(-(a.x * ab.x + a.y * ab.y) / length2, 0.0, 1.0) : 0;
    return std::sqrt(norm2(plus(a, scaled(ab, t))));
}

/// What rounding leaves between two shadows that meet: nobody stands on a square millimetre.
void drop_slivers(geo::MultiPolygon& ground) {
    std::erase_if(ground, [](const geo::Polygon& p) { return geo::area(p) < 1e-6; });
}

/// What a shape covers as seen from the eye, which is the origin.
struct Cone {
    Point right, left;
    double near2 = 0;    ///< square of the distance of its nearest point
    bool is_wide = true; ///< half of the horizon or more
};

Cone cone_of(const geo::Ring& ring, Point eye) {
    Cone cone{minus(ring.front(), eye), minus(ring.front(), eye), std::numeric_limits<double>::infinity(), false};
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point p = minus(ring[i], eye);
        cone.right = cross(cone.right, p) < 0 ? p : cone.right;
        cone.left = cross(cone.left, p) > 0 ? p : cone.left;
        const double near = distance_to(p, minus(ring[i + 1 == ring.size() ? 0 : i + 1], eye));
        cone.near2 = std::min(cone.near2, near * near);
    }
    for (const Point corner : ring) {
        const Point p = minus(corner, eye);
        cone.is_wide = cone.is_wide || cross(cone.right, p) < 0 || cross(cone.left, p) > 0;
    }
    return cone;
}

/// Seen ground is star-shaped about the eye: ground behind a shape can be seen only where the shape stands in it. False
/// when that is certain not to be.
bool may_hide(const Cone& cone, const geo::MultiPolygon& seen, Point eye) {
    const auto is_between = [](Point p, Point right, Point left) { return cross(right, p) >= 0 && cross(p, left) >= 0; };
    for (const geo::Polygon& part : seen) {
        const geo::Ring& ring = part.outer;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point p = minus(ring[i], eye);
            const Point q = minus(ring[i + 1 == ring.size() ? 0 : i + 1], eye);
            const bool is_far = norm2(p) >= cone.near2 || norm2(q) >= cone.near2;
            if (is_far && (cone.is_wide || is_between(p, cone.right, cone.left) || is_between(q, cone.right, cone.left) ||
                           is_between(cone.right, p, q))) {
                return true;
            }
        }
    }
    return false;
}

/// The ground from a row of walls, counter-clockwise about the eye, to `scale` times as far, or beyond the range.
void Viewer::add_shadow(const std::vector<Point>& walls, double scale, geo::MultiPolygon& to) const {
    if (walls.empty()) {
        return;
    }
    double near = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < walls.size(); ++i) {
        near = std::min(near, distance_to(walls[i - 1], walls[i]));
    }
    const double by = std::min(scale, 1 + 2 * range_ / std::max(near, 1e-6));
    geo::Ring ring{plus(eye_, walls.front())};
    for (const Point p : walls) {
        ring.push_back(plus(eye_, scaled(p, by)));
    }
    for (std::size_t i = walls.size() - 1; i > 0; --i) {
        ring.push_back(plus(eye_, walls[i]));
    }
    to.push_back({std::move(ring), {}});
}

/// A building lower than the camera hides itself and, behind its roof, the ground on to where the sight line
/// over its far edge comes down to the target's height: similar triangles give one scale about the eye.
void Viewer::take_low_buildings(const View& view, VisibleArea& area) const {
    std::vector<geo::MultiPolygon> hidden;
    const double camera = *view.height_m;
    const double target = params_.target_height_m;
    for (const std::size_t i : low_) {
        const double height = all_walls_.height_m(i);
        geo::MultiPolygon shape{polygons_.polygon(i)};
        if (shape.front().outer.size() < 3) {
            shape.clear();
        } else if (!may_hide(cone_of(shape.front().outer, eye_), area.ground, eye_)) {
            continue;
        }
        if (height > target) {
            const double scale = (camera - target) / (camera - height);
            for (const PolygonIndex::Part& part : polygons_.parts(polygons_.shape(i))) {
                std::vector<Point> far_walls; // that follow one another
                for (std::uint32_t k = part.first; k < part.first + part.edges; ++k) {
                    const Point p = minus(*polygons_.vertex(k), eye_);
                    const Point q = minus(*polygons_.vertex(k + 1), eye_);
                    if (cross_sign(p, q) <= 0) { // a front wall: the shadow of the far walls goes farther
                        add_shadow(far_walls, scale, shape);
                        far_walls.clear();
                        continue;
                    }
                    if (far_walls.empty()) {
                        far_walls.push_back(p);
                    }
                    far_walls.push_back(q);
                }
                add_shadow(far_walls, scale, shape);
            }
        }
        hidden.push_back(std::move(shape));
    }
    if (hidden.empty()) {
        return;
    }
    area.ground = geo::subtract(geo::make_valid(area.ground), geo::unite(hidden));
    drop_slivers(area.ground);
    area.area_m2 = geo::area(area.ground);
}

void Viewer::take_dead_zone(const View& view, VisibleArea& area) const {
    const double ratio = std::min(view.min_range_m, view.range_m) / view.range_m;
    geo::Ring inner;
    for (const Point p : rim_.points) {
        inner.push_back(plus(eye_, scaled(p, ratio)));
    }
    if (sector_.is_full) {
        inner.pop_back();
    }
    // Where no wall stands in the dead zone it is a hole or a notch.
    const bool is_whole = area.ground.size() == 1 && touched_.empty() && low_.empty();
    bool is_free = is_whole && ratio < 1;
    if (is_free) {
        const geo::Ring& ring = area.ground.front().outer;
        for (std::size_t i = sector_.is_full ? 0 : 1; i < ring.size() && is_free; ++i) {
            const std::size_t next = (i + 1) % ring.size();
            if (next != 0 || sector_.is_full) {
                is_free = distance_to(minus(ring[i], eye_), minus(ring[next], eye_)) > view.min_range_m;
            }
        }
    }
    if (is_free && sector_.is_full) {
        std::ranges::reverse(inner);
        area.ground.front().holes.push_back(std::move(inner));
    } else if (is_free) {
        geo::Ring& ring = area.ground.front().outer;
        ring.erase(ring.begin()); // the eye
        ring.insert(ring.end(), inner.rbegin(), inner.rend());
    } else {
        // The rest of the circle too, lest slivers stay along the sides of the sector.
        const double open_deg = 360 - view.fov_deg;
        const std::size_t steps = steps_for(std::max(open_deg, 0.0), params_.arc_step_deg) + 1;
        for (std::size_t i = 1; i < steps && !sector_.is_full; ++i) {
            const double angle = (90 - view.azimuth_deg + view.fov_deg / 2 +
                                  open_deg * static_cast<double>(i) / static_cast<double>(steps)) *
                                 kRadians;
            inner.push_back(plus(eye_, scaled({std::cos(angle), std::sin(angle)}, view.min_range_m)));
        }
        area.ground = geo::subtract(geo::make_valid(area.ground), {{inner, {}}});
        drop_slivers(area.ground);
    }
    area.area_m2 = geo::area(area.ground);
}

} // namespace

struct ViewMaker::State {
    Viewer viewer;
};

ViewMaker::ViewMaker(const Walls& walls, const VisibilityParams& params)
    : state_(std::make_unique<State>(State{Viewer(walls, params)})) {}

ViewMaker::~ViewMaker() = default;
ViewMaker::ViewMaker(ViewMaker&&) noexcept = default;
ViewMaker& ViewMaker::operator=(ViewMaker&&) noexcept = default;

VisibleArea ViewMaker::operator()(const View& view) {
    return state_->viewer.see(view);
}

std::vector<std::size_t> near_to_near(std::span<const geo::Point> eyes) {
    constexpr double kCell_m = 128;
    const auto spread = [](double v) { // every second bit
        auto x = static_cast<std::uint64_t>(static_cast<std::uint32_t>(std::clamp(v / kCell_m, -1e9, 1e9) + 1e9));
        x = (x | (x << 16)) & 0x0000ffff0000ffff;
        x = (x | (x << 8)) & 0x00ff00ff00ff00ff;
        x = (x | (x << 4)) & 0x0f0f0f0f0f0f0f0f;
        x = (x | (x << 2)) & 0x3333333333333333;
        return (x | (x << 1)) & 0x5555555555555555;
    };
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    keys.reserve(eyes.size());
    for (std::size_t i = 0; i < eyes.size(); ++i) {
        const bool is_sound = std::isfinite(eyes[i].x) && std::isfinite(eyes[i].y);
        keys.emplace_back(is_sound ? spread(eyes[i].x) | spread(eyes[i].y) << 1 : 0, i);
    }
    std::ranges::sort(keys);
    std::vector<std::size_t> order;
    order.reserve(keys.size());
    for (const auto& [key, index] : keys) {
        order.push_back(index);
    }
    return order;
}

VisibleArea visible_area(const View& view, const Walls& walls, const VisibilityParams& params) {
    return Viewer(walls, params).see(view);
}

std::vector<VisibleArea> visible_areas(std::span<const View> views, const Walls& walls,
                                       const VisibilityParams& params, Progress& progress) {
    constexpr std::size_t kGrain = 32;
    std::vector<VisibleArea> out(views.size());
    std::vector<Point> eyes;
    eyes.reserve(views.size());
    for (const View& view : views) {
        eyes.push_back(view.eye);
    }
    const std::vector<std::size_t> order = near_to_near(eyes);
    std::atomic<std::size_t> done = 0;
    parallel_blocks(views.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        Viewer viewer(walls, params);
        for (std::size_t k = begin; k < end; ++k) {
            progress.check();
            out[order[k]] = viewer.see(views[order[k]]);
        }
        done += end - begin;
        progress.report(static_cast<double>(done) / static_cast<double>(views.size()),
                        "Champs réels des caméras");
    });
    return out;
}

geo::Polygon sector_of(const View& view, double arc_step_deg) {
    VisibilityParams params;
    params.arc_step_deg = arc_step_deg;
    View free = view;
    free.height_m.reset();
    const VisibleArea area = visible_area(free, Walls({}), params);
    return area.ground.empty() ? geo::Polygon{} : area.ground.front();
}

std::optional<std::size_t> first_wall(geo::Point from, geo::Point to, const Walls& walls) {
    const Point eye = exact::snap(from);
    const Point d = minus(exact::snap(to), eye);
    geo::Box box{eye, eye};
    box.extend(plus(eye, d));
    std::optional<std::size_t> first;
    double nearest = std::numeric_limits<double>::infinity();
    const PolygonIndex& polygons = walls.polygons();
    polygons.each(box, [&](std::size_t index) {
        for (const PolygonIndex::Part& part : polygons.parts(polygons.shape(index))) {
            const Point* v = polygons.vertex(part.first);
            for (std::uint32_t i = 0; i < part.edges; ++i) {
                const Point p = minus(v[i], eye);
                const Point q = minus(v[i + 1], eye);
                // A front wall that spans the sight line, with the target behind it.
                if (cross_sign(p, q) >= 0 || cross_sign(q, d) < 0 || cross_sign(d, p) < 0 ||
                    side(q, p, d) >= 0) {
                    continue;
                }
                const Point hit = meet(q, p, d);
                const double at = norm2(hit);
                if (at < nearest || (at == nearest && index < *first)) {
                    nearest = at;
                    first = index;
                }
            }
        }
    });
    return first;
}

std::optional<std::size_t> hiding_building(geo::Point from, std::optional<double> camera_height_m, geo::Point to,
                                           double target_height_m, const Walls& walls) {
    const Point eye = exact::snap(from);
    const Point d = minus(exact::snap(to), eye);
    const double length2 = norm2(d);
    if (length2 == 0) {
        return std::nullopt;
    }
    geo::Box box{eye, eye};
    box.extend(plus(eye, d));
    const double unknown = -std::numeric_limits<double>::infinity();
    std::optional<std::size_t> nearest;
    double nearest_at = std::numeric_limits<double>::infinity();
    const PolygonIndex& polygons = walls.polygons();
    polygons.each(box, [&](std::size_t index) {
        const double height = walls.height_m(index);
        double first = std::numeric_limits<double>::infinity();
        bool hides = height >= camera_height_m.value_or(unknown);
        for (const PolygonIndex::Part& part : polygons.parts(polygons.shape(index))) {
            const Point* v = polygons.vertex(part.first);
            for (std::uint32_t i = 0; i < part.edges; ++i) {
                const Point p = minus(v[i], eye);
                const Point q = minus(v[i + 1], eye);
                const int hp = cross_sign(d, p);
                const int hq = cross_sign(d, q);
                const bool is_behind_target = cross_sign(p, q) < 0 ? side(q, p, d) >= 0 : side(p, q, d) >= 0;
                if ((hp > 0) == (hq > 0) || cross_sign(p, q) == 0 || is_behind_target) {
                    continue;
                }
                const Point hit = meet(q, p, d);
                const double along = (hit.x * d.x + hit.y * d.y) / length2;
                if (along < 0) {
                    continue;
                }
                first = std::min(first, along);
                // The far edge of a roof counts, too: the sight line is lowest there.
                hides = hides || (camera_height_m &&
                                  height >= *camera_height_m - (*camera_height_m - target_height_m) * along);
            }
        }
        if (hides && (first < nearest_at || (first == nearest_at && index < *nearest)) && std::isfinite(first)) {
            nearest_at = first;
            nearest = index;
        }
    });
    return nearest;
}

GroundReach ground_reach(double camera_height_m, double target_height_m, double tilt_deg,
                         double vertical_fov_deg) {
    const double drop = camera_height_m - target_height_m;
    if (drop <= 0) {
        return {0, std::numeric_limits<double>::infinity()};
    }
    const auto distance = [&](double below_horizon_deg) {
        if (below_horizon_deg <= 0) {
            return std::numeric_limits<double>::infinity();
        }
        return below_horizon_deg >= 90 ? 0 : drop / std::tan(below_horizon_deg * kRadians);
    };
    return {distance(tilt_deg + vertical_fov_deg / 2), distance(tilt_deg - vertical_fov_deg / 2)};
}

} // namespace maillage::analysis
