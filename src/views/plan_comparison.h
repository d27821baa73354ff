// plan_comparison.h: the figures of the plan départemental beside what the project says today.
#pragma once

#include "session/session.h"

#include <string>
#include <vector>

namespace maillage::views {

struct PlanRow {
    std::string indicator; ///< "Communes en zone gendarmerie"
    std::string plan;      ///< "782 (2021)"
    std::string now;       ///< "791"; "–" when the project cannot tell
    std::string note;      ///< of the plan's figure
    friend bool operator==(const PlanRow&, const PlanRow&) = default;
};

/// Only for the département that the plan is of (02); empty otherwise. Figures that a project cannot hold
/// (crime facts, staff) are left out: a comparison needs two sides.
std::vector<PlanRow> plan_comparison(const session::Session& session);

} // namespace maillage::views
