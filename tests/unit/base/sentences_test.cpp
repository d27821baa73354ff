#include "base/sentences.h"

#include <gtest/gtest.h>

#include <fstream>

namespace maillage {
namespace {

const SentencePairs kPairs = {{"{} : fichier vide", "{}: empty file"},
                              {"{} : {}", "{}: {}"},
                              {"{} ; {}", "{}; {}"},
                              {"candidat {} : {} entre {} et {}", "candidate {}: {} between {} and {}"},
                              {"colonne « {} » absente", "column \"{}\" is missing"},
                              {"portée", "range"},
                              {"site {} inconnu : {}", "{1}: no such site {0}"},
                              {"{:.1f} m", "{} metres"}};

TEST(Sentences, AreFoundBackByTheirFixedWords) {
    const Sentences english(kPairs);
    EXPECT_EQ(english.translate("registre.csv : fichier vide"), "registre.csv: empty file");
    EXPECT_EQ(english.translate("portée"), "range");
    EXPECT_EQ(english.translate("12.5 m"), "12.5 metres");
    EXPECT_EQ(english.translate("site 7 inconnu : plan"), "plan: no such site 7");
}

TEST(Sentences, TranslateTheirValuesToo) {
    const Sentences english(kPairs);
    EXPECT_EQ(english.translate("candidat 7 : portée entre 1 et 9"), "candidate 7: range between 1 and 9");
    EXPECT_EQ(english.translate("a.csv : portée ; b.csv : fichier vide"), "a.csv: range; b.csv: empty file");
}

TEST(Sentences, LeaveTheUsersWordsAlone) {
    const Sentences english(kPairs);
    EXPECT_EQ(english.translate("colonne « portée » absente"), "column \"portée\" is missing");
    EXPECT_EQ(english.translate("Château-Thierry"), "Château-Thierry");
    EXPECT_EQ(english.translate(""), "");
}

TEST(Sentences, AFormatWithoutWordsEndsToo) {
    const Sentences english({{"{}", "<{}>"}, {"{}{}", "{}{}"}});
    EXPECT_FALSE(english.translate("abc").empty());
}

TEST(Sentences, AFileThatIsNoCatalogueHoldsNone) {
    const auto file = std::filesystem::path(::testing::TempDir()) / "not_a_catalogue.mo";
    std::ofstream(file, std::ios::binary) << std::string("\xde\x12\x04\x95", 4) << std::string(40, '\xff');
    EXPECT_TRUE(read_catalogue(file).empty());
    EXPECT_TRUE(read_catalogue(file.string() + ".absent").empty());
    std::filesystem::remove(file);
}

} // namespace
} // namespace maillage
