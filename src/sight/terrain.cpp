#include "sight/terrain.h"

#include "geo/overlay.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maillage::sight {
namespace {

using geo::Point;

constexpr double kEarthRadius_m = 6'371'008.8;
constexpr double kRefraction = 0.13;
constexpr double kFlatUpTo_m = 1000;

double sample_step(const ElevationGrid& grid) {
    return std::min(grid.cell_width_m, grid.cell_height_m) / 2;
}

/// Stretches of one ray that the relief hides, as distances from the eye.
struct Hidden {
    double from = 0;
    double to = 0;
};

std::vector<Hidden> hidden_along(Point eye, double eye_z, Point direction, double range,
                                 const ElevationGrid& grid, double target_height) {
    std::vector<Hidden> hidden;
    const double step = sample_step(grid);
    double steepest = -std::numeric_limits<double>::infinity();
    bool was_hidden = false;
    const int samples = static_cast<int>(std::ceil(range / step));
    for (int i = 1; i <= samples; ++i) {
        const double d = std::min(i * step, range);
        const double ground = height_at(grid, {eye.x + d * direction.x, eye.y + d * direction.y});
        bool is_hidden = false;
        if (!std::isnan(ground)) {
            const double z = ground - curvature_drop_m(d) - eye_z;
            is_hidden = (z + target_height) / d < steepest;
            steepest = std::max(steepest, z / d);
        }
        if (is_hidden && !was_hidden) {
            hidden.push_back({d - step / 2, range});
        } else if (!is_hidden && was_hidden) {
            hidden.back().to = d - step / 2;
        }
        was_hidden = is_hidden;
    }
    return hidden;
}

} // namespace

double curvature_drop_m(double distance_m) {
    return distance_m <= kFlatUpTo_m ? 0 : distance_m * distance_m * (1 - kRefraction) / (2 * kEarthRadius_m);
}

bool is_visible(Point eye, double eye_height_m, Point target, double target_height_m,
                const ElevationGrid& grid) {
    const double eye_ground = height_at(grid, eye);
    const double target_ground = height_at(grid, target);
    if (std::isnan(eye_ground) || std::isnan(target_ground)) {
        return false;
    }
    const double distance = geo::distance(eye, target);
    const double eye_z = eye_ground + eye_height_m;
    const double target_z = target_ground + target_height_m - curvature_drop_m(distance);
    const int samples = static_cast<int>(std::ceil(distance / sample_step(grid)));
    for (int i = 1; i < samples; ++i) {
        const double t = static_cast<double>(i) / samples;
        const double ground =
            height_at(grid, {eye.x + t * (target.x - eye.x), eye.y + t * (target.y - eye.y)});
        // NaN compares false: ground without data hides nothing.
        if (ground - curvature_drop_m(t * distance) > eye_z + t * (target_z - eye_z)) {
            return false;
        }
    }
    return true;
}

geo::MultiPolygon seen_over_terrain(const VisibleArea& seen, double eye_height_m, double range_m,
                                    const ElevationGrid& grid, const TerrainParams& params) {
    const double eye_ground = height_at(grid, seen.eye);
    if (seen.ground.empty() || std::isnan(eye_ground)) {
        return seen.ground;
    }
    const int rays = static_cast<int>(std::ceil(360 / params.ray_step_deg));
    const double half = std::numbers::pi / rays;
    // Every ray stands for the wedge half a step to both sides; beyond the range, where its chord is.
    const double out = range_m / std::cos(half) * 1.001;
    std::vector<geo::MultiPolygon> hidden;
    for (int i = 0; i < rays; ++i) {
        const double angle = 2 * half * i;
        const Point direction{std::cos(angle), std::sin(angle)};
        for (const Hidden& h : hidden_along(seen.eye, eye_ground + eye_height_m, direction, range_m, grid,
                                            params.target_height_m)) {
            const double to = h.to >= range_m ? out : h.to;
            const auto at = [&](double distance, double turn) {
                return Point{seen.eye.x + distance * std::cos(angle + turn),
                             seen.eye.y + distance * std::sin(angle + turn)};
            };
            hidden.push_back({{{at(h.from, -half), at(to, -half), at(to, half), at(h.from, half)}, {}}});
        }
    }
    if (hidden.empty()) {
        return seen.ground;
    }
    return geo::subtract(geo::make_valid(seen.ground), geo::unite(hidden));
}

} // namespace maillage::sight
