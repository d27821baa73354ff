// Any bytes under any extension: a table or a message, nothing else. The first byte chooses the extension and
// options.
#include "base/error.h"
#include "fuzz/one_file.h"
#include "geo/door.h"
#include "io/read/read_table.h"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::array<const char*, 16> kExtensions = {
        ".csv",  ".geojson", ".json", ".shp", ".dbf", ".gpkg", ".fgb",    ".kml",
        ".xlsx", ".ods",     ".xls",  ".osm", ".pbf", ".zip",  ".csv.gz", ".geojson.gz"};
    static const maillage::OneFile one_file;
    if (size < 2) {
        return 0;
    }
    maillage::io::ReadOptions options;
    options.target_epsg = (data[0] & 0x10U) != 0 ? 2154 : 0;
    options.epsg = (data[0] & 0x20U) != 0 ? 4326 : 0;
    options.max_rows = (data[0] & 0x40U) != 0 ? 3 : 0;
    const std::string extension = kExtensions[data[0] % kExtensions.size()];
    // A database and the parts of a shapefile are looked for by name.
    const bool is_file = extension == ".gpkg" || extension == ".shp" || extension == ".dbf";
    const auto file = is_file ? one_file.put_file(extension, data + 1, size - 1)
                              : one_file.put(extension, data + 1, size - 1);
    try {
        const auto layers = maillage::io::list_layers(file);
        options.layer = layers.empty() ? "" : layers.front();
        maillage::Progress progress;
        const auto result = maillage::io::read_table(file, options, progress);
        if (!maillage::geo::is_clean(result.table)) {
            std::abort();
        }
        for (const auto& feature : result.table.features) {
            if (feature.values.size() != result.table.columns.size()) {
                std::abort();
            }
        }
    } catch (const maillage::InputError&) {
    } catch (const maillage::StorageError&) {
    }
    return 0;
}
