// read_csv.h: comma, semicolon, tab or bar separated text, also gzipped, read as a stream. Private to the
// room.
#pragma once

#include "io/read/budget.h"
#include "io/read/finding_log.h"
#include "io/read/read_table.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::io {

/// RFC 4180 with any separator; accepts CRLF, LF and CR, and quotes in the middle of a bare cell. Feed it
/// pieces.
class CsvParser {
  public:
    using Sink = std::function<bool(std::vector<std::string>)>; ///< false: stop

    CsvParser(char separator, Sink sink) : separator_(separator), sink_(std::move(sink)) {}

    /// False once the sink wants no more.
    bool feed(std::string_view piece);
    void finish();

    /// What the row at hand takes in memory.
    std::size_t pending_bytes() const { return cell_.capacity() + row_bytes_; }

    /// True when the text ended inside quotes.
    bool ended_in_quotes() const { return state_ == State::quoted; }

  private:
    enum class State { cell_start, bare, quoted, quote_seen, after_cr };
    void end_cell();
    void end_row();
    void put(char c);

    char separator_;
    Sink sink_;
    State state_ = State::cell_start;
    std::string cell_;
    std::vector<std::string> row_;
    std::size_t row_bytes_ = 0;
    bool wants_more_ = true;
};

/// Fills `result.table` with text columns and `result.info`; see read_table.
void read_csv(const std::filesystem::path& file, const ReadOptions& options, ReadResult& result,
              FindingLog& log, Budget& budget, Progress& progress);

} // namespace maillage::io
