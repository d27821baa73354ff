#include "base/error.h"
#include "io/read/read_csv.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

namespace maillage::io {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows parse(std::string_view text, std::size_t piece = 1) {
    Rows rows;
    CsvParser parser(';', [&](std::vector<std::string> cells) {
        rows.push_back(std::move(cells));
        return true;
    });
    for (std::size_t at = 0; at < text.size(); at += piece) {
        parser.feed(text.substr(at, piece));
    }
    parser.finish();
    return rows;
}

TEST(CsvParser, QuotesBreaksAndEmptyCells) {
    const Rows expected = {{"a", "b;\r\n\"c\"", ""}, {"", ""}, {"d"}};
    const std::string text = "a;\"b;\r\n\"\"c\"\"\";\r\n;\nd";
    EXPECT_EQ(parse(text, 1), expected);
    EXPECT_EQ(parse(text, 3), expected);
    EXPECT_EQ(parse(text, 1000), expected);
    EXPECT_EQ(parse("a\rb\r\nc\n"), (Rows{{"a"}, {"b"}, {"c"}}));
    EXPECT_EQ(parse("5\" de large;b"), (Rows{{"5\" de large", "b"}}));
    EXPECT_EQ(parse("\"\"\n"), (Rows{{""}}));
    EXPECT_EQ(parse(""), Rows());
}

TEST(ReadCsv, CodesKeepTheirZerosAndEmptyIsNoValue) {
    const Scratch scratch;
    const auto result = read(scratch.put("a.csv", "\xEF\xBB\xBF"
                                                  "code;nom;taux\r\n02691;Saint-Quentin;1,5\r\n2A004;;\r\n"));
    ASSERT_EQ(result.table.features.size(), 2U);
    EXPECT_EQ(result.table.columns[0].name, "code");
    EXPECT_EQ(cell(result.table, 0, "code"), "02691");
    EXPECT_EQ(cell(result.table, 0, "taux"), "1,5");
    EXPECT_EQ(result.table.features[1].values[1], geo::Value());
    EXPECT_EQ(result.info.separator, ';');
    EXPECT_EQ(result.info.encoding, "UTF-8");
    EXPECT_EQ(result.table.features[1].row, 3); // the header is row 1 of a spreadsheet
    EXPECT_TRUE(result.findings.empty());
}

TEST(ReadCsv, SeparatorsAreFound) {
    const Scratch scratch;
    EXPECT_EQ(read(scratch.put("a.csv", "a,b\n\"1,5\",2\n")).info.separator, ',');
    EXPECT_EQ(read(scratch.put("b.csv", "a\tb\n1,5\t2,5\n")).info.separator, '\t');
    EXPECT_EQ(read(scratch.put("c.csv", "a|b\n1|2\n")).info.separator, '|');
    EXPECT_EQ(read(scratch.put("d.csv", "x;y;z\n1,5;2,5;3,5\n1,5;2,5;3,5\n")).info.separator, ';');
    EXPECT_EQ(read(scratch.put("e.csv", "nom;position\nA;49.5, 3.6\nB;49.6, 3.7\n")).info.separator, ';');
    EXPECT_EQ(read(scratch.put("f.csv", "seule\n1\n2\n")).table.columns.size(), 1U);
}

TEST(ReadCsv, SheetsPastedTogetherKeepTheirLetters) {
    const Scratch scratch;
    const auto result = read(scratch.put("a.csv", "id;nom\n1;Œuilly été\n2;\xC9t\xE9 ch\xE2teau\n3;Laon\n"));
    EXPECT_EQ(cell(result.table, 0, "nom"), "Œuilly été");
    EXPECT_EQ(cell(result.table, 1, "nom"), "Été château");
    EXPECT_TRUE(mentions(result.findings, "encodages mêlés : « Œuilly été » est en UTF-8"));
    ReadOptions declared;
    declared.encoding = "windows-1252"; // the user's word is taken
    EXPECT_EQ(cell(read(scratch / "a.csv", declared).table, 0, "nom").substr(0, 2), "Å");
}

TEST(ReadCsv, LatinTextsAreRecodedAndSaid) {
    const Scratch scratch;
    const auto file =
        scratch.put("a.csv", "Code.d\xE9partement;lieu\n02;L\x92H\xE2y \x96 \x8Cuilly \x80\n03;Ch\xE2teau\n");
    const auto result = read(file);
    EXPECT_EQ(result.info.encoding, "windows-1252");
    EXPECT_EQ(cell(result.table, 0, "Code.département"), "02");
    EXPECT_EQ(cell(result.table, 0, "lieu"), "L’Hây – Œuilly €");
    EXPECT_TRUE(mentions(result.findings, "windows-1252"));
    ReadOptions options;
    options.where = RowFilter{"code_DEPARTEMENT", "03"};
    EXPECT_EQ(read(file, options).table.features.size(), 1U);
    options = {};
    options.encoding = "IBM850";
    EXPECT_EQ(cell(read(scratch.put("b.csv", "a;b\n\x82t\x82;1\n"), options).table, 0, "a"), "été");
    options.encoding = "klingon";
    EXPECT_NE(message_of<InputError>([&] { read(file, options); }).find("klingon"), std::string::npos);
}

TEST(ReadCsv, AnAccentBehindTheSampleIsStillRecoded) {
    const Scratch scratch;
    std::string text = "a;b\n";
    for (int i = 0; i < 40000; ++i) {
        text += "12345678;x\n";
    }
    const auto result = read(scratch.put("a.csv", text + "\xE9t\xE9;y\n"));
    EXPECT_EQ(cell(result.table, 40000, "a"), "été");
    EXPECT_TRUE(mentions(result.findings, "pas en UTF-8"));
}

TEST(ReadCsv, Utf16IsReadByItsMark) {
    const Scratch scratch;
    std::string bytes = "\xFF\xFE";
    for (const char c : std::string("a\tb\n\xE9\t2\n")) {
        bytes += c;
        bytes += '\0';
    }
    const auto result = read(scratch.put("a.csv", bytes));
    EXPECT_EQ(cell(result.table, 0, "a"), "é");
    EXPECT_EQ(result.info.encoding, "UTF-16LE");
}

TEST(ReadCsv, RaggedRowsAreFindingsNotErrors) {
    const Scratch scratch;
    const auto result = read(scratch.put("a.csv", "a;b;c\n1;2;3\n1;2\n1;2;3;quatre\n\n1;2;3;\n"));
    EXPECT_EQ(result.table.features.size(), 4U);
    EXPECT_EQ(count(result.findings, Severity::warning), 2U);
    EXPECT_EQ(result.findings[0].row, 3);
    EXPECT_TRUE(mentions(result.findings, "quatre"));
    EXPECT_TRUE(mentions(result.findings, "1 lignes vides"));
}

TEST(ReadCsv, RowsAreNumberedAsASpreadsheetShowsThem) {
    const Scratch scratch;
    const auto titled = read(scratch.put("a.csv", "Registre 2026;;\n\na;b;c\n1;2;3\n\n4;5;6\n"));
    ASSERT_EQ(titled.table.features.size(), 2U);
    EXPECT_EQ(titled.table.features[0].row, 4);
    EXPECT_EQ(titled.table.features[1].row, 6);
    const auto bare = read(scratch.put("b.csv", "1;2;3\n4;5;6\n"));
    EXPECT_EQ(bare.table.features[0].row, 1);
    std::string text = "a;b;c\n";
    for (int i = 2; i <= 60; ++i) { // more than the rows that the header is looked for in
        text += std::to_string(i) + ";2;3\n";
    }
    for (const auto& feature : read(scratch.put("c.csv", text)).table.features) {
        EXPECT_EQ(std::get<std::string>(feature.values[0]), std::to_string(feature.row));
    }
}

TEST(ReadCsv, HeadersAreRecognisedNamedAndMadeUnique) {
    const Scratch scratch;
    const auto titled = read(scratch.put("a.csv", "Liste des caméras;;\n;;\nnom;rue;nom\nA;B;C\nD;E;F\n"));
    EXPECT_EQ(titled.table.columns[2].name, "nom_2");
    EXPECT_EQ(titled.table.features.size(), 2U);
    EXPECT_TRUE(mentions(titled.findings, "Liste des caméras"));
    const auto bare = read(scratch.put("b.csv", "02691;12,5\n02408;13\n"));
    EXPECT_EQ(bare.table.columns[0].name, "colonne_1");
    EXPECT_EQ(bare.table.features.size(), 2U);
    EXPECT_TRUE(mentions(bare.findings, "colonne_1"));
    ReadOptions options;
    options.has_header = true;
    EXPECT_EQ(read(scratch.put("b.csv", "02691;12,5\n02408;13\n"), options).table.columns[0].name, "02691");
    const auto years = read(scratch.put("c.csv", "commune;2013;2014\nLaon;1;2\n"));
    EXPECT_EQ(years.table.columns[1].name, "2013");
}

TEST(ReadCsv, FilterAndPreviewStopEarly) {
    const Scratch scratch;
    std::string text = "code;v\n";
    for (int i = 0; i < 100; ++i) {
        text += (i % 2 == 0 ? "02" : "60") + std::to_string(100 + i) + ";1\n";
    }
    const auto file = scratch.put("a.csv", text);
    ReadOptions options;
    options.where = RowFilter{"CODE", "02", true};
    const auto filtered = read(file, options);
    EXPECT_EQ(filtered.table.features.size(), 50U);
    EXPECT_EQ(filtered.table.features[1].row, 4);
    options.max_rows = 7;
    EXPECT_EQ(read(file, options).table.features.size(), 7U);
    options.where->column = "absente";
    EXPECT_THROW(read(file, options), InputError);
}

TEST(ReadCsv, AnOpenQuoteIsTold) {
    const Scratch scratch;
    const auto result = read(scratch.put("a.csv", "a;b\n1;2\n3;\"jamais fermé\n5;6\n"));
    EXPECT_EQ(count(result.findings, Severity::error), 1U);
}

} // namespace
} // namespace maillage::io
