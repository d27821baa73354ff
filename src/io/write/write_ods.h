// write_ods.h: tables as sheets of an OpenDocument workbook, what LibreOffice writes itself. Private to the
// room.
#pragma once

#include "io/read/finding_log.h"
#include "io/write/write_table.h"

namespace maillage::io {

void write_ods(std::span<const geo::Table> tables, const std::filesystem::path& file, FindingLog& log);

} // namespace maillage::io
