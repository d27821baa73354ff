// group_keys.h: to which commune, zone, unit, council... a place belongs at a date.
#pragma once

#include "analysis/gaps.h"
#include "analysis/governance.h"
#include "geo/box_index.h"

#include <optional>
#include <string>
#include <vector>

namespace maillage::analysis {

/// Key of places outside every commune. An empty key is that of communes without EPCI, council, unit...
inline constexpr const char* kOutsideTerritory = "hors_territoire";

struct GroupKey {
    std::string key;
    std::string name;
};

/// Looks at the project it was made from, which must outlive it.
class GroupKeys {
  public:
    GroupKeys(const domain::Project& project, Date on);

    /// Of what lies in the commune and in no polygon that wins over it.
    GroupKey of_commune(Grouping grouping, std::size_t commune) const;
    GroupKey of_qpv(std::size_t qpv) const;
    /// Of ground inside the polygon of a force zone; `grouping` is zone or unit.
    GroupKey of_zone(Grouping grouping, std::size_t zone) const;
    /// Force zones with a polygon on the date, by index: where they overlap, the first wins.
    std::vector<std::size_t> zones() const;
    /// A polygon of a force zone wins over the commune's.
    GroupKey of_place(Grouping grouping, const std::optional<geo::Point>& position,
                      const std::optional<std::size_t>& commune) const;

  private:
    const domain::Project& project_;
    std::vector<CouncilStatus> status_;
    std::vector<geo::Box> zone_boxes_; ///< empty: not on the date, or without polygon
    geo::BoxIndex zones_;
    geo::BoxIndex qpvs_;
};

} // namespace maillage::analysis
