#include "views/hover.h"

#include "base/number.h"
#include "base/translate.h"
#include "domain/project.h"
#include "map/map_scene.h"
#include "scene/pick.h"
#include "views/figures.h"

#include <algorithm>
#include <string_view>
#include <variant>

namespace maillage::views {

namespace {

std::string_view layer_name(const scene::Layer& layer) {
    return std::visit([](const auto& l) -> std::string_view { return l.name; }, layer);
}

std::string commune_detail(const session::Session& session, const domain::Project& project, std::size_t i) {
    const auto& commune = project.territory->communes[i];
    auto text = commune.population ? to_french(*commune.population) + tr(" habitants")
                                   : std::string(tr("population inconnue"));
    if (!session.results) {
        return text;
    }
    const auto& rollup = session.results->gaps.by(analysis::Grouping::commune)[i];
    if (rollup.sites > 0) {
        const auto uncovered = static_cast<double>(rollup.sites) - rollup.sites_covered.central;
        text += " · " + to_french(uncovered, 0) + " / " + to_french(rollup.sites) + tr(" sites non couverts");
    }
    if (rollup.weight > 0) { // as in the table: what of the weight is not covered
        const auto share = 1 - rollup.weight_covered.central / rollup.weight;
        text += tr(" · lacune ") + to_french(100 * share, 0) + "\u202f%";
    }
    return text;
}

std::string site_detail(const session::Session& session, std::size_t i) {
    if (!session.results || i >= session.results->gaps.coverage.size()) {
        return tr("site à couvrir");
    }
    return tr("site à couvrir · ") + tr(analysis::label(session.results->gaps.coverage[i].cause));
}

std::string camera_detail(const session::Session& session, const registry::Camera& camera, std::size_t i) {
    auto text = tr(label(camera.type));
    if (session.results && i < session.results->legalities.size() &&
        session.results->legalities[i] != analysis::Legality::valid) {
        text += " · " + tr(analysis::label(analysis::cause_of(session.results->legalities[i])));
    }
    return text;
}

/// Layers by the names that map_scene.cpp gives them; their ids are indices in the project.
std::optional<Hovered> describe(const session::Session& session, std::string_view layer, std::uint32_t id) {
    const auto& project = described(session);
    if (layer == "communes" && id < project.territory->communes.size()) {
        const auto& commune = project.territory->communes[id];
        return Hovered{
            {map::SelectionKind::commune, commune.code}, commune.name, commune_detail(session, project, id)};
    }
    if (layer == map::kPinLayer && session.scheme && id < session.scheme->sites.size()) {
        const auto& row = session.scheme->sites[id];
        return Hovered{{map::SelectionKind::site, row.place.id},
                       row.place.name,
                       tr("site prioritaire n° ") + std::to_string(row.rank) + " · " +
                           tr_sentence(row.place.kind)};
    }
    if (layer == "sites" && id < project.sites->size()) {
        const auto& site = (*project.sites)[id];
        return Hovered{{map::SelectionKind::site, site.id}, site.name, site_detail(session, id)};
    }
    if (layer == map::kCameraLayer && id < project.cameras->size()) {
        const auto& camera = (*project.cameras)[id];
        return Hovered{
            {map::SelectionKind::camera, camera.id}, camera.id, camera_detail(session, camera, id)};
    }
    return std::nullopt;
}

} // namespace

std::vector<Hovered> hovered(const session::Session& session, const scene::Scene& scene,
                             const scene::View& view, scene::ScreenPoint cursor) {
    std::vector<Hovered> found;
    for (const auto& pick : scene::pick(scene, view, cursor)) {
        auto hit = describe(session, layer_name(scene.layers[pick.layer]), pick.id);
        const bool is_new = hit && std::none_of(found.begin(), found.end(), [&](const Hovered& other) {
                                return other.target == hit->target;
                            });
        if (is_new) {
            found.push_back(std::move(*hit));
        }
    }
    return found;
}

} // namespace maillage::views
