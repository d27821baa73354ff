// quantities.h: numbers with their unit in the cell, as registers have them. "3 (dont 1)" is no number.
#pragma once

#include <optional>
#include <string_view>

namespace maillage::intake {

/// "12 caméras", "70°", "12 000 € HT", "12 k€", "45 %", "60159.0". Empty when the words behind the number are
/// no unit.
std::optional<double> parse_quantity(std::string_view text);
/// "30 jours", "15 j", "1 mois" (30), "2 semaines", "72 h": in days.
std::optional<double> parse_days(std::string_view text);

} // namespace maillage::intake
