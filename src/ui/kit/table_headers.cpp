#include "ui/kit/table_headers.h"

#include "ui/kit/imgui_private.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace maillage::ui {

namespace {

float width_of(const ImFont& font, std::string_view words) {
    return font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, words.data(), words.data() + words.size()).x;
}

/// A title on two lines, cut at the blank that makes them narrowest; one line when it has none.
std::array<std::string, 2> two_lines(const ImFont& font, const std::string& title) {
    std::array<std::string, 2> best{title, ""};
    float narrowest = width_of(font, title);
    for (auto at = title.find(' '); at != std::string::npos; at = title.find(' ', at + 1)) {
        std::array<std::string, 2> lines{title.substr(0, at), title.substr(at + 1)};
        const float width = std::max(width_of(font, lines[0]), width_of(font, lines[1]));
        if (width < narrowest) {
            narrowest = width;
            best = std::move(lines);
        }
    }
    return best;
}

constexpr float kLeastName = 120; ///< of a row; under it names are guessed
constexpr float kLeastBar = 100;  ///< with its figure

float arrow_room(const Ui& ui) {
    return ui.px(16); // of the mark of the sorted column
}

/// What fits of a title: on one line, on two, or cut.
std::vector<std::string> title_lines(const ImFont& font, const std::string& title, float room) {
    if (width_of(font, title) <= room) {
        return {title};
    }
    const auto lines = two_lines(font, title);
    if (lines[1].empty()) {
        return {elided(title, room)};
    }
    return {elided(lines[0], room), elided(lines[1], room)};
}

/// Of a title, without the mark of the sorted column.
float title_room(const Ui& ui, int column) {
    const bool is_sorted = (ImGui::TableGetColumnFlags(column) & ImGuiTableColumnFlags_IsSorted) != 0;
    return column_room(column) - (is_sorted ? arrow_room(ui) : 0);
}

void draw_header(TablesPanel& panel, const Ui& ui, const views::TableColumn& column,
                 const std::vector<std::string>& lines, float room, float height) {
    const auto cell = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetFontSize();
    // The header of Dear ImGui sorts on a click and draws its mark at the right, at the height of one line:
    // the title is drawn by hand. Its own menu on the right button is in English: ours opens instead.
    const float shift = std::round((height - line) / 2) - ui.px(1);
    ImGui::SetCursorScreenPos({cell.x, cell.y + shift});
    const bool is_released = std::exchange(ImGui::GetIO().MouseReleased[ImGuiMouseButton_Right], false);
    ImGui::TableHeader("");
    ImGui::GetIO().MouseReleased[ImGuiMouseButton_Right] = is_released;
    panel.wants_columns = panel.wants_columns || (is_released && ImGui::IsItemHovered());
    record(ui, "Colonne/" + column.title, Walk::header);
    float y = std::round(cell.y + (height - line * static_cast<float>(lines.size())) / 2) - ui.px(1);
    bool is_cut = false;
    for (const auto& words : lines) {
        const float spare = is_right_aligned(column.kind) ? room - ImGui::CalcTextSize(words.c_str()).x : 0;
        ImGui::GetWindowDrawList()->AddText({cell.x + std::max(0.0F, spare), y}, to_u32(ui.palette.ink),
                                            words.c_str());
        y += line;
        is_cut = is_cut || words.ends_with("…");
    }
    if (!is_cut) {
        return;
    }
    ui.items.record("Coupé/" + column.title, {cell.x, cell.y, room, height});
    if (ImGui::IsItemHovered()) {
        tooltip(ui, column.title);
    }
}

} // namespace

bool is_right_aligned(views::CellKind kind) {
    return kind == views::CellKind::number || kind == views::CellKind::date;
}

std::vector<float> least_widths(const Ui& ui, const views::Table& table) {
    std::vector<float> widths;
    for (const auto& column : table.columns) {
        const auto lines = two_lines(*ui.fonts.bold, column.title);
        const float words = std::max(width_of(*ui.fonts.bold, lines[0]), width_of(*ui.fonts.bold, lines[1]));
        const bool is_bar = column.kind == views::CellKind::bar || column.kind == views::CellKind::good_bar;
        const bool is_name = widths.empty() && column.kind == views::CellKind::text;
        const float content = is_name ? ui.px(kLeastName) : is_bar ? ui.px(kLeastBar) : 0;
        widths.push_back(std::max(content, std::ceil(words) + arrow_room(ui) + ui.px(1)));
    }
    return widths;
}

std::vector<float> shared_widths(const views::Table& table, const std::vector<std::size_t>& shown,
                                 const std::vector<float>& least, float room) {
    std::vector<float> widths(table.columns.size(), 1);
    std::vector<bool> is_least(table.columns.size(), false);
    for (bool is_settled = false; !is_settled;) {
        is_settled = true;
        float free = room;
        float parts = 0;
        for (const auto c : shown) {
            free -= is_least[c] ? least[c] : 0;
            parts += is_least[c] ? 0 : table.columns[c].width;
        }
        for (const auto c : shown) {
            widths[c] = is_least[c] ? least[c] : std::floor(free * table.columns[c].width / parts);
            if (!is_least[c] && widths[c] < least[c]) {
                is_least[c] = true;
                is_settled = false;
            }
        }
    }
    return widths;
}

void draw_headers(TablesPanel& panel, const Ui& ui, const views::Table& table) {
    ImGui::PushFont(ui.fonts.bold);
    settle_columns();
    std::vector<std::vector<std::string>> titles;
    std::size_t most = 1;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        titles.push_back(
            title_lines(*ui.fonts.bold, table.columns[c].title, title_room(ui, static_cast<int>(c))));
        const bool is_shown =
            (ImGui::TableGetColumnFlags(static_cast<int>(c)) & ImGuiTableColumnFlags_IsEnabled) != 0;
        most = std::max(most, is_shown ? titles.back().size() : 0);
    }
    const float height = ui.px(27) + static_cast<float>(most - 1) * ImGui::GetFontSize();
    const float shift = std::round((height - ImGui::GetFontSize()) / 2) - ui.px(1); // see draw_header
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers, height - shift);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (ImGui::TableSetColumnIndex(static_cast<int>(c))) {
            ImGui::PushID(static_cast<int>(c));
            draw_header(panel, ui, table.columns[c], titles[c], title_room(ui, static_cast<int>(c)), height);
            ImGui::PopID();
        }
    }
    ImGui::PopFont();
}

} // namespace maillage::ui
