#include "io/read/read_basemap.h"

#include "base/error.h"
#include "io/formats.h"
#include "io/gdal_session.h"
#include "io/read/gdal_doors.h"
#include "io/store/sql_watch.h"
#include "io/write/staging.h"

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <gdal_utils.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
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

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
    throw InputError("fond de plan « " + name + " » : " + why);
}

void require_place(GDALDataset& source, const std::string& name) {
    const OGRSpatialReference* crs = source.GetSpatialRef();
    std::array<double, 6> transform{};
    const bool is_placed = source.GetGeoTransform(transform.data()) == CE_None || source.GetGCPCount() > 0;
    if (crs == nullptr || crs->IsEmpty() || !is_placed) {
        refuse(name, "l'image ne dit pas où elle se trouve (géoréférencement absent)");
    }
}

/// A picture without overviews is read row by row down to the view: pixels are time.
void check_size(GDALDataset& source, const std::filesystem::path& file, const std::string& name) {
    constexpr std::int64_t kMostPixels = 1'000'000'000;
    const std::int64_t pixels = std::int64_t{source.GetRasterXSize()} * source.GetRasterYSize();
    const std::string driver = source.GetDriverName();
    if ((driver == "PNG" || driver == "JPEG") && pixels > kMostPixels) {
        refuse(name,
               fmt::format("{} x {} pixels, découpez la partie utile ou enregistrez-la en GeoTIFF avec ses "
                           "vues d'ensemble",
                           source.GetRasterXSize(), source.GetRasterYSize()));
    }
    check_blocks(source, Budget(name, std::filesystem::file_size(file), false));
}

Dataset open(const std::filesystem::path& path, const GdalListener& listener) {
    constexpr std::array<const char*, 8> kFiles = {"GTiff", "MBTiles",     "GPKG",    "PNG",
                                                   "JPEG",  "JP2OpenJPEG", "AAIGrid", nullptr};
    const std::filesystem::path file = checked_input(path);
    Dataset source(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, kFiles.data()));
    if (!source || source->GetRasterCount() == 0) {
        refuse(path.filename().string(), "ce n'est pas une image que l'on sait lire" + listener.reason());
    }
    require_place(*source, path.filename().string());
    check_size(*source, file, path.filename().string());
    return source;
}

/// Red, green, blue (and alpha) of 8 bits, whatever the file holds: a palette, greys, heights.
Dataset as_colours(GDALDataset& source, const std::string& name, const GdalListener& listener) {
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
            refuse(name, "aucune valeur à montrer" + listener.reason());
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
        refuse(name, "couleurs illisibles" + listener.reason());
    }
    return colours;
}

int CPL_STDCALL go_on(double, const char*, void* is_cancelled) {
    return (*static_cast<const std::function<bool()>*>(is_cancelled))() ? FALSE : TRUE;
}

Dataset warped(GDALDataset& source, int epsg, const geo::Box& box, int width, int height,
               const std::string& name, const GdalListener& listener,
               const std::function<bool()>& is_cancelled) {
    Arguments arguments(
        {"-of", "MEM", "-t_srs", fmt::format("EPSG:{}", epsg), "-te", fmt::format("{}", box.min.x),
         fmt::format("{}", box.min.y), fmt::format("{}", box.max.x), fmt::format("{}", box.max.y), "-ts",
         std::to_string(width), std::to_string(height), "-r", "bilinear", "-dstalpha", "-et", "0.5"});
    const std::unique_ptr<GDALWarpAppOptions, FreeWarp> options(
        GDALWarpAppOptionsNew(arguments.get(), nullptr));
    if (is_cancelled) {
        GDALWarpAppOptionsSetProgress(options.get(), go_on,
                                      const_cast<std::function<bool()>*>(&is_cancelled));
    }
    int is_misused = FALSE;
    std::array<GDALDatasetH, 1> sources = {GDALDataset::ToHandle(&source)};
    Dataset out(
        GDALDataset::FromHandle(GDALWarp("", nullptr, 1, sources.data(), options.get(), &is_misused)));
    if (!out || out->GetRasterCount() < 4) {
        refuse(name, "l'image ne se projette pas sur la carte" + listener.reason());
    }
    return out;
}

Picture picture_of(GDALDataset& source, const std::string& name, int epsg, const geo::Box& box, int width,
                   int height, const GdalListener& listener, const std::function<bool()>& is_cancelled = {}) {
    const Dataset colours = as_colours(source, name, listener);
    const Dataset view = warped(*colours, epsg, box, width, height, name, listener, is_cancelled);
    Picture picture{width, height, {}};
    picture.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    std::array<int, 4> bands = {1, 2, 3, view->GetRasterCount()};
    if (view->RasterIO(GF_Read, 0, 0, width, height, picture.rgba.data(), width, height, GDT_Byte, 4,
                       bands.data(), 4, 4 * width, 1, nullptr) != CE_None) {
        refuse(name, "image incomplète ou abîmée" + listener.reason());
    }
    return picture;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> heads) {
    return std::ranges::any_of(heads, [&](std::string_view head) { return text.starts_with(head); });
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    if (const auto at = text.find(from); at != std::string::npos) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string in_xml(const std::string& text) {
    char* escaped = CPLEscapeString(text.c_str(), -1, CPLES_XML);
    std::string out = escaped;
    CPLFree(escaped);
    return out;
}

/// What GDAL's WMS driver reads of a service that numbers its tiles as the web does.
std::string tile_service(std::string address) {
    for (const auto& [ours, theirs] : {std::pair{"{z}", "${z}"}, {"{x}", "${x}"}, {"{y}", "${y}"}}) {
        address = replaced(std::move(address), ours, theirs);
    }
    constexpr const char* kHalf = "20037508.342789244"; // metres, EPSG:3857
    return fmt::format(
        "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>{0}</ServerUrl></Service>"
        "<DataWindow><UpperLeftX>-{1}</UpperLeftX><UpperLeftY>{1}</UpperLeftY>"
        "<LowerRightX>{1}</LowerRightX><LowerRightY>-{1}</LowerRightY><TileLevel>19</TileLevel>"
        "<TileCountX>1</TileCountX><TileCountY>1</TileCountY><YOrigin>top</YOrigin></DataWindow>"
        "<Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY>"
        "<BandsCount>4</BandsCount><ZeroBlockHttpCodes>204,404</ZeroBlockHttpCodes><Cache/></GDAL_WMS>",
        in_xml(address), kHalf);
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// What GDAL opens for an address as people copy it.
std::string source_of(const std::string& service) {
    if (starts_with_any(service, {"WMTS:", "WMS:"})) {
        return service;
    }
    if (service.find("{z}") != std::string::npos && service.find("{x}") != std::string::npos &&
        service.find("{y}") != std::string::npos) {
        return tile_service(service);
    }
    const std::string words = lower(service);
    if (words.find("wmts") != std::string::npos) {
        return "WMTS:" + service;
    }
    if (words.find("request=getmap") != std::string::npos) {
        return "WMS:" + service;
    }
    refuse(service_name(service),
           "adresse non reconnue ; on attend un WMTS, un WMS (GetMap) ou des tuiles {z}/{x}/{y}");
}

/// The proxy of the machine, where it has one: start_gdal() bars the way for everything else.
std::string proxy() {
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "http_proxy"}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') {
            return value;
        }
    }
    return "";
}

} // namespace

namespace direct {

Picture read_basemap(const std::filesystem::path& path, int epsg, const geo::Box& box, int width,
                     int height) {
    start_gdal();
    const GdalListener listener;
    const Progress progress;
    const SqlWatch watch(progress);
    const Dataset source = open(path, listener);
    return picture_of(*source, path.filename().string(), epsg, box, width, height, listener);
}

Picture read_service(const std::string& service, const ServiceOptions& how, int epsg, const geo::Box& box,
                     int width, int height) {
    start_gdal();
    const GdalListener listener;
    const OnlineDoor door;
    const GdalOption way("GDAL_HTTP_PROXY", proxy().c_str());
    const GdalOption patience("GDAL_HTTP_TIMEOUT", std::to_string(how.patience_s).c_str());
    const GdalOption connect("GDAL_HTTP_CONNECTTIMEOUT", std::to_string(how.patience_s).c_str());
    const GdalOption agent("GDAL_HTTP_USERAGENT", "maillage");
    const GdalOption cache("GDAL_DEFAULT_WMS_CACHE_PATH", how.cache.c_str());
    const std::string name = service_name(service);
    const std::array<const char*, 3> drivers = {"WMS", "WMTS", nullptr};
    const Dataset source(
        GDALDataset::Open(source_of(service).c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers.data()));
    if (!source || source->GetRasterCount() == 0) {
        refuse(name, "le service ne répond pas, ou pas comme attendu" + listener.reason());
    }
    require_place(*source, name);
    // GDAL also says "unable to open downloaded block" of a tile that the service does not have: no failure.
    return picture_of(*source, name, epsg, box, width, height, listener, how.is_cancelled);
}

} // namespace direct

} // namespace maillage::io
