#include "session/mounts.h"

#include "base/error.h"
#include "base/number.h"
#include "base/translate.h"

#include <cmath>

namespace maillage::session {
namespace {

constexpr double kNear_m = 600; ///< buildings farther than this are no help to a camera
constexpr double kInFront_m = 0.01;

/// What the camera sees of the buildings around it.
analysis::CameraView view_among(const domain::Project& project, const registry::Camera& camera,
                                const std::vector<domain::Building>& near) {
    domain::Project around = project;
    around.buildings = near;
    return analysis::camera_view(around, camera, 0, analysis::building_walls(near));
}

} // namespace

std::string inside_text(const analysis::CameraView& view, geo::Point at) {
    const auto metres = [](double m) { return to_french(m, m < 20 ? 1 : 0) + "\u202fm"; };
    return view.nearest_wall ? tr("dans un bâtiment, façade la plus proche à ") +
                                   metres(geo::distance(*view.nearest_wall, at))
                             : std::string(tr("dans un bâtiment"));
}

Findings mount_findings(const analysis::Results& results) {
    Findings findings;
    for (const analysis::CameraView& view : *results.views) {
        if (view.status == sight::ViewStatus::inside_building) {
            const registry::Camera& camera = (*results.project.cameras)[view.camera];
            findings.push_back({Severity::warning, camera.source, 0, "position",
                                tr("caméra ") + camera.id + " : " + inside_text(view, *camera.position) +
                                    tr(" ; elle ne voit rien, « Monter sur la façade » la déplace")});
        }
    }
    return findings;
}

geo::Point mount_place(const domain::Project& project, const registry::Camera& camera) {
    if (!camera.position) {
        throw InputError("la caméra « " + camera.id + " » n'a pas de position");
    }
    const geo::Point at = *camera.position;
    const geo::Box around = geo::Box{at, at}.grown(kNear_m);
    std::vector<domain::Building> near;
    for (const domain::Building& building : *project.buildings) {
        if (geo::bounds(building.shape).intersects(around)) {
            near.push_back(building);
        }
    }
    const analysis::CameraView view = view_among(project, camera, near);
    if (view.status != sight::ViewStatus::inside_building || !view.nearest_wall) {
        throw InputError("la caméra « " + camera.id +
                         " » n'est pas dans un bâtiment dont une façade est proche");
    }
    const geo::Point wall = *view.nearest_wall;
    const double inwards_m = geo::distance(wall, at);
    const double k = kInFront_m / inwards_m; // the camera is inside, so the wall faces away from it
    return {wall.x + k * (wall.x - at.x), wall.y + k * (wall.y - at.y)};
}

} // namespace maillage::session
