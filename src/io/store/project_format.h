// project_format.h: how a project lies in its GeoPackage beside what the format itself says. Private to the
// room.
#pragma once

#include "base/text.h"
#include "geo/table.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace maillage::io {

inline constexpr int kFormatVersion = 1;
inline constexpr const char* kVersionKey = "maillage.format"; ///< reserved among the settings
/// Raised when an older maillage would misread or lose what a project holds. 1: the order of the rows of a
/// table means nothing where its rows have identifiers.
inline constexpr int kFormatMinor = 1;
inline constexpr const char* kMinorKey = "maillage.format.mineur"; ///< reserved too; absent: 0
inline constexpr const char* kSettings = "maillage_settings";
inline constexpr const char* kTables = "maillage_tables";
inline constexpr const char* kColumns = "maillage_columns";
inline constexpr std::array<std::string_view, 5> kTypes = {"text", "integer", "real", "boolean", "date"};
inline constexpr std::array<std::string_view, 4> kKinds = {"none", "point", "line", "polygon"};

/// Where `Feature::row` is kept: nowhere when all are 0, in the feature id when they rise, else in a column.
enum class RowNumbers { none, fid, column };
inline constexpr std::array<std::string_view, 3> kRowNumbers = {"none", "fid", "column"};

// Columns of a table that are not its own.
inline constexpr const char* kFid = "fid";
inline constexpr const char* kGeometry = "geom";
inline constexpr const char* kRow = "maillage_row";

/// `wanted`, or a longer name when a column of the table has it.
inline std::string free_name(const geo::Table& table, std::string wanted) {
    while (std::ranges::any_of(table.columns, [&](const auto& c) { return fold(c.name) == fold(wanted); })) {
        wanted += '_';
    }
    return wanted;
}

} // namespace maillage::io
