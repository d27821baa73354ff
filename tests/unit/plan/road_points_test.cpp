// Entries of towns and junctions: by hand on a small territory of four square communes of one kilometre.
#include "plan/road_points.h"
#include "support/example_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maillage::plan {
namespace {

using test::kX;
using test::kY;

domain::Road road(const std::string& id, const std::string& name, geo::Line line,
                  domain::RoadClass road_class = domain::RoadClass::departmental) {
    return {id, name, road_class, std::move(line), "routes.gpkg"};
}

domain::Project with_roads(std::vector<domain::Road> roads) {
    domain::Project project = test::small_project();
    project.buildings = std::vector<domain::Building>();
    project.roads = std::move(roads);
    return project;
}

/// A row of houses 20 m wide, one every 40 m, north of the line y.
std::vector<domain::Building> houses(double from_x, double to_x, double y) {
    std::vector<domain::Building> out;
    for (double x = from_x; x + 20 <= to_x; x += 40) {
        domain::Building house;
        house.id = std::to_string(out.size());
        house.shape = test::square(x, y + 10, 20).front();
        out.push_back(house);
    }
    return out;
}

TEST(TownEntries, WithoutBuildingsTheBorderOfTheMorePopulousCommune) {
    // From the west into 02001 (12,000 inhabitants), on into 02002 (5,000), out to the east.
    const auto project = with_roads({road("a", "D1", {{kX - 300, kY + 500}, {kX + 2300, kY + 500}})});
    const auto entries = town_entries(project);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_NEAR(entries[0].position.x, kX, 0.001);
    EXPECT_NEAR(entries[1].position.x, kX + 1000, 0.001); // between the two: the larger town's
    EXPECT_EQ(entries[1].commune, 0U);
    EXPECT_EQ(entries[1].name, "Ville : entrée, D1");
    EXPECT_NEAR(entries[2].position.x, kX + 2000, 0.001);
    EXPECT_EQ(entries[2].commune, 1U);
    EXPECT_EQ(entries[0].id, "entree-02001-745000-6940500");
}

TEST(TownEntries, WithBuildingsTheEndsOfTheFrontage) {
    // Houses along the road from 300 to 700 m with a gap of under 200 m, and a farm at 880 m.
    auto project = with_roads({road("a", "D1", {{kX - 300, kY + 500}, {kX + 2300, kY + 500}})});
    std::vector<domain::Building> buildings = houses(kX + 300, kX + 420, kY + 500);
    for (auto& more : {houses(kX + 580, kX + 700, kY + 500), houses(kX + 880, kX + 900, kY + 500)}) {
        buildings.insert(buildings.end(), more.begin(), more.end());
    }
    for (std::size_t i = 0; i < buildings.size(); ++i) {
        buildings[i].id = std::to_string(i);
    }
    project.buildings = buildings;
    const auto entries = town_entries(project);
    // Two ends in 02001, which has buildings, and the eastern border of 02002, which has none. The border
    // between the two belongs to 02002 alone.
    ASSERT_EQ(entries.size(), 4U);
    EXPECT_NEAR(entries[0].position.x, kX + 300 - 49,
                11); // 50 m from the first house, which stands 10 m off the road
    EXPECT_NEAR(entries[1].position.x, kX + 900 + 49, 11);
    EXPECT_EQ(entries[0].commune, 0U);
    EXPECT_EQ(entries[2].commune, 1U);
    EXPECT_EQ(entries[3].commune, 1U);
}

TEST(TownEntries, AHamletIsNoTown) {
    auto project = with_roads({road("a", "D1", {{kX - 300, kY + 500}, {kX + 900, kY + 500}})});
    project.buildings = houses(kX + 500, kX + 520, kY + 500);
    EXPECT_THAT(town_entries(project), testing::IsEmpty());
}

TEST(TownEntries, ARoadCutInPiecesIsOneRoad) {
    const geo::Line whole = {
        {kX - 300, kY + 500}, {kX + 400, kY + 500}, {kX + 600, kY + 500}, {kX + 2300, kY + 500}};
    auto one = with_roads({road("a", "D1", whole)});
    one.buildings = houses(kX + 300, kX + 700, kY + 500);
    auto cut = one;
    cut.roads = std::vector<domain::Road>{road("a", "D1", {whole[0], whole[1]}),
                                          road("b", "D1", {whole[1], whole[2]}),
                                          road("c", "D1", {whole[3], whole[2]})};
    const auto of_one = town_entries(one);
    const auto of_cut = town_entries(cut);
    ASSERT_EQ(of_cut.size(), of_one.size());
    for (std::size_t i = 0; i < of_one.size(); ++i) {
        EXPECT_LT(geo::distance(of_one[i].position, of_cut[i].position), 20) << of_one[i].name;
    }
}

TEST(TownEntries, BothCarriagewaysAreOneEntryOfTheHigherRoad) {
    const auto project = with_roads(
        {road("a", "D1", {{kX - 300, kY + 500}, {kX + 300, kY + 500}}),
         road("b", "N2", {{kX - 300, kY + 530}, {kX + 300, kY + 530}}, domain::RoadClass::national)});
    const auto entries = town_entries(project);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].name, "Ville : entrée, N2");
}

TEST(Junctions, ThreeArmsMakeOneAndACrossingWithoutACommonPointNone) {
    const geo::Point node{kX + 500, kY + 500};
    const auto project = with_roads(
        {road("a", "D1", {{kX + 100, kY + 500}, node, {kX + 900, kY + 500}}),
         road("b", "D2", {node, {kX + 500, kY + 900}}),
         road("bridge", "A26", {{kX + 700, kY + 100}, {kX + 700, kY + 900}}, domain::RoadClass::motorway)});
    const auto found = junctions(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].position, node);
    EXPECT_EQ(found[0].name, "Carrefour D1, D2");
    EXPECT_EQ(found[0].id, "carrefour-02001-745500-6940500");
}

TEST(Junctions, ARoundaboutIsOne) {
    const geo::Point c{kX + 500, kY + 500};
    const geo::Line ring = {
        {c.x - 15, c.y}, {c.x, c.y - 15}, {c.x + 15, c.y}, {c.x, c.y + 15}, {c.x - 15, c.y}};
    const auto project = with_roads({road("ring", "D1", ring), road("w", "D1", {{c.x - 400, c.y}, ring[0]}),
                                     road("e", "D1", {ring[2], {c.x + 400, c.y}}),
                                     road("s", "D7", {{c.x, c.y - 400}, ring[1]})});
    EXPECT_EQ(junctions(project).size(), 1U);
}

TEST(Roads, TheNumberSaysTheClassBeforeTheWords) {
    using domain::RoadClass;
    EXPECT_EQ(domain::classify_road("A 26", "primary"), RoadClass::motorway);
    EXPECT_EQ(domain::classify_road("RN2", ""), RoadClass::national);
    EXPECT_EQ(domain::classify_road("D1044;D967", "tertiary"), RoadClass::departmental);
    EXPECT_EQ(domain::classify_road("M 6307", "primary"), RoadClass::departmental);
    EXPECT_EQ(domain::classify_road("", "Type autoroutier"), RoadClass::motorway);
    EXPECT_EQ(domain::classify_road("", "Départementale"), RoadClass::departmental);
    EXPECT_EQ(domain::classify_road("", "trunk"), RoadClass::national);
    EXPECT_EQ(domain::classify_road("C 12", "tertiary"), std::nullopt);
    EXPECT_EQ(domain::classify_road("", "residential"), std::nullopt);
    EXPECT_EQ(domain::classify_road("", ""), std::nullopt);
    EXPECT_EQ(domain::road_number("RD 1044"), "D1044");
    EXPECT_EQ(domain::road_number("Dijon"), "");
}

} // namespace
} // namespace maillage::plan
