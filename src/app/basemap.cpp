#include "app/basemap.h"

#include "io/read_basemap.h"

#include <memory>

namespace maillage::app {

void add_basemap(const Style& style, int epsg, const scene::View& view, scene::Scene& scene) {
    if (style.basemap.empty() || style.basemap_opacity <= 0) {
        return;
    }
    scene::ImageLayer layer;
    layer.name = "fond de plan";
    layer.extent = view.box();
    layer.opacity = style.basemap_opacity;
    layer.picture = std::make_shared<const Picture>(
        io::read_basemap(style.basemap, epsg, layer.extent, view.width, view.height));
    scene.layers.insert(scene.layers.begin(), std::move(layer));
}

} // namespace maillage::app
