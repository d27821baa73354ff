// Any bytes over a sound project file: refused, or a project that comes back as it is, is computed and drawn.
// Most mutations of a database stop at its header, so the first two bytes choose a place where the rest of
// the input is written over.
#include "base/error.h"
#include "fuzz/comes_back.h"
#include "fuzz/hostile_project.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

using namespace maillage;

std::vector<std::uint8_t> sound_project(const OneFile& one_file) {
    const auto file = one_file.put_file(".gpkg", nullptr, 0);
    Progress progress;
    domain::ProjectTables tables = domain::to_tables(project_of_everything());
    io::save_project(file, {std::move(tables.tables), std::move(tables.settings)}, progress);
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const OneFile one_file;
    static const std::vector<std::uint8_t> sound = sound_project(one_file);
    static unsigned runs = 0;
    if (size < 4) {
        return 0;
    }
    std::vector<std::uint8_t> bytes = sound;
    const std::size_t at = ((data[0] * 256U + data[1]) * 256U + data[2]) % bytes.size();
    std::copy_n(data + 3, std::min(size - 3, bytes.size() - at),
                bytes.begin() + static_cast<std::ptrdiff_t>(at));
    const auto file = one_file.put_file(".gpkg", bytes.data(), bytes.size());
    domain::Project opened;
    try {
        Progress progress;
        io::StoredProject stored = io::load_project(file, progress);
        opened = domain::from_tables({std::move(stored.tables), std::move(stored.settings)});
    } catch (const InputError&) {
        return 0;
    }
    require_comes_back(opened, false);
    if (++runs % 16 == 0) {
        compute_and_draw(opened);
    }
    return 0;
}
