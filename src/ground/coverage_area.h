// coverage_area.h: how much ground a set of views covers, once and by two or more, in all and per zone, and
// the union polygon on request. Areas are plane areas in the CRS of the polygons; README.md says how they
// become geodesic.
#pragma once

#include "base/progress.h"
#include "geo/geometry.h"

#include <span>
#include <vector>

namespace maillage::ground {

struct CoveredArea {
    double once_m2 = 0;  ///< inside at least one set
    double twice_m2 = 0; ///< inside at least two sets
    friend bool operator==(const CoveredArea&, const CoveredArea&) = default;
};

/// Centroids of the ground that is measured: where a projection's scale is its mean over it. Some point of
/// the zone when there is none.
struct CoveredCentre {
    geo::Point once;
    geo::Point twice;
    friend bool operator==(const CoveredCentre&, const CoveredCentre&) = default;
};

struct Coverage {
    CoveredArea total;
    std::vector<CoveredArea> by_zone;   ///< in the order of the zones, which may overlap
    std::vector<CoveredCentre> centres; ///< in the order of the zones
    geo::MultiPolygon united;           ///< empty unless asked for
    friend bool operator==(const Coverage&, const Coverage&) = default;
};

struct CoverageParams {
    bool builds_union = false;
    unsigned threads = 0; ///< 0: the processor's
};

/// `sets` holds one valid multipolygon per camera. No polygon is overlaid: what is left of every boundary
/// once the parts inside other sets are taken away is summed by Green's theorem. The result does not depend
/// on the number of threads.
Coverage covered_areas(std::span<const geo::MultiPolygon> sets, std::span<const geo::MultiPolygon> zones,
                       const CoverageParams& params, Progress& progress);

} // namespace maillage::ground
