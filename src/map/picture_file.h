// picture_file.h: a picture as a PNG file, for rooms that may not see `io`.
#pragma once

#include "base/finding.h"
#include "base/picture.h"

#include <filesystem>

namespace maillage::map {

/// Throws StorageError.
Findings write_picture(const std::filesystem::path& path, const Picture& picture);

} // namespace maillage::map
