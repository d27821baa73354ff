// Ground seen per commune, zone, council and QPV, against areas that GEOS overlays and PROJ measures on the
// ellipsoid.
#include "analysis/covered_ground.h"
#include "geo/crs.h"
#include "support/example_project.h"
#include "support/random_scene.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string_view>

namespace maillage::analysis {
namespace {

using geo::MultiPolygon;
using test::day;
using test::kX;
using test::kY;
using test::rectangle;

const Date kToday = day(2026, 11, 22);
constexpr double kSide_m = 10'000; ///< so large that the scale of the projection differs across a commune

domain::ForceZone police(const MultiPolygon& shape, const std::string& unit) {
    return {domain::ForceKind::police, unit, {}, {}, shape};
}

/// Four large communes; forty cameras in two towns, one across the border of two communes; houses; a police
/// zone that cuts two communes; two QPV, one across that border.
domain::Project territory() {
    domain::Project project = test::small_project();
    domain::Territory territory = *project.territory;
    for (std::size_t i = 0; i < 4; ++i) {
        domain::Commune& commune = territory.communes[i];
        const double x = kX + (i % 2 == 0 ? 0 : kSide_m);
        const double y = kY + (i < 2 ? 0 : kSide_m);
        commune.shape = test::square(x, y, kSide_m);
        commune.unit = i == 0 ? "Circonscription" : "Compagnie";
    }
    project.territory = territory;
    project.authorisations = std::vector{test::act("2024/1", "02001", day(2024, 1, 1)),
                                         test::act("2015/1", "02001", day(2015, 1, 1))};
    test::Dice dice(3);
    std::vector<registry::Camera> cameras;
    std::vector<domain::Building> buildings;
    for (int i = 0; i < 40; ++i) {
        const geo::Point town =
            i % 2 == 0 ? geo::Point{kX + kSide_m, kY + 900} : geo::Point{kX + 900, kY + kSide_m - 900};
        const geo::Point at{town.x + dice.real(-150, 150), town.y + dice.real(-150, 150)};
        registry::Camera camera = test::camera("c" + std::to_string(100 + i),
                                               i % 9 == 0 ? "2015/1" : "2024/1", at, dice.real(30, 90));
        camera.width_px = 1920;
        cameras.push_back(camera);
        buildings.push_back(
            {rectangle(at.x + dice.real(3, 20), at.y + dice.real(-15, 5), 8, 12), {}, "", "b", false});
    }
    project.cameras = cameras;
    project.buildings = buildings;
    project.zones = std::vector{police({rectangle(kX + kSide_m - 80, kY + 800, 200, 150)}, "Bureau est"),
                                police({rectangle(kX + kSide_m - 200, kY + 850, 250, 300)}, "Bureau ouest")};
    domain::Qpv one;
    one.code = "QN00201M";
    one.name = "Europe";
    one.communes = {"02001", "02002"};
    one.shape = {rectangle(kX + kSide_m - 120, kY + 760, 260, 190)};
    domain::Qpv other = one;
    other.code = "QN00202M";
    other.name = "Neuville";
    other.communes = {"02001"};
    other.shape = {rectangle(kX + 800, kY + kSide_m - 1000, 140, 210)};
    domain::Qpv nowhere = one;
    nowhere.code = "QN00203M";
    nowhere.name = "Vermandois";
    nowhere.shape.clear();
    project.qpvs = std::vector{one, other, nowhere};
    return project;
}

struct Computed {
    domain::Project project;
    std::vector<CameraView> views;
    std::vector<Legality> legalities;
    Gaps gaps;
    CoveredGrounds grounds;
};

Computed compute(domain::Project project, unsigned threads = 1) {
    Progress progress;
    Computed c;
    c.project = std::move(project);
    c.views = camera_views(c.project, progress, threads);
    c.legalities = legalities(c.project, standings(*c.project.authorisations, kToday));
    c.gaps = gaps(c.project, c.views, kToday, progress, threads);
    c.grounds = covered_grounds({c.project, c.views, c.legalities, c.gaps}, progress, threads);
    return c;
}

const CoveredGround& row(const Computed& c, Grouping grouping, std::string_view key) {
    const auto& rows = c.gaps.by(grouping);
    const auto it = std::ranges::find(rows, key, &Rollup::key);
    if (it == rows.end()) {
        throw std::runtime_error("no row " + std::string(key));
    }
    return c.grounds.by(grouping)[static_cast<std::size_t>(it - rows.begin())];
}

/// By GEOS: what is seen once, twice, and in each band.
struct Overlay {
    MultiPolygon once;
    MultiPolygon twice;
    std::vector<MultiPolygon> bands;
};

Overlay overlay(const Computed& c) {
    std::vector<MultiPolygon> sets;
    std::vector<std::vector<MultiPolygon>> bands(c.project.settings.bands.size());
    for (const CameraView& view : c.views) {
        if (c.legalities[view.camera] == Legality::valid) {
            sets.push_back(view.visible[kCentral]);
            for (std::size_t b = 0; b < bands.size(); ++b) {
                bands[b].push_back(band_ground(view, kCentral, b));
            }
        }
    }
    std::vector<MultiPolygon> twice;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            twice.push_back(geo::intersect(sets[i], sets[k]));
        }
    }
    Overlay result{geo::unite(sets), geo::unite(twice), {}};
    for (const auto& band : bands) {
        result.bands.push_back(geo::unite(band));
    }
    return result;
}

/// Inside a shape, on the ellipsoid by PROJ.
CoveredGround inside(const Overlay& overlay, const MultiPolygon& shape) {
    const auto area = [&](const MultiPolygon& ground) {
        return geo::geodesic_area_m2(geo::kLambert93, geo::intersect(ground, shape));
    };
    CoveredGround result;
    result.seen = {area(overlay.once), area(overlay.twice)};
    for (const MultiPolygon& band : overlay.bands) {
        result.bands_m2.push_back(area(band));
    }
    return result;
}

void expect_equal(const CoveredGround& ours, const CoveredGround& theirs, const std::string& what) {
    // Areas of geodesic polygons are themselves right to about a tenth of a square metre.
    const double tolerance = 0.1 + 1e-6 * theirs.seen.once_m2;
    EXPECT_NEAR(ours.seen.once_m2, theirs.seen.once_m2, tolerance) << what;
    EXPECT_NEAR(ours.seen.twice_m2, theirs.seen.twice_m2, tolerance) << what;
    ASSERT_EQ(ours.bands_m2.size(), theirs.bands_m2.size()) << what;
    for (std::size_t b = 0; b < ours.bands_m2.size(); ++b) {
        EXPECT_NEAR(ours.bands_m2[b], theirs.bands_m2[b], tolerance) << what << ", band " << b;
    }
}

TEST(CoveredGround, OfCommunesAndQpvIsWhatGeosOverlays) {
    const Computed c = compute(territory());
    const Overlay seen = overlay(c);
    for (std::size_t i = 0; i < 4; ++i) {
        const domain::Commune& commune = c.project.territory->communes[i];
        expect_equal(c.grounds.by(Grouping::commune)[i], inside(seen, commune.shape), commune.name);
    }
    for (const domain::Qpv& qpv : *c.project.qpvs) {
        expect_equal(row(c, Grouping::qpv, qpv.code), inside(seen, qpv.shape), qpv.name);
    }
    EXPECT_GT(row(c, Grouping::qpv, "QN00201M").seen.twice_m2, 1000);
    EXPECT_EQ(row(c, Grouping::qpv, "QN00203M").seen, ground::CoveredArea{}); // no outline
    std::vector<MultiPolygon> quarters = {(*c.project.qpvs)[0].shape, (*c.project.qpvs)[1].shape};
    const MultiPolygon everything{rectangle(kX, kY, 2 * kSide_m, 2 * kSide_m)};
    expect_equal(row(c, Grouping::qpv, ""), inside(seen, geo::subtract(everything, geo::unite(quarters))),
                 "outside");
}

TEST(CoveredGround, DrawnZonesSplitTheCommunesThatTheyCut) {
    const Computed c = compute(territory());
    const Overlay seen = overlay(c);
    const auto& communes = c.project.territory->communes;
    const MultiPolygon east = (*c.project.zones)[0].shape;
    const MultiPolygon west =
        geo::subtract((*c.project.zones)[1].shape, east); // where they overlap the first wins
    const MultiPolygon drawn = geo::unite(std::vector{east, west});
    const MultiPolygon by_attribute = geo::subtract(communes[0].shape, drawn);
    expect_equal(row(c, Grouping::unit, "Bureau est"), inside(seen, east), "east");
    expect_equal(row(c, Grouping::unit, "Bureau ouest"), inside(seen, west), "west");
    expect_equal(row(c, Grouping::unit, "Circonscription"), inside(seen, by_attribute),
                 "rest of the commune");
    expect_equal(row(c, Grouping::zone, "police"), inside(seen, geo::unite(std::vector{drawn, by_attribute})),
                 "police");
    EXPECT_GT(row(c, Grouping::unit, "Bureau est").seen.once_m2, 1000);
    EXPECT_GT(row(c, Grouping::unit, "Bureau ouest").seen.once_m2, 1000);
    for (std::size_t g = 0; g < kGroupings; ++g) {
        double sum = 0;
        for (const CoveredGround& ground : c.grounds.groups[g]) {
            sum += ground.seen.once_m2;
        }
        EXPECT_NEAR(sum, c.grounds.total.seen.once_m2, 1e-6 * sum) << label(static_cast<Grouping>(g));
    }
}

TEST(CoveredGround, AZoneThatNoLongerHoldsSplitsNothing) {
    domain::Project project = territory();
    std::vector<domain::ForceZone> zones = *project.zones;
    for (domain::ForceZone& zone : zones) {
        zone.valid_to = day(2020, 1, 1);
    }
    project.zones = zones;
    const Computed c = compute(project);
    EXPECT_EQ(row(c, Grouping::zone, "police"), row(c, Grouping::commune, "02001"));
}

TEST(CoveredGround, AZoneThatHoldsACommuneTakesAllOfIt) {
    domain::Project project = territory();
    project.zones = std::vector{police({rectangle(kX - 10, kY - 10, kSide_m + 20, kSide_m + 20)}, "Tout")};
    const Computed c = compute(project);
    const Overlay seen = overlay(c);
    expect_equal(row(c, Grouping::unit, "Tout"), inside(seen, (*project.zones)[0].shape),
                 "the commune and a strip of its neighbours");
    EXPECT_NEAR(row(c, Grouping::unit, "Circonscription").seen.once_m2, 0, 1e-6);
}

TEST(CoveredGround, PublicGroundOfAQpvIsWhatNoParcelCoversThere) {
    domain::Project project = territory();
    const geo::Point town{kX + 900, kY + kSide_m - 900};
    project.parcels = std::vector<domain::Parcel>{{{rectangle(town.x - 300, town.y - 300, 290, 600)}, "west"},
                                                  {{rectangle(town.x + 10, town.y - 300, 290, 600)}, "east"}};
    const Computed c = compute(project);
    const Overlay seen = overlay(c);
    const MultiPolygon& quarter = (*project.qpvs)[1].shape;
    const MultiPolygon parcels = {(*project.parcels)[0].shape[0], (*project.parcels)[1].shape[0]};
    const MultiPolygon open = geo::subtract(quarter, parcels);
    const CoveredGround& ours = row(c, Grouping::qpv, "QN00202M");
    EXPECT_NEAR(ours.public_m2, geo::geodesic_area_m2(2154, open), 1e-6 * geo::area(quarter));
    EXPECT_NEAR(ours.public_seen_m2, inside(seen, open).seen.once_m2, 1e-6 * geo::area(quarter));
    EXPECT_EQ(row(c, Grouping::qpv, "QN00201M").public_m2, 0); // no parcels there: unknown
    EXPECT_GT(ours.public_seen_m2, 0);
}

TEST(CoveredGround, AnyNumberOfThreadsGivesTheSameBytes) {
    const Computed one = compute(territory(), 1);
    const Computed four = compute(territory(), 4);
    EXPECT_EQ(one.grounds.total, four.grounds.total);
    EXPECT_EQ(one.grounds.groups, four.grounds.groups);
}

} // namespace
} // namespace maillage::analysis
