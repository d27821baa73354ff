#include "sight/sweep.h"

#include "base/error.h"

#include <limits>

namespace maillage::sight {

using exact::cross_sign;
using exact::minus;
using exact::side;

Point meet(Point a, Point b, Point d) {
    const double before = std::max(cross(a, d), 0.0);
    const double after = std::max(cross(d, b), 0.0);
    const double t = before + after > 0 ? before / (before + after) : 0;
    return plus(a, scaled(minus(b, a), t));
}

namespace {

constexpr int kNobody = -1;

Point hit(const Wall& w, Point d) {
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

} // namespace

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
                                           : hit((*walls_)[static_cast<std::size_t>(front_)], d);
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
        follow(next, next == kNobody ? d : hit((*walls_)[static_cast<std::size_t>(next)], d), d, key);
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
    out.reserve(rim.points.size() + 1); // all of it where nothing hides the ground
    collect_events(sector, frame);
    sort_events();
    front_ = nearest_after(sector.first);
    from_point_ =
        front_ == kNobody ? sector.first : hit(walls[static_cast<std::size_t>(front_)], sector.first);
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

} // namespace maillage::sight
