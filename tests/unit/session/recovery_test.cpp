#include "session/files.h"
#include "session/recovery.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

namespace maillage::session {
namespace {

class RecoveryTest : public ::testing::Test {
  protected:
    RecoveryTest() {
        std::string name = (std::filesystem::temp_directory_path() / "maillage-test-XXXXXX").string();
        folder = ::mkdtemp(name.data());
        session.project = std::make_shared<const domain::Project>(test::small_project());
        session.path = "/données/aisne 2026.gpkg";
    }

    ~RecoveryTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    /// The number of a process that has ended.
    static std::string ended_process() {
        const pid_t child = ::fork();
        if (child == 0) {
            ::_exit(0);
        }
        ::waitpid(child, nullptr, 0);
        return std::to_string(child);
    }

    std::filesystem::path folder;
    Session session;
    Jobs jobs;
};

TEST_F(RecoveryTest, WhatACrashLeftIsFoundAndOpenedAsUnsavedWork) {
    const auto copy = folder / (ended_process() + ".gpkg");
    start_copy(session, jobs, copy);
    finish_all(session, jobs);
    EXPECT_EQ(find_recoveries(folder), (std::vector<Recovery>{{copy, session.path}}));
    Session next;
    apply(next, jobs, Recover{copy, session.path});
    finish_all(next, jobs);
    EXPECT_EQ(*next.project, *session.project);
    EXPECT_EQ(next.path, session.path);
    EXPECT_TRUE(next.is_modified);
    forget(copy);
    EXPECT_TRUE(find_recoveries(folder).empty());
    EXPECT_TRUE(std::filesystem::is_empty(folder));
}

/// After a restart of the machine the number of the process that crashed is soon another program's.
TEST_F(RecoveryTest, ANumberThatAnotherProgramHasNowDoesNotHideTheCopy) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::execlp("sleep", "sleep", "60", nullptr);
        ::_exit(1);
    }
    const auto exe = "/proc/" + std::to_string(child) + "/exe";
    while (std::filesystem::read_symlink(exe) == std::filesystem::read_symlink("/proc/self/exe")) {
        ::usleep(1000); // until it has become the other program
    }
    const auto copy = folder / (std::to_string(child) + ".gpkg");
    start_copy(session, jobs, copy);
    finish_all(session, jobs);
    EXPECT_EQ(find_recoveries(folder), (std::vector<Recovery>{{copy, session.path}}));
    ::kill(child, SIGKILL); // ended, but nobody has waited for it
    EXPECT_EQ(find_recoveries(folder).size(), 1U);
    ::waitpid(child, nullptr, 0);
}

TEST_F(RecoveryTest, TheCopyOfARunningProgramIsItsOwn) {
    start_copy(session, jobs, recovery_copy(folder));
    finish_all(session, jobs);
    EXPECT_TRUE(std::filesystem::exists(recovery_copy(folder)));
    EXPECT_TRUE(find_recoveries(folder).empty());
    EXPECT_TRUE(find_recoveries(folder / "absent").empty());
}

TEST_F(RecoveryTest, ACopyThatCannotBeWrittenIsTold) {
    start_copy(session, jobs, "/proc/maillage/1.gpkg");
    finish_all(session, jobs);
    ASSERT_FALSE(session.messages.empty());
    EXPECT_TRUE(session.messages.back().is_error);
}

} // namespace
} // namespace maillage::session
