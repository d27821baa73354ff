#include "intake/site_classes.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace maillage::intake {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

/// TYPEQU of the INSEE's base of equipments: a letter and three figures.
std::string class_of_equipment(std::string_view code) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (code.size() != 4 || code[0] < 'a' || code[0] > 'g' ||
        !std::ranges::all_of(code.substr(1), is_digit)) {
        return {};
    }
    static constexpr auto kCodes = std::to_array<Word>({{"a129", "mairie"},
                                                        {"d301", "pharmacie"},
                                                        {"d307", "pharmacie"},
                                                        {"d502", "ecole"},
                                                        {"e107", "gare"},
                                                        {"e108", "gare"},
                                                        {"e109", "gare"},
                                                        {"c101", "ecole"}});
    if (const auto* it = std::ranges::find(kCodes, code, &Word::first); it != kCodes.end()) {
        return std::string(it->second);
    }
    // Whole families: A1 public services, A206 to A208 the post; A and B trades; C1 to C3 schools; D health.
    static constexpr auto kFamilies = std::to_array<Word>({{"a1", "equipement"},
                                                           {"a206", "equipement"},
                                                           {"a207", "equipement"},
                                                           {"a208", "equipement"},
                                                           {"a", "commerce"},
                                                           {"b", "commerce"},
                                                           {"c1", "ecole"},
                                                           {"c2", "college"},
                                                           {"c3", "lycee"},
                                                           {"c", "equipement"},
                                                           {"d", "sante"},
                                                           {"e1", "transport"},
                                                           {"f", "equipement"},
                                                           {"g", "commerce"}});
    for (const auto& [start, key] : kFamilies) {
        if (code.starts_with(start)) {
            return std::string(key);
        }
    }
    return {};
}

} // namespace

/// Whole words first: values of OpenStreetMap and FINESS categories.
std::string class_of_tag(std::string_view word) {
    static constexpr auto kTags = std::to_array<Word>({
        {"school", "ecole"},
        {"kindergarten", "ecole"},
        {"pharmacy", "pharmacie"},
        {"hospital", "sante"},
        {"clinic", "sante"},
        {"doctors", "sante"},
        {"nursinghome", "sante"},
        {"socialfacility", "sante"},
        {"placeofworship", "culte"},
        {"townhall", "mairie"},
        {"parking", "parking"},
        {"busstation", "transport"},
        {"busstop", "transport"},
        {"station", "gare"},
        {"halt", "gare"},
        {"tramstop", "transport"},
        {"marketplace", "commerce"},
        {"bank", "commerce"},
        {"library", "equipement"},
        {"theatre", "equipement"},
        {"cinema", "equipement"},
        {"communitycentre", "equipement"},
        {"sportscentre", "equipement"},
        {"postoffice", "equipement"},
        {"fuel", "commerce"},
        {"college", "lycee"},
        {"university", "equipement"},
        {"police", "equipement"},
        {"firestation", "equipement"},
        {"courthouse", "equipement"},
        {"policestation", "equipement"},
        {"500", "sante"},
        {"355", "sante"},
        {"620", "pharmacie"},
    });
    const auto it = std::ranges::find(kTags, word, &Word::first);
    return it == kTags.end() ? std::string() : std::string(it->second);
}

/// Words inside the free text of a class column.
std::string class_of_words(const std::string& folded) {
    static constexpr auto kWords = std::to_array<Word>({
        {"qpv", "qpv"},
        {"quartier prioritaire", "qpv"},
        {"gare routiere", "transport"},
        {"station-service", "commerce"},
        {"station service", "commerce"},
        {"prefecture", "equipement"},
        {"commissariat", "equipement"},
        {"gendarmerie", "equipement"},
        {"police", "equipement"},
        {"tribunal", "equipement"},
        {"palais de justice", "equipement"},
        {"universit", "equipement"},
        {"faculte", "equipement"},
        {"enseignement superieur", "equipement"},
        {"poste", "equipement"},
        {"pompier", "equipement"},
        {"centre de secours", "equipement"},
        {"centre hospitalier", "sante"},
        {"lycee", "lycee"},
        {"college", "college"},
        {"ecole", "ecole"},
        {"maternelle", "ecole"},
        {"elementaire", "ecole"},
        {"primaire", "ecole"},
        {"creche", "ecole"},
        {"pharmacie", "pharmacie"},
        {"officine", "pharmacie"},
        {"gare", "gare"},
        {"eglise", "culte"},
        {"mosquee", "culte"},
        {"synagogue", "culte"},
        {"temple", "culte"},
        {"culte", "culte"},
        {"entree de ville", "entree_ville"},
        {"sortie de ville", "entree_ville"},
        {"entree_ville", "entree_ville"},
        {"mairie", "mairie"},
        {"hotel de ville", "mairie"},
        {"parking", "parking"},
        {"stationnement", "parking"},
        {"hopital", "sante"},
        {"ehpad", "sante"},
        {"clinique", "sante"},
        {"sante", "sante"},
        {"medic", "sante"},
        {"commerc", "commerce"},
        {"magasin", "commerce"},
        {"supermarche", "commerce"},
        {"tabac", "commerce"},
        {"banque", "commerce"},
        {"bus", "transport"},
        {"tram", "transport"},
        {"transport", "transport"},
        {"pole d'echange", "transport"},
        {"gymnase", "equipement"},
        {"stade", "equipement"},
        {"piscine", "equipement"},
        {"mediatheque", "equipement"},
        {"equipement", "equipement"},
        {"salle", "equipement"},
        {"cimetiere", "equipement"},
    });
    for (const auto& [word, key] : kWords) {
        if (folded.find(word) != std::string::npos) {
            return std::string(key);
        }
    }
    static constexpr auto kShort = std::to_array<Word>({{"chu", "sante"},
                                                        {"chr", "sante"},
                                                        {"chru", "sante"},
                                                        {"iut", "equipement"},
                                                        {"crs", "equipement"},
                                                        {"sdis", "equipement"},
                                                        {"tgi", "equipement"}});
    for (const std::string& word : split(folded, ' ')) { // too short to be looked for inside words
        if (const auto* it = std::ranges::find(kShort, word, &Word::first); it != kShort.end()) {
            return std::string(it->second);
        }
    }
    return {};
}

std::string site_class_of(const domain::Settings& settings, const std::string& text) {
    for (const domain::SiteClass& known : settings.site_classes) {
        if (fold_name(known.key) == fold_name(text) || fold_name(known.label) == fold_name(text)) {
            return known.key;
        }
    }
    const std::string by_tag = class_of_tag(fold_name(text));
    const std::string by_code = by_tag.empty() ? class_of_equipment(fold(trim(text))) : by_tag;
    return by_code.empty() ? class_of_words(fold(text)) : by_code;
}

/// Files that say by their columns what they list.
std::string class_of_columns(const geo::Table& table) {
    for (const geo::Column& column : table.columns) {
        const std::string name = fold_name(column.name);
        if (name == "codesuic" || name == "codeuic" || name == "trigramme") {
            return "gare";
        }
        if (name == "numerouai" || name == "codeuai") {
            return "ecole";
        }
        if (name == "cfiness" || name == "nofinesset") {
            return "sante";
        }
    }
    return {};
}

} // namespace maillage::intake
