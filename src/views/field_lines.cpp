#include "views/field_lines.h"

#include "analysis/coverage_change.h"
#include "analysis/privacy.h"
#include "base/number.h"
#include "base/translate.h"
#include "geo/crs.h"
#include "session/mounts.h"
#include "sight/density.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::views {
namespace {

using analysis::CameraView;
using analysis::Estimate;
using domain::Project;

std::string square_metres(double m2) {
    return to_french(m2, 0) + "\u202fm²";
}

std::string metres(double m) {
    return to_french(m, m < 20 ? 1 : 0) + "\u202fm";
}

/// "1 240 m²", or "1 240 m² [800 – 2 100]" when the estimates differ.
std::string area_interval(const std::array<double, 3>& areas) {
    const auto text = square_metres(areas[analysis::kCentral]);
    const auto low = to_french(areas[analysis::kLow], 0);
    const auto high = to_french(areas[analysis::kHigh], 0);
    return low == high ? text : text + " [" + low + " – " + high + "]";
}

template <class Ground> std::array<double, 3> areas(const Project& project, const Ground& ground) {
    std::array<double, 3> result{};
    for (const Estimate e : analysis::kEstimates) {
        result[e] = geo::geodesic_area_m2(project.territory->epsg, ground(e));
    }
    return result;
}

const registry::Camera* camera_of(const Project& project, const std::string& id) {
    const auto& cameras = *project.cameras;
    const auto at = std::ranges::lower_bound(cameras, id, {}, &registry::Camera::id);
    return at == cameras.end() || at->id != id ? nullptr : &*at;
}

/// The same index of walls as the results have, or none while the buildings are others.
const sight::Walls* walls_of(const session::Session& session) {
    const bool holds =
        session.results && session.results->project.buildings.is_same(session.project->buildings);
    return holds ? session.results->walls.get() : nullptr;
}

/// "3 sites et 120 habitants vus · sites couverts 214 (+2)".
std::string change_text(const session::Session& session, const std::string& id, const CameraView& aimed) {
    const analysis::Results& results = *session.results;
    const auto* known = camera_of(results.project, id);
    analysis::AimedCamera camera{{}, {}, aimed, false};
    if (known != nullptr) {
        const auto index = static_cast<std::size_t>(known - results.project.cameras->data());
        camera.index = static_cast<std::uint32_t>(index);
        camera.reach = (*results.views)[index].reach;
        camera.may_film = results.legalities[index] == analysis::Legality::valid;
    }
    const auto change =
        analysis::coverage_change(session.project->settings, results.gaps, results.places, camera);
    std::string text;
    if (change.sites_seen > 0 || change.inhabitants_seen > 0) {
        text = fmt::format(
            fmt::runtime(tr_plural(" · {} site et {} habitants vus", " · {} sites et {} habitants vus",
                                   static_cast<double>(change.sites_seen))),
            change.sites_seen, to_french(change.inhabitants_seen, 0));
    }
    const auto covered = results.gaps.total().sites_covered.central;
    const auto sign = change.sites_gained > 0 ? "+" : "";
    return text + fmt::format(fmt::runtime(tr(" · sites couverts {} ({}{})")),
                              to_french(covered + static_cast<double>(change.sites_gained), 0), sign,
                              to_french(change.sites_gained));
}

/// How far a face is large enough for the arrêté of 2007: stricter than the strongest band of DORI, and no
/// band itself.
std::string face_text(const CameraView& view, double target_height_m) {
    double farthest = 0;
    for (const analysis::Head& head : view.heads[analysis::kCentral]) {
        const double rise = head.view.height_m ? *head.view.height_m - target_height_m : 0;
        const double reach = sight::ground_distance_m(head.density_at_1m / sight::kFace2007_px_per_m, rise);
        farthest = std::max(farthest, std::min(reach, head.view.range_m));
    }
    return farthest > 0 ? metres(farthest) : "–";
}

} // namespace

std::optional<CameraView> current_view(const session::Session& session, const std::string& id) {
    const Project& project = *session.project;
    const auto* camera = camera_of(project, id);
    if (camera == nullptr || !camera->position || !session.results) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(camera - project.cameras->data());
    const Project& computed = session.results->project;
    if (computed.cameras.is_same(project.cameras) && analysis::is_same_scenery(computed, project)) {
        return (*session.results->views)[index];
    }
    const auto* walls = walls_of(session);
    return walls == nullptr ? std::nullopt
                            : std::optional(analysis::camera_view(project, *camera, index, *walls));
}

InspectorSection field_section(const Project& project, const CameraView& view) {
    InspectorSection section{tr("CHAMP RÉEL"), {}};
    const auto add = [&](std::string label, std::string value, Tone tone = Tone::plain,
                         std::string hint = "") {
        section.lines.push_back({std::move(label), std::move(value), tone, std::move(hint), {}});
    };
    const geo::Point eye = *(*project.cameras)[view.camera].position;
    if (view.status == sight::ViewStatus::inside_building) {
        add(tr("Ne voit rien"), session::inside_text(view, eye), Tone::alarm,
            tr("Édition › Monter la caméra sur la façade"));
        return section;
    }
    const auto seen = areas(project, [&](Estimate e) -> const auto& { return view.visible[e]; });
    add(tr("Sol vu"), area_interval(seen) + " · " + metres(view.range_m[analysis::kCentral]));
    const auto& bands = project.settings.bands;
    for (std::size_t b = 0; b < bands.size(); ++b) {
        const auto ground =
            areas(project, [&](Estimate e) -> const auto& { return analysis::band_ground(view, e, b); });
        const double reach = view.bands[analysis::kCentral].depth_m[b];
        const bool is_none = ground[analysis::kCentral] <= 0;
        add(tr_sentence(bands[b].label), is_none ? "–" : area_interval(ground) + " · " + metres(reach),
            is_none ? Tone::muted : Tone::plain,
            fmt::format(fmt::runtime(tr("au moins {} px/m, jusqu’à {} de la caméra dans l’axe")),
                        to_french(bands[b].px_per_m, 1), metres(reach)));
    }
    add(tr("Visage 90 × 60 px"), face_text(view, project.settings.target_height_m), Tone::muted,
        tr("arrêté du 3 août 2007 : vignette d’un visage, environ 375 px/m, jusqu’à cette distance dans "
           "l’axe"));
    for (const auto& head : view.heads[analysis::kCentral]) {
        const double near = std::max(head.near_m, head.view.min_range_m);
        if (near > 0) {
            add(tr("Angle mort au pied"), metres(near));
            break;
        }
    }
    if (const auto privacy = analysis::privacy_of(project, view); privacy.needs_masking()) {
        const auto ground =
            privacy.private_m2 > 0 ? " · " + square_metres(privacy.private_m2) + tr(" de parcelles") : "";
        add(tr("Masquage requis"), metres(privacy.facade_m) + tr(" de façades de logements") + ground,
            Tone::alarm,
            tr("CSI L251-3 : ni l’intérieur des logements ni, de façon spécifique, leurs entrées"));
    }
    if (!view.is_exact || view.is_lens_assumed) {
        add(view.is_direction_assumed ? tr("Direction inconnue : de rien à tout le tour")
                                      : tr("Optique supposée : basse, centrale, haute"),
            "", Tone::muted);
    }
    if (view.is_over_relief) {
        add(tr("Relief pris en compte"), "", Tone::muted);
    }
    return section;
}

std::optional<AimedField> aimed_field(const session::Session& session, const std::string& id,
                                      std::optional<Handle> dragged, geo::Point to) {
    const Project& project = *session.project;
    const auto* camera = camera_of(project, id);
    const auto* walls = walls_of(session);
    if (camera == nullptr || !camera->position || walls == nullptr) {
        return std::nullopt;
    }
    const registry::Camera aimed = dragged ? moved_camera(project, *camera, *dragged, to) : *camera;
    const CameraView view = analysis::camera_view(project, aimed, 0, *walls);
    AimedField field;
    field.grounds.push_back(view.visible[analysis::kCentral]);
    const auto ground_m2 = [&](const geo::MultiPolygon& ground) {
        return geo::geodesic_area_m2(project.territory->epsg, ground);
    };
    field.words = square_metres(ground_m2(field.grounds.front())) + tr(" vus");
    const auto& bands = project.settings.bands;
    for (std::size_t b = 0; b < bands.size(); ++b) {
        field.grounds.push_back(analysis::band_ground(view, analysis::kCentral, b));
    }
    if (!bands.empty() && !field.grounds.back().empty()) {
        field.words += " · " + bands.back().label + " " + square_metres(ground_m2(field.grounds.back()));
    }
    field.words += change_text(session, id, view);
    return field;
}

} // namespace maillage::views
