#include "base/printable.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace maillage {
namespace {

/// Control characters, marks of direction and what takes no place at all.
bool is_hidden(UChar32 c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool is_shown(UChar32 c, std::string_view after, Blanks blanks) {
    if (c < 0) {
        return true;
    }
    if (c == '\n' || c == '\t') {
        return blanks == Blanks::shown;
    }
    if (c == '\r' && blanks == Blanks::line_end) {
        return !after.starts_with('\n');
    }
    return is_hidden(c);
}

std::string number_of(UChar32 c) {
    if (c < 0) {
        return "\\uFFFD";
    }
    const auto value = static_cast<std::uint32_t>(c);
    if (value < 0x10000) {
        return fmt::format("\\u{:04X}", value);
    }
    return fmt::format("\\u{:04X}\\u{:04X}", 0xD800 + ((value - 0x10000) >> 10U), 0xDC00 + (value & 0x3FFU));
}

/// Calls `take` with each character, -1 for a byte that is none, and where it begins and ends.
template <class Take> void each_character(std::string_view text, Take&& take) {
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        const std::int32_t from = i;
        UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // inside the macro
        U8_NEXT(text.data(), i, length, c);
#pragma GCC diagnostic pop
        if (!take(c, static_cast<std::size_t>(from), static_cast<std::size_t>(i))) {
            return;
        }
    }
}

} // namespace

bool is_printable(std::string_view text, Blanks blanks) {
    bool is_plain = true;
    each_character(text, [&](UChar32 c, std::size_t, std::size_t end) {
        is_plain = !is_shown(c, text.substr(end), blanks);
        return is_plain;
    });
    return is_plain;
}

std::string printable(std::string_view text, Blanks blanks) {
    std::string out;
    out.reserve(text.size());
    each_character(text, [&](UChar32 c, std::size_t from, std::size_t end) {
        if (is_shown(c, text.substr(end), blanks)) {
            out += number_of(c);
        } else {
            out.append(text, from, end - from);
        }
        return true;
    });
    return out;
}

} // namespace maillage
