#include "base/clean_text.h"

#include "base/error.h"
#include "base/text.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace maillage {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

/// Negative for what is no character: the index then stands behind the bytes that cannot be one.
UChar32 next_character(std::string_view text, std::size_t& i) {
    UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // of the macro
    U8_NEXT(text.data(), i, text.size(), c);
#pragma GCC diagnostic pop
    return c;
}

enum class Kind { plain, control, direction, malformed };

constexpr std::array<std::string_view, 4> kFlaws = {"", "caractères de contrôle",
                                                    "caractères qui retournent le sens de la lecture",
                                                    "octets qui ne sont pas de l'UTF-8"};

Kind kind_of(UChar32 c) {
    if (c < 0) {
        return Kind::malformed;
    }
    const bool is_line = c == '\t' || c == '\n' || c == '\r';
    const bool is_control = (c < 0x20 && !is_line) || (c >= 0x7F && c < 0xA0);
    const bool is_no_character = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    if (is_control || is_no_character) {
        return Kind::control;
    }
    const bool turns = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069);
    return turns ? Kind::direction : Kind::plain;
}

bool is_clean(std::string_view text) {
    if (text.size() > kLongestText) {
        return false;
    }
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte < 0x7F) { // nearly always
            ++i;
            continue;
        }
        const UChar32 c = next_character(text, i);
        if (kind_of(c) != Kind::plain) {
            return false;
        }
    }
    return true;
}

void append(std::string& to, UChar32 c) {
    std::array<char, U8_MAX_LENGTH> bytes{};
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, c);
    to.append(bytes.data(), size);
}

} // namespace

std::optional<CleanText> clean_text(std::string_view text) {
    if (is_clean(text)) {
        return std::nullopt;
    }
    CleanText clean;
    std::array<bool, kFlaws.size()> has{};
    bool is_cut = false;
    for (std::size_t i = 0; i < text.size() && !is_cut;) {
        const UChar32 c = next_character(text, i);
        const Kind kind = kind_of(c);
        has[static_cast<std::size_t>(kind)] = true;
        if (kind != Kind::direction) {
            append(clean.text, kind == Kind::control ? ' ' : kind == Kind::malformed ? kReplacement : c);
        }
        is_cut = clean.text.size() > kLongestText;
    }
    const auto tell = [&](std::string_view flaw) {
        clean.flaws += clean.flaws.empty() ? "" : ", ";
        clean.flaws += flaw;
    };
    for (std::size_t i = 1; i < kFlaws.size(); ++i) {
        if (has[i]) {
            tell(kFlaws[i]);
        }
    }
    if (is_cut) {
        tell(fmt::format("{} octets, plus que les {} d'une cellule", text.size(), kLongestText));
        clean.text = cut_utf8(clean.text, kLongestText);
    }
    return clean;
}

std::string shown_text(std::string_view text) {
    auto clean = clean_text(text);
    return clean ? std::move(clean->text) : std::string(text);
}

void require_clean(std::string_view what, std::string_view text) {
    if (const auto clean = clean_text(text)) {
        throw InputError(fmt::format("texte refusé ({}) : {}", what, clean->flaws));
    }
}

void clean(Findings& findings) {
    for (Finding& finding : findings) {
        for (std::string* text : {&finding.source, &finding.column, &finding.message}) {
            if (auto made = clean_text(*text)) {
                *text = std::move(made->text);
            }
        }
    }
}

} // namespace maillage
