#include "support/town_file.h"

#include "support/random_scene.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

namespace maillage::test {
namespace {

geo::Ring ring(const OGRLinearRing* from) {
    geo::Ring to;
    for (int i = 0; i + 1 < from->getNumPoints(); ++i) {
        to.push_back({from->getX(i), from->getY(i)});
    }
    return to;
}

void add(const OGRGeometry* geometry, geo::MultiPolygon& to) {
    if (geometry == nullptr) {
        return;
    }
    if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon) {
        const OGRPolygon* p = geometry->toPolygon();
        geo::Polygon polygon{ring(p->getExteriorRing()), {}};
        for (int i = 0; i < p->getNumInteriorRings(); ++i) {
            polygon.holes.push_back(ring(p->getInteriorRing(i)));
        }
        to.push_back(std::move(polygon));
    } else if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon) {
        for (const auto* part : *geometry->toMultiPolygon()) {
            add(part, to);
        }
    }
}

} // namespace

TownFile read_town(const std::string& path, const char* layer, const char* only_with, const char* height,
                   int epsg) {
    GDALAllRegister();
    const GDALDatasetUniquePtr data(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR));
    TownFile town;
    if (!data) {
        ADD_FAILURE() << path;
        return town;
    }
    OGRSpatialReference metric;
    metric.importFromEPSG(epsg);
    metric.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    for (const auto& feature : *data->GetLayerByName(layer)) {
        OGRGeometry* g = feature->GetGeometryRef();
        if (g == nullptr ||
            (only_with != nullptr && !feature->IsFieldSetAndNotNull(feature->GetFieldIndex(only_with)))) {
            continue;
        }
        if (g->getSpatialReference() != nullptr && g->getSpatialReference()->IsGeographic() != 0) {
            g->transformTo(&metric);
        }
        geo::MultiPolygon parts;
        add(g, parts);
        for (geo::Polygon& p : geo::make_valid(parts)) {
            town.footprints.push_back(std::move(p));
            town.heights_m.push_back(height == nullptr ? std::nan("") : feature->GetFieldAsDouble(height));
        }
    }
    return town;
}

std::vector<sight::View> views_over(const TownFile& town, const sight::Walls& walls, int wanted,
                                    double range_m) {
    geo::Box box;
    for (const geo::Polygon& f : town.footprints) {
        box.extend(geo::bounds(f));
    }
    Dice dice(17);
    std::vector<sight::View> views;
    while (static_cast<int>(views.size()) < wanted) {
        const geo::Polygon& f = town.footprints[static_cast<std::size_t>(
            dice.integer(0, static_cast<int>(town.footprints.size()) - 1))];
        sight::View view;
        view.eye = {f.outer.front().x + dice.real(-15, 15), f.outer.front().y + dice.real(-15, 15)};
        view.range_m = range_m;
        if (visible_area(view, walls).status == sight::ViewStatus::clear) {
            views.push_back(view);
        }
    }
    return views;
}

} // namespace maillage::test
