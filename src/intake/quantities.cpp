#include "intake/quantities.h"

#include "base/number.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace maillage::intake {
namespace {

using Unit = std::pair<std::string_view, double>;

/// The number in front and the folded words behind it.
std::optional<std::pair<double, std::string>> parted(std::string_view text) {
    const std::string folded = fold(trim(text));
    std::size_t end = folded.find_first_not_of("0123456789 .,+-");
    end = std::min(end, folded.size());
    const auto value = parse_number(trim(std::string_view(folded).substr(0, end)));
    if (!value) {
        return std::nullopt;
    }
    std::string unit;
    for (const char c : std::string_view(folded).substr(end)) {
        if (c != ' ' && c != '.' && c != '(' && c != ')') {
            unit += c;
        }
    }
    return std::pair(*value, unit);
}

template <std::size_t N>
std::optional<double> with_unit(std::string_view text, const std::array<Unit, N>& units) {
    const auto read = parted(text);
    if (!read) {
        return std::nullopt;
    }
    const auto* it = std::ranges::find(units, read->second, &Unit::first);
    return it == units.end() ? std::nullopt : std::optional(read->first * it->second);
}

} // namespace

std::optional<double> parse_quantity(std::string_view text) {
    static constexpr auto kUnits = std::to_array<Unit>(
        {{"", 1},        {"camera", 1},    {"cameras", 1},  {"cam", 1},    {"cams", 1},    {"unite", 1},
         {"unites", 1},  {"u", 1},         {"°", 1},        {"º", 1},      {"deg", 1},     {"degre", 1},
         {"degres", 1},  {"%", 1},         {"€", 1},        {"€ht", 1},    {"eur", 1},     {"eurht", 1},
         {"euro", 1},    {"euros", 1},     {"eurosht", 1},  {"k€", 1000},  {"k€ht", 1000}, {"keur", 1000},
         {"m€", 1e6},    {"habitants", 1}, {"habitant", 1}, {"hab", 1},    {"m", 1},       {"metre", 1},
         {"metres", 1},  {"mm", 1},        {"px", 1},       {"pixels", 1}, {"etages", 1},  {"etage", 1},
         {"niveaux", 1}, {"ans", 1},       {"faits", 1},    {"‰", 1},      {"km2", 1},     {"km²", 1},
         {"ha", 1},      {"logements", 1}});
    return with_unit(text, kUnits);
}

std::optional<double> parse_days(std::string_view text) {
    static constexpr auto kUnits = std::to_array<Unit>({{"", 1},
                                                        {"j", 1},
                                                        {"jr", 1},
                                                        {"jrs", 1},
                                                        {"jour", 1},
                                                        {"jours", 1},
                                                        {"joursmaximum", 1},
                                                        {"joursmax", 1},
                                                        {"jmax", 1},
                                                        {"h", 1.0 / 24},
                                                        {"heure", 1.0 / 24},
                                                        {"heures", 1.0 / 24},
                                                        {"sem", 7},
                                                        {"semaine", 7},
                                                        {"semaines", 7},
                                                        {"mois", 30}});
    const std::string folded = fold(trim(text));
    if (folded == "un mois") {
        return 30;
    }
    return with_unit(text, kUnits);
}

} // namespace maillage::intake
