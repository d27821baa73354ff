// gaps_bench: the main job on the example département: views, gaps and ranking, with the example's register
// and with registers of 3,266 to 100,000 cameras placed around its sites. Synthetic positions, fixed seed.
#include "analysis/results.h"
#include "example/example.h"
#include "plan/scheme.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

namespace maillage {
namespace {

const domain::Project& example() {
    static const domain::Project project = [] {
        Progress progress;
        return make_example(progress);
    }();
    return project;
}

domain::Project with_cameras(std::size_t count) {
    domain::Project project = example();
    std::mt19937 random(1);
    std::vector<registry::Camera> cameras;
    const auto& sites = *project.sites;
    for (std::size_t i = 0; i < count; ++i) {
        registry::Camera camera;
        camera.id = std::to_string(1'000'000 + i);
        camera.type = registry::CameraType::fixed;
        const geo::Point at = *sites[random() % sites.size()].position;
        camera.position = geo::Point{at.x + static_cast<double>(random() % 2000) - 1000,
                                     at.y + static_cast<double>(random() % 2000) - 1000};
        camera.azimuths_deg = {static_cast<double>(random() % 360)};
        camera.field_of_view_deg = 70;
        camera.range_m = 60;
        cameras.push_back(camera);
    }
    project.cameras = cameras;
    return project;
}

void make_example(benchmark::State& state) {
    for (auto _ : state) {
        Progress progress;
        benchmark::DoNotOptimize(make_example(progress));
    }
}

BENCHMARK(make_example)->Unit(benchmark::kMillisecond);

void views(benchmark::State& state) {
    const domain::Project project = with_cameras(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        Progress progress;
        benchmark::DoNotOptimize(analysis::camera_views(project, progress, 1));
    }
}

BENCHMARK(views)->Arg(3266)->Arg(6532)->Arg(13064)->Arg(32660)->Arg(100000)->Unit(benchmark::kMillisecond);

void gaps(benchmark::State& state) {
    const domain::Project project = with_cameras(static_cast<std::size_t>(state.range(0)));
    Progress progress;
    const auto known = analysis::camera_views(project, progress, 1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(gaps(project, known, project.settings.reference_date, progress, 1));
    }
}

BENCHMARK(gaps)->Arg(3266)->Arg(6532)->Arg(13064)->Arg(32660)->Arg(100000)->Unit(benchmark::kMillisecond);

void ranking(benchmark::State& state) {
    Progress progress;
    const auto results =
        analysis::compute(example(), example().settings.reference_date, nullptr, progress, 1);
    plan::SchemeParams params;
    params.plan.count = state.range(0);
    double gap = 0;
    for (auto _ : state) {
        gap = plan::scheme(example(), results->gaps, params, progress).proven_gap();
    }
    state.counters["proven_gap"] = gap;
}

BENCHMARK(ranking)->Arg(10)->Arg(30)->Arg(100)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace maillage

BENCHMARK_MAIN();
