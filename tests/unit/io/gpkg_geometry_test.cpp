#include "io/store/gpkg_geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

namespace maillage::io {
namespace {

/// Bytes written by hand after OGC 12-128r18 and ISO WKB, in either byte order.
class Blob {
  public:
    explicit Blob(bool is_little, unsigned envelope = 0) : is_little_(is_little) {
        static constexpr std::array<std::size_t, 5> kSizes = {0, 32, 48, 48, 64};
        bytes_ = {'G', 'P', 0, static_cast<unsigned char>(envelope << 1U | 1U), 0, 0, 0, 0};
        bytes_.resize(8 + kSizes.at(envelope));
    }

    Blob& shape(std::uint32_t type) {
        bytes_.push_back(is_little_ ? 1 : 0);
        return number(type);
    }

    Blob& number(std::uint32_t value) { return put(&value, sizeof value); }

    Blob& points(std::initializer_list<double> coordinates) {
        for (const double c : coordinates) {
            put(&c, sizeof c);
        }
        return *this;
    }

    std::vector<unsigned char>& bytes() { return bytes_; }

    std::optional<geo::Geometry> parsed() const {
        return parse_gpkg_geometry(std::as_bytes(std::span(bytes_)));
    }

  private:
    Blob& put(const void* from, std::size_t size) {
        std::vector<unsigned char> raw(size);
        std::memcpy(raw.data(), from, size);
        if (is_little_ != (std::endian::native == std::endian::little)) {
            std::ranges::reverse(raw);
        }
        bytes_.insert(bytes_.end(), raw.begin(), raw.end());
        return *this;
    }

    bool is_little_;
    std::vector<unsigned char> bytes_;
};

Blob holed_polygon(bool is_little, unsigned envelope) {
    Blob blob(is_little, envelope);
    blob.shape(6).number(1).shape(3).number(2);
    blob.number(4).points({0, 0, 9, 0, 0, 9, 0, 0});
    blob.number(4).points({1, 1, 1, 2, 2, 1, 1, 1});
    return blob;
}

const geo::MultiPolygon kHoled = {{{{0, 0}, {9, 0}, {0, 9}}, {{{1, 1}, {1, 2}, {2, 1}}}}};

TEST(GpkgGeometry, ReadsBothByteOrdersAndEveryEnvelope) {
    for (const bool is_little : {true, false}) {
        for (unsigned envelope = 0; envelope < 5; ++envelope) {
            EXPECT_EQ(holed_polygon(is_little, envelope).parsed(), geo::Geometry(kHoled))
                << is_little << envelope;
        }
    }
}

TEST(GpkgGeometry, LeavesOutHeightsAndMeasures) {
    EXPECT_EQ(Blob(true).shape(1001).points({1, 2, 3}).parsed(), geo::Geometry(geo::Point{1, 2}));
    EXPECT_EQ(Blob(false).shape(3001).points({1, 2, 3, 4}).parsed(), geo::Geometry(geo::Point{1, 2}));
    EXPECT_EQ(Blob(true).shape(2002).number(2).points({1, 2, 9, 3, 4, 9}).parsed(),
              geo::Geometry(geo::MultiLine{{{1, 2}, {3, 4}}}));
}

TEST(GpkgGeometry, KnowsNothingFromNone) {
    const double none = std::nan("");
    EXPECT_EQ(Blob(true).shape(1).points({none, none}).parsed(), geo::Geometry());
    EXPECT_EQ(Blob(true).shape(6).number(0).parsed(), geo::Geometry(geo::MultiPolygon()));
    EXPECT_EQ(Blob(true).shape(7).number(0).parsed(), geo::Geometry());
}

TEST(GpkgGeometry, KeepsThePolygonsOfACollection) {
    Blob blob(true);
    blob.shape(7).number(2).shape(1).points({5, 5});
    blob.shape(3).number(1).number(4).points({0, 0, 1, 0, 0, 1, 0, 0});
    EXPECT_EQ(blob.parsed(), geo::Geometry(geo::MultiPolygon{{{{0, 0}, {1, 0}, {0, 1}}, {}}}));
}

TEST(GpkgGeometry, RefusesWhatItCannotRead) {
    EXPECT_FALSE(Blob(true).shape(8).number(0).parsed()) << "circular string";
    EXPECT_FALSE(Blob(true).shape(4001).points({1, 2, 3}).parsed()) << "no such dimension";
    EXPECT_FALSE(Blob(true).shape(2).number(0xFFFFFFFF).parsed()) << "more points than bytes";
    Blob nested(true);
    for (int i = 0; i < 1000; ++i) {
        nested.shape(7).number(1);
    }
    EXPECT_FALSE(nested.shape(1).points({1, 1}).parsed()) << "collections in collections";
    Blob cut = holed_polygon(true, 1);
    while (!cut.bytes().empty()) {
        cut.bytes().pop_back();
        ASSERT_FALSE(cut.parsed()) << cut.bytes().size() << " bytes";
    }
}

} // namespace
} // namespace maillage::io
