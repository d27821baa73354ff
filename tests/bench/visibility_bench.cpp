// Views of 100 m in a town: the whole batch with its index beside GEOS casting shadows in the same town, one
// view at a time, and the cost of a view as the town grows. With MAILLAGE_BENCH_TOWN naming a folder that
// holds w3_buildings.txt ("n x y x y ..." a line) and w3_cameras.txt ("x y"), that town too.
#include "analysis/camera_views.h"
#include "plan/candidate_cover.h"
#include "support/bench_town.h"
#ifdef MAILLAGE_HAS_CGAL
#include "support/cgal_visibility.h"
#endif

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

using namespace maillage;

void run(benchmark::State& state, const test::Town& town, unsigned threads) {
    sight::VisibilityParams params;
    params.threads = threads;
    double area = 0;
    for (auto _ : state) {
        const sight::Walls walls(town.footprints, {}, threads);
        Progress progress;
        area = 0;
        for (const sight::VisibleArea& seen : visible_areas(town.views, walls, params, progress)) {
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
    for (sight::View v; cameras >> v.eye.x >> v.eye.y;) {
        town.views.push_back(v);
    }
    run(state, town, static_cast<unsigned>(state.range(0)));
}

BENCHMARK(file_town)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

/// The peer: each view by subtracting shadows, index not counted.
void geos_shadows(benchmark::State& state) {
    static const test::Town town = test::make_town(20'000, 2'000);
    static const sight::Walls walls(town.footprints);
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

#ifdef MAILLAGE_HAS_CGAL
/// The other peer: triangular expansion with exact constructions in an arrangement of what is in range.
void cgal_expansion(benchmark::State& state) {
    static const test::Town town = test::make_town(20'000, 2'000);
    static const sight::Walls walls(town.footprints);
    std::size_t next = 0;
    for (auto _ : state) {
        const sight::View& view = town.views[next++ % town.views.size()];
        std::vector<geo::Polygon> near;
        walls.polygons().each(geo::Box{view.eye, view.eye}.grown(view.range_m),
                              [&](std::size_t i) { near.push_back(town.footprints[i]); });
        benchmark::DoNotOptimize(test::seen_by_cgal(near, view.eye, sight::sector_of(view)));
    }
}

BENCHMARK(cgal_expansion)->Unit(benchmark::kMillisecond)->Iterations(40);
#endif

void one_view(benchmark::State& state) {
    static const test::Town town = test::make_town(20'000, 2'000);
    static const sight::Walls walls(town.footprints);
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(visible_area(town.views[next++ % town.views.size()], walls));
    }
}

BENCHMARK(one_view)->Unit(benchmark::kMicrosecond);

/// Who covers what, for a plan: candidates with reaches of 50 to 150 m and five places each, index of the
/// buildings included; the second argument says whether they count what they see or all within reach.
void candidates_in_town(benchmark::State& state) {
    const auto count = static_cast<int>(state.range(0));
    const test::Town town = test::make_town(20'000, count);
    domain::Project project;
    test::Dice dice(7);
    std::vector<plan::PlanCandidate> candidates(town.views.size());
    std::vector<geo::Point> demand;
    cover::CoverInstance instance;
    for (std::size_t j = 0; j < candidates.size(); ++j) {
        candidates[j].id = std::to_string(1'000'000 + j);
        candidates[j].position = town.views[j].eye;
        candidates[j].reach_m = dice.integer(50, 150);
        for (int k = 0; k < 5; ++k) {
            demand.push_back(
                {town.views[j].eye.x + dice.real(-150, 150), town.views[j].eye.y + dice.real(-150, 150)});
        }
    }
    instance.candidates.resize(candidates.size());
    instance.demand.resize(demand.size());
    const std::vector<std::optional<std::uint32_t>> no_sites(candidates.size());
    for (auto _ : state) {
        std::optional<sight::Walls> walls;
        if (state.range(1) != 0) {
            walls.emplace(town.footprints, std::span<const double>(), 1);
        }
        Progress progress;
        cover_by_candidates(instance, {project, candidates, demand, no_sites, walls ? &*walls : nullptr},
                            progress, 1);
    }
    state.counters["pairs"] = static_cast<double>(instance.rows.size());
}

BENCHMARK(candidates_in_town)
    ->ArgsProduct({{2'000, 4'000, 8'000, 20'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

/// Flat: the same density from a thousand to a million buildings. Index not counted.
void view_in_town_of(benchmark::State& state) {
    const test::Town town = test::make_town(static_cast<int>(state.range(0)), 2'000);
    const sight::Walls walls(town.footprints);
    sight::VisibilityParams params;
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

/// A register in that town: fixed cameras with a field of 70 degrees, the lens of every second one unknown.
domain::Project town_register(int houses, int count) {
    const test::Town town = test::make_town(houses, count);
    domain::Project project;
    domain::Territory territory;
    territory.epsg = 2154;
    project.territory = territory;
    std::vector<domain::Building> buildings;
    for (const geo::Polygon& footprint : town.footprints) {
        buildings.push_back({footprint, {}, "", "", false});
    }
    project.buildings = std::move(buildings);
    std::vector<registry::Camera> cameras;
    for (std::size_t i = 0; i < town.views.size(); ++i) {
        registry::Camera camera;
        camera.id = std::to_string(1'000'000 + i);
        camera.type = registry::CameraType::fixed;
        camera.position = town.views[i].eye;
        camera.azimuths_deg = {static_cast<double>(i * 37 % 360)};
        camera.field_of_view_deg = 70;
        if (i % 2 == 0) {
            camera.width_px = 1920;
        }
        cameras.push_back(camera);
    }
    project.cameras = std::move(cameras);
    return project;
}

/// Three estimates and all bands of every camera, index included.
void register_views(benchmark::State& state) {
    const domain::Project project = town_register(20'000, static_cast<int>(state.range(0)));
    for (auto _ : state) {
        Progress progress;
        benchmark::DoNotOptimize(analysis::camera_views(project, progress, 1));
    }
}

BENCHMARK(register_views)->Arg(3'266)->Arg(6'532)->Arg(13'064)->Arg(32'660)->Unit(benchmark::kMillisecond);

/// What one mouse move of a camera in hand costs: three estimates, all bands.
void aim_one_camera(benchmark::State& state) {
    const domain::Project project = town_register(20'000, 200);
    const sight::Walls walls = analysis::building_walls(*project.buildings);
    std::size_t next = 0;
    for (auto _ : state) {
        const registry::Camera& camera = (*project.cameras)[next++ % project.cameras->size()];
        benchmark::DoNotOptimize(analysis::camera_view(project, camera, 0, walls));
    }
}

BENCHMARK(aim_one_camera)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
