// Communes by their names as people write them; cells as people write them.
#include "base/date.h"
#include "intake/angles.h"
#include "intake/commune_names.h"
#include "intake/quantities.h"
#include "intake/site_classes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maillage::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

domain::Territory territory(const std::vector<std::pair<std::string, std::string>>& communes,
                            std::string departement = "60") {
    domain::Territory made;
    made.departement = std::move(departement);
    for (const auto& [code, name] : communes) {
        domain::Commune commune;
        commune.code = code;
        commune.name = name;
        made.communes.push_back(commune);
    }
    return made;
}

TEST(CommuneNames, ArticlesMayBeThereOrNot) {
    const domain::Territory oise = territory({{"60001", "Fosse"},
                                              {"60002", "Grand-Étang"},
                                              {"60003", "Le Moulin"},
                                              {"60004", "Bois"},
                                              {"60005", "L'Hay"},
                                              {"60006", "La Capelle"}});
    const CommuneNames names(oise);
    for (const auto& [said, code] :
         std::vector<std::pair<const char*, const char*>>{{"La Fosse", "60001"},
                                                          {"LE GRAND ETANG", "60002"},
                                                          {"Moulin (Le)", "60003"},
                                                          {"MOULIN, LE", "60003"},
                                                          {"Moulin", "60003"},
                                                          {"Les Bois", "60004"},
                                                          {"Hay", "60005"},
                                                          {"L’Haÿ", "60005"},
                                                          {"Capelle", "60006"},
                                                          {"Ville du Moulin", "60003"},
                                                          {"Commune de La Capelle", "60006"}}) {
        EXPECT_EQ(names.find(said).code, code) << said;
    }
    const CommuneNames::Match other = names.find("L'Etang");
    EXPECT_EQ(other.code, "");
    EXPECT_THAT(other.candidates, ElementsAre("Grand-Étang (60002)"));
}

TEST(CommuneNames, NothingIsGuessedBetweenTwo) {
    const domain::Territory oise =
        territory({{"60001", "La Fosse"}, {"60002", "Le Fosse"}, {"60003", "Fosse"}});
    const CommuneNames names(oise);
    EXPECT_EQ(names.find("Le Fosse").code, "60002");
    EXPECT_EQ(names.find("Fosse").code, "60003");
    const CommuneNames::Match doubt = names.find("Les Fosse");
    EXPECT_EQ(doubt.code, "");
    EXPECT_EQ(doubt.candidates.size(), 3U);
}

TEST(CommuneNames, PostalAddresses) {
    const domain::Territory oise =
        territory({{"60001", "Alpha"}, {"60002", "Saint-Just-en-Chaussée"}, {"60003", "Crouy-sur-Ourcq"}});
    const CommuneNames names(oise);
    for (const char* said : {"ALPHA CEDEX", "Alpha Cedex 1", "60000 Alpha", "Alpha (60000)",
                             "60000 ALPHA CEDEX 9", "Alpha, France", "\u00A0Alpha\u200B", "Alpha 60000"}) {
        EXPECT_EQ(names.find(said).code, "60001") << said;
    }
    for (const char* said : {"St Just en Chaussee", "ST-JUST-EN-CHAUSSEE", "St. Just-en-Chaussée",
                             "60130 St-Just-en-Chaussée"}) {
        EXPECT_EQ(names.find(said).code, "60002") << said;
    }
    EXPECT_EQ(names.find("Crouy s/ Ourcq").code, "60003");
    EXPECT_EQ(names.find("Crouy s/Ourcq").code, "60003");
    EXPECT_EQ(names.find("75001 Alpha").code, ""); // a namesake of another département
    EXPECT_THAT(names.find("Omega").candidates, IsEmpty());
    EXPECT_EQ(names.find("Crouy sur Ourq").code, "");
    EXPECT_THAT(names.find("Crouy sur Ourq").candidates, ElementsAre("Crouy-sur-Ourcq (60003)"));
}

TEST(CommuneNames, ArrondissementsOfTheThreeTowns) {
    const domain::Territory whole = territory({{"13055", "Marseille"}, {"13056", "Martigues"}}, "13");
    for (const char* said : {"Marseille 1er Arrondissement", "Marseille 13e", "MARSEILLE 08",
                             "13008 MARSEILLE 08", "Marseille 2ème arr."}) {
        EXPECT_EQ(CommuneNames(whole).find(said).code, "13055") << said;
    }
    EXPECT_EQ(CommuneNames(whole).find("Marseille 21e").code, "");
    const domain::Territory parts =
        territory({{"69381", "Lyon 1er Arrondissement"}, {"69382", "Lyon 2e Arrondissement"}}, "69");
    EXPECT_EQ(CommuneNames(parts).find("LYON 02").code, "69382");
    EXPECT_EQ(CommuneNames(parts).find("Lyon 1er").code, "69381");
    const domain::Territory paris = territory({{"75056", "Paris"}}, "75");
    EXPECT_EQ(CommuneNames(paris).find("Paris 20e").code, "75056");
}

TEST(Quantities, NumbersBringTheirUnit) {
    for (const auto& [said, value] :
         std::vector<std::pair<const char*, double>>{{"12 caméras", 12},
                                                     {"70°", 70},
                                                     {"12 000 € HT", 12000},
                                                     {"12\u202F000,50 €", 12000.5},
                                                     {"12 k€", 12000},
                                                     {"45 %", 45},
                                                     {"60159.0", 60159},
                                                     {"1 caméra", 1},
                                                     {"3 cam.", 3}}) {
        EXPECT_EQ(parse_quantity(said), value) << said;
    }
    for (const char* said : {"3 (dont 1 VP)", "12 rue", "12 € TTC", "une", "", "12-14"}) {
        EXPECT_EQ(parse_quantity(said), std::nullopt) << said;
    }
    for (const auto& [said, value] : std::vector<std::pair<const char*, double>>{{"30 jours", 30},
                                                                                 {"15 j", 15},
                                                                                 {"15j", 15},
                                                                                 {"1 mois", 30},
                                                                                 {"un mois", 30},
                                                                                 {"2 semaines", 14},
                                                                                 {"72 h", 3},
                                                                                 {"15", 15},
                                                                                 {"30 j.", 30}}) {
        EXPECT_EQ(parse_days(said), value) << said;
    }
    EXPECT_EQ(parse_days("30 caméras"), std::nullopt);
}

TEST(Angles, ListsAndSectorsTogether) {
    for (const char* said : {"45 & 225", "45 et 225", "45;225", "45° & 225°", "45 + 225"}) {
        const auto read = parse_directions(said);
        ASSERT_TRUE(read) << said;
        EXPECT_THAT(read->azimuths_deg, ElementsAre(45, 225)) << said;
    }
    const auto both = parse_directions("22.5-67.5;180");
    ASSERT_TRUE(both);
    EXPECT_THAT(both->azimuths_deg, ElementsAre(45, 180));
    EXPECT_EQ(both->field_deg, 45);
    EXPECT_FALSE(parse_directions("45 & nulle part"));
}

TEST(Angles, DegreesInAllForms) {
    constexpr double kAt = 49 + 42.0 / 60 + 35.5 / 3600;
    for (const char* said : {"49°42'35.5\"", "49° 42′ 35,5″ N", "N 49 42 35.5", "49:42:35.5", "49 42 35,5",
                             "49d 42m 35.5s", "49°42’35,5’’ nord", "49º42'35.5''"}) {
        const auto read = parse_degrees(said);
        ASSERT_TRUE(read) << said;
        EXPECT_NEAR(read->value, kAt, 1e-9) << said;
    }
    for (const char* said : {"N49 42.583", "49°42.583'", "49d42.583", "49:42.583"}) {
        const auto read = parse_degrees(said);
        ASSERT_TRUE(read) << said;
        EXPECT_NEAR(read->value, 49 + 42.583 / 60, 1e-9) << said;
    }
    EXPECT_NEAR(parse_degrees("3 37 10 O")->value, -(3 + 37.0 / 60 + 10.0 / 3600), 1e-9);
    EXPECT_NEAR(parse_degrees("49°42'35 S")->value, -(49 + 42.0 / 60 + 35.0 / 3600), 1e-9);
    EXPECT_EQ(parse_degrees("745 191,4")->value, 745191.4); // a coordinate in metres
    EXPECT_EQ(parse_degrees("6 924 659")->value, 6924659);
}

TEST(SiteClasses, WordsAndCodesOfTheTrade) {
    const domain::Settings settings = domain::default_settings();
    for (const auto& [said, key] :
         std::vector<std::pair<const char*, const char*>>{{"C108", "ecole"},
                                                          {"C201", "college"},
                                                          {"C301", "lycee"},
                                                          {"D307", "pharmacie"},
                                                          {"A101", "equipement"},
                                                          {"E107", "gare"},
                                                          {"B101", "commerce"},
                                                          {"D106", "sante"},
                                                          {"A208", "equipement"},
                                                          {"A129", "mairie"},
                                                          {"Préfecture", "equipement"},
                                                          {"Commissariat de police", "equipement"},
                                                          {"Tribunal judiciaire", "equipement"},
                                                          {"CHU", "sante"},
                                                          {"Université", "equipement"},
                                                          {"Bureau de poste", "equipement"},
                                                          {"Station-service", "commerce"},
                                                          {"Gare routière", "transport"},
                                                          {"Gare", "gare"},
                                                          {"Centre hospitalier", "sante"},
                                                          {"620", "pharmacie"}}) {
        EXPECT_EQ(site_class_of(settings, said), key) << said;
    }
    EXPECT_EQ(site_class_of(settings, "Z999"), "");
}

TEST(Force, InOtherWords) {
    using domain::ForceKind;
    for (const char* said : {"gendarmerie départementale", "DGGN", "GN", "ZGN", "zone gendarmerie - COB",
                             "Gendarmerie nationale"}) {
        EXPECT_EQ(domain::parse_force(said), ForceKind::gendarmerie) << said;
    }
    for (const char* said : {"DGPN", "PN (CPN)", "ZPN", "Police nationale", "police d'État", "DDSP"}) {
        EXPECT_EQ(domain::parse_force(said), ForceKind::police) << said;
    }
    for (const char* said :
         {"PN/GN", "police et gendarmerie", "police municipale", "", "peut-être", "hors zone police"}) {
        EXPECT_EQ(domain::parse_force(said), ForceKind::unknown) << said;
    }
}

} // namespace
} // namespace maillage::intake
