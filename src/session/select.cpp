#include "session/select.h"

#include "base/error.h"
#include "base/translate.h"
#include "session/by_id.h"

#include <algorithm>

namespace maillage::session {
namespace {

using domain::Project;

void select(Session& session, std::vector<map::Selection> selection) {
    session.selection = selection.empty() ? map::Selection{} : selection.front();
    session.also.assign(selection.begin() + (selection.empty() ? 0 : 1), selection.end());
}

} // namespace

/// A site, a candidate, a place that the program found and listed, or one that is pinned or forbidden
/// already.
bool is_place(const Session& session, const std::string& id) {
    const Project& p = *session.project;
    const auto is_listed = [&](const std::vector<std::string>& ids) {
        return std::ranges::find(ids, id) != ids.end();
    };
    const bool is_found =
        session.scheme && std::ranges::any_of(session.scheme->sites, [&](const plan::PrioritySite& row) {
            return row.place.id == id || (row.runner_up && row.runner_up->id == id);
        });
    const bool is_chosen = !p.scenarios.empty() && (is_listed(p.scenarios.front().pinned) ||
                                                    is_listed(p.scenarios.front().forbidden));
    return find_by_id(*p.sites, id) || find_by_id(*p.candidates, id) || is_found || is_chosen;
}

/// What has no list to be removed from (a commune, nothing) stays.
void remove_selected(Project& p, const std::vector<map::Selection>& selection) {
    const auto is_selected = [&](map::SelectionKind kind) {
        return [&, kind](const auto& value) {
            return std::ranges::find(selection, map::Selection{kind, value.id}) != selection.end();
        };
    };
    std::vector<registry::Camera> cameras = *p.cameras;
    std::vector<domain::Site> sites = *p.sites;
    const std::size_t removed = std::erase_if(cameras, is_selected(map::SelectionKind::camera)) +
                                std::erase_if(sites, is_selected(map::SelectionKind::site));
    if (removed == 0) {
        throw InputError(tr("aucune caméra ni aucun site n'est sélectionné"));
    }
    if (cameras.size() != p.cameras->size()) {
        p.cameras = std::move(cameras);
    }
    if (sites.size() != p.sites->size()) {
        p.sites = std::move(sites);
    }
}

void toggle(Session& session, const map::Selection& one) {
    if (one.kind == map::SelectionKind::none) {
        throw InputError(tr("rien à sélectionner"));
    }
    std::vector<map::Selection> now = selected(session);
    if (std::erase(now, one) == 0) {
        std::ranges::sort(now);
        now.insert(now.begin(), one); // the newest is the one that is inspected
    }
    select(session, std::move(now));
}

void select_inside(Session& session, const SelectInside& c) {
    if (c.outline.size() < 3) {
        throw InputError(tr("un contour a au moins trois points"));
    }
    const geo::MultiPolygon area = {{c.outline, {}}};
    std::vector<map::Selection> found;
    const auto look = [&](map::SelectionKind kind, const std::string& id,
                          const std::optional<geo::Point>& at) {
        if (at && geo::contains(area, *at)) {
            found.push_back({kind, id});
        }
    };
    const bool takes_points = c.kind == map::SelectionKind::none;
    if (c.kind == map::SelectionKind::commune) {
        for (const domain::Commune& commune : session.project->territory->communes) {
            look(map::SelectionKind::commune, commune.code, commune.centre);
        }
    }
    if (takes_points || c.kind == map::SelectionKind::camera) {
        for (const registry::Camera& one : *session.project->cameras) {
            look(map::SelectionKind::camera, one.id, one.position);
        }
    }
    if (takes_points || c.kind == map::SelectionKind::site) {
        for (const domain::Site& one : *session.project->sites) {
            look(map::SelectionKind::site, one.id, one.position);
        }
    }
    select(session, std::move(found));
}

std::vector<map::Selection> selected(const Session& session) {
    if (session.selection.kind == map::SelectionKind::none) {
        return {};
    }
    std::vector<map::Selection> all = {session.selection};
    all.insert(all.end(), session.also.begin(), session.also.end());
    return all;
}

} // namespace maillage::session
