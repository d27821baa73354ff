#include "cli/words.h"

#include "base/error.h"

#include <map>

namespace maillage::cli {

Date read_date(const std::string& text) {
    const auto date = parse_date(text);
    if (!date) {
        throw InputError("date illisible : « " + text + " » (22/11/2026 ou 2026-11-22)");
    }
    return *date;
}

std::optional<Date> maybe_date(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(read_date(text));
}

analysis::Grouping read_grouping(const std::string& word) {
    static const std::map<std::string, analysis::Grouping> kWords = {
        {"commune", analysis::Grouping::commune},
        {"zone", analysis::Grouping::zone},
        {"unit", analysis::Grouping::unit},
        {"council", analysis::Grouping::council},
        {"epci", analysis::Grouping::epci},
        {"arrondissement", analysis::Grouping::arrondissement},
        {"departement", analysis::Grouping::departement},
        {"qpv", analysis::Grouping::qpv}};
    const auto it = kWords.find(word);
    if (it == kWords.end()) {
        throw InputError("--by " + word +
                         " : commune, zone, unit, council, epci, arrondissement, departement ou qpv");
    }
    return it->second;
}

Subject SubjectWords::read(const Console& console) const {
    return {project, maybe_date(date), profile, console.reads_outside};
}

void add_project(Verb& verb, SubjectWords& words) {
    verb.option("PROJET", words.project, "").required();
}

void add_date(Verb& verb, SubjectWords& words) {
    verb.option("--date", words.date, "Date de référence");
}

void add_profile(Verb& verb, SubjectWords& words) {
    verb.option("--profile", words.profile, "public ou restreint ; absent : celui du projet");
}

void ReadingWords::read(session::Import& what) const {
    what.layer = layer;
    what.encoding = encoding;
    if (!crs.empty()) {
        const std::string digits = crs.starts_with("EPSG:") || crs.starts_with("epsg:") ? crs.substr(5) : crs;
        if (digits.empty() || digits.size() > 6 ||
            digits.find_first_not_of("0123456789") != std::string::npos) {
            throw InputError("--crs " + crs + " : EPSG:n attendu");
        }
        what.epsg = std::stoi(digits);
    }
    for (const std::string& pair : map) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos) {
            throw InputError("--map " + pair + " : role=colonne attendu");
        }
        what.options.columns[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
}

void add_reading_options(Verb& verb, ReadingWords& words) {
    verb.option("--layer", words.layer, "Couche ou feuille");
    verb.option("--crs", words.crs, "EPSG:n, si le fichier ne le dit pas");
    verb.option("--encoding", words.encoding, "UTF-8, CP1252, ISO-8859-1...");
    verb.option("--map", words.map, "role=colonne, pour corriger ce qui est reconnu").repeated();
}

} // namespace maillage::cli
