#include "ui/panels/import_assistant.h"

#include "base/number.h"
#include "base/translate.h"
#include "ui/kit/keys.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace maillage::ui {

namespace {

/// In the language of the moment.
std::vector<std::string> encodings() {
    return {tr("automatique"), "UTF-8", "windows-1252", "ISO-8859-1", "ISO-8859-15"};
}

void change(ImportAssistant& assistant) {
    assistant.needs_preview = true;
}

void draw_kind(ImportAssistant& assistant, const Ui& ui, float width) {
    std::vector<std::string> names;
    int current = 0;
    const auto kinds = intake::all_import_kinds();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        names.push_back(session::label(kinds[i]));
        current = kinds[i] == assistant.import.kind ? static_cast<int>(i) : current;
    }
    text(ui, tr("Ce que contient le fichier"), views::Tone::muted, true);
    if (choice(ui, tr("Nature"), names, current, width)) {
        assistant.import.kind = kinds[static_cast<std::size_t>(current)];
        assistant.import.options.columns.clear();
        change(assistant);
    }
}

void draw_layer(ImportAssistant& assistant, const Ui& ui, float width) {
    if (!assistant.preview || assistant.preview->layers.size() < 2) {
        return;
    }
    const auto& layers = assistant.preview->layers;
    const auto found = std::find(layers.begin(), layers.end(), assistant.import.layer);
    int current = found == layers.end() ? 0 : static_cast<int>(found - layers.begin());
    text(ui, tr("Couche ou feuille"), views::Tone::muted, true);
    if (choice(ui, tr("Couche"), layers, current, width)) {
        assistant.import.layer = layers[static_cast<std::size_t>(current)];
        assistant.import.options.columns.clear();
        change(assistant);
    }
}

void draw_reading(ImportAssistant& assistant, const Ui& ui, float width) {
    text(ui, tr("Encodage du texte"), views::Tone::muted, true);
    const auto names = encodings();
    const auto found = std::find(names.begin(), names.end(), assistant.import.encoding);
    int current = found == names.end() ? 0 : static_cast<int>(found - names.begin());
    if (choice(ui, tr("Encodage"), names, current, width)) {
        assistant.import.encoding = current == 0 ? "" : names[static_cast<std::size_t>(current)];
        change(assistant);
    }
    text(ui, tr("Code EPSG, s’il faut l’imposer"), views::Tone::muted, true);
    ImGui::SetNextItemWidth(width);
    const bool is_entered =
        ImGui::InputTextWithHint("##epsg", tr("automatique"), &assistant.epsg_text,
                                 ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_EnterReturnsTrue);
    record(ui, "EPSG");
    if (is_entered || ImGui::IsItemDeactivatedAfterEdit()) {
        assistant.import.epsg = static_cast<int>(parse_integer(assistant.epsg_text).value_or(0));
        change(assistant);
    }
    bool adds = !assistant.import.options.replaces;
    if (check_box(ui, tr("Ajouter aux données présentes"), adds)) {
        assistant.import.options.replaces = !adds;
        change(assistant);
    }
}

/// Role by role: what was recognised, which the user may change.
void draw_columns(ImportAssistant& assistant, const Ui& ui, float width) {
    const auto& preview = *assistant.preview;
    section_title(ui, tr("COLONNES RECONNUES"));
    for (const auto& role : preview.roles) {
        const auto found = preview.recognised.find(role.key);
        const bool is_known = found != preview.recognised.end();
        std::vector<std::string> options{role.is_required ? tr("— à choisir —") : tr("— aucune —")};
        options.insert(options.end(), preview.columns.begin(), preview.columns.end());
        int current = 0;
        for (std::size_t i = 0; is_known && i < preview.columns.size(); ++i) {
            current = preview.columns[i] == found->second ? static_cast<int>(i) + 1 : current;
        }
        ImGui::AlignTextToFramePadding();
        const bool is_lacking = role.is_required && current == 0;
        text(ui, elided(role.label + (role.is_required ? " *" : ""), width * 0.46F),
             is_lacking ? views::Tone::alarm : views::Tone::plain);
        ImGui::SameLine(width * 0.48F);
        if (choice(ui, (tr("Rôle ") + role.label).c_str(), options, current, width * 0.5F)) {
            assistant.import.options.columns[role.key] =
                current == 0 ? "" : options[static_cast<std::size_t>(current)];
            if (current == 0) {
                assistant.import.options.columns.erase(role.key);
            }
            change(assistant);
        }
    }
}

void draw_rows(const session::ImportPreview& preview, const Ui& ui, float height) {
    section_title(ui, tr("PREMIÈRES LIGNES"));
    const int columns = std::min(static_cast<int>(preview.columns.size()), 60); // Dear ImGui takes 64 at most
    if (columns == 0) {
        text(ui, tr("Aucune colonne"), views::Tone::muted);
        return;
    }
    const auto flags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH |
                       ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersOuter;
    if (!ImGui::BeginTable("aperçu", columns, flags, {0, height})) {
        return;
    }
    for (int c = 0; c < columns; ++c) {
        ImGui::TableSetupColumn(preview.columns[static_cast<std::size_t>(c)].c_str());
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableHeadersRow();
    for (const auto& row : preview.rows) {
        ImGui::TableNextRow();
        for (int c = 0; c < columns; ++c) {
            ImGui::TableSetColumnIndex(c);
            const auto& value = row[static_cast<std::size_t>(c)];
            text(ui, elided(value, ui.px(220)), value.empty() ? views::Tone::muted : views::Tone::plain);
        }
    }
    ImGui::EndTable();
}

void draw_findings(const session::ImportPreview& preview, const Ui& ui, float height) {
    section_title(ui, tr("ANOMALIES"));
    if (preview.findings.empty()) {
        text(ui, tr("Aucune anomalie dans ce fichier."), views::Tone::good);
        return;
    }
    ImGui::BeginChild("anomalies", {0, height}, true);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(preview.findings.size()));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto& finding = preview.findings[static_cast<std::size_t>(i)];
            const auto words = tr_sentence(to_string(finding.severity) + " : " + to_string(finding));
            const auto shown = elided(words, ImGui::GetContentRegionAvail().x);
            text(ui, shown, finding.severity == Severity::error ? views::Tone::alarm : views::Tone::plain);
            if (shown != words && ImGui::IsItemHovered()) {
                tooltip(ui, words);
            }
        }
    }
    ImGui::EndChild();
}

/// What the command line is told to do about it is done with the fields at the left here.
std::string advice_for_window(const std::string& problem) {
    constexpr std::pair<std::string_view, const char*> kOptions[] = {
        {"--map", tr_noop("Choisissez les colonnes à gauche.")},
        {"--crs", tr_noop("Indiquez le code EPSG à gauche.")}};
    for (const auto& [option, advice] : kOptions) {
        const auto at = problem.find(option);
        const auto end = at == std::string::npos ? at : problem.find_last_of(".;,", at);
        if (end != std::string::npos) {
            const auto last = problem.find_last_not_of(" ", end == 0 ? 0 : end - 1);
            return problem.substr(0, last + 1) + ". " + tr(advice);
        }
    }
    return problem;
}

void draw_result(const ImportAssistant& assistant, const Ui& ui, const session::Jobs& jobs) {
    if (!assistant.preview) {
        text(ui, tr("Lecture du fichier…"), views::Tone::muted);
        ImGui::PushStyleColor(ImGuiCol_PlotHistogram, to_u32(ui.palette.accent));
        ImGui::PushStyleColor(ImGuiCol_FrameBg, to_u32(ui.palette.track));
        ImGui::ProgressBar(static_cast<float>(std::clamp(jobs.fraction(), 0.0, 1.0)), {ui.px(240), ui.px(6)},
                           "");
        ImGui::PopStyleColor(2);
        return;
    }
    const auto& preview = *assistant.preview;
    if (!preview.error.empty()) {
        wrapped(ui, tr("Import impossible : ") + advice_for_window(tr_sentence(preview.error)),
                views::Tone::alarm);
    } else {
        wrapped(ui, to_french(preview.imported) + tr(" éléments prêts à entrer dans le projet"),
                views::Tone::good);
    }
    wrapped(ui, preview.encoding + (preview.crs.empty() ? "" : " · " + tr_sentence(preview.crs)),
            views::Tone::muted, true);
    draw_rows(preview, ui, ui.px(190));
    draw_findings(preview, ui, ui.px(130));
}

void draw_choices(ImportAssistant& assistant, const Ui& ui) {
    const float width = ImGui::GetContentRegionAvail().x - ui.px(4);
    draw_kind(assistant, ui, width);
    draw_layer(assistant, ui, width);
    draw_reading(assistant, ui, width);
    if (assistant.preview) {
        draw_columns(assistant, ui, width);
    }
}

} // namespace

void open(ImportAssistant& assistant, const std::filesystem::path& file) {
    assistant = ImportAssistant{};
    assistant.is_open = true;
    assistant.import.file = file;
    assistant.import.kind = session::likely_kind(file);
    assistant.needs_preview = true;
}

std::optional<session::Import> draw(ImportAssistant& assistant, const Ui& ui, const session::Jobs& jobs,
                                    Rect window) {
    if (!assistant.is_open) {
        assistant.was_open = false;
        return std::nullopt;
    }
    if (assistant.slot && *assistant.slot) {
        assistant.preview = std::move(*assistant.slot);
    }
    const auto title = tr("Importer ") + assistant.import.file.filename().string() + "###import";
    if (!assistant.was_open) {
        ImGui::OpenPopup(title.c_str());
        assistant.was_open = true;
    }
    ImGui::SetNextWindowPos({window.x + window.width / 2, window.y + window.height / 2}, ImGuiCond_Always,
                            {0.5F, 0.5F});
    const float width = std::min(ui.px(980), window.width - ui.px(40));
    const float height = std::min(ui.px(620), window.height - ui.px(40));
    ImGui::SetNextWindowSize({width, height});
    std::optional<session::Import> agreed;
    bool stays = true;
    if (ImGui::BeginPopupModal(title.c_str(), &stays, ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize)) {
        const float body = ImGui::GetContentRegionAvail().y - ui.px(44);
        ImGui::BeginChild("choix", {ui.px(350), body});
        draw_choices(assistant, ui);
        ImGui::EndChild();
        ImGui::SameLine(0, ui.px(18));
        ImGui::BeginChild("résultat", {0, body});
        draw_result(assistant, ui, jobs);
        ImGui::EndChild();
        const bool is_possible =
            assistant.preview && assistant.preview->error.empty() && !assistant.needs_preview;
        if (default_button(ui, tr("Importer"), is_possible)) {
            agreed = assistant.import;
        }
        ImGui::SameLine();
        if (button(ui, tr("Annuler##import"))) {
            stays = false;
        }
        if (is_pressed(Key::escape, false)) {
            stays = false;
        }
        if (agreed || !stays) {
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    } else {
        stays = false;
    }
    assistant.is_open = stays && !agreed;
    return agreed;
}

} // namespace maillage::ui
