// Files that lie, stop short or explode: a message, never a crash.
#include "base/error.h"
#include "io/store/project_store.h"
#include "io/write/write_table.h"
#include "unit/io/archive.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

namespace maillage::io {
namespace {

/// True when reading ends well or with a message for the user.
::testing::AssertionResult ends_in_a_message(const std::filesystem::path& file) {
    try {
        const auto layers = list_layers(file);
        ReadOptions options;
        options.layer = layers.size() > 1 ? layers.front() : "";
        options.target_epsg = 2154;
        read(file, options);
    } catch (const InputError& error) {
        return std::string_view(error.what()).empty() ? ::testing::AssertionFailure() << "no message"
                                                      : ::testing::AssertionSuccess();
    } catch (const std::exception& error) {
        return ::testing::AssertionFailure() << file << ": " << error.what();
    }
    return ::testing::AssertionSuccess();
}

TEST(Hostile, CutFiles) {
    const Scratch good;
    const Scratch cut;
    const geo::Table table = sample_table(geo::GeometryKind::polygon);
    for (const char* name : {"a.gpkg", "a.geojson", "a.csv", "a.xlsx", "a.ods", "a.fgb", "a.shp"}) {
        write_table(table, good / name);
        std::string bytes = bytes_of(good / name);
        for (std::size_t i = 0; i < 16; ++i) {
            const std::string part = bytes.substr(0, bytes.size() * i / 16);
            EXPECT_TRUE(ends_in_a_message(cut.put(name, part))) << name << ' ' << i << "/16";
            EXPECT_TRUE(ends_in_a_message(cut.put(std::string(name) + ".gz", gzipped(part))))
                << name << ' ' << i << "/16 gz";
        }
        const std::string packed = gzipped(bytes);
        const auto half = cut.put(std::string(name) + ".gz", packed.substr(0, packed.size() / 2));
        EXPECT_THROW(read(half), InputError) << name;
    }
    const std::string zip =
        zipped({{"a.csv", bytes_of(good / "a.csv")}, {"b.geojson", bytes_of(good / "a.geojson")}});
    for (std::size_t i = 0; i < 16; ++i) {
        EXPECT_TRUE(ends_in_a_message(cut.put("a.zip", zip.substr(0, zip.size() * i / 16))))
            << "zip " << i << "/16";
    }
}

TEST(Hostile, CompanionsThatDoNotFit) {
    const Scratch scratch;
    write_table(sample_table(geo::GeometryKind::polygon), scratch / "a.shp");
    const std::string dbf = bytes_of(scratch / "a.dbf");
    for (std::size_t i = 0; i < 16; ++i) {
        scratch.put("a.dbf", dbf.substr(0, dbf.size() * i / 16));
        EXPECT_TRUE(ends_in_a_message(scratch / "a.shp")) << i;
        EXPECT_TRUE(ends_in_a_message(scratch / "a.dbf")) << i;
    }
    scratch.put("a.dbf", dbf);
    scratch.put("a.prj", "PROJCS[\"inachevé");
    EXPECT_TRUE(ends_in_a_message(scratch / "a.shp"));
    scratch.put("a.cpg", "KLINGON");
    EXPECT_TRUE(ends_in_a_message(scratch / "a.shp"));
}

TEST(Hostile, NoiseUnderEveryExtension) {
    const Scratch scratch;
    std::string noise;
    for (unsigned i = 0, seed = 7; i < 4000; ++i, seed = seed * 1664525U + 1013904223U) {
        noise += static_cast<char>(seed >> 24U);
    }
    for (const char* extension :
         {".csv", ".txt", ".xlsx", ".ods", ".xls", ".shp", ".dbf",    ".gpkg",    ".geojson", ".json", ".kml",
          ".kmz", ".fgb", ".osm",  ".pbf", ".zip", ".gz",  ".csv.gz", ".json.gz", ".7z",      ".exe",  ""}) {
        const auto file = scratch.put(std::string("noise") + extension, noise);
        EXPECT_TRUE(ends_in_a_message(file)) << extension;
        EXPECT_NE(message_of<InputError>([&] { read(file); }).find("noise"), std::string::npos) << extension;
        EXPECT_THROW(read(scratch.put(std::string("empty") + extension, "")), InputError) << extension;
        Progress progress;
        EXPECT_THROW(load_project(file, progress), InputError) << extension;
    }
}

TEST(Hostile, CutProjects) {
    const Scratch scratch;
    Progress progress;
    save_project(scratch / "p.gpkg", {{sample_table(geo::GeometryKind::polygon)}, {{"a", "b"}}}, progress);
    const std::string bytes = bytes_of(scratch / "p.gpkg");
    for (std::size_t i = 0; i < 16; ++i) {
        const auto file = scratch.put("cut.gpkg", bytes.substr(0, bytes.size() * i / 16));
        EXPECT_THROW(load_project(file, progress), InputError) << i;
    }
}

TEST(Hostile, BombsAreRefused) {
    const Scratch scratch;
    const std::string zeros(100U << 20U, ' ');
    const std::string bomb = gzipped(zeros);
    for (const char* name : {"a.geojson.gz", "a.csv.gz"}) {
        EXPECT_NE(message_of<InputError>([&] { read(scratch.put(name, bomb)); }).find("refusée"),
                  std::string::npos)
            << name;
    }
    EXPECT_NE(message_of<InputError>([&] {
                  read(scratch.put("a.zip", zipped({{"a.csv", zeros}})));
              }).find("refusée"),
              std::string::npos);
    EXPECT_TRUE(ends_in_a_message(scratch.put("liar.zip", zipped({{"a.csv", zeros}}, 10))));
    EXPECT_NE(message_of<InputError>([&] {
                  read(scratch.put("a.xlsx", zipped({{"xl/workbook.xml", zeros}})));
              }).find("refusée"),
              std::string::npos);
    EXPECT_THROW(read(scratch.put("slip.zip", zipped({{"../evasion.csv", "a;b\n1;2\n"}}))), InputError);
    EXPECT_FALSE(std::filesystem::exists(scratch.folder().parent_path() / "evasion.csv"));
}

TEST(Hostile, OnlyFilesOfThisMachine) {
    const Scratch scratch;
    for (const char* path : {"http://127.0.0.1:9/a.geojson", "/vsicurl/http://127.0.0.1:9/a.csv",
                             "/vsizip/a.zip", "PG:dbname=x", "/dev/zero", "/tmp"}) {
        EXPECT_THROW(read(path), InputError) << path;
    }
    for (const char* text :
         {"<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
          "</OGRVRTDataSource>",
          "WFS:http://127.0.0.1:9/"}) {
        EXPECT_THROW(read(scratch.put("a.json", text)), InputError);
        EXPECT_THROW(read(scratch.put("a.gpkg", text)), InputError);
    }
    EXPECT_NE(message_of<InputError>([&] { read(scratch.put("a.7z", "7z\xBC\xAF")); }).find("extraire"),
              std::string::npos);
}

TEST(Hostile, DeepAndHugeJson) {
    const Scratch scratch;
    EXPECT_TRUE(ends_in_a_message(scratch.put("deep.geojson", R"({"type":"FeatureCollection","features":)" +
                                                                  std::string(200000, '['))));
    EXPECT_TRUE(ends_in_a_message(scratch.put("deep.json", R"({"elements":)" + std::string(200000, '['))));
    std::string nested;
    for (int i = 0; i < 3000; ++i) {
        nested += R"({"type":"GeometryCollection","geometries":[)";
    }
    EXPECT_TRUE(ends_in_a_message(
        scratch.put("nested.geojson", R"({"type":"Feature","properties":{},"geometry":)" + nested)));
    for (const char* number : {"1e999", "NaN", "-1e308", "1e-400"}) {
        const std::string point =
            std::string(R"({"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[)") +
            number + ",49]}}";
        EXPECT_TRUE(ends_in_a_message(scratch.put("number.geojson", point))) << number;
    }
}

} // namespace
} // namespace maillage::io
