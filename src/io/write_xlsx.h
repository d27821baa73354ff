// write_xlsx.h: tables as sheets of a workbook. Private to the room.
#pragma once

#include "io/finding_log.h"
#include "io/write_table.h"

namespace maillage::io {

void write_xlsx(std::span<const geo::Table> tables, const std::filesystem::path& file,
                const WriteOptions& options, FindingLog& log);

} // namespace maillage::io
