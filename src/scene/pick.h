// pick.h: what lies under the cursor.
#pragma once

#include "scene/scene.h"
#include "scene/view.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maillage::scene {

struct Pick {
    std::size_t layer = 0;  ///< index in Scene::layers
    std::uint32_t id = 0;   ///< the id of the point or shape, or its index; the feature of a coverage
    double distance_px = 0; ///< to the position of a point; 0 inside an area
    friend bool operator==(const Pick&, const Pick&) = default;
};

/// Everything under the cursor, topmost first: points within `tolerance_px` of their symbol (nearest first
/// within a layer), then areas.
std::vector<Pick> pick(const Scene& scene, const View& view, ScreenPoint cursor, double tolerance_px = 4);
/// The nearest point symbol of any pickable layer.
std::optional<Pick> nearest_point(const Scene& scene, const View& view, ScreenPoint cursor,
                                  double tolerance_px = 4);

} // namespace maillage::scene
