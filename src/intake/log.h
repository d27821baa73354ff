// log.h: collects the findings of one import so that a file with a hundred thousand defects stays
// legible.
#pragma once

#include "base/finding.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::intake {

class ImportLog {
  public:
    explicit ImportLog(std::string source) : source_(std::move(source)) {}

    /// `kind` is a French phrase that fits "12 lignes : kind"; rows of one kind are counted, the first ones
    /// detailed.
    void add(Severity severity, long row, std::string_view column, std::string_view kind,
             std::string message);
    /// Counted under `kind` without a line of its own: for rows that a national file has in thousands.
    void count(Severity severity, std::string_view kind);
    /// About the whole file.
    void file(Severity severity, std::string_view column, std::string message);
    /// True while a message under `kind` would be kept: spares the making of it.
    bool wants(std::string_view kind) const;

    /// What most rows have in common, as one sentence; empty when there is nothing. Before `finish`.
    std::string main_reason() const;

    /// What concerns the whole file, then the counts, then the rows in the order they were found.
    Findings finish();

  private:
    struct Tally {
        std::size_t count = 0;
        std::size_t detailed = 0;
        Severity severity = Severity::note;
    };

    Tally& tally(Severity severity, std::string_view kind);

    std::string source_;
    Findings whole_;
    Findings rows_;
    std::vector<std::string> order_; ///< kinds, as first met
    std::map<std::string, Tally, std::less<>> tallies_;
};

} // namespace maillage::intake
