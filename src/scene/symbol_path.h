// symbol_path.h: the outline of point symbols, so that every renderer and the legend draw the same shapes.
#pragma once

#include "scene/scene.h"
#include "scene/view.h"

#include <vector>

namespace maillage::scene {

/// Closed outline on the screen (y down) of a symbol of `size_px` standing at `at`; `azimuth_deg` turns a
/// wedge.
std::vector<ScreenPoint> symbol_path(Symbol symbol, double size_px, ScreenPoint at, double azimuth_deg = 0);

/// Centre and radius of the head of a pin, where its number is written.
struct PinHead {
    ScreenPoint centre;
    double radius = 0;
};

PinHead pin_head(double size_px, ScreenPoint at);

} // namespace maillage::scene
