#include "paper/raster.h"
#include "paper/raster_layers.h"
#include "support/honeycomb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace maillage::paper {
namespace {

using scene::ScreenPoint;

double coverage(const Canvas& canvas) { // white on black
    double sum = 0;
    for (const std::uint32_t p : canvas.pixels) {
        sum += (p & 0xFFU) / 255.0;
    }
    return sum;
}

/// Area of a ring cut by the window, by clipping one side after the other.
double clipped_area(std::vector<ScreenPoint> ring, double width, double height) {
    const auto clip = [&](const auto& depth) {
        std::vector<ScreenPoint> kept;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const ScreenPoint a = ring[i];
            const ScreenPoint b = ring[(i + 1) % ring.size()];
            const double da = depth(a);
            const double db = depth(b);
            if (da >= 0) {
                kept.push_back(a);
            }
            if ((da >= 0) != (db >= 0)) {
                const double t = da / (da - db);
                kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
            }
        }
        ring = kept;
    };
    clip([](ScreenPoint p) { return p.x; });
    clip([](ScreenPoint p) { return p.y; });
    clip([&](ScreenPoint p) { return width - p.x; });
    clip([&](ScreenPoint p) { return height - p.y; });
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const ScreenPoint a = ring[i];
        const ScreenPoint b = ring[(i + 1) % ring.size()];
        twice += a.x * b.y - a.y * b.x;
    }
    return std::abs(twice) / 2;
}

/// What is no number, what has no end, what lies beyond all measure and what is next to nothing.
constexpr double kWild[] = {std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity(),
                            1e300,
                            -1e300,
                            4e9,
                            -4e9,
                            1e-310,
                            -1e-310,
                            0};

TEST(Raster, AnyCoordinatesStayInsideThePicture) {
    for (const double a : kWild) {
        for (const double b : kWild) {
            for (const double c : kWild) {
                Canvas canvas(7, 5, colour(0));
                Brush brush(canvas);
                brush.add_ring({{a, b}, {b, c}, {3, 2}, {c, a}});
                brush.add_line({{a, b}, {c, 2}, {1, c}}, 2);
                brush.add_edge({b, a}, {b, c}, 1);
                brush.fill(Ink(colour(0xFFFFFF)));
                brush.add_ring({{c, c}, {a, 4}, {6, b}});
                brush.hatch({scene::Hatch::crossed, colour(0xFF0000), 3, 1}, 1, 1, a, b);
                ASSERT_LE(coverage(canvas), 35 + 1e-6);
            }
        }
    }
}

TEST(Raster, WhatIsFarLargerThanTheWindowStillFillsIt) {
    for (const double far : {1e4, 1e9, 1e12, 1e300}) {
        Canvas canvas(7, 5, colour(0));
        Brush brush(canvas);
        brush.add_ring({{-far, -far}, {far, -far}, {far, far}, {-far, far}});
        brush.fill(Ink(colour(0xFFFFFF)));
        EXPECT_NEAR(coverage(canvas), 35, 1e-3) << far;
    }
}

/// An edge of nearly no height has a slope that overflows.
TEST(Raster, DenormalHeightsPaintNothing) {
    Canvas canvas(7, 5, colour(0));
    Brush brush(canvas);
    brush.add_ring({{-1e8, -1e-310}, {1e8, 1e-310}, {6, 0}});
    brush.add_ring({{-1e8, 2}, {1e8, 2 + 1e-310}, {-3, 2}});
    brush.fill(Ink(colour(0xFFFFFF)));
    EXPECT_NEAR(coverage(canvas), 0, 1e-6);
}

TEST(Raster, PartOfAPixelIsPartOfTheColour) {
    Canvas canvas(10, 10, colour(0));
    Brush brush(canvas);
    brush.add_ring({{2.25, 3}, {5.5, 3}, {5.5, 6.5}, {2.25, 6.5}});
    brush.fill(Ink(colour(0xFFFFFF)));
    EXPECT_NEAR((canvas.row(4)[2] & 0xFFU) / 255.0, 0.75, 0.003);
    EXPECT_EQ(canvas.row(4)[3] & 0xFFU, 255U);
    EXPECT_NEAR((canvas.row(6)[5] & 0xFFU) / 255.0, 0.25, 0.003);
    EXPECT_EQ(canvas.row(7)[3] & 0xFFU, 0U);
}

TEST(Raster, RandomTrianglesCoverTheirArea) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> place(-40, 140);
    for (int i = 0; i < 300; ++i) { // inside, across every side, and round the whole window
        Canvas canvas(100, 80, colour(0));
        Brush brush(canvas);
        const std::vector<ScreenPoint> ring{
            {place(random), place(random)}, {place(random), place(random)}, {place(random), place(random)}};
        brush.add_ring(ring);
        brush.fill(Ink(colour(0xFFFFFF)));
        const double expected = clipped_area(ring, 100, 80);
        ASSERT_NEAR(coverage(canvas), expected, 0.4 + 0.002 * expected) << i;
        brush.fill(Ink(colour(0xFFFFFF))); // nothing is left over from before
        ASSERT_NEAR(coverage(canvas), expected, 0.4 + 0.002 * expected) << i;
    }
}

TEST(Raster, HolesAreOpen) {
    Canvas canvas(40, 40, colour(0));
    Brush brush(canvas);
    brush.add_ring({{5, 5}, {35, 5}, {35, 35}, {5, 35}});
    brush.add_ring({{10, 10}, {10, 20}, {20, 20}, {20, 10}});
    brush.fill(Ink(colour(0xFFFFFF)));
    EXPECT_NEAR(coverage(canvas), 900 - 100, 0.5);
}

TEST(Raster, ALineIsAsWideAsAsked) {
    for (const double width : {0.5, 1.0, 1.3, 3.0}) {
        Canvas canvas(120, 60, colour(0));
        Brush brush(canvas);
        brush.add_line({{10, 10.3}, {60, 40.7}, {110, 12.2}}, width);
        brush.fill(Ink(colour(0xFFFFFF)));
        const double length = std::hypot(50, 30.4) + std::hypot(50, 28.5);
        EXPECT_NEAR(coverage(canvas), length * width, 0.03 * length * width + 0.5) << width;
    }
}

TEST(Raster, InkIsLaidOverWhatIsThere) {
    EXPECT_EQ(blended(0xFF000000, Ink(colour(0xFFFFFF, 128))), 0xFF808080U);
    EXPECT_EQ(blended(0xFF123456, Ink(colour(0xABCDEF))), 0xFFABCDEFU);
    EXPECT_EQ(blended(0x00000000, Ink(colour(0xFF0000, 51))), 0x33330000U);
    Canvas half(1, 1, colour(0xFF0000, 51));
    EXPECT_EQ(to_picture(half).rgba, (std::vector<std::uint8_t>{255, 0, 0, 51}));
}

struct CoverageRaster : testing::Test {
    std::vector<geo::MultiPolygon> features = honeycomb(6, 5);
    std::shared_ptr<const scene::Coverage> coverage = std::make_shared<const scene::Coverage>(features);
    scene::Scene scene;
    scene::View view = scene::fit(coverage->bounds(), 300, 260);

    void SetUp() override {
        scene.theme.ground = colour(0x000000);
        scene::CoverageLayer layer{"", coverage, {}, {}, 1, true};
        for (std::size_t f = 0; f < features.size(); ++f) {
            layer.classes.push_back({colour(0x202020 + static_cast<std::uint32_t>(f) * 0x050301), {}, {}});
            layer.class_of.push_back(static_cast<std::uint16_t>(f));
        }
        scene.layers.emplace_back(layer);
    }

    Canvas draw() const {
        Canvas canvas(view.width, view.height, scene.theme.ground);
        draw_layers(scene, view, canvas);
        return canvas;
    }
};

TEST_F(CoverageRaster, EveryFeatureHasItsColour) {
    for (const double zoom :
         {1.0, 3.0, 9.0}) { // zoomed in, most of the map is left of, right of or around the window
        view = scene::zoom_at(view, {120, 90}, zoom);
        Canvas canvas = draw();
        std::size_t seen = 0;
        for (int y = 2; y < view.height; y += 7) {
            for (int x = 2; x < view.width; x += 7) {
                // Only where the whole neighbourhood lies in one feature.
                const auto at = [&](double dx, double dy) {
                    return coverage->feature_at(view.to_map({x + 0.5 + dx, y + 0.5 + dy}));
                };
                const std::int32_t f = at(0, 0);
                if (at(-2, 0) != f || at(2, 0) != f || at(0, -2) != f || at(0, 2) != f) {
                    continue;
                }
                ++seen;
                const std::uint32_t expected = f == geo::kOutside
                                                   ? 0xFF000000U
                                                   : 0xFF202020U + static_cast<std::uint32_t>(f) * 0x050301U;
                ASSERT_EQ(canvas.row(y)[x], expected) << x << ", " << y << " zoom " << zoom;
            }
        }
        EXPECT_GT(seen, 300U);
    }
}

TEST_F(CoverageRaster, NeighboursOfOneColourLeaveNoSeam) {
    auto& layer = std::get<scene::CoverageLayer>(scene.layers[0]);
    layer.class_of.assign(features.size(), 0);
    layer.opacity = 0.6;
    view = scene::zoom_at(view, {150, 130}, 1.6);
    Canvas canvas = draw();
    const std::uint32_t inside = canvas.row(130)[150];
    for (int y = 100; y < 160; ++y) {
        for (int x = 100; x < 200; ++x) {
            ASSERT_EQ(canvas.row(y)[x], inside);
        }
    }
}

TEST_F(CoverageRaster, RowsDoNotDependOnTheBandTheyAreFilledIn) {
    view = scene::zoom_at(view, {150, 130}, 1.6);
    Canvas canvas = draw();
    for (const int shift : {1, 13, 31, 40}) {
        scene::View lower = view;
        lower.centre.y += shift * view.metres_per_pixel;
        std::swap(lower, view);
        Canvas shifted = draw();
        std::swap(lower, view);
        for (int y = 0; y + shift < view.height; ++y) {
            for (int x = 0; x < view.width; ++x) {
                for (const int channel : {0, 8, 16}) {
                    const auto value = [&](std::uint32_t pixel) {
                        return static_cast<int>(pixel >> channel & 0xFFU);
                    };
                    ASSERT_NEAR(value(shifted.row(y + shift)[x]), value(canvas.row(y)[x]), 1)
                        << x << ", " << y << " shifted by " << shift;
                }
            }
        }
    }
}

TEST_F(CoverageRaster, OverlappingFeaturesDoNotSpillOut) {
    auto square = [](double x) {
        return geo::MultiPolygon{{{{x, 0}, {x + 60, 0}, {x + 60, 60}, {x, 60}}, {}}};
    };
    const std::vector<geo::MultiPolygon> overlapping{square(0), square(30), square(0)};
    const auto bad = std::make_shared<const scene::Coverage>(overlapping);
    scene.layers.assign(1, scene::CoverageLayer{"", bad, {{colour(0xFFFFFF), {}, {}}}, {0, 0, 0}, 1, true});
    view = {{45, 30}, 1, 200, 100, 1};
    Canvas canvas = draw();
    EXPECT_EQ(canvas.row(50)[100], 0xFFFFFFFFU);
    EXPECT_EQ(canvas.row(50)[150], 0xFF000000U);
    EXPECT_EQ(canvas.row(50)[20], 0xFF000000U);
}

TEST_F(CoverageRaster, HatchesStayOnTheirFeature) {
    scene.layers.assign(
        1, scene::CoverageLayer{"",
                                coverage,
                                {{{0, 0, 0, 0}, {scene::Hatch::rising, colour(0xFFFFFF), 6, 1}, {}}},
                                std::vector<std::uint16_t>(features.size(), scene::kNoClass),
                                1,
                                true});
    std::get<scene::CoverageLayer>(scene.layers[0]).class_of[14] = 0;
    Canvas canvas = draw();
    double ink = 0;
    for (int y = 0; y < view.height; ++y) {
        for (int x = 0; x < view.width; ++x) {
            if (canvas.row(y)[x] != 0xFF000000U) {
                const geo::Box box = coverage->box(14).grown(2 * view.metres_per_pixel);
                ASSERT_TRUE(box.contains(view.to_map({x + 0.5, y + 0.5})));
                ink += (canvas.row(y)[x] & 0xFFU) / 255.0;
            }
        }
    }
    const double pixels = geo::area(features[14]) / (view.metres_per_pixel * view.metres_per_pixel);
    EXPECT_NEAR(ink, pixels / 6, 0.25 * pixels / 6); // one pixel of ink in six
}

} // namespace
} // namespace maillage::paper
