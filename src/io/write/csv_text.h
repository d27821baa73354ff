// csv_text.h: the only writer of CSV, for files and for the terminal: a cell of a text runs nothing in a
// spreadsheet, ends no line and hides nothing.
#pragma once

#include "geo/table.h"

#include <string>
#include <string_view>

namespace maillage::io {

/// What had to be done to a text so that it can be a cell.
struct CsvGuard {
    bool is_neutralised = false; ///< a spreadsheet would run it: an apostrophe stands before it
    bool is_shown = false;       ///< control or direction characters are shown by their numbers
};

/// A text as one cell. A number with its sign is a number, not a formula.
std::string csv_cell(std::string_view text, CsvGuard* guard = nullptr);
/// Numbers with a decimal comma, dates as 22/11/2026, oui/non.
std::string csv_cell(const geo::Value& value, CsvGuard* guard = nullptr);
/// The whole table without its geometry; lines end with `line_end`.
std::string csv_text(const geo::Table& table, std::string_view line_end);

} // namespace maillage::io
