#include "io/read/ogr_geometry.h"

#include <ogr_geometry.h>

#include <cmath>

namespace maillage::io {
namespace {

bool is_finite(const geo::Line& points) {
    return std::ranges::all_of(points, [](geo::Point p) { return std::isfinite(p.x) && std::isfinite(p.y); });
}

geo::Line points_of(const OGRSimpleCurve& curve) {
    geo::Line points(static_cast<std::size_t>(curve.getNumPoints()));
    if (!points.empty()) {
        curve.getPoints(&points.front().x, sizeof(geo::Point), &points.front().y, sizeof(geo::Point));
    }
    return points;
}

/// OGR rings repeat their first point at the end; ours do not.
geo::Ring open_ring(const OGRLinearRing& ring, bool always) {
    geo::Ring points = points_of(ring);
    if (!points.empty() && (always || points.front() == points.back())) {
        points.pop_back();
    }
    return points;
}

geo::Polygon polygon_of(const OGRPolygon& source, bool always) {
    geo::Polygon polygon;
    if (const OGRLinearRing* outer = source.getExteriorRing()) {
        polygon.outer = open_ring(*outer, always);
    }
    for (int i = 0; i < source.getNumInteriorRings(); ++i) {
        polygon.holes.push_back(open_ring(*source.getInteriorRing(i), always));
    }
    return polygon;
}

struct Collector {
    geo::MultiPolygon polygons;
    geo::MultiLine lines;
    std::vector<geo::Point> points;
    std::size_t unusable = 0;

    void add_polygon(const OGRPolygon& source) {
        geo::Polygon polygon = polygon_of(source, false);
        if (!is_finite(polygon.outer) || !std::ranges::all_of(polygon.holes, is_finite)) {
            ++unusable;
        } else if (!polygon.outer.empty()) {
            polygons.push_back(std::move(polygon));
        }
    }

    void add_line(const OGRSimpleCurve& source) {
        geo::Line line = points_of(source);
        if (!is_finite(line)) {
            ++unusable;
        } else if (!line.empty()) {
            lines.push_back(std::move(line));
        }
    }

    void add_point(const OGRPoint& source) {
        if (source.IsEmpty()) {
            return;
        }
        const geo::Point p{source.getX(), source.getY()};
        if (is_finite({p})) {
            points.push_back(p);
        } else {
            ++unusable;
        }
    }

    void add(const OGRGeometry& geometry) {
        switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbPoint:
            add_point(*geometry.toPoint());
            break;
        case wkbLineString:
            add_line(*geometry.toSimpleCurve());
            break;
        case wkbPolygon:
        case wkbTriangle:
            add_polygon(*geometry.toPolygon());
            break;
        case wkbMultiPoint:
        case wkbMultiLineString:
        case wkbMultiPolygon:
        case wkbGeometryCollection:
            for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
                add(*part);
            }
            break;
        case wkbPolyhedralSurface:
        case wkbTIN:
            for (const OGRPolygon* part : *geometry.toPolyhedralSurface()) {
                add_polygon(*part);
            }
            break;
        default:
            ++unusable;
            break;
        }
    }
};

OGRLinearRing* closed_ring(const geo::Ring& points) {
    auto ring = std::make_unique<OGRLinearRing>();
    if (!points.empty()) {
        ring->setNumPoints(static_cast<int>(points.size()) + 1, FALSE);
        for (std::size_t i = 0; i <= points.size(); ++i) {
            const geo::Point p = points[i % points.size()];
            ring->setPoint(static_cast<int>(i), p.x, p.y);
        }
    }
    return ring.release();
}

OgrGeometryPtr multi_line(const geo::MultiLine& lines) {
    auto multi = std::make_unique<OGRMultiLineString>();
    for (const geo::Line& line : lines) {
        auto part = std::make_unique<OGRLineString>();
        part->setNumPoints(static_cast<int>(line.size()), FALSE);
        for (std::size_t i = 0; i < line.size(); ++i) {
            part->setPoint(static_cast<int>(i), line[i].x, line[i].y);
        }
        multi->addGeometryDirectly(part.release());
    }
    return OgrGeometryPtr(multi.release());
}

OgrGeometryPtr multi_polygon(const geo::MultiPolygon& polygons) {
    auto multi = std::make_unique<OGRMultiPolygon>();
    for (const geo::Polygon& polygon : polygons) {
        auto part = std::make_unique<OGRPolygon>();
        part->addRingDirectly(closed_ring(polygon.outer));
        for (const geo::Ring& hole : polygon.holes) {
            part->addRingDirectly(closed_ring(hole));
        }
        multi->addGeometryDirectly(part.release());
    }
    return OgrGeometryPtr(multi.release());
}

} // namespace

void OgrGeometryDeleter::operator()(OGRGeometry* geometry) const noexcept {
    OGRGeometryFactory::destroyGeometry(geometry);
}

FlatGeometry flatten(const OGRGeometry& geometry) {
    Collector collector;
    if (geometry.hasCurveGeometry() != FALSE) {
        const OgrGeometryPtr straight(geometry.getLinearGeometry());
        collector.add(*straight);
    } else {
        collector.add(geometry);
    }
    FlatGeometry flat;
    flat.unusable = collector.unusable;
    if (!collector.polygons.empty()) {
        flat.parts.emplace_back(std::move(collector.polygons));
    }
    if (!collector.lines.empty()) {
        flat.parts.emplace_back(std::move(collector.lines));
    }
    flat.parts.insert(flat.parts.end(), collector.points.begin(), collector.points.end());
    return flat;
}

geo::Geometry from_ogr(const OGRGeometry& geometry) {
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
        if (geometry.IsEmpty() != FALSE) {
            return {};
        }
        return geo::Point{geometry.toPoint()->getX(), geometry.toPoint()->getY()};
    case wkbMultiLineString: {
        geo::MultiLine lines;
        for (const OGRLineString* line : *geometry.toMultiLineString()) {
            lines.push_back(points_of(*line));
        }
        return lines;
    }
    case wkbMultiPolygon: {
        geo::MultiPolygon polygons;
        for (const OGRPolygon* polygon : *geometry.toMultiPolygon()) {
            polygons.push_back(polygon_of(*polygon, true));
        }
        return polygons;
    }
    default: {
        FlatGeometry flat = flatten(geometry);
        return flat.parts.empty() ? geo::Geometry() : std::move(flat.parts.front());
    }
    }
}

OgrGeometryPtr to_ogr(const geo::Geometry& geometry) {
    if (const auto* point = std::get_if<geo::Point>(&geometry)) {
        return OgrGeometryPtr(new OGRPoint(point->x, point->y));
    }
    if (const auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        return multi_line(*lines);
    }
    if (const auto* polygons = std::get_if<geo::MultiPolygon>(&geometry)) {
        return multi_polygon(*polygons);
    }
    return nullptr;
}

} // namespace maillage::io
