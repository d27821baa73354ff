// coverage_change.h: how the figures of the gaps change while one camera is aimed, from the places around it
// alone.
#pragma once

#include "analysis/camera_views.h"
#include "analysis/gaps.h"
#include "geo/box_index.h"

#include <cstdint>
#include <optional>

namespace maillage::analysis {

/// Central estimate.
struct CoverageChange {
    std::int64_t sites_seen = 0; ///< by this camera, whatever its act
    double inhabitants_seen = 0;
    std::int64_t sites_gained =
        0; ///< covered now by the register as a whole, and not before; negative when lost
    double inhabitants_gained = 0;
    friend bool operator==(const CoverageChange&, const CoverageChange&) = default;
};

/// Where the places of the gaps stand, by index; those without a position are in none.
geo::BoxIndex place_index(const std::vector<DemandUnit>& units);

/// A camera of the register as the gaps know it, and as it is aimed now. `may_film`: its act is valid.
struct AimedCamera {
    std::optional<std::uint32_t> index; ///< in the register of the gaps; empty: a new one
    geo::Box reach;                     ///< of what it covered there
    const CameraView& view;             ///< as it is aimed now
    bool may_film = false;
};

CoverageChange coverage_change(const domain::Settings& settings, const Gaps& gaps,
                               const geo::BoxIndex& places, const AimedCamera& camera);

} // namespace maillage::analysis
