// overlay.h: what is written over the map: labels, numbers of pins, page furniture.
#pragma once

#include "scene/furniture.h"
#include "scene/labels.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <vector>

struct _cairo; // cairo_t

namespace maillage::paper {

void draw_labels(_cairo* cairo, const scene::Scene& scene, const scene::View& view,
                 const std::vector<scene::PlacedLabel>& labels);
void draw_furniture(_cairo* cairo, const scene::Scene& scene, const scene::View& view,
                    const scene::FurnitureLayout& layout);

} // namespace maillage::paper
