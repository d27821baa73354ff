#include "io/read/read_records.h"

#include "base/error.h"
#include "base/text.h"
#include "io/gdal_session.h"
#include "io/read/clean_geometry.h"
#include "io/read/geometry_column.h"
#include "io/read/grid.h"
#include "io/read/ogr_geometry.h"
#include "io/read/read_overpass.h"
#include "io/write/text_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

namespace maillage::io {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kHeadBytes = 4096;
constexpr std::array<const char*, 4> kLists = {"results", "records", "data", "value"};

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// ["02408"] is "02408", a list of words is "a; b"; other lists and objects stay JSON.
geo::Value value_of(const Json& value) {
    if (value.is_null()) {
        return {};
    }
    const bool are_plain = value.is_array() && std::ranges::all_of(value, [](const Json& one) {
                               return one.is_string() || one.is_number_integer();
                           });
    if (!are_plain) {
        std::string text = text_of(value);
        return trim(text).empty() ? geo::Value() : geo::Value(std::move(text));
    }
    std::string text;
    for (const Json& one : value) {
        text += (text.empty() ? "" : "; ") + text_of(one);
    }
    return text.empty() ? geo::Value() : geo::Value(std::move(text));
}

const Json* list_of(const Json& root) {
    if (root.is_array()) {
        return &root;
    }
    for (const char* name : kLists) {
        if (root.is_object() && root.contains(name) && root[name].is_array()) {
            return &root[name];
        }
    }
    return nullptr;
}

/// Members of a record: those of "fields" (OpenDataSoft), of "record" with them, or its own.
const Json& members_of(const Json& record) {
    const Json& inner = record.contains("record") && record["record"].is_object() ? record["record"] : record;
    return inner.contains("fields") && inner["fields"].is_object() ? inner["fields"] : inner;
}

const Json* geometry_of(const Json& record, const Json& members) {
    for (const Json* owner : {&record, &members}) {
        for (const char* name : {"geo_shape", "geometry", "contour", "centre"}) {
            const auto it = owner->find(name);
            if (it == owner->end() || !it->is_object()) {
                continue;
            }
            const Json& shape =
                it->contains("geometry") && (*it)["geometry"].is_object() ? (*it)["geometry"] : *it;
            if (shape.contains("coordinates")) {
                return &shape;
            }
        }
    }
    return nullptr;
}

} // namespace

bool is_records(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string head(kHeadBytes, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    std::erase_if(head, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const std::string_view start = trim(head);
    const bool is_list = start.starts_with("[{");
    const bool is_answer = start.starts_with('{') && std::ranges::any_of(kLists, [&](const char* name) {
                               return start.find(fmt::format("\"{}\":[{{", name)) != std::string_view::npos;
                           });
    const bool is_other = start.find("\"FeatureCollection\"") != std::string_view::npos ||
                          start.find("\"Topology\"") != std::string_view::npos ||
                          start.find("\"geometryType\":\"esri") != std::string_view::npos;
    return (is_list || is_answer) && !is_other;
}

void read_records(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
                  Budget& budget, Progress& progress) {
    progress.report(0, "lecture de " + file.path.filename().string());
    budget.spend(std::filesystem::file_size(file.path));
    const Json root = parse_json(read_text_file(file.path), budget, progress);
    const Json* list = root.is_discarded() ? nullptr : list_of(root);
    if (list == nullptr) {
        throw InputError(fmt::format("{} : JSON incomplet ou mal formé", file.path.filename().string()));
    }
    start_gdal();
    const GdalListener silent;
    geo::Table& table = result.table;
    std::map<std::string, std::size_t> columns;
    long row = 0;
    for (const Json& record : *list) {
        ++row;
        if (!record.is_object() || (options.max_rows != 0 && table.features.size() >= options.max_rows)) {
            continue;
        }
        const Json& members = members_of(record);
        geo::Feature feature;
        feature.row = row;
        if (const Json* shape = geometry_of(record, members)) {
            int epsg = 0;
            const OgrGeometryPtr geometry(geometry_of_text(shape->dump(), epsg));
            FlatGeometry flat = geometry ? flatten(*geometry) : FlatGeometry();
            if (!flat.parts.empty()) {
                feature.geometry = std::move(flat.parts.front());
                table.geometry_kind =
                    std::max(table.geometry_kind, static_cast<geo::GeometryKind>(feature.geometry.index()));
            }
        }
        for (const auto& [name, value] : members.items()) {
            if (value.is_object() && (value.contains("coordinates") || value.contains("geometry"))) {
                continue; // the geometry, taken above
            }
            auto it = columns.find(name);
            if (it == columns.end()) {
                it = columns.emplace(name, table.columns.size()).first;
                table.columns.push_back({name, geo::ColumnType::text, ""});
            }
            feature.values.resize(std::max(feature.values.size(), it->second + 1));
            feature.values[it->second] = value_of(value);
        }
        budget.check_columns(table.columns.size());
        budget.spend(bytes_of(feature));
        if (row % 1024 == 0) {
            progress.check();
        }
        table.features.push_back(std::move(feature));
    }
    budget.require(table.features.size() * table.columns.size() * sizeof(geo::Value));
    for (geo::Feature& feature : table.features) {
        feature.values.resize(table.columns.size());
    }
    if (options.where) {
        const auto column = find_column_folded(table.columns, options.where->column);
        if (!column) {
            throw InputError(fmt::format("colonne « {} » absente, le filtre ne peut pas s'appliquer",
                                         options.where->column));
        }
        std::erase_if(table.features, [&](const geo::Feature& feature) {
            return !matches(*options.where, feature.values[*column]);
        });
    }
    result.info.driver = "JSON";
    result.info.encoding = "UTF-8";
    settle_geometry(result, 4326, true, options, log, progress);
}

} // namespace maillage::io
