#include "ui/panels/plan_box.h"

#include "base/date.h"
#include "base/text.h"
#include "base/translate.h"
#include "session/change_project.h"
#include "ui/kit/keys.h"
#include "ui/kit/number_field.h"

#include <imgui.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

namespace maillage::ui {

namespace {

const domain::Scenario& current(const session::Session& session) {
    return session::current_scenario(*session.project);
}

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void read_choices(PlanBox& box, const session::Session& session) {
    const auto& plan = current(session);
    namespace words = domain::candidate_words;
    box.plan_read = plan;
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
    box.takes_perimeters = has(plan.candidates, words::kMeshPerimeters);
    box.takes_entries = has(plan.candidates, words::kEntries);
    box.takes_junctions = has(plan.candidates, words::kJunctions);
    box.is_police_only = plan.is_police_only;
    box.mesh_m = static_cast<float>(plan.mesh_m);
    box.spacing_m = static_cast<float>(plan.spacing_m);
    box.has_views = plan.has_views;
    box.price = 0;
    const auto& prices = session.project->settings.prices;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        if (prices[i].camera_type == plan.camera_type && prices[i].link == plan.link) {
            box.price = static_cast<int>(i) + 1;
        }
    }
}

void read_tables(PlanBox& box, const domain::Settings& settings) {
    box.rules.clear();
    for (const auto& rule : settings.funding.rules) {
        const auto euros = [](const auto& cents) { return cents ? static_cast<float>(*cents) / 100 : 0.0F; };
        box.rules.push_back({rule.financer, rule.departement, rule.first_year, rule.last_year,
                             static_cast<float>(rule.rate_bp) / 100, euros(rule.ceiling_per_camera),
                             euros(rule.ceiling)});
    }
    box.prices.clear();
    for (const auto& price : settings.prices) {
        box.prices.push_back({price.camera_type, price.link, price.cost_eur, price.aside_eur, price.source,
                              price.reach_m.value_or(0)});
    }
    box.class_weights.clear();
    for (const auto& row : settings.site_classes) {
        box.class_weights.push_back(row.weight);
    }
    box.crime_weights.clear();
    for (const auto& row : settings.crime_weights) {
        box.crime_weights.push_back(row.weight);
    }
    box.inhabitant = settings.inhabitant_weight;
    box.qpv_factor = settings.qpv_factor;
    box.crime_cap = settings.crime_cap;
    box.motorway = settings.road_weights.motorway;
    box.national = settings.road_weights.national;
    box.departmental = settings.road_weights.departmental;
    box.reach_m = settings.candidate_reach_m;
    box.site_cost_eur = settings.site_cost_eur;
}

/// Fills the fields anew when the project changed under them. Choices that are ticked and not applied yet
/// stay when a table was edited meanwhile, unless the list of prices they point into is another one.
void read(PlanBox& box, const session::Session& session) {
    if (box.read_from == session.project) {
        return;
    }
    const bool is_first = !box.read_from;
    if (is_first || box.plan_read != current(session) ||
        box.read_from->settings.prices.size() != session.project->settings.prices.size()) {
        read_choices(box, session);
    }
    read_tables(box, session.project->settings);
    box.candidates.clear();
    for (const auto& one : *session.project->candidates) {
        box.candidates.push_back({one.name, one.kind, one.cost_eur.value_or(-1), one.reach_m.value_or(-1),
                                  one.azimuth_deg.value_or(-1), one.field_of_view_deg.value_or(-1),
                                  one.height_m.value_or(-1)});
    }
    box.read_from = session.project;
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

session::SetPlan chosen(const PlanBox& box, const session::Session& session) {
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
    add(box.takes_perimeters, words::kMeshPerimeters);
    const auto& prices = session.project->settings.prices;
    const bool has_price = box.price > 0 && box.price <= static_cast<int>(prices.size());
    const auto price = has_price ? prices[static_cast<std::size_t>(box.price) - 1] : domain::EquipmentPrice{};
    session::SetPlan plan;
    plan.target_share = static_cast<double>(box.target) / 100;
    plan.backup_share = static_cast<double>(box.backup) / 100;
    plan.mesh_m = box.mesh_m;
    plan.spacing_m = box.spacing_m;
    plan.has_views = box.has_views;
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

/// What is shown, and what tells controls of the same name apart.
std::string named(const char* shown, const std::string& id) {
    return std::string(shown) + "##" + id;
}

void draw_scenarios(PlanBox& box, const Ui& ui, const session::Session& session) {
    section_title(ui, tr("SCÉNARIOS"));
    const auto& all = session.project->scenarios;
    for (std::size_t i = 0; i < all.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const auto label = (i == 0 ? "● " : "○ ") + all[i].name;
        if (button(ui, label.c_str(), ButtonKind::link) && i > 0) {
            ui.send(session::ChooseScenario{all[i].name});
        }
        if (all.size() > 1) {
            ImGui::SameLine(0, ui.px(16));
            if (button(ui, named(tr("Supprimer"), all[i].name).c_str(), ButtonKind::link)) {
                ui.send(session::RemoveScenario{all[i].name});
            }
        }
        ImGui::PopID();
    }
    text_field(ui, tr("Nom du scénario"), tr("Nom d’une variante"), box.new_name, ui.px(190));
    ImGui::SameLine();
    if (button(ui, tr("Dupliquer"), ButtonKind::plain, !trim(box.new_name).empty())) {
        ui.send(session::CopyScenario{std::string(trim(box.new_name))});
        box.new_name.clear();
    }
    ImGui::SameLine();
    if (button(ui, tr("Comparer"), ButtonKind::plain, all.size() > 1)) {
        ui.send(session::CompareScenarios{});
    }
}

void whole_field(const Ui& ui, const char* label, int& value, int most) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, views::Tone::muted);
    ImGui::SameLine(ui.px(230));
    ImGui::SetNextItemWidth(ui.px(110));
    ImGui::InputInt(("##" + std::string(label)).c_str(), &value, 0);
    record(ui, label);
    value = std::clamp(value, 0, most);
}

void percent_field(const Ui& ui, const char* label, float& value) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, views::Tone::muted);
    ImGui::SameLine(ui.px(230));
    ImGui::SetNextItemWidth(ui.px(110));
    number_field(("##" + std::string(label)).c_str(), value, value > 0 ? "%.1f %%" : tr("non"));
    record(ui, label);
    value = std::clamp(value, 0.0F, 100.0F);
}

void words_field(const Ui& ui, const char* label, const char* hint, std::string& value) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, views::Tone::muted);
    ImGui::SameLine(ui.px(130));
    text_field(ui, label, hint, value, ImGui::GetContentRegionAvail().x);
}

void draw_choices(PlanBox& box, const Ui& ui, const session::Session& session) {
    const float second = ui.px(190); // of two columns of boxes
    section_title(ui, tr("OÙ POSER"));
    check_box(ui, tr("Sites non couverts"), box.takes_uncovered);
    ImGui::SameLine(second);
    check_box(ui, tr("Tous les sites"), box.takes_sites);
    check_box(ui, tr("Candidats importés ou posés"), box.takes_given);
    check_box(ui, tr("Entrées de ville"), box.takes_entries);
    ImGui::SameLine(second);
    check_box(ui, tr("Carrefours"), box.takes_junctions);
    check_box(ui, tr("Maille dans les QPV"), box.takes_mesh);
    ImGui::SameLine(second);
    check_box(ui, tr("dans les périmètres"), box.takes_perimeters);
    check_box(ui, tr("Zone police seulement"), box.is_police_only);
    if (!session.project->buildings->empty() || session.project->relief->columns > 0 || box.has_views) {
        ImGui::SameLine(second);
        check_box(ui, tr("Vue derrière le bâti"), box.has_views);
    }
    if (box.takes_mesh || box.takes_perimeters) {
        ImGui::AlignTextToFramePadding();
        text(ui, tr("Maille"), views::Tone::muted);
        ImGui::SameLine(ui.px(230));
        ImGui::SetNextItemWidth(ui.px(110));
        number_field("##maille", box.mesh_m, "%.0f m");
        record(ui, tr("Maille"));
        box.mesh_m = std::clamp(box.mesh_m, 10.0F, 100'000.0F);
    }
    if (box.takes_mesh || box.takes_perimeters || box.takes_entries || box.takes_junctions) {
        ImGui::AlignTextToFramePadding();
        text(ui, tr("Écart entre lieux trouvés"), views::Tone::muted);
        ImGui::SameLine(ui.px(230));
        ImGui::SetNextItemWidth(ui.px(110));
        number_field("##écart", box.spacing_m, box.spacing_m > 0 ? "%.0f m" : tr("non"));
        record(ui, tr("Écart entre lieux trouvés"));
        box.spacing_m = std::clamp(box.spacing_m, 0.0F, 100'000.0F);
    }
    section_title(ui, tr("CE QUI EST DEMANDÉ"));
    percent_field(ui, tr("Part du poids à atteindre"), box.target);
    percent_field(ui, tr("Gain d’une seconde vue"), box.backup);
    whole_field(ui, tr("Communes prioritaires"), box.first_level, 40'000);
    whole_field(ui, tr("Communes secondaires"), box.second_level, 40'000);
    whole_field(ui, tr("Année des règles"), box.year, 2200);
    if (box.year == 0) {
        ImGui::SameLine();
        text(ui, tr("selon la date"), views::Tone::muted, true);
    }
    words_field(ui, tr("Horizon"), "31/12/2029", box.horizon);
    words_field(ui, tr("Planchers"), "zone:police=10 | zone:gendarmerie=25%", box.floors);
    words_field(ui, tr("Budgets annuels"), "2027=120000 | 2028=80000", box.phases);
    std::vector<std::string> prices = {tr("Coût simple d’un site")};
    for (const auto& price : session.project->settings.prices) {
        prices.push_back(price.camera_type + " / " + price.link);
    }
    choice(ui, tr("Prix"), prices, box.price, ui.px(230));
}

/// The cells of one row of a table that is edited in place. A label is its column and the number of the row.
class RowCells {
  public:
    RowCells(const Ui& ui, std::size_t row) : ui_(ui), number_(std::to_string(row + 1)) {
        ImGui::TableNextRow();
    }

    void words(const char* name, std::string& value) {
        ImGui::TableNextColumn();
        text_field(ui_, label(name).c_str(), "", value, ImGui::GetContentRegionAvail().x);
        note_edit();
    }

    void whole(const char* name, int& value) {
        ImGui::InputInt(next(name).c_str(), &value, 0);
        record_edit(name);
    }

    void real(const char* name, float& value, const char* format) {
        number_field(next(name).c_str(), value, format);
        record_edit(name);
    }

    void real(const char* name, double& value, const char* format, double none = 0) {
        number_field(next(name).c_str(), value, format, none);
        record_edit(name);
    }

    /// A link in a cell of its own.
    bool link(const char* shown, const char* id) {
        ImGui::TableNextColumn();
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() +
                             ImGui::GetStyle().FramePadding.y); // on the line of the fields
        return button(ui_, named(shown, std::string(id) + " " + number_).c_str(), ButtonKind::link);
    }

    bool is_edited() const { return is_edited_; }

  private:
    std::string label(const char* name) const { return std::string(name) + " " + number_; }

    std::string next(const char* name) const {
        ImGui::TableNextColumn();
        ImGui::SetNextItemWidth(-1);
        return "##" + label(name);
    }

    void note_edit() { is_edited_ = is_edited_ || ImGui::IsItemDeactivatedAfterEdit(); }

    void record_edit(const char* name) {
        record(ui_, label(name));
        note_edit();
    }

    const Ui& ui_;
    std::string number_;
    bool is_edited_ = false;
};

struct TableColumn {
    const char* title;
    float width;
};

template <class Rows>
void edited_table(const Ui& ui, const char* name, std::initializer_list<TableColumn> columns,
                  const Rows& rows) {
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(3), ui.px(2)});
    if (ImGui::BeginTable(name, static_cast<int>(columns.size()),
                          ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_BordersInnerH)) {
        for (const TableColumn& column : columns) {
            ImGui::TableSetupColumn(column.title, 0, column.width);
        }
        ImGui::TableHeadersRow();
        rows();
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

session::PutFundingRule command_of(const PlanBox::Rule& rule, std::size_t row,
                                   const session::Session& session) {
    const auto& known = session.project->settings.funding.rules;
    const auto maybe = [](float euros) { return euros > 0 ? std::optional<double>(euros) : std::nullopt; };
    session::PutFundingRule put;
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
        const auto euros = [](const std::optional<domain::Cents>& cents) {
            return cents ? std::optional(static_cast<double>(*cents) / 100) : std::nullopt;
        };
        put.least_cost_eur = euros(known[row].least_cost);
        put.most_aid_eur = euros(known[row].most_aid);
        put.most_aid_commune_eur = euros(known[row].most_aid_commune);
        put.most_aid_period_eur = euros(known[row].most_aid_period);
    }
    return put;
}

void draw_rule(PlanBox::Rule& rule, std::size_t row, const Ui& ui, const session::Session& session) {
    RowCells cells(ui, row);
    cells.words(tr("Financeur"), rule.financer);
    cells.words(tr("Département"), rule.departement);
    cells.whole(tr("De"), rule.first_year);
    cells.whole(tr("À"), rule.last_year);
    cells.real(tr("Taux"), rule.rate, "%.2f %%");
    cells.real(tr("Plafond par caméra"), rule.per_camera_eur, rule.per_camera_eur > 0 ? "%.0f €" : "–");
    cells.real(tr("Plafond"), rule.ceiling_eur, rule.ceiling_eur > 0 ? "%.0f €" : "–");
    if (row < session.project->settings.funding.rules.size()) {
        if (cells.link(tr("Supprimer"), "règle")) {
            ui.send(session::RemoveFundingRule{static_cast<std::int64_t>(row) + 1});
        } else if (cells.is_edited()) {
            ui.send(command_of(rule, row, session));
        }
    } else if (cells.link(tr("Ajouter"), "règle")) {
        ui.send(command_of(rule, row, session));
    }
}

void draw_funding(PlanBox& box, const Ui& ui, const session::Session& session) {
    edited_table(ui, "règles",
                 {{tr("Financeur"), 1.5F},
                  {tr("Dép."), 0.6F},
                  {tr("De"), 0.8F},
                  {tr("À"), 0.8F},
                  {tr("Taux"), 0.9F},
                  {tr("Plafond / caméra"), 1.2F},
                  {tr("Plafond"), 1.2F},
                  {"", 1.1F}},
                 [&] {
                     for (std::size_t row = 0; row < box.rules.size(); ++row) {
                         draw_rule(box.rules[row], row, ui, session);
                     }
                 });
    const bool has_draft = box.rules.size() > session.project->settings.funding.rules.size();
    if (button(ui, tr("Nouvelle règle"), ButtonKind::plain, !has_draft)) {
        const int year = static_cast<int>(session.project->settings.reference_date.year());
        box.rules.push_back({"", session.project->territory->departement, year, year, 0, 0, 0});
    }
    wrapped(
        ui,
        tr("Les aides publiques ne dépassent pas 80\u202f% du coût (CGCT L1111-10) ; au-delà, la dernière "
           "ligne cède la première."),
        views::Tone::muted, true);
}

void draw_price(PlanBox::Price& price, std::size_t row, const Ui& ui, const session::Session& session) {
    RowCells cells(ui, row);
    cells.words(tr("Type de caméra"), price.camera_type);
    cells.words(tr("Liaison"), price.link);
    cells.real(tr("Coût HT"), price.cost_eur, "%.0f €");
    cells.real(tr("Hors assiette"), price.aside_eur, "%.0f €");
    cells.real(tr("Portée"), price.reach_m, price.reach_m > 0 ? "%.0f m" : "–");
    cells.words(tr("Source du prix"), price.source);
    const auto number = static_cast<std::int64_t>(row) + 1;
    const session::SetPrice put{price.camera_type,
                                price.link,
                                price.cost_eur,
                                price.aside_eur,
                                price.source,
                                number,
                                price.reach_m > 0 ? std::optional<double>(price.reach_m) : std::nullopt};
    if (row < session.project->settings.prices.size()) {
        if (cells.link(tr("Supprimer"), "prix")) {
            ui.send(session::RemovePrice{number});
        } else if (cells.is_edited()) {
            ui.send(put);
        }
    } else if (cells.link(tr("Ajouter"), "prix")) {
        ui.send(put);
    }
}

void draw_prices(PlanBox& box, const Ui& ui, const session::Session& session) {
    edited_table(ui, "prix",
                 {{tr("Type de caméra"), 1.2F},
                  {tr("Liaison"), 1},
                  {tr("Coût HT"), 0.9F},
                  {tr("Hors assiette"), 0.9F},
                  {tr("Portée"), 0.7F},
                  {tr("Source du prix"), 2.0F},
                  {"", 0.9F}},
                 [&] {
                     for (std::size_t row = 0; row < box.prices.size(); ++row) {
                         draw_price(box.prices[row], row, ui, session);
                     }
                 });
    const bool has_draft = box.prices.size() > session.project->settings.prices.size();
    if (button(ui, tr("Nouveau prix"), ButtonKind::plain, !has_draft)) {
        box.prices.push_back({});
    }
    wrapped(
        ui,
        tr("Une caméra posée et raccordée, hors taxes. « Hors assiette » : la part du coût sur laquelle "
           "aucune aide "
           "n’est demandée. Portée : ce qu’une telle caméra couvre ; sans elle, celle de l’onglet Poids."),
        views::Tone::muted, true);
}

domain::Candidate typed_candidate(const PlanBox::Candidate& typed, const domain::Candidate& known) {
    const auto maybe = [](double value) { return value >= 0 ? std::optional<double>(value) : std::nullopt; };
    domain::Candidate candidate = known;
    candidate.name = typed.name;
    candidate.cost_eur = maybe(typed.cost_eur);
    candidate.reach_m = maybe(typed.reach_m);
    candidate.azimuth_deg = maybe(typed.azimuth_deg);
    candidate.field_of_view_deg = maybe(typed.field_deg);
    candidate.height_m = maybe(typed.height_m);
    return candidate;
}

void draw_candidate(PlanBox::Candidate& typed, std::size_t row, const Ui& ui,
                    const session::Session& session) {
    const auto format = [](double value, const char* shown) { return value >= 0 ? shown : "–"; };
    RowCells cells(ui, row);
    cells.words(tr("Candidat"), typed.name);
    cells.real(tr("Coût HT"), typed.cost_eur, format(typed.cost_eur, "%.0f €"), -1);
    cells.real(tr("Portée"), typed.reach_m, format(typed.reach_m, "%.0f m"), -1);
    cells.real(tr("Direction"), typed.azimuth_deg, format(typed.azimuth_deg, "%.0f°"), -1);
    cells.real(tr("Ouverture"), typed.field_deg, format(typed.field_deg, "%.0f°"), -1);
    cells.real(tr("Hauteur"), typed.height_m, format(typed.height_m, "%.1f m"), -1);
    const domain::Candidate& known = (*session.project->candidates)[row];
    if (cells.link(tr("Supprimer"), "candidat")) {
        ui.send(session::RemoveCandidate{known.id});
    } else if (cells.is_edited()) {
        ui.send(session::PutCandidate{typed_candidate(typed, known)});
    }
}

void draw_candidates(PlanBox& box, const Ui& ui, const session::Session& session, bool& stays) {
    if (!box.candidates.empty()) {
        edited_table(ui, "candidats",
                     {{tr("Candidat"), 2.2F},
                      {tr("Coût HT"), 0.9F},
                      {tr("Portée"), 0.8F},
                      {tr("Direction"), 0.8F},
                      {tr("Ouverture"), 0.8F},
                      {tr("Hauteur"), 0.8F},
                      {"", 0.9F}},
                     [&] {
                         ImGuiListClipper clipper; // imported lists may be long
                         clipper.Begin(static_cast<int>(box.candidates.size()));
                         while (clipper.Step()) {
                             for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
                                 const auto at = static_cast<std::size_t>(row);
                                 draw_candidate(box.candidates[at], at, ui, session);
                             }
                         }
                     });
    }
    if (button(ui, named(tr("Poser sur la carte"), "candidat").c_str())) {
        ui.perform(Action::add_candidate);
        stays = false;
    }
    wrapped(ui,
            tr("Un tiret : le prix et la portée de la table des prix, une vue tout autour, un mât plus bas "
               "que tout "
               "bâtiment. Direction : degrés depuis le nord vrai, dans le sens horaire."),
            views::Tone::muted, true);
}

/// True when the figure was changed and left.
bool weight_field(const Ui& ui, const char* label, double& value, const char* format) {
    ImGui::AlignTextToFramePadding();
    text(ui, label, views::Tone::muted);
    ImGui::SameLine(ui.px(225));
    ImGui::SetNextItemWidth(ui.px(80));
    number_field(("##" + std::string(label)).c_str(), value, format);
    record(ui, label);
    return ImGui::IsItemDeactivatedAfterEdit();
}

void draw_weights(PlanBox& box, const Ui& ui, const session::Session& session) {
    const auto& settings = session.project->settings;
    const auto ask = [&](const char* label, double& value, const char* format,
                         std::optional<double> session::SetWeights::*member) {
        if (weight_field(ui, label, value, format)) {
            session::SetWeights weights;
            weights.*member = value;
            ui.send(weights);
        }
    };
    const float half = ImGui::GetContentRegionAvail().x / 2 - ui.px(8);
    ImGui::BeginChild("classes", {half, 0});
    section_title(ui, tr("POIDS D’UN SITE, PAR CLASSE"));
    for (std::size_t i = 0; i < settings.site_classes.size(); ++i) {
        if (weight_field(ui, tr(settings.site_classes[i].label).c_str(), box.class_weights[i], "%.2f")) {
            ui.send(session::SetClassWeight{settings.site_classes[i].key, box.class_weights[i]});
        }
    }
    ImGui::EndChild();
    ImGui::SameLine();
    ImGui::BeginChild("autres", {0, 0});
    section_title(ui, tr("HABITANTS, QPV, ROUTES"));
    ask(tr("Un habitant"), box.inhabitant, "%.4f", &session::SetWeights::inhabitant);
    ask(tr("Facteur dans un QPV"), box.qpv_factor, "× %.2f", &session::SetWeights::qpv_factor);
    ask(tr("Un km d’autoroute"), box.motorway, "%.2f", &session::SetWeights::motorway_km);
    ask(tr("Un km de route nationale"), box.national, "%.2f", &session::SetWeights::national_km);
    ask(tr("Un km de route départementale"), box.departmental, "%.2f", &session::SetWeights::departmental_km);
    section_title(ui, tr("DÉLINQUANCE ENREGISTRÉE"));
    for (std::size_t i = 0; i < settings.crime_weights.size(); ++i) {
        if (weight_field(ui, settings.crime_weights[i].indicator.c_str(), box.crime_weights[i], "%.2f")) {
            ui.send(session::SetCrimeWeight{settings.crime_weights[i].indicator, box.crime_weights[i]});
        }
    }
    ask(tr("Plafond du facteur"), box.crime_cap, "× %.1f", &session::SetWeights::crime_cap);
    section_title(ui, tr("UNE NOUVELLE CAMÉRA"));
    ask(tr("Portée supposée"), box.reach_m, "%.0f m", &session::SetWeights::reach_m);
    ask(tr("Coût simple d’un site"), box.site_cost_eur, "%.0f €", &session::SetWeights::site_cost_eur);
    ImGui::EndChild();
}

void draw_perimeters(PlanBox& box, const Ui& ui, const session::Session& session, bool& stays) {
    for (const auto& perimeter : *session.project->perimeters) {
        ImGui::AlignTextToFramePadding();
        text(ui, perimeter.name.empty() ? perimeter.id : perimeter.name);
        ImGui::SameLine(ui.px(270));
        if (button(ui, named(tr("Cadrer"), perimeter.id).c_str(), ButtonKind::link)) {
            ui.send(session::ZoomTo{geo::bounds(perimeter.shape)});
            stays = false;
        }
        ImGui::SameLine();
        if (button(ui, named(tr("Supprimer"), perimeter.id).c_str(), ButtonKind::link)) {
            ui.send(session::RemovePerimeter{perimeter.id});
        }
    }
    if (button(ui, tr("Dessiner sur la carte"))) {
        ui.perform(Action::draw_perimeter);
        stays = false;
    }
    wrapped(ui,
            tr("Les points d’une maille régulière à l’intérieur de ces contours sont des candidats, quand « "
               "dans les "
               "périmètres » est coché."),
            views::Tone::muted, true);
    section_title(ui, tr("HABITANTS SANS CARREAUX"));
    wrapped(ui,
            tr("Les communes dont seul le total est connu : leurs habitants, en parts égales sur leur "
               "territoire."),
            views::Tone::muted, true);
    if (button(ui, tr("Répartir les habitants"))) {
        ui.send(
            session::SpreadInhabitants{static_cast<double>(std::max(box.mesh_m, 50.0F)), box.is_police_only});
    }
}

void draw_tabs(PlanBox& box, const Ui& ui) {
    constexpr std::pair<PlanTab, const char*> kTabs[] = {{PlanTab::funding, tr_noop("Règles de financement")},
                                                         {PlanTab::prices, tr_noop("Prix des caméras")},
                                                         {PlanTab::weights, tr_noop("Poids")},
                                                         {PlanTab::candidates, tr_noop("Candidats")},
                                                         {PlanTab::perimeters, tr_noop("Périmètres")}};
    for (const auto& [tab, name] : kTabs) {
        if (tab != PlanTab::funding) {
            ImGui::SameLine();
        }
        const auto kind = box.tab == tab ? ButtonKind::primary : ButtonKind::plain;
        if (button(ui, named(tr(name), "onglet").c_str(), kind)) {
            box.tab = tab;
        }
    }
}

/// What was refused since the last request, in the words of the command line: the status bar is behind the
/// box.
void draw_refusal(const PlanBox& box, const Ui& ui, const session::Session& session) {
    const auto& messages = session.messages;
    const std::size_t first = std::min(box.messages_before, messages.size());
    const auto last = std::find_if(messages.rbegin(), messages.rend() - static_cast<std::ptrdiff_t>(first),
                                   [](const session::Message& message) { return message.is_error; });
    if (last != messages.rend() - static_cast<std::ptrdiff_t>(first)) {
        ImGui::SameLine();
        ImGui::BeginChild("refus", {0, 0});
        wrapped(ui, tr_sentence(last->text), views::Tone::alarm, true);
        ImGui::EndChild();
        record(ui, "refus");
    }
}

/// `stays` becomes false when the box has to make room for the map.
void draw_tables(PlanBox& box, const Ui& ui, const session::Session& session, bool& stays) {
    draw_tabs(box, ui);
    ImGui::BeginChild("tables", {0, 0});
    switch (box.tab) {
    case PlanTab::funding:
        draw_funding(box, ui, session);
        break;
    case PlanTab::prices:
        draw_prices(box, ui, session);
        break;
    case PlanTab::weights:
        draw_weights(box, ui, session);
        break;
    case PlanTab::candidates:
        draw_candidates(box, ui, session, stays);
        break;
    case PlanTab::perimeters:
        draw_perimeters(box, ui, session, stays);
        break;
    }
    ImGui::EndChild();
}

} // namespace

void draw(PlanBox& box, const Ui& ui, const session::Session& session, Rect window) {
    if (!box.is_open) {
        return;
    }
    const std::string title = named(tr("Choix du schéma et financement"), "schéma");
    if (!ImGui::IsPopupOpen(title.c_str())) {
        ImGui::OpenPopup(title.c_str());
        box.messages_before = session.messages.size();
    }
    read(box, session);
    ImGui::SetNextWindowPos({window.x + window.width / 2, window.y + window.height / 2}, ImGuiCond_Always,
                            {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(1120), window.width - ui.px(40)), std::min(ui.px(640), window.height - ui.px(40))});
    bool stays = true;
    if (ImGui::BeginPopupModal(title.c_str(), &stays, ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize)) {
        const float height = ImGui::GetContentRegionAvail().y - ui.px(40);
        ImGui::BeginChild("choix", {ui.px(400), height});
        draw_scenarios(box, ui, session);
        draw_choices(box, ui, session);
        ImGui::EndChild();
        ImGui::SameLine(0, ui.px(24));
        ImGui::BeginChild("financement", {0, height});
        draw_tables(box, ui, session, stays);
        ImGui::EndChild();
        if (button(ui, named(tr("Appliquer"), "plan").c_str(),
                   ButtonKind::primary)) { // outside what scrolls: always in sight
            box.messages_before = session.messages.size();
            ui.send(chosen(box, session));
        }
        ImGui::SameLine();
        if (button(ui, named(tr("Classer"), "plan").c_str())) {
            box.messages_before = session.messages.size();
            ui.send(session::Rank{});
        }
        ImGui::SameLine();
        if (button(ui, named(tr("Fermer"), "schéma").c_str()) || is_pressed(Key::escape, false)) {
            stays = false;
        }
        draw_refusal(box, ui, session);
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
