#include "ui/plan_box.h"

#include "base/date.h"
#include "base/text.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>

namespace maillage::ui {

namespace {

const domain::Scenario& current(const app::Session& session) {
    static const domain::Scenario kFirst;
    return session.project->scenarios.empty() ? kFirst : session.project->scenarios.front();
}

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Fills the fields anew when the project changed under them.
void read(PlanBox& box, const app::Session& session) {
    if (box.read_from == session.project) {
        return;
    }
    box.read_from = session.project;
    const auto& plan = current(session);
    namespace words = domain::candidate_words;
    box.floors = join(plan.floors, " | ");
    box.phases = join(plan.phases, " | ");
    box.horizon = plan.horizon ? to_french(*plan.horizon) : "";
    box.target = static_cast<float>(100 * plan.target_share);
    box.backup = static_cast<float>(100 * plan.backup_share);
    box.year = plan.year;
    box.first_level = static_cast<int>(plan.first_level_communes);
    box.second_level = static_cast<int>(plan.second_level_communes);
    box.takes_uncovered = has(plan.candidates, words::kUncovered);
    box.takes_sites = has(plan.candidates, words::kSites);
    box.takes_given = has(plan.candidates, words::kGiven);
    box.takes_mesh = has(plan.candidates, words::kMeshQpv);
    box.takes_entries = has(plan.candidates, words::kEntries);
    box.takes_junctions = has(plan.candidates, words::kJunctions);
    box.is_police_only = plan.is_police_only;
    box.mesh_m = static_cast<float>(plan.mesh_m);
    box.price = 0;
    const auto& prices = session.project->settings.prices;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        if (prices[i].camera_type == plan.camera_type && prices[i].link == plan.link) {
            box.price = static_cast<int>(i) + 1;
        }
    }
    box.rules.clear();
    for (const auto& rule : session.project->settings.funding.rules) {
        const auto euros = [](const auto& cents) { return cents ? static_cast<float>(*cents) / 100 : 0.0F; };
        box.rules.push_back({rule.financer, rule.departement, rule.first_year, rule.last_year,
                             static_cast<float>(rule.rate_bp) / 100, euros(rule.ceiling_per_camera),
                             euros(rule.ceiling)});
    }
}

/// "a | b" without the blanks around the bars.
std::string packed(const std::string& typed) {
    std::vector<std::string> parts;
    for (const auto& part : split(typed, '|')) {
        if (!trim(part).empty()) {
            parts.emplace_back(trim(part));
        }
    }
    return join(parts, "|");
}

app::SetPlan chosen(const PlanBox& box, const app::Session& session) {
    namespace words = domain::candidate_words;
    std::vector<std::string> kinds;
    const auto add = [&](bool is_on, std::string_view word) {
        if (is_on) {
            kinds.emplace_back(word);
        }
    };
    add(box.takes_uncovered, words::kUncovered);
    add(box.takes_sites, words::kSites);
    add(box.takes_given, words::kGiven);
    add(box.takes_entries, words::kEntries);
    add(box.takes_junctions, words::kJunctions);
    add(box.takes_mesh, words::kMeshQpv);
    const auto& prices = session.project->settings.prices;
    const bool has_price = box.price > 0 && box.price <= static_cast<int>(prices.size());
    const auto price = has_price ? prices[static_cast<std::size_t>(box.price) - 1] : domain::EquipmentPrice{};
    app::SetPlan plan;
    plan.target_share = static_cast<double>(box.target) / 100;
    plan.backup_share = static_cast<double>(box.backup) / 100;
    plan.mesh_m = box.mesh_m;
    plan.floors = packed(box.floors);
    plan.phases = packed(box.phases);
    plan.candidates = join(kinds, "|");
    plan.horizon = std::string(trim(box.horizon));
    plan.camera_type = price.camera_type;
    plan.link = price.link;
    plan.year = box.year;
    plan.is_police_only = box.is_police_only;
    plan.first_level_communes = box.first_level;
    plan.second_level_communes = box.second_level;
    return plan;
}

void draw_scenarios(PlanBox& box, const Ui& ui, const app::Session& session) {
    section_title(ui, "SCÉNARIOS");
    const auto& all = session.project->scenarios;
    for (std::size_t i = 0; i < all.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const auto label = (i == 0 ? "● " : "○ ") + all[i].name;
        if (button(ui, label.c_str(), ButtonKind::link) && i > 0) {
            ui.send(app::ChooseScenario{all[i].name});
        }
        if (all.size() > 1) {
            ImGui::SameLine();
            if (button(ui, ("Supprimer##" + all[i].name).c_str())) {
                ui.send(app::RemoveScenario{all[i].name});
            }
        }
        ImGui::PopID();
    }
    text_field(ui, "Nom du scénario", "Nom d’une variante", box.new_name, ui.px(190));
    ImGui::SameLine();
    if (button(ui, "Dupliquer", ButtonKind::plain, !trim(box.new_name).empty())) {
        ui.send(app::CopyScenario{std::string(trim(box.new_name))});
        box.new_name.clear();
    }
    ImGui::SameLine();
    if (button(ui, "Comparer", ButtonKind::plain, all.size() > 1)) {
        ui.send(app::CompareScenarios{});
    }
}

void number_field(const Ui& ui, const char* label, int& value, int most) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, app::Tone::muted);
    ImGui::SameLine(ui.px(230));
    ImGui::SetNextItemWidth(ui.px(110));
    ImGui::InputInt(("##" + std::string(label)).c_str(), &value, 0);
    record(ui, label);
    value = std::clamp(value, 0, most);
}

void percent_field(const Ui& ui, const char* label, float& value) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, app::Tone::muted);
    ImGui::SameLine(ui.px(230));
    ImGui::SetNextItemWidth(ui.px(110));
    ImGui::InputFloat(("##" + std::string(label)).c_str(), &value, 0, 0, value > 0 ? "%.1f %%" : "non");
    record(ui, label);
    value = std::clamp(value, 0.0F, 100.0F);
}

void words_field(const Ui& ui, const char* label, const char* hint, std::string& value) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, app::Tone::muted);
    ImGui::SameLine(ui.px(130));
    text_field(ui, label, hint, value, ImGui::GetContentRegionAvail().x);
}

void draw_choices(PlanBox& box, const Ui& ui, const app::Session& session) {
    section_title(ui, "OÙ POSER");
    check_box(ui, "Sites non couverts", box.takes_uncovered);
    ImGui::SameLine();
    check_box(ui, "Tous les sites", box.takes_sites);
    check_box(ui, "Candidats importés ou posés", box.takes_given);
    check_box(ui, "Entrées de ville", box.takes_entries);
    ImGui::SameLine();
    check_box(ui, "Carrefours", box.takes_junctions);
    check_box(ui, "Maille dans les QPV", box.takes_mesh);
    if (box.takes_mesh) {
        ImGui::SameLine();
        ImGui::SetNextItemWidth(ui.px(80));
        ImGui::InputFloat("##maille", &box.mesh_m, 0, 0, "%.0f m");
        record(ui, "Maille");
        box.mesh_m = std::clamp(box.mesh_m, 10.0F, 100'000.0F);
    }
    check_box(ui, "Zone police seulement", box.is_police_only);
    section_title(ui, "CE QUI EST DEMANDÉ");
    percent_field(ui, "Part du poids à atteindre", box.target);
    percent_field(ui, "Gain d’une seconde vue", box.backup);
    number_field(ui, "Communes prioritaires", box.first_level, 40'000);
    number_field(ui, "Communes secondaires", box.second_level, 40'000);
    number_field(ui, "Année des règles (0 : date)", box.year, 2200);
    words_field(ui, "Horizon", "31/12/2029", box.horizon);
    words_field(ui, "Planchers", "zone:police=10 | zone:gendarmerie=25%", box.floors);
    words_field(ui, "Budgets annuels", "2027=120000 | 2028=80000", box.phases);
    std::vector<std::string> prices = {"Coût simple d’un site"};
    for (const auto& price : session.project->settings.prices) {
        prices.push_back(price.camera_type + " / " + price.link);
    }
    choice(ui, "Prix", prices, box.price, ui.px(230));
}

app::PutFundingRule command_of(const PlanBox::Rule& rule, std::size_t row, const app::Session& session) {
    const auto& known = session.project->settings.funding.rules;
    const auto maybe = [](float euros) { return euros > 0 ? std::optional<double>(euros) : std::nullopt; };
    app::PutFundingRule put;
    put.row = static_cast<std::int64_t>(row) + 1;
    put.financer = rule.financer;
    put.first_year = rule.first_year;
    put.last_year = rule.last_year;
    put.departement = rule.departement;
    put.rate = rule.rate;
    put.per_camera_eur = maybe(rule.per_camera_eur);
    put.ceiling_eur = maybe(rule.ceiling_eur);
    if (row < known.size()) { // what the box does not show stays
        put.source = known[row].source;
        if (known[row].least_cost) {
            put.least_cost_eur = static_cast<double>(*known[row].least_cost) / 100;
        }
    }
    return put;
}

void draw_rule(PlanBox::Rule& rule, std::size_t row, const Ui& ui, const app::Session& session) {
    const auto number = std::to_string(row + 1);
    bool is_done = false;
    const auto next = [&](const char* name) {
        ImGui::TableNextColumn();
        ImGui::SetNextItemWidth(-1);
        return "##" + std::string(name) + number;
    };
    const auto note = [&](const char* name) {
        record(ui, std::string(name) + " " + number);
        is_done = is_done || ImGui::IsItemDeactivatedAfterEdit();
    };
    const auto words = [&](const char* name, std::string& value) {
        ImGui::TableNextColumn();
        text_field(ui, (std::string(name) + " " + number).c_str(), "", value,
                   ImGui::GetContentRegionAvail().x);
        is_done = is_done || ImGui::IsItemDeactivatedAfterEdit();
    };
    const auto whole = [&](const char* name, int& value) {
        ImGui::InputInt(next(name).c_str(), &value, 0);
        note(name);
    };
    const auto real = [&](const char* name, float& value, const char* format) {
        ImGui::InputFloat(next(name).c_str(), &value, 0, 0, format);
        note(name);
    };
    ImGui::TableNextRow();
    words("Financeur", rule.financer);
    words("Département", rule.departement);
    whole("De", rule.first_year);
    whole("À", rule.last_year);
    real("Taux", rule.rate, "%.2f %%");
    real("Plafond par caméra", rule.per_camera_eur, rule.per_camera_eur > 0 ? "%.0f €" : "–");
    real("Plafond", rule.ceiling_eur, rule.ceiling_eur > 0 ? "%.0f €" : "–");
    ImGui::TableNextColumn();
    if (row < session.project->settings.funding.rules.size()) {
        if (button(ui, ("Supprimer##règle " + number).c_str(), ButtonKind::link)) {
            ui.send(app::RemoveFundingRule{static_cast<std::int64_t>(row) + 1});
        } else if (is_done) {
            ui.send(command_of(rule, row, session));
        }
    } else if (button(ui, ("Ajouter##règle " + number).c_str(), ButtonKind::link)) {
        ui.send(command_of(rule, row, session));
    }
}

void draw_funding(PlanBox& box, const Ui& ui, const app::Session& session) {
    section_title(ui, "RÈGLES DE FINANCEMENT");
    constexpr const char* kTitles[] = {"Financeur",        "Dép.",    "De", "À", "Taux",
                                       "Plafond / caméra", "Plafond", ""};
    constexpr float kWidths[] = {1.5F, 0.6F, 0.8F, 0.8F, 0.9F, 1.2F, 1.2F, 1.1F};
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(3), ui.px(2)});
    if (ImGui::BeginTable("règles", 8, ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_BordersInnerH)) {
        for (std::size_t c = 0; c < 8; ++c) {
            ImGui::TableSetupColumn(kTitles[c], 0, kWidths[c]);
        }
        ImGui::TableHeadersRow();
        for (std::size_t row = 0; row < box.rules.size(); ++row) {
            draw_rule(box.rules[row], row, ui, session);
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
    const bool has_draft = box.rules.size() > session.project->settings.funding.rules.size();
    if (button(ui, "Nouvelle règle", ButtonKind::plain, !has_draft)) {
        const int year = static_cast<int>(session.project->settings.reference_date.year());
        box.rules.push_back({"", session.project->territory->departement, year, year, 0, 0, 0});
    }
    wrapped(ui,
            "Les aides publiques ne dépassent pas 80\u202f% du coût (CGCT L1111-10) ; au-delà, la dernière "
            "ligne cède la première.",
            app::Tone::muted, true);
}

} // namespace

void draw(PlanBox& box, const Ui& ui, const app::Session& session, Rect window) {
    if (!box.is_open) {
        return;
    }
    constexpr const char* kTitle = "Choix du schéma et financement";
    if (!ImGui::IsPopupOpen(kTitle)) {
        ImGui::OpenPopup(kTitle);
    }
    read(box, session);
    ImGui::SetNextWindowPos({window.x + window.width / 2, window.y + window.height / 2}, ImGuiCond_Always,
                            {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(1120), window.width - ui.px(40)), std::min(ui.px(640), window.height - ui.px(40))});
    bool stays = true;
    if (ImGui::BeginPopupModal(kTitle, &stays, ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize)) {
        const float height = ImGui::GetContentRegionAvail().y - ui.px(40);
        ImGui::BeginChild("choix", {ui.px(400), height});
        draw_scenarios(box, ui, session);
        draw_choices(box, ui, session);
        ImGui::EndChild();
        ImGui::SameLine(0, ui.px(24));
        ImGui::BeginChild("financement", {0, height});
        draw_funding(box, ui, session);
        ImGui::EndChild();
        if (button(ui, "Appliquer##plan", ButtonKind::primary)) { // outside what scrolls: always in sight
            ui.send(chosen(box, session));
        }
        ImGui::SameLine();
        if (button(ui, "Fermer##schéma") || ImGui::IsKeyPressed(GLFW_KEY_ESCAPE, false)) {
            stays = false;
        }
        if (!stays) {
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    box.is_open = stays;
    if (!stays) {
        box.read_from.reset(); // what was typed and not applied is forgotten
    }
}

} // namespace maillage::ui
