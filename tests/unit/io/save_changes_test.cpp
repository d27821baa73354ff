// A change written into the file as it lies: what is another's stays, and the file is a good GeoPackage
// after.
#include "base/error.h"
#include "io/store/project_lock.h"
#include "io/store/project_store.h"
#include "support/stored_change.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

#include <memory>
#include <sqlite3.h>
#include <sys/stat.h>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

/// Another program that has the file open.
class Other {
  public:
    explicit Other(const fs::path& file) {
        sqlite3* opened = nullptr;
        sqlite3_open(file.c_str(), &opened);
        database_.reset(opened);
        // The triggers of the format need functions of its programs.
        sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    }

    /// First column of the rows, a line each.
    std::string ask(const std::string& sql) const {
        std::string out;
        char* error = nullptr;
        sqlite3_exec(
            database_.get(), sql.c_str(),
            [](void* to, int, char** values, char**) {
                *static_cast<std::string*>(to) += std::string(values[0] == nullptr ? "" : values[0]) + "\n";
                return 0;
            },
            &out, &error);
        const std::string told = error == nullptr ? "" : error;
        sqlite3_free(error);
        EXPECT_EQ(told, "") << sql;
        return out;
    }

  private:
    struct Closer {
        void operator()(sqlite3* database) const { sqlite3_close(database); }
    };

    std::unique_ptr<sqlite3, Closer> database_;
};

class SaveChanges : public ::testing::Test {
  protected:
    SaveChanges() { opened = save_project(file, projects.before, progress).stamp; }

    std::optional<Saved> save() { return save_changes(file, projects.change, progress, {opened}); }

    Scratch scratch;
    Progress progress;
    const fs::path file = scratch / "p.gpkg";
    const test::TwoProjects projects = test::two_projects();
    FileStamp opened;
};

TEST_F(SaveChanges, GivesTheOtherProjectAndKeepsNumbers) {
    struct stat before {
    }, after{};

    ::stat(file.c_str(), &before);
    const auto saved = save();
    ASSERT_TRUE(saved);
    ::stat(file.c_str(), &after);
    EXPECT_EQ(before.st_ino, after.st_ino);
    EXPECT_EQ(saved->stamp, stamp_of(file));
    EXPECT_EQ(scratch.file_count(), 1U);
    EXPECT_EQ(load_project(file, progress), projects.after);
    const Other other(file);
    EXPECT_EQ(other.ask("SELECT fid FROM par_code ORDER BY fid"), "2\n3\n4\n");
    EXPECT_EQ(other.ask("PRAGMA integrity_check"), "ok\n");
}

TEST_F(SaveChanges, KeepsIndexCountsAndExtents) {
    ASSERT_TRUE(save());
    const Other other(file);
    for (const char* table : {"par_code", "par_place"}) {
        const std::string name = table;
        EXPECT_EQ(other.ask("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '" + name + "'"),
                  other.ask("SELECT count(*) FROM " + name));
        EXPECT_EQ(other.ask("SELECT id FROM rtree_" + name + "_geom ORDER BY id"),
                  other.ask("SELECT fid FROM " + name + " WHERE geom IS NOT NULL ORDER BY fid"));
        EXPECT_EQ(other.ask("SELECT rtreecheck('rtree_" + name + "_geom')"), "ok\n");
    }
    EXPECT_EQ(
        other.ask("SELECT count(*) FROM rtree_par_code_geom AS r JOIN gpkg_contents AS c ON c.table_name = "
                  "'par_code' WHERE r.minx < c.min_x - 1 OR r.maxx > c.max_x + 1"),
        "0\n");
    ReadOptions by_gdal;
    by_gdal.layer = "par_code";
    const ReadResult seen = read(file, by_gdal);
    EXPECT_EQ(seen.table.features.size(), 3U);
    EXPECT_EQ(seen.table.features[0].geometry, projects.after.tables[0].features[0].geometry);
}

TEST_F(SaveChanges, LeavesWhatOthersKeepInTheFile) {
    const std::string theirs = "SELECT sql FROM sqlite_schema WHERE name IN ('layer_styles', 'notes', 'vue', "
                               "'piege') ORDER BY name";
    std::string schema;
    {
        const Other other(file);
        other.ask("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleqml TEXT);"
                  "INSERT INTO layer_styles VALUES (1, '<qgis/>');"
                  "CREATE TABLE notes (a TEXT); INSERT INTO notes VALUES ('la mienne');"
                  "CREATE VIEW vue AS SELECT code FROM par_code;"
                  "CREATE TRIGGER piege AFTER UPDATE ON par_code BEGIN DELETE FROM notes; END;"
                  "ALTER TABLE par_place ADD COLUMN remarque TEXT;"
                  "UPDATE par_place SET remarque = 'r' || fid;");
        schema = other.ask(theirs);
    }
    opened = stamp_of(file);
    ASSERT_TRUE(save());
    const Other other(file);
    EXPECT_EQ(other.ask(theirs), schema);
    EXPECT_EQ(other.ask("SELECT styleqml FROM layer_styles"), "<qgis/>\n");
    EXPECT_EQ(other.ask("SELECT a FROM notes"), "la mienne\n"); // the trigger did not run
    EXPECT_EQ(other.ask("SELECT remarque FROM par_place ORDER BY fid"), "r1\nr2\n");
    EXPECT_EQ(load_project(file, progress), projects.after);
}

/// As QGIS does: the file stays open, with its log of changes beside it while it is edited.
TEST_F(SaveChanges, AnotherProgramMayHaveTheFileOpen) {
    const Other other(file);
    other.ask("SELECT count(*) FROM par_code");
    ASSERT_TRUE(save());
    EXPECT_EQ(other.ask("SELECT code FROM par_code WHERE fid = 4"), "00001\n");
    EXPECT_EQ(other.ask("PRAGMA journal_mode = WAL"), "wal\n");
    other.ask("UPDATE par_place SET nom = 'autre' WHERE fid = 1");
    const StoredProject mine = load_project(file, progress);
    StoredProject next = mine;
    next.tables[1].features[0].values[1] = std::string("encore");
    const StoredChange change = {{{test::description_of(next.tables[1]),
                                   "",
                                   2,
                                   {{mine.tables[1].features[0], next.tables[1].features[0]}}}},
                                 {},
                                 {}};
    ASSERT_TRUE(save_changes(file, change, progress, {stamp_of(file)}));
    EXPECT_EQ(other.ask("SELECT nom FROM par_place WHERE fid = 1"), "encore\n");
    EXPECT_EQ(other.ask("PRAGMA journal_mode"), "wal\n"); // as it was found
    EXPECT_EQ(load_project(file, progress), next);
}

TEST_F(SaveChanges, WhatAnotherProgramSavedSinceIsNotOverwritten) {
    {
        const Other other(file);
        other.ask("UPDATE par_code SET nom = 'la leur' WHERE fid = 2");
    }
    const std::string theirs = bytes_of(file);
    EXPECT_THROW(save(), SaveConflict);
    EXPECT_EQ(bytes_of(file), theirs);
    // Even if nobody had looked: the rows are not those that the change starts from.
    opened = stamp_of(file);
    EXPECT_FALSE(save());
    EXPECT_EQ(bytes_of(file), theirs);
}

TEST_F(SaveChanges, RowsThatAreNotThereOrTooManyAreAnotherBase) {
    for (const char* sql :
         {"DELETE FROM par_code WHERE fid = 3", "UPDATE par_code SET code = 'x' WHERE fid = 1",
          "UPDATE par_place SET geom = NULL WHERE fid = 2",
          "UPDATE maillage_columns SET type = 'real' WHERE name = 'nom'",
          "UPDATE maillage_settings SET value = 'autre' WHERE key = 'note'"}) {
        const test::TwoProjects fresh = test::two_projects();
        save_project(file, fresh.before, progress);
        {
            const Other other(file);
            other.ask(sql);
        }
        opened = stamp_of(file);
        const std::string theirs = bytes_of(file);
        EXPECT_FALSE(save()) << sql;
        EXPECT_EQ(bytes_of(file), theirs) << sql;
    }
}

TEST_F(SaveChanges, WaitsForNobodyForEver) {
    const Other other(file);
    other.ask("BEGIN IMMEDIATE; UPDATE par_code SET nom = 'en cours' WHERE fid = 1");
    EXPECT_NE(message_of<StorageError>([&] { save(); }).find("autre programme"), std::string::npos);
    other.ask("ROLLBACK");
    EXPECT_TRUE(save());
}

TEST_F(SaveChanges, CancelledOrWithoutChangesItWritesNothing) {
    const std::string bytes = bytes_of(file);
    Progress stopped;
    stopped.cancel();
    EXPECT_THROW(save_changes(file, projects.change, stopped, {opened}), Cancelled);
    EXPECT_EQ(bytes_of(file), bytes);
    ASSERT_TRUE(
        save_changes(file, {{}, projects.before.settings, projects.before.settings}, progress, {opened}));
    EXPECT_EQ(bytes_of(file), bytes);
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST_F(SaveChanges, AnOlderProgramRefusesALaterMinorFormat) {
    const auto set = [&](const std::string& value) {
        const Other other(file);
        other.ask("UPDATE maillage_settings SET value = '" + value +
                  "' WHERE key = 'maillage.format.mineur'");
    };
    set("2");
    EXPECT_NE(message_of<InputError>([&] { load_project(file, progress); }).find("format 1.2"),
              std::string::npos);
    set("deux");
    EXPECT_THROW(load_project(file, progress), InputError);
    set("0");
    EXPECT_EQ(load_project(file, progress), projects.before);
    opened = stamp_of(file);
    ASSERT_TRUE(save()); // and is of this format from now on
    const Other other(file);
    EXPECT_EQ(other.ask("SELECT value FROM maillage_settings WHERE key = 'maillage.format.mineur'"), "1\n");
}

} // namespace
} // namespace maillage::io
