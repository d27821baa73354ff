// table_maker.h: small tables written by hand, as a reader of CSV files would give them: all cells text.
#pragma once

#include "geo/table.h"

#include <string>
#include <vector>

namespace maillage::test {

inline geo::Table text_table(const std::vector<std::string>& columns,
                             const std::vector<std::vector<std::string>>& rows) {
    geo::Table table;
    table.name = "essai";
    for (const std::string& name : columns) {
        table.columns.push_back({name, geo::ColumnType::text, {}});
    }
    for (const std::vector<std::string>& row : rows) {
        geo::Feature feature;
        feature.row = static_cast<long>(table.features.size()) + 1;
        for (const std::string& cell : row) {
            feature.values.push_back(cell.empty() ? geo::Value() : geo::Value(cell));
        }
        feature.values.resize(columns.size());
        table.features.push_back(std::move(feature));
    }
    return table;
}

inline geo::Table with_geometry(geo::Table table, geo::GeometryKind kind, int epsg,
                                const std::vector<geo::Geometry>& shapes) {
    table.geometry_kind = kind;
    table.epsg = epsg;
    for (std::size_t i = 0; i < table.features.size() && i < shapes.size(); ++i) {
        table.features[i].geometry = shapes[i];
    }
    return table;
}

} // namespace maillage::test
