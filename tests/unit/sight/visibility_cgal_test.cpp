// The sweep against CGAL's triangular expansion, whose predicates and constructions are exact: another
// algorithm, another arithmetic, other authors.
#include "support/random_scene.h"
#include "support/test_data.h"
#include "support/town_file.h"
#ifdef MAILLAGE_HAS_CGAL
#include "support/cgal_visibility.h"
#include "support/require.h"
#endif

#include <gtest/gtest.h>

namespace maillage::sight {
namespace {

#ifdef MAILLAGE_HAS_CGAL

/// CGAL sees up to a square around the range; GEOS cuts that to the sector, about the eye so that it does not
/// round.
geo::MultiPolygon expected(const test::Scene& scene) {
    const geo::Point eye = scene.view.eye;
    const auto moved = [&](const geo::Polygon& from) {
        geo::Polygon to = from;
        for (geo::Point& p : to.outer) {
            p = {p.x - eye.x, p.y - eye.y};
        }
        for (geo::Ring& hole : to.holes) {
            for (geo::Point& p : hole) {
                p = {p.x - eye.x, p.y - eye.y};
            }
        }
        return to;
    };
    std::vector<geo::Polygon> footprints;
    for (const geo::Polygon& footprint : scene.footprints) {
        footprints.push_back(moved(footprint));
    }
    const double reach = 1.5 * scene.view.range_m;
    const geo::Polygon limit = test::rectangle(-reach, -reach, 2 * reach, 2 * reach);
    return geo::intersect({test::seen_by_cgal(footprints, {0, 0}, limit)}, {moved(sector_of(scene.view))});
}

void expect_equal(const test::Scene& scene, const VisibleArea& seen, const std::string& what) {
    const geo::Point eye = scene.view.eye;
    geo::MultiPolygon ground = seen.ground;
    for (geo::Polygon& polygon : ground) {
        ASSERT_TRUE(polygon.holes.empty()) << what;
        for (geo::Point& p : polygon.outer) {
            p = {p.x - eye.x, p.y - eye.y};
        }
    }
    const geo::MultiPolygon theirs = expected(scene);
    EXPECT_NEAR(seen.area_m2, geo::area(theirs), 1e-6 * geo::area(sector_of(scene.view))) << what;
    EXPECT_LT(test::symmetric_difference_m2(ground, theirs), 1e-3) << what;
}

TEST(VisibilityCgal, EqualsTriangularExpansionOnRandomScenes) {
    int compared = 0;
    for (std::uint64_t seed = 50'001; compared < 150; ++seed) {
        const test::Scene scene = test::random_scene(seed);
        const VisibleArea seen = visible_area(scene.view, Walls(scene.footprints));
        if (seen.status == ViewStatus::clear) {
            expect_equal(scene, seen, "seed " + std::to_string(seed));
            ++compared;
        }
    }
}

TEST(VisibilityCgal, EqualsTriangularExpansionInMonaco) {
    const auto file = test_data("osm-monaco-2025-02-07.osm.pbf");
    if (!file) {
        MAILLAGE_SKIP_WITHOUT("data", "osm-monaco-2025-02-07.osm.pbf absent");
    }
    const test::TownFile town = test::read_town(file->string(), "multipolygons", "building", nullptr, 32632);
    const Walls walls(town.footprints);
    int compared = 0;
    for (const View& view : test::views_over(town, walls, 30, 60)) {
        test::Scene scene;
        scene.view = view;
        walls.polygons().each(geo::Box{view.eye, view.eye}.grown(2 * view.range_m),
                              [&](std::size_t i) { scene.footprints.push_back(town.footprints[i]); });
        expect_equal(scene, visible_area(view, walls), "Monaco " + std::to_string(compared));
        ++compared;
    }
    EXPECT_EQ(compared, 30);
}

#else

TEST(VisibilityCgal, EqualsTriangularExpansion) {
    MAILLAGE_SKIP_WITHOUT("tools", "CGAL (libcgal-dev) was not there when this was built");
}

#endif

} // namespace
} // namespace maillage::sight
