// scenarios.h: the named variants of a project's scheme side by side, with their differences to the current
// one.
#pragma once

#include "geo/table.h"
#include "plan/released.h"
#include "plan/scheme.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maillage::plan {

struct ZoneShare {
    std::string name;
    std::int64_t sites = 0;
    double gain = 0; ///< weight that the list adds in the zone's places
    double cost_eur = 0;
};

struct ScenarioResult {
    std::string name;
    std::shared_ptr<const plan::Scheme> scheme; ///< null when it cannot be made
    std::string problem;                        ///< French: why not
    double aid_eur = 0, remaining_eur = 0;      ///< of the sites
    std::vector<ZoneShare> zones;               ///< in the order of the names of all scenarios
};

struct Comparison {
    std::shared_ptr<const domain::Project> of;
    std::vector<ScenarioResult> scenarios; ///< the current one first
};

/// Each scenario by itself; one that cannot be made says why and does not stop the others.
Comparison compare_scenarios(std::shared_ptr<const domain::Project> project, const analysis::Results& results,
                             Progress& progress);

/// A figure in each scenario, and how far each of the others is from the current one.
struct ComparisonRow {
    std::string label;
    int decimals = 0;
    std::vector<std::optional<double>> values;
};

std::vector<ComparisonRow> comparison_rows(const Comparison& comparison);

/// Sites that some scenarios have and others have not: name and one flag a scenario.
struct ComparedSite {
    std::string id, name;
    std::vector<int> ranks; ///< 0: not in that list
};

std::vector<ComparedSite> compared_sites(const Comparison& comparison);
/// For files and `maillage compare`: one row a figure, two columns a scenario (value, difference).
geo::Table comparison_table(const Comparison& comparison);
/// Those of what may leave; throws domain::Undisclosed in the profile « public ».
Comparison compare_scenarios(const Released& from, Progress& progress);

} // namespace maillage::plan
