#include "base/date.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace maillage {
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-') {
        return std::nullopt;
    }
    return value;
}

std::optional<Date> checked(int year, int month, int day) {
    const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                    std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || year < 1900 || year > 2199) {
        return std::nullopt;
    }
    return date;
}

/// 1 for "janvier", "janv." or "JANV"; three letters tell a month apart, but for juin and juillet.
std::optional<int> month_of(std::string_view word) {
    static constexpr std::array<std::string_view, 12> kMonths = {
        "janvier", "fevrier", "mars",      "avril",   "mai",      "juin",
        "juillet", "aout",    "septembre", "octobre", "novembre", "decembre"};
    const std::string folded = fold(word);
    const std::string_view letters = std::string_view(folded).substr(0, folded.find('.'));
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        const std::size_t least = i == 5 || i == 6 ? 4 : 3;
        if (letters.size() >= least && kMonths[i].starts_with(letters)) {
            return static_cast<int>(i) + 1;
        }
    }
    return std::nullopt;
}

/// Two digits only as spreadsheets show them, between dashes: "22 novembre 26" may be anything.
std::optional<int> year_of(std::string_view word, bool is_between_dashes) {
    const auto year = digits(word);
    if (!year || (word.size() != 4 && !(word.size() == 2 && is_between_dashes))) {
        return std::nullopt;
    }
    return word.size() == 4 ? *year : *year + (*year < 70 ? 2000 : 1900);
}

/// "22 novembre 2026", "1er mars 2022", "14-mars-22", "lundi 14 mars 2022", as acts are dated.
std::optional<Date> parse_words(std::string text) {
    const bool is_between_dashes = text.find(' ') == std::string::npos;
    std::ranges::replace_if(
        text, [](char c) { return c == '-' || c == '/' || c == ',' || c == '.'; }, ' ');
    std::vector<std::string> words = split(text, ' ');
    static constexpr std::array<std::string_view, 8> kBefore = {"le",    "lundi",    "mardi",  "mercredi",
                                                                "jeudi", "vendredi", "samedi", "dimanche"};
    std::erase_if(words, [](const std::string& word) {
        return word.empty() || std::ranges::find(kBefore, word) != kBefore.end();
    });
    if (words.size() != 3) {
        return std::nullopt;
    }
    const auto day = digits(words[0] == "1er" ? "1" : words[0]);
    const auto month = month_of(words[1]);
    const auto year = year_of(words[2], is_between_dashes);
    return day && month && year ? checked(*year, *month, *day) : std::nullopt;
}

/// 2026-11-22, 22/11/2026, 22.11.26, 20261122 and nothing else.
std::optional<Date> parse_figures(std::string_view text) {
    if (text.size() == 8 && digits(text)) {
        return checked(*digits(text.substr(0, 4)), *digits(text.substr(4, 2)), *digits(text.substr(6, 2)));
    }
    const std::size_t first = text.find_first_of("-/.");
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t second = text.find(text[first], first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const std::array parts = {text.substr(0, first), text.substr(first + 1, second - first - 1),
                              text.substr(second + 1)};
    const auto a = digits(parts[0]);
    const auto b = digits(parts[1]);
    const auto c = digits(parts[2]);
    if (!a || !b || !c || parts[1].size() > 2) {
        return std::nullopt;
    }
    if (parts[0].size() == 4 && parts[2].size() <= 2) {
        return checked(*a, *b, *c);
    }
    if (parts[0].size() <= 2 && parts[2].size() == 4) {
        return checked(*c, *b, *a);
    }
    if (parts[0].size() <= 2 && parts[2].size() == 2) {
        return checked(*c + (*c < 70 ? 2000 : 1900), *b, *a);
    }
    return std::nullopt;
}

} // namespace

std::optional<Date> parse_date(std::string_view text) {
    const std::string plain = fold(trim(text)); // no-break spaces become blanks, others vanish
    if (const auto written = parse_words(plain)) {
        return written;
    }
    return parse_figures(std::string_view(plain).substr(0, plain.find_first_of(" t\t\r\n")));
}

std::string to_iso(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_french(Date date) {
    return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

Date plus_years(Date date, int years) {
    return plus_months(date, 12 * years);
}

Date plus_months(Date date, int months) {
    const Date moved = date + std::chrono::months(months);
    return moved.ok() ? moved : moved.year() / moved.month() / std::chrono::last;
}

int days_between(Date from, Date to) {
    return static_cast<int>((std::chrono::sys_days(to) - std::chrono::sys_days(from)).count());
}

} // namespace maillage
