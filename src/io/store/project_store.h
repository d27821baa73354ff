// project_store.h: a project as named tables and settings in one GeoPackage, which QGIS opens as it is.
#pragma once

#include "base/finding.h"
#include "base/progress.h"
#include "geo/table.h"
#include "geo/table_change.h"
#include "io/store/file_stamp.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace maillage::io {

class ProjectLock;

struct StoredProject {
    std::vector<geo::Table> tables; ///< names differ, whatever their case
    std::map<std::string, std::string> settings;
    friend bool operator==(const StoredProject&, const StoredProject&) = default;
};

/// What the one who saves knows of the file.
struct SaveTerms {
    std::optional<FileStamp> opened;   ///< as it was opened; none: whatever is there is replaced
    const ProjectLock* held = nullptr; ///< by the one who saves; null: taken for as long as it takes
};

struct Saved {
    FileStamp stamp;   ///< of what is now on the disk
    Findings findings; ///< what of the rights of the replaced file could not be kept
};

/// All or nothing: the file is the old project or the new one, whenever the process dies. The same project
/// gives the same bytes. Every value comes back with its type, and coordinates to the last bit; only NaN
/// becomes "no value". Throws Error when a value is not of its column's type, StorageError when the file
/// cannot be written.
///
/// With `terms.opened`, nothing is written over a project that another program has saved since: SaveConflict.
Saved save_project(const std::filesystem::path& path, const StoredProject& project, Progress& progress,
                   const SaveTerms& terms = {});

/// What of a stored project is to change.
struct StoredChange {
    std::vector<geo::TableChange> tables;
    std::map<std::string, std::string> settings_before, settings_after;
};

/// Writes the difference into the file as it lies, in one transaction: whenever the process dies the file is
/// the old project or the new one. Rows keep their numbers (`fid`); tables, styles and views of others stay,
/// and another program may have the file open. `terms.opened` must be there.
///
/// Nothing, and the file as it was, when the file does not hold what the change starts from, row by row and
/// column by column (a project of an earlier version, values that another program wrote in other words): then
/// it has to be saved whole. Throws as `save_project`.
std::optional<Saved> save_changes(const std::filesystem::path& path, const StoredChange& change,
                                  Progress& progress, const SaveTerms& terms);
/// Throws InputError when the file is no project of maillage, or one of a newer version.
StoredProject load_project(const std::filesystem::path& path, Progress& progress);
/// The same without the rows of some tables, where there are any: those are described, and have no features.
StoredProject load_project_without(const std::filesystem::path& path, const std::vector<std::string>& tables,
                                   Progress& progress);
/// One table of a project, with its rows. Throws InputError, also when the project has no such table.
geo::Table load_project_table(const std::filesystem::path& path, const std::string& name, Progress& progress);

} // namespace maillage::io
