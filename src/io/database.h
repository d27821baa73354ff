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

class Database {
  public:
    /// Read only: nothing is written beside the file. Throws InputError when the file cannot be opened.
    explicit Database(const std::filesystem::path& path);

    bool has_table(const std::string& name) const;
    bool has_column(const std::string& table, const std::string& name) const;
    /// Throws InputError naming the file when it is damaged or holds no such table or column.
    Rows query(const std::string& sql) const;

  private:
    struct Closer {
        void operator()(sqlite3* database) const noexcept;
    };

    std::unique_ptr<sqlite3, Closer> database_;
};

/// A name as SQL has it: "l""été".
std::string sql_name(std::string_view name);

} // namespace maillage::io
