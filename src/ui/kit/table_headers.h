// table_headers.h: how wide the columns of a table are and how their titles are written: on two lines rather
// than cut.
#pragma once

#include "ui/panels/tables_panel.h"

#include <cstddef>
#include <vector>

namespace maillage::ui {

bool is_right_aligned(views::CellKind kind);
/// What each column needs for its title on two lines, without what stands between columns.
std::vector<float> least_widths(const Ui& ui, const views::Table& table);
/// Room shared as the table wishes, but no column under its least width. `room` is enough for these.
std::vector<float> shared_widths(const views::Table& table, const std::vector<std::size_t>& shown,
                                 const std::vector<float>& least, float room);
/// Headers as aligned as what stands under them; all on two lines as soon as one needs it.
void draw_headers(TablesPanel& panel, const Ui& ui, const views::Table& table);

} // namespace maillage::ui
