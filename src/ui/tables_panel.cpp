#include "ui/tables_panel.h"

#include "base/number.h"
#include "base/translate.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
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

/// Which columns are shown, and the beginning of a filter on one of them.
void draw_columns(TablesPanel& panel, const Ui& ui, const app::Table& table) {
    if (button(ui, tr("Colonnes ▾##colonnes"), ButtonKind::link) ||
        std::exchange(panel.wants_columns, false)) {
        ImGui::OpenPopup("colonnes");
    }
    record(ui, "Colonnes");
    if (!ImGui::BeginPopup("colonnes")) {
        return;
    }
    auto& hidden = panel.hidden[static_cast<std::size_t>(panel.tab)];
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const auto& title = table.columns[c].title;
        ImGui::PushID(static_cast<int>(c));
        bool is_shown = !hidden.contains(c);
        if (c == 0) { // the name of the row always stays
            text(ui, title, app::Tone::muted);
        } else if (check_box(ui, title.c_str(), is_shown)) {
            is_shown ? static_cast<void>(hidden.erase(c)) : static_cast<void>(hidden.insert(c));
        }
        record(ui, "Colonnes/" + title);
        ImGui::SameLine(ui.px(200));
        if (button(ui, tr("filtrer##colonne"), ButtonKind::link)) {
            panel.filter = app::column_word(title) + ":";
            panel.wants_filter_focus = true;
            ImGui::CloseCurrentPopup();
        }
        record(ui, "Filtrer/" + title);
        ImGui::PopID();
    }
    ImGui::EndPopup();
}

void draw_bar(TablesPanel& panel, const Ui& ui, const app::Table& table, std::size_t shown) {
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
    text_field(ui, tr("Filtrer"), tr("Filtrer… (commune:laon population:>5000)"), panel.filter, width);
    ImGui::PopStyleVar();
    const auto total = static_cast<std::int64_t>(table.rows.size());
    const auto count = panel.filter.empty()
                           ? to_french(total)
                           : to_french(static_cast<std::int64_t>(shown)) + tr(" sur ") + to_french(total);
    const auto words = count + (total > 1 ? tr(" lignes") : tr(" ligne"));
    const float words_width = ImGui::CalcTextSize(words.c_str()).x;
    const float words_left = ImGui::GetItemRectMin().x - words_width - ui.px(14);
    if (words_left > bar_right + ui.px(10)) {
        ImGui::GetWindowDrawList()->AddText({words_left, ImGui::GetItemRectMin().y + ui.px(4)},
                                            to_u32(ui.palette.muted), words.c_str());
    }
    ImGui::SetCursorPosY(top + height);
}

bool is_right_aligned(app::CellKind kind) {
    return kind == app::CellKind::number || kind == app::CellKind::date;
}

void draw_gap_bar(const Ui& ui, const app::Cell& cell, float row_height) {
    if (!cell.value) {
        text(ui, cell.text, app::Tone::muted);
        return;
    }
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
        draw->AddRectFilled({at.x, y}, {at.x + std::max(filled, height), y + height}, to_u32(ui.palette.gap),
                            height / 2);
    }
    const float words = ImGui::CalcTextSize(cell.text.c_str()).x;
    draw->AddText(
        {at.x + width + text_room - words, std::round(at.y + (row_height - ImGui::GetFontSize()) / 2)},
        to_u32(ui.palette.muted), cell.text.c_str());
}

void draw_cell(const Ui& ui, const app::TableColumn& column, const app::Cell& cell, float row_height) {
    if (column.kind == app::CellKind::bar) {
        draw_gap_bar(ui, cell, row_height);
        return;
    }
    const auto at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    float x = at.x;
    if (column.kind == app::CellKind::force) {
        const float side = ui.px(14);
        const bool is_police = cell.text == "Police";
        const bool is_known = is_police || cell.text == "Gendarmerie";
        force_swatch(ui, {x, std::round(at.y + (row_height - side) / 2), side, side}, is_police, is_known);
        x += side + ui.px(7);
    }
    const bool is_strong = cell.tone == app::Tone::strong || cell.tone == app::Tone::alarm;
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

void draw_row(const Ui& ui, const app::Session& session, const app::Table& table, const app::TableRow& row,
              float row_height) {
    ImGui::TableNextRow(0, row_height);
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        const bool is_shown = ImGui::TableSetColumnIndex(static_cast<int>(c));
        if (!is_shown && c > 0) {
            continue;
        }
        if (c == 0) {
            const app::Selection own{row.kind, row.id};
            const bool is_selected =
                row.kind != app::SelectionKind::none &&
                (session.selection == own ||
                 std::find(session.also.begin(), session.also.end(), own) != session.also.end());
            const auto at = ImGui::GetCursorPos();
            const auto flags = ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowDoubleClick;
            if (ImGui::Selectable("##ligne", is_selected, flags, {0, row_height}) &&
                row.kind != app::SelectionKind::none) {
                if (ImGui::GetIO().KeyCtrl) {
                    ui.send(app::ToggleSelected{row.kind, row.id});
                } else {
                    ui.send(app::Select{row.kind, row.id});
                }
                if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !row.box.is_empty()) {
                    ui.send(app::ZoomTo{row.box});
                }
            }
            record(ui, "Ligne/" + row.cells[0].text, Walk::row);
            ImGui::SetCursorPos(at);
        }
        draw_cell(ui, table.columns[c], row.cells[c], row_height);
    }
}

/// Headers as aligned as what stands under them.
void draw_headers(TablesPanel& panel, const Ui& ui, const app::Table& table) {
    const float height = ui.px(27);
    const float shift = std::round((height - ui.fonts.bold->FontSize) / 2) - ui.px(1); // centres the names
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers, height - shift);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (!ImGui::TableSetColumnIndex(static_cast<int>(c))) {
            continue;
        }
        const auto& column = table.columns[c];
        ImGui::PushID(static_cast<int>(c));
        ImGui::PushFont(ui.fonts.bold);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + shift);
        const auto at = ImGui::GetCursorScreenPos();
        const float room = ImGui::GetContentRegionAvail().x;
        const auto name = elided(column.title, room);
        const bool is_right = is_right_aligned(column.kind);
        // The header of Dear ImGui sorts on a click and draws its arrow at the right: the name is drawn by
        // hand.
        // Its own menu on the right button is in English: ours opens instead.
        const bool is_released = std::exchange(ImGui::GetIO().MouseReleased[ImGuiMouseButton_Right], false);
        ImGui::TableHeader(is_right ? "" : name.c_str());
        ImGui::GetIO().MouseReleased[ImGuiMouseButton_Right] = is_released;
        panel.wants_columns = panel.wants_columns || (is_released && ImGui::IsItemHovered());
        record(ui, "Colonne/" + column.title, Walk::header);
        if (is_right) {
            const bool is_sorted = (ImGui::TableGetColumnFlags() & ImGuiTableColumnFlags_IsSorted) != 0;
            const float arrow = is_sorted ? ui.px(16) : 0;
            const float width = ImGui::CalcTextSize(name.c_str()).x;
            ImGui::GetWindowDrawList()->AddText({std::max(at.x, at.x + room - width - arrow), at.y},
                                                to_u32(ui.palette.ink), name.c_str());
        }
        ImGui::PopFont();
        ImGui::PopID();
    }
}

void rearrange(TablesPanel::Arranged& arranged, const app::Table& table, unsigned revision,
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
                    app::arrange(table, static_cast<std::size_t>(column), is_descending, filter)};
    }
}

/// Scrolls to the row selected on the map, once, unless it is in sight.
void follow_selection(TablesPanel& panel, const app::Session& session, const app::Table& table,
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

void draw_table(TablesPanel& panel, const Ui& ui, const app::Session& session, const app::Table& table,
                unsigned revision) {
    const auto flags = ImGuiTableFlags_Sortable | ImGuiTableFlags_Resizable | ImGuiTableFlags_Reorderable |
                       ImGuiTableFlags_Hideable | ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH |
                       ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_NoBordersInBody |
                       ImGuiTableFlags_PadOuterX;
    const auto index = static_cast<std::size_t>(panel.tab);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(10), ui.px(1)});
    // Headers keep the mouse's grip between columns without showing its line.
    ImGui::PushStyleColor(ImGuiCol_TableBorderStrong, to_u32(ui.palette.header));
    if (!ImGui::BeginTable(kTabNames[index], static_cast<int>(table.columns.size()), flags)) {
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
        ImGui::TableSetupColumn(table.columns[c].title.c_str(), column_flags, table.columns[c].width);
        ImGui::TableSetColumnEnabled(static_cast<int>(c), !panel.hidden[index].contains(c));
    }
    ImGui::TableSetupScrollFreeze(0, 1);
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

void draw(TablesPanel& panel, const Ui& ui, const app::Session& session, Models& models, Rect rect) {
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
            text(ui, table.empty_text, app::Tone::muted);
        } else {
            draw_table(panel, ui, session, table, models.revision());
        }
        // After the drawing, which puts the rows of a table that has just changed in order.
        const bool is_arranged = table.rows.empty() || panel.arranged[index].revision == models.revision();
        if (panel.wants_copy && is_arranged) {
            ImGui::SetClipboardText(
                app::to_clipboard(table, panel.arranged[index].order, panel.hidden[index]).c_str());
            panel.wants_copy = false;
        }
    }
    end_zone();
}

} // namespace maillage::ui
