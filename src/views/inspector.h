// inspector.h: what is said of the selected commune, camera or site.
#pragma once

#include "geo/geometry.h"
#include "session/session.h"
#include "views/figures.h"

#include <string>
#include <vector>

namespace maillage::views {

struct InspectorLine {
    std::string label;
    std::string value;
    Tone tone = Tone::plain;
    std::string hint;      ///< full sentence, for the tooltip
    map::Selection target; ///< selected by a click on the line
};

struct InspectorSection {
    std::string title; ///< in capitals
    std::vector<InspectorLine> lines;
};

struct Inspector {
    std::string title;
    std::string code;
    std::string subtitle;
    std::vector<KeyFigure> cards;
    std::vector<InspectorSection> sections;
    std::vector<InspectorSection> more; ///< of less weight: shown last
    geo::Box box;                       ///< what "zoom to selection" shows
};

Inspector inspect(const session::Session& session);
/// What to frame so that a selection is seen with its surroundings; empty when it has no position.
geo::Box box_of(const domain::Project& project, const map::Selection& selection);
/// Cameras whose field holds `p`, with holder and retention, and whether they may film at the reference date.
std::vector<InspectorLine> cameras_seeing(const session::Session& session, geo::Point p);

} // namespace maillage::views
