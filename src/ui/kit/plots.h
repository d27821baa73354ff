// plots.h: the curves that more than one panel shows.
#pragma once

#include "ui/kit/widgets.h"
#include "views/curves.h"

#include <string>
#include <vector>

struct ImDrawList;
struct ImVec2;

namespace maillage::ui {

/// The card that a curve stands on, as wide as there is room; recorded under `name`.
Rect draw_card(const Ui& ui, float height, const std::string& name);
void draw_dashed(ImDrawList& draw, const std::vector<ImVec2>& line, unsigned ink, float width, float dash);
/// What each euro of the list buys, under the bound that nobody can beat; as wide as there is room.
void draw_budget_curve(const Ui& ui, const views::BudgetCurve& curve);

} // namespace maillage::ui
