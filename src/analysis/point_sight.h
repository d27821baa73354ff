// point_sight.h: one point, one camera: does it see it, in which detail, and if not, what is in the way. The
// gaps ask it for every place, the inverse query for one point and all cameras.
#pragma once

#include "analysis/camera_views.h"
#include "analysis/equipment.h"
#include "domain/project.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maillage::analysis {

/// Why nothing sees a place, the nearest remedy first: those that only want a decision, then those of cameras
/// that may film, then cameras that never will. What an estimate assumes is no reason: where a wider or other
/// aimed lens would see the place, that the optics are unknown is the reason.
enum class Cause {
    covered,
    uncertain,
    undated,
    expired,
    not_yet,
    planned,
    suspended,
    hidden,
    other_direction,
    unknown_direction,
    unknown_optics, ///< or height, of the camera or of what stands in between
    low_density,
    out_of_range,
    withdrawn,
    refused,
    removed,
    no_camera,
    no_position
};
inline constexpr std::size_t kCauses = 18;

/// Why a camera that sees a place does not cover it.
Cause cause_of(Legality legality);

struct PointSight {
    std::size_t camera = 0;
    Legality legality = Legality::uncertain;
    double distance_m = 0;
    bool low = false, central = false, high = false; ///< covers the point, as far as it may film
    Cause cause = Cause::out_of_range;               ///< of the central estimate
    std::optional<std::size_t> band; ///< strongest band reached, central estimate, whatever the date
    double px_per_m = 0;             ///< central estimate; 0 when the camera does not see the point
    std::optional<std::uint32_t>
        hidden_by; ///< building; empty with `hidden` when relief or nothing known is in the way
    friend bool operator==(const PointSight&, const PointSight&) = default;
};

/// What a project's cameras are asked with; everything must outlive it.
struct SightInput {
    const domain::Project& project;
    const std::vector<CameraView>& views;
    const std::vector<Legality>& legalities;
    const sight::Walls& walls; ///< of project.buildings: names what hides
};

/// `camera` must have a position. The band and the building are looked up only when `with_detail`.
PointSight sight(const SightInput& input, std::size_t camera, geo::Point p, bool with_detail = true);

/// The cameras that see the point, nearest first, then those within `within_m` that do not, nearest first and
/// at most `most_others`; cameras without a position are not among them.
std::vector<PointSight> point_sights(const SightInput& input, geo::Point p, double within_m = 500,
                                     std::size_t most_others = 5);

std::string label(Cause cause); ///< "hors portée", "masqué", "arrêté échu"...
/// "masqué par le bâtiment 1234 (12 m) à 38 m", "hors portée : 138 m pour 60 m de portée"...
std::string explain(const SightInput& input, const PointSight& sight, geo::Point p);

} // namespace maillage::analysis
