#include "cover/branch.h"

#include "cover/root.h"
#include "cover/state.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace maillage::cover {

namespace {

constexpr double kNever = -CoverCore::kNoLimit;
constexpr int kNodeSlice = 20;          // steps between two looks at the progress of a node
constexpr double kHope = 10;            // slices at the pace of the last that may still be spent
constexpr double kManySettled = 0.1;    // of the candidates: look again before branching
constexpr double kNodePrecision = 0.15; // of the way to the best set that a node's prices need not settle

class Branching {
  public:
    Branching(const SearchLimits& limits, CoverSet known) : limits_(limits) {
        result_.best = std::move(known);
    }

    Branching(const SearchLimits& limits, Narrowed& start) : Branching(limits, std::move(start.best)) {
        root_bound_ = start.bound;
        is_narrow_ = true;
    }

    SearchResult run(CoverCore core, DualPrices prices, std::vector<std::uint32_t> path) {
        const double bound = root_bound_;
        visit({std::move(core), std::move(prices), std::move(path), bound, 0});
        result_.is_proved = !is_cut_ && limits_.relative_gap <= 0;
        result_.bound = std::max(result_.best.value, is_cut_ ? cut_bound_ : kNever);
        if (limits_.relative_gap > 0) { // branches were left on the strength of the gap asked for
            result_.bound = std::max(result_.bound, std::min(root_bound_, floor()));
        }
        return std::move(result_);
    }

  private:
    /// At or below this bound a node cannot hold a better set.
    double floor() const { return proving_bound(result_.best.value, limits_); }

    void record(const CoverCore& core, const std::vector<std::uint32_t>& chosen, double value,
                const std::vector<std::uint32_t>& path) {
        if (value <= result_.best.value) {
            return;
        }
        std::vector<std::uint32_t> sites = path;
        for (const std::uint32_t j : chosen) {
            sites.push_back(core.site[j]);
        }
        std::ranges::sort(sites);
        result_.best = {std::move(sites), value};
        tell();
    }

    /// Floors that cannot be met any more whatever is opened.
    static bool is_hopeless(const CoverCore& core) {
        std::vector<double> places(core.sites_needed.size(), 0.0);
        for (const std::int32_t g : core.group) {
            if (g >= 0) {
                places[static_cast<std::size_t>(g)] += 1;
            }
        }
        double needed = 0;
        for (std::size_t g = 0; g < places.size(); ++g) {
            needed += core.sites_needed[g];
            if (places[g] < core.sites_needed[g]) {
                return true;
            }
        }
        std::vector<double> weight(core.weight_needed.size(), 0.0);
        for (std::size_t i = 0; i < core.rows(); ++i) {
            weight[0] += core.toward[i];
            if (core.zone[i] > 0) {
                weight[core.zone[i]] += core.toward[i];
            }
        }
        for (std::size_t z = 0; z < weight.size(); ++z) {
            if (weight[z] < core.weight_needed[z]) {
                return true;
            }
        }
        return needed > core.most_sites ||
               std::ranges::any_of(core.capacity, [](double c) { return c < 0; }) ||
               (needed > 0 &&
                cheapest_for_floors(core) > std::accumulate(core.capacity.begin(), core.capacity.end(), 0.0));
    }

    /// The least that the sites cost which the floors of the groups still ask for: each group has its own.
    static double cheapest_for_floors(const CoverCore& core) {
        std::vector<std::vector<double>> costs(core.sites_needed.size());
        for (std::size_t j = 0; j < core.sites(); ++j) {
            const std::int32_t g = core.group[j];
            if (g >= 0 && core.sites_needed[static_cast<std::size_t>(g)] > 0) {
                costs[static_cast<std::size_t>(g)].push_back(core.cost[j]);
            }
        }
        double sum = 0;
        for (std::size_t g = 0; g < costs.size(); ++g) { // never more than there are: seen before
            const auto count = static_cast<std::ptrdiff_t>(core.sites_needed[g]);
            std::ranges::nth_element(costs[g], costs[g].begin() + std::max<std::ptrdiff_t>(count - 1, 0));
            sum = std::accumulate(costs[g].begin(), costs[g].begin() + count, sum);
        }
        return sum;
    }

    /// Candidates that no longer fit are out; returns whether one is.
    static bool drop_unaffordable(const CoverCore& core, std::vector<Fate>& fate) {
        bool any = false;
        for (std::size_t j = 0; j < core.sites(); ++j) {
            if (core.cost[j] > core.capacity[core.purse[j]] || core.most_sites < 1) {
                fate[j] = Fate::out;
                any = true;
            }
        }
        return any;
    }

    static bool everything_fits(const CoverCore& core) {
        std::vector<double> sum(core.capacity.size(), 0.0);
        for (std::size_t j = 0; j < core.sites(); ++j) {
            sum[core.purse[j]] += core.cost[j];
            if (core.charge[j] > 0) {
                return false;
            }
        }
        for (std::size_t q = 0; q < sum.size(); ++q) {
            if (sum[q] > core.capacity[q]) {
                return false;
            }
        }
        std::vector<std::uint32_t> place = core.place;
        std::ranges::sort(place);
        return core.most_sites >= static_cast<double>(core.sites()) &&
               std::ranges::adjacent_find(place) == place.end();
    }

    /// Only one more site fits: the best one is seen at once.
    static bool only_one_fits(const CoverCore& core) {
        if (core.has_floors() || core.capacity.size() != 1) {
            return false;
        }
        double cheapest = CoverCore::kNoLimit;
        double second = CoverCore::kNoLimit;
        for (const double c : core.cost) {
            if (c < cheapest) {
                second = std::exchange(cheapest, c);
            } else {
                second = std::min(second, c);
            }
        }
        return core.most_sites < 2 || cheapest + second > core.capacity[0];
    }

    void take_best_single(const CoverCore& core, const std::vector<std::uint32_t>& path) {
        const CoverState state(core);
        std::uint32_t best = 0;
        for (std::uint32_t j = 1; j < core.sites(); ++j) {
            if (state.gain(j) > state.gain(best) ||
                (state.gain(j) == state.gain(best) && core.rank[j] < core.rank[best])) {
                best = j;
            }
        }
        if (state.gain(best) > 0) {
            record(core, {best}, core.constant + state.gain(best), path);
        }
        record(core, {}, core.constant, path);
    }

    bool is_leaf(const CoverCore& core, const std::vector<std::uint32_t>& path) {
        if (is_hopeless(core)) {
            return true;
        }
        if (core.sites() == 0 || (core.rows() == 0 && !core.has_floors())) {
            record(core, {}, core.constant, path);
            return true;
        }
        if (everything_fits(core)) {
            std::vector<std::uint32_t> all(core.sites());
            std::iota(all.begin(), all.end(), 0U);
            CoverState state(core);
            for (const std::uint32_t j : all) {
                state.open(j);
            }
            record(core, all, state.value(), path);
            return true;
        }
        if (only_one_fits(core)) {
            take_best_single(core, path);
            return true;
        }
        return false;
    }

    bool must_stop(double bound) {
        if ((result_.best.exists() && result_.best.value >= limits_.enough) ||
            result_.nodes >= limits_.nodes || (limits_.stop && limits_.stop())) {
            is_cut_ = true;
            cut_bound_ = std::max(cut_bound_, bound);
            return true;
        }
        return false;
    }

    static double target_for(double floor, double bound_now) {
        return floor > kNever ? floor : bound_now - 0.05 * std::abs(bound_now) - 1;
    }

    void tell() const {
        if (limits_.news) {
            limits_.news(result_.best.value, std::max(result_.best.value, root_bound_));
        }
    }

    /// The free candidate the relaxation is least sure of.
    static std::size_t branching_site(const CoverCore& core, const CoverDual& dual,
                                      const std::vector<Fate>& fate) {
        std::size_t best = core.sites();
        double best_score = -1;
        for (std::size_t j = 0; j < core.sites(); ++j) {
            const double share = dual.shares()[j];
            const double score = std::min(share, 1 - share) + 1e-3 * share;
            if (fate[j] == Fate::free && score > best_score) {
                best = j;
                best_score = score;
            }
        }
        return best;
    }

    static std::vector<std::uint32_t> extended(const std::vector<std::uint32_t>& path, const CoverCore& core,
                                               const std::vector<Fate>& fate) {
        std::vector<std::uint32_t> longer = path;
        for (std::size_t j = 0; j < core.sites(); ++j) {
            if (fate[j] == Fate::in) {
                longer.push_back(core.site[j]);
            }
        }
        return longer;
    }

    /// One node being worked on: what is left, what was chosen on the way, and what bounds it.
    struct Node {
        CoverCore core;
        DualPrices prices;
        std::vector<std::uint32_t> path;
        double bound = CoverCore::kNoLimit;
        int depth = 0;
    };

    static Node child(const Node& node, const std::vector<Fate>& fate) {
        Node next;
        next.prices = node.prices;
        next.core = restrict_core(node.core, fate, next.prices.row);
        follow_sites(node.core, next.core, next.prices);
        next.path = extended(node.path, node.core, fate);
        next.bound = node.bound;
        next.depth = node.depth + 1;
        return next;
    }

    /// The first look: prices, sets and what they settle.
    void narrow_root(Node& node) {
        CoverSet known = result_.best;
        Narrowed narrowed =
            narrow(std::move(node.core), std::move(known), std::move(node.prices), limits_, node.path);
        node.core = std::move(narrowed.core);
        node.prices = std::move(narrowed.prices);
        node.path = std::move(narrowed.taken);
        node.bound = std::min(node.bound, narrowed.bound);
        result_.best = std::move(narrowed.best);
        root_bound_ = node.bound;
        is_narrow_ = true;
    }

    /// Lowers the bound of a node as long as it can be hoped to fall to the best set.
    void price(Node& node, CoverDual& dual) const {
        for (int spent = 0; spent < limits_.node_iterations; spent += kNodeSlice) {
            const double target = target_for(floor(), node.bound);
            const double before = dual.best_bound();
            node.bound = std::min(node.bound, dual.improve(target, kNodeSlice, kNodePrecision));
            if (node.bound <= target || (before - dual.best_bound()) * kHope < node.bound - target) {
                return;
            }
        }
    }

    /// Bounds the node and looks for sets in it; false when it is done with.
    bool bound_node(Node& node, std::vector<Fate>& fate, std::size_t& branch_on) {
        CoverDual dual(node.core, std::move(node.prices));
        node.bound = std::min(node.bound, dual.best_bound());
        price(node, dual);
        if (node.bound <= floor()) {
            return false;
        }
        if (node.depth % 4 == 0 || !result_.best.exists()) {
            if (round_choice(node.core, dual.shares(), 0.5, 1, node.path, result_.best)) {
                tell();
            }
        }
        const std::size_t settled = settle_fates(dual, node.core, floor(), fate);
        node.prices = dual.handed_on();
        const bool smaller =
            static_cast<double>(settled) > kManySettled * static_cast<double>(node.core.sites());
        const Needs needs = settle_needed(dual, node.core, node.bound, floor(), fate);
        if (needs.are_hopeless) {
            return false;
        }
        branch_on = smaller || needs.took_one ? node.core.sites()
                    : needs.branch_on         ? *needs.branch_on
                                              : branching_site(node.core, dual, fate);
        return true;
    }

    /// Works a node down its "out" side; each "in" side is a recursion, so that its depth is the number of
    /// sites.
    void visit(Node node) {
        for (;;) {
            if (must_stop(node.bound)) {
                return;
            }
            std::vector<Fate> fate(node.core.sites(), Fate::free);
            if (drop_unaffordable(node.core, fate) ||
                (node.depth == 0 && drop_dominated(node.core, fate) > 0)) {
                node = child(node, fate);
                continue;
            }
            if (is_leaf(node.core, node.path)) {
                return;
            }
            if (!is_narrow_ && limits_.root_iterations > 0) {
                narrow_root(node);
                if (node.bound <= floor()) {
                    return;
                }
                continue;
            }
            ++result_.nodes;
            std::size_t branch_on = 0;
            if (!bound_node(node, fate, branch_on)) {
                return;
            }
            if (branch_on < node.core.sites()) {
                fate[branch_on] = Fate::in;
                visit(child(node, fate));
                fate[branch_on] = Fate::out;
            }
            node = child(node, fate);
        }
    }

    const SearchLimits& limits_;
    SearchResult result_;
    double root_bound_ = CoverCore::kNoLimit;
    double cut_bound_ = kNever;
    bool is_cut_ = false;
    bool is_narrow_ = false;
};

} // namespace

double proving_bound(double value, const SearchLimits& limits) {
    if (!(value > kNever)) {
        return kNever;
    }
    // Rounding of the bound itself: sums of at most some millions of doubles.
    const double noise = 1e-12 * std::abs(value);
    return std::max(value + std::max(limits.grain * (1 - 1e-6) - noise, noise),
                    value + std::abs(value) * limits.relative_gap);
}

SearchResult branch_and_bound(const CoverCore& core, CoverSet known, DualPrices prices,
                              const SearchLimits& limits) {
    return Branching(limits, std::move(known)).run(core, std::move(prices), {});
}

SearchResult branch_and_bound(Narrowed start, const SearchLimits& limits) {
    return Branching(limits, start)
        .run(std::move(start.core), std::move(start.prices), std::move(start.taken));
}

} // namespace maillage::cover
