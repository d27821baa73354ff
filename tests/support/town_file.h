// town_file.h: real footprints read from a file, and places for cameras among them.
#pragma once

#include "sight/visibility.h"

#include <string>
#include <vector>

namespace maillage::test {

struct TownFile {
    std::vector<geo::Polygon> footprints;
    std::vector<double> heights_m;
};

/// Metric, repaired, with heights where a field gives them. Fails the test when the file cannot be read.
TownFile read_town(const std::string& path, const char* layer, const char* only_with, const char* height,
                   int epsg);
/// Views from places spread over the town, those inside buildings left out.
std::vector<sight::View> views_over(const TownFile& town, const sight::Walls& walls, int wanted,
                                    double range_m);

} // namespace maillage::test
