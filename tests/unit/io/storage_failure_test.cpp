#include "base/error.h"
#include "io/gdal_session.h"
#include "io/store/project_store.h"
#include "io/write/text_file.h"
#include "io/write/write_png.h"
#include "io/write/write_table.h"
#include "unit/io/scratch.h"

#include <cpl_error.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace maillage::io {
namespace {

geo::Table large_table() {
    geo::Table table = sample_table(geo::GeometryKind::polygon);
    for (int i = 0; i < 3000; ++i) {
        table.features.push_back(table.features[static_cast<std::size_t>(i % 3)]);
        table.features.back().values[1] =
            "ligne " + std::to_string(i * 7919) + " de texte assez différent des autres";
    }
    return table;
}

/// Runs `act` in a child whose files may not grow beyond `bytes`, as on a full disk. True when it threw
/// StorageError.
bool fails_on_full_disk(rlim_t bytes, const std::function<void()>& act) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            act();
        } catch (const StorageError& error) {
            ::_exit(std::string_view(error.what()).empty() ? 2 : 42);
        } catch (...) {
            ::_exit(3);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 42;
}

TEST(StorageFailure, AFullDiskIsCalledSoAndNotInSql) {
    GdalListener listener;
    CPLError(CE_Failure, CPLE_FileIO, "sqlite3_exec(COMMIT) failed: database or disk is full");
    EXPECT_EQ(listener.reason(), ", le disque est peut-être plein");
    listener.clear();
    CPLError(CE_Failure, CPLE_FileIO, "unknown table");
    EXPECT_EQ(listener.reason(), "");
}

TEST(StorageFailure, AFullDiskKeepsTheOldFile) {
    const Scratch scratch;
    const geo::Table large = large_table();
    for (const char* name : {"a.shp", "a.gpkg", "a.geojson", "a.csv", "a.xlsx", "a.ods", "a.fgb"}) {
        const auto file = scratch / name;
        write_table(sample_table(geo::GeometryKind::polygon), file);
        const std::string before = bytes_of(file);
        for (const rlim_t limit : {rlim_t{0}, rlim_t{5000}, rlim_t{60000}}) {
            if (limit > 5000 && file.extension() == ".ods") {
                continue; // its 25 kB fit
            }
            EXPECT_TRUE(fails_on_full_disk(limit, [&] { write_table(large, file); }))
                << name << " at " << limit;
            EXPECT_TRUE(bytes_of(file) == before) << name << " at " << limit;
        }
    }
}

TEST(StorageFailure, AFullDiskKeepsTheOldProject) {
    const Scratch scratch;
    const auto file = scratch / "p.gpkg";
    Progress progress;
    save_project(file, {{sample_table(geo::GeometryKind::polygon)}, {}}, progress);
    const std::string before = bytes_of(file);
    const StoredProject large{{large_table()}, {}};
    for (const rlim_t limit : {rlim_t{0}, rlim_t{30000}, rlim_t{110000}, rlim_t{400000}}) {
        EXPECT_TRUE(fails_on_full_disk(limit, [&] { save_project(file, large, progress); })) << limit;
        EXPECT_EQ(bytes_of(file), before) << limit;
    }
    EXPECT_EQ(scratch.file_count(), 1U);
}

TEST(StorageFailure, AFullDiskIsToldForTextsAndPictures) {
    const Scratch scratch;
    EXPECT_TRUE(
        fails_on_full_disk(100, [&] { write_text_file(scratch / "a.txt", std::string(100000, 'x')); }));
    Picture noise{200, 200, {}};
    for (unsigned i = 0, seed = 1; i < 160000; ++i, seed = seed * 1664525U + 1013904223U) {
        noise.rgba.push_back(static_cast<std::uint8_t>(seed >> 24U));
    }
    EXPECT_TRUE(fails_on_full_disk(100, [&] { write_png(noise, scratch / "a.png"); }));
    EXPECT_EQ(scratch.file_count(), 0U);
}

TEST(StorageFailure, ReadOnlyFilesAndAbsentFoldersAreRefused) {
    const Scratch scratch;
    const geo::Table table = sample_table(geo::GeometryKind::point);
    const auto file = scratch.put("a.csv", "à garder");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    EXPECT_NE(message_of<StorageError>([&] { write_table(table, file); }).find("lecture seule"),
              std::string::npos);
    EXPECT_EQ(bytes_of(file), "à garder");
    EXPECT_THROW(write_table(table, scratch / "absent/a.csv"), StorageError);
    EXPECT_THROW(write_table(table, "/proc/a.csv"), StorageError);
    std::filesystem::create_directory(scratch / "b.csv");
    EXPECT_THROW(write_table(table, scratch / "b.csv"), StorageError);
    EXPECT_EQ(scratch.file_count(), 2U);
}

TEST(StorageFailure, PermissionsAndLinksSurviveANewFile) {
    const Scratch scratch;
    const auto file = scratch.put("a.csv", "ancien");
    const auto shared = std::filesystem::perms(0664);
    std::filesystem::permissions(file, shared);
    std::filesystem::create_symlink(file, scratch / "lien.csv");
    write_table(sample_table(geo::GeometryKind::point), scratch / "lien.csv");
    EXPECT_TRUE(std::filesystem::is_symlink(scratch / "lien.csv"));
    EXPECT_NE(bytes_of(file), "ancien");
    EXPECT_EQ(std::filesystem::status(file).permissions(), shared);
}

} // namespace
} // namespace maillage::io
