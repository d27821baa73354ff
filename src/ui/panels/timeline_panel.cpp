#include "ui/panels/timeline_panel.h"

#include "base/date.h"
#include "base/number.h"
#include "base/translate.h"
#include "ui/kit/keys.h"
#include "ui/kit/plots.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace maillage::ui {

namespace {

void draw_years(const Ui& ui, const views::Timeline& line, Rect inner, float y) {
    auto* draw = ImGui::GetWindowDrawList();
    float last_right = inner.x - inner.width; // years that have no room are left out
    for (auto year = line.first.year(); year <= line.last.year(); ++year) {
        const Date date = year / std::chrono::January / 1;
        const auto words = std::to_string(static_cast<int>(year));
        const float width =
            ui.fonts.small->CalcTextSizeA(ui.fonts.small->FontSize, FLT_MAX, 0, words.c_str()).x;
        const float x = inner.x + static_cast<float>(views::share_at(line, date)) * inner.width;
        const float left = std::clamp(x - width / 2, inner.x, inner.right() - width);
        if (left < last_right + ui.px(10)) {
            continue;
        }
        last_right = left + width;
        draw->AddText(ui.fonts.small, ui.fonts.small->FontSize, {left, y}, to_u32(ui.palette.muted),
                      words.c_str());
    }
}

/// Solid until the reference date, dashed after it: what follows is only "if nothing is renewed".
void draw_curve(const Ui& ui, const views::Timeline& line, double share, Rect inner) {
    std::vector<ImVec2> before;
    std::vector<ImVec2> after;
    for (std::size_t i = 0; i < line.dates.size(); ++i) {
        const auto at = views::share_at(line, line.dates[i]);
        const ImVec2 point(inner.x + static_cast<float>(at) * inner.width,
                           inner.bottom() -
                               static_cast<float>(line.cameras[i] / std::max(1.0, line.greatest)) *
                                   inner.height);
        if (at <= share) {
            before.push_back(point);
        } else {
            if (after.empty() && !before.empty()) {
                after.push_back(before.back());
            }
            after.push_back(point);
        }
    }
    auto* draw = ImGui::GetWindowDrawList();
    const auto ink = to_u32(ui.palette.good);
    draw->AddPolyline(before.data(), static_cast<int>(before.size()), ink, 0, ui.px(1.8F));
    draw_dashed(*draw, after, ink, ui.px(1.8F), ui.px(3));
}

/// The curve passes through that part of the plot.
bool is_crossed(const views::Timeline& line, Rect inner, Rect part) {
    for (std::size_t i = 0; i < line.dates.size(); ++i) {
        const float x = inner.x + static_cast<float>(views::share_at(line, line.dates[i])) * inner.width;
        const float y = inner.bottom() -
                        static_cast<float>(line.cameras[i] / std::max(1.0, line.greatest)) * inner.height;
        if (part.contains(x, y)) {
            return true;
        }
    }
    return false;
}

/// Right of the handle under the curve, else over it, else left of the handle; nowhere when it would hide
/// something.
void draw_caption(const Ui& ui, const views::Timeline& line, double share, Rect inner) {
    const auto* font = ui.fonts.small;
    const auto size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, line.caption.c_str());
    const float handle = inner.x + static_cast<float>(share) * inner.width;
    const float gap = ui.px(16);
    const float right = handle + gap;
    const float left = handle - gap - size.x;
    const float low = inner.bottom() - size.y - ui.px(1);
    const float high = inner.y - ui.px(2);
    for (const ImVec2 at : {ImVec2(right, low), ImVec2(right, high), ImVec2(left, low), ImVec2(left, high)}) {
        const bool fits = at.x >= inner.x && at.x + size.x <= inner.right();
        if (fits && !is_crossed(line, inner, {at.x, at.y - ui.px(2), size.x, size.y + ui.px(4)})) {
            ImGui::GetWindowDrawList()->AddText(font, font->FontSize, at, to_u32(ui.palette.muted),
                                                line.caption.c_str());
            return;
        }
    }
}

void draw_handle(const Ui& ui, double share, Rect inner, const views::Timeline& line, Date date,
                 bool is_lit) {
    auto* draw = ImGui::GetWindowDrawList();
    const float x = std::round(inner.x + static_cast<float>(share) * inner.width);
    draw->AddLine({x, inner.y - ui.px(6)}, {x, inner.bottom() + ui.px(4)}, to_u32(ui.palette.accent),
                  ui.px(1.5F));
    draw->AddCircleFilled({x, inner.y + inner.height / 2}, ui.px(is_lit ? 6 : 5), to_u32(ui.palette.accent));
    if (is_lit) {
        ImGui::SetNextWindowPos({std::min(x + ui.px(10), inner.right() - ui.px(280)),
                                 inner.y - ui.px(80)}); // over the curve, which it would hide
        const auto cameras = static_cast<std::int64_t>(std::llround(views::cameras_at(line, date)));
        tooltip(ui, tr("Situation au ") + to_french(date) + " : " + to_french(cameras) +
                        tr_plural(" caméra autorisée", " caméras autorisées", static_cast<double>(cameras)) +
                        "\n" + tr("Glissez pour changer de date"));
    }
}

} // namespace

namespace {

/// Left and right by a month, with Maj by a year; the ends by Home and End.
std::optional<Date> date_by_keys(const views::Timeline& line, Date now) {
    if (!ImGui::IsWindowFocused()) {
        return std::nullopt;
    }
    const auto pressed = [](Key key) { return is_pressed(key); };
    const int months = ImGui::GetIO().KeyShift ? 12 : 1;
    const int by = (pressed(Key::right) ? months : 0) - (pressed(Key::left) ? months : 0);
    if (by != 0) {
        const Date moved = now + std::chrono::months(by);
        const Date whole = moved.ok() ? moved : Date(moved.year() / moved.month() / std::chrono::last);
        return std::clamp(whole, line.first, line.last);
    }
    if (pressed(Key::home)) {
        return line.first;
    }
    return pressed(Key::end) ? std::optional(line.last) : std::nullopt;
}

} // namespace

void draw(TimelinePanel& panel, const Ui& ui, const session::Session& session, const Models& models,
          Rect rect) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    const bool is_open = begin_zone(ui, "Frise", rect, ui.palette.ground, Arrows::own);
    ImGui::PopStyleVar();
    if (!is_open) {
        end_zone();
        return;
    }
    const float margin = ui.px(14);
    const Rect card{rect.x + margin, rect.y + ui.px(2), rect.width - 2 * margin, rect.height - ui.px(14)};
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({card.x, card.y}, {card.right(), card.bottom()}, to_u32(ui.palette.surface),
                        ui.px(7));
    draw->AddRect({card.x, card.y}, {card.right(), card.bottom()}, to_u32(ui.palette.line), ui.px(7));
    const Rect inner{card.x + ui.px(16), card.y + ui.px(26), card.width - ui.px(32), card.height - ui.px(36)};
    const auto& line = models.timeline;
    if (line.dates.empty() || inner.width < ui.px(60)) {
        end_zone();
        return;
    }
    ImGui::SetCursorScreenPos({card.x, card.y});
    ImGui::InvisibleButton("frise", {card.width, card.height});
    record(ui, "Frise");
    const auto share_under = [&](float x) {
        return std::clamp(static_cast<double>((x - inner.x) / inner.width), 0.0, 1.0);
    };
    if (ImGui::IsItemActive()) {
        panel.is_dragging = true;
        panel.share = share_under(ImGui::GetIO().MousePos.x);
    } else if (panel.is_dragging) {
        panel.is_dragging = false;
        ui.send(session::SetReferenceDate{views::date_at(line, panel.share)});
    }
    const Date reference = session.project->settings.reference_date;
    if (const auto date = date_by_keys(line, reference); date && *date != reference) {
        ui.send(session::SetReferenceDate{*date});
    }
    const double share =
        panel.is_dragging ? panel.share : views::share_at(line, session.project->settings.reference_date);
    const auto date =
        panel.is_dragging ? views::date_at(line, share) : session.project->settings.reference_date;
    draw_years(ui, line, inner, card.y + ui.px(7));
    draw_curve(ui, line, share, inner);
    draw_caption(ui, line, share, inner);
    draw_handle(ui, share, inner, line, date, ImGui::IsItemHovered() || panel.is_dragging || has_keyboard());
    zone_ring(ui, card);
    end_zone();
}

} // namespace maillage::ui
