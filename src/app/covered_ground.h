// covered_ground.h: how much public or private ground the cameras that may film see, by commune and band. Not in
// `Results`: only exports and the summary ask for it.
#pragma once

#include "analysis/coverage_area.h"
#include "app/results.h"
#include "base/progress.h"

#include <vector>

namespace maillage::app {

/// Geodesic square metres, of cameras valid at the date, central estimate; overlaps are counted once.
struct CoveredGround {
    analysis::CoveredArea seen;   ///< once, and by two or more
    std::vector<double> bands_m2; ///< one a band of the settings: seen in at least that detail
    double public_m2 = 0;      ///< of communes with parcels: what no parcel covers; 0: unknown
    double public_seen_m2 = 0; ///< the part of it that is seen
};

struct CoveredGrounds {
    CoveredGround total;                   ///< inside the communes
    std::vector<CoveredGround> by_commune; ///< in territory order
};

CoveredGrounds covered_grounds(const domain::Project& project, const Results& results, Progress& progress);

/// One a row of `gaps.by(grouping)`. A commune belongs to one row, as its attributes say; drawn zones do not split it here.
std::vector<CoveredGround> grouped(const CoveredGrounds& grounds, const domain::Project& project, const Results& results,
                                   analysis::Grouping grouping);

} // namespace maillage::app
