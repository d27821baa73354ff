#include "ui/layers_panel.h"

#include "base/date.h"
#include "base/number.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <cmath>

namespace maillage::ui {

namespace {

using app::Indicator;

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
}

void draw_indicator_choice(const Ui& ui, const app::Session& session) {
    const float line = ImGui::GetItemRectSize().y;
    ImGui::SameLine(0, ui.px(6));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::round((line - ImGui::GetFontSize()) / 2));
    const auto label = lower_first(app::label(session.style.indicator)) + " ▾##indicateur";
    if (button(ui, label.c_str(), ButtonKind::link)) {
        ImGui::OpenPopup("indicateurs");
    }
    record(ui, "Indicateur");
    if (!ImGui::BeginPopup("indicateurs")) {
        return;
    }
    for (const auto indicator :
         {Indicator::gap_level, Indicator::population, Indicator::zone, Indicator::cameras_per_1000,
          Indicator::council, Indicator::crime, Indicator::none}) {
        const auto name = app::label(indicator);
        if (ImGui::MenuItem(name.c_str(), "", session.style.indicator == indicator)) {
            ui.send(app::SetIndicator{indicator});
        }
        record(ui, "Indicateur/" + name);
    }
    ImGui::EndPopup();
}

void draw_layers(const Ui& ui, const app::Session& session, const Models& models) {
    section_title(ui, "COUCHES");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(7)});
    for (const auto& row : models.layers) {
        bool is_shown = session.style.is_shown[static_cast<std::size_t>(row.layer)];
        const bool is_first = row.layer == app::Layer::priority_sites;
        const bool has_choice = row.layer == app::Layer::communes;
        const auto label = has_choice ? row.label + " :" : row.label;
        if (check_box(ui, label.c_str(), is_shown, is_first)) {
            ui.send(app::ShowLayer{row.layer, is_shown});
        }
        record(ui, "Couche/" + row.label);
        if (row.layer != app::Layer::labels) {
            text_at_right(ui, row.count ? to_french(*row.count) : "—", app::Tone::muted);
        }
        if (has_choice) {
            draw_indicator_choice(ui, session);
        }
    }
    ImGui::PopStyleVar();
}

void accept_date(LayersPanel& panel, const Ui& ui) {
    const auto date = parse_date(panel.date_text);
    panel.is_date_wrong = !date;
    if (date) {
        ui.send(app::SetReferenceDate{*date});
    }
}

void draw_date(LayersPanel& panel, const Ui& ui, const app::Session& session, const Models& models) {
    section_title(ui, "DATE DE RÉFÉRENCE");
    const auto current = to_french(session.project->settings.reference_date);
    if (panel.date_of != current) {
        panel.date_of = current;
        panel.date_text = current;
        panel.is_date_wrong = false;
    }
    ImGui::SetNextItemWidth(ui.px(112));
    const bool is_entered =
        ImGui::InputText("##date", &panel.date_text, ImGuiInputTextFlags_EnterReturnsTrue);
    record(ui, "Date de référence");
    if (is_entered) {
        accept_date(panel, ui);
    }
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    if (panel.is_date_wrong) {
        text(ui, "date attendue : jj/mm/aaaa", app::Tone::alarm);
    } else if (models.expired) {
        const bool is_many = *models.expired > 1;
        text(ui,
             to_french(*models.expired) + (is_many ? " arrêtés échus à ce jour" : " arrêté échu à ce jour"),
             app::Tone::muted);
    } else {
        text(ui, app::is_computing(session) ? "calcul en cours…" : "", app::Tone::muted);
    }
}

void draw_finding_line(const Ui& ui, std::int64_t count, const char* one, const char* many,
                       const std::string& source, Colour mark) {
    if (count == 0) {
        return;
    }
    const auto at = ImGui::GetCursorScreenPos();
    const float side = ui.px(11);
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + ui.px(5)}, {at.x + side, at.y + ui.px(5) + side},
                                              to_u32(mark), ui.px(3));
    ImGui::Indent(ui.px(22));
    const auto label = to_french(count) + " " + (count > 1 ? many : one);
    if (fact_line(ui, label, source, app::Tone::plain, "Ouvre la liste des anomalies", true)) {
        ui.perform(Action::show_findings);
    }
    record(ui, one);
    ImGui::Unindent(ui.px(22));
}

void draw_findings(const Ui& ui, const Models& models) {
    section_title(ui, "ANOMALIES");
    const auto& findings = models.findings;
    if (findings.errors + findings.warnings + findings.notes == 0) {
        text(ui, "Aucune", app::Tone::muted);
        return;
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(3)});
    draw_finding_line(ui, findings.errors, "erreur", "erreurs", findings.error_sources, ui.palette.alarm);
    draw_finding_line(ui, findings.warnings, "avertissement", "avertissements", findings.warning_sources,
                      ui.palette.warning);
    draw_finding_line(ui, findings.notes, "remarque", "remarques", "", ui.palette.muted);
    ImGui::PopStyleVar();
}

} // namespace

void draw(LayersPanel& panel, const Ui& ui, const app::Session& session, const Models& models, Rect rect) {
    if (begin_zone(ui, "Couches", rect, ui.palette.panel)) {
        draw_layers(ui, session, models);
        ImGui::Dummy({0, ui.px(1)});
        draw_date(panel, ui, session, models);
        ImGui::Dummy({0, ui.px(1)});
        section_title(ui, "DÉPARTEMENT");
        figure_cards(ui, models.figures, 2);
        ImGui::Dummy({0, ui.px(1)});
        draw_findings(ui, models);
    }
    end_zone();
}

} // namespace maillage::ui
