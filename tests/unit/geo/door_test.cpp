// The door: texts, numbers, days and points that could be neither saved nor computed with.
#include "geo/door.h"

#include <gtest/gtest.h>

#include <limits>

namespace maillage::geo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Date day(int y) {
    return std::chrono::year(y) / 5 / 17;
}

Table table_of(std::vector<Value> values, Geometry geometry = {}) {
    Table table;
    for (std::size_t i = 0; i < values.size(); ++i) {
        table.columns.push_back({"c" + std::to_string(i), ColumnType::text, ""});
    }
    table.features = {{std::move(values), std::move(geometry), 7}};
    return table;
}

struct Told {
    long row;
    std::string column;
};

std::vector<Told> told_of(Table& table) {
    std::vector<Told> told;
    clean(table, [&](long row, const std::string& column, const std::string&, const std::string& message) {
        EXPECT_FALSE(message.empty());
        told.push_back({row, column});
    });
    return told;
}

TEST(Door, WhatIsSoundPassesUnchanged) {
    const MultiPolygon shape = {{{{0, 0}, {1, 0}, {0, 1}}, {}}};
    Table table =
        table_of({std::string("Laon"), std::int64_t{-5}, 1e15, -0.5, true, day(1900), day(2199), {}}, shape);
    const Table before = table;
    EXPECT_TRUE(is_clean(table));
    EXPECT_TRUE(told_of(table).empty());
    EXPECT_EQ(table, before);
}

TEST(Door, EachValueThatCannotBeKeptIsEmptiedAndToldWithItsPlace) {
    const Value wild[] = {
        kNan,      kInfinity, -kInfinity, 1e300,      -1.1e15,
        day(1899), day(2200), day(-5),    day(32000), Date(std::chrono::year(2026) / 2 / 31)};
    for (const Value& value : wild) {
        Table table = table_of({std::string("a"), value});
        EXPECT_FALSE(is_clean(table));
        const auto told = told_of(table);
        ASSERT_EQ(told.size(), 1U);
        EXPECT_EQ(told[0].row, 7);
        EXPECT_EQ(told[0].column, "c1");
        EXPECT_EQ(table.features[0].values[1], Value());
        EXPECT_TRUE(is_clean(table));
    }
}

TEST(Door, TextsAndNamesAreMadeGood) {
    Table table = table_of({std::string("a\0b", 3), std::string("\x01"), std::string("\u202E")});
    table.columns[1].name = "nom\x02";
    table.name = "couche\x03";
    EXPECT_EQ(told_of(table).size(), 4U);
    EXPECT_EQ(table.features[0].values[0], Value(std::string("a b")));
    EXPECT_EQ(table.features[0].values[1], Value()); // of blanks only: no value
    EXPECT_EQ(table.features[0].values[2], Value());
    EXPECT_EQ(table.columns[1].name, "nom ");
    EXPECT_EQ(table.name, "couche ");
}

TEST(Door, WildPlacesAreLeftEmptyWhateverTheirKind) {
    const Ring ring = {{0, 0}, {1, 0}, {0, 1}};
    const Geometry wild[] = {Point{kNan, 0},
                             Point{0, kInfinity},
                             Point{1e300, 0},
                             Point{0, -3.1e7},
                             MultiLine{{{0, 0}, {1, kNan}}},
                             MultiPolygon{{{{0, 0}, {kInfinity, 0}, {0, 1}}, {}}},
                             MultiPolygon{{ring, {{{0, 0}, {0, 1}, {kNan, kNan}}}}}};
    for (const Geometry& geometry : wild) {
        Table table = table_of({}, geometry);
        EXPECT_FALSE(is_clean(table));
        EXPECT_EQ(told_of(table).size(), 1U);
        EXPECT_EQ(table.features[0].geometry.index(), 0U);
    }
    EXPECT_TRUE(is_plausible(Geometry(Point{20037508.4, -20037508.4}))); // Web Mercator
}

} // namespace
} // namespace maillage::geo
