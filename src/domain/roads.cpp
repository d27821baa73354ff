#include "domain/roads.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace maillage::domain {
namespace {

using Word = std::pair<std::string_view, RoadClass>;

constexpr auto kNames = std::to_array<Word>({
    {"autoroute", RoadClass::motorway},
    {"nationale", RoadClass::national},
    {"departementale", RoadClass::departmental},
});

/// Values of OpenStreetMap's `highway`; the slip roads (_link) lead to junctions that the roads make already.
constexpr auto kTags = std::to_array<Word>({
    {"motorway", RoadClass::motorway},
    {"trunk", RoadClass::national},
    {"primary", RoadClass::departmental},
    {"secondary", RoadClass::departmental},
    {"tertiary", RoadClass::departmental},
});

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

} // namespace

double weight_of(const RoadWeights& weights, RoadClass road_class) {
    return road_class == RoadClass::motorway   ? weights.motorway
           : road_class == RoadClass::national ? weights.national
                                               : weights.departmental;
}

std::string to_text(RoadClass road_class) {
    return std::string(kNames.at(static_cast<std::size_t>(road_class)).first);
}

std::optional<RoadClass> parse_road_class(std::string_view text) {
    const auto* it = std::ranges::find(kNames, text, &Word::first);
    return it == kNames.end() ? std::nullopt : std::optional(it->second);
}

std::string road_number(std::string_view text) {
    std::string number;
    for (const char c : text) {
        if (c == ';' || c == '/' || c == ',') {
            break;
        }
        if (c != ' ' && c != '.') {
            number += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
    }
    if (number.starts_with("RD") || number.starts_with("RN")) {
        number.erase(0, 1);
    }
    const bool is_number = number.size() >= 2 &&
                           std::string_view("ANDM").find(number[0]) != std::string_view::npos &&
                           is_digit(number[1]);
    return is_number ? number : std::string();
}

std::optional<RoadClass> classify_road(std::string_view number, std::string_view words) {
    if (const std::string plain = road_number(number); !plain.empty()) {
        return plain[0] == 'A'   ? RoadClass::motorway
               : plain[0] == 'N' ? RoadClass::national
                                 : RoadClass::departmental;
    }
    const std::string other = fold(trim(number));
    const bool is_of_the_commune = other.starts_with("c ") || other.starts_with("vc") ||
                                   (other.size() >= 2 && other[0] == 'c' && is_digit(other[1]));
    if (is_of_the_commune) {
        return std::nullopt;
    }
    const std::string folded = fold(trim(words));
    if (const auto* tag = std::ranges::find(kTags, std::string_view(folded), &Word::first);
        tag != kTags.end()) {
        return tag->second;
    }
    // "Autoroute", "Route nationale", "Départementale" of the national databases; "Type autoroutier" is one
    // too.
    if (folded.find("autorout") != std::string::npos) {
        return RoadClass::motorway;
    }
    if (folded.find("nationale") != std::string::npos) {
        return RoadClass::national;
    }
    return folded.find("departementale") != std::string::npos ? std::optional(RoadClass::departmental)
                                                              : std::nullopt;
}

} // namespace maillage::domain
