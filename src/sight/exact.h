// exact.h: plane predicates whose sign is always right. Coordinates are first rounded to a grid of 2^-27 m
// (7.5 nm), after which differences are exact doubles, and the rounding of a product decides or ties.
#pragma once

#include "geo/geometry.h"

#include <cmath>
#include <cstdint>

namespace maillage::sight::exact {

inline constexpr double kGridSteps = 134217728; ///< grid steps in one metre, 2^27
inline constexpr double kLimit = 16777216;      ///< coordinates are below 2^24 m in absolute value

/// Nearest grid value. Adding 3 * 2^24 leaves no room for anything finer than the grid in a double.
inline double snap(double v) {
    return (v + 50331648.0) - 50331648.0;
}

inline geo::Point snap(geo::Point p) {
    return {snap(p.x), snap(p.y)};
}

inline bool in_limits(geo::Point p) {
    return std::abs(p.x) < kLimit && std::abs(p.y) < kLimit;
} // false for NaN

/// Sign of a.x * b.y - a.y * b.x for grid vectors: positive when b lies counter-clockwise of a.
/// Rounding is monotone, so two products that differ once rounded differ in the same way before; equal ones
/// are told apart by their rounding errors, which fma gives exactly.
inline int cross_sign(geo::Point a, geo::Point b) {
    const double left = a.x * b.y;
    const double right = a.y * b.x;
    if (left != right) {
        return left > right ? 1 : -1;
    }
    const double left_error = std::fma(a.x, b.y, -left);
    const double right_error = std::fma(a.y, b.x, -right);
    return (left_error > right_error) - (left_error < right_error);
}

inline geo::Point minus(geo::Point a, geo::Point b) {
    return {a.x - b.x, a.y - b.y};
}

/// Positive when c is on the left of the line from a to b.
inline int side(geo::Point a, geo::Point b, geo::Point c) {
    return cross_sign(minus(b, a), minus(c, a));
}

__extension__ using Wide = __int128;

/// a.x * b.y - a.y * b.x in square grid steps, exact.
inline Wide cross(geo::Point a, geo::Point b) {
    const auto steps = [](double v) { return static_cast<std::int64_t>(v * kGridSteps); };
    return static_cast<Wide>(steps(a.x)) * steps(b.y) - static_cast<Wide>(steps(a.y)) * steps(b.x);
}

/// Sign of a * b - c * d, the products having up to 254 bits.
int compare_products(Wide a, Wide b, Wide c, Wide d);

} // namespace maillage::sight::exact
