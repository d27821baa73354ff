// gpkg_geometry.h: geometries as GeoPackage stores them (OGC 12-128r18, clause 2.1.3: a header, then ISO
// WKB). Private to the room.
#pragma once

#include "geo/geometry.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maillage::io {

/// Rings lose their repeated last point, third and fourth coordinates are left out, a single line or polygon
/// is a list of one, and of a mixed collection the polygons are kept, else the lines, else the first point.
/// Empty when the bytes are no such geometry (curves are not).
std::optional<geo::Geometry> parse_gpkg_geometry(std::span<const std::byte> blob);

/// Little-endian, with the box of what is no point, rings closed. Nothing for "no geometry".
std::vector<std::byte> write_gpkg_geometry(const geo::Geometry& geometry, std::int32_t srs_id);

} // namespace maillage::io
