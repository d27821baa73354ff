// random_scene.h: small made-up towns, and what GEOS says is seen in them by subtracting the shadow of every
// wall.
#pragma once

#include "geo/overlay.h"
#include "sight/visibility.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

namespace maillage::test {

/// Same numbers on every machine, unlike the standard distributions.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2862933555777941757ULL + 3037000493ULL) {}

    double real(double from, double to) {
        return from + (to - from) * (static_cast<double>(next() >> 11U) * 0x1p-53);
    }

    int integer(int from, int to) { return from + static_cast<int>(real(0, to - from + 1)); }

    bool chance(double p) { return real(0, 1) < p; }

  private:
    std::uint64_t next() {
        state_ ^= state_ << 13U;
        state_ ^= state_ >> 7U;
        state_ ^= state_ << 17U;
        return state_;
    }

    std::uint64_t state_;
};

struct Scene {
    std::vector<geo::Polygon> footprints;
    std::vector<double> heights_m;
    sight::View view;
};

inline geo::Polygon rectangle(double x, double y, double w, double h) {
    return {{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, {}};
}

inline geo::Polygon turned(geo::Polygon p, geo::Point about, double rad) {
    const auto turn = [&](geo::Ring& ring) {
        for (geo::Point& q : ring) {
            const double dx = q.x - about.x;
            const double dy = q.y - about.y;
            q = {about.x + std::cos(rad) * dx - std::sin(rad) * dy,
                 about.y + std::sin(rad) * dx + std::cos(rad) * dy};
        }
    };
    turn(p.outer);
    for (geo::Ring& hole : p.holes) {
        turn(hole);
    }
    return p;
}

/// Houses, terraces that share walls, L shapes and courtyards, apart, touching or overlapping; half the
/// scenes on whole metres, where corners and walls line up with each other and with the eye.
inline Scene random_scene(std::uint64_t seed) {
    Dice dice(seed);
    Scene scene;
    const geo::Point origin = dice.chance(0.5) ? geo::Point{} : geo::Point{745000, 6940000};
    const bool is_on_grid = dice.chance(0.5);
    const auto round = [&](double v) { return is_on_grid ? std::round(v) : v; };
    const int count = dice.integer(1, 14);
    for (int i = 0; i < count; ++i) {
        const double x = round(dice.real(-40, 40));
        const double y = round(dice.real(-40, 40));
        const double w = round(dice.real(2, 18));
        const double h = round(dice.real(2, 18));
        const double angle = is_on_grid ? 0 : dice.real(0, 2 * std::numbers::pi);
        std::vector<geo::Polygon> made;
        switch (dice.integer(0, 4)) {
        case 0:
            for (int k = dice.integer(2, 4); k > 0; --k) { // terrace: neighbours share whole walls
                made.push_back(rectangle(x + k * w, y, w, h));
            }
            break;
        case 1:
            made.push_back({{{x, y},
                             {x + w, y},
                             {x + w, y + h / 2},
                             {x + w / 2, y + h / 2},
                             {x + w / 2, y + h},
                             {x, y + h}},
                            {}});
            break;
        case 2: {
            geo::Polygon court = rectangle(x, y, w + 4, h + 4);
            court.holes = {{{x + 1, y + 1}, {x + 1, y + h + 3}, {x + w + 3, y + h + 3}, {x + w + 3, y + 1}}};
            made.push_back(court);
            break;
        }
        case 3:
            made.push_back({{{x, y}, {x + w, y + h / 3}, {x + w / 3, y + h}}, {}});
            break;
        default:
            made.push_back(rectangle(x, y, w, h));
        }
        for (geo::Polygon& p : made) {
            p = turned(std::move(p), {x, y}, angle);
            for (geo::Point& q : p.outer) {
                q = {q.x + origin.x, q.y + origin.y};
            }
            for (geo::Ring& hole : p.holes) {
                for (geo::Point& q : hole) {
                    q = {q.x + origin.x, q.y + origin.y};
                }
            }
            scene.footprints.push_back(std::move(p));
            scene.heights_m.push_back(dice.real(1, 12));
        }
    }
    scene.view.range_m = dice.real(5, 60);
    if (dice.chance(0.5)) {
        scene.view.azimuth_deg = is_on_grid ? 45 * dice.integer(0, 7) : dice.real(-360, 720);
        scene.view.fov_deg = is_on_grid ? 45 * dice.integer(1, 7) : dice.real(1, 359);
    }
    // Anywhere outside the footprints.
    const sight::Walls walls(scene.footprints);
    for (int tries = 0; tries < 1000; ++tries) {
        scene.view.eye = {origin.x + round(dice.real(-40, 40)), origin.y + round(dice.real(-40, 40))};
        const auto none = -std::numeric_limits<double>::infinity();
        if (walls.locate(scene.view.eye, none, 0.001).place == sight::Place::outside) {
            break;
        }
    }
    return scene;
}

/// Shadow of one wall from the eye out to well beyond the range, `ahead` being the wall's height over the
/// target's in lengths of the sight line.
inline geo::Polygon shadow(geo::Point eye, geo::Point p, geo::Point q, double range_m) {
    const double from = std::atan2(p.y - eye.y, p.x - eye.x);
    double to = std::atan2(q.y - eye.y, q.x - eye.x);
    while (to > from + std::numbers::pi) {
        to -= 2 * std::numbers::pi;
    }
    while (to < from - std::numbers::pi) {
        to += 2 * std::numbers::pi;
    }
    geo::Ring ring{q, p};
    const auto beyond = [&](geo::Point r) {
        const double k = 1 + 4 * range_m / geo::distance(r, eye);
        return geo::Point{eye.x + k * (r.x - eye.x), eye.y + k * (r.y - eye.y)};
    };
    ring.push_back(beyond(p));
    for (int i = 1; i < 4; ++i) {
        const double a = from + (to - from) * i / 4;
        const double far = 4 * range_m + geo::distance(p, eye) + geo::distance(q, eye);
        ring.push_back({eye.x + far * std::cos(a), eye.y + far * std::sin(a)});
    }
    ring.push_back(beyond(q));
    return {ring, {}};
}

inline bool is_front(geo::Point eye, geo::Point p, geo::Point q) {
    return (p.x - eye.x) * (q.y - eye.y) - (p.y - eye.y) * (q.x - eye.x) < 0;
}

template <class Visit> void each_wall(const geo::Polygon& footprint, Visit&& visit) {
    const auto ring = [&](const geo::Ring& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
            visit(r[i], r[(i + 1) % r.size()]);
        }
    };
    ring(footprint.outer);
    for (const geo::Ring& hole : footprint.holes) {
        ring(hole);
    }
}

/// About the eye, so that GEOS does not round at the seventh digit before the comma.
inline geo::MultiPolygon seen_by_shadows(const Scene& scene) {
    const geo::Point eye = scene.view.eye;
    std::vector<geo::MultiPolygon> hidden;
    geo::MultiPolygon footprints = scene.footprints;
    geo::normalise(footprints);
    for (const geo::Polygon& f : footprints) {
        hidden.push_back({f});
        each_wall(f, [&](geo::Point p, geo::Point q) {
            if (is_front(eye, p, q)) {
                hidden.push_back({shadow(eye, p, q, scene.view.range_m)});
            }
        });
    }
    return geo::subtract({sight::sector_of(scene.view)}, geo::unite(hidden));
}

/// Brute force: whether the sight line to `p` meets no wall at all, the point being outside every footprint
/// and in the sector. Empty where it passes too close to a corner for doubles to tell.
inline std::optional<bool> seen_along_line(const Scene& scene, const geo::Polygon& sector, geo::Point p) {
    const geo::Point eye = scene.view.eye;
    const auto turn = [](geo::Point a, geo::Point b, geo::Point c) {
        return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    };
    bool is_clear = geo::contains(sector, p);
    bool is_close = false;
    const auto look_at = [&](geo::Point a, geo::Point b) {
        const double sides[] = {turn(eye, p, a), turn(eye, p, b), turn(a, b, eye), turn(a, b, p)};
        for (const double side : sides) {
            is_close = is_close || std::abs(side) < 1e-5;
        }
        is_clear = is_clear && ((sides[0] > 0) == (sides[1] > 0) || (sides[2] > 0) == (sides[3] > 0));
    };
    for (const geo::Polygon& footprint : scene.footprints) {
        is_clear = is_clear && !geo::contains(footprint, p);
        each_wall(footprint, look_at);
    }
    for (std::size_t i = 0; i < sector.outer.size(); ++i) {
        const geo::Point a = sector.outer[i];
        is_close = is_close || std::abs(turn(a, sector.outer[(i + 1) % sector.outer.size()], p)) < 1e-5;
    }
    return is_close ? std::nullopt : std::optional(is_clear);
}

/// How many of `points` random places the sweep and every sight line differ on; `told` counts those that
/// could be told.
inline int wrong_places(const Scene& scene, const geo::MultiPolygon& seen, int points, std::uint64_t seed,
                        int& told) {
    const geo::Polygon sector = sight::sector_of(scene.view);
    const double reach = 1.1 * scene.view.range_m;
    Dice dice(seed);
    int wrong = 0;
    for (int i = 0; i < points; ++i) {
        const geo::Point p{scene.view.eye.x + dice.real(-reach, reach),
                           scene.view.eye.y + dice.real(-reach, reach)};
        if (const auto expected = seen_along_line(scene, sector, p)) {
            ++told;
            wrong += geo::contains(seen, p) == *expected ? 0 : 1;
        }
    }
    return wrong;
}

inline double symmetric_difference_m2(const geo::MultiPolygon& a, const geo::MultiPolygon& b) {
    return geo::area(geo::subtract(a, b)) + geo::area(geo::subtract(b, a));
}

} // namespace maillage::test
