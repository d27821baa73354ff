// cover_bench: the published land of make_land at growing sizes. Counters: proven gap (%), share of the bound
// reached
// (%), nodes. Optional: cover_bench with MAILLAGE_W4=<folder of w4big_*.csv, w4small_*.csv> times those files
// too.
#include "analysis/max_cover.h"
#include "analysis/priority_order.h"
#include "support/cover_scenes.h"

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace {

using namespace maillage;
using namespace maillage::analysis;

void tell(benchmark::State& state, const CoverAnswer& answer) {
    state.counters["value"] = answer.value;
    state.counters["gap_percent"] = 100 * answer.gap();
    state.counters["nodes"] = static_cast<double>(answer.nodes);
}

CoverAnswer solved(const CoverInstance& instance, double sites, long nodes, double seconds) {
    CoverProblem problem;
    problem.most_sites = sites;
    CoverLimits limits;
    limits.nodes = nodes;
    limits.seconds = seconds;
    Progress progress;
    return solve_cover(instance, problem, limits, progress);
}

/// Cost at 1x, 2x, 4x, 10x: candidates, demand and area grow together, 300 candidates and 6,000 rows on 15
/// km.
test::Land grown(std::int64_t times) {
    const auto n = static_cast<std::size_t>(times);
    return {.sites = 300 * n,
            .rows = 6000 * n,
            .side_m = 15000 * std::sqrt(static_cast<double>(times)),
            .towns = static_cast<int>(12 * times),
            .seed = 4};
}

void join(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(test::make_land(grown(state.range(0))));
    }
}

void greedy(benchmark::State& state) {
    const CoverInstance instance = test::make_land(grown(state.range(0)));
    CoverProblem problem;
    problem.most_sites = 10.0 * static_cast<double>(state.range(0));
    for (auto _ : state) {
        benchmark::DoNotOptimize(greedy_list(instance, problem));
    }
}

void answer_and_bound(benchmark::State& state) {
    const CoverInstance instance = test::make_land(grown(state.range(0)));
    CoverAnswer answer;
    for (auto _ : state) {
        answer = solved(instance, 10.0 * static_cast<double>(state.range(0)), 2000, 60);
    }
    tell(state, answer);
}

CoverInstance read_pair(const std::string& folder, const std::string& name) {
    const auto numbers = [](const std::string& file) {
        std::ifstream in(file);
        std::string line;
        std::getline(in, line);
        std::vector<double> all;
        char comma = 0;
        for (double v = 0; in >> v; in >> std::ws) {
            all.push_back(v);
            if (in.peek() == ',') {
                in >> comma;
            }
        }
        return all;
    };
    CoverInstance instance;
    std::vector<PlanePoint> sites;
    std::vector<PlanePoint> demand;
    const std::vector<double> s = numbers(folder + "/" + name + "_sites.csv");
    for (std::size_t k = 0; k + 1 < s.size(); k += 2) {
        instance.candidates.push_back({std::to_string(1000000 + k / 2), 1, -1, CandidateRule::free});
        sites.push_back({s[k], s[k + 1]});
    }
    const std::vector<double> d = numbers(folder + "/" + name + "_demand.csv");
    for (std::size_t k = 0; k + 2 < d.size(); k += 3) {
        instance.demand.push_back({d[k + 2], -1, 0});
        demand.push_back({d[k], d[k + 1]});
    }
    cover_by_radius(instance, sites, demand, 500);
    return instance;
}

void read_in(benchmark::State& state, const std::string& folder, const std::string& name, double sites,
             double seconds) {
    const CoverInstance instance = read_pair(folder, name);
    CoverAnswer answer;
    for (auto _ : state) {
        answer = solved(instance, sites, std::numeric_limits<long>::max(), seconds);
    }
    tell(state, answer);
}

} // namespace

BENCHMARK(join)->Arg(1)->Arg(2)->Arg(4)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(greedy)->Arg(1)->Arg(2)->Arg(4)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(answer_and_bound)->Arg(1)->Arg(2)->Arg(4)->Arg(10)->Unit(benchmark::kMillisecond)->Iterations(1);

int main(int argc, char** argv) {
    if (const char* folder = std::getenv("MAILLAGE_W4")) {
        const std::string path = folder;
        benchmark::RegisterBenchmark("w4_small", [path](benchmark::State& s) {
            read_in(s, path, "w4small", 20, 60);
        })->Unit(benchmark::kMillisecond);
        for (const double seconds : {1.0, 5.0, 45.0}) {
            benchmark::RegisterBenchmark(
                ("w4_big_" + std::to_string(static_cast<int>(seconds)) + "s").c_str(),
                [path, seconds](benchmark::State& s) { read_in(s, path, "w4big", 50, seconds); })
                ->Unit(benchmark::kMillisecond)
                ->Iterations(1);
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
