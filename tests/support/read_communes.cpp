#include "support/read_communes.h"

#include "geo/crs.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <memory>

namespace maillage {
namespace {

struct CloseDataset {
    void operator()(void* dataset) const noexcept { GDALClose(dataset); }
};

struct DestroyFeature {
    void operator()(void* feature) const noexcept { OGR_F_Destroy(static_cast<OGRFeatureH>(feature)); }
};

geo::Ring read_ring(OGRGeometryH ring, const geo::Reprojection& project) {
    geo::Ring points;
    for (int i = 0; i + 1 < OGR_G_GetPointCount(ring); ++i) {
        if (const auto p = project({OGR_G_GetX(ring, i), OGR_G_GetY(ring, i)})) {
            points.push_back(*p);
        }
    }
    return points;
}

void read_polygon(OGRGeometryH geometry, const geo::Reprojection& project, geo::MultiPolygon& to) {
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbMultiPolygon) {
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i) {
            read_polygon(OGR_G_GetGeometryRef(geometry, i), project, to);
        }
        return;
    }
    geo::Polygon polygon;
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i) {
        geo::Ring ring = read_ring(OGR_G_GetGeometryRef(geometry, i), project);
        if (i == 0) {
            polygon.outer = std::move(ring);
        } else {
            polygon.holes.push_back(std::move(ring));
        }
    }
    to.push_back(std::move(polygon));
}

} // namespace

std::vector<DemoCommune> read_communes(const std::filesystem::path& file) {
    GDALAllRegister();
    const std::string name = file.extension() == ".gz" ? "/vsigzip/" + file.string() : file.string();
    const std::unique_ptr<void, CloseDataset> dataset(
        GDALOpenEx(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr));
    std::vector<DemoCommune> communes;
    if (!dataset) {
        return communes;
    }
    const OGRLayerH layer = GDALDatasetGetLayer(dataset.get(), 0);
    const OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(layer);
    const bool is_metric = srs != nullptr && OSRIsProjected(srs) != 0;
    const geo::Reprojection project(is_metric ? geo::kLambert93 : geo::kWgs84, geo::kLambert93);
    for (;;) {
        const std::unique_ptr<void, DestroyFeature> feature(OGR_L_GetNextFeature(layer));
        if (!feature) {
            return communes;
        }
        const auto handle = static_cast<OGRFeatureH>(feature.get());
        const auto text = [&](const char* field) {
            const int i = OGR_F_GetFieldIndex(handle, field);
            return i < 0 ? std::string() : std::string(OGR_F_GetFieldAsString(handle, i));
        };
        DemoCommune c;
        c.name = text("nom");
        c.population = std::atof(text("population").c_str());
        const std::string arrondissement = text("arrondissement");
        const std::string code = text("code");
        c.arrondissement = std::atoi((arrondissement.empty() ? code.substr(0, 2) : arrondissement).c_str());
        if (OGRGeometryH geometry = OGR_F_GetGeometryRef(handle)) {
            read_polygon(geometry, project, c.shape);
            geo::normalise(c.shape);
        }
        if (!code.starts_with("97")) { // overseas would make the map a planet
            communes.push_back(std::move(c));
        }
    }
}

} // namespace maillage
