// Files as offices have them, from the disk to the project: nothing disappears, nothing is guessed in
// silence, and what is refused is refused for its own cause.
#include "base/error.h"
#include "geo/crs.h"
#include "map/map_scene.h"
#include "session/files.h"
#include "support/case_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <set>

namespace maillage::session {
namespace {

namespace fs = std::filesystem;
using intake::ImportKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string square(const std::string& properties, double west, double south, double side = 0.05) {
    const double e = west + side;
    const double n = south + side;
    return fmt::format(
        R"({{"type":"Feature","properties":{},"geometry":{{"type":"Polygon","coordinates":[[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]]}}}})",
        properties, west, south, e, south, e, n, west, n, west, south);
}

std::string collection(const std::vector<std::string>& features) {
    std::string text = R"({"type":"FeatureCollection","features":[)";
    for (std::size_t i = 0; i < features.size(); ++i) {
        text += (i == 0 ? "" : ",") + features[i];
    }
    return text + "]}";
}

class OfficeFiles : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "maillage-office-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        domain::Territory oise;
        oise.departement = "60";
        project.territory = oise;
        take(ImportKind::communes,
             write("base.geojson",
                   collection({square(R"({"code":"60001","nom":"Alpha","population":12000})", 2.40, 49.40),
                               square(R"({"code":"60002","nom":"Beta","population":3000})", 2.45, 49.40)})));
    }

    void TearDown() override { fs::remove_all(folder); }

    fs::path write(const std::string& name, const std::string& bytes) const {
        const fs::path file = folder / name;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }

    Imported take(ImportKind kind, const fs::path& file, bool adds = false, const std::string& layer = {}) {
        Progress progress;
        Import what;
        what.kind = kind;
        what.file = file;
        what.layer = layer;
        what.options.replaces = !adds;
        Imported imported = import_file(project, what, progress);
        project = imported.result.project;
        return imported;
    }

    std::string refusal(ImportKind kind, const fs::path& file) {
        const domain::Project before = project;
        try {
            take(kind, file);
        } catch (const InputError& error) {
            EXPECT_EQ(project.sources->size(), before.sources->size());
            return error.what();
        }
        ADD_FAILURE() << file << " was taken";
        return {};
    }

    const registry::Authorisation& act(const std::string& id) const {
        for (const registry::Authorisation& one : *project.authorisations) {
            if (one.id == id) {
                return one;
            }
        }
        ADD_FAILURE() << "no act " << id;
        static const registry::Authorisation kNone;
        return kNone;
    }

    std::vector<std::string> camera_ids() const {
        std::vector<std::string> ids;
        for (const registry::Camera& camera : *project.cameras) {
            ids.push_back(camera.id);
        }
        return ids;
    }

    static bool tells(const Findings& findings, std::string_view words) {
        return std::ranges::any_of(
            findings, [&](const Finding& f) { return f.message.find(words) != std::string::npos; });
    }

    fs::path folder;
    domain::Project project;
};

std::string french(const std::optional<Date>& day) {
    return day ? to_french(*day) : std::string();
}

// --- nothing disappears ---

TEST_F(OfficeFiles, TwoFilesOfOneNameNumberedFromOne) {
    take(ImportKind::cameras,
         write("alpha/cameras.csv", "numero;lieu;lat;lon\n1;Gare;49.42;2.42\n2;Pont;49.421;2.421\n"));
    const fs::path second =
        write("beta/cameras.csv",
              "numero;lieu;lat;lon\n1;Place;49.42;2.47\n2;Quai;49.421;2.471\n3;Halle;49.422;2.472\n");
    const Imported added = take(ImportKind::cameras, second, true);
    EXPECT_THAT(camera_ids(), UnorderedElementsAre("1", "2", "1 (beta)", "2 (beta)", "3"));
    EXPECT_TRUE(tells(added.findings, "devient « 1 (beta) »"));
    // The same file once more, corrected: its rows are replaced, the others stay.
    write("beta/cameras.csv", "numero;lieu;lat;lon\n1;Place;49.42;2.475\n2;Quai;49.421;2.471\n");
    take(ImportKind::cameras, second, true);
    EXPECT_THAT(camera_ids(), UnorderedElementsAre("1", "2", "1 (beta)", "2 (beta)"));
    EXPECT_EQ(project.sources->size(), 3U);
}

TEST_F(OfficeFiles, OtherNamesAndNoNumbersMeetAsLittle) {
    take(ImportKind::cameras, write("alpha.csv", "numero;lat;lon\n1;49.42;2.42\n"));
    take(ImportKind::cameras, write("beta.csv", "numero;lat;lon\n1;49.42;2.47\n"), true);
    EXPECT_THAT(camera_ids(), UnorderedElementsAre("1", "1 (beta)"));
    take(ImportKind::cameras, write("a/liste.csv", "lieu;lat;lon\nGare;49.43;2.42\n"), true);
    take(ImportKind::cameras, write("b/liste.csv", "lieu;lat;lon\nQuai;49.43;2.47\n"), true);
    EXPECT_EQ(project.cameras->size(), 4U);
    // The same camera from two offices is one.
    const Imported same =
        take(ImportKind::cameras, write("gamma.csv", "numero;lat;lon\n1;49.42;2.42\n"), true);
    EXPECT_EQ(project.cameras->size(), 4U);
    EXPECT_TRUE(tells(same.findings, "au même endroit : valeur remplacée"));
}

TEST_F(OfficeFiles, ActsSitesAndParcelsOfSeveralCommunes) {
    take(ImportKind::authorisations,
         write("a/actes.csv", "numero;commune;date_arrete\n1;Alpha;01/02/2024\n"));
    take(ImportKind::authorisations, write("b/actes.csv", "numero;commune;date_arrete\n1;Beta;01/03/2024\n"),
         true);
    EXPECT_EQ(project.authorisations->size(), 2U);
    take(ImportKind::sites, write("a/sites.csv", "id;nom;classe;lat;lon\n1;Gare;gare;49.42;2.42\n"));
    take(ImportKind::sites, write("b/sites.csv", "id;nom;classe;lat;lon\n1;Halle;gare;49.42;2.47\n"), true);
    EXPECT_EQ(project.sites->size(), 2U);
    take(ImportKind::parcels,
         write("a/p.geojson", collection({square(R"({"id":"1"})", 2.41, 49.41, 0.001)})));
    take(ImportKind::parcels, write("b/p.geojson", collection({square(R"({"id":"1"})", 2.46, 49.41, 0.001)})),
         true);
    EXPECT_EQ(project.parcels->size(), 2U);
}

TEST_F(OfficeFiles, TwoLayersOfOneFile) {
    const fs::path file =
        write("lieux.kml",
              R"(<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Nord</name><Placemark><name>Gare</name><Point><coordinates>2.42,49.42</coordinates></Point></Placemark></Folder>
<Folder><name>Sud</name><Placemark><name>Quai</name><Point><coordinates>2.47,49.42</coordinates></Point></Placemark></Folder></Document></kml>)");
    take(ImportKind::cameras, file, false, "Nord");
    take(ImportKind::cameras, file, true, "Sud");
    EXPECT_EQ(project.cameras->size(), 2U);
    take(ImportKind::cameras, file, true, "Sud"); // again: replaces itself
    EXPECT_EQ(project.cameras->size(), 2U);
}

TEST_F(OfficeFiles, ACorrectedFileReplacesItsFindings) {
    const std::string wrong = "nom;type;lat;lon\nGare;gare;49.42;2.42\nHalle;gare;;\n";
    const std::string right = "nom;type;lat;lon\nGare;gare;49.42;2.42\nHalle;gare;49.42;2.47\n";
    for (const char* second : {"first/sites.csv", "corrected/sites.csv", "autre.csv"}) {
        take(ImportKind::sites, write("first/sites.csv", wrong));
        EXPECT_TRUE(tells(*project.findings, "site sans position"));
        take(ImportKind::sites, write(second, right));
        EXPECT_FALSE(tells(*project.findings, "site sans position")) << second;
        std::multiset<std::string> messages;
        for (const Finding& finding : *project.findings) {
            messages.insert(to_string(finding));
        }
        for (const std::string& message : messages) {
            EXPECT_EQ(messages.count(message), 1U) << message;
        }
    }
}

TEST_F(OfficeFiles, OneWorkbookForTwoKindsKeepsTheirFindingsApart) {
    const fs::path file =
        write("registre.csv", "numero;commune;date_arrete;lat;lon\nA1;Alpha;illisible;49.42;2.42\n");
    take(ImportKind::authorisations, file);
    take(ImportKind::cameras, file);
    EXPECT_TRUE(tells(*project.findings, "date illisible"));
    write("registre.csv", "numero;commune;date_arrete;lat;lon\nA1;Alpha;01/02/2024;49.42;2.42\n");
    take(ImportKind::authorisations, file);
    EXPECT_FALSE(tells(*project.findings, "date illisible"));
    EXPECT_EQ(project.cameras->size(), 1U);
}

TEST_F(OfficeFiles, NothingRecognisedChangesNothing) {
    take(ImportKind::sites, write("sites.csv", "nom;type;lat;lon\nGare;gare;49.42;2.42\n"));
    EXPECT_THAT(refusal(ImportKind::sites, write("tel.csv", "telephone;courriel\n03;a@b\n")),
                HasSubstr("aucune colonne reconnue"));
    EXPECT_THAT(refusal(ImportKind::cameras, write("tel2.csv", "telephone;courriel\n03;a@b\n")),
                HasSubstr("telephone, courriel"));
    EXPECT_THAT(refusal(ImportKind::sites, write("vide.csv", "nom;type;lat;lon\n")), HasSubstr("vide.csv"));
    EXPECT_EQ(project.sites->front().name, "Gare");
}

TEST_F(OfficeFiles, UnusedColumnsAreNamedWithTheNearestRole) {
    const Imported read =
        take(ImportKind::authorisations,
             write("a.csv", "numero;commune;date_arrete;Téléphone;Durée globale de conservation estimée par "
                            "le service\nA1;Alpha;01/02/2024;03;15\n"));
    EXPECT_TRUE(tells(read.findings, "colonnes non utilisées : « Téléphone »"));
    EXPECT_TRUE(tells(read.findings, "(proche de conservation)"));
}

// --- the territory's own names ---

TEST_F(OfficeFiles, FormerCommunesOfTheFileOfOutlines) {
    project = {};
    domain::Territory oise;
    oise.departement = "60";
    project.territory = oise;
    take(ImportKind::communes,
         write("c.geojson",
               collection({square(R"({"code":"60001","nom":"Alpha","anciensCodes":["60003","60004"]})", 2.40,
                                  49.40)})));
    const Imported read =
        take(ImportKind::authorisations,
             write("a.csv", "numero;code_insee;date_arrete\nA1;60003;01/02/2024\nA2;60004;01/02/"
                            "2024\nA3;60001;01/02/2024\nA4;60005;01/02/2024\n"));
    for (const char* id : {"A1", "A2", "A3"}) {
        EXPECT_EQ(act(id).commune, "60001") << id;
    }
    EXPECT_EQ(act("A4").commune, "60005");
    EXPECT_TRUE(tells(read.findings, "ancien code 60003 : lu comme 60001"));
}

TEST_F(OfficeFiles, ArrondissementsOfMarseille) {
    project = {};
    domain::Territory south;
    south.departement = "13";
    project.territory = south;
    take(ImportKind::communes,
         write("c.geojson", collection({square(R"({"code":"13055","nom":"Marseille"})", 5.35, 43.25)})));
    take(ImportKind::authorisations,
         write("a.csv", "numero;code_insee;commune;date_arrete;nb_vp\n1;13201;Marseille 1er "
                        "Arrondissement;01/02/2024;3\n2;;Marseille 13e;01/02/2024;3\n3;;MARSEILLE "
                        "08;01/02/2024;3\n4;13055;Marseille;01/02/2024;3\n"));
    for (const registry::Authorisation& one : *project.authorisations) {
        EXPECT_EQ(one.commune, "13055") << one.id;
    }
    take(ImportKind::crime,
         write("crime.csv", "CODGEO_2024;annee;indicateur;nombre;taux_pour_mille;est_diffuse\n13201;2023;"
                            "Cambriolages de logement;210;9,8;diff\n13202;2023;Cambriolages de "
                            "logement;100;5,5;diff\n13201;2022;Cambriolages de "
                            "logement;200;9,1;diff\n13055;2022;Cambriolages de logement;2000;7;diff\n"));
    ASSERT_EQ(project.crime->size(), 2U);
    EXPECT_EQ(project.crime->front().year, 2022);
    EXPECT_EQ(project.crime->front().facts, 2000); // the commune's own row
    EXPECT_EQ(project.crime->back().facts, 310);
    EXPECT_EQ(project.crime->back().rate, std::nullopt);
}

TEST_F(OfficeFiles, MembersOfACouncilInWords) {
    take(ImportKind::councils, write("c.csv", "nom;communes membres\nCISPD 1;Alpha et Beta\nCISPD 2;Alpha & "
                                              "Beta\nCISPD 3;ALPHA, Beta\nCISPD 4;Beta ainsi que Alpha\n"));
    ASSERT_EQ(project.councils->size(), 4U);
    for (const domain::Council& council : *project.councils) {
        EXPECT_THAT(council.members, ElementsAre("60001", "60002")) << council.name;
    }
}

// --- cells ---

TEST_F(OfficeFiles, DatesInOtherForms) {
    take(ImportKind::authorisations,
         write("a.csv", "numero;commune;date_arrete\nA1;Alpha;14-mars-22\nA2;Alpha;lundi 14 mars "
                        "2022\nA3;Beta;AP du 14/03/2022\nA4;Beta;14/03/2022 "
                        "(modifié)\nA5;Beta;\u200B14/03/"
                        "2022\nA6;Beta;14\u00A0mars\u00A02022\nA7;Beta;\u202F14/03/2022\u00A0\n"));
    for (const registry::Authorisation& one : *project.authorisations) {
        EXPECT_EQ(french(one.decided), "14/03/2022") << one.id;
    }
    const Imported month =
        take(ImportKind::authorisations,
             write("m.csv", "numero;commune;date_arrete\nA1;Alpha;2022-03\nA2;Alpha;03/2022\nA3;Alpha;mars "
                            "2022\nA4;Alpha;2022\nA5;Alpha;du 01/02/2022 au 03/04/2022\n"));
    for (const char* id : {"A1", "A2", "A3"}) {
        EXPECT_EQ(french(act(id).decided), "01/03/2022") << id;
    }
    EXPECT_EQ(act("A4").decided, std::nullopt);
    EXPECT_EQ(act("A5").decided, std::nullopt);
    EXPECT_TRUE(tells(month.findings, "sans jour, lu comme le 01/03/2022"));
}

TEST_F(OfficeFiles, SerialDaysOnlyWhenTheWholeColumnHoldsThem) {
    const Imported read =
        take(ImportKind::authorisations,
             write("a.csv", "numero;commune;date_arrete;date_fin\nA1;Alpha;44634;46460\nA2;Beta;45352;\n"));
    EXPECT_EQ(french(act("A1").decided), "14/03/2022");
    EXPECT_EQ(french(act("A1").stated_expiry), "14/03/2027");
    EXPECT_EQ(french(act("A2").decided), "01/03/2024");
    EXPECT_TRUE(tells(read.findings, "nombres de jours d'un tableur lus comme dates"));
    take(ImportKind::authorisations,
         write("b.csv", "numero;commune;date_arrete\nA1;Alpha;44634\nA2;Beta;01/03/2024\n"));
    EXPECT_EQ(act("A1").decided, std::nullopt);
    take(ImportKind::authorisations, write("c.csv", "numero;commune;date_arrete\nA1;Alpha;2022\n"));
    EXPECT_EQ(act("A1").decided, std::nullopt);
}

TEST_F(OfficeFiles, CountsWithUnitsAndTotals) {
    take(ImportKind::authorisations,
         write("a.csv",
               "numero;commune;date_arrete;duree_conservation;nb_vp\nA1;Alpha;01/02/2024;30 jours;12 "
               "caméras\nA2;Alpha;01/02/2024;15 j;3\nA3;Beta;01/02/2024;1 mois;\nA4;Beta;01/02/2024;15;4\n"));
    EXPECT_EQ(act("A1").retention_days, 30);
    EXPECT_EQ(act("A2").retention_days, 15);
    EXPECT_EQ(act("A3").retention_days, 30);
    EXPECT_EQ(act("A1").public_road, 12);
    EXPECT_EQ(act("A3").public_road, std::nullopt);
    const Imported total =
        take(ImportKind::authorisations,
             write("b.csv", "numero;commune;date_arrete;Nb "
                            "caméras;nb_vp;nb_ext\nA1;Alpha;01/02/2024;12;4;3\nA2;Alpha;01/02/2024;5;;\n"));
    EXPECT_EQ(act("A1").indoor, 5);
    EXPECT_EQ(act("A2").public_road, std::nullopt);
    EXPECT_TRUE(tells(total.findings, "5 caméras en tout, sans dire combien"));
}

TEST_F(OfficeFiles, CodesThatAScriptMadeDecimals) {
    take(ImportKind::authorisations, write("a.csv", ",numero,code_insee,date_arrete,nb_vp\n0,2022001.0,60001."
                                                    "0,2022-03-14,12.0\n1,2022002.0,60002.0,2021-05-03,\n"));
    EXPECT_EQ(act("2022001").commune, "60001");
    EXPECT_EQ(act("2022002").commune, "60002");
    EXPECT_EQ(act("2022001").public_road, 12);
}

TEST_F(OfficeFiles, TotalsAndSourcesUnderTheTable) {
    const Imported read = take(
        ImportKind::authorisations,
        write("a.csv",
              "numero;commune;date_arrete;nb_vp\nA1;Alpha;01/02/2024;12\nSous-total;Alpha;;12\nA2;Beta;01/03/"
              "2024;4\nTOTAL;;;16\n;;;\nS/total Alpha;;;12\nTotal général;;;16\nNb : "
              "2;;;\nTotal-2024/1;Alpha;01/02/2024;1\nSource : registre, 2024;;;\n"));
    EXPECT_EQ(project.authorisations->size(), 3U);
    EXPECT_EQ(act("Total-2024/1").public_road, 1);
    EXPECT_TRUE(tells(read.findings, "ligne de total « TOTAL »"));
    EXPECT_TRUE(tells(read.findings, "ligne de source ou de note « Source : registre, 2024 »"));
    // A service station is no total.
    take(ImportKind::sites, write("s.csv", "nom;lat;lon\nTOTAL;49.42;2.42\nTotal Access;49.421;2.42\n"));
    EXPECT_EQ(project.sites->size(), 2U);
}

TEST_F(OfficeFiles, GeometriesOfDatabasesAndPortals) {
    for (const char* cell :
         {"\"SRID=4326;POINT(2.42 49.42)\"", "0101000020E610000091ED7C3F355E0340D9CEF753E3B54840",
          "POINT(2.42 49.42)", "\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[2.42,49.42]}\"",
          "\"SRID=2154;POINT(657903.89 6924659.12)\""}) {
        take(ImportKind::cameras, write("g.csv", std::string("id;lieu;geom\n1;Gare;") + cell + "\n"));
        ASSERT_TRUE(project.cameras->front().position) << cell;
        EXPECT_EQ(project.cameras->front().commune, "60001") << cell;
    }
    const Imported bad = take(ImportKind::cameras, write("b.csv", "id;lieu;geom\n1;Gare;nulle part\n"));
    EXPECT_TRUE(tells(bad.findings, "position illisible « nulle part »"));
    const Imported half =
        take(ImportKind::cameras, write("h.csv", "id;geom\n1;POINT(2.42 49.42)\n2;POINT(2.42\n"));
    EXPECT_TRUE(tells(half.findings, "géométrie illisible « POINT(2.42 »"));
}

// --- headers of sheets ---

TEST_F(OfficeFiles, HeadersNearlyKnown) {
    const Imported read =
        take(ImportKind::authorisations,
             write("a.csv", "Numéro;Commune;Date d'arrêté;Date fin de validité;Durée de conservation (en "
                            "jours);Nb de caméras voie publique\nA1;Alpha;01/02/2024;31/01/2029;15;12\n"));
    EXPECT_EQ(french(act("A1").stated_expiry), "31/01/2029");
    EXPECT_EQ(act("A1").retention_days, 15);
    EXPECT_EQ(act("A1").public_road, 12);
    EXPECT_TRUE(tells(read.findings, "titre lu d'après ses mots : « Date fin de validité »"));
}

TEST_F(OfficeFiles, HeadersOnTwoRowsUnderATitle) {
    const std::string rows = "A1;Alpha;01/02/2024;31/01/2029;12;1\nA2;Beta;01/03/2024;28/02/2029;4;0\n";
    const std::string two = "Numéro;Commune;Arrêté;;Caméras;\n;;Date;Échéance;Voie publique;Extérieures\n";
    for (const std::string& head :
         {two, "Registre de la vidéoprotection;;;;;\n" + two, "\n;;Registre;;;\n" + two}) {
        const Imported read = take(ImportKind::authorisations, write("a.csv", head + rows));
        ASSERT_EQ(project.authorisations->size(), 2U) << head;
        EXPECT_EQ(french(act("A1").decided), "01/02/2024");
        EXPECT_EQ(french(act("A2").stated_expiry), "28/02/2029");
        EXPECT_EQ(act("A1").public_road, 12);
        EXPECT_EQ(act("A2").outdoor, 0);
        EXPECT_TRUE(tells(read.findings, "en-tête lu sur deux lignes"));
    }
}

// --- encodings and systems ---

TEST_F(OfficeFiles, AxesInvertedAndWrongSystems) {
    const auto points = [](const char* a, const char* b, const char* crs) {
        return fmt::format(
            R"({{"type":"FeatureCollection",{}"features":[{{"type":"Feature","properties":{{"id":"1"}},"geometry":{{"type":"Point","coordinates":[{}]}}}},{{"type":"Feature","properties":{{"id":"2"}},"geometry":{{"type":"Point","coordinates":[{}]}}}}]}})",
            crs, a, b);
    };
    const std::string lambert2 =
        R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27572"}},)";
    for (const std::string& text : {points("49.42,2.42", "49.42,2.47", ""),
                                    points("657903.9,6924659.1", "661526.9,6924642.3", lambert2.c_str()),
                                    points("6924659.1,657903.9", "6924642.3,661526.9", "")}) {
        const Imported read = take(ImportKind::cameras, write("p.geojson", text));
        ASSERT_EQ(project.cameras->size(), 2U);
        EXPECT_EQ(project.cameras->front().commune, "60001") << text;
        EXPECT_EQ(project.cameras->back().commune, "60002") << text;
        EXPECT_GE(count(read.findings, Severity::warning), 1U);
        EXPECT_FALSE(tells(read.findings, "hors du territoire"));
    }
    const Imported right =
        take(ImportKind::cameras, write("q.geojson", points("2.42,49.42", "2.47,49.42", "")));
    EXPECT_EQ(count(right.findings, Severity::warning), 0U);
}

TEST_F(OfficeFiles, EncodingsOfOldMachines) {
    const std::string plain = "nom;type;lat;lon\n";
    for (const auto& [name, bytes] :
         std::vector<std::pair<const char*, std::string>>{{"utf8", "\xC3\x89glise d\xC3\xA9saffect\xC3\xA9"
                                                                   "e"},
                                                          {"cp1252", "\xC9glise d\xE9saffect\xE9"
                                                                     "e"},
                                                          {"cp850", "\x90glise d\x82saffect\x82"
                                                                    "e"},
                                                          {"mac", "\x83glise d\x8Esaffect\x8E"
                                                                  "e"}}) {
        take(ImportKind::sites, write("s.csv", plain + bytes + ";gare;49.42;2.42\n"));
        EXPECT_EQ(project.sites->front().name, "Église désaffectée") << name;
    }
    for (const bool is_little : {true, false}) {
        const std::u16string text = u"nom;type;lat;lon\nÉglise;gare;49.42;2.42\n";
        std::string bytes;
        for (const char16_t c : text) {
            const char low = static_cast<char>(c & 0xFF);
            const char high = static_cast<char>(c >> 8);
            bytes += is_little ? low : high;
            bytes += is_little ? high : low;
        }
        take(ImportKind::sites, write("s.csv", bytes));
        EXPECT_EQ(project.sites->front().name, "Église");
    }
}

TEST_F(OfficeFiles, PopulationInThousands) {
    project = {};
    const Imported read =
        take(ImportKind::communes,
             write("geofla.geojson",
                   collection(
                       {square(R"({"INSEE_COM":"60001","NOM_COM":"Alpha","POPULATION":12.4})", 2.40, 49.40),
                        square(R"({"INSEE_COM":"60002","NOM_COM":"Beta","POPULATION":0.3})", 2.45, 49.40)})));
    EXPECT_EQ(project.territory->communes.front().population, 12400);
    EXPECT_EQ(project.territory->communes.back().population, 300);
    EXPECT_TRUE(tells(read.findings, "en milliers"));
}

// --- formats ---

TEST_F(OfficeFiles, FormatsOfOtherServices) {
    const fs::path mif =
        write("m.mif", "Version 300\nCharset \"WindowsLatin1\"\nDelimiter \",\"\nCoordSys Earth Projection "
                       "1, 104\nColumns 2\n  id Char(20)\n  lieu Char(20)\nData\n\nPoint 2.42 49.42\n");
    write("m.mid", "\"C1\",\"\xC9glise\"\n");
    const std::string feature =
        R"({"type":"Feature","properties":{"id":"C1"},"geometry":{"type":"Point","coordinates":[2.42,49.42]}})";
    for (
        const fs::path& file :
        {mif,
         write(
             "esri.json",
             R"({"displayFieldName": "", "geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4326}, "fields": [{"name": "id", "type": "esriFieldTypeString", "alias": "id", "length": 10}], "features": [{"attributes": {"id": "C1"}, "geometry": {"x": 2.42, "y": 49.42}}]})"),
         write(
             "portail.json",
             R"([{"datasetid": "x", "recordid": "a", "fields": {"id": "C1", "geo_point_2d": [49.42, 2.42]}, "geometry": {"type": "Point", "coordinates": [2.42, 49.42]}}])"),
         write(
             "v2.json",
             R"({"total_count": 1, "results": [{"id": "C1", "geo_point_2d": {"lon": 2.42, "lat": 49.42}}]})"),
         write("objets.json", R"([{"id": "C1", "lat": 49.42, "lon": 2.42}])"),
         write("lignes.geojsonl", feature + "\n"), write("lignes.ndjson", feature + "\n"),
         write("une.json", feature),
         write(
             "topo.topojson",
             R"({"type":"Topology","objects":{"c":{"type":"GeometryCollection","geometries":[{"type":"Point","properties":{"id":"C1"},"coordinates":[2.42,49.42]}]}},"arcs":[]})"),
         write(
             "points.gpx",
             R"(<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="49.42" lon="2.42"><name>C1</name></wpt></gpx>)"),
         write(
             "points.gml",
             R"(<?xml version="1.0"?><FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns="x"><gml:featureMember><cam><id>C1</id><gml:geometryProperty><gml:Point srsName="EPSG:4326"><gml:coordinates>2.42,49.42</gml:coordinates></gml:Point></gml:geometryProperty></cam></gml:featureMember></FeatureCollection>)")}) {
        try {
            take(ImportKind::cameras, file);
        } catch (const Error& error) {
            ADD_FAILURE() << file.filename() << " : " << error.what();
            continue;
        }
        ASSERT_EQ(project.cameras->size(), 1U) << file;
        EXPECT_EQ(project.cameras->front().commune, "60001") << file;
    }
    EXPECT_FALSE(fs::exists(folder / "points.gfs"));
}

TEST_F(OfficeFiles, AKmlKeepsItsNames) {
    const Imported read = take(ImportKind::cameras, write("m.kml", R"(<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Gare</name><ExtendedData><Data name="Arrêté"><value>A1</value></Data><Data name="Portée"><value>50</value></Data></ExtendedData><Point><coordinates>2.42,49.42</coordinates></Point></Placemark>
<Placemark><name>Champ</name><Polygon><outerBoundaryIs><LinearRing><coordinates>2.42,49.42 2.421,49.42 2.421,49.421 2.42,49.42</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>)"));
    ASSERT_EQ(project.cameras->size(), 1U);
    EXPECT_EQ(project.cameras->front().location, "Gare");
    EXPECT_EQ(project.cameras->front().authorisation, "A1");
    EXPECT_EQ(project.cameras->front().range_m, 50);
    EXPECT_TRUE(tells(read.findings, "contour ou tracé parmi des points"));
}

// --- the map ---

TEST_F(OfficeFiles, AMapHasNamesWithoutPopulation) {
    const auto furthest = [&] {
        map::MapInput in;
        in.project = std::make_shared<const domain::Project>(project);
        in.geometry = map::map_geometry(project);
        std::map<std::string, double> found;
        const scene::Scene scene = map::map_scene(in);
        for (const scene::Label& label : scene.labels->labels) {
            found[label.text] = label.max_metres_per_pixel;
        }
        return found;
    };
    EXPECT_EQ(furthest().at("Beta"), 260); // 3,000 inhabitants: only from nearer
    project = {};
    take(ImportKind::communes,
         write("c.geojson", collection({square(R"({"code":"60001","nom":"Alpha"})", 2.40, 49.40),
                                        square(R"({"code":"60002","nom":"Beta"})", 2.45, 49.40)})));
    EXPECT_EQ(furthest().at("Alpha"), 0); // always
    EXPECT_EQ(furthest().at("Beta"), 0);
}

// --- causes ---

TEST_F(OfficeFiles, CausesAreTheRightOnes) {
    project = {};
    domain::Territory ariege;
    ariege.departement = "09";
    project.territory = ariege;
    const std::string why = refusal(
        ImportKind::communes,
        write("base2.geojson", collection({square(R"({"code":"60001","nom":"Alpha"})", 2.40, 49.40),
                                           square(R"({"code":"60002","nom":"Beta"})", 2.45, 49.40)})));
    EXPECT_THAT(why, HasSubstr("2 lignes : commune d'un autre département (60)"));
    EXPECT_THAT(why, HasSubstr("le projet est celui du 09"));
    EXPECT_THAT(why, Not(HasSubstr("aucun contour")));
    EXPECT_THAT(refusal(ImportKind::communes,
                        write("codes.geojson",
                              collection({square(R"({"code_insee":"abc","nom":"Alpha"})", 2.40, 49.40)}))),
                HasSubstr("code de commune illisible"));
    const std::string page = refusal(
        ImportKind::cameras, write("page.geojson", "<!DOCTYPE html><html><body>Erreur</body></html>"));
    EXPECT_THAT(page, HasSubstr("page web"));
    EXPECT_THAT(page, Not(HasSubstr("abîmé")));
    const std::string sound = refusal(ImportKind::cameras, write("x.json", R"({"bonjour": 1})"));
    EXPECT_THAT(sound, Not(HasSubstr("abîmé")));
    const std::string cut = refusal(
        ImportKind::cameras, write("y.geojson", R"({"type":"FeatureCollection","features":[{"type":"Fea)"));
    EXPECT_THAT(cut, HasSubstr("y.geojson"));
    EXPECT_THAT(cut, Not(HasSubstr("GDAL")));
    EXPECT_THAT(cut, Not(HasSubstr(folder.string())));
}

// --- OpenStreetMap ---

TEST_F(OfficeFiles, CamerasThatAreGone) {
    const Imported read = take(
        ImportKind::cameras,
        write("osm.csv", "id;man_made;removed:man_made;disused:man_made;survey:date;lat;lon\n1;surveillance;;"
                         ";2026-01-01;49.42;2.42\n2;;surveillance;;;49.42;2.43\n3;;;surveillance;;49.42;2."
                         "44\n4;surveillance;;;2015-01-01;49.43;2.42\n5;surveillance;;;;49.43;2.43\n"));
    EXPECT_THAT(camera_ids(), UnorderedElementsAre("1", "4", "5"));
    EXPECT_TRUE(tells(read.findings, "caméras jamais confirmées : 1"));
    EXPECT_TRUE(tells(read.findings, "vérifiées il y a plus de 4 ans : 1"));
}

// --- the files that went wrong ---

#define NEED(variable, name)                                                                                 \
    const auto variable = case_file(std::string("files/") + (name));                                         \
    if (!variable) {                                                                                         \
        GTEST_SKIP() << (name) << " absent";                                                                 \
    }

TEST_F(OfficeFiles, CaseOfTwoHeaderRows) {
    NEED(file, "register-two-header-rows.xlsx");
    take(ImportKind::authorisations, *file);
    ASSERT_EQ(project.authorisations->size(), 2U);
    EXPECT_EQ(french(act("A1").stated_expiry), "31/01/2029");
    EXPECT_EQ(act("A1").public_road, 12);
    EXPECT_EQ(french(act("A2").decided), "01/03/2024");
}

TEST_F(OfficeFiles, CaseOfSerialDates) {
    NEED(file, "serial-dates.xlsx");
    take(ImportKind::authorisations, *file);
    EXPECT_EQ(french(act("A1").decided), "14/03/2022");
    EXPECT_EQ(french(act("A2").stated_expiry), "01/03/2029");
}

TEST_F(OfficeFiles, CaseOfANewGeoPackage) {
    NEED(file, "geopackage-1.4.gpkg");
    const Imported read = take(ImportKind::cameras, *file);
    for (const Finding& finding : read.findings) {
        EXPECT_EQ(finding.message.find("GDAL"), std::string::npos) << finding.message;
        EXPECT_EQ(finding.message.find('/'), std::string::npos) << finding.message;
    }
}

TEST_F(OfficeFiles, CaseOfQuickOsm) {
    NEED(file, "quickosm-cut-names.shp");
    take(ImportKind::cameras, *file);
    ASSERT_EQ(project.cameras->size(), 2U);
    EXPECT_THAT(project.cameras->front().azimuths_deg, ElementsAre(90));
    EXPECT_EQ(project.cameras->front().tilt_deg, 15);
    EXPECT_TRUE(project.cameras->front().is_public_road);
    EXPECT_EQ(project.cameras->front().type, registry::CameraType::fixed);
    EXPECT_EQ(project.cameras->back().type, registry::CameraType::dome);
}

TEST_F(OfficeFiles, CaseOfADeclaredEncoding) {
    NEED(file, "utf8-declared-latin1.shp");
    const Imported read = take(ImportKind::sites, *file);
    EXPECT_EQ(project.sites->front().name, "Église Saint-Médard");
    EXPECT_TRUE(tells(read.findings, "textes en UTF-8 bien que le fichier déclare"));
}

TEST_F(OfficeFiles, CaseOfTheNationalExtractOfHealth) {
    NEED(file, "no-header-two-kinds-of-rows.csv");
    take(ImportKind::sites, *file);
    ASSERT_EQ(project.sites->size(), 2U);
    EXPECT_EQ(project.sites->front().name, "CLINIQUE TEST");
    EXPECT_EQ(project.sites->front().site_class, "sante");
    EXPECT_EQ(project.sites->front().commune, "60001");
    EXPECT_TRUE(project.sites->front().position);
    EXPECT_EQ(project.sites->back().commune, "60002");
}

TEST_F(OfficeFiles, CaseOfTheBaseOfEquipments) {
    NEED(file, "bpe.csv");
    take(ImportKind::sites, *file);
    ASSERT_EQ(project.sites->size(), 3U);
    std::vector<std::string> classes;
    for (const domain::Site& site : *project.sites) {
        classes.push_back(site.site_class);
        EXPECT_FALSE(site.name.empty());
        EXPECT_TRUE(site.position);
    }
    EXPECT_THAT(classes, UnorderedElementsAre("ecole", "pharmacie", "equipement"));
}

TEST_F(OfficeFiles, CaseOfForcesInOtherWords) {
    NEED(file, "force-in-other-words.csv");
    take(ImportKind::zones, *file);
    EXPECT_EQ(project.territory->communes.front().force, domain::ForceKind::gendarmerie);
    EXPECT_EQ(project.territory->communes.back().force, domain::ForceKind::police);
}

} // namespace
} // namespace maillage::session
