// inspector_panel.h: the zone at the right: what is selected, why it is not covered, its place in the scheme,
// the budget.
#pragma once

#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"

#include <cstdint>
#include <string>
#include <vector>

namespace maillage::ui {

struct PlanLimits {
    std::int64_t count = -1; ///< sites; 0: the budget decides; -1: not read yet
    double budget_eur = 0;   ///< 0: no limit
    friend bool operator==(const PlanLimits&, const PlanLimits&) = default;
};

struct InspectorPanel {
    /// Limits of the current scenario as its fields show them, with what is being typed, and the ones they
    /// were read from.
    PlanLimits limits, limits_read;
    std::string site,
        site_name; ///< what is being typed in the field of a site, and the site it was read from
    // The same of a camera.
    std::string camera;
    float azimuth_deg = 0, field_of_view_deg = 0, range_m = 0;
    /// Answer to "which cameras see this point?"; shown until the selection changes.
    std::vector<views::InspectorLine> seen_from;
    bool has_question = false;
    map::Selection question_selection;
};

/// What « Classer » and its key ask for: the limits that were typed become the scenario's, then it is
/// searched.
session::Commands ranking(InspectorPanel& panel, const session::Session& session);
void draw(InspectorPanel& panel, const Ui& ui, const session::Session& session, const Models& models,
          Rect rect);

} // namespace maillage::ui
