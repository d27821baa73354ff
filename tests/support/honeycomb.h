// honeycomb.h: an invented département: a jittered grid of hexagonal communes with wavy borders, for tests
// without data.
#pragma once

#include "geo/geometry.h"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace maillage {

/// A number in [0, 1) from three others: the same on every machine.
inline double noise(std::int64_t a, std::int64_t b, std::int64_t c) {
    auto h = static_cast<std::uint64_t>(a) * 0x9e3779b97f4a7c15ULL ^
             static_cast<std::uint64_t>(b) * 0xc2b2ae3d27d4eb4fULL ^
             static_cast<std::uint64_t>(c) * 0x165667b19e3779f9ULL;
    h ^= h >> 29U;
    h *= 0xbf58476d1ce4e5b9ULL;
    h ^= h >> 32U;
    h *= 0x94d049bb133111ebULL;
    h ^= h >> 29U;
    return static_cast<double>(h >> 11U) * 0x1.0p-53;
}

/// `columns` x `rows` cells of about `side_m`; every border is cut in `pieces` and shaken, the same for both
/// neighbours.
inline std::vector<geo::MultiPolygon> honeycomb(int columns, int rows, double side_m = 3000,
                                                int pieces = 12) {
    const geo::Point origin{700'000, 6'900'000};
    // Corners of the hexagons lie on a brick lattice.
    const auto corner = [&](int i, int j) {
        const double shift = (i + j) % 2 == 0 ? 0.0 : side_m / 3;
        return geo::Point{origin.x + i * side_m + (noise(i, j, 1) - 0.5) * side_m * 0.3,
                          origin.y + j * side_m + shift + (noise(i, j, 2) - 0.5) * side_m * 0.2};
    };
    using Node = std::pair<int, int>;
    const auto border = [&](Node from, Node to) { // without its last point
        const bool is_forward = from < to;
        const auto [a, b] = is_forward ? std::pair(from, to) : std::pair(to, from);
        const geo::Point p = corner(a.first, a.second);
        const geo::Point q = corner(b.first, b.second);
        const double dx = q.x - p.x;
        const double dy = q.y - p.y;
        std::vector<geo::Point> line;
        for (int k = 0; k <= pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            const double wave = (noise(a.first * 1000 + a.second, b.first * 1000 + b.second, k) - 0.5) *
                                0.12 * std::sin(t * 3.14159265358979);
            line.push_back({p.x + t * dx - wave * dy, p.y + t * dy + wave * dx});
        }
        line.front() = p; // exactly: sin(pi) is not quite zero
        line.back() = q;
        if (!is_forward) {
            line = {line.rbegin(), line.rend()};
        }
        line.pop_back();
        return line;
    };
    std::vector<geo::MultiPolygon> cells;
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            const int i = 2 * c + (r % 2 == 0 ? 0 : 1);
            const std::vector<Node> loop{{i, r},         {i + 1, r},     {i + 2, r},
                                         {i + 2, r + 1}, {i + 1, r + 1}, {i, r + 1}};
            geo::Ring ring;
            for (std::size_t k = 0; k < loop.size(); ++k) {
                const auto line = border(loop[k], loop[(k + 1) % loop.size()]);
                ring.insert(ring.end(), line.begin(), line.end());
            }
            cells.push_back({{std::move(ring), {}}});
        }
    }
    for (geo::MultiPolygon& cell : cells) {
        geo::normalise(cell);
    }
    return cells;
}

} // namespace maillage
