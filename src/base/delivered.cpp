#include "base/delivered.h"

#include "base/error.h"

#include <system_error>

namespace maillage {
namespace {

constexpr const char* kDejaVu = "/usr/share/fonts/truetype/dejavu"; // of fonts-dejavu-core

std::filesystem::path existing(const std::filesystem::path& file) {
    std::error_code unknown;
    return std::filesystem::exists(file, unknown) ? file : std::filesystem::path();
}

/// Delivered, or of the system.
std::filesystem::path font(const std::string& name, const std::filesystem::path& system_folder) {
    auto file = delivered("fonts/" + name);
    if (file.empty() && !system_folder.empty()) {
        file = existing(system_folder / name);
    }
    if (file.empty()) {
        throw StorageError("installation incomplète : la police « " + name +
                           " » manque, les textes de la carte ne peuvent être dessinés" +
                           (system_folder.empty() ? "" : " ; installez le paquet fonts-dejavu-core"));
    }
    return file;
}

} // namespace

std::filesystem::path delivered(const std::string& name) {
    constexpr int kLevels = 4; // tests lie three folders below the top of a build folder
    std::error_code unknown;
    auto folder = std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
    for (int level = 0; level < kLevels && folder.has_relative_path(); ++level) {
        for (const char* place : {"", "share/maillage", "share"}) {
            if (auto file = existing(folder / place / name); !file.empty()) {
                return file;
            }
        }
        folder = folder.parent_path();
    }
    return {};
}

FontFiles font_files() {
    return {font("Inter-Regular.otf", {}), font("Inter-SemiBold.otf", {}), font("DejaVuSans.ttf", kDejaVu),
            font("DejaVuSans-Bold.ttf", kDejaVu)};
}

} // namespace maillage
