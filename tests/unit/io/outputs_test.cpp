// Who may read an output, who may write over it, and what is left beside it.
#include "base/printable.h"
#include "io/store/file_stamp.h"
#include "io/store/project_lock.h"
#include "io/store/project_store.h"
#include "io/write/csv_text.h"
#include "io/write/text_file.h"
#include "io/write/work_folders.h"
#include "io/write/write_output.h"
#include "io/write/write_png.h"
#include "io/write/write_table.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& file) {
    struct stat status {};

    EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
    return status.st_mode & 07777U;
}

/// With the umask of the most generous user.
class WideMask {
  public:
    WideMask() : before_(::umask(0)) {}

    ~WideMask() { ::umask(before_); }

    WideMask(const WideMask&) = delete;
    WideMask& operator=(const WideMask&) = delete;

  private:
    mode_t before_;
};

void save(const fs::path& file, const std::string& title, const SaveTerms& terms = {}) {
    Progress progress;
    save_project(file, {{sample_table(geo::GeometryKind::point)}, {{"titre", title}}}, progress, terms);
}

std::string title_of(const fs::path& file) {
    Progress progress;
    return load_project(file, progress).settings.at("titre");
}

ReadOptions sites_layer() {
    ReadOptions options;
    options.layer = "sites";
    return options;
}

/// Runs SQL as another program would; -1: the database stays open in a child that waits for nothing but its
/// end.
void execute(const fs::path& file, const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
}

/// Dies with rows in the log beside the file, as a program that crashes.
void crash_after(const fs::path& file, const char* sql) {
    const pid_t child = ::fork();
    if (child == 0) {
        sqlite3* database = nullptr;
        sqlite3_open(file.c_str(), &database);
        sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
        ::_exit(0); // without closing
    }
    int status = 0;
    ::waitpid(child, &status, 0);
}

TEST(Rights, EveryNewFileIsItsOwnersAlone) {
    const Scratch scratch;
    const WideMask mask;
    const geo::Table table = sample_table(geo::GeometryKind::point);
    for (const char* name : {"a.shp", "b.gpkg", "c.geojson", "d.csv", "e.xlsx", "f.ods", "g.fgb"}) {
        write_table(table, scratch / name);
    }
    save(scratch / "projet.gpkg", "t");
    write_text_file(scratch / "a.txt", "x");
    write_png({2, 2, std::vector<std::uint8_t>(16, 9)}, scratch / "a.png");
    write_output(scratch / "a.pdf", [](const fs::path& file) { std::ofstream(file) << "x"; });
    for (const auto& entry : fs::directory_iterator(scratch.folder())) {
        EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
    }
    EXPECT_EQ(scratch.file_count(), 15U); // five of them the shapefile's
}

TEST(Rights, FoldersAreTheirOwnersAlone) {
    const Scratch scratch;
    const WideMask mask;
    make_private_folders(scratch / "a/b/c");
    for (const char* folder : {"a", "a/b", "a/b/c"}) {
        EXPECT_EQ(mode_of(scratch / folder), 0700U);
    }
    fs::create_directory(scratch / "large");
    EXPECT_EQ(mode_of(scratch / "large"), 0777U);
    make_own_folder(scratch / "large");
    EXPECT_EQ(mode_of(scratch / "large"), 0700U);
    scratch.put("fichier", "x");
    EXPECT_THROW(make_private_folders(scratch / "fichier/dossier"), StorageError);
    fs::create_directory_symlink(scratch / "large", scratch / "lien");
    EXPECT_THROW(make_own_folder(scratch / "lien"), StorageError);
}

TEST(Rights, AReplacedFileKeepsItsMode) {
    const Scratch scratch;
    const WideMask mask;
    for (const unsigned mode : {0640U, 0664U, 0600U, 0644U}) {
        const auto file = scratch.put("a.csv", "ancien");
        fs::permissions(file, fs::perms(mode));
        EXPECT_TRUE(write_table(sample_table(geo::GeometryKind::none), file).empty());
        EXPECT_EQ(mode_of(file), mode);
    }
}

/// A part that the old set did not have is for the people of the set.
TEST(Rights, ANewPartOfAnOldSetIsForThePeopleOfTheSet) {
    const Scratch scratch;
    write_table(sample_table(geo::GeometryKind::point), scratch / "a.shp");
    fs::permissions(scratch / "a.shp", fs::perms(0640));
    fs::remove(scratch / "a.cpg");
    write_table(sample_table(geo::GeometryKind::point), scratch / "a.shp");
    EXPECT_EQ(mode_of(scratch / "a.shp"), 0640U);
    EXPECT_EQ(mode_of(scratch / "a.cpg"), 0640U);
    EXPECT_EQ(mode_of(scratch / "a.dbf"), 0600U);
}

/// user::rw-, user:1234:rw-, group::r--, mask::rw-, other::---
const std::string
    kAccessList("\x02\0\0\0\x01\0\x06\0\xff\xff\xff\xff\x02\0\x06\0\xd2\x04\0\0\x04\0\x04\0\xff\xff\xff\xff"
                "\x10\0\x06\0\xff\xff\xff\xff\x20\0\0\0\xff\xff\xff\xff",
                44);

std::string access_list_of(const fs::path& file) {
    std::string list(1000, '\0');
    const ssize_t size = ::getxattr(file.c_str(), "system.posix_acl_access", list.data(), list.size());
    list.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return list;
}

TEST(Rights, AReplacedFileKeepsItsAccessList) {
    const Scratch scratch;
    const auto file = scratch.put("a.csv", "ancien");
    if (::setxattr(file.c_str(), "system.posix_acl_access", kAccessList.data(), kAccessList.size(), 0) != 0) {
        GTEST_SKIP() << "no access lists on this file system";
    }
    EXPECT_TRUE(write_text_file(file, "nouveau").empty());
    EXPECT_EQ(access_list_of(file), kAccessList);
    EXPECT_EQ(mode_of(file), 0660U); // the mask stands for the group
}

/// A folder may hand down a list to what is made in it: a new register is not opened by it.
TEST(Rights, AnAccessListOfTheFolderOpensNothingNew) {
    const Scratch scratch;
    if (::setxattr(scratch.folder().c_str(), "system.posix_acl_default", kAccessList.data(),
                   kAccessList.size(), 0) != 0) {
        GTEST_SKIP() << "no access lists on this file system";
    }
    save(scratch / "projet.gpkg", "t");
    EXPECT_EQ(access_list_of(scratch / "projet.gpkg"), "");
    EXPECT_EQ(mode_of(scratch / "projet.gpkg"), 0600U);
}

TEST(Rights, OwnerAndGroupAreKeptOrTheLossIsTold) {
    if (::getuid() != 0) {
        GTEST_SKIP() << "only root can give a file away";
    }
    const Scratch scratch;
    fs::permissions(scratch.folder(), fs::perms::all);
    const auto file = scratch.put("a.csv", "ancien");
    fs::permissions(file, fs::perms(0660));
    ASSERT_EQ(::chown(file.c_str(), 1234, 2345), 0);
    EXPECT_TRUE(write_text_file(file, "nouveau").empty());

    struct stat status {};

    ::stat(file.c_str(), &status);
    EXPECT_EQ(status.st_uid, 1234U);
    EXPECT_EQ(status.st_gid, 2345U);
    // Somebody else, who may write to it but cannot give it away.
    fs::permissions(file, fs::perms(0666));
    const pid_t child = ::fork();
    if (child == 0) {
        ::unsetenv("HOME");
        ::unsetenv("XDG_STATE_HOME");
        const bool is_other = ::setgid(4567) == 0 && ::setuid(3456) == 0;
        const Findings told = write_text_file(file, "d'un autre");
        ::_exit(is_other && told.size() == 1 &&
                        told[0].message.find("propriétaire (1234)") != std::string::npos &&
                        told[0].message.find("le groupe") != std::string::npos
                    ? 0
                    : 1);
    }
    int code = 0;
    ::waitpid(child, &code, 0);
    EXPECT_EQ(code, 0);
    EXPECT_EQ(bytes_of(file), "d'un autre");
    EXPECT_EQ(mode_of(file), 0606U); // what the old group might do, the new one may not
}

TEST(Companions, RowsInALogAreReadAndNothingIsWrittenBesideThem) {
    const Scratch scratch;
    save(scratch / "projet.gpkg", "ancien");
    crash_after(
        scratch / "projet.gpkg",
        "PRAGMA journal_mode = WAL; UPDATE maillage_settings SET value = 'du journal' WHERE key = 'titre'");
    ASSERT_TRUE(fs::exists(scratch / "projet.gpkg-wal"));
    fs::remove(scratch / "projet.gpkg-shm");
    const std::string before = bytes_of(scratch / "projet.gpkg");
    EXPECT_EQ(title_of(scratch / "projet.gpkg"), "du journal");
    EXPECT_TRUE(read(scratch / "projet.gpkg", sites_layer()).table.features.size() == 3);
    EXPECT_EQ(scratch.file_count(), 2U); // no -shm
    EXPECT_EQ(bytes_of(scratch / "projet.gpkg"), before);
    // A file that says it has a log, whose log was moved in.
    execute(scratch / "projet.gpkg", "PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_EQ(title_of(scratch / "projet.gpkg"), "du journal");
    EXPECT_EQ(read(scratch / "projet.gpkg", sites_layer()).table.features.size(), 3U);
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST(Companions, ADatabaseThatAnotherProgramHasOpenIsNotReplaced) {
    const Scratch scratch;
    const auto file = scratch / "a.gpkg";
    write_table(sample_table(geo::GeometryKind::point), file);
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
    sqlite3_exec(other, "PRAGMA journal_mode = WAL; CREATE TABLE autre (a); INSERT INTO autre VALUES (7)",
                 nullptr, nullptr, nullptr);
    // From another process: the locks of one's own do not count.
    const auto in_child = [&](const std::function<int()>& act) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::_exit(act());
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };
    const auto replace = [&] {
        try {
            write_table(sample_table(geo::GeometryKind::line), file);
        } catch (const StorageError& error) {
            return std::string_view(error.what()).find("autre programme") != std::string_view::npos ? 42 : 2;
        }
        return 0;
    };
    EXPECT_EQ(in_child(replace), 42);
    EXPECT_EQ(sqlite3_exec(other, "INSERT INTO autre VALUES (8)", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(other);
    EXPECT_EQ(in_child(replace), 0);
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST(Companions, TheLogOfAFileThatIsGoneIsNotThrownAway) {
    const Scratch scratch;
    scratch.put("a.gpkg-wal", "des lignes");
    EXPECT_THROW(write_table(sample_table(geo::GeometryKind::point), scratch / "a.gpkg"), StorageError);
    EXPECT_EQ(bytes_of(scratch / "a.gpkg-wal"), "des lignes");
    EXPECT_EQ(scratch.file_count(), 1U);
    // Beside what is no database the name means nothing.
    scratch.put("a.csv-journal", "à moi");
    write_table(sample_table(geo::GeometryKind::none), scratch / "a.csv");
    EXPECT_EQ(bytes_of(scratch / "a.csv-journal"), "à moi");
}

TEST(Companions, OldPartsOfAShapefileGoWhateverTheirCase) {
    const Scratch scratch;
    scratch.put("a.QIX", "vieil index");
    scratch.put("a.shp.xml", "vieille notice");
    scratch.put("ab.dbf", "à moi");
    write_table(sample_table(geo::GeometryKind::point), scratch / "a.shp");
    EXPECT_FALSE(fs::exists(scratch / "a.QIX"));
    EXPECT_FALSE(fs::exists(scratch / "a.shp.xml"));
    EXPECT_EQ(bytes_of(scratch / "ab.dbf"), "à moi");
}

TEST(TwoWriters, TheSecondIsToldWhoAndNothingIsLost) {
    const Scratch scratch;
    const auto file = scratch / "projet.gpkg";
    save(file, "ouvert");
    const FileStamp opened = stamp_of(file);
    save(file, "de l'autre", {opened});
    const std::string told = message_of<SaveConflict>([&] { save(file, "le mien", {opened}); });
    EXPECT_NE(told.find("après votre ouverture"), std::string::npos) << told;
    EXPECT_NE(told.find(file.string()), std::string::npos) << told;
    EXPECT_EQ(title_of(file), "de l'autre");
    save(scratch / "autre nom.gpkg", "le mien");
    EXPECT_EQ(title_of(scratch / "autre nom.gpkg"), "le mien");
    save(file, "voulu"); // without terms: chosen in a dialog that asked
    EXPECT_EQ(title_of(file), "voulu");
    EXPECT_EQ(scratch.file_count(), 2U);
}

TEST(TwoWriters, ANewProjectReplacesNone) {
    const Scratch scratch;
    save(scratch / "projet.gpkg", "déjà là");
    EXPECT_THROW(save(scratch / "projet.gpkg", "nouveau", {FileStamp{}}), SaveConflict);
    save(scratch / "autre.gpkg", "nouveau", {FileStamp{}});
    EXPECT_EQ(title_of(scratch / "projet.gpkg"), "déjà là");
}

TEST(TwoWriters, ALookIsNoChangeAndARowIsOne) {
    const Scratch scratch;
    const auto file = scratch / "projet.gpkg";
    save(file, "ouvert");
    const FileStamp opened = stamp_of(file);
    execute(file, "PRAGMA journal_mode = WAL; SELECT count(*) FROM sites");
    execute(file, "PRAGMA journal_mode = DELETE");
    EXPECT_EQ(stamp_of(file), opened);
    fs::last_write_time(file, fs::file_time_type::clock::now());
    EXPECT_EQ(stamp_of(file), opened);
    execute(file, "UPDATE maillage_settings SET value = 'autre' WHERE key = 'titre'");
    EXPECT_FALSE(stamp_of(file) == opened);
    EXPECT_FALSE(stamp_of(scratch / "absent.gpkg").exists);
    EXPECT_EQ(parse_stamp(to_text(opened)), opened);
    EXPECT_FALSE(parse_stamp("pas une empreinte"));
}

TEST(TwoWriters, OneAtATimeHoldsTheProject) {
    const Scratch scratch;
    const auto file = scratch / "projet.gpkg";
    save(file, "ouvert");
    {
        const ProjectLock held(file);
        const std::string told = message_of<SaveConflict>([&] { save(file, "autre"); });
        EXPECT_NE(told.find("le modifie sur"), std::string::npos) << told;
        EXPECT_EQ(mode_of(scratch / ".projet.gpkg.maillage-verrou"), 0600U);
        save(file, "le sien", {std::nullopt, &held});
    }
    EXPECT_EQ(title_of(file), "le sien");
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST(TwoWriters, ADeadProgramsLockHoldsNobody) {
    const Scratch scratch;
    const auto file = scratch / "projet.gpkg";
    save(file, "ouvert");
    const pid_t child = ::fork();
    if (child == 0) {
        const ProjectLock held(file);
        ::_exit(0); // without letting go
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(fs::exists(scratch / ".projet.gpkg.maillage-verrou"));
    save(file, "après");
    EXPECT_EQ(title_of(file), "après");
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST(TwoWriters, ALockOfAnotherMachineHoldsForAnHour) {
    const Scratch scratch;
    const auto file = scratch / "projet.gpkg";
    const std::time_t now = std::time(nullptr);
    scratch.put(".projet.gpkg.maillage-verrou", "claire\nposte-12\n" + std::to_string(now - 60) + "\n");
    const std::string told = message_of<SaveConflict>([&] { save(file, "x"); });
    EXPECT_NE(told.find("claire le modifie sur poste-12"), std::string::npos) << told;
    scratch.put(".projet.gpkg.maillage-verrou", "claire\nposte-12\n" + std::to_string(now - 7200) + "\n");
    save(file, "x");
    EXPECT_EQ(title_of(file), "x");
}

TEST(Csv, ATextRunsNothingAndHidesNothing) {
    const auto plain = [](const char* text) { return csv_cell(std::string_view(text)); };
    EXPECT_EQ(plain("=1+1"), "'=1+1");
    EXPECT_EQ(plain("+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0");
    EXPECT_EQ(plain("-2+3"), "'-2+3");
    EXPECT_EQ(plain("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(plain("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(plain("\r=1"), "'\\u000D=1");
    EXPECT_EQ(plain("＝1+1"), "'＝1+1");
    EXPECT_EQ(plain("-3,5"), "-3,5");
    EXPECT_EQ(plain("a;b\"c\nd"), "\"a;b\"\"c\nd\"");
    EXPECT_EQ(plain("\x1b[31mrouge"), "\\u001B[31mrouge");
    EXPECT_EQ(plain("gnp.\u202Eexe"), "gnp.\\u202Eexe");
    EXPECT_EQ(plain("œuvre – cité"), "œuvre – cité");
    EXPECT_EQ(plain("a,=1+1"), "\"a,=1+1\"");
    EXPECT_EQ(csv_cell(geo::Value(-3.5)), "-3,5");
    EXPECT_EQ(csv_cell(geo::Value(std::int64_t{-7})), "-7");
    CsvGuard guard;
    csv_cell(std::string_view("=\x07"), &guard);
    EXPECT_TRUE(guard.is_neutralised);
    EXPECT_TRUE(guard.is_shown);
}

TEST(Csv, NamesOfColumnsAreGuardedToo) {
    geo::Table table;
    table.columns = {{"=1+1", geo::ColumnType::text, {}}, {"a;b", geo::ColumnType::text, {}}};
    table.features = {{{std::string("@x"), std::string("\x9b")}, {}, 1}};
    EXPECT_EQ(csv_text(table, "\n"), "'=1+1;\"a;b\"\n'@x;\\uFFFD\n");
}

TEST(Printable, WhatActsOnATerminalIsShownByItsNumber) {
    EXPECT_EQ(printable("a\x1b]0;titre\x07"), "a\\u001B]0;titre\\u0007");
    EXPECT_EQ(printable("\u009b31m"), "\\u009B31m"); // the one-character form of ESC [
    EXPECT_EQ(printable("a\rb"), "a\\u000Db");
    EXPECT_EQ(printable("a\u2066b\u200Bc\uFEFF"), "a\\u2066b\\u200Bc\\uFEFF");
    EXPECT_EQ(printable("\xff"), "\\uFFFD");
    EXPECT_EQ(printable("une\tligne\n"), "une\tligne\n");
    EXPECT_EQ(printable("une\nligne", Blanks::shown), "une\\u000Aligne");
    EXPECT_EQ(printable("12\u202F345 m² – œuvre « été »"), "12\u202F345 m² – œuvre « été »");
    EXPECT_TRUE(is_printable("été"));
    EXPECT_FALSE(is_printable(std::string_view("a\0b", 3)));
}

} // namespace
} // namespace maillage::io
