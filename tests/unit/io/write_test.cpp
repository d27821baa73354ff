#include "base/error.h"
#include "geo/crs.h"
#include "io/write/text_file.h"
#include "io/write/write_png.h"
#include "io/write/write_table.h"
#include "unit/io/scratch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

namespace maillage::io {
namespace {

using geo::GeometryKind;
constexpr std::array kKinds = {GeometryKind::none, GeometryKind::point, GeometryKind::line,
                               GeometryKind::polygon};

/// Standard output of a program, or empty when it is not installed.
std::string output_of(const std::string& command) {
    struct Closer {
        void operator()(std::FILE* pipe) const noexcept { ::pclose(pipe); }
    };

    const std::unique_ptr<std::FILE, Closer> pipe(::popen((command + " 2>&1").c_str(), "r"));
    std::string text;
    std::array<char, 4096> buffer;
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
        text += buffer.data();
    }
    return text.find("not found") != std::string::npos ? std::string() : text;
}

double largest_move(const geo::Table& a, const geo::Table& b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.features.size(); ++i) {
        const geo::Box from = geo::bounds(a.features[i].geometry);
        const geo::Box to = geo::bounds(b.features[i].geometry);
        largest = std::max({largest, geo::distance(from.min, to.min), geo::distance(from.max, to.max)});
    }
    return largest;
}

TEST(WriteTable, GeoPackageAndFlatGeobufKeepEverything) {
    const Scratch scratch;
    for (const GeometryKind kind : kKinds) {
        const geo::Table table = sample_table(kind);
        for (const char* name : {"a.gpkg", "a.fgb"}) {
            if (kind == GeometryKind::none && std::string_view(name) == "a.fgb") {
                continue;
            }
            EXPECT_TRUE(write_table(table, scratch / name).empty());
            const geo::Table back = read(scratch / name).table;
            EXPECT_EQ(back.epsg, table.epsg) << name;
            EXPECT_EQ(back.geometry_kind, kind) << name;
            ASSERT_EQ(back.features.size(), 3U) << name;
            for (std::size_t i = 0; i < 3; ++i) {
                const auto same =
                    std::ranges::find(back.features, table.features[i].values, &geo::Feature::values);
                ASSERT_NE(same, back.features.end()) << name << " row " << i; // FlatGeobuf reorders by place
                EXPECT_EQ(same->geometry, table.features[i].geometry) << name;
            }
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                EXPECT_EQ(back.columns[i].name, table.columns[i].name);
                EXPECT_EQ(back.columns[i].type, table.columns[i].type) << name << ' ' << back.columns[i].name;
            }
        }
    }
}

TEST(WriteTable, ShapefileKeepsTextsNullsDatesAndIsRecognised) {
    const Scratch scratch;
    for (const GeometryKind kind : {GeometryKind::point, GeometryKind::line, GeometryKind::polygon}) {
        const geo::Table table = sample_table(kind);
        write_table(table, scratch / "sites_prioritaires.shp");
        const auto result = read(scratch / "sites_prioritaires.shp");
        EXPECT_EQ(result.info.encoding, "UTF-8");
        EXPECT_EQ(result.table.epsg, 2154);
        EXPECT_TRUE(result.findings.empty());
        ASSERT_EQ(result.table.features.size(), 3U);
        EXPECT_EQ(largest_move(result.table, table), 0);
        const auto& first = result.table.features[0].values;
        EXPECT_EQ(first[0], geo::Value("02408"));
        EXPECT_EQ(first[1], table.features[0].values[1]);
        EXPECT_EQ(first[2], geo::Value(std::int64_t{24201}));
        EXPECT_EQ(first[3], geo::Value(3.5));
        EXPECT_EQ(first[4], geo::Value("oui"));
        EXPECT_EQ(first[5], table.features[0].values[5]);
        for (std::size_t i = 1; i < 6; ++i) {
            EXPECT_EQ(result.table.features[1].values[i], geo::Value()) << i;
        }
    }
    EXPECT_EQ(bytes_of(scratch / "sites_prioritaires.cpg"), "UTF-8");
    const std::string info = output_of("ogrinfo -so -al " + (scratch / "sites_prioritaires.shp").string());
    if (!info.empty()) {
        EXPECT_NE(info.find("ID[\"EPSG\",2154]"), std::string::npos) << info;
        EXPECT_EQ(info.find("Warning"), std::string::npos) << info;
        EXPECT_EQ(info.find("ERROR"), std::string::npos) << info;
        EXPECT_NE(info.find("habitants: Integer"), std::string::npos) << info;
        EXPECT_NE(info.find("echeance: Date"), std::string::npos) << info;
        EXPECT_NE(info.find("taux: Real (6.3)"), std::string::npos) << info;
    }
}

TEST(WriteTable, ShapefileCutsTextsOnACharacterAndSaysSo) {
    const Scratch scratch;
    geo::Table table = sample_table(GeometryKind::point);
    std::string longest;
    for (int i = 0; i < 130; ++i) {
        longest += "é";
    }
    table.features[2].values[1] = "a" + longest;
    const Findings findings = write_table(table, scratch / "a.shp");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].row, 3);
    EXPECT_EQ(findings[0].column, "nom");
    EXPECT_EQ(cell(read(scratch / "a.shp").table, 2, "nom"), "a" + longest.substr(0, 252));
    table.columns[1].name = "nom_de_la_commune";
    EXPECT_THROW(write_table(table, scratch / "a.shp"), Error);
    EXPECT_EQ(cell(read(scratch / "a.shp").table, 2, "code"), "02691"); // the old one is still there
}

TEST(WriteTable, ShapefileNumbersComeBackExactly) {
    const Scratch scratch;
    geo::Table table;
    table.name = "n";
    table.columns = {{"r", geo::ColumnType::real, ""}, {"i", geo::ColumnType::integer, ""}};
    table.epsg = 2154;
    table.geometry_kind = GeometryKind::point;
    const std::array reals = {0.0, -1.5, 123456.789, 0.1, -99999.0, 3.141592653589793, 650000.1234};
    for (const double real : reals) {
        table.features.push_back({{real, std::int64_t{-1234567890123456}}, geo::Point{700000, 6900000}, 0});
    }
    write_table(table, scratch / "n.shp");
    const geo::Table back = read(scratch / "n.shp").table;
    for (std::size_t i = 0; i < reals.size(); ++i) {
        EXPECT_NEAR(std::get<double>(back.features[i].values[0]), reals[i], 5e-13) << i;
        EXPECT_EQ(back.features[i].values[1], geo::Value(std::int64_t{-1234567890123456}));
    }
}

TEST(WriteTable, ANewShapefileTakesAwayTheOldOnesCompanions) {
    const Scratch scratch;
    write_table(sample_table(GeometryKind::point), scratch / "a.shp");
    scratch.put("a.qix", "stale index");
    scratch.put("a.sbn", "stale index");
    scratch.put("a.txt", "mine");
    write_table(sample_table(GeometryKind::point), scratch / "a.shp");
    EXPECT_FALSE(std::filesystem::exists(scratch / "a.qix"));
    EXPECT_FALSE(std::filesystem::exists(scratch / "a.sbn"));
    EXPECT_EQ(bytes_of(scratch / "a.txt"), "mine");
    EXPECT_EQ(scratch.file_count(), 6U); // shp shx dbf prj cpg txt: no leftover
}

TEST(WriteTable, GeoJsonIsLongitudeLatitudeWithSevenDecimals) {
    const Scratch scratch;
    for (const GeometryKind kind : {GeometryKind::point, GeometryKind::line, GeometryKind::polygon}) {
        const geo::Table table = sample_table(kind);
        write_table(table, scratch / "a.geojson");
        ReadOptions options;
        options.target_epsg = 2154;
        const auto result = read(scratch / "a.geojson", options);
        EXPECT_EQ(result.info.source_epsg, 4326);
        EXPECT_LT(largest_move(result.table, table), 0.012);
        EXPECT_EQ(cell(result.table, 0, "code"), "02408");
        EXPECT_EQ(cell(result.table, 0, "echeance"), "2026-11-22");
        EXPECT_EQ(result.table.features[0].values[4], geo::Value(true));
        EXPECT_EQ(result.table.features[1].values[3], geo::Value());
        const std::string text = bytes_of(scratch / "a.geojson");
        EXPECT_EQ(text.find("\"crs\""), std::string::npos);
        EXPECT_NE(text.find("[ 3.62"), std::string::npos);
        EXPECT_NE(text.find("\"echeance\": \"2026-11-22\""), std::string::npos);
    }
}

TEST(WriteTable, CsvIsWhatAFrenchSpreadsheetOpens) {
    const Scratch scratch;
    geo::Table table = sample_table(GeometryKind::point);
    table.features[1].values[1] = "=HYPERLINK(\"http://x\")";
    table.features[2].values[1] = "-5 rue";
    const Findings findings = write_table(table, scratch / "a.csv");
    EXPECT_EQ(count(findings, Severity::note), 2U);
    const std::string text = bytes_of(scratch / "a.csv");
    EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"
                                 "code;nom;habitants;taux;actif;echeance;x_l93;y_l93;lon;lat\r\n"))
        << text;
    EXPECT_NE(text.find("02408;\"Laon – l’Œuvre, « cité »; "
                        "\"\"haute\"\"\";24201;3,5;oui;22/11/2026;745199,50;6940716,25;3,62"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("\r\n2A004;\"'=HYPERLINK(\"\"http://x\"\")\";;;;;"), std::string::npos) << text;
    EXPECT_NE(text.find(";'-5 rue;-7;-0,125;non;"), std::string::npos) << text;
    const auto back = read(scratch / "a.csv");
    EXPECT_EQ(back.table.features.size(), 3U);
    EXPECT_EQ(cell(back.table, 0, "nom"), "Laon – l’Œuvre, « cité »; \"haute\"");
    EXPECT_TRUE(mentions(write_table(sample_table(GeometryKind::polygon), scratch / "b.csv"), "contours"));
}

TEST(WriteTable, WorkbookHasTypedCellsAndTitles) {
    const Scratch scratch;
    geo::Table points = sample_table(GeometryKind::point);
    geo::Table plain = sample_table(GeometryKind::none);
    plain.title = "Sites prioritaires"; // the same as the other: sheets must differ
    plain.features[0].values[1] = "=1+1";
    const std::array tables = {points, plain};
    EXPECT_TRUE(write_tables(tables, scratch / "a.xlsx", {"Schéma", "", "Préfecture", "LO"}).empty());
    EXPECT_EQ(list_layers(scratch / "a.xlsx"),
              (std::vector<std::string>{"Sites prioritaires", "Sites prioritaires (2)"}));
    ReadOptions options;
    options.layer = "Sites prioritaires";
    const auto back = read(scratch / "a.xlsx", options).table;
    ASSERT_EQ(back.features.size(), 3U);
    EXPECT_EQ(back.columns[0].name, "Code INSEE");
    EXPECT_EQ(cell(back, 0, "Code INSEE"), "02408");
    EXPECT_EQ(cell(back, 0, "Habitants"), "24201");
    EXPECT_EQ(cell(back, 0, "Taux"), "3.5");
    EXPECT_EQ(cell(back, 0, "Échéance"), "2026-11-22");
    EXPECT_EQ(cell(back, 0, "x_l93"), "745199.5");
    EXPECT_EQ(back.features[1].values[2], geo::Value());
    options.layer = "Sites prioritaires (2)";
    EXPECT_EQ(cell(read(scratch / "a.xlsx", options).table, 0, "Nom"), "=1+1");
    write_tables(tables, scratch / "b.xlsx", {"Schéma", "", "Préfecture", "LO"});
    EXPECT_EQ(bytes_of(scratch / "a.xlsx"), bytes_of(scratch / "b.xlsx"));
}

TEST(WriteTable, OpenDocumentWorkbookHasTypedCellsAndTitles) {
    const Scratch scratch;
    geo::Table points = sample_table(GeometryKind::point);
    geo::Table plain = sample_table(GeometryKind::none);
    plain.title = "Sites prioritaires";
    plain.features[0].values[1] = "of:=1+1"; // what GDAL would write as a formula
    const std::array tables = {points, plain};
    const Findings findings = write_tables(tables, scratch / "a.ods");
    EXPECT_TRUE(mentions(findings, "formule"));
    EXPECT_EQ(list_layers(scratch / "a.ods"),
              (std::vector<std::string>{"Sites prioritaires", "Sites prioritaires (2)"}));
    ReadOptions options;
    options.layer = "Sites prioritaires";
    const auto back = read(scratch / "a.ods", options).table;
    ASSERT_EQ(back.features.size(), 3U);
    EXPECT_EQ(back.columns[0].name, "Code INSEE");
    EXPECT_EQ(cell(back, 0, "Code INSEE"), "02408");
    EXPECT_EQ(cell(back, 0, "Habitants"), "24201");
    EXPECT_EQ(cell(back, 0, "Taux"), "3.5");
    EXPECT_EQ(cell(back, 0, "Échéance"), "2026-11-22");
    EXPECT_EQ(cell(back, 0, "x_l93"), "745199.5");
    EXPECT_EQ(back.features[1].values[2], geo::Value());
    // Numbers and dates are typed cells, codes are text: not what a reader guesses.
    const std::string content = output_of("unzip -p " + (scratch / "a.ods").string() + " content.xml");
    if (!content.empty()) {
        EXPECT_NE(content.find("office:value-type=\"float\" office:value=\"24201\""), std::string::npos);
        EXPECT_NE(content.find("office:value-type=\"date\" office:date-value=\"2026-11-22\""),
                  std::string::npos);
        EXPECT_NE(content.find("office:value-type=\"string\">\n<text:p>02408<"), std::string::npos);
        EXPECT_EQ(content.find("table:formula"), std::string::npos);
    }
    options.layer = "Sites prioritaires (2)";
    EXPECT_EQ(cell(read(scratch / "a.ods", options).table, 0, "Nom"), "'of:=1+1");
    write_tables(tables, scratch / "b.ods");
    EXPECT_EQ(bytes_of(scratch / "a.ods"), bytes_of(scratch / "b.ods"));
    geo::Table texts; // nothing but text: the header is one all the same
    texts.name = "textes";
    texts.columns = {{"a", geo::ColumnType::text, "A"}, {"b", geo::ColumnType::text, "B"}};
    texts.features = {{{geo::Value("un"), geo::Value("deux")}, {}, 1}, {{geo::Value(), geo::Value()}, {}, 2}};
    write_table(texts, scratch / "c.ods");
    EXPECT_EQ(cell(read(scratch / "c.ods").table, 0, "B"), "deux");
    texts.features.clear();
    write_table(texts, scratch / "d.ods");
    EXPECT_EQ(list_layers(scratch / "d.ods"), std::vector<std::string>{"textes"});
}

TEST(WriteTable, SameTableSameBytes) {
    const Scratch scratch;
    for (const char* extension : {"gpkg", "geojson", "csv", "fgb"}) {
        const auto a = scratch / (std::string("a.") + extension);
        const auto first = sample_table(GeometryKind::polygon);
        write_table(first, a);
        const std::string before = bytes_of(a);
        write_table(first, a);
        EXPECT_EQ(bytes_of(a), before) << extension;
    }
}

TEST(WriteTable, MetadataReachesTheGeoPackage) {
    const Scratch scratch;
    write_table(sample_table(GeometryKind::point), scratch / "a.gpkg",
                {"Titre", "Description du schéma", "Préfecture de l’Aisne", "Licence Ouverte"});
    const std::string bytes = bytes_of(scratch / "a.gpkg");
    for (const char* text :
         {"Sites prioritaires", "Description du schéma", "Préfecture de l’Aisne", "Licence Ouverte"}) {
        EXPECT_NE(bytes.find(text), std::string::npos) << text;
    }
}

TEST(WriteTable, FormatsByExtension) {
    EXPECT_EQ(format_of("x/A.SHP"), Format::shapefile);
    EXPECT_EQ(format_of("a.xlsx"), Format::xlsx);
    EXPECT_THROW(format_of("a.doc"), InputError);
    const std::array tables = {sample_table(GeometryKind::point), sample_table(GeometryKind::none)};
    const Scratch scratch;
    EXPECT_THROW(write_tables(tables, scratch / "a.csv"), InputError);
    EXPECT_EQ(scratch.file_count(), 0U);
}

TEST(WriteTable, MixedGeometriesKeepTheirKinds) {
    const Scratch scratch;
    geo::Table table = sample_table(GeometryKind::polygon);
    table.features[1].geometry = geo::Point{745000, 6940000};
    write_table(table, scratch / "a.gpkg");
    const auto result = read(scratch / "a.gpkg");
    EXPECT_EQ(result.table.features[1].geometry, table.features[1].geometry);
    EXPECT_TRUE(mentions(result.findings, "géométries mêlées"));
}

TEST(Png, PicturesComeBack) {
    const Scratch scratch;
    Picture picture{33, 17, {}};
    for (int i = 0; i < 33 * 17 * 4; ++i) {
        picture.rgba.push_back(static_cast<std::uint8_t>(i % 4 == 3 ? 255 : i * 7));
    }
    write_png(picture, scratch / "a.png");
    EXPECT_EQ(read_png(scratch / "a.png"), picture);
    picture.rgba[3] = 10;
    write_png(picture, scratch / "a.png");
    EXPECT_EQ(read_png(scratch / "a.png"), picture);
    EXPECT_THROW(read_png(scratch.put("b.png", "not a picture")), InputError);
    const std::string bytes = bytes_of(scratch / "a.png");
    EXPECT_THROW(read_png(scratch.put("c.png", bytes.substr(0, bytes.size() / 2))), InputError);
    picture.rgba.pop_back();
    EXPECT_THROW(write_png(picture, scratch / "a.png"), Error);
}

TEST(TextFile, TextsComeBack) {
    const Scratch scratch;
    write_text_file(scratch / "a.txt", std::string_view("été\0\r\n", 8));
    EXPECT_EQ(read_text_file(scratch / "a.txt"), std::string("été\0\r\n", 8));
    EXPECT_EQ(read_text_file(scratch.put("b.txt", "\xEF\xBB\xBFx")), "x");
    EXPECT_THROW(read_text_file(scratch / "absent.txt"), InputError);
    EXPECT_THROW(read_text_file(scratch.folder()), InputError);
}

} // namespace
} // namespace maillage::io
