// style.h: what the map shows and how: part of the session, undone and redone like the rest.
#pragma once

#include "base/date.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace maillage::map {

/// What the fill of the communes tells.
enum class Indicator { gap_level, population, zone, cameras_per_1000, council, crime, none };
/// Bottom first: the order in which they are drawn.
enum class Layer {
    communes,
    zones,
    qpv,
    councils,
    epci,
    arrondissements,
    buildings,
    cells,
    coverage,
    cameras,
    sites,
    priority_sites,
    labels
};
inline constexpr std::size_t kLayers = 13;

/// 1 for every layer.
constexpr std::array<double, kLayers> opaque() {
    std::array<double, kLayers> all{};
    all.fill(1);
    return all;
}

struct Style {
    Indicator indicator = Indicator::gap_level;
    std::array<bool, kLayers> is_shown = {true,  true, true, true, false, true, true,
                                          false, true, true, true, true,  true};
    std::array<double, kLayers> opacity = opaque();
    bool is_dark = false;
    std::filesystem::path basemap; ///< GeoTIFF, MBTiles...: drawn under everything; empty: none
    double basemap_opacity = 1;
    std::optional<Date> compared_with; ///< the window shows the map of that date beside the other
    std::string compared_scenario;     ///< or the priority sites of that scenario; empty: none
    friend bool operator==(const Style&, const Style&) = default;
};

/// Two maps side by side.
bool is_comparing(const Style& style);
std::string label(Indicator indicator);    ///< "Niveau de lacune"...
std::string label(Layer layer);            ///< "Sites prioritaires"...
std::string_view key(Indicator indicator); ///< word of the command line: lacune, population, zone...
std::string_view key(Layer layer);         ///< communes, zones, qpv, conseils...

} // namespace maillage::map
