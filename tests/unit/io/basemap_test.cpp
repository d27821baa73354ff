#include "base/error.h"
#include "io/gdal_session.h"
#include "io/read/read_basemap.h"
#include "unit/io/scratch.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <array>

namespace maillage::io {
namespace {

/// Four squares of 100 m: red, green over blue, white, in Lambert-93 from (700000, 6900000).
std::filesystem::path four_squares(const Scratch& scratch, bool is_placed, bool has_palette = false) {
    start_gdal();
    const auto path = scratch / "plan.tif";
    const int bands = has_palette ? 1 : 3;
    std::unique_ptr<GDALDataset> file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), 2, 2, bands, GDT_Byte, nullptr));
    if (is_placed) {
        std::array<double, 6> transform = {700000, 100, 0, 6900200, 0, -100};
        file->SetGeoTransform(transform.data());
        OGRSpatialReference crs;
        crs.importFromEPSG(2154);
        file->SetSpatialRef(&crs);
    }
    std::array<std::uint8_t, 12> colours = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255}; // band by band
    std::array<std::uint8_t, 4> indices = {0, 1, 2, 3};
    if (has_palette) {
        GDALColorTable table;
        const std::array<GDALColorEntry, 4> entries = {
            {{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}};
        for (int i = 0; i < 4; ++i) {
            table.SetColorEntry(i, &entries[static_cast<std::size_t>(i)]);
        }
        file->GetRasterBand(1)->SetColorTable(&table);
    }
    void* values = has_palette ? static_cast<void*>(indices.data()) : static_cast<void*>(colours.data());
    EXPECT_EQ(file->RasterIO(GF_Write, 0, 0, 2, 2, values, 2, 2, GDT_Byte, bands, nullptr, 0, 0, 0, nullptr),
              CE_None);
    return path;
}

std::array<int, 4> at(const Picture& picture, int x, int y) {
    const auto i = static_cast<std::size_t>(y * picture.width + x) * 4;
    return {picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2], picture.rgba[i + 3]};
}

void expect_four_squares(const std::filesystem::path& path) {
    // Twice as wide and high as the file, around it: the file is the middle of the picture.
    const Picture picture = read_basemap(path, 2154, {{699900, 6899900}, {700300, 6900300}}, 40, 40);
    EXPECT_EQ(at(picture, 13, 13), (std::array{255, 0, 0, 255}));
    EXPECT_EQ(at(picture, 26, 13), (std::array{0, 255, 0, 255}));
    EXPECT_EQ(at(picture, 13, 26), (std::array{0, 0, 255, 255}));
    EXPECT_EQ(at(picture, 26, 26), (std::array{255, 255, 255, 255}));
    EXPECT_EQ(at(picture, 2, 2)[3], 0); // nothing there
}

TEST(Basemap, LiesWhereTheFileSays) {
    const Scratch scratch;
    expect_four_squares(four_squares(scratch, true));
}

TEST(Basemap, APaletteIsReadAsColours) {
    const Scratch scratch;
    expect_four_squares(four_squares(scratch, true, true));
}

TEST(Basemap, MbtilesAreProjected) {
    const Scratch scratch;
    const auto tiles = scratch / "plan.mbtiles";
    {
        const auto tif = four_squares(scratch, true);
        std::unique_ptr<GDALDataset> source(GDALDataset::Open(tif.c_str(), GDAL_OF_RASTER));
        std::unique_ptr<GDALDataset> copy(GetGDALDriverManager()->GetDriverByName("MBTiles")->CreateCopy(
            tiles.c_str(), source.get(), FALSE, nullptr, nullptr, nullptr));
        ASSERT_TRUE(copy);
    }
    const Picture picture = read_basemap(tiles, 2154, {{700000, 6900000}, {700200, 6900200}}, 40, 40);
    EXPECT_GT(at(picture, 8, 8)[0], 180); // red, as far as its tiles keep it
    EXPECT_LT(at(picture, 8, 8)[2], 90);
    EXPECT_GT(at(picture, 8, 32)[2], 180); // blue
}

TEST(Basemap, WhatIsNoMapIsRefusedWithItsReason) {
    const Scratch scratch;
    const geo::Box box{{0, 0}, {1, 1}};
    EXPECT_THROW(read_basemap(scratch.put("a.tif", "rien"), 2154, box, 8, 8), InputError);
    EXPECT_THROW(read_basemap(scratch / "absent.tif", 2154, box, 8, 8), InputError);
    EXPECT_THAT(message_of<InputError>([&] { read_basemap(four_squares(scratch, false), 2154, box, 8, 8); }),
                testing::HasSubstr("géoréférencement"));
}

} // namespace
} // namespace maillage::io
