// inspector.h: what is said of the selected commune, camera or site.
#pragma once

#include "app/figures.h"
#include "app/session.h"
#include "geo/geometry.h"

#include <string>
#include <vector>

namespace maillage::app {

struct InspectorLine {
    std::string label;
    std::string value;
    Tone tone = Tone::plain;
    std::string hint; ///< full sentence, for the tooltip
    Selection target; ///< selected by a click on the line
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

Inspector inspect(const Session& session);
/// What to frame so that a selection is seen with its surroundings; empty when it has no position.
geo::Box box_of(const domain::Project& project, const Selection& selection);
/// Cameras whose field holds `p`, with holder and retention, and whether they may film at the reference date.
std::vector<InspectorLine> cameras_seeing(const Session& session, geo::Point p);

} // namespace maillage::app
