// door.h: what may come in. Every table read from a file passes here, whatever its format, so that what is in
// a project can be saved and computed with; readers need no checks of their own.
#pragma once

#include "geo/table.h"

#include <functional>
#include <string>
#include <string_view>

namespace maillage::geo {

/// The Earth is smaller in every system that maps use, in metres and in degrees.
inline constexpr double kFarthest_m = 3e7;
/// Beyond it doubles skip whole numbers, and no count, sum or measure of a register is so large.
inline constexpr double kLargestNumber = 1e15;
/// Of the days that registers tell.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2199;

bool is_plausible(Point p);
bool is_plausible(const Geometry& geometry);
bool is_plausible(Date date);

/// Takes one defect: row, column ("" of the geometry), its kind (French, for counting) and a sentence.
using TellDefect =
    std::function<void(long row, const std::string& column, const std::string& kind, std::string message)>;

/// True when there is nothing to make good.
bool is_clean(const Table& table);
/// Makes texts, names of columns, numbers, days and geometry good or leaves them empty, and tells each.
void clean(Table& table, const TellDefect& tell);
/// The same for geometry alone: before an extent is taken that one wild point would spoil.
void clean_geometry(Table& table, const TellDefect& tell);

} // namespace maillage::geo
