// export_what.h: what can be handed over as a table.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace maillage::report {

enum class ExportWhat {
    priority_sites,
    gaps,
    coverage,
    registry,
    communes,
    cameras,
    priority_communes,
    funding,
    funding_totals
};

/// "priority-sites", "gaps"...: one a kind, in the order of `ExportWhat`.
std::span<const std::string_view> export_words();
/// Empty for another word.
std::optional<ExportWhat> parse_export(std::string_view word);

} // namespace maillage::report
