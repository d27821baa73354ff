// clean_text.h: which text may come in. What is kept can be saved, read back the same, and shown without
// deceiving who reads it.
#pragma once

#include "base/finding.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace maillage {

/// Longer than any cell that people write: a spreadsheet's holds 32,767 characters.
inline constexpr std::size_t kLongestText = 65'536;

struct CleanText {
    std::string text;  ///< made good
    std::string flaws; ///< French: "caractères de contrôle, octets qui ne sont pas de l'UTF-8"
};

/// Nothing when `text` is clean. Otherwise: NUL and the other control characters (tabs and line ends are
/// none) become blanks, bytes that are no UTF-8 (lone surrogates among them) U+FFFD, characters that turn the
/// direction of reading go, and what is longer than `kLongestText` bytes is cut.
std::optional<CleanText> clean_text(std::string_view text);
/// `text` made good, without a word: for names of files, which are shown and never sought again.
std::string shown_text(std::string_view text);
/// For what is typed or handed over as an option: throws InputError that names `what` when it is not clean.
void require_clean(std::string_view what, std::string_view text);
/// Words of a finding quote what was read: they pass the same door.
void clean(Findings& findings);

} // namespace maillage
