// finding_log.h: findings of one source, each kind counted so that a broken national file does not bring a
// million.
#pragma once

#include "base/finding.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace maillage::io {

class FindingLog {
  public:
    explicit FindingLog(std::string source) : source_(std::move(source)) {}

    /// `kind` groups the findings that are counted together.
    void add(Severity severity, const std::string& kind, long row, std::string column, std::string message) {
        Kind& entry = kinds_[kind];
        entry.severity = std::max(entry.severity, severity);
        if (++entry.count <= kMostOfAKind) {
            findings_.push_back({severity, source_, row, std::move(column), std::move(message)});
        }
    }

    void note(std::string message) {
        findings_.push_back({Severity::note, source_, 0, "", std::move(message)});
    }

    /// Everything found, the surplus of each kind as one sentence.
    Findings take() {
        for (const auto& [kind, entry] : kinds_) {
            if (entry.count > kMostOfAKind) {
                findings_.push_back({entry.severity, source_, 0, "",
                                     kind + " : encore " + std::to_string(entry.count - kMostOfAKind) +
                                         " lignes concernées"});
            }
        }
        kinds_.clear();
        return std::exchange(findings_, {});
    }

  private:
    static constexpr std::size_t kMostOfAKind = 500;

    struct Kind {
        std::size_t count = 0;
        Severity severity = Severity::note;
    };

    std::string source_;
    std::map<std::string, Kind> kinds_;
    Findings findings_;
};

} // namespace maillage::io
