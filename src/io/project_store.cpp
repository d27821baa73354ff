#include "io/project_store.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "io/gdal_session.h"
#include "io/ogr_geometry.h"
#include "io/staging.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace maillage::io {
namespace {

constexpr int kFormatVersion = 1;
constexpr const char* kVersionKey = "maillage.format"; ///< reserved among the settings
constexpr const char* kSettings = "maillage_settings";
constexpr const char* kTables = "maillage_tables";
constexpr const char* kColumns = "maillage_columns";
constexpr std::array<std::string_view, 5> kTypes = {"text", "integer", "real", "boolean", "date"};
constexpr std::array<std::string_view, 4> kKinds = {"none", "point", "line", "polygon"};

/// Where `Feature::row` is kept: nowhere when all are 0, in the feature id when they rise, else in a column.
enum class Rows { none, fid, column };
constexpr std::array<std::string_view, 3> kRows = {"none", "fid", "column"};

template <class Enum, std::size_t N>
std::optional<Enum> parse_enum(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto it = std::ranges::find(names, name);
    return it == names.end() ? std::nullopt : std::optional(static_cast<Enum>(it - names.begin()));
}

Rows rows_of(const geo::Table& table) {
    const auto& features = table.features;
    if (std::ranges::all_of(features, [](const geo::Feature& f) { return f.row == 0; })) {
        return Rows::none;
    }
    const auto rises = [](const geo::Feature& a, const geo::Feature& b) { return a.row >= b.row; };
    const bool is_rising =
        features.front().row > 0 && std::ranges::adjacent_find(features, rises) == features.end();
    return is_rising ? Rows::fid : Rows::column;
}

/// `wanted`, or a longer name when a column of the table has it.
std::string free_name(const geo::Table& table, std::string wanted) {
    while (std::ranges::any_of(table.columns, [&](const auto& c) { return fold(c.name) == fold(wanted); })) {
        wanted += '_';
    }
    return wanted;
}

void check_names(const StoredProject& project) {
    std::set<std::string> tables;
    for (const geo::Table& table : project.tables) {
        const std::string name = fold(table.name);
        const bool is_reserved = name.starts_with("gpkg_") || name.starts_with("rtree_") ||
                                 name.starts_with("sqlite_") || name.starts_with("maillage_");
        if (name.empty() || is_reserved || !tables.insert(name).second) {
            throw Error(
                fmt::format("save_project: table name empty, reserved or repeated: \"{}\"", table.name));
        }
        std::set<std::string> columns;
        for (const geo::Column& column : table.columns) {
            if (column.name.empty() || !columns.insert(fold(column.name)).second) {
                throw Error(fmt::format("save_project: {}: column name empty or repeated: \"{}\"", table.name,
                                        column.name));
            }
        }
    }
}

void set_text(OGRFeature& out, int index, const std::string& text) {
    if (text.find('\0') != std::string::npos || !is_valid_utf8(text)) {
        throw Error("save_project: a text holds a NUL or is not UTF-8");
    }
    out.SetField(index, text.c_str());
}

class Writer {
  public:
    Writer(const std::filesystem::path& file, Progress& progress)
        : progress_(progress), name_(file.filename().string()) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        dataset_.reset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        require(dataset_ != nullptr);
        require(dataset_->StartTransaction() == OGRERR_NONE);
    }

    void write(const StoredProject& project) {
        for (const geo::Table& table : project.tables) {
            total_ += table.features.size() + 1;
        }
        for (const geo::Table& table : project.tables) {
            write_table(table);
        }
        write_description(project);
        write_settings(project);
        require(dataset_->CommitTransaction() == OGRERR_NONE);
        dataset_.reset();
        require(!listener_.has_error());
    }

  private:
    void require(bool is_good) const {
        if (!is_good) {
            throw StorageError(fmt::format("{} : enregistrement interrompu{}", name_, listener_.reason()));
        }
    }

    std::string identifier(const geo::Table& table) {
        std::string title = table.title.empty() ? table.name : table.title;
        if (!identifiers_.insert(title).second) { // the format wants them unique
            title += fmt::format(" ({})", table.name);
            identifiers_.insert(title);
        }
        return title;
    }

    OGRLayer& create_layer(const std::string& name, OGRwkbGeometryType type, int epsg,
                           const CPLStringList& options) {
        OGRSpatialReference crs;
        crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const bool has_crs = epsg != 0 && type != wkbNone;
        if (has_crs) {
            require(crs.importFromEPSG(epsg) == OGRERR_NONE);
        }
        CPLStringList copy(options);
        OGRLayer* layer = dataset_->CreateLayer(name.c_str(), has_crs ? &crs : nullptr, type, copy.List());
        require(layer != nullptr);
        return *layer;
    }

    void add_field(OGRLayer& layer, const std::string& name, OGRFieldType type,
                   OGRFieldSubType subtype = OFSTNone) {
        OGRFieldDefn field(name.c_str(), type);
        field.SetSubType(subtype);
        require(layer.CreateField(&field, FALSE) == OGRERR_NONE);
    }

    void add_field(OGRLayer& layer, const geo::Column& column) {
        switch (column.type) {
        case geo::ColumnType::text:
            add_field(layer, column.name, OFTString);
            break;
        case geo::ColumnType::integer:
            add_field(layer, column.name, OFTInteger64);
            break;
        case geo::ColumnType::real:
            add_field(layer, column.name, OFTReal);
            break;
        case geo::ColumnType::boolean:
            add_field(layer, column.name, OFTInteger, OFSTBoolean);
            break;
        case geo::ColumnType::date:
            add_field(layer, column.name, OFTDate);
            break;
        }
    }

    static OGRwkbGeometryType layer_type(const geo::Table& table) {
        const auto kind = static_cast<std::size_t>(table.geometry_kind);
        const bool is_mixed = std::ranges::any_of(table.features, [&](const geo::Feature& feature) {
            return feature.geometry.index() != 0 && feature.geometry.index() != kind;
        });
        static constexpr std::array kPlain = {wkbNone, wkbPoint, wkbMultiLineString, wkbMultiPolygon};
        return is_mixed ? wkbUnknown : kPlain[kind];
    }

    void write_table(const geo::Table& table) {
        const Rows rows = rows_of(table);
        CPLStringList options;
        options.SetNameValue("IDENTIFIER", identifier(table).c_str());
        options.SetNameValue("FID", free_name(table, "fid").c_str());
        options.SetNameValue("GEOMETRY_NAME", free_name(table, "geom").c_str());
        OGRLayer& layer = create_layer(table.name, layer_type(table), table.epsg, options);
        for (const geo::Column& column : table.columns) {
            add_field(layer, column);
        }
        if (rows == Rows::column) {
            add_field(layer, free_name(table, "maillage_row"), OFTInteger64);
        }
        for (std::size_t i = 0; i < table.features.size(); ++i) {
            write_feature(layer, table, table.features[i], rows, static_cast<GIntBig>(i + 1));
            step();
        }
        step();
    }

    void write_feature(OGRLayer& layer, const geo::Table& table, const geo::Feature& feature, Rows rows,
                       GIntBig number) {
        if (feature.values.size() != table.columns.size()) {
            throw Error(fmt::format("save_project: {}: values and columns do not agree", table.name));
        }
        OGRFeature out(layer.GetLayerDefn());
        out.SetFID(rows == Rows::fid ? feature.row : number);
        for (std::size_t i = 0; i < feature.values.size(); ++i) {
            set_value(out, static_cast<int>(i), table, feature.values[i]);
        }
        if (rows == Rows::column) {
            out.SetField(static_cast<int>(table.columns.size()), static_cast<GIntBig>(feature.row));
        }
        if (layer.GetGeomType() != wkbNone) {
            out.SetGeometryDirectly(to_ogr(feature.geometry).release());
        }
        require(layer.CreateFeature(&out) == OGRERR_NONE);
    }

    static void set_value(OGRFeature& out, int index, const geo::Table& table, const geo::Value& value) {
        const geo::Column& column = table.columns[static_cast<std::size_t>(index)];
        if (value.index() != 0 && value.index() != static_cast<std::size_t>(column.type) + 1) {
            throw Error(fmt::format("save_project: {}.{}: a value is not of its column's type", table.name,
                                    column.name));
        }
        if (const auto* text = std::get_if<std::string>(&value)) {
            set_text(out, index, *text);
        } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            out.SetField(index, static_cast<GIntBig>(*whole));
        } else if (const auto* number = std::get_if<double>(&value);
                   number != nullptr && !std::isnan(*number)) {
            out.SetField(index, *number);
        } else if (const auto* flag = std::get_if<bool>(&value)) {
            out.SetField(index, *flag ? 1 : 0);
        } else if (const auto* date = std::get_if<Date>(&value)) {
            out.SetField(index, static_cast<int>(date->year()),
                         static_cast<int>(static_cast<unsigned>(date->month())),
                         static_cast<int>(static_cast<unsigned>(date->day())));
        } else {
            out.SetFieldNull(index);
        }
    }

    /// What a GeoPackage has no place for: order, titles, exact types.
    void write_description(const StoredProject& project) {
        OGRLayer& tables = create_layer(kTables, wkbNone, 0, {});
        add_field(tables, "name", OFTString);
        add_field(tables, "title", OFTString);
        add_field(tables, "epsg", OFTInteger);
        add_field(tables, "kind", OFTString);
        add_field(tables, "row_numbers", OFTString);
        OGRLayer& columns = create_layer(kColumns, wkbNone, 0, {});
        add_field(columns, "table_name", OFTString);
        add_field(columns, "name", OFTString);
        add_field(columns, "title", OFTString);
        add_field(columns, "type", OFTString);
        for (const geo::Table& table : project.tables) {
            OGRFeature row(tables.GetLayerDefn());
            set_text(row, 0, table.name);
            set_text(row, 1, table.title);
            row.SetField(2, table.epsg);
            row.SetField(3, kKinds[static_cast<std::size_t>(table.geometry_kind)].data());
            row.SetField(4, kRows[static_cast<std::size_t>(rows_of(table))].data());
            require(tables.CreateFeature(&row) == OGRERR_NONE);
            for (const geo::Column& column : table.columns) {
                OGRFeature described(columns.GetLayerDefn());
                set_text(described, 0, table.name);
                set_text(described, 1, column.name);
                set_text(described, 2, column.title);
                described.SetField(3, kTypes[static_cast<std::size_t>(column.type)].data());
                require(columns.CreateFeature(&described) == OGRERR_NONE);
            }
        }
    }

    void write_settings(const StoredProject& project) {
        OGRLayer& layer = create_layer(kSettings, wkbNone, 0, {});
        add_field(layer, "key", OFTString);
        add_field(layer, "value", OFTString);
        auto settings = project.settings;
        settings[kVersionKey] = std::to_string(kFormatVersion);
        for (const auto& [key, value] : settings) {
            OGRFeature row(layer.GetLayerDefn());
            set_text(row, 0, key);
            set_text(row, 1, value);
            require(layer.CreateFeature(&row) == OGRERR_NONE);
        }
    }

    void step() {
        if (++done_ % 256 == 0 || done_ == total_) {
            progress_.report(0.9 * static_cast<double>(done_) / static_cast<double>(total_),
                             "enregistrement du projet");
        }
    }

    Progress& progress_;
    std::string name_;
    GdalListener listener_;
    Dataset dataset_;
    std::set<std::string> identifiers_;
    std::size_t done_ = 0;
    std::size_t total_ = 0;
};

class Reader {
  public:
    Reader(const std::filesystem::path& path, Progress& progress)
        : progress_(progress), name_(path.filename().string()),
          dataset_(open_vector(checked_input(path).string(), {"GPKG"})) {
        if (!dataset_ || dataset_->GetLayerByName(kSettings) == nullptr) {
            throw InputError(
                fmt::format("{} : ce fichier n'est pas un projet maillage{}", name_, listener_.reason()));
        }
    }

    StoredProject read() {
        StoredProject project;
        project.settings = read_settings();
        project.tables = read_descriptions();
        for (std::size_t i = 0; i < project.tables.size(); ++i) {
            const auto done = static_cast<double>(i) / static_cast<double>(project.tables.size());
            progress_.report(done, "ouverture du projet");
            read_features(project.tables[i], rows_[i]);
        }
        require(!listener_.has_error(), "lecture interrompue");
        return project;
    }

  private:
    void require(bool is_good, const std::string& what) const {
        if (!is_good) {
            throw InputError(fmt::format("{} : projet endommagé, {}{}", name_, what, listener_.reason()));
        }
    }

    OGRLayer& layer(const std::string& name) const {
        OGRLayer* found = dataset_->GetLayerByName(name.c_str());
        require(found != nullptr, fmt::format("table « {} » absente", name));
        return *found;
    }

    int field(OGRLayer& from, const std::string& name) const {
        const int index = from.GetLayerDefn()->GetFieldIndex(name.c_str());
        require(index >= 0, fmt::format("colonne « {} » absente de « {} »", name, from.GetName()));
        return index;
    }

    std::map<std::string, std::string> read_settings() {
        std::map<std::string, std::string> settings;
        OGRLayer& from = layer(kSettings);
        const int key = field(from, "key");
        const int value = field(from, "value");
        for (const auto& row : from) {
            settings[row->GetFieldAsString(key)] = row->GetFieldAsString(value);
        }
        const auto version = settings.find(kVersionKey);
        const auto number = version == settings.end() ? std::nullopt : parse_integer(version->second);
        require(number.has_value(), "version de format absente");
        if (*number > kFormatVersion) {
            throw InputError(
                fmt::format("{} : projet enregistré par une version plus récente de maillage (format {}, "
                            "celle-ci connaît le format {}), mettez maillage à jour",
                            name_, *number, kFormatVersion));
        }
        settings.erase(version);
        return settings;
    }

    std::vector<geo::Table> read_descriptions() {
        std::vector<geo::Table> tables;
        OGRLayer& from = layer(kTables);
        const int name = field(from, "name"), title = field(from, "title"), epsg = field(from, "epsg"),
                  kind = field(from, "kind"), rows = field(from, "row_numbers");
        for (const auto& row : from) {
            geo::Table table;
            table.name = row->GetFieldAsString(name);
            table.title = row->GetFieldAsString(title);
            table.epsg = row->GetFieldAsInteger(epsg);
            const auto known_kind = parse_enum<geo::GeometryKind>(kKinds, row->GetFieldAsString(kind));
            const auto known_rows = parse_enum<Rows>(kRows, row->GetFieldAsString(rows));
            require(known_kind && known_rows, fmt::format("description de « {} » illisible", table.name));
            table.geometry_kind = *known_kind;
            rows_.push_back(*known_rows);
            tables.push_back(std::move(table));
        }
        read_columns(tables);
        return tables;
    }

    void read_columns(std::vector<geo::Table>& tables) {
        OGRLayer& from = layer(kColumns);
        const int table = field(from, "table_name"), name = field(from, "name"), title = field(from, "title"),
                  type = field(from, "type");
        for (const auto& row : from) {
            const auto owner = std::ranges::find(tables, row->GetFieldAsString(table), &geo::Table::name);
            const auto known = parse_enum<geo::ColumnType>(kTypes, row->GetFieldAsString(type));
            require(owner != tables.end() && known, "description de colonne illisible");
            owner->columns.push_back({row->GetFieldAsString(name), *known, row->GetFieldAsString(title)});
        }
    }

    void read_features(geo::Table& table, Rows rows) {
        OGRLayer& from = layer(table.name);
        std::vector<int> fields;
        for (const geo::Column& column : table.columns) {
            fields.push_back(field(from, column.name));
        }
        const int row_field = rows == Rows::column ? field(from, free_name(table, "maillage_row")) : -1;
        for (const auto& source : from) {
            geo::Feature feature;
            for (std::size_t i = 0; i < fields.size(); ++i) {
                feature.values.push_back(value(*source, fields[i], table.columns[i].type));
            }
            if (rows != Rows::none) {
                feature.row = static_cast<long>(rows == Rows::fid ? source->GetFID()
                                                                  : source->GetFieldAsInteger64(row_field));
            }
            if (const OGRGeometry* geometry = source->GetGeometryRef()) {
                feature.geometry = from_ogr(*geometry);
            }
            table.features.push_back(std::move(feature));
            if (table.features.size() % 256 == 0) {
                progress_.check();
            }
        }
    }

    static geo::Value value(const OGRFeature& source, int index, geo::ColumnType type) {
        if (source.IsFieldSetAndNotNull(index) == FALSE) {
            return {};
        }
        switch (type) {
        case geo::ColumnType::text:
            return std::string(source.GetFieldAsString(index));
        case geo::ColumnType::integer:
            return static_cast<std::int64_t>(source.GetFieldAsInteger64(index));
        case geo::ColumnType::real:
            return source.GetFieldAsDouble(index);
        case geo::ColumnType::boolean:
            return source.GetFieldAsInteger(index) != 0;
        case geo::ColumnType::date:
            return date(source, index);
        }
        return {};
    }

    static geo::Value date(const OGRFeature& source, int index) {
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
        float second = 0;
        if (source.GetFieldAsDateTime(index, &year, &month, &day, &hour, &minute, &second, &zone) == FALSE) {
            return {};
        }
        const Date read{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day))};
        return read.ok() ? geo::Value(read) : geo::Value();
    }

    Progress& progress_;
    std::string name_;
    GdalListener listener_;
    Dataset dataset_;
    std::vector<Rows> rows_;
};

} // namespace

void save_project(const std::filesystem::path& path, const StoredProject& project, Progress& progress) {
    start_gdal();
    check_names(project);
    const GdalOption fixed_date("OGR_CURRENT_DATE",
                                "2000-01-01T00:00:00.000Z");   // the same project, the same bytes
    const GdalOption no_sync("OGR_SQLITE_SYNCHRONOUS", "OFF"); // Staging syncs once at the end
    Staging staging(path);
    Writer(staging.file(), progress).write(project);
    progress.check(); // the last moment to stop
    staging.commit({".gpkg-wal", ".gpkg-shm", ".gpkg-journal"});
    progress.report(1, "projet enregistré");
}

StoredProject load_project(const std::filesystem::path& path, Progress& progress) {
    StoredProject project = Reader(path, progress).read();
    progress.report(1, "projet ouvert");
    return project;
}

} // namespace maillage::io
