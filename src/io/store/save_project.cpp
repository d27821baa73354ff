#include "base/error.h"
#include "base/text.h"
#include "io/formats.h"
#include "io/gdal_session.h"
#include "io/read/ogr_geometry.h"
#include "io/store/project_format.h"
#include "io/store/project_lock.h"
#include "io/store/project_store.h"
#include "io/write/staging.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace maillage::io {
namespace {

RowNumbers rows_of(const geo::Table& table) {
    const auto& features = table.features;
    if (std::ranges::all_of(features, [](const geo::Feature& f) { return f.row == 0; })) {
        return RowNumbers::none;
    }
    const auto rises = [](const geo::Feature& a, const geo::Feature& b) { return a.row >= b.row; };
    const bool is_rising =
        features.front().row > 0 && std::ranges::adjacent_find(features, rises) == features.end();
    return is_rising ? RowNumbers::fid : RowNumbers::column;
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
        const RowNumbers rows = rows_of(table);
        CPLStringList options;
        options.SetNameValue("IDENTIFIER", identifier(table).c_str());
        options.SetNameValue("FID", free_name(table, kFid).c_str());
        options.SetNameValue("GEOMETRY_NAME", free_name(table, kGeometry).c_str());
        OGRLayer& layer = create_layer(table.name, layer_type(table), table.epsg, options);
        for (const geo::Column& column : table.columns) {
            add_field(layer, column);
        }
        if (rows == RowNumbers::column) {
            add_field(layer, free_name(table, kRow), OFTInteger64);
        }
        for (std::size_t i = 0; i < table.features.size(); ++i) {
            write_feature(layer, table, table.features[i], rows, static_cast<GIntBig>(i + 1));
            step();
        }
        step();
    }

    void write_feature(OGRLayer& layer, const geo::Table& table, const geo::Feature& feature, RowNumbers rows,
                       GIntBig number) {
        if (feature.values.size() != table.columns.size()) {
            throw Error(fmt::format("save_project: {}: values and columns do not agree", table.name));
        }
        OGRFeature out(layer.GetLayerDefn());
        out.SetFID(rows == RowNumbers::fid ? feature.row : number);
        for (std::size_t i = 0; i < feature.values.size(); ++i) {
            set_value(out, static_cast<int>(i), table, feature.values[i]);
        }
        if (rows == RowNumbers::column) {
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
            row.SetField(4, kRowNumbers[static_cast<std::size_t>(rows_of(table))].data());
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
        settings[kMinorKey] = std::to_string(kFormatMinor);
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

} // namespace

namespace direct {

Saved save_project(const std::filesystem::path& path, const StoredProject& project, Progress& progress,
                   const SaveTerms& terms) {
    start_gdal();
    check_names(project);
    const GdalOption fixed_date("OGR_CURRENT_DATE",
                                "2000-01-01T00:00:00.000Z");   // the same project, the same bytes
    const GdalOption no_sync("OGR_SQLITE_SYNCHRONOUS", "OFF"); // Staging syncs once at the end
    std::optional<ProjectLock> own;
    if (terms.held == nullptr) {
        own.emplace(path);
    }
    const ProjectLock& lock = own ? *own : *terms.held;
    if (terms.opened) {
        lock.check_unchanged(*terms.opened); // before the work
    }
    Staging staging(path);
    Writer(staging.file(), progress).write(project);
    progress.check(); // the last moment to stop
    Saved saved;
    saved.stamp = stamp_of(staging.file());
    sign(staging.file());
    if (terms.opened) {
        lock.check_unchanged(*terms.opened); // a program that knows of no lock may have come meanwhile
    }
    saved.findings = staging.commit();
    progress.report(1, "projet enregistré");
    return saved;
}

} // namespace direct

} // namespace maillage::io
