// Any bytes as a geometry of a GeoPackage: none, or one that ends; what passes the door is finite.
#include "geo/door.h"
#include "io/store/gpkg_geometry.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    const auto geometry = io::parse_gpkg_geometry(std::as_bytes(std::span(data, size)));
    if (!geometry) {
        return 0;
    }
    const geo::Box box = geo::bounds(*geometry);
    if (geo::is_plausible(*geometry) && !box.is_empty() && !std::isfinite(box.width() + box.height())) {
        std::abort();
    }
    if (const auto* polygons = std::get_if<geo::MultiPolygon>(&*geometry)) {
        geo::MultiPolygon sound = *polygons;
        geo::normalise(sound);
        for (const geo::Polygon& polygon : sound) {
            if (polygon.outer.size() < 3) {
                std::abort();
            }
        }
    }
    return 0;
}
