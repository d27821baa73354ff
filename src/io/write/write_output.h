// write_output.h: the door for files that another room writes: a private place first, then the target in one
// move.
#pragma once

#include "base/finding.h"

#include <filesystem>
#include <functional>

namespace maillage::io {

/// Calls `write` with a path that nobody else can read, of the same name as `path`, then puts that file in
/// place of `path`, all or nothing. Returns what of the rights of a replaced file could not be kept. Throws
/// StorageError.
Findings write_output(const std::filesystem::path& path,
                      const std::function<void(const std::filesystem::path&)>& write);

} // namespace maillage::io
