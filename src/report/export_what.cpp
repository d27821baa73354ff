#include "report/export_what.h"

#include <algorithm>
#include <array>

namespace maillage::report {

std::span<const std::string_view> export_words() {
    static constexpr std::array<std::string_view, 9> kWords = {
        "priority-sites",    "gaps",    "coverage",      "register", "communes", "cameras",
        "priority-communes", "funding", "funding-totals"};
    return kWords;
}

std::optional<ExportWhat> parse_export(std::string_view word) {
    const auto words = export_words();
    const auto it = std::ranges::find(words, word);
    return it == words.end() ? std::nullopt : std::optional(static_cast<ExportWhat>(it - words.begin()));
}

} // namespace maillage::report
