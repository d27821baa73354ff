#include "cover/state.h"

#include <algorithm>

namespace maillage::cover {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

bool has_twins(const CoverCore& core) {
    std::vector<std::uint32_t> place = core.place;
    std::ranges::sort(place);
    return std::ranges::adjacent_find(place) != place.end();
}

} // namespace

CoverState::CoverState(const CoverCore& core)
    : core_(core), open_(core.sites(), 0), times_(core.rows(), 0), gain_(core.sites(), 0.0),
      value_(core.constant), left_(core.capacity), sites_left_(core.most_sites),
      sites_needed_(core.sites_needed), weight_needed_(core.weight_needed), floors_(core.has_floors()),
      twins_(has_twins(core)) {
    for (std::uint32_t j = 0; j < core.sites(); ++j) {
        for (const std::uint32_t i : core.rows_of(j)) {
            gain_[j] += core.first[i];
        }
    }
}

void CoverState::shift(std::size_t i, double closed_change, double open_change) {
    if (closed_change == 0 && open_change == 0) {
        return;
    }
    for (const std::uint32_t k : core_.sites_of(i)) {
        gain_[k] += open_[k] != 0 ? open_change : closed_change;
    }
}

void CoverState::toward(std::size_t i, double sign) {
    weight_needed_[0] -= sign * core_.toward[i];
    if (core_.zone[i] > 0) {
        weight_needed_[core_.zone[i]] -= sign * core_.toward[i];
    }
}

void CoverState::count(std::uint32_t j, double sign) {
    value_ += sign * gain(j);
    left_[core_.purse[j]] -= sign * core_.cost[j];
    sites_left_ -= sign;
    if (core_.group[j] >= 0) {
        sites_needed_[static_cast<std::size_t>(core_.group[j])] -= sign;
    }
}

void CoverState::open(std::uint32_t j) {
    count(j, 1);
    for (const std::uint32_t i : core_.rows_of(j)) {
        const int n = times_[i]++;
        shift(i, next(i, n + 1) - next(i, n), n == 0 ? 0.0 : next(i, n) - next(i, n - 1));
        if (n == 0) {
            toward(i, 1);
        }
    }
    open_[j] = 1;
    // Its rows now count one more, itself included: what it would lose is what it has just gained.
    gain_[j] = 0;
    for (const std::uint32_t i : core_.rows_of(j)) {
        gain_[j] += next(i, times_[i] - 1);
    }
    chosen_.push_back(j);
}

void CoverState::close(std::uint32_t j) {
    count(j, -1);
    open_[j] = 0;
    const double loss = gain_[j];
    for (const std::uint32_t i : core_.rows_of(j)) {
        const int n = times_[i]--;
        shift(i, next(i, n - 1) - next(i, n), n == 1 ? 0.0 : next(i, n - 2) - next(i, n - 1));
        if (n == 1) {
            toward(i, -1);
        }
    }
    gain_[j] = loss;
    chosen_.erase(std::ranges::find(chosen_, j));
}

bool CoverState::fits(std::uint32_t j) const {
    if (core_.cost[j] > left_[core_.purse[j]] || sites_left_ < 1) {
        return false;
    }
    return !twins_ ||
           std::ranges::none_of(chosen_, [&](std::uint32_t k) { return core_.place[k] == core_.place[j]; });
}

double CoverState::missing() const {
    if (!floors_) {
        return 0;
    }
    double sum = 0;
    for (std::size_t g = 0; g < sites_needed_.size(); ++g) {
        if (sites_needed_[g] > 0) {
            sum += sites_needed_[g] / core_.sites_needed[g];
        }
    }
    for (std::size_t z = 0; z < weight_needed_.size(); ++z) {
        if (weight_needed_[z] > 0) {
            sum += weight_needed_[z] / core_.weight_needed[z];
        }
    }
    return sum;
}

std::vector<std::uint32_t> CoverState::chosen() const {
    std::vector<std::uint32_t> sorted = chosen_;
    std::ranges::sort(sorted);
    return sorted;
}

double CoverState::floor_gain(std::uint32_t j) const {
    double sum = 0;
    if (core_.group[j] >= 0) {
        const auto g = static_cast<std::size_t>(core_.group[j]);
        sum += sites_needed_[g] > 0 ? 1 / core_.sites_needed[g] : 0.0;
    }
    std::vector<double> brought(weight_needed_.size(), 0.0);
    for (const std::uint32_t i : core_.rows_of(j)) {
        if (times_[i] == 0) {
            brought[0] += core_.toward[i];
            if (core_.zone[i] > 0) {
                brought[core_.zone[i]] += core_.toward[i];
            }
        }
    }
    for (std::size_t z = 0; z < brought.size(); ++z) {
        if (weight_needed_[z] > 0) {
            sum += std::min(brought[z], weight_needed_[z]) / core_.weight_needed[z];
        }
    }
    return sum;
}

/// Opens the candidate that brings the floors nearest for its price; false when none can.
bool CoverState::fill_floor() {
    std::uint32_t best = kNone;
    double best_score = 0;
    for (std::uint32_t j = 0; j < core_.sites(); ++j) {
        if (open_[j] != 0 || !fits(j)) {
            continue;
        }
        const double price =
            core_.charge[j] + (left_[core_.purse[j]] < CoverCore::kNoLimit ? core_.cost[j] : 0.0);
        const double brought = floor_gain(j);
        if (brought <= 0) {
            continue;
        }
        // Among equals of floor, the one that also gains most.
        const double score = brought / std::max(price, 1e-9) * (1 + 1e-3 * gain_[j] / (1 + gain_[j]));
        if (best == kNone || score > best_score ||
            (score == best_score && core_.rank[j] < core_.rank[best])) {
            best = j;
            best_score = score;
        }
    }
    if (best == kNone) {
        return false;
    }
    open(best);
    return true;
}

void CoverState::fill(bool by_cost, const std::function<void(double)>& opened) {
    while (floors_ && missing() > 0 && fill_floor()) {
    }
    for (;;) {
        std::uint32_t best = kNone;
        double best_score = 0;
        for (std::uint32_t j = 0; j < core_.sites(); ++j) {
            if (open_[j] != 0 || gain(j) <= 0) {
                continue;
            }
            const double score = by_cost ? gain(j) / std::max(core_.cost[j], 1e-9) : gain(j);
            const bool first = best == kNone || score > best_score ||
                               (score == best_score && core_.rank[j] < core_.rank[best]);
            if (first && fits(j)) {
                best = j;
                best_score = score;
            }
        }
        if (best == kNone) {
            return;
        }
        open(best);
        if (opened) {
            opened(core_.capacity[0] - left_[0]);
        }
    }
}

void CoverState::open_liked(std::span<const double> liking, double least) {
    std::vector<std::uint32_t> liked;
    for (std::uint32_t j = 0; j < core_.sites(); ++j) {
        if (liking[j] > least) {
            liked.push_back(j);
        }
    }
    std::ranges::stable_sort(liked, std::greater<>(), [&](std::uint32_t j) { return liking[j]; });
    for (const std::uint32_t j : liked) {
        if (open_[j] == 0 && fits(j)) {
            open(j);
        }
    }
}

void CoverState::prune() {
    std::vector<std::uint32_t> order = chosen_;
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return core_.charge[a] != core_.charge[b] ? core_.charge[a] > core_.charge[b]
                                                  : core_.rank[a] > core_.rank[b];
    });
    for (const std::uint32_t j : order) {
        if (gain(j) > 0) {
            continue;
        }
        const double before = missing();
        const double loss = gain(j);
        close(j);
        if (missing() > before || loss > 0) {
            open(j);
        }
    }
}

bool CoverState::better(double missing_before, double value_before) const {
    const double now = missing();
    return now < missing_before - 1e-12 || (now <= missing_before + 1e-12 && value_ > value_before);
}

void CoverState::improve(int rounds) {
    bool by_cost = false;
    for (std::size_t j = 1; j < core_.sites(); ++j) {
        by_cost = by_cost || core_.cost[j] != core_.cost[0];
    }
    const bool charged = std::ranges::any_of(core_.charge, [](double c) { return c > 0; });
    for (int round = 0; round < rounds; ++round) {
        bool moved = false;
        for (const std::uint32_t j : std::vector<std::uint32_t>(chosen_)) {
            if (open_[j] == 0) {
                continue;
            }
            const std::vector<std::uint32_t> before = chosen_;
            const double value_before = value_;
            const double missing_before = missing();
            close(j);
            fill(by_cost);
            if (charged) {
                prune();
            }
            if (better(missing_before, value_before)) {
                moved = true;
                continue;
            }
            for (const std::uint32_t k : std::vector<std::uint32_t>(chosen_)) {
                if (std::ranges::find(before, k) == before.end()) {
                    close(k);
                }
            }
            for (const std::uint32_t k : before) {
                if (open_[k] == 0) {
                    open(k);
                }
            }
        }
        if (!moved) {
            return;
        }
    }
}

} // namespace maillage::cover
