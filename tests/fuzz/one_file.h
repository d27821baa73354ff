// one_file.h: the fuzzer's bytes as a file, since readers take paths. The bytes stay in memory: the name is a
// link to them, so that a run costs two calls of the system and no disk.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace maillage {

class OneFile {
  public:
    OneFile() : memory_(::memfd_create("maillage-fuzz", 0)) {
        const std::filesystem::path fast = "/dev/shm";
        std::string name = ((std::filesystem::exists(fast) ? fast : std::filesystem::temp_directory_path()) /
                            "maillage-fuzz-XXXXXX")
                               .string();
        folder_ = ::mkdtemp(name.data());
    }

    ~OneFile() {
        ::close(memory_);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    OneFile(const OneFile&) = delete;
    OneFile& operator=(const OneFile&) = delete;

    /// The same bytes under every name it ever gave.
    std::filesystem::path put(const std::string& extension, const std::uint8_t* data,
                              std::size_t size) const {
        if (::ftruncate(memory_, 0) != 0 || ::pwrite(memory_, data, size, 0) != static_cast<ssize_t>(size)) {
            std::abort();
        }
        std::filesystem::path file = folder_ / ("fuzz" + extension);
        if (!std::filesystem::is_symlink(file)) {
            std::filesystem::create_symlink("/proc/self/fd/" + std::to_string(memory_), file);
        }
        return file;
    }

    /// A true file: SQLite follows no such link.
    std::filesystem::path put_file(const std::string& extension, const std::uint8_t* data,
                                   std::size_t size) const {
        std::filesystem::path file = folder_ / ("file" + extension);
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
        return file;
    }

  private:
    int memory_;
    std::filesystem::path folder_;
};

} // namespace maillage
