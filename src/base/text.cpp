#include "base/text.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

namespace maillage {
namespace {

/// The no-break and zero-width ones come from Word, web pages and copies out of PDF.
constexpr std::array<std::string_view, 13> kBlanks = {" ",      "\t",     "\r",     "\n",     "\u00A0",
                                                      "\u202F", "\uFEFF", "\u2009", "\u2007", "\u200B",
                                                      "\u200C", "\u200D", "\u2060"};

bool strip_blank(std::string_view& text, bool at_front) {
    for (const std::string_view blank : kBlanks) {
        if (at_front ? text.starts_with(blank) : text.ends_with(blank)) {
            at_front ? text.remove_prefix(blank.size()) : text.remove_suffix(blank.size());
            return true;
        }
    }
    return false;
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

/// One collator a thread: ICU's are not safe to share while comparing.
const icu::Collator& french_collator() {
    thread_local const std::unique_ptr<icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale::getFrance(), status));
        if (U_SUCCESS(status)) {
            made->setStrength(icu::Collator::TERTIARY);
        }
        return made;
    }();
    return *collator;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_folded(std::string& out, UChar32 c) {
    switch (c) {
    case 0x2019:
    case 0x2018:
    case 0x02BC:
        out += '\'';
        return;
    case 0x2013:
    case 0x2014:
    case 0x2010:
    case 0x2011:
        out += '-';
        return;
    case 0x00A0:
    case 0x202F:
    case 0x2009:
    case 0x2007:
        out += ' ';
        return;
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0x00AD:
        return; // nobody sees them
    case 0x0153:
    case 0x0152:
        out += "oe";
        return;
    case 0x00E6:
    case 0x00C6:
        out += "ae";
        return;
    default:
        break;
    }
    if (u_charType(c) == U_NON_SPACING_MARK) {
        return;
    }
    std::string utf8;
    icu::UnicodeString(u_tolower(c)).toUTF8String(utf8);
    out += utf8;
}

} // namespace

std::string_view trim(std::string_view text) {
    while (strip_blank(text, true)) {
    }
    while (strip_blank(text, false)) {
    }
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        parts.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) {
            text += separator;
        }
        text += part;
    }
    return text;
}

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    if (is_ascii(text)) {
        for (const char c : text) {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        return out;
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    const icu::UnicodeString decomposed =
        U_SUCCESS(status) ? nfd->normalize(from_utf8(text), status) : from_utf8(text);
    for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
        append_folded(out, decomposed.char32At(i));
    }
    return out;
}

std::string fold_name(std::string_view text) {
    std::string out = fold(text);
    std::erase_if(out, [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
    });
    return out;
}

bool french_less(std::string_view a, std::string_view b) {
    UErrorCode status = U_ZERO_ERROR;
    const auto order =
        french_collator().compareUTF8(icu::StringPiece(a.data(), static_cast<int32_t>(a.size())),
                                      icu::StringPiece(b.data(), static_cast<int32_t>(b.size())), status);
    return order == UCOL_EQUAL ? a < b : order == UCOL_LESS;
}

std::string sort_key(std::string_view text) {
    const icu::UnicodeString source = from_utf8(text);
    std::string key(64, '\0');
    for (;;) {
        const int32_t size = french_collator().getSortKey(source, reinterpret_cast<uint8_t*>(key.data()),
                                                          static_cast<int32_t>(key.size()));
        const bool fits = static_cast<std::size_t>(size) <= key.size();
        key.resize(static_cast<std::size_t>(size));
        if (fits) {
            return key + std::string(text);
        }
    }
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xC2 && lead < 0xE0 ? 2
                                   : lead >= 0xE0 && lead < 0xF0 ? 3
                                   : lead >= 0xF0 && lead < 0xF5 ? 4
                                                                 : 0;
        if (length == 0 || i + length > text.size()) {
            return false;
        }
        char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0U) != 0x80U) {
                return false;
            }
            code = (code << 6U) | (next & 0x3FU);
        }
        const bool is_overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        if (is_overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
            return false;
        }
        i += length;
    }
    return true;
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) {
        return text;
    }
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
        --bytes;
    }
    return text.substr(0, bytes);
}

std::string insee_code(std::string_view text) {
    std::string code;
    for (const char c : trim(text)) {
        if (c != ' ') {
            code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    if (code.size() > 4 && (code.ends_with(".0") || code.ends_with(",0"))) {
        code.resize(code.size() - 2); // a script made a decimal of it
    }
    const bool is_digits = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    return code.size() == 4 && is_digits ? "0" + code : code;
}

bool is_insee_code(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 5 || !is_digit(text[0]) || !std::ranges::all_of(text.substr(2), is_digit)) {
        return false;
    }
    return is_digit(text[1]) || (text[0] == '2' && (text[1] == 'A' || text[1] == 'B'));
}

} // namespace maillage
