// plan_options.h: what rank and scheme read from the command line.
#pragma once

#include "cli/words.h"
#include "session/command.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace maillage::cli {

struct RankOptions {
    Subject subject;
    session::SetPlan plan; ///< what the command line chooses; the rest is the project's scenario
    std::vector<std::string> pinned, forbidden;         ///< ids, added to the scenario's
    std::vector<std::filesystem::path> candidate_files; ///< read as candidates for this run alone
    std::vector<std::filesystem::path> perimeter_files; ///< likewise, as perimeters
    session::SetWeights weights;                        ///< of this run alone
    std::optional<double> spread_m; ///< inhabitants of communes without cells, on a mesh of so many metres
    double seconds = 0;             ///< 0: no limit
    double gap = 0;                 ///< good enough, as a share
    bool has_curve = false;
    std::string format = "text";
};

/// Choices of a plan as typed; empty is "as in the project".
struct PlanWords {
    SubjectWords subject;
    std::optional<std::int64_t> count, level_1, level_2;
    std::optional<double> budget, target, backup, mesh, spacing, reach;
    std::optional<int> year;
    std::vector<std::string> floors, phases, candidates, required, forbidden, road_weights;
    std::vector<std::filesystem::path> perimeters;
    std::optional<double> spread;
    std::optional<std::string> horizon, type, link;
    bool is_police_only = false, is_everywhere = false, has_curve = false, has_views = false,
         has_discs = false;
    double seconds = 0, gap = 0;
    std::string format = "text";

    RankOptions read(const Console& console) const;
};

/// What rank and scheme have in common.
void add_plan_options(Verb& verb, PlanWords& words);

} // namespace maillage::cli
