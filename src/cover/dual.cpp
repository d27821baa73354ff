#include "cover/dual.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maillage::cover {

namespace {

constexpr int kLookEvery = 5;      // steps between two bounds
constexpr double kLongFall = 0.2;  // of the step length since the restart: start again
constexpr double kShortFall = 0.8; // the same, when the length has begun to grow
constexpr double kLongWait = 0.36; // of all steps since the last restart
constexpr double kLeastBalance = 0.15;
constexpr double kMostBalance = 3;
constexpr long kLongRun = 12; // steps that say something about the balance
constexpr long kWarm = 60;    // steps that a start from known shares stands for

void extend(std::vector<double>& to, const std::vector<double>& reflected, const std::vector<double>& anchor,
            double weight) {
    for (std::size_t k = 0; k < to.size(); ++k) {
        to[k] = weight * (2 * reflected[k] - to[k]) + (1 - weight) * anchor[k];
    }
}

/// Sum of squares of the differences, each divided by its step.
double squared(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>& step) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (step[k] > 0) {
            sum += (a[k] - b[k]) * (a[k] - b[k]) / step[k];
        }
    }
    return sum;
}

} // namespace

CoverDual::CoverDual(const CoverCore& core, DualPrices prices)
    : core_(core), now_(std::move(prices)), profit_(core.sites(), 0.0),
      purse_price_(core.capacity.size(), 0.0), in_purse_(core.capacity.size()),
      purse_mark_(core.capacity.size(), 0.0) {
    now_.group.resize(core.sites_needed.size(), 0.0);
    now_.weight.resize(std::max<std::size_t>(1, core.weight_needed.size()), 0.0);
    if (now_.row.empty()) {
        now_.row.resize(core.rows());
        for (std::size_t i = 0; i < core.rows(); ++i) {
            const double sharing = static_cast<double>(core.row_begin[i + 1] - core.row_begin[i]);
            now_.row[i] = ceiling(i, now_) / std::max(1.0, std::min(sharing, 4.0));
        }
    }
    if (now_.share.empty()) {
        now_.share.resize(core.sites(), 0.0);
    } else {
        steps_ = kWarm;
    }
    for (std::uint32_t j = 0; j < core.sites(); ++j) {
        in_purse_[core.purse[j]].push_back(j);
    }
    others_ = 1 + now_.group.size() + now_.weight.size();
    omega_ = std::clamp(now_.balance, kLeastBalance, kMostBalance);
    weights_ = std::ranges::any_of(core.weight_needed, [](double v) { return v > 0; });
    checked_ = !core.has_floors() && core.most_sites == CoverCore::kNoLimit;
    set_scales();
    start();
    best_ = now_;
    best_bound_ = bound_at(now_, here_.worth);
}

/// Steps after Pock and Chambolle (2011): one over the sum of the entries of a row or column, each constraint
/// scaled by what its price may be worth.
void CoverDual::set_scales() {
    const std::size_t zones = now_.weight.size();
    double unit = 0; // worth of a unit of weight
    double worth = 0;
    double weight = 0;
    double charge = 0;
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        worth += core_.first[i];
        weight += core_.toward[i];
    }
    for (const double c : core_.charge) {
        charge += c;
    }
    if (weights_ && weight > 0) {
        unit = (worth + charge) / weight;
    }
    std::vector<double> scale(core_.rows());
    row_step_.resize(core_.rows());
    once_step_.resize(weights_ ? core_.rows() : 0);
    std::vector<double> weight_sum(zones, 0.0);
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double zone = core_.zone[i] > 0 ? 2.0 : 1.0;
        scale[i] = core_.first[i] + unit * core_.toward[i];
        const auto entries = static_cast<double>(core_.row_begin[i + 1] - core_.row_begin[i]);
        row_step_[i] = scale[i] / (entries + (weights_ ? 2 : 0));
        if (weights_) {
            once_step_[i] = 1 / std::max(1e-9, scale[i] + zone * unit * core_.toward[i]);
            weight_sum[0] += core_.toward[i];
            if (core_.zone[i] > 0) {
                weight_sum[core_.zone[i]] += core_.toward[i];
            }
        }
    }
    site_step_.resize(core_.sites());
    double all = 0;
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        double sum = 0;
        for (const std::uint32_t i : core_.rows_of(j)) {
            sum += scale[i];
        }
        site_step_[j] = std::max(1.0, sum);
        all += sum;
    }
    const double sites = std::max(1.0, static_cast<double>(core_.sites()));
    const double typical = std::max(1.0, all / sites); // worth of a site
    std::vector<double> members(now_.group.size(), 0.0);
    const bool counted = core_.most_sites < CoverCore::kNoLimit;
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        double sum = site_step_[j] + (counted ? typical : 0.0);
        if (core_.group[j] >= 0) {
            const auto g = static_cast<std::size_t>(core_.group[j]);
            members[g] += 1;
            sum += core_.sites_needed[g] > 0 ? typical : 0.0;
        }
        site_step_[j] = 1 / sum;
    }
    other_step_.assign(others_, 0.0);
    other_step_[0] = counted ? typical / sites : 0.0;
    for (std::size_t g = 0; g < members.size(); ++g) {
        other_step_[1 + g] = core_.sites_needed[g] > 0 ? typical / std::max(1.0, members[g]) : 0.0;
    }
    for (std::size_t z = 0; z < core_.weight_needed.size(); ++z) {
        other_step_[1 + members.size() + z] =
            core_.weight_needed[z] > 0 && weight_sum[z] > 0 ? unit / weight_sum[z] : 0.0;
    }
}

void CoverDual::gather(const std::vector<double>& row, std::vector<double>& worth) const {
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        const std::span<const std::uint32_t> rows = core_.rows_of(j);
        double sum[4] = {0, 0, 0, 0}; // four sums at once: additions need not wait for one another
        std::size_t k = 0;
        for (; k + 4 <= rows.size(); k += 4) {
            sum[0] += row[rows[k]];
            sum[1] += row[rows[k + 1]];
            sum[2] += row[rows[k + 2]];
            sum[3] += row[rows[k + 3]];
        }
        for (; k < rows.size(); ++k) {
            sum[0] += row[rows[k]];
        }
        worth[j] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}

void CoverDual::scatter(const std::vector<double>& share, std::vector<double>& seen) const {
    std::ranges::fill(seen, 0.0);
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        const double s = share[j];
        if (s != 0) {
            for (const std::uint32_t i : core_.rows_of(j)) {
                seen[i] += s;
            }
        }
    }
}

void CoverDual::start() {
    here_.site = now_.share;
    here_.row = now_.row;
    here_.other.assign(1, now_.site);
    here_.other.insert(here_.other.end(), now_.group.begin(), now_.group.end());
    here_.other.insert(here_.other.end(), now_.weight.begin(), now_.weight.end());
    here_.worth.resize(core_.sites());
    here_.seen.resize(core_.rows());
    gather(here_.row, here_.worth);
    scatter(here_.site, here_.seen);
    if (weights_) {
        here_.once.resize(core_.rows());
        here_.again.resize(core_.rows());
        for (std::size_t i = 0; i < core_.rows(); ++i) {
            here_.once[i] = std::min(1.0, here_.seen[i]);
            here_.again[i] = std::clamp(here_.seen[i] - 1, 0.0, 1.0);
        }
    }
    next_ = here_;
    anchor_ = here_;
    origin_ = here_;
}

/// Nearest shares the purse can pay: all fall along their cost until it holds.
void CoverDual::fill_purse(std::size_t purse) {
    std::vector<double>& share = next_.site;
    const auto& sites = in_purse_[purse];
    const double room = std::max(0.0, core_.capacity[purse]);
    const auto spent = [&](double mark, double& slope) {
        double sum = 0;
        slope = 0;
        for (const std::uint32_t j : sites) {
            const double s = share[j] - mark * site_step_[j] * core_.cost[j];
            if (s >= 1) {
                sum += core_.cost[j];
            } else if (s > 0) {
                sum += s * core_.cost[j];
                slope += site_step_[j] * core_.cost[j] * core_.cost[j];
            }
        }
        return sum;
    };
    double mark = 0;
    double slope = 0;
    if (spent(0, slope) > room) {
        double low = 0;
        double high = CoverCore::kNoLimit;
        mark = purse_mark_[purse];
        for (int k = 0; k < 60; ++k) { // Newton on a falling broken line, kept between what is known
            const double over = spent(mark, slope) - room;
            (over > 0 ? low : high) = mark;
            if (std::abs(over) <= 1e-11 * room) {
                break;
            }
            double guess = slope > 0 ? mark + over / slope : -1;
            if (!(guess > low && guess < high)) {
                guess = high < CoverCore::kNoLimit ? (low + high) / 2 : 2 * mark + 1;
            }
            if (guess == mark) {
                break;
            }
            mark = guess;
        }
        purse_mark_[purse] = mark;
    }
    for (const std::uint32_t j : sites) {
        share[j] = std::clamp(share[j] - mark * site_step_[j] * core_.cost[j], 0.0, 1.0);
    }
}

void CoverDual::choose_sites() {
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        const double group =
            core_.group[j] >= 0 ? here_.other[1 + static_cast<std::size_t>(core_.group[j])] : 0.0;
        const double worth = here_.worth[j] + group - here_.other[0] - core_.charge[j];
        next_.site[j] = here_.site[j] + omega_ * site_step_[j] * worth;
    }
    for (std::size_t q = 0; q < in_purse_.size(); ++q) {
        fill_purse(q);
    }
    scatter(next_.site, next_.seen);
}

void CoverDual::choose_rows() {
    const double* price = here_.other.data() + 1 + now_.group.size();
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double weight = price[0] + (core_.zone[i] > 0 ? price[core_.zone[i]] : 0.0);
        const double step = omega_ * once_step_[i];
        const double once = core_.first[i] + weight * core_.toward[i] - here_.row[i];
        next_.once[i] = std::clamp(here_.once[i] + step * once, 0.0, 1.0);
        next_.again[i] = core_.second[i] > 0
                             ? std::clamp(here_.again[i] + step * (core_.second[i] - here_.row[i]), 0.0, 1.0)
                             : 0.0;
    }
}

void CoverDual::price_rows() {
    const double pace = 1 / omega_;
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double step = row_step_[i] * pace;
        const double seen = 2 * next_.seen[i] - here_.seen[i];
        if (weights_) {
            const double counted = 2 * (next_.once[i] + next_.again[i]) - here_.once[i] - here_.again[i];
            next_.row[i] = std::max(0.0, here_.row[i] - step * (seen - counted));
            continue;
        }
        // Where the price is below what a second covering gains, that covering is counted as well.
        double price = here_.row[i] - step * (seen - 1);
        if (price < core_.second[i]) {
            price = std::min(core_.second[i], price + step);
        }
        next_.row[i] = std::clamp(price, 0.0, core_.first[i]);
    }
    gather(next_.row, next_.worth);
}

void CoverDual::price_others() {
    std::vector<double> over(others_, 0.0); // what the choice leaves of a constraint
    const double most = core_.most_sites < CoverCore::kNoLimit ? core_.most_sites : 0.0;
    over[0] = most;
    for (std::size_t g = 0; g < core_.sites_needed.size(); ++g) {
        over[1 + g] = -core_.sites_needed[g];
    }
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        const double share = 2 * next_.site[j] - here_.site[j];
        over[0] -= share;
        if (core_.group[j] >= 0) {
            over[1 + static_cast<std::size_t>(core_.group[j])] += share;
        }
    }
    if (weights_) {
        double* weight = over.data() + 1 + now_.group.size();
        for (std::size_t z = 0; z < core_.weight_needed.size(); ++z) {
            weight[z] = -core_.weight_needed[z];
        }
        for (std::size_t i = 0; i < core_.rows(); ++i) {
            const double counted = core_.toward[i] * (2 * next_.once[i] - here_.once[i]);
            weight[0] += counted;
            if (core_.zone[i] > 0) {
                weight[core_.zone[i]] += counted;
            }
        }
    }
    for (std::size_t k = 0; k < others_; ++k) {
        next_.other[k] = std::max(0.0, here_.other[k] - other_step_[k] / omega_ * over[k]);
    }
}

/// From here to next: the primal-dual step itself.
void CoverDual::step() {
    choose_sites();
    if (weights_) {
        choose_rows();
    }
    price_rows();
    price_others();
}

double CoverDual::length_of_step() const {
    double choice = squared(next_.site, here_.site, site_step_);
    if (weights_) {
        choice += squared(next_.once, here_.once, once_step_) + squared(next_.again, here_.again, once_step_);
    }
    const double prices =
        squared(next_.row, here_.row, row_step_) + squared(next_.other, here_.other, other_step_);
    return std::sqrt(choice / omega_ + prices * omega_);
}

/// Reflected at the step, and pulled to the anchor less and less.
void CoverDual::advance() {
    const double weight = static_cast<double>(since_) / static_cast<double>(since_ + 1);
    extend(here_.site, next_.site, anchor_.site, weight);
    extend(here_.once, next_.once, anchor_.once, weight);
    extend(here_.again, next_.again, anchor_.again, weight);
    extend(here_.row, next_.row, anchor_.row, weight);
    extend(here_.other, next_.other, anchor_.other, weight);
    extend(here_.worth, next_.worth, anchor_.worth, weight);
    extend(here_.seen, next_.seen, anchor_.seen, weight);
}

/// Choice and prices should have moved equally far since the last restart.
void CoverDual::balance() {
    double choice = squared(next_.site, origin_.site, site_step_);
    if (weights_) {
        choice +=
            squared(next_.once, origin_.once, once_step_) + squared(next_.again, origin_.again, once_step_);
    }
    const double prices =
        squared(next_.row, origin_.row, row_step_) + squared(next_.other, origin_.other, other_step_);
    if (choice > 1e-12 && prices > 1e-12) {
        omega_ = std::clamp(std::sqrt(omega_ * std::sqrt(choice / prices)), kLeastBalance, kMostBalance);
    }
    origin_ = next_;
}

void CoverDual::restart() {
    if (since_ >= kLongRun) {
        balance();
    }
    here_ = next_;
    anchor_ = next_;
    since_ = 0;
}

double CoverDual::price_purse(std::size_t purse) {
    order_.clear();
    double sum = 0;
    for (const std::uint32_t j : in_purse_[purse]) {
        if (profit_[j] > 0) {
            order_.push_back(j);
            sum += core_.cost[j];
        }
    }
    if (order_.empty() || sum <= core_.capacity[purse]) { // less than nothing may be left
        return 0;
    }
    // Quickselect on weight: halves until the candidate that breaks the purse is alone.
    const auto dearer = [&](std::uint32_t a, std::uint32_t b) {
        const double left = profit_[a] * core_.cost[b];
        const double right = profit_[b] * core_.cost[a];
        return left != right ? left > right : a < b;
    };
    std::size_t low = 0;
    std::size_t high = order_.size();
    double room = std::max(0.0, core_.capacity[purse]);
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        const auto at = [&](std::size_t k) { return order_.begin() + static_cast<std::ptrdiff_t>(k); };
        std::nth_element(at(low), at(middle), at(high), dearer);
        double half = 0;
        for (std::size_t k = low; k < middle; ++k) {
            half += core_.cost[order_[k]];
        }
        if (half > room) {
            high = middle;
        } else {
            room -= half;
            low = middle;
        }
    }
    const std::uint32_t last = order_[low];
    return core_.cost[last] <= room ? 0.0 : profit_[last] / core_.cost[last];
}

/// Bound at `prices`, whose rows are worth `worth` to the candidates.
double CoverDual::bound_at(const DualPrices& prices, const std::vector<double>& worth) {
    double fixed = core_.constant;
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        const double group =
            core_.group[j] >= 0 ? prices.group[static_cast<std::size_t>(core_.group[j])] : 0.0;
        profit_[j] = worth[j] + group - prices.site - core_.charge[j];
    }
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        const double price = prices.row[i];
        fixed += std::max(0.0, ceiling(i, prices) - price) + std::max(0.0, core_.second[i] - price);
    }
    for (std::size_t g = 0; g < prices.group.size(); ++g) {
        fixed -= prices.group[g] * core_.sites_needed[g];
    }
    for (std::size_t z = 0; z < core_.weight_needed.size(); ++z) {
        fixed -= prices.weight[z] * core_.weight_needed[z];
    }
    if (prices.site > 0) {
        fixed += prices.site * core_.most_sites;
    }
    fixed_part_ = fixed;
    // Written with the purse prices, so that the bound holds whatever the rounding of the shares.
    double bound = fixed;
    for (std::size_t q = 0; q < in_purse_.size(); ++q) {
        purse_price_[q] = price_purse(q);
        bound += purse_price_[q] > 0 ? purse_price_[q] * std::max(0.0, core_.capacity[q]) : 0.0;
    }
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        bound += std::max(0.0, reduced(j));
    }
    return bound;
}

/// Bound of the prices of the last step, kept when it is the best.
void CoverDual::look() {
    now_.row = next_.row;
    now_.site = next_.other[0];
    const auto group = next_.other.begin() + 1;
    const auto weight = group + static_cast<std::ptrdiff_t>(now_.group.size());
    now_.group.assign(group, weight);
    now_.weight.assign(weight, next_.other.end());
    const double bound = bound_at(now_, next_.worth);
    if (bound < best_bound_) {
        best_bound_ = bound;
        std::swap(best_, now_);
    }
}

void CoverDual::value_choice() {
    if (!checked_) {
        return;
    }
    double sum = core_.constant;
    for (std::size_t i = 0; i < core_.rows(); ++i) {
        sum += core_.first[i] * std::min(1.0, next_.seen[i]);
        if (core_.second[i] > 0) {
            sum += core_.second[i] * std::clamp(next_.seen[i] - 1, 0.0, 1.0);
        }
    }
    for (std::size_t j = 0; j < core_.sites(); ++j) {
        sum -= core_.charge[j] * next_.site[j];
    }
    relaxed_value_ = sum;
}

double CoverDual::improve(double target, int iterations, double precision,
                          const std::function<bool()>& stop) {
    for (int k = 1; k <= iterations && best_bound_ > target; ++k) {
        step();
        ++steps_;
        ++since_;
        const double length = length_of_step();
        if (k % kLookEvery == 0 || k == iterations) {
            look();
            value_choice();
            if (stop && stop()) {
                break;
            }
            if (best_bound_ - relaxed_value_ < precision * (relaxed_value_ - target)) {
                break; // the linear relaxation itself is above the target
            }
        }
        if (length <= 1e-9) {
            look();
            break;
        }
        if (since_ == 1) {
            first_length_ = length;
        } else if (length <= kLongFall * first_length_ ||
                   (length <= kShortFall * first_length_ && length > last_length_) ||
                   static_cast<double>(since_) > kLongWait * static_cast<double>(steps_)) {
            last_length_ = length;
            restart();
            continue;
        }
        last_length_ = length;
        advance();
    }
    return best_bound_;
}

DualPrices CoverDual::handed_on() const {
    DualPrices prices = best_;
    prices.share = next_.site;
    prices.balance = omega_;
    return prices;
}

double CoverDual::settle() {
    std::vector<double> worth(core_.sites());
    gather(best_.row, worth);
    return bound_at(best_, worth);
}

} // namespace maillage::cover
