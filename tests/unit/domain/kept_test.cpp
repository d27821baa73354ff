// What comes in can be saved, read back, and is the same; what is in a project file is believed only when it
// makes sense.
#include "base/clean_text.h"
#include "base/error.h"
#include "domain/project_tables.h"
#include "intake/import.h"
#include "io/read/read_table.h"
#include "io/store/project_store.h"
#include "support/example_project.h"
#include "unit/io/scratch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace maillage::domain {
namespace {

using namespace std::string_literals;
using io::Scratch;
using test::kX;
using test::kY;
using testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Through the file and back.
Project saved_and_read(const Project& project) {
    const Scratch scratch;
    Progress progress;
    ProjectTables tables = to_tables(project);
    io::save_project(scratch / "p.gpkg", {tables.tables, tables.settings}, progress);
    io::StoredProject stored = io::load_project(scratch / "p.gpkg", progress);
    return from_tables({std::move(stored.tables), std::move(stored.settings)});
}

struct Came {
    Project project;
    Findings findings;
};

Came import_of(const std::string& name, const std::string& bytes, intake::ImportKind kind) {
    const Scratch scratch;
    Progress progress;
    const Project before = test::small_project();
    io::ReadOptions options;
    options.target_epsg = before.territory->epsg;
    const auto file = scratch.put(name, bytes);
    io::ReadResult read = io::read_table(file, options, progress);
    intake::ImportOptions how;
    how.source = file.filename().string();
    how.site_class = "gare";
    intake::ImportResult result = intake::import_table(before, kind, read.table, how);
    Came came{std::move(result.project), std::move(read.findings)};
    append(came.findings, result.findings);
    came.project.findings = came.findings;
    return came;
}

/// One finding of this kind, with its place.
void expect_told(const Came& came, const std::string& words, long row, const std::string& column) {
    const auto it = std::ranges::find_if(came.findings, [&](const Finding& f) {
        return f.message.find(words) != std::string::npos && f.row == row && f.column == column;
    });
    EXPECT_NE(it, came.findings.end()) << words << " in " << testing::PrintToString(came.findings.size());
    for (const Finding& finding : came.findings) {
        EXPECT_FALSE(clean_text(finding.message)) << finding.message;
    }
}

std::string sites_csv(const std::string& name) {
    return "id;nom;x_l93;y_l93\ns1;" + name + ";745100;6940100\ns2;Gare;745200;6940200\n";
}

TEST(Door, TextOfACsvIsMadeGoodAtTheEntranceAndTheProjectSaves) {
    const std::string filler(5000, 'x'); // beyond where a file is told from a binary one
    for (const std::string& hostile : {filler + "\0fin"s, "a\x1b[2Jb"s, "laon\u202Egnp.exe"s,
                                       "\u2066x\u2069"s, std::string(200'000, 'y')}) {
        const Came came = import_of("sites.csv", sites_csv(hostile), intake::ImportKind::sites);
        ASSERT_EQ(came.project.sites->size(), 2U);
        EXPECT_FALSE(clean_text(came.project.sites->front().name));
        expect_told(came, "texte nettoyé", 2, "nom");
        EXPECT_EQ(saved_and_read(came.project), came.project);
    }
}

TEST(Door, JsonEscapesAreTextToo) {
    for (const std::string& hostile : {"a\\u0000b"s, "a\\u0001b"s, "a\\u202eb"s, "a\\u007fb"s}) {
        const Came osm = import_of(
            "sites.json",
            R"({"elements":[{"type":"node","id":1,"lat":49.5706,"lon":3.6244,"tags":{"amenity":"school","name":")" +
                hostile + R"("}}]})",
            intake::ImportKind::sites);
        expect_told(osm, "texte nettoyé", 1, "name");
        EXPECT_EQ(saved_and_read(osm.project), osm.project);
        const Came geojson = import_of(
            "sites.geojson",
            R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":")" + hostile +
                R"(","id":"s1"},"geometry":{"type":"Point","coordinates":[3.6244,49.5706]}}]})",
            intake::ImportKind::sites);
        EXPECT_EQ(saved_and_read(geojson.project), geojson.project);
        for (const Site& site : *geojson.project.sites) {
            EXPECT_FALSE(clean_text(site.name));
        }
    }
}

TEST(Door, NamesOfFilesAreTextToo) {
    const Came came =
        import_of("caf\xe9\x01\u202E.csv", sites_csv("Gare du Nord"), intake::ImportKind::sites);
    EXPECT_EQ(saved_and_read(came.project), came.project);
    for (const Source& source : *came.project.sources) {
        EXPECT_FALSE(clean_text(source.file));
    }
}

/// One wild point spoiled the extent, and with it the whole file.
TEST(Door, OneWildPointDoesNotSpoilTheFile) {
    for (const std::string& wild : {"1e300"s, "-1e18"s, "9e99"s}) {
        const Came came = import_of(
            "sites.json",
            R"({"elements":[{"type":"node","id":1,"lat":49.5706,"lon":3.6244,"tags":{"amenity":"school","name":"A"}},
{"type":"node","id":2,"lat":)" +
                wild + R"(,"lon":3.6244,"tags":{"amenity":"school","name":"B"}}]})",
            intake::ImportKind::sites);
        expect_told(came, "coordonnées infinies", 2, "");
        EXPECT_EQ(saved_and_read(came.project), came.project);
    }
}

TEST(Door, NumbersAndDaysOfATableAreBounded) {
    for (const std::string& wild : {"1e300"s, "-1e300"s, "1e999"s, "inf"s, "nan"s, "-3"s}) {
        const Came came =
            import_of("sites.csv", "id;nom;poids;x_l93;y_l93\ns1;A;" + wild + ";745100;6940100\n",
                      intake::ImportKind::sites);
        EXPECT_EQ(came.project.sites->front().weight, std::nullopt) << wild;
        EXPECT_EQ(saved_and_read(came.project), came.project);
    }
    for (const std::string& day : {"31/12/9999"s, "01/01/0001"s, "2026-02-31"s, "99999999"s}) {
        const Came came =
            import_of("actes.csv", "numero_arrete;insee;date_arrete\n2025/1;02001;" + day + "\n",
                      intake::ImportKind::authorisations);
        EXPECT_EQ(came.project.authorisations->front().decided, std::nullopt) << day;
        EXPECT_EQ(saved_and_read(came.project), came.project);
    }
}

TEST(Door, WhatIsHandedOverBesideTheFileIsRefused) {
    geo::Table table;
    table.columns = {{"id", geo::ColumnType::text, ""}, {"nom", geo::ColumnType::text, ""}};
    table.features = {{{std::string("s1"), std::string("Gare")}, {}, 1}};
    intake::ImportOptions how;
    how.attribution = "IGN\x01";
    EXPECT_THROW(intake::import_table(test::small_project(), intake::ImportKind::sites, table, how),
                 InputError);
    how.attribution.clear();
    how.site_class = "gare\u202E";
    EXPECT_THROW(intake::import_table(test::small_project(), intake::ImportKind::sites, table, how),
                 InputError);
}

// --- our own file ---

Project full_project() {
    Project project = test::small_project();
    project.authorisations = std::vector{test::act("2024/1", "02001", test::day(2024, 1, 1))};
    project.cameras = std::vector{test::camera("c1", "2024/1", {kX + 501, kY + 500}, 100),
                                  test::camera("c2", "2024/1", {kX + 450, kY + 500}, 100)};
    project.sites =
        std::vector{test::site("s1", {kX + 550, kY + 500}), test::site("s2", {kX + 800, kY + 500})};
    Building building;
    building.id = "b1";
    building.shape = test::square(kX + 500, kY + 490, 20).front();
    project.buildings = std::vector{building};
    Candidate candidate;
    candidate.id = "e1";
    candidate.position = geo::Point{kX + 300, kY + 300};
    project.candidates = std::vector{candidate};
    project.perimeters = std::vector{Perimeter{"p1", "Centre", test::square(kX, kY, 300), "essai"}};
    project.cells = std::vector{PopulationCell{"k1", {kX, kY}, 12, false, "02001"}};
    project.roads = std::vector{Road{"r1", "D1", RoadClass::departmental, {{kX, kY}, {kX + 9, kY}}, ""}};
    project.crime = std::vector{CrimeFigure{"02001", "vols", 2024, 1.5, 3.0, true}};
    Scenario scenario;
    scenario.name = "Schéma";
    project.scenarios = {scenario};
    project.settings.funding = first_funding_table();
    project.settings.prices = first_prices();
    return project;
}

std::string refusal(const ProjectTables& tables) {
    try {
        from_tables(tables);
    } catch (const InputError& error) {
        return error.what();
    }
    return "ouvert";
}

geo::Table& table_of(ProjectTables& tables, const std::string& name) {
    return *std::ranges::find(tables.tables, name, &geo::Table::name);
}

TEST(Kept, TheFullProjectOpens) {
    const Project project = full_project();
    EXPECT_EQ(from_tables(to_tables(project)), project);
    EXPECT_EQ(saved_and_read(project), project);
}

/// Each column of numbers, days, words and identifiers with what it can never hold.
TEST(Kept, ValuesWithoutMeaningAreRefusedWithTheirPlace) {
    struct Case {
        const char* table;
        const char* column;
        geo::Value value;
    };

    const std::vector<Case> cases = {{"sites", "poids", -1.0},
                                     {"sites", "poids", kNan},
                                     {"sites", "poids", kInfinity},
                                     {"sites", "poids", 1e300},
                                     {"sites", "id", {}},
                                     {"sites", "nom", std::string("a\0b", 3)},
                                     {"sites", "nom", std::string("\xff")},
                                     {"classes_de_sites", "poids", -0.5},
                                     {"classes_de_sites", "cle", {}},
                                     {"poids_delinquance", "poids", kNan},
                                     {"cameras", "type", std::string("canon")},
                                     {"cameras", "portee_m", -1.0},
                                     {"cameras", "portee_m", kInfinity},
                                     {"cameras", "champ_deg", 361.0},
                                     {"cameras", "azimuts", std::string("nan")},
                                     {"cameras", "azimuts", std::string("1e300")},
                                     {"cameras", "azimuts", std::string("nord")},
                                     {"cameras", "largeur_px", std::int64_t{-1}},
                                     {"cameras", "id", std::string()},
                                     {"cameras", "voie_publique", std::string("peut-être")},
                                     {"communes", "force", std::string("douane")},
                                     {"communes", "population", std::int64_t{-1}},
                                     {"communes", "surface_km2", -1.0},
                                     {"communes", "centre_x", kNan},
                                     {"communes", "centre_y", 1e300},
                                     {"communes", "population", std::string("beaucoup")},
                                     {"arretes", "nature", std::string("faveur")},
                                     {"arretes", "date_arrete", std::string("hier")},
                                     {"arretes", "date_arrete", Date(std::chrono::year(12) / 1 / 1)},
                                     {"arretes", "nb_vp", std::int64_t{-3}},
                                     {"arretes", "conservation_j", std::numeric_limits<std::int64_t>::max()},
                                     {"carreaux", "habitants", -1.0},
                                     {"carreaux", "habitants", kNan},
                                     {"batiments", "hauteur_m", kInfinity},
                                     {"routes", "classe", std::string("chemin")},
                                     {"delinquance", "annee", std::int64_t{3'000'000'000}},
                                     {"delinquance", "taux", kNan},
                                     {"scenarios", "nombre", std::int64_t{-1}},
                                     {"scenarios", "part_visee", 1.5},
                                     {"scenarios", "maille_m", -1.0},
                                     {"scenarios", "maille_m", kNan},
                                     {"scenarios", "nom", {}},
                                     {"scenarios", "planchers", std::string("n'importe quoi")},
                                     {"scenarios", "phases", std::string("2027=-1")},
                                     {"candidats", "cout_eur", -1.0},
                                     {"candidats", "portee_m", 0.0},
                                     {"candidats", "cameras", std::int64_t{-1}},
                                     {"prix", "cout_eur", kNan},
                                     {"prix", "hors_aide_eur", 1e9},
                                     {"financements", "taux_pb", std::int64_t{10'001}},
                                     {"financements", "annee_fin", std::int64_t{1900}},
                                     {"financements", "plafond_projet_c", std::int64_t{-1}},
                                     {"seuils_clspd", "plus_de", std::int64_t{-1}},
                                     {"hypotheses_cameras", "portee_haute_m", kNan},
                                     {"densites_image", "px_par_m", -1.0}};
    const ProjectTables sound = to_tables(full_project());
    for (const Case& one : cases) {
        ProjectTables tables = sound;
        geo::Table& table = table_of(tables, one.table);
        ASSERT_FALSE(table.features.empty()) << one.table;
        const auto column = geo::find_column(table, one.column);
        ASSERT_TRUE(column) << one.table << '.' << one.column;
        table.features.back().values[*column] = one.value;
        const std::string message = refusal(tables);
        EXPECT_THAT(message, HasSubstr("projet abîmé")) << one.table << '.' << one.column;
        EXPECT_THAT(message, HasSubstr("table "s + one.table)) << message;
        EXPECT_THAT(message, HasSubstr("ligne " + std::to_string(table.features.size()))) << message;
    }
}

TEST(Kept, IdentifiersTellRowsApart) {
    for (const char* name : {"sites", "cameras", "communes", "classes_de_sites", "densites_image"}) {
        ProjectTables tables = to_tables(full_project());
        geo::Table& table = table_of(tables, name);
        table.features[1].values[0] = table.features[0].values[0];
        EXPECT_THAT(refusal(tables), HasSubstr("table "s + name + ", ligne 2")) << name;
    }
}

TEST(Kept, GeometryIsFiniteWholeAndOfItsKind) {
    const auto with = [](const char* name, const geo::Geometry& geometry) {
        ProjectTables tables = to_tables(full_project());
        table_of(tables, name).features[0].geometry = geometry;
        return refusal(tables);
    };
    const geo::Ring ring = {{kX, kY}, {kX + 9, kY}, {kX, kY + 9}};
    for (const double wild : {kNan, kInfinity, -kInfinity, 1e300, 4e7}) {
        geo::Ring bad = ring;
        bad[1].x = wild;
        EXPECT_THAT(with("communes", geo::MultiPolygon{{bad, {}}}), HasSubstr("table communes, ligne 1"));
        EXPECT_THAT(with("communes", geo::MultiPolygon{{ring, {bad}}}), HasSubstr("table communes, ligne 1"));
        EXPECT_THAT(with("cameras", geo::Point{wild, kY}), HasSubstr("table cameras, ligne 1"));
        EXPECT_THAT(with("routes", geo::MultiLine{{{kX, kY}, {kX, wild}}}),
                    HasSubstr("table routes, ligne 1"));
    }
    EXPECT_THAT(with("communes", geo::MultiPolygon{{{{kX, kY}, {kX + 1, kY}}, {}}}), HasSubstr("incomplet"));
    EXPECT_THAT(with("cameras", geo::MultiPolygon{{ring, {}}}), HasSubstr("d'un autre genre"));
    EXPECT_THAT(with("routes", geo::MultiLine{{{kX, kY}, {kX, 0}}, {{kX, kY}, {kX, 0}}}),
                HasSubstr("autre genre"));
    EXPECT_THAT(with("carreaux", geo::Geometry()), HasSubstr("géométrie absente"));
}

TEST(Kept, SettingsAreChecked) {
    const std::pair<const char*, const char*> cases[] = {{"territoire_epsg", "4326"},
                                                         {"territoire_epsg", "99999999"},
                                                         {"territoire_epsg", "0"},
                                                         {"territoire_millesime", "-3"},
                                                         {"territoire_contours_approches", "peut-être"},
                                                         {"date_reference", "32/13/2026"},
                                                         {"base_population", "double"},
                                                         {"poids_habitant", "-1"},
                                                         {"poids_habitant", "nan"},
                                                         {"plafond_delinquance", "0"},
                                                         {"facteur_qpv", "inf"},
                                                         {"cout_site_eur", "1e300"},
                                                         {"plafond_aides_pb", "10001"},
                                                         {"part_projet_commune", "2"},
                                                         {"densite_requise", "divination"},
                                                         {"relief_epsg", "-1"},
                                                         {"pixels_bas", "-1280"},
                                                         {"portee_candidat_m", ""}};
    for (const auto& [key, value] : cases) {
        ProjectTables tables = to_tables(full_project());
        ASSERT_TRUE(tables.settings.contains(key)) << key;
        tables.settings[key] = value;
        EXPECT_THAT(refusal(tables), HasSubstr("projet abîmé")) << key << '=' << value;
    }
    ProjectTables tables = to_tables(full_project());
    table_of(tables, "sites").epsg = 3857;
    EXPECT_THAT(refusal(tables), HasSubstr("table sites"));
}

/// What a command makes passes the same checks, so that it opens again.
TEST(Kept, ACommandCannotMakeWhatCannotBeOpened) {
    const Project before = full_project();
    const auto refused = [&](auto change) {
        Project after = before;
        change(after);
        EXPECT_THROW(require_kept(before, after), InputError);
    };
    EXPECT_NO_THROW(require_kept(before, before));
    EXPECT_NO_THROW(require_kept(Project(), before));
    refused([](Project& p) {
        auto cameras = *p.cameras;
        cameras[0].range_m = -5;
        p.cameras = cameras;
    });
    refused([](Project& p) {
        auto sites = *p.sites;
        sites[1].id = sites[0].id;
        p.sites = sites;
    });
    refused([](Project& p) { p.settings.site_cost_eur = kNan; });
    refused([](Project& p) { p.scenarios[0].mesh_m = kInfinity; });
    refused([](Project& p) { p.settings.site_classes.push_back({"", "", 1}); });
    refused([](Project& p) { p.title = "\xff"; });
}

/// Those of the index of places call functions that only GDAL has.
std::string no_triggers(const std::string& file) {
    const std::string ask =
        "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master WHERE type = 'trigger'";
    std::string drops;
    FILE* answer = popen(("sqlite3 '" + file + "' \"" + ask + "\"").c_str(), "r");
    for (int c = std::fgetc(answer); c != EOF && c != '\n'; c = std::fgetc(answer)) {
        drops += static_cast<char>(c);
    }
    pclose(answer);
    return drops + ";";
}

/// SQLite keeps anything in any column: a word where a number is expected was read as 0.
TEST(Kept, WhatIsNotOfItsColumnsTypeIsRefused) {
    const Scratch scratch;
    Progress progress;
    const ProjectTables tables = to_tables(full_project());
    const auto file = (scratch / "p.gpkg").string();
    for (const char* sql :
         {"UPDATE sites SET poids = 'lourd'", "UPDATE communes SET population = 'deux'",
          "UPDATE communes SET population = 2.5", "UPDATE cameras SET voie_publique = 7",
          "UPDATE arretes SET date_arrete = 'hier'", "UPDATE arretes SET date_arrete = 20240101",
          "UPDATE sites SET nom = x'FF00'", "UPDATE sites SET nom = CAST(x'610062' AS TEXT)",
          "UPDATE sites SET geom = 'POINT (0 0)'", "UPDATE sites SET geom = x'4750'"}) {
        io::save_project(file, {tables.tables, tables.settings}, progress);
        const std::string quiet = no_triggers(file);
        ASSERT_EQ(std::system(("sqlite3 '" + file + "' \"" + quiet + sql + "\"").c_str()), 0) << sql;
        EXPECT_THROW(io::load_project(file, progress), InputError) << sql;
    }
}

} // namespace
} // namespace maillage::domain
