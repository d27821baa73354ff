#include "app/picture_file.h"

#include "io/write_png.h"

namespace maillage::app {

void write_picture(const std::filesystem::path& path, const Picture& picture) {
    io::write_png(picture, path);
}

} // namespace maillage::app
