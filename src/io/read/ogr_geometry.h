// ogr_geometry.h: geometries from and to OGR. Private to the room.
#pragma once

#include "geo/table.h"

#include <memory>
#include <vector>

class OGRGeometry;

namespace maillage::io {

struct OgrGeometryDeleter {
    void operator()(OGRGeometry* geometry) const noexcept;
};

using OgrGeometryPtr = std::unique_ptr<OGRGeometry, OgrGeometryDeleter>;

/// A geometry as one value a kind: polygons together, lines together, each point alone. Curves become
/// segments, Z and M are dropped, parts with a coordinate that is no number are left out and counted.
struct FlatGeometry {
    std::vector<geo::Geometry> parts; ///< none for an empty geometry
    std::size_t unusable = 0;
};

FlatGeometry flatten(const OGRGeometry& geometry);
/// The exact inverse of `to_ogr`: no repair, no dropping.
geo::Geometry from_ogr(const OGRGeometry& geometry);
/// Null for std::monostate. Points, multilines and multipolygons, rings closed.
OgrGeometryPtr to_ogr(const geo::Geometry& geometry);

} // namespace maillage::io
