#include "io/write/text_file.h"

#include "base/error.h"
#include "io/write/staging.h"

#include <fmt/format.h>

#include <fstream>

namespace maillage::io {

std::string read_text_file(const std::filesystem::path& path) {
    constexpr std::uintmax_t kMostBytes = 256U << 20U;
    const std::filesystem::path file = checked_input(path);
    const std::uintmax_t size = std::filesystem::file_size(file);
    if (size > kMostBytes) {
        throw InputError(fmt::format("{} : trop gros pour un texte ({} Mio)", path.string(), size >> 20U));
    }
    std::ifstream in(file, std::ios::binary);
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in) {
        throw InputError(fmt::format("{} : lecture interrompue", path.string()));
    }
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

Findings write_text_file(const std::filesystem::path& path, std::string_view text) {
    Staging staging(path);
    std::ofstream out(staging.file(), std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
        throw StorageError(
            fmt::format("{} : écriture interrompue, le disque est peut-être plein", path.string()));
    }
    return staging.commit();
}

} // namespace maillage::io
