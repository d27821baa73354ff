// Pictures of the desktop for the manual: MAILLAGE_GALLERY=folder ui_tests --gtest_filter='Gallery*'. They
// are looked at, not compared: the golden pictures of the map itself are in tests/golden.
#include "gl/offscreen.h"
#include "map/picture_file.h"
#include "support/source_dir.h"
#include "ui/window/stage.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace maillage::test {

namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;

class Gallery : public ::testing::Test {
  protected:
    void SetUp() override {
        const char* folder = std::getenv("MAILLAGE_GALLERY");
        if (folder == nullptr) {
            GTEST_SKIP() << "MAILLAGE_GALLERY names no folder";
        }
        folder_ = folder;
        session::apply(session, jobs, session::NewExample{});
        session::finish_all(session, jobs);
        session::apply(session, jobs, session::Rank{});
        session::finish_all(session, jobs);
        offscreen.bind();
        settle();
    }

    void settle() { stage.settle(kWidth, kHeight, scale); }

    void write(const char* name) {
        settle();
        map::write_picture(folder_ / name, offscreen.read());
        EXPECT_TRUE(std::filesystem::exists(folder_ / name));
    }

    void send(const session::Command& command) {
        session::apply(session, jobs, command);
        settle();
    }

    void key(ui::Key key, ui::Modifiers modifiers = {}) {
        stage.input().push(ui::KeyChanged{key, true, modifiers});
        stage.input().push(ui::KeyChanged{key, false, {}});
        settle();
    }

    double scale = 1;
    gl::Offscreen offscreen{kWidth, kHeight};
    session::Session session;
    session::Jobs jobs;
    ui::Stage stage{session, jobs};

  private:
    std::filesystem::path folder_;
};

TEST_F(Gallery, Desktop) {
    send(session::Select{map::SelectionKind::commune, "02408"});
    write("bureau.png");
    send(session::SetDark{true});
    write("bureau-sombre.png");
}

TEST_F(Gallery, CameraInTown) {
    for (const auto& camera : *session.project->cameras) {
        if (camera.position && !camera.azimuths_deg.empty() && camera.commune == "02408") {
            send(session::Select{map::SelectionKind::camera, camera.id});
            send(session::ZoomTo{views::box_of(*session.project, session.selection)});
            break;
        }
    }
    write("camera.png");
}

TEST_F(Gallery, Boxes) {
    key(ui::Key::f4);
    write("tableau-de-bord.png");
    key(ui::Key::escape);
    key(ui::Key::k, {true, false, false, false});
    stage.input().push(ui::TextTyped{"saint-q"});
    write("recherche.png");
    key(ui::Key::escape);
    stage.desktop().dialogs.tour_step = 3;
    write("visite.png");
    stage.desktop().dialogs.tour_step = -1;
    key(ui::Key::o, {true, false, false, false});
    write("navigateur.png");
}

/// Where the keyboard is, panel by panel.
TEST_F(Gallery, KeyboardFocus) {
    send(session::Select{map::SelectionKind::commune, "02408"});
    const auto walk = [&](int tabs, const char* name) {
        for (int i = 0; i < tabs; ++i) {
            key(ui::Key::tab);
        }
        write(name);
    };
    key(ui::Key::f10);
    write("clavier-menus.png");
    key(ui::Key::right);
    key(ui::Key::enter);
    key(ui::Key::down);
    write("clavier-menu.png");
    key(ui::Key::escape);
    key(ui::Key::escape);
    key(ui::Key::f10);
    walk(7, "clavier-recherche.png");
    walk(3, "clavier-couches.png");
    key(ui::Key::f6);
    write("clavier-carte.png");
    key(ui::Key::f6);
    write("clavier-frise.png");
    walk(1, "clavier-fait.png");
    walk(3, "clavier-bouton.png");
    key(ui::Key::f6);
    walk(1, "clavier-onglet.png");
    walk(6, "clavier-filtre.png");
    walk(1, "clavier-entete.png");
    walk(1, "clavier-ligne.png");
    key(ui::Key::w, {true, true, false, false});
    walk(1, "clavier-boite.png");
    key(ui::Key::escape);
    key(ui::Key::escape);
    stage.desktop().plan.is_open = true;
    walk(4, "clavier-schema.png");
}

TEST_F(Gallery, Import) {
    const auto file = source_dir() / "geodata" / "conseils.csv";
    stage.drop({file});
    write("import.png");
}

TEST_F(Gallery, TwiceAsLarge) {
    scale = 2;
    send(session::Select{map::SelectionKind::commune, "02408"});
    write("zoom-200.png");
}

} // namespace

} // namespace maillage::test
