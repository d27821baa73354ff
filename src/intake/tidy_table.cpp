#include "intake/tidy_table.h"

#include "base/number.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace maillage::intake {
namespace {

constexpr std::size_t kSheetRows = 100'000; ///< more is no sheet that somebody typed
constexpr std::size_t kFootRows = 50;

std::string cell(const geo::Feature& feature, std::size_t column) {
    return column < feature.values.size() ? std::string(trim(geo::to_text(feature.values[column])))
                                          : std::string();
}

bool is_script_decimal(std::string_view text) {
    return text.size() > 2 && text.ends_with(".0") &&
           text.substr(0, text.size() - 2).find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::size_t> filled_cells(const geo::Feature& feature) {
    std::vector<std::size_t> filled;
    for (std::size_t i = 0; i < feature.values.size(); ++i) {
        if (!geo::is_missing(feature.values[i])) {
            filled.push_back(i);
        }
    }
    return filled;
}

/// "S/total Alpha", "TOTAL", "Sous-total :", "Total général", "Nb : 2": the rest behind the word; nothing for
/// any other text, nor for a number that begins so ("Total-2024/1").
std::optional<std::string> behind_total(std::string_view text) {
    const std::string folded = fold(trim(text));
    static constexpr auto kWords =
        std::to_array<std::string_view>({"sous-total", "sous total", "soustotal", "s/total", "s/s total",
                                         "s.total", "totaux", "total general", "total", "cumul", "ensemble",
                                         "nb", "nombre total", "nombre", "effectif total", "somme"});
    for (const std::string_view word : kWords) {
        if (!folded.starts_with(word)) {
            continue;
        }
        std::string_view rest = std::string_view(folded).substr(word.size());
        if (!rest.empty() && rest.front() != ' ' && rest.front() != ':') {
            continue;
        }
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == ':' || rest.front() == '=')) {
            rest.remove_prefix(1);
        }
        const bool needs_mark = word == "nb" || word == "nombre" || word == "ensemble";
        if (needs_mark && !rest.empty() && !parse_number(rest)) {
            continue; // « Ensemble scolaire », « NB : à revoir » is a remark
        }
        return std::string(trim(rest));
    }
    return std::nullopt;
}

bool is_source_line(std::string_view text) {
    const std::string folded = fold(trim(text));
    static constexpr auto kWords = std::to_array<std::string_view>(
        {"source :",  "source:",    "sources :",     "sources:",    "source ",    "note :",         "note:",
         "notes :",   "nb :",       "n.b.",          "n.b",         "remarque :", "remarques :",    "champ :",
         "lecture :", "fait a ",    "fait le ",      "le prefet",   "la prefete", "pour le prefet", "signe :",
         "edite le",  "extrait le", "extraction du", "mise a jour", "mis a jour", "document ",      "legende",
         "* ",        "(*)",        "(1)",           "page "});
    return std::ranges::any_of(kWords, [&](std::string_view word) { return folded.starts_with(word); });
}

bool is_total_row(const geo::Table& table, const geo::Feature& feature,
                  const std::vector<std::size_t>& filled, const std::set<std::size_t>& places) {
    const auto rest = behind_total(cell(feature, filled.front()));
    if (!rest || filled.front() > 1 + table.columns.size() / 2) {
        return false;
    }
    std::size_t words = 0;
    for (std::size_t i = 1; i < filled.size(); ++i) {
        const std::string text = cell(feature, filled[i]);
        if (geo::to_date(feature.values[filled[i]]) || places.contains(filled[i])) {
            return false; // a record has a day or a place
        }
        words += parse_number(text) ? 0 : 1;
    }
    // "S/total Alpha" names its group once, in its own cell or in the next one.
    const bool has_rest = !rest->empty() && *rest != "general" && !parse_number(*rest);
    return words + (has_rest ? 1U : 0U) <= 1 && (filled.size() > 1 || !has_rest);
}

} // namespace

std::optional<geo::Table> finess_table(const geo::Table& table) {
    constexpr std::size_t kKind = 0, kNumber = 1;
    constexpr std::size_t kName = 3, kLongName = 4, kCommune = 12, kDepartement = 13, kTown = 15,
                          kCategory = 18, kCategoryName = 19;
    constexpr std::size_t kX = 2, kY = 3, kSystem = 4;
    const auto is_kind = [&](const geo::Feature& feature, std::string_view kind) {
        return fold(cell(feature, kKind)) == kind;
    };
    const bool is_extract =
        table.columns.size() > kCategoryName && !table.features.empty() &&
        std::ranges::any_of(table.features, [&](const geo::Feature& f) { return is_kind(f, "structureet"); });
    if (!is_extract) {
        return std::nullopt;
    }

    struct Place {
        geo::Value x, y;
        std::string epsg;
    };

    std::map<std::string, Place> places;
    for (const geo::Feature& feature : table.features) {
        if (is_kind(feature, "geolocalisation")) {
            const std::string system = cell(feature, kSystem);
            const std::size_t at = system.find("EPSG:");
            const std::string epsg = at == std::string::npos
                                         ? std::string()
                                         : system.substr(at + 5, system.find(' ', at) - at - 5);
            places[cell(feature, kNumber)] = {feature.values[kX], feature.values[kY], epsg};
        }
    }
    geo::Table made;
    made.name = table.name;
    for (const char* name : {"nofinesset", "rs", "categetab", "libcategetab", "com", "departement", "commune",
                             "x", "y", "epsg"}) {
        made.columns.push_back({name, geo::ColumnType::text, {}});
    }
    for (const geo::Feature& feature : table.features) {
        if (!is_kind(feature, "structureet")) {
            continue;
        }
        const auto text = [](std::string words) {
            return words.empty() ? geo::Value() : geo::Value(std::move(words));
        };
        const std::string name =
            cell(feature, kLongName).empty() ? cell(feature, kName) : cell(feature, kLongName);
        geo::Feature row;
        row.row = feature.row;
        row.values = {text(cell(feature, kNumber)),
                      text(name),
                      text(cell(feature, kCategory)),
                      text(cell(feature, kCategoryName)),
                      text(cell(feature, kCommune)),
                      text(cell(feature, kDepartement)),
                      text(cell(feature, kTown)),
                      geo::Value(),
                      geo::Value(),
                      geo::Value()};
        if (const auto it = places.find(cell(feature, kNumber)); it != places.end()) {
            row.values[7] = it->second.x;
            row.values[8] = it->second.y;
            row.values[9] = text(it->second.epsg);
        }
        made.features.push_back(std::move(row));
    }
    return made;
}

std::optional<geo::Table> without_script_decimals(const geo::Table& table, ImportLog& log) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        bool has_one = false;
        const bool are_all = std::ranges::all_of(table.features, [&](const geo::Feature& feature) {
            if (i >= feature.values.size() || geo::is_missing(feature.values[i])) {
                return true;
            }
            const auto* text = std::get_if<std::string>(&feature.values[i]);
            has_one = true;
            return text != nullptr && is_script_decimal(trim(*text));
        });
        if (are_all && has_one) {
            columns.push_back(i);
        }
    }
    if (columns.empty()) {
        return std::nullopt;
    }
    geo::Table made = table;
    std::vector<std::string> names;
    for (const std::size_t i : columns) {
        names.push_back(fmt::format("« {} »", table.columns[i].name));
        for (geo::Feature& feature : made.features) {
            if (i < feature.values.size() && !geo::is_missing(feature.values[i])) {
                std::string text(trim(std::get<std::string>(feature.values[i])));
                text.resize(text.size() - 2);
                feature.values[i] = std::move(text);
            }
        }
    }
    log.file(Severity::note, {},
             fmt::format("nombres écrits avec « .0 » lus comme entiers : {}", join(names, ", ")));
    return made;
}

std::vector<std::size_t> foot_rows(const geo::Table& table, const ColumnMap& columns, ImportLog& log) {
    std::set<std::size_t> places;
    for (const char* role : {"lon", "lat", "x", "y", "position", "adresse"}) {
        const auto it = columns.find(role);
        const auto at = it == columns.end() ? std::nullopt : geo::find_column(table, it->second);
        if (at) {
            places.insert(*at);
        }
    }
    std::vector<std::size_t> found;
    // A national base has millions of rows and no sub-totals: only its end is looked at.
    const std::size_t first_row = table.features.size() > kSheetRows ? table.features.size() - kFootRows : 0;
    for (std::size_t i = first_row; i < table.features.size() && table.columns.size() > 1; ++i) {
        const geo::Feature& feature = table.features[i];
        if (!std::holds_alternative<std::monostate>(feature.geometry)) {
            continue;
        }
        const std::vector<std::size_t> filled = filled_cells(feature);
        if (filled.empty()) {
            continue;
        }
        const std::string first = cell(feature, filled.front());
        if (is_total_row(table, feature, filled, places)) {
            found.push_back(i);
            log.add(Severity::note, feature.row, {}, "ligne de total, non importée",
                    fmt::format("ligne de total « {} », non importée", first));
        } else if (filled.size() == 1 && filled.front() == 0 && table.columns.size() > 2 &&
                   is_source_line(first)) {
            found.push_back(i);
            log.add(Severity::note, feature.row, {}, "ligne de source ou de note, non importée",
                    fmt::format("ligne de source ou de note « {} », non importée", first));
        }
    }
    return found;
}

} // namespace maillage::intake
