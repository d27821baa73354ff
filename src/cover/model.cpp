#include "cover/model.h"

#include "base/error.h"
#include "base/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace maillage::cover {

namespace {

std::string shown(double amount) {
    return maillage::to_french(amount, amount == std::floor(amount) ? 0 : 2);
}

const std::string& zone_name(const CoverInstance& instance, std::int32_t zone) {
    return instance.zones[static_cast<std::size_t>(zone)];
}

void check_positive(double amount, const std::string& what) {
    if (std::isnan(amount) || amount < 0) {
        throw InputError(fmt::format("{} : il faut un nombre positif ou nul", what));
    }
}

/// Demand as the search needs it: worth left after the existing cameras.
struct RowWorth {
    double first = 0, second = 0;
};

RowWorth worth_left(const CoverDemand& demand, double backup_share) {
    if (demand.already_seen == 0) {
        return {demand.weight, demand.weight * backup_share};
    }
    return {demand.already_seen == 1 ? demand.weight * backup_share : 0.0, 0.0};
}

constexpr double kLargestWhole = 9007199254740992.0; // 2^53: beyond it a double skips whole numbers

std::vector<std::uint32_t> by_identifier(const CoverInstance& instance) {
    std::vector<std::uint32_t> order(instance.candidates.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const int c = instance.candidates[a].id.compare(instance.candidates[b].id);
        return c != 0 ? c < 0 : a < b;
    });
    return order;
}

/// The greatest amount that all that a set can earn or cost is a whole multiple of: the price of a camera
/// where all places have the same.
double grain_of(const CoverCore& core) {
    std::uint64_t divisor = 0;
    for (const std::vector<double>* amounts : {&core.first, &core.second, &core.charge}) {
        for (const double amount : *amounts) {
            if (!(std::abs(amount) < kLargestWhole) || amount != std::floor(amount)) {
                return 1;
            }
            divisor = std::gcd(divisor, static_cast<std::uint64_t>(std::abs(amount)));
        }
    }
    return static_cast<double>(std::max<std::uint64_t>(divisor, 1));
}

/// Scales, limits and candidates of a core under construction.
class ModelMaker {
  public:
    ModelMaker(const CoverInstance& instance, const CoverProblem& problem)
        : instance_(instance), problem_(problem), by_cost_(problem.budget || !problem.phases.empty()),
          least_cost_(problem.goal == CoverGoal::least_cost),
          years_(problem.phases.empty() ? 1 : problem.phases.size()) {}

    CoverModel make() {
        find_scales();
        set_limits();
        add_sites();
        add_rows();
        add_floors();
        model_.candidates = instance_.candidates.size();
        model_.grain = grain_of(model_.core);
        fold_compulsory();
        return std::move(model_);
    }

  private:
    void find_scales() {
        std::vector<double> amounts;
        for (const CoverDemand& demand : instance_.demand) {
            amounts.push_back(demand.weight);
            if (problem_.backup_share > 0) {
                amounts.push_back(demand.weight * problem_.backup_share);
            }
        }
        weight_scale_ = whole_scale(amounts);
        amounts.clear();
        for (const CoverCandidate& candidate : instance_.candidates) {
            amounts.push_back(candidate.cost);
        }
        cost_scale_ = whole_scale(amounts);
        model_.value_scale = least_cost_ ? cost_scale_ : weight_scale_;
    }

    double whole_cost(double cost) const { return std::ceil(cost * cost_scale_ - 1e-6); }

    double whole_weight(double weight) const { return std::round(weight * weight_scale_); }

    void set_limits() {
        CoverCore& core = model_.core;
        if (!problem_.phases.empty()) {
            for (const CoverPhase& phase : problem_.phases) {
                core.capacity.push_back(std::floor(phase.budget * cost_scale_ + 1e-6));
            }
        } else if (problem_.budget) {
            core.capacity.push_back(std::floor(*problem_.budget * cost_scale_ + 1e-6));
        } else {
            core.capacity.push_back(problem_.most_sites ? std::floor(*problem_.most_sites)
                                                        : CoverCore::kNoLimit);
        }
        if (problem_.most_sites && by_cost_) {
            core.most_sites = std::floor(*problem_.most_sites);
        }
    }

    void add_sites() {
        CoverCore& core = model_.core;
        // In order of identifiers, so that the order of the input changes nothing.
        const std::vector<std::uint32_t> order = by_identifier(instance_);
        number_.assign(years_ * instance_.candidates.size(), kNone);
        for (std::uint32_t year = 0; year < years_; ++year) {
            for (const std::uint32_t j : order) {
                const CoverCandidate& candidate = instance_.candidates[j];
                if (candidate.rule == CandidateRule::forbidden) {
                    continue;
                }
                const auto number = static_cast<std::uint32_t>(year * instance_.candidates.size() + j);
                number_[number] = static_cast<std::uint32_t>(core.sites());
                core.site.push_back(number);
                core.place.push_back(j);
                core.rank.push_back(static_cast<std::uint32_t>(core.rank.size()));
                core.cost.push_back(by_cost_ ? whole_cost(candidate.cost) : 1.0);
                core.purse.push_back(year);
                core.charge.push_back(least_cost_ ? whole_cost(candidate.cost) : 0.0);
                core.group.push_back(candidate.zone);
            }
        }
    }

    /// Sites covering each row, from the lists of rows of the sites.
    void add_rows() {
        std::vector<std::size_t> begin;
        std::vector<std::uint32_t> sites;
        transpose(instance_.demand.size(), instance_.begin, instance_.rows, begin, sites);
        CoverCore& core = model_.core;
        RowMerger merger(years_ * instance_.demand.size(), core);
        std::vector<std::uint32_t> covering;
        const bool zoned =
            std::ranges::any_of(problem_.floors, [](const ZoneFloor& f) { return f.least_weight > 0; });
        for (std::uint32_t year = 0; year < years_; ++year) {
            for (std::size_t i = 0; i < instance_.demand.size(); ++i) {
                const CoverDemand& demand = instance_.demand[i];
                covering.clear();
                for (std::uint32_t past = 0; past <= year; ++past) {
                    for (std::size_t k = begin[i]; k < begin[i + 1]; ++k) {
                        const std::uint32_t number = number_[past * instance_.candidates.size() + sites[k]];
                        if (number != kNone) {
                            covering.push_back(number);
                        }
                    }
                }
                std::ranges::sort(covering);
                add_row(merger, demand, covering, year, zoned);
            }
        }
        sites = {};
        transpose(core.sites(), core.row_begin, core.row_sites, core.site_begin, core.site_rows);
    }

    void add_row(RowMerger& merger, const CoverDemand& demand, const std::vector<std::uint32_t>& covering,
                 std::uint32_t year, bool zoned) {
        const RowWorth worth = worth_left(demand, problem_.backup_share);
        const bool last = year + 1 == years_;
        const double toward =
            (zoned || least_cost_) && last && demand.already_seen == 0 ? demand.weight : 0.0;
        if (covering.empty() || (worth.first <= 0 && toward <= 0)) {
            return;
        }
        CoverCore& core = model_.core;
        const std::size_t row =
            merger.find_or_add(covering, zoned ? static_cast<std::uint32_t>(demand.zone + 1) : 0U);
        if (!least_cost_) {
            core.first[row] += whole_weight(worth.first);
            core.second[row] += whole_weight(worth.second);
        }
        core.toward[row] += whole_weight(toward);
    }

    void add_floors() {
        CoverCore& core = model_.core;
        core.sites_needed.assign(instance_.zones.size(), 0.0);
        core.weight_needed.assign(instance_.zones.size() + 1, 0.0);
        std::vector<double> seen(instance_.zones.size() + 1, 0.0);
        for (const CoverDemand& demand : instance_.demand) {
            if (demand.already_seen > 0) {
                seen[0] += whole_weight(demand.weight);
                if (demand.zone >= 0) {
                    seen[static_cast<std::size_t>(demand.zone) + 1] += whole_weight(demand.weight);
                }
            }
        }
        for (const ZoneFloor& floor : problem_.floors) {
            const auto zone = static_cast<std::size_t>(floor.zone);
            core.sites_needed[zone] = std::max(core.sites_needed[zone], std::ceil(floor.least_sites));
            const double need = std::ceil(floor.least_weight * weight_scale_ - 1e-6) - seen[zone + 1];
            core.weight_needed[zone + 1] = std::max(core.weight_needed[zone + 1], need);
        }
        if (least_cost_) {
            core.weight_needed[0] =
                std::max(0.0, std::ceil(problem_.target_weight * weight_scale_ - 1e-6) - seen[0]);
        }
    }

    /// Compulsory sites open first; in a plan by years, in the first year whose money allows it.
    void fold_compulsory() {
        CoverCore& core = model_.core;
        std::vector<Fate> fate(core.sites(), Fate::free);
        std::vector<double> left = core.capacity;
        for (std::uint32_t j = 0; j < instance_.candidates.size(); ++j) {
            if (instance_.candidates[j].rule != CandidateRule::compulsory) {
                continue;
            }
            std::size_t year = 0;
            const auto number = [&] { return number_[year * instance_.candidates.size() + j]; };
            while (year + 1 < years_ && core.cost[number()] > left[year]) {
                ++year;
            }
            left[year] -= core.cost[number()];
            fate[number()] = Fate::in;
            model_.compulsory.push_back(static_cast<std::uint32_t>(year * instance_.candidates.size() + j));
        }
        if (!model_.compulsory.empty()) {
            std::vector<double> none;
            core = restrict_core(core, fate, none);
        }
    }

    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    const CoverInstance& instance_;
    const CoverProblem& problem_;
    const bool by_cost_;
    const bool least_cost_;
    const std::size_t years_;
    double weight_scale_ = 1;
    double cost_scale_ = 1;
    std::vector<std::uint32_t> number_; ///< of candidate j in year t, at t * candidates + j
    CoverModel model_;
};

void check_floors(const CoverInstance& instance, const CoverProblem& problem) {
    const std::size_t zones = instance.zones.size();
    std::vector<double> places(zones, 0.0);
    for (const CoverCandidate& candidate : instance.candidates) {
        if (candidate.zone >= 0 && candidate.rule != CandidateRule::forbidden) {
            places[static_cast<std::size_t>(candidate.zone)] += 1;
        }
    }
    std::vector<std::uint8_t> reached(instance.demand.size(), 0);
    for (std::size_t j = 0; j < instance.candidates.size(); ++j) {
        if (instance.candidates[j].rule != CandidateRule::forbidden) {
            for (const std::uint32_t i : instance.covered_by(j)) {
                reached[i] = 1;
            }
        }
    }
    std::vector<double> weight(zones, 0.0);
    double all = 0;
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const CoverDemand& demand = instance.demand[i];
        if (reached[i] != 0 || demand.already_seen > 0) {
            all += demand.weight;
            if (demand.zone >= 0) {
                weight[static_cast<std::size_t>(demand.zone)] += demand.weight;
            }
        }
    }
    constexpr double kSlack = 1 + 1e-12; // of sums of decimal amounts
    for (const ZoneFloor& floor : problem.floors) {
        const auto z = static_cast<std::size_t>(floor.zone);
        if (places[z] < floor.least_sites) {
            throw InputError(fmt::format("plancher de la zone « {} » : {} sites exigés, {} candidats permis",
                                         instance.zones[z], shown(floor.least_sites), shown(places[z])));
        }
        if (weight[z] * kSlack < floor.least_weight) {
            throw InputError(
                fmt::format("plancher de la zone « {} » : poids {} exigé, {} au plus avec tous les candidats",
                            instance.zones[z], shown(floor.least_weight), shown(weight[z])));
        }
    }
    if (problem.goal == CoverGoal::least_cost && all * kSlack < problem.target_weight) {
        throw InputError(
            fmt::format("objectif de couverture : poids {} demandé, {} au plus avec tous les candidats",
                        shown(problem.target_weight), shown(all)));
    }
}

} // namespace

double whole_scale(std::span<const double> amounts) {
    double total = 0;
    for (const double a : amounts) {
        total += a;
    }
    for (double scale = 1; scale <= 1e6; scale *= 10) {
        const auto whole = [scale](double a) {
            return std::abs(a * scale - std::round(a * scale)) <= 1e-9 * std::max(1.0, a * scale);
        };
        if (total * scale < 4e15 && std::ranges::all_of(amounts, whole)) {
            return scale;
        }
    }
    return total > 0 ? std::exp2(std::floor(std::log2(1e15 / total))) : 1.0;
}

void validate(const CoverProblem& problem, const CoverInstance& instance) {
    if (problem.most_sites) {
        check_positive(*problem.most_sites, "nombre de sites");
    }
    if (problem.budget) {
        check_positive(*problem.budget, "budget");
    }
    check_positive(problem.target_weight, "objectif de couverture");
    if (!(problem.backup_share >= 0 && problem.backup_share <= 1)) {
        throw InputError("part de la seconde couverture : il faut un nombre entre 0 et 1");
    }
    for (std::size_t k = 0; k < problem.floors.size(); ++k) {
        const ZoneFloor& floor = problem.floors[k];
        if (floor.zone < 0 || floor.zone >= static_cast<std::int32_t>(instance.zones.size())) {
            throw InputError(fmt::format("planchers, ligne {} : zone inconnue (n° {})", k + 1, floor.zone));
        }
        const std::string what =
            fmt::format("planchers, ligne {} (zone « {} »)", k + 1, zone_name(instance, floor.zone));
        check_positive(floor.least_sites, what);
        check_positive(floor.least_weight, what);
    }
    for (std::size_t k = 0; k < problem.phases.size(); ++k) {
        check_positive(problem.phases[k].budget,
                       fmt::format("phases, ligne {} (« {} »)", k + 1, problem.phases[k].label));
    }
    const bool limited = problem.most_sites || problem.budget || !problem.phases.empty();
    if (problem.goal == CoverGoal::most_weight && !limited) {
        throw InputError("il manque une limite : un nombre de sites, un budget ou des phases");
    }
    if (problem.goal == CoverGoal::least_cost && (!problem.phases.empty() || problem.backup_share > 0)) {
        throw InputError(
            "un objectif de couverture ne se combine ni avec des phases ni avec une seconde couverture");
    }
}

CoverModel make_model(const CoverInstance& instance, const CoverProblem& problem) {
    check_floors(instance, problem);
    return ModelMaker(instance, problem).make();
}

void account(const CoverInstance& instance, const CoverProblem& problem, CoverAnswer& answer) {
    const std::size_t years = std::max<std::size_t>(1, problem.phases.size());
    std::vector<std::uint8_t> seen(instance.demand.size(), 0);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        seen[i] = std::min<std::uint8_t>(2, instance.demand[i].already_seen);
    }
    answer.already = 0;
    for (const CoverDemand& demand : instance.demand) {
        answer.already += demand.already_seen > 0 ? demand.weight : 0.0;
    }
    double gained = 0;
    double added = 0;
    answer.value = 0;
    answer.cost = 0;
    for (std::size_t year = 0; year < years; ++year) {
        for (std::size_t k = 0; k < answer.sites.size(); ++k) {
            if (!answer.phase.empty() && answer.phase[k] != year) {
                continue;
            }
            answer.cost += instance.candidates[answer.sites[k]].cost;
            for (const std::uint32_t i : instance.covered_by(answer.sites[k])) {
                const double weight = instance.demand[i].weight;
                gained += seen[i] == 0 ? weight : seen[i] == 1 ? weight * problem.backup_share : 0.0;
                added += seen[i] == 0 ? weight : 0.0;
                seen[i] = std::min<std::uint8_t>(2, seen[i] + 1);
            }
        }
        answer.value += gained;
    }
    answer.covered = answer.already + added;
    if (problem.goal == CoverGoal::least_cost) {
        answer.value = answer.cost;
    }
}

} // namespace maillage::cover
