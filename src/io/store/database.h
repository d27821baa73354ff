// database.h: an SQLite file, read. Private to the room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace maillage::io {

/// Rows of one query, in order. Texts and bytes are the statement's own: they hold until the next row.
class Rows {
  public:
    /// False after the last one. Throws InputError when the file is damaged.
    bool next();
    bool is_null(int column) const;
    /// A column may hold anything, whatever its type: what stands in this row.
    bool is_text(int column) const;
    bool is_integer(int column) const;
    bool is_number(int column) const;
    bool is_bytes(int column) const;
    std::string_view text(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::span<const std::byte> bytes(int column) const;

  private:
    friend class Database;

    struct Closer {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    std::unique_ptr<sqlite3_stmt, Closer> statement_;
};

/// A database that cannot be read without writing beside it (a log that another program left or is writing),
/// as a copy in a private folder.
class PrivateCopy {
  public:
    PrivateCopy() = default;
    /// Throws InputError when another program is writing all the time, StorageError when there is no room.
    explicit PrivateCopy(const std::filesystem::path& file);
    ~PrivateCopy();
    PrivateCopy(PrivateCopy&& other) noexcept;
    PrivateCopy& operator=(PrivateCopy&& other) noexcept;
    PrivateCopy(const PrivateCopy&) = delete;
    PrivateCopy& operator=(const PrivateCopy&) = delete;

    /// Where to read: the copy, or the file itself when it can be read as it lies.
    const std::filesystem::path& path() const { return path_; }

    bool is_copy() const { return !folder_.empty(); }

  private:
    std::filesystem::path path_;
    std::filesystem::path folder_;
};

/// True when reading the file as it lies would make or change files beside it.
bool writes_when_read(const std::filesystem::path& file);

class Database {
  public:
    /// Read only: nothing is written beside the file, whatever another program has left there; rows that it
    /// has committed are read. Throws InputError when the file cannot be opened.
    explicit Database(const std::filesystem::path& path);

    bool has_table(const std::string& name) const;
    /// The table is in the file as rows, not as something to compute.
    bool holds(const std::string& table) const;
    bool has_column(const std::string& table, const std::string& name) const;
    /// Throws InputError naming the file when it is damaged or holds no such table or column.
    Rows query(const std::string& sql) const;

  private:
    struct Closer {
        void operator()(sqlite3* database) const noexcept;
    };

    PrivateCopy copy_; ///< closed after the database
    std::unique_ptr<sqlite3, Closer> database_;
};

/// 'l''été'.
std::string sql_text(std::string_view text);
/// Moves rows that another program has committed into the file itself, and takes back what it had not
/// committed when it died, before the file is replaced. Throws StorageError while another program has it
/// open, or when rows would be lost. Nothing for a file without such companions.
void settle_database(const std::filesystem::path& file);

/// A name as SQL has it: "l""été".
std::string sql_name(std::string_view name);

} // namespace maillage::io
