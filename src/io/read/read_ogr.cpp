#include "io/read/read_ogr.h"

#include "base/error.h"
#include "base/text.h"
#include "io/gdal_session.h"
#include "io/read/clean_geometry.h"
#include "io/read/crs_guess.h"
#include "io/read/grid.h"
#include "io/read/ogr_geometry.h"
#include "io/read/osm_tags.h"
#include "io/read/text_encoding.h"
#include "io/store/sql_watch.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

bool is_sheet(const std::string& extension) {
    return extension == ".xlsx" || extension == ".xlsm" || extension == ".ods" || extension == ".xls";
}

bool is_osm(const std::string& extension) {
    return extension == ".osm" || extension == ".pbf";
}

bool is_shape(const std::string& extension) {
    return extension == ".shp" || extension == ".dbf";
}

/// The drivers that may open a file of this extension; each looks at the file itself.
std::vector<std::string> drivers_for(const std::string& extension) {
    static const std::map<std::string, std::vector<std::string>> kDrivers = {
        {".xlsx", {"XLSX"}},
        {".xlsm", {"XLSX"}},
        {".ods", {"ODS"}},
        {".xls", {"XLS"}},
        {".shp", {"ESRI Shapefile"}},
        {".dbf", {"ESRI Shapefile"}},
        {".gpkg", {"GPKG"}},
        {".gdb", {"OpenFileGDB"}},
        {".tab", {"MapInfo File"}},
        {".mif", {"MapInfo File"}},
        {".geojson", {"GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRIJSON"}},
        {".json", {"GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRIJSON"}},
        {".topojson", {"TopoJSON", "GeoJSON"}},
        {".geojsonl", {"GeoJSONSeq", "GeoJSON"}},
        {".geojsons", {"GeoJSONSeq", "GeoJSON"}},
        {".geojsonld", {"GeoJSONSeq", "GeoJSON"}},
        {".ndjson", {"GeoJSONSeq", "GeoJSON"}},
        {".jsonl", {"GeoJSONSeq", "GeoJSON"}},
        {".kml", {"LIBKML", "KML"}},
        {".gml", {"GML"}},
        {".gpx", {"GPX"}},
        {".fgb", {"FlatGeobuf"}},
        {".osm", {"OSM"}},
        {".pbf", {"OSM"}}};
    const auto it = kDrivers.find(extension);
    return it == kDrivers.end() ? std::vector<std::string>() : it->second;
}

/// What a file is by its first bytes, when that is not what its extension says: the cause of many refusals.
std::string what_it_is(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string head(512, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    const std::string start = fold(trim(head));
    using Start = std::pair<std::string_view, std::string_view>;
    static constexpr auto kStarts = std::to_array<Start>({
        {"<!doctype html", "c'est une page web : le téléchargement n'a pas donné le fichier"},
        {"<html", "c'est une page web : le téléchargement n'a pas donné le fichier"},
        {"%pdf", "c'est un document PDF"},
        {"pk", "c'est une archive ou un classeur, d'une autre extension"},
        {"sqlite format", "c'est une base SQLite ou un GeoPackage, d'une autre extension"},
        {"<?xml", "c'est du XML que ce format n'attend pas"},
        {"{", "c'est du JSON, mais d'aucune forme connue ici : prenez l'export GeoJSON ou CSV"},
        {"[", "c'est du JSON, mais d'aucune forme connue ici : prenez l'export GeoJSON ou CSV"},
    });
    const auto* it =
        std::ranges::find_if(kStarts, [&](const Start& one) { return start.starts_with(one.first); });
    return it == kStarts.end() ? std::string() : std::string(it->second);
}

bool is_whole_json(const fs::path& file) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    const auto size = in.tellg();
    const std::streamoff tail = std::min<std::streamoff>(size, 64);
    in.seekg(-tail, std::ios::end);
    std::string end(static_cast<std::size_t>(tail), '\0');
    in.read(end.data(), tail);
    return trim(end).ends_with('}') || trim(end).ends_with(']');
}

/// Sheets are read as plain text without a header: the header is ours to recognise, as in a CSV.
class OpenSettings {
  public:
    GdalOption xlsx_headers{"OGR_XLSX_HEADERS", "DISABLE"};
    GdalOption xlsx_types{"OGR_XLSX_FIELD_TYPES", "STRING"};
    GdalOption ods_headers{"OGR_ODS_HEADERS", "DISABLE"};
    GdalOption ods_types{"OGR_ODS_FIELD_TYPES", "STRING"};
    GdalOption xls_headers{"OGR_XLS_HEADERS", "DISABLE"};
    GdalOption xls_types{"OGR_XLS_FIELD_TYPES", "STRING"};
    GdalOption restore_index{"SHAPE_RESTORE_SHX", "YES"};
};

Dataset open(const SourceFile& file, const GdalListener& listener, const SqlWatch& watch) {
    std::vector<std::string> options;
    if (is_shape(file.extension)) {
        options.emplace_back(
            "ENCODING="); // raw bytes: reports of wrong LDID bytes are many, we look at the texts
    }
    if (file.extension == ".gpkg") {
        options.emplace_back("LIST_ALL_TABLES=NO");
    }
    if (file.extension == ".gml") {
        options.emplace_back("WRITE_GFS=NO"); // nothing is written beside what is read
        options.emplace_back("DOWNLOAD_SCHEMA=NO");
    }
    Dataset dataset = open_vector(file.path.string(), drivers_for(file.extension), options);
    watch.check(file.path.filename().string());
    if (!dataset) {
        const std::string name = file.path.filename().string();
        const std::string kind = what_it_is(file.path);
        if (!kind.empty() && (!kind.starts_with("c'est du JSON") || is_whole_json(file.path))) {
            throw InputError(fmt::format("{} : format inattendu, {}", name, kind));
        }
        throw InputError(fmt::format("{} : fichier illisible, abîmé ou d'un autre format que son extension{}",
                                     name, listener.reason()));
    }
    return dataset;
}

/// Layers without a row are those that a format always lists (tracks of a GPX) or a folder without places.
std::vector<std::string> layers_of(GDALDataset& dataset, const std::string& extension) {
    const bool lists_empty = extension == ".gpx" || extension == ".kml" || extension == ".gml";
    std::vector<std::string> names;
    std::vector<std::string> filled;
    for (OGRLayer* layer : dataset.GetLayers()) {
        names.emplace_back(layer->GetName());
        if (lists_empty && layer->GetFeatureCount(TRUE) > 0) {
            filled.push_back(names.back());
        }
    }
    return filled.empty() ? names : filled;
}

geo::Value date_value(const OGRField& field) {
    const Date date{std::chrono::year(field.Date.Year), std::chrono::month(field.Date.Month),
                    std::chrono::day(field.Date.Day)};
    return date.ok() ? geo::Value(date) : geo::Value();
}

std::string iso_time(const OGRField& field) {
    const auto& d = field.Date;
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", d.Year, d.Month, d.Day, d.Hour,
                                   d.Minute, static_cast<int>(d.Second));
    if (d.TZFlag == 100) {
        text += 'Z';
    } else if (d.TZFlag > 1) { // quarters of an hour around 100
        const int minutes = (d.TZFlag - 100) * 15;
        text += fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                            std::abs(minutes) % 60);
    }
    return text;
}

template <class T> std::string joined(const T* items, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += (i == 0 ? "" : "; ") + fmt::format("{}", items[i]);
    }
    return text;
}

geo::ColumnType column_type(const OGRFieldDefn& field) {
    switch (field.GetType()) {
    case OFTInteger:
        return field.GetSubType() == OFSTBoolean ? geo::ColumnType::boolean : geo::ColumnType::integer;
    case OFTInteger64:
        return geo::ColumnType::integer;
    case OFTReal:
        return geo::ColumnType::real;
    case OFTDate:
        return geo::ColumnType::date;
    default:
        return geo::ColumnType::text;
    }
}

geo::Value text_value(std::string text) {
    std::erase(text, '\0');
    return trim(text).empty() ? geo::Value() : geo::Value(std::move(text));
}

geo::Value value_of(OGRFeature& feature, int index) {
    if (feature.IsFieldSetAndNotNull(index) == FALSE) {
        return {};
    }
    const OGRFieldDefn& defn = *feature.GetFieldDefnRef(index);
    const OGRField& raw = *feature.GetRawFieldRef(index);
    switch (defn.GetType()) {
    case OFTInteger:
        return defn.GetSubType() == OFSTBoolean ? geo::Value(raw.Integer != 0)
                                                : geo::Value(static_cast<std::int64_t>(raw.Integer));
    case OFTInteger64:
        return static_cast<std::int64_t>(raw.Integer64);
    case OFTReal:
        return std::isfinite(raw.Real) ? geo::Value(raw.Real) : geo::Value();
    case OFTDate:
        return date_value(raw);
    case OFTDateTime:
        return iso_time(raw);
    case OFTString:
        return text_value(raw.String);
    case OFTStringList:
        return text_value(joined(raw.StringList.paList, raw.StringList.nCount));
    case OFTIntegerList:
        return text_value(joined(raw.IntegerList.paList, raw.IntegerList.nCount));
    case OFTInteger64List:
        return text_value(joined(raw.Integer64List.paList, raw.Integer64List.nCount));
    case OFTRealList:
        return text_value(joined(raw.RealList.paList, raw.RealList.nCount));
    default:
        return text_value(feature.GetFieldAsString(index));
    }
}

/// Formats without a plain day (FlatGeobuf) keep it as midnight: days again when every row says midnight.
void make_days_of_midnights(geo::Table& table, std::size_t column) {
    constexpr std::string_view kMidnight = "T00:00:00";
    const auto text = [&](const geo::Feature& feature) {
        return std::get_if<std::string>(&feature.values[column]);
    };
    const bool are_days = std::ranges::all_of(table.features, [&](const geo::Feature& feature) {
        return feature.values[column].index() == 0 || text(feature)->ends_with(kMidnight);
    });
    if (!are_days) {
        return;
    }
    table.columns[column].type = geo::ColumnType::date;
    for (geo::Feature& feature : table.features) {
        if (text(feature) != nullptr) {
            const auto date = parse_date(*text(feature));
            feature.values[column] = date ? geo::Value(*date) : geo::Value();
        }
    }
}

/// Counts the kinds of geometry met, so that the table can say which it holds.
struct KindCount {
    std::array<std::size_t, 4> met = {};

    void add(const geo::Geometry& geometry) { ++met[geometry.index()]; }

    geo::GeometryKind kind() const {
        for (const std::size_t index : {3U, 2U, 1U}) {
            if (met[index] > 0) {
                return static_cast<geo::GeometryKind>(index);
            }
        }
        return geo::GeometryKind::none;
    }

    bool is_mixed() const { return (met[1] > 0) + (met[2] > 0) + (met[3] > 0) > 1; }
};

geo::GeometryKind declared_kind(OGRwkbGeometryType type) {
    switch (wkbFlatten(type)) {
    case wkbPoint:
    case wkbMultiPoint:
        return geo::GeometryKind::point;
    case wkbLineString:
    case wkbMultiLineString:
        return geo::GeometryKind::line;
    case wkbPolygon:
    case wkbMultiPolygon:
        return geo::GeometryKind::polygon;
    default:
        return geo::GeometryKind::none;
    }
}

class LayerReader {
  public:
    LayerReader(GDALDataset& dataset, OGRLayer& layer, const SourceFile& file, const ReadOptions& options,
                ReadResult& result, FindingLog& log, Budget& budget, Progress& progress)
        : dataset_(dataset), layer_(layer), file_(file), options_(options), table_(result.table), log_(log),
          budget_(budget), progress_(progress), watch_(progress) {}

    void read() {
        make_columns();
        find_filter();
        // Of a view it would be a query as long as the reading itself.
        const bool is_known = !is_osm(file_.extension) && layer_.TestCapability(OLCFastFeatureCount) != FALSE;
        const GIntBig total = is_known ? layer_.GetFeatureCount(FALSE) : 0;
        while (const auto feature = next()) {
            ++row_;
            watch_.got_row();
            take(*feature);
            if (options_.max_rows != 0 && table_.features.size() >= options_.max_rows) {
                break;
            }
            if (row_ % 256 == 0) {
                const double done = total > 0 ? static_cast<double>(row_) / static_cast<double>(total) : 0;
                progress_.report(std::min(done, 1.0), "lecture de " + file_.path.filename().string());
            }
        }
        watch_.check(budget_.name());
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (layer_.GetLayerDefn()->GetFieldDefn(fields_[i])->GetType() == OFTDateTime) {
                make_days_of_midnights(table_, i);
            }
        }
        table_.geometry_kind = kinds_.kind();
        if (table_.geometry_kind == geo::GeometryKind::none) {
            table_.geometry_kind = declared_kind(layer_.GetGeomType());
        }
        if (kinds_.is_mixed()) {
            log_.note(fmt::format("géométries mêlées : {} points, {} tracés, {} contours", kinds_.met[1],
                                  kinds_.met[2], kinds_.met[3]));
        }
        if (is_osm(file_.extension)) {
            explode_osm_tags(table_, budget_);
        }
    }

  private:
    /// The OSM driver keeps other layers' features in memory unless they are asked for together.
    std::unique_ptr<OGRFeature> next() {
        if (!is_osm(file_.extension)) {
            return std::unique_ptr<OGRFeature>(layer_.GetNextFeature());
        }
        for (;;) {
            OGRLayer* owner = nullptr;
            std::unique_ptr<OGRFeature> feature(dataset_.GetNextFeature(&owner, nullptr, nullptr, nullptr));
            if (!feature || owner == &layer_) {
                return feature;
            }
            progress_.check();
        }
    }

    void make_columns() {
        OGRFeatureDefn& defn = *layer_.GetLayerDefn();
        budget_.check_columns(static_cast<std::size_t>(defn.GetFieldCount()));
        for (int i = 0; i < defn.GetFieldCount(); ++i) {
            const OGRFieldDefn& field = *defn.GetFieldDefn(i);
            if (field.GetType() == OFTBinary) {
                log_.note(
                    fmt::format("colonne « {} » de données binaires laissée de côté", field.GetNameRef()));
                continue;
            }
            const char* title = field.GetAlternativeNameRef();
            table_.columns.push_back({field.GetNameRef(), column_type(field), title == nullptr ? "" : title});
            fields_.push_back(i);
        }
    }

    void find_filter() {
        if (!options_.where) {
            return;
        }
        filter_column_ = find_column_folded(table_.columns, options_.where->column);
        if (!filter_column_) {
            throw InputError(fmt::format("{} : colonne « {} » absente, le filtre ne peut pas s'appliquer",
                                         file_.path.filename().string(), options_.where->column));
        }
    }

    void take(OGRFeature& source) {
        geo::Feature feature;
        feature.row = row_;
        feature.values.reserve(fields_.size());
        for (const int index : fields_) {
            feature.values.push_back(value_of(source, index));
        }
        if (filter_column_ && !matches(*options_.where, feature.values[*filter_column_])) {
            return;
        }
        const OGRGeometry* geometry = source.GetGeometryRef();
        if (geometry == nullptr) {
            if (layer_.GetGeomType() != wkbNone && file_.extension != ".dbf") {
                log_.add(Severity::warning, "géométries vides", row_, "", "ligne sans géométrie");
            }
            keep(std::move(feature));
            return;
        }
        take_parts(std::move(feature), flatten(*geometry));
    }

    void take_parts(geo::Feature feature, FlatGeometry flat) {
        if (flat.unusable > 0) {
            log_.add(Severity::error, "coordonnées illisibles", row_, "",
                     "coordonnées qui ne sont pas des nombres, partie laissée de côté");
        }
        if (flat.parts.empty()) {
            log_.add(Severity::warning, "géométries vides", row_, "", "géométrie vide");
            keep(std::move(feature));
            return;
        }
        if (flat.parts.size() > 1) {
            log_.add(Severity::note, "collections séparées", row_, "",
                     fmt::format("géométrie en {} morceaux de nature différente, une ligne pour chacun",
                                 flat.parts.size()));
        }
        for (geo::Geometry& part : flat.parts) {
            kinds_.add(part);
            feature.geometry = std::move(part);
            keep(feature);
        }
    }

    void keep(geo::Feature feature) {
        budget_.spend(bytes_of(feature));
        table_.features.push_back(std::move(feature));
    }

    GDALDataset& dataset_;
    OGRLayer& layer_;
    const SourceFile& file_;
    const ReadOptions& options_;
    geo::Table& table_;
    FindingLog& log_;
    Budget& budget_;
    Progress& progress_;
    SqlWatch watch_;
    std::vector<int> fields_;
    std::optional<std::size_t> filter_column_;
    KindCount kinds_;
    long row_ = 0;
};

/// What a sheet's cell holds as text, made plain: days in ISO, numbers as the spreadsheet shows them.
std::string sheet_text(std::string text) {
    const auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    const bool is_day = text.size() >= 10 && text[4] == '/' && text[7] == '/' && is_digit(0) && is_digit(1) &&
                        is_digit(2) && is_digit(3) && is_digit(5) && is_digit(6) && is_digit(8) &&
                        is_digit(9);
    if (is_day && (text.size() == 10 || text[10] == ' ')) {
        text[4] = text[7] = '-';
        if (text.substr(10).starts_with(" 00:00:00") || text.size() == 10) {
            return text.substr(0, 10);
        }
        text[10] = 'T';
        return text;
    }
    // 0.30000000000000004 is what a binary file keeps of 0.3: fifteen digits is what people saw.
    const bool is_long_real = text.size() > 16 && text.find('.') != std::string::npos &&
                              text.find_first_not_of("0123456789.-eE+") == std::string::npos;
    if (is_long_real) {
        char* end = nullptr;
        const double value = CPLStrtod(text.c_str(), &end);
        if (end == text.c_str() + text.size()) {
            return fmt::format("{}", CPLAtof(fmt::format("{:.15g}", value).c_str()));
        }
    }
    return text;
}

void read_sheet(OGRLayer& layer, const SourceFile& file, const ReadOptions& options, ReadResult& result,
                FindingLog& log, Budget& budget, Progress& progress) {
    GridBuilder grid(result.table, options, log, budget);
    const double total = std::max<double>(1, static_cast<double>(layer.GetFeatureCount(TRUE)));
    const int width = layer.GetLayerDefn()->GetFieldCount();
    budget.check_columns(static_cast<std::size_t>(width));
    std::size_t rows = 0;
    std::size_t empty_formulas = 0;
    for (const auto& feature : layer) {
        std::vector<std::string> cells;
        cells.reserve(static_cast<std::size_t>(width));
        for (int i = 0; i < width; ++i) {
            cells.push_back(sheet_text(feature->GetFieldAsString(i)));
            if (cells.back().starts_with(
                    "of:=")) { // the driver's stand-in for a formula whose result is empty
                cells.back().clear();
                ++empty_formulas;
            }
        }
        if (!grid.add(std::move(cells))) {
            break;
        }
        if (++rows % 512 == 0) {
            progress.report(std::min(1.0, static_cast<double>(rows) / total),
                            "lecture de " + file.path.filename().string());
        }
    }
    grid.finish();
    if (empty_formulas > 0) {
        log.note(
            fmt::format("{} formules sans résultat enregistré : cellules lues comme vides", empty_formulas));
    }
}

/// .cpg, then the language byte of the .dbf header.
std::string dbf_encoding(const fs::path& file) {
    for (const char* extension : {".cpg", ".CPG"}) {
        std::ifstream in(fs::path(file).replace_extension(extension));
        std::string text;
        if (std::getline(in, text)) {
            return encoding_name(trim(text));
        }
    }
    for (const char* extension : {".dbf", ".DBF"}) {
        std::ifstream in(fs::path(file).replace_extension(extension), std::ios::binary);
        in.seekg(29);
        switch (in.get()) {
        case 0x01:
            return "IBM437";
        case 0x02:
            return "IBM850";
        case 0x03:
            return "windows-1252";
        default:
            break; // 0x57 means "ANSI", which writers put in front of anything: look at the texts
        }
    }
    return {};
}

std::string declared_encoding(const SourceFile& file, const ReadOptions& options) {
    if (!is_shape(file.extension)) {
        return "UTF-8";
    }
    return options.encoding.empty() ? dbf_encoding(file.path) : encoding_name(options.encoding);
}

/// Messages that concern nobody: a table without its .shp was asked for, cells keep the result of their
/// formula, a GeoPackage of a newer version reads as well.
bool is_harmless(const GdalMessage& message, const SourceFile& file) {
    const auto says = [&](const char* words) { return message.text.find(words) != std::string::npos; };
    return (file.extension == ".dbf" && says("nable to open")) ||
           (is_sheet(file.extension) && says("Formula Parsing Error")) ||
           says("may only be partially supported") || says("user_version") || says("has no WKT") ||
           says("Non closed ring");
}

/// GDAL repeats itself for each row: each cause once, in French, with its count. Its English, which names
/// places of the disk, helps nobody who holds a file.
void tell_messages(const GdalListener& listener, const SourceFile& file, FindingLog& log) {
    std::map<std::string, std::pair<Severity, std::size_t>> causes;
    for (const GdalMessage& message : listener.messages()) {
        if (is_harmless(message, file)) {
            continue;
        }
        const std::string cause = french_cause(message.text);
        auto& entry = causes[cause.empty() ? "défaut sans conséquence connue" : cause];
        entry.first = std::max(entry.first, message.is_error ? Severity::error : Severity::warning);
        ++entry.second;
    }
    for (const auto& [cause, entry] : causes) {
        log.add(entry.first, "messages de lecture", 0, "",
                fmt::format("défaut signalé à la lecture : {} ({} fois)", cause, entry.second));
    }
}

/// Names as GDAL writes them when they hold letters that XML names do not: each byte of "é" becomes '_'.
std::string laundered(const std::string& name) {
    std::string plain = name;
    std::ranges::replace_if(
        plain, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return plain;
}

std::string without_entities(std::string text) {
    for (const auto& [entity, sign] : {std::pair<std::string_view, std::string_view>{"&apos;", "'"},
                                       {"&#39;", "'"},
                                       {"&quot;", "\""},
                                       {"&lt;", "<"},
                                       {"&gt;", ">"},
                                       {"&amp;", "&"}}) {
        for (std::size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1)) {
            text.replace(at, entity.size(), sign);
        }
    }
    return text;
}

/// The names of a KML's data as they stand in the file: « Arrêté » and not « Arr__t__ ».
void restore_kml_names(const SourceFile& file, geo::Table& table) {
    std::ifstream in(file.path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    std::map<std::string, std::string> told;
    for (const std::string_view mark :
         {"<Data name=\"", "<SimpleField name=\"", "<SimpleData name=\"", " name=\""}) {
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
            const std::size_t begin = at + mark.size();
            const std::size_t end = text.find('"', begin);
            if (end != std::string::npos && end - begin < 200) {
                const std::string name = without_entities(text.substr(begin, end - begin));
                told.emplace(laundered(name), name);
            }
        }
    }
    for (geo::Column& column : table.columns) {
        const auto it = told.find(column.name);
        if (it != told.end() && is_valid_utf8(it->second) && !geo::find_column(table, it->second)) {
            column.name = it->second;
        }
    }
}

/// GDAL drops the ExtendedData of a KML whose Schema is not at the top: say so rather than lose them in
/// silence.
void tell_lost_kml_data(const SourceFile& file, const geo::Table& table, FindingLog& log) {
    std::ifstream in(file.path);
    std::set<std::string> lost;
    constexpr std::string_view kMark = "<SimpleData name=\"";
    for (std::string line; std::getline(in, line);) {
        for (std::size_t at = line.find(kMark); at != std::string::npos; at = line.find(kMark, at + 1)) {
            const std::size_t begin = at + kMark.size();
            const std::string name = line.substr(begin, std::min(line.find('"', begin), line.size()) - begin);
            if (!find_column_folded(table.columns, name)) {
                lost.insert(name);
            }
        }
    }
    if (!lost.empty()) {
        log.add(Severity::warning, "données KML", 0, "",
                fmt::format(
                    "données étendues non lues : {} ; préférez la version GeoJSON ou shapefile du fichier",
                    join({lost.begin(), lost.end()}, ", ")));
    }
}

} // namespace

std::string choose_layer(const std::vector<std::string>& layers, const std::string& wanted,
                         const std::string& file) {
    const std::string list = "« " + join(layers, " », « ") + " »";
    if (layers.empty()) {
        throw InputError(fmt::format("{} : aucune couche à lire", file));
    }
    if (wanted.empty()) {
        if (layers.size() > 1) {
            throw InputError(fmt::format("{} : {} couches, choisissez-en une avec --layer : {}", file,
                                         layers.size(), list));
        }
        return layers.front();
    }
    for (const bool exact : {true, false}) {
        for (const std::string& layer : layers) {
            if (exact ? layer == wanted : fold(layer) == fold(wanted)) {
                return layer;
            }
        }
    }
    throw InputError(fmt::format("{} : couche « {} » absente, il y a {}", file, wanted, list));
}

std::vector<std::string> ogr_layers(const SourceFile& file) {
    const OpenSettings settings;
    const GdalListener listener;
    const Progress progress;
    const SqlWatch watch(progress);
    return layers_of(*open(file, listener, watch), file.extension);
}

void read_ogr(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
              Budget& budget, Progress& progress) {
    const OpenSettings settings;
    GdalListener listener;
    const SqlWatch watch(progress);
    const Dataset dataset = open(file, listener, watch);
    result.info.layers = layers_of(*dataset, file.extension);
    result.info.driver = dataset->GetDriverName();
    result.info.layer = choose_layer(result.info.layers, options.layer, file.path.filename().string());
    OGRLayer& layer = *dataset->GetLayerByName(result.info.layer.c_str());
    if (is_sheet(file.extension)) {
        read_sheet(layer, file, options, result, log, budget, progress);
        result.info.encoding = settle_encoding(result.table, "UTF-8", log);
        tell_messages(listener, file, log);
        return;
    }
    std::optional<int> epsg;
    const OGRSpatialReference* crs = layer.GetSpatialRef();
    if (crs != nullptr) {
        epsg = declared_epsg(*crs);
    }
    const bool declares_something = crs != nullptr && !crs->IsLocal();
    LayerReader(*dataset, layer, file, options, result, log, budget, progress).read();
    const std::string encoding = declared_encoding(file, options);
    if (is_shape(file.extension) && !options.encoding.empty() && encoding.empty()) {
        throw InputError(fmt::format("encodage inconnu : « {} »", options.encoding));
    }
    const bool is_asked = is_shape(file.extension) && !options.encoding.empty();
    result.info.encoding = settle_encoding(result.table, encoding, log, is_asked);
    tell_messages(listener, file, log);
    if (file.extension == ".kml") {
        restore_kml_names(file, result.table);
        tell_lost_kml_data(file, result.table, log);
    }
    if (result.table.features.empty() && listener.has_error()) {
        throw InputError(
            fmt::format("{} : lecture interrompue{}", file.path.filename().string(), listener.reason()));
    }
    listener.clear();
    settle_geometry(result, epsg, declares_something, options, log, progress);
}

} // namespace maillage::io
