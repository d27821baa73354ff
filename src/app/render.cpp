#include "app/render.h"

#include "app/basemap.h"
#include "base/error.h"
#include "io/write_png.h"
#include "paper/draw.h"
#include "scene/adapt.h"
#include "scene/furniture.h"

namespace maillage::app {

std::shared_ptr<const MapGeometry> picture_geometry(const domain::Project& project, const Render& how) {
    return map_geometry(project, {.has_levels = how.path.extension() != ".png"});
}

void render_map(const MapInput& input, const Render& how) {
    if (how.width < 64 || how.height < 64 || how.width > 20000 || how.height > 20000) {
        throw InputError("taille d'image entre 64 et 20 000 pixels");
    }
    const scene::Scene whole = map_scene(input);
    const scene::View view = scene::fit_beside(whole.furniture, scene::bounds(whole), how.width, how.height, 1, paper::measure_text);
    scene::Scene drawn = scene::adapted(whole, view.metres_per_pixel, view.scale);
    add_basemap(input.style, input.project->territory->epsg, view, drawn);
    const std::string extension = how.path.extension().string();
    if (extension == ".png") {
        io::write_png(paper::draw_picture(drawn, view), how.path);
    } else if (extension == ".pdf") {
        paper::write_pdf(how.path, drawn, view);
    } else if (extension == ".svg") {
        paper::write_svg(how.path, drawn, view);
    } else {
        throw InputError("« " + how.path.string() + " » : la carte s'écrit en .png, .pdf ou .svg");
    }
}

} // namespace maillage::app
