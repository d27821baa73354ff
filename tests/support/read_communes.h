// read_communes.h: communes of a real file with OGR, in Lambert-93, for benchmarks of drawing alone.
#pragma once

#include "support/demo_scene.h"

#include <filesystem>
#include <string>
#include <vector>

namespace maillage {

/// Reads .geojson, .geojson.gz, .gpkg... ; columns nom, code, population and arrondissement where there are
/// some.
std::vector<DemoCommune> read_communes(const std::filesystem::path& file);

} // namespace maillage
