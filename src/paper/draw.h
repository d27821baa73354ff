// draw.h: draws a scene without OpenGL: PNG pixels, PDF and SVG. Fills and lines of pictures by our own
// scanline rasteriser, text by pango, vector files by cairo.
#pragma once

#include "base/picture.h"
#include "scene/furniture.h"
#include "scene/labels.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace maillage::paper {

struct Options {
    bool has_labels = true;
    bool has_furniture = true;
    bool leaves_room =
        false; ///< without furniture: labels keep clear of it all the same, it is laid over the picture
    std::string created; ///< date written in a PDF, ISO 8601: fixes its bytes; empty: now
};

/// The whole picture, opaque.
Picture draw_picture(const scene::Scene& scene, const scene::View& view, const Options& options = {});

/// Labels and numbers of pins alone, on a transparent ground: moves with the map. Labels keep clear of the
/// furniture when there will be some.
Picture draw_labels(const scene::Scene& scene, const scene::View& view, bool has_furniture = true);
/// Title, legend, scale bar and the rest alone, on a transparent ground: stays while the map moves.
Picture draw_furniture(const scene::Scene& scene, const scene::View& view);

/// One page. The view's pixels become 1/96 inch at scale 1: 794 x 1123 is A4. Throws StorageError.
void write_pdf(const std::filesystem::path& path, const scene::Scene& scene, const scene::View& view,
               const Options& options = {});
void write_svg(const std::filesystem::path& path, const scene::Scene& scene, const scene::View& view,
               const Options& options = {});

/// One of several maps of a page, in a frame of its own.
struct Sheet {
    const scene::Scene& scene; ///< outlives the drawing
    scene::View view;
};

/// Sheets of one height from left to right, a line between them.
Picture draw_picture(std::span<const Sheet> sheets, const Options& options = {});
/// By the extension, .pdf or .svg. Throws StorageError.
void write_page(const std::filesystem::path& path, std::span<const Sheet> sheets,
                const Options& options = {});

/// Pango's measure of the fonts used in all of the above; fits scene::MeasureText.
scene::TextSize measure_text(std::string_view text, double size_px, bool is_bold);

} // namespace maillage::paper
