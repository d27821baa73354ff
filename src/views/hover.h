// hover.h: what the map shows under the cursor, in words and as something that can be selected.
#pragma once

#include "scene/scene.h"
#include "scene/view.h"
#include "session/session.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::views {

struct Hovered {
    map::Selection target;
    std::string title;  ///< "Laon"
    std::string detail; ///< "24 220 habitants · 9 / 25 sites non couverts"
};

/// Everything that can be selected there, topmost first.
std::vector<Hovered> hovered(const session::Session& session, const scene::Scene& scene,
                             const scene::View& view, scene::ScreenPoint cursor);

} // namespace maillage::views
