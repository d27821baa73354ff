// covered_ground.h: how much ground the cameras that may film really see, in all and per commune, zone,
// council, QPV..., by band; and how much of it is public. Areas are geodesic; README.md says how.
#pragma once

#include "analysis/camera_views.h"
#include "analysis/equipment.h"
#include "analysis/gaps.h"
#include "base/progress.h"
#include "domain/project.h"
#include "ground/coverage_area.h"

#include <array>
#include <span>
#include <vector>

namespace maillage::analysis {

/// Geodesic square metres, of cameras valid at the date, central estimate.
struct CoveredGround {
    ground::CoveredArea seen;     ///< once, and by two or more
    std::vector<double> bands_m2; ///< one a band of the settings: seen in at least that detail
    double public_m2 = 0;         ///< of communes with parcels: what no parcel covers; 0: unknown
    double public_seen_m2 = 0;    ///< the part of it that is seen
    friend bool operator==(const CoveredGround&, const CoveredGround&) = default;
};

struct CoveredGrounds {
    CoveredGround total;                                       ///< inside the communes
    std::array<std::vector<CoveredGround>, kGroupings> groups; ///< one a row of `Gaps::groups`

    const std::vector<CoveredGround>& by(Grouping g) const { return groups[static_cast<std::size_t>(g)]; }
};

struct CoveredGroundInput {
    const domain::Project& project;
    const std::vector<CameraView>& views;
    std::span<const Legality> legalities;
    const Gaps& gaps; ///< gives the rows and the date
};

/// Force zones that were drawn split the communes that they cut; QPV are measured inside their outlines.
CoveredGrounds covered_grounds(const CoveredGroundInput& input, Progress& progress, unsigned threads = 0);

} // namespace maillage::analysis
