#include "analysis/camera_views.h"

#include "analysis/visibility.h"
#include "geo/crs.h"
#include "geo/overlay.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace maillage::analysis {
namespace {

/// Where a camera looks and how far, in one of the three estimates. No view: nothing is sure to be seen.
struct Aim {
    std::vector<View> views; ///< one a head
    double range_m = 0;
};

/// Range at which the weakest band is reached, from optics: d = N / (2 p tan(HFOV / 2)).
std::optional<double> range_from_optics(const domain::Camera& camera, const domain::Settings& settings) {
    if (!camera.width_px || settings.bands.empty()) {
        return std::nullopt;
    }
    const double pixels = static_cast<double>(*camera.width_px);
    const double per_metre = settings.bands.front().px_per_m;
    if (camera.focal_mm && camera.sensor_width_mm && *camera.sensor_width_mm > 0) {
        return pixels * *camera.focal_mm / (per_metre * *camera.sensor_width_mm);
    }
    if (camera.field_of_view_deg && *camera.field_of_view_deg < 170) {
        return pixels / (2 * per_metre * std::tan(*camera.field_of_view_deg * std::numbers::pi / 360));
    }
    return std::nullopt;
}

std::optional<double> field_from_optics(const domain::Camera& camera) {
    if (camera.focal_mm && camera.sensor_width_mm && *camera.focal_mm > 0) {
        return 360 / std::numbers::pi * std::atan(*camera.sensor_width_mm / (2 * *camera.focal_mm));
    }
    return std::nullopt;
}

double grid_azimuth(const domain::Camera& camera, std::size_t head, int epsg) {
    return camera.azimuths_deg[head] - geo::meridian_convergence_deg(epsg, *camera.position);
}

Aim aim(const domain::Camera& camera, const domain::Settings& settings, int epsg, Estimate estimate, double range_m,
        double field_deg) {
    View view;
    view.eye = *camera.position;
    view.range_m = range_m;
    view.fov_deg = field_deg;
    view.min_range_m = std::min(camera.min_range_m.value_or(0), range_m);
    view.height_m = camera.height_m;
    if (camera.height_m && camera.tilt_deg && camera.vertical_field_deg) {
        const GroundReach reach =
            ground_reach(*camera.height_m, settings.target_height_m, *camera.tilt_deg, *camera.vertical_field_deg);
        view.min_range_m = std::min(std::max(view.min_range_m, reach.near_m), range_m);
        view.range_m = std::min(range_m, reach.far_m);
    }
    Aim result{{}, view.range_m};
    if (field_deg >= 360) {
        result.views.push_back(view);
    } else if (!camera.azimuths_deg.empty()) {
        for (std::size_t head = 0; head < camera.azimuths_deg.size(); ++head) {
            view.azimuth_deg = grid_azimuth(camera, head, epsg);
            result.views.push_back(view);
        }
    } else if (estimate != kLow) {
        // Nobody knows where it looks: at most all round; in the central estimate a disc as large as the sector.
        view.range_m *= estimate == kHigh ? 1 : std::sqrt(field_deg / 360);
        view.fov_deg = 360;
        result.views.push_back(view);
    }
    return result;
}

/// The three aims of one camera; the first alone when its optics and direction are known.
struct Aims {
    std::array<Aim, 3> of;
    bool is_exact = false;
    bool is_direction_assumed = false;
};

Aims aims(const domain::Camera& camera, const domain::Settings& settings, int epsg) {
    const domain::CameraAssumption& assumed = domain::assumption_for(settings, camera.type);
    const auto known_range = camera.range_m ? camera.range_m : range_from_optics(camera, settings);
    const auto known_field = camera.field_of_view_deg ? camera.field_of_view_deg : field_from_optics(camera);
    const double field = known_field.value_or(assumed.field_of_view_deg);
    Aims result;
    result.is_direction_assumed = field < 360 && camera.azimuths_deg.empty();
    result.is_exact = known_range && (known_field || field >= 360) && !result.is_direction_assumed;
    const std::array<double, 3> ranges = {known_range.value_or(assumed.range_low_m), known_range.value_or(assumed.range_central_m),
                                          known_range.value_or(assumed.range_high_m)};
    for (const Estimate e : {kLow, kCentral, kHigh}) {
        result.of[e] = aim(camera, settings, epsg, e, ranges[e], field);
    }
    return result;
}

Walls walls(const std::vector<domain::Building>& buildings) {
    std::vector<geo::Polygon> footprints;
    std::vector<double> heights;
    for (const domain::Building& building : buildings) {
        footprints.push_back(building.shape);
        heights.push_back(building.height_m.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return Walls(footprints, heights);
}

geo::MultiPolygon united(std::vector<geo::MultiPolygon> heads) {
    return heads.size() == 1 ? std::move(heads.front()) : geo::unite(heads);
}

} // namespace

std::vector<CameraView> camera_views(const domain::Project& project, Progress& progress, unsigned threads) {
    progress.report(0, "champs des caméras");
    const std::vector<domain::Camera>& cameras = *project.cameras;
    std::vector<CameraView> result(cameras.size());
    std::vector<View> views;
    struct Use {
        std::size_t camera;
        Estimate estimate;
    };
    std::vector<Use> uses; // one a view
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        CameraView& out = result[i];
        out.camera = i;
        out.has_position = cameras[i].position.has_value();
        if (!out.has_position) {
            continue;
        }
        const Aims all = aims(cameras[i], project.settings, project.territory->epsg);
        out.is_exact = all.is_exact;
        out.is_direction_assumed = all.is_direction_assumed;
        for (const Estimate e : {kLow, kCentral, kHigh}) {
            out.range_m[e] = all.of[e].range_m;
            if (all.is_exact && e != kCentral) {
                continue; // copied below
            }
            for (const View& view : all.of[e].views) {
                views.push_back(view);
                uses.push_back({i, e});
            }
        }
    }
    VisibilityParams params;
    params.target_height_m = project.settings.target_height_m;
    params.threads = threads;
    std::vector<VisibleArea> areas = visible_areas(views, walls(*project.buildings), params, progress);
    for (std::size_t v = 0; v < views.size();) {
        const Use use = uses[v];
        std::vector<geo::MultiPolygon> seen;
        std::vector<geo::MultiPolygon> open;
        for (; v < views.size() && uses[v].camera == use.camera && uses[v].estimate == use.estimate; ++v) {
            seen.push_back(std::move(areas[v].ground));
            open.push_back({sector_of(views[v], params.arc_step_deg)});
        }
        result[use.camera].visible[use.estimate] = united(std::move(seen));
        result[use.camera].unobstructed[use.estimate] = united(std::move(open));
    }
    for (CameraView& view : result) {
        if (view.is_exact) {
            view.visible[kLow] = view.visible[kHigh] = view.visible[kCentral];
            view.unobstructed[kLow] = view.unobstructed[kHigh] = view.unobstructed[kCentral];
        }
        view.reach = geo::bounds(view.unobstructed[kHigh]);
    }
    progress.report(0.7, "champs des caméras");
    return result;
}

} // namespace maillage::analysis
