// table_change.h: what of a table is to change, row by row: the form in which a change of a project crosses
// from the domain to its file.
#pragma once

#include "geo/table.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::geo {

/// Without `before` the row is added, without `after` it is removed.
struct RowChange {
    std::optional<Feature> before; ///< `row` is its place in the table as it was, from 1
    std::optional<Feature> after;
};

struct TableChange {
    Table table; ///< name, columns, kind and system alone: no features
    /// The column that tells rows apart; the order of the rows in the file then means nothing. Empty: rows
    /// are told by their place, those that are added come last, and none is removed but at the end or alone.
    std::string key;
    std::size_t rows_before = 0;
    std::vector<RowChange> rows;
};

} // namespace maillage::geo
