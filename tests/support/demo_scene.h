// demo_scene.h: a full map of invented figures over given communes, with every kind of layer, for golden
// pictures and benchmarks.
#pragma once

#include "scene/scene.h"
#include "support/honeycomb.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace maillage {

struct DemoCommune {
    std::string name;
    double population = 0;
    int arrondissement = 0;
    geo::MultiPolygon shape;
};

namespace demo {

inline std::vector<scene::AreaStyle> gap_classes() {
    std::vector<scene::AreaStyle> classes;
    for (const std::uint32_t rgb : {0xf3f1eaU, 0xfbe3b6U, 0xf7bf7aU, 0xec8f4cU, 0xcf5a2eU}) {
        classes.push_back({colour(rgb), {}, {}});
    }
    classes.push_back({colour(0xf7f7f5), {scene::Hatch::falling, colour(0xa9a69c), 5, 0.8}, {}}); // no data
    return classes;
}

inline scene::AreaStyle police() {
    return {{0, 0, 0, 0}, {scene::Hatch::rising, colour(0x1f4e9c, 190), 5, 1.3}, {}};
}

inline geo::MultiPolygon sector(geo::Point at, double azimuth_deg, double opening_deg, double range_m) {
    geo::Ring ring{at};
    for (int k = 0; k <= 12; ++k) {
        const double t = (azimuth_deg - opening_deg / 2 + opening_deg * k / 12) * 3.14159265358979 / 180;
        ring.push_back({at.x + range_m * std::sin(t), at.y + range_m * std::cos(t)});
    }
    geo::MultiPolygon polygons{{std::move(ring), {}}};
    geo::normalise(polygons);
    return polygons;
}

/// Indices of the `count` largest communes.
inline std::vector<std::size_t> largest(const std::vector<DemoCommune>& communes, std::size_t count) {
    std::vector<std::size_t> order(communes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return communes[a].population > communes[b].population; });
    order.resize(std::min(count, order.size()));
    return order;
}

} // namespace demo

inline scene::Scene demo_scene(const std::vector<DemoCommune>& communes, std::size_t cameras = 396,
                               double range_m = 700) {
    using namespace demo;
    scene::Scene s;
    std::vector<geo::MultiPolygon> shapes;
    for (const DemoCommune& c : communes) {
        shapes.push_back(c.shape);
    }
    const auto coverage = std::make_shared<const scene::Coverage>(shapes);
    const std::vector<std::size_t> towns = largest(communes, 14);

    scene::CoverageLayer gaps{"Communes", coverage, gap_classes(), {}, 1, true};
    scene::CoverageLayer zones{"Zone police", coverage, {police()}, {}, 1, false};
    std::vector<std::int32_t> arrondissements;
    std::vector<std::int32_t> councils(communes.size(), geo::kOutside);
    std::vector<std::int32_t> police_zone(communes.size(), geo::kOutside);
    for (std::size_t i = 0; i < communes.size(); ++i) {
        const double u = noise(static_cast<std::int64_t>(i), 7, 7);
        gaps.class_of.push_back(u < 0.03 ? 5 : u < 0.3 ? 0 : u < 0.68 ? 1 : u < 0.87 ? 2 : u < 0.96 ? 3 : 4);
        zones.class_of.push_back(scene::kNoClass);
        arrondissements.push_back(communes[i].arrondissement);
    }
    for (std::size_t k = 0; k < towns.size(); ++k) {
        if (k < 6) {
            zones.class_of[towns[k]] = 0;
            police_zone[towns[k]] = 1;
        }
    }
    for (const std::size_t centre : {towns[3], towns[towns.size() - 1]}) {
        const geo::Point c = coverage->box(centre).centre();
        for (std::size_t i = 0; i < communes.size(); ++i) {
            if (geo::distance(coverage->box(i).centre(), c) <
                1.7 * std::sqrt(coverage->bounds().width() * 260)) {
                councils[i] = static_cast<std::int32_t>(centre);
            }
        }
    }

    std::vector<geo::MultiPolygon> fields;
    auto camera_points = std::make_shared<scene::Points>();
    scene::PointLayer camera_layer{"Caméras",
                                   nullptr,
                                   {{scene::Symbol::circle, 6, colour(0x0b7a75), colour(0xffffff), 1},
                                    {scene::Symbol::ring, 6, colour(0x8a8f96), {}, 1.4}},
                                   {},
                                   1,
                                   true,
                                   false};
    for (std::size_t i = 0; i < cameras; ++i) {
        const auto n = static_cast<std::int64_t>(i);
        const geo::Point c = coverage
                                 ->box(towns[static_cast<std::size_t>(noise(n, 1, 3) * noise(n, 2, 3) *
                                                                      static_cast<double>(towns.size()))])
                                 .centre();
        const double r = 2600 * std::sqrt(noise(n, 3, 3));
        const double t = 6.28318530717959 * noise(n, 4, 3);
        const geo::Point at{c.x + r * std::cos(t), c.y + r * std::sin(t)};
        const double azimuth = 360 * noise(n, 5, 3);
        camera_points->positions.push_back(at);
        camera_points->azimuth_deg.push_back(static_cast<float>(azimuth));
        camera_layer.class_of.push_back(noise(n, 6, 3) < 0.15 ? 1 : 0);
        fields.push_back(sector(at, azimuth, 70, range_m));
    }
    camera_layer.points = camera_points;

    auto pins = std::make_shared<scene::Points>();
    auto labels = std::make_shared<scene::LabelSet>();
    labels->styles = {{13, true, colour(0x1d1d1d), colour(0xffffff, 235), 1.8},
                      {11, false, colour(0x2b2b2b), colour(0xffffff, 220), 1.5}};
    for (std::size_t k = 0; k < std::min<std::size_t>(10, towns.size()); ++k) {
        const geo::Point c = coverage->box(towns[k]).centre();
        pins->positions.push_back(
            {c.x + (noise(static_cast<std::int64_t>(k), 1, 9) - 0.5) * 3000, c.y + 900});
        pins->numbers.push_back(static_cast<std::int32_t>(k + 1));
    }
    for (std::size_t i = 0; i < communes.size(); ++i) {
        const bool is_town = std::ranges::find(towns, i) != towns.end();
        labels->labels.push_back({communes[i].name, geo::centroid(communes[i].shape), communes[i].population,
                                  static_cast<std::uint16_t>(is_town ? 0 : 1), 0, is_town ? 0.0 : 90.0});
    }
    s.labels = labels;

    s.layers.emplace_back(std::move(gaps));
    s.layers.emplace_back(std::move(zones));
    s.layers.emplace_back(scene::BorderLayer{"Limites", coverage, {}, {colour(0xb9b4a6), 0.7, 0, 0}, 1});
    s.layers.emplace_back(
        scene::BorderLayer{"Arrondissements", coverage, arrondissements, {colour(0x4a4a4a), 1.3, 0, 0}, 1});
    s.layers.emplace_back(
        scene::BorderLayer{"Limites zone police", coverage, police_zone, {colour(0x1f4e9c), 1.5, 0, 0}, 1});
    s.layers.emplace_back(scene::BorderLayer{"CISPD", coverage, councils, {colour(0x7a3e9d), 2, 6, 4}, 1});
    s.layers.emplace_back(
        scene::PolygonLayer{"Champs",
                            scene::make_shapes(std::move(fields)),
                            {{colour(0x0b7a75, 70), {}, {colour(0x0b7a75, 150), 0.6, 0, 0}}},
                            {},
                            1,
                            true});
    s.layers.emplace_back(std::move(camera_layer));
    s.layers.emplace_back(
        scene::PointLayer{"Sites prioritaires",
                          pins,
                          {{scene::Symbol::pin, 26, colour(0xb3122d), colour(0xffffff), 1.2}},
                          {},
                          1,
                          true,
                          true});

    s.furniture.title = "Lacunes de vidéoprotection";
    s.furniture.subtitle = "Département de l’Aisne (02), 797 communes";
    s.furniture.banner = "Exemple fictif · contours approchés";
    scene::LegendGroup gap_group{"Niveau de lacune", {}};
    const char* const words[] = {"aucune", "faible", "modérée", "forte", "très forte", "sans donnée"};
    for (std::size_t k = 0; k < 6; ++k) {
        gap_group.entries.push_back({words[k], gap_classes()[k]});
    }
    scene::LegendGroup others{"Compétence et sites", {}};
    others.entries = {{"zone police", police()},
                      {"arrondissement", scene::LineStyle{colour(0x4a4a4a), 1.3, 0, 0}},
                      {"CISPD", scene::LineStyle{colour(0x7a3e9d), 2, 6, 4}},
                      {"caméra valide",
                       scene::SymbolStyle{scene::Symbol::circle, 8, colour(0x0b7a75), colour(0xffffff), 1}},
                      {"caméra échue", scene::SymbolStyle{scene::Symbol::ring, 8, colour(0x8a8f96), {}, 1.4}},
                      {"site prioritaire",
                       scene::SymbolStyle{scene::Symbol::pin, 15, colour(0xb3122d), colour(0xffffff), 1}}};
    s.furniture.legend = {gap_group, others};
    s.furniture.reference_date = "Situation au 22/11/2026";
    s.furniture.profile = "Diffusion restreinte";
    s.furniture.source = "Limites : IGN ADMIN EXPRESS · Population : INSEE 2023 · Licence Ouverte 2.0";
    return s;
}

/// The honeycomb with names of its own.
inline std::vector<DemoCommune> demo_communes(int columns, int rows) {
    std::vector<DemoCommune> communes;
    const char* const heads[] = {"Œuilly",  "Saint-Rémy", "Château", "Vézaponin",
                                 "La Fère", "Bohain",     "Crécy",   "Épagny"};
    const char* const tails[] = {"-sur-Aisne", "-le-Grand", "-en-Thiérache", "", "-l’Abbaye", "-lès-Pont"};
    auto shapes = honeycomb(columns, rows);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const auto n = static_cast<std::int64_t>(i);
        DemoCommune c;
        c.name = std::string(heads[static_cast<std::size_t>(noise(n, 1, 1) * 8)]) +
                 tails[static_cast<std::size_t>(noise(n, 2, 1) * 6)];
        c.population = std::floor(200 / (0.004 + noise(n, 3, 1)));
        c.arrondissement = static_cast<int>(i) % columns < columns / 2
                               ? 0
                               : (static_cast<int>(i) / columns < rows / 2 ? 1 : 2);
        c.shape = std::move(shapes[i]);
        communes.push_back(std::move(c));
    }
    return communes;
}

} // namespace maillage
