#include "plan/candidate_cover.h"

#include "base/number.h"
#include "base/parallel.h"
#include "base/text.h"
#include "geo/box_index.h"
#include "geo/crs.h"
#include "sight/terrain.h"
#include "sight/view_maker.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maillage::plan {
namespace {

constexpr double kFullCircle = 360;
constexpr double kMast_m = 5; ///< of a camera over relief whose height is unknown, as for the register

sight::View view_of(const domain::Project& project, const PlanCandidate& candidate) {
    sight::View view;
    view.eye = candidate.position;
    view.range_m = candidate.reach_m;
    view.height_m = candidate.height_m;
    view.fov_deg = candidate.azimuth_deg ? candidate.field_deg : kFullCircle;
    if (view.fov_deg < kFullCircle) {
        view.azimuth_deg = *candidate.azimuth_deg -
                           geo::meridian_convergence_deg(project.territory->epsg, candidate.position);
    }
    return view;
}

sight::VisibilityParams params_of(const domain::Project& project) {
    sight::VisibilityParams params;
    params.target_height_m = project.settings.target_height_m;
    params.move_to_wall = true;
    return params;
}

geo::MultiPolygon seen(const domain::Project& project, const sight::View& view, sight::ViewMaker& make) {
    sight::VisibleArea area = make(view);
    if (project.relief->columns > 0 && !area.ground.empty()) {
        sight::TerrainParams terrain;
        terrain.target_height_m = project.settings.target_height_m;
        return sight::seen_over_terrain(area, view.height_m.value_or(kMast_m), view.range_m, *project.relief,
                                        terrain);
    }
    return std::move(area.ground);
}

/// Whether a point lies within the opening; the place itself always does.
bool opens_on(const sight::View& view, geo::Point p) {
    const double dx = p.x - view.eye.x;
    const double dy = p.y - view.eye.y;
    if (view.fov_deg >= kFullCircle || (dx == 0 && dy == 0)) {
        return true;
    }
    const double bearing = std::atan2(dx, dy) * 180 / std::numbers::pi;
    return std::abs(std::remainder(bearing - view.azimuth_deg, kFullCircle)) <= view.fov_deg / 2;
}

using Lists = std::vector<std::vector<std::uint32_t>>;

void cover_by_reach(cover::CoverInstance& instance, const CandidateScene& scene, unsigned threads) {
    std::vector<cover::PlanePoint> at;
    std::vector<cover::PlanePoint> to;
    std::vector<double> radii;
    bool has_sectors = false;
    for (const PlanCandidate& candidate : scene.candidates) {
        at.push_back({candidate.position.x, candidate.position.y});
        radii.push_back(candidate.reach_m);
        has_sectors = has_sectors || candidate.azimuth_deg;
    }
    for (const geo::Point p : scene.demand) {
        to.push_back({p.x, p.y});
    }
    cover::cover_by_radii(instance, at, to, radii, threads);
    if (!has_sectors) {
        return;
    }
    Lists lists(scene.candidates.size());
    for (std::size_t j = 0; j < lists.size(); ++j) {
        const sight::View view = view_of(scene.project, scene.candidates[j]);
        for (const std::uint32_t row : instance.covered_by(j)) {
            if (opens_on(view, scene.demand[row])) {
                lists[j].push_back(row);
            }
        }
    }
    cover::cover_by_lists(instance, lists);
}

void cover_by_view(cover::CoverInstance& instance, const CandidateScene& scene, Progress& progress,
                   unsigned threads) {
    constexpr std::size_t kGrain = 32;
    std::vector<geo::Box> boxes;
    for (const geo::Point p : scene.demand) {
        boxes.push_back({p, p});
    }
    const geo::BoxIndex index(boxes);
    std::vector<geo::Point> eyes;
    for (const PlanCandidate& candidate : scene.candidates) {
        eyes.push_back(candidate.position);
    }
    const std::vector<std::size_t> order = sight::near_to_near(eyes);
    Lists lists(scene.candidates.size());
    parallel_blocks(order.size(), kGrain, threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        sight::ViewMaker make(*scene.walls, params_of(scene.project));
        for (std::size_t k = begin; k < end; ++k) {
            const std::size_t j = order[k];
            const auto ground = seen(scene.project, view_of(scene.project, scene.candidates[j]), make);
            index.for_each(geo::bounds(ground), [&](std::size_t row) {
                if (geo::contains(ground, scene.demand[row])) {
                    lists[j].push_back(static_cast<std::uint32_t>(row));
                }
            });
            if (scene.own_rows[j]) {
                lists[j].push_back(*scene.own_rows[j]);
            }
        }
    });
    cover::cover_by_lists(instance, lists);
}

} // namespace

void cover_by_candidates(cover::CoverInstance& instance, const CandidateScene& scene, Progress& progress,
                         unsigned threads) {
    if (scene.walls == nullptr) {
        cover_by_reach(instance, scene, threads);
    } else {
        cover_by_view(instance, scene, progress, threads);
    }
}

geo::MultiPolygon ground_of(const domain::Project& project, const PlanCandidate& candidate,
                            const sight::Walls* walls) {
    const sight::View view = view_of(project, candidate);
    if (walls == nullptr) {
        return {sight::sector_of(view)};
    }
    sight::ViewMaker make(*walls, params_of(project));
    return seen(project, view, make);
}

std::string reach_text(const domain::Settings& settings, const PlanCandidate& candidate, bool has_views) {
    std::vector<std::string> parts;
    if (candidate.reach_m != settings.candidate_reach_m || has_views) {
        parts.push_back("portée " + to_french(candidate.reach_m, 0) + " m");
    }
    if (candidate.azimuth_deg) {
        parts.push_back("direction " + to_french(*candidate.azimuth_deg, 0) + "°");
        parts.push_back("ouverture " + to_french(candidate.field_deg, 0) + "°");
    }
    if (has_views) {
        parts.emplace_back("vue derrière le bâti");
    }
    return join(parts, ", ");
}

} // namespace maillage::plan
