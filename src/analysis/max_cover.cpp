#include "analysis/max_cover.h"

#include "analysis/cover_branch.h"
#include "analysis/cover_conflict.h"
#include "analysis/cover_model.h"
#include "analysis/cover_parts.h"
#include "base/error.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace maillage::analysis {

namespace {

class Clock {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Objective of the core in the caller's units; a cost is a charge, so its sign turns.
double told(const CoverModel& model, const CoverProblem& problem, double objective) {
    return (problem.goal == CoverGoal::least_cost ? -objective : objective) / model.value_scale;
}

void unpack(const CoverModel& model, const CoverProblem& problem, const CoverSet& set, CoverAnswer& answer) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found; // candidate, year
    const auto add = [&](std::uint32_t number) {
        const auto count = static_cast<std::uint32_t>(model.candidates);
        found.emplace_back(number % count, number / count);
    };
    std::ranges::for_each(set.sites, add);
    std::ranges::for_each(model.compulsory, add);
    std::ranges::sort(found);
    for (const auto& [candidate, year] : found) {
        answer.sites.push_back(candidate);
        if (!problem.phases.empty()) {
            answer.phase.push_back(year);
        }
    }
}

CoverCore without_dominated(const CoverCore& core) {
    std::vector<Fate> fate(core.sites(), Fate::free);
    drop_dominated(core, fate);
    std::vector<double> none;
    return restrict_core(core, fate, none);
}

SearchResult search_cover(const CoverCore& core, SearchLimits limits, unsigned threads) {
    if (!falls_apart(core)) {
        return branch_and_bound(core, {}, {}, limits);
    }
    Narrowed start = narrow(core, {}, {}, limits);
    return falls_apart(start.core) ? solve_parts(start, limits, threads)
                                   : branch_and_bound(std::move(start), limits);
}

void set_bound(const CoverModel& model, const CoverProblem& problem, const SearchResult& result,
               CoverAnswer& answer) {
    const bool least = problem.goal == CoverGoal::least_cost;
    answer.is_proved = result.is_proved;
    if (result.is_proved) {
        answer.bound = answer.value;
        return;
    }
    // Whole amounts: a bound between two of them is the lower one. The margin covers the rounding of the
    // weights.
    const double whole = std::floor(result.bound + 1e-9 * std::abs(result.bound) * 1e-3 + 1e-6);
    const double bound = told(model, problem, whole);
    answer.bound = least ? std::min(bound, answer.value) : std::max(bound * (1 + 1e-12), answer.value);
}

} // namespace

double CoverAnswer::gap() const {
    if (is_proved || bound == value) {
        return 0;
    }
    return std::abs(bound - value) / std::max(std::abs(value), 1e-300);
}

CoverAnswer solve_cover(const CoverInstance& instance, const CoverProblem& problem, const CoverLimits& limits,
                        Progress& progress) {
    const Clock clock;
    validate(instance);
    validate(problem, instance);
    progress.check();
    const CoverModel model = make_model(instance, problem);
    SearchLimits search;
    search.nodes = limits.nodes;
    search.relative_gap = limits.relative_gap;
    search.stop = [&] { return progress.is_cancelled() || clock.seconds() > limits.seconds; };
    if (limits.news) {
        search.news = [&](double value, double bound) {
            limits.news({told(model, problem, value), told(model, problem, bound), clock.seconds(), 0});
        };
    }
    const CoverCore core = without_dominated(model.core);
    const SearchResult result = search_cover(core, search, limits.threads);
    if (!result.best.exists()) {
        if (!result.is_proved) {
            progress.check();
            throw InputError(
                "la recherche s'est arrêtée avant d'avoir trouvé une solution : accordez plus de temps");
        }
        throw InputError(describe_conflict(instance, problem));
    }
    CoverAnswer answer;
    unpack(model, problem, result.best, answer);
    account(instance, problem, answer);
    set_bound(model, problem, result, answer);
    answer.is_stopped = !result.is_proved;
    answer.nodes = result.nodes;
    answer.seconds = clock.seconds();
    return answer;
}

} // namespace maillage::analysis
