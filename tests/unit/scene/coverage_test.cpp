#include "scene/coverage.h"
#include "support/honeycomb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

namespace maillage::scene {
namespace {

double mesh_area(const Mesh& mesh) {
    double twice = 0;
    for (const MeshChunk& chunk : mesh.chunks) {
        for (std::size_t i = 0; i < chunk.triangles.size(); i += 3) {
            const auto x = [&](std::size_t k) {
                return static_cast<double>(chunk.xy[2 * chunk.triangles[i + k]]);
            };
            const auto y = [&](std::size_t k) {
                return static_cast<double>(chunk.xy[2 * chunk.triangles[i + k] + 1]);
            };
            twice += std::abs((x(1) - x(0)) * (y(2) - y(0)) - (y(1) - y(0)) * (x(2) - x(0)));
        }
    }
    return twice / 2;
}

TEST(Coverage, MeshesFillTheFeaturesAtEveryLevel) {
    const Coverage coverage(honeycomb(20, 20, 3000, 6));
    for (const int level : {0, 4, 8}) {
        double expected = 0;
        for (const geo::MultiPolygon& feature : geo::at_level(coverage.topology(), level)) {
            expected += geo::area(feature);
        }
        EXPECT_NEAR(mesh_area(*coverage.mesh(level)), expected, 1e-6 * expected) << level;
    }
}

TEST(Coverage, MeshesAreMadeOnceAndFromAnyThread) {
    const Coverage coverage(honeycomb(8, 8));
    EXPECT_EQ(coverage.ready_mesh(3), nullptr);
    std::vector<std::shared_ptr<const Mesh>> meshes(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mesh : meshes) {
            threads.emplace_back([&] { mesh = coverage.mesh(3); });
        }
    }
    for (const auto& mesh : meshes) {
        EXPECT_EQ(mesh, coverage.ready_mesh(3));
    }
}

TEST(Coverage, FeatureAtAgreesWithContains) {
    const auto features = honeycomb(6, 6);
    const Coverage coverage(features);
    for (int i = 0; i < 300; ++i) {
        const geo::Box& box = coverage.bounds();
        const geo::Point p{box.min.x + noise(i, 1, 1) * box.width(),
                           box.min.y + noise(i, 2, 1) * box.height()};
        const std::int32_t found = coverage.feature_at(p);
        for (std::size_t f = 0; f < features.size(); ++f) {
            EXPECT_EQ(geo::contains(features[f], p), found == static_cast<std::int32_t>(f));
        }
    }
}

} // namespace
} // namespace maillage::scene
