#include "geo/overlay.h"

#include "base/error.h"

#include <geos_c.h>

#include <cstdarg>
#include <cstdio>
#include <memory>

namespace maillage::geo {
namespace {

std::string& last_message() {
    thread_local std::string message;
    return message;
}

void on_error(const char* text, void*) {
    last_message() = text;
}

struct ContextDeleter {
    void operator()(GEOSContextHandle_HS* context) const noexcept { GEOS_finish_r(context); }
};

GEOSContextHandle_t context() {
    thread_local const std::unique_ptr<GEOSContextHandle_HS, ContextDeleter> handle = [] {
        std::unique_ptr<GEOSContextHandle_HS, ContextDeleter> made(GEOS_init_r());
        GEOSContext_setErrorMessageHandler_r(made.get(), on_error, nullptr);
        return made;
    }();
    return handle.get();
}

struct GeometryDeleter {
    void operator()(GEOSGeometry* geometry) const noexcept { GEOSGeom_destroy_r(context(), geometry); }
};

using Handle = std::unique_ptr<GEOSGeometry, GeometryDeleter>;

Handle checked(GEOSGeometry* geometry) {
    if (geometry == nullptr) {
        throw Error("GEOS : " + last_message());
    }
    return Handle(geometry);
}

GEOSGeometry* make_ring(const Ring& ring) {
    GEOSCoordSequence* points = GEOSCoordSeq_create_r(context(), static_cast<unsigned>(ring.size() + 1), 2);
    for (unsigned i = 0; i <= ring.size(); ++i) {
        const Point p = ring[i % ring.size()];
        GEOSCoordSeq_setXY_r(context(), points, i, p.x, p.y);
    }
    return GEOSGeom_createLinearRing_r(context(), points);
}

Handle to_geos(const MultiPolygon& polygons) {
    std::vector<GEOSGeometry*> parts;
    for (const Polygon& polygon : polygons) {
        if (polygon.outer.size() < 3) {
            continue;
        }
        std::vector<GEOSGeometry*> holes;
        for (const Ring& hole : polygon.holes) {
            if (hole.size() >= 3) {
                holes.push_back(make_ring(hole));
            }
        }
        parts.push_back(GEOSGeom_createPolygon_r(context(), make_ring(polygon.outer), holes.data(),
                                                 static_cast<unsigned>(holes.size())));
    }
    return checked(GEOSGeom_createCollection_r(context(), GEOS_MULTIPOLYGON, parts.data(),
                                               static_cast<unsigned>(parts.size())));
}

Line from_line(const GEOSGeometry* line) {
    const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(context(), line);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(context(), points, &size);
    Line out(size);
    for (unsigned i = 0; i < size; ++i) {
        GEOSCoordSeq_getXY_r(context(), points, i, &out[i].x, &out[i].y);
    }
    return out;
}

Ring from_ring(const GEOSGeometry* ring) {
    Ring out = from_line(ring);
    if (!out.empty()) {
        out.pop_back();
    }
    return out;
}

void collect(const GEOSGeometry* geometry, MultiPolygon& out) {
    if (GEOSGeomTypeId_r(context(), geometry) == GEOS_POLYGON) {
        if (GEOSisEmpty_r(context(), geometry) == 1) {
            return;
        }
        Polygon polygon{from_ring(GEOSGetExteriorRing_r(context(), geometry)), {}};
        for (int i = 0; i < GEOSGetNumInteriorRings_r(context(), geometry); ++i) {
            polygon.holes.push_back(from_ring(GEOSGetInteriorRingN_r(context(), geometry, i)));
        }
        out.push_back(std::move(polygon));
        return;
    }
    for (int i = 0; i < GEOSGetNumGeometries_r(context(), geometry); ++i) {
        const GEOSGeometry* part = GEOSGetGeometryN_r(context(), geometry, i);
        if (part != geometry) {
            collect(part, out);
        }
    }
}

MultiPolygon from_geos(const Handle& geometry) {
    MultiPolygon out;
    const int type = GEOSGeomTypeId_r(context(), geometry.get());
    if (type == GEOS_POLYGON || type >= GEOS_MULTIPOINT) {
        collect(geometry.get(), out);
    }
    normalise(out);
    return out;
}

} // namespace

MultiPolygon unite(std::span<const MultiPolygon> parts) {
    std::vector<GEOSGeometry*> handles;
    for (const MultiPolygon& part : parts) {
        handles.push_back(to_geos(part).release());
    }
    const Handle all = checked(GEOSGeom_createCollection_r(context(), GEOS_GEOMETRYCOLLECTION, handles.data(),
                                                           static_cast<unsigned>(handles.size())));
    return from_geos(checked(GEOSUnaryUnion_r(context(), all.get())));
}

MultiPolygon intersect(const MultiPolygon& a, const MultiPolygon& b) {
    return from_geos(checked(GEOSIntersection_r(context(), to_geos(a).get(), to_geos(b).get())));
}

MultiPolygon subtract(const MultiPolygon& a, const MultiPolygon& b) {
    return from_geos(checked(GEOSDifference_r(context(), to_geos(a).get(), to_geos(b).get())));
}

MultiPolygon make_valid(const MultiPolygon& polygons) {
    const Handle input = to_geos(polygons);
    if (GEOSisValid_r(context(), input.get()) == 1) {
        MultiPolygon same = polygons;
        normalise(same);
        return same;
    }

    struct Params {
        GEOSMakeValidParams* handle = GEOSMakeValidParams_create_r(context());
        Params() = default;
        Params(const Params&) = delete;
        Params& operator=(const Params&) = delete;

        ~Params() { GEOSMakeValidParams_destroy_r(context(), handle); }
    } params;

    for (const GEOSMakeValidMethods method : {GEOS_MAKE_VALID_STRUCTURE, GEOS_MAKE_VALID_LINEWORK}) {
        GEOSMakeValidParams_setMethod_r(context(), params.handle, method);
        const Handle made(GEOSMakeValidWithParams_r(context(), input.get(), params.handle));
        if (made) { // "unable to assign hole to a shell": rings may be so tangled that one of them gives up
            return from_geos(made);
        }
    }
    return {}; // nothing can be made of it: told as a geometry without surface
}

std::string why_invalid(const MultiPolygon& polygons) {
    const Handle input = to_geos(polygons);
    if (GEOSisValid_r(context(), input.get()) == 1) {
        return {};
    }

    struct Free {
        void operator()(char* text) const noexcept { GEOSFree_r(context(), text); }
    };

    const std::unique_ptr<char, Free> reason(GEOSisValidReason_r(context(), input.get()));
    return reason ? reason.get() : "géométrie invalide";
}

MultiPolygon buffer(const MultiPolygon& polygons, double metres, int quadrant_segments) {
    return from_geos(checked(GEOSBuffer_r(context(), to_geos(polygons).get(), metres, quadrant_segments)));
}

MultiLine merge_lines(const MultiLine& lines) {
    std::vector<GEOSGeometry*> parts;
    for (const Line& line : lines) {
        if (line.size() < 2) {
            continue;
        }
        GEOSCoordSequence* points = GEOSCoordSeq_create_r(context(), static_cast<unsigned>(line.size()), 2);
        for (unsigned i = 0; i < line.size(); ++i) {
            GEOSCoordSeq_setXY_r(context(), points, i, line[i].x, line[i].y);
        }
        parts.push_back(GEOSGeom_createLineString_r(context(), points));
    }
    const Handle all = checked(GEOSGeom_createCollection_r(context(), GEOS_MULTILINESTRING, parts.data(),
                                                           static_cast<unsigned>(parts.size())));
    const Handle merged = checked(GEOSLineMerge_r(context(), all.get()));
    MultiLine out;
    for (int i = 0; i < GEOSGetNumGeometries_r(context(), merged.get()); ++i) {
        const GEOSGeometry* line = GEOSGetGeometryN_r(context(), merged.get(), i);
        if (GEOSGeomTypeId_r(context(), line) == GEOS_LINESTRING && GEOSisEmpty_r(context(), line) == 0) {
            out.push_back(from_line(line));
        }
    }
    return out;
}

Point interior_point(const MultiPolygon& polygons) {
    const Handle point = checked(GEOSPointOnSurface_r(context(), to_geos(polygons).get()));
    Point p;
    if (GEOSisEmpty_r(context(), point.get()) == 1) {
        return centroid(polygons);
    }
    GEOSGeomGetX_r(context(), point.get(), &p.x);
    GEOSGeomGetY_r(context(), point.get(), &p.y);
    return p;
}

} // namespace maillage::geo
