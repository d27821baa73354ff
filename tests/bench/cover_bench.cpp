// cover_bench: the land of make_land at growing sizes, and beside CBC and greedy in the same run. All seconds
// in counters are of the processor. Optional: cover_bench with MAILLAGE_W4=<folder of w4big_*.csv,
// w4small_*.csv> times those files too, with MAILLAGE_INSTANCES=<folder of optima.csv> the published
// problems.
#include "cover/max_cover.h"
#include "cover/priority_order.h"
#include "support/cover_cbc.h"
#include "support/cover_scenes.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <numeric>

namespace {

using namespace maillage;
using namespace maillage::cover;

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

double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Rows that the same candidates cover as one: what a careful user gives CBC.
CoverInstance merged(const CoverInstance& instance) {
    std::vector<std::vector<std::uint32_t>> covering(instance.demand.size());
    for (std::size_t j = 0; j < instance.candidates.size(); ++j) {
        for (const std::uint32_t i : instance.covered_by(j)) {
            covering[i].push_back(static_cast<std::uint32_t>(j));
        }
    }
    std::map<std::vector<std::uint32_t>, double> weight;
    for (std::size_t i = 0; i < covering.size(); ++i) {
        if (!covering[i].empty()) {
            weight[covering[i]] += instance.demand[i].weight;
        }
    }
    CoverInstance out;
    out.candidates = instance.candidates;
    std::vector<std::vector<std::uint32_t>> lists(out.candidates.size());
    for (const auto& [sites, sum] : weight) {
        for (const std::uint32_t j : sites) {
            lists[j].push_back(static_cast<std::uint32_t>(out.demand.size()));
        }
        out.demand.push_back({sum, -1, 0});
    }
    cover_by_lists(out, lists);
    return out;
}

/// The same land by the solver, by greedy and by CBC (rows merged), one after the other.
void beside(benchmark::State& state) {
    const CoverInstance instance = test::make_land({.sites = 300,
                                                    .rows = 5000,
                                                    .side_m = 10000,
                                                    .towns = 15,
                                                    .seed = static_cast<unsigned>(state.range(0))});
    const CoverInstance small = merged(instance);
    CoverProblem problem;
    problem.most_sites = 20;
    double ours = 0;
    double greedy = 0;
    double cbc = 0;
    double value = 0;
    double greedy_value = 0;
    double cbc_value = 0;
    for (auto _ : state) {
        const double start = processor_seconds();
        value = solved(instance, 20, std::numeric_limits<long>::max(), 600).value;
        const double proved = processor_seconds();
        const std::vector<std::uint32_t> list = greedy_list(instance, problem);
        const double listed = processor_seconds();
        greedy_value = explain_order(instance, problem, list).back().cumulative;
        const double explained = processor_seconds();
        cbc_value = test::optimum_by_cbc(small, problem).value_or(0);
        ours += proved - start;
        greedy += listed - proved;
        cbc += processor_seconds() - explained;
    }
    const auto runs = static_cast<double>(state.iterations());
    state.counters["ours_ms"] = 1000 * ours / runs;
    state.counters["greedy_ms"] = 1000 * greedy / runs;
    state.counters["cbc_ms"] = 1000 * cbc / runs;
    state.counters["cbc_times"] = cbc / ours;
    state.counters["greedy_percent"] = 100 * greedy_value / value;
    if (std::abs(cbc_value - value) > 1e-6 * value) {
        state.SkipWithError("CBC and the solver differ");
    }
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

/// Seconds until the value was within 0.5 % of the end's, until the gap was proved under 0.1 %, and in all.
void to_the_proof(benchmark::State& state, const CoverInstance& instance, double sites, double seconds) {
    CoverProblem problem;
    problem.most_sites = sites;
    CoverAnswer answer;
    for (auto _ : state) {
        double start = processor_seconds();
        std::vector<std::pair<double, double>> values; // seconds, value
        double narrow = -1;
        CoverLimits limits;
        Progress progress;
        limits.news = [&](const CoverNews& news) {
            const double now = processor_seconds() - start;
            values.emplace_back(now, news.value);
            if (narrow < 0 && news.bound <= news.value * 1.001) {
                narrow = now;
            }
            if (now > seconds) {
                progress.cancel();
            }
        };
        benchmark::DoNotOptimize(greedy_list(instance, problem));
        state.counters["s_greedy"] = processor_seconds() - start;
        start = processor_seconds();
        answer = solve_cover(instance, problem, limits, progress);
        const auto good =
            std::ranges::find_if(values, [&](const auto& v) { return v.second >= 0.995 * answer.value; });
        state.counters["s_to_995"] = good == values.end() ? -1 : good->first;
        state.counters["s_to_gap"] = narrow;
        state.counters["s_in_all"] = processor_seconds() - start;
    }
    tell(state, answer);
}

void million(benchmark::State& state) {
    const CoverInstance instance =
        test::make_land({.sites = 50000, .rows = 1000000, .side_m = 80000, .towns = 400, .seed = 4});
    to_the_proof(state, instance, 500, 20);
}

/// The published problems (optima.csv of `folder`), each solved five times to the proof: medians, their sum
/// and the slowest.
void published(benchmark::State& state, const std::filesystem::path& folder) {
    std::vector<double> medians;
    std::string slowest;
    for (auto _ : state) {
        std::ifstream optima(folder / "optima.csv");
        std::string line;
        std::getline(optima, line);
        while (std::getline(optima, line)) {
            std::istringstream fields(line);
            std::string name;
            std::string radius;
            std::string sites;
            std::getline(std::getline(std::getline(fields, name, ';'), radius, ';'), sites, ';');
            const CoverInstance instance =
                name.starts_with("SJC")
                    ? test::read_sjc(folder / (name + ".txt"), std::stod(radius))
                    : test::read_pairs(folder / "san-francisco-205x16-distances.csv", std::stod(radius));
            std::vector<double> seconds;
            for (int k = 0; k < 5; ++k) {
                const double start = processor_seconds();
                benchmark::DoNotOptimize(solved(instance, std::stod(sites), 1'000'000, 100));
                seconds.push_back(processor_seconds() - start);
            }
            std::ranges::sort(seconds);
            if (medians.empty() || seconds[2] > *std::ranges::max_element(medians)) {
                slowest = name + " p=" + sites;
            }
            medians.push_back(seconds[2]);
        }
    }
    state.SetLabel(slowest);
    state.counters["problems"] = static_cast<double>(medians.size());
    state.counters["s_sum"] = std::accumulate(medians.begin(), medians.end(), 0.0);
    state.counters["s_slowest"] = medians.empty() ? 0 : *std::ranges::max_element(medians);
    state.counters["over_30_ms"] =
        static_cast<double>(std::ranges::count_if(medians, [](double s) { return s > 0.03; }));
}

} // namespace

BENCHMARK(join)->Arg(1)->Arg(2)->Arg(4)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(greedy)->Arg(1)->Arg(2)->Arg(4)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(answer_and_bound)->Arg(1)->Arg(2)->Arg(4)->Arg(10)->Unit(benchmark::kMillisecond)->Iterations(1);

BENCHMARK(beside)->Arg(1)->Arg(2)->Arg(3)->Unit(benchmark::kMillisecond);
BENCHMARK(million)->Unit(benchmark::kSecond)->Iterations(1);

int main(int argc, char** argv) {
    if (const char* folder = std::getenv("MAILLAGE_INSTANCES")) {
        const std::filesystem::path path = folder;
        benchmark::RegisterBenchmark("published", [path](benchmark::State& s) { published(s, path); })
            ->Iterations(1)
            ->Unit(benchmark::kSecond);
    }
    if (const char* folder = std::getenv("MAILLAGE_W4")) {
        const std::string path = folder;
        benchmark::RegisterBenchmark("w4_small", [path](benchmark::State& s) {
            to_the_proof(s, read_pair(path, "w4small"), 20, 60);
        })->Unit(benchmark::kMillisecond);
        benchmark::RegisterBenchmark(
            "w4_big", [path](benchmark::State& s) { to_the_proof(s, read_pair(path, "w4big"), 50, 60); })
            ->Unit(benchmark::kMillisecond)
            ->Iterations(1);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
