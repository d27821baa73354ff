#include "io/read_basemap.h"

#include "base/error.h"
#include "io/gdal_session.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <gdal_utils.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace maillage::io {
namespace {

struct FreeTranslate {
    void operator()(GDALTranslateOptions* options) const noexcept { GDALTranslateOptionsFree(options); }
};

struct FreeWarp {
    void operator()(GDALWarpAppOptions* options) const noexcept { GDALWarpAppOptionsFree(options); }
};

/// GDAL's utilities take their options as a program takes its arguments.
class Arguments {
  public:
    explicit Arguments(std::vector<std::string> words) : words_(std::move(words)) {
        for (std::string& word : words_) {
            pointers_.push_back(word.data());
        }
        pointers_.push_back(nullptr);
    }

    char** get() { return pointers_.data(); }

  private:
    std::vector<std::string> words_;
    std::vector<char*> pointers_;
};

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
    throw InputError("fond de plan « " + path.filename().string() + " » : " + why);
}

Dataset open(const std::filesystem::path& path, const GdalListener& listener) {
    constexpr std::array<const char*, 9> kFiles = {"GTiff",       "MBTiles", "GPKG", "PNG",  "JPEG",
                                                   "JP2OpenJPEG", "AAIGrid", "VRT",  nullptr};
    Dataset source(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, kFiles.data()));
    if (!source || source->GetRasterCount() == 0) {
        refuse(path, "ce n'est pas une image que l'on sait lire" + listener.reason());
    }
    const OGRSpatialReference* crs = source->GetSpatialRef();
    std::array<double, 6> transform{};
    const bool is_placed = source->GetGeoTransform(transform.data()) == CE_None || source->GetGCPCount() > 0;
    if (crs == nullptr || crs->IsEmpty() || !is_placed) {
        refuse(path, "l'image ne dit pas où elle se trouve (géoréférencement absent)");
    }
    return source;
}

/// Red, green, blue (and alpha) of 8 bits, whatever the file holds: a palette, greys, heights.
Dataset as_colours(GDALDataset& source, const std::filesystem::path& path, const GdalListener& listener) {
    std::vector<std::string> words = {"-of", "VRT"};
    GDALRasterBand& first = *source.GetRasterBand(1);
    if (first.GetColorTable() != nullptr) {
        words.insert(words.end(), {"-expand", "rgba"});
    } else if (source.GetRasterCount() < 3) {
        words.insert(words.end(), {"-b", "1", "-b", "1", "-b", "1"});
        if (source.GetRasterCount() == 2) {
            words.insert(words.end(), {"-b", "2", "-colorinterp_4", "alpha"});
        }
    }
    if (first.GetRasterDataType() != GDT_Byte) {
        std::array<double, 2> range{};
        if (first.ComputeRasterMinMax(TRUE, range.data()) != CE_None) {
            refuse(path, "aucune valeur à montrer" + listener.reason());
        }
        words.insert(words.end(), {"-ot", "Byte", "-scale", fmt::format("{}", range[0]),
                                   fmt::format("{}", range[1]), "40", "250"});
    }
    Arguments arguments(std::move(words));
    const std::unique_ptr<GDALTranslateOptions, FreeTranslate> options(
        GDALTranslateOptionsNew(arguments.get(), nullptr));
    int is_misused = FALSE;
    Dataset colours(GDALDataset::FromHandle(
        GDALTranslate("", GDALDataset::ToHandle(&source), options.get(), &is_misused)));
    if (!colours) {
        refuse(path, "couleurs illisibles" + listener.reason());
    }
    return colours;
}

Dataset warped(GDALDataset& source, int epsg, const geo::Box& box, int width, int height,
               const std::filesystem::path& path, const GdalListener& listener) {
    Arguments arguments(
        {"-of", "MEM", "-t_srs", fmt::format("EPSG:{}", epsg), "-te", fmt::format("{}", box.min.x),
         fmt::format("{}", box.min.y), fmt::format("{}", box.max.x), fmt::format("{}", box.max.y), "-ts",
         std::to_string(width), std::to_string(height), "-r", "bilinear", "-dstalpha", "-et", "0.5"});
    const std::unique_ptr<GDALWarpAppOptions, FreeWarp> options(
        GDALWarpAppOptionsNew(arguments.get(), nullptr));
    int is_misused = FALSE;
    std::array<GDALDatasetH, 1> sources = {GDALDataset::ToHandle(&source)};
    Dataset out(
        GDALDataset::FromHandle(GDALWarp("", nullptr, 1, sources.data(), options.get(), &is_misused)));
    if (!out || out->GetRasterCount() < 4) {
        refuse(path, "l'image ne se projette pas sur la carte" + listener.reason());
    }
    return out;
}

} // namespace

Picture read_basemap(const std::filesystem::path& path, int epsg, const geo::Box& box, int width,
                     int height) {
    start_gdal();
    const GdalListener listener;
    const Dataset source = open(path, listener);
    const Dataset colours = as_colours(*source, path, listener);
    const Dataset view = warped(*colours, epsg, box, width, height, path, listener);
    Picture picture{width, height, {}};
    picture.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    std::array<int, 4> bands = {1, 2, 3, view->GetRasterCount()};
    if (view->RasterIO(GF_Read, 0, 0, width, height, picture.rgba.data(), width, height, GDT_Byte, 4,
                       bands.data(), 4, 4 * width, 1, nullptr) != CE_None) {
        refuse(path, "image incomplète ou abîmée" + listener.reason());
    }
    return picture;
}

} // namespace maillage::io
