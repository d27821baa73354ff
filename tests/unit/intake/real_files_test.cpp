// Real files, read by io where they lie: exact counts, and findings where the files are wrong.
#include "base/error.h"
#include "intake/import.h"
#include "io/read/read_table.h"
#include "support/require.h"
#include "support/test_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace maillage::intake {
namespace {

ImportResult import_file(const domain::Project& project, ImportKind kind, const std::filesystem::path& file,
                         ImportOptions options = {}, const std::string& layer = {}) {
    Progress progress;
    io::ReadOptions reading;
    reading.target_epsg = project.territory->epsg;
    reading.layer = layer;
    const io::ReadResult read = io::read_table(file, reading, progress);
    options.source = file.filename().string();
    return import_table(project, kind, read.table, options);
}

std::size_t mentions(const Findings& findings, std::string_view words) {
    return static_cast<std::size_t>(std::ranges::count_if(
        findings, [&](const Finding& f) { return f.row > 0 && f.message.find(words) != std::string::npos; }));
}

#define NEED(variable, name)                                                                                 \
    const auto variable = test_data(name);                                                                   \
    if (!variable) {                                                                                         \
        MAILLAGE_SKIP_WITHOUT("data", name << " absent");                                                    \
    }

/// The communes of COG 2026 with their facts, read once for all tests of this file.
const domain::Project* aisne() {
    static const std::optional<domain::Project> made = []() -> std::optional<domain::Project> {
        const auto shapes = test_data("aisne-communes-cog2026-derive.geojson");
        const auto facts = test_data("aisne-communes-facts.csv");
        if (!shapes || !facts) {
            return std::nullopt;
        }
        const domain::Project first = import_file(domain::Project(), ImportKind::communes, *shapes).project;
        return import_file(first, ImportKind::communes, *facts).project;
    }();
    return made ? &*made : nullptr;
}

#define NEED_AISNE()                                                                                         \
    if (aisne() == nullptr) {                                                                                \
        MAILLAGE_SKIP_WITHOUT("data", "communes de l'Aisne absentes");                                       \
    }

TEST(RealFiles, CommunesOf2018AndOf2026) {
    NEED(old, "communes-02-aisne.geojson")
    NEED_AISNE()
    const domain::Territory& now = *aisne()->territory;
    EXPECT_EQ(now.communes.size(), 797U);
    EXPECT_EQ(now.departement, "02");
    EXPECT_EQ(now.name, "Aisne");
    EXPECT_EQ(now.vintage, 2026);
    EXPECT_EQ(now.epsg, 2154);
    std::int64_t people = 0;
    double area = 0;
    for (const domain::Commune& commune : now.communes) {
        people += commune.population.value_or(0);
        area += commune.area_km2;
        EXPECT_TRUE(geo::contains(commune.shape, commune.centre)) << commune.code;
        EXPECT_FALSE(commune.epci.empty()) << commune.code;
    }
    EXPECT_EQ(people, 523342);
    EXPECT_NEAR(area, 7412.17, 0.05); // SOURCES.md: 741,217 ha
    const ImportResult back = import_file(*aisne(), ImportKind::communes, *old);
    EXPECT_EQ(back.imported, 804);
    EXPECT_EQ(back.project.territory->communes.size(), 804U);
    const auto laon = domain::find_commune(*back.project.territory, "02408");
    ASSERT_TRUE(laon);
    EXPECT_EQ(back.project.territory->communes[*laon].population, 24220); // kept: the new file has none
    EXPECT_EQ(back.project.territory->communes[*laon].name, "Laon");
    EXPECT_EQ(back.project.territory->vintage, 0); // the file does not say
}

TEST(RealFiles, SevenCommunesDisappearBetween2018And2026) {
    NEED(old, "communes-02-aisne.geojson")
    NEED(now, "aisne-communes-cog2026-derive.geojson")
    const domain::Project before = import_file(domain::Project(), ImportKind::communes, *old).project;
    const ImportResult after = import_file(before, ImportKind::communes, *now);
    EXPECT_EQ(after.project.territory->communes.size(), 797U);
    EXPECT_EQ(std::ranges::count_if(
                  after.findings,
                  [](const Finding& f) { return f.message.find("fusionnée dans") != std::string::npos; }),
              7);
}

TEST(RealFiles, SeventeenQpvInTenCommunesFromTheListAndFromTheNationalFile) {
    NEED(list, "aisne-qpv2024-liste.csv")
    NEED(national, "anct-centroide-4326_qpv.geojson")
    NEED_AISNE()
    for (const auto& file : {*list, *national}) {
        const ImportResult result = import_file(*aisne(), ImportKind::qpv, file);
        EXPECT_EQ(result.imported, 17) << file;
        std::vector<std::string> communes;
        for (const domain::Qpv& qpv : *result.project.qpvs) {
            communes.insert(communes.end(), qpv.communes.begin(), qpv.communes.end());
            EXPECT_FALSE(qpv.name.empty()) << file << qpv.code;
        }
        std::ranges::sort(communes);
        communes.erase(std::unique(communes.begin(), communes.end()), communes.end());
        EXPECT_EQ(communes.size(), 10U) << file;
        EXPECT_THAT(result.project.qpvs->front().communes, testing::ElementsAre("02571", "02691"))
            << file; // QN00201M, Europe
    }
}

TEST(RealFiles, SncfHas35StationsInTheAisne) {
    NEED(file, "sncf-gares-de-voyageurs.csv")
    NEED_AISNE()
    const ImportResult result = import_file(*aisne(), ImportKind::sites, *file);
    EXPECT_EQ(result.imported, 35);
    for (const domain::Site& site : *result.project.sites) {
        EXPECT_EQ(site.site_class, "gare");
        EXPECT_TRUE(site.position) << site.name;
        EXPECT_TRUE(domain::find_commune(*result.project.territory, site.commune)) << site.name;
    }
    const auto laon = std::ranges::find(*result.project.sites, "Laon", &domain::Site::name);
    ASSERT_NE(laon, result.project.sites->end());
    EXPECT_NEAR(laon->position->x, 745191, 20); // "49.57061, 3.62443" in Lambert-93
    EXPECT_NEAR(laon->position->y, 6941440, 30);
}

TEST(RealFiles, BurglariesOf1048CommunesAndYears) {
    NEED(file, "aisne-ssmsi-cambriolages-2016-2021.csv")
    NEED_AISNE()
    const ImportResult result = import_file(*aisne(), ImportKind::crime, *file);
    EXPECT_EQ(result.imported, 1048);
    EXPECT_TRUE(std::ranges::all_of(*result.project.crime, [](const domain::CrimeFigure& f) {
        return f.indicator == "Cambriolages de logement" && f.is_published && f.rate && f.year >= 2016 &&
               f.year <= 2021;
    }));
    EXPECT_EQ(mentions(result.findings, "ancien code 02695"), 6U);
}

TEST(RealFiles, SsmsiMapFilesPublishedAndNot) {
    NEED(published, "ssmsi-selectionCarteComPub_09_2021.dbf.gz")
    NEED(withheld, "ssmsi-selectionCarteComNPub_07_2021.zip")
    NEED_AISNE()
    const ImportResult yes = import_file(*aisne(), ImportKind::crime, *published);
    EXPECT_GT(yes.imported, 100);
    EXPECT_TRUE(std::ranges::all_of(*yes.project.crime, [](const domain::CrimeFigure& f) {
        return f.is_published && f.rate && f.year == 2021;
    }));
    EXPECT_EQ(yes.project.crime->front().indicator, "Cambriolages de logement");
    const ImportResult no = import_file(*aisne(), ImportKind::crime, *withheld);
    EXPECT_GT(no.imported, 0);
    EXPECT_TRUE(std::ranges::none_of(*no.project.crime,
                                     [](const domain::CrimeFigure& f) { return f.is_published || f.rate; }));
}

TEST(RealFiles, DepartementalCrimeIsRefusedWithAReason) {
    NEED(file, "ssmsi-donnee-dep-data.gouv-2022-geographie2022-produit-le2023-02-09.csv")
    NEED_AISNE()
    EXPECT_THROW(import_file(*aisne(), ImportKind::crime, *file), InputError);
}

TEST(RealFiles, ElevenActsOf2025) {
    NEED(file, "aisne-videoprotection-arretes-2025.csv")
    NEED_AISNE()
    const ImportResult result = import_file(*aisne(), ImportKind::authorisations, *file);
    ASSERT_EQ(result.imported, 11);
    const auto& acts = *result.project.authorisations;
    const auto laon = std::ranges::find(acts, "2016/0276-M-3-2025", &registry::Authorisation::id);
    ASSERT_NE(laon, acts.end());
    EXPECT_EQ(laon->nature, registry::ActNature::modification);
    EXPECT_EQ(laon->previous, "2016/0276");
    EXPECT_EQ(laon->commune, "02408");
    EXPECT_EQ(laon->decided, std::chrono::year(2025) / 7 / 15);
    const auto juvigny = std::ranges::find(acts, "2020/0236-R-1-2025", &registry::Authorisation::id);
    ASSERT_NE(juvigny, acts.end());
    EXPECT_EQ(juvigny->decided,
              std::chrono::year(2025) / 11 / 26); // of the act, not of the recueil of 1 December
    EXPECT_EQ(std::ranges::count(acts, registry::ActNature::authorisation, &registry::Authorisation::nature),
              2);
}

TEST(RealFiles, AListOfCommunesIsNoListOfCouncils) {
    NEED(file, "aisne-security-facts.csv")
    NEED_AISNE()
    EXPECT_THROW(import_file(*aisne(), ImportKind::councils, *file), InputError);
}

TEST(RealFiles, ForceOfTheSixCommunesThatAreKnown) {
    NEED(file, "aisne-security-facts.csv")
    NEED_AISNE()
    const ImportResult result = import_file(*aisne(), ImportKind::zones, *file);
    EXPECT_EQ(result.imported, 6);
    EXPECT_EQ(std::ranges::count(result.project.territory->communes, domain::ForceKind::police,
                                 &domain::Commune::force),
              6);
    const auto fere = domain::find_commune(*result.project.territory, "02304");
    ASSERT_TRUE(fere);
    EXPECT_EQ(result.project.territory->communes[*fere].unit, "CSP Tergnier - La Fère");
}

TEST(RealFiles, SwissCamerasOfOpenStreetMap) {
    NEED(file, "osm-surveillance-suisse.geojson")
    NEED_AISNE()
    const ImportResult result = import_file(*aisne(), ImportKind::cameras, *file);
    EXPECT_EQ(result.imported, 2142); // two of the 2,144 nodes are guards
    EXPECT_EQ(mentions(result.findings, "gardien"), 2U);
    std::size_t with_direction = 0; // 529 nodes have one, the two guards among them
    for (const registry::Camera& camera : *result.project.cameras) {
        with_direction += !camera.azimuths_deg.empty() || camera.field_of_view_deg == 360 ? 1 : 0;
        EXPECT_TRUE(camera.position) << camera.id;
    }
    EXPECT_EQ(with_direction + mentions(result.findings, "direction illisible"), 527U);
    EXPECT_EQ(mentions(result.findings, "tous azimuts"), 47U);
    const auto count = std::ranges::count_if(result.findings, [](const Finding& f) {
        return f.message.starts_with("2\u202F142 lignes : position hors du territoire");
    });
    EXPECT_EQ(count, 1);
}

TEST(RealFiles, OverpassElementsGiveTheSameCameras) {
    NEED(elements, "osm-surveillance-suisse-overpass-elements.json.gz")
    NEED(geojson, "osm-surveillance-suisse.geojson")
    NEED_AISNE()
    const ImportResult a = import_file(*aisne(), ImportKind::cameras, *elements);
    const ImportResult b = import_file(*aisne(), ImportKind::cameras, *geojson);
    ASSERT_EQ(a.imported, b.imported);
    const auto directions = [](const ImportResult& r) {
        return std::ranges::count_if(*r.project.cameras,
                                     [](const registry::Camera& c) { return !c.azimuths_deg.empty(); });
    };
    EXPECT_EQ(directions(a), directions(b));
}

TEST(RealFiles, GenevaSpreadsheetIsNotRepairedInSilence) {
    NEED(file, "geneve-cameras-tableur-abime.csv")
    domain::Territory geneva; // a square about the town, so that there is a neighbourhood to compare with
    geneva.epsg = 2154;
    geneva.communes.resize(1);
    geneva.communes[0].code = "74012";
    geneva.communes[0].shape = {
        {{{935000, 6560000}, {960000, 6560000}, {960000, 6585000}, {935000, 6585000}}, {}}};
    domain::Project project;
    project.territory = geneva;
    const ImportResult result = import_file(project, ImportKind::cameras, *file);
    EXPECT_EQ(result.imported, 622);
    EXPECT_TRUE(std::ranges::none_of(*result.project.cameras,
                                     [](const registry::Camera& c) { return c.position.has_value(); }));
    EXPECT_EQ(mentions(result.findings, "position illisible"), 615U); // seven rows have no coordinates at all
    EXPECT_GT(mentions(result.findings, "sans doute longitude"), 500U);
    EXPECT_EQ(mentions(result.findings, "sans doute longitude 6.1418784 et latitude 46.1993881"), 1U);
}

TEST(RealFiles, ParisRegisters) {
    NEED(located, "paris-videoprotection-2019-geolocalise.csv")
    NEED(annex, "paris-videoprotection-2019-annexe1.csv")
    NEED_AISNE()
    const ImportResult with = import_file(*aisne(), ImportKind::cameras, *located);
    EXPECT_EQ(with.imported, 707);
    EXPECT_TRUE(std::ranges::all_of(
        *with.project.cameras, [](const registry::Camera& c) { return c.position && !c.location.empty(); }));
    const ImportResult without = import_file(*aisne(), ImportKind::cameras, *annex);
    EXPECT_GE(without.imported, 1385); // 1,391 rows, less those repeated word for word
    EXPECT_EQ(without.imported +
                  static_cast<std::int64_t>(mentions(without.findings, "répétée à l'identique")),
              1391);
}

TEST(RealFiles, SheetsOfTheParisSpreadsheet) {
    NEED(file, "paris-videoprotection-2019.ods")
    NEED_AISNE()
    const auto rows_of = [&](const std::string& sheet) {
        const ImportResult result = import_file(*aisne(), ImportKind::cameras, *file, {}, sheet);
        return result.imported +
               static_cast<std::int64_t>(mentions(result.findings, "répétée à l'identique"));
    };
    EXPECT_EQ(rows_of("Annexe 1"), 1391);
    EXPECT_EQ(rows_of("Annexe 2"), 890);
}

TEST(RealFiles, QpvOf2015AsPolygons) {
    NEED(file, "hackaviz2021-qp.geojson")
    const ImportResult result = import_file(domain::Project(), ImportKind::qpv, *file);
    EXPECT_EQ(result.imported, 105);
    EXPECT_TRUE(std::ranges::all_of(*result.project.qpvs, [](const domain::Qpv& qpv) {
        return !qpv.shape.empty() && !qpv.name.empty();
    }));
}

TEST(RealFiles, DakarHasNoAttributesAtAll) {
    NEED(file, "dakar-cameras-sans-properties.geojson")
    NEED_AISNE()
    const ImportResult result = import_file(*aisne(), ImportKind::cameras, *file);
    EXPECT_EQ(result.imported, 103);
    EXPECT_EQ(result.project.cameras->front().id, "dakar-cameras-sans-properties-0001");
}

TEST(RealFiles, SchoolsByTheirType) {
    NEED(file, "niort-ecoles.geojson")
    NEED(communes, "niort-boundary.geojson")
    const domain::Project niort = import_file(domain::Project(), ImportKind::communes, *communes).project;
    EXPECT_EQ(niort.territory->communes.front().code, "79191");
    const ImportResult result = import_file(niort, ImportKind::sites, *file);
    EXPECT_EQ(result.imported, 37);
    EXPECT_TRUE(std::ranges::all_of(*result.project.sites, [](const domain::Site& s) {
        return s.site_class == "ecole" && s.commune == "79191";
    }));
}

TEST(RealFiles, PopulationSquaresOfBordeaux) {
    NEED(file, "insee-filosofi2015-carreaux-bordeaux.gpkg")
    Progress progress;
    const auto layers = io::list_layers(*file);
    const auto cells = std::ranges::find_if(
        layers, [](const std::string& name) { return name.find("200") != std::string::npos; });
    ASSERT_NE(cells, layers.end());
    const ImportResult result = import_file(domain::Project(), ImportKind::population, *file, {}, *cells);
    EXPECT_EQ(result.imported, 6735);
    double people = 0;
    for (const domain::PopulationCell& cell : *result.project.cells) {
        people += cell.inhabitants;
    }
    EXPECT_NEAR(people, 725084.5, 0.1);
}

TEST(RealFiles, ClassifiedRoadsOfMonaco) {
    NEED(file, "osm-monaco-2025-02-07.osm.pbf")
    const ImportResult read = import_file(domain::Project(), ImportKind::roads, *file, {}, "lines");
    const std::vector<domain::Road>& roads = *read.project.roads;
    EXPECT_EQ(
        roads.size(),
        526U); // 193 primary, 197 secondary, 135 tertiary, and a slip road with a number, as ogrinfo counts
    const auto named = [&](std::string_view name) {
        return std::ranges::count(roads, name, &domain::Road::name);
    };
    EXPECT_EQ(named("M6307"), 4);
    EXPECT_TRUE(std::ranges::all_of(roads, [](const domain::Road& road) { return road.line.size() >= 2; }));
}

TEST(RealFiles, RoofsOfLyon) {
    NEED(file, "lyon-toits-3d-cc46-shp.zip")
    const auto layers = io::list_layers(*file);
    const auto roofs = std::ranges::find_if(
        layers, [](const std::string& name) { return name.find("toits") != std::string::npos; });
    ASSERT_NE(roofs, layers.end());
    const ImportResult result = import_file(domain::Project(), ImportKind::buildings, *file, {}, *roofs);
    EXPECT_GE(result.imported, 15000);
    const auto known = std::ranges::count_if(
        *result.project.buildings, [](const domain::Building& b) { return b.height_m.value_or(0) > 1.9; });
    EXPECT_GT(known, 14000);
}

} // namespace
} // namespace maillage::intake
