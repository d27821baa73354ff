// status_bar.h: the thin line at the bottom: where the cursor is, the scale, what is running, sources and
// profile.
#pragma once

#include "session/jobs.h"
#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"
#include "views/coordinate_text.h"

#include <string>

namespace maillage::ui {

struct StatusTexts {
    views::CoordinateText position; ///< empty: the cursor is not on the map
    std::string scale;
    std::string hint; ///< of the tool in hand
    bool shows_message = true;
};

void draw_status_bar(const Ui& ui, const session::Session& session, const session::Jobs& jobs,
                     const Models& models, const StatusTexts& texts, Rect rect);

} // namespace maillage::ui
