#include "io/write/write_ogr.h"

#include "base/error.h"
#include "base/text.h"
#include "geo/crs.h"
#include "io/read/ogr_geometry.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <set>

namespace maillage::io {
namespace {

constexpr std::size_t kDbfText = 254; ///< bytes
constexpr std::size_t kDbfName = 10;
constexpr int kGeoJsonDecimals = 7; ///< one centimetre

const char* driver_name(Format format) {
    switch (format) {
    case Format::shapefile:
        return "ESRI Shapefile";
    case Format::geopackage:
        return "GPKG";
    case Format::geojson:
        return "GeoJSON";
    case Format::flatgeobuf:
        return "FlatGeobuf";
    case Format::ods:
        return "ODS";
    default:
        throw Error("write_ogr: not a GDAL format");
    }
}

/// CSLConstList wants pointers; the texts stay here.
class Options {
  public:
    void add(const std::string& name, const std::string& value) {
        list_.SetNameValue(name.c_str(), value.c_str());
    }

    char** get() { return list_.List(); }

  private:
    CPLStringList list_;
};

bool is_mixed(const geo::Table& table) {
    const auto kind = static_cast<std::size_t>(table.geometry_kind);
    return std::ranges::any_of(table.features, [&](const geo::Feature& feature) {
        return feature.geometry.index() != 0 && feature.geometry.index() != kind;
    });
}

OGRwkbGeometryType layer_type(const geo::Table& table) {
    if (is_mixed(table)) {
        return wkbUnknown;
    }
    switch (table.geometry_kind) {
    case geo::GeometryKind::none:
        return wkbNone;
    case geo::GeometryKind::point:
        return wkbPoint;
    case geo::GeometryKind::line:
        return wkbMultiLineString;
    case geo::GeometryKind::polygon:
        return wkbMultiPolygon;
    }
    return wkbUnknown;
}

struct DbfWidth {
    int width = 0;
    int precision = 0;
};

/// As narrow as the data allow: other programs show the declared width.
DbfWidth dbf_width(const geo::Table& table, std::size_t index) {
    std::size_t widest = 1;
    std::size_t before = 1;
    std::size_t after = 0;
    for (const geo::Feature& feature : table.features) {
        const geo::Value& value = feature.values[index];
        if (const auto* number = std::get_if<double>(&value); number != nullptr && std::isfinite(*number)) {
            const std::string text = fmt::format("{:.15f}", *number);
            const std::string shortest = fmt::format("{}", *number);
            const std::size_t point = shortest.find('.');
            const bool has_exponent = shortest.find('e') != std::string::npos;
            before = std::max(before, text.find('.'));
            after = std::max(after, has_exponent                 ? 15
                                    : point == std::string::npos ? 0
                                                                 : shortest.size() - point - 1);
        } else {
            widest = std::max(widest, geo::to_text(value).size());
        }
    }
    switch (table.columns[index].type) {
    case geo::ColumnType::text:
        return {static_cast<int>(std::min(widest, kDbfText)), 0};
    case geo::ColumnType::boolean:
        return {3, 0};
    case geo::ColumnType::integer:
        return {static_cast<int>(std::min<std::size_t>(widest, 20)), 0};
    case geo::ColumnType::real: {
        const std::size_t decimals = std::min<std::size_t>({after, 15, before < 18 ? 18 - before : 0});
        return {static_cast<int>(std::min<std::size_t>(before + 1 + decimals, 32)),
                static_cast<int>(decimals)};
    }
    case geo::ColumnType::date:
        return {};
    }
    return {};
}

void describe_field(OGRFieldDefn& field, const geo::Table& table, std::size_t index, Format format) {
    const geo::Column& column = table.columns[index];
    switch (column.type) {
    case geo::ColumnType::text:
        break;
    case geo::ColumnType::integer:
        field.SetType(OFTInteger64);
        break;
    case geo::ColumnType::real:
        field.SetType(OFTReal);
        break;
    case geo::ColumnType::boolean:
        if (format != Format::shapefile) { // a .dbf written by GDAL has no booleans: oui/non
            field.SetType(OFTInteger);
            field.SetSubType(OFSTBoolean);
        }
        break;
    case geo::ColumnType::date:
        if (format != Format::geojson) { // JSON has none: ISO text
            field.SetType(OFTDate);
        }
        break;
    }
    if (format == Format::shapefile) {
        const DbfWidth width = dbf_width(table, index);
        field.SetWidth(width.width);
        field.SetPrecision(width.precision);
    }
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void check_names(const geo::Table& table, Format format) {
    std::set<std::string> names;
    for (const geo::Column& column : table.columns) {
        if (column.name.empty() || !names.insert(fold(column.name)).second) {
            throw Error(fmt::format("write_table: column name empty or repeated: \"{}\"", column.name));
        }
        if (format == Format::shapefile && (column.name.size() > kDbfName || !is_ascii(column.name))) {
            throw Error(fmt::format("write_table: \"{}\" is no shapefile column name (10 ASCII characters)",
                                    column.name));
        }
    }
    for (const geo::Feature& feature : table.features) {
        if (feature.values.size() != table.columns.size()) {
            throw Error(fmt::format("write_table: {}: values and columns do not agree", table.name));
        }
    }
}

class LayerWriter {
  public:
    LayerWriter(const geo::Table& table, Format format, FindingLog& log, const std::string& file_name)
        : table_(table), format_(format), log_(log), file_name_(file_name) {
        if (format == Format::geojson && table.epsg != 0 && table.epsg != geo::kWgs84) {
            to_degrees_.emplace(table.epsg, geo::kWgs84);
        }
    }

    void write(GDALDataset& dataset, const WriteOptions& options, GdalListener& listener) {
        OGRLayer* layer = make_layer(dataset, options);
        require(layer != nullptr, listener);
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            OGRFieldDefn field(table_.columns[i].name.c_str(), OFTString);
            describe_field(field, table_, i, format_);
            require(layer->CreateField(&field, FALSE) == OGRERR_NONE, listener);
        }
        for (const geo::Feature& feature : table_.features) {
            require(layer->CreateFeature(converted(*layer, feature).get()) == OGRERR_NONE, listener);
        }
        require(!listener.has_error(), listener);
    }

  private:
    void require(bool is_good, const GdalListener& listener) const {
        if (!is_good) {
            throw StorageError(fmt::format("{} : écriture interrompue{}", file_name_, listener.reason()));
        }
    }

    OGRLayer* make_layer(GDALDataset& dataset, const WriteOptions& options) const {
        Options layer_options;
        const std::string& title = table_.title.empty() ? options.title : table_.title;
        if (format_ == Format::shapefile) {
            layer_options.add("ENCODING", "UTF-8");
        } else if (format_ == Format::geojson) {
            layer_options.add("RFC7946", "YES");
            layer_options.add("COORDINATE_PRECISION", std::to_string(kGeoJsonDecimals));
            if (!options.description.empty()) {
                layer_options.add("DESCRIPTION", options.description);
            }
        } else if (format_ == Format::geopackage) {
            layer_options.add("IDENTIFIER", free_identifier(dataset, title.empty() ? table_.name : title));
            layer_options.add("DESCRIPTION", options.description);
            layer_options.add("FID", geo::find_column(table_, "fid") ? "fid_ogc" : "fid");
        } else if (format_ == Format::flatgeobuf && has_empty_geometry()) {
            layer_options.add("SPATIAL_INDEX", "NO"); // its index has no place for a row without geometry
        }
        OGRSpatialReference crs;
        crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const int epsg = format_ == Format::geojson && table_.epsg != 0 ? geo::kWgs84 : table_.epsg;
        const bool has_crs = epsg != 0 && table_.geometry_kind != geo::GeometryKind::none;
        if (has_crs && crs.importFromEPSG(epsg) != OGRERR_NONE) {
            throw Error(fmt::format("write_table: unknown EPSG:{}", epsg));
        }
        OGRLayer* layer =
            dataset.CreateLayer(table_.name.empty() ? "table" : table_.name.c_str(), has_crs ? &crs : nullptr,
                                layer_type(table_), layer_options.get());
        if (layer != nullptr && format_ == Format::geopackage) {
            set_metadata(*layer, options);
        }
        return layer;
    }

    /// The format wants titles unique.
    std::string free_identifier(GDALDataset& dataset, const std::string& title) const {
        for (OGRLayer* layer : dataset.GetLayers()) {
            const char* taken = layer->GetMetadataItem("IDENTIFIER");
            if (taken != nullptr && title == taken) {
                return fmt::format("{} ({})", title, table_.name);
            }
        }
        return title;
    }

    static void set_metadata(OGRLayer& layer, const WriteOptions& options) {
        const std::pair<const char*, const std::string*> items[] = {
            {"TITLE", &options.title}, {"SOURCE", &options.source}, {"LICENCE", &options.licence}};
        for (const auto& [key, text] : items) {
            if (!text->empty()) {
                layer.SetMetadataItem(key, text->c_str());
            }
        }
    }

    bool has_empty_geometry() const {
        return std::ranges::any_of(table_.features,
                                   [](const geo::Feature& feature) { return feature.geometry.index() == 0; });
    }

    std::unique_ptr<OGRFeature> converted(OGRLayer& layer, const geo::Feature& feature) {
        auto out = std::make_unique<OGRFeature>(layer.GetLayerDefn());
        ++row_;
        for (std::size_t i = 0; i < feature.values.size(); ++i) {
            set_field(*out, static_cast<int>(i), feature.values[i]);
        }
        if (table_.geometry_kind != geo::GeometryKind::none) {
            OgrGeometryPtr geometry = to_ogr(to_degrees_ ? in_degrees(feature.geometry) : feature.geometry);
            out->SetGeometryDirectly(geometry.release());
        }
        return out;
    }

    void set_field(OGRFeature& out, int index, const geo::Value& value) {
        if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            out.SetField(index, static_cast<GIntBig>(*whole));
        } else if (const auto* number = std::get_if<double>(&value)) {
            std::isfinite(*number) ? out.SetField(index, *number) : out.SetFieldNull(index);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            set_text(out, index, *text);
        } else if (const auto* flag = std::get_if<bool>(&value)) {
            format_ == Format::shapefile ? out.SetField(index, *flag ? "oui" : "non")
                                         : out.SetField(index, *flag ? 1 : 0);
        } else if (const auto* date = std::get_if<Date>(&value)) {
            set_date(out, index, *date);
        } else {
            out.SetFieldNull(index);
        }
    }

    void set_text(OGRFeature& out, int index, const std::string& text) {
        if (format_ != Format::shapefile || text.size() <= kDbfText) {
            out.SetField(index, text.c_str());
            return;
        }
        log_.add(
            Severity::warning, "textes coupés", row_, table_.columns[static_cast<std::size_t>(index)].name,
            fmt::format("texte de {} octets coupé à {}, limite du format shapefile", text.size(), kDbfText));
        out.SetField(index, std::string(cut_utf8(text, kDbfText)).c_str());
    }

    void set_date(OGRFeature& out, int index, Date date) const {
        if (format_ == Format::geojson) {
            out.SetField(index, to_iso(date).c_str());
        } else {
            out.SetField(index, static_cast<int>(date.year()),
                         static_cast<int>(static_cast<unsigned>(date.month())),
                         static_cast<int>(static_cast<unsigned>(date.day())));
        }
    }

    geo::Point in_degrees(geo::Point p) const {
        const auto moved = (*to_degrees_)(p);
        if (!moved) {
            throw Error(fmt::format("write_table: a point of {} has no longitude and latitude", table_.name));
        }
        return *moved;
    }

    geo::Geometry in_degrees(geo::Geometry geometry) const {
        const auto move_all = [&](geo::Line& points) {
            std::ranges::transform(points, points.begin(), [&](geo::Point p) { return in_degrees(p); });
        };
        if (auto* point = std::get_if<geo::Point>(&geometry)) {
            *point = in_degrees(*point);
        } else if (auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
            std::ranges::for_each(*lines, move_all);
        } else if (auto* polygons = std::get_if<geo::MultiPolygon>(&geometry)) {
            for (geo::Polygon& polygon : *polygons) {
                move_all(polygon.outer);
                std::ranges::for_each(polygon.holes, move_all);
            }
        }
        return geometry;
    }

    const geo::Table& table_;
    Format format_;
    FindingLog& log_;
    const std::string& file_name_;
    std::optional<geo::Reprojection> to_degrees_;
    long row_ = 0;
};

/// Rows that a workbook can tell from none: its empty last ones are not there when it is read.
std::size_t rows_told(const geo::Table& table, Format format) {
    std::size_t rows = table.features.size();
    const auto is_empty = [](const geo::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        return value.index() == 0 || (text != nullptr && text->empty());
    };
    while (format == Format::ods && rows > 0 &&
           std::ranges::all_of(table.features[rows - 1].values, is_empty)) {
        --rows;
    }
    return rows;
}

/// The drivers of GDAL take no notice of a write that fails, but for the one of GeoPackage: on a full disk
/// the end of a file, or a whole part of a shapefile, would be missing without a word. They write to memory.
class MemoryFolder {
  public:
    MemoryFolder() : path_("/vsimem/maillage-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))) {}

    ~MemoryFolder() { VSIRmdirRecursive(path_.c_str()); }

    MemoryFolder(const MemoryFolder&) = delete;
    MemoryFolder& operator=(const MemoryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    void copy_to(const std::filesystem::path& folder) const {
        const CPLStringList names(VSIReadDir(path_.c_str()), TRUE);
        for (int i = 0; i < names.Count(); ++i) {
            const std::string name = names[i];
            vsi_l_offset size = 0;
            const GByte* bytes = VSIGetMemFileBuffer((path_ / name).c_str(), &size, FALSE);
            std::ofstream out(folder / name, std::ios::binary);
            if (bytes != nullptr) {
                out.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
            }
            out.close();
            if (bytes == nullptr || !out) {
                throw StorageError(
                    fmt::format("{} : écriture interrompue, le disque est peut-être plein", name));
            }
        }
    }

  private:
    std::filesystem::path path_;
};

/// Closing tells nothing in GDAL 3.6, and a full disk may show only here: read every feature back.
void check_written(std::span<const geo::Table> tables, const std::filesystem::path& file, Format format,
                   const std::string& file_name) {
    const GdalListener listener;
    const GdalOption headers("OGR_ODS_HEADERS", "FORCE"); // however the columns look
    const Dataset dataset = open_vector(file.string(), {driver_name(format)});
    const auto fail = [&](const std::string& what) {
        throw StorageError(
            fmt::format("{} : {}, le disque est peut-être plein{}", file_name, what, listener.reason()));
    };
    if (!dataset || dataset->GetLayerCount() != static_cast<int>(tables.size())) {
        fail("le fichier écrit ne se relit pas");
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        std::size_t count = 0;
        OGRLayer* layer = dataset->GetLayer(static_cast<int>(i));
        for (const auto& feature : *layer) {
            count += feature ? 1 : 0;
        }
        const std::size_t rows = rows_told(tables[i], format);
        if (count < rows || count > tables[i].features.size() || listener.has_error()) {
            fail(fmt::format("{} lignes relues sur {}", count, rows));
        }
    }
}

} // namespace

void write_ogr(std::span<const geo::Table> tables, const std::filesystem::path& file, Format format,
               const WriteOptions& options, FindingLog& log) {
    start_gdal();
    const std::string file_name = file.filename().string();
    const MemoryFolder memory;
    const bool is_in_memory = format != Format::geopackage && format != Format::ods; // that one is already
    const std::filesystem::path place = is_in_memory ? memory.path() / file_name : file;
    std::ranges::for_each(tables, [&](const geo::Table& table) { check_names(table, format); });
    {
        GdalListener listener;
        const GdalOption fixed_date("OGR_CURRENT_DATE",
                                    "2000-01-01T00:00:00.000Z");   // the same tables, the same bytes
        const GdalOption no_sync("OGR_SQLITE_SYNCHRONOUS", "OFF"); // Staging syncs once at the end
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driver_name(format));
        Dataset dataset(driver->Create(place.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset) {
            throw StorageError(
                fmt::format("{} : fichier impossible à créer{}", file_name, listener.reason()));
        }
        const bool has_transaction = dataset->TestCapability(ODsCTransactions) != FALSE;
        if (has_transaction) {
            dataset->StartTransaction();
        }
        for (const geo::Table& table : tables) {
            LayerWriter(table, format, log, file_name).write(*dataset, options, listener);
        }
        if (has_transaction) {
            dataset->CommitTransaction();
        }
        dataset.reset();
        if (listener.has_error()) {
            throw StorageError(fmt::format("{} : écriture interrompue{}", file_name, listener.reason()));
        }
    }
    check_written(tables, place, format, file_name);
    if (is_in_memory) {
        memory.copy_to(file.parent_path());
    }
}

} // namespace maillage::io
