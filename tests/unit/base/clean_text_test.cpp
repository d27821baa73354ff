// What text may come in: everything that people write as it is, the rest made good and told.
#include "base/clean_text.h"
#include "base/error.h"
#include "base/text.h"

#include <gtest/gtest.h>

#include <random>

namespace maillage {
namespace {

using namespace std::string_literals;

TEST(CleanText, WhatPeopleWriteIsLeftAlone) {
    for (const std::string& text :
         {""s, "Évry-Courcouronnes"s, "L’Haÿ-les-Roses"s, "12 m²\t3 €\r\nligne"s, "日本"s, "😀"s,
          "œuvre\u00A0: 1\u202F000"s, "a\u200Cb"s, "العربية"s, "\uFEFF"s}) {
        EXPECT_FALSE(clean_text(text)) << text;
        EXPECT_NO_THROW(require_clean("nom", text));
    }
}

TEST(CleanText, EachFlawIsMadeGoodAndNamed) {
    const auto made = [](const std::string& text) {
        const auto clean = clean_text(text);
        return clean ? clean->text + "|" + clean->flaws : "propre";
    };
    EXPECT_EQ(made("Gare\0de Laon"s), "Gare de Laon|caractères de contrôle");
    EXPECT_EQ(made("a\x1b[31mb\x7F"), "a [31mb |caractères de contrôle");
    EXPECT_EQ(made("a\u0085b\uFFFEc"), "a b c|caractères de contrôle");
    EXPECT_EQ(made("laon\u202Etxt.exe"), "laontxt.exe|caractères qui retournent le sens de la lecture");
    EXPECT_EQ(made("\u2066a\u2069\u200F\u061C"), "a|caractères qui retournent le sens de la lecture");
    EXPECT_EQ(made("caf\xe9"), "caf\uFFFD|octets qui ne sont pas de l'UTF-8");
    EXPECT_EQ(made("\xED\xA0\xBD"),
              "\uFFFD\uFFFD\uFFFD|octets qui ne sont pas de l'UTF-8"); // a lone surrogate
    EXPECT_EQ(made("\0\u202E\xff"s),
              " \uFFFD|caractères de contrôle, caractères qui retournent le sens de la "
              "lecture, octets qui ne sont pas de l'UTF-8");
    const auto longest = clean_text(std::string(kLongestText - 1, 'x') + "é");
    ASSERT_TRUE(longest);
    EXPECT_EQ(longest->text.size(), kLongestText - 1); // the letter is not cut in two
    EXPECT_EQ(longest->flaws, "65537 octets, plus que les 65536 d'une cellule");
    EXPECT_THROW(require_clean("nom", "a\0b"s), InputError);
}

TEST(CleanText, WhatIsMadeGoodIsClean) {
    std::mt19937 random(3);
    for (int run = 0; run < 20000; ++run) {
        std::string text;
        for (auto n = random() % 12; n > 0; --n) {
            const unsigned byte = static_cast<unsigned>(random());
            text += static_cast<char>(byte % 4 == 0 ? byte >> 8U : byte % 4 == 1 ? 0xE2 : 0x80 + byte % 48);
        }
        const std::string shown = shown_text(text);
        ASSERT_FALSE(clean_text(shown));
        ASSERT_TRUE(is_valid_utf8(shown));
        ASSERT_EQ(clean_text(text).has_value(), shown != text);
    }
}

} // namespace
} // namespace maillage
