// delivered.h: files that come with the program: fonts, catalogues. Beside it in a build folder, under share/
// once installed.
#pragma once

#include <filesystem>
#include <string>

namespace maillage {

/// The file or folder of that name ("fonts"); empty when the installation lacks it.
std::filesystem::path delivered(const std::string& name);

/// The faces of map and interface: Inter, and DejaVu Sans for the signs that Inter lacks.
struct FontFiles {
    std::filesystem::path regular, bold;
    std::filesystem::path fallback, bold_fallback;
};

/// Throws StorageError when one is missing: text would be drawn as empty boxes.
FontFiles font_files();

} // namespace maillage
