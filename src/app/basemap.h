// basemap.h: the offline base map of a style, under the layers of a scene. Reads files: call it in a worker.
#pragma once

#include "app/style.h"
#include "scene/scene.h"
#include "scene/view.h"

namespace maillage::app {

/// Puts the base map of `style` under the layers, as `view` shows it. Throws InputError when it cannot be
/// read.
void add_basemap(const Style& style, int epsg, const scene::View& view, scene::Scene& scene);

} // namespace maillage::app
