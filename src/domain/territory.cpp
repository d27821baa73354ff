#include "domain/territory.h"

#include "base/text.h"
#include "domain/demand.h"

#include <algorithm>
#include <array>
#include <utility>

namespace maillage::domain {
namespace {

using Name = std::pair<std::string_view, std::string_view>;

/// Code officiel géographique.
constexpr std::array<Name, 104> kDepartements = {{
    {"01", "Ain"},
    {"02", "Aisne"},
    {"03", "Allier"},
    {"04", "Alpes-de-Haute-Provence"},
    {"05", "Hautes-Alpes"},
    {"06", "Alpes-Maritimes"},
    {"07", "Ardèche"},
    {"08", "Ardennes"},
    {"09", "Ariège"},
    {"10", "Aube"},
    {"11", "Aude"},
    {"12", "Aveyron"},
    {"13", "Bouches-du-Rhône"},
    {"14", "Calvados"},
    {"15", "Cantal"},
    {"16", "Charente"},
    {"17", "Charente-Maritime"},
    {"18", "Cher"},
    {"19", "Corrèze"},
    {"21", "Côte-d'Or"},
    {"22", "Côtes-d'Armor"},
    {"23", "Creuse"},
    {"24", "Dordogne"},
    {"25", "Doubs"},
    {"26", "Drôme"},
    {"27", "Eure"},
    {"28", "Eure-et-Loir"},
    {"29", "Finistère"},
    {"2A", "Corse-du-Sud"},
    {"2B", "Haute-Corse"},
    {"30", "Gard"},
    {"31", "Haute-Garonne"},
    {"32", "Gers"},
    {"33", "Gironde"},
    {"34", "Hérault"},
    {"35", "Ille-et-Vilaine"},
    {"36", "Indre"},
    {"37", "Indre-et-Loire"},
    {"38", "Isère"},
    {"39", "Jura"},
    {"40", "Landes"},
    {"41", "Loir-et-Cher"},
    {"42", "Loire"},
    {"43", "Haute-Loire"},
    {"44", "Loire-Atlantique"},
    {"45", "Loiret"},
    {"46", "Lot"},
    {"47", "Lot-et-Garonne"},
    {"48", "Lozère"},
    {"49", "Maine-et-Loire"},
    {"50", "Manche"},
    {"51", "Marne"},
    {"52", "Haute-Marne"},
    {"53", "Mayenne"},
    {"54", "Meurthe-et-Moselle"},
    {"55", "Meuse"},
    {"56", "Morbihan"},
    {"57", "Moselle"},
    {"58", "Nièvre"},
    {"59", "Nord"},
    {"60", "Oise"},
    {"61", "Orne"},
    {"62", "Pas-de-Calais"},
    {"63", "Puy-de-Dôme"},
    {"64", "Pyrénées-Atlantiques"},
    {"65", "Hautes-Pyrénées"},
    {"66", "Pyrénées-Orientales"},
    {"67", "Bas-Rhin"},
    {"68", "Haut-Rhin"},
    {"69", "Rhône"},
    {"70", "Haute-Saône"},
    {"71", "Saône-et-Loire"},
    {"72", "Sarthe"},
    {"73", "Savoie"},
    {"74", "Haute-Savoie"},
    {"75", "Paris"},
    {"76", "Seine-Maritime"},
    {"77", "Seine-et-Marne"},
    {"78", "Yvelines"},
    {"79", "Deux-Sèvres"},
    {"80", "Somme"},
    {"81", "Tarn"},
    {"82", "Tarn-et-Garonne"},
    {"83", "Var"},
    {"84", "Vaucluse"},
    {"85", "Vendée"},
    {"86", "Vienne"},
    {"87", "Haute-Vienne"},
    {"88", "Vosges"},
    {"89", "Yonne"},
    {"90", "Territoire de Belfort"},
    {"91", "Essonne"},
    {"92", "Hauts-de-Seine"},
    {"93", "Seine-Saint-Denis"},
    {"94", "Val-de-Marne"},
    {"95", "Val-d'Oise"},
    {"971", "Guadeloupe"},
    {"972", "Martinique"},
    {"973", "Guyane"},
    {"974", "La Réunion"},
    {"975", "Saint-Pierre-et-Miquelon"},
    {"976", "Mayotte"},
    {"977", "Saint-Barthélemy"},
    {"978", "Saint-Martin"},
}};

} // namespace

bool is_in_force(const Qpv& qpv, Date on) {
    constexpr Date kOf2015 = std::chrono::year(2015) / 1 / 1;
    constexpr Date kOf2024 = std::chrono::year(2024) / 1 / 1;
    const bool has_digit = qpv.code.size() > 2 && qpv.code[2] >= '0' && qpv.code[2] <= '9';
    if (has_digit && qpv.code.starts_with("QN")) {
        return on >= kOf2024;
    }
    return !(has_digit && qpv.code.starts_with("QP")) || (on >= kOf2015 && on < kOf2024);
}

std::vector<Qpv> in_force(const std::vector<Qpv>& qpvs, Date on) {
    std::vector<Qpv> kept;
    std::ranges::copy_if(qpvs, std::back_inserter(kept),
                         [&](const Qpv& qpv) { return is_in_force(qpv, on); });
    return kept;
}

std::optional<std::size_t> find_commune(const Territory& territory, std::string_view code) {
    const auto it = std::ranges::lower_bound(territory.communes, code, std::less<>(), &Commune::code);
    if (it == territory.communes.end() || it->code != code) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(it - territory.communes.begin());
}

geo::Box bounds(const Territory& territory) {
    geo::Box box;
    for (const Commune& commune : territory.communes) {
        box.extend(geo::bounds(commune.shape));
        if (commune.shape.empty() && commune.centre != geo::Point{}) {
            box.extend(commune.centre);
        }
    }
    return box;
}

std::string departement_of(std::string_view commune_code) {
    if (!is_insee_code(commune_code)) {
        return {};
    }
    const bool is_overseas = commune_code.starts_with("97") || commune_code.starts_with("98");
    return std::string(commune_code.substr(0, is_overseas ? 3 : 2));
}

std::string departement_name(std::string_view departement) {
    const auto* it = std::ranges::find(kDepartements, departement, &Name::first);
    return it == kDepartements.end() ? std::string() : std::string(it->second);
}

std::string to_text(ForceKind force) {
    switch (force) {
    case ForceKind::police:
        return "police";
    case ForceKind::gendarmerie:
        return "gendarmerie";
    case ForceKind::unknown:
        break;
    }
    return {};
}

std::string label(ForceKind force) {
    switch (force) {
    case ForceKind::police:
        return "Police";
    case ForceKind::gendarmerie:
        return "Gendarmerie";
    case ForceKind::unknown:
        break;
    }
    return "Non renseignée";
}

ForceKind parse_force(std::string_view text) {
    std::string words = fold(text);
    std::ranges::replace_if(
        words,
        [](char c) {
            return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
        },
        ' ');
    // "gendarmerie départementale", "PN (CPN)", "zone gendarmerie - COB": any word tells; "PN/GN" tells both.
    static constexpr std::array<std::string_view, 15> kPolice = {
        "pn",         "zpn",  "police",      "policenationale",
        "zonepolice", "zp",   "policedetat", "zonepolicenationale",
        "dgpn",       "ddpn", "dipn",        "ddsp",
        "cpn",        "csp",  "commissariat"};
    static constexpr std::array<std::string_view, 15> kGendarmerie = {"gn",
                                                                      "zgn",
                                                                      "gendarmerie",
                                                                      "gendarmerienationale",
                                                                      "zonegendarmerie",
                                                                      "zg",
                                                                      "gie",
                                                                      "gend",
                                                                      "zonegendarmerienationale",
                                                                      "dggn",
                                                                      "ggd",
                                                                      "cob",
                                                                      "gendarmeriedepartementale",
                                                                      "bta",
                                                                      "rgn"};
    bool is_police = false;
    bool is_gendarmerie = false;
    bool is_other = false;
    for (const std::string& word : split(words, ' ')) {
        is_police = is_police || std::ranges::find(kPolice, word) != kPolice.end();
        is_gendarmerie = is_gendarmerie || std::ranges::find(kGendarmerie, word) != kGendarmerie.end();
        is_other = is_other || word == "municipale" || word == "hors" || word == "non" || word == "sans";
    }
    if (is_other || is_police == is_gendarmerie) { // « police municipale » is no competent force
        return ForceKind::unknown;
    }
    return is_police ? ForceKind::police : ForceKind::gendarmerie;
}

std::string label(CouncilKind kind) {
    return kind == CouncilKind::clspd ? "CLSPD" : "CISPD";
}

int latest_published_year(const std::vector<CrimeFigure>& figures, std::string_view indicator, int last) {
    int year = 0;
    for (const CrimeFigure& figure : figures) {
        if (figure.indicator == indicator && figure.rate && figure.year <= last) {
            year = std::max(year, figure.year);
        }
    }
    return year;
}

} // namespace maillage::domain
