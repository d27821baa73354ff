// How long it takes to read real boundaries and to save and open a project. Needs the real files; skips
// without them.
#include "io/read/read_table.h"
#include "io/store/project_store.h"
#include "io/write/write_table.h"
#include "support/test_data.h"

#include <benchmark/benchmark.h>

#include <unistd.h>

namespace maillage::io {
namespace {

std::optional<geo::Table> read(const char* name, benchmark::State& state) {
    const auto file = test_data(name);
    if (!file) {
        state.SkipWithError("real file absent");
        return std::nullopt;
    }
    Progress progress;
    ReadOptions options;
    options.target_epsg = 2154;
    return read_table(*file, options, progress).table;
}

void read_file(benchmark::State& state, const char* name) {
    for (auto _ : state) {
        const auto table = read(name, state);
        if (!table) {
            return;
        }
        benchmark::DoNotOptimize(table->features.size());
    }
}

std::filesystem::path scratch(const char* name) {
    return std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + name);
}

void save(benchmark::State& state, const char* name) {
    const auto table = read(name, state);
    const auto file = scratch("bench.gpkg");
    for (auto _ : state) {
        if (!table) {
            return;
        }
        Progress progress;
        save_project(file, {{*table}, {{"reference_date", "2026-11-22"}}}, progress);
    }
    std::filesystem::remove(file);
}

void load(benchmark::State& state, const char* name) {
    const auto table = read(name, state);
    const auto file = scratch("bench.gpkg");
    Progress progress;
    if (table) {
        save_project(file, {{*table}, {}}, progress);
    }
    for (auto _ : state) {
        if (!table) {
            return;
        }
        benchmark::DoNotOptimize(load_project(file, progress).tables.size());
    }
    std::filesystem::remove(file);
}

void write(benchmark::State& state, const char* extension) {
    const auto table = read("communes-02-aisne.geojson", state);
    const auto file = scratch(extension);
    for (auto _ : state) {
        if (!table) {
            return;
        }
        write_table(*table, file);
    }
    std::filesystem::remove(file);
}

BENCHMARK_CAPTURE(read_file, aisne_geojson, "communes-02-aisne.geojson")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(read_file, france_geojson_gz, "communes-france-2018.geojson.gz")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(read_file, insee_xlsx_34995_rows, "insee-population-municipale-communes-france.xlsx")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(read_file, insee_csv_gz_37548_rows, "insee-v_commune_2025.csv.gz")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(save, aisne, "communes-02-aisne.geojson")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(save, france, "communes-france-2018.geojson.gz")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(load, aisne, "communes-02-aisne.geojson")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(load, france, "communes-france-2018.geojson.gz")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(write, aisne_shapefile, "bench.shp")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(write, aisne_geojson, "bench.geojson")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(write, aisne_flatgeobuf, "bench.fgb")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

} // namespace
} // namespace maillage::io
