// snap.h: what a point put by hand on the map catches: cameras and sites, corners, then edges of communes,
// buildings and perimeters.
#pragma once

#include "domain/project.h"
#include "geo/box_index.h"
#include "geo/geometry.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maillage::views {

enum class SnapKind { point, corner, edge };

struct Snap {
    geo::Point at;
    geo::Point in_front; ///< the same, but 1 cm outside a building: where a camera on it sees something
    SnapKind kind = SnapKind::point;
    std::string what; ///< "coin de bâtiment", in the user's language
};

/// Keeps what it looks through while the project's shapes stay the same.
class Snapper {
  public:
    /// The nearest point or corner within `reach_m`; only without one, the nearest edge. What stands exactly
    /// at `except` (the thing being moved) is not caught.
    std::optional<Snap> nearest(const domain::Project& project, geo::Point at, double reach_m,
                                std::optional<geo::Point> except = {});

  private:
    struct Shape {
        const geo::Polygon* polygon = nullptr; ///< of `project_`
        int kind = 0;
    };

    void prepare(const domain::Project& project);
    geo::Point in_front(geo::Point at) const;

    domain::Project project_; ///< shares what it indexes, so that the pointers hold
    bool is_prepared_ = false;
    std::vector<Shape> shapes_;
    geo::BoxIndex index_;
};

} // namespace maillage::views
