// Real footprints, with all that maps do: houses that overlap, share walls, touch, and courtyards.
#include "analysis/coverage_area.h"
#include "analysis/density.h"
#include "support/random_scene.h"
#include "support/test_data.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <chrono>

namespace maillage::analysis {
namespace {

using geo::Point;

geo::Ring ring(const OGRLinearRing* from) {
    geo::Ring to;
    for (int i = 0; i + 1 < from->getNumPoints(); ++i) {
        to.push_back({from->getX(i), from->getY(i)});
    }
    return to;
}

void add(const OGRGeometry* geometry, geo::MultiPolygon& to) {
    if (geometry == nullptr) {
        return;
    }
    if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon) {
        const OGRPolygon* p = geometry->toPolygon();
        geo::Polygon polygon{ring(p->getExteriorRing()), {}};
        for (int i = 0; i < p->getNumInteriorRings(); ++i) {
            polygon.holes.push_back(ring(p->getInteriorRing(i)));
        }
        to.push_back(std::move(polygon));
    } else if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon) {
        for (const auto* part : *geometry->toMultiPolygon()) {
            add(part, to);
        }
    }
}

struct Town {
    std::vector<geo::Polygon> footprints;
    std::vector<double> heights_m;
};

/// Metric, repaired, with heights where a field gives them.
Town read_town(const std::string& path, const char* layer, const char* only_with, const char* height,
               int epsg) {
    GDALAllRegister();
    const GDALDatasetUniquePtr data(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR));
    Town town;
    if (!data) {
        ADD_FAILURE() << path;
        return town;
    }
    OGRSpatialReference metric;
    metric.importFromEPSG(epsg);
    metric.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    for (const auto& feature : *data->GetLayerByName(layer)) {
        OGRGeometry* g = feature->GetGeometryRef();
        if (g == nullptr ||
            (only_with != nullptr && !feature->IsFieldSetAndNotNull(feature->GetFieldIndex(only_with)))) {
            continue;
        }
        if (g->getSpatialReference() != nullptr && g->getSpatialReference()->IsGeographic() != 0) {
            g->transformTo(&metric);
        }
        geo::MultiPolygon parts;
        add(g, parts);
        for (geo::Polygon& p : geo::make_valid(parts)) {
            town.footprints.push_back(std::move(p));
            town.heights_m.push_back(height == nullptr ? std::nan("") : feature->GetFieldAsDouble(height));
        }
    }
    return town;
}

/// Views from places spread over the town, those inside buildings left out.
std::vector<View> views_over(const Town& town, const Walls& walls, int wanted, double range_m) {
    geo::Box box;
    for (const geo::Polygon& f : town.footprints) {
        box.extend(geo::bounds(f));
    }
    test::Dice dice(17);
    std::vector<View> views;
    while (static_cast<int>(views.size()) < wanted) {
        const geo::Polygon& f = town.footprints[static_cast<std::size_t>(
            dice.integer(0, static_cast<int>(town.footprints.size()) - 1))];
        View view;
        view.eye = {f.outer.front().x + dice.real(-15, 15), f.outer.front().y + dice.real(-15, 15)};
        view.range_m = range_m;
        if (visible_area(view, walls).status == ViewStatus::clear) {
            views.push_back(view);
        }
    }
    return views;
}

void expect_equals_shadows(const Town& town, int count, double range_m) {
    const Walls walls(town.footprints);
    EXPECT_EQ(walls.left_out(), 0U);
    for (const View& view : views_over(town, walls, count, range_m)) {
        test::Scene scene;
        scene.view = view;
        walls.polygons().each(geo::Box{view.eye, view.eye}.grown(range_m),
                              [&](std::size_t i) { scene.footprints.push_back(town.footprints[i]); });
        const VisibleArea seen = visible_area(view, walls);
        const geo::MultiPolygon expected = test::seen_by_shadows(scene);
        const double whole = geo::area({sector_of(view)});
        EXPECT_NEAR(seen.area_m2, geo::area(expected), 1e-6 * whole) << view.eye.x << ' ' << view.eye.y;
        EXPECT_LT(test::symmetric_difference_m2(seen.ground, expected), 1e-3)
            << view.eye.x << ' ' << view.eye.y;
    }
}

void expect_aiming_is_quick(const Town& town) {
    const Walls walls(town.footprints);
    std::vector<double> ms;
    for (View view : views_over(town, walls, 100, 80)) {
        view.fov_deg = 70;
        const auto start = std::chrono::steady_clock::now();
        const VisibleArea seen = visible_area(view, walls);
        const std::vector<Band> bands = density_bands(seen, view, {1920, 70}, dori());
        ms.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        EXPECT_EQ(bands.size(), 4U);
    }
    std::ranges::nth_element(ms, ms.begin() + 50);
    EXPECT_LT(ms[50], 1.0); // the median: a busy machine may stop any single one
}

void expect_coverage_equals_union(const Town& town) {
    const Walls walls(town.footprints);
    std::vector<geo::MultiPolygon> sets;
    for (const View& view : views_over(town, walls, 150, 60)) {
        sets.push_back(visible_area(view, walls).ground);
    }
    Progress progress;
    const Coverage coverage = covered_areas(sets, {}, {true, 0}, progress);
    const geo::MultiPolygon expected = geo::unite(sets);
    EXPECT_NEAR(coverage.total.once_m2, geo::area(expected), 1e-6 * geo::area(expected));
    EXPECT_LT(test::symmetric_difference_m2(coverage.united, expected), 1e-2);
}

TEST(RealTown, LyonRoofFacesEqualShadowSubtraction) {
    const auto file = test_data("lyon-toits-3d-cc46-shp.zip");
    if (!file) {
        GTEST_SKIP() << "lyon-toits-3d-cc46-shp.zip absent";
    }
    const Town town = read_town("/vsizip/" + file->string(), "toits", nullptr, "htotale", 3946);
    EXPECT_GT(town.footprints.size(), 10'000U);
    expect_equals_shadows(town, 20, 60);
}

// One test, since reading the file takes longer than all the rest.
TEST(RealTown, MonacoEqualsShadowsAndUnionAndAimingTakesLessThanAMillisecond) {
    const auto file = test_data("osm-monaco-2025-02-07.osm.pbf");
    if (!file) {
        GTEST_SKIP() << "osm-monaco-2025-02-07.osm.pbf absent";
    }
    const Town town = read_town(file->string(), "multipolygons", "building", nullptr, 32632);
    EXPECT_GT(town.footprints.size(), 4000U);
    expect_equals_shadows(town, 40, 60);
    expect_aiming_is_quick(town);
    expect_coverage_equals_union(town);
}

} // namespace
} // namespace maillage::analysis
