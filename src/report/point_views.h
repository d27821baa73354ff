// point_views.h: the inverse query: which cameras could see a point at a date, in which detail and under
// whose authority, and what keeps the nearest others from it. Pure: for the command line and for the panel.
#pragma once

#include "geo/table.h"
#include "plan/released.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::report {

struct PointView {
    std::string camera;
    std::string location;
    double distance_m = 0;
    bool sees = false;        ///< central estimate, whatever the act says
    bool is_possible = false; ///< high estimate: it may see, depending on its optics
    std::string band;         ///< label of the strongest one reached; empty: none
    double px_per_m = 0;      ///< 0 when it does not see the point
    std::string reason;       ///< French: "couvert", "masqué par le bâtiment...", "autre direction"...
    analysis::Legality legality = analysis::Legality::uncertain;
    std::string authorisation; ///< number of the act
    std::string holder;
    std::optional<Date> expires;
    std::optional<std::int64_t> retention_days;
};

struct PointViews {
    geo::Point at;
    Date date;
    std::string commune;            ///< name; empty outside the territory
    std::vector<PointView> cameras; ///< those that see the point first, each part nearest first
    std::int64_t unlocated =
        0; ///< public-road cameras of the commune that may film and have no known position
};

PointViews point_views(const analysis::Results& results, geo::Point at);
/// One row a camera, for csv and json. Throws domain::Undisclosed in the profile « public », like every
/// position.
geo::Table point_table(const plan::Released& from, geo::Point at);
/// A few lines of French for the terminal; likewise.
std::string point_text(const plan::Released& from, geo::Point at);

} // namespace maillage::report
