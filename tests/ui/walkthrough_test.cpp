// From the first start to a shapefile of priority sites, as a new user would: only what the screen offers, at
// most ten actions. What was done is the log of commands, kept in walkthrough.txt: `maillage run` replays it.
#include "base/error.h"
#include "gl/offscreen.h"
#include "support/require.h"
#include "support/source_dir.h"
#include "support/test_data.h"
#include "ui/window/stage.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace maillage::test {

namespace {

constexpr int kWidth = 1600;
constexpr int kHeight = 900;

class Walkthrough : public ::testing::Test {
  protected:
    Walkthrough() {
        std::string name = (std::filesystem::temp_directory_path() / "maillage-test-XXXXXX").string();
        folder = ::mkdtemp(name.data());
    }

    ~Walkthrough() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    void SetUp() override {
        try {
            offscreen = std::make_unique<gl::Offscreen>(kWidth, kHeight);
        } catch (const Error& error) {
            MAILLAGE_SKIP_WITHOUT("gl", error.what());
        }
        stage = std::make_unique<ui::Stage>(session, jobs);
        stage->desktop().preferences.folder = folder;
        settle();
    }

    void settle() const {
        offscreen->bind();
        stage->settle(kWidth, kHeight, 1);
    }

    void click(const std::string& label) {
        ++actions;
        const auto rect = stage->desktop().items.find(label);
        ASSERT_TRUE(rect) << "nothing on the screen is called " << label;
        const float x = rect->x + std::min(rect->width / 2, 40.0F);
        const float y = rect->y + rect->height / 2;
        stage->input().push(ui::MouseMoved{x, y});
        stage->input().push(ui::MouseButton{0, true, {}});
        stage->input().push(ui::MouseButton{0, false, {}});
        settle();
    }

    void drop(const std::filesystem::path& file) {
        ++actions;
        stage->drop({file});
        settle();
    }

    void expect_shapefile() const {
        for (const char* part : {"shp", "shx", "dbf", "prj", "cpg"}) {
            EXPECT_TRUE(std::filesystem::exists(folder / (std::string("sites_prioritaires.") + part)))
                << part;
        }
        EXPECT_LE(actions, 10);
        for (const auto& message : session.messages) {
            EXPECT_FALSE(message.is_error) << message.text;
        }
    }

    std::filesystem::path folder;
    std::unique_ptr<gl::Offscreen> offscreen;
    session::Session session;
    session::Jobs jobs;
    std::unique_ptr<ui::Stage> stage;
    int actions = 0;
};

/// The lines of a log, with the folder of this run left out.
std::string without(std::string text, const std::string& folder) {
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
        text.replace(at, folder.size(), "DOSSIER");
    }
    return text;
}

TEST_F(Walkthrough, OnTheExample) {
    click("Ouvrir l’exemple");
    click("Classer");
    click("Exporter le schéma…");
    click("Exporter"); // the suggested name, in the folder shown
    expect_shapefile();
    EXPECT_EQ(actions, 4);
    std::string log;
    for (const auto& line : session.log) {
        log += without(line, folder.string()) + "\n";
    }
    std::ifstream recorded(source_dir() / "tests" / "ui" / "walkthrough.txt");
    std::string expected;
    for (std::string line; std::getline(recorded, line);) {
        expected += line.starts_with('#') ? "" : line + "\n";
    }
    EXPECT_EQ(log, expected);
}

TEST_F(Walkthrough, WithFilesOfOnesOwn) {
    const auto communes = test_data("aisne-communes-cog2026-derive.geojson");
    const auto stations = test_data("sncf-gares-de-voyageurs.csv");
    if (!communes || !stations) {
        MAILLAGE_SKIP_WITHOUT("data", "the files of communes and stations are absent");
    }
    drop(*communes);
    click("Importer");
    drop(*stations);
    click("Importer");
    click("Classer");
    click("Exporter le schéma…");
    click("Exporter");
    EXPECT_EQ(session.project->territory->communes.size(), 797U);
    EXPECT_GT(session.project->sites->size(), 20U);
    expect_shapefile();
}

} // namespace

} // namespace maillage::test
