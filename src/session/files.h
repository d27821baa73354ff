// files.h: between files and projects: open, save, import, export. Used by the session's jobs and by the
// command line.
#pragma once

#include "base/error.h"
#include "base/finding.h"
#include "base/progress.h"
#include "domain/project.h"
#include "intake/import.h"
#include "io/read/read_table.h"
#include "io/store/project_store.h"
#include "report/export_tables.h"
#include "session/command.h"

#include <filesystem>
#include <optional>
#include <string>

namespace maillage::session {

/// The project names a file outside its folder, and nobody agreed to read it.
class OutsideFile : public InputError {
  public:
    OutsideFile(const std::filesystem::path& project, std::filesystem::path file);

    const std::filesystem::path& file() const { return file_; }

  private:
    std::filesystem::path file_;
};

/// Throws InputError when the file is no project. `reads_outside`: whether a file that it names outside its
/// folder is read; empty: nobody said so, and OutsideFile is thrown before that file is touched.
domain::Project load_project(const std::filesystem::path& path, Progress& progress,
                             std::optional<bool> reads_outside = std::nullopt);

/// A project with what tells whether its file is still the same.
struct Opened {
    domain::Project project;
    io::FileStamp stamp;
    domain::Project stored; ///< as the file holds it: `project` may say more of what it refers to
};

Opened open_project(const std::filesystem::path& path, Progress& progress,
                    std::optional<bool> reads_outside = std::nullopt);
/// The same for one who saves into the file and may need no building, cell, road or parcel: they are read
/// from the file when somebody looks at them, which must be before it is saved into.
Opened open_light(const std::filesystem::path& path, Progress& progress,
                  std::optional<bool> reads_outside = std::nullopt);
/// The owner's own file, with everything: no way out of the program. Atomic: whatever happens, the old file
/// or the new one is there, whole. No absolute path goes into it. Throws StorageError, as SaveConflict when
/// another program is saving the project or, with `terms.opened`, has saved it since.
io::Saved save_project(const domain::Project& project, const std::filesystem::path& path, Progress& progress,
                       const io::SaveTerms& terms = {});
/// The same into the file that was opened, or saved last, and holds `stored`: only what differs is written,
/// what others keep in the file stays. `terms.opened` must be there.
io::Saved save_changes(const domain::Project& stored, const domain::Project& project,
                       const std::filesystem::path& path, Progress& progress, const io::SaveTerms& terms);

/// A project for others: what its profile lets out.
void save_copy(const domain::Disclosed& project, const std::filesystem::path& path, Progress& progress);

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
Findings write_lines(const std::filesystem::path& path, const std::vector<std::string>& lines);

} // namespace maillage::session
