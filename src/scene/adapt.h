// adapt.h: a scene as it should look at one scale: what is too fine or too strong there fades, pins that
// would hide each other stand apart. Everything that follows (drawing, legend, picking) reads the adapted
// scene.
#pragma once

#include "scene/scene.h"

namespace maillage::scene {

/// 1 or less: how much of a layer is left at that scale. `ground_mpp` is metres per pixel at scale 1.
double strength(const Fade& fade, double ground_mpp);

/// Shares all geometry with `scene` but for the pins that were moved. Layers and legend entries that have
/// faded away are dropped. The same scene comes out for every centre: panning changes nothing.
Scene adapted(const Scene& scene, double metres_per_pixel, double scale);

} // namespace maillage::scene
