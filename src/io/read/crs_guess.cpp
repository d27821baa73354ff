#include "io/read/crs_guess.h"

#include "geo/crs.h"

#include <ogr_spatialref.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace maillage::io {
namespace {

constexpr int kSureMatch = 90; ///< per cent, of FindMatches

std::optional<int> code_of(const OGRSpatialReference& crs) {
    const char* authority = crs.GetAuthorityName(nullptr);
    const char* code = crs.GetAuthorityCode(nullptr);
    if (authority == nullptr || code == nullptr) {
        return std::nullopt;
    }
    const std::string_view name = authority;
    if (name == "EPSG") {
        return std::atoi(code);
    }
    if (name == "OGC" && std::string_view(code) == "CRS84") {
        return geo::kWgs84;
    }
    // IGN's own register and ESRI's, for the systems that French deliveries use.
    static constexpr std::array<std::pair<std::string_view, int>, 9> kOthers = {{{"LAMB93", 2154},
                                                                                 {"RGF93G", 4171},
                                                                                 {"WGS84G", 4326},
                                                                                 {"LAMBE", 27572},
                                                                                 {"102110", 2154},
                                                                                 {"UTM22RGFG95", 2972},
                                                                                 {"RGR92UTM40S", 2975},
                                                                                 {"RGM04UTM38S", 4471},
                                                                                 {"RGAF09UTM20", 5490}}};
    for (const auto& [known, epsg] : kOthers) {
        if (code == known) {
            return epsg;
        }
    }
    return std::nullopt;
}

struct MatchesDeleter {
    void operator()(OGRSpatialReferenceH* matches) const noexcept { OSRFreeSRSArray(matches); }
};

std::optional<int> code_by_parameters(const OGRSpatialReference& crs) {
    int count = 0;
    int* confidence = nullptr;
    const std::unique_ptr<OGRSpatialReferenceH, MatchesDeleter> matches(
        crs.FindMatches(nullptr, &count, &confidence));
    const std::unique_ptr<int, decltype(&VSIFree)> owner(confidence, VSIFree);
    std::optional<int> best;
    for (int i = 0; i < count; ++i) {
        if (confidence[i] < kSureMatch) {
            continue;
        }
        const auto code = code_of(*OGRSpatialReference::FromHandle(matches.get()[i]));
        // RGF93 v2 and v2b have the same parameters as v1: the smaller number is the one in use.
        if (code && (!best || *code < *best)) {
            best = code;
        }
    }
    return best;
}

bool inside(const geo::Box& extent, double x0, double y0, double x1, double y1) {
    return extent.min.x >= x0 && extent.max.x <= x1 && extent.min.y >= y0 && extent.max.y <= y1;
}

void add_geographic(const geo::Box& e, std::vector<int>& found) {
    // Metropolis, Antilles, Guyane, Réunion, Mayotte, Saint-Pierre-et-Miquelon.
    if (inside(e, -5.6, 41, 10, 51.6) || inside(e, -63.5, 14, -60, 18.5) || inside(e, -55, 2, -51, 6.2) ||
        inside(e, 55, -21.6, 56, -20.6) || inside(e, 44.9, -13.2, 45.5, -12.4) ||
        inside(e, -57, 46.5, -56, 47.5)) {
        found.push_back(geo::kWgs84);
    }
}

void add_metropolitan(const geo::Box& e, std::vector<int>& found) {
    if (inside(e, 80'000, 6'030'000, 1'260'000, 7'140'000)) {
        found.push_back(geo::kLambert93);
    }
    for (int zone = 42; zone <= 50; ++zone) { // 1,000,000 a zone: the million of y gives it
        const double y0 = 1'000'000.0 * (zone - 42) + 1'200'000;
        if (inside(e, 1'150'000, y0 - 160'000, 2'300'000, y0 + 160'000)) {
            found.push_back(3900 + zone);
        }
    }
    if (inside(e, 40'000, 1'600'000, 1'250'000, 2'700'000)) {
        found.push_back(27572);
    }
    if (inside(e, 3'150'000, 2'000'000, 4'350'000, 3'200'000)) {
        found.push_back(3035);
    }
    if (inside(e, -620'000, 5'030'000, 1'100'000, 6'660'000)) {
        found.push_back(3857);
    }
}

void add_overseas(const geo::Box& e, int target_epsg, std::vector<int>& found) {
    struct Zone {
        int epsg;
        double x0, y0, x1, y1;
    };

    static constexpr std::array<Zone, 5> kZones = {{{5490, 460'000, 1'580'000, 780'000, 2'040'000},
                                                    {2972, 100'000, 220'000, 500'000, 660'000},
                                                    {2975, 300'000, 7'620'000, 390'000, 7'700'000},
                                                    {4471, 480'000, 8'550'000, 550'000, 8'620'000},
                                                    {4467, 520'000, 5'170'000, 600'000, 5'240'000}}};
    for (const Zone& zone : kZones) {
        const bool is_meant = target_epsg == 0 || target_epsg == zone.epsg;
        if (is_meant && inside(e, zone.x0, zone.y0, zone.x1, zone.y1)) {
            found.push_back(zone.epsg);
        }
    }
}

} // namespace

std::optional<int> declared_epsg(const OGRSpatialReference& crs) {
    if (crs.IsEmpty() || crs.IsLocal()) {
        return std::nullopt;
    }
    OGRSpatialReference flat(crs);
    if (flat.IsCompound()) {
        flat.StripVertical();
    }
    flat.DemoteTo2D(nullptr);
    const auto code = code_of(flat);
    return code ? code : code_by_parameters(flat);
}

std::vector<int> plausible_epsg(const geo::Box& extent, int target_epsg) {
    std::vector<int> found;
    if (extent.is_empty()) {
        return found;
    }
    add_geographic(extent, found);
    if (target_epsg == 0 || target_epsg == geo::kLambert93) {
        add_metropolitan(extent, found);
    }
    if (target_epsg != geo::kLambert93) {
        add_overseas(extent, target_epsg, found);
    }
    return found;
}

} // namespace maillage::io
