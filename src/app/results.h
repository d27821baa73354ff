// results.h: what was computed from one project at one date. Immutable; handed to panels and exports as it is.
#pragma once

#include "analysis/camera_views.h"
#include "analysis/equipment.h"
#include "analysis/gaps.h"
#include "analysis/governance.h"
#include "analysis/scheme.h"
#include "base/progress.h"

#include <memory>
#include <optional>
#include <vector>

namespace maillage::app {

struct Results {
    Date date;
    std::shared_ptr<const std::vector<analysis::CameraView>> views;
    std::vector<analysis::Standing> standings;
    std::vector<analysis::Legality> legalities;
    std::vector<analysis::CouncilStatus> governance;
    std::vector<analysis::Equipment> equipment;
    analysis::Gaps gaps;
};

/// Everything but the scheme. `known_views` are reused when they still hold (same cameras, buildings, assumptions).
std::shared_ptr<const Results> compute(const domain::Project& project, Date on,
                                       std::shared_ptr<const std::vector<analysis::CameraView>> known_views,
                                       Progress& progress, unsigned threads = 0);

} // namespace maillage::app
