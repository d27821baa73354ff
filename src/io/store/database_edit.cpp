#include "io/store/database_edit.h"

#include "base/error.h"
#include "io/store/sql_watch.h"

#include <fmt/format.h>

#include <cmath>
#include <sqlite3.h>

namespace maillage::io {
namespace {

constexpr int kPatience_ms = 5000; ///< until a reader has ended its query

} // namespace

void Statement::Closer::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

void Statement::bind_null(int place) {
    sqlite3_bind_null(statement_.get(), place);
}

void Statement::bind(int place, std::string_view text) {
    const char* begin = text.data() == nullptr ? "" : text.data(); // a null pointer would mean "no value"
    sqlite3_bind_text64(statement_.get(), place, begin, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int place, std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), place, number);
}

void Statement::bind(int place, double number) {
    sqlite3_bind_double(statement_.get(), place, number); // NaN becomes "no value"
}

void Statement::bind(int place, std::span<const std::byte> bytes) {
    sqlite3_bind_blob64(statement_.get(), place, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

void Statement::bind(int place, const geo::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        bind(place, std::string_view(*text));
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        bind(place, *whole);
    } else if (const auto* number = std::get_if<double>(&value)) {
        bind(place, *number);
    } else if (const auto* flag = std::get_if<bool>(&value)) {
        bind(place, std::int64_t{*flag ? 1 : 0});
    } else if (const auto* date = std::get_if<Date>(&value)) {
        bind(place, std::string_view(to_iso(*date)));
    } else {
        bind_null(place);
    }
}

bool Statement::next() {
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_ROW) {
        note_row();
        return true;
    }
    sqlite3_reset(statement_.get());
    if (status != SQLITE_DONE) {
        edit_->fail(status);
    }
    return false;
}

int Statement::run() {
    while (next()) {
    }
    note_row(); // a statement that ended is progress too
    return sqlite3_changes(edit_->database_.get());
}

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr
               ? std::string_view()
               : std::string_view(text,
                                  static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::span<const std::byte> Statement::bytes(int column) const {
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void DatabaseEdit::Closer::operator()(sqlite3* database) const noexcept {
    sqlite3_close(database); // takes back what was not committed
}

DatabaseEdit::DatabaseEdit(const std::filesystem::path& file) : file_(file) {
    sqlite3* opened = nullptr;
    const int status =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (status != SQLITE_OK) {
        fail(status);
    }
    limit_database(opened);
    sqlite3_busy_timeout(opened, kPatience_ms);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    prepare("PRAGMA synchronous = FULL").run();
    prepare("PRAGMA cache_size = -65536").run();
    prepare("BEGIN IMMEDIATE").run();
}

Statement DatabaseEdit::prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    const int status =
        sqlite3_prepare_v2(database_.get(), sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
    if (status != SQLITE_OK) {
        fail(status);
    }
    Statement made;
    made.edit_ = this;
    made.statement_.reset(statement);
    return made;
}

void DatabaseEdit::commit() {
    prepare("COMMIT").run();
}

void DatabaseEdit::fail(int status) const {
    const std::string name = file_.filename().string();
    switch (status & 0xff) {
    case SQLITE_INTERRUPT:
        tell_interrupted(name);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw StorageError(
            fmt::format("{} : ouvert dans un autre programme, fermez-l'y ou enregistrez sous un autre "
                        "nom ; rien n'a été remplacé",
                        file_.string()));
    case SQLITE_FULL:
        throw StorageError(
            fmt::format("{} : enregistrement interrompu, le disque est peut-être plein", name));
    default:
        throw StorageError(
            fmt::format("{} : enregistrement interrompu (SQLite : {})", name,
                        database_ == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(database_.get())));
    }
}

} // namespace maillage::io
