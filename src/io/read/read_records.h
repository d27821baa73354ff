// read_records.h: JSON of open data portals: a list of objects, one a row. Private to the room.
#pragma once

#include "base/progress.h"
#include "io/read/budget.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"
#include "io/read/source_file.h"

namespace maillage::io {

/// A list of objects ([{"code": ...}, ...]), records of OpenDataSoft ({"fields": ..., "geometry": ...}) or
/// what its services answer ({"results": [...]}, {"records": [...]}).
bool is_records(const std::filesystem::path& file);
void read_records(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
                  Budget& budget, Progress& progress);

} // namespace maillage::io
