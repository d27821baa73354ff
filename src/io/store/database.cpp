#include "io/store/database.h"

#include "base/error.h"
#include "base/system_reason.h"
#include "base/text.h"
#include "io/store/sql_watch.h"
#include "io/write/work_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sqlite3.h>
#include <utility>

namespace maillage::io {
namespace {

[[noreturn]] void fail(sqlite3* database) {
    const char* file = sqlite3_db_filename(database, "main");
    if (sqlite3_errcode(database) == SQLITE_INTERRUPT) {
        tell_interrupted(std::filesystem::path(file == nullptr ? "" : file).filename().string());
    }
    throw InputError(fmt::format("{} : projet endommagé, lecture interrompue (SQLite : {})",
                                 std::filesystem::path(file == nullptr ? "" : file).filename().string(),
                                 sqlite3_errmsg(database)));
}

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kCompanions = {"-wal", "-journal", "-shm"};

fs::path beside(const fs::path& file, const char* suffix) {
    return file.string() + suffix;
}

/// 0 for a file that is not there.
std::uintmax_t size_of(const fs::path& file) {
    std::error_code absent;
    const std::uintmax_t size = fs::file_size(file, absent);
    return absent ? 0 : size;
}

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

bool is_database(const fs::path& file) {
    std::array<char, 15> head{};
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), head.size());
    return (in && std::string_view(head.data(), head.size()) == "SQLite format 3") ||
           fold(file.extension().string()) == ".gpkg";
}

/// The file says that its changes go to a log beside it ("WAL").
bool is_logged(const fs::path& file) {
    std::array<char, 20> head{};
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), head.size());
    return in && std::string_view(head.data(), 15) == "SQLite format 3" && (head[18] == 2 || head[19] == 2);
}

/// When the files were last written, and how long they are.
auto moment_of(const fs::path& file) {
    std::array<std::pair<fs::file_time_type, std::uintmax_t>, 3> moments{};
    const std::array<fs::path, 3> files = {file, beside(file, "-wal"), beside(file, "-journal")};
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::error_code absent;
        moments[i] = {fs::last_write_time(files[i], absent), size_of(files[i])};
    }
    return moments;
}

void execute(sqlite3* database, const char* sql, const fs::path& file) {
    char* text = nullptr;
    const int status = sqlite3_exec(database, sql, nullptr, nullptr, &text);
    const std::string reason = text == nullptr ? "" : text;
    sqlite3_free(text);
    if (status == SQLITE_BUSY || status == SQLITE_LOCKED) {
        throw StorageError(
            fmt::format("{} : ouvert dans un autre programme, fermez-l'y ou enregistrez sous un autre "
                        "nom ; rien n'a été remplacé",
                        file.string()));
    }
    if (status != SQLITE_OK) {
        throw StorageError(
            fmt::format("{} : un autre programme y a laissé des lignes qui ne se lisent pas (SQLite : "
                        "{}) ; rien n'a été remplacé",
                        file.string(), reason));
    }
}

} // namespace

bool writes_when_read(const fs::path& file) {
    return size_of(beside(file, "-wal")) > 0 || size_of(beside(file, "-journal")) > 0 || is_logged(file);
}

PrivateCopy::PrivateCopy(const fs::path& file) : path_(file) {
    if (!writes_when_read(file)) {
        return;
    }
    std::error_code failed;
    const auto folder = make_work_folder(fs::temp_directory_path(), "maillage-");
    if (!folder) {
        throw StorageError(fmt::format("{} : pas de place pour une copie dans {}", file.string(),
                                       fs::temp_directory_path().string()));
    }
    folder_ = *folder;
    path_ = folder_ / file.filename();
    for (int tries = 0; tries < 5; ++tries) {
        const auto before = moment_of(file);
        for (const char* suffix : {"", "-wal", "-journal"}) {
            fs::remove(beside(path_, suffix), failed);
            if (is_there(beside(file, suffix)) &&
                !fs::copy_file(beside(file, suffix), beside(path_, suffix), failed)) {
                drop_work_folder(folder_);
                throw StorageError(fmt::format("{} : la copie à lire n'a pas pu se faire ({})", file.string(),
                                               system_reason(failed)));
            }
        }
        if (moment_of(file) == before) {
            return;
        }
    }
    drop_work_folder(folder_);
    throw InputError(
        fmt::format("{} : un autre programme y écrit en ce moment, réessayez ensuite", file.string()));
}

PrivateCopy::~PrivateCopy() {
    if (!folder_.empty()) {
        drop_work_folder(folder_);
    }
}

PrivateCopy::PrivateCopy(PrivateCopy&& other) noexcept
    : path_(std::move(other.path_)), folder_(std::exchange(other.folder_, {})) {}

PrivateCopy& PrivateCopy::operator=(PrivateCopy&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(folder_, other.folder_);
    return *this;
}

void settle_database(const fs::path& file) {
    if (std::ranges::none_of(kCompanions,
                             [&](const char* suffix) { return is_there(beside(file, suffix)); }) ||
        !is_database(file)) {
        return;
    }
    if (size_of(file) == 0) { // nothing that such rows could belong to
        for (const char* suffix : {"-wal", "-journal"}) {
            if (size_of(beside(file, suffix)) > 0) {
                throw StorageError(
                    fmt::format("{} : reste d'un fichier qui n'est plus là, déplacez-le ; rien n'a été "
                                "remplacé",
                                beside(file, suffix).string()));
            }
        }
    } else {
        sqlite3* opened = nullptr;
        const int status =
            sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, sqlite3_close);
        if (status != SQLITE_OK) {
            throw StorageError(
                fmt::format("{} : ouverture impossible (SQLite : {})", file.string(),
                            opened == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(opened)));
        }
        sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        execute(opened, "PRAGMA locking_mode = EXCLUSIVE", file);
        execute(opened, "BEGIN EXCLUSIVE", file); // takes back what was not committed
        execute(opened, "COMMIT", file);
        execute(opened, "PRAGMA journal_mode = DELETE", file); // moves what was
    }
    for (const char* suffix : kCompanions) { // empty ones, or an index of a log that is no more
        std::error_code ignored;
        fs::remove(beside(file, suffix), ignored);
    }
}

void Rows::Closer::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

bool Rows::next() {
    switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
        note_row();
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

Database::Database(const std::filesystem::path& path) : copy_(path) {
    sqlite3* opened = nullptr;
    const int access = copy_.is_copy() ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    const int status = sqlite3_open_v2(copy_.path().c_str(), &opened, access | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (status != SQLITE_OK) {
        throw InputError(fmt::format("{} : ouverture impossible (SQLite : {})", path.filename().string(),
                                     opened == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(opened)));
    }
    limit_database(opened);
    // The file may come from anybody: what its schema holds of views and triggers runs nothing.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr); // a name in quotes is never a text
}

bool Database::has_table(const std::string& name) const {
    return sqlite3_table_column_metadata(database_.get(), nullptr, name.c_str(), nullptr, nullptr, nullptr,
                                         nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool Database::holds(const std::string& table) const {
    // Neither a view nor a virtual table has pages; a computed column is neither plain (0) nor hidden (1).
    Rows row = query(fmt::format(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = {0} COLLATE "
        "NOCASE AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo({0}) WHERE hidden > 1)",
        sql_text(table)));
    return row.next();
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

std::string sql_text(std::string_view text) {
    std::string sql = "'";
    for (const char c : text) {
        sql += c;
        if (c == '\'') {
            sql += c;
        }
    }
    return sql + "'";
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
