// unlocated.h: what cameras whose position nobody knows could cover at most. Each stands somewhere in its
// commune and reaches a disc; n of them cover no more than n times the best disc of their range.
#pragma once

#include "analysis/equipment.h"
#include "domain/project.h"
#include "geo/geometry.h"

#include <span>
#include <vector>

namespace maillage::analysis {

struct DemandUnit;
struct UnitCoverage;

/// The largest sum of weights (not negative) in any disc of that radius, exact but for 1e-9 of it.
double best_disc(std::span<const geo::Point> points, std::span<const double> weights, double radius);

/// In number of sites, inhabitants and weight.
struct CoverBound {
    double sites = 0, inhabitants = 0, weight = 0;
    friend bool operator==(const CoverBound&, const CoverBound&) = default;
};

/// By commune: at most so much of what no located camera may cover is covered by its public-road cameras
/// without a position that may film. Zero where there is none. Units without a position may all stand in one
/// disc.
std::vector<CoverBound> unlocated_bounds(const domain::Project& project,
                                         const std::vector<Legality>& legalities,
                                         const std::vector<DemandUnit>& units,
                                         const std::vector<UnitCoverage>& coverage);

} // namespace maillage::analysis
