// dashboard.h: the situation on one sheet: key figures, coverage by zone and council, cameras on duty,
// budget.
#pragma once

#include "app/curves.h"
#include "app/plan_comparison.h"
#include "app/session.h"
#include "ui/models.h"
#include "ui/widgets.h"

#include <vector>

namespace maillage::ui {

struct Dashboard {
    bool is_open = false;
    int grouping = 1; ///< analysis::Grouping of the bars: 1 = by force zone

    struct Plan {
        unsigned revision = 0;
        std::vector<app::PlanRow> rows;
    } plan;

    struct Bars {
        int grouping = -1;
        unsigned revision = 0;
        std::vector<app::BarRow> rows;
    } bars;
};

void draw(Dashboard& dashboard, const Ui& ui, const app::Session& session, const Models& models, Rect window);

} // namespace maillage::ui
