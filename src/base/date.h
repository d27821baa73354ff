// date.h: a calendar day, as the register and the reference date use it. No clock, no time zone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace maillage {

using Date = std::chrono::year_month_day;

/// Reads 2026-11-22, 2026/11/22, 22/11/2026, 22-11-2026, 22.11.2026, 22/11/26 (years 00-69 are 2000-2069,
/// 70-99 are 1970-1999) and 20261122. A trailing time is ignored. Empty when the text is no valid day.
std::optional<Date> parse_date(std::string_view text);
/// 2026-11-22: for files.
std::string to_iso(Date date);
/// 22/11/2026: for people.
std::string to_french(Date date);
/// The same day `years` later; 29 February becomes 28 February in a common year.
Date plus_years(Date date, int years);
/// The same day `months` later, or the last day of that month.
Date plus_months(Date date, int months);
/// Days from `from` to `to`; negative when `to` is earlier.
int days_between(Date from, Date to);

} // namespace maillage
