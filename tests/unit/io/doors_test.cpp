// Nothing reaches a network, or a file that the user did not name, whatever the file at hand and the
// environment say. A program of its own: the environment is hostile before anything of GDAL is awake.
#include "base/error.h"
#include "io/gdal_session.h"
#include "io/read/outside_settings.h"
#include "io/read/read_basemap.h"
#include "io/read/read_raster.h"
#include "io/read/read_table.h"
#include "io/store/project_store.h"
#include "io/write/write_png.h"
#include "io/write/write_table.h"
#include "support/listener.h"
#include "unit/io/archive.h"
#include "unit/io/scratch.h"

#include <cpl_http.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sqlite3.h>

namespace maillage::io {
namespace {

using ::testing::IsEmpty;

/// Before main(), as a parent process would.
const bool is_hostile = [] {
    for (const auto& [name, value] : {std::pair{"no_proxy", "*"},
                                      {"NO_PROXY", "*"},
                                      {"GDAL_HTTP_PROXY", ""},
                                      {"GDAL_DRIVER_PATH", "/tmp"},
                                      {"GDAL_CONFIG_FILE", "/tmp/hostile-gdalrc"},
                                      {"GDAL_SKIP", "GTiff"},
                                      {"GDAL_PAM_ENABLED", "YES"},
                                      {"GDAL_VRT_ENABLE_PYTHON", "YES"},
                                      {"GDAL_HTTP_UNSAFESSL", "YES"},
                                      {"CPL_CURL_ENABLE_VSIMEM", "YES"},
                                      {"CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ""},
                                      {"CPL_DEBUG", "ON"},
                                      {"OGR_SKIP", "GeoJSON"},
                                      {"OGR_SQLITE_LOAD_EXTENSIONS", "/tmp/hostile.so"},
                                      {"OGR_SQLITE_STATIC_VIRTUAL_OGR", "YES"},
                                      {"SPATIALITE_SECURITY", "relaxed"},
                                      {"OGR_GEOJSON_MAX_OBJ_SIZE", "0"},
                                      {"SHAPE_ENCODING", "KLINGON"},
                                      {"OSM_CONFIG_FILE", "/tmp/hostile.ini"},
                                      {"PROJ_NETWORK", "ON"},
                                      {"AWS_NO_SIGN_REQUEST", "YES"}}) {
        ::setenv(name, value, 1);
    }
    return true;
}();

class Doors : public ::testing::Test {
  protected:
    Doors() {
        EXPECT_TRUE(is_hostile);
        elsewhere_ = scratch.folder().string() + "-ailleurs";
        std::filesystem::create_directories(elsewhere_);
        start_gdal();
        write_tif(secret_tif());
        std::ofstream(elsewhere_ / "secret.csv") << "nom;x;y\nA;1;2\n";
        std::ofstream(elsewhere_ / "secret.txt") << "X-Secret: registre\n";
        opened.watch(elsewhere_);
        opened.take();
    }

    ~Doors() override {
        std::error_code ignored;
        std::filesystem::remove_all(elsewhere_, ignored);
    }

    std::filesystem::path secret_tif() const { return elsewhere_ / "secret.tif"; }

    static void write_tif(const std::filesystem::path& path) {
        const std::unique_ptr<GDALDataset> file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
            path.c_str(), 100, 100, 1, GDT_Byte, nullptr));
        std::array<double, 6> transform = {700000, 1000, 0, 7000000, 0, -1000};
        file->SetGeoTransform(transform.data());
        OGRSpatialReference crs;
        crs.importFromEPSG(2154);
        file->SetSpatialRef(&crs);
        file->GetRasterBand(1)->Fill(7);
    }

    std::string vrt(const std::string& source, int side = 100) const {
        const std::string n = std::to_string(side);
        return "<VRTDataset rasterXSize=\"" + n + "\" rasterYSize=\"" + n +
               "\"><SRS>EPSG:2154</SRS><GeoTransform>700000, 1000, 0, 7000000, 0, -1000</GeoTransform>"
               "<VRTRasterBand dataType=\"Byte\" band=\"1\"><SimpleSource><SourceFilename "
               "relativeToVRT=\"0\" "
               "shared=\"0\">" +
               source +
               "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>";
    }

    /// What a virtual raster may name: servers, files, memory.
    std::vector<std::string> sources() const {
        return {"/vsicurl/" + listener.address() + "/a.tif",
                "/vsicurl?proxy=" + listener.address() + "&amp;header_file=" +
                    (elsewhere_ / "secret.txt").string() + "&amp;url=http%3A%2F%2Fexample.invalid%2Fa.tif",
                "/vsicurl_streaming/" + listener.address() + "/a.tif",
                "/vsis3_streaming/" + listener.host() + "/a.tif",
                listener.address() + "/a.tif",
                "/vsisubfile/0_1000," + secret_tif().string(),
                "/vsisparse/" + (elsewhere_ / "secret.txt").string(),
                secret_tif().string(),
                "&lt;GDAL_WMS&gt;&lt;Service name=\"TMS\"&gt;&lt;ServerUrl&gt;" + listener.address() +
                    "/${z}/${x}/${y}&lt;/ServerUrl&gt;&lt;/Service&gt;&lt;/GDAL_WMS&gt;",
                "WMTS:" + listener.address() + "/wmts",
                "MEM:::DATAPOINTER=4096,PIXELS=100,LINES=100,BANDS=1,DATATYPE=Byte"};
    }

    /// Reading ends, well or with a message, and nobody was asked for anything.
    template <class Act> void expect_shut(const std::string& what, Act&& act) {
        const int before = listener.calls();
        try {
            act();
        } catch (const InputError& error) {
            EXPECT_STRNE(error.what(), "") << what;
        }
        EXPECT_EQ(listener.calls(), before) << what;
        EXPECT_THAT(opened.take(), IsEmpty()) << what;
    }

    Listener listener;
    OpenedFiles opened;
    Scratch scratch;
    geo::Box view{{700000, 6900000}, {800000, 7000000}};
    std::filesystem::path elsewhere_;
};

TEST_F(Doors, TheEarsWork) {
    listener.call_once();
    EXPECT_EQ(listener.calls(), 1);
    bytes_of(elsewhere_ / "secret.txt");
    EXPECT_THAT(opened.take(), ::testing::Contains("" + elsewhere_.filename().string() + "/secret.txt"));
}

TEST_F(Doors, OnlyTheDriversOfOurListExist) {
    std::set<std::string> names;
    for (int i = 0; i < GetGDALDriverManager()->GetDriverCount(); ++i) {
        names.insert(GetGDALDriverManager()->GetDriver(i)->GetDescription());
    }
    EXPECT_EQ(names, (std::set<std::string>{"AAIGrid",      "ESRI Shapefile",
                                            "ESRIJSON",     "FlatGeobuf",
                                            "GML",          "GPKG",
                                            "GPX",          "GTiff",
                                            "GeoJSON",      "GeoJSONSeq",
                                            "JP2OpenJPEG",  "JPEG",
                                            "KML",          "LIBKML",
                                            "MBTiles",      "MEM",
                                            "MapInfo File", "ODS",
                                            "OSM",          "OpenFileGDB",
                                            "PNG",          "SQLite",
                                            "TopoJSON",     "VRT",
                                            "WEBP",         "WMS",
                                            "WMTS",         "XLS",
                                            "XLSX"}));
    for (const std::string& text :
         {vrt(secret_tif().string()), std::string("MEM:::DATAPOINTER=4096,PIXELS=1,LINES=1"),
          "WMTS:" + listener.address(), "WMS:" + listener.address() + "?REQUEST=GetMap"}) {
        expect_shut(text, [&] {
            const GdalListener quiet;
            EXPECT_EQ(GDALOpenEx(text.c_str(), 0, nullptr, nullptr, nullptr), nullptr);
        });
    }
}

TEST_F(Doors, OnlyArchivesAndMemoryAreVirtualFiles) {
    const CPLStringList prefixes(VSIGetFileSystemsPrefixes(), TRUE);
    EXPECT_GT(prefixes.Count(), 10);
    for (int i = 0; i < prefixes.Count(); ++i) {
        const std::string prefix = prefixes[i];
        if (prefix == "/vsizip/" || prefix == "/vsimem/" || !prefix.starts_with("/vsi")) {
            continue;
        }
        expect_shut(prefix, [&] {
            const GdalListener quiet;
            for (const std::string& name :
                 {prefix + listener.address() + "/a.tif", prefix + secret_tif().string(),
                  prefix + "0_100," + secret_tif().string(),
                  prefix + "proxy=" + listener.address() + "&url=http://a/b"}) {
                VSILFILE* file = VSIFOpenL(name.c_str(), "rb");
                EXPECT_EQ(file, nullptr) << name;
                if (file != nullptr) {
                    VSIFCloseL(file);
                }
                VSIStatBufL status;
                EXPECT_NE(VSIStatL(name.c_str(), &status), 0) << name;
            }
        });
    }
    expect_shut("fetch", [&] {
        CPLHTTPResult* result = CPLHTTPFetch((listener.address() + "/a").c_str(), nullptr);
        ASSERT_NE(result, nullptr);
        EXPECT_NE(result->nStatus, 0);
        CPLHTTPDestroyResult(result);
    });
}

TEST_F(Doors, TheEnvironmentSaysNothing) {
    for (const char* name :
         {"GDAL_DRIVER_PATH", "GDAL_SKIP", "OGR_SKIP", "CPL_DEBUG", "OGR_SQLITE_LOAD_EXTENSIONS",
          "SPATIALITE_SECURITY", "PROJ_NETWORK", "OSM_CONFIG_FILE", "AWS_NO_SIGN_REQUEST"}) {
        EXPECT_EQ(::getenv(name), nullptr) << name;
        EXPECT_TRUE(is_outside_setting(name)) << name;
    }
    for (const char* name :
         {"HOME", "PATH", "LANG", "DISPLAY", "LIBGL_ALWAYS_SOFTWARE", "XDG_CACHE_HOME", "https_proxy"}) {
        EXPECT_FALSE(is_outside_setting(name)) << name;
    }
    EXPECT_STREQ(CPLGetConfigOption("GDAL_VRT_ENABLE_PYTHON", ""), "NO");
    EXPECT_STREQ(CPLGetConfigOption("SPATIALITE_LOAD", ""), "NO");
}

TEST_F(Doors, BaseMapsThatAreVirtual) {
    for (const std::string& source : sources()) {
        for (const char* name :
             {"plan.vrt", "plan.png", "plan.tif", "plan.jp2", "plan.mbtiles", "plan.asc"}) {
            const auto path = scratch.put(name, vrt(source));
            expect_shut(name + (" " + source), [&] { read_basemap(path, 2154, view, 64, 64); });
            std::filesystem::remove(path);
        }
        write_tif(scratch / "bon.tif"); // half of its size is what a view of half its pixels asks for
        for (const char* companion :
             {"bon.tif.ovr", "bon.tif.msk", "bon.tif.aux.xml", "bon.ovr", "bon.vrt"}) {
            scratch.put(companion, vrt(source, 50));
        }
        expect_shut("ovr " + source, [&] {
            const Picture picture = read_basemap(scratch / "bon.tif", 2154, view, 32, 32);
            EXPECT_EQ(picture.rgba[3], 255); // the good file is shown all the same
        });
    }
    for (const std::string& name : sources()) {
        if (name == secret_tif()) {
            continue; // a file that the user names is read
        }
        EXPECT_THROW(read_basemap(name, 2154, view, 8, 8), InputError) << name;
    }
    EXPECT_EQ(listener.calls(), 0);
}

TEST_F(Doors, ReliefsThatAreVirtual) {
    Progress progress;
    for (const std::string& source : sources()) {
        for (const char* name : {"mnt.tif", "mnt.asc", "mnt.vrt"}) {
            const auto path = scratch.put(name, vrt(source));
            expect_shut(name + (" " + source), [&] { read_raster(path, 2154, progress); });
            std::filesystem::remove(path);
        }
        write_tif(scratch / "bon.tif");
        scratch.put("bon.tif.ovr", vrt(source, 50));
        scratch.put("bon.tif.aux.xml", vrt(source, 50));
        expect_shut("ovr " + source,
                    [&] { EXPECT_EQ(read_raster(scratch / "bon.tif", 0, progress).values[5], 7); });
        if (source != secret_tif()) { // a file that the user names is read
            EXPECT_THROW(read_raster(source, 2154, progress), InputError) << source;
        }
    }
}

TEST_F(Doors, TablesThatAreVirtualOrLink) {
    for (const std::string& source : sources()) {
        const std::string layers = "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>" + source +
                                   "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
        for (const char* name :
             {"a.csv", "a.txt", "a.xlsx", "a.ods", "a.xls", "a.shp", "a.dbf", "a.gpkg", "a.geojson", "a.json",
              "a.kml", "a.fgb", "a.osm", "a.pbf", "a.zip", "a.kmz", "a.csv.gz"}) {
            for (const std::string& text : {layers, vrt(source)}) {
                const auto path = scratch.put(name, text);
                expect_shut(name + (" " + source), [&] { read(path); });
                expect_shut(name + (" " + source), [&] { list_layers(path); });
                std::filesystem::remove(path);
            }
        }
        EXPECT_THROW(read(source), InputError) << source; // a picture is no table
    }
    for (const char* type : {"proj4", "ogcwkt", "esriwkt", "ogcurn"}) {
        for (const std::string& address : {listener.address() + "/crs", (elsewhere_ / "secret.txt").string(),
                                           "/vsicurl/" + listener.address() + "/crs"}) {
            const auto link = scratch.put(
                "lien.geojson", R"({"type":"FeatureCollection","crs":{"type":"link","properties":{"href":")" +
                                    address + R"(","type":")" + type +
                                    R"("}},"features":[{"type":"Feature","properties":{"nom":"A"},)"
                                    R"("geometry":{"type":"Point","coordinates":[745199,6940716]}}]})");
            expect_shut("link " + address, [&] { read(link); });
            const auto named = scratch.put(
                "nom.geojson", R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":")" +
                                   address +
                                   R"("}},"features":[{"type":"Feature","properties":{"nom":"A"},)"
                                   R"("geometry":{"type":"Point","coordinates":[745199,6940716]}}]})");
            expect_shut("name " + address, [&] { read(named); });
        }
    }
    const auto network = scratch.put(
        "a.kml", "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><NetworkLink><Link><href>" +
                     listener.address() + "/a.kml</href></Link></NetworkLink><Schema schemaUrl=\"" +
                     listener.address() + "\"/><Placemark><name>A</name><styleUrl>" + listener.address() +
                     "/s.kml#a</styleUrl><Point><coordinates>3,49</coordinates>"
                     "</Point></Placemark></Document></kml>");
    expect_shut("kml", [&] { read(network); });
    const auto entity = scratch.put(
        "b.kml", "<!DOCTYPE kml [<!ENTITY a SYSTEM \"file://" + (elsewhere_ / "secret.txt").string() +
                     "\">]><kml><Document><Placemark><name>&a;</name></Placemark></Document></kml>");
    expect_shut("entity", [&] { read(entity); });
}

void run_sql(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    char* problem = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
    sqlite3_close(database);
}

TEST_F(Doors, DatabasesThatQueryFiles) {
    const std::string csv = (elsewhere_ / "secret.csv").string();
    for (const std::string& module :
         {"VirtualOGR('" + csv + "')", "VirtualText('" + csv + "', 'UTF-8', 1, POINT, DOUBLEQUOTE, ';')",
          "VirtualShape('" + csv + "', 'UTF-8', 2154)", "VirtualDbf('" + csv + "', 'UTF-8')",
          "VirtualOGR('" + listener.address() + "/a.csv')"}) {
        const auto path = scratch / "a.gpkg";
        write_table(sample_table(geo::GeometryKind::point), path);
        run_sql(
            path, "PRAGMA writable_schema=ON; INSERT INTO sqlite_schema VALUES('table','v','v',0,'CREATE "
                  "VIRTUAL TABLE v USING " +
                      [&] {
                          std::string quoted;
                          for (const char c : module) {
                              quoted += c == '\'' ? "''" : std::string(1, c);
                          }
                          return quoted;
                      }() +
                      "'); INSERT INTO gpkg_contents(table_name,data_type,identifier) "
                      "VALUES('v','attributes','v');");
        ReadOptions options;
        options.layer = "v";
        expect_shut(module, [&] { read(path, options); });
        expect_shut(module, [&] { list_layers(path); });
        expect_shut(module, [&] { read_basemap(path, 2154, view, 8, 8); });
        Progress progress;
        expect_shut(module, [&] { load_project(path, progress); });
        std::filesystem::remove(path);
    }
}

TEST_F(Doors, AServiceIsAskedOnlyWhenItIsNamedAndOnItsThreadAlone) {
    ServiceOptions how;
    how.cache = scratch / "cache";
    how.patience_s = 2;
    EXPECT_THROW(read_service(listener.address() + "/{z}/{x}/{y}.png", how, 2154, view, 16, 16), InputError);
    EXPECT_GT(listener.calls(), 0);
    opened.take();
    expect_shut("afterwards",
                [&] { read_basemap(scratch.put("c.vrt", vrt(sources().front())), 2154, view, 8, 8); });
}

} // namespace
} // namespace maillage::io
