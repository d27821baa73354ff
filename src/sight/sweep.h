// sweep.h: the nearest walls all around an eye. The core of viewer.cpp, not for other callers.
#pragma once

#include "sight/exact.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace maillage::sight {

using geo::Point;

// Small vectors about the eye.
inline double cross(Point a, Point b) {
    return a.x * b.y - a.y * b.x;
}

inline double norm2(Point a) {
    return a.x * a.x + a.y * a.y;
}

inline Point plus(Point a, Point b) {
    return {a.x + b.x, a.y + b.y};
}

inline Point scaled(Point a, double k) {
    return {k * a.x, k * a.y};
}

/// Where the sight line in direction `d` meets the segment from a counter-clockwise to b that spans it.
Point meet(Point a, Point b, Point d);

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

    int half(Point p) const { return exact::cross_sign(axis_, p); }

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
    int front_ = -1; // nobody
    Point from_point_;
    Point from_direction_;
    double from_key_ = 0;
};

} // namespace maillage::sight
