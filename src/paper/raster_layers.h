// raster_layers.h: the layers of a scene, without text, onto pixels.
#pragma once

#include "paper/raster.h"
#include "scene/scene.h"
#include "scene/view.h"

namespace maillage::paper {

void draw_layers(const scene::Scene& scene, const scene::View& view, Canvas& canvas);

} // namespace maillage::paper
