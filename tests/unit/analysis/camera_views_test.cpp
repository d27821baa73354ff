#include "analysis/camera_views.h"
#include "geo/crs.h"
#include "geo/overlay.h"
#include "sight/density.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace maillage::analysis {
namespace {

using registry::CameraType;
using test::kX;
using test::kY;

const geo::Point kEye{kX + 500, kY + 500};
constexpr double kRadians = std::numbers::pi / 180;

/// A camera of the domain's hand-computed table: 1920 px of 2.9 µm behind 4 mm.
registry::Camera known_lens(double grid_azimuth_deg) {
    registry::Camera camera = test::camera("c1", "2024/1", kEye, 0);
    camera.type = CameraType::fixed;
    camera.range_m.reset();
    camera.field_of_view_deg.reset();
    camera.width_px = 1920;
    camera.sensor_width_mm = 5.568;
    camera.focal_mm = 4;
    camera.height_m = 1.6; // as high as what it looks at
    camera.azimuths_deg = {grid_azimuth_deg + geo::meridian_convergence_deg(2154, kEye)};
    return camera;
}

domain::Project with(std::vector<registry::Camera> cameras) {
    domain::Project project = test::small_project();
    project.cameras = std::move(cameras);
    return project;
}

CameraView view_of(const domain::Project& project) {
    Progress progress;
    return camera_views(project, progress, 1).front();
}

geo::Point ahead(double depth, double right = 0) {
    return {kEye.x + right, kEye.y + depth};
}

TEST(CameraViews, CutsTheBandsComputedByHand) {
    const CameraView view = view_of(with({known_lens(0)}));
    EXPECT_TRUE(view.is_exact);
    EXPECT_FALSE(view.is_lens_assumed);
    const GroundBands& bands = view.bands[kCentral];
    const double depths[] = {55.17, 22.07, 11.03, 5.52};
    ASSERT_EQ(bands.depth_m.size(), 4U);
    const double slope = 5.568 / (2 * 4);
    for (std::size_t b = 0; b < 4; ++b) {
        EXPECT_NEAR(bands.depth_m[b], depths[b], 0.0051);
        // A straight line across the axis: the band is a triangle, not a sector.
        EXPECT_NEAR(geo::area(band_ground(view, kCentral, b)), bands.depth_m[b] * bands.depth_m[b] * slope,
                    1e-3)
            << b;
    }
    EXPECT_EQ(bands.whole, 1U); // what is seen ends where detection does
    EXPECT_EQ(view.bands[kLow], view.bands[kHigh]);
    const Head& head = view.heads[kCentral].front();
    EXPECT_NEAR(density_px_per_m(head, ahead(10)), 1920 / (2 * 10 * slope), 1e-6);
    EXPECT_NEAR(density_px_per_m(head, ahead(10, 5)), 1920 / (2 * 10 * slope),
                1e-6);                                  // same depth, same density
    EXPECT_EQ(density_px_per_m(head, ahead(10, 8)), 0); // beside the picture
}

TEST(CameraViews, AHighMountShortensTheBands) {
    registry::Camera camera = known_lens(0);
    camera.height_m = 6.6;
    const CameraView view = view_of(with({camera}));
    const double depth = 1920 * 4 / (62.5 * 5.568);
    EXPECT_NEAR(view.bands[kCentral].depth_m[1], std::sqrt(depth * depth - 25), 1e-9);
    EXPECT_NEAR(view.bands[kCentral].depth_m[3], std::sqrt(std::pow(1920 * 4 / (250 * 5.568), 2) - 25), 1e-9);
}

TEST(CameraViews, TheDeadZoneEndsAtTheBottomEdgeOfThePicture) {
    registry::Camera camera = known_lens(0);
    camera.height_m = 6;
    camera.tilt_deg = 30;
    camera.vertical_field_deg = 40;
    const CameraView view = view_of(with({camera}));
    const double near = 4.4 / std::tan(50 * kRadians); // 3.69 m
    const double far = 4.4 / std::tan(10 * kRadians);  // 24.95 m
    const auto sees = [&](geo::Point p) { return geo::contains(view.visible[kCentral], p); };
    EXPECT_FALSE(sees(ahead(near - 0.01)));
    EXPECT_TRUE(sees(ahead(near + 0.01)));
    EXPECT_FALSE(sees(ahead(near - 0.01, 2))); // the edge is straight: a circle would let this point in
    EXPECT_TRUE(sees(ahead(far - 0.01, 10)));
    EXPECT_FALSE(sees(ahead(far + 0.01)));
    const double slope = 5.568 / (2 * 4);
    EXPECT_NEAR(geo::area(view.visible[kCentral]), (far * far - near * near) * slope, 1e-3);
    EXPECT_EQ(geo::area(band_ground(view, kCentral, 3)),
              geo::area(sight::farther_than(band_ground(view, kCentral, 3), kEye, 0, near)));
}

TEST(CameraViews, ATiltWithoutVerticalFieldTakesAPictureOf16To9) {
    registry::Camera camera = known_lens(0);
    camera.height_m = 6;
    camera.tilt_deg = 30;
    const CameraView view = view_of(with({camera}));
    const double half = std::atan(9.0 / 16 * 5.568 / (2 * 4));
    EXPECT_NEAR(view.heads[kCentral].front().near_m, 4.4 / std::tan(30 * kRadians + half), 1e-9);
}

TEST(CameraViews, ADomeIsAnEnvelopeOnPatrolAndASectorWhenAimed) {
    registry::Camera patrol = test::camera("c1", "2024/1", kEye, 80);
    const CameraView envelope = view_of(with({patrol}));
    EXPECT_TRUE(envelope.heads[kCentral].front().is_round);
    EXPECT_NEAR(geo::area(envelope.visible[kCentral]), std::numbers::pi * 6400, 0.001 * 6400 * 4);
    registry::Camera aim = patrol;
    aim.azimuths_deg = {geo::meridian_convergence_deg(2154, kEye)};
    aim.field_of_view_deg = 40;
    const CameraView sector = view_of(with({aim}));
    EXPECT_TRUE(geo::contains(sector.visible[kCentral], ahead(70)));
    EXPECT_FALSE(geo::contains(sector.visible[kCentral], ahead(-70)));
    // The picture is that of the assumed zoom in both: detail is the same along the axis, whatever the band.
    for (std::size_t b = 1; b < 4; ++b) {
        EXPECT_NEAR(envelope.bands[kCentral].depth_m[b], sector.bands[kCentral].depth_m[b], 1e-9);
        EXPECT_LT(geo::area(geo::subtract(band_ground(envelope, kCentral, b), envelope.visible[kCentral])),
                  1e-6);
    }
}

TEST(CameraViews, EveryHeadOfAMastLooksItsWay) {
    registry::Camera camera = test::camera("c1", "2024/1", kEye, 50);
    camera.type = CameraType::multisensor;
    camera.field_of_view_deg = 60;
    camera.azimuths_deg = {0, 120, 240};
    const CameraView view = view_of(with({camera}));
    ASSERT_EQ(view.heads[kCentral].size(), 3U);
    EXPECT_TRUE(geo::contains(view.visible[kCentral], ahead(40)));
    EXPECT_FALSE(geo::contains(view.visible[kCentral], ahead(-40)));
    sight::View sector;
    sector.fov_deg = 60;
    sector.range_m = 50;
    EXPECT_NEAR(geo::area(view.visible[kCentral]), 3 * geo::area(sight::sector_of(sector)), 1e-3);
}

TEST(CameraViews, APanoramaSpreadsItsPixelsEvenly) {
    registry::Camera camera = test::camera("c1", "2024/1", kEye, 40);
    camera.type = CameraType::fixed_180;
    camera.field_of_view_deg = 180;
    camera.width_px = 3840;
    camera.azimuths_deg = {0};
    const CameraView view = view_of(with({camera}));
    EXPECT_FALSE(view.is_lens_assumed);
    EXPECT_NEAR(view.bands[kCentral].depth_m[1], 3840 / (std::numbers::pi * 62.5), 1e-9);
}

TEST(CameraViews, AStatedRangeIsBelievedToReachTheWeakestBandAndNoMore) {
    registry::Camera camera =
        test::camera("c1", "2024/1", kEye, 300); // farther than any assumed lens would reach
    camera.type = CameraType::fixed;
    camera.field_of_view_deg = 70;
    camera.azimuths_deg = {0};
    const CameraView view = view_of(with({camera}));
    EXPECT_TRUE(view.is_exact);
    EXPECT_TRUE(view.is_lens_assumed);
    EXPECT_EQ(view.bands[kLow].whole, 1U);
    EXPECT_NEAR(view.bands[kCentral].depth_m[1], 300 * 25 / 62.5, 1e-9);
}

/// A whole number below `n`.
double draw(std::mt19937& random, unsigned n) {
    return static_cast<double>(random() % n);
}

/// Cameras of every kind, with gaps in what is known.
std::vector<registry::Camera> random_cameras(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<registry::Camera> cameras;
    for (std::size_t i = 0; i < count; ++i) {
        registry::Camera camera = test::camera(std::to_string(100 + i), "", kEye, 0);
        camera.position = geo::Point{kX + draw(random, 300), kY + draw(random, 300)};
        camera.type = static_cast<CameraType>(random() % 8);
        camera.range_m.reset();
        camera.field_of_view_deg.reset();
        if (random() % 2 == 0) {
            camera.range_m = 20 + draw(random, 80);
        }
        if (random() % 2 == 0) {
            camera.field_of_view_deg = 30 + draw(random, 330);
        }
        if (random() % 2 == 0) {
            camera.width_px = 1280 + 640 * static_cast<std::int64_t>(random() % 5);
        }
        for (std::size_t head = random() % 3; head > 0; --head) {
            camera.azimuths_deg.push_back(draw(random, 360));
        }
        if (random() % 2 == 0) {
            camera.height_m = 3 + draw(random, 6);
        }
        cameras.push_back(camera);
    }
    return cameras;
}

domain::Project random_town(unsigned seed) {
    domain::Project project = with(random_cameras(60, seed));
    std::mt19937 random(seed + 1000);
    std::vector<domain::Building> buildings;
    for (int i = 0; i < 40; ++i) {
        const auto height =
            random() % 3 == 0 ? std::optional<double>() : std::optional<double>(2 + draw(random, 10));
        buildings.push_back(
            {test::square(kX + draw(random, 300), kY + draw(random, 300), 5 + draw(random, 15))[0], height,
             "", std::to_string(i), false});
    }
    project.buildings = buildings;
    return project;
}

TEST(CameraViews, EstimatesAndBandsNest) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        const domain::Project project = random_town(seed);
        Progress progress;
        for (const CameraView& view : camera_views(project, progress, 1)) {
            for (const Estimate e : kEstimates) {
                const geo::MultiPolygon* outer = &view.visible[e];
                for (std::size_t b = 0; b < project.settings.bands.size(); ++b) {
                    const geo::MultiPolygon& ground = band_ground(view, e, b);
                    EXPECT_LT(geo::area(geo::subtract(ground, *outer)), 1e-3)
                        << seed << ' ' << view.camera << ' ' << b << ' ' << e << ' '
                        << label((*project.cameras)[view.camera].type);
                    outer = &ground;
                }
            }
            if (view.is_direction_assumed) {
                continue; // the central disc is as large as the sector, not inside of it
            }
            // Rims are drawn by chords, which differ where the fields do: a sliver of less than 0.1 % of the
            // disc.
            const double sliver = 1e-3 * std::numbers::pi * view.range_m[kHigh] * view.range_m[kHigh] + 1e-3;
            for (std::size_t b = 0; b < project.settings.bands.size(); ++b) {
                EXPECT_LT(
                    geo::area(geo::subtract(band_ground(view, kLow, b), band_ground(view, kCentral, b))),
                    sliver);
                EXPECT_LT(
                    geo::area(geo::subtract(band_ground(view, kCentral, b), band_ground(view, kHigh, b))),
                    sliver);
            }
        }
    }
}

TEST(CameraViews, MovingOneCameraRecomputesOne) {
    domain::Project before = random_town(7);
    Progress progress;
    const sight::Walls walls = building_walls(*before.buildings);
    const auto known = camera_views(before, walls, progress, 1);
    domain::Project after = before;
    std::vector<registry::Camera> cameras = *before.cameras;
    cameras[5].position->x += 3;
    cameras.erase(cameras.begin() + 20);
    after.cameras = cameras;
    const auto fresh = camera_views(after, progress, 2);
    EXPECT_EQ(camera_views(after, walls, progress, 2, {&before, &known}), fresh);
    EXPECT_EQ(camera_view(after, cameras[5], 5, walls), fresh[5]);
    after.settings.pixels.central = 2000; // another assumption: nothing may be taken over
    EXPECT_EQ(camera_views(after, walls, progress, 1, {&before, &known}), camera_views(after, progress, 1));
}

TEST(CameraViews, ReliefHidesWhatLiesBehindAHill) {
    domain::Project project = with({test::camera("c1", "2024/1", kEye, 100)});
    geo::ElevationGrid hill{{kX, kY + 1000}, 5, 5, 200, 200, std::vector<float>(40000, 100)};
    for (int row = 0; row < 200; ++row) { // a wall of earth 10 m high, 30 m east of the camera
        for (int column = 106; column < 108; ++column) {
            hill.heights_m[static_cast<std::size_t>(row * 200 + column)] = 110;
        }
    }
    const CameraView flat = view_of(project);
    project.relief = hill;
    const CameraView view = view_of(project);
    EXPECT_TRUE(view.is_over_relief);
    EXPECT_FALSE(flat.is_over_relief);
    const geo::Point behind{kEye.x + 80, kEye.y};
    EXPECT_TRUE(geo::contains(flat.visible[kCentral], behind));
    EXPECT_FALSE(geo::contains(view.visible[kCentral], behind));
    EXPECT_TRUE(geo::contains(view.visible[kCentral], {kEye.x - 80, kEye.y}));
    EXPECT_LT(geo::area(geo::subtract(view.visible[kCentral], flat.visible[kCentral])), 1e-6);
}

} // namespace
} // namespace maillage::analysis
