// desktop_bench: frames of the whole desktop at 1920x1080 on the example: what an input costs until its
// picture is complete.
#include "gl/offscreen.h"
#include "ui/window/stage.h"

#include <benchmark/benchmark.h>
#include <epoxy/gl.h>

namespace {

using namespace maillage;

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;

struct Bench {
    Bench() {
        session::apply(session, jobs, session::NewExample{});
        session::finish_all(session, jobs);
        session::apply(session, jobs, session::Rank{});
        session::finish_all(session, jobs);
        offscreen.bind();
        stage.settle(kWidth, kHeight, 1);
    }

    void step() {
        now += 1.0 / 60;
        stage.step(kWidth, kHeight, 1, now);
        glFinish(); // software OpenGL draws behind our back
    }

    gl::Offscreen offscreen{kWidth, kHeight};
    session::Session session;
    session::Jobs jobs;
    ui::Stage stage{session, jobs};
    double now = 1e6;
};

/// The mouse moves over the panels: nothing of the map changes.
void cached_frame(benchmark::State& state) {
    Bench bench;
    float x = 0;
    for (auto _ : state) {
        x = x > 200 ? 0 : x + 1;
        bench.stage.input().push(ui::MouseMoved{20 + x, 300});
        bench.step();
    }
}

/// The mouse moves over the map: what lies under it is looked up.
void hover_frame(benchmark::State& state) {
    Bench bench;
    float x = 0;
    for (auto _ : state) {
        x = x > 200 ? 0 : x + 1;
        bench.stage.input().push(ui::MouseMoved{800 + x, 400});
        bench.step();
    }
}

/// The map is dragged; the worker refines it meanwhile.
void pan_frame(benchmark::State& state) {
    Bench bench;
    bench.stage.input().push(ui::MouseMoved{800, 400});
    bench.step();
    bench.stage.input().push(ui::MouseButton{0, true, {}});
    bench.step();
    float x = 0;
    for (auto _ : state) {
        x = x > 200 ? 0 : x + 3;
        bench.stage.input().push(ui::MouseMoved{800 + x, 400 + x / 2});
        bench.step();
    }
}

/// From a ready session to the first complete picture: context, fonts, scene, map.
void first_picture(benchmark::State& state) {
    session::Session session;
    session::Jobs jobs;
    session::apply(session, jobs, session::NewExample{});
    session::finish_all(session, jobs);
    for (auto _ : state) {
        gl::Offscreen offscreen(kWidth, kHeight);
        ui::Stage stage(session, jobs);
        offscreen.bind();
        stage.settle(kWidth, kHeight, 1);
        glFinish();
    }
}

BENCHMARK(cached_frame)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(hover_frame)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(pan_frame)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(first_picture)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

} // namespace

BENCHMARK_MAIN();
