#include "app/picture_file.h"

#include "io/write_png.h"

namespace maillage::app {

Findings write_picture(const std::filesystem::path& path, const Picture& picture) {
    return io::write_png(picture, path);
}

} // namespace maillage::app
