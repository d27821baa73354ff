// project_store.h: a project as named tables and settings in one GeoPackage, which QGIS opens as it is.
#pragma once

#include "base/progress.h"
#include "geo/table.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace maillage::io {

struct StoredProject {
    std::vector<geo::Table> tables; ///< names differ, whatever their case
    std::map<std::string, std::string> settings;
    friend bool operator==(const StoredProject&, const StoredProject&) = default;
};

/// All or nothing: the file is the old project or the new one, whenever the process dies. The same project
/// gives the same bytes. Every value comes back with its type, and coordinates to the last bit; only NaN
/// becomes "no value". Throws Error when a value is not of its column's type, StorageError when the file
/// cannot be written.
void save_project(const std::filesystem::path& path, const StoredProject& project, Progress& progress);
/// Throws InputError when the file is no project of maillage, or one of a newer version.
StoredProject load_project(const std::filesystem::path& path, Progress& progress);

} // namespace maillage::io
