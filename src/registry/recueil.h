// recueil.h: the summary of a recueil des actes administratifs, as pdftotext -layout writes it, read into
// drafts of acts. Nothing is merged here: a draft is what one line of the summary says, beside that line.
#pragma once

#include "base/date.h"
#include "registry/registry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::registry {

/// One line of a summary that speaks of video-protection. What the line does not say stays empty.
struct DraftAct {
    std::size_t line = 0;             ///< of the text, from 1: where it begins
    std::string text;                 ///< the whole line, joined
    std::string act_id;               ///< 02-2025-07-15-00005
    std::vector<std::string> numbers; ///< several when the line holds several arrêtés
    bool range = false;               ///< the two numbers are the first and the last
    std::string previous;             ///< number of the act that this one repeals or modifies
    std::optional<ActNature> nature;  ///< none: several, or not said
    bool several_natures = false;
    std::optional<Date> decided;
    std::optional<std::int64_t> pages, page;
    /// Arrêtés that the line holds, when it says so; one unless it speaks of several.
    std::optional<std::int64_t> count;
    bool possible = false; ///< the word « vidéoprotection » is absent
};

/// Entries longer than 2,000 bytes are cut there; an identifier that comes again (fly-leaf, running header)
/// is read once.
std::vector<DraftAct> read_recueil(std::string_view text);

} // namespace maillage::registry
