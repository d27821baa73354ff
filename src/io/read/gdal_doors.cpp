#include "io/read/gdal_doors.h"

#include "io/read/outside_settings.h"
#include "io/store/sql_watch.h"

#include <cpl_conv.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <cpl_vsi_virtual.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::io {
namespace {

thread_local int online_doors = 0;

/// Archives that we name ourselves, and memory: every other kind of virtual file reaches out of the file at
/// hand.
constexpr std::array<std::string_view, 2> kOpenFileSystems = {"/vsimem/", "/vsizip/"};

CPLHTTPResult* answer(const char*, CSLConstList, GDALProgressFunc, void*, CPLHTTPFetchWriteFunc, void*,
                      void*) {
    if (online_doors > 0) {
        return nullptr; // GDAL goes on by itself
    }
    auto* refusal = static_cast<CPLHTTPResult*>(CPLCalloc(1, sizeof(CPLHTTPResult)));
    refusal->nStatus = 1;
    refusal->pszErrBuf = CPLStrdup("no network here");
    return refusal;
}

void* refuse_open(void*, const char*, const char*) {
    return nullptr;
}

int refuse_stat(void*, const char*, VSIStatBufL*, int) {
    return -1;
}

/// GDAL keeps pointers to the names and forgets the handlers, which its caches still know: both stay until
/// the end.
struct Replaced {
    std::deque<std::string> names;
    std::vector<VSIFilesystemHandler*> handlers;
    std::vector<GDALDriver*> drivers;
};

Replaced& replaced() {
    static Replaced& kept = *new Replaced;
    return kept;
}

void shut_file_systems() {
    const CPLStringList prefixes(VSIGetFileSystemsPrefixes(), TRUE);
    for (int i = 0; i < prefixes.Count(); ++i) {
        const std::string& prefix = replaced().names.emplace_back(prefixes[i]);
        if (prefix.empty() || std::ranges::find(kOpenFileSystems, prefix) != kOpenFileSystems.end()) {
            continue;
        }
        replaced().handlers.push_back(VSIFileManager::GetHandler(prefix.c_str()));
        VSIFilesystemPluginCallbacksStruct* nothing = VSIAllocFilesystemPluginCallbacksStruct();
        nothing->open = refuse_open;
        nothing->stat = refuse_stat;
        VSIInstallPluginHandler(prefix.c_str(), nothing);
        VSIFreeFilesystemPluginCallbacksStruct(nothing);
    }
}

void set_options() {
    constexpr std::pair<const char*, const char*> kOptions[] = {
        {"GDAL_CONFIG_FILE", ""},        // nor the one of the home folder
        {"GDAL_DRIVER_PATH", "disable"}, // no plugin
        {"GDAL_DISABLE_READDIR_ON_OPEN", "NO"},
        {"CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"}, // nothing is written beside what is read
        {"GDAL_PAM_ENABLED", "NO"},
        {"GDAL_HTTP_PROXY", "127.0.0.1:9"}, // a second bar across a way that is shut
        {"GDAL_VRT_ENABLE_PYTHON", "NO"},
        {"GDAL_CACHEMAX", "128"},                // MB: a share of the machine's memory otherwise
        {"SPATIALITE_LOAD", "NO"},               // its virtual tables open any file
        {"OGR_SQLITE_STATIC_VIRTUAL_OGR", "NO"}, // so does GDAL's
        {"OGR_GEOJSON_MAX_OBJ_SIZE", "12"},      // MB of one feature, forty times as many in memory
    };
    for (const auto& [name, value] : kOptions) {
        CPLSetConfigOption(name, value);
    }
}

/// For our own use of it as a value in memory: no file and no name is opened by it.
void keep_without_opening(const char* name) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(name);
    driver->pfnOpen = nullptr;
    driver->pfnOpenWithDriverArg = nullptr;
    driver->pfnIdentify = nullptr;
    driver->pfnIdentifyEx = nullptr;
}

using OpenFunction = GDALDataset* (*)(GDALOpenInfo*);
OpenFunction open_wms = nullptr;
OpenFunction open_wmts = nullptr;

/// Only behind an OnlineDoor.
void keep_for_services() {
    GDALDriver& wms = *GetGDALDriverManager()->GetDriverByName("WMS");
    GDALDriver& wmts = *GetGDALDriverManager()->GetDriverByName("WMTS");
    open_wms = wms.pfnOpen;
    open_wmts = wmts.pfnOpen;
    wms.pfnOpen = [](GDALOpenInfo* info) { return online_doors > 0 ? open_wms(info) : nullptr; };
    wmts.pfnOpen = [](GDALOpenInfo* info) { return online_doors > 0 ? open_wmts(info) : nullptr; };
}

/// Whatever somebody else of this process registered before us.
void forget_drivers() {
    GDALDriverManager& drivers = *GetGDALDriverManager();
    while (drivers.GetDriverCount() > 0) {
        replaced().drivers.push_back(drivers.GetDriver(0)); // files may be open by it
        drivers.DeregisterDriver(replaced().drivers.back());
    }
}

void register_drivers() {
    forget_drivers();
    for (const auto add : {GDALRegister_GTiff, GDALRegister_PNG, GDALRegister_JPEG, GDALRegister_WEBP,
                           GDALRegister_JP2OpenJPEG, GDALRegister_AAIGrid, GDALRegister_MBTiles,
                           GDALRegister_MEM, GDALRegister_VRT, GDALRegister_WMS, GDALRegister_WMTS}) {
        add();
    }
    for (const auto add : {RegisterOGRShape, RegisterOGRGeoJSON, RegisterOGRLIBKML, RegisterOGRKML,
                           RegisterOGRFlatGeobuf, RegisterOGROSM, RegisterOGRXLSX, RegisterOGRODS,
                           RegisterOGRXLS, RegisterOGRSQLite /* MBTiles reads by it */, RegisterOGRGeoPackage,
                           RegisterOGROpenFileGDB, RegisterOGRTAB, RegisterOGRGeoJSONSeq, RegisterOGRTopoJSON,
                           RegisterOGRESRIJSON, RegisterOGRGML, RegisterOGRGPX}) {
        add();
    }
    keep_without_opening("MEM");
    keep_without_opening("VRT");
    keep_for_services();
}

} // namespace

void shut_gdal_doors() {
    forget_outside_settings();
    set_options();
    watch_every_database();
    CPLHTTPSetFetchCallback(answer, nullptr);
    OSRSetPROJEnableNetwork(FALSE);
    shut_file_systems();
    register_drivers();
}

OnlineDoor::OnlineDoor() {
    ++online_doors;
}

OnlineDoor::~OnlineDoor() {
    --online_doors;
}

} // namespace maillage::io
