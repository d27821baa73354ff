// figures.h: what panels show around the map, as finished texts, so that a panel has nothing to compute.
#pragma once

#include "map/style.h"
#include "session/session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maillage::views {

/// The project that the results speak of, so that rows and results have the same indices; the current one
/// when there are none.
const domain::Project& described(const session::Session& session);

enum class Tone { plain, strong, muted, good, alarm };

/// A large figure with its caption: "61 %", "sites couverts [55 – 68]".
struct KeyFigure {
    std::string value;
    std::string caption;
    Tone tone = Tone::plain;
    friend bool operator==(const KeyFigure&, const KeyFigure&) = default;
};

/// Coverage of sites and of inhabitants, councils missing, acts about to expire. "–" until results are there.
std::vector<KeyFigure> key_figures(const session::Session& session);
/// Acts that no longer hold at the reference date; empty until results are there.
std::optional<std::int64_t> expired_acts(const session::Session& session);

struct LayerRow {
    map::Layer layer = map::Layer::communes;
    std::string label;
    std::optional<std::int64_t> count; ///< empty: the project has none
    friend bool operator==(const LayerRow&, const LayerRow&) = default;
};

/// Top layer first, as people read a legend.
std::vector<LayerRow> layer_rows(const session::Session& session);

struct FindingsSummary {
    std::int64_t errors = 0;
    std::int64_t warnings = 0;
    std::int64_t notes = 0;
    std::string error_sources; ///< "registre.xlsx", or "4 fichiers"
    std::string warning_sources;
    friend bool operator==(const FindingsSummary&, const FindingsSummary&) = default;
};

FindingsSummary findings_summary(const session::Session& session);

/// "797 communes · 30 sites prioritaires".
std::string summary_text(const session::Session& session);
/// "Aisne (02) — schéma.gpkg •": the dot tells of unsaved changes.
std::string document_text(const session::Session& session);

} // namespace maillage::views
