#include "io/write/csv_text.h"

#include "base/number.h"
#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maillage::io {
namespace {

/// A spreadsheet runs a cell that begins so, in some languages with the wide forms of the signs as well; a
/// number with a sign is harmless.
bool looks_like_formula(std::string_view text) {
    constexpr std::array<std::string_view, 10> kSigns = {"=",  "+",  "-",  "@",  "\t",
                                                         "\r", "＝", "＋", "－", "＠"};
    return std::ranges::any_of(kSigns, [&](std::string_view sign) { return text.starts_with(sign); }) &&
           !parse_number(text);
}

} // namespace

std::string csv_cell(std::string_view text, CsvGuard* guard) {
    std::string cell(text);
    if (looks_like_formula(cell)) {
        cell.insert(0, "'");
        if (guard != nullptr) {
            guard->is_neutralised = true;
        }
    }
    if (!is_printable(cell, Blanks::line_end)) {
        cell = printable(cell, Blanks::line_end);
        if (guard != nullptr) {
            guard->is_shown = true;
        }
    }
    // A comma separates for an English spreadsheet, which would then find a formula in the middle; "3,5" is a
    // number.
    const char* const separators = parse_number(cell) ? ";\"\r\n\t" : ";,\"\r\n\t";
    if (cell.find_first_of(separators) == std::string::npos && !cell.starts_with(' ') &&
        !cell.ends_with(' ')) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c;
        if (c == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

std::string csv_cell(const geo::Value& value, CsvGuard* guard) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return csv_cell(std::string_view(*text), guard);
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return std::isfinite(*number) ? to_decimal_comma(*number) : std::string();
    }
    if (const auto* date = std::get_if<Date>(&value)) {
        return to_french(*date);
    }
    return geo::to_text(value);
}

std::string csv_text(const geo::Table& table, std::string_view line_end) {
    std::string text;
    const auto add_line = [&](const auto& cells, const auto& cell_of) {
        bool is_first = true;
        for (const auto& cell : cells) {
            text += is_first ? "" : ";";
            text += cell_of(cell);
            is_first = false;
        }
        text += line_end;
    };
    add_line(table.columns,
             [](const geo::Column& column) { return csv_cell(std::string_view(column.name)); });
    for (const geo::Feature& feature : table.features) {
        add_line(feature.values, [](const geo::Value& value) { return csv_cell(value); });
    }
    return text;
}

} // namespace maillage::io
