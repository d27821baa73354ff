// file_stamp.h: which bytes a project had when it was opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace maillage::io {

/// Of the contents alone: copying a file, touching it, or looking at it with another program changes nothing.
struct FileStamp {
    bool exists = false;
    std::uint64_t bytes = 0;
    std::uint64_t digest = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// With the rows that another program has committed and not yet moved into the file. Throws InputError when
/// it is there and cannot be read.
FileStamp stamp_of(const std::filesystem::path& file);

/// For a note: "1 40960 9f86d081884c7d65".
std::string to_text(const FileStamp& stamp);
std::optional<FileStamp> parse_stamp(const std::string& text);

} // namespace maillage::io
