#include "views/panel_table.h"

#include "base/number.h"
#include "base/text.h"
#include "base/translate.h"
#include "domain/project.h"
#include "session/mounts.h"
#include "views/inspector.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace maillage::views {

namespace {

constexpr const char* kNone = "—";
constexpr std::string_view kThin = "\u202f"; ///< between thousands and before a unit

Cell number(std::int64_t value) {
    return {to_french(value), static_cast<double>(value), Tone::plain};
}

Cell number(const std::optional<std::int64_t>& value) {
    return value ? number(*value) : Cell{kNone, {}, Tone::muted};
}

Cell date(const std::optional<Date>& value) {
    if (!value) {
        return {kNone, {}, Tone::muted};
    }
    return {to_french(*value), static_cast<double>(std::chrono::sys_days(*value).time_since_epoch().count()),
            Tone::plain};
}

std::optional<std::int64_t> population(const domain::Project& project, const domain::Commune& commune) {
    return project.settings.population_basis == domain::PopulationBasis::totale ? commune.population_total
                                                                                : commune.population;
}

Cell council_cell(const domain::Project& project, const analysis::CouncilStatus& status) {
    if (status.is_missing()) {
        return {tr("absent, obligatoire"), {}, Tone::alarm};
    }
    if (status.is_required() && status.is_unknown) {
        return {tr("obligatoire, non renseigné"), {}, Tone::muted};
    }
    if (!status.council) {
        return {status.is_duty_unknown() ? tr("obligation inconnue") : kNone, {}, Tone::muted};
    }
    return {label((*project.councils)[*status.council].kind), {}, Tone::plain};
}

std::string force_text(domain::ForceKind force) {
    return tr(label(force));
}

void add_gap_cells(TableRow& row, const domain::Project& project, const analysis::Results& results,
                   std::size_t i) {
    const auto& rollup = results.gaps.by(analysis::Grouping::commune)[i];
    const auto& equipment = results.equipment[i];
    row.cells[2] = council_cell(project, results.governance[i]);
    row.cells[4] = number(equipment.known(equipment.public_road_valid));
    if (rollup.sites > 0) {
        const auto uncovered = static_cast<double>(rollup.sites) - rollup.sites_covered.central;
        row.cells[5] = {to_french(uncovered, 0) + " / " + to_french(rollup.sites), uncovered, Tone::plain};
    }
    if (rollup.weight > 0) {
        const auto share = 1 - rollup.weight_covered.central / rollup.weight;
        row.cells[6] = {to_french(100 * share, 0) + "\u202f%", share, Tone::plain};
    }
    row.cells[7] = number(equipment.systems_expiring);
    if (rollup.weight > 0 && rollup.main_cause != analysis::Cause::covered) {
        row.cells[8] = {tr(analysis::label(rollup.main_cause)), {}, Tone::plain};
    }
}

std::string standing_text(const analysis::Standing& standing) {
    return tr(analysis::label(standing));
}

Tone standing_tone(const analysis::Standing& standing) {
    if (standing.is_superseded) {
        return Tone::muted;
    }
    return standing.validity == registry::Validity::expired ? Tone::alarm : Tone::plain;
}

constexpr double kSurroundings_m = 400; ///< shown around a place of the list

std::string commune_name(const domain::Territory& territory, const std::string& code) {
    const auto index = domain::find_commune(territory, code);
    return index ? territory.communes[*index].name : code;
}

/// One word of a filter: anywhere in the row, or in one column, or a comparison with a number there.
struct Wanted {
    std::optional<std::size_t> column;
    char comparison = 0; ///< '<', '>' or 0: holds the text
    double number = 0;
    std::string text; ///< folded
};

/// "population:>5000", "commune:laon", "laon". What does not name a column is looked for as it is.
Wanted wanted_of(const Table& table, const std::string& word) {
    const auto colon = word.find(':');
    if (colon != std::string::npos && colon > 0) {
        const auto name = column_word(word.substr(0, colon));
        const auto column =
            std::find_if(table.columns.begin(), table.columns.end(),
                         [&](const TableColumn& c) { return column_word(c.title).starts_with(name); });
        if (column != table.columns.end()) {
            Wanted wanted{static_cast<std::size_t>(column - table.columns.begin()), 0, 0,
                          word.substr(colon + 1)};
            const bool compares = !wanted.text.empty() && (wanted.text[0] == '<' || wanted.text[0] == '>');
            if (const auto number = compares ? parse_number(wanted.text.substr(1)) : std::nullopt) {
                wanted.comparison = wanted.text[0];
                wanted.number = *number;
            }
            return wanted;
        }
    }
    return {{}, 0, 0, word};
}

std::vector<Wanted> wanted_of(const Table& table, std::string_view filter) {
    std::vector<Wanted> wanted;
    for (const auto& word : split(fold(filter), ' ')) {
        if (!word.empty()) {
            wanted.push_back(wanted_of(table, word));
        }
    }
    return wanted;
}

bool holds(const TableRow& row, const std::string& haystack, const Wanted& wanted) {
    if (!wanted.column) {
        return haystack.find(wanted.text) != std::string::npos;
    }
    const auto& cell = row.cells[*wanted.column];
    if (wanted.comparison == 0) {
        return fold(cell.text).find(wanted.text) != std::string::npos;
    }
    return cell.value &&
           (wanted.comparison == '<' ? *cell.value < wanted.number : *cell.value > wanted.number);
}

bool has_all(const TableRow& row, const std::vector<Wanted>& all) {
    if (all.empty()) {
        return true;
    }
    std::string haystack = fold(row.id);
    for (const auto& cell : row.cells) {
        haystack += '\n';
        haystack += fold(cell.text);
    }
    return std::all_of(all.begin(), all.end(),
                       [&](const Wanted& wanted) { return holds(row, haystack, wanted); });
}

/// Missing values go last in both directions.
void sort_by_value(std::vector<std::uint32_t>& order, const Table& table, std::size_t column,
                   bool is_descending) {
    const auto key = [&](std::uint32_t row) {
        const auto& value = table.rows[row].cells[column].value;
        if (!value) {
            return std::numeric_limits<double>::infinity();
        }
        return is_descending ? -*value : *value;
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return key(a) < key(b); });
}

void sort_by_text(std::vector<std::uint32_t>& order, const Table& table, std::size_t column,
                  bool is_descending) {
    std::vector<std::string> keys(table.rows.size());
    for (const auto row : order) {
        keys[row] = sort_key(table.rows[row].cells[column].text);
    }
    const auto is_absent = [&](std::uint32_t row) {
        const auto& text = table.rows[row].cells[column].text;
        return text.empty() || text == kNone;
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        if (is_absent(a) != is_absent(b)) {
            return is_absent(b);
        }
        return is_descending ? keys[b] < keys[a] : keys[a] < keys[b];
    });
}

} // namespace

Table gap_table(const session::Session& session) {
    Table table;
    table.columns = {
        {tr("Commune"), CellKind::text, 1.7F},         {tr("Compétence"), CellKind::force, 1.4F},
        {tr("CLSPD / CISPD"), CellKind::text, 1.4F},   {tr("Population"), CellKind::number, 1},
        {tr("Caméras VP"), CellKind::number, 1},       {tr("Sites non couverts"), CellKind::number, 1.2F},
        {tr("Lacune"), CellKind::bar, 1.5F},           {tr("Échéances sous 12 mois"), CellKind::number, 1.4F},
        {tr("Cause principale"), CellKind::text, 1.6F}};
    table.empty_text = tr("Aucune commune : déposez un fichier de communes sur la fenêtre, ou Données › "
                          "Importer…, ou Fichier › Nouvel exemple.");
    table.first_sort = 3;
    table.is_first_descending = true;
    const auto& project = described(session);
    const auto& communes = project.territory->communes;
    for (std::size_t i = 0; i < communes.size(); ++i) {
        TableRow row{map::SelectionKind::commune, communes[i].code, {}, geo::bounds(communes[i].shape)};
        row.cells.assign(table.columns.size(), Cell{kNone, {}, Tone::muted});
        row.cells[0] = {communes[i].name, {}, Tone::strong};
        row.cells[1] = {force_text(communes[i].force), {}, Tone::plain};
        row.cells[3] = number(population(project, communes[i]));
        if (session.results) {
            add_gap_cells(row, project, *session.results, i);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table priority_table(const session::Session& session) {
    Table table;
    table.columns = {{tr("Rang"), CellKind::number, 0.5F},
                     {tr("Site"), CellKind::text, 2.2F},
                     {tr("Classe"), CellKind::text, 1.2F},
                     {tr("Commune"), CellKind::text, 1.3F},
                     {tr("Gain"), CellKind::number, 0.8F},
                     {tr("Habitants"), CellKind::number, 0.8F},
                     {tr("Couverture cumulée"), CellKind::good_bar, 1.4F},
                     {tr("Coût HT"), CellKind::number, 0.9F},
                     {tr("Raisons"), CellKind::text, 3}};
    table.empty_text = tr("Aucun classement : Schéma › Classer les sites.");
    if (!session.scheme) {
        return table;
    }
    const auto& project = described(session);
    for (const auto& ranked : session.scheme->sites) {
        const bool is_shown = session.plan_lines == 0 || table.rows.size() < session.plan_lines;
        if (!is_shown) {
            break; // the budget that is being looked at ends here
        }
        geo::Box box;
        box.extend(ranked.place.position);
        TableRow row{map::SelectionKind::site, ranked.place.id, {}, box.grown(kSurroundings_m)};
        row.cells = {
            number(ranked.rank),
            {ranked.place.name, {}, Tone::strong},
            {tr_sentence(ranked.place.kind), {}, Tone::plain},
            {ranked.place.commune ? project.territory->communes[*ranked.place.commune].name : "",
             {},
             Tone::plain},
            {"+ " + to_french(ranked.gain, 1), ranked.gain, Tone::plain},
            {to_french(ranked.inhabitants_gained, 0), ranked.inhabitants_gained, Tone::plain},
            {to_french(100 * ranked.cumulative_share, 1) + "\u202f%", ranked.cumulative_share, Tone::plain},
            {ranked.place.cost_eur > 0 ? to_french(ranked.place.cost_eur, 0) + "\u202f€" : kNone,
             ranked.place.cost_eur > 0 ? std::optional(ranked.place.cost_eur) : std::nullopt, Tone::plain},
            {tr_sentence(ranked.reasons), {}, Tone::muted}};
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table register_table(const session::Session& session) {
    Table table;
    table.columns = {
        {tr("Arrêté"), CellKind::text, 1.2F},         {tr("Nature"), CellKind::text, 1.1F},
        {tr("Titulaire"), CellKind::text, 2},         {tr("Commune"), CellKind::text, 1.3F},
        {tr("Décision"), CellKind::date, 0.9F},       {tr("Échéance"), CellKind::date, 0.9F},
        {tr("État"), CellKind::text, 1.1F},           {tr("Intérieures"), CellKind::number, 0.8F},
        {tr("Extérieures"), CellKind::number, 0.8F},  {tr("Voie publique"), CellKind::number, 0.9F},
        {tr("Conservation (j)"), CellKind::number, 1}};
    table.empty_text =
        tr("Registre vide : déposez la liste des arrêtés sur la fenêtre, ou Données › Importer…");
    table.first_sort = 5;
    const auto& project = described(session);
    for (std::size_t i = 0; i < project.authorisations->size(); ++i) {
        const auto& act = (*project.authorisations)[i];
        const bool has_standing = session.results && i < session.results->standings.size();
        const auto standing = has_standing ? session.results->standings[i] : analysis::Standing{};
        const auto expires = has_standing ? standing.expires : registry::expiry(act, project.settings.terms);
        // A row of the register leads to its commune: an act has no place of its own.
        TableRow row{map::SelectionKind::commune,
                     act.commune,
                     {},
                     box_of(project, {map::SelectionKind::commune, act.commune})};
        row.cells = {{act.number, {}, Tone::strong},
                     {tr_sentence(to_text(act.nature)), {}, Tone::plain},
                     {act.holder, {}, Tone::plain},
                     {commune_name(*project.territory, act.commune), {}, Tone::plain},
                     date(act.decided),
                     date(expires),
                     {has_standing ? standing_text(standing) : "", {}, standing_tone(standing)},
                     number(act.indoor),
                     number(act.outdoor),
                     number(act.public_road),
                     number(act.retention_days)};
        table.rows.push_back(std::move(row));
    }
    return table;
}

namespace {

/// Cameras inside buildings: found by the views, not by an import. A row leads to its camera.
void add_mounts(Table& table, const session::Session& session) {
    if (!session.results) {
        return;
    }
    const analysis::Results& results = *session.results;
    const Findings findings = session::mount_findings(results);
    std::size_t next = 0;
    for (const analysis::CameraView& view : *results.views) {
        if (view.status != sight::ViewStatus::inside_building) {
            continue;
        }
        const registry::Camera& camera = (*results.project.cameras)[view.camera];
        const Finding& finding = findings[next++];
        TableRow row{map::SelectionKind::camera,
                     camera.id,
                     {},
                     geo::Box{*camera.position, *camera.position}.grown(kSurroundings_m)};
        row.cells = {{tr_sentence(to_string(finding.severity)), {}, Tone::plain},
                     {finding.source, {}, Tone::plain},
                     {kNone, {}, Tone::muted},
                     {finding.column, {}, Tone::plain},
                     {tr_sentence(finding.message), {}, Tone::plain}};
        table.rows.push_back(std::move(row));
    }
}

} // namespace

Table findings_table(const session::Session& session) {
    Table table;
    table.columns = {{tr("Gravité"), CellKind::text, 0.8F},
                     {tr("Fichier"), CellKind::text, 1.5F},
                     {tr("Ligne"), CellKind::number, 0.5F},
                     {tr("Colonne"), CellKind::text, 1},
                     {tr("Anomalie"), CellKind::text, 6}};
    table.empty_text = tr("Aucune anomalie dans les données importées.");
    for (const auto& finding : *session.project->findings) {
        const bool is_error = finding.severity == Severity::error;
        TableRow row;
        row.cells = {{tr_sentence(to_string(finding.severity)), {}, is_error ? Tone::alarm : Tone::plain},
                     {finding.source, {}, Tone::plain},
                     finding.row > 0 ? number(static_cast<std::int64_t>(finding.row))
                                     : Cell{kNone, {}, Tone::muted},
                     {finding.column, {}, Tone::plain},
                     {tr_sentence(finding.message), {}, Tone::plain}};
        table.rows.push_back(std::move(row));
    }
    add_mounts(table, session);
    return table;
}

std::vector<std::uint32_t> arrange(const Table& table, std::size_t column, bool is_descending,
                                   std::string_view filter) {
    std::vector<std::uint32_t> order;
    const auto wanted = wanted_of(table, filter);
    for (std::uint32_t row = 0; row < table.rows.size(); ++row) {
        if (has_all(table.rows[row], wanted)) {
            order.push_back(row);
        }
    }
    if (column >= table.columns.size()) {
        return order;
    }
    const auto kind = table.columns[column].kind;
    if (kind == CellKind::text || kind == CellKind::force) {
        sort_by_text(order, table, column, is_descending);
    } else {
        sort_by_value(order, table, column, is_descending);
    }
    return order;
}

std::string column_word(std::string_view title) {
    auto word = fold(title);
    std::erase_if(word, [](char c) { return c == ' ' || c == '/' || c == '(' || c == ')'; });
    return word;
}

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// As a spreadsheet reads it: no blank inside a number, no sign but minus, and "6 / 41" would be read as a
/// date.
std::string pasted_number(std::string text) {
    replace_all(text, " / ", tr(" sur "));
    replace_all(text, "+ ", "");
    replace_all(text, "−", "-");
    for (const char* unit : {"%", "€"}) {
        replace_all(text, std::string(kThin) + unit, std::string(" ") + unit);
    }
    replace_all(text, kThin, "");
    return text;
}

std::string pasted(const Table& table, std::size_t column, const Cell& cell) {
    if (cell.text == kNone) {
        return "";
    }
    const CellKind kind = table.columns[column].kind;
    const bool is_number = kind == CellKind::number || kind == CellKind::bar || kind == CellKind::good_bar;
    return is_number ? pasted_number(cell.text) : cell.text;
}

} // namespace

std::string to_clipboard(const Table& table, const std::vector<std::uint32_t>& order,
                         const std::vector<std::size_t>& columns) {
    std::string text;
    const auto add_line = [&](auto text_of) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::string value = text_of(columns[i]);
            std::ranges::replace_if(
                value, [](char c) { return c == '\t' || c == '\n'; }, ' ');
            text += (i == 0 ? "" : "\t") + value;
        }
        text += '\n';
    };
    add_line([&](std::size_t column) { return table.columns[column].title; });
    for (const auto row : order) {
        add_line([&](std::size_t column) { return pasted(table, column, table.rows[row].cells[column]); });
    }
    return text;
}

} // namespace maillage::views
