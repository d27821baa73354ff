// Any bytes as a base map or as a relief: a picture of the size asked for, a grid whose size its values have,
// or a message.
#include "base/error.h"
#include "fuzz/comes_back.h"
#include "io/read/read_basemap.h"
#include "io/read/read_raster.h"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    static constexpr std::array<const char*, 4> kExtensions = {".asc", ".tif", ".png", ".mbtiles"};
    static const OneFile one_file;
    if (size < 2) {
        return 0;
    }
    const std::string extension = kExtensions[data[0] / 2 % kExtensions.size()];
    const auto file = extension == ".mbtiles" ? one_file.put_file(extension, data + 1, size - 1)
                                              : one_file.put(extension, data + 1, size - 1);
    try {
        if (data[0] % 2 == 0) {
            Progress progress;
            const io::Raster raster = io::read_raster(file, (data[0] & 0x80U) != 0 ? 2154 : 0, progress);
            if (raster.values.size() !=
                static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height)) {
                fail("a grid without its values");
            }
        } else {
            const geo::Box box{{745000, 6940000}, {746000, 6941000}};
            const Picture picture = io::read_basemap(file, 2154, box, 32, 32);
            if (picture.rgba.size() != 4U * 32 * 32) {
                fail("a picture without its pixels");
            }
        }
    } catch (const InputError&) {
    }
    return 0;
}
