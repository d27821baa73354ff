// formats.h: everything that needs GDAL, as one table of functions. GDAL brings a hundred libraries, which
// take longer to load than a map takes to draw: they are a module, loaded at the first call. Private to the
// room.
#pragma once

#include "io/read/read_basemap.h"
#include "io/read/read_raster.h"
#include "io/read/read_table.h"
#include "io/store/project_store.h"
#include "io/write/write_table.h"

namespace maillage::io {

/// The functions of the headers above, as the module has them.
struct Formats {
    decltype(&read_table) read;
    decltype(&list_layers) layers;
    decltype(&write_tables) write;
    decltype(&save_project) save;
    decltype(&read_raster) raster;
    decltype(&read_basemap) basemap;
    decltype(&read_service) service;
};

namespace direct { // formats_table.cpp lists them; each is in the file of its name
ReadResult read_table(const std::filesystem::path& path, const ReadOptions& options, Progress& progress);
std::vector<std::string> list_layers(const std::filesystem::path& path);
Findings write_tables(std::span<const geo::Table> tables, const std::filesystem::path& path,
                      const WriteOptions& options);
Saved save_project(const std::filesystem::path& path, const StoredProject& project, Progress& progress,
                   const SaveTerms& terms);
Raster read_raster(const std::filesystem::path& path, int epsg, Progress& progress);
Picture read_basemap(const std::filesystem::path& path, int epsg, const geo::Box& box, int width, int height);
Picture read_service(const std::string& service, const ServiceOptions& how, int epsg, const geo::Box& box,
                     int width, int height);
} // namespace direct

} // namespace maillage::io

/// The module's only symbol that others look up. Weak: absent from programs that load the module.
extern "C" [[gnu::weak]] const maillage::io::Formats* maillage_formats();
