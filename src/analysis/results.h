// results.h: what was computed from one project at one date. Immutable; handed to panels and exports as it
// is.
#pragma once

#include "analysis/camera_views.h"
#include "analysis/equipment.h"
#include "analysis/gaps.h"
#include "analysis/governance.h"
#include "base/progress.h"
#include "geo/box_index.h"

#include <memory>
#include <optional>
#include <vector>

namespace maillage::analysis {

struct Results {
    Date date;
    domain::Project project; ///< what all this was computed from: a copy that shares its parts
    std::shared_ptr<const sight::Walls> walls;
    std::shared_ptr<const std::vector<analysis::CameraView>> views;
    std::vector<analysis::Standing> standings;
    std::vector<analysis::Legality> legalities;
    std::vector<analysis::CouncilStatus> governance;
    std::vector<analysis::Equipment> equipment;
    analysis::Gaps gaps;
    geo::BoxIndex places; ///< where `gaps.units` stand
};

/// Everything but the scheme. Of `previous`, which may be null, whatever still holds is taken over: the index
/// of walls while the buildings are the same, the view of each camera that was not touched.
std::shared_ptr<const Results> compute(const domain::Project& project, Date on,
                                       std::shared_ptr<const Results> previous, Progress& progress,
                                       unsigned threads = 0);
/// For questions about one point or one camera; `results` must outlive it.
analysis::SightInput sight_input(const Results& results);

} // namespace maillage::analysis
