// Views of 100 m in a town: the whole batch with its index beside GEOS casting shadows in the same town, one
// view at a time, and the cost of a view as the town grows. With MAILLAGE_BENCH_TOWN naming a folder that
// holds w3_buildings.txt ("n x y x y ..." a line) and w3_cameras.txt ("x y"), that town too.
#include "support/bench_town.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

using namespace maillage;

void run(benchmark::State& state, const test::Town& town, unsigned threads) {
    analysis::VisibilityParams params;
    params.threads = threads;
    double area = 0;
    for (auto _ : state) {
        const analysis::Walls walls(town.footprints);
        Progress progress;
        area = 0;
        for (const analysis::VisibleArea& seen : visible_areas(town.views, walls, params, progress)) {
            area += seen.area_m2;
        }
    }
    state.counters["area_m2"] = area;
    state.counters["a_view"] =
        benchmark::Counter(static_cast<double>(town.views.size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void batch(benchmark::State& state) {
    static const test::Town town = test::make_town(20'000, 2'000);
    run(state, town, static_cast<unsigned>(state.range(0)));
}

BENCHMARK(batch)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

void file_town(benchmark::State& state) {
    const char* folder = std::getenv("MAILLAGE_BENCH_TOWN");
    if (folder == nullptr) {
        state.SkipWithError("MAILLAGE_BENCH_TOWN is not set");
        return;
    }
    test::Town town;
    std::ifstream buildings(std::string(folder) + "/w3_buildings.txt");
    for (std::string line; std::getline(buildings, line);) {
        std::istringstream words(line);
        std::size_t n = 0;
        words >> n;
        geo::Ring ring(n);
        for (geo::Point& p : ring) {
            words >> p.x >> p.y;
        }
        town.footprints.push_back({ring, {}});
    }
    std::ifstream cameras(std::string(folder) + "/w3_cameras.txt");
    for (analysis::View v; cameras >> v.eye.x >> v.eye.y;) {
        town.views.push_back(v);
    }
    run(state, town, static_cast<unsigned>(state.range(0)));
}

BENCHMARK(file_town)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

/// The peer: each view by subtracting shadows, index not counted.
void geos_shadows(benchmark::State& state) {
    static const test::Town town = test::make_town(20'000, 2'000);
    static const analysis::Walls walls(town.footprints);
    std::size_t next = 0;
    for (auto _ : state) {
        test::Scene scene;
        scene.view = town.views[next++ % town.views.size()];
        walls.polygons().each(geo::Box{scene.view.eye, scene.view.eye}.grown(scene.view.range_m),
                              [&](std::size_t i) { scene.footprints.push_back(town.footprints[i]); });
        benchmark::DoNotOptimize(test::seen_by_shadows(scene));
    }
}

BENCHMARK(geos_shadows)->Unit(benchmark::kMillisecond)->Iterations(40);

void one_view(benchmark::State& state) {
    static const test::Town town = test::make_town(20'000, 2'000);
    static const analysis::Walls walls(town.footprints);
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(visible_area(town.views[next++ % town.views.size()], walls));
    }
}

BENCHMARK(one_view)->Unit(benchmark::kMicrosecond);

/// Flat: the same density from a thousand to a million buildings. Index not counted.
void view_in_town_of(benchmark::State& state) {
    const test::Town town = test::make_town(static_cast<int>(state.range(0)), 2'000);
    const analysis::Walls walls(town.footprints);
    analysis::VisibilityParams params;
    params.threads = 1;
    for (auto _ : state) {
        Progress progress;
        benchmark::DoNotOptimize(visible_areas(town.views, walls, params, progress));
    }
    state.counters["index_MB"] = static_cast<double>(walls.memory_bytes()) * 1e-6;
    state.counters["a_view"] =
        benchmark::Counter(static_cast<double>(town.views.size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(view_in_town_of)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

/// Once, twice, four and ten times the cameras.
void cameras(benchmark::State& state) {
    const test::Town town = test::make_town(20'000, static_cast<int>(state.range(0)));
    run(state, town, 1);
}

BENCHMARK(cameras)->Arg(2'000)->Arg(4'000)->Arg(8'000)->Arg(20'000)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
