// panel_table.h: the tables under the map in one form, so that sorting, filtering and copying are written
// once.
#pragma once

#include "geo/geometry.h"
#include "session/session.h"
#include "views/figures.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::views {

enum class CellKind { text, number, bar, good_bar, force, date };

struct TableColumn {
    std::string title;
    CellKind kind = CellKind::text;
    float width = 1; ///< relative
};

struct Cell {
    std::string text;
    /// Sorts numbers, bars and dates; the filled share of a bar, in [0, 1]. Empty: missing, sorted last.
    std::optional<double> value;
    Tone tone = Tone::plain;
};

struct TableRow {
    map::SelectionKind kind = map::SelectionKind::none;
    std::string id; ///< for Select
    std::vector<Cell> cells;
    geo::Box box; ///< what to zoom to; empty: nowhere
};

struct Table {
    std::vector<TableColumn> columns;
    std::vector<TableRow> rows;
    std::string empty_text;     ///< shown when there is no row: says what to do
    std::size_t first_sort = 0; ///< past the columns: rows come in the order that tells most
    bool is_first_descending = false;
};

Table gap_table(const session::Session& session);
Table priority_table(const session::Session& session);
Table register_table(const session::Session& session);
Table findings_table(const session::Session& session);

/// "Caméras VP" is `camerasvp` in a filter.
std::string column_word(std::string_view title);

/// Rows that hold every word of `filter` (accents and case ignored; `commune:laon` and `population:>5000`
/// look in one column, whose name may be cut short), sorted by a column in French order; missing values are
/// last whatever the direction; ties keep the order of the rows.
std::vector<std::uint32_t> arrange(const Table& table, std::size_t column, bool is_descending,
                                   std::string_view filter);
/// Tab-separated with a header line: pastes into a spreadsheet, where numbers are numbers. `columns` from
/// left to right.
std::string to_clipboard(const Table& table, const std::vector<std::uint32_t>& order,
                         const std::vector<std::size_t>& columns);

} // namespace maillage::views
