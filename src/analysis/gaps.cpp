#include "analysis/gaps.h"

#include "base/number.h"
#include "base/parallel.h"
#include "geo/box_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maillage::analysis {
namespace {

/// How far the nearest camera is looked for when it explains a gap. Beyond, "no camera" says it better.
constexpr double kNearby_m = 500;

/// Everything about one register at one date that units are checked against.
struct Register {
    const domain::Project& project;
    const std::vector<CameraView>& views;
    std::vector<Legality> legality;
    geo::BoxIndex reach;    ///< of unobstructed[kHigh]
    geo::BoxIndex position;
    std::vector<bool> has_unlocated; ///< by commune: a camera that may film stands somewhere in it
};

Register make_register(const domain::Project& project, const std::vector<CameraView>& views, Date on) {
    Register result{project, views, legalities(project, standings(*project.authorisations, on)), {}, {}, {}};
    std::vector<geo::Box> reaches;
    std::vector<geo::Box> positions;
    result.has_unlocated.resize(project.territory->communes.size());
    for (const CameraView& view : views) {
        const domain::Camera& camera = (*project.cameras)[view.camera];
        // The circle, not the sector: a camera that looks elsewhere must be found to say so.
        reaches.push_back(view.has_position ? geo::Box{*camera.position, *camera.position}.grown(view.range_m[kHigh]) : geo::Box{});
        positions.push_back(view.has_position ? geo::Box{*camera.position, *camera.position} : geo::Box{});
        const auto commune = domain::find_commune(*project.territory, camera.commune);
        if (!view.has_position && camera.is_public_road && commune && result.legality[view.camera] != Legality::expired) {
            result.has_unlocated[*commune] = true;
        }
    }
    result.reach = geo::BoxIndex(reaches);
    result.position = geo::BoxIndex(positions);
    return result;
}

/// What one camera does for one point, best first.
struct Sight {
    bool low = false, central = false, high = false;
    Cause cause = Cause::out_of_range; ///< when not central
    double distance_m = 0;
};

Sight sight(const Register& reg, std::size_t camera, geo::Point p) {
    const CameraView& view = reg.views[camera];
    const Legality legality = reg.legality[camera];
    Sight result;
    result.distance_m = geo::distance(*(*reg.project.cameras)[camera].position, p);
    const bool in_central = geo::contains(view.visible[kCentral], p);
    if (legality == Legality::expired) {
        result.cause = in_central ? Cause::expired : Cause::no_camera;
        return result;
    }
    result.high = in_central || geo::contains(view.visible[kHigh], p);
    result.central = in_central && legality == Legality::valid;
    result.low = result.central && geo::contains(view.visible[kLow], p);
    if (in_central) {
        result.cause = result.central ? Cause::covered : Cause::expired;
    } else if (geo::contains(view.unobstructed[kCentral], p)) {
        result.cause = Cause::hidden;
    } else if (result.distance_m <= view.range_m[kCentral]) {
        result.cause = Cause::other_direction;
    }
    return result;
}

void look_nearby(const Register& reg, geo::Point p, UnitCoverage& unit) {
    double best = kNearby_m;
    reg.position.for_each(geo::Box{p, p}.grown(kNearby_m), [&](std::size_t camera) {
        const double d = geo::distance(*(*reg.project.cameras)[camera].position, p);
        if (reg.legality[camera] != Legality::expired && (d < best || (d == best && unit.nearest && camera < *unit.nearest))) {
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
        unit.high = may_be_unlocated;
        return unit;
    }
    const geo::Point p = *demand.position;
    std::vector<std::pair<std::size_t, Sight>> sights;
    reg.reach.for_each(p, [&](std::size_t camera) { sights.emplace_back(camera, sight(reg, camera, p)); });
    std::ranges::sort(sights, {}, &std::pair<std::size_t, Sight>::first);
    for (const auto& [camera, s] : sights) {
        unit.low = unit.low || s.low;
        unit.central = unit.central || s.central;
        unit.high = unit.high || s.high;
        if (s.central) {
            unit.cameras.push_back(static_cast<std::uint32_t>(camera));
        }
        const bool is_better = s.cause < unit.cause || (s.cause == unit.cause && unit.nearest && s.distance_m < unit.distance_m);
        if (s.cause != Cause::no_camera && is_better) {
            unit.cause = s.cause;
            unit.nearest = static_cast<std::uint32_t>(camera);
            unit.distance_m = s.distance_m;
        }
    }
    if (unit.cause == Cause::no_camera) {
        look_nearby(reg, p, unit);
    }
    if (!unit.central && may_be_unlocated) {
        unit.high = true;
        if (unit.cause == Cause::no_camera) {
            unit.cause = Cause::no_position;
        }
    }
    return unit;
}

} // namespace

Gaps gaps(const domain::Project& project, const std::vector<CameraView>& views, Date on, Progress& progress,
          unsigned threads) {
    progress.report(0, "lacunes");
    Gaps result;
    result.date = on;
    result.units = demand_units(project);
    result.coverage.resize(result.units.size());
    const Register reg = make_register(project, views, on);
    parallel_blocks(result.units.size(), 512, threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t i = begin; i < end; ++i) {
            result.coverage[i] = cover(reg, result.units[i]);
        }
    });
    roll_up(project, result);
    progress.report(1, "lacunes");
    return result;
}

std::string label(Cause cause) {
    switch (cause) {
    case Cause::covered: return "couvert";
    case Cause::expired: return "arrêté échu";
    case Cause::hidden: return "masqué";
    case Cause::other_direction: return "autre direction";
    case Cause::low_density: return "détail insuffisant";
    case Cause::out_of_range: return "hors portée";
    case Cause::no_camera: return "aucune caméra";
    case Cause::no_position: return "position inconnue";
    }
    return {};
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
        text += " : caméra " + (*project.cameras)[*coverage.nearest].id + " à " + to_french(coverage.distance_m, 0) + " m";
    }
    return text;
}

} // namespace maillage::analysis
