#include "intake/header_words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace maillage::intake {
namespace {

using Swap = std::pair<std::string_view, std::string_view>;

constexpr std::array<std::string_view, 43> kSilent = {
    "de",   "du",  "des", "d",  "l",     "la",    "le",   "les",  "un",      "une",   "en",
    "au",   "aux", "a",   "et", "ou",    "sur",   "par",  "pour", "dans",    "the",   "of",
    "jour", "jr",  "j",   "m",  "metre", "degre", "deg",  "eur",  "euro",    "ht",    "km",
    "ha",   "px",  "mm",  "cm", "pct",   "jj",    "mois", "aaaa", "decimal", "format"};

/// Abbreviations, and words that mean the same in a title of a register.
constexpr auto kSwaps = std::to_array<Swap>({
    {"no", "numero"},
    {"n", "numero"},
    {"num", "numero"},
    {"nro", "numero"},
    {"numeros", "numero"},
    {"nb", "nombre"},
    {"nbr", "nombre"},
    {"nbre", "nombre"},
    {"nbres", "nombre"},
    {"qte", "nombre"},
    {"quantite", "nombre"},
    {"dt", "date"},
    {"dte", "date"},
    {"cam", "camera"},
    {"cams", "camera"},
    {"arr", "arrete"},
    {"arretes", "arrete"},
    {"ap", "arrete"},
    {"autoris", "autorisation"},
    {"auto", "autorisation"},
    {"int", "interieur"},
    {"interieure", "interieur"},
    {"interne", "interieur"},
    {"ext", "exterieur"},
    {"exterieure", "exterieur"},
    {"externe", "exterieur"},
    {"publi", "publique"},
    {"public", "publique"},
    {"vp", "voie publique"},
    {"benef", "beneficiaire"},
    {"beneficiare", "beneficiaire"},
    {"titul", "titulaire"},
    {"com", "commune"},
    {"cne", "commune"},
    {"adr", "adresse"},
    {"addr", "adresse"},
    {"adress", "adresse"},
    {"lib", "libelle"},
    {"denom", "denomination"},
    {"valid", "validite"},
    {"expir", "expiration"},
    {"exp", "expiration"},
    {"ech", "echeance"},
    {"conserv", "conservation"},
    {"retention", "conservation"},
    {"retent", "conservation"},
    {"lat", "latitude"},
    {"long", "longitude"},
    {"lng", "longitude"},
    {"lon", "longitude"},
    {"coord", "coordonnee"},
    {"loc", "lieu"},
    {"haut", "hauteur"},
    {"ht", "hauteur"},
    {"orient", "orientation"},
    {"dir", "direction"},
    {"incl", "inclinaison"},
    {"pop", "population"},
    {"popul", "population"},
    {"hab", "habitant"},
    {"dep", "departement"},
    {"dept", "departement"},
    {"dpt", "departement"},
    {"circo", "circonscription"},
    {"compet", "competente"},
    {"ident", "identifiant"},
    {"id", "identifiant"},
    {"ref", "reference"},
    {"obs", "observation"},
    {"ren", "renouvellement"},
    {"renouv", "renouvellement"},
    {"modif", "modification"},
    {"etablt", "etablissement"},
    {"etab", "etablissement"},
    {"ets", "etablissement"},
    {"rs", "raison sociale"},
    {"proprio", "proprietaire"},
    {"gestion", "gestionnaire"},
    {"competence", "competente"},
    {"type", "type"},
    {"typologie", "type"},
    {"genre", "type"},
});

/// Words that many titles have: they help, but prove nothing alone.
constexpr std::array<std::string_view, 24> kGeneric = {
    "date",        "numero",     "nombre",          "code",   "nom",      "type",       "libelle",
    "identifiant", "camera",     "commune",         "arrete", "site",     "total",      "prefectoral",
    "systeme",     "dispositif", "videoprotection", "video",  "concerne", "competente", "dossier",
    "reference",   "insee",      "publique"};

/// With one of these a title means something else.
constexpr std::array<std::string_view, 21> kContrary = {
    "hors",       "non",     "sans",     "ancien", "ancienne", "sauf", "precedent",
    "precedente", "initial", "courriel", "mail",   "email",    "mel",  "tel",
    "telephone",  "fax",     "prenom",   "siret",  "siren",    "url",  "lien"};

constexpr double kGenericWeight = 1;
constexpr double kContraryWeight = 6;

template <std::size_t N> bool is_in(const std::array<std::string_view, N>& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

std::string singular(std::string word) {
    if (word.size() > 3 && (word.back() == 's' || word.back() == 'x') && word != "acces" && word != "temps") {
        word.pop_back();
    }
    return word;
}

/// "nbCamerasExt" and "date_arrete" and "Date d'arrêté" have the same words; figures stand apart from
/// letters.
std::vector<std::string> raw_words(std::string_view title) {
    std::string parted;
    for (std::size_t i = 0; i < title.size(); ++i) {
        const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
        const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
        if (i > 0 && is_upper(title[i]) && is_lower(title[i - 1])) {
            parted += ' ';
        }
        parted += title[i];
    }
    std::string folded = fold(parted);
    for (const std::string_view sign : {"n°", "nº", "°", "º", "²", "€"}) {
        for (std::size_t at = folded.find(sign); at != std::string::npos; at = folded.find(sign)) {
            folded.replace(at, sign.size(), sign.starts_with('n') ? " numero " : " ");
        }
    }
    std::ranges::replace_if(
        folded,
        [](char c) {
            return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
        },
        ' ');
    std::vector<std::string> words = split(folded, ' ');
    std::erase_if(words, [](const std::string& word) { return word.empty(); });
    return words;
}

void add_words(std::string_view title, double share, std::vector<HeaderWord>& out) {
    for (const std::string& raw : raw_words(title)) {
        std::string word = raw;
        if (const auto* it = std::ranges::find(kSwaps, word, &Swap::first); it != kSwaps.end()) {
            word = it->second;
        } else if (const auto* one = std::ranges::find(kSwaps, singular(word), &Swap::first);
                   one != kSwaps.end()) {
            word = one->second;
        }
        for (const std::string& part : split(word, ' ')) {
            const std::string plain = is_in(kContrary, part) ? part : singular(part);
            if (is_in(kSilent, plain) || std::ranges::find(out, plain, &HeaderWord::text) != out.end()) {
                continue;
            }
            const double weight = is_in(kContrary, plain)  ? kContraryWeight
                                  : is_in(kGeneric, plain) ? kGenericWeight
                                                           : 2;
            out.push_back({plain, weight * share});
        }
    }
}

/// One letter changed, lost or put in, in a long word: "béneficiare".
bool is_misspelt(std::string_view a, std::string_view b) {
    if (a.size() < 7 || b.size() < 7 || a.size() > b.size() + 1 || b.size() > a.size() + 1) {
        return false;
    }
    std::size_t i = 0;
    while (i < a.size() && i < b.size() && a[i] == b[i]) {
        ++i;
    }
    const std::string_view rest_a = a.substr(std::min(a.size(), i + (a.size() >= b.size() ? 1 : 0)));
    const std::string_view rest_b = b.substr(std::min(b.size(), i + (b.size() >= a.size() ? 1 : 0)));
    return rest_a == rest_b;
}

bool is_same(std::string_view a, std::string_view b) {
    return a == b || is_misspelt(a, b) || (a.size() >= 5 && b.starts_with(a)) ||
           (b.size() >= 5 && a.starts_with(b));
}

} // namespace

std::vector<HeaderWord> header_words(std::string_view title) {
    std::vector<HeaderWord> words;
    const std::size_t under = title.rfind(kUnderTitle);
    if (under == std::string_view::npos) {
        add_words(title, 1, words);
        return words;
    }
    add_words(title.substr(under + kUnderTitle.size()), 1, words);
    add_words(title.substr(0, under), 0.5, words);
    return words;
}

double header_score(const std::vector<HeaderWord>& title, const std::vector<HeaderWord>& phrase) {
    if (phrase.empty()) {
        return 0;
    }
    double met = 0;
    double wanted = 0;
    double more = 0;
    for (const HeaderWord& word : phrase) {
        const auto it =
            std::ranges::find_if(title, [&](const HeaderWord& one) { return is_same(one.text, word.text); });
        if (it == title.end()) {
            return 0;
        }
        met += std::min(it->weight, word.weight);
        wanted += word.weight;
    }
    for (const HeaderWord& word : title) {
        const bool is_asked =
            std::ranges::any_of(phrase, [&](const HeaderWord& one) { return is_same(one.text, word.text); });
        more += is_asked ? 0 : word.weight;
    }
    return met / (wanted + more / 2);
}

} // namespace maillage::intake
