// Any bytes as a project: a project that saves again, or a message. Most mutations of a database stop at its
// header, so the first two bytes choose a place of a sound project where the rest of the input is written
// over.
#include "base/error.h"
#include "fuzz/one_file.h"
#include "io/store/project_store.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

std::vector<std::uint8_t> sound_project(const maillage::OneFile& one_file) {
    maillage::geo::Table table;
    table.name = "sites";
    table.columns = {{"nom", maillage::geo::ColumnType::text, "Nom"},
                     {"n", maillage::geo::ColumnType::integer, ""}};
    table.epsg = 2154;
    table.geometry_kind = maillage::geo::GeometryKind::point;
    table.features = {{{std::string("Laon"), std::int64_t{1}}, maillage::geo::Point{745199, 6940716}, 1}};
    const auto file = one_file.put(".gpkg", nullptr, 0);
    maillage::Progress progress;
    maillage::io::save_project(file, {{table}, {{"departement", "02"}}}, progress);
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const maillage::OneFile one_file;
    static const std::vector<std::uint8_t> sound = sound_project(one_file);
    if (size < 3) {
        return 0;
    }
    std::vector<std::uint8_t> bytes = sound;
    const std::size_t at = (data[0] * 256U + data[1]) * 2U % bytes.size();
    std::copy_n(data + 2, std::min(size - 2, bytes.size() - at),
                bytes.begin() + static_cast<std::ptrdiff_t>(at));
    const auto file = one_file.put(".gpkg", bytes.data(), bytes.size());
    try {
        maillage::Progress progress;
        static_cast<void>(maillage::io::load_project(file, progress));
    } catch (const maillage::InputError&) {
    }
    std::filesystem::remove(file);
    return 0;
}
