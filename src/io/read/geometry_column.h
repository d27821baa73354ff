// geometry_column.h: a column of text that holds geometries, as databases and portals export them. Private.
#pragma once

#include "base/progress.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"

#include <optional>
#include <string>

class OGRGeometry;

namespace maillage::io {

/// WKT, EWKT ("SRID=4326;POINT(...)"), hexadecimal WKB or EWKB, GeoJSON or a Feature of it. Null for anything
/// else. `epsg` gets what the text says of its system.
OGRGeometry* geometry_of_text(const std::string& text, int& epsg);

/// The first column whose texts are geometries becomes the table's geometry and goes; others stay as they
/// are. A cell of it that cannot be read is told.
void take_geometry_column(ReadResult& result, const ReadOptions& options, FindingLog& log,
                          Progress& progress);

} // namespace maillage::io
