// one_file.h: the fuzzer's bytes as a file, since readers take paths. In memory where the machine has
// /dev/shm.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace maillage {

class OneFile {
  public:
    OneFile() {
        const std::filesystem::path memory = "/dev/shm";
        std::string name =
            ((std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path()) /
             "maillage-fuzz-XXXXXX")
                .string();
        folder_ = ::mkdtemp(name.data());
    }

    ~OneFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    OneFile(const OneFile&) = delete;
    OneFile& operator=(const OneFile&) = delete;

    std::filesystem::path put(const std::string& extension, const std::uint8_t* data,
                              std::size_t size) const {
        const std::filesystem::path file = folder_ / ("fuzz" + extension);
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
        return file;
    }

  private:
    std::filesystem::path folder_;
};

} // namespace maillage
