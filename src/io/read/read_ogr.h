// read_ogr.h: what GDAL reads: spreadsheets, Shapefile, GeoPackage, GeoJSON, KML, FlatGeobuf, OSM. Private to
// the room.
#pragma once

#include "io/read/budget.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"
#include "io/read/source_file.h"

namespace maillage::io {

std::vector<std::string> ogr_layers(const SourceFile& file);
void read_ogr(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
              Budget& budget, Progress& progress);
/// The layer to read: the wanted one, else the only one. InputError listing them otherwise.
std::string choose_layer(const std::vector<std::string>& layers, const std::string& wanted,
                         const std::string& file);

} // namespace maillage::io
