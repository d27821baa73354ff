// number.h: numbers as the French write and read them, and as files need them. Never depends on the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maillage {

/// 1 234,5 with a narrow no-break space (U+202F) between groups: for people.
std::string to_french(double value, int decimals);
std::string to_french(std::int64_t value);
/// 1234,5: for CSV files opened by a French spreadsheet. Shortest form that reads back the same double.
std::string to_decimal_comma(double value);
/// Reads 12,5 12.5 1 234,5 (plain, no-break and narrow spaces) 1e3. Empty for anything else, among them "NA".
std::optional<double> parse_number(std::string_view text);
/// A whole number in the same forms; empty when there is a fraction.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// True for the texts that mean "no value" in French administrative files: empty, NA, NR, NC, ndiff,
/// inconnue...
bool is_missing(std::string_view text);

} // namespace maillage
