// clean_geometry.h: coordinates to the wanted system, rings repaired. Private to the room.
#pragma once

#include "base/progress.h"
#include "geo/table.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"

namespace maillage::io {

/// `declared`: what the file says, if anything. Fills table.epsg, info.source_epsg and info.crs_note;
/// reprojects, normalises and repairs every geometry; says what was repaired or dropped. Throws InputError
/// when the system is unknown.
void settle_geometry(ReadResult& result, std::optional<int> declared, bool declares_something,
                     const ReadOptions& options, FindingLog& log, Progress& progress);

} // namespace maillage::io
