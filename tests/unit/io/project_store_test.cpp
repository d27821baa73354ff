#include "base/error.h"
#include "io/gdal_session.h"
#include "io/store/project_store.h"
#include "unit/io/scratch.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <limits>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace maillage::io {
namespace {

using geo::GeometryKind;

StoredProject sample_project() {
    StoredProject project;
    for (const GeometryKind kind :
         {GeometryKind::none, GeometryKind::point, GeometryKind::line, GeometryKind::polygon}) {
        project.tables.push_back(sample_table(kind));
        project.tables.back().name = "table_" + std::to_string(static_cast<int>(kind));
    }
    project.settings = {{"departement", "02"}, {"note", "l’été « 2026 »\nsuite"}, {"vide", ""}};
    return project;
}

StoredProject round_trip(const StoredProject& project, const std::filesystem::path& file) {
    Progress progress;
    save_project(file, project, progress);
    return load_project(file, progress);
}

TEST(ProjectStore, EverythingComesBack) {
    const Scratch scratch;
    const StoredProject project = sample_project();
    EXPECT_EQ(round_trip(project, scratch / "p.gpkg"), project);
    EXPECT_EQ(scratch.file_count(), 1U);
    EXPECT_EQ(round_trip({}, scratch / "empty.gpkg"), StoredProject());
}

TEST(ProjectStore, HardValuesComeBack) {
    const Scratch scratch;
    StoredProject project;
    geo::Table table;
    table.name = "Communes de l'été";
    table.title = "Communes";
    table.columns = {{"fid", geo::ColumnType::text, ""},
                     {"geom", geo::ColumnType::real, "Géométrie ?"},
                     {"d'accès; \"x\"", geo::ColumnType::integer, ""},
                     {"maillage_row", geo::ColumnType::date, ""},
                     {"oui", geo::ColumnType::boolean, ""}};
    table.geometry_kind = GeometryKind::point;
    table.epsg = 2154;
    const auto day = [](int y, unsigned m, unsigned d) {
        return Date{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    };
    const double tiny = std::numeric_limits<double>::denorm_min();
    table.features = {
        {{std::string(""), 0.1 + 0.2, std::numeric_limits<std::int64_t>::min(), day(1, 1, 1), false},
         geo::Point{0.1, 1e300},
         7},
        {{std::string(" 007 "), tiny, std::numeric_limits<std::int64_t>::max(), day(9999, 12, 31), true},
         geo::Point{tiny, -0.1},
         7},
        {{std::string("2026-11-22"), std::numeric_limits<double>::infinity(), std::int64_t{0}, {}, {}},
         {},
         3},
        {{std::string("a\r\nb\t'"), 1e17, std::int64_t{1} << 53, day(2024, 2, 29), true},
         geo::MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}, {}}},
         0}};
    project.tables.push_back(table);
    EXPECT_EQ(round_trip(project, scratch / "p.gpkg"), project);
    project.tables[0].features[0].values[1] = std::nan("");
    EXPECT_EQ(round_trip(project, scratch / "p.gpkg").tables[0].features[0].values[1], geo::Value());
}

TEST(ProjectStore, ShapesKeepTheirBits) {
    const Scratch scratch;
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> at(-1e7, 1e7);
    StoredProject project;
    geo::Table table;
    table.name = "contours";
    table.geometry_kind = GeometryKind::polygon;
    table.epsg = 5490;
    for (int i = 0; i < 200; ++i) {
        geo::MultiPolygon polygons(static_cast<std::size_t>(i % 4));
        for (geo::Polygon& polygon : polygons) {
            polygon.outer.resize(3 + random() % 9);
            polygon.holes.resize(random() % 3, geo::Ring(3));
            for (geo::Point& p : polygon.outer) {
                p = {at(random), at(random)};
            }
        }
        table.features.push_back({{}, polygons, i + 1});
    }
    project.tables.push_back(table);
    EXPECT_EQ(round_trip(project, scratch / "p.gpkg"), project);
}

TEST(ProjectStore, SameProjectSameBytes) {
    const Scratch scratch;
    Progress progress;
    save_project(scratch / "a.gpkg", sample_project(), progress);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    save_project(scratch / "b.gpkg", sample_project(), progress);
    EXPECT_TRUE(bytes_of(scratch / "a.gpkg") == bytes_of(scratch / "b.gpkg"));
}

TEST(ProjectStore, NamesArePlainForQgis) {
    const Scratch scratch;
    Progress progress;
    StoredProject project = sample_project();
    save_project(scratch / "p.gpkg", project, progress);
    const auto layers = list_layers(scratch / "p.gpkg");
    EXPECT_NE(std::ranges::find(layers, "table_3"), layers.end());
    const std::string bytes = bytes_of(scratch / "p.gpkg");
    EXPECT_EQ(bytes.substr(68, 4), "GPKG"); // application id
    EXPECT_NE(bytes.find("Sites prioritaires"), std::string::npos);
}

/// Others may add to the file what a GeoPackage allows, and change rows.
TEST(ProjectStore, WhatAnotherProgramChangedIsRead) {
    const Scratch scratch;
    Progress progress;
    StoredProject project = sample_project();
    const auto file = scratch / "p.gpkg";
    save_project(file, project, progress);
    const auto run = [&](const std::string& sql) {
        const Dataset opened(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        ASSERT_NE(opened, nullptr);
        opened->ReleaseResultSet(opened->ExecuteSQL(sql.c_str(), nullptr, nullptr));
    };
    run("ALTER TABLE table_1 ADD COLUMN remarque TEXT");
    run("CREATE TABLE brouillon (a INTEGER)");
    EXPECT_EQ(load_project(file, progress), project);
    run("DELETE FROM table_1 WHERE fid = (SELECT max(fid) FROM table_1)");
    project.tables[1].features.pop_back();
    EXPECT_EQ(load_project(file, progress), project);
    run("UPDATE table_1 SET geom = x'00'");
    EXPECT_NE(message_of<InputError>([&] {
                  load_project(file, progress);
              }).find("géométrie illisible dans « table_1 », ligne 1"),
              std::string::npos);
    run("DROP TABLE table_1");
    EXPECT_NE(message_of<InputError>([&] { load_project(file, progress); }).find("table « table_1 » absente"),
              std::string::npos);
}

TEST(ProjectStore, SaysWhatIsNoProject) {
    const Scratch scratch;
    Progress progress;
    const auto load = [&](const std::filesystem::path& file) {
        return message_of<InputError>([&] { load_project(file, progress); });
    };
    EXPECT_NE(load(scratch / "absent.gpkg").find("introuvable"), std::string::npos);
    EXPECT_NE(load(scratch.put("a.gpkg", "hello")).find("pas un projet"), std::string::npos);
    EXPECT_NE(load(scratch.put("vide.gpkg", "")).find("pas un projet"), std::string::npos);
    StoredProject project = sample_project();
    save_project(scratch / "p.gpkg", project, progress);
    std::string bytes = bytes_of(scratch / "p.gpkg");
    const std::size_t at = bytes.find("maillage.format1");
    ASSERT_NE(at, std::string::npos);
    bytes[at + 15] = '9';
    EXPECT_NE(load(scratch.put("newer.gpkg", bytes)).find("plus récente"), std::string::npos);
}

TEST(ProjectStore, RefusesWhatItCouldNotGiveBack) {
    const Scratch scratch;
    const auto file = scratch / "p.gpkg";
    StoredProject good = sample_project();
    EXPECT_EQ(round_trip(good, file), good);
    StoredProject bad = good;
    bad.tables[0].features[0].values[2] = std::string("texte");
    EXPECT_THROW(round_trip(bad, file), Error);
    bad = good;
    bad.tables[0].features[0].values[1] = std::string("a\0b", 3);
    EXPECT_THROW(round_trip(bad, file), Error);
    bad = good;
    bad.tables[1].name = "TABLE_0";
    EXPECT_THROW(round_trip(bad, file), Error);
    Progress progress;
    EXPECT_EQ(load_project(file, progress), good);
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST(ProjectStore, CancellingLeavesTheOldFile) {
    const Scratch scratch;
    const auto file = scratch / "p.gpkg";
    const StoredProject old = sample_project();
    EXPECT_EQ(round_trip(old, file), old);
    Progress stopped;
    stopped.cancel();
    EXPECT_THROW(save_project(file, {}, stopped), Cancelled);
    Progress progress;
    EXPECT_EQ(load_project(file, progress), old);
    EXPECT_EQ(scratch.file_count(), 1U);
}

/// The child dies at a random moment of its save: what is on disk is one project or the other, whole.
TEST(ProjectStore, AKilledSaveLeavesTheOldOrTheNew) {
    const Scratch scratch;
    const auto file = scratch / "p.gpkg";
    std::array<StoredProject, 2> versions = {
        StoredProject{{sample_table(GeometryKind::polygon)}, {{"departement", "02"}}},
        StoredProject{{sample_table(GeometryKind::point)}, {{"departement", "60"}}}};
    for (int i = 0; i < 100; ++i) {
        versions[1].tables[0].features.push_back(versions[1].tables[0].features[0]);
    }
    Progress progress;
    const auto start = std::chrono::steady_clock::now();
    save_project(file, versions[1], progress);
    const auto one_save =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    save_project(file, versions[0], progress);
    std::mt19937 random(1);
    std::uniform_int_distribution<std::int64_t> moment(0, one_save.count() * 3 / 2);
    std::array<int, 2> seen = {0, 0};
    std::size_t current = 0;
    for (int i = 0; i < 50; ++i) {
        const std::size_t next = 1 - current;
        const pid_t child = ::fork();
        if (child == 0) {
            Progress quiet;
            save_project(file, versions[next], quiet);
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(moment(random)));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        const StoredProject found = load_project(file, progress);
        ASSERT_TRUE(found == versions[0] || found == versions[1]) << "kill " << i;
        current = found == versions[1] ? 1 : 0;
        ++seen[current == next ? 1 : 0];
    }
    EXPECT_GT(seen[0], 0) << "no save was interrupted: the test proves nothing";
}

} // namespace
} // namespace maillage::io
