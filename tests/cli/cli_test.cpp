// The command line as its user sees it: words in, exit code, text and files out. Most tests run in process;
// the last ones run the program and read its files back with GDAL's own tools.
#include "support/cli_driver.h"
#include "support/require.h"
#include "support/test_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace maillage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using test::Answer;
using test::run;

class Cli : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "maillage-cli-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string path(const std::string& name) const { return (folder / name).string(); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return path(name);
    }

    /// Two communes of one square kilometre each side of a line, as a GeoJSON in Lambert-93 degrees.
    std::string communes() const {
        return write("communes.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"02001","nom":"Ville","population":12000},"geometry":{"type":"Polygon","coordinates":[[[3.60,49.55],[3.62,49.55],[3.62,49.57],[3.60,49.57],[3.60,49.55]]]}},
{"type":"Feature","properties":{"code":"02002","nom":"Évry","population":4000},"geometry":{"type":"Polygon","coordinates":[[[3.62,49.55],[3.64,49.55],[3.64,49.57],[3.62,49.57],[3.62,49.55]]]}}]})");
    }

    std::string project() const {
        const std::string file = path("p.gpkg");
        const Answer made = run({"new", file, "--departement", "02", "--communes", communes()});
        EXPECT_EQ(made.code, 0) << made.err;
        return file;
    }

    std::filesystem::path folder;
};

TEST_F(Cli, NewReadsCommunesAsImportDoes) {
    const std::string odd = write("odd.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"truc":"02001","machin":"Ville"},"geometry":{"type":"Polygon","coordinates":[[[3.60,49.55],[3.62,49.55],[3.62,49.57],[3.60,49.57],[3.60,49.55]]]}}]})");
    EXPECT_EQ(run({"new", path("a.gpkg"), "--departement", "02", "--communes", odd}).code, 2);
    const Answer made = run({"new", path("b.gpkg"), "--departement", "02", "--communes", odd, "--map",
                             "code=truc", "--map", "nom=machin"});
    EXPECT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr("1 communes"));
    const Answer layer =
        run({"new", path("c.gpkg"), "--departement", "02", "--communes", communes(), "--layer", "absente"});
    EXPECT_EQ(layer.code, 2);
    EXPECT_THAT(layer.err, HasSubstr("absente"));
}

TEST_F(Cli, AnImportThatRecognisesNothingLeavesTheProjectAlone) {
    const std::string file = project();
    const std::string sites = write("sites.csv", "nom;type;lat;lon\nGare;gare;49.56;3.61\n");
    ASSERT_EQ(run({"import", file, "sites", sites}).code, 0);
    const Answer refused = run({"import", file, "sites", write("autre.csv", "telephone;courriel\n03;a@b\n")});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("aucune colonne reconnue"));
    const Answer table = run({"export", file, "gaps", path("g.csv"), "--by", "commune"});
    EXPECT_EQ(table.code, 0) << table.err;
    EXPECT_THAT(run({"gaps", file}).out, HasSubstr("/1 sites"));
}

TEST_F(Cli, HelpAndVersionAreNoErrors) {
    EXPECT_EQ(run({"--help"}).code, 0);
    EXPECT_THAT(run({"--version"}).out, HasSubstr("maillage 0."));
    EXPECT_EQ(run({"gaps", "--help"}).code, 0);
}

TEST_F(Cli, HelpAndRefusalsSpeakFrench) {
    for (const std::string& help : {run({"--help"}).out, run({"rank", "--help"}).out}) {
        for (const char* english : {"Usage", "Print", "Display", "Positionals", "Subcommands", "TEXT ",
                                    "REQUIRED", "FLOAT", "Excludes"}) {
            EXPECT_THAT(help, Not(HasSubstr(english)));
        }
    }
    EXPECT_THAT(run({"rank"}).err, HasSubstr("il manque PROJET"));
    EXPECT_THAT(run({"rank", "p.gpkg", "--count", "beaucoup"}).err,
                HasSubstr("valeur illisible : --count = beaucoup"));
    EXPECT_THAT(run({"rank", "p.gpkg", "--count"}).err, HasSubstr("valeur manquante ou de trop : --count"));
    EXPECT_THAT(run({"rank", "p.gpkg", "--trop"}).err, HasSubstr("argument inattendu : --trop"));
}

TEST_F(Cli, BadWordsEndWithCodeTwoAndOneLine) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"gaps"},
                                               {"gaps", path("absent.gpkg")},
                                               {"import", path("absent.gpkg"), "rien", "x"},
                                               {"export", path("absent.gpkg"), "gaps", path("x.shp")},
                                               {"rank", path("absent.gpkg"), "--count", "beaucoup"},
                                               {"inconnu", "verbe", "trop"}}) {
        const Answer answer = run(words);
        EXPECT_EQ(answer.code, 2) << words[0];
        EXPECT_FALSE(answer.err.empty());
    }
}

TEST_F(Cli, AFileThatIsNoProjectIsRefused) {
    const std::string file = write("texte.gpkg", "ceci n'est pas un projet");
    const Answer answer = run({"gaps", file});
    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.err, HasSubstr("texte.gpkg"));
}

TEST_F(Cli, ImportsComputesAndExports) {
    const std::string file = project();
    const Answer cameras =
        run({"import", file, "cameras",
             write("cameras.csv",
                   "id;lon;lat;commune;portee\nc1;3,61;49,56;02001;80\nc2;3,615;49,561;02001;60\n")});
    EXPECT_EQ(cameras.code, 0) << cameras.err;
    EXPECT_THAT(cameras.out, HasSubstr("2 importé(s)"));
    const Answer sites = run({"import", file, "sites",
                              write("gares.csv", "nom;lon;lat\nGare d'Évry;3,63;49,56\nHalte;3,61;49,5602\n"),
                              "--class", "gare"});
    EXPECT_EQ(sites.code, 0) << sites.err;

    const Answer gaps = run({"gaps", file, "--format", "json"});
    ASSERT_EQ(gaps.code, 0) << gaps.err;
    const auto rows = nlohmann::json::parse(gaps.out);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1]["nom"], "Évry");
    EXPECT_EQ(rows[1]["sites"], 1);
    EXPECT_EQ(rows[1]["sit_couv"], 0);
    EXPECT_EQ(rows[0]["sit_haut"], 1); // a camera without act counts in the high figure alone
    EXPECT_EQ(rows[0]["sit_couv"], 0);
    EXPECT_EQ(rows[0]["clspd"], "obligatoire, non renseigné"); // no list of councils was imported

    const Answer ranked = run({"rank", file, "--count", "1", "--format", "json"});
    ASSERT_EQ(ranked.code, 0) << ranked.err;
    EXPECT_EQ(nlohmann::json::parse(ranked.out)["sites"].size(), 1U);

    for (const char* what : {"priority-sites", "gaps", "coverage", "register", "communes", "cameras"}) {
        for (const char* extension : {".shp", ".gpkg", ".geojson", ".csv", ".xlsx"}) {
            const Answer out = run({"export", file, what, path(std::string("x-") + what + extension)});
            EXPECT_EQ(out.code, 0) << what << extension << out.err;
        }
    }
    EXPECT_EQ(run({"render", file, path("carte.png"), "--size", "640x360"}).code, 0);
    EXPECT_EQ(run({"render", file, path("carte.pdf"), "--size", "640x360", "--indicator", "population"}).code,
              0);
    EXPECT_EQ(run({"render", file, path("dates.png"), "--size", "900x500", "--compare", "01/01/2040"}).code,
              0);
    EXPECT_EQ(run({"render", file, path("dates.svg"), "--size", "900x500", "--compare", "01/01/2040"}).code,
              0);
    const Answer nobody = run({"render", file, path("rien.png"), "--compare", "un scénario inconnu"});
    EXPECT_EQ(nobody.code, 2);
    EXPECT_NE(nobody.err.find("scénario inconnu"), std::string::npos) << nobody.err;
}

TEST_F(Cli, SeeTellsWhoSeesAPointAndBandsWhatIsAskedOfThem) {
    const std::string file = project();
    ASSERT_EQ(run({"import", file, "cameras",
                   write("c.csv", "id;lon;lat;commune;portee\nc1;3,61;49,56;02001;80\n")})
                  .code,
              0);
    const Answer text = run({"see", file, "--at", "3.6105,49.5601"});
    ASSERT_EQ(text.code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("c1 à "));
    EXPECT_THAT(text.out, HasSubstr("Ville"));
    const Answer json = run({"see", file, "--at", "3.62,49.57", "--format", "json"});
    ASSERT_EQ(json.code, 0) << json.err;
    EXPECT_TRUE(nlohmann::json::parse(json.out).empty()); // nothing within 500 m
    EXPECT_EQ(run({"see", file}).code, 2);
    EXPECT_EQ(run({"see", file, "--at", "49"}).code, 2);
    const Answer chosen = run({"bands", file, "sept-niveaux", "--required", "perception"});
    ASSERT_EQ(chosen.code, 0) << chosen.err;
    EXPECT_THAT(run({"bands", file}).out, HasSubstr("Perception, 125,0 px/m (requise"));
    EXPECT_EQ(run({"bands", file, "inconnue"}).code, 2);
}

TEST_F(Cli, ThePublicProfileKeepsPositionsAndGapsBack) {
    const std::string file = project();
    for (const char* what : {"gaps", "coverage", "cameras", "priority-sites"}) {
        const Answer out = run({"export", file, what, path("x.csv"), "--profile", "public"});
        EXPECT_EQ(out.code, 2) << what;
        EXPECT_FALSE(std::filesystem::exists(path("x.csv")));
    }
    EXPECT_EQ(run({"export", file, "register", path("registre.csv"), "--profile", "public"}).code, 0);
}

TEST_F(Cli, ABadImportChangesNothing) {
    const std::string file = project();
    std::ifstream in(file, std::ios::binary);
    const std::string before((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(run({"import", file, "cameras", write("vide.csv", "")}).code, 2);
    EXPECT_EQ(run({"import", file, "zones", write("sans.csv", "a;b\n1;2\n")}).code, 2);
    EXPECT_EQ(run({"import", file, "cameras", path("absent.csv")}).code, 2);
    std::ifstream again(file, std::ios::binary);
    EXPECT_EQ(before, std::string((std::istreambuf_iterator<char>(again)), {}));
}

TEST_F(Cli, RefusesADepartementThatDoesNotExist) {
    const Answer bad = run({"new", path("n.gpkg"), "--departement", "99"});
    EXPECT_EQ(bad.code, 2);
    EXPECT_THAT(bad.err, HasSubstr("département inconnu"));
    EXPECT_FALSE(std::filesystem::exists(path("n.gpkg")));
    for (const char* code : {"2a", "2B", "974", "977", "02"}) {
        EXPECT_EQ(run({"new", path(std::string(code) + ".gpkg"), "--departement", code}).code, 0) << code;
    }
}

TEST_F(Cli, ReadsFrenchNumbersInItsOptions) {
    const std::string points = write("points.csv", "id;x;y;poids\na;0;0;1\nb;1000,4;0;2\n");
    for (const char* radius : {"1 000,5", "1000.5", "1000,5"}) {
        const Answer out = run({"solve", points, "--radius", radius, "--count", "1", "--format", "json"});
        ASSERT_EQ(out.code, 0) << out.err;
        EXPECT_EQ(nlohmann::json::parse(out.out)["value"], 3) << out.out;
    }
    EXPECT_THAT(run({"solve", points, "--radius", "mille", "--count", "1"}).err,
                HasSubstr("valeur illisible"));
}

TEST_F(Cli, SaysInFrenchWhyTheSystemRefuses) {
    const std::string file = write("fichier", "x");
    for (const std::string& target : {path("absent/n.gpkg"), file + "/n.gpkg"}) {
        const Answer bad = run({"new", target, "--departement", "02"});
        EXPECT_EQ(bad.code, 3);
        EXPECT_THAT(bad.err, testing::AnyOf(HasSubstr("ce dossier n’existe pas"),
                                            HasSubstr("un fichier tient la place d'un dossier")))
            << bad.err;
    }
    const Answer scheme = run({"scheme", project(), "--count", "1", "--out", file + "/schema"});
    EXPECT_EQ(scheme.code, 3);
    EXPECT_THAT(scheme.err, HasSubstr("un fichier tient la place d'un dossier"));
}

TEST_F(Cli, AScriptIsReplayedAndItsErrorsNameTheLine) {
    const std::string file = project();
    const std::string site =
        "put-site id=s1 name=\"Lycée\" class=lycee commune=02001 position=744000,6940000\n";
    const Answer ok = run({"run", file,
                           write("bon.txt", "# essai\nset-date date=22/11/2026\n" + site +
                                                "save\nexport what=gaps path=" + path("g.csv") + "\n")});
    EXPECT_EQ(ok.code, 0) << ok.err;
    EXPECT_TRUE(std::filesystem::exists(path("g.csv")));
    const Answer bad = run({"run", file, write("mauvais.txt", "\nset-date date=hier\n")});
    EXPECT_EQ(bad.code, 2);
    EXPECT_THAT(bad.err, HasSubstr("ligne 2"));
}

TEST_F(Cli, SolvesABareInstance) {
    const std::string points = write("points.csv", "id;x;y;poids\na;0;0;1\nb;10;0;2\nc;20;0;4\nd;100;0;5\n");
    const Answer two = run({"solve", points, "--radius", "10", "--count", "2", "--format", "json"});
    ASSERT_EQ(two.code, 0) << two.err;
    const auto answer = nlohmann::json::parse(two.out);
    EXPECT_EQ(answer["value"], 12); // b covers a, b, c; d covers itself
    EXPECT_EQ(answer["proved"], true);
    EXPECT_EQ(answer["sites"][0]["id"], "b");
    EXPECT_EQ(run({"solve", points, "--radius", "10"}).code, 2);
    EXPECT_EQ(run({"solve", points, "--radius", "0", "--count", "1"}).code, 2);
    EXPECT_EQ(
        run({"solve", write("mauvais.csv", "id;x;y\na;0;nord\n"), "--radius", "1", "--count", "1"}).code, 2);
}

TEST_F(Cli, TheAisneOf2026HasTwelveObligedCommunes) {
    const auto file = test_data("aisne-communes-cog2026-derive.geojson");
    const auto qpv = test_data("aisne-qpv2024-liste.csv");
    const auto stations = test_data("sncf-gares-de-voyageurs.csv");
    const auto acts = test_data("aisne-videoprotection-arretes-2025.csv");
    if (!file || !qpv || !stations || !acts) {
        MAILLAGE_SKIP_WITHOUT("data", "real files are absent");
    }
    ASSERT_EQ(run({"new", path("aisne.gpkg"), "--departement", "02", "--communes", file->string()}).code, 0);
    ASSERT_EQ(run({"import", path("aisne.gpkg"), "qpv", qpv->string()}).code, 0);
    const Answer gares = run({"import", path("aisne.gpkg"), "sites", stations->string(), "--class", "gare"});
    ASSERT_EQ(gares.code, 0) << gares.err;
    ASSERT_EQ(run({"import", path("aisne.gpkg"), "authorisations", acts->string()}).code, 0);
    const Answer now = run({"summary", path("aisne.gpkg"), "--date", "22/11/2026"});
    EXPECT_THAT(now.out, HasSubstr("CLSPD obligatoire dans 12 communes"));
    EXPECT_THAT(now.out, HasSubstr("797 communes"));
    EXPECT_THAT(now.out, HasSubstr("caméras : nombre non renseigné pour 11 systèmes\n")); // not none
    const Answer former = run({"summary", path("aisne.gpkg"), "--date", "26/05/2021"});
    // Of the ten of that rule, three owe it to a QPV: those of 2024 say nothing of that day.
    EXPECT_THAT(former.out, HasSubstr("CLSPD obligatoire dans 7 communes"));
    EXPECT_THAT(former.out, HasSubstr("obligation inconnue dans 790 communes"));
}

/// Output and exit code of a shell command.
Answer shell(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        return {};
    }
    Answer answer;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        answer.out.append(buffer.data(), n);
    }
    answer.code = WEXITSTATUS(pclose(pipe));
    return answer;
}

/// A map of empty boxes is no map.
TEST_F(Cli, WithoutFontsNothingIsDrawn) {
    std::filesystem::create_directories(folder / "bin");
    std::filesystem::copy_file(MAILLAGE_PROGRAM, folder / "bin" / "maillage");
    const Answer drawn = shell(path("bin/maillage") + " render " + project() + " " + path("carte.png"));
    EXPECT_EQ(drawn.code, 3);
    EXPECT_THAT(drawn.out, HasSubstr("la police « Inter-Regular.otf » manque"));
    EXPECT_FALSE(std::filesystem::exists(folder / "carte.png"));
}

TEST_F(Cli, TheDemoWritesWhatItSaysAndOgrinfoReadsIt) {
    const Answer demo = shell(std::string(MAILLAGE_PROGRAM) + " demo " + path("out"));
    ASSERT_EQ(demo.code, 0) << demo.out;
    for (const char* name : {"projet.gpkg", "carte.png", "lacunes.csv", "synthese.txt",
                             "sites_prioritaires.shp", "sites_prioritaires.shx", "sites_prioritaires.dbf",
                             "sites_prioritaires.prj", "sites_prioritaires.cpg"}) {
        EXPECT_TRUE(std::filesystem::exists(folder / "out" / name)) << name;
    }
    if (shell("ogrinfo --version").code != 0) {
        MAILLAGE_SKIP_WITHOUT("tools", "ogrinfo is not installed");
    }
    const Answer info = shell("ogrinfo -al " + path("out/sites_prioritaires.shp"));
    EXPECT_EQ(info.code, 0);
    EXPECT_THAT(info.out, Not(HasSubstr("Warning")));
    EXPECT_THAT(info.out, HasSubstr("ID[\"EPSG\",2154]"));
    EXPECT_THAT(info.out, HasSubstr("Feature Count: 30"));
    EXPECT_THAT(info.out, HasSubstr("É"));
    EXPECT_THAT(info.out, HasSubstr("fictif"));
    // The same bytes at every run.
    ASSERT_EQ(shell(std::string(MAILLAGE_PROGRAM) + " demo " + path("again")).code, 0);
    for (const char* name : {"projet.gpkg", "carte.png", "lacunes.csv", "synthese.txt",
                             "sites_prioritaires.shp", "sites_prioritaires.dbf"}) {
        EXPECT_EQ(shell("cmp " + path("out/") + name + " " + path("again/") + name).code, 0) << name;
    }
}

/// Sites whose names run in a spreadsheet or act on a terminal.
class Hostile : public Cli {
  protected:
    std::string sites() const {
        return write("sites.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"=ID0","nom":"=1+1+cmd|' /C calc'!A0","insee":"02001","classe":"gare"},"geometry":{"type":"Point","coordinates":[3.61,49.56]}},
{"type":"Feature","properties":{"id":"s1","nom":"\u001b]0;titre-vole\u0007\u001b[2J","insee":"02001","classe":"gare"},"geometry":{"type":"Point","coordinates":[3.611,49.561]}},
{"type":"Feature","properties":{"id":"s2","nom":"gnp.\u202eexe","insee":"02002","classe":"gare"},"geometry":{"type":"Point","coordinates":[3.63,49.56]}},
{"type":"Feature","properties":{"id":"loin","nom":"\u009b31mROUGE\nmaillage : fini","insee":"02408","classe":"gare"},"geometry":{"type":"Point","coordinates":[9,40]}}]})");
    }
};

TEST_F(Hostile, NoVerbSendsCommandsToATerminal) {
    const std::string file = project();
    const Answer imported = run({"import", file, "sites", sites()});
    ASSERT_EQ(imported.code, 0) << imported.err;
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"check", file},
                                               {"check", file, "--format", "json"},
                                               {"summary", file},
                                               {"gaps", file},
                                               {"rank", file, "--count", "3"},
                                               {"rank", file, "--count", "3", "--format", "csv"},
                                               {"rank", file, "--count", "3", "--format", "json"},
                                               {"scheme", file, "--everywhere"},
                                               {"export", file, "\x1b[2Jinconnu", "x.csv"},
                                               {"import", file, "sites", "\x1b[2J\u202e.csv"}}) {
        const Answer answer = run(words);
        for (const std::string& text : {answer.out, answer.err, imported.out, imported.err}) {
            EXPECT_EQ(text.find('\x1b'), std::string::npos) << words[0];
            EXPECT_EQ(text.find('\x07'), std::string::npos) << words[0];
            EXPECT_EQ(text.find("\u202e"), std::string::npos) << words[0];
            EXPECT_EQ(text.find("\u009b"), std::string::npos) << words[0];
        }
        EXPECT_EQ(answer.err.find("\nmaillage : fini"), std::string::npos) << words[0];
    }
    const Answer csv = run({"rank", file, "--count", "3", "--candidates", "sites", "--format", "csv"});
    EXPECT_EQ(csv.code, 0) << csv.err;
    EXPECT_THAT(csv.out, HasSubstr("'=1+1+cmd|"));
    EXPECT_THAT(csv.out, Not(HasSubstr(";=1+1")));
    const Answer json = run({"rank", file, "--count", "3", "--candidates", "sites", "--format", "json"});
    EXPECT_TRUE(nlohmann::json::accept(json.out)) << json.out;
}

TEST_F(Cli, AStorageErrorIsThreeInAScriptTooAndNamesTheFile) {
    const std::string file = project();
    const std::string script = write("s.txt", "save-log path=/proc/nulle-part/journal.txt\n");
    const Answer answer = run({"run", file, script});
    EXPECT_EQ(answer.code, 3) << answer.err;
    EXPECT_THAT(answer.err, HasSubstr("journal.txt"));
    EXPECT_THAT(answer.err, HasSubstr("s.txt, ligne 1"));
    EXPECT_EQ(run({"run", file, path("absent.txt")}).code, 2);
    EXPECT_EQ(run({"run", file, write("t.txt", "rien de tel\n")}).code, 2);
    EXPECT_EQ(run({"render", file, "/proc/nulle-part/carte.svg"}).code, 3);
    EXPECT_EQ(run({"render", file, "/proc/nulle-part/carte.pdf"}).code, 3);
    EXPECT_EQ(run({"export", file, "communes", "/proc/nulle-part/c.csv"}).code, 3);
}

TEST_F(Cli, EveryOutputIsItsOwnersAlone) {
    const mode_t before = ::umask(0);
    const std::string file = project();
    for (const char* name : {"c.svg", "c.pdf", "c.png"}) {
        EXPECT_EQ(run({"render", file, path(name)}).code, 0);
    }
    EXPECT_EQ(run({"export", file, "communes", path("c.shp")}).code, 0);
    EXPECT_EQ(run({"run", file, write("s.txt", "save-log path=" + path("j.txt") + "\n")}).code, 0);
    EXPECT_EQ(run({"demo", path("a/b")}).code, 0);
    ::umask(before);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder / "a").permissions(), perms::owner_all);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file() && name != "s.txt" && name != "communes.geojson") {
            EXPECT_EQ(entry.status().permissions(), perms::owner_read | perms::owner_write) << name;
        }
    }
}

TEST_F(Cli, OfTwoProgramsThatSaveOneProjectTheSecondIsTold) {
    const std::string file = project();
    const std::string cameras = write("cameras.csv", "id;lon;lat;commune;portee\nc1;3,61;49,56;02001;80\n");
    int done = 0;
    for (int i = 0; i < 4; ++i) {
        const std::string program = MAILLAGE_PROGRAM;
        const Answer both =
            shell("{ " + program + " import " + file + " cameras " + cameras + " & " + program + " import " +
                  file + " cameras " + cameras + " ; echo second=$? ; wait $! ; echo first=$? ; }");
        done += both.out.find("=0") != std::string::npos ? 1 : 0;
        EXPECT_TRUE(both.out.find("=3") == std::string::npos ||
                    both.out.find("réessayez") != std::string::npos)
            << both.out;
    }
    EXPECT_EQ(done, 4);
    EXPECT_FALSE(std::filesystem::exists(folder / ".p.gpkg.maillage-verrou"));
}

/// Told to end in the middle of an import: the lock and what was being made ready are gone.
TEST_F(Cli, ASignalEndsTheProgramAsCancelledAndLeavesNothing) {
    const std::string file = project();
    std::string rows = "id;lon;lat;commune;portee\n";
    for (int i = 0; i < 20000; ++i) {
        rows += "c" + std::to_string(i) + ";3,61;49,56;02001;80\n";
    }
    const std::string cameras = write("cameras.csv", rows);
    for (const std::string number : {"TERM", "HUP"}) {
        const std::string lock = path(".p.gpkg.maillage-verrou");
        const Answer answer =
            shell(std::string(MAILLAGE_PROGRAM) + " import " + file + " cameras " + cameras +
                  " & p=$!; while [ ! -e " + lock + " ] && kill -0 $p; do :; done; kill -" + number +
                  " $p; wait $p; echo code=$?");
        EXPECT_THAT(answer.out, HasSubstr("code=4")) << answer.out;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            EXPECT_EQ(entry.path().filename().string().find("maillage-"), std::string::npos) << entry.path();
        }
    }
}

} // namespace
} // namespace maillage
