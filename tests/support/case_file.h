// case_file.h: files that went wrong once, read where they lie; absent on most machines.
#pragma once

#include "support/source_dir.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

namespace maillage {

/// In $MAILLAGE_TEST_CASES, else in shared/cases beside the source tree.
inline std::optional<std::filesystem::path> case_file(std::string_view name) {
    const char* folder = std::getenv("MAILLAGE_TEST_CASES");
    const std::filesystem::path root =
        folder != nullptr ? std::filesystem::path(folder) : source_dir().parent_path() / "shared" / "cases";
    const std::filesystem::path file = root / name;
    std::error_code error;
    return std::filesystem::exists(file, error) ? std::optional(file) : std::nullopt;
}

} // namespace maillage
