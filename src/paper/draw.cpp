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

#include <algorithm>
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

constexpr double kSeam_px = 2; ///< width of the line between two sheets

void draw_sheet(cairo_t* cairo, const Sheet& sheet, const Options& options) {
    cairo_rectangle(cairo, 0, 0, sheet.view.width, sheet.view.height);
    cairo_clip(cairo);
    set_source(cairo, sheet.scene.theme.ground);
    cairo_paint(cairo);
    draw_layers(cairo, sheet.scene, sheet.view);
    draw_overlay(cairo, sheet.scene, sheet.view, options);
}

void draw_seam(cairo_t* cairo, const Sheet& sheet, double x) {
    const double width = kSeam_px * sheet.view.scale;
    cairo_rectangle(cairo, x - width / 2, 0, width, sheet.view.height);
    set_source(cairo, sheet.scene.theme.panel_line);
    cairo_fill(cairo);
}

int width_of(std::span<const Sheet> sheets) {
    int width = 0;
    for (const Sheet& sheet : sheets) {
        width += sheet.view.width;
    }
    return width;
}

void write(MakeSurface make, const std::filesystem::path& path, std::span<const Sheet> sheets,
           const Options& options) {
    constexpr double kPointsPerPixel = 72.0 / 96.0;
    const scene::View& view = sheets.front().view;
    const double unit = kPointsPerPixel / view.scale;
    const Surface surface(make(path.c_str(), width_of(sheets) * unit, view.height * unit));
    const auto require = [&](cairo_status_t status) {
        if (status != CAIRO_STATUS_SUCCESS) {
            throw StorageError("impossible d'écrire « " + path.filename().string() +
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
                                       sheets.front().scene.furniture.title.c_str());
    }
    const Cairo cairo(cairo_create(surface.get()));
    cairo_scale(cairo.get(), unit, unit);
    double x = 0;
    for (const Sheet& sheet : sheets) {
        cairo_save(cairo.get());
        cairo_translate(cairo.get(), x, 0);
        draw_sheet(cairo.get(), sheet, options);
        cairo_restore(cairo.get());
        if (x > 0) {
            draw_seam(cairo.get(), sheet, x);
        }
        x += sheet.view.width;
    }
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
    const Sheet sheet{scene, view};
    write(cairo_pdf_surface_create, path, {&sheet, 1}, options);
}

void write_svg(const std::filesystem::path& path, const scene::Scene& scene, const scene::View& view,
               const Options& options) {
    const Sheet sheet{scene, view};
    write(cairo_svg_surface_create, path, {&sheet, 1}, options);
}

Picture draw_picture(std::span<const Sheet> sheets, const Options& options) {
    Canvas page(width_of(sheets), sheets.front().view.height, sheets.front().scene.theme.ground);
    const auto row = static_cast<std::size_t>(page.width);
    std::size_t x = 0;
    for (const Sheet& sheet : sheets) {
        Canvas canvas(sheet.view.width, sheet.view.height, sheet.scene.theme.ground);
        draw_layers(sheet.scene, sheet.view, canvas);
        with_cairo(canvas, [&](cairo_t* cairo) { draw_overlay(cairo, sheet.scene, sheet.view, options); });
        const auto width = static_cast<std::size_t>(canvas.width);
        for (std::size_t y = 0; y < static_cast<std::size_t>(std::min(page.height, canvas.height)); ++y) {
            std::copy_n(canvas.pixels.begin() + static_cast<std::ptrdiff_t>(y * width), width,
                        page.pixels.begin() + static_cast<std::ptrdiff_t>(y * row + x));
        }
        x += width;
    }
    with_cairo(page, [&](cairo_t* cairo) {
        double seam = 0;
        for (const Sheet& sheet : sheets.first(sheets.size() - 1)) {
            seam += sheet.view.width;
            draw_seam(cairo, sheet, seam);
        }
    });
    return to_picture(page);
}

void write_page(const std::filesystem::path& path, std::span<const Sheet> sheets, const Options& options) {
    write(path.extension() == ".svg" ? cairo_svg_surface_create : cairo_pdf_surface_create, path, sheets,
          options);
}

scene::TextSize measure_text(std::string_view text, double size_px, bool is_bold) {
    return measure(text, size_px, is_bold);
}

} // namespace maillage::paper
