// tables_panel.h: the zone at the bottom: four tables that sort, filter, copy, and select on the map.
#pragma once

#include "session/preferences.h"
#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace maillage::ui {

struct TablesPanel {
    TableTab tab = TableTab::gaps;
    std::string filter;
    bool wants_filter_focus = false;
    bool wants_columns = false; ///< the list of columns opens at the next frame
    bool wants_copy = false;    ///< set by the action, done at the next frame

    struct Arranged { ///< what `order` was made for
        unsigned revision = 0;
        int column = -1;
        bool is_descending = false;
        std::string filter;
        std::vector<std::uint32_t> order;
    };

    std::array<Arranged, kTables> arranged;
    std::array<std::set<std::size_t>, kTables> hidden; ///< columns that the user does not want to see
    std::array<std::vector<int>, kTables> order;       ///< columns from left to right; empty: as they come
    std::array<std::vector<float>, kTables> widths;    ///< of the columns, as last given to Dear ImGui
    std::array<bool, kTables> is_order_kept{}; ///< of an earlier run: to be put back at the first drawing
    map::Selection last_selection;             ///< to scroll once to what was selected elsewhere
};

/// What an earlier run remembered of the columns, and what this one will.
void put_columns(TablesPanel& panel, const std::vector<session::TableColumns>& kept);
std::vector<session::TableColumns> columns_of(const TablesPanel& panel);
void draw(TablesPanel& panel, const Ui& ui, const session::Session& session, Models& models, Rect rect);

} // namespace maillage::ui
