// project_tables.h: a project as named tables and settings, and back. The round trip is exact.
#pragma once

#include "domain/project.h"
#include "geo/table.h"
#include "geo/table_change.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace maillage::domain {

struct ProjectTables {
    std::vector<geo::Table> tables; ///< titles in French: QGIS shows them
    std::map<std::string, std::string> settings;
    /// Rows of the tables of `heavy_tables` by name, to be read when somebody needs them; the others are in
    /// `tables`. What is wrong with such a table is thrown then.
    std::map<std::string, std::function<geo::Table()>> later = {};
    std::string file = {}; ///< named when something is wrong with one of those
};

/// Those that may come later: buildings, cells of population, roads, parcels.
std::vector<std::string> heavy_tables();

ProjectTables to_tables(const Project& project);
/// Nothing is taken as it is: every word, number, day, identifier, point and coordinate system is checked.
/// Throws InputError naming the table, the row and the column.
Project from_tables(ProjectTables stored);
/// Of what `after` changes, nothing that `from_tables` would refuse: what a command makes can be opened
/// again. Throws InputError; outlines are taken as checked.
void require_kept(const Project& before, const Project& after);

/// What two projects do not have in common, row by row.
struct ProjectChange {
    std::vector<geo::TableChange> tables; ///< those that differ
    std::map<std::string, std::string> settings_before, settings_after;
};

/// Parts that the two share cost nothing. The territories must have one coordinate system.
ProjectChange changes(const Project& before, const Project& after);

} // namespace maillage::domain
