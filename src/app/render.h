// render.h: the map as a file: PNG, PDF or SVG, without a display.
#pragma once

#include "app/command.h"
#include "app/map_scene.h"
#include "base/finding.h"
#include "base/progress.h"

namespace maillage::app {

/// The shapes of a picture drawn once: one of pixels needs no levels of detail, whose making costs more than
/// drawing every vertex; a file of paths is smaller with them.
std::shared_ptr<const MapGeometry> picture_geometry(const domain::Project& project, const Render& how);
/// The whole territory fitted to the page, by the extension of the file. When the style compares two dates or
/// two scenarios: both maps side by side at one scale, what differs in figures, and one legend for both.
/// Throws InputError for another extension.
Findings render_map(const MapInput& input, const Render& how, Progress& progress);

} // namespace maillage::app
