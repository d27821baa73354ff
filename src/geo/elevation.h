// elevation.h: heights of the ground, or of everything that stands on it, on a grid, and where they came
// from. A project keeps the reference and a checksum; the heights themselves stay in their file, which may be
// large.
#pragma once

#include "geo/geometry.h"

#include <string>
#include <vector>

namespace maillage::geo {

/// Heights at the centres of square or oblong cells, row by row from the north. Ground or surface model
/// alike.
struct ElevationGrid {
    geo::Point north_west; ///< corner of the first cell, not its centre
    double cell_width_m = 1;
    double cell_height_m = 1;
    int columns = 0;
    int rows = 0;
    std::vector<float> heights_m; ///< NaN where there is no data
    friend bool operator==(const ElevationGrid&, const ElevationGrid&) = default;
};

/// Bilinear between cell centres; NaN outside and next to a cell without data.
double height_at(const ElevationGrid& grid, geo::Point p);

/// The file that a project's relief is read from each time it is opened.
struct ElevationSource {
    std::string file;     ///< relative to the project's folder where that is possible; empty: no relief
    int epsg = 0;         ///< as declared by the file or by the user
    std::string checksum; ///< of the cells and their place: an exchanged file must not pass unseen
    friend bool operator==(const ElevationSource&, const ElevationSource&) = default;
};

} // namespace maillage::geo
