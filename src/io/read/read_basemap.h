// read_basemap.h: the part of a georeferenced picture (GeoTIFF, MBTiles, whatever GDAL reads as a raster
// file) that a map view shows, in the map's coordinate system. `read_basemap` reads files alone;
// `read_service` is the only function of the program that asks a network, and nobody calls it unless the user
// named a service.
#pragma once

#include "base/picture.h"
#include "geo/geometry.h"

#include <filesystem>
#include <functional>
#include <string>

namespace maillage::io {

/// `box` in EPSG `epsg`, drawn over width x height pixels; what the file does not cover is transparent.
/// Overviews are used, so that a view of a whole département reads no more than its pixels. Throws InputError
/// when the file is no picture or does not say where it lies.
Picture read_basemap(const std::filesystem::path& path, int epsg, const geo::Box& box, int width, int height);

/// The text names a map service (WMTS:, WMS:, http), not a file.
bool is_service(const std::filesystem::path& path);
/// "data.geopf.fr": what people are told.
std::string service_name(const std::string& service);

struct ServiceOptions {
    std::filesystem::path cache;        ///< folder for the tiles that were fetched; made when it is missing
    int patience_s = 8;                 ///< for each connection and each answer
    std::function<bool()> is_cancelled; ///< asked between batches of tiles; may be empty
};

/// The same from a WMTS (address of its capabilities, `,layer=NAME` behind it to choose one), a WMS (address
/// of a GetMap) or tiles numbered {z}, {x}, {y}. Waits for the network: never on the main thread. Throws
/// InputError when the service does not answer.
Picture read_service(const std::string& service, const ServiceOptions& how, int epsg, const geo::Box& box,
                     int width, int height);

} // namespace maillage::io
