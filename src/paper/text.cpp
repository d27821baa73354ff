#include "paper/text.h"

#include "base/delivered.h"
#include "base/error.h"

#include <pango/pangocairo.h>

#include <fontconfig/fontconfig.h>
#include <memory>

namespace maillage::paper {
namespace {

constexpr const char* kFamily = "Inter, DejaVu Sans";

struct Unref {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};

struct FreeFont {
    void operator()(PangoFontDescription* font) const noexcept { pango_font_description_free(font); }
};

struct FreeOptions {
    void operator()(cairo_font_options_t* options) const noexcept { cairo_font_options_destroy(options); }
};

/// The delivered faces and no others, whatever the system's settings say: the same map on every machine. File
/// by file, so that nothing is cached on disk.
bool use_delivered_fonts() {
    const FontFiles files = font_files();
    FcConfig* config = FcConfigCreate();
    for (const auto& file : {files.regular, files.bold, files.fallback, files.bold_fallback}) {
        if (FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(file.c_str())) == FcFalse) {
            FcConfigDestroy(config);
            throw StorageError("police illisible : « " + file.string() + " »");
        }
    }
    FcConfigSetCurrent(config); // counts its own reference
    FcConfigDestroy(config);
    return true;
}

/// Pango's objects, one set a thread: making them costs more than a label.
class Engine {
  public:
    Engine()
        : map_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(map_.get())),
          layout_(pango_layout_new(context_.get())), font_(pango_font_description_new()) {
        // Hinted metrics space small text badly ("M ontigny") and tear words apart in PDF text.
        const std::unique_ptr<cairo_font_options_t, FreeOptions> options(cairo_font_options_create());
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
        pango_cairo_context_set_font_options(context_.get(), options.get());
        pango_cairo_context_set_resolution(context_.get(), 72); // sizes below are pixels
        pango_context_set_round_glyph_positions(context_.get(), FALSE);
        pango_font_description_set_family(font_.get(), kFamily);
        pango_layout_set_single_paragraph_mode(layout_.get(), TRUE);
    }

    PangoLayout* layout(std::string_view text, double size_px, bool is_bold, double max_width_px) {
        pango_font_description_set_absolute_size(font_.get(), size_px * PANGO_SCALE);
        pango_font_description_set_weight(font_.get(), is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout_.get(), font_.get());
        pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
        pango_layout_set_width(layout_.get(),
                               max_width_px > 0 ? static_cast<int>(max_width_px * PANGO_SCALE) : -1);
        pango_layout_set_ellipsize(layout_.get(),
                                   max_width_px > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
        return layout_.get();
    }

  private:
    // Our own map: pango's default one is never given back.
    std::unique_ptr<PangoFontMap, Unref> map_;
    std::unique_ptr<PangoContext, Unref> context_;
    std::unique_ptr<PangoLayout, Unref> layout_;
    std::unique_ptr<PangoFontDescription, FreeFont> font_;
};

Engine& engine() {
    static const bool has_fonts =
        use_delivered_fonts(); // before the first font map; throws again at each call
    static_cast<void>(has_fonts);
    thread_local Engine one;
    return one;
}

void set_source(cairo_t* cairo, Colour c) {
    cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

} // namespace

scene::TextSize measure(std::string_view text, double size_px, bool is_bold) {
    PangoLayout* layout = engine().layout(text, size_px, is_bold, 0);
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    const double baseline = pango_units_to_double(pango_layout_get_baseline(layout));
    return {pango_units_to_double(logical.width), baseline, pango_units_to_double(logical.height) - baseline};
}

void draw_text(_cairo* cairo, std::string_view text, const TextLook& look, scene::ScreenPoint baseline,
               double max_width_px) {
    PangoLayout* layout = engine().layout(text, look.size_px, look.is_bold, max_width_px);
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout, 0);
    if (look.halo_px > 0 && look.halo.a > 0) {
        cairo_new_path(cairo);
        cairo_move_to(cairo, baseline.x, baseline.y);
        pango_cairo_layout_line_path(cairo, line);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_width(cairo, 2 * look.halo_px);
        set_source(cairo, look.halo);
        cairo_stroke(cairo);
    }
    cairo_move_to(cairo, baseline.x, baseline.y);
    set_source(cairo, look.colour);
    if (cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_IMAGE) {
        // Glyphs of a picture are put on whole pixels by cairo 1.16, on quarters by 1.18: paths are where
        // they are.
        pango_cairo_layout_line_path(cairo, line);
        cairo_fill(cairo);
    } else {
        pango_cairo_show_layout_line(cairo, line);
    }
    cairo_new_path(cairo);
}

} // namespace maillage::paper
