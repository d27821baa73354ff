// database_edit.h: one transaction on a database that other programs may have open. Private to the room.
#pragma once

#include "geo/table.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace maillage::io {

class DatabaseEdit;

/// A statement that is run as often as wanted, with other values each time. Places count from 1.
class Statement {
  public:
    void bind_null(int place);
    void bind(int place, std::string_view text);
    void bind(int place, std::int64_t number);
    void bind(int place, double number);
    void bind(int place, std::span<const std::byte> bytes);
    /// As its column keeps it.
    void bind(int place, const geo::Value& value);
    /// The next row; false after the last one, and the statement is then ready for other values.
    bool next();
    /// Rows that it changed. For one that gives none.
    int run();
    std::string_view text(int column) const;
    std::int64_t integer(int column) const;
    std::span<const std::byte> bytes(int column) const;
    bool is_null(int column) const;

  private:
    friend class DatabaseEdit;

    struct Closer {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    const DatabaseEdit* edit_ = nullptr;
    std::unique_ptr<sqlite3_stmt, Closer> statement_;
};

/// Opens the file for writing, takes back what a program that died left half written, and begins. Triggers
/// and views of the file run nothing: what the file is to hold is written statement by statement. How it logs
/// its changes stays as it is found. What is not committed never was.
class DatabaseEdit {
  public:
    /// Throws StorageError when the file cannot be written, or another program does not let go of it.
    explicit DatabaseEdit(const std::filesystem::path& file);
    DatabaseEdit(const DatabaseEdit&) = delete;
    DatabaseEdit& operator=(const DatabaseEdit&) = delete;

    Statement prepare(const std::string& sql) const;
    void commit();

  private:
    friend class Statement;

    struct Closer {
        void operator()(sqlite3* database) const noexcept;
    };

    [[noreturn]] void fail(int status) const;

    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Closer> database_;
};

} // namespace maillage::io
