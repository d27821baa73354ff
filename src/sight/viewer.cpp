#include "sight/viewer.h"

#include "sight/facade_openings.h"
#include "sight/view_cuts.h"
#include "sight/view_rim.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maillage::sight {

using exact::cross_sign;
using exact::minus;

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kMount_m = 0.01;
constexpr double kSearch_m = 500; ///< an outside wall farther than this is not offered as a mount

bool is_valid(const View& view, const VisibilityParams& params) {
    const auto is_positive = [](double v) { return v > 0 && v < exact::kLimit / 4; };
    return exact::in_limits(view.eye) && std::isfinite(view.azimuth_deg) && is_positive(view.range_m) &&
           view.fov_deg > 0 && view.min_range_m >= 0 && params.arc_step_deg >= 0.01 &&
           params.arc_step_deg <= 90;
}

bool is_full_circle(const View& view) {
    return view.fov_deg >= 360;
}

void finish(geo::Ring& ring) {
    while (ring.size() > 1 && ring.front() == ring.back()) {
        ring.pop_back();
    }
}

} // namespace

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
        for (const Sector& opening : openings(polygons_, touched_, eye_, sector_)) {
            if (opening.is_full) {
                add(sector_, frame_, rim_);
            } else {
                const Frame frame(opening.first);
                add(opening, frame, opening_rim(rim_, sector_.is_full, range_, opening, frame));
            }
        }
    }
    if (!low_.empty()) {
        take_low_buildings(view, all_walls_, low_, eye_, params_.target_height_m, out);
    }
    if (view.min_range_m > 0) {
        take_dead_zone(view, rim_, sector_.is_full, !touched_.empty() || !low_.empty(), eye_,
                       params_.arc_step_deg, out);
    }
    return out;
}

} // namespace maillage::sight
