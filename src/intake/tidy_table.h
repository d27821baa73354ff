// tidy_table.h: what must be made of a table before its columns are read: rows that are no records, decimals
// that a script made of codes, extracts without a header whose rows are of two kinds.
#pragma once

#include "geo/table.h"
#include "intake/columns.h"
#include "intake/log.h"

#include <optional>

namespace maillage::intake {

/// The national extract of health establishments (FINESS): no header, "structureet" rows with the
/// establishment and "geolocalisation" rows with its place. One table with names; nothing for any other
/// table.
std::optional<geo::Table> finess_table(const geo::Table& table);

/// "60001.0" back to "60001" in columns of text where every value is such a decimal. Nothing when there is
/// none.
std::optional<geo::Table> without_script_decimals(const geo::Table& table, ImportLog& log);

/// Rows of totals, sources and signatures under a table: indices in `features`, told to `log`.
std::vector<std::size_t> foot_rows(const geo::Table& table, const ColumnMap& columns, ImportLog& log);

} // namespace maillage::intake
