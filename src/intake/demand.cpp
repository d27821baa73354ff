#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/crs.h"
#include "intake/angles.h"
#include "intake/former_communes.h"
#include "intake/kinds.h"
#include "intake/positions.h"
#include "intake/site_classes.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace maillage::intake {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

// --- sites ---

struct SiteCells {
    explicit SiteCells(const ImportRows& rows)
        : id(rows.cell("id")), name(rows.cell("nom")), site_class(rows.cell("classe")),
          shop(rows.cell("commerce")), rail(rows.cell("rail")), road(rows.cell("route")),
          weight(rows.cell("poids")), address(rows.cell("adresse")), code(rows.cell("code")),
          commune(rows.cell("commune")) {}

    Cell id, name, site_class, shop, rail, road, weight, address, code, commune;

    bool is_osm() const { return shop || rail || road || fold_name(site_class.column) == "amenity"; }
};

/// Empty when the row is no site (a bench of OpenStreetMap).
std::string read_class(ImportRows& rows, const SiteCells& cells, const geo::Feature& feature,
                       const std::string& by_columns) {
    const std::string words = rows.text(feature, cells.site_class);
    std::string found = words.empty() ? std::string() : site_class_of(rows.project.settings, words);
    if (found == "ecole" &&
        fold(words) == "school") { // amenity=school is a collège or lycée too: its name tells
        const std::string by_name = class_of_words(fold(rows.text(feature, cells.name)));
        found = by_name == "college" || by_name == "lycee" ? by_name : found;
    }
    const bool is_finess_code = by_columns == "sante" && words.size() == 3 && parse_integer(words);
    if (found.empty() && is_finess_code) {
        found = by_columns;
    }
    if (found.empty()) {
        found = class_of_tag(fold_name(rows.text(feature, cells.rail)));
    }
    if (found.empty() && fold_name(rows.text(feature, cells.road)) == "busstop") {
        found = "transport";
    }
    if (found.empty() && !rows.text(feature, cells.shop).empty()) {
        found = "commerce";
    }
    if (!found.empty() || !rows.options.site_class.empty()) {
        return found.empty() ? rows.options.site_class : found;
    }
    if (cells.is_osm()) {
        return {};
    }
    if (!words.empty()) {
        rows.log.add(Severity::warning, feature.row, cells.site_class.column,
                     "classe de site non reconnue, lue comme « autre »",
                     fmt::format("classe de site non reconnue « {} », lue comme « autre »", words));
        return "autre";
    }
    return by_columns.empty() ? "autre" : by_columns;
}

void note_class(ImportRows& rows, const SiteCells& cells, const std::string& by_columns) {
    if (!rows.options.site_class.empty()) {
        const auto& known = rows.project.settings.site_classes;
        if (std::ranges::find(known, rows.options.site_class, &domain::SiteClass::key) == known.end()) {
            rows.log.file(
                Severity::warning, {},
                fmt::format("la classe « {} » n'est pas dans la table des classes", rows.options.site_class));
        }
    } else if (!cells.site_class && !cells.is_osm()) {
        rows.log.file(by_columns.empty() ? Severity::warning : Severity::note, {},
                      by_columns.empty()
                          ? "aucune colonne de classe : tous les sites sont de la classe « autre »"
                          : fmt::format("classe « {} » déduite des colonnes du fichier", by_columns));
    }
}

} // namespace

std::int64_t import_sites(ImportRows& rows, domain::Project& out) {
    const SiteCells cells(rows);
    Positions positions(rows);
    const std::string by_columns = class_of_columns(rows.table);
    note_class(rows, cells, by_columns);
    IdentifiedRows<domain::Site> read;
    for (const geo::Feature& feature : rows.table.features) {
        domain::Site site;
        site.site_class = read_class(rows, cells, feature, by_columns);
        if (site.site_class.empty()) {
            rows.log.count(Severity::note, "objet qui n'est pas un site à couvrir, non importé");
            continue;
        }
        // A national file has thousands of rows elsewhere: their codes settle it before anything is reported.
        const std::string code = insee_code(rows.text(feature, cells.code));
        if (rows.has_territory() && is_insee_code(code) && !rows.is_of_territory(code) &&
            domain::departement_of(code) != rows.project.territory->departement) {
            rows.log.count(Severity::note, "site hors du territoire, non importé");
            continue;
        }
        const Positions::Place place = positions.read(feature);
        if (place.is_outside && !is_insee_code(code)) {
            rows.log.count(Severity::note, "site hors du territoire, non importé");
            continue;
        }
        const ImportRows::Commune declared = rows.commune(feature, cells.code, cells.commune);
        site.position = place.point;
        site.commune = settle_commune(rows, feature, declared, place);
        site.name = rows.text(feature, cells.name);
        site.weight = rows.number(feature, cells.weight, 0, 1e6);
        site.address = rows.text(feature, cells.address);
        site.source = rows.options.source;
        if (place.is_outside) {
            rows.log.add(
                Severity::warning, feature.row, {}, "position hors du territoire",
                fmt::format("« {} » : position hors du territoire, commune {}", site.name, site.commune));
        } else if (!site.position && !place.is_wrecked) {
            rows.log.add(Severity::warning, feature.row, {}, "site sans position",
                         fmt::format("« {} » : site sans position", site.name));
        }
        if (site.name.empty()) {
            rows.log.count(Severity::note, "site sans nom");
        }
        read.add(rows, feature.row, cells.id.column, "le site", told_or_made_id(rows, feature, cells.id),
                 std::move(site));
    }
    std::vector<domain::Site> fresh = read.take();
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.sites = settled(rows, *out.sites, std::move(fresh));
    return made;
}

// --- buildings ---

namespace {

constexpr double kStoreyM = 3;
constexpr double kHideNearbyM = 2000; ///< a building across the border still hides what is on this side

struct BuildingCells {
    explicit BuildingCells(const ImportRows& rows)
        : id(rows.cell("id")), height(rows.cell("hauteur")), roof(rows.cell("toit")),
          ground(rows.cell("sol")), storeys(rows.cell("etages")), use(rows.cell("usage")),
          use_2(rows.cell("usage_2")) {}

    Cell id, height, roof, ground, storeys, use, use_2;
};

/// Ridge above ground if both altitudes are known, else the stated height (to the gutter in BD TOPO), else
/// storeys.
std::pair<std::optional<double>, std::string> read_height(ImportRows& rows, const BuildingCells& cells,
                                                          const geo::Feature& feature) {
    const auto roof = rows.number(feature, cells.roof, -500, 5000);
    const auto ground = rows.number(feature, cells.ground, -500, 5000);
    std::optional<double> height;
    std::string source = "defaut";
    if (roof && ground && *roof > *ground) {
        height = *roof - *ground;
        source = "toit";
    } else if (const auto stated = rows.length_m(feature, cells.height, 0, 1000); stated && *stated > 0) {
        height = stated;
        source = "hauteur";
    } else if (const auto storeys = rows.number(feature, cells.storeys, 0, 200); storeys && *storeys > 0) {
        height = *storeys * kStoreyM;
        source = "etages";
    }
    if (height.value_or(0) > 200) {
        rows.log.add(Severity::warning, feature.row, {}, "bâtiment de plus de 200 m",
                     fmt::format("bâtiment de {:.1f} m de haut", *height));
    }
    return {height, source};
}

bool is_dwelling(std::string_view use) {
    static constexpr auto kUses = std::to_array<std::string_view>(
        {"residentiel", "house", "apartments", "residential", "detached", "terrace", "semidetachedhouse",
         "bungalow", "habitation", "dormitory", "maison"});
    return std::ranges::find(kUses, fold_name(use)) != kUses.end();
}

} // namespace

std::int64_t import_buildings(ImportRows& rows, domain::Project& out) {
    const BuildingCells cells(rows);
    const bool is_osm = fold_name(cells.use.column) == "building";
    const geo::Box near = rows.index.is_empty() ? geo::Box() : rows.index.box().grown(kHideNearbyM);
    std::vector<domain::Building> fresh;
    Identifiers identifiers;
    std::size_t without_height = 0;
    for (const geo::Feature& feature : rows.table.features) {
        const geo::MultiPolygon* shape = outline_of(feature);
        const std::string use = rows.text(feature, cells.use);
        if (is_osm && (use.empty() || use == "no")) {
            rows.log.count(Severity::note, "objet qui n'est pas un bâtiment, non importé");
            continue;
        }
        if (shape == nullptr) {
            rows.log.add(Severity::warning, feature.row, {}, "bâtiment sans contour, non importé",
                         "bâtiment sans contour, non importé");
            continue;
        }
        if (!near.is_empty() && !near.intersects(geo::bounds(*shape))) {
            rows.log.count(Severity::note, "bâtiment loin du territoire, non importé");
            continue;
        }
        const auto [height, source] = read_height(rows, cells, feature);
        without_height += height ? 0 : 1;
        const std::string id = told_or_made_id(rows, feature, cells.id);
        for (const geo::Polygon& polygon : *shape) {
            domain::Building building{polygon, height, source, identifiers.give(id),
                                      is_dwelling(use) || is_dwelling(rows.text(feature, cells.use_2))};
            fresh.push_back(std::move(building));
        }
    }
    if (without_height > 0) {
        rows.log.file(Severity::warning, cells.height.column,
                      fmt::format("{} bâtiments sans hauteur : comptés plus hauts que toute caméra",
                                  to_french(static_cast<std::int64_t>(without_height))));
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.buildings = settled(rows, *out.buildings, std::move(fresh));
    return made;
}

// --- parcels ---

std::int64_t import_parcels(ImportRows& rows, domain::Project& out) {
    const Cell id_cell = rows.cell("id");
    const geo::Box near = rows.index.is_empty() ? geo::Box() : rows.index.box();
    std::vector<domain::Parcel> fresh;
    Identifiers identifiers;
    for (const geo::Feature& feature : rows.table.features) {
        const geo::MultiPolygon* shape = outline_of(feature);
        if (shape == nullptr) {
            rows.log.add(Severity::warning, feature.row, {}, "parcelle sans contour, non importée",
                         "parcelle sans contour, non importée");
            continue;
        }
        if (!near.is_empty() && !near.intersects(geo::bounds(*shape))) {
            rows.log.count(Severity::note, "parcelle hors du territoire, non importée");
            continue;
        }
        fresh.push_back({*shape, identifiers.give(told_or_made_id(rows, feature, id_cell))});
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.parcels = settled(rows, *out.parcels, std::move(fresh));
    return made;
}

// --- crime ---

namespace {

/// The SSMSI's names of 2025, by its older names and by the codes of its map files.
std::string indicator_of(const std::string& text) {
    static constexpr auto kNames = std::to_array<Word>({
        {"2", "Coups et blessures volontaires"},
        {"3", "Coups et blessures volontaires intrafamiliaux"},
        {"4", "Coups et blessures volontaires hors cadre familial"},
        {"5", "Violences sexuelles"},
        {"6", "Vols avec armes"},
        {"7", "Vols violents sans arme"},
        {"8", "Vols sans violence contre des personnes"},
        {"9", "Cambriolages de logement"},
        {"10", "Vols de véhicule"},
        {"11", "Vols dans les véhicules"},
        {"12", "Vols d'accessoires sur véhicules"},
        {"cambriolagesdelogements", "Cambriolages de logement"},
        {"volsdevehicules", "Vols de véhicule"},
        {"destructionsetdegradations", "Destructions et dégradations volontaires"},
        {"coupsetblessuresvolontairesintrafamiliales", "Coups et blessures volontaires intrafamiliaux"},
        {"autrescoupsetblessuresvolontaires", "Coups et blessures volontaires hors cadre familial"},
        {"escroqueries", "Escroqueries et fraudes aux moyens de paiement"},
        {"usagedestupefiantsafd", "Usage de stupéfiants (AFD)"},
    });
    const std::string word = fold_name(text);
    const auto it = std::ranges::find(kNames, word, &Word::first);
    if (it != kNames.end()) {
        return std::string(it->second);
    }
    static const domain::Settings kSettings = domain::default_settings();
    for (const domain::CrimeWeight& known : kSettings.crime_weights) {
        if (fold_name(known.indicator) == word) {
            return known.indicator;
        }
    }
    return text;
}

struct CrimeCells {
    explicit CrimeCells(const ImportRows& rows)
        : code(rows.cell("code")), indicator(rows.cell("indicateur")), year(rows.cell("annee")),
          rate(rows.cell("taux")), facts(rows.cell("faits")), published(rows.cell("diffuse")),
          complement(rows.cell("complement")) {}

    Cell code, indicator, year, rate, facts, published, complement;
};

/// A column that holds one year: "2019", "taux_2019", "tx19", "faits2019".
struct YearColumn {
    Cell cell;
    int year = 0;
    bool is_facts = false;
};

std::vector<YearColumn> year_columns(const geo::Table& table) {
    std::vector<YearColumn> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::string name = fold_name(table.columns[i].name);
        bool is_facts = false;
        for (const std::string_view start :
             {"tauxpourmille", "taux", "tx", "faits", "nombre", "nb", "annee", "an"}) {
            if (name.starts_with(start)) {
                is_facts = start == "faits" || start == "nombre" || start == "nb";
                name.erase(0, start.size());
                break;
            }
        }
        const bool is_digits =
            !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
        const auto year = is_digits && name.size() <= 4 ? parse_integer(name) : std::nullopt;
        if (year && ((name.size() == 4 && *year >= 1990 && *year <= 2100) ||
                     (name.size() == 2 && fold_name(table.columns[i].name).size() > 2))) {
            found.push_back({Cell{static_cast<int>(i), table.columns[i].name},
                             static_cast<int>(*year < 100 ? 2000 + *year : *year), is_facts});
        }
    }
    return found;
}

struct CrimeReader {
    ImportRows& rows;
    const CrimeCells cells;
    std::vector<domain::CrimeFigure> fresh;
    std::map<std::tuple<std::string, std::string, int>, std::pair<std::size_t, bool>> known;

    /// Old communes' figures are kept under the merged commune only when it has none of its own: rates never
    /// add up.
    /// The arrondissements of Paris, Lyon and Marseille are parts of one commune: their counts add up, and
    /// only the commune's own row tells its rate.
    void keep(domain::CrimeFigure figure, bool is_mapped, bool is_part, long row) {
        const auto key = std::tuple(figure.commune, figure.indicator, figure.year);
        const auto it = known.find(key);
        if (is_part) {
            figure.rate.reset();
            figure.is_published = figure.facts.has_value();
            if (it != known.end() && it->second.second) {
                domain::CrimeFigure& sum = fresh[it->second.first];
                sum.facts =
                    sum.facts && figure.facts ? std::optional(*sum.facts + *figure.facts) : std::nullopt;
                sum.is_published = sum.facts.has_value();
                return;
            }
            if (it != known.end()) {
                return; // the commune has a row of its own
            }
        }
        if (it == known.end()) {
            known.emplace(key, std::pair(fresh.size(), is_mapped));
            fresh.push_back(std::move(figure));
            return;
        }
        const bool is_better = it->second.second && !is_mapped;
        if (is_better) {
            fresh[it->second.first] = std::move(figure);
            it->second.second = false;
        }
        rows.log.add(
            Severity::warning, row, cells.code.column,
            "chiffre répété pour une commune, un indicateur et une année",
            fmt::format("{} {} {} est déjà dans le fichier : {}", std::get<0>(key), std::get<1>(key),
                        std::get<2>(key),
                        is_better ? "celui de l'ancienne commune est remplacé" : "ligne non importée"));
    }

    void read_value(const geo::Feature& feature, domain::CrimeFigure& figure, const Cell& rate,
                    const Cell& facts) {
        figure.rate = rows.number(feature, rate, 0, 1e6);
        figure.facts = rows.number(feature, facts, 0, 1e9);
        const std::string published = fold_name(geo::to_text(rows.value(feature, cells.published)));
        const bool is_withheld =
            published == "ndiff" || published == "nondiffuse" || published == "non" || published == "0";
        if (is_withheld) {
            figure.rate.reset();
            figure.facts.reset();
        }
        figure.is_published = !is_withheld && (figure.rate || figure.facts);
    }

    int read_year(const geo::Feature& feature) {
        const auto year = geo::to_integer(rows.value(feature, cells.year));
        if (year && *year >= 0 && *year < 100) {
            return static_cast<int>(*year < 70 ? 2000 + *year : 1900 + *year);
        }
        if (!year || *year < 1900 || *year > 2200) {
            rows.log.add(Severity::warning, feature.row, cells.year.column, "année illisible",
                         fmt::format("année illisible « {} »", rows.text(feature, cells.year)));
            return 0;
        }
        return static_cast<int>(*year);
    }
};

} // namespace

std::int64_t import_crime(ImportRows& rows, domain::Project& out) {
    CrimeReader reader{rows, CrimeCells(rows), {}, {}};
    const CrimeCells& cells = reader.cells;
    const std::vector<YearColumn> wide = cells.year ? std::vector<YearColumn>() : year_columns(rows.table);
    if (!cells.rate && !cells.facts && !cells.complement && wide.empty()) {
        throw InputError(fmt::format(
            "{} : ni taux ni nombre de faits ; indiquez-les par --map taux=colonne ou faits=colonne",
            rows.options.source));
    }
    for (const geo::Feature& feature : rows.table.features) {
        const std::string told = insee_code(rows.text(feature, cells.code));
        if (!is_insee_code(told)) {
            rows.log.add(Severity::warning, feature.row, cells.code.column,
                         "code de commune illisible, ligne non importée",
                         fmt::format("code de commune illisible « {} », ligne non importée", told));
            continue;
        }
        const bool is_ours = !rows.has_territory() ||
                             domain::departement_of(told) == rows.project.territory->departement ||
                             rows.is_of_territory(told);
        if (!is_ours) {
            rows.log.count(Severity::note, "commune hors du territoire, non importée");
            continue;
        }
        domain::CrimeFigure figure;
        figure.commune = rows.current_code(told, feature.row, cells.code.column);
        if (rows.has_territory() && !rows.is_of_territory(figure.commune)) {
            rows.log.add(Severity::warning, feature.row, cells.code.column,
                         "code de commune absent du territoire, ligne non importée",
                         fmt::format("la commune {} n'est pas dans le territoire, ligne non importée",
                                     figure.commune));
            continue;
        }
        const bool is_part = figure.commune != told && figure.commune == municipal_parent(told);
        figure.indicator = indicator_of(rows.text(feature, cells.indicator));
        for (const YearColumn& column : wide) {
            domain::CrimeFigure one = figure;
            one.year = column.year;
            reader.read_value(feature, one, column.is_facts ? Cell() : column.cell,
                              column.is_facts ? column.cell : Cell());
            reader.keep(std::move(one), figure.commune != told, is_part, feature.row);
        }
        if (wide.empty()) {
            figure.year = cells.year ? reader.read_year(feature) : 0;
            reader.read_value(feature, figure, cells.rate, cells.facts);
            reader.keep(std::move(figure), figure.commune != told, is_part, feature.row);
        }
    }
    const auto made = static_cast<std::int64_t>(reader.fresh.size());
    out.crime = merged(*out.crime, std::move(reader.fresh), rows.options.replaces,
                       [](const domain::CrimeFigure& figure) {
                           return std::tuple(figure.commune, figure.indicator, figure.year);
                       });
    return made;
}

// --- population cells ---

namespace {

struct Square {
    int epsg = 0;
    geo::Point centre;
};

/// "CRS3035RES200mN2466800E3482800": side in metres, then the south-west corner.
std::optional<Square> parse_square(std::string_view id) {
    const std::size_t res = id.find("RES");
    const std::size_t metres = id.find("mN");
    const std::size_t east = id.rfind('E');
    if (!id.starts_with("CRS") || res == std::string_view::npos || metres == std::string_view::npos ||
        east == std::string_view::npos || metres < res + 3 || east < metres + 2) {
        return std::nullopt;
    }
    const auto epsg = parse_integer(id.substr(3, res - 3));
    const auto side = parse_integer(id.substr(res + 3, metres - res - 3));
    const auto n = parse_integer(id.substr(metres + 2, east - metres - 2));
    const auto e = parse_integer(id.substr(east + 1));
    if (!epsg || !side || !n || !e || *epsg < 1024 || *epsg > 99999 || *side <= 0 || *side > 1000000) {
        return std::nullopt;
    }
    const double half = static_cast<double>(*side) / 2;
    return Square{static_cast<int>(*epsg), {static_cast<double>(*e) + half, static_cast<double>(*n) + half}};
}

/// Moves the centres of squares; most files have one system only.
class SquareCentres {
  public:
    explicit SquareCentres(int target_epsg) : target_(target_epsg) {}

    std::optional<geo::Point> operator()(const Square& square) {
        auto it = moves_.find(square.epsg);
        if (it == moves_.end()) {
            std::optional<geo::Reprojection> made;
            try {
                made.emplace(square.epsg, target_);
            } catch (const InputError&) {
                made.reset(); // an identifier with a system nobody knows: the caller reports the cell
            }
            it = moves_.emplace(square.epsg, std::move(made)).first;
        }
        return it->second ? (*it->second)(square.centre) : std::nullopt;
    }

  private:
    int target_;
    std::map<int, std::optional<geo::Reprojection>> moves_;
};

} // namespace

std::int64_t import_population(ImportRows& rows, domain::Project& out) {
    const Cell id = rows.cell("id");
    const Cell people = rows.cell("habitants");
    const Cell imputed = rows.cell("impute");
    const Cell communes = rows.cell("communes");
    Positions positions(rows);
    SquareCentres centres(rows.project.territory->epsg);
    std::vector<domain::PopulationCell> fresh;
    Identifiers identifiers;
    for (const geo::Feature& feature : rows.table.features) {
        domain::PopulationCell cell;
        cell.id = rows.text(feature, id);
        const auto square = parse_square(cell.id);
        const auto centre = square ? centres(*square) : positions.read(feature).point;
        if (!centre) {
            rows.log.add(Severity::warning, feature.row, id.column, "carreau sans position, non importé",
                         fmt::format("carreau « {} » sans position, non importé", cell.id));
            continue;
        }
        const auto inhabitants = rows.number(feature, people, 0, 1e7);
        if (!inhabitants) {
            rows.log.add(Severity::warning, feature.row, people.column,
                         "carreau sans population, non importé",
                         fmt::format("carreau « {} » sans population, non importé", cell.id));
            continue;
        }
        cell.centre = *centre;
        cell.inhabitants = *inhabitants;
        cell.is_imputed = geo::to_number(rows.value(feature, imputed)).value_or(0) != 0;
        const auto place = rows.index.find(*centre);
        const std::string told = rows.text(feature, communes);
        if (place) {
            cell.commune = rows.project.territory->communes[*place].code;
        } else if (is_insee_code(insee_code(told))) {
            cell.commune = rows.current_code(insee_code(told), feature.row, communes.column);
        } else if (told.size() > 5 && told.size() % 5 == 0 && is_insee_code(told.substr(0, 5))) {
            cell.commune =
                rows.current_code(told.substr(0, 5), feature.row, communes.column); // codes end to end
        }
        if (!place && rows.has_territory() && !rows.is_of_territory(cell.commune)) {
            rows.log.count(Severity::note, "carreau hors du territoire, non importé");
            continue;
        }
        cell.id = identifiers.give(cell.id.empty() ? made_id(rows.options.source, feature.row) : cell.id);
        fresh.push_back(std::move(cell));
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.cells = settled(rows, *out.cells, std::move(fresh));
    return made;
}

} // namespace maillage::intake
