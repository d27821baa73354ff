// write_csv.h: a table for a French spreadsheet. Private to the room.
#pragma once

#include "geo/table.h"
#include "io/read/finding_log.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace maillage::io {

/// The columns that stand for the point of a row in a format without geometry.
struct PointColumns {
    std::vector<std::string> names; ///< x_l93, y_l93, lon, lat; none when the table has no points
    /// Values in the order of `names`; empty when the row has no point.
    std::vector<std::vector<double>> rows;
};

PointColumns point_columns(const geo::Table& table, FindingLog& log);
void write_csv(const geo::Table& table, const std::filesystem::path& file, FindingLog& log);

} // namespace maillage::io
