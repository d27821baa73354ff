// group_keys.h: to which commune, zone, unit, council... a place belongs at a date.
#pragma once

#include "analysis/gaps.h"
#include "analysis/governance.h"
#include "geo/box_index.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::analysis {

struct GroupKey {
    std::string key;
    std::string name;
};

/// Looks at the project it was made from, which must outlive it.
class GroupKeys {
  public:
    GroupKeys(const domain::Project& project, Date on);

    GroupKey of_commune(Grouping grouping, std::size_t commune) const;
    /// A polygon of a force zone wins over the commune's.
    GroupKey of_place(Grouping grouping, const std::optional<geo::Point>& position,
                      const std::optional<std::size_t>& commune) const;

  private:
    /// The force zone polygon at a point on the date, if any.
    const domain::ForceZone* zone_at(const std::optional<geo::Point>& p) const;

    const domain::Project& project_;
    std::vector<CouncilStatus> status_;
    geo::BoxIndex zones_;
};

} // namespace maillage::analysis
