#include "scene/furniture.h"
#include "scene/level.h"
#include "scene/lines.h"
#include "scene/view.h"
#include "support/demo_scene.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace maillage::scene {
namespace {

TextSize measure(std::string_view text, double size_px, bool is_bold) {
    return {static_cast<double>(text.size()) * size_px * (is_bold ? 0.62 : 0.55), size_px * 0.9,
            size_px * 0.25};
}

View random_view(std::mt19937& random) {
    std::uniform_real_distribution<double> u(0, 1);
    return {{u(random) * 1e6, 6e6 + u(random) * 1e6},
            std::pow(10, -1 + 5 * u(random)),
            200 + static_cast<int>(u(random) * 2000),
            100 + static_cast<int>(u(random) * 1500),
            1 + u(random)};
}

TEST(View, ScreenAndMapAreInverse) {
    std::mt19937 random(1);
    for (int i = 0; i < 100; ++i) {
        const View view = random_view(random);
        const ScreenPoint p{i * 13.0, i * 7.0};
        const ScreenPoint back = view.to_screen(view.to_map(p));
        EXPECT_NEAR(back.x, p.x, 1e-6);
        EXPECT_NEAR(back.y, p.y, 1e-6);
    }
}

TEST(View, NorthIsUp) {
    const View view{{0, 0}, 10, 100, 100, 1};
    EXPECT_EQ(view.to_screen({0, 100}), (ScreenPoint{50, 40}));
    EXPECT_EQ(view.to_screen({100, 0}), (ScreenPoint{60, 50}));
}

TEST(View, ZoomingKeepsTheGroundUnderTheCursor) {
    std::mt19937 random(2);
    for (int i = 0; i < 100; ++i) {
        const View view = random_view(random);
        const ScreenPoint cursor{view.width * 0.3, view.height * 0.8};
        const geo::Point before = view.to_map(cursor);
        const geo::Point after = zoom_at(view, cursor, i % 2 == 0 ? 1.25 : 0.8).to_map(cursor);
        EXPECT_NEAR(before.x, after.x, 1e-6 * view.metres_per_pixel + 1e-8);
        EXPECT_NEAR(before.y, after.y, 1e-6 * view.metres_per_pixel + 1e-8);
    }
    EXPECT_DOUBLE_EQ(zoom_at({{0, 0}, 10, 100, 100, 1}, {3, 4}, 2).metres_per_pixel, 5);
}

TEST(View, PanningMovesTheGroundWithTheHand) {
    const View view{{500, 700}, 10, 100, 80, 1};
    const geo::Point ground = view.to_map({20, 30});
    const ScreenPoint moved = pan(view, 7, -5).to_screen(ground);
    EXPECT_NEAR(moved.x, 27, 1e-9);
    EXPECT_NEAR(moved.y, 25, 1e-9);
}

TEST(View, FittingShowsAllAndKeepsTheMarginsFree) {
    const geo::Box box{{1000, 2000}, {9000, 5000}};
    const View view = fit(box, 800, 600, 1, {50, 20, 150, 30});
    const ScreenPoint low = view.to_screen(box.min);
    const ScreenPoint high = view.to_screen(box.max);
    EXPECT_GE(low.x, 50 - 1e-9);
    EXPECT_LE(high.x, 800 - 150 + 1e-9);
    EXPECT_GE(high.y, 20 - 1e-9);
    EXPECT_LE(low.y, 600 - 30 + 1e-9);
    EXPECT_NEAR(high.x - low.x, 600, 1e-9); // as large as can be
    EXPECT_GT(fit({{5, 5}, {5, 5}}, 100, 100).metres_per_pixel, 0);
    EXPECT_GT(fit({}, 0, 0).metres_per_pixel, 0);
}

TEST(Level, DropsLessThanOneSquarePixel) {
    EXPECT_EQ(level_for(0.1), 0);
    int before = 0;
    for (double metres = 0.5; metres < 1e5; metres *= 1.3) {
        const int level = level_for(metres);
        EXPECT_GE(level, before);
        EXPECT_LE(geo::level_area_m2(level), metres * metres * 1.000001);
        before = level;
    }
    EXPECT_EQ(before, geo::kLevels - 1);
}

TEST(ScaleBar, IsRoundAndFits) {
    for (double metres = 0.013; metres < 5000; metres *= 1.7) {
        const ScaleBar bar = scale_bar(metres, 120);
        EXPECT_LE(bar.length_px, 120 + 1e-9);
        EXPECT_GT(bar.length_px, 45);
        const double digit = bar.length_m / std::pow(10, std::floor(std::log10(bar.length_m) + 1e-9));
        EXPECT_TRUE(std::abs(digit - 1) < 1e-6 || std::abs(digit - 2) < 1e-6 || std::abs(digit - 5) < 1e-6)
            << digit;
    }
    EXPECT_EQ(scale_bar(100, 120).text, "10\u00A0km");
    EXPECT_EQ(scale_bar(1, 120).text, "100\u00A0m");
}

TEST(Furniture, StandsInsideTheWindowWithoutOverlap) {
    const Scene scene = demo_scene(demo_communes(4, 4), 10);
    for (const auto& [width, height, scale] : {std::tuple{1920, 1080, 1.0},
                                               {960, 540, 1.0},
                                               {794, 1123, 1.0},
                                               {3840, 2160, 2.0},
                                               {640, 480, 1.0},
                                               {420, 640, 1.0}}) {
        SCOPED_TRACE(width);
        const View view = fit_beside(scene.furniture, bounds(scene), width, height, scale, measure);
        const FurnitureLayout layout = lay_out(scene.furniture, view, measure);
        const auto boxes = layout.taken();
        EXPECT_EQ(boxes.size(), 6U);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            EXPECT_GE(boxes[i].x, 0);
            EXPECT_GE(boxes[i].y, 0);
            EXPECT_LE(boxes[i].x + boxes[i].width, width);
            EXPECT_LE(boxes[i].y + boxes[i].height, height);
            for (std::size_t j = 0; j < i; ++j) {
                EXPECT_FALSE(boxes[i].intersects(boxes[j])) << i << " and " << j;
            }
        }
        for (const LegendRow& row : layout.legend_rows) {
            EXPECT_GE(row.box.y, layout.legend.y);
            EXPECT_LE(row.box.y + row.box.height, layout.legend.y + layout.legend.height + 1e-6);
            EXPECT_LE(row.box.x + row.box.width, layout.legend.x + layout.legend.width + 1e-6);
        }
        const ScreenPoint low = view.to_screen(bounds(scene).min);
        EXPECT_LT(low.y, layout.footer.y);
        EXPECT_LT(view.to_screen(bounds(scene).max).x, layout.legend.x);
    }
}

TEST(Furniture, ALongSourceIsWrappedAndNothingOfItIsLost) {
    Furniture furniture;
    furniture.reference_date = "Situation au 22/11/2026";
    furniture.source =
        "INSEE, IGN, DGCL (Licence Ouverte) ; ANCT (QPV 2024) ; SSMSI ; habitants répartis en parts "
        "égales sur leur commune, faute de carreaux ; SNCF (gares de voyageurs)";
    View view;
    for (const int width : {4000, 900, 500, 260}) {
        SCOPED_TRACE(width);
        view.width = width;
        view.height = 600;
        const FurnitureLayout layout = lay_out(furniture, view, measure);
        std::string joined;
        for (const std::string& line : layout.source_lines) {
            joined += (joined.empty() ? "" : " ") + line;
            EXPECT_LE(measure(line, kSmallPx, false).width, width - 2 * kMarginPx);
        }
        EXPECT_EQ(joined, furniture.source);
        EXPECT_EQ(layout.source_lines.size() == 1, width == 4000);
        const std::size_t rows = layout.source_lines.size() + (width == 4000 ? 0 : 1); // the date has its own
        EXPECT_EQ(layout.footer_rows, static_cast<int>(rows));
        EXPECT_GE(layout.footer.height, kFooterRowPx * static_cast<double>(rows));
        EXPECT_EQ(layout.footer.y + layout.footer.height, 600);
    }
}

/// The dashes of a side without end would never end.
TEST(Lines, DashesOfAnySideEnd) {
    for (const double far : {1e12, 1e300, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::max()}) {
        std::size_t drawn = 0;
        for_each_dash({{0, 0}, {far, 5}, {10, 0}, {200, 0}, {-far, far}}, 6, 4,
                      [&](const std::vector<ScreenPoint>&) { ++drawn; });
        EXPECT_LT(drawn, 200'000U) << far;
        EXPECT_GT(drawn, 0U) << far;
    }
}

TEST(View, NothingIsDrawnFromNowhere) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(is_sound({{745000, 6940000}, 10, 100, 100}));
    EXPECT_FALSE(is_sound({{nan, 0}, 10, 100, 100}));
    EXPECT_FALSE(is_sound({{0, 1e300}, 10, 100, 100}));
    for (const double scale : {nan, 0.0, -1.0, 1e300, std::numeric_limits<double>::infinity(), 1e-310}) {
        EXPECT_FALSE(is_sound({{0, 0}, scale, 100, 100})) << scale;
    }
    for (const double scale : {nan, 0.0, 1e300, std::numeric_limits<double>::infinity(), 1e-310}) {
        EXPECT_FALSE(scale_bar(scale, 100).text.empty());
    }
}

TEST(Lines, BordersOfAGroupAreOneClosedLine) {
    const auto features = honeycomb(6, 6);
    const Coverage coverage(features);
    std::vector<std::int32_t> groups(features.size(), geo::kOutside);
    for (const std::size_t f : {7U, 8U, 13U, 14U}) {
        groups[f] = 1;
    }
    const geo::MultiLine lines = border_lines(coverage, groups, 0);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].front(), lines[0].back());
    EXPECT_EQ(border_lines(coverage, {}, 0).size(), coverage.topology().arcs.size());
}

TEST(Lines, DashesCoverTheirShareOfTheLine) {
    std::vector<ScreenPoint> line;
    for (int i = 0; i <= 50; ++i) {
        line.push_back({i * 3.0, i % 2 == 0 ? 0.0 : 4.0}); // 50 sides of 5 px
    }
    double length = 0;
    int dashes = 0;
    for_each_dash(line, 6, 4, [&](const std::vector<ScreenPoint>& dash) {
        ++dashes;
        for (std::size_t i = 1; i < dash.size(); ++i) {
            length += std::hypot(dash[i].x - dash[i - 1].x, dash[i].y - dash[i - 1].y);
        }
    });
    EXPECT_EQ(dashes, 25);
    EXPECT_NEAR(length, 150, 1e-6);
}

} // namespace
} // namespace maillage::scene
