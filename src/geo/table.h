// table.h: columns, rows and a CRS: the one form in which data crosses from files to the domain and back.
#pragma once

#include "base/date.h"
#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maillage::geo {

enum class ColumnType { text, integer, real, boolean, date };
enum class GeometryKind { none, point, line, polygon };

struct Column {
    std::string name; ///< as in the file; for output at most 10 ASCII characters when a shapefile is meant
    ColumnType type = ColumnType::text;
    std::string title; ///< what people read in a spreadsheet; empty = name
    friend bool operator==(const Column&, const Column&) = default;
};

/// std::monostate is "no value": never zero, never "".
using Value = std::variant<std::monostate, std::string, std::int64_t, double, bool, Date>;

struct Feature {
    std::vector<Value> values; ///< one a column
    Geometry geometry;
    long row = 0; ///< as in Finding: of a sheet as its program shows it, of a layer from 1
    friend bool operator==(const Feature&, const Feature&) = default;
};

struct Table {
    std::string name;  ///< layer name
    std::string title; ///< French name for people; empty = name
    std::vector<Column> columns;
    std::vector<Feature> features;
    int epsg = 0; ///< 0: no geometry, or unknown
    GeometryKind geometry_kind = GeometryKind::none;
    friend bool operator==(const Table&, const Table&) = default;
};

/// Index of the column of this exact name.
std::optional<std::size_t> find_column(const Table& table, std::string_view name);
bool is_missing(const Value& value);
/// As text, whatever the type: numbers with a point, dates in ISO, "" when missing.
std::string to_text(const Value& value);
/// As a number; text is parsed (decimal comma allowed). Empty when missing or unreadable.
std::optional<double> to_number(const Value& value);
std::optional<std::int64_t> to_integer(const Value& value);
std::optional<Date> to_date(const Value& value);
/// oui/non, true/false, 1/0, vrai/faux, o/n.
std::optional<bool> to_bool(const Value& value);

} // namespace maillage::geo
