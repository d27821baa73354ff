#include "intake/angles.h"

#include "base/number.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace maillage::intake {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Every sign for degrees, minutes and seconds made 'd', '\'' and '"'; words for the four winds made one
/// letter.
std::string plain_degrees(std::string_view text) {
    std::string plain = fold(trim(text));
    using Swap = std::pair<std::string_view, std::string_view>;
    static constexpr auto kSwaps = std::to_array<Swap>({
        {"°", "d"},      {"º", "d"},         {"˚", "d"},        {"′", "'"},        {"´", "'"},
        {"`", "'"},      {"″", "\""},        {"”", "\""},       {"“", "\""},       {"''", "\""},
        {"degres", "d"}, {"degre", "d"},     {"deg", "d"},      {"minutes", "'"},  {"minute", "'"},
        {"min", "'"},    {"secondes", "\""}, {"seconde", "\""}, {"sec", "\""},     {"north", "n"},
        {"nord", "n"},   {"south", "s"},     {"sud", "s"},      {"west", "w"},     {"ouest", "w"},
        {"east", "e"},   {"est", "e"},       {"\u202F", ""},    {"\u00A0", ""},    {" ", ""},
        {"\t", ""},      {"−", "-"},         {"latitude", ""},  {"longitude", ""}, {"lat", ""},
        {"lon", ""},     {":", ""},          {"=", ""},
    });
    for (const auto& [from, to] : kSwaps) {
        replace_all(plain, from, to);
    }
    return plain;
}

/// "49 42 35.5", "49:42:35", "N49 42.583", "49d 42m 35s": the signs put in, when the figures between are
/// minutes and seconds. "745 191,4" is a number.
std::string with_degree_signs(std::string_view text) {
    const std::string folded = fold(trim(text));
    std::vector<std::string> figures;
    std::vector<std::string> between = {""};
    for (const char c : folded) {
        const bool is_figure = is_digit(c) || ((c == '.' || c == ',') && between.size() == figures.size());
        if (is_figure && between.size() > figures.size()) {
            figures.emplace_back();
        } else if (!is_figure && between.size() == figures.size()) {
            between.emplace_back();
        }
        (is_figure ? figures : between).back() += c;
    }
    if (between.size() == figures.size()) {
        between.emplace_back();
    }
    if (figures.size() < 2 || figures.size() > 3) {
        return std::string(text);
    }
    const auto is_minutes = [](const std::string& one) {
        const auto value = parse_number(one);
        return value && *value < 60 && std::min(one.find_first_of(".,"), one.size()) <= 2;
    };
    const bool are_whole = figures[0].find_first_of(".,") == std::string::npos && figures[0].size() <= 3 &&
                           (figures.size() == 2 || figures[1].find_first_of(".,") == std::string::npos);
    // Two figures parted by a blank alone are minutes only when a letter of the compass says that it is an
    // angle.
    const std::string around = between[0] + between.back();
    const bool is_told = figures.size() == 3 || between[1] == ":" || between[1] == "d" ||
                         around.find_first_of("nsewo") != std::string::npos;
    const auto is_mark = [](const std::string& one, std::string_view letter) {
        return trim(one).empty() || trim(one) == ":" || trim(one) == letter;
    };
    if (!are_whole || !is_told || !is_minutes(figures[1]) || !is_mark(between[1], "d") ||
        (figures.size() == 3 && (!is_minutes(figures[2]) || !is_mark(between[2], "m")))) {
        return std::string(text);
    }
    std::string end = between.back();
    const bool has_letters = trim(between[1]) == "d";
    if (has_letters && trim(end).starts_with(figures.size() == 3 ? 's' : 'm')) {
        end = std::string(trim(end).substr(1));
    }
    std::string made = between[0] + figures[0] + "d" + figures[1] + "'";
    return figures.size() == 3 ? made + figures[2] + "\"" + end : made + end;
}

std::optional<std::pair<char, int>> wind_letter(char c) {
    switch (c) {
    case 'n':
        return std::pair('N', 1);
    case 's':
        return std::pair('N', -1);
    case 'e':
        return std::pair('E', 1);
    case 'w':
    case 'o':
        return std::pair('E', -1);
    default:
        return std::nullopt;
    }
}

/// Text up to and with `mark` as a number; moves `text` behind it. Nothing when the mark is absent.
std::optional<double> take(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const auto value = parse_number(text.substr(0, at));
    if (value) {
        text.remove_prefix(at + 1);
    }
    return value;
}

constexpr std::array<std::string_view, 16> kWinds = {"n", "nne", "ne", "ene", "e", "ese", "se", "sse",
                                                     "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw"};

std::optional<double> parse_wind(std::string_view text) {
    std::string word = fold_name(text);
    using Swap = std::pair<std::string_view, std::string_view>;
    static constexpr auto kSwaps = std::to_array<Swap>({{"north", "n"},
                                                        {"nord", "n"},
                                                        {"south", "s"},
                                                        {"sud", "s"},
                                                        {"west", "w"},
                                                        {"ouest", "w"},
                                                        {"east", "e"},
                                                        {"est", "e"},
                                                        {"o", "w"}});
    for (const auto& [from, to] : kSwaps) {
        replace_all(word, from, to);
    }
    const auto* it = std::ranges::find(kWinds, word);
    return it == kWinds.end() ? std::nullopt : std::optional(22.5 * static_cast<double>(it - kWinds.begin()));
}

/// One angle: a number with or without a degree sign, or a wind.
struct Angle {
    double degrees = 0;
    bool is_wind = false;
};

std::optional<Angle> parse_angle(std::string_view text) {
    if (const auto wind = parse_wind(text)) {
        return Angle{*wind, true};
    }
    std::string plain = plain_degrees(text);
    while (!plain.empty() && plain.back() == 'd') {
        plain.pop_back();
    }
    const auto number = parse_number(plain);
    // Past a few turns it is no angle but a number that strayed into the column.
    return number && std::abs(*number) <= 3600 ? std::optional(Angle{*number, false}) : std::nullopt;
}

/// "190-100", "NW-SE", "350 à 20": two angles with a dash between them.
std::optional<std::pair<Angle, Angle>> parse_sector(std::string_view text) {
    std::string plain = fold(trim(text));
    replace_all(plain, " a ", "-");
    replace_all(plain, "..", "-");
    for (std::size_t at = plain.find('-', 1); at != std::string::npos; at = plain.find('-', at + 1)) {
        const auto from = parse_angle(std::string_view(plain).substr(0, at));
        const auto to = parse_angle(std::string_view(plain).substr(at + 1));
        if (from && to) {
            return std::pair(*from, *to);
        }
    }
    return std::nullopt;
}

void add_angle(Directions& directions, Angle angle) {
    directions.is_normalised |= angle.degrees < 0 || angle.degrees > 360;
    directions.is_compass |= angle.is_wind;
    const double azimuth = normalise_degrees(angle.degrees);
    if (std::ranges::find(directions.azimuths_deg, azimuth) == directions.azimuths_deg.end()) {
        directions.azimuths_deg.push_back(azimuth);
    }
}

Directions sector(Angle from, Angle to, bool is_anticlockwise) {
    Directions directions;
    const double span = is_anticlockwise ? normalise_degrees(from.degrees - to.degrees)
                                         : normalise_degrees(to.degrees - from.degrees);
    if (span == 0) { // 0-360
        directions.is_all_round = from.degrees != to.degrees;
        if (directions.is_all_round) {
            directions.field_deg = 360;
            return directions;
        }
    } else {
        directions.field_deg = span;
    }
    add_angle(directions, {normalise_degrees(from.degrees + (is_anticlockwise ? -span / 2 : span / 2)),
                           from.is_wind && to.is_wind});
    return directions;
}

bool is_list_of_two(std::string_view text) {
    const std::size_t comma = text.find(',');
    const auto is_number = [](std::string_view part) {
        return !part.empty() && part.size() <= 3 && std::ranges::all_of(part, is_digit);
    };
    return comma != std::string_view::npos && is_number(text.substr(0, comma)) &&
           text.size() - comma - 1 == 3 && is_number(text.substr(comma + 1)) &&
           parse_number(text.substr(comma + 1)).value_or(999) <= 360;
}

/// "45 & 225", "45 et 225", "45 + 225": a list as well.
std::string with_plain_separators(std::string_view text) {
    std::string plain(text);
    for (const std::string_view word : {" et ", " ET ", "&", "+", " puis "}) {
        replace_all(plain, word, ";");
    }
    return plain;
}

std::vector<std::string> list_parts(std::string_view given, bool& is_doubtful) {
    const std::string text = given.find('+') == 0 ? std::string(given) : with_plain_separators(given);
    for (const char separator : {';', '/', '|', '\n'}) {
        if (text.find(separator) != std::string::npos) {
            return split(text, separator);
        }
    }
    is_doubtful = is_list_of_two(text);
    if (text.find(", ") != std::string::npos || is_doubtful || std::ranges::count(text, ',') > 1) {
        return split(text, ',');
    }
    return {};
}

std::optional<Pair> checked_pair(std::string_view first, std::string_view second) {
    const auto a = parse_degrees(first);
    const auto b = parse_degrees(second);
    if (!a || !b) {
        return std::nullopt;
    }
    Pair pair{a->value, b->value};
    pair.is_latitude_first = a->axis == 'N' || b->axis == 'E';
    pair.is_longitude_first = a->axis == 'E' || b->axis == 'N';
    return pair.is_latitude_first && pair.is_longitude_first ? std::nullopt : std::optional(pair);
}

/// The number behind "lon": in a JSON object written in a cell.
std::optional<double> json_member(std::string_view text, std::string_view name) {
    std::size_t at = text.find(name);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    at = text.find(':', at);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t end = text.find_first_of(",}", at);
    return parse_number(trim(text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1)));
}

} // namespace

double normalise_degrees(double angle) {
    const double turned = std::fmod(angle, 360);
    const double positive = turned < 0 ? turned + 360 : turned;
    return positive >= 360 ? 0 : positive; // -1e-20 + 360 rounds to 360
}

std::optional<Degrees> parse_degrees(std::string_view text) {
    std::string plain = plain_degrees(with_degree_signs(text));
    Degrees degrees;
    int sign = 1;
    const auto take_wind = [&](char c) {
        const auto wind = wind_letter(c);
        if (wind && degrees.axis == 0) {
            degrees.axis = wind->first;
            sign *= wind->second;
            return true;
        }
        return false;
    };
    if (!plain.empty() && take_wind(plain.back())) {
        plain.pop_back();
    } else if (!plain.empty() && take_wind(plain.front())) {
        plain.erase(0, 1);
    }
    if (plain.starts_with('-')) {
        sign = -sign;
        plain.erase(0, 1);
    }
    if (plain.empty() || !is_digit(plain.front())) {
        return std::nullopt;
    }
    if (plain.find('d') == std::string::npos) {
        const auto value = parse_number(plain);
        if (!value) {
            return std::nullopt;
        }
        degrees.value = sign * *value;
        return degrees;
    }
    std::string_view rest = plain;
    const auto whole = take(rest, 'd');
    double value = whole.value_or(0);
    const auto minutes = take(rest, '\'');
    const auto seconds = take(rest, '"');
    if (!whole || minutes.value_or(0) >= 60 || seconds.value_or(0) >= 60 || minutes.value_or(0) < 0) {
        return std::nullopt;
    }
    value += minutes.value_or(0) / 60 + seconds.value_or(0) / 3600;
    if (!rest.empty()) { // 49°42'35 without the last sign, 49°42,5
        const auto last = parse_number(rest);
        if (!last || *last < 0 || *last >= 60 || seconds) {
            return std::nullopt;
        }
        value += *last / (minutes ? 3600 : 60);
    }
    degrees.value = sign * value;
    return degrees;
}

std::optional<Pair> parse_pair(std::string_view text) {
    const std::string lower = fold(trim(text));
    std::string_view inside = lower;
    if (inside.starts_with("point")) {
        const std::size_t open = inside.find('(');
        const std::size_t close = inside.find(')');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
            return std::nullopt;
        }
        const std::string_view body = trim(inside.substr(open + 1, close - open - 1));
        auto pair =
            checked_pair(body.substr(0, body.find(' ')), body.substr(std::min(body.find(' '), body.size())));
        if (pair) {
            pair->is_longitude_first = true;
        }
        return pair;
    }
    if (inside.starts_with('{')) {
        const auto lon = json_member(inside, "lon");
        const auto lat = json_member(inside, "lat");
        return lon && lat ? std::optional(Pair{*lon, *lat, true, false}) : std::nullopt;
    }
    while (!inside.empty() && (inside.front() == '[' || inside.front() == '(')) {
        inside.remove_prefix(1);
    }
    while (!inside.empty() && (inside.back() == ']' || inside.back() == ')')) {
        inside.remove_suffix(1);
    }
    for (const std::string_view separator : {";", ", ", "|", "/", ",", " "}) {
        const std::size_t at = inside.find(separator);
        if (at == std::string_view::npos) {
            continue;
        }
        if (const auto pair = checked_pair(inside.substr(0, at), inside.substr(at + separator.size()))) {
            return pair;
        }
    }
    return std::nullopt;
}

std::optional<Directions> parse_directions(std::string_view text, bool is_anticlockwise) {
    text = trim(text);
    const std::string word = fold_name(text);
    Directions directions;
    if (word == "360" || word == "0360" || word == "panoramique" || word == "toutes" || word == "tous" ||
        word == "all") {
        directions.is_all_round = true;
        directions.field_deg = 360;
        return directions;
    }
    const bool is_list = is_list_of_two(text) || text.find(", ") != std::string_view::npos;
    if (const auto angle = parse_angle(text); angle && !is_list) {
        add_angle(directions, *angle);
        return directions;
    }
    const std::vector<std::string> parts = list_parts(text, directions.is_doubtful);
    if (parts.size() > 1) {
        for (const std::string& part : parts) {
            if (const auto angle = parse_angle(part)) {
                add_angle(directions, *angle);
                continue;
            }
            const auto ends = parse_sector(part); // "22.5-67.5;180"
            if (!ends) {
                return std::nullopt;
            }
            const Directions one = sector(ends->first, ends->second, is_anticlockwise);
            for (const double azimuth : one.azimuths_deg) {
                add_angle(directions, {azimuth, one.is_compass});
            }
            directions.is_all_round = directions.is_all_round || one.is_all_round;
            directions.field_deg = std::max(directions.field_deg.value_or(0), one.field_deg.value_or(0));
        }
        directions.field_deg = directions.field_deg.value_or(0) > 0 ? directions.field_deg : std::nullopt;
        return directions;
    }
    const auto ends = parse_sector(text);
    return ends ? std::optional(sector(ends->first, ends->second, is_anticlockwise)) : std::nullopt;
}

std::optional<double> parse_length_m(std::string_view text) {
    std::string plain = fold(trim(text));
    replace_all(plain, " ", "");
    double unit = 1;
    using Unit = std::pair<std::string_view, double>;
    static constexpr auto kUnits = std::to_array<Unit>({{"metres", 1},
                                                        {"metre", 1},
                                                        {"meters", 1},
                                                        {"km", 1000},
                                                        {"cm", 0.01},
                                                        {"ft", 0.3048},
                                                        {"feet", 0.3048},
                                                        {"'", 0.3048},
                                                        {"m", 1}});
    for (const auto& [suffix, metres] : kUnits) {
        if (plain.size() > suffix.size() && plain.ends_with(suffix)) {
            plain.resize(plain.size() - suffix.size());
            unit = metres;
            break;
        }
    }
    const auto value = parse_number(plain);
    return value ? std::optional(*value * unit) : std::nullopt;
}

} // namespace maillage::intake
