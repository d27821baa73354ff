// random_table.h: a table out of any bytes, hostile on purpose: column names that readers know, cells that
// they do not.
#pragma once

#include "geo/table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

namespace maillage::test {

class RandomTable {
  public:
    explicit RandomTable(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    std::uint8_t byte() {
        if (at_ >= bytes_.size()) {
            return 0;
        }
        return bytes_[at_++];
    }

    bool is_spent() const { return at_ >= bytes_.size(); }

    geo::Table make() {
        static constexpr auto kNames = std::to_array<const char*>({"code_insee",
                                                                   "nom",
                                                                   "code_qp",
                                                                   "id",
                                                                   "lon",
                                                                   "lat",
                                                                   "x_l93",
                                                                   "y_l93",
                                                                   "Coordonnées GPS",
                                                                   "azimut",
                                                                   "direction",
                                                                   "other_tags",
                                                                   "man_made",
                                                                   "zone_competence",
                                                                   "service",
                                                                   "conseil",
                                                                   "membres",
                                                                   "annee",
                                                                   "CODGEO_2024",
                                                                   "taux_2020",
                                                                   "taux",
                                                                   "est_diffuse",
                                                                   "date_arrete",
                                                                   "expire_le",
                                                                   "idcar_200m",
                                                                   "ind",
                                                                   "lcog_geo",
                                                                   "hauteur",
                                                                   "numero_arrete",
                                                                   "nature",
                                                                   "finalites",
                                                                   "resolution",
                                                                   "epsg",
                                                                   "INSEE_ARR",
                                                                   "siren_epci",
                                                                   "code_ins_1",
                                                                   "classe",
                                                                   "amenity",
                                                                   "building",
                                                                   "lib_qp",
                                                                   "insee_com",
                                                                   "angle",
                                                                   "portee"});
        geo::Table table;
        table.name = "hostile";
        const std::size_t columns = 1 + byte() % 10;
        for (std::size_t i = 0; i < columns; ++i) {
            table.columns.push_back({kNames[byte() % kNames.size()], geo::ColumnType::text, {}});
        }
        table.geometry_kind = static_cast<geo::GeometryKind>(byte() % 4);
        table.epsg = byte() % 3 == 0 ? 4326 : byte() % 2 == 0 ? 2154 : 0;
        for (long row = 1; row <= 64 && !is_spent(); ++row) {
            geo::Feature feature;
            feature.row = row;
            for (std::size_t i = 0; i < columns; ++i) {
                feature.values.push_back(value());
            }
            if (byte() % 8 == 0) {
                feature.values.resize(byte() % (columns + 1)); // a short row
            }
            feature.geometry = geometry(table.geometry_kind);
            table.features.push_back(std::move(feature));
        }
        return table;
    }

  private:
    double number() {
        static constexpr auto kNumbers = std::to_array<double>(
            {0, -1, 1e308, -1e308, 3.5, 49.5, 745000, 6940000, 8262962, 1745168, 180, 360, -90, 1e-300,
             std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), 4326, 9e18});
        return kNumbers[byte() % kNumbers.size()] + byte();
    }

    geo::Value value() {
        static constexpr auto kTexts = std::to_array<const char*>({"02001",
                                                                   "2003",
                                                                   "[\"02001\"]",
                                                                   "02001; 02004",
                                                                   "QN00201M",
                                                                   "49.57061, 3.62443",
                                                                   "POINT (3.6 49.5)",
                                                                   "POINT(",
                                                                   "{\"lon\":",
                                                                   "461.993.881",
                                                                   "49° 42′ 35″ nord",
                                                                   "190-100",
                                                                   "90;160;270",
                                                                   "NW",
                                                                   "-",
                                                                   "--",
                                                                   "1e999",
                                                                   "Début 2019",
                                                                   "31/02/2020",
                                                                   "2020-01-01",
                                                                   "CRS3035RES200mN2466800E3482800",
                                                                   "CRSRESmNE",
                                                                   "CRS9999RES1mN0E0",
                                                                   "\"a\"=>\"b",
                                                                   "surveillance",
                                                                   "ndiff",
                                                                   "PN",
                                                                   "2016/0276-M-3-2025",
                                                                   "Ville",
                                                                   "1920x",
                                                                   "x1080",
                                                                   "12 m",
                                                                   "é",
                                                                   "\xff\xfe",
                                                                   "F01;F99",
                                                                   "745 191,4",
                                                                   "1,745,168",
                                                                   "''",
                                                                   "°'\""});
        switch (byte() % 8) {
        case 0:
            return {};
        case 1:
            return number();
        case 2:
            return static_cast<std::int64_t>(byte()) - 100;
        case 3:
            return byte() % 2 == 0;
        case 4: {
            std::string text;
            for (std::size_t length = byte() % 24; length > 0; --length) {
                text += static_cast<char>(byte());
            }
            return text;
        }
        default:
            return std::string(kTexts[byte() % kTexts.size()]);
        }
    }

    geo::Geometry geometry(geo::GeometryKind kind) {
        const geo::Point p{number(), number()};
        if (kind == geo::GeometryKind::point) {
            return p;
        }
        // `io` lets no invalid ring through: polygons are sound, but they may lie anywhere on the plane.
        if (kind == geo::GeometryKind::polygon && byte() % 4 != 0) {
            const geo::Point o{740000.0 + 100 * byte(), 6938000.0 + 100 * byte()};
            const double side = 1 + byte();
            return geo::MultiPolygon{
                {{o, {o.x + side, o.y}, {o.x + side, o.y + side}, {o.x, o.y + side}}, {}}};
        }
        if (kind == geo::GeometryKind::line) {
            return geo::MultiLine{{p, {number(), number()}}};
        }
        return {};
    }

    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

} // namespace maillage::test
