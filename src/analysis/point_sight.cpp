#include "analysis/point_sight.h"

#include "base/number.h"
#include "sight/sight_lines.h"

#include <algorithm>

namespace maillage::analysis {
namespace {

/// The head that aims at the point.
const Head* head_on(const CameraView& view, Estimate estimate, geo::Point p) {
    const auto& heads = view.heads[estimate];
    const auto it = std::ranges::find_if(heads, [&](const Head& head) { return aims_at(head, p); });
    return it == heads.end() ? nullptr : &*it;
}

void add_detail(const SightInput& input, const CameraView& view, geo::Point p, PointSight& out) {
    const double target = input.project.settings.target_height_m;
    if (geo::contains(view.visible[kCentral], p)) {
        for (const Head& head : view.heads[kCentral]) {
            out.px_per_m = std::max(out.px_per_m, density_px_per_m(head, p));
        }
        for (std::size_t b = 0; b < input.project.settings.bands.size(); ++b) {
            if (geo::contains(band_ground(view, kCentral, b), p)) {
                out.band = b;
            }
        }
    }
    const Head* head = out.cause == Cause::hidden ? head_on(view, kHigh, p) : nullptr;
    if (head != nullptr) {
        const auto building = sight::hiding_building(
            head->view.eye, (*input.project.cameras)[view.camera].height_m, p, target, input.walls);
        if (building) {
            out.hidden_by = static_cast<std::uint32_t>(*building);
        }
    }
}

/// Of a camera that does not cover the point in the central estimate, its act set aside.
Cause cause_of(const CameraView& view, geo::Point p, double distance_m,
               const std::optional<std::size_t>& required) {
    if (geo::contains(covering_ground(view, kHigh, required), p)) {
        if (view.is_direction_assumed) {
            return Cause::unknown_direction;
        }
        // A known outline stands in between, though nobody knows whether the camera sees over it.
        const bool is_behind =
            head_on(view, kCentral, p) != nullptr && !geo::contains(view.visible[kCentral], p);
        return is_behind ? Cause::hidden : Cause::unknown_optics;
    }
    if (geo::contains(view.visible[kCentral], p) || geo::contains(view.visible[kHigh], p)) {
        return Cause::low_density;
    }
    // From here on not even the most favourable reading sees it.
    if (head_on(view, kHigh, p) != nullptr) {
        return Cause::hidden;
    }
    return distance_m <= view.range_m[kHigh] ? Cause::other_direction : Cause::out_of_range;
}

std::string metres(double m) {
    return to_french(m, 0) + " m";
}

std::string hidden_text(const SightInput& input, const PointSight& sight, geo::Point p) {
    if (!sight.hidden_by) {
        return input.views[sight.camera].is_over_relief ? "masqué par le relief" : "masqué";
    }
    const domain::Building& building = (*input.project.buildings)[*sight.hidden_by];
    std::string text = "masqué par le bâtiment " + building.id;
    if (building.height_m) {
        text += " (" + to_french(*building.height_m, 1) + " m de haut)";
    } else {
        text += ", de hauteur inconnue,";
    }
    return text + " à " + metres(geo::distance(geo::centroid({building.shape}), p)) + " du point";
}

} // namespace

Cause cause_of(Legality legality) {
    switch (legality) {
    case Legality::valid:
        return Cause::covered;
    case Legality::uncertain:
        return Cause::uncertain;
    case Legality::undated:
        return Cause::undated;
    case Legality::expired:
        return Cause::expired;
    case Legality::not_yet:
        return Cause::not_yet;
    case Legality::suspended:
        return Cause::suspended;
    case Legality::withdrawn:
        return Cause::withdrawn;
    case Legality::refused:
        return Cause::refused;
    case Legality::planned:
        return Cause::planned;
    case Legality::removed:
        return Cause::removed;
    }
    return Cause::uncertain;
}

PointSight sight(const SightInput& input, std::size_t camera, geo::Point p, bool with_detail) {
    const CameraView& view = input.views[camera];
    const auto required = required_band(input.project.settings);
    PointSight out;
    out.camera = camera;
    out.legality = input.legalities[camera];
    out.distance_m = geo::distance(*(*input.project.cameras)[camera].position, p);
    const bool in_central = geo::contains(covering_ground(view, kCentral, required), p);
    out.high =
        may_film(out.legality) && (in_central || geo::contains(covering_ground(view, kHigh, required), p));
    out.central = in_central && out.legality == Legality::valid;
    out.low = out.central && geo::contains(covering_ground(view, kLow, required), p);
    if (in_central) {
        out.cause = cause_of(out.legality);
    } else {
        out.cause = cause_of(view, p, out.distance_m, required);
    }
    if (with_detail) {
        add_detail(input, view, p, out);
    }
    return out;
}

std::vector<PointSight> point_sights(const SightInput& input, geo::Point p, double within_m,
                                     std::size_t most_others) {
    std::vector<PointSight> seeing;
    std::vector<PointSight> others;
    for (const CameraView& view : input.views) {
        if (!view.has_position) {
            continue;
        }
        const double distance = geo::distance(*(*input.project.cameras)[view.camera].position, p);
        const bool may_see = view.reach.contains(p);
        if (!may_see && distance > within_m) {
            continue;
        }
        PointSight one = sight(input, view.camera, p);
        // Whatever the date: an expired camera that sees the point is part of the answer.
        const bool sees =
            one.high || one.band || one.px_per_m > 0 || (may_see && geo::contains(view.visible[kHigh], p));
        (sees ? seeing : others).push_back(std::move(one));
    }
    const auto is_nearer = [](const PointSight& a, const PointSight& b) {
        return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.camera < b.camera;
    };
    std::ranges::sort(seeing, is_nearer);
    std::ranges::sort(others, is_nearer);
    others.resize(std::min(others.size(), most_others));
    seeing.insert(seeing.end(), others.begin(), others.end());
    return seeing;
}

std::string label(Cause cause) {
    switch (cause) {
    case Cause::covered:
        return "couvert";
    case Cause::uncertain:
        return "autorisation incertaine";
    case Cause::undated:
        return "arrêté sans date";
    case Cause::expired:
        return "arrêté échu";
    case Cause::not_yet:
        return "arrêté à venir";
    case Cause::planned:
        return "caméra en projet";
    case Cause::suspended:
        return "arrêté suspendu";
    case Cause::hidden:
        return "masqué";
    case Cause::other_direction:
        return "autre direction";
    case Cause::unknown_direction:
        return "direction inconnue";
    case Cause::unknown_optics:
        return "optique ou hauteur inconnue";
    case Cause::low_density:
        return "détail insuffisant";
    case Cause::out_of_range:
        return "hors portée";
    case Cause::withdrawn:
        return "arrêté retiré";
    case Cause::refused:
        return "autorisation refusée";
    case Cause::removed:
        return "caméra déposée";
    case Cause::no_camera:
        return "aucune caméra";
    case Cause::no_position:
        return "position inconnue";
    }
    return {};
}

std::string explain(const SightInput& input, const PointSight& sight, geo::Point p) {
    const CameraView& view = input.views[sight.camera];
    const registry::Camera& camera = (*input.project.cameras)[sight.camera];
    switch (sight.cause) {
    case Cause::hidden:
        return hidden_text(input, sight, p);
    case Cause::low_density:
        return label(sight.cause) +
               (sight.px_per_m > 0 ? " : " + to_french(sight.px_per_m, 0) + " px/m" : std::string());
    case Cause::out_of_range:
        return label(sight.cause) + " : " + metres(sight.distance_m) + " pour " +
               metres(view.range_m[kHigh]) + (camera.range_m ? " de portée" : " de portée supposée au plus");
    default: // says it all
        return label(sight.cause);
    }
}

} // namespace maillage::analysis
