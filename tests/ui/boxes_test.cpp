// Palette, file browser, import assistant and the other boxes.
#include "ui/screen_text.h"
#include "ui/ui_driver.h"
#include "ui/window/window_place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace maillage::test {

namespace {

using map::SelectionKind;
using session::Commands;

class BoxesTest : public ::testing::Test {
  protected:
    void SetUp() override {
        ui.session.project = std::make_shared<const domain::Project>(hexagons());
        ui.settle();
        ui.forget();
        folder = std::filesystem::temp_directory_path() /
                 ("maillage-ui-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
                  ::testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder / "dossier");
        std::ofstream(folder / "projet.gpkg") << "x";
        std::ofstream(folder / "notes.txt") << "x";
        ui.desktop.preferences.folder = folder;
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    void wait_for_listing() {
        for (int i = 0; i < 200 && (ui.desktop.browser.is_waiting() || i < 3); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            ui.frame();
        }
        ui.frame(2);
    }

    UiDriver ui;
    std::filesystem::path folder;
};

TEST_F(BoxesTest, ThePaletteFindsACommuneWithoutItsAccents) {
    ui.key(ui::Key::k, {true, false, false, false});
    ui.frame(3);
    ui.type("etamp");
    ui.frame(2);
    ui.key(ui::Key::enter);
    ASSERT_EQ(ui.sent.size(), 2U);
    EXPECT_EQ(ui.sent[0], session::Command(session::Select{SelectionKind::commune, "02006"}));
    EXPECT_TRUE(std::holds_alternative<session::ZoomTo>(ui.sent[1]));
    EXPECT_FALSE(ui.desktop.palette.is_open);
}

TEST_F(BoxesTest, ThePaletteFindsCodesActsCamerasAndActions) {
    ui.click("Rechercher");
    ui.frame(3);
    const auto shows = [&](const char* query, const char* entry) {
        ui.key(ui::Key::a, {true, false, false, false});
        ui.type(query);
        ui.frame(2);
        EXPECT_TRUE(ui.has(std::string("Palette/") + entry)) << query;
    };
    shows("02003", "L’Échelle");
    shows("2019/0001", "2019/0001");
    shows("cam-1", "CAM-1");
    shows("mesurer une dist", "Mesurer une distance");
}

TEST_F(BoxesTest, ThePaletteIsWalkedWithTheArrows) {
    ui.key(ui::Key::k, {true, false, false, false});
    ui.frame(3);
    ui.type("gare");
    ui.frame(2);
    ui.key(ui::Key::down);
    EXPECT_EQ(ui.desktop.palette.current, 1);
    ui.key(ui::Key::escape);
    ui.frame(2);
    EXPECT_FALSE(ui.desktop.palette.is_open);
    EXPECT_TRUE(ui.sent.empty());
}

TEST_F(BoxesTest, TheBrowserShowsFoldersAndProjectsOnly) {
    ui.applies = false;
    ui.key(ui::Key::o, {true, false, false, false});
    wait_for_listing();
    EXPECT_TRUE(ui.has("Fichier/dossier"));
    EXPECT_FALSE(ui.has("Fichier/notes.txt"));
    ui.click("Fichier/projet.gpkg");
    ui.click("Ouvrir");
    EXPECT_EQ(ui.sent, (Commands{session::Open{std::filesystem::canonical(folder) / "projet.gpkg"}}));
    ASSERT_FALSE(ui.desktop.preferences.recent.empty());
}

TEST_F(BoxesTest, AFileIsReplacedOnlyWhenToldTwice) {
    ui.applies = false;
    ui.key(ui::Key::s, {true, true, false, false});
    wait_for_listing();
    ui.click("Enregistrer"); // "projet.gpkg" is what the browser suggests
    EXPECT_TRUE(ui.sent.empty());
    EXPECT_TRUE(ui.desktop.browser.is_open());
    ui.click("Enregistrer");
    EXPECT_EQ(ui.sent, (Commands{session::Save{std::filesystem::canonical(folder) / "projet.gpkg"}}));
}

TEST_F(BoxesTest, ANameWithoutExtensionGetsTheFirstOne) {
    ui.applies = false;
    ui.choose("Fichier", "Exporter les lacunes…");
    wait_for_listing();
    ui.click("Nom du fichier");
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("été");
    ui.click("Exporter");
    EXPECT_EQ(ui.sent, (Commands{session::Export{report::ExportWhat::gaps,
                                                 std::filesystem::canonical(folder) / "été.shp"}}));
}

TEST_F(BoxesTest, EveryExportAsksForItsFile) {
    ui.applies = false;
    for (const char* label :
         {"Exporter les sites prioritaires…", "Exporter les lacunes…", "Exporter la couverture…",
          "Exporter le registre…", "Exporter les communes…", "Exporter les caméras…"}) {
        ui.choose("Fichier", label);
        wait_for_listing();
        EXPECT_TRUE(ui.desktop.browser.is_open()) << label;
        ui.click("Exporter");
        EXPECT_FALSE(ui.desktop.browser.is_open()) << label;
    }
    EXPECT_EQ(ui.sent.size(), 6U);
}

TEST_F(BoxesTest, UnsavedChangesAreAskedAbout) {
    ui.session.is_modified = true;
    ui.session.path = folder / "projet.gpkg";
    ui.applies = false;
    ui.key(ui::Key::q, {true, false, false, false});
    ui.frame(3);
    EXPECT_FALSE(ui.quits);
    ui.click("Annuler##question");
    EXPECT_FALSE(ui.quits);
    EXPECT_TRUE(ui.sent.empty());
    ui.key(ui::Key::q, {true, false, false, false});
    ui.frame(3);
    ui.click("Ne pas enregistrer");
    EXPECT_TRUE(ui.quits);
    EXPECT_TRUE(ui.sent.empty());
}

TEST_F(BoxesTest, NothingToSaveQuitsAtOnce) {
    ui.session.is_modified = false;
    ui.key(ui::Key::q, {true, false, false, false});
    EXPECT_TRUE(ui.quits);
}

TEST_F(BoxesTest, ADroppedFileOpensTheImportAssistant) {
    const auto file = folder / "cameras.csv";
    std::ofstream(file) << "id;insee;x;y\nA1;02001;745000;6940000\n";
    ui::Requests requests;
    ui::drop_files(ui.desktop, ui.session, {file}, requests);
    ui.frame(2);
    EXPECT_TRUE(ui.desktop.import.is_open);
    EXPECT_EQ(ui.desktop.import.import.kind, intake::ImportKind::cameras);
    ASSERT_TRUE(ui.desktop.import.needs_preview);
    auto& assistant = ui.desktop.import;
    assistant.needs_preview = false;
    assistant.slot = std::make_shared<std::unique_ptr<session::ImportPreview>>();
    session::start_preview(ui.session, ui.jobs, assistant.import, assistant.slot);
    ui.settle();
    ASSERT_TRUE(assistant.preview);
    EXPECT_EQ(assistant.preview->error, "");
    EXPECT_EQ(assistant.preview->imported, 1);
    ui.applies = false;
    ui.forget();
    ui.click("Importer");
    ASSERT_EQ(ui.sent.size(), 1U);
    EXPECT_EQ(std::get<session::Import>(ui.sent[0]).file, file);
}

TEST_F(BoxesTest, AFileThatIsNoTableIsToldInTheAssistant) {
    const auto file = folder / "cameras.csv";
    std::ofstream(file) << "";
    open(ui.desktop.import, file);
    auto& assistant = ui.desktop.import;
    assistant.needs_preview = false;
    assistant.slot = std::make_shared<std::unique_ptr<session::ImportPreview>>();
    session::start_preview(ui.session, ui.jobs, assistant.import, assistant.slot);
    ui.settle();
    ASSERT_TRUE(assistant.preview);
    EXPECT_NE(assistant.preview->error, "");
    ui.applies = false;
    ui.click("Importer");
    EXPECT_TRUE(ui.sent.empty());
}

TEST_F(BoxesTest, TheAssistantGivesTheAdviceOfTheWindowNotOfTheCommandLine) {
    const auto file = folder / "communes.csv";
    std::ofstream(file) << "nom;rien\nLaon;1\n";
    open(ui.desktop.import, file);
    auto& assistant = ui.desktop.import;
    assistant.needs_preview = false;
    assistant.slot = std::make_shared<std::unique_ptr<session::ImportPreview>>();
    session::start_preview(ui.session, ui.jobs, assistant.import, assistant.slot);
    ui.settle();
    ui.frame(3);
    std::string shown;
    for (const std::string& text : screen_text()) {
        shown += text + " ";
    }
    EXPECT_NE(shown.find("Choisissez les colonnes à gauche."), std::string::npos) << shown;
    EXPECT_EQ(shown.find("--map"), std::string::npos) << shown;
}

TEST_F(BoxesTest, TheShortcutSheetOpensWithAQuestionMark) {
    ui.type("?");
    ui.frame(3);
    EXPECT_TRUE(ui.desktop.dialogs.shows_shortcuts);
    ui.click("Fermer##raccourcis");
    EXPECT_FALSE(ui.desktop.dialogs.shows_shortcuts);
}

TEST_F(BoxesTest, TheTourHasFiveStepsAndIsRemembered) {
    ui.choose("Aide", "Visite guidée");
    for (int step = 0; step < ui::kTourSteps - 1; ++step) {
        ui.frame(2);
        EXPECT_EQ(ui.desktop.dialogs.tour_step, step);
        ui.click("Suivant");
    }
    ui.click("Terminer");
    EXPECT_EQ(ui.desktop.dialogs.tour_step, -1);
    EXPECT_TRUE(ui.desktop.preferences.has_seen_tour);
}

TEST_F(BoxesTest, ReturnGoesOnWithTheTourAndItsButtonStaysInPlace) {
    ui.choose("Aide", "Visite guidée");
    ui.move_to(1, 1);
    ui.frame(3);
    const auto first = ui.rect("Suivant");
    for (int step = 1; step < ui::kTourSteps; ++step) {
        ui.key(ui::Key::enter);
        ui.frame(3);
        EXPECT_EQ(ui.desktop.dialogs.tour_step, step);
        if (step + 1 < ui::kTourSteps) {
            EXPECT_EQ(ui.rect("Suivant"), first);
        }
    }
    ui.key(ui::Key::enter);
    ui.frame(2);
    EXPECT_EQ(ui.desktop.dialogs.tour_step, -1);
}

TEST_F(BoxesTest, ReturnSavesUnderTheNameThatIsProposed) {
    ui.key(ui::Key::p, {true, false, false, false});
    wait_for_listing();
    ASSERT_TRUE(ui.desktop.browser.is_open());
    ui.click("Format/.svg");
    ui.frame(2);
    EXPECT_FALSE(ui.has("Format/.shp"));
    ui.click("Annuler##navigateur");
    ui.frame(2);
    ui.key(ui::Key::p, {true, false, false, false});
    wait_for_listing();
    ui.applies = false;
    ui.forget();
    ui.key(ui::Key::a, {true, false, false, false});
    ui.type("image qui n’existe pas");
    ui.key(ui::Key::enter);
    ui.frame(2);
    ASSERT_EQ(ui.sent.size(), 1U);
    const auto* render = std::get_if<map::Render>(&ui.sent.front());
    ASSERT_NE(render, nullptr);
    EXPECT_EQ(render->path.filename().string(), "image qui n’existe pas.png");
}

TEST_F(BoxesTest, TheDashboardShowsABarForEachGroup) {
    ui.key(ui::Key::f4);
    ui.frame(3);
    EXPECT_TRUE(ui.has("Regroupement"));
    EXPECT_TRUE(ui.has("Caméras autorisées"));
    ui.desktop.dashboard.grouping = static_cast<int>(analysis::Grouping::commune);
    ui.frame(2);
    EXPECT_TRUE(ui.has("Barre/Laon"));
    ui.click("Fermer##tableau de bord");
    EXPECT_FALSE(ui.desktop.dashboard.is_open);
}

TEST_F(BoxesTest, TheInterfaceGrowsTo200PercentAndNoFurther) {
    for (int i = 0; i < 20; ++i) {
        ui.choose("Affichage", "Agrandir l’interface");
    }
    EXPECT_DOUBLE_EQ(ui.desktop.preferences.zoom, 2);
}

TEST(Preferences, AreReadBackAsWritten) {
    session::Preferences preferences;
    session::remember(preferences, "/tmp/a b.gpkg");
    session::remember(preferences, "/tmp/é.gpkg");
    session::remember(preferences, "/tmp/a b.gpkg");
    preferences.zoom = 1.25;
    preferences.is_dark = true;
    preferences.folder = "/tmp";
    preferences.window = {-200, 30, 1200, 800, true};
    preferences.table = 4;
    preferences.columns = {{0, {2, 5}, {0, 2, 1}}, {3, {}, {1, 0}}, {4, {1}, {}}};
    EXPECT_EQ(session::parse_preferences(session::to_text(preferences)), preferences);
    EXPECT_EQ(preferences.recent.front(), "/tmp/a b.gpkg");
    EXPECT_EQ(preferences.recent.size(), 2U);
}

TEST(WindowPlace, IsKeptWhereItCanStillBeGrasped) {
    const std::vector<ui::ScreenArea> two = {{0, 30, 1920, 1050}, {1920, 0, 1280, 1024}};
    const auto open = [&](const session::WindowPlace& kept, std::size_t screens) {
        return ui::opening(kept, std::span(two).first(screens));
    };
    const session::WindowPlace right{2000, 40, 1000, 700};
    EXPECT_EQ(open(right, 2), (ui::Opening{1000, 700, true, 2000, 40}));
    EXPECT_EQ(open(right, 1), (ui::Opening{1000, 700}))
        << "its screen is gone: where the window manager likes";
    EXPECT_EQ(open({100, -500, 1000, 700}, 2), (ui::Opening{1000, 700}))
        << "its title bar would be out of reach";
    EXPECT_EQ(open({0, 30, 3000, 2000}, 1), (ui::Opening{1920, 1050, true, 0, 30}))
        << "the screen is smaller now";
    EXPECT_EQ(open({}, 2), (ui::Opening{1440, 900}));
    EXPECT_EQ(open({0, 30, 10, 10}, 1), (ui::Opening{640, 480})) << "nothing to grasp";
    EXPECT_EQ(open(right, 0), (ui::Opening{1000, 700}));
}

TEST(WindowPlace, NonsenseInTheFileIsLeftOut) {
    for (const char* line :
         {"window=1 2 3", "window=a b c d", "window=0 0 0 0", "window=1e9 0 10 10", "table=x"}) {
        EXPECT_EQ(session::parse_preferences(line), session::Preferences{}) << line;
    }
}

TEST(FolderListing, AnUnreadableFolderIsToldInWords) {
    EXPECT_EQ(ui::list_folder("/nulle/part", {}).error, "Dossier illisible : ce dossier n’existe pas");
}

} // namespace

} // namespace maillage::test
