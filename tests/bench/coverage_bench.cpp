// Areas and union of camera wedges, per commune, beside one union and one intersection a commune by GEOS.
// Reads "communes" and "wedges" of the GeoPackages named by MAILLAGE_BENCH_W1 and MAILLAGE_BENCH_W2; else a
// made-up département of 800 square communes.
#include "geo/overlay.h"
#include "ground/coverage_area.h"
#include "support/random_scene.h"

#include <benchmark/benchmark.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cstdlib>
#include <map>

namespace {

using namespace maillage;

struct Workload {
    std::vector<geo::MultiPolygon> zones;
    std::vector<geo::MultiPolygon> sets;
};

geo::Ring ring(const OGRLinearRing* from) {
    geo::Ring to;
    for (int i = 0; i + 1 < from->getNumPoints(); ++i) {
        to.push_back({from->getX(i), from->getY(i)});
    }
    return to;
}

std::vector<geo::MultiPolygon> layer(GDALDataset& file, const char* name) {
    std::vector<geo::MultiPolygon> out;
    for (const auto& feature : *file.GetLayerByName(name)) {
        const OGRGeometry* g = feature->GetGeometryRef();
        geo::MultiPolygon parts;
        const auto add = [&](const OGRPolygon* p) {
            geo::Polygon polygon{ring(p->getExteriorRing()), {}};
            for (int i = 0; i < p->getNumInteriorRings(); ++i) {
                polygon.holes.push_back(ring(p->getInteriorRing(i)));
            }
            parts.push_back(std::move(polygon));
        };
        if (wkbFlatten(g->getGeometryType()) == wkbPolygon) {
            add(g->toPolygon());
        } else {
            for (const auto* p : *g->toMultiPolygon()) {
                add(p);
            }
        }
        geo::normalise(parts);
        out.push_back(std::move(parts));
    }
    return out;
}

Workload made_up(int cameras) {
    Workload w;
    test::Dice dice(9);
    for (int i = 0; i < 800; ++i) {
        w.zones.push_back({test::rectangle(i % 28 * 3000.0, i / 28 * 3000.0, 3000, 3000)});
    }
    geo::Point mast;
    for (int i = 0; i < cameras; ++i) {
        if (i % 2 == 0) { // masts of two heads, most of them in a few towns
            const double town = dice.integer(0, 60) * 1337;
            mast = dice.chance(0.7) ? geo::Point{std::fmod(town * 7, 80000) + dice.real(0, 900),
                                                 std::fmod(town * 13, 80000) + dice.real(0, 900)}
                                    : geo::Point{dice.real(0, 84000), dice.real(0, 84000)};
        }
        sight::View view;
        view.eye = mast;
        view.azimuth_deg = dice.real(0, 360);
        view.fov_deg = dice.real(30, 110);
        view.range_m = dice.real(20, 80);
        w.sets.push_back({sight::sector_of(view, 3)});
    }
    return w;
}

const Workload& workload(std::int64_t cameras) {
    static std::map<std::int64_t, Workload> made;
    if (!made.contains(cameras)) {
        const char* file = std::getenv(cameras < 10'000 ? "MAILLAGE_BENCH_W1" : "MAILLAGE_BENCH_W2");
        if (file != nullptr) {
            GDALAllRegister();
            const GDALDatasetUniquePtr data(GDALDataset::Open(file, GDAL_OF_VECTOR));
            if (!data) {
                std::abort();
            }
            made[cameras] = {layer(*data, "communes"), layer(*data, "wedges")};
        } else {
            made[cameras] = made_up(static_cast<int>(cameras));
        }
    }
    return made[cameras];
}

void run(benchmark::State& state, bool builds_union) {
    const Workload& w = workload(state.range(0));
    double area = 0;
    for (auto _ : state) {
        Progress progress;
        const auto coverage = ground::covered_areas(
            w.sets, w.zones, {builds_union, static_cast<unsigned>(state.range(1))}, progress);
        area = 0;
        for (const ground::CoveredArea& zone : coverage.by_zone) {
            area += zone.once_m2;
        }
    }
    state.counters["zones_m2"] = area;
}

void areas(benchmark::State& state) {
    run(state, false);
}

void areas_and_union(benchmark::State& state) {
    run(state, true);
}

BENCHMARK(areas)
    ->ArgsProduct({{3'266, 100'000}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK(areas_and_union)
    ->ArgsProduct({{3'266, 100'000}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

/// The peer, on the small workload: one union of everything, then one intersection a zone.
void geos_union(benchmark::State& state) {
    const Workload& w = workload(3'266);
    double area = 0;
    for (auto _ : state) {
        const geo::MultiPolygon united = geo::unite(w.sets);
        std::vector<geo::Box> boxes;
        for (const geo::Polygon& p : united) {
            boxes.push_back(geo::bounds(p));
        }
        area = 0;
        for (const geo::MultiPolygon& zone : w.zones) {
            geo::MultiPolygon near;
            for (std::size_t i = 0; i < united.size(); ++i) {
                if (boxes[i].intersects(geo::bounds(zone))) {
                    near.push_back(united[i]);
                }
            }
            area += near.empty() ? 0 : geo::area(geo::intersect(near, zone));
        }
    }
    state.counters["zones_m2"] = area;
}

BENCHMARK(geos_union)->Unit(benchmark::kMillisecond)->Iterations(3);

} // namespace

BENCHMARK_MAIN();
