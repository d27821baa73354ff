// cover_scenes.h: random land with towns for the cover tests and benchmarks, and a reader of the published
// instances.
#pragma once

#include "cover/instance.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace maillage::test {

/// Uniform in [0, 1), the same on every machine.
inline double unit(std::mt19937& random) {
    return static_cast<double>(random()) / 4294967296.0;
}

struct Land {
    std::size_t sites = 300, rows = 5000;
    double side_m = 10000, radius_m = 500;
    int towns = 15;
    unsigned seed = 1;
};

inline cover::CoverInstance make_land(const Land& land) {
    std::mt19937 random(land.seed);

    struct Town {
        double x, y, size;
    };

    std::vector<Town> towns;
    for (int k = 0; k < land.towns; ++k) {
        towns.push_back({unit(random) * land.side_m, unit(random) * land.side_m, 200 + 1200 * unit(random)});
    }
    const auto place = [&]() -> cover::PlanePoint {
        if (towns.empty() || unit(random) < 0.25) {
            return {unit(random) * land.side_m, unit(random) * land.side_m};
        }
        const Town& town = towns[random() % towns.size()];
        const double angle = 6.283185307179586 * unit(random);
        const double far = town.size * std::sqrt(-2 * std::log(1 - unit(random)));
        return {town.x + far * std::cos(angle), town.y + far * std::sin(angle)};
    };
    cover::CoverInstance instance;
    std::vector<cover::PlanePoint> sites;
    std::vector<cover::PlanePoint> demand;
    for (std::size_t j = 0; j < land.sites; ++j) {
        sites.push_back(place());
        instance.candidates.push_back({"c" + std::to_string(1000000 + j), 1, -1, cover::CandidateRule::free});
    }
    for (std::size_t i = 0; i < land.rows; ++i) {
        demand.push_back(place());
        instance.demand.push_back({std::round(100 * (0.5 + 8 * unit(random) * unit(random))) / 100, -1, 0});
    }
    cover::cover_by_radius(instance, sites, demand, land.radius_m);
    return instance;
}

/// SJC*.txt: a line to skip, then x, y and demand; every node is also a candidate.
inline cover::CoverInstance read_sjc(const std::filesystem::path& file, double radius) {
    cover::CoverInstance instance;
    std::vector<cover::PlanePoint> points;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        cover::PlanePoint point;
        double weight = 0;
        if (fields >> point.x >> point.y >> weight) {
            instance.candidates.push_back(
                {std::to_string(100000 + points.size()), 1, -1, cover::CandidateRule::free});
            instance.demand.push_back({weight, -1, 0});
            points.push_back(point);
        }
    }
    cover::cover_by_radius(instance, points, points, radius);
    return instance;
}

/// distance,name,DestinationName,demand: one line a pair.
inline cover::CoverInstance read_pairs(const std::filesystem::path& file, double threshold) {
    std::map<std::string, std::size_t> sites;
    std::map<std::string, std::size_t> rows;
    std::vector<std::vector<std::uint32_t>> lists;
    cover::CoverInstance instance;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::string distance;
        std::string site;
        std::string row;
        std::string weight;
        std::getline(fields, distance, ',');
        std::getline(fields, site, ',');
        std::getline(fields, row, ',');
        std::getline(fields, weight, ',');
        const auto [s, new_site] = sites.emplace(site, sites.size());
        if (new_site) {
            instance.candidates.push_back({site, 1, -1, cover::CandidateRule::free});
            lists.emplace_back();
        }
        const auto [r, new_row] = rows.emplace(row, rows.size());
        if (new_row) {
            instance.demand.push_back({std::stod(weight), -1, 0});
        }
        if (std::stod(distance) <= threshold) {
            lists[s->second].push_back(static_cast<std::uint32_t>(r->second));
        }
    }
    cover::cover_by_lists(instance, lists);
    return instance;
}

} // namespace maillage::test
