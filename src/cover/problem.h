// problem.h: what is asked of a CoverInstance, what a search may spend, and the answer with its proof.
#pragma once

#include "cover/instance.h"

#include <functional>
#include <limits>
#include <optional>

namespace maillage::cover {

enum class CoverGoal : std::uint8_t {
    most_weight, ///< cover as much as the sites or the budget allow
    least_cost,  ///< reach `target_weight` as cheaply as can be; with all costs 1, with the fewest sites
};

/// Fairness: what a zone must get at least.
struct ZoneFloor {
    std::int32_t zone = 0;
    double least_sites = 0;  ///< candidates of the zone chosen
    double least_weight = 0; ///< weight of the zone's demand covered, existing cameras included
};

/// One year of the plan with its own money; what it does not spend is lost.
struct CoverPhase {
    std::string label;
    double budget = 0;
};

struct CoverProblem {
    CoverGoal goal = CoverGoal::most_weight;
    std::optional<double> most_sites;
    std::optional<double> budget;
    double target_weight = 0; ///< for least_cost: weight covered once, existing cameras included
    double backup_share = 0; ///< in [0, 1]: share of a row's weight earned again when a second site covers it
    std::vector<ZoneFloor> floors;
    /// Not empty: sites open year after year and stay; the value is the sum over the years of what is covered
    /// in each, so that early cover counts. `budget` then does not apply. Compulsory sites open in the first
    /// year they fit.
    std::vector<CoverPhase> phases;
};

struct CoverNews {
    double value = 0, bound = 0, seconds = 0;
    std::size_t sites = 0;
};

/// Node limits give the same answer on every machine; `seconds` does not and is for people who wait.
struct CoverLimits {
    double seconds = std::numeric_limits<double>::infinity();
    double relative_gap = 0; ///< 0 asks for the proof
    long nodes = std::numeric_limits<long>::max();
    unsigned threads = 1;                       ///< 0: the processor's; never changes the answer
    std::function<void(const CoverNews&)> news; ///< from the searching thread
};

struct CoverAnswer {
    std::vector<std::uint32_t> sites; ///< candidates chosen, rising
    std::vector<std::uint32_t> phase; ///< of each chosen site, empty without phases
    double value =
        0; ///< most_weight: weight the sites add (backup and years included); least_cost: their cost
    double bound = 0;   ///< nobody can do better than this: at least `value`, for least_cost at most
    double covered = 0; ///< weight covered at the end, existing cameras included
    double already = 0; ///< of which by existing cameras alone
    double cost = 0;
    bool is_proved = false;  ///< no better set exists
    bool is_stopped = false; ///< by a limit or the user
    long nodes = 0;
    double seconds = 0;
    /// Proven distance to the best possible, as a share of `value`; 0 when proved.
    double gap() const;
};

} // namespace maillage::cover
