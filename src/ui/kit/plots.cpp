#include "ui/kit/plots.h"

#include "base/number.h"
#include "base/translate.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace maillage::ui {

void draw_dashed(ImDrawList& draw, const std::vector<ImVec2>& line, unsigned ink, float width, float dash) {
    float done = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const auto a = line[i - 1];
        const auto b = line[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        for (float at = 0; at < length;) {
            const float phase = std::fmod(done + at, 2 * dash);
            const float step = std::min(length - at, (phase < dash ? dash : 2 * dash) - phase);
            if (phase < dash) {
                const float s = at / length;
                const float e = (at + step) / length;
                draw.AddLine({a.x + (b.x - a.x) * s, a.y + (b.y - a.y) * s},
                             {a.x + (b.x - a.x) * e, a.y + (b.y - a.y) * e}, ink, width);
            }
            at += std::max(step, 0.01F);
        }
        done += length;
    }
}

Rect draw_card(const Ui& ui, float height, const std::string& name) {
    const auto at = ImGui::GetCursorScreenPos();
    const Rect card{at.x, at.y, ImGui::GetContentRegionAvail().x, height};
    ImGui::Dummy({card.width, card.height});
    record(ui, name);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(at, {card.right(), card.bottom()}, to_u32(ui.palette.surface), ui.px(7));
    draw->AddRect(at, {card.right(), card.bottom()}, to_u32(ui.palette.line), ui.px(7));
    return card;
}

void draw_budget_curve(const Ui& ui, const views::BudgetCurve& curve) {
    const Rect card = draw_card(ui, ui.px(126), "Budget et couverture");
    auto* draw = ImGui::GetWindowDrawList();
    const Rect inner{card.x + ui.px(16), card.y + ui.px(26), card.width - ui.px(32), card.height - ui.px(56)};
    double low = 1;
    double high = curve.bound;
    for (const auto& point : curve.points) {
        low = std::min(low, point.y);
        high = std::max(high, point.y);
    }
    const double span = std::max(1e-9, high - low);
    const auto to_screen = [&](double x, double y) {
        return ImVec2(inner.x + static_cast<float>(x) * inner.width,
                      inner.bottom() - static_cast<float>((y - low) / span) * inner.height);
    };
    const auto bound_at = to_screen(0, curve.bound);
    for (float x = inner.x; x < inner.right(); x += ui.px(7)) {
        draw->AddLine({x, bound_at.y}, {std::min(x + ui.px(4), inner.right()), bound_at.y},
                      to_u32(ui.palette.muted));
    }
    std::vector<ImVec2> bounds; // the proof for each part of the money, where it was computed
    for (const auto& point : curve.bounds) {
        bounds.push_back(to_screen(point.x, point.y));
    }
    draw->AddPolyline(bounds.data(), static_cast<int>(bounds.size()), to_u32(ui.palette.muted), 0, ui.px(1));
    std::vector<ImVec2> line;
    for (const auto& point : curve.points) {
        line.push_back(to_screen(point.x, point.y));
    }
    draw->AddPolyline(line.data(), static_cast<int>(line.size()), to_u32(ui.palette.accent), 0, ui.px(2));
    const auto label = [&](float x, float y, const std::string& words, Colour ink, bool is_right) {
        const auto* font = ui.fonts.small;
        const float shift = is_right ? font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.c_str()).x : 0;
        draw->AddText(font, font->FontSize, {x - shift, y}, to_u32(ink), words.c_str());
    };
    const auto percent = [](double share) { return to_french(100 * share, 0) + "\u202f%"; };
    label(inner.right(), bound_at.y - ui.px(15), tr("borne prouvée ") + percent(curve.bound),
          ui.palette.muted, true);
    label(inner.x, inner.bottom() + ui.px(8), tr("aujourd’hui ") + percent(curve.points.front().y),
          ui.palette.muted, false);
    label(inner.right(), inner.bottom() + ui.px(8), curve.total_cost + " : " + percent(curve.points.back().y),
          ui.palette.accent, true);
}

} // namespace maillage::ui
