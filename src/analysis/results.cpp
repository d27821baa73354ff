#include "analysis/results.h"

#include "analysis/coverage_change.h"

namespace maillage::analysis {
namespace {

using Views = std::vector<analysis::CameraView>;

std::shared_ptr<const Views> views_of(const domain::Project& project, const sight::Walls& walls,
                                      const Results* previous, Progress& progress, unsigned threads) {
    if (previous == nullptr) {
        return std::make_shared<const Views>(analysis::camera_views(project, walls, progress, threads));
    }
    const bool all_hold = previous->project.cameras.is_same(project.cameras) &&
                          analysis::is_same_scenery(previous->project, project);
    return all_hold ? previous->views
                    : std::make_shared<const Views>(analysis::camera_views(
                          project, walls, progress, threads, {&previous->project, previous->views.get()}));
}

} // namespace

std::shared_ptr<const Results> compute(const domain::Project& project, Date on,
                                       std::shared_ptr<const Results> previous, Progress& progress,
                                       unsigned threads) {
    auto results = std::make_shared<Results>();
    results->date = on;
    results->project = project;
    const bool has_walls = previous && previous->project.buildings.is_same(project.buildings);
    results->walls = has_walls
                         ? previous->walls
                         : std::make_shared<const sight::Walls>(analysis::building_walls(*project.buildings));
    results->views = views_of(project, *results->walls, previous.get(), progress, threads);
    progress.report(0.7, "arrêtés");
    results->standings = analysis::standings(project, on);
    results->legalities = analysis::legalities(project, results->standings);
    results->governance = analysis::governance(project, on);
    results->equipment = analysis::equipment(project, results->standings, on);
    progress.report(0.8, "lacunes");
    results->gaps = analysis::gaps(project, *results->views, on, progress, threads, results->walls.get());
    results->places = analysis::place_index(results->gaps.units);
    return results;
}

analysis::SightInput sight_input(const Results& results) {
    return {results.project, *results.views, results.legalities, *results.walls};
}

} // namespace maillage::analysis
