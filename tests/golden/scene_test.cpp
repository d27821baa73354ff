// Small pictures of an invented département, drawn on the processor and with OpenGL.
#include "base/error.h"
#include "gl/offscreen.h"
#include "paper/draw.h"
#include "scene/furniture.h"
#include "support/demo_scene.h"
#include "support/golden.h"
#include "support/require.h"
#include "support/software_gl.h"

namespace maillage {
namespace {

struct GoldenScene : testing::Test {
    static void SetUpTestSuite() { pin_software_gl(); }

    scene::Scene scene = demo_scene(demo_communes(4, 9), 60, 900);
    scene::View whole =
        scene::fit_beside(scene.furniture, scene::bounds(scene), 480, 270, 0.6, paper::measure_text);

    /// The largest commune with its cameras and what they see.
    scene::View close() const {
        const auto& pins = std::get<scene::PointLayer>(scene.layers.back());
        return {pins.points->positions[0], 25, 480, 270, 0.6};
    }

    void expect_gl(const scene::View& view, const std::string& name) const {
        Picture picture;
        try {
            picture = gl::draw_picture(scene, view, paper::draw_labels(scene, view),
                                       paper::draw_furniture(scene, view));
        } catch (const Error& error) {
            MAILLAGE_SKIP_WITHOUT("gl", error.what());
        }
        expect_golden(picture, name);
    }
};

TEST_F(GoldenScene, DepartmentOnTheProcessor) {
    expect_golden(paper::draw_picture(scene, whole), "departement");
}

TEST_F(GoldenScene, DepartmentWithOpenGl) {
    expect_gl(whole, "departement_gl");
}

TEST_F(GoldenScene, CommuneOnTheProcessor) {
    expect_golden(paper::draw_picture(scene, close()), "commune");
}

TEST_F(GoldenScene, CommuneWithOpenGl) {
    expect_gl(close(), "commune_gl");
}

TEST_F(GoldenScene, DarkTheme) {
    scene.theme = scene::dark_theme();
    expect_golden(paper::draw_picture(scene, whole), "sombre");
}

/// Every symbol, hatch and dash, twice as large.
struct GoldenSymbols : GoldenScene {
    GoldenSymbols() {
        scene = {};
        scene.theme.ground = colour(0xFFFFFF);
        scene.furniture.has_scale_bar = false;
        scene.furniture.has_north_arrow = false;
        const auto square = [](double x, double y, double side) {
            return geo::MultiPolygon{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}}};
        };
        std::vector<geo::MultiPolygon> squares;
        scene::PolygonLayer areas{"", nullptr, {}, {}, 1, true};
        for (std::uint16_t k = 1; k <= 4; ++k) {
            squares.push_back(square(k * 50.0 - 40, 70, 36));
            areas.classes.push_back({colour(0xFBE3B6),
                                     {static_cast<scene::Hatch>(k), colour(0x1F4E9C), 6, k == 4 ? 3.0 : 1.2},
                                     {colour(0x4A4A4A), 1.5, k * 2.0 - 2, 3}});
            areas.class_of.push_back(static_cast<std::uint16_t>(k - 1));
        }
        areas.shapes = scene::make_shapes(squares);
        auto points = std::make_shared<scene::Points>();
        scene::PointLayer symbols{"", nullptr, {}, {}, 1, true, false};
        for (std::uint16_t k = 0; k < 9; ++k) {
            points->positions.push_back({20 + k * 24.0, 40});
            points->azimuth_deg.push_back(60);
            points->numbers.push_back(k);
            symbols.classes.push_back(
                {static_cast<scene::Symbol>(k), k == 7 ? 26.0 : 15.0, colour(0x0B7A75), colour(0x4A4A4A), 1});
            symbols.class_of.push_back(k);
        }
        symbols.points = points;
        scene.layers = {areas,
                        scene::LineLayer{"",
                                         std::make_shared<geo::MultiLine>(
                                             geo::MultiLine{{{10, 12}, {90, 20}, {120, 8}, {230, 16}}}),
                                         {colour(0x7A3E9D), 2, 6, 4},
                                         1},
                        symbols};
    }

    scene::View sheet{{120, 60}, 0.5, 480, 270, 2};
};

TEST_F(GoldenSymbols, OnTheProcessor) {
    expect_golden(paper::draw_picture(scene, sheet), "symboles");
}

TEST_F(GoldenSymbols, WithOpenGl) {
    expect_gl(sheet, "symboles_gl");
}

/// Both ways draw the same map but for the rim of what is painted.
TEST_F(GoldenScene, OpenGlAndProcessorAgree) {
    Picture picture;
    try {
        picture = gl::draw_picture(scene, whole, paper::draw_labels(scene, whole),
                                   paper::draw_furniture(scene, whole));
    } catch (const Error& error) {
        MAILLAGE_SKIP_WITHOUT("gl", error.what());
    }
    EXPECT_GT(compare(picture, paper::draw_picture(scene, whole)).psnr_db, 28);
}

} // namespace
} // namespace maillage
