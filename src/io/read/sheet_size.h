// sheet_size.h: what a spreadsheet becomes, counted from its XML before anything is built of it: its reader
// keeps every cell of it in memory, with a copy of the text that the file holds once for all of them. Private
// to the room.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace maillage::io {

class SheetSize {
  public:
    /// `name`: of the file, for messages.
    explicit SheetSize(std::string name);
    ~SheetSize();
    SheetSize(const SheetSize&) = delete;
    SheetSize& operator=(const SheetSize&) = delete;

    /// A file of the archive: its pieces follow.
    void begin(const std::string& entry);
    /// Throws InputError for declarations of entities, which no spreadsheet has.
    void feed(std::string_view piece);
    void end();

    /// In memory, with the reader's own: the largest sheet of an XLSX, all of an ODS.
    std::uint64_t bytes() const;

  private:
    class Counter;
    std::unique_ptr<Counter> counter_;
};

} // namespace maillage::io
