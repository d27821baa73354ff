// render_request.h: a picture of the map that is asked for.
#pragma once

#include <filesystem>

namespace maillage::map {

struct Render {
    std::filesystem::path path; ///< its extension says the format: PNG, PDF or SVG
    int width = 1920;           ///< pixels of a PNG, points of a PDF or SVG
    int height = 1080;
    bool operator==(const Render&) const = default;
};

} // namespace maillage::map
