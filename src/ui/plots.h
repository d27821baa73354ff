// plots.h: the curves that more than one panel shows.
#pragma once

#include "app/curves.h"
#include "ui/widgets.h"

#include <vector>

struct ImDrawList;
struct ImVec2;

namespace maillage::ui {

void draw_dashed(ImDrawList& draw, const std::vector<ImVec2>& line, unsigned ink, float width, float dash);
/// What each euro of the list buys, under the bound that nobody can beat; as wide as there is room.
void draw_budget_curve(const Ui& ui, const app::BudgetCurve& curve);

} // namespace maillage::ui
