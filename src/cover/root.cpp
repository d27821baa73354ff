#include "cover/root.h"

#include "cover/state.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace maillage::cover {

namespace {

constexpr int kFirstSlice = 20; // steps between two roundings; they grow
constexpr int kLastSlice = 80;
constexpr double kPrecision = 0.02; // of the distance between bound and best set that prices may still close
constexpr double kLeastShare = 1e-3;
constexpr double kMostSpread = 12; // candidates held, times those the shares add up to
constexpr double kMostTries = 8;
constexpr double kMostWork = 1e8; // of rounding at random, between two prices
constexpr int kRounds = 4;
constexpr int kLeastSteps = 200;
constexpr double kStall = 0.02;      // of the same distance: a slice that brings less has stalled
constexpr int kPatience = 3;         // stalled slices in a row
constexpr std::size_t kTightRow = 8; // candidates of a row, for what it says to be worth a look
constexpr double kManyNeeded = 0.1;  // of the rows: fewer say too little about who replaces whom
constexpr double kWorthWhile = 0.9;  // of the candidates left: smaller cores are worth making

std::vector<std::uint32_t> with_taken(const std::vector<std::uint32_t>& taken, const CoverCore& core,
                                      const std::vector<std::uint32_t>& chosen) {
    std::vector<std::uint32_t> sites = taken;
    for (const std::uint32_t j : chosen) {
        sites.push_back(core.site[j]);
    }
    std::ranges::sort(sites);
    return sites;
}

/// False when what was taken costs more than there is.
bool is_possible(const CoverCore& core) {
    return core.most_sites >= 0 && std::ranges::none_of(core.capacity, [](double c) { return c < 0; });
}

/// The value were every row covered, for nothing.
double everything(const CoverCore& core) {
    double sum = core.constant;
    for (std::size_t i = 0; i < core.rows(); ++i) {
        sum += core.first[i] + core.second[i];
    }
    return sum;
}

/// Few candidates, all that the relaxed choice holds: other sets are looked for among them alone.
CoverCore liked_core(const CoverCore& core, std::span<const double> shares, std::vector<double>& liking) {
    std::vector<Fate> fate(core.sites(), Fate::out);
    for (std::size_t j = 0; j < core.sites(); ++j) {
        if (shares[j] > kLeastShare) {
            fate[j] = Fate::free;
            liking.push_back(shares[j]);
        }
    }
    std::vector<double> none;
    return restrict_core(core, fate, none);
}

/// Sets rounded at random from the relaxed choice, the same on every machine. A choice that is still spread
/// over many times the candidates it is worth is left alone: nothing good comes of it.
void round_often(const CoverCore& core, std::span<const double> shares,
                 const std::vector<std::uint32_t>& taken, CoverSet& best) {
    double open = 0;
    double held = 0;
    for (const double share : shares) {
        open += share;
        held += share > kLeastShare ? 1.0 : 0.0;
    }
    if (held > kMostSpread * (open + 1)) {
        return;
    }
    std::vector<double> shares_left;
    const CoverCore liked = liked_core(core, shares, shares_left);
    const double work = static_cast<double>(liked.row_sites.size() + liked.sites()) * (open + 1);
    const int tries = static_cast<int>(std::clamp(kMostWork / work, 1.0, kMostTries));
    std::mt19937 random(20021);
    std::vector<double> liking(shares_left.size());
    for (int k = 0; k < tries; ++k) {
        for (std::size_t j = 0; j < liking.size(); ++j) {
            const double u = (static_cast<double>(random()) + 0.5) / 4294967296.0;
            liking[j] = std::pow(u, 1 / shares_left[j]); // draws without replacement, by share
        }
        round_choice(liked, liking, -1, kRounds, taken, best);
    }
}

/// Takes the settled candidates out of a narrowed core.
void shrink(Narrowed& now, std::vector<Fate>& fate, DualPrices prices) {
    for (std::size_t j = 0; j < now.core.sites(); ++j) {
        if (fate[j] == Fate::in) {
            now.taken.push_back(now.core.site[j]);
        }
    }
    CoverCore left = restrict_core(now.core, fate, prices.row);
    follow_sites(now.core, left, prices);
    now.core = std::move(left);
    now.prices = std::move(prices);
}

/// By the prices, or because all that is left could not make up for the row.
std::vector<bool> needed_rows(const CoverCore& core, const CoverDual& dual, double bound, double floor) {
    const double all = everything(core);
    std::vector<bool> needed(core.rows());
    for (std::size_t i = 0; i < core.rows(); ++i) {
        needed[i] = bound - dual.cost_of_missing(i) <= floor || all - core.first[i] - core.second[i] <= floor;
    }
    return needed;
}

/// Rows that a needed row implies: all the candidates of that one cover them, too.
std::vector<bool> implied_rows(const CoverCore& core, const std::vector<bool>& needed) {
    std::vector<bool> implied(core.rows());
    for (std::size_t i = 0; i < core.rows(); ++i) {
        const auto sites = core.sites_of(i);
        if (!needed[i] || implied[i] || sites.empty() || sites.size() > kTightRow) {
            continue;
        }
        const auto shortest =
            *std::ranges::min_element(sites, {}, [&](std::uint32_t j) { return core.rows_of(j).size(); });
        for (const std::uint32_t k : core.rows_of(shortest)) {
            const auto others = core.sites_of(k);
            implied[k] = implied[k] || (others.size() > sites.size() && std::ranges::includes(others, sites));
        }
    }
    return implied;
}

} // namespace

void follow_sites(const CoverCore& core, const CoverCore& left, DualPrices& prices) {
    if (prices.share.empty()) {
        return;
    }
    std::vector<double> share;
    for (std::size_t j = 0; j < core.sites(); ++j) {
        if (share.size() < left.sites() && left.site[share.size()] == core.site[j]) {
            share.push_back(prices.share[j]);
        }
    }
    prices.share = std::move(share);
}

std::size_t settle_fates(CoverDual& dual, const CoverCore& core, double floor, std::vector<Fate>& fate) {
    const double bound = dual.settle();
    std::size_t count = 0;
    for (std::size_t j = 0; j < core.sites(); ++j) {
        const double r = dual.reduced(j);
        if (r < 0 && bound + r <= floor) {
            fate[j] = Fate::out;
            ++count;
        } else if (r > 0 && bound - r <= floor) {
            fate[j] = Fate::in;
            ++count;
        }
    }
    return count;
}

Needs settle_needed(const CoverDual& dual, const CoverCore& core, double bound, double floor,
                    std::vector<Fate>& fate) {
    Needs needs;
    const std::vector<bool> needed = needed_rows(core, dual, bound, floor);
    const auto count = std::ranges::count(needed, true);
    if (count == 0) {
        return needs;
    }
    if (!core.has_floors() && static_cast<double>(count) >= kManyNeeded * static_cast<double>(core.rows())) {
        needs.settled = drop_dominated(core, fate, implied_rows(core, needed));
    }
    std::size_t fewest = kTightRow + 1;
    double best_share = -1;
    for (std::size_t i = 0; i < core.rows(); ++i) {
        if (!needed[i]) {
            continue;
        }
        std::size_t left = 0;
        std::size_t liked = 0;
        double share = -1;
        bool is_covered = false;
        for (const std::uint32_t j : core.sites_of(i)) {
            is_covered = is_covered || fate[j] == Fate::in;
            left += fate[j] == Fate::free ? 1 : 0;
            if (fate[j] == Fate::free && dual.shares()[j] > share) {
                share = dual.shares()[j];
                liked = j;
            }
        }
        if (is_covered) {
            continue;
        }
        if (left == 0) {
            needs.are_hopeless = true;
        } else if (left == 1) {
            fate[liked] = Fate::in;
            needs.took_one = true;
            ++needs.settled;
        } else if (left < fewest || (left == fewest && share > best_share)) {
            fewest = left;
            best_share = share;
            needs.branch_on = liked;
        }
    }
    return needs;
}

bool round_choice(const CoverCore& core, std::span<const double> liking, double least, int rounds,
                  const std::vector<std::uint32_t>& taken, CoverSet& best) {
    if (!is_possible(core)) {
        return false;
    }
    CoverState state(core);
    if (!liking.empty()) {
        state.open_liked(liking, least);
    }
    state.fill(std::ranges::adjacent_find(core.cost, std::not_equal_to<>()) != core.cost.end());
    state.prune();
    state.improve(rounds);
    if (state.missing() > 0 || state.value() <= best.value) {
        return false;
    }
    best = {with_taken(taken, core, state.chosen()), state.value()};
    return true;
}

Narrowed narrow(CoverCore core, CoverSet known, DualPrices prices, const SearchLimits& limits,
                std::vector<std::uint32_t> taken) {
    Narrowed now;
    now.taken = std::move(taken);
    now.core = std::move(core);
    now.prices = std::move(prices);
    now.best = std::move(known);
    now.bound = everything(now.core);
    SearchLimits proof; // what the caller finds near enough must not be thrown away
    proof.grain = limits.grain;
    const auto tell = [&] {
        if (limits.news && now.best.exists()) {
            limits.news(now.best.value, std::max(now.best.value, now.bound));
        }
    };
    const auto done = [&] {
        return now.bound <= proving_bound(now.best.value, limits) || now.best.value >= limits.enough ||
               (limits.stop && limits.stop());
    };
    if (round_choice(now.core, {}, 0, 20, now.taken, now.best)) {
        tell();
    }
    int slice = kFirstSlice;
    int spent = 0;
    int stalls = 0;
    bool settled = false;
    while (!settled) {
        CoverDual dual(now.core, now.prices);
        std::vector<Fate> fate;
        for (bool shrinks = false; !shrinks && !settled;) {
            // Without a set there is no target: steps to a bound somewhat lower than now.
            const double floor = proving_bound(now.best.value, limits);
            const double target =
                now.best.exists() ? floor : dual.best_bound() - 0.05 * std::abs(dual.best_bound()) - 1;
            const int steps = std::min(slice, limits.root_iterations - spent);
            const double before = dual.best_bound();
            now.bound = std::min(now.bound, dual.improve(target, steps, kPrecision, limits.stop));
            const bool slow = before - now.bound < kStall * (now.bound - target);
            stalls = spent >= kLeastSteps && slow ? stalls + 1 : 0;
            spent += steps;
            slice = std::min(kLastSlice, slice + kFirstSlice);
            round_choice(now.core, dual.shares(), 0.5, 10, now.taken, now.best);
            round_often(now.core, dual.shares(), now.taken, now.best);
            tell();
            fate.assign(now.core.sites(), Fate::free);
            const double proven = proving_bound(now.best.value, proof);
            std::size_t count = settle_fates(dual, now.core, proven, fate);
            const Needs needs = settle_needed(dual, now.core, now.bound, proven, fate);
            count += needs.settled;
            if (needs.are_hopeless) { // what is settled contradicts itself: no better set exists
                now.bound = std::min(now.bound, proven);
            }
            settled = done() || stalls >= kPatience || spent >= limits.root_iterations ||
                      now.bound - dual.relaxed_value() < kPrecision * (dual.relaxed_value() - now.best.value);
            shrinks = static_cast<double>(now.core.sites() - count) <
                      kWorthWhile * static_cast<double>(now.core.sites());
            if (settled) {
                shrinks = count > 0;
            }
        }
        now.prices = dual.handed_on();
        if (std::ranges::any_of(fate, [](Fate f) { return f != Fate::free; })) {
            shrink(now, fate, dual.handed_on());
        }
        if (!is_possible(now.core)) { // what every better set holds does not go together: there is none
            now.bound = std::min(now.bound, proving_bound(now.best.value, proof));
            settled = true;
        }
        if (now.core.sites() == 0) {
            settled = true;
        }
    }
    return now;
}

} // namespace maillage::cover
