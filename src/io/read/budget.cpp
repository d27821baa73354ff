#include "io/read/budget.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::io {
namespace {

constexpr std::uint64_t kGrowth = 16; ///< bytes in memory for one on the disk: a cell of one digit
constexpr std::uint64_t kOwnOfAnAllocation = 16;
constexpr std::size_t kTextInPlace = 15; ///< characters that a string keeps in itself

template <class Polygons> std::uint64_t bytes_of_polygons(const Polygons& polygons) {
    std::uint64_t bytes = 0;
    for (const geo::Polygon& polygon : polygons) {
        bytes += sizeof(geo::Polygon) + polygon.outer.capacity() * sizeof(geo::Point);
        for (const geo::Ring& hole : polygon.holes) {
            bytes += sizeof(geo::Ring) + hole.capacity() * sizeof(geo::Point);
        }
    }
    return bytes;
}

} // namespace

Budget::Budget(std::string name, std::uint64_t file_bytes, bool is_packed, std::uint64_t least_bytes)
    : name_(std::move(name)),
      most_bytes_(is_packed ? least_bytes : std::max(least_bytes, kGrowth * file_bytes)) {}

void Budget::require(std::uint64_t bytes) const {
    if (bytes > most_bytes_ - spent_) {
        throw InputError(
            fmt::format("{} : plus de {} Mio une fois en mémoire, lecture refusée ; filtrez les lignes "
                        "ou extrayez la partie utile",
                        name_, most_bytes_ >> 20U));
    }
}

void Budget::spend(std::uint64_t bytes) {
    require(bytes);
    spent_ += bytes;
}

void Budget::check_columns(std::size_t count) const {
    if (count > kMostColumns) {
        throw InputError(fmt::format("{} : {} colonnes, lecture refusée ; un tableau en a {} au plus", name_,
                                     count, kMostColumns));
    }
}

std::uint64_t bytes_behind(const std::string& text) {
    return text.capacity() > kTextInPlace ? text.capacity() + kOwnOfAnAllocation : 0;
}

std::uint64_t bytes_behind(const geo::Geometry& geometry) {
    if (const auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        std::uint64_t bytes = 0;
        for (const geo::Line& line : *lines) {
            bytes += sizeof(geo::Line) + line.capacity() * sizeof(geo::Point);
        }
        return bytes;
    }
    const auto* polygons = std::get_if<geo::MultiPolygon>(&geometry);
    return polygons == nullptr ? 0 : bytes_of_polygons(*polygons);
}

std::uint64_t bytes_of(const geo::Feature& feature) {
    std::uint64_t bytes = sizeof(geo::Feature) + feature.values.capacity() * sizeof(geo::Value) +
                          kOwnOfAnAllocation + bytes_behind(feature.geometry);
    for (const geo::Value& value : feature.values) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            bytes += bytes_behind(*text);
        }
    }
    return bytes;
}

} // namespace maillage::io
