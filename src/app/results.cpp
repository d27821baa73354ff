#include "app/results.h"

namespace maillage::app {

std::shared_ptr<const Results> compute(const domain::Project& project, Date on,
                                       std::shared_ptr<const std::vector<analysis::CameraView>> known_views,
                                       Progress& progress, unsigned threads) {
    auto results = std::make_shared<Results>();
    results->date = on;
    results->views = known_views ? std::move(known_views)
                                 : std::make_shared<const std::vector<analysis::CameraView>>(
                                       analysis::camera_views(project, progress, threads));
    progress.report(0.7, "arrêtés");
    results->standings = analysis::standings(*project.authorisations, on);
    results->legalities = analysis::legalities(project, results->standings);
    results->governance = analysis::governance(project, on);
    results->equipment = analysis::equipment(project, results->standings, on);
    progress.report(0.8, "lacunes");
    results->gaps = analysis::gaps(project, *results->views, on, progress, threads);
    return results;
}

} // namespace maillage::app
