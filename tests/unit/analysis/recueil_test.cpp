// Summaries of recueils (tests/data/recueil): 15 forms of lines of 14 prefectures with what each says, and
// three lines of other matters.
#include "base/text.h"
#include "registry/recueil.h"
#include "support/source_dir.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace maillage::registry {
namespace {

std::string read(const std::string& name) {
    std::ifstream in(source_dir() / "tests" / "data" / "recueil" / name);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string number(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "";
}

TEST(Recueil, EveryLineHandedOverIsReadRight) {
    const std::vector<DraftAct> drafts = read_recueil(read("sommaire-dev.txt"));
    std::vector<std::string> rows = split(read("attendu-dev.csv"), '\n');
    rows.erase(rows.begin());
    std::erase(rows, "");
    ASSERT_EQ(rows.size(), 15U);
    ASSERT_EQ(drafts.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto row = split(rows[i], ';');
        const DraftAct& d = drafts[i];
        EXPECT_EQ(d.act_id, row[3]) << rows[i];
        EXPECT_EQ(join(d.numbers, d.range ? ".." : "|"), row[4]) << rows[i];
        EXPECT_EQ(d.previous, row[6]) << rows[i];
        EXPECT_EQ(d.several_natures ? "plusieurs" : d.nature ? to_text(*d.nature) : "", row[7]) << rows[i];
        EXPECT_EQ(d.decided ? to_iso(*d.decided) : "", row[11]) << rows[i];
        EXPECT_EQ(number(d.pages), row[12]) << rows[i];
        EXPECT_EQ(number(d.page), row[13]) << rows[i];
        EXPECT_EQ(number(d.count), row[14] == "?" ? "" : row[14]) << rows[i];
        EXPECT_EQ(d.possible ? "possible" : "oui", row[15]) << rows[i];
    }
}

TEST(Recueil, ARunningHeaderIsNotASecondAct) {
    const std::string line = "02-2025-07-15-00107 - Arrêté n°2025/0909 portant autorisation d'un système de "
                             "vidéoprotection (3 pages) Page 11\n";
    EXPECT_EQ(read_recueil(line + "\f" + line).size(), 1U);
}

TEST(Recueil, AHyphenAtTheEndOfALineBelongsToTheNumber) {
    const auto drafts = read_recueil("44-2019-01-15-001 - Arrêté n° 2011-\n0027 portant renouvellement d'un "
                                     "système de vidéo-\nprotection (2 pages) Page 4\n");
    ASSERT_EQ(drafts.size(), 1U);
    EXPECT_EQ(drafts[0].act_id, "44-2019-01-15-001");
    EXPECT_EQ(drafts[0].numbers, std::vector<std::string>{"2011-0027"});
    EXPECT_EQ(drafts[0].nature, ActNature::renewal);
}

TEST(Recueil, ARangeIsCountedOnlyWhereItsNumbersSayIt) {
    const auto count = [](const std::string& first, const std::string& last) {
        return read_recueil("03-2025-09-26-00205 - arrêtés n°" + first + " à n°" + last +
                            " portant autorisation d'un système de vidéoprotection (9 pages) Page 3\n")
            .at(0)
            .count;
    };
    EXPECT_EQ(count("3020/2025", "3098/2025"), 79);
    EXPECT_FALSE(count("2025/12", "2025/90")); // the year first
    EXPECT_FALSE(count("90/2024", "12/2025"));
    EXPECT_FALSE(count("1/2025", "9223372036854775807/2025"));
}

TEST(Recueil, TheActThatIsChangedAndTheFileAreNotNumbersOfTheAct) {
    const auto read = [](const std::string& words) {
        return read_recueil("02-2025-07-15-00107 - " + words + " (3 pages) Page 11\n").at(0);
    };
    const DraftAct changed = read("Arrêté n° 2025/0909 portant modification de l'arrêté n° 2021/0100 "
                                  "autorisant un système de vidéoprotection");
    EXPECT_EQ(changed.numbers, std::vector<std::string>{"2025/0909"});
    EXPECT_EQ(changed.previous, "2021/0100");
    EXPECT_EQ(changed.count, 1);
    EXPECT_EQ(changed.nature, ActNature::modification);
    const DraftAct filed =
        read("Arrêté n° 2025/0909 autorisant un système de vidéoprotection (dossier n° 2015-0856)");
    EXPECT_EQ(filed.numbers, std::vector<std::string>{"2025/0909"});
    const DraftAct listed = read("RAA - AP 2025-0817 - Tabac - Laon - n°1706 vidéoprotection");
    EXPECT_EQ(listed.numbers, std::vector<std::string>{"2025-0817"});
    EXPECT_FALSE(listed.nature);
}

TEST(Recueil, WhatALineDoesNotSayStaysUnknown) {
    const auto drafts = read_recueil("59-2025-12-19-00120 - Divers arrêtés de vidéoprotection\n");
    ASSERT_EQ(drafts.size(), 1U);
    EXPECT_FALSE(drafts[0].count || drafts[0].decided || drafts[0].pages || drafts[0].page);
    EXPECT_TRUE(read_recueil("").empty());
}

} // namespace
} // namespace maillage::registry
