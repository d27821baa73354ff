#include "intake/columns.h"

#include "base/error.h"
#include "base/text.h"
#include "intake/header_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <limits>
#include <map>
#include <set>

namespace maillage::intake {
namespace {

/// fold_name without the sign of "N° d'arrêté".
std::string column_key(std::string_view name) {
    std::string key = fold_name(name);
    for (const std::string_view sign : {"°", "º"}) {
        if (const std::size_t at = key.find(sign); at != std::string::npos) {
            key.erase(at, sign.size());
        }
    }
    return key;
}

bool matches(std::string_view name, std::string_view wanted) {
    if (wanted.ends_with('*')) {
        wanted.remove_suffix(1);
        return name.starts_with(wanted);
    }
    return name == wanted;
}

/// Half of the values that are there look like commune codes (lists in one cell count by their first).
bool looks_like_commune_codes(const geo::Table& table, std::size_t column) {
    std::size_t seen = 0;
    std::size_t good = 0;
    for (const geo::Feature& feature : table.features) {
        if (column >= feature.values.size() || geo::is_missing(feature.values[column])) {
            continue;
        }
        std::string text = geo::to_text(feature.values[column]);
        std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; });
        const std::string_view first = trim(text);
        good += is_insee_code(insee_code(first.substr(0, first.find_first_of(" ,;/|")))) ? 1 : 0;
        if (++seen == 200) {
            break;
        }
    }
    return seen == 0 || 2 * good >= seen;
}

/// Shapefile of the names of 2025: `code_ins_1` and on; only the values tell which is which.
void recognise_cut_names(const geo::Table& table, ColumnMap& found) {
    const auto sample = [&](std::size_t column) {
        std::set<std::size_t> lengths;
        bool is_departement = true;
        const auto code = found.find("code");
        constexpr auto kNone = std::numeric_limits<std::size_t>::max();
        const std::size_t code_column =
            code == found.end() ? kNone : geo::find_column(table, code->second).value_or(kNone);
        for (const geo::Feature& feature : table.features) {
            if (column >= feature.values.size() || geo::is_missing(feature.values[column])) {
                continue;
            }
            const std::string text(trim(geo::to_text(feature.values[column])));
            lengths.insert(text.size());
            is_departement &= code_column < feature.values.size() &&
                              geo::to_text(feature.values[code_column]).starts_with(text);
        }
        return std::pair(lengths, is_departement);
    };
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!column_key(table.columns[i].name).starts_with("codeins") ||
            column_key(table.columns[i].name).size() < 8 ||
            column_key(table.columns[i].name) == "codeinsee") {
            continue;
        }
        const auto [lengths, is_departement] = sample(i);
        if (lengths.size() != 1) {
            continue;
        }
        if (is_departement && *lengths.begin() <= 3) {
            found.try_emplace("departement", table.columns[i].name);
        } else if (*lengths.begin() == 3) {
            found.try_emplace("arrondissement", table.columns[i].name);
        }
    }
}

std::string column_list(const geo::Table& table) {
    std::vector<std::string> names;
    for (const geo::Column& column : table.columns) {
        names.push_back(column.name);
    }
    return join(names, ", ");
}

const geo::Column& named_column(const geo::Table& table, const std::string& name) {
    if (const auto exact = geo::find_column(table, name)) {
        return table.columns[*exact];
    }
    const auto it = std::ranges::find(table.columns, column_key(name),
                                      [](const geo::Column& column) { return column_key(column.name); });
    if (it == table.columns.end()) {
        throw InputError(fmt::format("la colonne « {} » n'existe pas ; colonnes du fichier : {}", name,
                                     column_list(table)));
    }
    return *it;
}

constexpr std::string_view kPackedTags = "othertags";

std::optional<std::size_t> packed_column(const geo::Table& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (column_key(table.columns[i].name) == kPackedTags) {
            return i;
        }
    }
    return std::nullopt;
}

/// "a"=>"b","c"=>"d" with \" and \\ inside.
std::vector<std::pair<std::string, std::string>> parse_tags(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> tags;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '"') {
            continue;
        }
        std::string word;
        for (++i; i < text.size() && text[i] != '"'; ++i) {
            if (text[i] == '\\' && i + 1 < text.size()) {
                ++i;
            }
            word += text[i];
        }
        words.push_back(std::move(word));
    }
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        tags.emplace_back(std::move(words[i]), std::move(words[i + 1]));
    }
    return tags;
}

bool has_values(const geo::Table& table, std::size_t column) {
    return std::ranges::any_of(table.features, [&](const geo::Feature& feature) {
        return column < feature.values.size() && !geo::is_missing(feature.values[column]);
    });
}

/// Every value is a whole number of one to three figures: the part of a code behind the département's.
bool are_short_codes(const geo::Table& table, std::size_t column) {
    bool has_one = false;
    for (const geo::Feature& feature : table.features) {
        if (column >= feature.values.size() || geo::is_missing(feature.values[column])) {
            continue;
        }
        const std::string text(trim(geo::to_text(feature.values[column])));
        if (text.empty() || text.size() > 3 ||
            text.find_first_not_of("0123456789ABab") != std::string::npos) {
            return false;
        }
        has_one = true;
    }
    return has_one;
}

/// OpenStreetMap's `surveillance` says what is watched, `surveillance:type` with what: cut names are the
/// same.
bool fits_cut_name(const geo::Table& table, std::size_t column, std::string_view role) {
    if (role != "surveillance" && role != "voie_publique") {
        return true;
    }
    static constexpr std::array<std::string_view, 3> kTypes = {"camera", "alpr", "guard"};
    const bool says_type = std::ranges::any_of(table.features, [&](const geo::Feature& feature) {
        return column < feature.values.size() &&
               std::ranges::find(kTypes, fold_name(geo::to_text(feature.values[column]))) != kTypes.end();
    });
    return says_type == (role == "surveillance");
}

/// One reading of the titles of a table; steps in order of certainty, each leaves alone what earlier ones
/// took.
class Recogniser {
  public:
    Recogniser(ImportKind kind, const geo::Table& table) : roles_(role_names(kind)), table_(table) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            folded_.push_back(column_key(table.columns[i].name));
            is_filled_.push_back(table.features.empty() || has_values(table, i));
        }
    }

    void take_overrides(const ColumnMap& overrides) {
        for (const auto& [role, name] : overrides) {
            if (std::ranges::find(roles_, role, &RoleNames::key) == roles_.end()) {
                std::vector<std::string> keys;
                for (const RoleNames& one : roles_) {
                    keys.emplace_back(one.key);
                }
                throw InputError(fmt::format("rôle de colonne inconnu : « {} » ; rôles possibles : {}", role,
                                             join(keys, ", ")));
            }
            settled_.insert(role);
            if (!name.empty()) { // role= : the role is to be left alone
                found.columns[role] = named_column(table_, name).name;
                taken_.insert(found.columns[role]);
            }
        }
    }

    void by_name() {
        for (const RoleNames& role : roles_) {
            if (settled_.contains(std::string(role.key))) {
                continue;
            }
            // An empty column is taken only when no other of its names holds something.
            auto chosen = named(role, true);
            chosen = chosen ? chosen : named(role, false);
            if (chosen) {
                take(role.key, *chosen);
            }
        }
    }

    /// A shapefile keeps ten characters of a name; where two become the same it puts _1 behind the second.
    void by_cut_name() {
        constexpr std::size_t kCut = 10;
        const bool is_cut = std::ranges::all_of(
            table_.columns, [](const geo::Column& column) { return column.name.size() <= kCut; });
        for (std::size_t i = 0; is_cut && i < table_.columns.size(); ++i) {
            const std::string& name = table_.columns[i].name;
            if (name.size() != kCut || taken_.contains(name)) {
                continue;
            }
            if (is_one_of_many(name)) {
                continue; // only their order tells them apart: see recognise_cut_names
            }
            std::string start = folded_[i];
            if (name[kCut - 2] == '_' && name[kCut - 1] >= '0' && name[kCut - 1] <= '9') {
                start.pop_back();
            }
            const auto role = std::ranges::find_if(roles_, [&](const RoleNames& one) {
                return is_open(one) && fits_cut_name(table_, i, one.key) &&
                       std::ranges::any_of(one.names, [&](std::string_view known) {
                           return known.size() > start.size() && known.starts_with(start);
                       });
            });
            if (role != roles_.end()) {
                found.guesses.push_back({std::string(role->key), name, 1});
                take(role->key, i);
            }
        }
    }

    /// The surest pair of role and column first; two roles that a title says equally well leave it alone.
    void by_words() {
        std::vector<Candidate> candidates = scored(kSureHeader);
        for (const Candidate& one : candidates) {
            if (!is_open(roles_[one.role]) || taken_.contains(table_.columns[one.column].name)) {
                continue;
            }
            const bool is_doubtful = std::ranges::any_of(candidates, [&](const Candidate& other) {
                return other.column == one.column && other.role != one.role && other.score >= one.score &&
                       is_open(roles_[other.role]);
            });
            if (is_doubtful) {
                continue;
            }
            found.guesses.push_back(
                {std::string(roles_[one.role].key), table_.columns[one.column].name, one.score});
            take(roles_[one.role].key, one.column);
        }
    }

    /// DEP and COM: the code of a commune in two columns.
    void by_two_columns() {
        const auto role = std::ranges::find(roles_, "code_departement", &RoleNames::key);
        if (role == roles_.end() || found.columns.contains("code_departement") || settled_.contains("code")) {
            return;
        }
        const auto of_departement =
            short_column({"dep", "coddep", "codedep", "codedepartement", "departement", "dept", "codedept",
                          "inseedep", "codeinseedudepartement"});
        if (!of_departement) {
            return;
        }
        const auto code = found.columns.find("code");
        const auto told = code == found.columns.end() ? std::nullopt : geo::find_column(table_, code->second);
        const auto of_commune =
            told && are_short_codes(table_, *told) ? told
            : !told
                ? short_column({"com", "codcom", "codecom", "codecommune", "commune", "numcom", "inseecom"})
                : std::nullopt;
        if (of_commune && *of_commune != *of_departement) {
            take("code", *of_commune);
            take("code_departement", *of_departement);
            std::erase_if(found.columns, [&](const auto& entry) {
                return entry.first == "commune" && entry.second == table_.columns[*of_commune].name;
            });
        }
    }

    void name_unused() {
        const std::vector<Candidate> near = scored(kNearHeader);
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            if (taken_.contains(table_.columns[i].name) || !is_filled_[i]) {
                continue;
            }
            const auto it = std::ranges::find_if(near, [&](const Candidate& one) {
                return one.column == i && !found.columns.contains(std::string(roles_[one.role].key));
            });
            found.unused.push_back({table_.columns[i].name,
                                    it == near.end() ? std::string() : std::string(roles_[it->role].key)});
        }
    }

    Recognition found;

  private:
    struct Candidate {
        double score = 0;
        std::size_t role = 0;
        std::size_t column = 0;
    };

    bool is_open(const RoleNames& role) const {
        return !settled_.contains(std::string(role.key)) && !found.columns.contains(std::string(role.key));
    }

    void take(std::string_view role, std::size_t column) {
        found.columns[std::string(role)] = table_.columns[column].name;
        taken_.insert(table_.columns[column].name);
    }

    /// code_ins_1, code_ins_2...
    bool is_one_of_many(const std::string& name) const {
        const auto is_kin = [&](const geo::Column& column) {
            return column.name.size() == name.size() && column.name[name.size() - 2] == '_' &&
                   column.name.starts_with(name.substr(0, name.size() - 1));
        };
        return name[name.size() - 2] == '_' && std::ranges::count_if(table_.columns, is_kin) > 1;
    }

    std::optional<std::size_t> named(const RoleNames& role, bool needs_values) const {
        std::optional<std::size_t> fallback;
        for (const std::string_view name : role.names) {
            for (std::size_t i = 0; i < folded_.size(); ++i) {
                if (!matches(folded_[i], name) || taken_.contains(table_.columns[i].name) ||
                    (needs_values && !is_filled_[i])) {
                    continue;
                }
                if (role.check == ValueCheck::none || looks_like_commune_codes(table_, i)) {
                    return i;
                }
                if (!fallback && name != "code") {
                    fallback = i;
                }
            }
        }
        return fallback;
    }

    /// Pairs of a role and a free column with at least this score, best first; ties in the order of the
    /// table.
    std::vector<Candidate> scored(double least) const {
        std::vector<std::vector<std::vector<HeaderWord>>> phrases(roles_.size());
        for (std::size_t role = 0; role < roles_.size(); ++role) {
            for (const std::string_view phrase : roles_[role].phrases) {
                phrases[role].push_back(header_words(phrase));
            }
        }
        std::vector<Candidate> candidates;
        for (std::size_t column = 0; column < table_.columns.size(); ++column) {
            if (taken_.contains(table_.columns[column].name)) {
                continue;
            }
            const std::vector<HeaderWord> title = header_words(table_.columns[column].name);
            for (std::size_t role = 0; role < roles_.size(); ++role) {
                if (!is_open(roles_[role])) {
                    continue;
                }
                double best = 0;
                for (const std::vector<HeaderWord>& phrase : phrases[role]) {
                    best = std::max(best, header_score(title, phrase));
                }
                const bool is_believed = best < kSureHeader || roles_[role].check == ValueCheck::none ||
                                         looks_like_commune_codes(table_, column);
                if (best >= least && is_believed) {
                    candidates.push_back({best, role, column});
                }
            }
        }
        std::ranges::stable_sort(candidates, std::greater<>(), &Candidate::score);
        return candidates;
    }

    std::optional<std::size_t> short_column(std::initializer_list<std::string_view> names) const {
        for (const std::string_view name : names) {
            for (std::size_t i = 0; i < folded_.size(); ++i) {
                if (folded_[i] == name && are_short_codes(table_, i)) {
                    return i;
                }
            }
        }
        return std::nullopt;
    }

    const std::vector<RoleNames>& roles_;
    const geo::Table& table_;
    std::vector<std::string> folded_;
    std::vector<bool> is_filled_;
    std::set<std::string> settled_; ///< by the user
    std::set<std::string> taken_;
};

} // namespace

Recognition recognise(ImportKind kind, const geo::Table& table, const ColumnMap& overrides) {
    Recogniser recogniser(kind, table);
    recogniser.take_overrides(overrides);
    recogniser.by_name();
    recogniser.by_cut_name();
    recogniser.by_words();
    if (kind == ImportKind::communes) {
        recognise_cut_names(table, recogniser.found.columns);
    }
    recogniser.by_two_columns();
    recogniser.name_unused();
    return std::move(recogniser.found);
}

bool has_packed_tags(const geo::Table& table) {
    return packed_column(table).has_value();
}

geo::Table unpack_tags(ImportKind kind, const geo::Table& table) {
    const auto packed = packed_column(table);
    if (!packed) {
        return table;
    }
    geo::Table unpacked = table;
    std::map<std::string, std::size_t> columns;
    const auto is_known = [&](const std::string& tag) {
        const std::string folded = column_key(tag);
        return std::ranges::any_of(role_names(kind), [&](const RoleNames& role) {
            return std::ranges::any_of(role.names,
                                       [&](std::string_view name) { return matches(folded, name); });
        });
    };
    for (geo::Feature& feature : unpacked.features) {
        if (*packed >= feature.values.size()) {
            continue;
        }
        for (auto& [tag, value] : parse_tags(geo::to_text(feature.values[*packed]))) {
            auto it = columns.find(tag);
            if (it == columns.end()) {
                if (!is_known(tag) || geo::find_column(table, tag)) {
                    continue;
                }
                it = columns.emplace(tag, unpacked.columns.size()).first;
                unpacked.columns.push_back({tag, geo::ColumnType::text, {}});
            }
            feature.values.resize(std::max(feature.values.size(), it->second + 1));
            feature.values[it->second] = std::move(value);
        }
    }
    for (geo::Feature& feature : unpacked.features) {
        feature.values.resize(unpacked.columns.size());
    }
    return unpacked;
}

} // namespace maillage::intake
