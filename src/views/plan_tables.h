// plan_tables.h: the money of the scheme and its variants, as tables under the map.
#pragma once

#include "views/panel_table.h"

namespace maillage::views {

/// One row a site or a commune of the list, one column a financer; totals by year first.
Table funding_panel(const session::Session& session);
/// One row a figure or a site, one column a scenario, with its difference to the current one.
Table scenario_panel(const session::Session& session);

} // namespace maillage::views
