// text.h: UTF-8 text as French people compare, search and sort it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maillage {

/// Without leading and trailing blanks, no-break spaces and byte order mark.
std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// Lower case, no accents, ligatures opened (œ -> oe), typographic apostrophes and dashes made plain: for
/// searching.
std::string fold(std::string_view text);
/// `fold`, and then letters and digits only: "Code.département" -> "codedepartement". For column names.
std::string fold_name(std::string_view text);
/// French alphabetical order: Évry near Etampes, "L'Haÿ" under L. Equal texts compare by bytes, so it is
/// total.
bool french_less(std::string_view a, std::string_view b);
/// A key whose byte order is that of `french_less`: for sorting long lists once.
std::string sort_key(std::string_view text);
bool is_valid_utf8(std::string_view text);
/// Cut to at most `bytes` bytes without splitting a character.
std::string_view cut_utf8(std::string_view text, std::size_t bytes);
/// INSEE code with the zero that spreadsheets eat: "2691" -> "02691". Blanks removed, 2a004 -> 2A004.
std::string insee_code(std::string_view text);
/// True for 5 characters of the form 02691, 2A004, 97411.
bool is_insee_code(std::string_view text);

} // namespace maillage
