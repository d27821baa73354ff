// dashboard.h: the situation on one sheet: key figures, coverage by zone and council, cameras on duty,
// budget.
#pragma once

#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"
#include "views/curves.h"
#include "views/plan_comparison.h"

#include <vector>

namespace maillage::ui {

struct Dashboard {
    bool is_open = false;
    int grouping = 1; ///< analysis::Grouping of the bars: 1 = by force zone

    struct Plan {
        unsigned revision = 0;
        std::vector<views::PlanRow> rows;
    } plan;

    struct Bars {
        int grouping = -1;
        unsigned revision = 0;
        std::vector<views::BarRow> rows;
    } bars;
};

void draw(Dashboard& dashboard, const Ui& ui, const session::Session& session, const Models& models,
          Rect window);

} // namespace maillage::ui
