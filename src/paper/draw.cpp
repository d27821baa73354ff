#include "paper/draw.h"

#include "base/error.h"
#include "paper/overlay.h"
#include "paper/raster.h"
#include "paper/raster_layers.h"
#include "paper/text.h"
#include "paper/vector.h"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
#include <cairo/cairo.h>

#include <functional>
#include <memory>

namespace maillage::paper {
namespace {

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};

struct DestroyCairo {
    void operator()(cairo_t* cairo) const noexcept { cairo_destroy(cairo); }
};

using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;
using Cairo = std::unique_ptr<cairo_t, DestroyCairo>;

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw Error(std::string("dessin impossible : ") + cairo_status_to_string(status));
    }
}

/// Lets cairo draw on the pixels of a canvas.
void with_cairo(Canvas& canvas, const std::function<void(cairo_t*)>& draw) {
    const Surface surface(cairo_image_surface_create_for_data(
        reinterpret_cast<unsigned char*>(canvas.pixels.data()), CAIRO_FORMAT_ARGB32, canvas.width,
        canvas.height, canvas.width * 4));
    check(cairo_surface_status(surface.get()));
    const Cairo cairo(cairo_create(surface.get()));
    draw(cairo.get());
    check(cairo_status(cairo.get()));
    cairo_surface_flush(surface.get());
}

std::vector<scene::PlacedLabel> place(const scene::Scene& scene, const scene::View& view,
                                      const std::vector<scene::ScreenBox>& taken) {
    return scene::place_labels(scene, view, measure, taken);
}

void draw_overlay(cairo_t* cairo, const scene::Scene& scene, const scene::View& view,
                  const Options& options) {
    const scene::FurnitureLayout layout = scene::lay_out(scene.furniture, view, measure);
    if (options.has_labels) {
        draw_labels(cairo, scene, view,
                    place(scene, view,
                          options.has_furniture || options.leaves_room ? layout.taken()
                                                                       : std::vector<scene::ScreenBox>{}));
    }
    if (options.has_furniture) {
        draw_furniture(cairo, scene, view, layout);
    }
}

using MakeSurface = cairo_surface_t* (*)(const char*, double, double);

void write(MakeSurface make, const std::filesystem::path& path, const scene::Scene& scene,
           const scene::View& view, const Options& options) {
    constexpr double kPointsPerPixel = 72.0 / 96.0;
    const double unit = kPointsPerPixel / view.scale;
    const Surface surface(make(path.c_str(), view.width * unit, view.height * unit));
    const auto require = [&](cairo_status_t status) {
        if (status != CAIRO_STATUS_SUCCESS) {
            throw StorageError("impossible d'écrire « " + path.string() +
                               " » : " + cairo_status_to_string(status));
        }
    };
    require(cairo_surface_status(surface.get()));
    if (cairo_surface_get_type(surface.get()) == CAIRO_SURFACE_TYPE_PDF) {
        if (!options.created.empty()) {
            cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                           options.created.c_str());
        }
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                       scene.furniture.title.c_str());
    }
    const Cairo cairo(cairo_create(surface.get()));
    cairo_scale(cairo.get(), unit, unit);
    set_source(cairo.get(), scene.theme.ground);
    cairo_paint(cairo.get());
    draw_layers(cairo.get(), scene, view);
    draw_overlay(cairo.get(), scene, view, options);
    require(cairo_status(cairo.get()));
    cairo_surface_finish(surface.get());
    require(cairo_surface_status(surface.get()));
}

} // namespace

Picture draw_picture(const scene::Scene& scene, const scene::View& view, const Options& options) {
    Canvas canvas(view.width, view.height, scene.theme.ground);
    draw_layers(scene, view, canvas);
    with_cairo(canvas, [&](cairo_t* cairo) { draw_overlay(cairo, scene, view, options); });
    return to_picture(canvas);
}

Picture draw_labels(const scene::Scene& scene, const scene::View& view, bool has_furniture) {
    Canvas canvas(view.width, view.height, {0, 0, 0, 0});
    const auto taken = has_furniture ? scene::lay_out(scene.furniture, view, measure).taken()
                                     : std::vector<scene::ScreenBox>{};
    with_cairo(canvas, [&](cairo_t* cairo) { draw_labels(cairo, scene, view, place(scene, view, taken)); });
    return to_picture(canvas);
}

Picture draw_furniture(const scene::Scene& scene, const scene::View& view) {
    Canvas canvas(view.width, view.height, {0, 0, 0, 0});
    with_cairo(canvas, [&](cairo_t* cairo) {
        draw_furniture(cairo, scene, view, scene::lay_out(scene.furniture, view, measure));
    });
    return to_picture(canvas);
}

void write_pdf(const std::filesystem::path& path, const scene::Scene& scene, const scene::View& view,
               const Options& options) {
    write(cairo_pdf_surface_create, path, scene, view, options);
}

void write_svg(const std::filesystem::path& path, const scene::Scene& scene, const scene::View& view,
               const Options& options) {
    write(cairo_svg_surface_create, path, scene, view, options);
}

scene::TextSize measure_text(std::string_view text, double size_px, bool is_bold) {
    return measure(text, size_px, is_bold);
}

} // namespace maillage::paper
