// The plan from the command line: the real Aisne in one command, published instances, and what is refused.
#include "support/cli_driver.h"
#include "support/require.h"
#include "support/source_dir.h"
#include "support/test_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <unistd.h>

namespace maillage {
namespace {

using ::testing::HasSubstr;

using test::Answer;
using test::run;

class PlanCli : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "maillage-plan-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string path(const std::string& name) const { return (folder / name).string(); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return path(name);
    }

    std::string text_of(const std::string& name) const {
        std::ostringstream all;
        all << std::ifstream(folder / name, std::ios::binary).rdbuf();
        return all.str();
    }

    /// Two communes, police and gendarmerie, with sites strewn near (3.61, 49.56) and (3.63, 49.56).
    std::string project() const {
        const std::string file = path("p.gpkg");
        const std::string communes = write("communes.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"02001","nom":"Ville","population":12000},"geometry":{"type":"Polygon","coordinates":[[[3.60,49.55],[3.62,49.55],[3.62,49.57],[3.60,49.57],[3.60,49.55]]]}},
{"type":"Feature","properties":{"code":"02002","nom":"Évry","population":4000},"geometry":{"type":"Polygon","coordinates":[[[3.62,49.55],[3.64,49.55],[3.64,49.57],[3.62,49.57],[3.62,49.55]]]}}]})");
        EXPECT_EQ(run({"new", file, "--departement", "02", "--communes", communes}).code, 0);
        EXPECT_EQ(
            run({"import", file, "zones", write("zones.csv", "code_insee;institution\n02001;PN\n02002;GN\n")})
                .code,
            0);
        const Answer sites =
            run({"import", file, "sites",
                 write("sites.csv", "id;nom;classe;lon;lat\n"
                                    "a;École A;ecole;3,605;49,555\nb;Lycée B;lycee;3,615;49,565\n"
                                    "c;Gare C;gare;3,610;49,560\nd;Mairie D;mairie;3,630;49,560\n")});
        EXPECT_EQ(sites.code, 0) << sites.err;
        return file;
    }

    std::filesystem::path folder;
};

std::vector<std::string> ids_of(const Answer& answer) {
    EXPECT_EQ(answer.code, 0) << answer.err;
    std::vector<std::string> ids;
    const auto json = nlohmann::json::parse(answer.out);
    for (const auto& site : json["sites"]) {
        ids.push_back(site["id"]);
    }
    return ids;
}

TEST_F(PlanCli, LevelsOfCommunesAreTitledWhereThereAreSome) {
    const std::string file = project();
    const auto text = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"scheme", file, "--count", "1"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words).out;
    };
    EXPECT_THAT(text({"--level1", "1"}),
                HasSubstr("Communes prioritaires en zone gendarmerie\n  prioritaires (1"));
    EXPECT_THAT(text({"--level1", "0", "--level2", "0"}), ::testing::Not(HasSubstr("Communes prioritaires")));
}

TEST_F(PlanCli, EveryChoiceOfTheRankingIsHeard) {
    const std::string file = project();
    using Ids = std::vector<std::string>;
    EXPECT_EQ(ids_of(run({"rank", file, "--count", "2", "--format", "json"})), (Ids{"c", "b"}));
    EXPECT_EQ(ids_of(run({"rank", file, "--count", "2", "--forbid", "c", "--format", "json"})),
              (Ids{"b", "a"}));
    EXPECT_EQ(ids_of(run({"rank", file, "--count", "2", "--require", "d", "--format", "json"})),
              (Ids{"d", "c"}));
    EXPECT_EQ(ids_of(run({"rank", file, "--budget", "36000", "--format", "json"})).size(), 3U);
    EXPECT_EQ(ids_of(run({"rank", file, "--budget", "36000", "--type", "fixe", "--link", "fibre", "--format",
                          "json"}))
                  .size(),
              3U);
    EXPECT_EQ(ids_of(run({"rank", file, "--count", "9", "--police-only", "--format", "json"})).size(), 3U);
    EXPECT_EQ(ids_of(run({"rank", file, "--target", "100", "--format", "json"})).size(), 4U);
    Ids fair =
        ids_of(run({"rank", file, "--count", "2", "--floor", "zone:gendarmerie=1", "--format", "json"}));
    std::ranges::sort(fair);
    EXPECT_EQ(fair, (Ids{"c", "d"}));
    const Answer years =
        run({"rank", file, "--phase", "2027=12000", "--phase", "2028=12000", "--format", "json"});
    ASSERT_EQ(years.code, 0) << years.err;
    EXPECT_EQ(nlohmann::json::parse(years.out)["sites"][0]["year"], 2027);
    EXPECT_EQ(nlohmann::json::parse(years.out)["sites"][1]["year"], 2028);
    const std::string given =
        write("candidats.csv", "id;nom;lon;lat;cout\nnord;Entrée nord;3,6101;49,5601;9000\n");
    const Answer with = run({"rank", file, "--count", "1", "--candidates", given, "--format", "json"});
    EXPECT_EQ(ids_of(with), (Ids{"nord"}));
    EXPECT_EQ(nlohmann::json::parse(with.out)["cost"], 9000);
    const Answer curve = run({"rank", file, "--count", "4", "--curve", "--format", "json"});
    const auto json = nlohmann::json::parse(curve.out);
    ASSERT_EQ(json["curve"].size(), 4U);
    for (const auto& point : json["curve"]) {
        EXPECT_LE(point["share"], point["best_share"]);
        EXPECT_LE(point["best_share"], point["bound_share"]);
    }
    EXPECT_EQ(json["proved"], true);
    EXPECT_THAT(run({"rank", file, "--count", "1", "--format", "csv"}).out, HasSubstr("rang;id_site;nom"));
}

TEST_F(PlanCli, ACandidateHasItsOwnReachDirectionAndView) {
    const std::string file = project();
    const auto json = [](const Answer& answer) {
        EXPECT_EQ(answer.code, 0) << answer.err;
        return nlohmann::json::parse(answer.out);
    };
    // Gare C lies 72 m east of the two places; the lycée and the école are 500 m and more away.
    const std::string given = write("candidats.csv", "id;nom;lon;lat;cout;portee;azimut;champ\n"
                                                     "court;Trop court;3,609;49,560;9000;60;;\n"
                                                     "est;Vers l'est;3,609;49,560;9000;80;90;60\n"
                                                     "ouest;Vers l'ouest;3,609;49,560;9000;80;270;60\n"
                                                     "loin;Loin;3,609;49,560;90000;900;;\n");
    const auto with = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {"rank", file, "--candidates", given, "--format", "json"};
        words.insert(words.end(), more.begin(), more.end());
        return json(run(words));
    };
    const auto cheap = with({"--budget", "9000"});
    ASSERT_EQ(cheap["sites"].size(), 1U);
    EXPECT_EQ(cheap["sites"][0]["id"], "est");
    EXPECT_EQ(cheap["sites"][0]["reach_m"], 80);
    EXPECT_EQ(cheap["sites"][0]["azimuth_deg"], 90);
    EXPECT_EQ(cheap["sites"][0]["field_deg"], 60);
    EXPECT_THAT(cheap["sites"][0]["reasons"].get<std::string>(),
                HasSubstr("portée 80 m, direction 90°, ouverture 60°"));
    EXPECT_EQ(with({"--count", "1"})["sites"][0]["id"], "loin");
    EXPECT_EQ(with({"--count", "1"})["sites"][0]["units"], 3);
    // Without reaches of their own the option decides for all.
    const std::string plain = write("simples.csv", "id;lon;lat\np;3,609;49,560\n");
    const auto reached = [&](const char* reach) {
        return json(
            run({"rank", file, "--candidates", plain, "--reach", reach, "--format", "json"}))["sites"];
    };
    EXPECT_EQ(reached("60").size(), 0U);
    EXPECT_EQ(reached("80").size(), 1U);

    // A wall between them: the view is lost, the disc is not.
    const Answer none = run({"rank", file, "--candidates", given, "--views"});
    EXPECT_EQ(none.code, 2);
    EXPECT_THAT(none.err, HasSubstr("ni bâtiments ni relief"));
    const std::string wall = write("bati.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"m1"},"geometry":{"type":"Polygon","coordinates":[[[3.6094,49.5598],[3.6095,49.5598],[3.6095,49.5602],[3.6094,49.5602],[3.6094,49.5598]]]}}]})");
    ASSERT_EQ(run({"import", file, "buildings", wall}).code, 0);
    EXPECT_EQ(with({"--budget", "9000"})["sites"].size(), 1U);
    EXPECT_EQ(with({"--budget", "9000", "--views"})["sites"].size(), 0U);
    const auto seen = with({"--count", "1", "--views"});
    ASSERT_EQ(seen["sites"].size(), 1U);
    EXPECT_EQ(seen["views"], true);
    EXPECT_EQ(seen["sites"][0]["units"], 2); // the station is behind the wall
    EXPECT_THAT(seen["sites"][0]["reasons"].get<std::string>(),
                HasSubstr("portée 900 m, vue derrière le bâti"));
    EXPECT_LT(seen["sites"][0]["seen_m2"], with({"--count", "1"})["sites"][0]["seen_m2"]);
    const std::string csv =
        run({"rank", file, "--candidates", given, "--count", "1", "--views", "--format", "csv"}).out;
    EXPECT_THAT(csv, HasSubstr("suivant;portee_m;surf_m2;motifs"));
    EXPECT_THAT(csv, HasSubstr("vue derrière le bâti"));
    // Kept in the project, undone, and read back.
    const std::string script =
        write("vues.txt", "put-candidate id=p1 position=688000,6940000 reach=150 azimuth=135 field=90\n"
                          "set-plan views=true spacing=300\nundo\nset-plan views=true spacing=250\nsave\n");
    ASSERT_EQ(run({"run", file, script}).code, 0) << run({"run", file, script}).err;
    const auto kept = json(run({"rank", file, "--format", "json"}));
    EXPECT_EQ(kept["views"], true);
    EXPECT_EQ(json(run({"rank", file, "--discs", "--format", "json"}))["views"], false);
}

TEST_F(PlanCli, RoadsAndDrawnOutlinesCountWhenAskedFor) {
    const std::string file = project();
    const std::string roads = write("routes.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"t1","numero":"D1044"},"geometry":{"type":"LineString","coordinates":[[3.606,49.556],[3.614,49.556]]}},
{"type":"Feature","properties":{"id":"t2","numero":"N2"},"geometry":{"type":"LineString","coordinates":[[3.625,49.565],[3.635,49.565]]}}]})");
    ASSERT_EQ(run({"import", file, "roads", roads}).code, 0);
    const auto json = [](const Answer& answer) {
        EXPECT_EQ(answer.code, 0) << answer.err;
        return nlohmann::json::parse(answer.out);
    };
    const auto before = json(run({"rank", file, "--count", "4", "--format", "json"}));
    const auto with =
        json(run({"rank", file, "--count", "4", "--road-weight", "departementale=10", "--format", "json"}));
    // The D1044 here is 0.008 degrees of longitude long: 579 m at this latitude.
    EXPECT_NEAR(with["weight_total"].get<double>() - before["weight_total"].get<double>(), 5.79, 0.02);
    const auto all = json(run({"rank", file, "--count", "4", "--road-weight", "10", "--format", "json"}));
    EXPECT_NEAR(all["weight_total"].get<double>() - with["weight_total"].get<double>(), 7.23, 0.02);
    EXPECT_EQ(before["sites"][0]["road_m"], 0);

    const std::string outline = write("centre.geojson", R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"N","nom":"Nord"},"geometry":{"type":"Polygon","coordinates":[[[3.604,49.554],[3.616,49.554],[3.616,49.558],[3.604,49.558],[3.604,49.554]]]}}]})");
    const Answer meshed = run({"rank", file, "--count", "3", "--road-weight", "10", "--perimeter", outline,
                               "--candidates", "mesh-perimeters", "--mesh", "50", "--format", "json"});
    const auto found = json(meshed);
    ASSERT_EQ(found["sites"].size(), 3U);
    for (const auto& site : found["sites"]) {
        EXPECT_TRUE(site["id"].get<std::string>().starts_with("N-m")) << site;
        EXPECT_GT(site["road_m"], 90); // the road runs through the outline in pieces of 97 m
    }
    EXPECT_EQ(found["proved"], true);
    const std::string csv =
        run({"rank", file, "--count", "3", "--road-weight", "10", "--perimeter", outline, "--format", "csv"})
            .out;
    EXPECT_THAT(csv, HasSubstr("gain_hab;gain_rte_m;cumul_pct"));
    EXPECT_THAT(csv, HasSubstr("m de route"));
    // Nothing of that run was kept; imported, it is.
    EXPECT_EQ(run({"rank", file, "--candidates", "mesh-perimeters"}).code, 2);
    ASSERT_EQ(run({"import", file, "perimeters", outline}).code, 0);
    EXPECT_EQ(run({"rank", file, "--candidates", "mesh-perimeters"}).code, 0);
    for (const char* bad : {"chemin=2", "nationale=beaucoup", "-3"}) {
        EXPECT_EQ(run({"rank", file, std::string("--road-weight=") + bad}).code, 2) << bad;
    }
}

/// One row a rule that makes no sense: what is written into which file, what is asked, and what the message
/// must say.
TEST_F(PlanCli, EveryBadRuleIsToldByItsFileRowAndColumnOrByWhatFights) {
    const std::string file = project();
    const std::string rules =
        "financeur;annee_debut;annee_fin;departement;taux_pct;plafond_camera;plafond;minimum\n"
        "DETR;2020;2020;02;50;;;\n";

    struct Bad {
        const char* kind; ///< of import; null: what follows is a choice of rank
        std::string text;
        std::vector<std::string> words;
        std::vector<std::string> says;
    };

    const Bad bad[] = {
        {"funding",
         rules + "FIPD;2022;2022;57;150;;;\n",
         {},
         {"mauvais.csv, ligne 3, colonne taux_pct : « 150 »", "entre 0 et 100 %"}},
        {"funding", rules + "FIPD;2022;2022;57;-1;;;\n", {}, {"ligne 3, colonne taux_pct : « -1 »"}},
        {"funding", rules + "FIPD;2022;2022;57;;;;\n", {}, {"ligne 3, colonne taux_pct"}},
        {"funding",
         rules + "FIPD;2022;2022;57;50;-15000;;\n",
         {},
         {"ligne 3, colonne plafond_camera : « -15000 »"}},
        {"funding", rules + "FIPD;2022;2022;57;50;;-3;\n", {}, {"ligne 3, colonne plafond : « -3 »"}},
        {"funding", rules + "FIPD;2022;2022;57;50;;;-3\n", {}, {"ligne 3, colonne minimum : « -3 »"}},
        {"funding", rules + ";2022;2022;57;50;;;\n", {}, {"ligne 3, colonne financeur", "financeur attendu"}},
        {"funding", rules + "FIPD;2022;2020;57;50;;;\n", {}, {"ligne 3, colonne annee_fin", "précède"}},
        {"funding",
         rules + "FIPD;bientôt;2022;57;50;;;\n",
         {},
         {"ligne 3, colonne annee_debut : « bientôt »"}},
        {"prices", "type;liaison;cout;hors_aide\ndome;fibre;-5;\n", {}, {"ligne 2, colonne cout : « -5 »"}},
        {"prices",
         "type;liaison;cout;hors_aide\ndome;fibre;5;6\n",
         {},
         {"ligne 2, colonne hors_aide : « 6 »"}},
        {"prices", "type;liaison;cout;portee\ndome;fibre;5;-60\n", {}, {"ligne 2, colonne portee : « -60 »"}},
        {"candidates",
         "id;lon;lat;cout\na;3,61;49,56;9\nb;3,61;49,56;-9\n",
         {},
         {"ligne 3, colonne cout : « -9 »"}},
        {"candidates", "id;lon;lat;cameras\na;3,61;49,56;-1\n", {}, {"ligne 2, colonne cameras : « -1 »"}},
        {"candidates", "id;lon;lat;portee\na;3,61;49,56;0\n", {}, {"ligne 2, colonne portee : « 0 »"}},
        {"candidates",
         "id;lon;lat;champ\na;3,61;49,56;90\n",
         {},
         {"ligne 2, colonne champ : « 90 »", "direction"}},
        {nullptr,
         "",
         {"--floor", "zone:police=9"},
         {"plancher de la zone « Police » : 9 sites exigés, 3 candidats permis"}},
        {nullptr,
         "",
         {"--floor", "zone:police=1", "--floor", "zone:douane=1"},
         {"« zone:douane=1 », ligne 2", "connus"}},
        {nullptr, "", {"--floor", "zone:police=120%"}, {"« zone:police=120% »", "100 %"}},
        {nullptr, "", {"--floor", "zone:police=-2"}, {"« zone:police=-2 »"}},
        {nullptr, "", {"--candidates", "given"}, {"aucun site candidat", "« given »"}},
        {nullptr, "", {"--candidates", "lune"}, {"candidats inconnus", "« lune »"}},
        {nullptr,
         "",
         {"--require", "a", "--forbid", "a"},
         {"--require a et --forbid a", "à la fois imposé et exclu"}},
        {nullptr,
         "",
         {"--budget", "20000", "--require", "a,b"},
         {"« sites imposés », « budget de 20", "ne peuvent pas être satisfaits ensemble"}},
        {nullptr, "", {"--count", "1", "--require", "a,b"}, {"« sites imposés », « au plus 1 site »"}},
        {nullptr,
         "",
         {"--count", "1", "--require", "a", "--floor", "zone:gendarmerie=1"},
         {"« plancher de 1 site en zone Gendarmerie », « sites imposés », « au plus 1 site »"}},
        {nullptr,
         "",
         {"--target", "100", "--forbid", "a", "--budget", "120000"},
         {"poids", "au plus avec tous les candidats"}},
        {nullptr, "", {"--target", "100", "--count", "2"}, {"« couvrir un poids de ", "« au plus 2 sites »"}},
        {nullptr,
         "",
         {"--phase", "2027=12000", "--phase", "2028=24000", "--budget", "40000"},
         {"la somme des budgets annuels, 36", "--budget 40"}},
        {nullptr, "", {"--phase", "2028=1", "--phase", "2027=1"}, {"« 2027=1 »", "se suivre"}},
        {nullptr, "", {"--phase", "2027=-1"}, {"« 2027=-1 »"}},
        {nullptr,
         "",
         {"--phase", "2027=5000", "--require", "a"},
         {"« sites imposés », « budgets des phases »"}},
        {nullptr, "", {"--budget=-5"}, {"positif"}},
        {nullptr, "", {"--type", "ballon"}, {"pas de prix", "« ballon »"}},
        {nullptr, "", {"--horizon", "01/01/2001"}, {"précède la date de référence"}},
        {nullptr, "", {"--reach=-4"}, {"portée", "entre 1 et"}},
    };
    for (const Bad& one : bad) {
        std::vector<std::string> words = {"rank", file};
        if (one.kind != nullptr) {
            words = {"import", file, one.kind, write("mauvais.csv", one.text)};
        }
        words.insert(words.end(), one.words.begin(), one.words.end());
        const Answer answer = run(words);
        SCOPED_TRACE(one.text + testing::PrintToString(one.words));
        EXPECT_EQ(answer.code, 2) << answer.out << answer.err;
        for (const std::string& word : one.says) {
            EXPECT_THAT(answer.err, HasSubstr(word));
        }
        if (one.kind != nullptr) {
            EXPECT_THAT(answer.err, HasSubstr("mauvais.csv, ligne "));
        }
    }
    EXPECT_EQ(ids_of(run({"rank", file, "--count", "2", "--format", "json"})).size(), 2U); // nothing was kept
    // Sums that agree are no contradiction.
    EXPECT_EQ(run({"rank", file, "--phase", "2027=12000", "--phase", "2028=24000", "--budget", "36000"}).code,
              0);
}

TEST_F(PlanCli, WhatCannotBeIsRefusedWithItsReason) {
    const std::string file = project();
    const auto refused = [&](const std::vector<std::string>& words, const char* why) {
        const Answer answer = run(words);
        EXPECT_EQ(answer.code, 2) << answer.out;
        EXPECT_THAT(answer.err, HasSubstr(why));
    };
    refused({"rank", file, "--floor", "zone:police=9"}, "9 sites exigés");
    refused({"rank", file, "--target", "120"}, "--target");
    refused({"rank", file, "--candidates", "entries"}, "routes");
    refused({"rank", file, "--require", "zz"}, "site imposé inconnu : zz");
    refused({"rank", file, "--type", "ballon"}, "pas de prix");
    refused({"rank", file, "--phase", "demain=3"}, "« demain=3 »");
    refused({"run", file, write("moins.txt", "rank count=2\n")}, "count");
    refused({"run", file, write("moins.txt", "set-plan budget=-5\n")}, "budget (budget) : -5 €");
    refused({"run", file, write("moins.txt", "rank seconds=-5\n")}, "temps (seconds)");
    refused({"run", file, write("moins.txt", "set-plan count=-1\n")}, "nombre de sites (count) : -1 reçu");
    const std::string head = "financeur;annee_debut;annee_fin;departement;taux_pct\n";
    refused(
        {"import", file, "funding", write("f.csv", head + "DETR;2020;2020;02;50\nFIPD;2022;2022;57;150\n")},
        "f.csv, ligne 3, colonne taux_pct : « 150 »");
    refused({"import", file, "prices", write("p.csv", "type;liaison;cout\ndome;fibre;-5\n")},
            "p.csv, ligne 2, colonne cout : « -5 »");
}

TEST_F(PlanCli, ThePublishedRulesAreTheOnesTheProgramStartsWith) {
    const std::string file = project();
    const std::string before = run({"scheme", file, "--year", "2020", "--format", "json"}).out;
    const Answer imported =
        run({"import", file, "funding", source_dir().string() + "/geodata/financements.csv"});
    ASSERT_EQ(imported.code, 0) << imported.err;
    const auto totals = [](const std::string& out) { return nlohmann::json::parse(out)["totals"]; };
    EXPECT_EQ(totals(run({"scheme", file, "--year", "2020", "--format", "json"}).out), totals(before));
    EXPECT_EQ(totals(before).size(), 3U);
}

TEST_F(PlanCli, ScenariosAreKeptAndCompared) {
    const std::string file = project();
    const std::string script = write("s.txt", "set-plan count=2\nrank\ncopy-scenario name=\"Gendarmerie "
                                              "d'abord\"\nset-plan floors=zone:gendarmerie=1\n"
                                              "compare-scenarios\nsave\n");
    ASSERT_EQ(run({"run", file, script}).code, 0) << run({"run", file, script}).err;
    const Answer compared = run({"compare", file, "--format", "json"});
    ASSERT_EQ(compared.code, 0) << compared.err;
    const auto rows = nlohmann::json::parse(compared.out);
    const auto row = [&](const std::string& name) {
        return *std::ranges::find_if(rows, [&](const auto& one) { return one["chiffre"] == name; });
    };
    EXPECT_EQ(row("Sites")["ecart_2"], 0);
    EXPECT_EQ(row("Gendarmerie : sites")["scen_1"], 1);
    EXPECT_EQ(row("Gendarmerie : sites")["ecart_2"], -1);
    EXPECT_GT(row("Poids couvert")["ecart_2"], 0); // fairness has its price
    EXPECT_THAT(run({"compare", file}).out, HasSubstr("Gendarmerie d'abord 1"));
    // Every difference is that of two lists made by themselves.
    const auto alone = [&] { return nlohmann::json::parse(run({"rank", file, "--format", "json"}).out); };
    const auto current = alone();
    ASSERT_EQ(run({"run", file, write("autre.txt", "choose-scenario name=Schéma\nsave\n")}).code, 0);
    const auto other = alone();
    const auto expect_row = [&](const char* name, double one, double two) {
        EXPECT_NEAR(row(name)["scen_1"].get<double>(), one, 0.0501) << name;
        EXPECT_NEAR(row(name)["scen_2"].get<double>(), two, 0.0501) << name;
        EXPECT_NEAR(row(name)["ecart_2"].get<double>(), two - one, 0.0501) << name;
    };
    expect_row("Sites", static_cast<double>(current["sites"].size()),
               static_cast<double>(other["sites"].size()));
    expect_row("Poids couvert", current["value"], other["value"]);
    expect_row("Borne du poids", current["bound"], other["bound"]);
    expect_row("Coût (€ HT)", current["cost"], other["cost"]);
    const auto in_zone = [](const nlohmann::json& list, const char* commune) {
        double gain = 0;
        for (const auto& site : list["sites"]) {
            gain += site["commune"] == commune ? site["gain"].get<double>() : 0;
        }
        return gain;
    };
    expect_row("Gendarmerie : poids gagné", in_zone(current, "02002"), in_zone(other, "02002"));
    expect_row("Police : poids gagné", in_zone(current, "02001"), in_zone(other, "02001"));
}

TEST_F(PlanCli, SolvesPairsAndMatricesAndNamesWhatIsWrong) {
    const std::string pairs =
        write("paires.csv",
              "candidate,destination,distance,demand,cost\nA,1,5,10,3\nA,2,9,4,3\nB,2,5,4,1\nB,3,5,7,1\n");
    const Answer one = run({"solve", pairs, "--threshold", "5", "--count", "1", "--format", "json"});
    ASSERT_EQ(one.code, 0) << one.err;
    EXPECT_EQ(nlohmann::json::parse(one.out)["value"], 11); // B covers 4 + 7
    const Answer money = run({"solve", pairs, "--threshold", "5", "--budget", "3", "--format", "json"});
    EXPECT_EQ(nlohmann::json::parse(money.out)["cost"], 1);
    const std::string matrix = write("matrice.csv", "id;cout;d1;d2\nA;2;1;9\nB;1;8;2\nC;5;1;2\n");
    const Answer all = run({"solve", matrix, "--threshold", "3", "--target", "2", "--format", "csv"});
    ASSERT_EQ(all.code, 0) << all.err;
    EXPECT_THAT(all.out, HasSubstr("1;A;1;1;2;2"));
    EXPECT_THAT(all.out, HasSubstr("2;B;1;2;1;3")); // 3 for A and B, 5 for C
    // A radius of each candidate's own, in every form of file.
    const auto value = [&](const std::vector<std::string>& words) {
        std::vector<std::string> full = words;
        for (const char* word : {"--count", "1", "--format", "json"}) {
            full.emplace_back(word);
        }
        const Answer answer = run(full);
        EXPECT_EQ(answer.code, 0) << answer.err;
        return nlohmann::json::parse(answer.out)["value"].get<double>();
    };
    const std::string rings = write("ronds.csv", "id;x;y;rayon\na;0;0;5\nb;100;0;50\n");
    const std::string points =
        write("points.csv", "id;x;y;poids\n1;5;0;10\n2;5,1;0;100\n3;60;0;20\n4;149;0;1\n");
    EXPECT_EQ(value({"solve", rings, points}), 21);
    EXPECT_EQ(value({"solve", rings, points, "--require", "a"}), 10);
    const std::string some = write("certains.csv", "id;x;y;d\na;0;0;\nb;100;0;50\n");
    EXPECT_EQ(value({"solve", some, points, "--radius-column", "d", "--radius", "6"}), 110);
    const std::string wide = write("large.csv", "id;seuil;d1;d2\nA;1;1;9\nB;9;8;2\n");
    EXPECT_EQ(value({"solve", wide}), 2);
    const std::string own = write("paires2.csv", "candidate,destination,distance,radius,demand\n"
                                                 "A,1,5,4,10\nB,1,5,6,10\nB,2,6,6,1\n");
    EXPECT_EQ(value({"solve", own}), 11);
    const auto refused = [&](const std::vector<std::string>& words, const char* why) {
        const Answer answer = run(words);
        EXPECT_EQ(answer.code, 2) << answer.out;
        EXPECT_THAT(answer.err, HasSubstr(why));
    };
    refused({"solve", some, points, "--radius-column", "d", "--count", "1"},
            "certains.csv, ligne 2, colonne d");
    refused({"solve", write("r.csv", "id;x;y;rayon\na;0;0;-2\n"), points, "--count", "1"},
            "r.csv, ligne 2, colonne rayon");
    refused({"solve", points, "--count", "1"}, "--radius");
    refused({"solve", write("m.csv", "id;d1;d2\nA;1;loin\n"), "--threshold", "3", "--count", "1"},
            "m.csv, ligne 2, colonne d2");
    refused({"solve", write("n.csv", "id;x;y;cout\na;0;0;-4\n"), "--radius", "3", "--count", "1"},
            "n.csv, ligne 2, colonne cout");
    refused(
        {"solve", write("s.txt", "3 9 p S\n1\t2\t3\n4\tx\t6\n7\t8\t9\n"), "--radius", "3", "--count", "1"},
        "s.txt, ligne 3, colonne y");
    refused({"solve", write("t.txt", "3 9 p S\n1\t2\t3\n"), "--radius", "3", "--count", "1"},
            "3 nœuds annoncés");
    refused({"solve", matrix, "--threshold", "3", "--target", "9"}, "2 au plus avec tous les candidats");
    refused({"solve", matrix, "--threshold", "3", "--count", "1", "--require", "A,B"}, "« sites imposés »");
    refused({"solve", matrix, "--threshold", "3", "--count", "1", "--require", "Z"}, "candidat inconnu : Z");
}

TEST_F(PlanCli, PublishedInstancesAreReadAsTheyAre) {
    const std::filesystem::path instances = source_dir().parent_path() / "shared" / "instances";
    if (!std::filesystem::exists(instances / "SJC324.txt")) {
        MAILLAGE_SKIP_WITHOUT("data", "published instances absent: " << instances);
    }
    const auto value = [&](const char* name, const char* option, const char* distance, const char* count) {
        const Answer answer = run(
            {"solve", (instances / name).string(), option, distance, "--count", count, "--format", "json"});
        EXPECT_EQ(answer.code, 0) << answer.err;
        const auto json = nlohmann::json::parse(answer.out);
        EXPECT_EQ(json["proved"], true);
        return json["value"].get<double>();
    };
    EXPECT_EQ(value("SJC324.txt", "--radius", "800", "3"), 11604);
    EXPECT_EQ(value("SJC402.txt", "--radius", "800", "4"), 15658);
    EXPECT_EQ(value("san-francisco-205x16-distances.csv", "--threshold", "3000", "4"), 557571);
}

/// Outlines of the communes whose code is in `wanted`, from a file of all of them.
std::string outlines_of(const std::filesystem::path& communes, const std::set<std::string>& wanted) {
    nlohmann::json all = nlohmann::json::parse(std::ifstream(communes));
    nlohmann::json kept = nlohmann::json::array();
    for (const auto& feature : all["features"]) {
        if (wanted.contains(feature["properties"]["code"].get<std::string>())) {
            kept.push_back(feature);
        }
    }
    all["features"] = kept;
    return all.dump();
}

/// The scheme of 2020 on what is public: boundaries, stations, QPV and burglaries of the Aisne. The zone of 6
/// communes is known to be the police's; the others are taken for the gendarmerie's here. No open file of the
/// département tells where people live inside a commune: they are spread over it, and the lines say so.
TEST_F(PlanCli, TheAisneInOneCommand) {
    const auto communes = test_data("aisne-communes-cog2026-derive.geojson");
    const auto facts = test_data("aisne-communes-facts.csv");
    const auto security = test_data("aisne-security-facts.csv");
    const auto stations = test_data("sncf-gares-de-voyageurs.csv");
    const auto qpv = test_data("aisne-qpv2024-liste.csv");
    const auto quarters = test_data("anct-centroide-4326_qpv.geojson");
    const auto burglaries = test_data("aisne-ssmsi-cambriolages-2016-2021.csv");
    if (!communes || !facts || !security || !stations || !qpv || !quarters || !burglaries) {
        MAILLAGE_SKIP_WITHOUT("data", "données de l'Aisne absentes");
    }
    std::set<std::string> police;
    std::ifstream rows(*security);
    std::string line;
    while (std::getline(rows, line)) {
        if (line.find(",police,") != std::string::npos) {
            police.insert(line.substr(0, 5));
        }
    }
    EXPECT_EQ(police.size(), 6U);
    std::string zones = "code_insee;institution\n";
    std::ifstream codes(*facts);
    std::getline(codes, line);
    while (std::getline(codes, line)) {
        zones += line.substr(0, 5) + (police.contains(line.substr(0, 5)) ? ";PN\n" : ";GN\n");
    }
    const std::string file = path("aisne.gpkg");
    const auto done = [](const Answer& answer) { EXPECT_EQ(answer.code, 0) << answer.err; };
    done(run({"new", file, "--departement", "02", "--communes", communes->string()}));
    done(run({"import", file, "communes", facts->string()}));
    done(run({"import", file, "zones", write("zones.csv", zones)}));
    done(run({"import", file, "sites", stations->string(), "--class", "gare"}));
    done(run({"import", file, "qpv", qpv->string()}));
    done(run({"import", file, "sites", quarters->string(), "--class", "qpv", "--add"}));
    done(run({"import", file, "crime", burglaries->string()}));
    const std::string outlines = write("zone_police.geojson", outlines_of(*communes, police));
    // The open data name 12 police places (6 stations, 6 towns with QPV): asked for no others, all of them
    // are taken, and proved to be all.
    const Answer named = run({"scheme", file, "--year", "2020", "--format", "json"});
    ASSERT_EQ(named.code, 0) << named.err;
    EXPECT_EQ(nlohmann::json::parse(named.out)["sites"].size(), 12U);
    const Answer answer = run({"scheme", file, "--year", "2020", "--spread", "200", "--perimeter", outlines,
                               "--candidates", "uncovered", "--out", path("out"), "--format", "json"});
    ASSERT_EQ(answer.code, 0) << answer.err;
    const auto json = nlohmann::json::parse(answer.out);
    ASSERT_EQ(json["sites"].size(), 30U);
    EXPECT_EQ(json["proved"], true);
    EXPECT_EQ(json["gap"], 0);
    std::set<std::string> towns;
    std::set<std::string> names;
    std::int64_t named_places = 0;
    for (const auto& site : json["sites"]) {
        EXPECT_TRUE(police.contains(site["commune"].get<std::string>()));
        const bool is_of_mesh = site["kind"] == "Maille d'un périmètre";
        EXPECT_TRUE(!is_of_mesh ||
                    site["reasons"].get<std::string>().find("(valeur imputée)") != std::string::npos);
        // A point of the mesh says where it is, and that others would do as well: inhabitants are spread
        // evenly.
        EXPECT_TRUE(!is_of_mesh || site["name"].get<std::string>().find(" de « ") != std::string::npos ||
                    site["name"].get<std::string>().find(" du centre de « ") != std::string::npos)
            << site["name"];
        EXPECT_TRUE(!is_of_mesh ||
                    site["reasons"].get<std::string>().find("à égalité avec ") != std::string::npos);
        names.insert(site["name"].get<std::string>());
        towns.insert(site["commune"].get<std::string>());
        for (const auto& [label, number] : site["units_by_class"].items()) {
            named_places += number.get<std::int64_t>();
        }
    }
    EXPECT_EQ(named_places, 12); // every station and QPV is seen from one of the 30
    EXPECT_EQ(towns.size(), 6U);
    EXPECT_GE(names.size(), 28U); // points 5 m apart in distance may be called the same
    // Spread evenly the inhabitants send every further place to the densest town; a floor for each town does
    // not.
    const Answer shared = run({"scheme", file, "--year", "2020", "--spread", "200", "--perimeter", outlines,
                               "--candidates", "uncovered", "--floor", "commune:*=4", "--format", "json"});
    ASSERT_EQ(shared.code, 0) << shared.err;
    std::map<std::string, int> by_town;
    const auto of_towns = nlohmann::json::parse(shared.out);
    for (const auto& site : of_towns["sites"]) {
        by_town[site["commune"].get<std::string>()] += 1;
    }
    EXPECT_EQ(by_town.size(), 6U);
    for (const auto& [town, number] : by_town) {
        EXPECT_GE(number, 4) << town;
    }
    const Answer text = run({"scheme", file, "--year", "2020", "--spread", "200", "--spacing", "400",
                             "--perimeter", outlines, "--candidates", "uncovered"});
    EXPECT_THAT(text.out, HasSubstr("Laon (Gare), Laon : gain "));
    EXPECT_THAT(text.out, HasSubstr(" ; poids Gare : 5,0 × 1,5 (QPV)"));
    EXPECT_THAT(text.out, HasSubstr("déjà vu par les caméras au "));
    EXPECT_THAT(text.out, HasSubstr("  Périmètres : zone_police.geojson\n"));
    EXPECT_THAT(text.out, HasSubstr("  Délinquance : aisne-ssmsi-cambriolages-2016-2021.csv\n"));
    const Answer too_many = run({"scheme", file, "--year", "2020", "--spread", "200", "--perimeter", outlines,
                                 "--candidates", "uncovered", "--floor", "commune:*=6"});
    EXPECT_EQ(too_many.code, 2);
    EXPECT_THAT(too_many.err, HasSubstr("« plancher de 6 sites en zone Laon »"));
    EXPECT_THAT(too_many.err, HasSubstr("« au plus 30 sites »"));
    std::int64_t levels[3] = {};
    for (const auto& commune : json["communes"]) {
        levels[commune["niveau"].get<int>()] += 1;
        EXPECT_FALSE(police.contains(commune["insee"].get<std::string>()));
    }
    EXPECT_EQ(levels[1], 82);
    EXPECT_EQ(levels[2], 60);
    double cost = 0;
    double detr = 0;
    double departement = 0;
    double rest = 0;
    for (const auto& row : json["funding"]) {
        EXPECT_DOUBLE_EQ(row["detr"].get<double>(), row["cout_eur"].get<double>() * 0.5);
        EXPECT_DOUBLE_EQ(row["departemen"].get<double>(), row["cout_eur"].get<double>() * 0.3);
        EXPECT_DOUBLE_EQ(row["aide_pct"].get<double>(), 80);
        cost += row["cout_eur"].get<double>();
        detr += row["detr"].get<double>();
        departement += row["departemen"].get<double>();
        rest += row["reste_eur"].get<double>();
    }
    EXPECT_DOUBLE_EQ(cost, detr + departement + rest);
    // By hand: 30 sites of 12 000 EUR are 360 000; DETR 50 % 180 000, département 30 % 108 000, communes 72
    // 000.
    double of_sites[3] = {};
    for (std::size_t k = 0; k < 30; ++k) {
        of_sites[0] += json["funding"][k]["detr"].get<double>();
        of_sites[1] += json["funding"][k]["departemen"].get<double>();
        of_sites[2] += json["funding"][k]["reste_eur"].get<double>();
    }
    EXPECT_EQ(of_sites[0], 180'000);
    EXPECT_EQ(of_sites[1], 108'000);
    EXPECT_EQ(of_sites[2], 72'000);
    EXPECT_EQ(json["cost"], 360'000);
    ASSERT_EQ(json["totals"].size(), 3U);
    EXPECT_DOUBLE_EQ(json["totals"][0]["montant"], detr);
    EXPECT_DOUBLE_EQ(json["totals"][1]["montant"], departement);
    EXPECT_DOUBLE_EQ(json["totals"][2]["montant"], rest);
    for (const char* name : {"sites_prioritaires.shp", "communes_prioritaires.shp", "financement.xlsx",
                             "financement_totaux.csv"}) {
        EXPECT_GT(std::filesystem::file_size(folder / "out" / name), 100U) << name;
    }
    EXPECT_THAT(text_of("out/financement.csv"),
                HasSubstr("niveau;rang;id;nom;commune;annee;cameras;cout_eur;assiette;detr;departemen"));
    // The real burglaries weigh: Saint-Quentin and Soissons do not come out alike.
    EXPECT_NE(json["sites"][0]["gain"], json["sites"][29]["gain"]);
}

} // namespace
} // namespace maillage
