#include "cover/max_cover.h"

#include "base/error.h"
#include "cover/branch.h"
#include "cover/conflict.h"
#include "cover/model.h"
#include "cover/parts.h"
#include "cover/state.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace maillage::cover {

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

/// Of the sets that are worth the same, one without a site that a smaller identifier could replace: while
/// one of them, no dearer, in the same group and purse, makes up for what a chosen site brings, it takes its
/// place. What adds nothing goes. Floors in weight are left alone.
void settle_ties(const CoverCore& core, CoverSet& best) {
    constexpr auto positive = [](double v) { return v > 0; };
    if (!best.exists() || std::ranges::any_of(core.weight_needed, positive)) {
        return;
    }
    CoverState state(core);
    for (std::uint32_t j = 0; j < core.sites(); ++j) {
        if (std::ranges::binary_search(best.sites, core.site[j])) {
            state.open(j);
        }
    }
    const bool has_floors = core.has_floors();
    const auto replacement = [&](std::uint32_t site) {
        std::uint32_t found = site;
        for (std::uint32_t j = 0; j < core.sites(); ++j) {
            const bool is_smaller = core.rank[j] < core.rank[found] && !state.is_open(j);
            if (is_smaller && state.gain(j) >= state.gain(site) && core.purse[j] == core.purse[site] &&
                (!has_floors || core.group[j] == core.group[site]) && core.cost[j] <= core.cost[site] &&
                core.charge[j] <= core.charge[site] && state.fits(j)) {
                found = j;
            }
        }
        return found;
    };
    for (std::uint32_t j = static_cast<std::uint32_t>(core.sites()); j-- > 0;) {
        if (!has_floors && state.is_open(j) && state.gain(j) <= 0) { // money for nothing
            state.close(j);
        }
    }
    bool moved = true;
    while (moved) { // each move lowers an identifier: it ends
        moved = false;
        std::vector<std::uint32_t> chosen = state.chosen();
        std::ranges::sort(chosen, std::greater(), [&](std::uint32_t j) { return core.rank[j]; });
        for (const std::uint32_t site : chosen) {
            state.close(site);
            const std::uint32_t taken = replacement(site);
            state.open(taken);
            moved = moved || taken != site;
        }
    }
    best.sites.clear();
    for (const std::uint32_t j : state.chosen()) {
        best.sites.push_back(core.site[j]);
    }
    std::ranges::sort(best.sites);
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
    const double grains = result.bound / model.grain;
    const double whole = model.grain * std::floor(grains + 1e-12 * std::abs(grains) + 1e-6);
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
    search.grain = model.grain;
    search.relative_gap = limits.relative_gap;
    search.stop = [&] { return progress.is_cancelled() || clock.seconds() > limits.seconds; };
    if (limits.news) {
        search.news = [&](double value, double bound) {
            limits.news({told(model, problem, value), told(model, problem, bound), clock.seconds(), 0});
        };
    }
    const CoverCore core = without_dominated(model.core);
    SearchResult result = search_cover(core, search, limits.threads);
    if (!result.best.exists()) {
        if (!result.is_proved) {
            progress.check();
            throw InputError(
                "la recherche s'est arrêtée avant d'avoir trouvé une solution : accordez plus de temps");
        }
        throw InputError(describe_conflict(instance, problem));
    }
    if (!search.stop()) { // who waits no longer gets what is known
        settle_ties(model.core, result.best);
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

} // namespace maillage::cover
