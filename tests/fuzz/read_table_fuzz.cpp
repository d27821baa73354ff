// Any bytes under any extension: a table or a message, nothing else. The first byte chooses the extension and
// options.
#include "base/error.h"
#include "fuzz/one_file.h"
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
    const auto file = one_file.put(kExtensions[data[0] % kExtensions.size()], data + 1, size - 1);
    try {
        const auto layers = maillage::io::list_layers(file);
        options.layer = layers.empty() ? "" : layers.front();
        maillage::Progress progress;
        const auto result = maillage::io::read_table(file, options, progress);
        for (const auto& feature : result.table.features) {
            if (feature.values.size() != result.table.columns.size()) {
                std::abort();
            }
        }
    } catch (const maillage::InputError&) {
    } catch (const maillage::StorageError&) {
    }
    std::filesystem::remove(file);
    return 0;
}
