#include "base/number.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace maillage {
namespace {

constexpr std::string_view kNarrowSpace = "\u202F";

std::string grouped(std::string_view digits) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) {
            text += kNarrowSpace;
        }
        text += digits[i];
    }
    return text;
}

} // namespace

std::string to_french(double value, int decimals) {
    if (!std::isfinite(value)) {
        return "–";
    }
    std::string plain = fmt::format("{:.{}f}", std::abs(value), decimals);
    const bool is_zero = plain.find_first_not_of("0.") == std::string::npos;
    const std::size_t point = plain.find('.');
    std::string text = value < 0 && !is_zero ? "−" : "";
    text += grouped(std::string_view(plain).substr(0, point));
    if (point != std::string::npos) {
        text += ',' + plain.substr(point + 1);
    }
    return text;
}

std::string to_french(std::int64_t value) {
    return to_french(static_cast<double>(value), 0);
}

std::string to_decimal_comma(double value) {
    std::string text = fmt::format("{}", value);
    std::ranges::replace(text, '.', ',');
    return text;
}

std::optional<double> parse_number(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ' || text[i] == '\t') {
            ++i;
        } else if (text.substr(i).starts_with("\u00A0")) {
            i += 2;
        } else if (text.substr(i).starts_with(kNarrowSpace)) {
            i += kNarrowSpace.size();
        } else if (text.substr(i).starts_with("−")) {
            plain += '-';
            i += std::string_view("−").size();
        } else {
            plain += text[i] == ',' ? '.' : text[i];
            ++i;
        }
    }
    std::string_view digits = plain;
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty() ||
        !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    const auto value = parse_number(text);
    if (!value || *value != std::floor(*value) || std::abs(*value) > 9e15) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*value);
}

bool is_missing(std::string_view text) {
    static constexpr std::array<std::string_view, 16> kMissing = {
        "",  "na",      "n/a",      "nan",           "nr",      "nc",       "nd", "ndiff", "null", "none",
        "-", "inconnu", "inconnue", "non renseigne", "(empty)", "zzzzzzzzz"};
    return std::ranges::find(kMissing, fold(trim(text))) != kMissing.end();
}

} // namespace maillage
