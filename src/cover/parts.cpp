#include "cover/parts.h"

#include "base/parallel.h"
#include "cover/root.h"
#include "cover/state.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace maillage::cover {

namespace {

constexpr std::size_t kMostUnits = 4096; // of money, in one curve
constexpr double kMostSplitWork = 4e7;   // steps of the dynamic programme
constexpr int kIterationsAtPoint = 200;
constexpr double kPointPrecision = 0.05;
// What a search of a point may spend, and the part of the distance it is to settle.
constexpr long kNodesOfLevel[] = {1, 100, 300, 1000, 10000, 100000, 1000000, 10000000};
constexpr double kWindowOfLevel[] = {0, 0.15, 0.5, 1, 1, 1, 1, 1};
constexpr int kLastLevel = 7;
constexpr int kLevelAlone = 2;

double money_unit(const CoverCore& core) {
    double unit = 0;
    for (const double c : core.cost) {
        unit = static_cast<double>(std::gcd(static_cast<std::int64_t>(unit), static_cast<std::int64_t>(c)));
    }
    return unit;
}

/// One part of the land: its core with costs in units, and what is known of its curve.
struct Part {
    CoverCore core;
    DualPrices prices;
    std::vector<double> lower;                   ///< value reached with b units; rising
    std::vector<std::vector<std::uint32_t>> set; ///< that reaches it
    std::vector<double> upper;                   ///< nothing better exists with b units; rising
    std::vector<int> level;                      ///< of search already spent on b

    std::size_t width() const { return lower.size() - 1; }

    void learn_set(std::size_t b, double value, const std::vector<std::uint32_t>& sites) {
        for (; b < lower.size() && lower[b] < value; ++b) {
            lower[b] = value;
            set[b] = sites;
        }
    }

    void learn_bound(std::size_t b, double bound) {
        for (std::size_t k = b + 1; k-- > 0 && upper[k] > bound;) {
            upper[k] = bound;
        }
        upper[b] = std::max(upper[b], lower[b]);
    }
};

Part extract(const CoverCore& core, const DualPrices& prices, const std::vector<std::uint32_t>& sites,
             std::vector<std::uint32_t>& number, double unit) {
    Part part;
    CoverCore& out = part.core;
    part.prices.balance = prices.balance;
    for (const std::uint32_t j : sites) {
        number[j] = static_cast<std::uint32_t>(out.sites());
        out.site.push_back(core.site[j]);
        out.place.push_back(core.place[j]);
        out.rank.push_back(core.rank[j]);
        out.cost.push_back(core.cost[j] / unit);
        out.purse.push_back(0);
        out.charge.push_back(0);
        out.group.push_back(-1);
        if (!prices.share.empty()) {
            part.prices.share.push_back(prices.share[j]);
        }
    }
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t j : sites) {
        rows.insert(rows.end(), core.rows_of(j).begin(), core.rows_of(j).end());
    }
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    out.row_begin.assign(1, 0);
    for (const std::uint32_t i : rows) {
        for (const std::uint32_t j : core.sites_of(i)) {
            out.row_sites.push_back(number[j]);
        }
        out.row_begin.push_back(out.row_sites.size());
        out.first.push_back(core.first[i]);
        out.second.push_back(core.second[i]);
        out.toward.push_back(0);
        out.zone.push_back(0);
        if (!prices.row.empty()) {
            part.prices.row.push_back(prices.row[i]);
        }
    }
    transpose(out.sites(), out.row_begin, out.row_sites, out.site_begin, out.site_rows);
    out.weight_needed.assign(1, 0.0);
    return part;
}

std::vector<std::uint32_t> names(const CoverCore& core, const std::vector<std::uint32_t>& chosen) {
    std::vector<std::uint32_t> sites;
    for (const std::uint32_t j : chosen) {
        sites.push_back(core.site[j]);
    }
    return sites;
}

/// The greedy order gives a first set for every amount of money at once.
void first_curve(Part& part, std::size_t units) {
    const double all = std::accumulate(part.core.cost.begin(), part.core.cost.end(), 0.0);
    const std::size_t width = std::min(units, static_cast<std::size_t>(all));
    part.lower.assign(width + 1, 0.0);
    part.set.assign(width + 1, {});
    part.upper.assign(width + 1, CoverCore::kNoLimit);
    part.level.assign(width + 1, 0);
    part.core.capacity = {static_cast<double>(width)};
    CoverState state(part.core);
    state.fill(true, [&](double spent) {
        part.learn_set(static_cast<std::size_t>(spent), state.value(), names(part.core, state.chosen()));
    });
    const double everything = std::accumulate(part.core.first.begin(), part.core.first.end(), 0.0) +
                              std::accumulate(part.core.second.begin(), part.core.second.end(), 0.0);
    part.upper.assign(width + 1, everything);
    part.upper[0] = 0;
}

/// One set of prices bounds the whole curve: fixed part plus the relaxed knapsack of b units.
void bound_curve(Part& part, CoverDual& dual) {
    dual.settle();
    std::vector<std::uint32_t> order;
    for (std::uint32_t j = 0; j < part.core.sites(); ++j) {
        if (dual.profit(j) > 0) {
            order.push_back(j);
        }
    }
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const double left = dual.profit(a) * part.core.cost[b];
        const double right = dual.profit(b) * part.core.cost[a];
        return left != right ? left > right : a < b;
    });
    double worth = dual.fixed_part();
    double spent = 0;
    std::size_t next = 0;
    for (std::size_t b = 0; b <= part.width(); ++b) {
        const auto money = static_cast<double>(b);
        while (next < order.size() && spent + part.core.cost[order[next]] <= money) {
            spent += part.core.cost[order[next]];
            worth += dual.profit(order[next++]);
        }
        double bound = worth;
        if (next < order.size() && money > spent) {
            bound += dual.profit(order[next]) * (money - spent) / part.core.cost[order[next]];
        }
        // Whole units, and room for the rounding of the sums.
        bound = std::floor(bound + 1e-12 * std::abs(bound) + 1e-6);
        part.upper[b] = std::max(part.lower[b], std::min(part.upper[b], bound));
    }
    for (std::size_t b = part.width(); b-- > 0;) {
        part.upper[b] = std::min(part.upper[b], part.upper[b + 1]);
    }
}

/// Best split of the money over the parts for one side of the curves.
struct Split {
    double value = 0;
    std::vector<std::size_t> share; ///< units of each part
};

template <typename Curve> Split best_split(const std::vector<Part>& parts, std::size_t units, Curve curve) {
    std::vector<double> best(units + 1, 0.0);
    std::vector<std::vector<std::uint32_t>> taken(parts.size());
    std::vector<double> next;
    std::size_t reach = 0; // beyond it `best` is flat
    for (std::size_t c = 0; c < parts.size(); ++c) {
        const std::vector<double>& value = curve(parts[c]);
        reach = std::min(units, reach + parts[c].width());
        next.assign(units + 1, 0.0);
        taken[c].assign(reach + 1, 0);
        for (std::size_t b = 0; b <= reach; ++b) {
            double top = -1;
            for (std::size_t k = 0; k <= std::min(b, parts[c].width()); ++k) {
                const double v = best[b - k] + value[k];
                if (v > top) {
                    top = v;
                    taken[c][b] = static_cast<std::uint32_t>(k);
                }
            }
            next[b] = top;
        }
        std::fill(next.begin() + static_cast<std::ptrdiff_t>(reach), next.end(), next[reach]);
        best.swap(next);
    }
    Split split;
    split.value = best[units];
    split.share.resize(parts.size());
    std::size_t left = units;
    for (std::size_t c = parts.size(); c-- > 0;) {
        left = std::min(left, taken[c].size() - 1);
        split.share[c] = taken[c][left];
        left -= split.share[c];
    }
    return split;
}

class PartSearch {
  public:
    PartSearch(const Narrowed& start, const SearchLimits& limits, unsigned threads)
        : start_(start), core_(start.core), limits_(limits), threads_(threads) {}

    SearchResult run() {
        make_parts();
        improve_splits();
        result_.best = start_.best.value >= core_.constant + low_.value
                           ? start_.best
                           : CoverSet{best_sites(), core_.constant + low_.value};
        SearchLimits proof; // what the caller finds near enough is not a proof
        proof.grain = limits_.grain;
        result_.is_proved = bound() <= proving_bound(value(), proof);
        result_.bound = result_.is_proved ? value() : bound();
        return std::move(result_);
    }

  private:
    double value() const { return std::max(start_.best.value, core_.constant + low_.value); }

    double bound() const { return core_.constant + high_.value; }

    void make_parts() {
        const double unit = money_unit(core_);
        units_ = static_cast<std::size_t>(core_.capacity[0] / unit);
        std::vector<std::uint32_t> number(core_.sites());
        for (const auto& sites : parts_of(core_)) {
            parts_.push_back(extract(core_, start_.prices, sites, number, unit));
        }
        parallel_blocks(parts_.size(), 1, threads_, [&](std::size_t c, std::size_t) {
            first_curve(parts_[c], units_);
            CoverDual dual(parts_[c].core, parts_[c].prices);
            bound_curve(parts_[c], dual);
        });
        split();
        report();
    }

    void split() {
        low_ =
            best_split(parts_, units_, [](const Part& p) -> const std::vector<double>& { return p.lower; });
        high_ =
            best_split(parts_, units_, [](const Part& p) -> const std::vector<double>& { return p.upper; });
    }

    void report() const {
        if (limits_.news) {
            limits_.news(value(), std::max(value(), bound()));
        }
    }

    /// Prices, a bound for the whole curve and a better set for b units.
    void bound_at(Part& part, std::size_t b, int iterations) const {
        if (b == 0) {
            return;
        }
        part.core.capacity = {static_cast<double>(b)};
        CoverDual dual(part.core, part.prices);
        dual.improve(part.lower[b] + 0.99 * limits_.grain, iterations, kPointPrecision);
        part.prices = dual.handed_on();
        bound_curve(part, dual);
        for (const double least : {0.5, 0.05}) { // few sites that are surely good, or many that may be
            CoverState state(part.core);
            state.open_liked(dual.shares(), least);
            state.fill(true);
            state.improve(10);
            part.learn_set(b, state.value(), names(part.core, state.chosen()));
        }
    }

    /// Searches b units of a part. Were this point to fall by `spare`, the split through it could no longer
    /// win: that much is asked in steps, so that many parts falling a little can do it together.
    /// `alone`: no other part is open, so that turning to it and back would only waste what was searched.
    long search(Part& part, std::size_t b, double spare, bool alone) const {
        int level = part.level[b];
        level = alone && level > 0 ? std::max(level, kLevelAlone) : level;
        part.level[b] = std::min(kLastLevel, level + 1);
        if (level == 0) {
            bound_at(part, b, kIterationsAtPoint);
            return 0;
        }
        part.core.capacity = {static_cast<double>(b)};
        SearchLimits limits = limits_;
        limits.news = nullptr;
        limits.relative_gap = 0;
        limits.nodes = limits_.nodes - result_.nodes;
        if (!alone) {
            limits.nodes = std::min(limits.nodes, kNodesOfLevel[level]);
        }
        const double cut = std::floor(part.upper[b] - std::max(1.0, spare * kWindowOfLevel[level]));
        CoverSet known{part.set[b], part.lower[b]};
        if (cut > known.value) {
            known = {{}, cut};
        }
        const SearchResult result = branch_and_bound(part.core, known, part.prices, limits);
        if (result.best.value > known.value || cut <= part.lower[b]) {
            part.learn_set(b, result.best.value, result.best.sites);
        }
        part.learn_bound(b, std::floor(result.bound + 1e-12 * std::abs(result.bound) + 1e-6));
        return result.nodes;
    }

    bool is_done() const {
        return bound() <= proving_bound(value(), limits_) || value() >= limits_.enough ||
               result_.nodes >= limits_.nodes || (limits_.stop && limits_.stop());
    }

    void improve_splits() {
        while (!is_done()) {
            // The parts whose curves are still open where the best split of the upper curves spends.
            std::vector<std::size_t> open;
            int lowest = kLastLevel + 1;
            for (std::size_t c = 0; c < parts_.size(); ++c) {
                const std::size_t b = high_.share[c];
                if (parts_[c].upper[b] > parts_[c].lower[b]) {
                    open.push_back(c);
                    lowest = std::min(lowest, parts_[c].level[b]);
                }
            }
            std::erase_if(open, [&](std::size_t c) { return parts_[c].level[high_.share[c]] > lowest; });
            std::vector<long> nodes(open.size(), 0);
            const double spare = bound() - value();
            parallel_blocks(open.size(), 1, threads_, [&](std::size_t k, std::size_t) {
                Part& part = parts_[open[k]];
                const std::size_t b = high_.share[open[k]];
                nodes[k] = search(part, b, spare, open.size() == 1);
            });
            result_.nodes += std::accumulate(nodes.begin(), nodes.end(), 0L);
            split();
            report();
        }
    }

    std::vector<std::uint32_t> best_sites() const {
        std::vector<std::uint32_t> sites = start_.taken;
        for (std::size_t c = 0; c < parts_.size(); ++c) {
            const auto& set = parts_[c].set[low_.share[c]];
            sites.insert(sites.end(), set.begin(), set.end());
        }
        std::ranges::sort(sites);
        return sites;
    }

    const Narrowed& start_;
    const CoverCore& core_;
    const SearchLimits& limits_;
    unsigned threads_;
    std::size_t units_ = 0;
    std::vector<Part> parts_;
    Split low_, high_;
    SearchResult result_;
};

} // namespace

bool falls_apart(const CoverCore& core) {
    if (core.capacity.size() != 1 || core.capacity[0] == CoverCore::kNoLimit || core.has_floors() ||
        core.most_sites < CoverCore::kNoLimit || core.sites() < 2) {
        return false;
    }
    const bool charged = std::ranges::any_of(core.charge, [](double c) { return c != 0; });
    const double unit = money_unit(core);
    if (charged || unit < 1 || core.capacity[0] / unit > kMostUnits || core.capacity[0] < unit ||
        std::ranges::any_of(core.cost, [](double c) { return c <= 0; })) {
        return false;
    }
    const auto parts = parts_of(core);
    const double units = std::floor(core.capacity[0] / unit);
    double work = 0;
    for (const auto& part : parts) {
        double width = 0;
        for (const std::uint32_t j : part) {
            width += core.cost[j] / unit;
        }
        work += units * std::min(units, width);
    }
    return parts.size() > 1 && work <= kMostSplitWork;
}

SearchResult solve_parts(const Narrowed& start, const SearchLimits& limits, unsigned threads) {
    return PartSearch(start, limits, threads).run();
}

} // namespace maillage::cover
