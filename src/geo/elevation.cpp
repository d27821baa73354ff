#include "geo/elevation.h"

#include <algorithm>
#include <limits>

namespace maillage::geo {

double height_at(const ElevationGrid& grid, geo::Point p) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    const double column = (p.x - grid.north_west.x) / grid.cell_width_m - 0.5;
    const double row = (grid.north_west.y - p.y) / grid.cell_height_m - 0.5;
    // Half a cell around the outermost centres takes their height.
    if (grid.columns == 0 || grid.rows == 0 ||
        !(column >= -0.5 && row >= -0.5 && column <= grid.columns - 0.5 && row <= grid.rows - 0.5)) {
        return nothing;
    }
    const double c = std::clamp(column, 0.0, grid.columns - 1.0);
    const double r = std::clamp(row, 0.0, grid.rows - 1.0);
    const int c0 = std::min(static_cast<int>(c), std::max(grid.columns - 2, 0));
    const int r0 = std::min(static_cast<int>(r), std::max(grid.rows - 2, 0));
    const auto at = [&](int col, int ro) {
        const int cc = std::min(col, grid.columns - 1);
        const int rr = std::min(ro, grid.rows - 1);
        return static_cast<double>(
            grid.heights_m[static_cast<std::size_t>(rr) * static_cast<std::size_t>(grid.columns) +
                           static_cast<std::size_t>(cc)]);
    };
    const double u = c - c0;
    const double v = r - r0;
    return (1 - v) * ((1 - u) * at(c0, r0) + u * at(c0 + 1, r0)) +
           v * ((1 - u) * at(c0, r0 + 1) + u * at(c0 + 1, r0 + 1));
}

} // namespace maillage::geo
