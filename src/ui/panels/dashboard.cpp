#include "ui/panels/dashboard.h"

#include "base/date.h"
#include "base/number.h"
#include "base/translate.h"
#include "ui/kit/keys.h"
#include "ui/kit/plots.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace maillage::ui {

namespace {

/// "Zone de compétence" becomes "zone de compétence"; "EPCI" stays.
std::string inside_sentence(std::string words) {
    const auto is_small = [&](std::size_t i) {
        return i < words.size() && words[i] >= 'a' && words[i] <= 'z';
    };
    if (is_small(1) && words[0] >= 'A' && words[0] <= 'Z') {
        words[0] = static_cast<char>(words[0] - 'A' + 'a');
    }
    return words;
}

constexpr std::size_t kMostBars = 14;

void draw_bar_row(const Ui& ui, const views::BarRow& row) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = ui.px(24);
    const auto at = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, height});
    record(ui, "Barre/" + row.name);
    if (!row.ground.empty() && ImGui::IsItemHovered()) {
        tooltip(ui, row.ground);
    }
    const float name_room = width * 0.34F;
    const float value_room = ui.px(112);
    const float y = std::round(at.y + (height - ImGui::GetFontSize()) / 2);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddText({at.x, y}, to_u32(ui.palette.ink), elided(row.name, name_room - ui.px(8)).c_str());
    const float value_width = ImGui::CalcTextSize(row.value.c_str()).x;
    draw->AddText({at.x + width - value_width, y}, to_u32(ui.palette.muted), row.value.c_str());
    const Rect track{at.x + name_room, at.y + ui.px(8), width - name_room - value_room, ui.px(8)};
    const auto x_of = [&](double share) {
        return track.x + static_cast<float>(std::clamp(share, 0.0, 1.0)) * track.width;
    };
    draw->AddRectFilled({track.x, track.y}, {track.right(), track.bottom()}, to_u32(ui.palette.track),
                        track.height / 2);
    if (row.central > 0) {
        draw->AddRectFilled({track.x, track.y},
                            {std::max(x_of(row.central), track.x + track.height), track.bottom()},
                            to_u32(ui.palette.good), track.height / 2);
    }
    const float middle = track.y + track.height / 2; // the interval as a whisker
    if (row.high > row.low) {
        draw->AddLine({x_of(row.low), middle}, {x_of(row.high), middle}, to_u32(ui.palette.ink), ui.px(1.2F));
        for (const double end : {row.low, row.high}) {
            draw->AddLine({x_of(end), middle - ui.px(4)}, {x_of(end), middle + ui.px(4)},
                          to_u32(ui.palette.ink), ui.px(1.2F));
        }
    }
}

void draw_bars(Dashboard& dashboard, const Ui& ui, const session::Session& session, const Models& models) {
    section_title(ui, tr("SITES COUVERTS"));
    std::vector<std::string> names;
    for (std::size_t i = 0; i < analysis::kGroupings; ++i) {
        names.push_back(tr("par ") + inside_sentence(tr(label(static_cast<analysis::Grouping>(i)))));
    }
    choice(ui, tr("Regroupement"), names, dashboard.grouping, ui.px(260));
    auto& bars = dashboard.bars;
    if (bars.grouping != dashboard.grouping || bars.revision != models.revision()) {
        bars = {
            dashboard.grouping, models.revision(),
            views::coverage_bars(session, static_cast<analysis::Grouping>(dashboard.grouping), kMostBars)};
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(2)});
    for (const auto& row : bars.rows) {
        draw_bar_row(ui, row);
    }
    ImGui::PopStyleVar();
    if (bars.rows.empty()) {
        text(ui, tr("Aucun site à couvrir."), views::Tone::muted);
    }
    section_title(ui, tr("BUDGET ET COUVERTURE"));
    if (models.budget.points.empty()) {
        wrapped(ui, tr("Aucun classement : Schéma › Classer les sites."), views::Tone::muted);
    } else {
        draw_budget_curve(ui, models.budget);
        wrapped(ui, models.budget.proof, views::Tone::good);
    }
}

void draw_area_curve(const Ui& ui, const views::Timeline& line, const session::Session& session) {
    section_title(ui, tr("CAMÉRAS AUTORISÉES"));
    const Rect card = draw_card(ui, ui.px(190), "Caméras autorisées");
    auto* draw = ImGui::GetWindowDrawList();
    if (line.dates.empty() || line.greatest <= 0) {
        return;
    }
    const Rect inner{card.x + ui.px(46), card.y + ui.px(16), card.width - ui.px(62), card.height - ui.px(48)};
    const auto* font = ui.fonts.small;
    const auto y_of = [&](double value) {
        return inner.bottom() - static_cast<float>(value / line.greatest) * inner.height;
    };
    for (const double share : {0.0, 0.5, 1.0}) {
        const double value = std::round(line.greatest * share);
        draw->AddLine({inner.x, y_of(value)}, {inner.right(), y_of(value)}, to_u32(ui.palette.faint_line));
        const auto words = to_french(value, 0);
        const float words_width = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.c_str()).x;
        draw->AddText(font, font->FontSize,
                      {inner.x - words_width - ui.px(8), y_of(value) - font->FontSize / 2},
                      to_u32(ui.palette.muted), words.c_str());
    }
    const auto reference = session.project->settings.reference_date;
    std::vector<ImVec2> points;
    std::vector<ImVec2> after; // what is so only if nothing is renewed
    for (std::size_t i = 0; i < line.dates.size(); ++i) {
        const ImVec2 point(inner.x + static_cast<float>(views::share_at(line, line.dates[i])) * inner.width,
                           y_of(line.cameras[i]));
        if (line.dates[i] <= reference) {
            points.push_back(point);
            after = {point};
        } else {
            after.push_back(point);
        }
    }
    const auto ink = to_u32(ui.palette.good);
    draw->AddPolyline(points.data(), static_cast<int>(points.size()), ink, 0, ui.px(2));
    draw_dashed(*draw, after, ink, ui.px(2), ui.px(3));
    const float x = inner.x + static_cast<float>(views::share_at(line, reference)) * inner.width;
    draw->AddLine({x, inner.y}, {x, inner.bottom()}, to_u32(ui.palette.accent), ui.px(1.5F));
    for (auto year = line.first.year(); year <= line.last.year(); year += std::chrono::years(2)) {
        const auto words = std::to_string(static_cast<int>(year));
        const float words_width = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.c_str()).x;
        const float at_x = inner.x + static_cast<float>(views::share_at(line, year / 1 / 1)) * inner.width;
        draw->AddText(
            font, font->FontSize,
            {std::min(at_x - words_width / 2, inner.right() - words_width), inner.bottom() + ui.px(8)},
            to_u32(ui.palette.muted), words.c_str());
    }
    wrapped(ui,
            tr("Situation au ") + to_french(reference) + tr(" ; après cette date, si rien n’est renouvelé."),
            views::Tone::muted, true);
}

void draw_plan(Dashboard& dashboard, const Ui& ui, const session::Session& session, const Models& models) {
    auto& plan = dashboard.plan;
    if (plan.revision != models.revision()) {
        plan = {models.revision(), views::plan_comparison(session)};
    }
    if (plan.rows.empty()) {
        return;
    }
    section_title(ui, tr("PLAN DÉPARTEMENTAL 2021-2024 ET SITUATION"));
    const auto flags =
        ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_ScrollY;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(4), ui.px(2)});
    if (ImGui::BeginTable("plan", 3, flags, {0, ImGui::GetContentRegionAvail().y})) {
        ImGui::TableSetupColumn("indicateur", 0, 3);
        ImGui::TableSetupColumn("plan", 0, 1.2F);
        ImGui::TableSetupColumn("situation", 0, 1);
        const auto right = [&](const std::string& words, views::Tone tone) {
            const auto* font = tone == views::Tone::strong ? ui.fonts.bold : ui.fonts.regular;
            const float width = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.c_str()).x;
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
            text(ui, words, tone);
        };
        for (const auto& row : plan.rows) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            text(ui, elided(row.indicator, ImGui::GetContentRegionAvail().x));
            record(ui, "Plan/" + row.indicator);
            if (!row.note.empty() && ImGui::IsItemHovered()) {
                tooltip(ui, tr_sentence(row.note));
            }
            ImGui::TableNextColumn();
            right(row.plan, views::Tone::muted);
            ImGui::TableNextColumn();
            right(row.now, views::Tone::strong);
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

} // namespace

void draw(Dashboard& dashboard, const Ui& ui, const session::Session& session, const Models& models,
          Rect window) {
    if (!dashboard.is_open) {
        return;
    }
    const std::string title = tr("Tableau de bord") + std::string("###tableau de bord");
    if (!ImGui::IsPopupOpen(title.c_str())) {
        ImGui::OpenPopup(title.c_str());
    }
    ImGui::SetNextWindowPos({window.x + window.width / 2, window.y + window.height / 2}, ImGuiCond_Always,
                            {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(1120), window.width - ui.px(40)), std::min(ui.px(700), window.height - ui.px(40))});
    bool stays = true;
    if (ImGui::BeginPopupModal(title.c_str(), &stays, ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize)) {
        figure_cards(ui, models.figures, 4);
        const float width = (ImGui::GetContentRegionAvail().x - ui.px(24)) / 2;
        ImGui::BeginChild("barres", {width, ImGui::GetContentRegionAvail().y - ui.px(40)});
        draw_bars(dashboard, ui, session, models);
        ImGui::EndChild();
        ImGui::SameLine(0, ui.px(24));
        ImGui::BeginChild("courbes", {0, ImGui::GetContentRegionAvail().y - ui.px(40)});
        draw_area_curve(ui, models.timeline, session);
        draw_plan(dashboard, ui, session, models);
        ImGui::EndChild();
        if (default_button(ui, tr("Fermer##tableau de bord")) || is_pressed(Key::escape, false)) {
            stays = false;
        }
        if (!stays) {
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    dashboard.is_open = stays;
}

} // namespace maillage::ui
