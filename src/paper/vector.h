// vector.h: areas, lines and symbols as cairo paths: for PDF and SVG, and for legends everywhere.
#pragma once

#include "scene/scene.h"
#include "scene/view.h"

#include <vector>

struct _cairo; // cairo_t

namespace maillage::paper {

void set_source(_cairo* cairo, Colour colour, double opacity = 1);
void add_ring(_cairo* cairo, const std::vector<scene::ScreenPoint>& ring);
/// Paints the current path and forgets it. `anchor` is a point that the hatch hangs on.
void paint_area(_cairo* cairo, const scene::AreaStyle& style, double scale, double opacity,
                scene::ScreenPoint anchor);
/// Strokes the current path and forgets it.
void paint_line(_cairo* cairo, const scene::LineStyle& style, double scale, double opacity);
void paint_symbol(_cairo* cairo, const scene::SymbolStyle& style, scene::ScreenPoint at, double scale,
                  double azimuth_deg, double opacity);
/// The layers of a scene, without text.
void draw_layers(_cairo* cairo, const scene::Scene& scene, const scene::View& view);

} // namespace maillage::paper
