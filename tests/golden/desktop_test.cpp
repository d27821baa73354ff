// The whole desktop on the embedded example, as people see it: what the README shows, small. Pictures of one
// machine without a graphics card and with the pinned fonts; elsewhere they are skipped.
#include "base/error.h"
#include "gl/offscreen.h"
#include "gl/renderer.h"
#include "io/write/write_png.h"
#include "support/golden.h"
#include "support/require.h"
#include "support/software_gl.h"
#include "ui/window/stage.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <unistd.h>

namespace maillage {
namespace {

constexpr int kWidth = 1200;
constexpr int kHeight = 675;
constexpr double kScale = 0.75;

/// One session for all: the example takes seconds to compute.
struct World {
    World() {
        session::apply(session, jobs, session::NewExample{});
        session::finish_all(session, jobs);
        session::apply(session, jobs, session::Rank{});
        session::finish_all(session, jobs);
    }

    session::Session session;
    session::Jobs jobs;
};

class GoldenDesktop : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        pin_software_gl();
        world = std::make_unique<World>();
    }

    static void TearDownTestSuite() { world.reset(); }

    void SetUp() override {
        session = world->session; // a copy of shared snapshots
        try {
            offscreen = std::make_unique<gl::Offscreen>(kWidth, kHeight);
        } catch (const Error& error) {
            MAILLAGE_SKIP_WITHOUT("gl", error.what());
        }
        if (!gl::Renderer().is_software()) {
            GTEST_SKIP() << "pictures are those of software OpenGL";
        }
        stage = std::make_unique<ui::Stage>(session, world->jobs);
        settle();
    }

    void TearDown() override {
        if (stage) {
            stage->desktop().preferences.zoom = 1;
            stage->desktop().preferences.is_english = false;
            settle();
        }
    }

    void settle() const {
        offscreen->bind();
        stage->settle(kWidth, kHeight, kScale);
    }

    void send(const session::Command& command) {
        session::apply(session, world->jobs, command);
        session::finish_all(session, world->jobs);
        settle();
    }

    void key(ui::Key key) const {
        stage->input().push(ui::KeyChanged{key, true, {}});
        stage->input().push(ui::KeyChanged{key, false, {}});
        settle();
    }

    void expect_window(const std::string& name) const {
        settle();
        expect_golden(offscreen->read(), name);
    }

    /// A part of the window.
    void expect_part(const ui::Rect& part, const std::string& name) const {
        settle();
        const Picture whole = offscreen->read();
        Picture cut{static_cast<int>(part.width), static_cast<int>(part.height), {}};
        for (int y = 0; y < cut.height; ++y) {
            const auto from = whole.rgba.begin() +
                              4 * ((static_cast<int>(part.y) + y) * whole.width + static_cast<int>(part.x));
            cut.rgba.insert(cut.rgba.end(), from, from + 4 * cut.width);
        }
        expect_golden(cut, name);
    }

    /// The map alone: panels change more often than maps, and have tests of their own.
    void expect_map(const std::string& name) const {
        settle();
        expect_part(stage->desktop().zones.map, name);
    }

    static std::unique_ptr<World> world;
    session::Session session;
    std::unique_ptr<gl::Offscreen> offscreen;
    std::unique_ptr<ui::Stage> stage;
};

std::unique_ptr<World> GoldenDesktop::world;

TEST_F(GoldenDesktop, DepartmentByGap) {
    send(session::Select{map::SelectionKind::commune, "02408"});
    expect_map("carte_lacunes");
}

TEST_F(GoldenDesktop, Zones) {
    send(session::SetIndicator{map::Indicator::zone});
    send(session::ShowLayer{map::Layer::cameras, false});
    send(session::ShowLayer{map::Layer::priority_sites, false});
    expect_map("carte_zones");
}

TEST_F(GoldenDesktop, Councils) {
    send(session::SetIndicator{map::Indicator::council});
    send(session::ShowLayer{map::Layer::zones, false});
    send(session::ShowLayer{map::Layer::cameras, false});
    send(session::ShowLayer{map::Layer::priority_sites, false});
    expect_map("carte_clspd");
}

TEST_F(GoldenDesktop, CommuneWithCamerasAndShadows) {
    for (const registry::Camera& camera : *session.project->cameras) {
        if (camera.position && !camera.azimuths_deg.empty() && camera.commune == "02408") {
            send(session::Select{map::SelectionKind::camera, camera.id});
            const geo::Point p = *camera.position;
            send(session::ZoomTo{{{p.x - 120, p.y - 120}, {p.x + 120, p.y + 120}}});
            break;
        }
    }
    expect_map("carte_commune");
}

TEST_F(GoldenDesktop, Ranking) {
    const plan::PlanCandidate& site = session.scheme->sites.front().place;
    stage->desktop().tables.tab = ui::TableTab::sites;
    send(session::Select{map::SelectionKind::site, site.id});
    const geo::Point p = site.position;
    send(session::ZoomTo{{{p.x - 6000, p.y - 6000}, {p.x + 6000, p.y + 6000}}});
    expect_map("carte_classement");
}

/// The box of the plan, tab by tab.
TEST_F(GoldenDesktop, BoxOfThePlan) {
    const auto give = [&](const std::string& id, const char* name, double dx) {
        domain::Candidate one;
        one.id = id;
        one.name = name;
        one.kind = "point";
        const geo::Point at = *session.project->sites->front().position;
        one.position = geo::Point{at.x + dx, at.y};
        one.source = "posé sur la carte";
        return one;
    };
    domain::Candidate aimed = give("point-1", "Place du marché, angle de la halle", 0);
    aimed.reach_m = 150;
    aimed.azimuth_deg = 135;
    aimed.field_of_view_deg = 90;
    aimed.height_m = 6.5;
    send(session::PutCandidate{aimed});
    domain::Candidate plain = give("point-2", "Entrée nord", 300);
    plain.cost_eur = 9500;
    send(session::PutCandidate{plain});
    const std::pair<ui::PlanTab, const char*> tabs[] = {{ui::PlanTab::funding, "schema_financement"},
                                                        {ui::PlanTab::prices, "schema_prix"},
                                                        {ui::PlanTab::weights, "schema_poids"},
                                                        {ui::PlanTab::candidates, "schema_candidats"},
                                                        {ui::PlanTab::perimeters, "schema_perimetres"}};
    for (const auto& [tab, name] : tabs) {
        stage->desktop().plan.is_open = true;
        stage->desktop().plan.tab = tab;
        settle();
        expect_part({180, 97, 840, 481}, name);
    }
    session::SetPlan one; // what fights is told in the box
    one.count = 1;
    one.floors = "commune:*=1";
    send(one);
    send(session::Rank{});
    settle();
    expect_part({180, 97, 840, 481}, "schema_refus");
    stage->desktop().plan.is_open = false;
    settle();
}

/// A place that counts only what it sees behind buildings.
TEST_F(GoldenDesktop, ViewOfACandidate) {
    session::SetPlan plan;
    plan.has_views = true;
    send(plan);
    send(session::Rank{});
    for (const plan::PrioritySite& row : session.scheme->sites) {
        const geo::Point p = row.place.position;
        const bool is_in_town =
            std::ranges::any_of(*session.project->buildings, [&](const domain::Building& b) {
                return geo::distance(geo::centroid({b.shape}), p) < 40;
            });
        if (is_in_town && row.units.size() > 1) {
            send(session::Select{map::SelectionKind::site, row.place.id});
            send(session::ZoomTo{{{p.x - 160, p.y - 160}, {p.x + 160, p.y + 160}}});
            break;
        }
    }
    expect_map("carte_vue_candidat");
}

TEST_F(GoldenDesktop, Dashboard) {
    key(ui::Key::f4);
    expect_window("bureau_tableau_de_bord");
}

TEST_F(GoldenDesktop, DarkTheme) {
    send(session::SetDark{true});
    expect_map("carte_sombre");
}

TEST_F(GoldenDesktop, English) {
    stage->desktop().preferences.is_english = true;
    send(session::Select{map::SelectionKind::commune, "02691"});
    expect_window("bureau_anglais");
}

TEST_F(GoldenDesktop, TwiceAsLarge) {
    stage->desktop().preferences.zoom = 2;
    send(session::Select{map::SelectionKind::commune, "02691"});
    const auto& communes = session.project->territory->communes;
    const auto town = std::ranges::find(communes, "02691", &domain::Commune::code);
    send(session::ZoomTo{geo::bounds(town->shape)});
    expect_window("bureau_200");
}

/// Half of the sites are kept for the gendarmerie: what changes stands out, what stays steps back.
TEST_F(GoldenDesktop, TwoScenarios) {
    send(session::CopyScenario{"Gendarmerie d’abord"});
    session::SetPlan floors;
    floors.floors = "zone:gendarmerie=15";
    send(floors);
    send(session::Rank{});
    send(session::CompareWith{{}, session.project->scenarios[1].name});
    expect_map("carte_scenarios");
}

/// While the date is dragged to 2028: what has just lapsed is fading.
TEST_F(GoldenDesktop, DateBeingChosen) {
    send(session::ShowLayer{map::Layer::priority_sites, false});
    const auto& cameras = *session.project->cameras;
    const auto in_town = [](const registry::Camera& camera) {
        return camera.commune == "02691" && camera.position;
    };
    const geo::Point p = *std::ranges::find_if(cameras, in_town)->position;
    send(session::ZoomTo{{{p.x - 400, p.y - 400}, {p.x + 400, p.y + 400}}});
    const auto& line = stage->desktop().zones.timeline;
    const float y = line.y + line.height / 2;
    const auto drag_to = [&](float share) {
        stage->input().push(ui::MouseMoved{line.x + line.width * share, y});
        settle();
    };
    drag_to(0.6F);
    stage->input().push(ui::MouseButton{0, true, {}});
    settle();
    drag_to(0.69F);
    expect_map("carte_frise");
    stage->input().push(ui::MouseButton{0, false, {}});
    settle();
}

/// What is handed over: both maps on one page, as `maillage render --compare` writes them too.
TEST_F(GoldenDesktop, PicturesOfAComparison) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("maillage-golden-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    send(session::CompareWith{Date(std::chrono::year(2029) / 1 / 1), {}});
    send(map::Render{folder / "dates.png", kWidth, kHeight});
    send(session::CopyScenario{"Gendarmerie d’abord"});
    session::SetPlan floors;
    floors.floors = "zone:gendarmerie=15";
    send(floors);
    send(session::CompareWith{{}, session.project->scenarios[1].name});
    send(map::Render{folder / "scenarios.png", kWidth, kHeight});
    for (const char* vector : {"dates.pdf", "dates.svg"}) {
        send(map::Render{folder / vector, kWidth, kHeight});
        EXPECT_GT(std::filesystem::file_size(folder / vector), 10000U);
    }
    const Picture dates = io::read_png(folder / "dates.png");
    const Picture scenarios = io::read_png(folder / "scenarios.png");
    std::filesystem::remove_all(folder);
    expect_golden(dates, "image_deux_dates");
    expect_golden(scenarios, "image_deux_scenarios");
}

TEST_F(GoldenDesktop, TwoDates) {
    send(session::CompareWith{Date(std::chrono::year(2029) / 1 / 1)});
    expect_map("carte_comparaison");
}

} // namespace
} // namespace maillage
