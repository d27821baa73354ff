#include "views/camera_handles.h"

#include "analysis/camera_views.h"
#include "geo/crs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace maillage::views {

namespace {

constexpr double kFullCircle = 360;
constexpr double kLeastOpening_deg = 5;
constexpr double kLeastRange_m = 2;

const registry::Camera* find_camera(const domain::Project& project, const std::string& id) {
    const auto& cameras = *project.cameras;
    const auto found = std::lower_bound(
        cameras.begin(), cameras.end(), id,
        [](const registry::Camera& camera, const std::string& key) { return camera.id < key; });
    return found != cameras.end() && found->id == id ? &*found : nullptr;
}

geo::Point polar(geo::Point from, double grid_azimuth_deg, double metres) {
    const auto angle = grid_azimuth_deg * std::numbers::pi / 180;
    return {from.x + metres * std::sin(angle), from.y + metres * std::cos(angle)};
}

double grid_azimuth(geo::Point from, geo::Point to) {
    return std::atan2(to.x - from.x, to.y - from.y) * 180 / std::numbers::pi;
}

double turned(double degrees) {
    const auto rest = std::fmod(degrees, kFullCircle);
    return rest < 0 ? rest + kFullCircle : rest;
}

double rounded(double value, double step) {
    return std::round(value / step) * step;
}

double range_of(const domain::Project& project, const registry::Camera& camera) {
    return analysis::central_optics(camera, project.settings).range_m;
}

double opening_of(const domain::Project& project, const registry::Camera& camera) {
    return analysis::central_optics(camera, project.settings).field_deg;
}

CameraHandles handles_of(const domain::Project& project, const registry::Camera& camera) {
    CameraHandles handles;
    const auto apex = *camera.position;
    const auto range = range_of(project, camera);
    const auto opening = opening_of(project, camera);
    handles.has_direction = !camera.azimuths_deg.empty() && opening < kFullCircle;
    const auto convergence = geo::meridian_convergence_deg(project.territory->epsg, apex);
    const auto middle = camera.azimuths_deg.empty() ? 0 : camera.azimuths_deg.front() - convergence;
    const auto half = handles.has_direction ? opening / 2 : 0;
    handles.apex = apex;
    handles.aim = polar(apex, middle, range);
    handles.left = polar(apex, middle - half, range);
    handles.right = polar(apex, middle + half, range);
    constexpr int kSteps = 48;
    const auto begin = handles.has_direction ? middle - half : 0;
    const auto sweep = handles.has_direction ? opening : kFullCircle;
    if (handles.has_direction) {
        handles.outline.push_back(apex);
    }
    for (int i = 0; i <= kSteps; ++i) {
        handles.outline.push_back(polar(apex, begin + sweep * i / kSteps, range));
    }
    if (handles.has_direction) {
        handles.outline.push_back(apex);
    }
    return handles;
}

/// The camera after the drag; rounded to what a hand can mean.
registry::Camera changed(const domain::Project& project, registry::Camera camera, Handle handle,
                         geo::Point to) {
    const auto apex = *camera.position;
    if (handle == Handle::apex) {
        camera.position = geo::Point{rounded(to.x, 0.1), rounded(to.y, 0.1)};
        return camera;
    }
    const auto azimuth =
        grid_azimuth(apex, to) + geo::meridian_convergence_deg(project.territory->epsg, apex);
    if (handle == Handle::aim) {
        const auto before = camera.azimuths_deg.empty() ? azimuth : camera.azimuths_deg.front();
        const auto now = turned(rounded(azimuth, 1));
        if (camera.azimuths_deg.empty()) {
            camera.azimuths_deg = {now};
        }
        for (auto& head : camera.azimuths_deg) { // the heads of one mount turn together
            head = turned(head + now - before);
        }
        camera.azimuths_deg.front() = now;
        camera.range_m = std::max(kLeastRange_m, rounded(geo::distance(apex, to), 1));
        return camera;
    }
    const auto middle = camera.azimuths_deg.empty() ? 0 : camera.azimuths_deg.front();
    auto off = std::abs(turned(azimuth - middle));
    off = off > kFullCircle / 2 ? kFullCircle - off : off;
    camera.field_of_view_deg = std::clamp(rounded(2 * off, 1), kLeastOpening_deg, kFullCircle);
    return camera;
}

} // namespace

registry::Camera moved_camera(const domain::Project& project, registry::Camera camera, Handle handle,
                              geo::Point to) {
    return changed(project, std::move(camera), handle, to);
}

std::optional<CameraHandles> camera_handles(const domain::Project& project, const std::string& id) {
    const auto* camera = find_camera(project, id);
    if (camera == nullptr || !camera->position) {
        return std::nullopt;
    }
    return handles_of(project, *camera);
}

std::optional<CameraHandles> moved_handles(const domain::Project& project, const std::string& id,
                                           Handle handle, geo::Point to) {
    const auto* camera = find_camera(project, id);
    if (camera == nullptr || !camera->position) {
        return std::nullopt;
    }
    return handles_of(project, changed(project, *camera, handle, to));
}

session::Command handle_command(const domain::Project& project, const std::string& id, Handle handle,
                                geo::Point to) {
    const auto after = changed(project, *find_camera(project, id), handle, to);
    if (handle == Handle::apex) {
        return session::MoveCamera{id, *after.position};
    }
    session::AimCamera command{id, std::nullopt, std::nullopt, std::nullopt};
    if (handle == Handle::aim) {
        command.azimuth_deg = after.azimuths_deg.front();
        command.range_m = after.range_m;
    } else {
        command.field_of_view_deg = after.field_of_view_deg;
    }
    return command;
}

registry::Camera new_camera(const domain::Project& project, geo::Point at) {
    registry::Camera camera;
    for (const auto& commune : project.territory->communes) {
        if (geo::bounds(commune.shape).contains(at) && geo::contains(commune.shape, at)) {
            camera.commune = commune.code;
        }
    }
    std::set<std::string_view> taken;
    for (const auto& known : *project.cameras) {
        taken.insert(known.id);
    }
    const auto prefix = camera.commune.empty() ? std::string("hors") : camera.commune;
    for (int number = 1; camera.id.empty() || taken.contains(camera.id); ++number) {
        camera.id = fmt::format("{}-N{:03}", prefix, number);
    }
    camera.type = registry::CameraType::fixed;
    camera.position = geo::Point{rounded(at.x, 0.1), rounded(at.y, 0.1)};
    camera.azimuths_deg = {0};
    camera.field_of_view_deg = 70;
    camera.range_m = domain::assumption_for(project.settings, camera.type).range_central_m;
    camera.is_public_road = true;
    camera.source = "saisie";
    return camera;
}

AssumedOptics assumed_optics(const domain::Project& project, const registry::Camera& camera) {
    const auto optics = analysis::central_optics(camera, project.settings);
    return {optics.field_deg, optics.range_m};
}

} // namespace maillage::views
