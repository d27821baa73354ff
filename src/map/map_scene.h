// map_scene.h: from a project and its results to what is drawn. The same scene goes to the window, PNG, PDF
// and SVG.
#pragma once

#include "analysis/results.h"
#include "domain/project.h"
#include "map/selection.h"
#include "map/style.h"
#include "plan/scheme.h"
#include "scene/scene.h"

#include <memory>

namespace maillage::map {

/// Names of layers that others look for; the classes of the first are those of
/// analysis::LegalityClass.
inline constexpr const char* kCameraLayer = "caméras";
inline constexpr const char* kFieldLayer = "champs";
inline constexpr const char* kPinLayer = "sites prioritaires";

/// What is expensive and depends on shapes alone: kept between restylings.
struct MapGeometry;
std::shared_ptr<const MapGeometry> map_geometry(const domain::Project& project,
                                                const geo::TopologyOptions& options = {});

struct MapInput {
    std::shared_ptr<const domain::Project> project;
    std::shared_ptr<const MapGeometry> geometry;      ///< of that project
    std::shared_ptr<const analysis::Results> results; ///< may be null: the map then shows the territory alone
    std::shared_ptr<const domain::Project>
        results_of;                             ///< the project that `results` describes; may lag behind
    std::shared_ptr<const plan::Scheme> scheme; ///< may be null
    Style style;
    std::vector<Selection> selection;
    std::size_t lines_shown = 0; ///< of the list of priority sites; 0: all
    /// Of the map beside it, may be null: sites that both lists have step back, so that the difference is
    /// seen.
    std::shared_ptr<const plan::Scheme> compared_scheme = {};
};

scene::Scene map_scene(const MapInput& input);

} // namespace maillage::map
