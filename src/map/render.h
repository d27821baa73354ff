// render.h: the map as a file: PNG, PDF or SVG, without a display.
#pragma once

#include "base/finding.h"
#include "base/progress.h"
#include "map/render_request.h"
#include "map/style.h"
#include "plan/released.h"

#include <span>
#include <string_view>

namespace maillage::map {

/// ".png", ".pdf", ".svg".
std::span<const std::string_view> picture_extensions();
/// Throws domain::Undisclosed when the profile « public » publishes nothing of what the style asks for.
void check_disclosed(const domain::Project& project, const Style& style);
/// The whole territory fitted to the page, by the extension of the file. When the style compares two dates or
/// two scenarios: both maps side by side at one scale, what differs in figures, and one legend for both.
/// In the profile « public » the fill by gap, which is the first one, gives way to that by zone. Throws
/// InputError for another extension.
Findings render_map(const plan::Released& from, const Style& style, const Render& how, Progress& progress);

} // namespace maillage::map
