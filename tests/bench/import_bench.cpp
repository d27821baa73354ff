// Registers of 3,266 and 100,000 cameras: reading positions, directions, and finding the commune of each.
#include "intake/import.h"
#include "io/read/read_table.h"
#include "support/test_data.h"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace maillage;

/// As many square communes as the Aisne has, 3 km wide.
domain::Project squares() {
    domain::Territory territory;
    territory.departement = "02";
    for (int i = 0; i < 800; ++i) {
        domain::Commune commune;
        std::string number = std::to_string(i + 1);
        commune.code = "02" + std::string(3 - number.size(), '0') + number;
        commune.name = "Commune " + number;
        const double x = 700000 + 3000.0 * (i % 28);
        const double y = 6860000 + 3000.0 * (i / 28);
        geo::Ring ring; // as many points as a generalised commune
        for (int k = 0; k < 25; ++k) {
            ring.push_back({x + 120.0 * k, y});
        }
        for (int k = 0; k < 25; ++k) {
            ring.push_back({x + 3000, y + 120.0 * k});
        }
        for (int k = 0; k < 25; ++k) {
            ring.push_back({x + 3000 - 120.0 * k, y + 3000});
        }
        for (int k = 0; k < 25; ++k) {
            ring.push_back({x, y + 3000 - 120.0 * k});
        }
        commune.shape = {{ring, {}}};
        commune.centre = {x + 1500, y + 1500};
        territory.communes.push_back(std::move(commune));
    }
    domain::Project project;
    project.territory = std::move(territory);
    return project;
}

geo::Table register_of(std::size_t cameras, bool has_geometry) {
    geo::Table table;
    table.name = "registre";
    for (const char* name : {"id_cam", "type_camera", "azimut", "hauteur", "x_l93", "y_l93", "lieu"}) {
        table.columns.push_back({name, geo::ColumnType::text, {}});
    }
    table.epsg = 2154;
    table.geometry_kind = has_geometry ? geo::GeometryKind::point : geo::GeometryKind::none;
    for (std::size_t i = 0; i < cameras; ++i) {
        const double x = 700000 + static_cast<double>(i * 7919 % 84000);
        const double y = 6860000 + static_cast<double>(i * 104729 % 84000);
        geo::Feature feature;
        feature.row = static_cast<long>(i) + 1;
        const std::string lx = std::to_string(x);
        const std::string ly = std::to_string(y);
        feature.values = {"C" + std::to_string(i),
                          std::string("Fixe"),
                          std::to_string(i % 360),
                          std::string("4,5"),
                          has_geometry ? geo::Value() : geo::Value(lx),
                          has_geometry ? geo::Value() : geo::Value(ly),
                          std::string("place de la Mairie")};
        if (has_geometry) {
            feature.geometry = geo::Point{x, y};
        }
        table.features.push_back(std::move(feature));
    }
    return table;
}

void import_cameras(benchmark::State& state) {
    const domain::Project project = squares();
    const geo::Table table = register_of(static_cast<std::size_t>(state.range(0)), state.range(1) != 0);
    intake::ImportOptions options;
    options.source = "registre.csv";
    for (auto _ : state) {
        benchmark::DoNotOptimize(intake::import_table(project, intake::ImportKind::cameras, table, options));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(import_cameras)
    ->ArgNames({"cameras", "points"})
    ->Args({3266, 1})
    ->Args({100000, 1})
    ->Args({100000, 0})
    ->Unit(benchmark::kMillisecond);

/// All communes of COG 2018, read beforehand: areas, centres, checks.
void import_france(benchmark::State& state) {
    const auto file = test_data("communes-france-2018.geojson.gz");
    if (!file) {
        state.SkipWithError("communes-france-2018.geojson.gz absent");
        return;
    }
    Progress progress;
    io::ReadOptions reading;
    reading.target_epsg = 2154;
    const geo::Table table = io::read_table(*file, reading, progress).table;
    intake::ImportOptions options;
    options.source = "france.geojson";
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            intake::import_table(domain::Project(), intake::ImportKind::communes, table, options));
    }
}

BENCHMARK(import_france)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

} // namespace

BENCHMARK_MAIN();
