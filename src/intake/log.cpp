#include "intake/log.h"

#include "base/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::intake {
namespace {

constexpr std::size_t kDetailed = 1000; ///< rows told one by one for each kind of defect

std::string rows_text(std::size_t count) {
    return to_french(static_cast<std::int64_t>(count)) + (count > 1 ? " lignes" : " ligne");
}

} // namespace

ImportLog::Tally& ImportLog::tally(Severity severity, std::string_view kind) {
    auto it = tallies_.find(kind);
    if (it == tallies_.end()) {
        order_.emplace_back(kind);
        it = tallies_.emplace(std::string(kind), Tally()).first;
    }
    it->second.severity = std::max(it->second.severity, severity);
    ++it->second.count;
    return it->second;
}

void ImportLog::add(Severity severity, long row, std::string_view column, std::string_view kind,
                    std::string message) {
    Tally& of_kind = tally(severity, kind);
    if (of_kind.detailed < kDetailed) {
        ++of_kind.detailed;
        rows_.push_back({severity, source_, row, std::string(column), std::move(message)});
    }
}

void ImportLog::count(Severity severity, std::string_view kind) {
    tally(severity, kind);
}

void ImportLog::file(Severity severity, std::string_view column, std::string message) {
    whole_.push_back({severity, source_, 0, std::string(column), std::move(message)});
}

bool ImportLog::wants(std::string_view kind) const {
    const auto it = tallies_.find(kind);
    return it == tallies_.end() || it->second.detailed < kDetailed;
}

std::string ImportLog::main_reason() const {
    const auto most =
        std::ranges::max_element(tallies_, {}, [](const auto& entry) { return entry.second.count; });
    if (most != tallies_.end()) {
        return fmt::format("{} : {}", rows_text(most->second.count), most->first);
    }
    const auto whole = std::ranges::find_if(
        whole_, [](const Finding& finding) { return finding.severity != Severity::note; });
    return whole == whole_.end() ? std::string() : whole->message;
}

Findings ImportLog::finish() {
    for (const std::string& kind : order_) {
        const Tally& of_kind = tallies_.find(kind)->second;
        if (of_kind.count == of_kind.detailed && of_kind.count == 1) {
            continue; // its own line says it all
        }
        std::string message = fmt::format("{} : {}", rows_text(of_kind.count), kind);
        if (of_kind.detailed > 0 && of_kind.detailed < of_kind.count) {
            message += fmt::format(" ({} détaillées)", rows_text(of_kind.detailed));
        }
        whole_.push_back({of_kind.severity, source_, 0, {}, std::move(message)});
    }
    append(whole_, std::move(rows_));
    rows_.clear();
    return std::move(whole_);
}

} // namespace maillage::intake
