// grid.h: rows of text cells, from a CSV or a sheet, to a table of text columns. Private to the room.
#pragma once

#include "geo/table.h"
#include "io/read/budget.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"

namespace maillage::io {

/// Finds the header, names the columns, keeps the rows that the filter wants. Nothing is converted.
class GridBuilder {
  public:
    GridBuilder(geo::Table& table, const ReadOptions& options, FindingLog& log, Budget& budget);
    /// Takes the cells. False when no more rows are wanted.
    bool add(std::vector<std::string> cells);
    /// After the last row.
    void finish();

  private:
    void start();
    void name_columns(const std::vector<std::string>& header);
    void take(std::vector<std::string> cells);
    void check_width(std::vector<std::string>& cells);

    geo::Table& table_;
    const ReadOptions& options_;
    FindingLog& log_;
    Budget& budget_;
    std::uint64_t head_bytes_ = 0;
    std::vector<std::vector<std::string>> head_; ///< first rows, until the header is known
    bool is_started_ = false;
    std::optional<std::size_t> filter_column_;
    long row_ = 0; ///< title and header counted, as in the margin of a spreadsheet
    long blank_rows_ = 0;
};

/// The index of the column of this name whatever its case, accents and punctuation.
std::optional<std::size_t> find_column_folded(const std::vector<geo::Column>& columns, std::string_view name);
bool matches(const RowFilter& filter, const geo::Value& value);

} // namespace maillage::io
