// viewer.h: computes one view after the other. The inside of visibility.h and view_maker.h, not for other
// callers.
#pragma once

#include "sight/sweep.h"
#include "sight/visibility.h"

#include <vector>

namespace maillage::sight {

/// What one thread computes views with: the views of a batch share its buffers.
class Viewer {
  public:
    Viewer(const Walls& walls, const VisibilityParams& params);
    VisibleArea see(const View& view);

  private:
    void make_rim(const View& view);
    void collect_walls(const View& view);
    void add_walls(std::size_t building, bool skips_touching);

    bool stands_on(std::size_t building) const {
        return std::ranges::find(touched_, building) != touched_.end();
    }

    const Walls& all_walls_;
    const PolygonIndex& polygons_;
    VisibilityParams params_;
    Rim circle_; // radius 1
    Rim rim_;
    Sector sector_;
    Frame frame_{{1, 0}};
    Sweep sweep_;
    Point eye_;
    double range_ = 0;
    double widest_ = 0;
    std::vector<Wall> walls_;
    std::vector<std::size_t> touched_; // footprints on whose wall the eye is
    std::vector<std::size_t> low_;     // footprints that the camera looks over
};

} // namespace maillage::sight
