// date_preview.h: how the cameras of a map look at another date, told from their acts alone while a date is
// being chosen: nothing is computed or built anew, colours change over the same shapes. What has lapsed for
// less than a season fades step by step, so that a moving date shows where cover goes.
#pragma once

#include "analysis/results.h"
#include "scene/scene.h"

namespace maillage::map {

/// `scene` of map_scene.h (adapted to a scale or not), whose results are `results`. Layers without cameras
/// are kept as they are.
scene::Scene at_date(const scene::Scene& scene, const analysis::Results& results, Date date);

} // namespace maillage::map
