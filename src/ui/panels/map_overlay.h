// map_overlay.h: what is drawn over the map while it is handled: the handles of a camera, sketches, the point
// asked about, the line between two maps. And which of them lies under the mouse.
#pragma once

#include "ui/panels/map_panel.h"

#include <optional>

namespace maillage::ui {

/// The handle of the selected camera under the mouse.
std::optional<views::Handle> handle_under(const MapPanel& map, const Ui& ui, Rect rect);
/// The mouse is on the line between the two maps.
bool is_on_split(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect);
/// The tool in hand makes a line or an outline, point by point.
bool is_sketching(const MapPanel& map);
void draw_overlay(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect);

} // namespace maillage::ui
