// project_tables.h: a project as named tables and settings, and back. The round trip is exact.
#pragma once

#include "domain/project.h"
#include "geo/table.h"

#include <map>
#include <string>
#include <vector>

namespace maillage::domain {

struct ProjectTables {
    std::vector<geo::Table> tables; ///< titles in French: QGIS shows them
    std::map<std::string, std::string> settings;
};

ProjectTables to_tables(const Project& project);
/// Throws InputError naming the table and column when something needed is missing.
Project from_tables(ProjectTables stored);

} // namespace maillage::domain
