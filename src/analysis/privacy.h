// privacy.h: dwellings and private ground inside a view. CSI L251-3 forbids views of the inside of dwellings
// and, specifically, of their entrances: such a view is flagged and the ground to mask is drawn, nothing is
// refused.
#pragma once

#include "analysis/camera_views.h"
#include "base/progress.h"
#include "domain/project.h"

#include <vector>

namespace maillage::analysis {

struct Privacy {
    double facade_m = 0;       ///< length of the walls of dwellings that are seen
    double private_m2 = 0;     ///< plane area of the parcels seen
    std::size_t dwellings = 0; ///< buildings whose wall is seen
    geo::MultiPolygon to_mask; ///< the parcels' ground that is seen, and those dwellings

    bool needs_masking() const { return dwellings > 0 || private_m2 > 1; }

    friend bool operator==(const Privacy&, const Privacy&) = default;
};

/// One a view, of the central estimate, whatever the act says. Walls count where the boundary of the visible
/// ground runs along them and they face the camera.
std::vector<Privacy> privacy(const domain::Project& project, const std::vector<CameraView>& views,
                             Progress& progress, unsigned threads = 0);
/// The same for one view, while its camera is looked at.
Privacy privacy_of(const domain::Project& project, const CameraView& view);

} // namespace maillage::analysis
