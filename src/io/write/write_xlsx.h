// write_xlsx.h: tables as sheets of a workbook. Private to the room.
#pragma once

#include "io/read/finding_log.h"
#include "io/write/write_table.h"

#include <set>
#include <string>

namespace maillage::io {

/// Title of the table, at most 31 characters, none that a spreadsheet forbids, unlike those `taken`, whatever
/// the case.
std::string sheet_name(const geo::Table& table, std::set<std::string>& taken);

void write_xlsx(std::span<const geo::Table> tables, const std::filesystem::path& file,
                const WriteOptions& options, FindingLog& log);

} // namespace maillage::io
