#include "intake/rows.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/angles.h"
#include "intake/columns.h"
#include "intake/former_communes.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::intake {
namespace {

const geo::Value& nothing() {
    static const geo::Value kNothing;
    return kNothing;
}

/// Names as towns' registers write them: "Commune de Laon", "VILLE DE LAON", "Laon (02)".
std::string name_key(std::string_view name) {
    std::string folded = fold(trim(name));
    folded = folded.substr(0, folded.find(" ("));
    for (const std::string_view start :
         {"commune de ", "commune d'", "ville de ", "ville d'", "mairie de ", "mairie d'"}) {
        if (folded.starts_with(start)) {
            folded.erase(0, start.size());
            break;
        }
    }
    std::string key = fold_name(folded);
    // "St-Quentin", "Ste-Croix": only whole words, before letters are put together.
    for (const auto& [from, to] :
         {std::pair<std::string_view, std::string_view>{"st", "saint"}, {"ste", "sainte"}}) {
        const bool is_word =
            folded.size() > from.size() && folded.starts_with(from) &&
            (folded[from.size()] == ' ' || folded[from.size()] == '-' || folded[from.size()] == '.');
        if (is_word) {
            key = std::string(to) + key.substr(from.size());
            break;
        }
    }
    return key;
}

bool is_separator(char c) {
    return c == ';' || c == ',' || c == '|' || c == '/' || c == '\n' || c == '[' || c == ']' || c == '"';
}

} // namespace

ImportRows::ImportRows(const domain::Project& before, ImportKind import_kind, const geo::Table& from,
                       const ImportOptions& with)
    : project(before), kind(import_kind), table(from), options(with), log(with.source),
      recognised(resolve_columns(import_kind, from, with.columns)), index(*before.territory) {
    for (const domain::Commune& commune : before.territory->communes) {
        departements_.insert(domain::departement_of(commune.code));
        const auto [it, is_new] = code_by_name_.emplace(name_key(commune.name), commune.code);
        if (!is_new) {
            it->second.clear();
        }
    }
    std::vector<std::string> missing;
    for (const RoleNames& role : role_names(import_kind)) {
        if (role.is_required && !recognised.contains(std::string(role.key))) {
            missing.push_back(fmt::format("{} ({})", role.key, role.label));
        }
    }
    if (!missing.empty()) {
        std::vector<std::string> names;
        for (const geo::Column& column : from.columns) {
            names.push_back(column.name);
        }
        throw InputError(
            fmt::format("{} : colonne introuvable pour {} ; colonnes du fichier : {}. Indiquez-la par "
                        "--map rôle=colonne",
                        with.source, join(missing, ", "), join(names, ", ")));
    }
}

Cell ImportRows::cell(std::string_view role) const {
    const auto it = recognised.find(std::string(role));
    if (it == recognised.end()) {
        return {};
    }
    const auto at = geo::find_column(table, it->second);
    return at ? Cell{static_cast<int>(*at), it->second} : Cell{};
}

const geo::Value& ImportRows::value(const geo::Feature& feature, const Cell& at) const {
    return at && static_cast<std::size_t>(at.index) < feature.values.size() ? feature.values[at.index]
                                                                            : nothing();
}

std::string ImportRows::text(const geo::Feature& feature, const Cell& at) const {
    const geo::Value& held = value(feature, at);
    if (const auto* words = std::get_if<std::string>(&held)) {
        const std::string_view trimmed = trim(*words);
        return maillage::is_missing(trimmed) ? std::string() : std::string(trimmed);
    }
    return geo::to_text(held);
}

std::optional<double> ImportRows::checked(const geo::Feature& feature, const Cell& at,
                                          std::optional<double> read, double least, double most) {
    if (!read) {
        log.add(Severity::warning, feature.row, at.column, "nombre illisible, laissé vide",
                fmt::format("nombre illisible « {} », laissé vide", text(feature, at)));
        return std::nullopt;
    }
    if (*read < least || *read > most) {
        log.add(Severity::warning, feature.row, at.column, "nombre invraisemblable, laissé vide",
                fmt::format("valeur invraisemblable « {} », laissée vide (attendu : de {} à {})",
                            text(feature, at), least, most));
        return std::nullopt;
    }
    return read;
}

std::optional<double> ImportRows::number(const geo::Feature& feature, const Cell& at, double least,
                                         double most) {
    if (!at || geo::is_missing(value(feature, at))) {
        return std::nullopt;
    }
    return checked(feature, at, geo::to_number(value(feature, at)), least, most);
}

std::optional<double> ImportRows::length_m(const geo::Feature& feature, const Cell& at, double least,
                                           double most) {
    if (!at || geo::is_missing(value(feature, at))) {
        return std::nullopt;
    }
    return checked(feature, at, parse_length_m(text(feature, at)), least, most);
}

std::optional<std::int64_t> ImportRows::count(const geo::Feature& feature, const Cell& at) {
    const auto read = number(feature, at, 0, 1e9);
    if (read && *read != static_cast<double>(static_cast<std::int64_t>(*read))) {
        log.add(Severity::warning, feature.row, at.column, "nombre entier attendu, laissé vide",
                fmt::format("nombre entier attendu, « {} » laissé vide", text(feature, at)));
        return std::nullopt;
    }
    return read ? std::optional(static_cast<std::int64_t>(*read)) : std::nullopt;
}

std::optional<Date> ImportRows::date(const geo::Feature& feature, const Cell& at) {
    if (!at || std::holds_alternative<std::monostate>(value(feature, at))) {
        return std::nullopt;
    }
    const auto day = geo::to_date(value(feature, at));
    const std::string words(trim(geo::to_text(value(feature, at))));
    if (!day && !words.empty()) {
        log.add(Severity::warning, feature.row, at.column, "date illisible, laissée vide",
                fmt::format("date illisible « {} », laissée vide", words));
    }
    return day;
}

std::string ImportRows::code_of_name(std::string_view name) const {
    const auto it = code_by_name_.find(name_key(name));
    return it == code_by_name_.end() ? std::string() : it->second;
}

bool ImportRows::is_of_territory(std::string_view commune_code) const {
    return domain::find_commune(*project.territory, commune_code).has_value();
}

std::string ImportRows::current_code(std::string code, long row, const std::string& column) {
    if (code.empty() || is_of_territory(code)) {
        return code;
    }
    const std::string_view now = successor(code);
    if (now.empty() || !is_of_territory(now)) {
        return code;
    }
    log.add(Severity::note, row, column, "ancien code de commune, remplacé par celui de la commune nouvelle",
            fmt::format("ancien code {} : lu comme {} (fusion de communes)", code, now));
    return std::string(now);
}

ImportRows::Commune ImportRows::commune(const geo::Feature& feature, const Cell& code, const Cell& name) {
    std::string words = text(feature, code);
    std::erase_if(words, [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; });
    const std::string read = insee_code(words);
    if (is_insee_code(read)) {
        const std::string current = current_code(read, feature.row, code.column);
        const bool is_known = is_of_territory(current);
        if (!is_known && departements_.contains(domain::departement_of(current))) {
            log.add(Severity::warning, feature.row, code.column, "code de commune absent du territoire",
                    fmt::format("la commune {} n'est pas dans le territoire", current));
        }
        return {current, is_known};
    }
    if (!read.empty()) {
        log.add(Severity::warning, feature.row, code.column, "code de commune illisible",
                fmt::format("code de commune illisible « {} »", words));
    }
    const std::string called = text(feature, name);
    if (called.empty()) {
        return {};
    }
    const std::string found = code_of_name(called);
    if (!found.empty()) {
        log.add(Severity::note, feature.row, name.column, "commune reconnue par son nom, faute de code",
                fmt::format("commune « {} » reconnue par son nom : {}", called, found));
        return {found, true};
    }
    if (has_territory()) {
        log.add(Severity::warning, feature.row, name.column,
                "commune inconnue, ou portant le nom d'une autre",
                fmt::format("commune « {} » introuvable dans le territoire", called));
    }
    return {};
}

std::vector<std::string> ImportRows::commune_list(const geo::Feature& feature, const Cell& at,
                                                  bool allows_names) {
    std::string words = text(feature, at);
    std::vector<std::string> codes;
    const auto add = [&](std::string_view part) {
        part = trim(part);
        if (part.empty()) {
            return;
        }
        std::string code = insee_code(part);
        if (!is_insee_code(code)) {
            code = allows_names ? code_of_name(part) : std::string();
        }
        if (code.empty()) {
            log.add(Severity::warning, feature.row, at.column, "commune illisible dans une liste",
                    fmt::format("commune « {} » non reconnue", part));
            return;
        }
        code = current_code(code, feature.row, at.column);
        if (std::ranges::find(codes, code) == codes.end()) {
            codes.push_back(code);
        }
    };
    std::ranges::replace_if(words, is_separator, ';');
    for (const std::string& part : split(words, ';')) {
        const std::vector<std::string> by_blank = split(trim(part), ' ');
        const bool is_codes =
            by_blank.size() > 1 && std::ranges::all_of(by_blank, [](const std::string& word) {
                return word.empty() || is_insee_code(insee_code(word));
            });
        if (is_codes) {
            std::ranges::for_each(by_blank, add);
        } else {
            add(part);
        }
    }
    std::ranges::sort(codes);
    return codes;
}

std::string Identifiers::give(const std::string& wanted) {
    if (taken_.insert(wanted).second) {
        return wanted;
    }
    int& n = next_.try_emplace(wanted, 2).first->second;
    for (;; ++n) {
        std::string next = fmt::format("{}-{}", wanted, n);
        if (taken_.insert(next).second) {
            return next;
        }
    }
}

std::string stem_of(const std::string& source) {
    std::string stem = fold(source.substr(0, source.find('.')));
    for (char& c : stem) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        c = is_plain ? c : '-';
    }
    return stem.empty() ? "ligne" : stem;
}

std::string made_id(const std::string& source, long row) {
    return fmt::format("{}-{:04}", stem_of(source), row);
}

std::string told_or_made_id(const ImportRows& rows, const geo::Feature& feature, const Cell& id) {
    const std::string told = rows.text(feature, id);
    return told.empty() ? made_id(rows.options.source, feature.row) : told;
}

const geo::MultiPolygon* outline_of(const geo::Feature& feature) {
    const auto* shape = std::get_if<geo::MultiPolygon>(&feature.geometry);
    return shape != nullptr && !shape->empty() ? shape : nullptr;
}

} // namespace maillage::intake
