// read_raster.h: a terrain model, GeoTIFF or ASCII grid, as numbers on a grid. North up only.
#pragma once

#include "base/progress.h"
#include "geo/geometry.h"

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace maillage::io {

struct Raster {
    int width = 0;
    int height = 0;
    geo::Point top_left;       ///< outer corner of the first cell
    double cell_width = 0;     ///< in units of the CRS, to the east
    double cell_height = 0;    ///< the same, to the south: need not equal the width
    int epsg = 0;              ///< 0: not declared and not stated
    std::vector<float> values; ///< rows from the top; NaN where the file has no data
    std::string crs_note;      ///< French: which coordinate system, and how it was found
};

/// `epsg`: stated by the user, 0 for the file's own; ASCII grids declare none. Throws InputError when the
/// file is no such grid, is rotated, or has more than 400 million cells.
Raster read_raster(const std::filesystem::path& path, int epsg, Progress& progress);

} // namespace maillage::io
