#include "session/placing.h"

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"

#include <algorithm>
#include <cmath>

namespace maillage::session {

namespace {

bool is_selected(const std::vector<map::Selection>& selection, map::SelectionKind kind,
                 const std::string& id) {
    return std::ranges::find(selection, map::Selection{kind, id}) != selection.end();
}

/// The values of `list` moved; how many is added to `moved`.
template <class T>
std::vector<T> moved_list(std::vector<T> list, const std::vector<map::Selection>& selection,
                          map::SelectionKind kind, geo::Point by, std::size_t& moved) {
    for (T& value : list) {
        if (value.position && is_selected(selection, kind, value.id)) {
            value.position = geo::Point{value.position->x + by.x, value.position->y + by.y};
            ++moved;
        }
    }
    return list;
}

/// Adds the kind to what the current scenario takes, when it does not take it yet.
void look_at(const domain::Project& project, std::string_view kind, Commands& commands) {
    const domain::Scenario plan = project.scenarios.empty() ? domain::Scenario{} : project.scenarios.front();
    if (std::ranges::find(plan.candidates, kind) == plan.candidates.end()) {
        std::vector<std::string> kinds = plan.candidates;
        kinds.emplace_back(kind);
        SetPlan choice;
        choice.candidates = join(kinds, "|");
        commands.emplace_back(std::move(choice));
    }
}

} // namespace

domain::Site new_site(const domain::Project& project, geo::Point at) {
    domain::Site site;
    for (const auto& commune : project.territory->communes) {
        if (geo::bounds(commune.shape).contains(at) && geo::contains(commune.shape, at)) {
            site.commune = commune.code;
        }
    }
    const auto& known = *project.sites;
    std::size_t number = 1;
    const auto id = [&] { return "site-" + std::to_string(number); };
    while (std::ranges::find(known, id(), &domain::Site::id) != known.end() ||
           std::ranges::find(*project.candidates, id(), &domain::Candidate::id) !=
               project.candidates->end()) {
        ++number;
    }
    site.id = id();
    site.name = "Site " + std::to_string(number);
    site.site_class = "autre";
    site.position = geo::Point{std::round(at.x * 10) / 10, std::round(at.y * 10) / 10};
    site.source = "saisie";
    return site;
}

std::vector<geo::Point> places(const domain::Project& project, const std::vector<map::Selection>& selection) {
    std::vector<geo::Point> found;
    const auto look = [&](const auto& list, map::SelectionKind kind) {
        for (const auto& value : list) {
            if (value.position && is_selected(selection, kind, value.id)) {
                found.push_back(*value.position);
            }
        }
    };
    look(*project.cameras, map::SelectionKind::camera);
    look(*project.sites, map::SelectionKind::site);
    return found;
}

domain::Project move_places(domain::Project project, const std::vector<map::Selection>& selection,
                            geo::Point by) {
    if (!std::isfinite(by.x) || !std::isfinite(by.y)) {
        throw InputError(tr("déplacement illisible"));
    }
    std::size_t cameras = 0;
    std::size_t sites = 0;
    auto moved_cameras = moved_list(*project.cameras, selection, map::SelectionKind::camera, by, cameras);
    auto moved_sites = moved_list(*project.sites, selection, map::SelectionKind::site, by, sites);
    if (cameras + sites == 0) {
        throw InputError(tr("aucune caméra ni aucun site n'est sélectionné"));
    }
    if (cameras > 0) { // what did not move stays shared with the earlier snapshot
        project.cameras = std::move(moved_cameras);
    }
    if (sites > 0) {
        project.sites = std::move(moved_sites);
    }
    return project;
}

Commands put_candidate(const domain::Project& project, geo::Point at) {
    const auto& known = *project.candidates;
    const auto is_taken = [&](const std::string& id) {
        return std::ranges::find(known, id, &domain::Candidate::id) != known.end() ||
               std::ranges::find(*project.sites, id, &domain::Site::id) != project.sites->end();
    };
    std::size_t number = known.size() + 1;
    while (is_taken("point-" + std::to_string(number))) {
        ++number;
    }
    domain::Candidate candidate;
    candidate.id = "point-" + std::to_string(number);
    candidate.name = "Point " + std::to_string(number);
    candidate.kind = "point";
    candidate.position = at;
    candidate.source = "posé sur la carte";
    Commands commands = {PutCandidate{std::move(candidate)}};
    look_at(project, domain::candidate_words::kGiven, commands);
    return commands;
}

Commands put_perimeter(const domain::Project& project, geo::Ring outline) {
    const auto& known = *project.perimeters;
    std::size_t number = known.size() + 1;
    const auto id = [&] { return "perimetre-" + std::to_string(number); };
    while (std::ranges::find(known, id(), &domain::Perimeter::id) != known.end()) {
        ++number;
    }
    Commands commands = {PutPerimeter{id(), "Périmètre " + std::to_string(number), std::move(outline)}};
    look_at(project, domain::candidate_words::kMeshPerimeters, commands);
    return commands;
}

} // namespace maillage::session
