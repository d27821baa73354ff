// indicator_fill.h: the class of each commune for one indicator, with its colours and legend.
#pragma once

#include "analysis/results.h"
#include "domain/project.h"
#include "map/style.h"
#include "scene/scene.h"

#include <cstdint>
#include <vector>

namespace maillage::map {

inline constexpr const char* kFillLayer = "communes"; ///< the layer that has these classes

struct IndicatorFill {
    std::vector<scene::AreaStyle> classes;
    std::vector<std::uint16_t> class_of; ///< one a commune
    scene::LegendGroup legend;
};

/// `results` may be null: indicators that need them are then "no data".
IndicatorFill indicator_fill(const domain::Project& project, const analysis::Results* results,
                             const Style& style);

} // namespace maillage::map
