// Rings of small whole coordinates, so that points coincide and sides cross: triangulation and topology end
// and keep within their arrays.
#include "geo/arcs.h"
#include "scene/triangulate.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    if (size < 7 || size > 2000) {
        return 0;
    }
    std::vector<geo::Ring> rings(1);
    for (std::size_t i = 1; i < size; ++i) {
        if (data[i] == 0xFF) { // next ring
            rings.emplace_back();
        } else {
            rings.back().push_back({static_cast<double>(data[i] & 15U), static_cast<double>(data[i] >> 4U)});
        }
    }
    geo::Polygon polygon{rings[0], {rings.begin() + 1, rings.end()}};
    const scene::Triangles triangles = scene::triangulate(polygon);
    if (triangles.indices.size() % 3 != 0) {
        std::abort();
    }
    for (const std::uint32_t i : triangles.indices) {
        if (i >= triangles.points.size()) {
            std::abort();
        }
    }
    std::vector<geo::MultiPolygon> features;
    for (const geo::Ring& ring : rings) {
        features.push_back({{ring, {}}});
    }
    const geo::Topology topology = geo::build_topology(features);
    for (int level = 0; level < geo::kLevels; ++level) {
        if (geo::at_level(topology, level).size() != features.size()) {
            std::abort();
        }
    }
    return 0;
}
