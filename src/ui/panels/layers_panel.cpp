#include "ui/panels/layers_panel.h"

#include "base/date.h"
#include "base/number.h"
#include "base/translate.h"
#include "map/basemap.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace maillage::ui {

namespace {

using map::Indicator;

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
}

std::string choice_words(const session::Session& session) {
    return lower_first(label(session.style.indicator)) + " ▾";
}

void draw_indicator_choice(const Ui& ui, const session::Session& session) {
    const float line = ImGui::GetItemRectSize().y;
    const float next_row = ImGui::GetCursorPosY();
    ImGui::SameLine(0, ui.px(6));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::round((line - ImGui::GetFontSize()) / 2));
    const auto label = choice_words(session) + "##indicateur";
    if (button(ui, label.c_str(), ButtonKind::link)) {
        ImGui::OpenPopup("indicateurs");
    }
    record(ui, "Indicateur");
    ImGui::SetCursorPosY(
        next_row); // versions of Dear ImGui differ on how a moved control makes its row higher
    if (!ImGui::BeginPopup("indicateurs")) {
        return;
    }
    for (const auto indicator :
         {Indicator::gap_level, Indicator::population, Indicator::zone, Indicator::cameras_per_1000,
          Indicator::council, Indicator::crime, Indicator::none}) {
        const auto name = map::label(indicator);
        if (ImGui::MenuItem(name.c_str(), "", session.style.indicator == indicator)) {
            ui.send(session::SetIndicator{indicator});
        }
        record(ui, "Indicateur/" + name);
    }
    ImGui::EndPopup();
}

/// A slider in a small menu: `now` is what holds, the return value what the user let go.
std::optional<double> opacity_menu(LayersPanel& panel, const Ui& ui, const std::string& name, double now) {
    std::optional<double> chosen;
    const auto menu = tr("opacité ") + name;
    if (is_menu_key_pressed()) {
        ImGui::OpenPopup(menu.c_str());
    }
    if (!ImGui::BeginPopupContextItem(menu.c_str())) {
        return chosen;
    }
    if (ImGui::IsWindowAppearing()) {
        panel.opacity = now;
    }
    text(ui, tr("Opacité : ") + name, views::Tone::muted);
    auto percent = static_cast<float>(100 * panel.opacity);
    ImGui::SetNextItemWidth(ui.px(180));
    if (ImGui::SliderFloat("##opacité", &percent, 0, 100, "%.0f %%")) {
        panel.opacity = static_cast<double>(percent) / 100;
    }
    record(ui, "Opacité/" + name, Walk::slider);
    if (ImGui::IsItemDeactivatedAfterEdit()) {
        chosen = std::round(100 * panel.opacity) / 100;
    }
    ImGui::EndPopup();
    return chosen;
}

void draw_basemap(LayersPanel& panel, const Ui& ui, const session::Session& session) {
    const auto& style = session.style;
    bool is_shown = !style.basemap.empty();
    if (check_box(ui, tr("Fond de plan"), is_shown)) {
        if (is_shown) {
            ui.perform(Action::choose_basemap);
        } else {
            ui.perform(Action::remove_basemap);
        }
    }
    record(ui, "Couche/Fond de plan");
    if (const auto opacity = opacity_menu(panel, ui, tr("fond de plan"), style.basemap_opacity)) {
        ui.send(session::SetBasemap{style.basemap, *opacity});
    }
    const auto name = style.basemap.empty()   ? std::string(tr("aucun"))
                      : map::is_online(style) ? map::service_host(style)
                                              : style.basemap.filename().string();
    text_at_right(ui, elided(name, ui.px(150)), views::Tone::muted);
}

void draw_layers(LayersPanel& panel, const Ui& ui, const session::Session& session, const Models& models) {
    section_title(ui, tr("COUCHES"));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(7)});
    for (const auto& row : models.layers) {
        bool is_shown = session.style.is_shown[static_cast<std::size_t>(row.layer)];
        const bool is_first = row.layer == map::Layer::priority_sites;
        const bool has_choice = row.layer == map::Layer::communes;
        const auto label = has_choice ? row.label + " :" : row.label;
        if (check_box(ui, label.c_str(), is_shown, is_first)) {
            ui.send(session::ShowLayer{row.layer, is_shown});
        }
        record(ui, "Couche/" + row.label);
        const double opacity = session.style.opacity[static_cast<std::size_t>(row.layer)];
        if (row.layer != map::Layer::labels) {
            if (const auto chosen = opacity_menu(panel, ui, row.label, opacity)) {
                ui.send(session::SetOpacity{row.layer, *chosen});
            }
        }
        if (row.layer != map::Layer::labels) {
            const auto count = row.count ? to_french(*row.count) : std::string("—");
            const auto faint = opacity < 1 ? to_french(100 * opacity, 0) + " % · " : std::string();
            const auto choice_width =
                has_choice ? ui.px(6) + ImGui::CalcTextSize(choice_words(session).c_str()).x : 0;
            const float left = ImGui::GetItemRectMax().x + choice_width + ui.px(8);
            const float right = ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x;
            if (left + ImGui::CalcTextSize((faint + count).c_str()).x < right) {
                text_at_right(ui, faint + count, views::Tone::muted);
            }
        }
        if (has_choice) {
            draw_indicator_choice(ui, session);
        }
    }
    draw_basemap(panel, ui, session);
    ImGui::PopStyleVar();
}

void accept_date(LayersPanel& panel, const Ui& ui) {
    const auto date = parse_date(panel.date_text);
    panel.is_date_wrong = !date;
    if (date) {
        ui.send(session::SetReferenceDate{*date});
    }
}

void draw_date(LayersPanel& panel, const Ui& ui, const session::Session& session, const Models& models) {
    section_title(ui, tr("DATE DE RÉFÉRENCE"));
    const auto current = to_french(session.project->settings.reference_date);
    if (panel.date_of != current) {
        panel.date_of = current;
        panel.date_text = current;
        panel.is_date_wrong = false;
    }
    ImGui::SetNextItemWidth(ui.px(112));
    const bool is_entered =
        ImGui::InputText("##date", &panel.date_text, ImGuiInputTextFlags_EnterReturnsTrue);
    const bool is_left = ImGui::IsItemDeactivatedAfterEdit(); // by Tab or a click elsewhere
    record(ui, "Date de référence");
    if ((is_entered || is_left) && panel.date_text != current) {
        accept_date(panel, ui);
    }
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    if (panel.is_date_wrong) {
        text(ui, tr("date attendue : jj/mm/aaaa"), views::Tone::alarm);
    } else if (models.expired) {
        const bool is_many = *models.expired > 1;
        text(ui,
             to_french(*models.expired) +
                 (is_many ? tr(" arrêtés échus à ce jour") : tr(" arrêté échu à ce jour")),
             views::Tone::muted);
    } else {
        text(ui, session::is_computing(session) ? tr("calcul en cours…") : "", views::Tone::muted);
    }
}

/// Shown only while two dates are compared.
void draw_other_date(LayersPanel& panel, const Ui& ui, const session::Session& session) {
    if (!session.style.compared_with) {
        return;
    }
    const auto current = to_french(*session.style.compared_with);
    if (panel.other_of != current) {
        panel.other_of = current;
        panel.other_text = current;
        panel.is_other_wrong = false;
    }
    ImGui::SetNextItemWidth(ui.px(112));
    const bool is_entered =
        ImGui::InputText("##autre date", &panel.other_text, ImGuiInputTextFlags_EnterReturnsTrue);
    const bool is_left = ImGui::IsItemDeactivatedAfterEdit();
    if ((is_entered || is_left) && panel.other_text != current) {
        const auto date = parse_date(panel.other_text);
        panel.is_other_wrong = !date;
        if (date) {
            ui.send(session::CompareWith{*date});
        }
    }
    record(ui, "Date comparée");
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    text(ui, panel.is_other_wrong ? tr("date attendue : jj/mm/aaaa") : tr("à droite de la carte"),
         panel.is_other_wrong ? views::Tone::alarm : views::Tone::muted);
}

/// Shown only while two scenarios are compared on the map.
void draw_other_scenario(const Ui& ui, const session::Session& session) {
    const auto& other = session.style.compared_scenario;
    if (other.empty()) {
        return;
    }
    std::vector<std::string> names;
    for (const auto& scenario : session.project->scenarios) {
        names.push_back(scenario.name);
    }
    const auto at = std::find(names.begin(), names.end(), other);
    auto chosen = static_cast<int>(at - names.begin());
    if (choice(ui, tr("Scénario comparé"), names, chosen, ui.px(150))) {
        ui.send(session::CompareWith{{}, names[static_cast<std::size_t>(chosen)]});
    }
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    text(ui, tr("à droite de la carte"), views::Tone::muted);
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
    if (fact_line(ui, label, source, views::Tone::plain, tr("Ouvre la liste des anomalies"), true)) {
        ui.perform(Action::show_findings);
    }
    record(ui, one, Walk::fact);
    ImGui::Unindent(ui.px(22));
}

void draw_findings(const Ui& ui, const Models& models) {
    section_title(ui, tr("ANOMALIES"));
    const auto& findings = models.findings;
    if (findings.errors + findings.warnings + findings.notes == 0) {
        text(ui, tr("Aucune"), views::Tone::muted);
        return;
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(3)});
    draw_finding_line(ui, findings.errors, tr("erreur"), tr("erreurs"), findings.error_sources,
                      ui.palette.alarm);
    draw_finding_line(ui, findings.warnings, tr("avertissement"), tr("avertissements"),
                      findings.warning_sources, ui.palette.warning);
    draw_finding_line(ui, findings.notes, tr("remarque"), tr("remarques"), "", ui.palette.muted);
    ImGui::PopStyleVar();
}

} // namespace

void draw(LayersPanel& panel, const Ui& ui, const session::Session& session, const Models& models,
          Rect rect) {
    if (begin_zone(ui, "Couches", rect, ui.palette.panel)) {
        draw_layers(panel, ui, session, models);
        ImGui::Dummy({0, ui.px(1)});
        draw_date(panel, ui, session, models);
        draw_other_date(panel, ui, session);
        draw_other_scenario(ui, session);
        ImGui::Dummy({0, ui.px(1)});
        section_title(ui, tr("DÉPARTEMENT"));
        figure_cards(ui, models.figures, 2);
        ImGui::Dummy({0, ui.px(1)});
        draw_findings(ui, models);
    }
    end_zone();
}

} // namespace maillage::ui
