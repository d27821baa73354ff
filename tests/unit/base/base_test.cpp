#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

namespace maillage {
namespace {

Date day(int y, unsigned m, unsigned d) {
    return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}

TEST(Date, ReadsTheFormsFoundInRegisters) {
    for (const char* text : {"2026-11-22", "22/11/2026", "22.11.26", "20261122", " 22/11/2026 00:00:00",
                             "2026/11/22", "22 novembre 2026", "le 22 NOV. 2026", "22  nov 2026"}) {
        EXPECT_EQ(parse_date(text), day(2026, 11, 22)) << text;
    }
    EXPECT_EQ(parse_date("1er août 2021"), day(2021, 8, 1));
    EXPECT_EQ(parse_date("3 févr. 2021"), day(2021, 2, 3));
    EXPECT_EQ(parse_date("3 juil. 2021"), day(2021, 7, 3));
    EXPECT_EQ(parse_date("3 juin 2021"), day(2021, 6, 3));
    for (const char* text : {"14-mars-22", "14-mars-2022", "lundi 14 mars 2022", "14/03/2022 (modifié)",
                             "\u200B14/03/2022\u00A0", "14\u00A0mars\u202F2022", "Lundi, 14 Mars 2022"}) {
        EXPECT_EQ(parse_date(text), day(2022, 3, 14)) << text;
    }
    for (const char* text :
         {"3 jui 2021", "3 ma 2021", "31 avril 2021", "3 brumaire 2021", "novembre 2021", "22 novembre 26",
          "inconnue", "Début 2019", "", "31/02/2026", "2026-13-01", "1/2", "99999999"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(Date, FiveYearsAfterALeapDayIsTheTwentyEighth) {
    EXPECT_EQ(plus_years(day(2024, 2, 29), 5), day(2029, 2, 28));
    EXPECT_EQ(plus_years(day(2021, 3, 1), 5), day(2026, 3, 1));
    EXPECT_EQ(to_french(day(2026, 3, 1)), "01/03/2026");
}

TEST(Number, WritesAsTheFrenchDo) {
    EXPECT_EQ(to_french(1234.5, 1), "1\u202F234,5");
    EXPECT_EQ(to_french(std::int64_t{523342}), "523\u202F342");
    EXPECT_EQ(to_french(-0.04, 1), "0,0");
    EXPECT_EQ(to_french(-12.0, 0), "−12");
    EXPECT_EQ(to_decimal_comma(0.1), "0,1");
}

TEST(Number, ReadsFrenchAndEnglishForms) {
    EXPECT_EQ(parse_number("1\u202F234,5"), 1234.5);
    EXPECT_EQ(parse_number("745 191.4"), 745191.4);
    EXPECT_EQ(parse_number("-12"), -12.0);
    for (const char* text : {"NA", "ndiff", "", "461.993.881", "12 m", "nan", "inf", "1,2,3"}) {
        EXPECT_EQ(parse_number(text), std::nullopt) << text;
    }
    EXPECT_EQ(parse_integer("12,5"), std::nullopt);
}

TEST(Text, FoldsAccentsAndLigatures) {
    EXPECT_EQ(fold("Œuilly – L’Haÿ"), "oeuilly - l'hay");
    EXPECT_EQ(fold_name("\uFEFFCode.département"), "\uFEFF"
                                                   "codedepartement");
    EXPECT_EQ(fold_name("Code.département"), "codedepartement");
}

TEST(Text, SortsAsTheFrenchDo) {
    std::vector<std::string> names = {"Évry", "Zoug", "Etampes", "évian", "Laon"};
    std::ranges::sort(names, french_less);
    EXPECT_EQ(names, (std::vector<std::string>{"Etampes", "évian", "Évry", "Laon", "Zoug"}));
    std::vector<std::string> keyed = names;
    std::ranges::sort(keyed, {}, sort_key);
    EXPECT_EQ(keyed, names);
}

TEST(Text, KeepsInseeCodesAsText) {
    EXPECT_EQ(insee_code("2691"), "02691");
    EXPECT_EQ(insee_code(" 2a004"), "2A004");
    EXPECT_TRUE(is_insee_code("97411"));
    EXPECT_FALSE(is_insee_code("2C004"));
    EXPECT_FALSE(is_insee_code("0269"));
}

TEST(Text, KnowsValidUtf8) {
    EXPECT_TRUE(is_valid_utf8("Saint-Quentin é œ € 😀"));
    EXPECT_FALSE(is_valid_utf8("\xE9"));
    EXPECT_FALSE(is_valid_utf8("\xC0\x80"));
    EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));
    EXPECT_EQ(cut_utf8("aé", 2), "a");
}

TEST(Parallel, GivesEveryIndexOnce) {
    for (const unsigned threads : {1U, 2U, 5U}) {
        std::vector<std::atomic<int>> seen(1003);
        parallel_blocks(seen.size(), 10, threads, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                ++seen[i];
            }
        });
        EXPECT_TRUE(std::ranges::all_of(seen, [](const auto& n) { return n == 1; }));
    }
}

TEST(Parallel, RethrowsTheFailureOfAWorker) {
    EXPECT_THROW(parallel_blocks(100, 1, 2,
                                 [](std::size_t i, std::size_t) {
                                     if (i == 40) {
                                         throw InputError("quarante");
                                     }
                                 }),
                 InputError);
}

TEST(Progress, StopsWhenAsked) {
    Progress progress;
    progress.report(0.5, "moitié");
    EXPECT_EQ(progress.what(), "moitié");
    progress.cancel();
    EXPECT_THROW(progress.check(), Cancelled);
}

} // namespace
} // namespace maillage
