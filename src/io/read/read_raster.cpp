#include "io/read/read_raster.h"

#include "base/error.h"
#include "base/text.h"
#include "geo/crs.h"
#include "io/formats.h"
#include "io/gdal_session.h"
#include "io/read/budget.h"
#include "io/read/crs_guess.h"
#include "io/write/staging.h"

#include <fmt/format.h>
#include <gdal_priv.h>

#include <array>
#include <cmath>

namespace maillage::io {
namespace {

constexpr std::int64_t kMostCells = 400'000'000;
constexpr std::uint64_t kLeastBytes = 256ULL << 20U; ///< it is copied when the project has another system

Dataset open(const std::filesystem::path& file) {
    start_gdal();
    const std::array<const char*, 3> drivers = {"GTiff", "AAIGrid", nullptr};
    return Dataset(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers.data()));
}

void read_values(GDALRasterBand& band, Raster& raster, Progress& progress) {
    raster.values.resize(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height));
    for (int row = 0; row < raster.height; ++row) {
        float* line =
            raster.values.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(raster.width);
        if (band.RasterIO(GF_Read, 0, row, raster.width, 1, line, raster.width, 1, GDT_Float32, 0, 0,
                          nullptr) != CE_None) {
            throw InputError("grille incomplète ou abîmée");
        }
        if (row % 64 == 0) {
            progress.report(static_cast<double>(row) / raster.height, "lecture du relief");
        }
    }
    int has_nodata = FALSE;
    const auto nodata = static_cast<float>(band.GetNoDataValue(&has_nodata));
    for (float& value : raster.values) {
        if ((has_nodata != FALSE && value == nodata) || !std::isfinite(value)) {
            value = std::numeric_limits<float>::quiet_NaN();
        }
    }
}

void settle_crs(const GDALDataset& dataset, int stated, Raster& raster) {
    const OGRSpatialReference* crs = dataset.GetSpatialRef();
    const auto declared = crs != nullptr ? declared_epsg(*crs) : std::nullopt;
    raster.epsg = stated != 0 ? stated : declared.value_or(0);
    if (raster.epsg != 0) {
        raster.crs_note = fmt::format("EPSG:{} ({}), {}", raster.epsg, geo::crs_name(raster.epsg),
                                      stated != 0 ? "indiqué par l'utilisateur" : "déclaré par le fichier");
        return;
    }
    const geo::Box extent{{raster.top_left.x, raster.top_left.y - raster.cell_height * raster.height},
                          {raster.top_left.x + raster.cell_width * raster.width, raster.top_left.y}};
    const std::vector<int> plausible = plausible_epsg(extent, 0);
    if (plausible.size() != 1) {
        throw InputError(
            "aucun système de coordonnées déclaré et l'étendue ne suffit pas à le deviner, indiquez-le avec "
            "--crs EPSG:n");
    }
    raster.epsg = plausible.front();
    raster.crs_note =
        fmt::format("aucun système de coordonnées déclaré : EPSG:{} ({}) retenu d'après l'étendue",
                    raster.epsg, geo::crs_name(raster.epsg));
}

} // namespace

namespace direct {

Raster read_raster(const std::filesystem::path& path, int epsg, Progress& progress) {
    const std::string name = path.filename().string();
    const std::filesystem::path file = checked_input(path);
    const GdalListener listener;
    const Dataset dataset = open(file);
    std::array<double, 6> transform = {};
    if (!dataset || dataset->GetRasterCount() < 1 || dataset->GetGeoTransform(transform.data()) != CE_None) {
        throw InputError(fmt::format("{} : ce n'est pas une grille d'altitudes lisible (GeoTIFF ou ASCII){}",
                                     name, listener.reason()));
    }
    Raster raster;
    raster.width = dataset->GetRasterXSize();
    raster.height = dataset->GetRasterYSize();
    raster.top_left = {transform[0], transform[3]};
    raster.cell_width = transform[1];
    raster.cell_height = -transform[5];
    if (transform[2] != 0 || transform[4] != 0 || !(raster.cell_width > 0) || !(raster.cell_height > 0)) {
        throw InputError(fmt::format("{} : grille tournée ou retournée, à redresser d'abord", name));
    }
    if (static_cast<std::int64_t>(raster.width) * raster.height > kMostCells) {
        throw InputError(fmt::format("{} : {} x {} cellules, découpez la partie utile", name, raster.width,
                                     raster.height));
    }
    Budget budget(name, std::filesystem::file_size(file), false, kLeastBytes);
    budget.spend(static_cast<std::uint64_t>(raster.width) * static_cast<std::uint64_t>(raster.height) *
                 sizeof(float));
    check_blocks(*dataset, budget);
    try {
        settle_crs(*dataset, epsg, raster);
        read_values(*dataset->GetRasterBand(1), raster, progress);
    } catch (const InputError& error) {
        throw InputError(fmt::format("{} : {}{}", name, error.what(), listener.reason()));
    }
    return raster;
}

} // namespace direct

} // namespace maillage::io
