// hover.h: what the map shows under the cursor, in words and as something that can be selected.
#pragma once

#include "app/session.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::app {

struct Hovered {
    Selection target;
    std::string title;  ///< "Laon"
    std::string detail; ///< "24 220 habitants · 9 / 25 sites non couverts"
};

/// Everything that can be selected there, topmost first.
std::vector<Hovered> hovered(const Session& session, const scene::Scene& scene, const scene::View& view,
                             scene::ScreenPoint cursor);

} // namespace maillage::app
