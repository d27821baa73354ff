// files.h: between files and projects: open, save, import, export. Used by the session's jobs and by the
// command line.
#pragma once

#include "base/finding.h"
#include "base/progress.h"
#include "domain/project.h"
#include "intake/import.h"
#include "io/read/read_table.h"
#include "report/export_tables.h"
#include "session/command.h"

#include <filesystem>
#include <string>

namespace maillage::session {

/// Throws InputError when the file is no project.
domain::Project load_project(const std::filesystem::path& path, Progress& progress);
/// Atomic: whatever happens, the old file or the new one is there, whole. Throws StorageError.
void save_project(const domain::Project& project, const std::filesystem::path& path, Progress& progress);

struct Imported {
    intake::ImportResult result;
    Findings findings; ///< of reading and of understanding, in that order
    std::string note;  ///< driver, layer, encoding, CRS as read
};

/// How a file is read and understood, decided once for the preview and the import: its label in the project,
/// the system of the territory, where its data should lie.
struct Reading {
    io::ReadOptions read;
    intake::ImportOptions import;
};

Reading reading_of(const domain::Project& project, const Import& what);

/// Reads the file in the metric CRS of the territory; the first communes decide which one that is.
/// `project_file`, which may be empty, is where the project lies: what is only referred to is named relative
/// to it.
Imported import_file(const domain::Project& project, const Import& what, Progress& progress,
                     const std::filesystem::path& project_file = {});
/// Writes one of `ExportWhat` in the format of the file's extension; PNG, PDF and SVG maps are
/// `render_map`'s.
Findings export_file(const report::ExportInput& input, report::ExportWhat what,
                     const std::filesystem::path& path, Progress& progress);

/// A text file, one line each. Throws StorageError.
void write_lines(const std::filesystem::path& path, const std::vector<std::string>& lines);

} // namespace maillage::session
