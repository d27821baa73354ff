#include "scene/legend.h"
#include "support/honeycomb.h"

#include <gtest/gtest.h>

namespace maillage::scene {
namespace {

geo::MultiPolygon square(double x, double y, double side) {
    return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}}};
}

/// A row of 20 squares of 1 km, the even ones in class 0 and the odd ones in class 1; a camera of each of two
/// classes.
struct Street {
    Street() {
        std::vector<geo::MultiPolygon> shapes;
        std::vector<std::uint16_t> classes;
        std::vector<std::int32_t> groups;
        for (int i = 0; i < 20; ++i) {
            shapes.push_back(square(1000.0 * i, 0, 1000));
            classes.push_back(static_cast<std::uint16_t>(i % 2));
            groups.push_back(i < 10 ? 0 : 1);
        }
        const auto coverage = std::make_shared<const Coverage>(shapes);
        scene.layers.push_back(CoverageLayer{"fill", coverage, {{}, {}, {}}, classes});
        scene.layers.push_back(BorderLayer{"border", coverage, groups, {}, 1});
        auto points = std::make_shared<Points>();
        points->positions = {{500, 500}, {15500, 500}, {500, 600}};
        scene.layers.push_back(PointLayer{"points", points, {{}, {}, {}}, {0, 1, kNoClass}});
        scene.layers.push_back(
            PolygonLayer{"fields", make_shapes({square(400, 400, 50)}), {AreaStyle{}}, {}, 1, false});
        scene.furniture.legend = {{"Fill",
                                   {{"even", AreaStyle{}, {}, "fill", 0},
                                    {"odd", AreaStyle{}, {}, "fill", 1},
                                    {"nobody", AreaStyle{}, {}, "fill", 2}}},
                                  {"Rest",
                                   {{"border", LineStyle{}, {}, "border"},
                                    {"west", SymbolStyle{}, {}, "points", 0},
                                    {"east", SymbolStyle{}, {}, "points", 1},
                                    {"field", AreaStyle{}, {}, "fields"},
                                    {"gone", AreaStyle{}, {}, "a layer that has faded"},
                                    {"always", AreaStyle{}}}}};
    }

    std::string lines(const View& view) const {
        std::string all;
        for (const LegendGroup& group : legend_in(scene, view)) {
            all += group.title + ":";
            for (const LegendEntry& entry : group.entries) {
                all += " " + entry.text;
            }
            all += "; ";
        }
        return all;
    }

    Scene scene;
};

TEST(Legend, ListsWhatTheViewShows) {
    const Street street;
    EXPECT_EQ(street.lines({{500, 500}, 2, 200, 200}), "Fill: even; Rest: west field always; ");
    EXPECT_EQ(street.lines({{15500, 500}, 2, 200, 200}), "Fill: odd; Rest: east always; ");
    EXPECT_EQ(street.lines({{10000, 500}, 5, 200, 200}), "Fill: even odd; Rest: border always; ");
}

TEST(Legend, KeepsTheWholeScaleOfAWideMap) {
    const Street street;
    EXPECT_EQ(street.lines({{10000, 500}, 100, 400, 200}),
              "Fill: even odd nobody; Rest: border west east field always; ");
}

TEST(Legend, AGroupWithoutLinesGoes) {
    const Street street;
    EXPECT_EQ(street.lines({{500, -50000}, 2, 200, 200}), "Rest: always; ");
}

} // namespace
} // namespace maillage::scene
