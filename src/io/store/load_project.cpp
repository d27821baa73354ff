// Read by SQLite itself: a project opens several times faster than through a general reader of vector files,
// and nothing but the database library need be loaded to open one.
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "io/read/budget.h"
#include "io/store/database.h"
#include "io/store/gpkg_geometry.h"
#include "io/store/project_format.h"
#include "io/store/project_store.h"
#include "io/store/sql_watch.h"
#include "io/write/staging.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <functional>

namespace maillage::io {
namespace {

template <class Enum, std::size_t N>
std::optional<Enum> parse_enum(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto it = std::ranges::find(names, name);
    return it == names.end() ? std::nullopt : std::optional(static_cast<Enum>(it - names.begin()));
}

/// As `to_iso` wrote it; years that people would not write are kept too.
std::optional<Date> iso_date(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const auto part = [&](std::size_t first, std::size_t size, auto& to) {
        const char* end = text.data() + first + size;
        return std::from_chars(text.data() + first, end, to).ptr == end;
    };
    if (text.size() != 10 || !part(0, 4, year) || !part(5, 2, month) || !part(8, 2, day)) {
        return std::nullopt;
    }
    const Date date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

bool is_kept(std::string_view text) {
    return is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

class Reader {
  public:
    Reader(const std::filesystem::path& path, Progress& progress)
        : progress_(progress), name_(path.filename().string()), watch_(progress),
          database_(checked_input(path)), budget_(name_, std::filesystem::file_size(path), false) {
        if (!database_.has_table(kSettings)) {
            throw InputError(fmt::format("{} : ce fichier n'est pas un projet maillage", name_));
        }
        for (const char* table : {kSettings, kTables, kColumns}) {
            require_rows(table);
        }
    }

    /// Rows of the tables that are wanted; all are described.
    StoredProject read(const std::function<bool(const std::string& table)>& is_wanted) {
        StoredProject project;
        project.settings = read_settings();
        project.tables = read_descriptions();
        for (std::size_t i = 0; i < project.tables.size(); ++i) {
            if (!is_wanted(project.tables[i].name)) {
                continue;
            }
            const auto done = static_cast<double>(i) / static_cast<double>(project.tables.size());
            progress_.report(done, "ouverture du projet");
            read_features(project.tables[i], rows_[i]);
        }
        return project;
    }

  private:
    void require(bool is_good, const std::string& what) const {
        if (!is_good) {
            throw InputError(fmt::format("{} : projet endommagé, {}", name_, what));
        }
    }

    /// Views, virtual tables and computed columns are programs: nobody knows what they cost.
    void require_rows(const std::string& table) const {
        require(database_.holds(table), fmt::format("« {} » n'est pas une table de simples lignes", table));
    }

    std::string text(const Rows& row, int column) const {
        const std::string_view text = row.text(column);
        require(is_kept(text), "texte illisible");
        return std::string(text);
    }

    std::map<std::string, std::string> read_settings() {
        std::map<std::string, std::string> settings;
        for (Rows row = database_.query(fmt::format("SELECT key, value FROM {}", kSettings)); row.next();) {
            budget_.spend(kDescriptionBytes + row.text(0).size() + row.text(1).size());
            settings[text(row, 0)] = text(row, 1);
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
        if (const auto minor = settings.find(kMinorKey); minor != settings.end()) {
            const auto held = parse_integer(minor->second);
            require(held.has_value(), "version de format illisible");
            if (*held > kFormatMinor) {
                throw InputError(
                    fmt::format("{} : projet enregistré par une version plus récente de maillage (format {}, "
                                "celle-ci connaît le format {}), mettez maillage à jour",
                                name_, fmt::format("{}.{}", *number, *held),
                                fmt::format("{}.{}", kFormatVersion, kFormatMinor)));
            }
            settings.erase(minor);
        }
        return settings;
    }

    std::vector<geo::Table> read_descriptions() {
        std::vector<geo::Table> tables;
        const std::string sql =
            fmt::format("SELECT name, title, epsg, kind, row_numbers FROM {} ORDER BY fid", kTables);
        for (Rows row = database_.query(sql); row.next();) {
            budget_.spend(kDescriptionBytes + row.text(0).size() + row.text(1).size());
            geo::Table& table = tables.emplace_back();
            table.name = text(row, 0);
            table.title = text(row, 1);
            table.epsg = static_cast<int>(std::clamp<std::int64_t>(row.integer(2), -1, 1'000'000));
            const auto kind = parse_enum<geo::GeometryKind>(kKinds, row.text(3));
            const auto rows = parse_enum<RowNumbers>(kRowNumbers, row.text(4));
            require(kind && rows, fmt::format("description de « {} » illisible", table.name));
            table.geometry_kind = *kind;
            rows_.push_back(*rows);
        }
        read_columns(tables);
        return tables;
    }

    void read_columns(std::vector<geo::Table>& tables) {
        const std::string sql =
            fmt::format("SELECT table_name, name, title, type FROM {} ORDER BY fid", kColumns);
        for (Rows row = database_.query(sql); row.next();) {
            const auto owner = std::ranges::find(tables, row.text(0), &geo::Table::name);
            const auto type = parse_enum<geo::ColumnType>(kTypes, row.text(3));
            require(owner != tables.end() && type, "description de colonne illisible");
            budget_.spend(kDescriptionBytes + row.text(1).size() + row.text(2).size());
            owner->columns.push_back({text(row, 1), *type, text(row, 2)});
        }
    }

    /// The row's number, its geometry, then the table's columns.
    Rows query(const geo::Table& table, RowNumbers rows) const {
        require(database_.has_table(table.name), fmt::format("table « {} » absente", table.name));
        require_rows(table.name);
        const std::string fid = free_name(table, kFid);
        const std::string geometry = free_name(table, kGeometry);
        const bool has_geometry = database_.has_column(table.name, geometry);
        std::string sql =
            fmt::format("SELECT {}, {}", sql_name(rows == RowNumbers::column ? free_name(table, kRow) : fid),
                        has_geometry ? sql_name(geometry) : "NULL");
        for (const geo::Column& column : table.columns) {
            require(database_.has_column(table.name, column.name),
                    fmt::format("colonne « {} » absente de « {} »", column.name, table.name));
            sql += ", " + sql_name(column.name);
        }
        return database_.query(
            fmt::format("{} FROM {} ORDER BY {}", sql, sql_name(table.name), sql_name(fid)));
    }

    void read_features(geo::Table& table, RowNumbers rows) {
        for (Rows row = query(table, rows); row.next();) {
            geo::Feature& feature = table.features.emplace_back();
            feature.row = rows == RowNumbers::none ? 0 : static_cast<long>(row.integer(0));
            if (!row.is_null(1)) {
                auto geometry = row.is_bytes(1) ? parse_gpkg_geometry(row.bytes(1)) : std::nullopt;
                require(geometry.has_value(), fmt::format("géométrie illisible dans « {} », ligne {}",
                                                          table.name, table.features.size()));
                feature.geometry = std::move(*geometry);
            }
            feature.values.reserve(table.columns.size());
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                auto held = value(row, static_cast<int>(i) + 2, table.columns[i].type);
                require(held.has_value(),
                        fmt::format("valeur illisible dans « {} », ligne {}, colonne {}", table.name,
                                    table.features.size(), table.columns[i].name));
                feature.values.push_back(std::move(*held));
            }
            budget_.spend(bytes_of(feature));
            if (table.features.size() % 256 == 0) {
                progress_.check();
            }
        }
    }

    /// Nothing when what stands there is not of the column's type: SQLite would make a zero of it.
    static std::optional<geo::Value> value(const Rows& row, int column, geo::ColumnType type) {
        if (row.is_null(column)) {
            return geo::Value();
        }
        switch (type) {
        case geo::ColumnType::text:
            return row.is_text(column) && is_kept(row.text(column))
                       ? std::optional<geo::Value>(std::string(row.text(column)))
                       : std::nullopt;
        case geo::ColumnType::integer:
            return row.is_integer(column) ? std::optional<geo::Value>(row.integer(column)) : std::nullopt;
        case geo::ColumnType::real:
            return row.is_number(column) ? std::optional<geo::Value>(row.real(column)) : std::nullopt;
        case geo::ColumnType::boolean:
            return row.is_integer(column) && (row.integer(column) == 0 || row.integer(column) == 1)
                       ? std::optional<geo::Value>(row.integer(column) == 1)
                       : std::nullopt;
        case geo::ColumnType::date: {
            const auto date = row.is_text(column) ? iso_date(row.text(column)) : std::nullopt;
            return date ? std::optional<geo::Value>(*date) : std::nullopt;
        }
        }
        return std::nullopt;
    }

    Progress& progress_;
    static constexpr std::uint64_t kDescriptionBytes = 256;

    std::string name_;
    SqlWatch watch_;
    Database database_;
    Budget budget_;
    std::vector<RowNumbers> rows_;
};

} // namespace

StoredProject load_project(const std::filesystem::path& path, Progress& progress) {
    return load_project_without(path, {}, progress);
}

StoredProject load_project_without(const std::filesystem::path& path, const std::vector<std::string>& tables,
                                   Progress& progress) {
    StoredProject project = Reader(path, progress).read([&](const std::string& table) {
        return std::ranges::find(tables, table) == tables.end();
    });
    progress.report(1, "projet ouvert");
    return project;
}

geo::Table load_project_table(const std::filesystem::path& path, const std::string& name,
                              Progress& progress) {
    StoredProject project =
        Reader(path, progress).read([&](const std::string& table) { return table == name; });
    const auto found = std::ranges::find(project.tables, name, &geo::Table::name);
    if (found == project.tables.end()) {
        throw InputError(fmt::format("{} : projet endommagé, {}", path.filename().string(),
                                     fmt::format("table « {} » absente", name)));
    }
    return std::move(*found);
}

} // namespace maillage::io
