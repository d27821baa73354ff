#include "io/database.h"

#include "base/error.h"

#include <fmt/format.h>

#include <sqlite3.h>

namespace maillage::io {
namespace {

[[noreturn]] void fail(sqlite3* database) {
    const char* file = sqlite3_db_filename(database, "main");
    throw InputError(fmt::format("{} : projet endommagé, lecture interrompue (SQLite : {})",
                                 std::filesystem::path(file == nullptr ? "" : file).filename().string(),
                                 sqlite3_errmsg(database)));
}

} // namespace

void Rows::Closer::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

bool Rows::next() {
    switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        fail(sqlite3_db_handle(statement_.get()));
    }
}

bool Rows::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

bool Rows::is_text(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT;
}

bool Rows::is_integer(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
}

bool Rows::is_number(int column) const {
    return is_integer(column) || sqlite3_column_type(statement_.get(), column) == SQLITE_FLOAT;
}

bool Rows::is_bytes(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_BLOB;
}

std::string_view Rows::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr
               ? std::string_view()
               : std::string_view(text,
                                  static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

double Rows::real(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}

std::span<const std::byte> Rows::bytes(int column) const {
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Database::Closer::operator()(sqlite3* database) const noexcept {
    sqlite3_close(database);
}

Database::Database(const std::filesystem::path& path) {
    sqlite3* opened = nullptr;
    const int status =
        sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (status != SQLITE_OK) {
        throw InputError(fmt::format("{} : ouverture impossible (SQLite : {})", path.filename().string(),
                                     opened == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(opened)));
    }
    // The file may come from anybody: what its schema holds of views and triggers runs nothing.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr); // a name in quotes is never a text
}

bool Database::has_table(const std::string& name) const {
    return sqlite3_table_column_metadata(database_.get(), nullptr, name.c_str(), nullptr, nullptr, nullptr,
                                         nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool Database::has_column(const std::string& table, const std::string& name) const {
    return sqlite3_table_column_metadata(database_.get(), nullptr, table.c_str(), name.c_str(), nullptr,
                                         nullptr, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Rows Database::query(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr) !=
        SQLITE_OK) {
        fail(database_.get());
    }
    Rows rows;
    rows.statement_.reset(statement);
    return rows;
}

std::string sql_name(std::string_view name) {
    std::string sql = "\"";
    for (const char c : name) {
        sql += c;
        if (c == '"') {
            sql += c;
        }
    }
    return sql + '"';
}

} // namespace maillage::io
