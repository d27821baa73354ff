// plan_tables.h: the money of the scheme and its variants, as tables under the map.
#pragma once

#include "app/panel_table.h"

namespace maillage::app {

/// One row a site or a commune of the list, one column a financer; totals by year first.
Table funding_panel(const Session& session);
/// One row a figure or a site, one column a scenario, with its difference to the current one.
Table scenario_panel(const Session& session);

} // namespace maillage::app
