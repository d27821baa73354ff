// sql_watch.h: what a database may do while we read it, whoever opened it (ourselves, or GDAL, which reads
// GeoPackages and MBTiles by it). A file can hold a query instead of a table: one that never ends, one that
// makes values of a gigabyte. Private to the room.
#pragma once

#include "base/progress.h"

#include <cstdint>
#include <string>

struct sqlite3;

namespace maillage::io {

/// Every database that is opened in this process from now on is watched: limits of `limit_database`, and
/// stops when the SqlWatch of its thread says so.
void watch_every_database();
/// No value is longer than 64 MiB.
void limit_database(sqlite3* database);

/// While it lives, queries of this thread stop when `progress` is cancelled, or when they compute for some
/// seconds without giving a row.
class SqlWatch {
  public:
    explicit SqlWatch(const Progress& progress);
    ~SqlWatch();
    SqlWatch(const SqlWatch&) = delete;
    SqlWatch& operator=(const SqlWatch&) = delete;

    /// A row has come.
    void got_row() { steps_ = 0; }

    bool must_stop();
    /// Throws Cancelled when that was asked, InputError when a query was stopped because it gave nothing.
    void check(const std::string& name) const;

  private:
    const Progress& progress_;
    SqlWatch* before_;
    std::uint64_t steps_ = 0;
    bool is_spent_ = false;
};

/// To the SqlWatch of this thread, where there is one.
void note_row();
/// After a query of this thread was interrupted: Cancelled, or an InputError that begins with `name`.
[[noreturn]] void tell_interrupted(const std::string& name);

} // namespace maillage::io
