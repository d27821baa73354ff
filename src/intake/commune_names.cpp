#include "intake/commune_names.h"

#include "base/number.h"
#include "base/text.h"
#include "intake/former_communes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace maillage::intake {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kShownCandidates = 3;

bool is_digits(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_article(std::string_view word) {
    return word == "le" || word == "la" || word == "les" || word == "l";
}

/// "Crouy s/Ourcq" -> crouy sur ourcq; "St-Quentin" -> saint quentin; letters and figures only.
Words words_of(std::string_view name) {
    std::string folded = fold(trim(name));
    for (const auto& [sign, word] : {std::pair<std::string_view, std::string_view>{" s/s ", " sous "},
                                     {" s/", " sur "},
                                     {"-s/", " sur "}}) {
        if (const std::size_t at = folded.find(sign); at != std::string::npos) {
            folded.replace(at, sign.size(), word);
        }
    }
    std::ranges::replace_if(
        folded,
        [](char c) {
            return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
        },
        ' ');
    Words words = split(folded, ' ');
    std::erase_if(words, [](const std::string& word) { return word.empty(); });
    for (std::string& word : words) {
        word = word == "st" ? "saint" : word == "ste" ? "sainte" : word == "sts" ? "saints" : word;
    }
    static constexpr std::array<std::string_view, 3> kOffices = {"commune", "ville", "mairie"};
    const bool is_office = words.size() > 2 && std::ranges::find(kOffices, words[0]) != kOffices.end() &&
                           (words[1] == "de" || words[1] == "d" || words[1] == "du" || words[1] == "des");
    if (is_office) { // "Ville du Tampon" holds the article of « Le Tampon »
        words.erase(words.begin(), words.begin() + 2);
    }
    return words;
}

std::string key_of(const Words& words) {
    return std::accumulate(words.begin(), words.end(), std::string());
}

Words without_article(Words words) {
    if (words.size() > 1 && is_article(words.front())) {
        words.erase(words.begin());
    }
    return words;
}

/// What stands between brackets or behind a comma, when it is the article: "Moulin (Le)", "Moulin, Le".
Words with_article_in_front(Words words) {
    if (words.size() > 1 && is_article(words.back())) {
        std::ranges::rotate(words, words.end() - 1);
    }
    return words;
}

std::string without_brackets(std::string_view name) {
    const std::size_t open = name.find('(');
    if (open == std::string_view::npos) {
        return std::string(name);
    }
    const std::size_t close = std::min(name.find(')', open), name.size() - 1);
    return std::string(name.substr(0, open)) + std::string(name.substr(close + 1));
}

/// "60000 Alpha", "ALPHA CEDEX 1", "Alpha 60": the words that are of the post office.
struct Address {
    Words words;
    std::string postcode;
};

Address without_post(Words words) {
    Address address;
    if (const auto cedex = std::ranges::find(words, "cedex"); cedex != words.end()) {
        words.erase(cedex, words.end());
    }
    if (words.size() > 1 && words.front().size() == 5 && is_digits(words.front())) {
        address.postcode = words.front();
        words.erase(words.begin());
    } else if (words.size() > 1 && words.back().size() == 5 && is_digits(words.back())) {
        address.postcode = words.back();
        words.pop_back();
    }
    if (words.size() > 1 && words.back() == "france") {
        words.pop_back();
    }
    address.words = std::move(words);
    return address;
}

/// "marseille 13e", "LYON 08", "Paris 1er Arrondissement": the town and the number.
struct Part {
    std::string town;
    int number = 0;
};

std::optional<Part> part_of_town(const Words& words) {
    if (words.size() < 2 || (words[0] != "paris" && words[0] != "lyon" && words[0] != "marseille")) {
        return std::nullopt;
    }
    std::string figures = words[1];
    figures.resize(std::min(figures.find_first_not_of("0123456789"), figures.size()));
    const std::string rest = words[1].substr(figures.size());
    static constexpr std::array<std::string_view, 7> kOrdinals = {"", "e", "er", "eme", "ieme", "ere", "ᵉ"};
    const auto number = parse_integer(figures);
    const bool is_part = number && *number >= 1 && *number <= 20 &&
                         std::ranges::find(kOrdinals, rest) != kOrdinals.end() &&
                         (words.size() == 2 || words[2].starts_with("arr"));
    return is_part ? std::optional(Part{words[0], static_cast<int>(*number)}) : std::nullopt;
}

std::string code_of_part(const Part& part) {
    const int first = part.town == "paris" ? 75100 : part.town == "lyon" ? 69380 : 13200;
    return std::to_string(first + part.number);
}

/// Letters to change, put in or leave out, at most `most`; more is "far".
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
    if (a.size() > b.size() + most || b.size() > a.size() + most) {
        return most + 1;
    }
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

CommuneNames::CommuneNames(const domain::Territory& territory) : territory_(territory) {
    for (std::size_t i = 0; i < territory.communes.size(); ++i) {
        const Words words = with_article_in_front(words_of(territory.communes[i].name));
        whole_[key_of(words)].push_back(i);
        without_article_[key_of(without_article(words))].push_back(i);
        keys_.push_back(key_of(without_article(words)));
    }
}

std::string CommuneNames::described(std::size_t commune) const {
    return fmt::format("{} ({})", territory_.communes[commune].name, territory_.communes[commune].code);
}

CommuneNames::Match CommuneNames::unique(const Codes& by_key, const std::string& key) const {
    const auto it = by_key.find(key);
    Match match;
    if (it == by_key.end() || key.empty()) {
        return match;
    }
    if (it->second.size() == 1) {
        match.code = territory_.communes[it->second.front()].code;
        return match;
    }
    for (const std::size_t commune : it->second) {
        match.candidates.push_back(described(commune));
    }
    return match;
}

CommuneNames::Match CommuneNames::near(const std::string& key) const {
    Match match;
    if (key.size() < 4) {
        return match;
    }
    const std::size_t most = key.size() < 7 ? 1 : 2;
    for (std::size_t i = 0; i < keys_.size() && match.candidates.size() < kShownCandidates; ++i) {
        const bool is_inside = keys_[i].size() > key.size() && keys_[i].find(key) != std::string::npos;
        if (is_inside || distance(key, keys_[i], most) <= most) {
            match.candidates.push_back(described(i));
        }
    }
    return match;
}

CommuneNames::Match CommuneNames::find(std::string_view name) const {
    const Words told = words_of(name);
    if (told.empty()) {
        return {};
    }
    const auto settled = [](const Match& match) { return !match.code.empty() || !match.candidates.empty(); };
    const Words plain = with_article_in_front(told);
    const Address address = without_post(with_article_in_front(words_of(without_brackets(name))));
    const std::string& departement = territory_.departement;
    const bool is_elsewhere =
        !address.postcode.empty() && departement.size() == 2 &&
        !address.postcode.starts_with(departement.substr(0, departement[1] > '9' ? 1 : 2));
    for (const Words& words : {plain, address.words}) {
        if (Match match = unique(whole_, key_of(words)); settled(match)) {
            if (!match.code.empty() && is_elsewhere) { // the post office says another département: a namesake
                const auto at = domain::find_commune(territory_, match.code);
                return {{}, {described(*at)}, {}};
            }
            return match;
        }
    }
    if (const auto part = part_of_town(address.words)) {
        const std::string code = code_of_part(*part);
        if (domain::find_commune(territory_, code)) {
            return {code, {}, {}};
        }
        const std::string parent(municipal_parent(code));
        if (domain::find_commune(territory_, parent)) {
            return {parent, {}, "arrondissement municipal rattaché à sa commune"};
        }
    }
    const std::string bare = key_of(without_article(address.words));
    if (Match match = unique(without_article_, bare); settled(match) && !is_elsewhere) {
        return match;
    }
    return near(bare);
}

} // namespace maillage::intake
