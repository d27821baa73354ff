#include "ui/panels/inspector_panel.h"

#include "base/number.h"
#include "base/translate.h"
#include "session/change_project.h"
#include "ui/kit/number_field.h"
#include "ui/kit/plots.h"
#include "views/camera_handles.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace maillage::ui {

namespace {

void draw_head(const Ui& ui, const views::Inspector& inspector) {
    ImGui::PushFont(ui.fonts.title);
    const auto width = ImGui::GetContentRegionAvail().x;
    const float code_width =
        ui.px(10) +
        ui.fonts.regular->CalcTextSizeA(ui.fonts.regular->FontSize, FLT_MAX, 0, inspector.code.c_str()).x;
    const auto title = elided(inspector.title, std::max(ui.px(60), width - code_width));
    ImGui::TextUnformatted(title.c_str());
    const float base = ImGui::GetItemRectMax().y;
    const float right = ImGui::GetItemRectMax().x;
    ImGui::PopFont();
    ImGui::GetWindowDrawList()->AddText({right + ui.px(7), base - ui.fonts.regular->FontSize - ui.px(2)},
                                        to_u32(ui.palette.muted), inspector.code.c_str());
    if (!inspector.subtitle.empty()) {
        wrapped(ui, inspector.subtitle, views::Tone::muted);
    }
}

void draw_sections(const Ui& ui, const std::vector<views::InspectorSection>& sections) {
    for (const auto& section : sections) {
        section_title(ui, section.title.c_str());
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(3)});
        ImGui::PushID(section.title.c_str());
        for (std::size_t i = 0; i < section.lines.size(); ++i) {
            const auto& line = section.lines[i];
            ImGui::PushID(static_cast<int>(i));
            const bool is_active = line.target.kind != map::SelectionKind::none;
            if (fact_line(ui, line.label, line.value, line.tone, line.hint, is_active)) {
                ui.send(session::Select{line.target.kind, line.target.id});
            }
            ImGui::PopID();
        }
        ImGui::PopID();
        ImGui::PopStyleVar();
    }
}

const registry::Camera* find_camera(const session::Session& session) {
    const auto& cameras = *session.project->cameras;
    const auto found = std::find_if(cameras.begin(), cameras.end(),
                                    [&](const auto& c) { return c.id == session.selection.id; });
    return found == cameras.end() ? nullptr : &*found;
}

/// Three figures to type, for those who have a plan rather than a mouse.
void draw_camera_fields(InspectorPanel& panel, const Ui& ui, const session::Session& session) {
    const auto* camera = find_camera(session);
    if (camera == nullptr) {
        return;
    }
    section_title(ui, tr("RÉGLER LA CAMÉRA"));
    const bool is_still = !ImGui::IsAnyItemActive();
    if (panel.camera != camera->id || is_still) {
        panel.camera = camera->id;
        panel.azimuth_deg =
            static_cast<float>(camera->azimuths_deg.empty() ? 0 : camera->azimuths_deg.front());
        const auto optics = views::assumed_optics(*session.project, *camera);
        panel.field_of_view_deg = static_cast<float>(optics.field_deg);
        panel.range_m = static_cast<float>(optics.range_m);
    }
    const float width = (ImGui::GetContentRegionAvail().x - ui.px(16)) / 3;
    const auto field = [&](const char* label, float& value, float step, float low, float high,
                           const char* format) {
        ImGui::SetNextItemWidth(width);
        ImGui::DragFloat((std::string("##") + label).c_str(), &value, step, low, high, format,
                         ImGuiSliderFlags_AlwaysClamp);
        record(ui, label);
        if (ImGui::IsItemHovered() && !ImGui::IsItemActive()) {
            tooltip(ui, std::string(label) + tr(" : glissez, ou double-cliquez pour saisir"));
        }
        return ImGui::IsItemDeactivatedAfterEdit();
    };
    const auto rounded = [](float value) { return std::optional<double>(std::round(value)); };
    if (field(tr("Azimut"), panel.azimuth_deg, 1, 0, 360, tr("Azimut %.0f°"))) {
        ui.send(session::AimCamera{camera->id, rounded(panel.azimuth_deg), {}, {}});
    }
    ImGui::SameLine();
    if (field(tr("Ouverture"), panel.field_of_view_deg, 1, 5, 360, tr("Ouverture %.0f°"))) {
        ui.send(session::AimCamera{camera->id, {}, rounded(panel.field_of_view_deg), {}});
    }
    ImGui::SameLine();
    if (field(tr("Portée"), panel.range_m, 1, 2, 2000, tr("Portée %.0f m"))) {
        ui.send(session::AimCamera{camera->id, {}, {}, rounded(panel.range_m)});
    }
}

/// Name and class, for a site put on the map by hand and for mistakes of the others.
void draw_site_fields(InspectorPanel& panel, const Ui& ui, const session::Session& session) {
    const auto& sites = *session.project->sites;
    const auto found = std::ranges::find(sites, session.selection.id, &domain::Site::id);
    if (found == sites.end()) {
        return;
    }
    if (panel.site != found->id || !ImGui::IsAnyItemActive()) {
        panel.site = found->id;
        panel.site_name = found->name;
    }
    section_title(ui, tr("CORRIGER LE SITE"));
    const float width = (ImGui::GetContentRegionAvail().x - ui.px(8)) / 2;
    text_field(ui, tr("Nom du site"), tr("Nom du site"), panel.site_name, width);
    if (ImGui::IsItemDeactivatedAfterEdit() && !panel.site_name.empty() && panel.site_name != found->name) {
        auto renamed = *found;
        renamed.name = panel.site_name;
        ui.send(session::PutSite{renamed});
    }
    ImGui::SameLine();
    const auto& classes = session.project->settings.site_classes;
    std::vector<std::string> labels;
    int current = -1;
    for (const auto& one : classes) {
        current = one.key == found->site_class ? static_cast<int>(labels.size()) : current;
        labels.push_back(tr(one.label));
    }
    if (choice(ui, tr("Classe du site"), labels, current, width)) {
        auto changed = *found;
        changed.site_class = classes[static_cast<std::size_t>(current)].key;
        ui.send(session::PutSite{changed});
    }
}

void draw_site_buttons(const Ui& ui) {
    if (button(ui, tr("Imposer dans le schéma"))) {
        ui.perform(Action::pin_site);
    }
    ImGui::SameLine();
    if (button(ui, tr("Écarter du schéma"))) {
        ui.perform(Action::forbid_site);
    }
}

/// Follows the list line by line: the map and the table show what the money of those lines buys.
void draw_budget_slider(const Ui& ui, const views::BudgetCurve& curve) {
    const int most = static_cast<int>(curve.lines);
    if (most < 2) {
        return;
    }
    int lines = static_cast<int>(curve.lines_shown);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderInt("##sites montrés", &lines, 1, most,
                         lines < most ? tr("%d premiers sites") : tr("toute la liste"))) {
        lines = std::clamp(lines, 1, most);
        ui.send(session::ShowPlanLines{lines == most ? 0 : lines});
    }
    record(ui, "Sites montrés", Walk::slider);
    if (!curve.shown.empty()) {
        wrapped(ui, curve.shown, views::Tone::strong);
    }
}

/// Beside the last control, or under it in a panel that is too narrow for both.
void beside(float width) {
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) {
        ImGui::NewLine();
    }
}

float width_of(const Ui& ui, const char* label) {
    return ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x + ui.px(1);
}

/// Whatever changed the scenario is shown, and what is being typed stays until then.
void read_limits(InspectorPanel& panel, const session::Session& session) {
    const domain::Scenario& plan = session::current_scenario(*session.project);
    const PlanLimits now{plan.count, plan.budget_eur};
    if (panel.limits_read != now) {
        panel.limits = panel.limits_read = now;
    }
}

void draw_ranking(InspectorPanel& panel, const Ui& ui, const session::Session& session,
                  const Models& models) {
    read_limits(panel, session);
    section_title(ui, tr("SITES PRIORITAIRES"));
    ImGui::AlignTextToFramePadding();
    text(ui, tr("Nombre"), views::Tone::muted);
    ImGui::SameLine();
    ImGui::SetNextItemWidth(ui.px(64));
    ImGui::InputScalar("##nombre", ImGuiDataType_S64, &panel.limits.count);
    record(ui, "Nombre de sites");
    beside(width_of(ui, tr("Budget HT")) + ui.px(96));
    ImGui::AlignTextToFramePadding();
    text(ui, tr("Budget HT"), views::Tone::muted);
    ImGui::SameLine();
    ImGui::SetNextItemWidth(ui.px(96));
    number_field("##budget", panel.limits.budget_eur,
                 panel.limits.budget_eur > 0 ? "%.0f €" : tr("sans limite"));
    record(ui, "Budget");
    panel.limits.count = std::clamp<std::int64_t>(panel.limits.count, 0, 10000);
    panel.limits.budget_eur = std::max(0.0, panel.limits.budget_eur);
    beside(width_of(ui, tr("Classer")));
    if (button(ui, tr("Classer"), ButtonKind::primary)) {
        ui.perform(Action::rank);
    }
    beside(width_of(ui, tr("Choix et financement…")));
    if (button(ui, tr("Choix et financement…"))) {
        ui.perform(Action::plan_box);
    }
    if (models.budget.points.empty()) {
        wrapped(
            ui,
            tr("Le classement dit quels sites équiper en premier, ce que chacun apporte et ce qu’il coûte."),
            views::Tone::muted);
        return;
    }
    wrapped(ui, models.budget.proof, views::Tone::good);
    section_title(ui, tr("BUDGET ET COUVERTURE"));
    draw_budget_curve(ui, models.budget);
    draw_budget_slider(ui, models.budget);
    if (button(ui, tr("Exporter le schéma…"), ButtonKind::primary)) {
        ui.perform(Action::export_sites);
    }
    ImGui::SameLine();
    if (button(ui, tr("Image de la carte…"))) {
        ui.perform(Action::save_picture);
    }
}

void draw_nothing_selected(const Ui& ui, const session::Session& session, const Models& models) {
    ImGui::PushFont(ui.fonts.title);
    ImGui::TextUnformatted(session.project->title.empty() ? tr("Schéma départemental")
                                                          : session.project->title.c_str());
    ImGui::PopFont();
    wrapped(
        ui,
        tr("Cliquez une commune, une caméra ou un site sur la carte ou dans le tableau pour savoir ce qui "
           "le couvre, "
           "jusqu’à quand, et pourquoi il ne l’est pas."),
        views::Tone::muted);
    if (models.missing.empty()) {
        return;
    }
    ImGui::Dummy({0, ui.px(2)});
    section_title(ui, tr("DONNÉES À IMPORTER"));
    for (const auto& data : models.missing) {
        if (fact_line(ui, data.what, data.use, views::Tone::plain, tr("Cliquez pour choisir le fichier"),
                      true)) {
            ui.perform(Action::import);
        }
        record(ui, "Manque/" + data.what, Walk::fact);
    }
}

void draw_question(InspectorPanel& panel, const Ui& ui) {
    views::InspectorSection section{tr("CAMÉRAS QUI VOIENT CE POINT"), panel.seen_from};
    if (section.lines.empty()) {
        section.lines.push_back({tr("Aucune caméra ne voit ce point."), "", views::Tone::muted, "", {}});
    }
    draw_sections(ui, {section});
    if (button(ui, tr("Fermer##question"), ButtonKind::link)) {
        panel.has_question = false;
    }
}

} // namespace

session::Commands ranking(InspectorPanel& panel, const session::Session& session) {
    read_limits(panel, session);
    session::Commands commands;
    if (panel.limits != panel.limits_read) {
        session::SetPlan typed;
        typed.count = panel.limits.count;
        typed.budget_eur = panel.limits.budget_eur;
        commands.emplace_back(typed);
    }
    commands.emplace_back(session::Rank{});
    return commands;
}

void draw(InspectorPanel& panel, const Ui& ui, const session::Session& session, const Models& models,
          Rect rect) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(14), ui.px(12)});
    const bool is_open = begin_zone(ui, "Sélection", rect, ui.palette.panel);
    ImGui::PopStyleVar();
    if (is_open) {
        if (panel.has_question) {
            draw_question(panel, ui);
        }
        if (session.selection.kind == map::SelectionKind::none || models.inspector.title.empty()) {
            draw_nothing_selected(ui, session, models);
        } else {
            draw_head(ui, models.inspector);
            figure_cards(ui, models.inspector.cards, 3);
            if (session.also.empty() && session.selection.kind == map::SelectionKind::camera) {
                draw_camera_fields(panel, ui, session);
            }
            if (session.also.empty() && session.selection.kind == map::SelectionKind::site) {
                draw_site_fields(panel, ui, session);
            }
            draw_sections(ui, models.inspector.sections);
            if (session.also.empty() && session.selection.kind == map::SelectionKind::site) {
                draw_site_buttons(ui);
            }
        }
        ImGui::Dummy({0, ui.px(2)});
        draw_ranking(panel, ui, session, models);
        draw_sections(ui, models.inspector.more);
    }
    end_zone();
}

} // namespace maillage::ui
