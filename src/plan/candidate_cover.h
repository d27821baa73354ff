// candidate_cover.h: what each place of a plan would cover: the demand within its own reach and opening, or
// only what is seen from there behind buildings and relief.
#pragma once

#include "base/progress.h"
#include "cover/instance.h"
#include "domain/project.h"
#include "geo/geometry.h"
#include "plan/candidates.h"
#include "sight/walls.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maillage::plan {

/// Where the candidates stand and what they are asked to cover; everything must outlive it.
struct CandidateScene {
    const domain::Project& project;
    std::span<const PlanCandidate> candidates;
    std::span<const geo::Point> demand;
    /// Row of the site that a candidate stands for: who equips a site covers it, even inside its own
    /// building.
    std::span<const std::optional<std::uint32_t>> own_rows;
    /// Null: buildings and relief hide nothing.
    const sight::Walls* walls = nullptr;
};

/// Fills the lists of the instance, which has its candidates and demand. With walls a row is covered when it
/// lies in the ground that a camera of the register would be said to see from there; a place inside a
/// building is taken in front of its nearest facade. Cancellable; the same result on any number of threads
/// (0: the processor's).
void cover_by_candidates(cover::CoverInstance& instance, const CandidateScene& scene, Progress& progress,
                         unsigned threads = 0);

/// The ground itself, of one of them.
geo::MultiPolygon ground_of(const domain::Project& project, const PlanCandidate& candidate,
                            const sight::Walls* walls);

/// "portée 150 m, direction 135°, ouverture 90°, vue derrière le bâti": what differs from a disc of the usual
/// reach; empty when nothing does.
std::string reach_text(const domain::Settings& settings, const PlanCandidate& candidate, bool has_views);

} // namespace maillage::plan
