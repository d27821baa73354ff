#include "ui/panels/status_bar.h"

#include "base/number.h"
#include "base/translate.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace maillage::ui {

namespace {

/// A text and the place where the next one goes.
float put(const Ui& ui, float x, Rect rect, const std::string& words, views::Tone tone) {
    if (words.empty()) {
        return x;
    }
    const float y = std::round(rect.y + (rect.height - ImGui::GetFontSize()) / 2);
    ImGui::GetWindowDrawList()->AddText({x, y}, to_u32(tone_colour(ui.palette, tone)), words.c_str());
    return x + ImGui::CalcTextSize(words.c_str()).x + ui.px(24);
}

/// A step as the rooms below report it, in French; a file's name is left as it is.
std::string step_words(const std::string& french) {
    [[maybe_unused]] constexpr const char* kSteps[] = {tr_noop("courbe de couverture"),
                                                       tr_noop("lacunes"),
                                                       tr_noop("classement des sites"),
                                                       tr_noop("champs des caméras"),
                                                       tr_noop("lecture du relief"),
                                                       tr_noop("ouverture du projet"),
                                                       tr_noop("projet enregistré"),
                                                       tr_noop("projet ouvert"),
                                                       tr_noop("contrôle des lignes"),
                                                       tr_noop("Calcul des contours approchés"),
                                                       tr_noop("arrêtés"),
                                                       tr_noop("relief"),
                                                       tr_noop("Invention du registre d'exemple"),
                                                       tr_noop("Exemple prêt"),
                                                       tr_noop("Mesure du sol vu")};
    return tr_sentence(french);
}

float draw_progress(const Ui& ui, const session::Jobs& jobs, float x, Rect rect) {
    const auto what = jobs.what();
    x = put(ui, x, rect, step_words(jobs.title()) + (what.empty() ? "" : " · " + step_words(what)),
            views::Tone::plain) -
        ui.px(10);
    const float width = ui.px(110);
    const float height = ui.px(6);
    const float y = std::round(rect.y + (rect.height - height) / 2);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({x, y}, {x + width, y + height}, to_u32(ui.palette.track), height / 2);
    const float filled = width * static_cast<float>(std::clamp(jobs.fraction(), 0.0, 1.0));
    draw->AddRectFilled({x, y}, {x + std::max(height, filled), y + height}, to_u32(ui.palette.accent),
                        height / 2);
    ImGui::SetCursorScreenPos(
        {x + width + ui.px(12), rect.y + std::round((rect.height - ImGui::GetFontSize()) / 2)});
    if (button(ui, tr("Interrompre"), ButtonKind::link)) {
        ui.out.cancels_job = true;
    }
    return ImGui::GetItemRectMax().x + ui.px(24);
}

float draw_message(const Ui& ui, const session::Session& session, float x, Rect rect, float room) {
    if (session.messages.empty()) {
        return x;
    }
    const auto& message = session.messages.back();
    const auto words = (message.is_error ? tr("Erreur : ") : "") + tr_sentence(message.text);
    const auto shown = elided(words, std::max(0.0F, room));
    const float end = put(ui, x, rect, shown, message.is_error ? views::Tone::alarm : views::Tone::plain);
    if (shown != words && ImGui::IsMouseHoveringRect({x, rect.y}, {end, rect.bottom()})) {
        tooltip(ui, words);
    }
    return end;
}

} // namespace

void draw_status_bar(const Ui& ui, const session::Session& session, const session::Jobs& jobs,
                     const Models& models, const StatusTexts& texts, Rect rect) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    const bool is_open = begin_zone(ui, "État", rect, ui.palette.header);
    ImGui::PopStyleVar(2);
    if (is_open) {
        ImGui::PushFont(ui.fonts.small);
        ImGui::GetWindowDrawList()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.y + 1},
                                                  to_u32(ui.palette.line));
        const bool is_public = domain::is_public(session.project->settings.profile);
        const auto profile =
            is_public ? std::string(tr("diffusion publique")) : std::string(tr("diffusion restreinte"));
        const auto sources = models.attribution.empty() ? profile : models.attribution + " — " + profile;
        float x = rect.x + ui.px(14);
        if (jobs.is_busy()) {
            x = draw_progress(ui, jobs, x, rect);
        }
        x = put(ui, x, rect, texts.position.metric, views::Tone::muted);
        x = put(ui, x, rect, texts.position.geographic, views::Tone::muted);
        x = put(ui, x, rect, texts.scale, views::Tone::muted);
        x = put(ui, x, rect, texts.hint, views::Tone::plain);
        const float free = rect.right() - x - ui.px(14); // what stands at the left is not written over
        const float most = std::max(0.0F, std::min(rect.width * 0.42F, free));
        const auto shown_sources = elided(sources, most);
        const float sources_x = rect.right() - ImGui::CalcTextSize(shown_sources.c_str()).x - ui.px(14);
        put(ui, sources_x, rect, shown_sources, views::Tone::muted);
        if (shown_sources != sources &&
            ImGui::IsMouseHoveringRect({sources_x, rect.y}, {rect.right(), rect.bottom()})) {
            tooltip(ui, sources);
        }
        const float summary_width = ImGui::CalcTextSize(models.summary.c_str()).x + ui.px(24);
        const bool has_message = texts.shows_message && !session.messages.empty();
        if (!has_message && x + summary_width < sources_x) {
            x = put(ui, x, rect, models.summary, views::Tone::muted);
        }
        if (texts.shows_message) {
            draw_message(ui, session, x, rect, sources_x - x - ui.px(24));
        }
        ImGui::PopFont();
    }
    end_zone();
}

} // namespace maillage::ui
