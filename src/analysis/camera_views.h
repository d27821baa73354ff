// camera_views.h: one visibility set per camera of the register, whatever the date, cut into bands of detail.
// Coverage, gaps, ranking, the inverse query, privacy and the map all read from these.
#pragma once

#include "base/progress.h"
#include "domain/project.h"
#include "geo/geometry.h"
#include "sight/visibility.h"

#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace maillage::analysis {

/// What is unknown gives three sets: nothing less than `low` is seen, nothing more than `high`. So it is with
/// an unknown range, field, direction, lens, height of the camera and height of a building, as far as the
/// truth lies within what the settings and the bounds here assume (see optics_of and kHighestMount_m).
enum Estimate : std::size_t { kLow = 0, kCentral = 1, kHigh = 2 };

inline constexpr std::array<Estimate, 3> kEstimates = {kLow, kCentral, kHigh};

/// One head of a camera, aimed, with what its lens makes of a distance.
struct Head {
    sight::View view;
    double density_at_1m = 0; ///< px/m, falling as 1 / distance
    /// Lines of equal density are circles: a dome turns to what it looks at, a panorama spreads its pixels
    /// evenly. Else they are straight, across the axis.
    bool is_round = false;
    double near_m =
        0; ///< bottom and top edges of a tilted picture on the ground: straight lines at these depths
    double far_m = std::numeric_limits<double>::infinity();
    double drop_m = 0; ///< from the lens down to the target; 0 when taken to be at its height
    friend bool operator==(const Head&, const Head&) = default;
};

/// What the central estimate takes a camera's range and horizontal field to be.
struct CentralOptics {
    double range_m = 0;
    double field_deg = 360;
};

CentralOptics central_optics(const registry::Camera& camera, const domain::Settings& settings);

/// Walls left out: whether the head could see `p` if nothing stood in between.
bool aims_at(const Head& head, geo::Point p);
/// px/m on a target at `p`, whether or not something hides it; 0 when the head does not aim at it.
double density_px_per_m(const Head& head, geo::Point p);

/// The ground of `settings.bands`, weakest first. Bands nest; the first ones are often all that is seen.
struct GroundBands {
    std::size_t whole = 0;                ///< so many bands are the whole visible ground
    std::vector<geo::MultiPolygon> inner; ///< the others
    std::vector<double> depth_m; ///< of each band's line from the camera, of the head that reaches farthest
    friend bool operator==(const GroundBands&, const GroundBands&) = default;
};

struct CameraView {
    std::size_t camera = 0;            ///< index in project.cameras
    bool has_position = false;         ///< false: everything below is empty
    bool is_exact = false;             ///< range, field and direction known: the three visible sets are one
    bool is_direction_assumed = false; ///< low is empty, high is the full circle
    bool is_lens_assumed = false;      ///< pixels or picture unknown: the bands differ between the estimates
    bool is_over_relief = false;       ///< lines of sight were checked against an elevation model
    sight::ViewStatus status = sight::ViewStatus::invalid;
    std::optional<geo::Point> nearest_wall; ///< where a camera drawn inside a building could be mounted
    std::array<double, 3> range_m{};
    std::array<std::vector<Head>, 3> heads;
    std::array<geo::MultiPolygon, 3> visible; ///< ground really seen, after walls and relief
    std::array<GroundBands, 3> bands;
    geo::Box reach; ///< bounds of visible[kHigh]
    friend bool operator==(const CameraView&, const CameraView&) = default;
};

/// The visible ground where at least band `band` is reached; all that is seen when there is no such band.
const geo::MultiPolygon& band_ground(const CameraView& view, Estimate estimate, std::size_t band);
/// Index of `settings.required_band`; empty when being seen is enough.
std::optional<std::size_t> required_band(const domain::Settings& settings);
/// What counts as covered: `required_band` of it.
const geo::MultiPolygon& covering_ground(const CameraView& view, Estimate estimate,
                                         const std::optional<std::size_t>& required);

/// Footprints and heights as views take them.
sight::Walls building_walls(const std::vector<domain::Building>& buildings);

/// Views that were computed from another state of the same project.
struct KnownViews {
    const domain::Project* project = nullptr;
    const std::vector<CameraView>* views = nullptr;
};

/// In the order of project.cameras. Cancellable; same result on any number of threads (0 = all). Cameras that
/// are as they were in `known` keep their view, so that moving one costs one; `walls` are those of
/// project.buildings.
std::vector<CameraView> camera_views(const domain::Project& project, const sight::Walls& walls,
                                     Progress& progress, unsigned threads = 0, const KnownViews& known = {});
std::vector<CameraView> camera_views(const domain::Project& project, Progress& progress,
                                     unsigned threads = 0);
/// One camera, while it is being aimed; `camera` need not be in the project. `index` is what
/// `CameraView::camera` says.
CameraView camera_view(const domain::Project& project, const registry::Camera& camera, std::size_t index,
                       const sight::Walls& walls);
/// Buildings, relief and settings that views depend on are the same objects or values.
bool is_same_scenery(const domain::Project& a, const domain::Project& b);

} // namespace maillage::analysis
