#include "base/error.h"
#include "geo/crs.h"
#include "io/read/osm_tags.h"
#include "io/write/write_table.h"
#include "unit/io/archive.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

namespace maillage::io {
namespace {

using geo::GeometryKind;

std::string feature_collection(const std::string& features, const std::string& extra = "") {
    return R"({"type":"FeatureCollection",)" + extra + R"("features":[)" + features + "]}";
}

std::string feature(const std::string& geometry, const std::string& properties = R"({"a":1})") {
    return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}

ReadOptions lambert() {
    ReadOptions options;
    options.target_epsg = 2154;
    return options;
}

const std::string kLaon = R"({"type":"Point","coordinates":[3.6245,49.5641]})";

TEST(ReadGeoJson, PropertiesOfEveryKind) {
    const Scratch scratch;
    const auto file = scratch.put(
        "a.geojson",
        feature_collection(
            feature(kLaon,
                    R"({"code":"02408","liste":["a","b"],"vide":null,"n":3,"r":1.5,"b":true,"o":{"x":1}})") +
            "," + feature("null", R"({"code":"02691"})") + "," + R"({"type":"Feature","geometry":)" + kLaon +
            "}"));
    const auto result = read(file, lambert());
    ASSERT_EQ(result.table.features.size(), 3U);
    EXPECT_EQ(cell(result.table, 0, "code"), "02408");
    EXPECT_EQ(cell(result.table, 0, "liste"), "a; b");
    EXPECT_EQ(cell(result.table, 0, "n"), "3");
    EXPECT_EQ(cell(result.table, 0, "r"), "1.5");
    EXPECT_EQ(cell(result.table, 0, "b"), "oui");
    EXPECT_EQ(cell(result.table, 0, "vide"), "");
    const auto point = std::get<geo::Point>(result.table.features[0].geometry);
    EXPECT_NEAR(point.x, 745199.0256, 1e-3); // gdaltransform
    EXPECT_NEAR(point.y, 6940716.6583, 1e-3);
    EXPECT_EQ(result.table.features[1].geometry, geo::Geometry());
    EXPECT_TRUE(mentions(result.findings, "sans géométrie"));
}

TEST(ReadGeoJson, ABareFeatureAndAByteOrderMark) {
    const Scratch scratch;
    EXPECT_EQ(read(scratch.put("a.json", "\xEF\xBB\xBF" + feature(kLaon))).table.features.size(), 1U);
    EXPECT_EQ(read(scratch.put("b.geojson.gz", gzipped(feature(kLaon)))).table.features.size(), 1U);
}

TEST(ReadGeometry, InvalidPolygonsAreRepairedAndSaid) {
    const Scratch scratch;
    const std::string bow =
        R"({"type":"Polygon","coordinates":[[[3.6,49.5],[3.7,49.6],[3.7,49.5],[3.6,49.6],[3.6,49.5]]]})";
    const std::string flat = R"({"type":"Polygon","coordinates":[[[3.6,49.5],[3.7,49.5],[3.6,49.5]]]})";
    const auto result =
        read(scratch.put("a.geojson", feature_collection(feature(bow) + "," + feature(flat))), lambert());
    ASSERT_EQ(result.table.features.size(), 2U);
    const auto& repaired = std::get<geo::MultiPolygon>(result.table.features[0].geometry);
    EXPECT_EQ(repaired.size(), 2U);
    EXPECT_GT(geo::area(repaired), 1e7);
    EXPECT_EQ(result.table.features[1].geometry, geo::Geometry());
    EXPECT_TRUE(mentions(result.findings, "géométrie réparée : "));
    EXPECT_TRUE(mentions(result.findings, "géométrie inutilisable"));
    EXPECT_EQ(result.findings[0].row, 1);
}

TEST(ReadGeometry, CollectionsAreSplitAndHeightsDropped) {
    const Scratch scratch;
    const std::string both =
        R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[3.6,49.5,80]},)"
        R"({"type":"LineString","coordinates":[[3.6,49.5,1],[3.7,49.5,2]]}]})";
    const std::string many = R"({"type":"MultiPoint","coordinates":[[3.6,49.5],[3.61,49.5],[3.62,49.5]]})";
    const auto result =
        read(scratch.put("a.geojson", feature_collection(feature(both) + "," + feature(many))), lambert());
    ASSERT_EQ(result.table.features.size(), 5U);
    EXPECT_EQ(result.table.features[1].row, 1);
    EXPECT_EQ(result.table.features[4].row, 2);
    EXPECT_EQ(result.table.geometry_kind, GeometryKind::line);
    EXPECT_TRUE(mentions(result.findings, "morceaux"));
    EXPECT_TRUE(mentions(result.findings, "géométries mêlées"));
}

/// A shapefile at these coordinates, without its .prj.
std::filesystem::path undeclared(const Scratch& scratch, geo::Point p) {
    geo::Table table = sample_table(GeometryKind::point);
    for (geo::Feature& row : table.features) {
        row.geometry = p;
    }
    write_table(table, scratch / "sans.shp");
    std::filesystem::remove(scratch / "sans.prj");
    return scratch / "sans.shp";
}

TEST(ReadCrs, UndeclaredNumbersThatLeaveNoDoubt) {
    const Scratch scratch;

    struct Case {
        geo::Point p;
        int epsg;
    };

    // Laon in each system, design notes of the project (made with PROJ's cs2cs).
    const Case cases[] = {{{745199, 6940761}, 2154},  {{1745168, 8262962}, 3949}, {{1745167, 9151754}, 3950},
                          {{693264, 2508249}, 27572}, {{3.6245, 49.5645}, 4326},  {{3860363, 2959076}, 3035}};
    for (const Case& c : cases) {
        const auto result = read(undeclared(scratch, c.p), lambert());
        EXPECT_EQ(result.info.source_epsg, c.epsg);
        EXPECT_TRUE(mentions(result.findings, "retenu d'après l'étendue")) << c.epsg;
        const auto point = std::get<geo::Point>(result.table.features[0].geometry);
        EXPECT_NEAR(point.x, 745199, 12) << c.epsg;
        EXPECT_NEAR(point.y, 6940761, 12) << c.epsg;
    }
}

TEST(ReadCrs, DoubtfulNumbersAreAsked) {
    const Scratch scratch;
    const auto message = [&](geo::Point p) {
        const auto file = undeclared(scratch, p);
        return message_of<InputError>([&] { read(file, lambert()); });
    };
    EXPECT_NE(message({417000, 6422000}).find("EPSG:3857"),
              std::string::npos); // Bordeaux or, in web Mercator, Tergnier
    EXPECT_NE(message({49.56, 3.62}).find("échangées"), std::string::npos);
    EXPECT_NE(message({12, 12}).find("--crs"), std::string::npos);
    ReadOptions options = lambert();
    options.epsg = 2154;
    EXPECT_EQ(read(undeclared(scratch, {417000, 6422000}), options).info.source_epsg, 2154);
}

TEST(ReadCrs, MetresDeclaredAsDegreesAreSeen) {
    const Scratch scratch;
    const auto file = scratch.put(
        "a.geojson", feature_collection(feature(R"({"type":"Point","coordinates":[745199,6940716]})")));
    const auto result = read(file, lambert());
    EXPECT_EQ(result.info.source_epsg, 2154);
    EXPECT_TRUE(mentions(result.findings, "ne sont pas des degrés"));
}

TEST(ReadCrs, EsriPrjFilesAreMatchedByParameters) {
    const Scratch scratch;
    const auto file = undeclared(scratch, {745199, 6940716});
    scratch.put(
        "sans.prj",
        R"(PROJCS["RGF93_Lambert_93",GEOGCS["GCS_RGF93",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137,298.257222101]],)"
        R"(PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Lambert_Conformal_Conic"],)"
        R"(PARAMETER["False_Easting",700000],PARAMETER["False_Northing",6600000],PARAMETER["Central_Meridian",3],)"
        R"(PARAMETER["Standard_Parallel_1",49],PARAMETER["Standard_Parallel_2",44],PARAMETER["Latitude_Of_Origin",46.5],)"
        R"(UNIT["Meter",1]])");
    const auto result = read(file);
    EXPECT_EQ(result.info.source_epsg, 2154) << result.info.crs_note;
    EXPECT_TRUE(result.findings.empty());
}

TEST(ReadCrs, TheNationalGridIsUsedFromNtf) {
    const Scratch scratch;
    geo::Table table = sample_table(GeometryKind::point);
    table.epsg = 27572;
    table.features[0].geometry = geo::Point{600000, 2430000};
    write_table(table, scratch / "ntf.gpkg");
    const auto point = std::get<geo::Point>(read(scratch / "ntf.gpkg", lambert()).table.features[0].geometry);
    EXPECT_NEAR(point.x, 651329.8074, 1e-3); // cs2cs with ntf_r93.gsb
    EXPECT_NEAR(point.y, 6863348.4608, 1e-3);
    write_table(table, scratch / "ntf.shp");
    const auto shape = read(scratch / "ntf.shp", lambert());
    EXPECT_EQ(shape.info.source_epsg, 27572);
    EXPECT_NEAR(std::get<geo::Point>(shape.table.features[0].geometry).x, 651329.8074, 1e-3);
}

TEST(ReadShapefile, WithoutIndexWithoutTableAndZipped) {
    const Scratch scratch;
    const geo::Table table = sample_table(GeometryKind::polygon);
    write_table(table, scratch / "a.shp");
    std::vector<std::pair<std::string, std::string>> parts;
    for (const char* part : {"a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg"}) {
        parts.emplace_back(std::string("dossier/") + part, bytes_of(scratch / part));
    }
    parts.emplace_back("LISEZMOI.txt", "licence");
    EXPECT_EQ(read(scratch.put("a.zip", zipped(parts))).table.features.size(), 3U);
    parts.emplace_back("autre.csv", "a;b\n1;2\n");
    const auto two = scratch.put("deux.zip", zipped(parts));
    EXPECT_EQ(list_layers(two), (std::vector<std::string>{"autre", "a"}));
    EXPECT_NE(message_of<InputError>([&] { read(two); }).find("--layer"), std::string::npos);
    ReadOptions options;
    options.layer = "autre";
    EXPECT_EQ(read(two, options).table.features.size(), 1U);
    std::filesystem::remove(scratch / "a.shx");
    const auto before = scratch.file_count();
    const auto result = read(scratch / "a.shp");
    EXPECT_EQ(result.table.features.size(), 3U);
    EXPECT_EQ(result.table.epsg, 2154);
    EXPECT_EQ(scratch.file_count(), before); // nothing was written beside it
    std::filesystem::remove(scratch / "a.shp");
    const auto alone = read(scratch / "a.dbf");
    EXPECT_EQ(alone.table.geometry_kind, GeometryKind::none);
    EXPECT_EQ(cell(alone.table, 2, "code"), "02691");
    EXPECT_EQ(read(scratch.put("b.dbf.gz", gzipped(bytes_of(scratch / "a.dbf")))).table.features.size(), 3U);
}

TEST(ReadShapefile, EncodingsByCpgByLanguageByteAndByLook) {
    const Scratch scratch;
    geo::Table table = sample_table(GeometryKind::point);
    table.features[0].values[1] = std::string("Ch@teau");
    write_table(table, scratch / "a.shp");
    std::string dbf = bytes_of(scratch / "a.dbf");
    const std::size_t at = dbf.find("Ch@teau");
    ASSERT_NE(at, std::string::npos);
    const auto with = [&](char letter, char language, const std::string& cpg) {
        dbf[at + 2] = letter;
        dbf[29] = language;
        scratch.put("a.dbf", dbf);
        std::filesystem::remove(scratch / "a.cpg");
        if (!cpg.empty()) {
            scratch.put("a.cpg", cpg);
        }
        return cell(read(scratch / "a.shp").table, 0, "nom");
    };
    for (const char* cpg : {"ISO-8859-1", "1252", "ANSI 1252", "88591", "1252\r\n"}) {
        EXPECT_EQ(with('\xE2', 0, cpg), "Château") << cpg;
    }
    EXPECT_EQ(with('\x83', 2, ""), "Château"); // CP850
    EXPECT_EQ(with('\x83', 0, "850"), "Château");
    EXPECT_EQ(with('\xE2', 0x57, ""), "Château");
    EXPECT_EQ(with('\xE2', 0, ""), "Château");
    EXPECT_EQ(with('\xE2', 0, "UTF-8"), "Château"); // a .cpg that lies: recoded, and said
    EXPECT_TRUE(mentions(read(scratch / "a.shp").findings, "pas en UTF-8"));
}

TEST(ReadLayers, SeveralAreListed) {
    const Scratch scratch;
    const std::array tables = {sample_table(GeometryKind::point), sample_table(GeometryKind::none)};
    auto named = tables;
    named[1].name = "registre";
    write_tables(named, scratch / "a.gpkg");
    EXPECT_EQ(list_layers(scratch / "a.gpkg"), (std::vector<std::string>{"sites", "registre"}));
    const std::string message = message_of<InputError>([&] { read(scratch / "a.gpkg"); });
    EXPECT_NE(message.find("registre"), std::string::npos);
    ReadOptions options;
    options.layer = "REGISTRE";
    const auto result = read(scratch / "a.gpkg", options);
    EXPECT_EQ(result.info.layer, "registre");
    EXPECT_EQ(result.table.epsg, 0);
    options.layer = "absente";
    EXPECT_THROW(read(scratch / "a.gpkg", options), InputError);
    options.layer = "registre";
    options.where = RowFilter{"code", "02", true};
    EXPECT_EQ(read(scratch / "a.gpkg", options).table.features.size(), 2U);
}

TEST(ReadOverpass, NodesWaysAndRelations) {
    const Scratch scratch;
    const auto file = scratch.put("o.json", R"({"version":0.6,"elements":[
      {"type":"node","id":1,"lat":49.56,"lon":3.62,"tags":{"man_made":"surveillance","direction":"NW"}},
      {"type":"node","id":2,"lat":49.56,"lon":3.63},{"type":"node","id":3,"lat":49.57,"lon":3.63},
      {"type":"way","id":10,"nodes":[1,2,3],"tags":{"highway":"residential"}},
      {"type":"way","id":11,"nodes":[1,2,3,1],"tags":{"building":"yes"}},
      {"type":"way","id":12,"geometry":[{"lat":49.5,"lon":3.6},{"lat":49.6,"lon":3.6}],"tags":{"highway":"path"}},
      {"type":"relation","id":20,"center":{"lat":49.5,"lon":3.6},"tags":{"amenity":"school"}},
      {"type":"way","id":13,"nodes":[98,99],"tags":{"highway":"lost"}}]})");
    const auto result = read(file, lambert());
    ASSERT_EQ(result.table.features.size(), 6U);
    EXPECT_EQ(cell(result.table, 0, "direction"), "NW");
    EXPECT_EQ(cell(result.table, 0, "osm_id"), "1");
    const std::array kinds = {1U, 2U, 3U, 2U, 1U, 0U};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        EXPECT_EQ(result.table.features[i].geometry.index(), kinds[i]) << i;
    }
    EXPECT_TRUE(mentions(result.findings, "sans position"));
    EXPECT_THROW(read(scratch.put("cut.json", bytes_of(file).substr(0, 300))), InputError);
}

TEST(OsmTags, HstoreIsParsedAndExploded) {
    const auto tags = parse_hstore(R"("camera:type"=>"fixed","name"=>"a \"b\", c","x"=>"")");
    EXPECT_EQ(tags.size(), 3U);
    EXPECT_EQ(tags.at("name"), "a \"b\", c");
    EXPECT_TRUE(parse_hstore("\"cassé").empty());
    geo::Table table;
    table.columns = {{"osm_id", geo::ColumnType::text, ""}, {"other_tags", geo::ColumnType::text, ""}};
    table.features = {{{std::string("1"), std::string(R"("camera:type"=>"fixed","wikidata"=>"Q1")")}, {}, 1},
                      {{std::string("2"), {}}, {}, 2}};
    Budget budget("a.osm", 0, false);
    explode_osm_tags(table, budget);
    ASSERT_EQ(table.columns.size(), 3U);
    EXPECT_EQ(cell(table, 0, "camera:type"), "fixed");
    EXPECT_EQ(cell(table, 0, "other_tags"), R"("wikidata"=>"Q1")");
    EXPECT_EQ(table.features[1].values[2], geo::Value());
}

TEST(ReadTable, StopsWhenAsked) {
    const Scratch scratch;
    write_table(sample_table(GeometryKind::point), scratch / "a.gpkg");
    Progress progress;
    progress.cancel();
    EXPECT_THROW(read_table(scratch / "a.gpkg", {}, progress), Cancelled);
}

TEST(Archives, WhatAMacAddsIsPassedOver) {
    const Scratch scratch;
    const std::string points =
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"C1"},"geometry":{"type":"Point","coordinates":[2.42,49.42]}}]})";
    const std::string junk(64, '\x05');
    for (const char* name : {"__MACOSX/._cameras.geojson", "__MACOSX/donnees/._cameras.geojson",
                             "._cameras.geojson", ".DS_Store", "Thumbs.db"}) {
        const auto file = scratch.put("m.zip", zipped({{"cameras.geojson", points}, {name, junk}}));
        const ReadResult result = read(file);
        EXPECT_EQ(result.table.features.size(), 1U) << name;
        EXPECT_EQ(result.info.layers.size(), 1U) << name;
    }
}

TEST(Refusals, TellWhatTheFileIsAndNothingInEnglish) {
    const Scratch scratch;
    for (const auto& [bytes, words] : std::vector<std::pair<std::string, std::string>>{
             {"<html><body>404</body></html>", "page web"},
             {"%PDF-1.7 ...", "document PDF"},
             {R"({"a":1})", "JSON"},
             {std::string("PK\x03\x04", 4) + std::string(60, 'x'), "archive"}}) {
        const auto file = scratch.put("x.geojson", bytes);
        try {
            read(file);
            ADD_FAILURE() << words;
        } catch (const InputError& error) {
            const std::string message = error.what();
            EXPECT_NE(message.find(words), std::string::npos) << message;
            EXPECT_EQ(message.find("abîmé"), std::string::npos) << message;
            EXPECT_EQ(message.find("GDAL"), std::string::npos) << message;
            EXPECT_EQ(message.find(scratch.folder().string()), std::string::npos) << message;
        }
    }
}

} // namespace
} // namespace maillage::io
