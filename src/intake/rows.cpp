#include "intake/rows.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/angles.h"
#include "intake/former_communes.h"
#include "intake/quantities.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace maillage::intake {
namespace {

const geo::Value& nothing() {
    static const geo::Value kNothing;
    return kNothing;
}

/// "Alpha et Beta", "Alpha & Beta", "Alpha ainsi que Beta".
std::vector<std::string> parted_names(std::string text) {
    for (const std::string_view word : {" & ", " et ", " ET ", " ainsi que ", " + "}) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) {
            text.replace(at, word.size(), ";");
        }
    }
    return split(text, ';');
}

bool is_separator(char c) {
    return c == ';' || c == ',' || c == '|' || c == '/' || c == '\n' || c == '[' || c == ']' || c == '"';
}

} // namespace

ImportRows::ImportRows(const domain::Project& before, ImportKind import_kind, const geo::Table& from,
                       const ImportOptions& with, Recognition recognition)
    : project(before), kind(import_kind), table(from), options(with), log(with.source),
      recognised(std::move(recognition.columns)), index(*before.territory), names_(*before.territory) {
    for (const domain::Commune& commune : before.territory->communes) {
        departements_.insert(domain::departement_of(commune.code));
        for (const std::string& former : commune.former_codes) {
            now_.emplace(former, commune.code);
        }
    }
    code_departement_ = cell("code_departement");
    tell_recognition(recognition);
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
    if (recognised.empty() && from.geometry_kind == geo::GeometryKind::none) {
        std::vector<std::string> names;
        for (const geo::Column& column : from.columns) {
            names.push_back(column.name);
        }
        throw InputError(fmt::format(
            "{} : aucune colonne reconnue pour « {} », rien n'est changé ; colonnes du fichier : {}. "
            "Indiquez-les par --map rôle=colonne",
            with.source, to_text(import_kind), join(names, ", ")));
    }
}

/// What was read by words and not by a known name is said, and so is what nobody took.
void ImportRows::tell_recognition(const Recognition& recognition) {
    const auto label = [&](const std::string& key) {
        const auto& known = role_names(kind);
        const auto it = std::ranges::find(known, key, &RoleNames::key);
        return it == known.end() ? key : std::string(it->label);
    };
    for (const Guess& guess : recognition.guesses) {
        log.file(Severity::note, guess.column,
                 fmt::format("titre lu d'après ses mots : « {} » pour « {} » (ressemblance {} %)",
                             guess.column, label(guess.role), std::lround(100 * guess.score)));
    }
    constexpr std::size_t kShown = 12;
    std::vector<std::string> shown;
    for (const UnusedColumn& unused : recognition.unused) {
        if (shown.size() == kShown) {
            shown.push_back(fmt::format("et {} autres", recognition.unused.size() - kShown));
            break;
        }
        shown.push_back(unused.nearest.empty()
                            ? fmt::format("« {} »", unused.column)
                            : fmt::format("« {} » (proche de {})", unused.column, unused.nearest));
    }
    if (!shown.empty()) {
        log.file(Severity::note, {}, fmt::format("colonnes non utilisées : {}", join(shown, ", ")));
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
    const auto plain = geo::to_number(value(feature, at));
    return checked(feature, at, plain ? plain : parse_quantity(text(feature, at)), least, most);
}

std::optional<double> ImportRows::length_m(const geo::Feature& feature, const Cell& at, double least,
                                           double most) {
    if (!at || geo::is_missing(value(feature, at))) {
        return std::nullopt;
    }
    return checked(feature, at, parse_length_m(text(feature, at)), least, most);
}

std::optional<std::int64_t> ImportRows::whole(const geo::Feature& feature, const Cell& at,
                                              std::optional<double> read) {
    if (read && *read != static_cast<double>(static_cast<std::int64_t>(*read))) {
        log.add(Severity::warning, feature.row, at.column, "nombre entier attendu, laissé vide",
                fmt::format("nombre entier attendu, « {} » laissé vide", text(feature, at)));
        return std::nullopt;
    }
    return read ? std::optional(static_cast<std::int64_t>(*read)) : std::nullopt;
}

std::optional<std::int64_t> ImportRows::count(const geo::Feature& feature, const Cell& at) {
    return whole(feature, at, number(feature, at, 0, 1e9));
}

std::optional<std::int64_t> ImportRows::days(const geo::Feature& feature, const Cell& at) {
    if (!at || geo::is_missing(value(feature, at))) {
        return std::nullopt;
    }
    return whole(feature, at, checked(feature, at, parse_days(text(feature, at)), 0, 1e6));
}

namespace {

constexpr std::int64_t kFirstSerial = 32874; ///< 1 January 1990, in days since 30/12/1899
constexpr std::int64_t kLastSerial = 58804;  ///< 29 December 2060

/// "AP du 14/03/2022", "14/03/2022 (modifié)": the only day among words; two days are no day.
std::optional<Date> only_day_in(const std::string& words) {
    std::optional<Date> only;
    for (const std::string& word : split(words, ' ')) {
        const std::size_t first = word.find_first_of("0123456789");
        const std::size_t last = word.find_last_of("0123456789");
        if (first == std::string::npos || word.find_first_of("/.-", first) == std::string::npos) {
            continue;
        }
        const auto day = parse_date(std::string_view(word).substr(first, last + 1 - first));
        if (day && only && *day != *only) {
            return std::nullopt;
        }
        only = day ? day : only;
    }
    return only;
}

/// "2022-03", "03/2022", "mars 2022": the first day of the month.
std::optional<Date> first_of_month(const std::string& words) {
    const std::string folded = fold(words);
    if (folded.size() == 7 && (folded[4] == '-' || folded[4] == '/')) {
        return parse_date(folded.substr(0, 4) + "-" + folded.substr(5) + "-01");
    }
    if (folded.size() == 7 && (folded[2] == '-' || folded[2] == '/')) {
        return parse_date("01/" + folded.substr(0, 2) + "/" + folded.substr(3));
    }
    return parse_date("1 " + folded);
}

std::optional<std::int64_t> serial_of(const geo::Value& value) {
    const auto number = std::holds_alternative<Date>(value) ? std::nullopt : geo::to_integer(value);
    return number && *number >= kFirstSerial && *number <= kLastSerial ? number : std::nullopt;
}

} // namespace

bool ImportRows::holds_serial_days(const Cell& at) {
    const auto [it, is_new] = serial_days_.emplace(at.index, false);
    if (is_new) {
        bool has_one = false;
        it->second = std::ranges::all_of(table.features, [&](const geo::Feature& feature) {
            const bool is_serial = serial_of(value(feature, at)).has_value();
            has_one = has_one || is_serial;
            return is_serial || geo::is_missing(value(feature, at));
        });
        it->second = it->second && has_one;
        if (it->second) {
            log.file(Severity::note, at.column, "nombres de jours d'un tableur lus comme dates");
        }
    }
    return it->second;
}

std::optional<Date> ImportRows::date(const geo::Feature& feature, const Cell& at) {
    if (!at || std::holds_alternative<std::monostate>(value(feature, at))) {
        return std::nullopt;
    }
    if (const auto serial = serial_of(value(feature, at)); serial && holds_serial_days(at)) {
        constexpr std::chrono::sys_days kDayZero =
            std::chrono::year(1899) / std::chrono::December / std::chrono::day(30);
        return Date(kDayZero + std::chrono::days(*serial));
    }
    const std::string words(trim(geo::to_text(value(feature, at))));
    auto day = geo::to_date(value(feature, at));
    day = day ? day : only_day_in(words);
    if (!day && !words.empty()) {
        day = first_of_month(words);
        if (day) {
            log.add(Severity::warning, feature.row, at.column, "mois sans jour, lu au premier du mois",
                    fmt::format("« {} » sans jour, lu comme le {}", words, to_french(*day)));
        }
    }
    if (!day && !words.empty()) {
        log.add(Severity::warning, feature.row, at.column, "date illisible, laissée vide",
                fmt::format("date illisible « {} », laissée vide", words));
    }
    return day;
}

bool ImportRows::is_of_territory(std::string_view commune_code) const {
    return domain::find_commune(*project.territory, commune_code).has_value();
}

std::string ImportRows::current_code(std::string code, long row, const std::string& column) {
    if (code.empty() || is_of_territory(code)) {
        return code;
    }
    if (const std::string parent(municipal_parent(code)); is_of_territory(parent)) {
        log.add(Severity::note, row, column, "arrondissement municipal rattaché à sa commune",
                fmt::format("{} : arrondissement municipal rattaché à {}", code, parent));
        return parent;
    }
    const auto it = now_.find(code);
    const std::string now = it != now_.end() ? it->second : std::string(successor(code));
    if (now.empty() || !is_of_territory(now)) {
        return code;
    }
    log.add(Severity::note, row, column, "ancien code de commune, remplacé par celui de la commune nouvelle",
            fmt::format("ancien code {} : lu comme {} (fusion de communes)", code, now));
    return now;
}

/// "159" with the département beside it, in a column of its own, is "60159".
std::string ImportRows::told_code(const geo::Feature& feature, const Cell& code) const {
    std::string words = text(feature, code);
    std::erase_if(words, [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; });
    std::string departement = text(feature, code_departement_);
    if (departement.empty() || words.empty() || words.size() > 3) {
        return words;
    }
    if (departement.size() == 1) {
        departement.insert(0, "0");
    }
    const std::size_t width = 5 - std::min<std::size_t>(departement.size(), 3);
    while (words.size() < width) {
        words.insert(0, "0");
    }
    return words.size() == width ? departement + words : departement + words.substr(words.size() - width);
}

std::string ImportRows::commune_named(const geo::Feature& feature, const Cell& at,
                                      const std::string& called) {
    const CommuneNames::Match match = names_.find(called);
    if (!match.code.empty()) {
        log.add(Severity::note, feature.row, at.column,
                match.remark.empty() ? "commune reconnue par son nom, faute de code" : match.remark,
                match.remark.empty()
                    ? fmt::format("commune « {} » reconnue par son nom : {}", called, match.code)
                    : fmt::format("« {} » : arrondissement municipal rattaché à {}", called, match.code));
    } else if (has_territory()) {
        log.add(Severity::warning, feature.row, at.column, "commune inconnue, ou portant le nom d'une autre",
                match.candidates.empty()
                    ? fmt::format("commune « {} » introuvable dans le territoire", called)
                    : fmt::format("commune « {} » introuvable dans le territoire ; peut-être {}", called,
                                  join(match.candidates, ", ")));
    }
    return match.code;
}

ImportRows::Commune ImportRows::commune(const geo::Feature& feature, const Cell& code, const Cell& name) {
    const std::string words = told_code(feature, code);
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
    const std::string found = commune_named(feature, name, called);
    return {found, !found.empty()};
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
            continue;
        }
        // The whole text first: « Beaulieu-et-Marny », « Ville et Bourg » are names.
        const bool is_one = trim(part).empty() || !allows_names || !code_of_name(part).empty();
        for (const std::string& one : is_one ? std::vector<std::string>{part} : parted_names(part)) {
            add(one);
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

std::string short_name(const std::string& source) {
    const std::size_t open = source.rfind(" (");
    if (open != std::string::npos && source.ends_with(')')) {
        return source.substr(open + 2, source.size() - open - 3);
    }
    const std::size_t slash = source.find('/');
    return slash != std::string::npos ? source.substr(0, slash) : source.substr(0, source.find('.'));
}

std::string stem_of(const std::string& source) {
    // The extension goes; what sets the source apart, before or behind it, stays.
    const std::size_t dot = source.find('.');
    const std::size_t open = source.rfind(" (");
    const bool has_layer = open != std::string::npos && dot != std::string::npos && open > dot;
    std::string stem =
        fold(source.substr(0, dot) + (has_layer ? source.substr(open, source.size() - open - 1) : ""));
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
