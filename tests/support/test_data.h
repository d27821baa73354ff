// test_data.h: where the real files of the tests lie, when they are there.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

namespace maillage {

/// The path of a real file; empty when it is absent: GTEST_SKIP() then.
inline std::optional<std::filesystem::path> test_data(std::string_view name) {
    const char* folder = std::getenv("MAILLAGE_TEST_DATA");
    const std::filesystem::path root =
        folder != nullptr ? std::filesystem::path(folder)
                          : std::filesystem::path(MAILLAGE_SOURCE_DIR) / ".." / "shared" / "geodata";
    const std::filesystem::path file = root / name;
    return std::filesystem::exists(file) ? std::optional(file) : std::nullopt;
}

} // namespace maillage
