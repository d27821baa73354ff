#include "example/town.h"

#include "base/text.h"
#include "example/random.h"
#include "geo/overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maillage::example {
namespace {

constexpr double kMetresPerRootInhabitant = 7; // built-up radius: 1.6 km for 50,000 inhabitants
constexpr double kDepth_m = 11;                // of a terraced house

domain::Building building(geo::Ring ring, double height) {
    domain::Building b;
    b.shape.outer = std::move(ring);
    b.height_m = std::round(height * 10) / 10;
    b.height_source = "exemple fictif";
    b.is_dwelling = true;
    return b;
}

} // namespace

Town::Town(const domain::Commune& commune) : commune_(&commune), centre_(commune.centre) {
    Random random("rues " + commune.code);
    if (!geo::contains(commune.shape, centre_)) {
        centre_ = geo::interior_point(commune.shape);
    }
    azimuth_deg_ = random.between(0, 90);
    spacing_m_ = random.between(75, 110);
    const double inhabitants = static_cast<double>(commune.population.value_or(0));
    radius_m_ = std::max(130.0, kMetresPerRootInhabitant * std::sqrt(inhabitants));
    const int reach = static_cast<int>(radius_m_ / spacing_m_) + 1;
    std::vector<std::pair<double, Crossing>> by_distance;
    for (int i = -reach; i <= reach; ++i) {
        for (int j = -reach; j <= reach; ++j) {
            const geo::Point p = at({i, j});
            const double d = geo::distance(p, centre_);
            if (d <= radius_m_ && contains(p)) {
                by_distance.push_back({d, {i, j}});
            }
        }
    }
    std::sort(by_distance.begin(), by_distance.end());
    for (const auto& [d, crossing] : by_distance) {
        crossings_.push_back(crossing);
    }
    if (crossings_.empty()) {
        crossings_.push_back({0, 0});
    }
}

double Town::along(int i) const {
    return i == 0 ? 0 : spacing_m_ * i + Random(fmt::format("{} i {}", commune_->code, i)).between(-14, 14);
}

double Town::across(int j) const {
    return j == 0 ? 0 : spacing_m_ * j + Random(fmt::format("{} j {}", commune_->code, j)).between(-14, 14);
}

geo::Point Town::to_ground(double u, double v) const {
    const double angle = azimuth_deg_ * std::numbers::pi / 180;
    return {centre_.x + u * std::sin(angle) + v * std::cos(angle),
            centre_.y + u * std::cos(angle) - v * std::sin(angle)};
}

geo::Point Town::at(Crossing c, double u, double v) const {
    return to_ground(along(c.i) + u, across(c.j) + v);
}

std::vector<domain::Building> Town::block(Crossing corner) const {
    Random random(fmt::format("îlot {} {} {}", commune_->code, corner.i, corner.j));
    const double u0 = along(corner.i) + kHalfStreet_m;
    const double u1 = along(corner.i + 1) - kHalfStreet_m;
    const double v0 = across(corner.j) + kHalfStreet_m;
    const double v1 = across(corner.j + 1) - kHalfStreet_m;
    std::vector<domain::Building> made;
    const auto add = [&](const std::vector<std::pair<double, double>>& outline, double height) {
        geo::Ring ring;
        for (const auto& [u, v] : outline) {
            ring.push_back(to_ground(u, v));
        }
        made.push_back(building(std::move(ring), height));
    };
    const auto rectangle = [&](double ua, double va, double ub, double vb, double height) {
        add({{ua, va}, {ub, va}, {ub, vb}, {ua, vb}}, height);
    };
    const double height = random.between(5.5, 12);
    const double d = kDepth_m;
    switch (random.whole(0, 2)) {
    case 0: { // terraces on two streets, each with a passage
        const double gap = random.between(4, 9);
        const double cut = u0 + (u1 - u0) * random.between(0.3, 0.7);
        rectangle(u0, v0, cut, v0 + d, height);
        rectangle(cut + gap, v0, u1, v0 + d, height + random.between(-1.5, 2));
        rectangle(u0, v1 - d, u1, v1, height + random.between(-1.5, 2));
        rectangle(u0, v0 + d + 6, u0 + d, v1 - d - 6, height);
        break;
    }
    case 1: // two corner houses face to face
        add({{u0, v0},
             {u0 + 0.7 * (u1 - u0), v0},
             {u0 + 0.7 * (u1 - u0), v0 + d},
             {u0 + d, v0 + d},
             {u0 + d, v0 + 0.7 * (v1 - v0)},
             {u0, v0 + 0.7 * (v1 - v0)}},
            height);
        add({{u1, v1},
             {u1 - 0.7 * (u1 - u0), v1},
             {u1 - 0.7 * (u1 - u0), v1 - d},
             {u1 - d, v1 - d},
             {u1 - d, v1 - 0.7 * (v1 - v0)},
             {u1, v1 - 0.7 * (v1 - v0)}},
            height + random.between(-1.5, 3));
        break;
    default: // a slab and two detached houses
        rectangle(u0 + 4, v0 + 5, u1 - 4, v0 + 5 + 13, height + random.between(4, 12));
        rectangle(u0, v1 - 10, u0 + 12, v1, random.between(4, 7));
        rectangle(u1 - 13, v1 - 10, u1, v1, random.between(4, 7));
    }
    geo::MultiPolygon shapes;
    for (const domain::Building& b : made) {
        shapes.push_back(b.shape);
    }
    geo::normalise(shapes);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        made[i].shape = shapes[i];
        made[i].id = fmt::format("FICTIF-{}-{}-{}-{}", commune_->code, corner.i, corner.j, i + 1);
    }
    return made;
}

std::string of_commune(const std::string& name) {
    if (name.starts_with("Le ")) {
        return "du " + name.substr(3);
    }
    if (name.starts_with("Les ")) {
        return "des " + name.substr(4);
    }
    const std::string folded = fold(name);
    const bool has_vowel =
        !folded.empty() && std::string_view("aeiouy").find(folded.front()) != std::string_view::npos;
    return (has_vowel ? "d'" : "de ") + name;
}

} // namespace maillage::example
