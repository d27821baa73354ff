#include "sight/visibility.h"

#include "base/parallel.h"
#include "sight/view_maker.h"
#include "sight/viewer.h"

#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>

namespace maillage::sight {

using geo::Point;
using sight::Viewer;

VisibleArea visible_area(const View& view, const Walls& walls, const VisibilityParams& params) {
    return Viewer(walls, params).see(view);
}

std::vector<VisibleArea> visible_areas(std::span<const View> views, const Walls& walls,
                                       const VisibilityParams& params, Progress& progress) {
    constexpr std::size_t kGrain = 32;
    std::vector<VisibleArea> out(views.size());
    std::vector<Point> eyes;
    eyes.reserve(views.size());
    for (const View& view : views) {
        eyes.push_back(view.eye);
    }
    const std::vector<std::size_t> order = near_to_near(eyes);
    std::atomic<std::size_t> done = 0;
    parallel_blocks(views.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        Viewer viewer(walls, params);
        for (std::size_t k = begin; k < end; ++k) {
            progress.check();
            out[order[k]] = viewer.see(views[order[k]]);
        }
        done += end - begin;
        progress.report(static_cast<double>(done) / static_cast<double>(views.size()),
                        "Champs réels des caméras");
    });
    return out;
}

geo::Polygon sector_of(const View& view, double arc_step_deg) {
    VisibilityParams params;
    params.arc_step_deg = arc_step_deg;
    View free = view;
    free.height_m.reset();
    const VisibleArea area = visible_area(free, Walls({}), params);
    return area.ground.empty() ? geo::Polygon{} : area.ground.front();
}

GroundReach ground_reach(double camera_height_m, double target_height_m, double tilt_deg,
                         double vertical_fov_deg) {
    const double drop = camera_height_m - target_height_m;
    if (drop <= 0) {
        return {0, std::numeric_limits<double>::infinity()};
    }
    const auto distance = [&](double below_horizon_deg) {
        if (below_horizon_deg <= 0) {
            return std::numeric_limits<double>::infinity();
        }
        return below_horizon_deg >= 90 ? 0 : drop / std::tan(below_horizon_deg * std::numbers::pi / 180);
    };
    return {distance(tilt_deg + vertical_fov_deg / 2), distance(tilt_deg - vertical_fov_deg / 2)};
}

} // namespace maillage::sight
