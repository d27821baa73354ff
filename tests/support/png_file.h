// png_file.h: pictures to and from PNG files, for tests.
#pragma once

#include "base/picture.h"

#include <png.h>

#include <filesystem>
#include <stdexcept>

namespace maillage {

inline void write_png_file(const std::filesystem::path& path, const Picture& picture) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(picture.width);
    png.height = static_cast<png_uint_32>(picture.height);
    png.format = PNG_FORMAT_RGBA;
    if (png_image_write_to_file(&png, path.c_str(), 0, picture.rgba.data(), 0, nullptr) == 0) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

inline Picture read_png_file(const std::filesystem::path& path) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&png, path.c_str()) == 0) {
        throw std::runtime_error("cannot read " + path.string());
    }
    png.format = PNG_FORMAT_RGBA;
    Picture picture{static_cast<int>(png.width), static_cast<int>(png.height), {}};
    picture.rgba.resize(PNG_IMAGE_SIZE(png));
    if (png_image_finish_read(&png, nullptr, picture.rgba.data(), 0, nullptr) == 0) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return picture;
}

} // namespace maillage
