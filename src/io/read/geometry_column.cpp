#include "io/read/geometry_column.h"

#include "base/text.h"
#include "io/gdal_session.h"
#include "io/read/clean_geometry.h"
#include "io/read/ogr_geometry.h"

#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogr_api.h>
#include <ogr_geometry.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

namespace maillage::io {
namespace {

constexpr std::size_t kSample = 50;

bool is_hexadecimal(std::string_view text) {
    return text.size() >= 42 && text.size() % 2 == 0 && (text.starts_with("00") || text.starts_with("01")) &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

OGRGeometry* of_wkb(const std::string& text, int& epsg) {
    int size = 0;
    const std::unique_ptr<GByte, decltype(&VSIFree)> raw(CPLHexToBinary(text.c_str(), &size), VSIFree);
    if (!raw || size < 9) {
        return nullptr;
    }
    std::vector<GByte> bytes(raw.get(), raw.get() + size);
    const bool is_little = bytes[0] == 1;
    const auto shift_of = [&](std::size_t i) {
        return static_cast<unsigned>(is_little ? 8 * i : 8 * (3 - i));
    };
    const auto word = [&](std::size_t at) {
        unsigned value = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            value |= static_cast<unsigned>(bytes[at + i]) << shift_of(i);
        }
        return value;
    };
    constexpr unsigned kHasSrid = 0x20000000U; // PostGIS writes the system behind the kind
    if (const unsigned kind = word(1); (kind & kHasSrid) != 0) {
        epsg = static_cast<int>(word(5));
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[1 + i] = static_cast<GByte>(((kind & ~kHasSrid) >> shift_of(i)) & 0xFFU);
        }
        bytes.erase(bytes.begin() + 5, bytes.begin() + 9);
    }
    OGRGeometry* made = nullptr;
    const OGRErr error = OGRGeometryFactory::createFromWkb(bytes.data(), nullptr, &made, bytes.size());
    return error == OGRERR_NONE ? made : nullptr;
}

OGRGeometry* of_wkt(std::string text, int& epsg) {
    if (fold(text).starts_with("srid=")) {
        const std::size_t end = text.find(';');
        if (end == std::string::npos) {
            return nullptr;
        }
        epsg = std::atoi(text.c_str() + 5);
        text.erase(0, end + 1);
    }
    OGRGeometry* made = nullptr;
    return OGRGeometryFactory::createFromWkt(text.c_str(), nullptr, &made) == OGRERR_NONE ? made : nullptr;
}

OGRGeometry* of_json(const std::string& text) {
    const std::size_t inner = text.find("\"geometry\"");
    const std::size_t open = inner == std::string::npos ? 0 : text.find('{', inner);
    if (open == std::string::npos || text.find("\"coordinates\"") == std::string::npos) {
        return nullptr;
    }
    std::size_t end = open;
    int depth = 0;
    for (; end < text.size(); ++end) {
        depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
        if (depth == 0) {
            break;
        }
    }
    return OGRGeometry::FromHandle(OGR_G_CreateGeometryFromJson(text.substr(open, end + 1 - open).c_str()));
}

bool names_geometry(const std::string& text) {
    static constexpr std::array<std::string_view, 8> kStarts = {
        "srid=",           "point",   "multipoint",   "linestring",
        "multilinestring", "polygon", "multipolygon", "geometrycollection"};
    const std::string start = fold(text.substr(0, 24));
    return std::ranges::any_of(kStarts, [&](std::string_view word) { return start.starts_with(word); }) &&
           text.find('(') != std::string::npos;
}

/// The column where half of the first texts are geometries.
std::optional<std::size_t> find_geometry_column(const geo::Table& table) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        std::size_t seen = 0;
        std::size_t good = 0;
        for (const geo::Feature& feature : table.features) {
            const auto* text =
                column < feature.values.size() ? std::get_if<std::string>(&feature.values[column]) : nullptr;
            if (text == nullptr || trim(*text).empty()) {
                continue;
            }
            int epsg = 0;
            const OgrGeometryPtr geometry(geometry_of_text(*text, epsg));
            good += geometry ? 1 : 0;
            if (++seen == kSample) {
                break;
            }
        }
        if (good > 0 && 2 * good >= seen) {
            return column;
        }
    }
    return std::nullopt;
}

} // namespace

OGRGeometry* geometry_of_text(const std::string& given, int& epsg) {
    const std::string text(trim(given));
    if (is_hexadecimal(text)) {
        return of_wkb(text, epsg);
    }
    if (names_geometry(text)) {
        return of_wkt(text, epsg);
    }
    return text.starts_with('{') ? of_json(text) : nullptr;
}

void take_geometry_column(ReadResult& result, const ReadOptions& options, FindingLog& log,
                          Progress& progress) {
    geo::Table& table = result.table;
    start_gdal();
    const GdalListener silent;
    const auto column = find_geometry_column(table);
    if (!column) {
        return;
    }
    const std::string name = table.columns[*column].name;
    int epsg = 0;
    std::vector<geo::Feature> features;
    for (geo::Feature& feature : table.features) {
        const std::string text = geo::to_text(feature.values[*column]);
        feature.values.erase(feature.values.begin() + static_cast<std::ptrdiff_t>(*column));
        const OgrGeometryPtr geometry(geometry_of_text(text, epsg));
        if (!geometry) {
            if (!trim(text).empty()) {
                log.add(Severity::warning, "géométries illisibles", feature.row, name,
                        fmt::format("géométrie illisible « {} »", cut_utf8(text, 60)));
            }
            features.push_back(std::move(feature));
            continue;
        }
        FlatGeometry flat = flatten(*geometry);
        if (flat.parts.empty()) {
            features.push_back(std::move(feature));
        }
        for (geo::Geometry& part : flat.parts) {
            table.geometry_kind = std::max(table.geometry_kind, static_cast<geo::GeometryKind>(part.index()));
            feature.geometry = std::move(part);
            features.push_back(feature);
        }
    }
    table.features = std::move(features);
    table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(*column));
    log.note(fmt::format("colonne « {} » lue comme géométrie", name));
    settle_geometry(result, epsg > 0 ? std::optional(epsg) : std::nullopt, epsg > 0, options, log, progress);
}

} // namespace maillage::io
