#include "analysis/privacy.h"
#include "geo/crs.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

namespace maillage::analysis {
namespace {

using test::kX;
using test::kY;

domain::Building house(double x, double y, double side, bool is_dwelling) {
    return {test::square(x, y, side)[0], {}, "", "b" + std::to_string(x), is_dwelling};
}

/// A dome of 40 m with a house of 10 m to its east, a workshop to its west, a garden to its north.
domain::Project street() {
    domain::Project project = test::small_project();
    project.cameras = std::vector{test::camera("c1", "", {kX + 500, kY + 500}, 40)};
    project.buildings =
        std::vector{house(kX + 520, kY + 495, 10, true), house(kX + 470, kY + 495, 10, false)};
    project.parcels = std::vector<domain::Parcel>{{test::square(kX + 495, kY + 510, 10), "jardin"},
                                                  {test::square(kX + 700, kY + 700, 10), "loin"}};
    return project;
}

Privacy of(const domain::Project& project) {
    Progress progress;
    return privacy(project, camera_views(project, progress, 1), progress, 1).front();
}

TEST(Privacy, MeasuresFacadesOfDwellingsAndPrivateGround) {
    const Privacy found = of(street());
    EXPECT_NEAR(found.facade_m, 10, 1e-6); // the wall towards the camera; its sides lie behind its corners
    EXPECT_EQ(found.dwellings, 1U);
    EXPECT_NEAR(found.private_m2, geo::geodesic_area_m2(2154, (*street().parcels)[0].shape), 1e-3);
    EXPECT_TRUE(found.needs_masking());
    EXPECT_NEAR(geo::area(found.to_mask), 200, 1e-6); // the garden and the house
}

TEST(Privacy, CountsTheSidesThatACameraSeesFromACorner) {
    domain::Project project = street();
    project.buildings = std::vector{house(kX + 510, kY + 510, 10, true)};
    EXPECT_NEAR(of(project).facade_m, 20, 1e-6);
    // A screen before half of the southern wall leaves the rest.
    project.buildings = std::vector{house(kX + 510, kY + 510, 10, true), house(kX + 506, kY + 504, 1, false)};
    const double left = of(project).facade_m;
    EXPECT_LT(left, 20);
    EXPECT_GT(left, 10);
}

TEST(Privacy, AStreetWithoutDwellingsNeedsNoMask) {
    domain::Project project = street();
    project.buildings = std::vector{house(kX + 470, kY + 495, 10, false)};
    project.parcels = std::vector<domain::Parcel>{};
    const Privacy found = of(project);
    EXPECT_FALSE(found.needs_masking());
    EXPECT_TRUE(found.to_mask.empty());
}

TEST(Privacy, ADwellingBeyondTheRangeIsNotSeen) {
    domain::Project project = street();
    project.buildings = std::vector{house(kX + 545, kY + 495, 10, true)};
    EXPECT_EQ(of(project).dwellings, 0U);
}

TEST(Privacy, TheSameOnTwoThreads) {
    const domain::Project project = street();
    Progress progress;
    const auto views = camera_views(project, progress, 1);
    EXPECT_EQ(privacy(project, views, progress, 1), privacy(project, views, progress, 2));
    EXPECT_EQ(privacy_of(project, views[0]), privacy(project, views, progress, 1)[0]);
}

} // namespace
} // namespace maillage::analysis
