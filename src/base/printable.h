// printable.h: text from files as people may see it: what would move the cursor, change colours, turn the
// direction of reading or hide is shown by its number.
#pragma once

#include <string>
#include <string_view>

namespace maillage {

/// What to do with line feeds and tabs, which move the cursor, too.
enum class Blanks {
    kept,     ///< as they are: for whole texts, which have lines
    line_end, ///< as they are, and a carriage return before a line feed: for files and cells
    shown     ///< by their number, too: for one line
};

/// True when `printable` would change nothing.
bool is_printable(std::string_view text, Blanks blanks = Blanks::kept);
/// "\u001B" for an escape, "\u202E" for what turns the direction, "\uFFFD" for bytes that are no UTF-8.
std::string printable(std::string_view text, Blanks blanks = Blanks::kept);

} // namespace maillage
