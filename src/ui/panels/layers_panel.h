// layers_panel.h: the zone at the left: layers, reference date, key figures and findings.
#pragma once

#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"

#include <string>

namespace maillage::ui {

struct LayersPanel {
    std::string date_text; ///< as typed
    std::string date_of;   ///< the date that `date_text` was filled from
    bool is_date_wrong = false;
    std::string other_text; ///< the same of the date compared with
    std::string other_of;
    bool is_other_wrong = false;
    double opacity = 1; ///< under the mouse, sent when it lets go
};

void draw(LayersPanel& panel, const Ui& ui, const session::Session& session, const Models& models, Rect rect);

} // namespace maillage::ui
