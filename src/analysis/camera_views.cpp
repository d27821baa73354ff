#include "analysis/camera_views.h"

#include "base/parallel.h"
#include "geo/crs.h"
#include "geo/overlay.h"
#include "sight/density.h"
#include "sight/terrain.h"
#include "sight/view_maker.h"

#include <cmath>
#include <numbers>
#include <unordered_map>

namespace maillage::analysis {
namespace {

using domain::CameraAssumption;
using domain::Settings;
using registry::Camera;

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kFullCircle = 360;
constexpr double kWidestPicture_deg = 170; ///< a rectilinear lens has no wider one
constexpr double kPictureShape = 9.0 / 16; ///< height by width, when the vertical field is unknown
/// Of a camera whose height is unknown: what is assumed at least, commonly, at most.
constexpr std::array<double, 3> kMount_m = {2.5, 5, 20};

/// A camera that turns: what it covers is wider than its picture.
bool turns(registry::CameraType type) {
    using enum registry::CameraType;
    return type == dome || type == mobile || type == unknown || type == other;
}

std::optional<double> field_from_optics(const Camera& camera) {
    if (camera.focal_mm && camera.sensor_width_mm && *camera.focal_mm > 0) {
        return sight::hfov_deg(*camera.sensor_width_mm, *camera.focal_mm);
    }
    return std::nullopt;
}

/// Horizontal angle of the picture of one head, when the register tells it.
std::optional<double> known_picture(const Camera& camera) {
    if (const auto field = field_from_optics(camera)) {
        return field;
    }
    const bool is_patrol = turns(camera.type) && camera.field_of_view_deg.value_or(0) >= kWidestPicture_deg;
    return is_patrol ? std::nullopt : camera.field_of_view_deg;
}

/// px/m at one metre: along the axis of a flat picture, all round for a panorama.
double density_at_1m(double pixels, double picture_deg) {
    return picture_deg < kWidestPicture_deg ? pixels / (2 * std::tan(picture_deg * kRadians / 2))
                                            : pixels / (picture_deg * kRadians);
}

/// What is known or assumed of the optics of a camera in one estimate.
struct Optics {
    double range_m = 0;
    double field_deg = kFullCircle;
    double picture_deg = 70;
    double density_at_1m = 0;
    double tilt_picture_deg = 70; ///< the picture between whose edges the ground is seen
    bool is_round = false;        ///< see Head
    double least_px_per_m_at_end = 0;
    bool ends_at_weakest_band = false; ///< the range is where the weakest band ends, not one that was stated
};

struct KnownOptics {
    std::array<Optics, 3> of;
    bool is_exact = false;
    bool is_direction_assumed = false;
    bool is_lens_assumed = false;
};

double weakest_band(const Settings& settings) {
    return settings.bands.empty() ? 0 : settings.bands.front().px_per_m;
}

KnownOptics optics_of(const Camera& camera, const Settings& settings) {
    const CameraAssumption& assumed = domain::assumption_for(settings, camera.type);
    const auto picture = known_picture(camera);
    const auto field = camera.field_of_view_deg ? camera.field_of_view_deg : field_from_optics(camera);
    const bool is_lens_known = picture && camera.width_px && *camera.width_px > 0;
    const double weakest = weakest_band(settings);
    const std::array<double, 3> ranges = {assumed.range_low_m, assumed.range_central_m, assumed.range_high_m};
    const std::array<double, 3> pixels = {settings.pixels.low, settings.pixels.central, settings.pixels.high};
    KnownOptics known;
    for (const Estimate e : kEstimates) {
        Optics& optics = known.of[e];
        optics.field_deg = field.value_or(assumed.field_of_view_deg);
        optics.picture_deg = picture.value_or(std::min(assumed.picture_deg, optics.field_deg));
        optics.tilt_picture_deg = optics.picture_deg;
        optics.is_round =
            optics.field_deg >= kWidestPicture_deg || optics.field_deg > optics.picture_deg + 1e-9;
        if (!field && assumed.most_field_deg > 0 && e != kCentral) {
            // A wide lens sees more ground, and each metre of it in fewer pixels.
            const double least = assumed.least_field_deg;
            const double most = assumed.most_field_deg;
            optics.field_deg = e == kLow ? least : most;
            optics.picture_deg = e == kLow ? std::min(most, kWidestPicture_deg - 1) : least;
            optics.tilt_picture_deg = std::min(optics.field_deg, kWidestPicture_deg - 1);
            optics.is_round = optics.field_deg >= kWidestPicture_deg;
        }
        const double width =
            camera.width_px && *camera.width_px > 0 ? static_cast<double>(*camera.width_px) : pixels[e];
        optics.density_at_1m = density_at_1m(width, optics.picture_deg);
        if (camera.range_m) {
            optics.range_m = *camera.range_m;
        } else if (is_lens_known && weakest > 0) {
            optics.range_m = optics.density_at_1m / weakest;
            optics.ends_at_weakest_band = true;
        } else {
            optics.range_m = ranges[e];
        }
        // A useful range, stated or assumed, is one at which the weakest band is reached.
        optics.least_px_per_m_at_end = is_lens_known ? 0 : weakest;
    }
    known.is_lens_assumed = !is_lens_known;
    known.is_direction_assumed = known.of[kLow].field_deg < kFullCircle && camera.azimuths_deg.empty();
    known.is_exact = (camera.range_m || is_lens_known) &&
                     (field || known.of[kLow].field_deg >= kFullCircle) && !known.is_direction_assumed;
    return known;
}

double ground_line_m(const Head& head, double depth) {
    return sight::ground_distance_m(depth, head.drop_m);
}

/// Where the ground of a head ends on its axis.
double end_m(const Head& head) {
    return head.is_round ? head.view.range_m : std::min(head.view.range_m, head.far_m);
}

/// Heads that see the same ground, though perhaps not as sharp.
bool is_same_ground(const std::vector<Head>& heads, const std::vector<Head>& others) {
    return std::ranges::equal(heads, others, [](const Head& a, const Head& b) {
        return a.view == b.view && a.is_round == b.is_round && a.near_m == b.near_m && a.far_m == b.far_m;
    });
}

/// Bottom and top edges of the picture on the ground. Those of a head that turns are circles.
void take_tilt(const Camera& camera, const Optics& optics, double target_height_m, Head& head) {
    if (!camera.height_m || !camera.tilt_deg) {
        return;
    }
    const bool is_flat = optics.tilt_picture_deg < kWidestPicture_deg;
    const auto from_picture = [&] {
        return 2 * std::atan(kPictureShape * std::tan(optics.tilt_picture_deg * kRadians / 2)) / kRadians;
    };
    const auto vertical = camera.vertical_field_deg ? camera.vertical_field_deg
                          : is_flat                 ? std::optional(from_picture())
                                                    : std::nullopt;
    if (!vertical) {
        return;
    }
    const sight::GroundReach reach =
        sight::ground_reach(*camera.height_m, target_height_m, *camera.tilt_deg, *vertical);
    if (head.is_round) {
        head.view.min_range_m = std::min(std::max(head.view.min_range_m, reach.near_m), head.view.range_m);
        head.view.range_m = std::min(head.view.range_m, reach.far_m);
    } else {
        head.near_m = reach.near_m;
        head.far_m = reach.far_m;
    }
}

/// The heads of a camera in one estimate. None: nothing is sure to be seen.
std::vector<Head> aimed(const Camera& camera, const Settings& settings, int epsg, Estimate estimate,
                        const Optics& optics, bool has_obstacles) {
    Head head;
    head.density_at_1m = optics.density_at_1m;
    head.is_round = optics.is_round;
    head.drop_m = camera.height_m    ? *camera.height_m - settings.target_height_m
                  : estimate == kLow ? kMount_m[kHigh] - settings.target_height_m
                                     : 0;
    head.density_at_1m =
        std::max(head.density_at_1m, optics.least_px_per_m_at_end * std::hypot(optics.range_m, head.drop_m));
    sight::View& view = head.view;
    view.eye = *camera.position;
    view.fov_deg = optics.field_deg;
    view.range_m = optics.range_m;
    view.min_range_m = std::min(camera.min_range_m.value_or(0), optics.range_m);
    view.height_m = camera.height_m;
    if (!camera.height_m && estimate == kHigh && has_obstacles) {
        view.height_m = kMount_m[kHigh]; // from there it sees over what hides in the other estimates
    }
    if (optics.ends_at_weakest_band) {
        // The sector must hold the straight line to its ends; the bands cut it there.
        const double reach = ground_line_m(head, optics.range_m);
        view.range_m = head.is_round ? reach : reach / std::cos(optics.field_deg * kRadians / 2);
        head.far_m = head.is_round ? head.far_m : reach;
    }
    const double end = head.far_m;
    take_tilt(camera, optics, settings.target_height_m, head);
    head.far_m = std::min(head.far_m, end);
    if (!(view.range_m > 0)) {
        return {}; // higher above the target than the lens reaches
    }
    std::vector<Head> heads;
    if (optics.field_deg >= kFullCircle) {
        heads.push_back(head);
    } else if (!camera.azimuths_deg.empty()) {
        const double convergence = geo::meridian_convergence_deg(epsg, *camera.position);
        for (const double azimuth : camera.azimuths_deg) {
            view.azimuth_deg = azimuth - convergence;
            heads.push_back(head);
        }
    } else if (estimate != kLow) {
        // Nobody knows where it looks: at most all round; in the central estimate a disc as large as the
        // sector.
        view.range_m *= estimate == kHigh ? 1 : std::sqrt(optics.field_deg / kFullCircle);
        view.min_range_m = std::min(view.min_range_m, view.range_m);
        view.fov_deg = kFullCircle;
        head.is_round = true;
        head.near_m = 0;
        head.far_m = std::numeric_limits<double>::infinity();
        heads.push_back(head);
    }
    return heads;
}

geo::MultiPolygon united(std::vector<geo::MultiPolygon> parts) {
    std::erase_if(parts, [](const geo::MultiPolygon& part) { return part.empty(); });
    if (parts.empty()) {
        return {};
    }
    return parts.size() == 1 ? std::move(parts.front()) : geo::unite(parts);
}

/// Everything that the views of one project share; one a thread.
class Scenery {
  public:
    /// `sure_walls`: those of known height, null when they are all the walls.
    Scenery(const domain::Project& project, const sight::Walls& walls, const sight::Walls* sure_walls)
        : settings_(project.settings), relief_(*project.relief), epsg_(project.territory->epsg),
          has_obstacles_(walls.size() > 0 || relief_.columns > 0) {
        params_.target_height_m = settings_.target_height_m;
        make_.emplace(walls, params_);
        if (sure_walls != nullptr) {
            make_high_.emplace(*sure_walls, params_);
        }
    }

    CameraView see(const Camera& camera, std::size_t index);

  private:
    geo::MultiPolygon seen(Estimate estimate, const Head& head, double range_m, CameraView& out);
    std::vector<geo::MultiPolygon> seen(Estimate estimate, CameraView& out);
    GroundBands bands(Estimate estimate, const std::vector<geo::MultiPolygon>& seen, CameraView& out);

    const Settings& settings_;
    const geo::ElevationGrid& relief_;
    int epsg_;
    bool has_obstacles_;
    sight::VisibilityParams params_;
    std::optional<sight::ViewMaker> make_;
    std::optional<sight::ViewMaker> make_high_; ///< where buildings of unknown height may hide nothing
};

/// What one head sees up to a range, behind walls and relief and between the edges of its picture.
geo::MultiPolygon Scenery::seen(Estimate estimate, const Head& head, double range_m, CameraView& out) {
    sight::View view = head.view;
    view.range_m = range_m;
    view.min_range_m = std::min(view.min_range_m, range_m);
    sight::VisibleArea area = estimate == kHigh && make_high_ ? (*make_high_)(view) : (*make_)(view);
    if (estimate == kCentral) {
        out.status = area.status;
        out.nearest_wall = area.nearest_wall;
    }
    if (relief_.columns > 0 && !area.ground.empty()) {
        sight::TerrainParams terrain;
        terrain.target_height_m = settings_.target_height_m;
        area.ground = sight::seen_over_terrain(area, view.height_m.value_or(kMount_m[estimate]), range_m,
                                               relief_, terrain);
        out.is_over_relief = true;
    }
    if (head.near_m > 0) {
        area.ground = sight::farther_than(area.ground, area.eye, view.azimuth_deg, head.near_m);
    }
    if (std::isfinite(head.far_m)) {
        area.ground = sight::nearer_than(area.ground, area.eye, view.azimuth_deg, head.far_m);
    }
    return std::move(area.ground);
}

/// The ground of each head.
std::vector<geo::MultiPolygon> Scenery::seen(Estimate estimate, CameraView& out) {
    std::vector<geo::MultiPolygon> grounds;
    grounds.reserve(out.heads[estimate].size());
    for (const Head& head : out.heads[estimate]) {
        grounds.push_back(seen(estimate, head, head.view.range_m, out));
    }
    return grounds;
}

GroundBands Scenery::bands(Estimate estimate, const std::vector<geo::MultiPolygon>& visible,
                           CameraView& out) {
    const std::vector<Head>& heads = out.heads[estimate];
    GroundBands result;
    std::vector<double> lines(heads.size());
    for (const domain::DensityBand& band : settings_.bands) {
        double farthest = 0;
        bool is_whole = true;
        for (std::size_t h = 0; h < heads.size(); ++h) {
            const double end = end_m(heads[h]);
            lines[h] = ground_line_m(heads[h], heads[h].density_at_1m / band.px_per_m);
            farthest = std::max(farthest, std::min(lines[h], end));
            is_whole = is_whole && lines[h] >= end;
        }
        result.depth_m.push_back(farthest);
        if (is_whole && result.inner.empty()) {
            ++result.whole;
            continue;
        }
        std::vector<geo::MultiPolygon> parts;
        for (std::size_t h = 0; h < heads.size(); ++h) {
            const Head& head = heads[h];
            if (lines[h] >= end_m(head)) {
                parts.push_back(visible[h]);
            } else if (lines[h] > head.view.min_range_m && lines[h] > head.near_m) {
                parts.push_back(head.is_round ? seen(estimate, head, lines[h], out)
                                              : sight::nearer_than(visible[h], head.view.eye,
                                                                   head.view.azimuth_deg, lines[h]));
                if (out.status == sight::ViewStatus::inside_building) {
                    // On a roof, if it is so high: its own edge hides the ground below from all bands alike.
                    parts.back() = geo::intersect(parts.back(), visible[h]);
                }
            }
        }
        result.inner.push_back(united(std::move(parts)));
    }
    return result;
}

CameraView Scenery::see(const Camera& camera, std::size_t index) {
    CameraView out;
    out.camera = index;
    out.has_position = camera.position.has_value();
    if (!out.has_position) {
        return out;
    }
    const KnownOptics optics = optics_of(camera, settings_);
    out.is_exact = optics.is_exact;
    out.is_direction_assumed = optics.is_direction_assumed;
    out.is_lens_assumed = optics.is_lens_assumed;
    for (const Estimate e : kEstimates) {
        out.heads[e] = aimed(camera, settings_, epsg_, e, optics.of[e], has_obstacles_);
        for (const Head& head : out.heads[e]) {
            out.range_m[e] = std::max(out.range_m[e], std::min(head.view.range_m, head.far_m));
        }
        if (out.heads[e].empty()) {
            out.range_m[e] = optics.of[e].range_m;
        }
    }
    std::array<bool, 3> has_own{};
    std::vector<geo::MultiPolygon> central = seen(kCentral, out);
    out.bands[kCentral] = bands(kCentral, central, out);
    for (const Estimate e : {kLow, kHigh}) {
        const bool has_own_ground = (e == kHigh && make_high_) ||
                                    (e == kLow && relief_.columns > 0 && !camera.height_m) ||
                                    !is_same_ground(out.heads[e], out.heads[kCentral]);
        if (has_own_ground) {
            std::vector<geo::MultiPolygon> grounds = seen(e, out);
            out.bands[e] = bands(e, grounds, out);
            out.visible[e] = united(std::move(grounds));
        } else {
            out.bands[e] = out.heads[e] == out.heads[kCentral] ? out.bands[kCentral] : bands(e, central, out);
        }
        has_own[e] = has_own_ground;
    }
    out.visible[kCentral] = united(std::move(central));
    for (const Estimate e : {kLow, kHigh}) {
        if (!has_own[e]) {
            out.visible[e] = out.visible[kCentral];
        }
    }
    out.is_exact = out.is_exact && out.visible[kLow] == out.visible[kCentral] &&
                   out.visible[kHigh] == out.visible[kCentral];
    out.reach = geo::bounds(out.visible[kHigh]);
    return out;
}

/// The walls whose height is known, of buildings that touch the box; nothing when every building has one.
std::optional<sight::Walls> sure_walls(const std::vector<domain::Building>& buildings,
                                       const std::optional<geo::Box>& near = {}) {
    std::vector<geo::Polygon> footprints;
    std::vector<double> heights;
    bool has_unknown = false;
    for (const domain::Building& building : buildings) {
        if (near && !near->intersects(geo::bounds(geo::MultiPolygon{building.shape}))) {
            continue;
        }
        has_unknown = has_unknown || !building.height_m;
        if (building.height_m) {
            footprints.push_back(building.shape);
            heights.push_back(*building.height_m);
        }
    }
    return has_unknown ? std::optional<sight::Walls>(std::in_place, footprints, heights) : std::nullopt;
}

/// Cameras of `known` by identifier, as far as their views still hold.
std::unordered_map<std::string, std::size_t> reusable(const domain::Project& project,
                                                      const KnownViews& known) {
    std::unordered_map<std::string, std::size_t> by_id;
    if (known.project != nullptr && known.views != nullptr && is_same_scenery(project, *known.project)) {
        for (std::size_t i = 0; i < known.project->cameras->size(); ++i) {
            by_id.emplace((*known.project->cameras)[i].id, i);
        }
    }
    return by_id;
}

} // namespace

CentralOptics central_optics(const Camera& camera, const Settings& settings) {
    const Optics optics = optics_of(camera, settings).of[kCentral];
    return {optics.range_m, optics.field_deg};
}

bool aims_at(const Head& head, geo::Point p) {
    const geo::Point d{p.x - head.view.eye.x, p.y - head.view.eye.y};
    const double distance = std::hypot(d.x, d.y);
    if (distance > head.view.range_m || distance < head.view.min_range_m) {
        return false;
    }
    const double azimuth = head.view.azimuth_deg * kRadians;
    const double depth = d.x * std::sin(azimuth) + d.y * std::cos(azimuth);
    const double across = d.x * std::cos(azimuth) - d.y * std::sin(azimuth);
    const bool is_in_field = head.view.fov_deg >= kFullCircle ||
                             std::abs(std::atan2(across, depth)) <= head.view.fov_deg * kRadians / 2 + 1e-9;
    return is_in_field && (head.is_round || (depth >= head.near_m && depth <= head.far_m));
}

double density_px_per_m(const Head& head, geo::Point p) {
    if (!aims_at(head, p)) {
        return 0;
    }
    const geo::Point d{p.x - head.view.eye.x, p.y - head.view.eye.y};
    const double azimuth = head.view.azimuth_deg * kRadians;
    const double depth =
        head.is_round ? std::hypot(d.x, d.y) : d.x * std::sin(azimuth) + d.y * std::cos(azimuth);
    return head.density_at_1m / std::max(std::hypot(depth, head.drop_m), 1e-3);
}

const geo::MultiPolygon& band_ground(const CameraView& view, Estimate estimate, std::size_t band) {
    const GroundBands& bands = view.bands[estimate];
    const bool is_whole = band < bands.whole || band - bands.whole >= bands.inner.size();
    return is_whole ? view.visible[estimate] : bands.inner[band - bands.whole];
}

std::optional<std::size_t> required_band(const Settings& settings) {
    for (std::size_t i = 0; i < settings.bands.size(); ++i) {
        if (settings.bands[i].key == settings.required_band) {
            return i;
        }
    }
    return std::nullopt;
}

const geo::MultiPolygon& covering_ground(const CameraView& view, Estimate estimate,
                                         const std::optional<std::size_t>& required) {
    return required ? band_ground(view, estimate, *required) : view.visible[estimate];
}

sight::Walls building_walls(const std::vector<domain::Building>& buildings) {
    std::vector<geo::Polygon> footprints;
    std::vector<double> heights;
    footprints.reserve(buildings.size());
    for (const domain::Building& building : buildings) {
        footprints.push_back(building.shape);
        heights.push_back(building.height_m.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return sight::Walls(footprints, heights);
}

bool is_same_scenery(const domain::Project& a, const domain::Project& b) {
    return a.buildings.is_same(b.buildings) && a.relief.is_same(b.relief) &&
           a.territory->epsg == b.territory->epsg && a.settings.assumptions == b.settings.assumptions &&
           a.settings.pixels == b.settings.pixels && a.settings.bands == b.settings.bands &&
           a.settings.target_height_m == b.settings.target_height_m;
}

std::vector<CameraView> camera_views(const domain::Project& project, const sight::Walls& walls,
                                     Progress& progress, unsigned threads, const KnownViews& known) {
    constexpr std::size_t kGrain = 64;
    progress.report(0, "champs des caméras");
    const std::vector<Camera>& cameras = *project.cameras;
    const auto same = reusable(project, known);
    std::vector<geo::Point> eyes;
    eyes.reserve(cameras.size());
    for (const Camera& camera : cameras) {
        eyes.push_back(camera.position.value_or(geo::Point{}));
    }
    const std::vector<std::size_t> order = sight::near_to_near(eyes);
    std::vector<CameraView> result(cameras.size());
    const std::optional<sight::Walls> sure = sure_walls(*project.buildings);
    parallel_blocks(cameras.size(), kGrain, threads, [&](std::size_t begin, std::size_t end) {
        Scenery scenery(project, walls, sure ? &*sure : nullptr);
        for (std::size_t k = begin; k < end; ++k) {
            progress.check();
            const std::size_t i = order[k];
            const auto at = same.find(cameras[i].id);
            if (at != same.end() && (*known.project->cameras)[at->second] == cameras[i]) {
                result[i] = (*known.views)[at->second];
                result[i].camera = i;
            } else {
                result[i] = scenery.see(cameras[i], i);
            }
        }
    });
    progress.report(0.7, "champs des caméras");
    return result;
}

std::vector<CameraView> camera_views(const domain::Project& project, Progress& progress, unsigned threads) {
    return camera_views(project, building_walls(*project.buildings), progress, threads);
}

CameraView camera_view(const domain::Project& project, const Camera& camera, std::size_t index,
                       const sight::Walls& walls) {
    const double reach = optics_of(camera, project.settings).of[kHigh].range_m;
    const geo::Point eye = camera.position.value_or(geo::Point{});
    const std::optional<sight::Walls> sure =
        sure_walls(*project.buildings, geo::Box{eye, eye}.grown(2 * reach)); // the corners of a flat picture
    return Scenery(project, walls, sure ? &*sure : nullptr).see(camera, index);
}

} // namespace maillage::analysis
