#include "cover/priority_order.h"

#include "base/error.h"
#include "cover/core.h"
#include "cover/max_cover.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <string_view>

namespace maillage::cover {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
/// Gains that differ by less are told to be equal; nothing is decided by it.
constexpr double kRoundingOfSums = 1e-9;

/// How often each row is seen, and what one more look is worth.
class Seen {
  public:
    Seen(const CoverInstance& instance, const CoverProblem& problem)
        : instance_(instance), backup_(problem.backup_share), times_(instance.demand.size()) {
        for (std::size_t i = 0; i < times_.size(); ++i) {
            times_[i] = instance.demand[i].already_seen;
        }
    }

    double worth(std::uint32_t row) const {
        const double weight = instance_.demand[row].weight;
        return times_[row] == 0 ? weight : times_[row] == 1 ? weight * backup_ : 0.0;
    }

    double gain(std::uint32_t candidate) const {
        double sum = 0;
        for (const std::uint32_t row : instance_.covered_by(candidate)) {
            sum += worth(row);
        }
        return sum;
    }

    void add(std::uint32_t candidate, int by = 1) {
        for (const std::uint32_t row : instance_.covered_by(candidate)) {
            times_[row] += by;
        }
    }

    int times(std::uint32_t row) const { return times_[row]; }

  private:
    const CoverInstance& instance_;
    double backup_;
    std::vector<int> times_;
};

struct Purse {
    double money, sites;
    bool counts_money;

    explicit Purse(const CoverProblem& problem)
        : money(problem.budget.value_or(CoverCore::kNoLimit)),
          sites(problem.most_sites.value_or(CoverCore::kNoLimit)), counts_money(problem.budget.has_value()) {
        if (!problem.phases.empty()) {
            money = 0;
            counts_money = true;
            for (const CoverPhase& phase : problem.phases) {
                money += phase.budget;
            }
        }
    }

    bool allows(const CoverCandidate& candidate) const {
        return sites >= 1 && candidate.cost <= money * (1 + 1e-12);
    }

    void pay(const CoverCandidate& candidate) {
        money -= candidate.cost;
        sites -= 1;
    }
};

/// Lazy greedy over `pool`, after what `seen` already counts. A gain only falls, so an old one is an upper
/// bound.
void append_greedily(const CoverInstance& instance, std::span<const std::uint32_t> pool, Purse purse,
                     Seen& seen, std::vector<std::uint32_t>& order) {
    struct Entry {
        double score;
        std::uint32_t candidate;
        std::size_t round;
    };

    const auto worse = [&](const Entry& a, const Entry& b) {
        if (a.score != b.score) {
            return a.score < b.score;
        }
        return instance.candidates[a.candidate].id > instance.candidates[b.candidate].id;
    };
    const auto score = [&](std::uint32_t j) {
        const double gain = seen.gain(j);
        return purse.counts_money ? gain / std::max(instance.candidates[j].cost, 1e-9) : gain;
    };
    std::vector<Entry> entries;
    entries.reserve(pool.size());
    for (const std::uint32_t j : pool) {
        entries.push_back({score(j), j, order.size()});
    }
    std::priority_queue<Entry, std::vector<Entry>, decltype(worse)> queue(worse, std::move(entries));
    while (!queue.empty()) {
        Entry top = queue.top();
        queue.pop();
        if (!(top.score > 0) || !purse.allows(instance.candidates[top.candidate])) {
            continue;
        }
        if (top.round == order.size()) {
            order.push_back(top.candidate);
            seen.add(top.candidate);
            purse.pay(instance.candidates[top.candidate]);
        } else {
            top.score = score(top.candidate);
            top.round = order.size();
            queue.push(top);
        }
    }
}

/// Sum over the prefixes of an order of what they cover: an order is good when it covers early.
double area(const CoverInstance& instance, const CoverProblem& problem,
            std::span<const std::uint32_t> order) {
    Seen seen(instance, problem);
    double value = 0;
    double sum = 0;
    for (const std::uint32_t j : order) {
        value += seen.gain(j);
        seen.add(j);
        sum += value;
    }
    return sum;
}

std::vector<std::uint32_t> compulsory_sites(const CoverInstance& instance) {
    std::vector<std::uint32_t> sites;
    for (std::uint32_t j = 0; j < instance.candidates.size(); ++j) {
        if (instance.candidates[j].rule == CandidateRule::compulsory) {
            sites.push_back(j);
        }
    }
    return sites;
}

std::vector<std::uint32_t> allowed_sites(const CoverInstance& instance, std::vector<std::uint32_t> without) {
    std::ranges::sort(without);
    std::vector<std::uint32_t> sites;
    for (std::uint32_t j = 0; j < instance.candidates.size(); ++j) {
        if (instance.candidates[j].rule != CandidateRule::forbidden &&
            !std::ranges::binary_search(without, j)) {
            sites.push_back(j);
        }
    }
    return sites;
}

/// `order` and then greedily whatever still fits.
std::vector<std::uint32_t> completed(const CoverInstance& instance, const CoverProblem& problem,
                                     std::vector<std::uint32_t> order) {
    Seen seen(instance, problem);
    Purse purse(problem);
    for (const std::uint32_t j : order) {
        seen.add(j);
        purse.pay(instance.candidates[j]);
    }
    const std::vector<std::uint32_t> pool = allowed_sites(instance, order);
    append_greedily(instance, pool, purse, seen, order);
    return order;
}

/// Moves a line up one place while that covers sooner. Compulsory lines at the head stay.
void polish(const CoverInstance& instance, const CoverProblem& problem, std::vector<std::uint32_t>& order) {
    const std::size_t head = compulsory_sites(instance).size();
    bool moved = true;
    for (int round = 0; moved && round < 20; ++round) {
        moved = false;
        Seen seen(instance, problem);
        for (std::size_t k = 0; k + 1 < order.size(); ++k) {
            if (k >= head && !problem.budget && problem.phases.empty() &&
                seen.gain(order[k + 1]) > seen.gain(order[k])) {
                std::swap(order[k], order[k + 1]);
                moved = true;
            }
            seen.add(order[k]);
        }
    }
}

} // namespace

std::vector<std::uint32_t> greedy_order(const CoverInstance& instance, const CoverProblem& problem,
                                        std::span<const std::uint32_t> sites) {
    Seen seen(instance, problem);
    std::vector<std::uint32_t> order;
    std::vector<std::uint32_t> pool;
    for (const std::uint32_t j : sites) {
        if (instance.candidates[j].rule == CandidateRule::compulsory) {
            order.push_back(j);
            seen.add(j);
        } else {
            pool.push_back(j);
        }
    }
    CoverProblem unlimited;
    unlimited.backup_share = problem.backup_share;
    Purse purse(unlimited);
    purse.counts_money = Purse(problem).counts_money;
    append_greedily(instance, pool, purse, seen, order);
    std::vector<std::uint32_t> rest; // those that gain nothing any more close the list
    for (const std::uint32_t j : sites) {
        if (std::ranges::find(order, j) == order.end()) {
            rest.push_back(j);
        }
    }
    std::ranges::sort(rest, {}, [&](std::uint32_t j) { return std::string_view(instance.candidates[j].id); });
    order.insert(order.end(), rest.begin(), rest.end());
    return order;
}

std::vector<std::uint32_t> greedy_list(const CoverInstance& instance, const CoverProblem& problem) {
    return completed(instance, problem, greedy_order(instance, problem, compulsory_sites(instance)));
}

std::vector<SiteReport> explain_order(const CoverInstance& instance, const CoverProblem& problem,
                                      std::span<const std::uint32_t> order) {
    std::vector<SiteReport> reports;
    Seen seen(instance, problem);
    double covered = 0;
    double cost = 0;
    for (const std::uint32_t j : order) {
        SiteReport report;
        report.candidate = j;
        report.gain = seen.gain(j);
        report.cost = instance.candidates[j].cost;
        report.cumulative = covered += report.gain;
        report.cumulative_cost = cost += report.cost;
        for (const std::uint32_t row : instance.covered_by(j)) {
            if (seen.times(row) == 0) {
                report.rows.push_back(row);
            }
        }
        std::ranges::sort(report.rows);
        seen.add(j);
        reports.push_back(std::move(report));
    }
    const std::vector<std::uint32_t> others = allowed_sites(instance, {order.begin(), order.end()});
    std::vector<double> full(others.size()); // gain of each other candidate on top of the whole list
    for (std::size_t k = 0; k < others.size(); ++k) {
        full[k] = seen.gain(others[k]);
    }
    std::vector<std::size_t> begin;
    std::vector<std::uint32_t> sites;
    transpose(instance.demand.size(), instance.begin, instance.rows, begin, sites);
    std::vector<std::uint32_t> place(instance.candidates.size(), kNone);
    for (std::size_t k = 0; k < others.size(); ++k) {
        place[others[k]] = static_cast<std::uint32_t>(k);
    }
    const bool paid = Purse(problem).counts_money;
    for (SiteReport& report : reports) {
        // Without the line, only the rows it covers change worth: the others' gains rise there alone.
        std::vector<double> gain = full;
        const auto shift = [&](double sign) {
            for (const std::uint32_t row : instance.covered_by(report.candidate)) {
                const double worth = sign * seen.worth(row);
                for (std::size_t k = begin[row]; worth != 0 && k < begin[row + 1]; ++k) {
                    if (place[sites[k]] != kNone) {
                        gain[place[sites[k]]] += worth;
                    }
                }
            }
        };
        shift(-1);
        seen.add(report.candidate, -1);
        shift(1);
        report.loss_if_removed = seen.gain(report.candidate);
        std::optional<std::size_t> best;
        for (std::size_t k = 0; k < others.size(); ++k) {
            const bool affordable = !paid || instance.candidates[others[k]].cost <= report.cost;
            const auto id = [&](std::size_t c) -> const std::string& {
                return instance.candidates[others[c]].id;
            };
            if (affordable && gain[k] > 0 &&
                (!best || gain[k] > gain[*best] || (gain[k] == gain[*best] && id(k) < id(*best)))) {
                best = k;
            }
        }
        if (best) {
            report.runner_up = others[*best];
            report.loss_with_runner_up = report.loss_if_removed - seen.gain(others[*best]);
            const double as_good = report.loss_if_removed * (1 - kRoundingOfSums);
            for (std::size_t k = 0; k < others.size(); ++k) {
                const bool affordable = !paid || instance.candidates[others[k]].cost <= report.cost;
                report.equals += affordable && gain[k] > 0 && gain[k] >= as_good ? 1 : 0;
            }
        }
        seen.add(report.candidate);
    }
    return reports;
}

namespace {

/// The problem with so many sites, so much money, or so much money over all years.
CoverProblem with_amount(CoverProblem problem, double amount) {
    if (problem.phases.empty()) {
        (problem.budget ? problem.budget : problem.most_sites) = amount;
        return problem;
    }
    double whole = 0;
    for (const CoverPhase& phase : problem.phases) {
        whole += phase.budget;
    }
    for (CoverPhase& phase : problem.phases) { // whole cents: sums of money stay exact
        const double cents = whole > 0 ? 100 * phase.budget * (amount / whole) : 0;
        phase.budget = std::floor(cents * (1 + 1e-12)) / 100;
    }
    return problem;
}

} // namespace

std::vector<CurvePoint> cover_curve(const CoverInstance& instance, const CoverProblem& problem,
                                    std::span<const double> budgets, const CoverLimits& limits,
                                    Progress& progress) {
    std::vector<CurvePoint> curve;
    for (std::size_t k = 0; k < budgets.size(); ++k) {
        progress.report(static_cast<double>(k) / static_cast<double>(budgets.size()), "courbe de couverture");
        const CoverAnswer answer = solve_cover(instance, with_amount(problem, budgets[k]), limits, progress);
        curve.push_back({budgets[k], answer.value, answer.bound, answer.is_proved, answer.sites});
    }
    for (std::size_t k = 1; k < curve.size();
         ++k) { // what a smaller budget reaches, a larger one reaches too
        if (curve[k].value < curve[k - 1].value) {
            curve[k].value = curve[k - 1].value;
            curve[k].sites = curve[k - 1].sites;
        }
    }
    for (std::size_t k = curve.size(); k-- > 1;) {
        curve[k - 1].bound = std::max(curve[k - 1].value, std::min(curve[k - 1].bound, curve[k].bound));
    }
    return curve;
}

PriorityList priority_list(const CoverInstance& instance, const CoverProblem& problem,
                           const CoverLimits& limits, Progress& progress) {
    PriorityList list;
    list.best = solve_cover(instance, problem, limits, progress);
    std::vector<std::vector<std::uint32_t>> orders;
    orders.push_back(greedy_order(instance, problem, list.best.sites));
    const bool plain = problem.goal == CoverGoal::most_weight && problem.phases.empty();
    if (!problem.phases.empty()) { // year by year
        std::vector<std::uint32_t> year(instance.candidates.size(), 0);
        for (std::size_t k = 0; k < list.best.sites.size(); ++k) {
            year[list.best.sites[k]] = list.best.phase[k];
        }
        std::ranges::stable_sort(orders[0], {}, [&](std::uint32_t j) { return year[j]; });
    }
    if (plain && problem.floors.empty()) { // a list that leaves the best set could break a floor
        orders.push_back(greedy_list(instance, problem));
        const std::size_t head = compulsory_sites(instance).size();
        for (const double part : {0.5, 0.25}) {
            CoverProblem smaller = problem;
            const auto shrink = [&](std::optional<double>& limit) {
                limit = limit ? std::optional(std::floor(*limit * part)) : std::nullopt;
            };
            shrink(smaller.most_sites);
            shrink(smaller.budget);
            if (head > 0 || progress.is_cancelled()) { // the smaller budget may not pay for them
                break;
            }
            try {
                const CoverAnswer answer = solve_cover(instance, smaller, limits, progress);
                orders.push_back(completed(instance, problem, greedy_order(instance, problem, answer.sites)));
            } catch (const Cancelled&) { // the best set is known: its own order will do
                list.best.is_stopped = true;
                break;
            }
        }
    }
    std::vector<std::uint32_t> best;
    double best_area = -1;
    for (std::vector<std::uint32_t>& order : orders) {
        polish(instance, problem, order);
        const double a = area(instance, problem, order);
        if (a > best_area) {
            best_area = a;
            best = std::move(order);
        }
    }
    list.sites = explain_order(instance, problem, best);
    list.value = !plain ? list.best.value : list.sites.empty() ? 0 : list.sites.back().cumulative;
    list.bound = plain ? std::max(list.value, list.best.bound) : list.best.bound;
    return list;
}

} // namespace maillage::cover
