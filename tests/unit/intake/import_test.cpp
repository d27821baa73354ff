// Tables written by hand: what is recognised, what becomes a value, what becomes a finding.
#include "base/error.h"
#include "domain/project_tables.h"
#include "geo/crs.h"
#include "intake/import.h"
#include "support/example_project.h"
#include "support/random_table.h"
#include "support/table_maker.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace maillage::intake {
namespace {

using test::kX;
using test::kY;
using test::square;
using test::text_table;
using test::with_geometry;
using testing::ElementsAre;
using testing::HasSubstr;

ImportResult import_rows(ImportKind kind, const geo::Table& table, ImportOptions options = {},
                         const domain::Project& project = test::small_project()) {
    if (options.source.empty()) {
        options.source = "essai.csv";
    }
    return import_table(project, kind, table, options);
}

bool tells(const Findings& findings, std::string_view words, long row = -1) {
    return std::ranges::any_of(findings, [&](const Finding& f) {
        return f.message.find(words) != std::string::npos && (row < 0 || f.row == row);
    });
}

/// A point given in metres from the corner of the small project, in another system.
geo::Point in_crs(int epsg, double east, double north) {
    return *geo::Reprojection(2154, epsg)({kX + east, kY + north});
}

TEST(Sources, PopulationsTakeNoCreditForTheOutlinesThatTheyComplete) {
    const geo::Table drawn = with_geometry(text_table({"code", "nom"}, {{"02001", "Ville"}}),
                                           geo::GeometryKind::polygon, 2154, {square(kX, kY, 1000)});
    ImportOptions outlines;
    outlines.source = "contours.geojson";
    outlines.attribution = "IGN";
    domain::Project project = import_rows(ImportKind::communes, drawn, outlines, {}).project;
    const geo::Table facts = text_table({"code", "population"}, {{"02001", "12000"}});
    for (const char* file : {"populations.csv", "autres.csv"}) {
        ImportOptions counted;
        counted.source = file;
        project = import_rows(ImportKind::communes, facts, counted, project).project;
        EXPECT_EQ(project.territory->communes.front().population, 12000);
        EXPECT_EQ(domain::attribution(project), std::string("Limites : IGN · Communes : ") + file);
    }
}

// --- columns ---

TEST(Columns, EveryVintageOfAdminExpressIsRecognised) {
    using Columns = std::vector<std::string>;
    for (const Columns& names :
         {Columns{"ID", "INSEE_COM", "NOM_COM", "INSEE_ARR", "CODE_EPCI", "POPULATION"},
          Columns{"ID", "NOM", "NOM_M", "INSEE_COM", "STATUT", "POPULATION", "INSEE_ARR", "SIREN_EPCI"},
          Columns{"cleabs", "code_insee", "nom_officiel", "population", "code_insee_de_l_arrondissement",
                  "codes_siren_des_epci"}}) {
        const ColumnMap found = recognise_columns(ImportKind::communes, text_table(names, {}));
        for (const std::string role : {"code", "nom", "arrondissement", "epci", "population"}) {
            EXPECT_TRUE(found.contains(role)) << role << " in " << names[1];
        }
        EXPECT_NE(found.at("nom"), "NOM_M");
    }
}

TEST(Columns, CutShapefileNamesAreToldApartByTheirValues) {
    const geo::Table table = text_table(
        {"code_insee", "nom_offici", "code_ins_1", "code_ins_2", "code_ins_3", "code_ins_4", "codes_sire"},
        {{"02408", "Laon", "0206", "022", "02", "32", "240200493"},
         {"02691", "Saint-Quentin", "0214", "023", "02", "32", "200071892/NR"}});
    const ColumnMap found = recognise_columns(ImportKind::communes, table);
    EXPECT_EQ(found.at("arrondissement"), "code_ins_2");
    EXPECT_EQ(found.at("departement"), "code_ins_3");
    EXPECT_EQ(found.at("epci"), "codes_sire");
}

TEST(Columns, OverridesWinAndMistakesAreExplained) {
    const geo::Table table = text_table({"Site", "Truc"}, {{"École", "02001"}});
    ImportOptions options;
    options.columns = {{"nom", "site"}, {"code", "Truc"}, {"classe", "Site"}};
    const ImportResult result = import_rows(ImportKind::sites, table, options);
    EXPECT_EQ(result.recognised.at("nom"), "Site");
    EXPECT_EQ(result.project.sites->front().commune, "02001");
    options.columns = {{"nom", "Absente"}};
    EXPECT_THROW(import_rows(ImportKind::sites, table, options), InputError);
    options.columns = {{"couleur", "Site"}};
    EXPECT_THROW(import_rows(ImportKind::sites, table, options), InputError);
    EXPECT_THROW(import_rows(ImportKind::communes, table), InputError);
}

TEST(Columns, KindsAndRolesAreListed) {
    for (const ImportKind kind : all_import_kinds()) {
        EXPECT_EQ(parse_import_kind(to_text(kind)), kind);
        EXPECT_EQ(roles(kind).empty(), kind == ImportKind::elevation); // a grid has no columns
    }
    EXPECT_EQ(parse_import_kind("rails"), std::nullopt);
    EXPECT_EQ(roles(ImportKind::communes).front().key, "code");
}

// --- communes ---

TEST(Communes, ListsOfOpenDataSoftAndLocalArrondissements) {
    const geo::Table table =
        with_geometry(text_table({"com_code", "com_name", "INSEE_ARR", "epci_code", "year"},
                                 {{"[\"02408\"]", "[\"Laon\"]", "2", "[\"240200493\"]", "2025"}}),
                      geo::GeometryKind::polygon, 2154, {square(kX, kY, 2000)});
    const ImportResult result = import_rows(ImportKind::communes, table, {}, domain::Project());
    const domain::Commune& laon = result.project.territory->communes.front();
    EXPECT_EQ(laon.code, "02408");
    EXPECT_EQ(laon.name, "Laon");
    EXPECT_EQ(laon.arrondissement, "022");
    EXPECT_EQ(laon.epci, "240200493");
    EXPECT_EQ(result.project.territory->vintage, 2025);
    EXPECT_NEAR(laon.area_km2, 4 * geo::areal_scale_inverse(2154, {kX + 1000, kY + 1000}), 1e-4);
}

TEST(Communes, ParisIsNotCountedTwice) {
    const geo::Table table = with_geometry(
        text_table({"INSEE_COM", "NOM"}, {{"75056", "Paris"}, {"75101", "Paris 1er"}, {"75102", "Paris 2e"}}),
        geo::GeometryKind::polygon, 2154,
        {square(650000, 6860000, 9000), square(650000, 6860000, 900), square(651000, 6860000, 900)});
    const ImportResult result = import_rows(ImportKind::communes, table, {}, domain::Project());
    EXPECT_EQ(result.imported, 1);
    EXPECT_TRUE(tells(result.findings, "75101 est un arrondissement de 75056"));
}

TEST(Communes, NewContoursKeepWhatTheFileLacksAndAreNoLongerApproximate) {
    domain::Project before = test::small_project();
    domain::Territory territory = *before.territory;
    territory.has_approximate_contours = true;
    before.territory = territory;
    const geo::Table table = with_geometry(
        text_table({"code", "nom"}, {{"02001", "Ville"}, {"02002", "Bourg"}, {"02003", "Lieu"}}),
        geo::GeometryKind::polygon, 2154,
        {square(kX, kY, 1100), square(kX + 1100, kY, 900), square(kX, kY + 1100, 900)});
    const ImportResult result = import_rows(ImportKind::communes, table, {}, before);
    const domain::Territory& after = *result.project.territory;
    EXPECT_FALSE(after.has_approximate_contours);
    ASSERT_EQ(after.communes.size(), 3U);
    EXPECT_EQ(after.communes[0].population, 12000);
    EXPECT_EQ(after.communes[0].force, domain::ForceKind::police);
    EXPECT_EQ(after.communes[0].shape, square(kX, kY, 1100));
    EXPECT_TRUE(tells(result.findings, "02004 Hameau n'est plus dans le territoire"));
    EXPECT_EQ(result.project.sources->back().file, "essai.csv");
}

TEST(Communes, AttributesAloneCompleteButNeverRemove) {
    const ImportResult result = import_rows(
        ImportKind::communes, text_table({"code", "population"}, {{"2001", "13 000"}, {"60159", "40000"}}));
    EXPECT_EQ(result.project.territory->communes.size(), 4U);
    EXPECT_EQ(result.project.territory->communes[0].population, 13000);
    EXPECT_EQ(result.project.territory->communes[0].shape, square(kX, kY, 1000));
    EXPECT_TRUE(tells(result.findings, "commune d'un autre département (60), non importée"));
}

TEST(Communes, DefectsAreFindings) {
    const geo::Table table =
        with_geometry(text_table({"code", "nom", "population"}, {{"02408", "Laon", "beaucoup"},
                                                                 {"02408", "Laon", "24220"},
                                                                 {"Laon", "", ""},
                                                                 {"02691", "", "52813"}}),
                      geo::GeometryKind::polygon, 2154,
                      {square(kX, kY, 1000), square(kX + 5000, kY, 1000), square(0, 0, 1), std::monostate()});
    const ImportResult result = import_rows(ImportKind::communes, table, {}, domain::Project());
    EXPECT_EQ(result.imported, 2);
    EXPECT_TRUE(tells(result.findings, "nombre illisible « beaucoup »", 1));
    EXPECT_TRUE(tells(result.findings, "déjà à la ligne 1", 2));
    EXPECT_TRUE(tells(result.findings, "code de commune illisible « LAON »", 3));
    EXPECT_TRUE(tells(result.findings, "n'a pas de contour", 4));
    EXPECT_TRUE(tells(result.findings, "n'a pas de nom", 4));
    EXPECT_EQ(result.project.territory->communes[0].shape.size(), 2U); // both parts of Laon
    EXPECT_EQ(*result.project.findings, result.findings);
}

// --- zones, councils, QPV ---

TEST(Zones, MinistryFileHasSeveralRowsForOneCommune) {
    const geo::Table table =
        text_table({"code_commune", "libelle_commune", "institution", "id_service", "service"},
                   {{"02001", "Ville", "PN", "1", "CSP Ville"},
                    {"02002", "Bourg", "GN", "2", "BTA Bourg"},
                    {"02002", "Bourg", "GN", "3", "COB Lieu"},
                    {"02003", "Lieu", "GN", "4", "COB Lieu"},
                    {"02003", "Lieu", "PN", "5", "CSP Ville"},
                    {"60159", "Compiègne", "PN", "6", "CSP Compiègne"}});
    const ImportResult result = import_rows(ImportKind::zones, table);
    const auto& communes = result.project.territory->communes;
    EXPECT_EQ(communes[0].force, domain::ForceKind::police);
    EXPECT_EQ(communes[1].force, domain::ForceKind::gendarmerie);
    EXPECT_EQ(communes[1].unit, "BTA Bourg ; COB Lieu");
    EXPECT_EQ(communes[2].force, domain::ForceKind::unknown); // shared: never a guess
    EXPECT_EQ(communes[3].force,
              domain::ForceKind::unknown); // not in the file that replaces the former zones
    EXPECT_TRUE(tells(result.findings, "partagée entre police et gendarmerie"));
    EXPECT_TRUE(tells(result.findings, "commune hors du territoire"));
}

TEST(Zones, PolygonsWithDates) {
    const geo::Table table =
        with_geometry(text_table({"zone_competence", "unite", "debut"}, {{"ZPN", "CSP", "01/02/2024"}}),
                      geo::GeometryKind::polygon, 2154, {square(kX, kY, 500)});
    const ImportResult result = import_rows(ImportKind::zones, table);
    ASSERT_EQ(result.project.zones->size(), 1U);
    EXPECT_EQ(result.project.zones->front(),
              (domain::ForceZone{
                  domain::ForceKind::police, "CSP", test::day(2024, 2, 1), {}, square(kX, kY, 500)}));
}

TEST(Councils, OneRowAMemberOrOneRowACouncil) {
    const geo::Table members = text_table({"conseil", "type", "code_insee", "commune"},
                                          {{"CISPD du Pays", "CISPD", "02001", "Ville"},
                                           {"CISPD du Pays", "CISPD", "2003", "Lieu"},
                                           {"CLSPD de Bourg", "CLSPD", "", "BOURG"}});
    const geo::Table lists =
        text_table({"Nom", "Communes membres"},
                   {{"CISPD du Pays", "02001 ; 02003"}, {"CLSPD de Bourg", "Commune de Bourg"}});
    for (const geo::Table& table : {members, lists}) {
        const ImportResult result = import_rows(ImportKind::councils, table);
        ASSERT_EQ(result.project.councils->size(), 2U);
        EXPECT_EQ(result.project.councils->at(0).kind, domain::CouncilKind::cispd);
        EXPECT_THAT(result.project.councils->at(0).members, ElementsAre("02001", "02003"));
        EXPECT_EQ(result.project.councils->at(1).kind, domain::CouncilKind::clspd);
        EXPECT_THAT(result.project.councils->at(1).members, ElementsAre("02002"));
    }
}

TEST(Councils, AListOfCommunesMakesNoneButAFewNamedAfterTheirTownDo) {
    domain::Project land = test::small_project();
    const domain::Commune model = land.territory->communes.front();
    domain::Territory territory = *land.territory;
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 24; ++i) {
        domain::Commune commune = model;
        commune.code = fmt::format("029{:02}", i);
        commune.name = fmt::format("Lieu {}", i);
        territory.communes.push_back(commune);
        rows.push_back({commune.code, commune.name});
    }
    land.territory = territory;
    ImportOptions options;
    options.source = "communes.csv";
    EXPECT_THROW(import_table(land, ImportKind::councils, text_table({"code_insee", "nom"}, rows), options),
                 InputError);
    rows.resize(5);
    const auto few =
        import_table(land, ImportKind::councils, text_table({"code_insee", "nom"}, rows), options);
    EXPECT_EQ(few.project.councils->size(), 5U);
}

TEST(Qpv, OneCellHoldsSeveralCommunes) {
    const geo::Table table =
        text_table({"code_qp", "lib_qp", "insee_com"},
                   {{"QN00201M", "Europe", "02001; 02004"}, {"QN06001M", "Ailleurs", "60159"}});
    const ImportResult result = import_rows(ImportKind::qpv, table);
    ASSERT_EQ(result.project.qpvs->size(), 1U);
    EXPECT_THAT(result.project.qpvs->front().communes, ElementsAre("02001", "02004"));
    EXPECT_TRUE(tells(result.findings, "quartier hors du territoire"));
}

TEST(Qpv, ThePolygonOf2015TellsItsCommunes) {
    const geo::Table table = with_geometry(
        text_table({"CODE_QP", "NOM_QP", "COMMUNE_QP"}, {{"QP002001", "Centre", "Ville, Bourg"}}),
        geo::GeometryKind::polygon, 2154, {square(kX + 900, kY + 100, 200)});
    EXPECT_THAT(import_rows(ImportKind::qpv, table).project.qpvs->front().communes,
                ElementsAre("02001", "02002"));
}

// --- authorisations ---

TEST(Authorisations, DatesThatAreWordsAndDatesInTheWrongOrder) {
    const geo::Table table = text_table({"N° d'arrêté", "Bénéficiaire", "Commune", "Date de l'arrêté",
                                         "Date d'expiration", "Durée de conservation"},
                                        {{"2020/0001", "Mairie", "Ville", "Début 2019", "", "30"},
                                         {"2020/0002", "Tabac", "Ville", "12/03/2020", "11/03/2019", "45"},
                                         {"2020/0002", "Banque", "Nulle-Part", "13/03/2020", "", ""},
                                         {"2020/0002", "Banque", "Nulle-Part", "13/03/2020", "", ""},
                                         {"", "Gare", "Bourg", "14/03/2020", "", ""},
                                         {"2021/0003-R-1-2026", "Gare", "Bourg", "14/03/2026", "", ""}});
    const ImportResult result = import_rows(ImportKind::authorisations, table);
    EXPECT_EQ(result.imported, 5);
    const auto& acts = *result.project.authorisations;
    EXPECT_EQ(acts[0].decided, std::nullopt);
    EXPECT_EQ(acts[1].id, "2020/0002");
    EXPECT_EQ(acts[2].id, "2020/0002-2");
    EXPECT_EQ(acts[2].number, "2020/0002");
    EXPECT_EQ(acts[3].nature, registry::ActNature::renewal);
    EXPECT_EQ(acts[3].previous, "2021/0003");
    EXPECT_TRUE(tells(result.findings, "date illisible « Début 2019 »", 1));
    EXPECT_TRUE(tells(result.findings, "expiration avant la date de l'arrêté", 2));
    EXPECT_TRUE(tells(result.findings, "conservation de 45 jours", 2));
    EXPECT_TRUE(tells(result.findings, "« Nulle-Part » introuvable", 3));
    EXPECT_TRUE(tells(result.findings, "répétée à l'identique", 4));
    EXPECT_TRUE(tells(result.findings, "sans numéro", 5));
}

TEST(Authorisations, ASuspensionKeepsItsLastDayAndAnActItsPrefecture) {
    const geo::Table table = text_table(
        {"prefecture", "numero", "nature", "precedent", "code_insee", "date_arrete", "fin_suspension"},
        {{"02", "2020/0001", "autorisation", "", "02001", "2020-01-01", ""},
         {"02", "77/2021", "suspension", "2020/0001", "02001", "2021-03-01", "2021-05-30"}});
    const auto acts = *import_rows(ImportKind::authorisations, table).project.authorisations;
    ASSERT_EQ(acts.size(), 2U);
    EXPECT_EQ(acts[1].nature, registry::ActNature::suspension);
    EXPECT_EQ(acts[1].stated_expiry, test::day(2021, 5, 30));
    EXPECT_EQ(acts[0].stated_expiry, std::nullopt);
    EXPECT_EQ(acts[0].prefecture, "02");
}

// --- cameras and positions ---

TEST(Cameras, ANumberThatTwoCommunesUseIsThatOfTheCamerasOwn) {
    const geo::Table register_rows = text_table({"numero", "titulaire", "code_insee", "date_arrete"},
                                                {{"045", "Ville", "02001", "01/01/2022"},
                                                 {"045", "Bourg", "02002", "01/01/2023"},
                                                 {"112", "Tabac", "02003", "01/01/2023"},
                                                 {"112", "Banque", "02003", "01/01/2023"}});
    const domain::Project acts = import_rows(ImportKind::authorisations, register_rows).project;
    ASSERT_EQ(acts.authorisations->size(), 4U);
    const geo::Table rows = text_table(
        {"id", "arrete", "insee"},
        {{"a", "045", "02001"}, {"b", "045", "02002"}, {"c", "045", "02004"}, {"d", "112", "02003"}});
    const ImportResult result = import_rows(ImportKind::cameras, rows, {}, acts);
    const auto commune_of_act = [&](std::size_t camera) {
        const std::string& id = (*result.project.cameras)[camera].authorisation;
        const auto act = std::ranges::find(*acts.authorisations, id, &registry::Authorisation::id);
        return act == acts.authorisations->end() ? std::string("aucun") : act->commune;
    };
    EXPECT_EQ(commune_of_act(0), "02001");
    EXPECT_EQ(commune_of_act(1), "02002");
    EXPECT_EQ(commune_of_act(2), "aucun"); // either may be meant
    EXPECT_EQ(commune_of_act(3), "aucun");
    EXPECT_TRUE(tells(result.findings, "plusieurs arrêtés portent le numéro", 3));
}

TEST(Cameras, CompiegneCountsItsAnglesFromTheEast) {
    const geo::Point p{kX + 500, kY + 500};
    const geo::Table table =
        text_table({"refcam", "type_camera", "angle", "insee", "doman", "x_l93", "y_l93", "dbetat"},
                   {{"LAO01", "02", "90", "02001", "public", fmt::format("{}", p.x),
                     fmt::format("{:.1f}", p.y), "en service"}});
    ImportOptions options;
    options.azimuth_convention = "trigo";
    const ImportResult result = import_rows(ImportKind::cameras, table, options);
    const registry::Camera& camera = result.project.cameras->front();
    EXPECT_EQ(camera.id, "LAO01");
    EXPECT_EQ(camera.type, registry::CameraType::fixed);
    EXPECT_TRUE(camera.is_public_road);
    EXPECT_EQ(camera.position, p);
    // 90 degrees from the east is grid north; true north lies west of it here, so the true azimuth is a
    // little positive.
    const double convergence = geo::meridian_convergence_deg(2154, p);
    EXPECT_GT(convergence, 0.3);
    ASSERT_EQ(camera.azimuths_deg.size(), 1U);
    EXPECT_NEAR(camera.azimuths_deg[0], convergence, 1e-9);
    EXPECT_TRUE(
        tells(import_rows(ImportKind::cameras, table).findings, "choisissez alors la convention trigo"));
    options.azimuth_convention = "sud";
    EXPECT_THROW(import_rows(ImportKind::cameras, table, options), InputError);
}

struct Placed {
    std::string x_name, y_name;
    int epsg;
    double unit;
    std::string told;
};

TEST(Positions, ColumnsInEverySystemOfTheNeighbourhood) {
    for (const Placed& one :
         {Placed{"x", "y", 2154, 1, "EPSG:2154"}, Placed{"X", "Y", 3949, 1, "EPSG:3949"},
          Placed{"coord_x", "coord_y", 3950, 1, "EPSG:3950"}, Placed{"x", "y", 27572, 1, "EPSG:27572"},
          Placed{"X_L93", "Y_L93", 2154, 1000, "en kilomètres"},
          Placed{"longitude", "latitude", 4326, 1, "WGS 84"},
          Placed{"c_x_wgs84", "c_y_wgs84", 3857, 1, "EPSG:3857"}}) {
        const geo::Point p = in_crs(one.epsg, 500, 1500);
        std::string x = fmt::format("{:.7f}", p.x / one.unit);
        std::ranges::replace(x, '.', ',');
        const geo::Table table =
            text_table({"id", one.x_name, one.y_name}, {{"1", x, fmt::format("{:.7f}", p.y / one.unit)}});
        const ImportResult result = import_rows(ImportKind::cameras, table);
        const registry::Camera& camera = result.project.cameras->front();
        ASSERT_TRUE(camera.position) << one.told;
        EXPECT_NEAR(camera.position->x, kX + 500, 0.05) << one.told;
        EXPECT_NEAR(camera.position->y, kY + 1500, 0.05) << one.told;
        EXPECT_EQ(camera.commune, "02003") << one.told;
        EXPECT_TRUE(tells(result.findings, one.told)) << one.told;
    }
}

TEST(Positions, WreckedNumbersStayEmptyAndTheRepairIsOnlyProposed) {
    const geo::Point p = in_crs(4326, 500, 500);
    std::string lat = fmt::format("{:.7f}", p.y);
    std::erase(lat, '.');
    const std::string wrecked = lat.substr(0, 3) + "." + lat.substr(3, 3) + "." + lat.substr(6);
    const geo::Table table =
        text_table({"id", "lat", "lon"}, {{"1", wrecked, fmt::format("{:.7f}", p.x)},
                                          {"2", fmt::format("{:.7f}", p.x), fmt::format("{:.7f}", p.y)},
                                          {"3", fmt::format("{:.7f}", p.y), fmt::format("{:.7f}", p.x)},
                                          {"4", "", ""}});
    const ImportResult result = import_rows(ImportKind::cameras, table);
    const auto& cameras = *result.project.cameras;
    EXPECT_FALSE(cameras[0].position);
    EXPECT_TRUE(
        tells(result.findings, fmt::format("sans doute longitude {:.7f} et latitude {:.7f}", p.x, p.y), 1));
    EXPECT_FALSE(cameras[1].position);
    EXPECT_TRUE(tells(result.findings, "semblent inversées", 2));
    EXPECT_TRUE(cameras[2].position);
    EXPECT_FALSE(cameras[3].position);
    EXPECT_TRUE(tells(result.findings, "caméra sans position ni commune"));
}

TEST(Positions, OneCellWithDegreesMinutesAndSeconds) {
    const geo::Point p = in_crs(4326, 500, 500);
    const auto dms = [](double v) {
        return fmt::format("{}° {}′ {:.3f}″", int(v), int(v * 60) % 60, v * 3600 - 60 * int(v * 60));
    };
    const geo::Table table =
        text_table({"id", "Coordonnées GPS"}, {{"1", dms(p.y) + " nord, " + dms(p.x) + " est"}});
    const ImportResult result = import_rows(ImportKind::cameras, table);
    ASSERT_TRUE(result.project.cameras->front().position);
    EXPECT_NEAR(result.project.cameras->front().position->x, kX + 500, 0.1);
}

TEST(Positions, CodeAndPlaceThatDisagreeAreReportedAwayFromTheBorder) {
    const geo::Table table = with_geometry(
        text_table({"id", "insee"}, {{"a", "02002"}, {"b", "02002"}, {"c", ""}, {"d", "02999"}}),
        geo::GeometryKind::point, 2154,
        {geo::Point{kX + 500, kY + 500}, geo::Point{kX + 950, kY + 500}, geo::Point{kX + 500, kY + 500},
         geo::Point{kX + 90000, kY}});
    const ImportResult result = import_rows(ImportKind::cameras, table);
    EXPECT_TRUE(
        tells(result.findings, "commune 02002 d'après le code, 02001 (Ville) d'après la position", 1));
    EXPECT_FALSE(
        tells(result.findings, "d'après la position", 2)); // 50 m from Bourg: contours are not that sharp
    EXPECT_EQ(result.project.cameras->at(2).commune, "02001");
    EXPECT_TRUE(tells(result.findings, "position hors du territoire", 4));
    EXPECT_TRUE(tells(result.findings, "02999 n'est pas dans le territoire", 4));
    EXPECT_TRUE(result.project.cameras->at(3).position);
}

TEST(Cameras, IdentifiersAndActsAndAbsurdValues) {
    domain::Project project = test::small_project();
    registry::Authorisation act;
    act.id = act.number = "2020/0001";
    project.authorisations = std::vector<registry::Authorisation>{act};
    const geo::Table table =
        text_table({"id", "arrete", "insee", "azimut", "hauteur", "portee", "resolution", "type"},
                   {{"1", "2020/0001", "02001", "450", "250", "6 km", "1920x1080", "Dôme"},
                    {"1", "2020/9999", "02001", "NNX", "haut", "-5", "4K", "soucoupe"},
                    {"1", "2020/0001", "02001", "450", "250", "6 km", "1920x1080", "Dôme"},
                    {"", "", "02001", "", "", "", "", ""}});
    const ImportResult result = import_rows(ImportKind::cameras, table, {}, project);
    ASSERT_EQ(result.imported, 3);
    const auto& cameras = *result.project.cameras;
    EXPECT_EQ(cameras[0].authorisation, "2020/0001");
    EXPECT_THAT(cameras[0].azimuths_deg, ElementsAre(90));
    EXPECT_EQ(cameras[0].width_px, 1920);
    EXPECT_EQ(cameras[0].range_m, 6000);
    EXPECT_EQ(cameras[1].id, "1-2");
    EXPECT_EQ(cameras[1].width_px, 3840);
    EXPECT_EQ(cameras[2].id, "essai-0004");
    for (const auto& [words, row] :
         std::vector<std::pair<std::string, long>>{{"ramené à 90", 1},
                                                   {"plus de 200 m", 1},
                                                   {"plus de 5 km", 1},
                                                   {"« 2020/9999 » n'est pas dans le registre", 2},
                                                   {"direction illisible « NNX »", 2},
                                                   {"nombre illisible « haut »", 2},
                                                   {"invraisemblable « -5 »", 2},
                                                   {"type de caméra non reconnu « soucoupe »", 2},
                                                   {"répétée à l'identique", 3}}) {
        EXPECT_TRUE(tells(result.findings, words, row)) << words;
    }
}

TEST(Cameras, TagsPackedByGdalAreOpened) {
    const geo::Table table = with_geometry(
        text_table({"osm_id", "man_made", "other_tags"},
                   {{"7", "surveillance", R"("camera:type"=>"fixed","direction"=>"240","x"=>"a\"b")"},
                    {"8", "tower", ""}}),
        geo::GeometryKind::point, 2154, {geo::Point{kX + 5, kY + 5}, geo::Point{kX + 6, kY + 6}});
    const ImportResult result = import_rows(ImportKind::cameras, table);
    ASSERT_EQ(result.imported, 1);
    EXPECT_EQ(result.project.cameras->front().type, registry::CameraType::fixed);
    EXPECT_THAT(result.project.cameras->front().azimuths_deg, ElementsAre(240));
    EXPECT_TRUE(tells(result.findings, "n'est pas une caméra de surveillance"));
}

TEST(Cameras, AddingKeepsTheOthersAndReplacesTheSame) {
    const domain::Project once =
        import_rows(ImportKind::cameras, text_table({"id", "lieu"}, {{"a", "rue A"}, {"b", "rue B"}}))
            .project;
    ImportOptions options;
    options.replaces = false;
    options.source = "suite.csv";
    const ImportResult more = import_rows(
        ImportKind::cameras, text_table({"id", "lieu"}, {{"b", "place B"}, {"c", "rue C"}}), options, once);
    ASSERT_EQ(more.project.cameras->size(), 4U); // nothing says that both « b » are one camera
    EXPECT_EQ(more.project.cameras->at(1).location, "rue B");
    EXPECT_EQ(more.project.cameras->at(2).location, "place B");
    EXPECT_EQ(more.project.cameras->at(2).id, "b (suite)");
    EXPECT_EQ(more.project.sources->size(), 2U);
    EXPECT_TRUE(tells(more.findings, "l'identifiant « b » est celui d'un autre objet du projet"));
    // The same source again replaces what it gave, all of it.
    const ImportResult again = import_rows(ImportKind::cameras, text_table({"id", "lieu"}, {{"b", "quai B"}}),
                                           options, more.project);
    ASSERT_EQ(again.project.cameras->size(), 3U);
    EXPECT_EQ(again.project.cameras->at(2).location, "quai B");
    EXPECT_EQ(again.project.sources->size(), 2U);
    options.replaces = true;
    const ImportResult only =
        import_rows(ImportKind::cameras, text_table({"id"}, {{"z"}}), options, more.project);
    EXPECT_EQ(only.project.cameras->size(), 1U);
    EXPECT_EQ(only.project.sources->size(), 1U);
    EXPECT_TRUE(std::ranges::none_of(*only.project.findings,
                                     [](const Finding& f) { return f.source == "essai.csv"; }));
}

TEST(Findings, ManyDefectsOfOneKindAreCounted) {
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 3000; ++i) {
        rows.push_back({std::to_string(i), "NNX"});
    }
    const ImportResult result = import_rows(ImportKind::cameras, text_table({"id", "azimut"}, rows));
    EXPECT_EQ(std::ranges::count_if(result.findings, [](const Finding& f) { return f.row > 0; }), 1000);
    EXPECT_TRUE(tells(result.findings,
                      "3\u202F000 lignes : direction illisible, laissée vide (1\u202F000 lignes détaillées)",
                      0));
}

// --- demand ---

TEST(Sites, ClassesFromWordsTagsOrTheOption) {
    const geo::Table words = text_table(
        {"nom", "type", "insee"},
        {{"A", "Collège public", "02001"}, {"B", "Officine de pharmacie", "02001"}, {"C", "Trou", "02001"}});
    const ImportResult result = import_rows(ImportKind::sites, words);
    EXPECT_EQ(result.project.sites->at(0).site_class, "college");
    EXPECT_EQ(result.project.sites->at(1).site_class, "pharmacie");
    EXPECT_EQ(result.project.sites->at(2).site_class, "autre");
    EXPECT_TRUE(tells(result.findings, "« Trou »", 3));
    const geo::Table osm = with_geometry(
        text_table({"osm_id", "name", "amenity", "shop"}, {{"1", "Collège Pasteur", "school", ""},
                                                           {"2", "", "bench", ""},
                                                           {"3", "Épicerie", "", "convenience"}}),
        geo::GeometryKind::point, 2154,
        {geo::Point{kX + 1, kY + 1}, geo::Point{kX + 2, kY + 1}, geo::Point{kX + 3, kY + 1}});
    const ImportResult tags = import_rows(ImportKind::sites, osm);
    ASSERT_EQ(tags.imported, 2);
    EXPECT_EQ(tags.project.sites->at(0).site_class, "college");
    EXPECT_EQ(tags.project.sites->at(1).site_class, "commerce");
    ImportOptions options;
    options.site_class = "culte";
    EXPECT_EQ(import_rows(ImportKind::sites, text_table({"nom", "insee"}, {{"Église", "02001"}}), options)
                  .project.sites->front()
                  .site_class,
              "culte");
}

TEST(Buildings, HeightFromRoofThenStatedThenStoreys) {
    const geo::Table table = with_geometry(
        text_table({"cleabs", "usage_1", "nombre_d_etages", "hauteur", "altitude_minimale_sol",
                    "altitude_maximale_toit"},
                   {{"A", "Résidentiel", "2", "5,5", "100", "109"},
                    {"B", "Commercial", "3", "8", "", ""},
                    {"C", "", "4", "", "", ""},
                    {"D", "", "", "", "", ""}}),
        geo::GeometryKind::polygon, 2154,
        {square(kX, kY, 10), square(kX + 20, kY, 10), square(kX + 40, kY, 10), square(kX + 60, kY, 10)});
    const ImportResult result = import_rows(ImportKind::buildings, table);
    const auto& buildings = *result.project.buildings;
    EXPECT_EQ(buildings[0].height_m, 9);
    EXPECT_EQ(buildings[0].height_source, "toit");
    EXPECT_TRUE(buildings[0].is_dwelling);
    EXPECT_EQ(buildings[1].height_m, 8);
    EXPECT_EQ(buildings[2].height_m, 12);
    EXPECT_EQ(buildings[2].height_source, "etages");
    EXPECT_EQ(buildings[3].height_m, std::nullopt);
}

TEST(Crime, BothLayoutsOfTheCommunalBase) {
    const geo::Table old = text_table(
        {"CODGEO_2024", "annee", "classe", "unité.de.compte", "valeur.publiée", "faits", "tauxpourmille",
         "complementinfoval", "complementinfotaux"},
        {{"02001", "23", "Cambriolages de logement", "infraction", "diff", "12", "3,25", "NA", "NA"},
         {"02002", "23", "Cambriolages de logement", "infraction", "ndiff", "NA", "NA", "1,2", "2,5"}});
    const geo::Table now = text_table(
        {"CODGEO_2026", "annee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille", "est_diffuse",
         "complement_info_nombre", "complement_info_taux"},
        {{"02001", "2023", "Cambriolages de logement", "infraction", "12", "3.25", "diff", "NA", "NA"},
         {"02002", "2023", "Cambriolages de logement", "infraction", "NA", "NA", "ndiff", "1.2", "2.5"}});
    for (const geo::Table& table : {old, now}) {
        const ImportResult result = import_rows(ImportKind::crime, table);
        EXPECT_EQ(*result.project.crime, (std::vector<domain::CrimeFigure>{
                                             {"02001", "Cambriolages de logement", 2023, 3.25, 12, true},
                                             {"02002", "Cambriolages de logement", 2023, {}, {}, false}}));
    }
    const ImportResult wide =
        import_rows(ImportKind::crime, text_table({"insee", "indicateur", "taux_2020", "taux_2021"},
                                                  {{"02001", "Cambriolages de logement", "1,5", "ndiff"}}));
    EXPECT_EQ(*wide.project.crime,
              (std::vector<domain::CrimeFigure>{{"02001", "Cambriolages de logement", 2020, 1.5, {}, true},
                                                {"02001", "Cambriolages de logement", 2021, {}, {}, false}}));
}

TEST(Population, TheSquareIsBuiltFromItsIdentifier) {
    const geo::Point laea = *geo::Reprojection(2154, 3035)({kX + 500, kY + 500});
    const long e = std::lround(laea.x / 200) * 200;
    const long n = std::lround(laea.y / 200) * 200;
    const geo::Table table =
        text_table({"idcar_200m", "ind", "i_est_200", "lcog_geo"},
                   {{fmt::format("CRS3035RES200mN{}E{}", n, e), "12,5", "1", "0200102002"},
                    {"CRS3035RES200mN2466800E3482800", "3", "0", "33063"}});
    const ImportResult result = import_rows(ImportKind::population, table);
    ASSERT_EQ(result.imported, 1);
    const domain::PopulationCell& cell = result.project.cells->front();
    const geo::Point centre =
        *geo::Reprojection(3035, 2154)({static_cast<double>(e + 100), static_cast<double>(n + 100)});
    EXPECT_NEAR(cell.centre.x, centre.x, 1e-6);
    EXPECT_EQ(cell.inhabitants, 12.5);
    EXPECT_TRUE(cell.is_imputed);
    EXPECT_EQ(cell.commune, "02001");
    EXPECT_TRUE(tells(result.findings, "carreau hors du territoire"));
}

TEST(Import, NothingUsableIsAnError) {
    EXPECT_THROW(import_rows(ImportKind::sites, text_table({"nom"}, {})), InputError);
    for (const ImportKind kind : all_import_kinds()) {
        EXPECT_THROW(import_rows(kind, geo::Table()), InputError) << to_text(kind);
    }
}

TEST(Import, HostileTablesEndInAProjectOrAMessage) {
    std::mt19937 engine(20261122);
    for (int round = 0; round < 60; ++round) {
        std::vector<std::uint8_t> bytes(200 + engine() % 600);
        std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(engine()); });
        const geo::Table table = test::RandomTable(bytes).make();
        for (const ImportKind kind : all_import_kinds()) {
            try {
                const ImportResult result =
                    import_rows(kind, table, {}, round % 2 == 0 ? test::small_project() : domain::Project());
                EXPECT_GT(result.imported, 0);
                EXPECT_EQ(domain::from_tables(domain::to_tables(result.project)).sources,
                          result.project.sources);
            } catch (const InputError& error) {
                EXPECT_GT(std::string_view(error.what()).size(), 20U); // a reason, not a word
            }
        }
    }
}

// --- the plan ---

TEST(Import, CandidatesPricesAndRulesOfFunding) {
    const ImportResult places = import_rows(
        ImportKind::candidates, text_table({"id", "nom", "x_l93", "y_l93", "cout_ht", "nb_cameras"},
                                           {{"n", "Entrée nord", "745500", "6940500", "9 500,50", "2"},
                                            {"s", "Sans place", "", "", "", ""}}));
    ASSERT_EQ(places.project.candidates->size(), 1U);
    const domain::Candidate& north = places.project.candidates->front();
    EXPECT_EQ(north.cost_eur, 9500.5);
    EXPECT_EQ(north.cameras, 2);
    EXPECT_EQ(north.commune, "02001");
    EXPECT_TRUE(tells(places.findings, "candidat sans position"));

    const ImportResult aimed =
        import_rows(ImportKind::candidates,
                    text_table({"id", "x_l93", "y_l93", "portee_m", "azimut", "ouverture", "hauteur"},
                               {{"a", "745500", "6940500", "150", "135", "90", "6,5"},
                                {"b", "745510", "6940500", "", "", "", ""}}));
    const domain::Candidate& aim = aimed.project.candidates->front();
    EXPECT_EQ(aim.reach_m, 150);
    EXPECT_EQ(aim.azimuth_deg, 135);
    EXPECT_EQ(aim.field_of_view_deg, 90);
    EXPECT_EQ(aim.height_m, 6.5);
    EXPECT_FALSE(aimed.project.candidates->back().reach_m);
    for (const std::vector<std::string>& row :
         std::vector<std::vector<std::string>>{{"a", "745500", "6940500", "0", "", ""},
                                               {"a", "745500", "6940500", "-5", "", ""},
                                               {"a", "745500", "6940500", "loin", "", ""},
                                               {"a", "745500", "6940500", "", "400", ""},
                                               {"a", "745500", "6940500", "", "90", "500"},
                                               {"a", "745500", "6940500", "", "", "90"}}) {
        try {
            import_rows(ImportKind::candidates,
                        text_table({"id", "x_l93", "y_l93", "portee", "azimut", "champ"}, {row}));
            FAIL() << row[3] << row[4] << row[5];
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("ligne 1, colonne "));
        }
    }

    const ImportResult rules = import_rows(
        ImportKind::funding, text_table({"financeur", "annee_debut", "departement", "taux", "plafond_camera"},
                                        {{"Région", "2027", "2", "30", "15000"}}));
    const domain::FundingRule& region = rules.project.settings.funding.rules.at(0);
    EXPECT_EQ(region, (domain::FundingRule{"Région", 2027, domain::kOpenYear, "02", 3000, 1'500'000,
                                           std::nullopt, std::nullopt, ""}));
    EXPECT_TRUE(tells(rules.findings, "sans année de fin"));
    const ImportResult dated = import_rows(
        ImportKind::funding, text_table({"financeur", "annee_debut", "annee_fin", "taux_pct",
                                         "aide_projet_eur", "aide_commune_eur", "aide_periode_eur"},
                                        {{"DETR", "2025", "", "50", "", "", ""},
                                         {"FIPD", "2025", "2026", "40", "1000", "3000", "9000"}}));
    const auto& of_years = dated.project.settings.funding.rules;
    ASSERT_EQ(of_years.size(), 2U);
    EXPECT_EQ(of_years[0].last_year, domain::kOpenYear);
    EXPECT_EQ(of_years[1].last_year, 2026);
    EXPECT_EQ(of_years[1].most_aid, 100'000);
    EXPECT_EQ(of_years[1].most_aid_commune, 300'000);
    EXPECT_EQ(of_years[1].most_aid_period, 900'000);
    for (const std::vector<std::string>& row :
         std::vector<std::vector<std::string>>{{"Région", "2027", "02", "130", ""},
                                               {"Région", "2027", "02", "-1", ""},
                                               {"", "2027", "02", "3", ""},
                                               {"Région", "demain", "02", "3", ""},
                                               {"Région", "2027", "02", "3", "-5"}}) {
        try {
            import_rows(
                ImportKind::funding,
                text_table({"financeur", "annee_debut", "departement", "taux", "plafond_camera"}, {row}));
            FAIL() << row[0];
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("ligne "));
            EXPECT_THAT(error.what(), testing::HasSubstr("colonne "));
        }
    }
    const ImportResult prices = import_rows(
        ImportKind::prices, text_table({"type", "liaison", "cout", "portee"},
                                       {{"dome", "4g", "8000", "120"}, {"fixe", "4g", "5000", ""}}));
    EXPECT_EQ(
        prices.project.settings.prices,
        (std::vector<domain::EquipmentPrice>{{"dome", "4g", 8000, 0, "", 120}, {"fixe", "4g", 5000, 0, ""}}));
}

} // namespace
} // namespace maillage::intake
