#include "io/read/read_overpass.h"

#include "base/error.h"
#include "base/text.h"
#include "io/read/clean_geometry.h"
#include "io/read/grid.h"
#include "io/write/text_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <set>

namespace maillage::io {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kHeadBytes = 4096;

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::optional<double> number_of(const Json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_number() ? std::optional(it->get<double>()) : std::nullopt;
}

std::optional<geo::Point> point_of(const Json& object) {
    const auto lat = number_of(object, "lat");
    const auto lon = number_of(object, "lon");
    return lat && lon ? std::optional(geo::Point{*lon, *lat}) : std::nullopt;
}

/// A closed way is a surface when its tags say so; a roundabout is not.
bool is_surface(const Json& tags) {
    const auto is = [&](const char* key) { return tags.contains(key) && text_of(tags[key]) != "no"; };
    return is("building") || is("building:part") || is("landuse") || is("amenity") || is("leisure") ||
           is("shop") || is("boundary") || is("natural") ||
           (tags.contains("area") && text_of(tags["area"]) == "yes");
}

class OverpassReader {
  public:
    OverpassReader(const Json& elements, const ReadOptions& options, geo::Table& table, FindingLog& log,
                   Budget& budget, const Progress& progress)
        : elements_(elements), options_(options), table_(table), log_(log), budget_(budget),
          progress_(progress) {}

    void read() {
        collect();
        table_.columns = {{"osm_type", geo::ColumnType::text, ""}, {"osm_id", geo::ColumnType::integer, ""}};
        for (const std::string& key : keys_) {
            table_.columns.push_back(
                {key == "osm_type" || key == "osm_id" ? "tag:" + key : key, geo::ColumnType::text, ""});
        }
        if (options_.where) {
            filter_column_ = find_column_folded(table_.columns, options_.where->column);
            if (!filter_column_) {
                throw InputError(fmt::format("colonne « {} » absente, le filtre ne peut pas s'appliquer",
                                             options_.where->column));
            }
        }
        budget_.check_columns(table_.columns.size());
        for (const Json& element : elements_) {
            progress_.check();
            if (is_thing(element)) {
                take(element);
            }
            if (options_.max_rows != 0 && table_.features.size() >= options_.max_rows) {
                break;
            }
        }
    }

  private:
    /// Untagged nodes only carry the shape of ways.
    static bool is_thing(const Json& element) {
        return element.is_object() && element.contains("type") && element.contains("tags") &&
               element["tags"].is_object();
    }

    void collect() {
        for (const Json& element : elements_) {
            if (!element.is_object()) {
                continue;
            }
            if (element.value("type", Json()) == "node" && element.contains("id") &&
                element["id"].is_number_integer()) {
                if (const auto point = point_of(element)) {
                    nodes_[element["id"].get<std::int64_t>()] = *point;
                }
            }
            if (is_thing(element)) {
                for (const auto& [key, value] : element["tags"].items()) {
                    keys_.insert(key);
                }
            }
        }
    }

    geo::Line shape(const Json& element) const {
        geo::Line line;
        if (element.contains("geometry") && element["geometry"].is_array()) {
            for (const Json& vertex : element["geometry"]) {
                if (const auto p = vertex.is_object() ? point_of(vertex) : std::nullopt) {
                    line.push_back(*p);
                }
            }
        } else if (element.contains("nodes") && element["nodes"].is_array()) {
            for (const Json& id : element["nodes"]) {
                const auto node = id.is_number_integer() ? nodes_.find(id.get<std::int64_t>()) : nodes_.end();
                if (node != nodes_.end()) {
                    line.push_back(node->second);
                }
            }
        }
        return line;
    }

    geo::Geometry geometry(const Json& element) const {
        if (const auto p = point_of(element)) {
            return *p;
        }
        geo::Line line = shape(element);
        if (line.size() > 3 && line.front() == line.back() && is_surface(element["tags"])) {
            line.pop_back();
            return geo::MultiPolygon{{std::move(line), {}}};
        }
        if (line.size() > 1) {
            return geo::MultiLine{std::move(line)};
        }
        if (element.contains("center") && element["center"].is_object()) {
            if (const auto p = point_of(element["center"])) {
                return *p;
            }
        }
        return {};
    }

    void take(const Json& element) {
        geo::Feature feature;
        feature.row = ++row_;
        feature.values.emplace_back(text_of(element["type"]));
        const auto id = element.find("id");
        const bool has_id = id != element.end() && id->is_number_integer();
        feature.values.push_back(has_id ? geo::Value(id->get<std::int64_t>()) : geo::Value());
        for (const std::string& key : keys_) {
            const auto tag = element["tags"].find(key);
            feature.values.push_back(tag == element["tags"].end() ? geo::Value() : geo::Value(text_of(*tag)));
        }
        if (filter_column_ && !matches(*options_.where, feature.values[*filter_column_])) {
            return;
        }
        feature.geometry = geometry(element);
        if (feature.geometry.index() == 0) {
            log_.add(Severity::warning, "géométries vides", row_, "",
                     "élément sans position (requête sans « out geom » ni « out center »)");
        }
        const auto kind = static_cast<geo::GeometryKind>(feature.geometry.index());
        table_.geometry_kind = std::max(table_.geometry_kind, kind);
        budget_.spend(bytes_of(feature));
        table_.features.push_back(std::move(feature));
    }

    const Json& elements_;
    const ReadOptions& options_;
    geo::Table& table_;
    FindingLog& log_;
    Budget& budget_;
    const Progress& progress_;
    std::map<std::int64_t, geo::Point> nodes_;
    std::set<std::string> keys_;
    std::optional<std::size_t> filter_column_;
    long row_ = 0;
};

} // namespace

nlohmann::json parse_json(const std::string& text, Budget& budget, const Progress& progress) {
    constexpr std::uint64_t kValueBytes = 96;
    std::size_t values = 0;
    return Json::parse(
        text,
        [&](int, Json::parse_event_t event, Json&) {
            if (event == Json::parse_event_t::object_end || event == Json::parse_event_t::array_end) {
                return true;
            }
            budget.spend(kValueBytes);
            if (++values % 4096 == 0) {
                progress.check();
            }
            return true;
        },
        false);
}

bool is_overpass(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string head(kHeadBytes, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    std::erase_if(head, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const std::string_view start = trim(head);
    if (start.find("\"FeatureCollection\"") != std::string_view::npos) {
        return false;
    }
    const bool is_list = start.starts_with("[{") && start.find("\"type\":\"node\"") +
                                                            start.find("\"type\":\"way\"") +
                                                            start.find("\"type\":\"relation\"") !=
                                                        3 * std::string_view::npos;
    return is_list || (start.starts_with('{') && start.find("\"elements\":[") != std::string_view::npos);
}

void read_overpass(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
                   Budget& budget, Progress& progress) {
    progress.report(0, "lecture de " + file.path.filename().string());
    budget.spend(std::filesystem::file_size(file.path));
    const Json root = parse_json(read_text_file(file.path), budget, progress);
    const Json* elements = root.is_object() && root.contains("elements") ? &root["elements"] : &root;
    if (root.is_discarded() || !elements->is_array()) {
        throw InputError(
            fmt::format("{} : réponse d'Overpass incomplète ou abîmée", file.path.filename().string()));
    }
    OverpassReader(*elements, options, result.table, log, budget, progress).read();
    if (root.is_object() && root.contains("remark")) { // how Overpass says that it ran out of time
        log.add(Severity::warning, "remarques d'Overpass", 0, "", "Overpass : " + text_of(root["remark"]));
    }
    result.info.driver = "Overpass";
    result.info.encoding = "UTF-8";
    settle_geometry(result, 4326, true, options, log, progress);
}

} // namespace maillage::io
