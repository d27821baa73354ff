#include "ground/coverage_area.h"

#include "base/parallel.h"
#include "ground/covered_union.h"
#include "ground/measure_boundary.h"
#include "ground/pair_crossings.h"
#include "ground/zone_borders.h"
#include "sight/morton.h"

#include <algorithm>
#include <atomic>

namespace maillage::ground {
namespace {

/// The polygons of all sets, neighbours close to each other: the passes that follow look at a polygon
/// together with those around it, and memory read in a random order would cost more than the arithmetic.
std::vector<const geo::Polygon*> in_spatial_order(std::span<const geo::MultiPolygon> sets) {
    constexpr double kCell_m = 64;
    std::vector<std::pair<std::uint64_t, const geo::Polygon*>> keyed;
    for (const geo::MultiPolygon& set : sets) {
        for (const geo::Polygon& p : set) {
            const Point at =
                p.outer.empty() || !sight::exact::in_limits(p.outer.front()) ? Point{} : p.outer.front();
            const auto cell = [](double v) {
                return static_cast<std::uint64_t>((v + sight::exact::kLimit) / kCell_m);
            };
            keyed.emplace_back(sight::morton(cell(at.x), cell(at.y)), &p);
        }
    }
    std::ranges::stable_sort(keyed, {}, [](const auto& k) { return k.first; });
    std::vector<const geo::Polygon*> out;
    out.reserve(keyed.size());
    for (const auto& [key, polygon] : keyed) {
        out.push_back(polygon);
    }
    return out;
}

/// Centroids from the areas and moments about the origin of each zone.
struct Moments {
    Point once;
    Point twice;

    void add(const ZoneSums& z, Point origin) {
        const auto more = [&](Point& to, const Sum& sum) {
            const Point m = sum.moment_about(z.origin, origin);
            to = {to.x + m.x, to.y + m.y};
        };
        more(once, z.sums[0]);
        more(twice, z.sums[1]);
    }

    CoveredCentre centre(const CoveredArea& area, Point origin) const {
        const auto mean = [&](Point moment, double m2) {
            return m2 > 0 ? Point{origin.x + moment.x / (6 * m2), origin.y + moment.y / (6 * m2)} : origin;
        };
        return {mean(once, area.once_m2), mean(twice, area.twice_m2)};
    }
};

} // namespace

Coverage covered_areas(std::span<const geo::MultiPolygon> sets, std::span<const geo::MultiPolygon> zones,
                       const CoverageParams& params, Progress& progress) {
    constexpr std::size_t kGrain = 64;
    const sight::PolygonIndex index = sight::make_index(in_spatial_order(sets), 64, 256, params.threads);
    const Zones borders = make_zones(zones);
    const std::size_t blocks = (index.size() + kGrain - 1) / kGrain;
    std::atomic<std::size_t> done = 0;
    const auto tell = [&](std::size_t more) { // two passes over the polygons
        done += more;
        progress.report(static_cast<double>(done) / (2 * static_cast<double>(index.size())),
                        "Surfaces couvertes");
    };
    std::vector<Pairs> pairs(blocks);
    parallel_blocks(index.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        PairFinder finder(index, params.builds_union);
        for (std::size_t i = begin; i < end; ++i) {
            finder.find(static_cast<std::uint32_t>(i), pairs[begin / kGrain]);
        }
        tell(end - begin);
    });
    const Crossings crossings = gather(index, pairs);
    std::vector<Share> shares(blocks);
    parallel_blocks(index.size(), kGrain, params.threads, [&](std::size_t begin, std::size_t end) {
        Measurer measurer(index, borders, crossings, params.builds_union);
        for (std::size_t i = begin; i < end; ++i) {
            measurer.measure(i, shares[begin / kGrain]);
        }
        tell(end - begin);
    });
    const Crossings on_borders = gather_on_borders(borders.polygons, shares);
    std::vector<ZoneSums> border_sums(borders.polygons.size());
    parallel_blocks(border_sums.size(), 16, params.threads, [&](std::size_t begin, std::size_t end) {
        progress.check();
        for (std::size_t z = begin; z < end; ++z) {
            if (borders.polygons.shape(z).rings > 0) {
                border_sums[z] = measure_border(index, borders, on_borders, z);
            }
        }
    });
    Coverage out;
    out.by_zone.resize(zones.size());
    const auto add = [](CoveredArea& to, const Sums& sums, Point local, Point origin) {
        to.once_m2 += sums[0].about(local, origin) / 2;
        to.twice_m2 += sums[1].about(local, origin) / 2;
    };
    std::vector<Moments> moments(zones.size());
    const auto add_to_zone = [&](const ZoneSums& z) {
        add(out.by_zone[z.zone], z.sums, z.origin, borders.origin[z.zone]);
        moments[z.zone].add(z, borders.origin[z.zone]);
    };
    const Point origin = index.size() == 0 ? Point{} : shares.front().origins.front();
    for (const Share& share : shares) {
        for (std::size_t k = 0; k < share.sums.size(); ++k) {
            add(out.total, share.sums[k], share.origins[k], origin);
        }
        std::ranges::for_each(share.by_zone, add_to_zone);
    }
    std::ranges::for_each(border_sums, add_to_zone);
    for (std::size_t i = 0; i < zones.size(); ++i) {
        out.centres.push_back(moments[i].centre(out.by_zone[i], borders.origin[i]));
    }
    if (params.builds_union) {
        out.united = build_union(index, pairs, shares, params.threads, progress);
    }
    return out;
}

} // namespace maillage::ground
