#include "ui/panels/tables_panel.h"

#include "base/number.h"
#include "base/translate.h"
#include "ui/kit/imgui_private.h"
#include "ui/kit/table_headers.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace maillage::ui {

namespace {

constexpr const char* kTabNames[kTables] = {
    tr_noop("Lacunes par commune"), tr_noop("Sites prioritaires"), tr_noop("Financement"),
    tr_noop("Scénarios"),           tr_noop("Registre"),           tr_noop("Anomalies")};

/// A flat tab: bold with an accent line under it when it is the current one.
bool tab_button(const Ui& ui, const char* label, bool is_current, float height) {
    ImGui::PushFont(is_current ? ui.fonts.bold : ui.fonts.regular);
    const auto size = ImGui::CalcTextSize(label);
    const auto at = ImGui::GetCursorScreenPos();
    const bool is_clicked = ImGui::InvisibleButton(label, {size.x + ui.px(20), height});
    record(ui, label);
    focus_ring(ui);
    const bool is_lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    auto* draw = ImGui::GetWindowDrawList();
    const auto ink = is_current ? ui.palette.accent : is_lit ? ui.palette.ink : ui.palette.muted;
    draw->AddText({at.x + ui.px(10), std::round(at.y + (height - size.y) / 2)}, to_u32(ink), label);
    if (is_current) {
        draw->AddRectFilled({at.x + ui.px(8), at.y + height - ui.px(2)},
                            {at.x + size.x + ui.px(12), at.y + height}, to_u32(ui.palette.accent));
    }
    ImGui::PopFont();
    return is_clicked;
}

/// Columns from left to right, hidden ones too.
std::vector<int> arranged_columns(const TablesPanel& panel, std::size_t index, std::size_t count) {
    std::vector<int> order = panel.order[index];
    if (order.size() != count) {
        order.resize(count);
        std::iota(order.begin(), order.end(), 0);
    }
    return order;
}

std::vector<std::size_t> shown_columns(const TablesPanel& panel, std::size_t index, std::size_t count) {
    std::vector<std::size_t> shown;
    for (const int column : arranged_columns(panel, index, count)) {
        const auto c = static_cast<std::size_t>(column);
        if (!panel.hidden[index].contains(c)) {
            shown.push_back(c);
        }
    }
    return shown;
}

/// The column changes place with the one before or after it.
void draw_moves(TablesPanel& panel, const Ui& ui, const std::vector<int>& order, std::size_t place,
                const std::string& title) {
    const auto index = static_cast<std::size_t>(panel.tab);
    const auto move = [&](const char* label, std::string_view name, std::size_t other) {
        if (button(ui, label, ButtonKind::link, other < order.size())) {
            panel.order[index] = order;
            std::swap(panel.order[index][place], panel.order[index][other]);
            panel.is_order_kept[index] = true; // the table takes it up when it is drawn
        }
        record(ui, std::string(name) + title);
    };
    move("▲##avant", "Avant/", place - 1); // before the first: past the end
    ImGui::SameLine();
    move("▼##après", "Après/", place + 1);
}

/// Which columns are shown, in which order, and the beginning of a filter on one of them.
void draw_columns(TablesPanel& panel, const Ui& ui, const views::Table& table) {
    if (button(ui, tr("Colonnes ▾##colonnes"), ButtonKind::link) ||
        std::exchange(panel.wants_columns, false)) {
        ImGui::OpenPopup("colonnes");
    }
    record(ui, "Colonnes");
    if (!ImGui::BeginPopup("colonnes")) {
        return;
    }
    auto& hidden = panel.hidden[static_cast<std::size_t>(panel.tab)];
    text(ui, tr("De gauche à droite ; ▲ et ▼ déplacent une colonne."), views::Tone::muted, true);
    float widest = 0;
    for (const auto& column : table.columns) {
        widest = std::max(widest, ImGui::CalcTextSize(column.title.c_str()).x);
    }
    const auto order = arranged_columns(panel, static_cast<std::size_t>(panel.tab), table.columns.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        const auto c = static_cast<std::size_t>(order[place]);
        const auto& title = table.columns[c].title;
        ImGui::PushID(static_cast<int>(c));
        bool is_shown = !hidden.contains(c);
        if (c == 0) { // the name of the row always stays
            text(ui, title, views::Tone::muted);
        } else if (check_box(ui, title.c_str(), is_shown)) {
            is_shown ? static_cast<void>(hidden.erase(c)) : static_cast<void>(hidden.insert(c));
        }
        record(ui, "Colonnes/" + title);
        ImGui::SameLine(widest + ui.px(60));
        draw_moves(panel, ui, order, place, title);
        ImGui::SameLine(0, ui.px(14));
        if (button(ui, tr("filtrer##colonne"), ButtonKind::link)) {
            panel.filter = views::column_word(title) + ":";
            panel.wants_filter_focus = true;
            ImGui::CloseCurrentPopup();
        }
        record(ui, "Filtrer/" + title);
        ImGui::PopID();
    }
    ImGui::EndPopup();
}

void draw_bar(TablesPanel& panel, const Ui& ui, const views::Table& table, std::size_t shown) {
    const float height = ui.px(32);
    const float top = ImGui::GetCursorPosY();
    for (std::size_t i = 0; i < kTables; ++i) {
        if (i > 0) {
            ImGui::SameLine(0, ui.px(2));
        }
        if (tab_button(ui, tr(kTabNames[i]), panel.tab == static_cast<TableTab>(i), height)) {
            panel.tab = static_cast<TableTab>(i);
        }
    }
    ImGui::SameLine(0, ui.px(18));
    ImGui::SetCursorPosY(top + ui.px(8));
    draw_columns(panel, ui, table);
    const float bar_right = ImGui::GetItemRectMax().x;
    const float left = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + ui.px(12);
    const float room = std::max(ui.px(60), ImGui::GetWindowWidth() - ui.px(14) - left);
    const float width = std::min({ui.px(260), ImGui::GetWindowWidth() / 4, room});
    ImGui::SameLine(std::max(left, ImGui::GetWindowWidth() - width - ui.px(14)));
    ImGui::SetCursorPosY(top + ui.px(4));
    if (panel.wants_filter_focus) {
        ImGui::SetKeyboardFocusHere();
        panel.wants_filter_focus = false;
    }
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(9), ui.px(4)});
    const char* hint = tr("Filtrer… (commune:laon population:>5000)");
    const bool is_wide = ImGui::CalcTextSize(hint).x + ui.px(18) <= width;
    text_field(ui, tr("Filtrer"), is_wide ? hint : tr("Filtrer…"), panel.filter, width);
    ImGui::PopStyleVar();
    const auto total = static_cast<std::int64_t>(table.rows.size());
    const auto count = panel.filter.empty()
                           ? to_french(total)
                           : to_french(static_cast<std::int64_t>(shown)) + tr(" sur ") + to_french(total);
    const auto words = count + tr_plural(" ligne", " lignes", static_cast<double>(total));
    const float words_width = ImGui::CalcTextSize(words.c_str()).x;
    const float words_left = ImGui::GetItemRectMin().x - words_width - ui.px(14);
    if (words_left > bar_right + ui.px(10)) {
        ImGui::GetWindowDrawList()->AddText({words_left, ImGui::GetItemRectMin().y + ui.px(4)},
                                            to_u32(ui.palette.muted), words.c_str());
    }
    ImGui::SetCursorPosY(top + height);
}

void draw_bar_cell(const Ui& ui, const views::Cell& cell, Colour colour, float row_height) {
    const float room = ImGui::GetContentRegionAvail().x;
    const float text_room = ui.px(46);
    const float width = std::max(0.0F, std::min(ui.px(120), room - text_room));
    const float height = ui.px(6);
    const auto at = ImGui::GetCursorScreenPos();
    const float y = std::round(at.y + (row_height - height) / 2);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({at.x, y}, {at.x + width, y + height}, to_u32(ui.palette.track), height / 2);
    const float filled = width * static_cast<float>(std::clamp(*cell.value, 0.0, 1.0));
    if (filled > 0) {
        draw->AddRectFilled({at.x, y}, {at.x + std::max(filled, height), y + height}, to_u32(colour),
                            height / 2);
    }
    const float words = ImGui::CalcTextSize(cell.text.c_str()).x;
    draw->AddText(
        {at.x + width + text_room - words, std::round(at.y + (row_height - ImGui::GetFontSize()) / 2)},
        to_u32(ui.palette.muted), cell.text.c_str());
}

void draw_cell(const Ui& ui, const views::TableColumn& column, const views::Cell& cell, float row_height) {
    if (cell.value && column.kind == views::CellKind::bar) {
        draw_bar_cell(ui, cell, ui.palette.gap, row_height);
        return;
    }
    if (cell.value && column.kind == views::CellKind::good_bar) {
        draw_bar_cell(ui, cell, ui.palette.good, row_height);
        return;
    }
    const auto at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    float x = at.x;
    if (column.kind == views::CellKind::force) {
        const float side = ui.px(14);
        const bool is_police = cell.text == "Police";
        const bool is_known = is_police || cell.text == "Gendarmerie";
        force_swatch(ui, {x, std::round(at.y + (row_height - side) / 2), side, side}, is_police, is_known);
        x += side + ui.px(7);
    }
    const bool is_strong = cell.tone == views::Tone::strong || cell.tone == views::Tone::alarm;
    ImGui::PushFont(is_strong ? ui.fonts.bold : ui.fonts.regular);
    const auto words = elided(cell.text, room - (x - at.x));
    if (is_right_aligned(column.kind)) {
        x = at.x + room - ImGui::CalcTextSize(words.c_str()).x;
    }
    ImGui::GetWindowDrawList()->AddText({x, std::round(at.y + (row_height - ImGui::GetFontSize()) / 2)},
                                        to_u32(tone_colour(ui.palette, cell.tone)), words.c_str());
    ImGui::PopFont();
    if (words != cell.text && ImGui::IsMouseHoveringRect(at, {at.x + room, at.y + row_height}) &&
        ImGui::IsWindowHovered()) {
        tooltip(ui, cell.text);
    }
}

void draw_row(const Ui& ui, const session::Session& session, const views::Table& table,
              const views::TableRow& row, float row_height) {
    ImGui::TableNextRow(0, row_height);
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        const bool is_shown = ImGui::TableSetColumnIndex(static_cast<int>(c));
        if (!is_shown && c > 0) {
            continue;
        }
        if (c == 0) {
            const map::Selection own{row.kind, row.id};
            const bool is_selected =
                row.kind != map::SelectionKind::none &&
                (session.selection == own ||
                 std::find(session.also.begin(), session.also.end(), own) != session.also.end());
            const auto at = ImGui::GetCursorPos();
            const auto flags = ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowDoubleClick;
            if (ImGui::Selectable("##ligne", is_selected, flags, {0, row_height}) &&
                row.kind != map::SelectionKind::none) {
                if (ImGui::GetIO().KeyCtrl) {
                    ui.send(session::ToggleSelected{row.kind, row.id});
                } else {
                    ui.send(session::Select{row.kind, row.id});
                }
                if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !row.box.is_empty()) {
                    ui.send(session::ZoomTo{row.box});
                }
            }
            record(ui, "Ligne/" + row.cells[0].text, Walk::row);
            ImGui::SetCursorPos(at);
        }
        draw_cell(ui, table.columns[c], row.cells[c], row_height);
    }
}

void rearrange(TablesPanel::Arranged& arranged, const views::Table& table, unsigned revision,
               const std::string& filter) {
    auto column = static_cast<int>(table.first_sort);
    bool is_descending = table.is_first_descending;
    if (const auto* specs = ImGui::TableGetSortSpecs(); specs != nullptr && specs->SpecsCount > 0) {
        column = specs->Specs[0].ColumnIndex;
        is_descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
    }
    const bool is_current = arranged.revision == revision && arranged.column == column &&
                            arranged.is_descending == is_descending && arranged.filter == filter;
    if (!is_current) {
        arranged = {revision, column, is_descending, filter,
                    views::arrange(table, static_cast<std::size_t>(column), is_descending, filter)};
    }
}

/// Scrolls to the row selected on the map, once, unless it is in sight.
void follow_selection(TablesPanel& panel, const session::Session& session, const views::Table& table,
                      const std::vector<std::uint32_t>& order, float row_height) {
    if (panel.last_selection == session.selection) {
        return;
    }
    panel.last_selection = session.selection;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto& row = table.rows[order[i]];
        if (row.kind == session.selection.kind && row.id == session.selection.id) {
            const float y = static_cast<float>(i) * row_height;
            const float top = ImGui::GetScrollY();
            const float height = ImGui::GetWindowHeight() - 2 * row_height;
            if (y < top || y > top + height) {
                ImGui::SetScrollY(y - height / 2);
            }
            return;
        }
    }
}

/// Puts the order of an earlier run back, once, and takes down the one that stands.
void keep_order(TablesPanel& panel, std::size_t index) {
    auto& order = panel.order[index];
    auto shown = column_order();
    auto own = shown;
    std::ranges::sort(own);
    if (std::exchange(panel.is_order_kept[index], false)) {
        std::vector<int> sorted = order;
        std::ranges::sort(sorted);
        if (sorted == own) { // of this very table
            set_column_order(order);
            shown = order;
        }
    }
    order = shown == own ? std::vector<int>() : std::move(shown);
}

/// Columns follow the window and the size of the letters until the user has drawn one of them wider.
void keep_widths(std::vector<float>& given, const std::vector<float>& wanted) {
    const auto weights = column_weights();
    const bool is_known = given.size() == wanted.size();
    for (std::size_t c = 0; is_known && c < given.size(); ++c) {
        if (weights[c] > 0 && weights[c] != given[c]) {
            return;
        }
    }
    set_column_weights(wanted);
    given = wanted;
}

void draw_table(TablesPanel& panel, const Ui& ui, const session::Session& session, const views::Table& table,
                unsigned revision) {
    ImGuiTableFlags flags = ImGuiTableFlags_Sortable | ImGuiTableFlags_Resizable |
                            ImGuiTableFlags_Reorderable | ImGuiTableFlags_Hideable | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp |
                            ImGuiTableFlags_NoBordersInBody | ImGuiTableFlags_PadOuterX;
    const auto index = static_cast<std::size_t>(panel.tab);
    flags |= table.first_sort < table.columns.size() ? 0 : ImGuiTableFlags_SortTristate;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(10), ui.px(1)});
    // Headers keep the mouse's grip between columns without showing its line.
    ImGui::PushStyleColor(ImGuiCol_TableBorderStrong, to_u32(ui.palette.header));
    const auto shown = shown_columns(panel, index, table.columns.size());
    const auto least = least_widths(ui, table);
    float needed = 0;
    for (const auto c : shown) {
        needed += least[c];
    }
    const float between = 2 * ImGui::GetStyle().CellPadding.x * static_cast<float>(shown.size());
    const float room = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize - between;
    const bool is_wider = needed > room; // than the window: it scrolls sideways
    flags |= is_wider ? ImGuiTableFlags_ScrollX : 0;
    const auto widths = shared_widths(table, shown, least, std::max(needed, room));
    if (!ImGui::BeginTable(kTabNames[index], static_cast<int>(table.columns.size()), flags, {0, 0},
                           is_wider ? needed + between : 0)) {
        ImGui::PopStyleColor();
        ImGui::PopStyleVar();
        return;
    }
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        ImGuiTableColumnFlags column_flags = ImGuiTableColumnFlags_WidthStretch;
        if (c == table.first_sort) {
            column_flags |= ImGuiTableColumnFlags_DefaultSort;
            column_flags |= table.is_first_descending ? ImGuiTableColumnFlags_PreferSortDescending : 0;
        }
        ImGui::TableSetupColumn(table.columns[c].title.c_str(), column_flags, widths[c]);
        ImGui::TableSetColumnEnabled(static_cast<int>(c), !panel.hidden[index].contains(c));
    }
    keep_order(panel, index);
    keep_widths(panel.widths[index], widths);
    ImGui::TableSetupScrollFreeze(is_wider ? 1 : 0, 1); // the name of the row stays in sight
    draw_headers(panel, ui, table);
    auto& arranged = panel.arranged[index];
    rearrange(arranged, table, revision, panel.filter);
    const float row_height = ui.px(22);
    follow_selection(panel, session, table, arranged.order, row_height + 2 * ImGui::GetStyle().CellPadding.y);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(arranged.order.size()));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            ImGui::PushID(i);
            draw_row(ui, session, table, table.rows[arranged.order[static_cast<std::size_t>(i)]], row_height);
            ImGui::PopID();
        }
    }
    ImGui::EndTable();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
}

} // namespace

void put_columns(TablesPanel& panel, const std::vector<session::TableColumns>& kept) {
    for (const auto& columns : kept) {
        const auto index = static_cast<std::size_t>(columns.table);
        if (index < kTables) {
            panel.hidden[index] = {columns.hidden.begin(), columns.hidden.end()};
            panel.hidden[index].erase(0); // the name of the row always stays
            panel.order[index] = columns.order;
            panel.is_order_kept[index] = !columns.order.empty();
        }
    }
}

std::vector<session::TableColumns> columns_of(const TablesPanel& panel) {
    std::vector<session::TableColumns> kept;
    for (std::size_t i = 0; i < kTables; ++i) {
        if (!panel.hidden[i].empty() || !panel.order[i].empty()) {
            kept.push_back(
                {static_cast<int>(i), {panel.hidden[i].begin(), panel.hidden[i].end()}, panel.order[i]});
        }
    }
    return kept;
}

void draw(TablesPanel& panel, const Ui& ui, const session::Session& session, Models& models, Rect rect) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, ui.px(1)});
    const bool is_open = begin_zone(ui, "Tableau", rect, ui.palette.surface);
    ImGui::PopStyleVar();
    if (is_open) {
        const auto before = panel.tab;
        const auto& table = models.table(panel.tab, session);
        const auto index = static_cast<std::size_t>(panel.tab);
        draw_bar(panel, ui, table, panel.arranged[index].order.size());
        if (panel.tab != before) {
            end_zone();
            return; // the other table is drawn from the next frame on
        }
        if (table.rows.empty()) {
            panel.arranged[index] = {};
            ImGui::SetCursorPos({ui.px(14), ImGui::GetCursorPosY() + ui.px(10)});
            text(ui, table.empty_text, views::Tone::muted);
        } else {
            draw_table(panel, ui, session, table, models.revision());
        }
        // After the drawing, which puts the rows of a table that has just changed in order.
        const bool is_arranged = table.rows.empty() || panel.arranged[index].revision == models.revision();
        if (panel.wants_copy && is_arranged) {
            ImGui::SetClipboardText(views::to_clipboard(table, panel.arranged[index].order,
                                                        shown_columns(panel, index, table.columns.size()))
                                        .c_str());
            panel.wants_copy = false;
        }
    }
    end_zone();
}

} // namespace maillage::ui
