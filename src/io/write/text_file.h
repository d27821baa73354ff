// text_file.h: small texts, whole. Settings, scripts, reports.
#pragma once

#include "base/finding.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace maillage::io {

/// Bytes as they are, less a leading byte order mark. InputError when it cannot be read or is larger than 256
/// MiB.
std::string read_text_file(const std::filesystem::path& path);
/// All or nothing. Returns what of the rights of a replaced file could not be kept.
Findings write_text_file(const std::filesystem::path& path, std::string_view text);

} // namespace maillage::io
