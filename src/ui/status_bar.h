// status_bar.h: the thin line at the bottom: where the cursor is, the scale, what is running, sources and
// profile.
#pragma once

#include "app/coordinate_text.h"
#include "app/jobs.h"
#include "app/session.h"
#include "ui/models.h"
#include "ui/widgets.h"

#include <string>

namespace maillage::ui {

struct StatusTexts {
    app::CoordinateText position; ///< empty: the cursor is not on the map
    std::string scale;
    std::string hint; ///< of the tool in hand
    bool shows_message = true;
};

void draw_status_bar(const Ui& ui, const app::Session& session, const app::Jobs& jobs, const Models& models,
                     const StatusTexts& texts, Rect rect);

} // namespace maillage::ui
