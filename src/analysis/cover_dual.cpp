#include "analysis/cover_dual.h"

#include <algorithm>
#include <cmath>

namespace maillage::analysis {

namespace {

constexpr double kFirstShare = 0.1; // of the newest choice in the running mean
constexpr double kFade = 0.8;       // of that share, every kFadeEvery steps
constexpr int kFadeEvery = 100;
constexpr double kLeastPace = 0.005; // to start again with, however short the last steps were
constexpr int kPatience = 8;         // failed steps before they are shortened

/// Total worth of `order` within `capacity`, the last one in part. Marks shares; returns the price of the
/// purse.
double fill_purse(std::vector<std::uint32_t>& order, const std::vector<double>& profit,
                  const std::vector<double>& cost, double capacity, std::vector<double>& share) {
    const auto dearer = [&](std::uint32_t a, std::uint32_t b) {
        const double left = profit[a] * cost[b];
        const double right = profit[b] * cost[a];
        return left != right ? left > right : a < b;
    };
    // Quickselect on weight: halves until the candidate that breaks the purse is alone.
    std::size_t low = 0;
    std::size_t high = order.size();
    double room = std::max(0.0, capacity);
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        std::nth_element(order.begin() + low, order.begin() + middle, order.begin() + high, dearer);
        double sum = 0;
        for (std::size_t k = low; k < middle; ++k) {
            sum += cost[order[k]];
        }
        if (sum > room) {
            high = middle;
        } else {
            for (std::size_t k = low; k < middle; ++k) {
                share[order[k]] = 1;
            }
            room -= sum;
            low = middle;
        }
    }
    const std::uint32_t last = order[low];
    if (cost[last] <= room) { // everything fits after all, or the next one has the same ratio
        share[last] = 1;
        return 0;
    }
    share[last] = room / cost[last];
    return profit[last] / cost[last];
}

} // namespace

CoverDual::CoverDual(const CoverCore& core, DualPrices prices)
    : core_(core), now_(std::move(prices)), profit_(core.sites(), 0.0),
      purse_price_(core.capacity.size(), 0.0), share_(core.sites(), 0.0), mean_(core.sites(), 0.0),
      seen_(core.rows(), 0.0), weight_scale_(core.weight_needed.size(), 1.0), in_purse_(core.capacity.size()),
      floors_(core.has_floors()) {
    now_.group.resize(core.sites_needed.size(), 0.0);
    now_.weight.resize(core.weight_needed.size(), 0.0);
    if (now_.row.empty()) {
        now_.row.resize(core.rows());
        for (std::size_t i = 0; i < core.rows(); ++i) {
            const double sharing = static_cast<double>(core.row_begin[i + 1] - core.row_begin[i]);
            now_.row[i] = row_ceiling(i) / std::max(1.0, std::min(sharing, 4.0));
        }
    }
    for (DualPrices* slope : {&slope_, &mean_slope_}) {
        slope->row.resize(core.rows(), 0.0);
        slope->group.resize(now_.group.size(), 0.0);
        slope->weight.resize(now_.weight.size(), 0.0);
    }
    for (std::uint32_t j = 0; j < core.sites(); ++j) {
        in_purse_[core.purse[j]].push_back(j);
    }
    for (std::size_t i = 0; i < core.rows(); ++i) {
        weight_scale_[0] += core.toward[i] * core.toward[i];
        if (core.zone[i] > 0) {
            weight_scale_[core.zone[i]] += core.toward[i] * core.toward[i];
        }
    }
    for (double& scale : weight_scale_) {
        scale = std::sqrt(scale);
    }
    best_ = now_;
}

void CoverDual::choose(std::size_t purse) {
    order_.clear();
    double sum = 0;
    for (const std::uint32_t j : in_purse_[purse]) {
        share_[j] = 0;
        if (profit_[j] > 0) {
            order_.push_back(j);
            sum += core_.cost[j];
        }
    }
    purse_price_[purse] = 0;
    if (sum <= core_.capacity[purse]) {
        for (const std::uint32_t j : order_) {
            share_[j] = 1;
        }
    } else {
        purse_price_[purse] = fill_purse(order_, profit_, core_.cost, core_.capacity[purse], share_);
        purse_bound_ += purse_price_[purse] * std::max(0.0, core_.capacity[purse]);
    }
}

double CoverDual::evaluate() {
    double fixed = core_.constant;
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        const double group = core_.group[j] >= 0 ? now_.group[static_cast<std::size_t>(core_.group[j])] : 0.0;
        double worth = group - now_.site - core_.charge[j];
        for (const std::uint32_t i : core_.rows_of(j)) {
            worth += now_.row[i];
        }
        profit_[j] = worth;
    }
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double price = now_.row[i];
        fixed += std::max(0.0, row_ceiling(i) - price) + std::max(0.0, core_.second[i] - price);
    }
    for (std::size_t g = 0; g < now_.group.size(); ++g) {
        fixed -= now_.group[g] * core_.sites_needed[g];
    }
    for (std::size_t z = 0; z < now_.weight.size(); ++z) {
        fixed -= now_.weight[z] * core_.weight_needed[z];
    }
    if (now_.site > 0) {
        fixed += now_.site * core_.most_sites;
    }
    fixed_part_ = fixed;
    purse_bound_ = 0;
    for (std::size_t q = 0; q < in_purse_.size(); ++q) {
        choose(q);
    }
    // Written with the purse prices, so that the bound holds whatever the rounding of the shares.
    double bound = fixed + purse_bound_;
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        bound += std::max(0.0, reduced(j));
    }
    if (bound < best_bound_) {
        best_bound_ = bound;
        best_ = now_;
    }
    return bound;
}

void CoverDual::count_seen() {
    std::ranges::fill(seen_, 0.0);
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        if (share_[j] > 0) {
            for (const std::uint32_t i : core_.rows_of(j)) {
                seen_[i] += share_[j];
            }
        }
    }
}

/// What the relaxed choice at the current prices violates: the bound falls when prices follow it.
void CoverDual::measure() {
    count_seen();
    std::ranges::fill(slope_.weight, 0.0);
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double price = now_.row[i];
        const double once = price < row_ceiling(i) ? 1.0 : std::min(1.0, seen_[i]);
        double wanted = once;
        if (core_.second[i] > 0 && price <= core_.second[i]) {
            wanted += price < core_.second[i] ? 1.0 : std::clamp(seen_[i] - 1, 0.0, 1.0);
        }
        slope_.row[i] = wanted - seen_[i];
        if (floors_) {
            slope_.weight[0] -= core_.toward[i] * once;
            if (core_.zone[i] > 0) {
                slope_.weight[core_.zone[i]] -= core_.toward[i] * once;
            }
        }
    }
    std::ranges::fill(slope_.group, 0.0);
    slope_.site = 0;
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        slope_.site += share_[j];
        if (core_.group[j] >= 0) {
            slope_.group[static_cast<std::size_t>(core_.group[j])] -= share_[j];
        }
    }
    for (std::size_t g = 0; g < slope_.group.size(); ++g) {
        slope_.group[g] += core_.sites_needed[g];
    }
    for (std::size_t z = 0; z < slope_.weight.size(); ++z) {
        slope_.weight[z] =
            core_.weight_needed[z] > 0 ? (slope_.weight[z] + core_.weight_needed[z]) / weight_scale_[z] : 0.0;
    }
    slope_.site = core_.most_sites < CoverCore::kNoLimit ? slope_.site - core_.most_sites : 0.0;
}

void CoverDual::blend(double share) {
    const auto mix = [share](double& mean, double value) { mean += share * (value - mean); };
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        mix(mean_slope_.row[i], slope_.row[i]);
    }
    for (std::size_t g = 0; g < slope_.group.size(); ++g) {
        mix(mean_slope_.group[g], slope_.group[g]);
    }
    for (std::size_t z = 0; z < slope_.weight.size(); ++z) {
        mix(mean_slope_.weight[z], slope_.weight[z]);
    }
    mix(mean_slope_.site, slope_.site);
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        mix(mean_[j], share_[j]);
    }
}

/// Squared length of the mean slope, where the best prices are free to follow it.
double CoverDual::squared_length() const {
    double sum = mean_slope_.site * mean_slope_.site * (best_.site > 0 || mean_slope_.site > 0 ? 1.0 : 0.0);
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double d = mean_slope_.row[i];
        const bool blocked = d > 0 ? best_.row[i] >= best_ceiling(i) : best_.row[i] <= 0;
        sum += blocked ? 0.0 : d * d;
    }
    for (std::size_t g = 0; g < mean_slope_.group.size(); ++g) {
        const double d = mean_slope_.group[g];
        sum += d > 0 || best_.group[g] > 0 ? d * d : 0.0;
    }
    for (std::size_t z = 0; z < mean_slope_.weight.size(); ++z) {
        const double d = mean_slope_.weight[z];
        sum += d > 0 || best_.weight[z] > 0 ? d * d : 0.0;
    }
    return sum;
}

void CoverDual::step_from_best(double step) {
    for (std::size_t g = 0; g < now_.group.size(); ++g) {
        now_.group[g] = std::max(0.0, best_.group[g] + step * mean_slope_.group[g]);
    }
    for (std::size_t z = 0; z < now_.weight.size(); ++z) {
        now_.weight[z] = std::max(0.0, best_.weight[z] + step * mean_slope_.weight[z] / weight_scale_[z]);
    }
    now_.site = std::max(0.0, best_.site + step * mean_slope_.site);
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        now_.row[i] = std::clamp(best_.row[i] + step * mean_slope_.row[i], 0.0, row_ceiling(i));
    }
}

/// Share of the newest slope that makes the mean shortest, within (0, most].
double CoverDual::best_share(double most) const {
    double old = 0;
    double fresh = 0;
    double both = 0;
    const auto add = [&](double a, double b) {
        old += a * a;
        fresh += b * b;
        both += a * b;
    };
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        add(mean_slope_.row[i], slope_.row[i]);
    }
    for (std::size_t g = 0; g < slope_.group.size(); ++g) {
        add(mean_slope_.group[g], slope_.group[g]);
    }
    for (std::size_t z = 0; z < slope_.weight.size(); ++z) {
        add(mean_slope_.weight[z], slope_.weight[z]);
    }
    add(mean_slope_.site, slope_.site);
    const double spread = old + fresh - 2 * both;
    const double share = spread > 0 ? (old - both) / spread : most;
    return share < 0 ? most / 10 : std::min(share, most);
}

double CoverDual::improve(double target, int iterations) {
    double pace = std::max(best_.pace, kLeastPace);
    double share = kFirstShare;
    int failed = 0;
    measure();
    mean_slope_ = slope_;
    mean_ = share_;
    for (int k = 1; k <= iterations && best_bound_ > target && pace > 1e-5; ++k) {
        const double length = squared_length();
        if (length <= 1e-18) {
            break;
        }
        step_from_best(pace * (best_bound_ - target) / length);
        const double before = best_bound_;
        evaluate();
        measure();
        blend(best_share(share));
        if (best_bound_ < before) {
            failed = 0;
            pace = std::min(2.0, pace * 1.1);
        } else if (++failed >= kPatience) {
            failed = 0;
            pace *= 0.75;
        }
        share *= k % kFadeEvery == 0 ? kFade : 1.0;
    }
    best_.pace = pace;
    return best_bound_;
}

double CoverDual::settle() {
    now_ = best_;
    return evaluate();
}

} // namespace maillage::analysis
