// render.h: the map as a file: PNG, PDF or SVG, without a display.
#pragma once

#include "app/command.h"
#include "app/map_scene.h"

namespace maillage::app {

/// The whole territory fitted to the page, by the extension of the file. Throws InputError for another extension.
void render_map(const MapInput& input, const Render& how);

} // namespace maillage::app
