#include "io/formats.h"

#include "base/error.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <dlfcn.h>

namespace maillage::io {
namespace {

const Formats* load() {
    if (maillage_formats != nullptr) { // linked in
        return maillage_formats();
    }
    void* module = dlopen("libmaillage_formats.so", RTLD_NOW | RTLD_LOCAL);
    void* table = module == nullptr ? nullptr : dlsym(module, "maillage_formats");
    if (table == nullptr) {
        const char* reason = dlerror();
        throw StorageError(
            fmt::format("installation incomplète, le module des formats de fichiers ne se charge pas : {}",
                        reason == nullptr ? "" : reason));
    }
    return reinterpret_cast<decltype(&maillage_formats)>(table)();
}

const Formats& formats() {
    static const Formats* const loaded = load(); // a failure is tried again at the next call
    return *loaded;
}

} // namespace

ReadResult read_table(const std::filesystem::path& path, const ReadOptions& options, Progress& progress) {
    return formats().read(path, options, progress);
}

std::vector<std::string> list_layers(const std::filesystem::path& path) {
    return formats().layers(path);
}

Findings write_table(const geo::Table& table, const std::filesystem::path& path,
                     const WriteOptions& options) {
    return write_tables({&table, 1}, path, options);
}

Findings write_tables(std::span<const geo::Table> tables, const std::filesystem::path& path,
                      const WriteOptions& options) {
    return formats().write(tables, path, options);
}

Saved save_project(const std::filesystem::path& path, const StoredProject& project, Progress& progress,
                   const SaveTerms& terms) {
    return formats().save(path, project, progress, terms);
}

Raster read_raster(const std::filesystem::path& path, int epsg, Progress& progress) {
    return formats().raster(path, epsg, progress);
}

Picture read_basemap(const std::filesystem::path& path, int epsg, const geo::Box& box, int width,
                     int height) {
    return formats().basemap(path, epsg, box, width, height);
}

Picture read_service(const std::string& service, const ServiceOptions& how, int epsg, const geo::Box& box,
                     int width, int height) {
    return formats().service(service, how, epsg, box, width, height);
}

namespace {

constexpr std::pair<std::string_view, Format> kFormats[] = {
    {".shp", Format::shapefile}, {".gpkg", Format::geopackage}, {".geojson", Format::geojson},
    {".json", Format::geojson},  {".csv", Format::csv},         {".xlsx", Format::xlsx},
    {".ods", Format::ods},       {".fgb", Format::flatgeobuf}};

} // namespace

std::vector<std::string> table_extensions() {
    std::vector<std::string> extensions;
    for (const auto& known : kFormats) {
        extensions.emplace_back(known.first);
    }
    return extensions;
}

Format format_of(const std::filesystem::path& path) {
    const std::string extension = fold(path.extension().string());
    for (const auto& [known, format] : kFormats) {
        if (extension == known) {
            return format;
        }
    }
    throw InputError(
        fmt::format("{} : extension inconnue, choisissez .shp, .gpkg, .geojson, .csv, .xlsx, .ods ou .fgb",
                    path.filename().string()));
}

bool is_service(const std::filesystem::path& path) {
    constexpr std::array<std::string_view, 4> kSchemes = {"http://", "https://", "WMTS:", "WMS:"};
    return std::ranges::any_of(kSchemes,
                               [&](std::string_view scheme) { return path.native().starts_with(scheme); });
}

std::string service_name(const std::string& service) {
    const auto scheme = service.find("://");
    if (scheme == std::string::npos) {
        return service;
    }
    const auto host = scheme + 3;
    return service.substr(host, service.find_first_of("/:?,", host) - host);
}

} // namespace maillage::io
