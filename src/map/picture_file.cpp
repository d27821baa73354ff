#include "map/picture_file.h"

#include "io/write/write_png.h"

namespace maillage::map {

Findings write_picture(const std::filesystem::path& path, const Picture& picture) {
    return io::write_png(picture, path);
}

} // namespace maillage::map
