// read_basemap.h: the part of a georeferenced picture (GeoTIFF, MBTiles, whatever GDAL reads as a raster
// file) that a map view shows, in the map's coordinate system. Files alone: nothing is ever fetched from a
// network.
#pragma once

#include "base/picture.h"
#include "geo/geometry.h"

#include <filesystem>

namespace maillage::io {

/// `box` in EPSG `epsg`, drawn over width x height pixels; what the file does not cover is transparent.
/// Overviews are used, so that a view of a whole département reads no more than its pixels. Throws InputError
/// when the file is no picture or does not say where it lies.
Picture read_basemap(const std::filesystem::path& path, int epsg, const geo::Box& box, int width, int height);

} // namespace maillage::io
