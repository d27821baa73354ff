#include "analysis/gaps.h"

#include "base/number.h"
#include "base/parallel.h"
#include "geo/box_index.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace maillage::analysis {
namespace {

/// How far the nearest camera is looked for when it explains a gap. Beyond, "no camera" says it better.
constexpr double kNearby_m = 500;

/// Everything about one register at one date that units are checked against.
struct Register {
    SightInput input;
    geo::BoxIndex reach; ///< the circle that each camera reaches at most
    geo::BoxIndex position;
    std::vector<bool> has_unlocated; ///< by commune: a camera that may film stands somewhere in it
};

Register make_register(const SightInput& input) {
    Register result{input, {}, {}, {}};
    const domain::Project& project = input.project;
    std::vector<geo::Box> reaches;
    std::vector<geo::Box> positions;
    result.has_unlocated.resize(project.territory->communes.size());
    for (const CameraView& view : input.views) {
        const registry::Camera& camera = (*project.cameras)[view.camera];
        // The circle, not the sector: a camera that looks elsewhere must be found to say so.
        reaches.push_back(view.has_position
                              ? geo::Box{*camera.position, *camera.position}.grown(view.range_m[kHigh])
                              : geo::Box{});
        positions.push_back(view.has_position ? geo::Box{*camera.position, *camera.position} : geo::Box{});
        const auto commune = domain::find_commune(*project.territory, camera.commune);
        if (!view.has_position && camera.is_public_road && commune &&
            may_film(input.legalities[view.camera])) {
            result.has_unlocated[*commune] = true;
        }
    }
    result.reach = geo::BoxIndex(reaches);
    result.position = geo::BoxIndex(positions);
    return result;
}

void look_nearby(const Register& reg, geo::Point p, UnitCoverage& unit) {
    double best = kNearby_m;
    reg.position.for_each(geo::Box{p, p}.grown(kNearby_m), [&](std::size_t camera) {
        const double d = geo::distance(*(*reg.input.project.cameras)[camera].position, p);
        if (may_film(reg.input.legalities[camera]) &&
            (d < best || (d == best && unit.nearest && camera < *unit.nearest))) {
            best = d;
            unit.nearest = static_cast<std::uint32_t>(camera);
        }
    });
    if (unit.nearest) {
        unit.cause = Cause::out_of_range;
        unit.distance_m = best;
    }
}

UnitCoverage cover(const Register& reg, const DemandUnit& demand) {
    UnitCoverage unit;
    unit.cause = Cause::no_camera;
    const bool may_be_unlocated = demand.commune && reg.has_unlocated[*demand.commune];
    if (!demand.position) {
        unit.cause = Cause::no_position;
        unit.high = unit.is_by_unlocated = may_be_unlocated;
        return unit;
    }
    const geo::Point p = *demand.position;
    std::vector<std::size_t> near;
    reg.reach.for_each(p, [&](std::size_t camera) { near.push_back(camera); });
    std::ranges::sort(near);
    for (const std::size_t camera : near) {
        const PointSight s = sight(reg.input, camera, p, false);
        unit.low = unit.low || s.low;
        unit.central = unit.central || s.central;
        unit.high = unit.high || s.high;
        if (s.central) {
            unit.cameras.push_back(static_cast<std::uint32_t>(camera));
        }
        // A camera that may not film explains a gap only where it would see.
        const bool explains = may_film(s.legality) || s.cause == cause_of(s.legality);
        const bool is_better =
            s.cause < unit.cause || (s.cause == unit.cause && unit.nearest && s.distance_m < unit.distance_m);
        if (explains && is_better) {
            unit.cause = s.cause;
            unit.nearest = static_cast<std::uint32_t>(camera);
            unit.distance_m = s.distance_m;
        }
    }
    if (unit.cause == Cause::hidden) {
        unit.hidden_by = sight(reg.input, *unit.nearest, p).hidden_by;
    }
    if (unit.cause == Cause::no_camera) {
        look_nearby(reg, p, unit);
    }
    if (!unit.central && may_be_unlocated) {
        unit.is_by_unlocated = !unit.high;
        unit.high = true;
        if (unit.cause == Cause::no_camera) {
            unit.cause = Cause::no_position;
        }
    }
    return unit;
}

} // namespace

Gaps gaps(const domain::Project& project, const std::vector<CameraView>& views, Date on, Progress& progress,
          unsigned threads, const sight::Walls* known_walls) {
    progress.report(0, "lacunes");
    Gaps result;
    result.date = on;
    result.units = demand_units(project);
    result.coverage.resize(result.units.size());
    std::optional<sight::Walls> own_walls;
    if (known_walls == nullptr) {
        own_walls.emplace(building_walls(*project.buildings));
    }
    const std::vector<Legality> legality = legalities(project, standings(project, on));
    const Register reg =
        make_register({project, views, legality, known_walls == nullptr ? *own_walls : *known_walls});
    parallel_blocks(result.units.size(), 512, threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t i = begin; i < end; ++i) {
            result.coverage[i] = cover(reg, result.units[i]);
        }
    });
    result.unlocated = unlocated_bounds(project, legality, result.units, result.coverage);
    roll_up(project, result);
    progress.report(1, "lacunes");
    return result;
}

std::string explain(const domain::Project& project, const Gaps& gaps, std::size_t unit) {
    const UnitCoverage& coverage = gaps.coverage[unit];
    std::string text = label(coverage.cause);
    if (coverage.cause == Cause::covered) {
        const std::size_t count = coverage.cameras.size();
        return count == 1 ? "vu par " + (*project.cameras)[coverage.cameras[0]].id
                          : "vu par " + std::to_string(count) + " caméras";
    }
    if (coverage.nearest) {
        if (coverage.hidden_by) {
            text += " par le bâtiment " + (*project.buildings)[*coverage.hidden_by].id;
        }
        text += " : caméra " + (*project.cameras)[*coverage.nearest].id + " à " +
                to_french(coverage.distance_m, 0) + " m";
    }
    return text;
}

} // namespace maillage::analysis
