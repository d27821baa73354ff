// read_overpass.h: the JSON of the Overpass API ("elements"), which GDAL does not read. Private to the room.
#pragma once

#include "io/read/budget.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"
#include "io/read/source_file.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace maillage::io {

/// True when the file begins like an Overpass answer, or like its bare list of elements.
bool is_overpass(const std::filesystem::path& file);
/// Discarded when it is no JSON. Counts the values while they come: three characters may be a hundred bytes
/// in memory.
nlohmann::json parse_json(const std::string& text, Budget& budget, const Progress& progress);
/// Nodes with tags, ways with their shape, relations with a centre. Every tag met is a column, in
/// alphabetical order.
void read_overpass(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
                   Budget& budget, Progress& progress);

} // namespace maillage::io
