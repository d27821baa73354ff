#include "report/export_what.h"

#include <array>
#include <cstddef>

namespace maillage::report {

std::optional<ExportWhat> parse_export(std::string_view word) {
    constexpr std::array<std::string_view, 9> kWords = {"priority-sites",    "gaps",     "coverage",
                                                        "register",          "communes", "cameras",
                                                        "priority-communes", "funding",  "funding-totals"};
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (kWords[i] == word) {
            return static_cast<ExportWhat>(i);
        }
    }
    return std::nullopt;
}

} // namespace maillage::report
