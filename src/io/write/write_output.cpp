#include "io/write/write_output.h"

#include "io/write/staging.h"

namespace maillage::io {

Findings write_output(const std::filesystem::path& path,
                      const std::function<void(const std::filesystem::path&)>& write) {
    Staging staging(path);
    write(staging.file());
    return staging.commit();
}

} // namespace maillage::io
