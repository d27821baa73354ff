#include "example/example.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "example/contours.h"
#include "example/demand.h"
#include "example/facts.h"
#include "example/register.h"
#include "example/town.h"
#include "geo/crs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace maillage::example {
namespace {

constexpr const char* kBurglary = "Cambriolages de logement";

double number(const std::string& text) {
    const auto value = parse_number(text);
    if (!value) {
        throw Error(fmt::format("table embarquée : « {} » n'est pas un nombre", text));
    }
    return *value;
}

/// Communes with everything but a shape.
std::vector<domain::Commune> communes_without_shape() {
    const geo::Reprojection to_plane(geo::kWgs84, geo::kLambert93);
    std::vector<domain::Commune> communes;
    for (const auto& row : fact_rows("communes.csv")) {
        domain::Commune commune;
        commune.code = row[0];
        commune.name = row[1];
        commune.population = static_cast<std::int64_t>(number(row[2]));
        commune.arrondissement = row[3];
        commune.epci = row[4];
        commune.epci_name = row[5];
        const auto centre = to_plane({number(row[6]), number(row[7])});
        if (!centre) {
            throw Error(fmt::format("table embarquée : le centre de {} ne se projette pas", commune.name));
        }
        commune.centre = *centre;
        commune.area_km2 = number(row[8]) / 100;
        communes.push_back(std::move(commune));
    }
    return communes;
}

void give_shapes(std::vector<domain::Commune>& communes, Progress& progress) {
    std::vector<Seed> seeds;
    for (const domain::Commune& commune : communes) {
        seeds.push_back({commune.centre,
                         commune.area_km2 * 1e6 / geo::areal_scale_inverse(geo::kLambert93, commune.centre)});
    }
    std::vector<geo::MultiPolygon> shapes = approximate_contours(seeds, progress);
    for (std::size_t i = 0; i < communes.size(); ++i) {
        communes[i].shape = std::move(shapes[i]);
    }
}

/// Six communes are known to be police; the others are supposed to be gendarmerie, by arrondissement.
void give_forces(std::vector<domain::Commune>& communes) {
    static const std::map<std::string, std::string> kCompanies = {{"021", "Château-Thierry"},
                                                                  {"022", "Laon"},
                                                                  {"023", "Saint-Quentin"},
                                                                  {"024", "Soissons"},
                                                                  {"025", "Vervins"}};
    std::unordered_map<std::string, std::string> police; // code -> circonscription
    for (const auto& row : fact_rows("securite.csv")) {
        if (row[2] == "police") {
            police[row[0]] = row[3];
        }
    }
    for (domain::Commune& commune : communes) {
        const auto known = police.find(commune.code);
        commune.force = known != police.end() ? domain::ForceKind::police : domain::ForceKind::gendarmerie;
        commune.unit = known != police.end() ? known->second
                                             : fmt::format("Compagnie {} (exemple fictif)",
                                                           of_commune(kCompanies.at(commune.arrondissement)));
    }
}

std::vector<domain::Qpv> qpvs() {
    std::vector<domain::Qpv> made;
    for (const auto& row : fact_rows("qpv.csv")) {
        domain::Qpv qpv;
        qpv.code = row[0];
        qpv.name = row[1] + " (position fictive)";
        qpv.communes = split(row[2], ' ');
        made.push_back(std::move(qpv));
    }
    return made;
}

/// Three councils have a source. Seven are invented to reach the ten of the plan (S30); Tergnier, Chauny,
/// Villers-Cotterêts and Omissy are left without one so that the obligation shows.
std::vector<domain::Council> councils(const std::vector<domain::Commune>& communes) {
    std::vector<domain::Council> made;
    const auto add = [&](std::string name, domain::CouncilKind kind, std::vector<std::string> members) {
        domain::Council council;
        council.id = fmt::format("C{:02}", made.size() + 1);
        council.name = std::move(name);
        council.kind = kind;
        council.members = std::move(members);
        std::sort(council.members.begin(), council.members.end());
        made.push_back(std::move(council));
    };
    for (const auto& row : fact_rows("conseils.csv")) {
        std::vector<std::string> members;
        if (row[2].starts_with("epci:")) {
            for (const domain::Commune& commune : communes) {
                if (commune.epci == row[2].substr(5)) {
                    members.push_back(commune.code);
                }
            }
        } else {
            members = split(row[2], ' ');
        }
        const std::string doubt = row[3] == "confirmé" ? "" : fmt::format(" ({})", row[3]);
        add(row[0] + doubt, row[1] == "CISPD" ? domain::CouncilKind::cispd : domain::CouncilKind::clspd,
            std::move(members));
    }
    for (const char* code : {"02691", "02722", "02408", "02340", "02095", "02304", "02789"}) {
        const auto commune = std::lower_bound(communes.begin(), communes.end(), code,
                                              [](const auto& a, const char* b) { return a.code < b; });
        add(fmt::format("CLSPD {} (exemple fictif)", of_commune(commune->name)), domain::CouncilKind::clspd,
            {code});
    }
    return made;
}

/// Communes that the ministry does not publish are rows, too: "non diffusé" is not zero.
std::vector<domain::CrimeFigure> burglaries(const std::vector<domain::Commune>& communes) {
    std::unordered_map<std::string, double> rates;
    for (const auto& row : fact_rows("cambriolages_2021.csv")) {
        rates[row[0]] = number(row[1]);
    }
    std::vector<domain::CrimeFigure> figures;
    for (const domain::Commune& commune : communes) {
        domain::CrimeFigure figure;
        figure.commune = commune.code;
        figure.indicator = kBurglary;
        figure.year = 2021;
        if (const auto found = rates.find(commune.code); found != rates.end()) {
            figure.rate = found->second;
            figure.is_published = true;
        }
        figures.push_back(std::move(figure));
    }
    return figures;
}

domain::Source source(const char* kind, const char* file, std::string note, const char* attribution,
                      std::size_t rows, bool is_fictitious) {
    domain::Source s;
    s.kind = kind;
    s.file = file;
    s.note = std::move(note);
    s.attribution = attribution;
    s.rows = static_cast<std::int64_t>(rows);
    s.is_fictitious = is_fictitious;
    return s;
}

constexpr const char* kContours = "contours approchés calculés (maillage) d'après INSEE/IGN";

std::vector<domain::Source> sources(const domain::Project& p) {
    return {
        source("communes", "communes.csv",
               "Codes, noms, population 2023, arrondissements et EPCI : faits. Contours approchés : "
               "diagramme de "
               "puissance des centres, aux surfaces des communes",
               kContours, p.territory->communes.size(), false),
        source("zones", "securite.csv",
               "Répartition d'exemple : les six communes nommées par les circonscriptions en zone police, "
               "toutes les "
               "autres supposées en zone gendarmerie ; compagnie supposée celle de l'arrondissement",
               "exemple fictif", p.territory->communes.size(), true),
        source("councils", "conseils.csv",
               "Trois conseils attestés, sept inventés pour atteindre les dix du plan (marqués « exemple "
               "fictif »)",
               "exemple fictif", p.councils->size(), true),
        source("qpv", "qpv.csv", "Liste de 2024 par commune : faits. Positions fictives", "ANCT 2024",
               p.qpvs->size(), true),
        source("authorisations", "arretes_2025.csv",
               "Onze arrêtés réels de 2025, connus par leur numéro ; tous les autres (numéro en F) sont "
               "inventés",
               "exemple fictif", p.authorisations->size(), true),
        source(
            "cameras", "",
            "Caméras inventées ; nombres à l'échelle du plan (3 266 dont 396 sur la voie publique en 2020)",
            "exemple fictif", p.cameras->size(), true),
        source("sites", "", "Sites inventés, en nombres plausibles pour la population", "exemple fictif",
               p.sites->size(), true),
        source("population", "", "Carreaux inventés ; leur somme par commune est la population de 2023",
               "exemple fictif", p.cells->size(), true),
        source("buildings", "", "Bâtiments inventés autour de caméras", "exemple fictif", p.buildings->size(),
               true),
        source("crime", "cambriolages_2021.csv",
               "Cambriolages de logement pour 1 000 logements, 2021, communes publiées : faits", "SSMSI 2021",
               p.crime->size(), false),
    };
}

} // namespace

domain::Project make_example(Progress& progress) {
    domain::Project project;
    project.title = "Aisne (exemple fictif)";
    domain::Territory territory;
    territory.departement = "02";
    territory.name = "Aisne";
    territory.vintage = 2026;
    territory.epsg = geo::kLambert93;
    territory.has_approximate_contours = true;
    territory.source = kContours;
    territory.communes = communes_without_shape();
    give_shapes(territory.communes, progress);
    give_forces(territory.communes);
    project.councils = councils(territory.communes);
    project.crime = burglaries(territory.communes);

    progress.report(0.8, "Invention du registre d'exemple");
    const std::vector<Town> towns(territory.communes.begin(), territory.communes.end());
    std::vector<domain::Qpv> quarters = qpvs();
    std::vector<domain::Site> sites = example_sites(towns, quarters);
    ExampleRegister made = example_register(towns, sites, territory.epsg, project.settings.reference_date);
    project.buildings = example_buildings(towns, made.cameras);
    project.cells = example_cells(towns);
    project.qpvs = std::move(quarters);
    project.sites = std::move(sites);
    project.authorisations = std::move(made.acts);
    project.cameras = std::move(made.cameras);
    project.territory = std::move(territory); // towns are not used past this line
    project.sources = sources(project);
    domain::Scenario scenario;
    scenario.name = "Schéma d'exemple (fictif)";
    project.scenarios = {scenario};
    progress.report(1, "Exemple prêt");
    return project;
}

} // namespace maillage::example
