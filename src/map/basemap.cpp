#include "map/basemap.h"

#include "base/translate.h"
#include "io/read/read_basemap.h"
#include "io/write/work_folders.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace maillage::map {

void add_basemap(const Style& style, int epsg, const scene::View& view, scene::Scene& scene) {
    if (style.basemap.empty() || style.basemap_opacity <= 0) {
        return;
    }
    const geo::Box extent = view.box();
    const auto read = [&] {
        if (!is_online(style)) {
            return io::read_basemap(style.basemap, epsg, extent, view.width, view.height);
        }
        io::ServiceOptions how;
        how.cache = made_tile_cache();
        return io::read_service(style.basemap.string(), how, epsg, extent, view.width, view.height);
    };
    add_ground(style, std::make_shared<const Picture>(read()), extent, scene);
}

void add_ground(const Style& style, std::shared_ptr<const Picture> picture, const geo::Box& extent,
                scene::Scene& scene) {
    scene::ImageLayer layer;
    layer.name = "fond de plan";
    layer.extent = extent;
    layer.opacity = style.basemap_opacity;
    layer.picture = std::move(picture);
    scene.layers.insert(scene.layers.begin(), std::move(layer));
}

bool is_map_service(const std::string& address) {
    return io::is_service(address);
}

bool is_online(const Style& style) {
    return is_map_service(style.basemap.string());
}

std::string service_host(const Style& style) {
    return io::service_name(style.basemap.string());
}

std::string basemap_credit(const Style& style) {
    return is_online(style) ? tr("Fond de plan : ") + service_host(style) : std::string();
}

std::filesystem::path made_tile_cache() {
    const std::filesystem::path cache = tile_cache();
    io::make_own_folder(cache);
    return cache;
}

std::filesystem::path tile_cache() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
        return std::filesystem::path(cache) / "maillage" / "fonds";
    }
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        return std::filesystem::path(home) / ".cache" / "maillage" / "fonds";
    }
    return std::filesystem::temp_directory_path() / ("maillage-fonds-" + std::to_string(::getuid()));
}

} // namespace maillage::map
