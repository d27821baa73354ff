#include "base/error.h"
#include "paper/draw.h"
#include "support/demo_scene.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace maillage::paper {
namespace {

struct DrawTest : testing::Test {
    scene::Scene scene = demo_scene(demo_communes(4, 4), 20);
    scene::View view = scene::fit_beside(scene.furniture, scene::bounds(scene), 640, 480, 1, measure_text);
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() /
        ("maillage-draw-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));

    void SetUp() override { std::filesystem::create_directories(folder); }

    void TearDown() override { std::filesystem::remove_all(folder); }

    static std::string contents(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST_F(DrawTest, PicturesAreOpaqueAndTheSameEachTime) {
    const Picture picture = draw_picture(scene, view);
    EXPECT_EQ(picture.width, 640);
    EXPECT_EQ(picture.height, 480);
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4) {
        ASSERT_EQ(picture.rgba[i], 255);
    }
    EXPECT_EQ(draw_picture(scene, view), picture);
}

TEST_F(DrawTest, OverlaysAreTransparentAroundTheirText) {
    const auto ink = [](const Picture& picture) {
        std::size_t n = 0;
        for (std::size_t i = 3; i < picture.rgba.size(); i += 4) {
            n += picture.rgba[i] != 0 ? 1 : 0;
        }
        return static_cast<double>(n) / (picture.width * picture.height);
    };
    EXPECT_GT(ink(draw_labels(scene, view)), 0.005);
    EXPECT_LT(ink(draw_labels(scene, view)), 0.3);
    EXPECT_GT(ink(draw_furniture(scene, view)), 0.05);
    EXPECT_LT(ink(draw_furniture(scene, view)), 0.6);
}

TEST_F(DrawTest, PdfBytesDependOnTheSceneAlone) {
    Options options;
    options.created = "2026-11-22T00:00:00Z";
    write_pdf(folder / "a.pdf", scene, view, options);
    write_pdf(folder / "b.pdf", scene, view, options);
    const std::string pdf = contents(folder / "a.pdf");
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_EQ(pdf, contents(folder / "b.pdf"));
}

TEST_F(DrawTest, SvgHoldsTheMap) {
    write_svg(folder / "a.svg", scene, view);
    const std::string svg = contents(folder / "a.svg");
    EXPECT_NE(svg.find("<svg"), std::string::npos);
    EXPECT_GT(svg.size(), 20'000U);
}

TEST_F(DrawTest, AnUnwritablePathIsAStorageError) {
    EXPECT_THROW(write_pdf(folder / "nowhere" / "a.pdf", scene, view), StorageError);
    EXPECT_THROW(write_svg(folder / "nowhere" / "a.svg", scene, view), StorageError);
}

TEST_F(DrawTest, AnEmptySceneIsGround) {
    scene::Scene empty;
    empty.furniture.has_scale_bar = false;
    empty.furniture.has_north_arrow = false;
    const Picture picture = draw_picture(empty, {{0, 0}, 1, 8, 8, 1});
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
        EXPECT_EQ(picture.rgba[i], empty.theme.ground.r);
    }
}

TEST(MeasureText, GrowsWithTextSizeAndWeight) {
    const scene::TextSize small = measure_text("Château-Thierry", 11, false);
    EXPECT_GT(small.width, 60);
    EXPECT_LT(small.width, 130);
    EXPECT_NEAR(measure_text("Château-Thierry", 22, false).width, 2 * small.width, 0.02 * small.width);
    EXPECT_GT(measure_text("Château-Thierry", 11, true).width, small.width);
    EXPECT_EQ(measure_text("", 11, false).width, 0);
    EXPECT_GT(small.ascent, 0);
    EXPECT_GT(small.descent, 0);
}

} // namespace
} // namespace maillage::paper
