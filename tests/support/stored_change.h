// stored_change.h: a small project and a change of it that adds, changes, moves and removes rows, told apart
// by a key and by their place.
#pragma once

#include "io/store/project_store.h"
#include "unit/io/scratch.h"

#include <string>

namespace maillage::test {

struct TwoProjects {
    io::StoredProject before, after;
    io::StoredChange change;
};

inline geo::Table description_of(geo::Table table) {
    table.features.clear();
    return table;
}

/// `after` as it is read again: rows that were added come last, and have the next free number.
inline TwoProjects two_projects() {
    TwoProjects made;
    geo::Table keyed = io::sample_table(geo::GeometryKind::polygon);
    keyed.name = "par_code";
    geo::Table placed = io::sample_table(geo::GeometryKind::point);
    placed.name = "par_place";
    placed.title = "Par place";
    made.before = {{keyed, placed}, {{"departement", "02"}, {"note", "ancienne"}, {"seule", "avant"}}};
    made.after = {{keyed, placed}, {{"departement", "02"}, {"note", "l’été"}, {"neuve", "après"}}};

    auto& by_key = made.after.tables[0].features;
    by_key[1].values[1] = std::string("Ajaccio, l'« île »");
    by_key[1].geometry = by_key[0].geometry;
    by_key.erase(by_key.begin());
    by_key.push_back(io::sample_table(geo::GeometryKind::polygon).features[0]);
    by_key.back().values[0] = std::string("00001");
    by_key.back().row = 4;
    const auto& was = made.before.tables[0].features;
    made.change.tables.push_back(
        {description_of(keyed), "code", 3, {{{}, by_key[2]}, {was[0], {}}, {was[1], by_key[0]}}});

    auto& by_place = made.after.tables[1].features;
    by_place[0].values[2] = std::int64_t{1};
    by_place[0].values[4] = geo::Value();
    by_place[1].geometry = {};
    made.change.tables.push_back(
        {description_of(placed),
         "",
         3,
         {{placed.features[0], by_place[0]}, {placed.features[1], by_place[1]}, {placed.features[2], {}}}});
    by_place.pop_back();
    made.change.settings_before = made.before.settings;
    made.change.settings_after = made.after.settings;
    return made;
}

} // namespace maillage::test
