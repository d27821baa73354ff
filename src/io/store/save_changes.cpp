// What a GeoPackage keeps beside the rows (its spatial index, counts, extents) is written here by hand: its
// own triggers need functions that only a program of the format has, and triggers of a stranger's file run
// nothing.
#include "base/error.h"
#include "io/store/database.h"
#include "io/store/database_edit.h"
#include "io/store/gpkg_geometry.h"
#include "io/store/project_format.h"
#include "io/store/project_lock.h"
#include "io/store/project_store.h"
#include "io/store/sql_watch.h"

#include <fmt/format.h>

#include <map>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace maillage::io {
namespace {

/// The file holds something else than what the change starts from.
struct OtherBase {};

void require_base(bool is_met) {
    if (!is_met) {
        throw OtherBase{};
    }
}

bool is_number(double number) {
    return number == number;
}

/// One that a GeoPackage keeps as "no value".
bool is_missing(const geo::Value& value) {
    const auto* number = std::get_if<double>(&value);
    return value.index() == 0 || (number != nullptr && !is_number(*number));
}

bool is_same(const geo::Value& a, const geo::Value& b) {
    return a == b || (is_missing(a) && is_missing(b));
}

/// One table of the file, while its rows change.
class TableEdit {
  public:
    TableEdit(const DatabaseEdit& file, const geo::TableChange& change)
        : file_(file), change_(change), table_(change.table), fid_(sql_name(free_name(table_, kFid))),
          has_geometry_(table_.geometry_kind != geo::GeometryKind::none) {
        require_description();
        if (has_geometry_) {
            read_geometry_column();
        }
        read_rows();
    }

    void write(Progress& progress) {
        std::size_t done = 0;
        for (const geo::RowChange& row : change_.rows) {
            if (row.before && row.after) {
                update(*row.before, *row.after);
            } else if (row.before) {
                remove(*row.before);
            } else if (row.after) {
                add(*row.after);
            }
            if (++done % 256 == 0) {
                progress.check();
            }
        }
        write_index();
        write_contents();
    }

  private:
    static std::string matches(const geo::Column& column) {
        // In the project no text and an empty one are the same.
        return column.type == geo::ColumnType::text
                   ? fmt::format("ifnull({}, '') IS ?", sql_name(column.name))
                   : fmt::format("{} IS ?", sql_name(column.name));
    }

    static void bind_match(Statement& statement, int place, const geo::Column& column,
                           const geo::Value& value) {
        if (column.type == geo::ColumnType::text && is_missing(value)) {
            statement.bind(place, std::string_view());
        } else {
            statement.bind(place, value);
        }
    }

    std::string name() const { return sql_name(table_.name); }

    std::string geometry_name() const { return free_name(table_, kGeometry); }

    void require_description() const {
        Statement described =
            file_.prepare(fmt::format("SELECT epsg, kind, row_numbers FROM {} WHERE name = ?", kTables));
        described.bind(1, std::string_view(table_.name));
        require_base(described.next());
        require_base(described.integer(0) == table_.epsg &&
                     described.text(1) == kKinds[static_cast<std::size_t>(table_.geometry_kind)] &&
                     described.text(2) != kRowNumbers[static_cast<std::size_t>(RowNumbers::column)]);
        Statement columns = file_.prepare(
            fmt::format("SELECT name, type FROM {} WHERE table_name = ? ORDER BY fid", kColumns));
        columns.bind(1, std::string_view(table_.name));
        for (const geo::Column& column : table_.columns) {
            require_base(columns.next() && columns.text(0) == column.name &&
                         columns.text(1) == kTypes[static_cast<std::size_t>(column.type)]);
        }
        require_base(!columns.next());
    }

    void read_geometry_column() {
        Statement column = file_.prepare(
            "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ? AND column_name = ?");
        column.bind(1, std::string_view(table_.name));
        column.bind(2, std::string_view(geometry_name()));
        require_base(column.next());
        srs_ = static_cast<std::int32_t>(column.integer(0));
        const std::string index = fmt::format("rtree_{}_{}", table_.name, geometry_name());
        Statement found =
            file_.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql "
                          "LIKE 'CREATE VIRTUAL TABLE % USING rtree(%'");
        found.bind(1, std::string_view(index));
        index_ = found.next() ? index : std::string();
    }

    /// Which row of the file each row of the project is.
    void read_rows() {
        const std::string key = change_.key.empty() ? "NULL" : sql_name(change_.key);
        Statement rows =
            file_.prepare(fmt::format("SELECT {}, {} FROM {} ORDER BY {}", fid_, key, name(), fid_));
        std::size_t count = 0;
        while (rows.next()) {
            ++count;
            if (change_.key.empty()) {
                fids_.push_back(rows.integer(0));
            } else {
                require_base(by_key_.emplace(rows.text(1), rows.integer(0)).second);
            }
        }
        require_base(count == change_.rows_before);
    }

    std::int64_t fid_of(const geo::Feature& feature) const {
        if (change_.key.empty()) {
            return fids_.at(static_cast<std::size_t>(feature.row) - 1);
        }
        const auto column = geo::find_column(table_, change_.key);
        const auto found = by_key_.find(geo::to_text(feature.values.at(column.value())));
        require_base(found != by_key_.end());
        return found->second;
    }

    /// Kept for the next row that needs the same one.
    Statement& statement(const std::string& sql) {
        const auto found = statements_.find(sql);
        return found != statements_.end() ? found->second
                                          : statements_.emplace(sql, file_.prepare(sql)).first->second;
    }

    void require_geometry(std::int64_t fid, const geo::Geometry& before) {
        Statement& held =
            statement(fmt::format("SELECT {} FROM {} WHERE {} = ?", sql_name(geometry_name()), name(), fid_));
        held.bind(1, fid);
        require_base(held.next());
        const auto geometry = held.is_null(0) ? geo::Geometry() : parse_gpkg_geometry(held.bytes(0));
        require_base(geometry == before);
        held.next(); // ends it
    }

    void bind_geometry(Statement& statement, int place, const geo::Geometry& geometry) const {
        if (std::holds_alternative<std::monostate>(geometry)) {
            statement.bind_null(place);
        } else {
            statement.bind(place, std::span<const std::byte>(write_gpkg_geometry(geometry, srs_)));
        }
    }

    void update(const geo::Feature& before, const geo::Feature& after) {
        const std::int64_t fid = fid_of(before);
        std::vector<std::size_t> changed;
        std::string set;
        std::string where;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            if (!is_same(before.values[i], after.values[i])) {
                changed.push_back(i);
                set += fmt::format("{}{} = ?", set.empty() ? "" : ", ", sql_name(table_.columns[i].name));
                where += " AND " + matches(table_.columns[i]);
            }
        }
        const bool moves = has_geometry_ && before.geometry != after.geometry;
        if (moves) {
            require_geometry(fid, before.geometry);
            set += fmt::format("{}{} = ?", set.empty() ? "" : ", ", sql_name(geometry_name()));
        }
        if (set.empty()) {
            return;
        }
        Statement& row = statement(fmt::format("UPDATE {} SET {} WHERE {} = ?{}", name(), set, fid_, where));
        int place = 0;
        for (const std::size_t i : changed) {
            row.bind(++place, after.values[i]);
        }
        if (moves) {
            bind_geometry(row, ++place, after.geometry);
        }
        row.bind(++place, fid);
        for (const std::size_t i : changed) {
            bind_match(row, ++place, table_.columns[i], before.values[i]);
        }
        require_base(row.run() == 1);
        if (moves) {
            note_place(fid, after.geometry);
        }
    }

    void remove(const geo::Feature& before) {
        const std::int64_t fid = fid_of(before);
        if (has_geometry_) {
            require_geometry(fid, before.geometry);
        }
        std::string sql = fmt::format("DELETE FROM {} WHERE {} = ?", name(), fid_);
        for (const geo::Column& column : table_.columns) {
            sql += " AND " + matches(column);
        }
        Statement& row = statement(sql);
        row.bind(1, fid);
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            bind_match(row, static_cast<int>(i) + 2, table_.columns[i], before.values[i]);
        }
        require_base(row.run() == 1);
        note_place(fid, {});
        --added_;
    }

    void add(const geo::Feature& after) {
        std::string columns;
        std::string places;
        const auto also = [&](const std::string& column) {
            columns += (columns.empty() ? "" : ", ") + sql_name(column);
            places += places.empty() ? "?" : ", ?";
        };
        for (const geo::Column& column : table_.columns) {
            also(column.name);
        }
        if (has_geometry_) {
            also(geometry_name());
        }
        Statement& row = statement(
            fmt::format("INSERT INTO {} ({}) VALUES ({}) RETURNING {}", name(), columns, places, fid_));
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            row.bind(static_cast<int>(i) + 1, after.values[i]);
        }
        if (has_geometry_) {
            bind_geometry(row, static_cast<int>(table_.columns.size()) + 1, after.geometry);
        }
        require_base(row.next());
        const std::int64_t fid = row.integer(0);
        row.next(); // ends it
        note_place(fid, after.geometry);
        ++added_;
    }

    void note_place(std::int64_t fid, const geo::Geometry& geometry) {
        if (has_geometry_) {
            places_.emplace_back(fid, geo::bounds(geometry));
        }
    }

    void write_index() {
        if (index_.empty() || places_.empty()) {
            return;
        }
        Statement out = file_.prepare(fmt::format("DELETE FROM {} WHERE id = ?", sql_name(index_)));
        Statement in =
            file_.prepare(fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?, ?, ?, ?)", sql_name(index_)));
        for (const auto& [fid, box] : places_) {
            if (box.is_empty()) {
                out.bind(1, fid);
                out.run();
                continue;
            }
            in.bind(1, fid);
            in.bind(2, box.min.x);
            in.bind(3, box.max.x);
            in.bind(4, box.min.y);
            in.bind(5, box.max.y);
            in.run();
        }
    }

    void write_contents() {
        Statement day = file_.prepare("UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', "
                                      "'now') WHERE table_name = ?");
        day.bind(1, std::string_view(table_.name));
        day.run();
        geo::Box extent;
        for (const auto& place : places_) {
            extent.extend(place.second);
        }
        if (!extent.is_empty()) { // it only grows: to let it shrink, all rows would have to be read
            Statement grow = file_.prepare(
                "UPDATE gpkg_contents SET min_x = min(ifnull(min_x, ?2), ?2), min_y = min(ifnull(min_y, ?3), "
                "?3), max_x = max(ifnull(max_x, ?4), ?4), max_y = max(ifnull(max_y, ?5), ?5) WHERE "
                "table_name = ?1");
            grow.bind(1, std::string_view(table_.name));
            grow.bind(2, extent.min.x);
            grow.bind(3, extent.min.y);
            grow.bind(4, extent.max.x);
            grow.bind(5, extent.max.y);
            grow.run();
        }
        if (added_ != 0) {
            Statement count = file_.prepare(
                "UPDATE gpkg_ogr_contents SET feature_count = feature_count + ? WHERE table_name = ?");
            count.bind(1, added_);
            count.bind(2, std::string_view(table_.name));
            count.run();
        }
    }

    const DatabaseEdit& file_;
    const geo::TableChange& change_;
    const geo::Table& table_;
    std::string fid_;
    bool has_geometry_;
    std::int32_t srs_ = 0;
    std::string index_; ///< empty: the table has none
    std::vector<std::int64_t> fids_;
    std::unordered_map<std::string, std::int64_t> by_key_;
    std::map<std::string, Statement> statements_;
    std::vector<std::pair<std::int64_t, geo::Box>> places_; ///< of the rows that moved; empty: gone
    std::int64_t added_ = 0;
};

void write_setting(const DatabaseEdit& file, const std::string& key, const std::string* before,
                   const std::string* after) {
    if (before != nullptr && after != nullptr && *before == *after) {
        return;
    }
    if (before == nullptr) {
        Statement row = file.prepare(fmt::format("INSERT INTO {} (key, value) VALUES (?, ?)", kSettings));
        row.bind(1, std::string_view(key));
        row.bind(2, std::string_view(*after));
        row.run();
        return;
    }
    Statement row = file.prepare(
        after == nullptr
            ? fmt::format("DELETE FROM {} WHERE key = ?1 AND ifnull(value, '') IS ?2", kSettings)
            : fmt::format("UPDATE {} SET value = ?3 WHERE key = ?1 AND ifnull(value, '') IS ?2", kSettings));
    row.bind(1, std::string_view(key));
    row.bind(2, std::string_view(*before));
    if (after != nullptr) {
        row.bind(3, std::string_view(*after));
    }
    require_base(row.run() == 1);
}

const std::string* find(const std::map<std::string, std::string>& settings, const std::string& key) {
    const auto found = settings.find(key);
    return found == settings.end() ? nullptr : &found->second;
}

void write_settings(const DatabaseEdit& file, const StoredChange& change) {
    for (const auto& [key, value] : change.settings_before) {
        write_setting(file, key, &value, find(change.settings_after, key));
    }
    for (const auto& [key, value] : change.settings_after) {
        if (!change.settings_before.contains(key)) {
            write_setting(file, key, nullptr, &value);
        }
    }
}

void raise_minor(const DatabaseEdit& file) {
    Statement minor = file.prepare(fmt::format("SELECT value FROM {} WHERE key = ?", kSettings));
    minor.bind(1, std::string_view(kMinorKey));
    const std::string now = std::to_string(kFormatMinor);
    const bool is_there = minor.next();
    const std::string before = is_there ? std::string(minor.text(0)) : std::string();
    write_setting(file, kMinorKey, is_there ? &before : nullptr, &now);
}

} // namespace

std::optional<Saved> save_changes(const std::filesystem::path& path, const StoredChange& change,
                                  Progress& progress, const SaveTerms& terms) {
    std::optional<ProjectLock> own;
    if (terms.held == nullptr) {
        own.emplace(path);
    }
    const ProjectLock& lock = own ? *own : *terms.held;
    lock.check_unchanged(terms.opened.value());
    std::error_code absent;
    if (!std::filesystem::exists(path, absent) || ::access(path.c_str(), W_OK) != 0) {
        return std::nullopt; // taken away meanwhile, or what cannot be done is told by who saves whole
    }
    const bool has_changes = !change.tables.empty() || change.settings_before != change.settings_after;
    if (has_changes) {
        // No other handle of the file may be closed in this process while this one is open: that would let go
        // of its locks.
        const SqlWatch watch(progress);
        DatabaseEdit file(path);
        try {
            for (const geo::TableChange& table : change.tables) {
                TableEdit(file, table).write(progress);
            }
            write_settings(file, change);
            raise_minor(file);
        } catch (const OtherBase&) {
            return std::nullopt;
        }
        progress.check(); // the last moment to stop
        file.commit();
    }
    if (has_changes) {
        sign(path);
    }
    progress.report(1, "projet enregistré");
    return Saved{stamp_of(path), {}};
}

} // namespace maillage::io
