// Drawing the communes of the Aisne and of France: preparation, first frame, redraw, cached frame and pan, on
// the processor and with OpenGL. 1920 x 1080, labels and furniture included where it says so.
#include "gl/offscreen.h"
#include "gl/renderer.h"
#include "paper/draw.h"
#include "scene/furniture.h"
#include "scene/level.h"
#include "support/read_communes.h"
#include "support/test_data.h"

#include <benchmark/benchmark.h>

#include <map>
#include <memory>

namespace maillage {
namespace {

enum Place { aisne, france };

struct Map {
    std::vector<DemoCommune> communes;
    std::vector<geo::MultiPolygon> shapes;
    scene::Scene scene;
    scene::View view;
};

/// Read once; null when the file is absent.
const Map* map_of(std::int64_t place) {
    static std::map<std::int64_t, std::unique_ptr<Map>> maps;
    auto& map = maps[place];
    if (!map) {
        map = std::make_unique<Map>();
        const auto file = test_data(place == aisne ? "aisne-communes-cog2026-derive.geojson"
                                                   : "communes-france-2018.geojson.gz");
        if (file) {
            map->communes = read_communes(*file);
            for (const DemoCommune& c : map->communes) {
                map->shapes.push_back(c.shape);
            }
            map->scene = demo_scene(map->communes, 3266);
            map->view = scene::fit_beside(map->scene.furniture, scene::bounds(map->scene), 1920, 1080, 1,
                                          paper::measure_text);
        }
    }
    return map->communes.empty() ? nullptr : map.get();
}

/// The map of the benchmark's argument, or a skip.
const Map* map_for(benchmark::State& state) {
    const Map* map = map_of(state.range(0));
    if (map == nullptr) {
        state.SkipWithError("the file of communes is absent");
    }
    return map;
}

/// Fills and borders alone, as the W6 of the peers.
scene::Scene plain(const scene::Scene& full) {
    scene::Scene scene;
    scene.layers = {full.layers[0], full.layers[2]};
    auto& fill = std::get<scene::CoverageLayer>(scene.layers[0]);
    fill.classes.assign(fill.classes.size(), {colour(0xc2e699), {}, {}});
    auto& border = std::get<scene::BorderLayer>(scene.layers[1]);
    border.line = {colour(0x555555), 1, 0, 0};
    return scene;
}

void topology(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            benchmark::DoNotOptimize(geo::build_topology(map->shapes));
        }
    }
}

/// For one picture: no levels.
void topology_of_picture(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            benchmark::DoNotOptimize(geo::build_topology(map->shapes, {false}));
        }
    }
}

/// Fills and borders from polygons to pixels, as one run of the command line does.
void processor_once(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        scene::Scene scene = plain(map->scene);
        for (auto _ : state) {
            const auto coverage =
                std::make_shared<const scene::Coverage>(map->shapes, geo::TopologyOptions{false});
            std::get<scene::CoverageLayer>(scene.layers[0]).coverage = coverage;
            std::get<scene::BorderLayer>(scene.layers[1]).coverage = coverage;
            benchmark::DoNotOptimize(paper::draw_picture(scene, map->view, {false, false, false, {}}));
        }
    }
}

void mesh(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            state.PauseTiming();
            const scene::Coverage coverage(map->shapes);
            state.ResumeTiming();
            benchmark::DoNotOptimize(coverage.mesh(static_cast<int>(state.range(1))));
        }
    }
}

void processor_whole(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            benchmark::DoNotOptimize(paper::draw_picture(map->scene, map->view));
        }
    }
}

void processor_layers(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            benchmark::DoNotOptimize(paper::draw_picture(map->scene, map->view, {false, false, false, {}}));
        }
    }
}

void processor_plain(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        const scene::Scene scene = plain(map->scene);
        for (auto _ : state) {
            benchmark::DoNotOptimize(paper::draw_picture(scene, map->view, {false, false, false, {}}));
        }
    }
}

void processor_labels(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            benchmark::DoNotOptimize(paper::draw_labels(map->scene, map->view));
        }
    }
}

struct Screen {
    gl::Offscreen screen{1920, 1080};
    gl::Renderer renderer;

    void draw(const scene::View& view, bool is_resting) {
        screen.bind();
        renderer.draw(view, 0, 0, is_resting);
        screen.finish();
    }
};

void opengl_first_frame(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        for (auto _ : state) {
            Screen s;
            s.renderer.upload(map->scene);
            s.draw(map->view, true);
        }
    }
}

void opengl_redraw(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        Screen s;
        s.renderer.upload(map->scene);
        s.draw(map->view, true);
        double dx = 0;
        for (auto _ : state) {
            s.draw(scene::pan(map->view, dx += 0.25, 0), true);
        }
    }
}

/// On machines without a card the desktop shows the processor's picture through OpenGL.
void frames(benchmark::State& state, bool is_panning) {
    if (const Map* map = map_for(state)) {
        Screen s;
        s.renderer.upload(map->scene);
        s.renderer.set_map(paper::draw_picture(map->scene, map->view, {true, false, false, {}}), map->view);
        s.renderer.set_furniture(paper::draw_furniture(map->scene, map->view));
        s.draw(map->view, true);
        double dx = 0;
        for (auto _ : state) {
            dx = dx > 300 ? 0 : dx + 3;
            s.draw(is_panning ? scene::pan(map->view, dx, dx / 2) : map->view, !is_panning);
        }
    }
}

void opengl_cached_frame(benchmark::State& state) {
    frames(state, false);
}

void opengl_pan_frame(benchmark::State& state) {
    frames(state, true);
}

/// A new picture from the processor until it is on the screen.
void opengl_refresh(benchmark::State& state) {
    if (const Map* map = map_for(state)) {
        Screen s;
        s.renderer.upload(map->scene);
        for (auto _ : state) {
            s.renderer.set_map(paper::draw_picture(map->scene, map->view, {true, false, false, {}}),
                               map->view);
            s.draw(map->view, true);
        }
    }
}

// Argument: 0 the Aisne (797 communes), 1 France (35,228).
#define MAILLAGE_BOTH(name)                                                                                  \
    BENCHMARK(name)->Arg(aisne)->Arg(france)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()
MAILLAGE_BOTH(topology);
MAILLAGE_BOTH(topology_of_picture);
MAILLAGE_BOTH(processor_once);
BENCHMARK(mesh)
    ->Args({aisne, 0})
    ->Args({aisne, 6})
    ->Args({france, 0})
    ->Args({france, 9})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->Iterations(3);
MAILLAGE_BOTH(processor_whole);
MAILLAGE_BOTH(processor_layers);
MAILLAGE_BOTH(processor_plain);
MAILLAGE_BOTH(processor_labels);
MAILLAGE_BOTH(opengl_first_frame);
MAILLAGE_BOTH(opengl_redraw);
MAILLAGE_BOTH(opengl_cached_frame);
MAILLAGE_BOTH(opengl_pan_frame);
MAILLAGE_BOTH(opengl_refresh);

} // namespace
} // namespace maillage

BENCHMARK_MAIN();
