// Small files that would become gigabytes, or never end: refused in a sentence that says what was too large.
#include "base/error.h"
#include "io/gdal_session.h"
#include "io/read/read_basemap.h"
#include "io/read/read_raster.h"
#include "io/store/project_store.h"
#include "io/write/write_table.h"
#include "support/listener.h"
#include "support/source_dir.h"
#include "unit/io/archive.h"
#include "unit/io/scratch.h"

#include <cpl_string.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sqlite3.h>
#include <thread>

namespace maillage::io {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// With a small budget: what becomes too large becomes so in an instant.
std::string refusal(const std::filesystem::path& file, const std::string& layer = {}) {
    ReadOptions options;
    options.layer = layer;
    options.most_bytes = 16U << 20U;
    return message_of<InputError>([&] { read(file, options); });
}

/// One of shared/cases/security beside the source tree; absent on most machines.
std::optional<std::filesystem::path> security_case(const std::string& name) {
    const char* folder = std::getenv("MAILLAGE_TEST_CASES");
    const auto cases =
        folder != nullptr ? std::filesystem::path(folder) : source_dir().parent_path() / "shared" / "cases";
    const auto file = cases / "security" / name;
    std::error_code error;
    return std::filesystem::exists(file, error) ? std::optional(file) : std::nullopt;
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

std::string xlsx(const std::string& rows, const std::string& shared, const std::string& head = {}) {
    constexpr const char* kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    constexpr const char* kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    constexpr const char* kPackage = "http://schemas.openxmlformats.org/package/2006/relationships";
    const std::string ns = std::string(" xmlns=\"") + kMain + "\"";
    return zipped({{"[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override "
                    "PartName=\"/xl/workbook.xml\" "
                    "ContentType=\"application/"
                    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
                    "PartName=\"/xl/worksheets/sheet1.xml\" "
                    "ContentType=\"application/"
                    "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"},
                   {"_rels/.rels", std::string("<Relationships xmlns=\"") + kPackage +
                                       "\"><Relationship Id=\"r\" Type=\"" + kRelations +
                                       "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
                   {"xl/workbook.xml",
                    "<workbook" + ns + " xmlns:r=\"" + kRelations +
                        "\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
                   {"xl/_rels/workbook.xml.rels",
                    std::string("<Relationships xmlns=\"") + kPackage + "\"><Relationship Id=\"r1\" Type=\"" +
                        kRelations + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
                   {"xl/sharedStrings.xml", head + "<sst" + ns + ">" + shared + "</sst>"},
                   {"xl/worksheets/sheet1.xml",
                    head + "<worksheet" + ns + "><sheetData>" + rows + "</sheetData></worksheet>"}});
}

std::string ods(const std::string& rows, const std::string& head = {}) {
    return zipped(
        {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
         {"content.xml",
          head +
              "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
              "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
              "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:"
              "spreadsheet>"
              "<table:table table:name=\"A\">" +
              rows + "</table:table></office:spreadsheet></office:body></office:document-content>"}});
}

TEST(Bombs, SpreadsheetsAreCountedBeforeTheyAreBuilt) {
    const Scratch scratch;
    const std::string text = "<si><t>" + std::string(100'000, 'a') + "</t></si>";
    const std::string cells = "<row>" + repeated("<c t=\"s\"><v>0</v></c>", 10) + "</row>";
    EXPECT_THAT(refusal(scratch.put("partage.xlsx", xlsx(repeated(cells, 1000), text))),
                AllOf(HasSubstr("partage.xlsx"), HasSubstr("Mio une fois en mémoire")));
    EXPECT_THAT(refusal(scratch.put("loin.xlsx",
                                    xlsx("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", ""))),
                HasSubstr("Mio une fois en mémoire"));
    EXPECT_THAT(
        refusal(scratch.put("long.xlsx", xlsx(repeated("<row><c r=\"A1\"><v>1</v></c></row>", 100) +
                                                  "<row r=\"900000\"><c r=\"AZZ1\"><v>1</v></c></row>",
                                              ""))),
        HasSubstr("Mio une fois en mémoire"));
    const std::string cell = "<table:table-cell table:number-columns-repeated=\"1000\"><text:p>" +
                             std::string(1000, 'a') + "</text:p></table:table-cell>";
    EXPECT_THAT(
        refusal(scratch.put("repete.ods", ods("<table:table-row table:number-rows-repeated=\"10000\">" +
                                              cell + "</table:table-row>"))),
        AllOf(HasSubstr("repete.ods"), HasSubstr("Mio une fois en mémoire")));
    EXPECT_THAT(
        refusal(scratch.put("vide.ods", ods("<table:table-row table:number-rows-repeated=\"4294967295\">"
                                            "<table:table-cell/></table:table-row><table:table-row>" +
                                            cell + "</table:table-row>"))),
        HasSubstr("Mio une fois en mémoire"));
}

TEST(Bombs, SpreadsheetsOfEverydayAreRead) {
    const Scratch scratch;
    const auto a = read(
        scratch.put("a.xlsx", xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v>"
                                   "</c></row><row r=\"2\"><c r=\"A2\"><v>7</v></c></row>",
                                   "<si><t>code</t></si><si><t>nom</t></si>")));
    EXPECT_EQ(cell(a.table, 0, "code"), "7");
    // LibreOffice fills a sheet to its last column and row with repeated emptiness.
    const auto b = read(scratch.put(
        "b.ods", ods("<table:table-row><table:table-cell "
                     "office:value-type=\"string\"><text:p>code</text:p></table:table-cell><table:table-cell "
                     "office:value-type=\"string\"><text:p>nom</text:p></table:table-cell>"
                     "</table:table-row><table:table-row><table:table-cell "
                     "office:value-type=\"string\"><text:p>7</text:p></table:table-cell>"
                     "<table:table-cell "
                     "office:value-type=\"string\"><text:p>Laon</text:p></table:table-cell></table:table-row>"
                     "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell "
                     "table:number-columns-repeated=\"16384\"/></table:table-row>")));
    EXPECT_EQ(cell(b.table, 0, "nom"), "Laon");
}

TEST(Bombs, EntitiesOfXml) {
    const Scratch scratch;
    std::string entities = "<!DOCTYPE a [<!ENTITY a0 \"" + std::string(1000, 'a') + "\">";
    for (int i = 1; i < 10; ++i) {
        entities += "<!ENTITY a" + std::to_string(i) + " \"" +
                    repeated("&a" + std::to_string(i - 1) + ";", 10) + "\">";
    }
    entities += "]>";
    EXPECT_THAT(refusal(scratch.put(
                    "a.xlsx", xlsx("<row><c t=\"inlineStr\"><is><t>&a9;</t></is></c></row>", "", entities))),
                HasSubstr("entités XML"));
    EXPECT_THAT(refusal(scratch.put(
                    "a.ods", ods("<table:table-row><table:table-cell "
                                 "office:value-type=\"string\"><text:p>&a9;</text:p></table:table-cell>"
                                 "</table:table-row>",
                                 entities))),
                HasSubstr("entités XML"));
    const std::string kml =
        entities + "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>&a9;</name>"
                   "<Point><coordinates>3,49</coordinates></Point></Placemark></Document></kml>";
    EXPECT_THAT(refusal(scratch.put("a.kml", kml)), HasSubstr("entités XML"));
    EXPECT_THAT(refusal(scratch.put("a.kmz", zipped({{"doc.kml", kml}}))), HasSubstr("entités XML"));
    EXPECT_NE(
        refusal(scratch.put("a.osm",
                            entities +
                                "<osm version=\"0.6\"><node id=\"1\" lat=\"49\" lon=\"3\"><tag k=\"name\" "
                                "v=\"&a9;\"/></node></osm>"),
                "points"),
        "");
}

TEST(Bombs, CsvThatGrowsInMemory) {
    const Scratch scratch;
    const std::string head = repeated("c;", 999) + "c\n";
    std::string rows;
    for (int i = 0; i < 2000; ++i) { // one byte a cell, forty in memory
        rows += std::to_string(i) + std::string(999, ';') + "\n";
    }
    EXPECT_THAT(refusal(scratch.put("large.csv.gz", gzipped(head + rows))),
                AllOf(HasSubstr("large.csv.gz"), HasSubstr("Mio une fois en mémoire")));
    EXPECT_THAT(refusal(scratch.put("large.zip", zipped({{"large.csv", head + rows}}))),
                HasSubstr("Mio une fois en mémoire"));
    EXPECT_THAT(refusal(scratch.put("large.csv", head + rows)), HasSubstr("Mio une fois en mémoire"));
    EXPECT_THAT(refusal(scratch.put("million.csv", repeated("c;", 1'000'000) + "c\na;b\n")),
                AllOf(HasSubstr("million.csv"), HasSubstr("lecture refusée")));
    EXPECT_THAT(refusal(scratch.put("double.csv.gz.gz", gzipped(gzipped(head + rows)))),
                HasSubstr("format non reconnu"));
    EXPECT_THAT(refusal(scratch.put("zip.gz", gzipped(zipped({{"a.csv", head}})))),
                HasSubstr("format non reconnu"));
}

TEST(Bombs, ColumnsOfOneName) {
    const Scratch scratch;
    EXPECT_THAT(
        refusal(scratch.put("a.csv", repeated("a;", 19'999) + "a\n" + repeated("1;", 19'999) + "1\n")),
        HasSubstr("20000 colonnes"));
    std::string mixed;
    for (int i = 0; i < 8000; ++i) {
        mixed += i % 2 == 0 ? "É;" : "e;";
    }
    const auto many =
        read(scratch.put("b.csv", mixed + "fin\n" + repeated("1;", 8000) + "1\n")); // as one column is now
    ASSERT_EQ(many.table.columns.size(), 8001U);
    std::set<std::string> names;
    for (const geo::Column& column : many.table.columns) {
        names.insert(column.name);
    }
    EXPECT_EQ(names.size(), 8001U);
    EXPECT_LT(many.findings.size(), 600U);
    const auto few = read(scratch.put("c.csv", "a;a;a_2;b\n1;2;3;4\n"));
    EXPECT_EQ(cell(few.table, 0, "a"), "1");
    EXPECT_EQ(cell(few.table, 0, "a_2"), "2");
    EXPECT_EQ(cell(few.table, 0, "a_2_2"), "3");
}

TEST(Bombs, JsonThatGrowsInMemory) {
    const Scratch scratch;
    const std::string lists = repeated("[],", 300'000) + "[]";
    EXPECT_THAT(refusal(scratch.put("a.json", R"({"elements":[)" + lists + "]}")),
                HasSubstr("Mio une fois en mémoire"));
    std::string own_tags = R"({"elements":[{"type":"node","id":0,"lat":49,"lon":3})";
    std::string own_properties =
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null})";
    for (int i = 0; i < 1500; ++i) {
        const std::string key = "\"k" + std::to_string(i) + "\":\"v\"";
        own_tags += R"(,{"type":"node","id":1,"lat":49,"lon":3,"tags":{)" + key + "}}";
        own_properties += R"(,{"type":"Feature","properties":{)" + key + R"(},"geometry":null})";
    }
    EXPECT_THAT(refusal(scratch.put("b.json", own_tags + "]}")), HasSubstr("Mio une fois en mémoire"));
    EXPECT_THAT(refusal(scratch.put("c.geojson", own_properties + "]}")),
                HasSubstr("Mio une fois en mémoire"));
    // What GDAL builds whole in memory is bounded by its size.
    const std::string more = "[" + repeated("[],", 4'500'000) + "[]]";
    const std::string feature = R"({"type":"Feature","properties":{"a":)" + more + R"(},"geometry":null})";
    EXPECT_NE(
        refusal(scratch.put("d.geojson", R"({"type":"FeatureCollection","features":[)" + feature + "]}")),
        "");
    EXPECT_THAT(refusal(scratch.put("e.geojson", feature)), HasSubstr("un seul objet JSON"));
    EXPECT_THAT(refusal(scratch.put("f.geojson",
                                    R"({"type":"FeatureCollection","a":)" + more + R"(,"features":[]})")),
                HasSubstr("un seul objet JSON"));
}

/// A dBase table of `rows`, of which `held` are there, of 255 columns of one character.
std::string dbf(std::uint32_t rows, std::size_t held) {
    std::string out = {3, 126, 1, 1};
    for (int i = 0; i < 4; ++i) {
        out += static_cast<char>(rows >> (8 * i));
    }
    const std::size_t head = 32 + 32 * 255 + 1;
    const std::size_t row = 1 + 255;
    for (const std::size_t size : {head, row}) {
        out += static_cast<char>(size & 255U);
        out += static_cast<char>(size >> 8U);
    }
    out.resize(32);
    for (int i = 0; i < 255; ++i) {
        std::string field = "C" + std::to_string(i);
        field.resize(11);
        field += 'C';
        field.resize(16);
        field += '\1';
        field.resize(32);
        out += field;
    }
    return out + '\r' + std::string(held * row, ' ');
}

TEST(Bombs, TablesOfDbase) {
    const Scratch scratch;
    EXPECT_THAT(refusal(scratch.put("a.zip", zipped({{"a.dbf", dbf(3000, 3000)}}))),
                HasSubstr("Mio une fois en mémoire"));
    try { // far fewer rows than it says: read to its end, or refused; not two thousand million times
        EXPECT_LE(read(scratch.put("b.dbf", dbf(0x7fffffff, 10))).table.features.size(), 10U);
    } catch (const InputError& error) {
        EXPECT_STRNE(error.what(), "");
    }
}

std::filesystem::path sparse_tif(const std::filesystem::path& path, int side, GDALDataType type,
                                 const char* strip) {
    start_gdal();
    CPLStringList options;
    options.SetNameValue("SPARSE_OK", "TRUE");
    if (strip != nullptr) {
        options.SetNameValue("COMPRESS", "DEFLATE");
        options.SetNameValue("BLOCKYSIZE", strip);
    }
    const std::unique_ptr<GDALDataset> file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), side, side, 1, type, options.List()));
    std::array<double, 6> transform = {700000, 1, 0, 7000000, 0, -1};
    file->SetGeoTransform(transform.data());
    OGRSpatialReference crs;
    crs.importFromEPSG(2154);
    file->SetSpatialRef(&crs);
    return path;
}

TEST(Bombs, GridsThatAreDeclaredAndNotThere) {
    const Scratch scratch;
    Progress progress;
    const auto too_large = [&](const std::filesystem::path& file) {
        return message_of<InputError>([&] { read_raster(file, 0, progress); });
    };
    EXPECT_THAT(too_large(sparse_tif(scratch / "a.tif", 19'999, GDT_Float32, nullptr)),
                AllOf(HasSubstr("a.tif"), HasSubstr("Mio une fois en mémoire")));
    EXPECT_THAT(too_large(sparse_tif(scratch / "b.tif", 8'100, GDT_Float64, "8100")), HasSubstr("Mio"));
    EXPECT_THAT(
        too_large(scratch.put(
            "c.asc", "ncols 30000\nnrows 30000\nxllcorner 700000\nyllcorner 6900000\ncellsize 1\n1 2 3\n")),
        HasSubstr("cellules"));
    EXPECT_THAT(message_of<InputError>([&] {
                    read_basemap(sparse_tif(scratch / "d.tif", 20'000, GDT_Float32, "20000"), 2154,
                                 {{700000, 6980000}, {720000, 7000000}}, 64, 64);
                }),
                AllOf(HasSubstr("d.tif"), HasSubstr("Mio une fois en mémoire")));
}

void run_sql(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    char* problem = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
    sqlite3_free(problem);
    sqlite3_close(database);
}

constexpr const char* kEndless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";

std::filesystem::path with_view(const Scratch& scratch, const std::string& view) {
    const auto path = scratch / "vue.gpkg";
    std::filesystem::remove(path);
    write_table(sample_table(geo::GeometryKind::point), path);
    run_sql(path, "CREATE VIEW boucle AS " + view +
                      "; INSERT INTO gpkg_contents(table_name,data_type,identifier) "
                      "VALUES('boucle','attributes','boucle')");
    return path;
}

TEST(Bombs, QueriesThatNeverEnd) {
    const Scratch scratch;
    EXPECT_THAT(refusal(with_view(scratch, std::string(kEndless) + "i AS nom FROM n"), "boucle"),
                HasSubstr("Mio une fois en mémoire"));
    EXPECT_THAT(refusal(with_view(scratch, std::string(kEndless) + "i AS nom FROM n WHERE i < 0"), "boucle"),
                AllOf(HasSubstr("vue.gpkg"), HasSubstr("calcule sans rien donner")));
    EXPECT_NE(refusal(with_view(scratch, std::string(kEndless) + "hex(zeroblob(400000000)) AS nom FROM n"),
                      "boucle"),
              "");
    EXPECT_THAT(refusal(with_view(scratch, std::string(kEndless) + "hex(zeroblob(20000000)) AS nom FROM n"),
                        "boucle"),
                HasSubstr("Mio une fois en mémoire"));
    // A view that ends is a table like another.
    const auto good = with_view(scratch, "SELECT fid, nom FROM sites");
    ReadOptions options;
    options.layer = "boucle";
    EXPECT_EQ(read(good, options).table.features.size(), 3U);
}

TEST(Bombs, QueriesCanBeCancelled) {
    const Scratch scratch;
    const auto endless = with_view(scratch, std::string(kEndless) + "i AS nom FROM n WHERE i < 0");
    Progress progress;
    ReadOptions options;
    options.layer = "boucle";
    OpenedFiles opened;
    opened.watch(endless);
    std::thread user([&] {
        while (opened.take().empty()) { // it is being read
            std::this_thread::yield();
        }
        progress.cancel();
    });
    EXPECT_THROW(read_table(endless, options, progress), Cancelled);
    user.join();
}

TEST(Bombs, ProjectsThatCompute) {
    const Scratch scratch;
    Progress progress;
    const auto project = [&](const std::string& sql) {
        const auto path = scratch / "p.gpkg";
        std::filesystem::remove(path);
        save_project(path, {{sample_table(geo::GeometryKind::point)}, {{"a", "b"}}}, progress);
        run_sql(path, sql);
        return message_of<InputError>([&] { load_project(path, progress); });
    };
    const std::string settings = "DROP TABLE maillage_settings; ";
    EXPECT_THAT(
        project(
            settings +
            "CREATE TABLE maillage_settings(fid INTEGER PRIMARY KEY, key TEXT, value TEXT GENERATED ALWAYS "
            "AS (hex(zeroblob(10000000))) VIRTUAL); INSERT INTO maillage_settings(key) VALUES('a')"),
        AllOf(HasSubstr("p.gpkg"), HasSubstr("simples lignes")));
    EXPECT_THAT(
        project(settings + "CREATE VIEW maillage_settings AS " + kEndless + "i AS key, i AS value FROM n"),
        HasSubstr("p.gpkg"));
    EXPECT_THAT(
        project(
            "ALTER TABLE sites ADD COLUMN plus TEXT GENERATED ALWAYS AS (hex(zeroblob(10000000))) VIRTUAL"),
        HasSubstr("simples lignes"));
    EXPECT_THAT(
        project(
            "ALTER TABLE sites RENAME TO sites_2; CREATE VIEW sites AS SELECT * FROM sites_2, sites_2 AS b"),
        HasSubstr("p.gpkg"));
    EXPECT_THAT(project("ALTER TABLE sites RENAME TO sites_2; CREATE VIRTUAL TABLE sites USING rtree(a,b,c)"),
                HasSubstr("p.gpkg"));
}

TEST(Bombs, TheCasesThatWereFound) {
    Progress progress;
    for (const auto& [name, layer] :
         {std::pair{"shared.xlsx", ""}, {"colonnes-repetees.csv", ""}, {"vue-infinie.gpkg", "boucle"}}) {
        if (const auto file = security_case(name)) {
            EXPECT_NE(refusal(*file, layer), "") << name;
        }
    }
    if (const auto file = security_case("projet-colonne-generee.gpkg")) {
        EXPECT_THAT(message_of<InputError>([&] { load_project(*file, progress); }),
                    HasSubstr("simples lignes"));
    }
    if (const auto file = security_case("sparse.tif")) {
        EXPECT_THAT(message_of<InputError>([&] { read_raster(*file, 2154, progress); }), HasSubstr("Mio"));
    }
    if (const auto file = security_case("bad_1_1031/anct-grille-densite.csv.gz")) {
        try {
            read(*file);
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("anct-grille-densite.csv.gz"));
        }
    }
}

} // namespace
} // namespace maillage::io
