#include "base/error.h"
#include "base/number.h"
#include "base/parallel.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/overlay.h"
#include "intake/former_communes.h"
#include "intake/kinds.h"
#include "intake/positions.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

namespace maillage::intake {
namespace {

/// IGN's local number "2" becomes "022"; a full code or a name stays.
std::string full_arrondissement(const std::string& text, const std::string& departement, bool& was_local) {
    const bool is_digits = !text.empty() && text.size() <= 2 &&
                           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_digits || departement.empty() || (text.size() == 2 && text.front() != '0')) {
        return text;
    }
    was_local = true;
    return departement + text.back();
}

/// The lists of OpenDataSoft: ["31061"].
std::string without_list(std::string text) {
    if (text.starts_with('[') && text.ends_with(']')) {
        std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '"'; });
        return std::string(trim(text));
    }
    return text;
}

/// A year such as 2026 in the name of the file: the only thing that many files say of their vintage.
int year_in(const std::string& source) {
    std::set<int> years;
    for (std::size_t i = 0; i + 4 <= source.size(); ++i) {
        const auto is_digit = [&](std::size_t at) {
            return at < source.size() && source[at] >= '0' && source[at] <= '9';
        };
        if (is_digit(i) && is_digit(i + 1) && is_digit(i + 2) && is_digit(i + 3) && !is_digit(i + 4) &&
            (i == 0 || !is_digit(i - 1))) {
            const int year = std::stoi(source.substr(i, 4));
            if (year >= 2010 && year <= 2040) {
                years.insert(year);
            }
        }
    }
    return years.size() == 1 ? *years.begin() : 0;
}

struct CommuneCells {
    explicit CommuneCells(const ImportRows& rows)
        : code(rows.cell("code")), name(rows.cell("nom")), population(rows.cell("population")),
          population_total(rows.cell("population_totale")), arrondissement(rows.cell("arrondissement")),
          epci(rows.cell("epci")), epci_name(rows.cell("epci_nom")), force(rows.cell("force")),
          unit(rows.cell("unite")), dwellings(rows.cell("logements")), surface_ha(rows.cell("surface_ha")),
          surface_km2(rows.cell("surface_km2")), year(rows.cell("annee")),
          former(rows.cell("anciens_codes")) {}

    Cell code, name, population, population_total, arrondissement, epci, epci_name, force, unit, dwellings,
        surface_ha, surface_km2, year, former;
};

/// A commune as one row tells it; `centre` only when the row gives one.
struct ReadCommune {
    domain::Commune commune;
    std::optional<geo::Point> centre;
    std::optional<double> stated_km2;
    long row = 0;
};

/// GEOFLA and its kin count thousands of inhabitants: "1.2", "0.4". Halves of an inhabitant are nobody's.
bool counts_thousands(ImportRows& rows, const Cell& at) {
    std::size_t seen = 0;
    std::size_t broken = 0;
    double most = 0;
    for (const geo::Feature& feature : rows.table.features) {
        if (const auto value = at ? geo::to_number(rows.value(feature, at)) : std::nullopt) {
            ++seen;
            broken += *value == std::floor(*value) ? 0 : 1;
            most = std::max(most, *value);
        }
    }
    const bool says_so = fold(at.column).find("millier") != std::string::npos;
    constexpr double kMostThousands = 3000; ///< Paris has 2,100
    const bool is_so = seen > 0 && most < kMostThousands && (says_so || broken * 3 >= seen);
    if (is_so) {
        rows.log.file(Severity::warning, at.column,
                      "population en milliers d'habitants : multipliée par mille");
    }
    return is_so;
}

struct Thousands {
    bool municipal = false;
    bool total = false;
};

std::optional<std::int64_t> population(ImportRows& rows, const geo::Feature& feature, const Cell& at,
                                       bool is_thousands) {
    if (!is_thousands) {
        return rows.count(feature, at);
    }
    const auto value = rows.number(feature, at, 0, 1e6);
    return value ? std::optional<std::int64_t>(std::llround(*value * 1000)) : std::nullopt;
}

/// Codes of the communes that were merged into this one: ["02077", "02301"], "02077 02301".
std::vector<std::string> former_codes(ImportRows& rows, const geo::Feature& feature, const Cell& at,
                                      const std::string& code) {
    std::string words = rows.text(feature, at);
    std::ranges::replace_if(
        words, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, ' ');
    std::vector<std::string> codes;
    for (const std::string& word : split(words, ' ')) {
        const std::string former = insee_code(word);
        if (is_insee_code(former) && former != code && std::ranges::find(codes, former) == codes.end()) {
            codes.push_back(former);
        }
    }
    return codes;
}

ReadCommune read_commune(ImportRows& rows, const CommuneCells& cells, const geo::Feature& feature,
                         const std::string& code, const Thousands& thousands, Positions& positions) {
    ReadCommune read;
    read.row = feature.row;
    domain::Commune& commune = read.commune;
    commune.code = code;
    commune.name = without_list(rows.text(feature, cells.name));
    commune.population = population(rows, feature, cells.population, thousands.municipal);
    commune.population_total = population(rows, feature, cells.population_total, thousands.total);
    commune.former_codes = former_codes(rows, feature, cells.former, code);
    bool was_local = false;
    commune.arrondissement = full_arrondissement(without_list(rows.text(feature, cells.arrondissement)),
                                                 domain::departement_of(code), was_local);
    if (was_local) {
        rows.log.count(Severity::note, "numéro local d'arrondissement complété par le département (2 : 022)");
    }
    commune.epci = without_list(rows.text(feature, cells.epci));
    if (commune.epci.find('/') != std::string::npos) {
        rows.log.add(Severity::note, feature.row, cells.epci.column, "plusieurs EPCI, le premier est gardé",
                     fmt::format("plusieurs EPCI pour {} : {} ; le premier est gardé", code, commune.epci));
        commune.epci = std::string(trim(std::string_view(commune.epci).substr(0, commune.epci.find('/'))));
    }
    commune.epci_name = without_list(rows.text(feature, cells.epci_name));
    commune.force = domain::parse_force(rows.text(feature, cells.force));
    commune.unit = rows.text(feature, cells.unit);
    commune.dwellings = rows.number(feature, cells.dwellings, 0, 1e8);
    if (const auto hectares = rows.number(feature, cells.surface_ha, 0, 1e7)) {
        read.stated_km2 = *hectares / 100;
    } else {
        read.stated_km2 = rows.number(feature, cells.surface_km2, 0, 1e5);
    }
    if (const auto* polygons = std::get_if<geo::MultiPolygon>(&feature.geometry)) {
        commune.shape = *polygons;
    } else {
        read.centre = positions.read(feature).point;
    }
    return read;
}

void fill_gaps(domain::Commune& commune, const domain::Commune& old) {
    const auto keep = [](auto& now, const auto& before, bool is_lacking) {
        if (is_lacking) {
            now = before;
        }
    };
    keep(commune.name, old.name, commune.name.empty());
    keep(commune.population, old.population, !commune.population);
    keep(commune.population_total, old.population_total, !commune.population_total);
    keep(commune.arrondissement, old.arrondissement, commune.arrondissement.empty());
    keep(commune.epci_name, old.epci_name,
         commune.epci_name.empty() && (commune.epci.empty() || commune.epci == old.epci));
    keep(commune.epci, old.epci, commune.epci.empty());
    keep(commune.unit, old.unit, commune.unit.empty());
    keep(commune.force, old.force, commune.force == domain::ForceKind::unknown);
    keep(commune.dwellings, old.dwellings, !commune.dwellings);
    keep(commune.former_codes, old.former_codes, commune.former_codes.empty());
}

/// Reads every usable row, one value a code.
std::map<std::string, ReadCommune> read_communes(ImportRows& rows, const CommuneCells& cells,
                                                 const std::string& only_departement) {
    Positions positions(rows);
    const Thousands thousands{counts_thousands(rows, cells.population),
                              counts_thousands(rows, cells.population_total)};
    std::map<std::string, ReadCommune> read;
    for (const geo::Feature& feature : rows.table.features) {
        std::string code = insee_code(without_list(rows.text(feature, cells.code)));
        if (!is_insee_code(code)) {
            rows.log.add(Severity::warning, feature.row, cells.code.column,
                         "code de commune illisible, ligne non importée",
                         fmt::format("code de commune illisible « {} », ligne non importée", code));
            continue;
        }
        if (!only_departement.empty() && domain::departement_of(code) != only_departement) {
            rows.log.count(
                Severity::note,
                fmt::format("commune d'un autre département ({}), non importée ; le projet est celui du {}",
                            domain::departement_of(code), only_departement));
            continue;
        }
        ReadCommune one = read_commune(rows, cells, feature, code, thousands, positions);
        const auto it = read.find(code);
        if (it == read.end()) {
            read.emplace(std::move(code), std::move(one));
        } else if (!one.commune.shape.empty() && one.commune.shape != it->second.commune.shape) {
            rows.log.add(Severity::warning, feature.row, cells.code.column, "code répété, parties réunies",
                         fmt::format("le code {} est déjà à la ligne {} : les deux contours sont réunis",
                                     code, it->second.row));
            it->second.commune.shape = geo::unite(std::vector{it->second.commune.shape, one.commune.shape});
        } else {
            rows.log.add(
                Severity::warning, feature.row, cells.code.column, "code répété, ligne non importée",
                fmt::format("le code {} est déjà à la ligne {} : ligne non importée", code, it->second.row));
        }
    }
    std::erase_if(read, [&](const auto& entry) {
        const std::string parent(municipal_parent(entry.first));
        const bool is_twice = !parent.empty() && read.contains(parent);
        if (is_twice) {
            rows.log.add(Severity::note, entry.second.row, cells.code.column,
                         "arrondissement municipal, non importé à côté de sa commune",
                         fmt::format("{} est un arrondissement de {}, déjà dans le fichier : non importé",
                                     entry.first, parent));
        }
        return is_twice;
    });
    return read;
}

/// Areas and centres of the communes, on all processors: France has 35,000 of them.
void measure(std::vector<ReadCommune>& read, int epsg, const domain::Territory& before) {
    parallel_blocks(read.size(), 64, 0, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            domain::Commune& commune = read[i].commune;
            if (commune.shape.empty()) {
                commune.area_km2 = read[i].stated_km2.value_or(commune.area_km2);
                commune.centre = read[i].centre.value_or(commune.centre);
                continue;
            }
            commune.area_km2 = geo::geodesic_area_m2(epsg, commune.shape) / 1e6;
            const auto old = domain::find_commune(before, commune.code);
            const geo::Point centre =
                read[i].centre.value_or(old ? before.communes[*old].centre : geo::Point{});
            commune.centre =
                geo::contains(commune.shape, centre) ? centre : geo::interior_point(commune.shape);
        }
    });
}

void report_changes(ImportRows& rows, const domain::Territory& before, const domain::Territory& after) {
    for (const domain::Commune& old : before.communes) {
        if (domain::find_commune(after, old.code)) {
            continue;
        }
        const std::string_view now = successor(old.code);
        rows.log.add(Severity::note, 0, {}, "commune du territoire absente du nouveau fichier, retirée",
                     now.empty() ? fmt::format("{} {} n'est plus dans le territoire", old.code, old.name)
                                 : fmt::format("{} {} n'est plus dans le territoire : fusionnée dans {}",
                                               old.code, old.name, now));
    }
    if (before.communes.empty()) {
        return;
    }
    for (const domain::Commune& commune : after.communes) {
        const auto old = domain::find_commune(before, commune.code);
        if (!old) {
            rows.log.add(Severity::note, 0, {}, "commune nouvelle dans le territoire",
                         fmt::format("{} {} entre dans le territoire", commune.code, commune.name));
        } else if (fold_name(before.communes[*old].name) != fold_name(commune.name)) {
            rows.log.add(Severity::note, 0, {}, "nom de commune différent de celui du territoire",
                         fmt::format("{} s'appelait {} et s'appelle {}", commune.code,
                                     before.communes[*old].name, commune.name));
        }
    }
}

std::string common_departement(const std::vector<domain::Commune>& communes) {
    std::set<std::string> departements;
    for (const domain::Commune& commune : communes) {
        departements.insert(domain::departement_of(commune.code));
    }
    return departements.size() == 1 ? *departements.begin() : std::string();
}

int vintage(ImportRows& rows, const Cell& year) {
    std::set<std::int64_t> years;
    for (const geo::Feature& feature : rows.table.features) {
        if (const auto value = geo::to_integer(rows.value(feature, year));
            value && *value >= 2000 && *value <= 2100) {
            years.insert(*value);
        }
    }
    const int told = years.size() == 1 ? static_cast<int>(*years.begin()) : year_in(rows.options.source);
    if (told != 0 && years.size() != 1) {
        rows.log.file(Severity::note, {}, fmt::format("millésime {} d'après le nom du fichier", told));
    }
    return told;
}

// --- zones ---

struct ZoneRows {
    std::set<domain::ForceKind> forces;
    std::vector<std::string> units;
    long row = 0;
};

std::int64_t import_zone_polygons(ImportRows& rows, domain::Project& out) {
    const Cell force = rows.cell("force");
    const Cell unit = rows.cell("unite");
    const Cell from = rows.cell("debut");
    const Cell to = rows.cell("fin");
    std::vector<domain::ForceZone> zones;
    for (const geo::Feature& feature : rows.table.features) {
        const geo::MultiPolygon* shape = outline_of(feature);
        if (shape == nullptr) {
            rows.log.add(Severity::warning, feature.row, {}, "zone sans contour, non importée",
                         "zone sans contour, non importée");
            continue;
        }
        domain::ForceZone zone{domain::parse_force(rows.text(feature, force)), rows.text(feature, unit),
                               rows.date(feature, from), rows.date(feature, to), *shape};
        if (zone.force == domain::ForceKind::unknown) {
            rows.log.add(Severity::warning, feature.row, force.column, "force compétente non reconnue",
                         fmt::format("force compétente non reconnue « {} »", rows.text(feature, force)));
        }
        if (zone.valid_from && zone.valid_to && *zone.valid_to < *zone.valid_from) {
            rows.log.add(Severity::warning, feature.row, to.column, "fin de validité avant le début",
                         "la fin de validité précède le début");
        }
        zones.push_back(std::move(zone));
    }
    const auto made = static_cast<std::int64_t>(zones.size());
    if (!rows.options.replaces) {
        zones.insert(zones.begin(), out.zones->begin(), out.zones->end());
    }
    out.zones = std::move(zones);
    return made;
}

std::map<std::string, ZoneRows> read_zone_rows(ImportRows& rows) {
    const Cell code = rows.cell("code");
    const Cell name = rows.cell("commune");
    const Cell force = rows.cell("force");
    const Cell unit = rows.cell("unite");
    std::map<std::string, ZoneRows> by_commune;
    for (const geo::Feature& feature : rows.table.features) {
        const std::string word = rows.text(feature, force);
        if (word.empty()) {
            rows.log.count(Severity::note, "force compétente non renseignée");
            continue;
        }
        const domain::ForceKind kind = domain::parse_force(word);
        if (kind == domain::ForceKind::unknown) {
            rows.log.add(Severity::warning, feature.row, force.column,
                         "force compétente non reconnue, ligne non importée",
                         fmt::format("force compétente non reconnue « {} », ligne non importée", word));
            continue;
        }
        const ImportRows::Commune where = rows.commune(feature, code, name);
        if (!where.is_in_territory) {
            rows.log.count(Severity::note, "commune hors du territoire, non importée");
            continue;
        }
        ZoneRows& zone = by_commune[where.code];
        zone.row = feature.row;
        zone.forces.insert(kind);
        const std::string called = rows.text(feature, unit);
        if (!called.empty() && std::ranges::find(zone.units, called) == zone.units.end()) {
            zone.units.push_back(called);
        }
    }
    return by_commune;
}

} // namespace

std::int64_t import_communes(ImportRows& rows, domain::Project& out) {
    const CommuneCells cells(rows);
    const domain::Territory& before = *rows.project.territory;
    auto by_code = read_communes(rows, cells, rows.options.replaces ? before.departement : std::string());
    const bool has_shapes =
        std::ranges::any_of(by_code, [](const auto& entry) { return !entry.second.commune.shape.empty(); });
    const bool is_attributes = !has_shapes && !before.communes.empty();
    std::vector<ReadCommune> read;
    for (auto& [code, one] : by_code) {
        const auto old = domain::find_commune(before, code);
        if (is_attributes && !old && rows.options.replaces) {
            rows.log.add(
                Severity::warning, one.row, cells.code.column, "commune absente du territoire, non importée",
                fmt::format(
                    "la commune {} n'est pas dans le territoire : sans contour, elle n'est pas importée",
                    code));
            continue;
        }
        if (old) {
            fill_gaps(one.commune, before.communes[*old]);
            if (one.commune.shape.empty()) {
                one.commune.shape = before.communes[*old].shape;
                one.commune.centre = before.communes[*old].centre;
                one.commune.area_km2 = before.communes[*old].area_km2;
            }
        }
        if (one.commune.name.empty()) {
            rows.log.add(Severity::warning, one.row, cells.name.column, "commune sans nom",
                         fmt::format("la commune {} n'a pas de nom", code));
        }
        if (has_shapes && one.commune.shape.empty()) {
            rows.log.add(Severity::warning, one.row, {}, "commune sans contour",
                         fmt::format("la commune {} n'a pas de contour", code));
        }
        read.push_back(std::move(one));
    }
    domain::Territory after = before;
    after.source = rows.options.attribution.empty() ? before.source : rows.options.attribution;
    std::vector<domain::Commune> fresh;
    if (!before.communes.empty() || !before.departement.empty()) {
        after.epsg = before.epsg;
    } else if (rows.table.epsg != 0 && rows.table.geometry_kind != geo::GeometryKind::none) {
        after.epsg = rows.table.epsg;
    }
    measure(read, after.epsg, before);
    fresh.reserve(read.size());
    for (ReadCommune& one : read) {
        fresh.push_back(std::move(one.commune));
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    // Attributes without shapes complete a territory; they never take communes away from it.
    after.communes = merged(before.communes, std::move(fresh), rows.options.replaces && !is_attributes,
                            &domain::Commune::code);
    after.departement = common_departement(after.communes);
    after.name = domain::departement_name(after.departement);
    if (before.communes.empty() && !has_shapes) {
        after.epsg = geo::metric_crs(after.departement);
    }
    if (has_shapes) {
        after.has_approximate_contours = !rows.options.replaces && before.has_approximate_contours;
        after.vintage = vintage(rows, cells.year);
        report_changes(rows, before, after);
    } else if (before.communes.empty()) {
        after.vintage = vintage(rows, cells.year);
        if (made > 0) { // else another cause is told
            rows.log.file(Severity::warning, {},
                          "aucun contour dans ce fichier : les communes n'ont que leur centre");
        }
    }
    out.territory = std::move(after);
    return made;
}

std::int64_t import_zones(ImportRows& rows, domain::Project& out) {
    const bool has_polygons = rows.table.geometry_kind == geo::GeometryKind::polygon;
    const bool is_by_commune = rows.cell("code") || rows.cell("commune");
    if (!rows.cell("force")) {
        throw InputError(
            fmt::format("{} : colonne introuvable pour force (police, gendarmerie) ; indiquez-la par "
                        "--map force=colonne",
                        rows.options.source));
    }
    if (!is_by_commune) {
        if (!has_polygons) {
            throw InputError(fmt::format(
                "{} : ni code de commune ni contour : impossible de placer les zones", rows.options.source));
        }
        return import_zone_polygons(rows, out);
    }
    const auto by_commune = read_zone_rows(rows);
    domain::Territory territory = *out.territory;
    for (domain::Commune& commune : territory.communes) {
        const auto it = by_commune.find(commune.code);
        if (it == by_commune.end()) {
            if (rows.options.replaces) {
                commune.force = domain::ForceKind::unknown;
                commune.unit.clear();
            }
            continue;
        }
        commune.unit = join(it->second.units, " ; ");
        commune.force =
            it->second.forces.size() == 1 ? *it->second.forces.begin() : domain::ForceKind::unknown;
        if (it->second.forces.size() > 1) {
            rows.log.add(Severity::warning, it->second.row, rows.cell("force").column,
                         "commune partagée entre police et gendarmerie",
                         fmt::format("{} {} est partagée entre police et gendarmerie : force laissée "
                                     "inconnue, donnez les contours "
                                     "des deux zones",
                                     commune.code, commune.name));
        }
    }
    if (rows.options.replaces) {
        out.zones = std::vector<domain::ForceZone>();
    }
    out.territory = std::move(territory);
    return static_cast<std::int64_t>(by_commune.size());
}

namespace {

domain::CouncilKind council_kind(const std::string& type, const std::string& name, std::size_t members) {
    const std::string words = fold(type + " " + name);
    if (words.find("cispd") != std::string::npos || words.find("intercommunal") != std::string::npos) {
        return domain::CouncilKind::cispd;
    }
    if (words.find("clspd") != std::string::npos || fold(type).find("local") != std::string::npos) {
        return domain::CouncilKind::clspd;
    }
    return members > 1 ? domain::CouncilKind::cispd : domain::CouncilKind::clspd;
}

struct CouncilRows {
    domain::Council council;
    std::set<std::string> members;
    std::string type;
    long row = 0;
};

/// A table with every commune and its name would make each of them a council, and nobody would lack one.
bool is_list_of_communes(const std::map<std::string, CouncilRows>& councils,
                         const domain::Territory& territory) {
    const auto is_commune = [&](const auto& entry) {
        const CouncilRows& council = entry.second;
        const auto at = domain::find_commune(territory, *council.members.begin());
        return council.members.size() == 1 && council.type.empty() && at &&
               fold_name(territory.communes[*at].name) == fold_name(council.council.name);
    };
    const auto named = static_cast<std::size_t>(std::ranges::count_if(councils, is_commune));
    return named > 10 && named * 2 > territory.communes.size();
}

std::vector<std::string> epci_members(const domain::Territory& territory, const std::string& siren) {
    std::vector<std::string> members;
    for (const domain::Commune& commune : territory.communes) {
        if (commune.epci == siren) {
            members.push_back(commune.code);
        }
    }
    return members;
}

} // namespace

std::int64_t import_councils(ImportRows& rows, domain::Project& out) {
    const Cell name = rows.cell("conseil");
    const Cell id = rows.cell("id");
    const Cell type = rows.cell("type");
    const Cell list = rows.cell("membres");
    const Cell code = rows.cell("code");
    const Cell commune = rows.cell("commune");
    const Cell epci = rows.cell("epci");
    const Cell created = rows.cell("cree");
    if (!list && !code && !commune && !epci) {
        throw InputError(
            fmt::format("{} : aucune colonne de communes membres ; indiquez-la par --map membres=colonne, "
                        "code=colonne ou commune=colonne",
                        rows.options.source));
    }
    std::map<std::string, CouncilRows> councils;
    for (const geo::Feature& feature : rows.table.features) {
        std::vector<std::string> members = rows.commune_list(feature, list, true);
        for (std::string& member : rows.commune_list(feature, code, false)) {
            members.push_back(std::move(member));
        }
        if (members.empty()) {
            const ImportRows::Commune one = rows.commune(feature, {}, commune);
            if (!one.code.empty()) {
                members.push_back(one.code);
            }
        }
        const std::string siren = rows.text(feature, epci);
        const std::string word = rows.text(feature, type);
        std::string called = rows.text(feature, name);
        if (members.empty() && !siren.empty()) {
            members = epci_members(*rows.project.territory, siren);
        }
        if (members.empty()) {
            rows.log.add(
                Severity::warning, feature.row, {},
                "conseil sans commune membre reconnue, ligne non importée",
                fmt::format("aucune commune membre reconnue pour « {} », ligne non importée", called));
            continue;
        }
        if (called.empty()) {
            const auto at = domain::find_commune(*rows.project.territory, members.front());
            called = "CLSPD de " + (at ? rows.project.territory->communes[*at].name : members.front());
            rows.log.add(Severity::note, feature.row, name.column,
                         "conseil sans nom, nommé d'après sa commune",
                         fmt::format("conseil sans nom, appelé « {} »", called));
        }
        const std::string key =
            rows.text(feature, id).empty() || code || commune ? fold_name(called) : rows.text(feature, id);
        CouncilRows& council = councils[key];
        if (council.row == 0) {
            council.row = feature.row;
            council.council.id = rows.text(feature, id);
            council.council.name = called;
        }
        council.type = council.type.empty() ? word : council.type;
        const auto day = rows.date(feature, created);
        council.council.created = council.council.created ? council.council.created : day;
        council.members.insert(members.begin(), members.end());
    }
    if (is_list_of_communes(councils, *rows.project.territory)) {
        throw InputError(fmt::format(
            "{} : la colonne « {} » porte le nom des communes, non celui de conseils ; ce fichier "
            "ne dit pas où il y a un CLSPD. Indiquez la colonne par --map conseil=colonne",
            rows.options.source, name.column));
    }
    std::vector<domain::Council> fresh;
    Identifiers identifiers;
    for (auto& [key, council] : councils) {
        for (const std::string& member : council.members) {
            if (rows.has_territory() && !rows.is_of_territory(member)) {
                rows.log.add(Severity::warning, council.row, {},
                             "membre absent du territoire, gardé dans le conseil",
                             fmt::format("{} : la commune {} n'est pas dans le territoire",
                                         council.council.name, member));
            }
        }
        council.council.members.assign(council.members.begin(), council.members.end());
        council.council.kind = council_kind(council.type, council.council.name, council.members.size());
        council.council.id =
            identifiers.give(council.council.id.empty() ? stem_of(council.council.name) : council.council.id);
        fresh.push_back(std::move(council.council));
    }
    if (!rows.options.replaces) {
        for (const domain::Council& council : fresh) {
            if (std::ranges::find(*out.councils, council.id, &domain::Council::id) != out.councils->end()) {
                rows.log.add(Severity::warning, 0, {}, "conseil déjà dans le projet, remplacé",
                             fmt::format("« {} » était déjà dans le projet : remplacé", council.name));
            }
        }
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.councils = merged(*out.councils, std::move(fresh), rows.options.replaces, &domain::Council::id);
    return made;
}

namespace {

/// Communes that a polygon lies in for at least this share: a border drawn a few metres off makes no member.
constexpr double kShareOfQpv = 0.02;

std::vector<std::string> communes_under(const ImportRows& rows, const geo::MultiPolygon& shape) {
    std::vector<std::string> codes;
    const geo::Box box = geo::bounds(shape);
    const double whole = geo::area(shape);
    for (const domain::Commune& commune : rows.project.territory->communes) {
        if (geo::bounds(commune.shape).intersects(box) &&
            geo::area(geo::intersect(commune.shape, shape)) > kShareOfQpv * whole) {
            codes.push_back(commune.code);
        }
    }
    return codes;
}

/// "QN00210M, QN00211M" on one row of a commune: the codes one by one.
std::vector<std::string> code_list(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == ';' || c == '|' || c == '/' || c == ' '; }, ',');
    std::vector<std::string> codes;
    for (const std::string& part : split(text, ',')) {
        if (!trim(part).empty()) {
            codes.emplace_back(trim(part));
        }
    }
    return codes;
}

std::vector<std::string> name_list(const std::string& text, std::size_t count) {
    if (count <= 1) {
        return {text};
    }
    std::vector<std::string> names;
    for (const std::string& part : split(text, ',')) {
        names.emplace_back(trim(part));
    }
    return names.size() == count ? names : std::vector<std::string>();
}

bool is_qpv_code(std::string_view code) {
    return code.size() == 8 && (code.starts_with("QP") || code.starts_with("QN")) &&
           std::ranges::all_of(code.substr(2, 5), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::int64_t import_qpv(ImportRows& rows, domain::Project& out) {
    const Cell code = rows.cell("qpv");
    const Cell name = rows.cell("nom");
    const Cell insee = rows.cell("code");
    const Cell commune = rows.cell("commune");
    Positions positions(rows);
    std::map<std::string, domain::Qpv> by_code;
    for (const geo::Feature& feature : rows.table.features) {
        const std::vector<std::string> codes = code_list(rows.text(feature, code));
        if (codes.empty()) {
            rows.log.add(Severity::warning, feature.row, code.column,
                         "quartier sans code, ligne non importée", "quartier sans code, ligne non importée");
            continue;
        }
        std::vector<std::string> members = rows.commune_list(feature, insee, false);
        const auto* shape = std::get_if<geo::MultiPolygon>(&feature.geometry);
        if (members.empty() && shape != nullptr && !rows.index.is_empty()) {
            members = communes_under(rows, *shape);
        } else if (members.empty() && commune) {
            members = rows.commune_list(feature, commune, true);
        }
        const bool is_ours =
            std::ranges::any_of(members, [&](const std::string& one) { return rows.is_of_territory(one); });
        if (rows.has_territory() && !is_ours) {
            rows.log.count(Severity::note, "quartier hors du territoire, non importé");
            continue;
        }
        const std::vector<std::string> names = name_list(rows.text(feature, name), codes.size());
        if (names.empty()) {
            rows.log.add(Severity::warning, feature.row, name.column,
                         "noms et codes de quartiers en nombres différents",
                         fmt::format("{} codes pour les noms « {} » : noms laissés vides", codes.size(),
                                     rows.text(feature, name)));
        }
        for (std::size_t i = 0; i < codes.size(); ++i) {
            domain::Qpv& qpv = by_code[codes[i]];
            if (!is_qpv_code(codes[i]) && qpv.code.empty()) {
                rows.log.add(Severity::warning, feature.row, code.column, "code de quartier inhabituel",
                             fmt::format("code de quartier inhabituel « {} »", codes[i]));
            }
            qpv.code = codes[i];
            qpv.name = qpv.name.empty() && i < names.size() ? names[i] : qpv.name;
            for (const std::string& member : members) {
                if (std::ranges::find(qpv.communes, member) == qpv.communes.end()) {
                    qpv.communes.push_back(member);
                }
            }
            std::ranges::sort(qpv.communes);
            if (shape != nullptr && codes.size() == 1) {
                qpv.shape.insert(qpv.shape.end(), shape->begin(), shape->end());
            } else if (!qpv.point && codes.size() == 1 && !shape) {
                qpv.point = positions.read(feature).point;
            }
        }
    }
    std::vector<domain::Qpv> fresh;
    for (auto& [key, qpv] : by_code) {
        if (qpv.name.empty()) {
            rows.log.add(Severity::warning, 0, name.column, "quartier sans nom",
                         fmt::format("le quartier {} n'a pas de nom", key));
        }
        fresh.push_back(std::move(qpv));
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.qpvs = merged(*out.qpvs, std::move(fresh), rows.options.replaces, &domain::Qpv::code);
    return made;
}

} // namespace maillage::intake
