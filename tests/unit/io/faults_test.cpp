// Every output, killed or failing at every call that changes a file: what is on the disk is the old set, the
// new one, or does not open; and after the next start nothing else is left. MAILLAGE_FAULTS=N: about N of
// each kind and output.
#include "base/error.h"
#include "io/store/project_store.h"
#include "io/write/text_file.h"
#include "io/write/work_folders.h"
#include "io/write/write_output.h"
#include "io/write/write_png.h"
#include "io/write/write_table.h"
#include "support/faults.h"
#include "support/stored_change.h"
#include "unit/io/archive.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <map>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

using test::Fault;
using Files = std::map<std::string, std::string>; ///< bytes by name

Files files_in(const fs::path& folder) {
    Files files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        files[entry.path().filename().string()] = entry.is_regular_file() ? bytes_of(entry.path()) : "folder";
    }
    return files;
}

void put_back(const fs::path& folder, const Files& files) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        fs::remove_all(entry.path());
    }
    for (const auto& [name, bytes] : files) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }
}

struct Ended {
    bool was_killed = false;
    int code = -1;
    long steps = 0;
};

/// In a child: 0 done, 42 StorageError with a message, 43 another error.
Ended run(Fault fault, long step, const std::function<void()>& act) {
    auto* steps = static_cast<long*>(
        ::mmap(nullptr, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    const pid_t child = ::fork();
    if (child == 0) {
        int code = 0;
        test::arm(fault, step);
        try {
            act();
        } catch (const StorageError& error) {
            code = std::string_view(error.what()).empty() ? 43 : 42;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "step %ld: %s\n", step, error.what());
            code = 43;
        }
        *steps = test::steps_taken();
        test::arm(Fault::none, 0);
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    const Ended ended{WIFSIGNALED(status), WIFEXITED(status) ? WEXITSTATUS(status) : -1, *steps};
    ::munmap(steps, sizeof(long));
    return ended;
}

geo::Table table_of(int rows, geo::GeometryKind kind) {
    geo::Table table = sample_table(kind);
    for (int i = 0; i < rows; ++i) {
        table.features.push_back(table.features[static_cast<std::size_t>(i % 3)]);
        table.features.back().values[1] = "ligne " + std::to_string(i);
    }
    return table;
}

Picture picture_of(std::uint8_t grey) {
    return {40, 40, std::vector<std::uint8_t>(6400, grey)};
}

struct Output {
    std::string name;
    std::function<void(const fs::path&, int version)> write;
};

std::vector<Output> outputs() {
    std::vector<Output> all;
    for (const char* name : {"a.shp", "a.gpkg", "a.geojson", "a.csv", "a.xlsx", "a.ods", "a.fgb"}) {
        all.push_back({name, [](const fs::path& file, int version) {
                           write_table(table_of(version == 0 ? 4 : 9, geo::GeometryKind::point), file);
                       }});
    }
    all.push_back(
        {"projet.gpkg", [](const fs::path& file, int version) {
             Progress progress;
             save_project(file, {{table_of(version == 0 ? 4 : 9, geo::GeometryKind::point)}, {}}, progress);
         }});
    all.push_back({"a.png", [](const fs::path& file, int version) {
                       write_png(picture_of(version == 0 ? 10 : 200), file);
                   }});
    all.push_back({"a.txt", [](const fs::path& file, int version) {
                       write_text_file(file, std::string(10000, version == 0 ? 'a' : 'b'));
                   }});
    all.push_back({"a.svg", [](const fs::path& file, int version) {
                       write_output(file, [&](const fs::path& staged) {
                           std::ofstream out(staged, std::ios::binary);
                           out << (version == 0 ? "ancien" : "nouveau");
                           out.close();
                           if (!out) {
                               throw StorageError("a.svg : écriture interrompue");
                           }
                       });
                   }});
    return all;
}

/// How many steps to try of so many.
long most_injections(long otherwise) {
    const char* asked = std::getenv("MAILLAGE_FAULTS");
    return asked == nullptr ? otherwise : std::max(1L, std::atol(asked));
}

class Faults : public ::testing::TestWithParam<std::size_t> {
  protected:
    Faults() : output(outputs()[GetParam()]), place(scratch / "lieu") {
        fs::create_directory(place);
        ::setenv("XDG_STATE_HOME", (scratch / "etat").c_str(), 1);
        // What the old and the new set are.
        for (int version = 1; version >= 0; --version) {
            put_back(place, {});
            output.write(place / output.name, version);
            (version == 0 ? old : fresh) = files_in(place);
        }
    }

    /// The old set, or the new one: no other and nothing mixed.
    bool is_whole(const Files& now) const { return now == old || now == fresh; }

    Files without_folders(Files files) const {
        std::erase_if(files, [](const auto& file) {
            return file.second == "folder" || file.first.ends_with(".maillage-verrou");
        });
        return files;
    }

    Scratch scratch;
    Output output;
    fs::path place;
    Files old, fresh;
};

TEST_P(Faults, AKillLeavesTheOldTheNewOrWhatDoesNotOpen) {
    const auto act = [&] { output.write(place / output.name, 1); };
    put_back(place, old);
    const long steps = run(Fault::none, 0, act).steps;
    ASSERT_GT(steps, 3);
    EXPECT_EQ(files_in(place), fresh);
    const long stride = std::max(1L, steps / most_injections(40));
    int kills = 0;
    std::map<std::string, int> ends;
    // All of the last ones, where files are put in place; of the others some.
    for (long step = 1; step <= steps; step += step + 40 < steps ? stride : 1) {
        put_back(place, old);
        const Ended ended = run(Fault::kill, step, act);
        ASSERT_TRUE(ended.was_killed) << "step " << step << " of " << steps;
        ++kills;
        const Files killed = without_folders(files_in(place));
        const bool opens = killed.contains(output.name);
        EXPECT_TRUE(!opens || is_whole(killed)) << "step " << step << " of " << steps;
        sweep_work_folders();
        const Files swept = files_in(place);
        EXPECT_TRUE(is_whole(swept)) << "step " << step << " of " << steps << ": " << swept.size()
                                     << " files";
        ++ends[swept == old ? "old" : "new"];
    }
    EXPECT_TRUE(fs::is_empty(scratch / "etat/maillage/en-cours"));
    EXPECT_GT(ends["old"], 0);
    EXPECT_GT(ends["new"], 0);
    RecordProperty("kills", kills);
    std::printf("%s: %d kills over %ld steps, %d old, %d new\n", output.name.c_str(), kills, steps,
                ends["old"], ends["new"]);
}

TEST_P(Faults, AFirstOutputThatIsKilledLeavesNothingAfterTheNextStart) {
    const auto act = [&] { output.write(place / output.name, 1); };
    put_back(place, {});
    const long steps = run(Fault::none, 0, act).steps;
    const long stride = std::max(1L, steps / most_injections(15));
    for (long step = 1; step <= steps; step += step + 15 < steps ? stride : 1) {
        put_back(place, {});
        ASSERT_TRUE(run(Fault::kill, step, act).was_killed);
        const Files killed = without_folders(files_in(place));
        EXPECT_TRUE(!killed.contains(output.name) || killed == fresh) << "step " << step;
        sweep_work_folders();
        const Files swept = files_in(place);
        EXPECT_TRUE(swept.empty() || swept == fresh) << "step " << step;
    }
}

TEST_P(Faults, AnErrorIsToldAndLeavesTheOldOrTheNew) {
    const auto act = [&] { output.write(place / output.name, 1); };
    put_back(place, old);
    const long steps = run(Fault::none, 0, act).steps;
    const long stride = std::max(1L, steps / most_injections(40));
    int told = 0;
    int errors = 0;
    for (long step = 1; step <= steps; step += step + 40 < steps ? stride : 1) {
        put_back(place, old);
        // The library of workbooks takes no notice of a write to a part that fails when the next ones do not.
        const Ended ended = run(output.name == "a.xlsx" ? Fault::full : Fault::fail, step, act);
        ++errors;
        told += ended.code == 42 ? 1 : 0;
        EXPECT_TRUE(ended.code == 0 || ended.code == 42)
            << "step " << step << " of " << steps << ": " << ended.code;
        const Files failed = without_folders(files_in(place));
        EXPECT_TRUE(is_whole(failed) || (ended.code == 42 && !failed.contains(output.name)))
            << "step " << step << " of " << steps;
        if (ended.code == 0) {
            EXPECT_EQ(failed, fresh) << "step " << step << " of " << steps;
        }
        sweep_work_folders();
        EXPECT_TRUE(is_whole(files_in(place))) << "step " << step << " of " << steps;
    }
    EXPECT_GT(told, 0);
    std::printf("%s: %d errors over %ld steps, %d told\n", output.name.c_str(), errors, steps, told);
}

INSTANTIATE_TEST_SUITE_P(Outputs, Faults, ::testing::Range<std::size_t>(0, outputs().size()),
                         [](const auto& one) {
                             std::string name = outputs()[one.param].name;
                             std::ranges::replace(name, '.', '_');
                             return name;
                         });

/// A change written into the file as it lies, killed or failing before each of its writes, syncs and
/// removals.
TEST(FaultsOf, AChangeInPlaceIsThereOrNot) {
    const Scratch scratch;
    ::setenv("XDG_STATE_HOME", (scratch / "etat").c_str(), 1);
    const fs::path place = scratch / "lieu";
    fs::create_directory(place);
    const fs::path file = place / "p.gpkg";
    const test::TwoProjects projects = test::two_projects();
    Progress progress;
    save_project(file, projects.before, progress);
    const Files old = files_in(place);
    const FileStamp opened = stamp_of(file);
    const auto act = [&] {
        Progress quiet;
        if (!save_changes(file, projects.change, quiet, {opened})) {
            throw InputError("not in place");
        }
    };
    const long steps = run(Fault::none, 0, act).steps;
    ASSERT_EQ(load_project(file, progress), projects.after);
    ASSERT_GT(steps, 20);
    for (const Fault fault : {Fault::kill, Fault::fail, Fault::full}) {
        int kept = 0;
        int changed = 0;
        for (long step = 1; step <= steps; ++step) {
            put_back(place, old);
            const Ended ended = run(fault, step, act);
            EXPECT_TRUE(fault == Fault::kill ? ended.was_killed : ended.code == 0 || ended.code == 42)
                << "step " << step << " of " << steps << ": " << ended.code;
            sweep_work_folders();
            const StoredProject now = load_project(file, progress);
            const bool is_new = now == projects.after;
            EXPECT_TRUE(is_new || now == projects.before) << "step " << step << " of " << steps;
            EXPECT_TRUE(is_new || ended.code != 0) << "step " << step << " of " << steps;
            ++(is_new ? changed : kept);
            // The next save takes back what was half written, and works.
            StoredChange next;
            next.settings_before = now.settings;
            next.settings_after = {{"departement", "60"}};
            ASSERT_TRUE(save_changes(file, next, progress, {stamp_of(file)})) << "step " << step;
            EXPECT_EQ(load_project(file, progress).tables, now.tables);
            EXPECT_EQ(files_in(place).size(), 1U) << "step " << step;
        }
        EXPECT_GT(kept, 10);
        EXPECT_GT(changed, 0);
        std::printf("in place: %d old, %d new over %ld steps\n", kept, changed, steps);
    }
}

/// An archive that was being read is unpacked into a folder of its own.
TEST(FaultsOf, WhatAKilledImportUnpackedIsSwept) {
    const Scratch scratch;
    ::setenv("XDG_STATE_HOME", (scratch / "etat").c_str(), 1);
    ::setenv("TMPDIR", (scratch / "temporaire").c_str(), 1);
    fs::create_directory(scratch / "temporaire");
    write_table(sample_table(geo::GeometryKind::point), scratch / "a.geojson");
    write_table(sample_table(geo::GeometryKind::point), scratch / "a.csv");
    const auto archive = scratch.put("a.zip", zipped({{"a.geojson", bytes_of(scratch / "a.geojson")}}));
    const long steps = run(Fault::none, 0, [&] { read(archive); }).steps;
    ASSERT_GT(steps, 3);
    int left = 0;
    for (long step = 1; step <= steps; ++step) {
        EXPECT_TRUE(run(Fault::kill, step, [&] { read(archive); }).was_killed);
        left += fs::is_empty(scratch / "temporaire") ? 0 : 1;
        sweep_work_folders();
        EXPECT_TRUE(fs::is_empty(scratch / "temporaire")) << step;
    }
    EXPECT_GT(left, 0) << "no kill came between: the test proves nothing";
    ::unsetenv("TMPDIR");
}

/// Rows that another program has committed to the log beside a database are in the old file at every moment,
/// and a kill never puts the new file beside the old one's log.
TEST(FaultsOf, AKillNeverLosesRowsOfAnotherProgramsLog) {
    const Scratch scratch;
    const fs::path place = scratch / "lieu";
    fs::create_directory(place);
    ::setenv("XDG_STATE_HOME", (scratch / "etat").c_str(), 1);
    const auto file = place / "a.gpkg";
    write_table(table_of(4, geo::GeometryKind::point), file);
    // Another program, dead before it could move its rows.
    const pid_t other = ::fork();
    if (other == 0) {
        sqlite3* database = nullptr;
        sqlite3_open(file.c_str(), &database);
        sqlite3_exec(database,
                     "PRAGMA journal_mode = WAL; CREATE TABLE autre (a); INSERT INTO autre VALUES (7)",
                     nullptr, nullptr, nullptr);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ::waitpid(other, &status, 0);
    const Files before = files_in(place);
    ASSERT_TRUE(before.contains("a.gpkg-wal"));
    const auto act = [&] { write_table(table_of(9, geo::GeometryKind::point), file); };
    const long steps = run(Fault::none, 0, act).steps;
    const Files fresh = files_in(place);
    EXPECT_EQ(fresh.size(), 1U);
    const auto has_row = [&] {
        sqlite3* database = nullptr;
        sqlite3_open(file.c_str(), &database);
        const bool found =
            sqlite3_exec(database, "SELECT a FROM autre WHERE a = 7", nullptr, nullptr, nullptr) == SQLITE_OK;
        sqlite3_close(database);
        return found;
    };
    int old = 0;
    const long first = std::max(1L, steps - most_injections(60));
    for (long step = first; step <= steps; ++step) {
        put_back(place, before);
        EXPECT_TRUE(run(Fault::kill, step, act).was_killed);
        if (files_in(place).at("a.gpkg") == fresh.at("a.gpkg")) {
            EXPECT_FALSE(fs::exists(place / "a.gpkg-wal")) << step;
            continue;
        }
        ++old;
        EXPECT_TRUE(has_row()) << step << " of " << steps;
        sweep_work_folders();
    }
    EXPECT_GT(old, 0);
}

} // namespace
} // namespace maillage::io
