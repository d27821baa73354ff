// A project that names a file outside its folder: nothing touches that file before somebody agrees.
#include "session/files.h"
#include "session/session.h"
#include "support/example_project.h"
#include "support/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace maillage::session {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Outside : public ::testing::Test {
  protected:
    Outside() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        root_ = fs::path(testing::TempDir()) / (std::string("maillage-ailleurs-") + test->name());
        fs::remove_all(root_);
        fs::create_directories(root_ / "projet" / "dedans");
        fs::create_directories(root_ / "ailleurs");
        for (const char* folder : {"projet", "projet/dedans", "ailleurs"}) {
            std::ofstream out(root_ / folder / "mnt.asc");
            out << "ncols 3\nnrows 2\nxllcorner 740000\nyllcorner 6940000\ncellsize 100\n1 2 3\n4 5 6\n";
        }
        opened_.watch(root_ / "ailleurs");
    }

    ~Outside() override { fs::remove_all(root_); }

    fs::path project_file() const { return root_ / "projet" / "p.gpkg"; }

    /// Saved beside, with the relief of that file.
    void save_with(const fs::path& relief) {
        Import what;
        what.kind = intake::ImportKind::elevation;
        what.file = relief;
        what.epsg = 2154;
        const Imported imported = import_file(test::small_project(), what, progress_, project_file());
        save_project(imported.result.project, project_file(), progress_);
        opened_.take();
    }

    domain::Project load(std::optional<bool> reads_outside = std::nullopt) {
        return load_project(project_file(), progress_, reads_outside);
    }

    fs::path root_;
    Progress progress_;
    OpenedFiles opened_;
};

TEST_F(Outside, FilesBesideTheProjectAndBelowAreReadUnasked) {
    for (const char* inside : {"projet/mnt.asc", "projet/dedans/mnt.asc"}) {
        save_with(root_ / inside);
        EXPECT_EQ(load().relief->columns, 3) << inside;
    }
    EXPECT_THAT(opened_.take(), IsEmpty());
}

TEST_F(Outside, OthersAreNotTouchedUnasked) {
    save_with(root_ / "ailleurs" / "mnt.asc");
    try {
        load();
        ADD_FAILURE() << "it was opened";
    } catch (const OutsideFile& problem) {
        EXPECT_THAT(problem.what(), HasSubstr((root_ / "ailleurs" / "mnt.asc").string()));
        EXPECT_EQ(problem.file(), root_ / "ailleurs" / "mnt.asc");
        EXPECT_EQ(problem.exit_code(), ExitCode::input);
    }
    EXPECT_THAT(opened_.take(), IsEmpty());
    const domain::Project without = load(false);
    EXPECT_EQ(without.relief->columns, 0);
    ASSERT_FALSE(without.findings->empty());
    EXPECT_THAT(without.findings->back().message, HasSubstr("hors du dossier"));
    EXPECT_THAT(opened_.take(), IsEmpty());
    EXPECT_EQ(load(true).relief->columns, 3);
    EXPECT_THAT(opened_.take(), Not(IsEmpty()));
}

TEST_F(Outside, ALinkIsWhereItLeads) {
    save_with(root_ / "projet" / "mnt.asc");
    fs::remove(root_ / "projet" / "mnt.asc");
    fs::create_symlink(root_ / "ailleurs" / "mnt.asc", root_ / "projet" / "mnt.asc");
    opened_.take();
    EXPECT_THROW(load(), OutsideFile);
    fs::remove(root_ / "projet" / "dedans" / "mnt.asc");
    fs::remove(root_ / "projet" / "dedans");
    fs::create_directory_symlink(root_ / "ailleurs", root_ / "projet" / "dedans");
    domain::Project project = test::small_project();
    project.elevation = {"dedans/mnt.asc", 2154, "0000000000000000"};
    save_project(project, project_file(), progress_);
    opened_.take();
    EXPECT_THROW(load(), OutsideFile);
    EXPECT_THAT(opened_.take(), IsEmpty());
}

TEST_F(Outside, ServersDevicesAndVirtualFilesAreOutside) {
    for (const char* name : {"/dev/zero", "/vsicurl/http://127.0.0.1:9/a.tif", "../ailleurs/mnt.asc",
                             "//serveur/a.tif", "dedans/../../ailleurs/mnt.asc"}) {
        domain::Project project = test::small_project();
        project.elevation = {name, 2154, "0000000000000000"};
        save_project(project, project_file(), progress_);
        opened_.take();
        EXPECT_THROW(load(), OutsideFile) << name;
        EXPECT_THAT(opened_.take(), IsEmpty()) << name;
    }
    domain::Project project = test::small_project();
    project.elevation = {"/vsicurl/http://127.0.0.1:9/a.tif", 2154, "0000000000000000"};
    save_project(project, project_file(), progress_);
    EXPECT_EQ(load(true).relief->columns, 0); // agreed to, and still no file of this machine
}

TEST_F(Outside, NoAbsolutePathIsKept) {
    save_with(root_ / "ailleurs" / "mnt.asc");
    std::ifstream in(project_file(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_THAT(bytes, Not(HasSubstr(root_.string())));
    EXPECT_THAT(bytes, HasSubstr("../ailleurs/mnt.asc"));
    // Saved elsewhere, it still finds its file.
    fs::create_directories(root_ / "plus" / "loin");
    save_project(load(true), root_ / "plus" / "loin" / "q.gpkg", progress_);
    EXPECT_EQ(load_project(root_ / "plus" / "loin" / "q.gpkg", progress_, true).relief->columns, 3);
}

TEST_F(Outside, TheSessionAsksAndTakesTheAnswer) {
    save_with(root_ / "ailleurs" / "mnt.asc");
    Jobs jobs;
    Session session;
    const auto run = [&](const Command& command) {
        apply(session, jobs, command);
        finish_all(session, jobs);
    };
    run(Open{project_file()});
    ASSERT_TRUE(session.outside_question);
    EXPECT_EQ(session.outside_question->file, root_ / "ailleurs" / "mnt.asc");
    EXPECT_TRUE(session.path.empty());
    EXPECT_TRUE(session.messages.back().is_error);
    EXPECT_THAT(opened_.take(), IsEmpty());
    run(Command(session.outside_question->no));
    EXPECT_FALSE(session.outside_question);
    EXPECT_EQ(session.path, project_file());
    EXPECT_EQ(session.project->relief->columns, 0);
    run(Recover{project_file(), root_ / "r.gpkg"});
    ASSERT_TRUE(session.outside_question);
    run(Command(session.outside_question->yes));
    EXPECT_EQ(session.project->relief->columns, 3);
    EXPECT_EQ(session.path, root_ / "r.gpkg");
    EXPECT_EQ(parse_command(to_text(Open{"p.gpkg", true})), Command(Open{"p.gpkg", true}));
    EXPECT_EQ(parse_command(to_text(Open{"p.gpkg"})), Command(Open{"p.gpkg"}));
}

} // namespace
} // namespace maillage::session
