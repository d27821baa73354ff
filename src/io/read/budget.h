// budget.h: what one reading may become. A file of some kilobytes can ask for gigabytes (a text that a
// thousand cells share, a column for each row, a grid that is declared and not there): what counts is what
// the bytes become, counted before they become it. Private to the room.
#pragma once

#include "geo/table.h"

#include <cstdint>
#include <string>

namespace maillage::io {

class Budget {
  public:
    static constexpr std::size_t kMostColumns = 16'384; ///< what a spreadsheet has

    /// `file_bytes`: on the disk. A large file may become as much as its own size justifies, unless it is
    /// compressed: then its size says nothing.
    Budget(std::string name, std::uint64_t file_bytes, bool is_packed,
           std::uint64_t least_bytes = 512ULL << 20U);

    /// Throws InputError when less than `bytes` are left.
    void require(std::uint64_t bytes) const;
    /// The same, and takes them.
    void spend(std::uint64_t bytes);
    void check_columns(std::size_t count) const;

    const std::string& name() const { return name_; }

  private:
    std::string name_;
    std::uint64_t most_bytes_;
    std::uint64_t spent_ = 0;
};

/// What it takes in memory beside the object itself.
std::uint64_t bytes_behind(const std::string& text);
std::uint64_t bytes_behind(const geo::Geometry& geometry);
/// What the feature takes in its table.
std::uint64_t bytes_of(const geo::Feature& feature);

} // namespace maillage::io
