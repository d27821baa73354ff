// timeline_panel.h: the strip under the map: cameras on duty month by month, and a handle for the reference
// date.
#pragma once

#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"

namespace maillage::ui {

struct TimelinePanel {
    bool is_dragging = false;
    double share = 0; ///< where the handle is while it is dragged
};

void draw(TimelinePanel& panel, const Ui& ui, const session::Session& session, const Models& models,
          Rect rect);

} // namespace maillage::ui
