// lines.h: borders as long lines, and dashes.
#pragma once

#include "geo/geometry.h"
#include "scene/coverage.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace maillage::scene {

/// Borders between groups at a level, arcs joined end to end where just two of them meet: dashes run on and
/// corners are joined. With no groups every arc is a line of its own.
geo::MultiLine border_lines(const Coverage& coverage, std::span<const std::int32_t> groups, int level);

/// Hands out the dashes of a line on the screen; the whole line when it is solid.
void for_each_dash(const std::vector<ScreenPoint>& line, double dash_px, double gap_px,
                   const std::function<void(const std::vector<ScreenPoint>&)>& draw);

} // namespace maillage::scene
