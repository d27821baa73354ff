#include "io/read/outside_settings.h"

#include <algorithm>
#include <array>
#include <stdlib.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace maillage::io {
namespace {

/// Families of GDAL's options (any of them is read from the environment), and of the libraries behind it.
constexpr std::array<std::string_view, 52> kFamilies = {"GDAL_",        "CPL_",        "OGR_",
                                                        "OSR_",         "VSI_",        "VSICRYPT_",
                                                        "VSIS3_",       "GML_",        "KML_",
                                                        "LIBKML_",      "XLS_",        "XLSX_",
                                                        "ODS_",         "OSM_",        "GPKG_",
                                                        "GEOJSON_",     "SHAPE_",      "DBF_",
                                                        "SQLITE_",      "SPATIALITE_", "MBTILES_",
                                                        "GTIFF_",       "TIFF_",       "GEOTIFF_",
                                                        "JPEG_",        "JPEGMEM",     "JP2_",
                                                        "JP2OPENJPEG_", "OPJ_",        "PNG_",
                                                        "WEBP_",        "AAIGRID_",    "VRT_",
                                                        "WMS_",         "WMTS_",       "MEM_",
                                                        "AWS_",         "GS_",         "GOOGLE_",
                                                        "AZURE_",       "OSS_",        "SWIFT_",
                                                        "OS_",          "WEBHDFS_",    "HDFS_",
                                                        "CURL_",        "FGB_",        "FLATGEOBUF_",
                                                        "PROJ_NETWORK", "PROJ_CURL_",  "PROJ_USER_WRITABLE_",
                                                        "PROJ_SKIP_"};

} // namespace

bool is_outside_setting(std::string_view name) {
    return std::ranges::any_of(kFamilies, [&](std::string_view family) { return name.starts_with(family); });
}

void forget_outside_settings() {
    std::vector<std::string> found;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::string_view name = text.substr(0, text.find('='));
        if (is_outside_setting(name)) {
            found.emplace_back(name);
        }
    }
    for (const std::string& name : found) {
        ::unsetenv(name.c_str());
    }
}

} // namespace maillage::io
