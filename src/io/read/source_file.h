// source_file.h: the file that GDAL or we open: unpacked when it was compressed, with its companions. Private
// to the room.
#pragma once

#include "base/progress.h"
#include "io/store/database.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace maillage::io {

/// Stops an archive that unpacks to a size no real delivery has.
class UnpackGuard {
  public:
    explicit UnpackGuard(const std::filesystem::path& archive);
    /// Throws InputError beyond 2 GiB, or 200 times the size of the archive.
    void add(std::uint64_t bytes);

    std::uint64_t packed() const { return packed_; }

  private:
    std::string name_;
    std::uint64_t packed_ = 1;
    std::uint64_t unpacked_ = 0;
};

struct SourceFile {
    std::filesystem::path path;
    std::string extension;  ///< lower case, with its point, of the unpacked file: ".csv" for x.csv.gz
    std::string layer;      ///< its name among the files of an archive
    bool is_packed = false; ///< came out of an archive, or is one: its size says nothing of its content
    std::uint64_t sheet_bytes = 0; ///< what its reader keeps of a spreadsheet in memory
};

/// The readable files at a path: one, or those of an archive. Unpacked copies live as long as this object.
/// Throws Cancelled when `progress` asks to stop.
class SourceFiles {
  public:
    SourceFiles(const std::filesystem::path& path, const Progress& progress);
    ~SourceFiles();
    SourceFiles(const SourceFiles&) = delete;
    SourceFiles& operator=(const SourceFiles&) = delete;

    const std::vector<SourceFile>& files() const { return files_; }

  private:
    const std::filesystem::path& folder();
    void leave() noexcept;
    void add(const std::filesystem::path& file, const std::string& layer);
    [[noreturn]] void refuse_format() const;
    void unpack_zip(const std::filesystem::path& archive);
    void unpack_gzip(const std::filesystem::path& archive);
    std::uint64_t size_of_sheets(const std::filesystem::path& file) const;

    const Progress& progress_;
    std::string name_;
    std::filesystem::path folder_; ///< empty until needed
    std::vector<PrivateCopy> copies_;
    std::vector<SourceFile> files_;
};

} // namespace maillage::io
