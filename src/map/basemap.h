// basemap.h: the base map of a style, under the layers of a scene: a file, or a map service when the user
// named one. Reads files and networks: call it in a worker.
#pragma once

#include "map/style.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <filesystem>
#include <memory>
#include <string>

namespace maillage::map {

/// Puts the base map of `style` under the layers, as `view` shows it; waits for a service. Throws InputError
/// when it cannot be read.
void add_basemap(const Style& style, int epsg, const scene::View& view, scene::Scene& scene);
/// The same picture where it is already there.
void add_ground(const Style& style, std::shared_ptr<const Picture> picture, const geo::Box& extent,
                scene::Scene& scene);
/// The base map comes from a network.
bool is_online(const Style& style);
bool is_map_service(const std::string& address);
/// "data.geopf.fr".
std::string service_host(const Style& style);
/// "Fond de plan : data.geopf.fr", for the line of sources; empty for files and for no base map.
std::string basemap_credit(const Style& style);
/// Where tiles are kept: `$XDG_CACHE_HOME/maillage/fonds`, by default under ~/.cache.
std::filesystem::path tile_cache();
/// Makes it when it is missing, for its owner alone: which ground was looked at is nobody else's business.
/// Throws StorageError.
std::filesystem::path made_tile_cache();

} // namespace maillage::map
