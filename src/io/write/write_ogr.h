// write_ogr.h: tables through GDAL: Shapefile, GeoPackage, GeoJSON, FlatGeobuf. Private to the room.
#pragma once

#include "io/gdal_session.h"
#include "io/read/finding_log.h"
#include "io/write/write_table.h"

namespace maillage::io {

/// Writes a new file and closes it; StorageError when GDAL complains or the file does not read back whole.
void write_ogr(std::span<const geo::Table> tables, const std::filesystem::path& file, Format format,
               const WriteOptions& options, FindingLog& log);

} // namespace maillage::io
