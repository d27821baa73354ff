// field_lines.h: what a camera really sees, in words for the inspector and in shapes for the map while it is
// aimed.
#pragma once

#include "analysis/camera_views.h"
#include "session/session.h"
#include "views/camera_handles.h"
#include "views/inspector.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::views {

/// The view of a camera of the current project: the computed one, or one made now if the project moved on.
/// Empty without results, without such a camera or without its position.
std::optional<analysis::CameraView> current_view(const session::Session& session, const std::string& camera);
/// Area and reach of each band, dead zone, and what is assumed.
InspectorSection field_section(const domain::Project& project, const analysis::CameraView& view);

/// What is drawn while a handle is in hand.
struct AimedField {
    std::vector<geo::MultiPolygon> grounds; ///< all that is seen, then each band, weakest first; nested
    std::string words; ///< "1 240 m² vus · Identification 85 m² · 3 sites et 120 habitants vus · sites
                       ///< couverts 214 (+2)"
};

std::optional<AimedField> aimed_field(const session::Session& session, const std::string& camera,
                                      std::optional<Handle> dragged, geo::Point to);

} // namespace maillage::views
