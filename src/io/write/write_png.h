// write_png.h: pictures to PNG files and back.
#pragma once

#include "base/finding.h"
#include "base/picture.h"

#include <filesystem>

namespace maillage::io {

/// All or nothing; fast settings, the same picture gives the same bytes. An opaque picture is stored without
/// alpha.
Findings write_png(const Picture& picture, const std::filesystem::path& path);
/// Any PNG, as 8 bits a channel. InputError when it is none.
Picture read_png(const std::filesystem::path& path);

} // namespace maillage::io
