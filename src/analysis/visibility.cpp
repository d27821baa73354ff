#include "analysis/visibility.h"

#include "base/error.h"
#include "base/parallel.h"
#include "geo/overlay.h"

#include <atomic>
#include <cmath>
#include <numbers>

namespace maillage::analysis {
namespace {

using exact::cross_sign;
using exact::minus;
using exact::side;
using geo::Point;

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kOnWall_m = 0.001;
constexpr double kMount_m = 0.01;
constexpr double kSearch_m = 500; ///< an outside wall farther than this is not offered as a mount
constexpr int kNobody = -1;

double cross(Point a, Point b) {
    return a.x * b.y - a.y * b.x;
}

double norm2(Point a) {
    return a.x * a.x + a.y * a.y;
}

Point plus(Point a, Point b) {
    return {a.x + b.x, a.y + b.y};
}

Point scaled(Point a, double k) {
    return {k * a.x, k * a.y};
}

/// Directions from the eye, swept counter-clockwise from `first` to `last`. The full circle starts and ends
/// east.
struct Sector {
    Point first{1, 0};
    Point last{1, 0};
    bool is_full = true;
};

/// The chords that stand for the circle of the range, about the eye, with the sweep's pseudo-angle of each
/// end.
struct Rim {
    std::vector<Point> points; ///< full circle: the first point is repeated at the end
    std::vector<double> keys;
    double inner_radius = 0; ///< nearest that a chord comes to the eye
};

/// One front wall, seen from the eye, from `a` counter-clockwise to `b`.
struct Wall {
    Point a;
    Point b;
    bool is_within_range = false;
    std::uint32_t place = 0; ///< in the list of active walls
};

/// Pseudo-angle in [0, 4] counter-clockwise from an axis, close to the true order and exact in sign.
class Frame {
  public:
    explicit Frame(Point axis) : axis_(axis) {
        const double length = std::hypot(axis.x, axis.y);
        x_ = axis.x / length;
        y_ = axis.y / length;
    }

    int half(Point p) const { return cross_sign(axis_, p); }

    bool is_on_axis(Point p, int half_of_p) const { return half_of_p == 0 && x_ * p.x + y_ * p.y > 0; }

    double key(Point p, int half_of_p) const {
        const double along = x_ * p.x + y_ * p.y;
        double across = x_ * p.y - y_ * p.x;
        if (half_of_p >= 0) {
            across = std::max(across, 0.0);
            return along >= 0 ? across / (along + across) : 1 - along / (across - along);
        }
        across = std::min(across, 0.0);
        return along < 0 ? 2 + across / (along + across) : 3 + along / (along - across);
    }

    double key(Point p) const { return key(p, half(p)); }

  private:
    Point axis_;
    double x_ = 1;
    double y_ = 0;
};

/// Where the sight line in direction `d` meets the segment from a counter-clockwise to b that spans it.
Point meet(Point a, Point b, Point d) {
    const double before = std::max(cross(a, d), 0.0);
    const double after = std::max(cross(d, b), 0.0);
    const double t = before + after > 0 ? before / (before + after) : 0;
    return plus(a, scaled(minus(b, a), t));
}

Point meet(const Wall& w, Point d) {
    return meet(w.a, w.b, d);
}

Point meet_lines(Point a, Point b, Point c, Point d) {
    const Point ab = minus(b, a);
    const Point cd = minus(d, c);
    const double across = cross(ab, cd);
    if (across == 0) {
        return a;
    }
    const double t = std::clamp(cross(minus(c, a), cd) / across, 0.0, 1.0);
    return plus(a, scaled(ab, t));
}

/// The lower envelope of front walls about the eye (the origin), by one rotation of the sight line. Only the
/// nearest wall is followed; the others wait unsorted. A wall that comes in front of it other than by
/// starting there, which overlapping footprints cause, is noticed at the next event that matters and settled
/// from there.
class Sweep {
  public:
    /// Appends the visible boundary, counter-clockwise, to `out`.
    void run(const Sector& sector, const Frame& frame, const Rim& rim, double widest,
             std::vector<Wall>& walls, geo::Ring& out);

  private:
    // Direction keys in 2^-37 of a quarter turn, above the number of the wall and a bit that is set for its
    // end.
    static constexpr double kKeySteps = 137438953472.0;
    static constexpr int kKeyShift = 24;

    static std::uint64_t pack(double key, std::size_t wall, bool is_end) {
        return static_cast<std::uint64_t>(key * kKeySteps) << kKeyShift | wall << 1U | (is_end ? 1U : 0U);
    }

    static double key_of(std::uint64_t event) { return static_cast<double>(event >> kKeyShift) / kKeySteps; }

    static std::size_t wall_of(std::uint64_t event) { return (event & ((1U << kKeyShift) - 1)) >> 1U; }

    static bool is_end(std::uint64_t event) { return (event & 1U) != 0; }

    Point direction(std::uint64_t event) const {
        const Wall& w = (*walls_)[wall_of(event)];
        return is_end(event) ? w.b : w.a;
    }

    void collect_events(const Sector& sector, const Frame& frame);
    void sort_events();
    void start(int wall, Point d, double key);
    void end(int wall, Point d, double key);
    void activate(int wall);
    void deactivate(int wall);
    int compare_at(const Wall& s, const Wall& t, Point d) const;
    bool is_nearer_after(int s, int t, Point d) const;
    int nearest_after(Point d) const;
    void settle(Point d);
    void follow(int wall, Point from, Point d, double key);
    void emit(Point to_point, Point to_direction, double to_key);
    void emit_rim(Point to_direction, double to_key);
    void emit_across_rim(const Wall& wall, Point to_point, Point to_direction, double to_key);
    void advance_rim(double key);
    Point on_rim(Point d) const;
    void push(Point p);

    std::vector<Wall>* walls_ = nullptr;
    const Frame* frame_ = nullptr;
    const Rim* rim_ = nullptr;
    geo::Ring* out_ = nullptr;
    std::vector<std::uint64_t> events_;
    std::vector<int> active_;
    double rounding_ = 0; ///< bound on the error of a cross product of two vectors of the scene
    std::size_t rim_next_ = 1;
    int front_ = kNobody;
    Point from_point_;
    Point from_direction_;
    double from_key_ = 0;
};

void Sweep::push(Point p) {
    if (out_->empty() || out_->back() != p) {
        out_->push_back(p);
    }
}

void Sweep::collect_events(const Sector& sector, const Frame& frame) {
    events_.clear();
    active_.clear();
    const double last_key = sector.is_full ? 4 : frame.key(sector.last);
    const auto is_past = [&](Point p, double key) {
        if (sector.is_full) {
            return key >= 4;
        }
        const bool is_close = std::abs(key - last_key) < 1e-9;
        return is_close ? cross_sign(sector.last, p) >= 0 : key > last_key;
    };
    for (std::size_t i = 0; i < walls_->size(); ++i) {
        const Wall& w = (*walls_)[i];
        const int a_half = frame.half(w.a);
        const int b_half = frame.half(w.b);
        const double b_key = frame.is_on_axis(w.b, b_half) ? 4 : frame.key(w.b, b_half);
        const bool ends = !is_past(w.b, b_key);
        bool starts = false;
        double a_key = 0;
        // A wall has less than half a turn, so going from the right of the axis to its left it crosses the
        // axis.
        const bool is_on = frame.is_on_axis(w.a, a_half);
        if (is_on || (a_half < 0 && b_half > 0)) {
            activate(static_cast<int>(i));
        }
        if (!is_on) {
            a_key = frame.key(w.a, a_half);
            starts = !is_past(w.a, a_key);
        }
        if (starts) {
            events_.push_back(pack(a_key, i, false));
        }
        if (ends && (starts || is_on || (a_half < 0 && b_half > 0))) {
            events_.push_back(pack(b_key, i, true));
        }
    }
}

void Sweep::sort_events() {
    std::ranges::sort(events_);
    // Keys closer than their rounding are put in order by the exact directions; at one direction walls start
    // before others end, so that no gap shows between two walls that share a corner.
    const auto is_before = [&](std::uint64_t e, std::uint64_t f) {
        const int turn = cross_sign(direction(e), direction(f));
        if (turn != 0) {
            return turn > 0;
        }
        return is_end(e) != is_end(f) ? is_end(f) : wall_of(e) < wall_of(f);
    };
    for (std::size_t i = 1; i < events_.size(); ++i) {
        const std::uint64_t moved = events_[i];
        std::size_t k = i;
        while (k > 0 && (moved >> kKeyShift) <= (events_[k - 1] >> kKeyShift) + 1 &&
               is_before(moved, events_[k - 1])) {
            events_[k] = events_[k - 1];
            --k;
        }
        events_[k] = moved;
    }
}

void Sweep::activate(int wall) {
    (*walls_)[static_cast<std::size_t>(wall)].place = static_cast<std::uint32_t>(active_.size());
    active_.push_back(wall);
}

void Sweep::deactivate(int wall) {
    const std::uint32_t place = (*walls_)[static_cast<std::size_t>(wall)].place;
    active_[place] = active_.back();
    (*walls_)[static_cast<std::size_t>(active_[place])].place = place;
    active_.pop_back();
}

/// Negative when s is met before t in direction d, which both span.
int Sweep::compare_at(const Wall& s, const Wall& t, Point d) const {
    const auto s_num = exact::cross(s.a, s.b);
    const auto t_num = exact::cross(t.a, t.b);
    const auto s_den = exact::cross(d, minus(s.b, s.a));
    const auto t_den = exact::cross(d, minus(t.b, t.a));
    return exact::compare_products(s_num, t_den, t_num, s_den);
}

bool Sweep::is_nearer_after(int s, int t, Point d) const {
    const Wall& u = (*walls_)[static_cast<std::size_t>(s)];
    const Wall& v = (*walls_)[static_cast<std::size_t>(t)];
    if (const int order = compare_at(u, v, d); order != 0) {
        return order < 0;
    }
    // They meet there: the one that turns more to the left comes nearer.
    const int turn = cross_sign(minus(v.b, v.a), minus(u.b, u.a));
    return turn != 0 ? turn > 0 : s < t;
}

namespace {

/// Distance to a wall along d, in lengths of d, with a bound on its error.
struct Reach {
    double r = 0;
    double error = 0;
};

Reach reach(const Wall& w, Point d, double rounding) {
    const double num = cross(w.a, w.b);
    const double den = cross(d, minus(w.b, w.a));
    if (den < 16 * rounding) {
        return {0, std::numeric_limits<double>::infinity()};
    }
    const double r = num / den;
    return {r, 1.25 * rounding * (1 + r) / den + r * 1e-15};
}

} // namespace

/// The active wall that is nearest just after direction d.
int Sweep::nearest_after(Point d) const {
    int best = kNobody;
    Reach best_reach;
    for (const int i : active_) {
        const Reach here = reach((*walls_)[static_cast<std::size_t>(i)], d, rounding_);
        if (best == kNobody) {
            best = i;
            best_reach = here;
            continue;
        }
        const double gap = best_reach.r - here.r;
        const double doubt = best_reach.error + here.error;
        if (gap > doubt || (!(gap < -doubt) && is_nearer_after(i, best, d))) {
            best = i;
            best_reach = here;
        }
    }
    return best;
}

/// Follows the walls that crossed in front of the followed one before direction d.
void Sweep::settle(Point d) {
    for (;;) {
        const Wall& front = (*walls_)[static_cast<std::size_t>(front_)];
        const Reach front_reach = reach(front, d, rounding_);
        int next = kNobody;
        for (const int i : active_) {
            if (i == front_) {
                continue;
            }
            const Wall& w = (*walls_)[static_cast<std::size_t>(i)];
            const Reach here = reach(w, d, rounding_);
            const double gap = front_reach.r - here.r;
            const double doubt = front_reach.error + here.error;
            if (gap < -doubt || (gap <= doubt && compare_at(w, front, d) >= 0)) {
                continue;
            }
            if (next == kNobody) {
                next = i;
                continue;
            }
            // The first to cross; of those that cross at one point, the one in front afterwards.
            const Wall& o = (*walls_)[static_cast<std::size_t>(next)];
            const auto before = [&](const Wall& x) {
                return exact::cross(minus(x.b, x.a), minus(front.a, x.a));
            };
            const auto after = [&](const Wall& x) {
                return exact::cross(minus(front.b, x.a), minus(x.b, x.a));
            };
            const int order = exact::compare_products(before(w), after(o), before(o), after(w));
            if (order < 0 || (order == 0 && compare_at(w, o, d) < 0)) {
                next = i;
            }
        }
        if (next == kNobody) {
            return;
        }
        const Wall& w = (*walls_)[static_cast<std::size_t>(next)];
        const Point x = meet_lines(front.a, front.b, w.a, w.b);
        // A crossing never lies before the direction reached, but its rounding may.
        const double key = std::max(frame_->key(x), from_key_);
        emit(x, x, key);
        front_ = next;
        from_point_ = x;
        from_direction_ = x;
        from_key_ = key;
    }
}

void Sweep::follow(int wall, Point from, Point d, double key) {
    if (cross_sign(from_direction_, d) != 0 || key > from_key_ + 1) {
        const bool at_end = front_ != kNobody && (*walls_)[static_cast<std::size_t>(front_)].b == d;
        const Point to = front_ == kNobody ? d
                         : at_end          ? d
                                           : meet((*walls_)[static_cast<std::size_t>(front_)], d);
        emit(to, d, key);
    }
    front_ = wall;
    from_point_ = from;
    from_direction_ = d;
    from_key_ = key;
}

void Sweep::start(int wall, Point d, double key) {
    const auto is_in_front = [&] {
        const Wall& front = (*walls_)[static_cast<std::size_t>(front_)];
        const Wall& w = (*walls_)[static_cast<std::size_t>(wall)];
        const int where = side(front.a, front.b, d);
        return where > 0 || (where == 0 && cross_sign(minus(front.b, front.a), minus(w.b, w.a)) > 0);
    };
    if (front_ == kNobody) {
        follow(wall, d, d, key);
    } else if (is_in_front()) {
        settle(d);
        if (is_in_front()) {
            follow(wall, d, d, key);
        }
    }
    activate(wall);
}

void Sweep::end(int wall, Point d, double key) {
    if (wall == front_) {
        settle(d);
    } else {
        const Wall& front = (*walls_)[static_cast<std::size_t>(front_)];
        if (side(front.a, front.b, d) > 0) {
            settle(d);
        }
    }
    deactivate(wall);
    if (wall == front_) {
        const int next = nearest_after(d);
        follow(next, next == kNobody ? d : meet((*walls_)[static_cast<std::size_t>(next)], d), d, key);
    }
}

void Sweep::advance_rim(double key) {
    while (rim_next_ + 1 < rim_->keys.size() && rim_->keys[rim_next_] < key) {
        ++rim_next_;
    }
}

Point Sweep::on_rim(Point d) const {
    return meet(rim_->points[rim_next_ - 1], rim_->points[rim_next_], d);
}

void Sweep::emit(Point to_point, Point to_direction, double to_key) {
    if (front_ == kNobody) {
        emit_rim(to_direction, to_key);
        return;
    }
    const Wall& wall = (*walls_)[static_cast<std::size_t>(front_)];
    if (wall.is_within_range) {
        push(from_point_);
        push(to_point);
    } else {
        emit_across_rim(wall, to_point, to_direction, to_key);
    }
}

void Sweep::emit_rim(Point to_direction, double to_key) {
    advance_rim(from_key_);
    push(on_rim(from_direction_));
    while (rim_next_ + 1 < rim_->keys.size() && rim_->keys[rim_next_] < to_key) {
        push(rim_->points[rim_next_++]);
    }
    push(on_rim(to_direction));
}

/// A wall that reaches beyond the range: the nearer of it and the rim.
void Sweep::emit_across_rim(const Wall& wall, Point to_point, Point to_direction, double to_key) {
    advance_rim(from_key_);
    const auto is_inside = [&](Point p) {
        const Point a = rim_->points[rim_next_ - 1];
        return cross(minus(rim_->points[rim_next_], a), minus(p, a)) >= 0;
    };
    bool was_wall = is_inside(from_point_);
    push(was_wall ? from_point_ : on_rim(from_direction_));
    for (;;) {
        const Point chord_a = rim_->points[rim_next_ - 1];
        const Point chord_b = rim_->points[rim_next_];
        const bool is_last = rim_next_ + 1 >= rim_->keys.size() || rim_->keys[rim_next_] >= to_key;
        const bool is_wall =
            is_last ? is_inside(to_point) : cross(minus(wall.b, wall.a), minus(chord_b, wall.a)) < 0;
        if (is_wall != was_wall) {
            push(meet_lines(chord_a, chord_b, wall.a, wall.b));
        }
        if (is_last) {
            push(is_wall ? to_point : on_rim(to_direction));
            return;
        }
        if (!is_wall) {
            push(chord_b);
        }
        was_wall = is_wall;
        ++rim_next_;
    }
}

void Sweep::run(const Sector& sector, const Frame& frame, const Rim& rim, double widest,
                std::vector<Wall>& walls, geo::Ring& out) {
    if (walls.size() >= std::size_t{1} << (kKeyShift - 1)) {
        throw Error("trop de murs dans une seule vue");
    }
    walls_ = &walls;
    frame_ = &frame;
    rim_ = &rim;
    out_ = &out;
    rounding_ = widest * widest * 0x1p-49;
    rim_next_ = 1;
    collect_events(sector, frame);
    sort_events();
    front_ = nearest_after(sector.first);
    from_point_ =
        front_ == kNobody ? sector.first : meet(walls[static_cast<std::size_t>(front_)], sector.first);
    from_direction_ = sector.first;
    from_key_ = 0;
    const int first_front = front_;
    const Point first_point = from_point_;
    for (const std::uint64_t event : events_) {
        const int wall = static_cast<int>(wall_of(event));
        const Point d = direction(event);
        if (is_end(event)) {
            end(wall, d, key_of(event));
        } else {
            start(wall, d, key_of(event));
        }
    }
    if (front_ != kNobody) {
        settle(sector.last);
    }
    const bool ends_where_it_began = sector.is_full && front_ != kNobody && front_ == first_front;
    follow(kNobody, {}, sector.last, rim.keys.back());
    // The circle is cut east only to be swept: no corner there in the middle of a wall.
    if (ends_where_it_began && out.front() == first_point && out.back() == first_point &&
        first_point != walls[static_cast<std::size_t>(first_front)].a) {
        out.pop_back();
        out.erase(out.begin());
    }
}

// What one thread computes views with: the views of a batch share its buffers.
class Viewer {
  public:
    Viewer(const Walls& walls, const VisibilityParams& params);
    VisibleArea see(const View& view);

  private:
    void make_rim(const View& view);
    Rim opening_rim(const Sector& opening, const Frame& frame) const;
    void collect_walls(const View& view);
    void add_walls(const Walls::Building& building, bool skips_touching);

    bool stands_on(std::size_t building) const {
        return std::ranges::find(touched_, building) != touched_.end();
    }

    std::vector<Sector> openings() const;
    void blocked_directions(const Walls::Building& b, std::vector<Sector>& out) const;
    void take_low_buildings(const View& view, VisibleArea& area) const;
    void take_dead_zone(const View& view, VisibleArea& area) const;

    const Walls& all_walls_;
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

Viewer::Viewer(const Walls& walls, const VisibilityParams& params) : all_walls_(walls), params_(params) {
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

void Viewer::add_walls(const Walls::Building& building, bool skips_touching) {
    const double range2 = range_ * range_;
    const double within2 = rim_.inner_radius * rim_.inner_radius * (1 - 1e-12);
    for (const Walls::Part& part : all_walls_.parts(building)) {
        const double dx = std::max({part.box.min.x - eye_.x, eye_.x - part.box.max.x, 0.0});
        const double dy = std::max({part.box.min.y - eye_.y, eye_.y - part.box.max.y, 0.0});
        if (dx * dx + dy * dy > range2) {
            continue;
        }
        const Point* v = all_walls_.vertex(part.first);
        Point p = minus(v[0], eye_);
        double p2 = norm2(p);
        for (std::uint32_t i = 1; i <= part.walls; ++i) {
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
    all_walls_.each(box, [&](std::size_t index, const Walls::Building& b) {
        if (b.height_m < height) {
            low_.push_back(index);
        } else {
            add_walls(b, !touched_.empty() && stands_on(index));
        }
    });
    widest_ = std::sqrt(widest_);
}

/// Directions that the footprint hides from a point on its wall: from `first` counter-clockwise to `last`.
void Viewer::blocked_directions(const Walls::Building& b, std::vector<Sector>& out) const {
    const auto is_near = [&](Point p) { return norm2(p) <= kOnWall_m * kOnWall_m; };
    const auto starts = all_walls_.ring_starts(b);
    bool is_corner = false;
    double nearest2 = std::numeric_limits<double>::infinity();
    std::vector<Sector> facades;
    for (std::size_t r = 0; r < b.rings; ++r) {
        const Point* v = all_walls_.vertex(starts[r]);
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
        blocked_directions(all_walls_.building(i), blocked);
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
        all_walls_.each({eye_, eye_}, [&](std::size_t index, const Walls::Building& b) {
            if (b.height_m >= height && all_walls_.locate_in(b, eye_, kOnWall_m) == Place::on_wall) {
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

/// A building lower than the camera hides itself and, behind its roof, the ground on to where the sight line
/// over its far edge comes down to the target's height: similar triangles give one scale about the eye.
void Viewer::take_low_buildings(const View& view, VisibleArea& area) const {
    std::vector<geo::MultiPolygon> hidden;
    const double camera = *view.height_m;
    const double target = params_.target_height_m;
    for (const std::size_t i : low_) {
        const Walls::Building& b = all_walls_.building(i);
        geo::MultiPolygon shape{all_walls_.footprint(i)};
        if (shape.front().outer.size() < 3) {
            shape.clear();
        }
        if (b.height_m > target) {
            const double scale = (camera - target) / (camera - b.height_m);
            for (const Walls::Part& part : all_walls_.parts(b)) {
                for (std::uint32_t k = part.first; k < part.first + part.walls; ++k) {
                    const Point p = minus(*all_walls_.vertex(k), eye_);
                    const Point q = minus(*all_walls_.vertex(k + 1), eye_);
                    if (cross_sign(p, q) <= 0) {
                        continue; // a front wall: the shadow of the far walls goes farther
                    }
                    const double near = std::max(distance_to(p, q), 1e-6);
                    const double k_far = std::min(scale, 1 + 2 * range_ / near);
                    const auto at = [&](Point r, double by) { return plus(eye_, scaled(r, by)); };
                    shape.push_back({{at(p, 1), at(p, k_far), at(q, k_far), at(q, 1)}, {}});
                }
            }
        }
        hidden.push_back(std::move(shape));
    }
    area.ground = geo::subtract(geo::make_valid(area.ground), geo::unite(hidden));
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
    } else {
        inner.push_back(eye_);
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
        inner.pop_back();
        ring.insert(ring.end(), inner.rbegin(), inner.rend());
    } else {
        area.ground = geo::subtract(geo::make_valid(area.ground), {{inner, {}}});
    }
    area.area_m2 = geo::area(area.ground);
}

} // namespace

VisibleArea visible_area(const View& view, const Walls& walls, const VisibilityParams& params) {
    return Viewer(walls, params).see(view);
}

std::vector<VisibleArea> visible_areas(std::span<const View> views, const Walls& walls,
                                       const VisibilityParams& params, Progress& progress) {
    constexpr std::size_t kGrain = 32;
    std::vector<VisibleArea> out(views.size());
    std::atomic<std::size_t> done = 0;
    parallel_blocks(views.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        Viewer viewer(walls, params);
        for (std::size_t i = begin; i < end; ++i) {
            progress.check();
            out[i] = viewer.see(views[i]);
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

std::optional<std::size_t> first_wall(Point from, Point to, const Walls& walls) {
    const Point eye = exact::snap(from);
    const Point d = minus(exact::snap(to), eye);
    geo::Box box{eye, eye};
    box.extend(plus(eye, d));
    std::optional<std::size_t> first;
    double nearest = std::numeric_limits<double>::infinity();
    walls.each(box, [&](std::size_t index, const Walls::Building& b) {
        for (const Walls::Part& part : walls.parts(b)) {
            const Point* v = walls.vertex(part.first);
            for (std::uint32_t i = 0; i < part.walls; ++i) {
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
