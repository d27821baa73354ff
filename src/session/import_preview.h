// import_preview.h: what an import would bring, read in the background before anything enters the project.
#pragma once

#include "base/finding.h"
#include "intake/import.h"
#include "session/command.h"
#include "session/jobs.h"
#include "session/session.h"

#include <memory>
#include <string>
#include <vector>

namespace maillage::session {

struct ImportPreview {
    Import of;
    std::string error;               ///< French; not empty: the import cannot be done like this
    std::vector<std::string> layers; ///< of the file
    std::string encoding;
    std::string crs;                            ///< how it was found
    std::vector<std::string> columns;           ///< of the file
    std::vector<std::vector<std::string>> rows; ///< the first ones, as text
    std::vector<intake::Role> roles;
    intake::ColumnMap recognised; ///< role -> column
    Findings findings;
    std::int64_t imported = 0; ///< values that the whole file would make
};

/// Filled on the main thread when the job ends; empty until then.
using PreviewSlot = std::shared_ptr<std::unique_ptr<ImportPreview>>;

/// A later preview replaces one that is still being read.
void start_preview(const Session& session, Jobs& jobs, Import import, PreviewSlot slot);
/// The kind a file most likely holds, from its name; communes when nothing tells.
intake::ImportKind likely_kind(const std::filesystem::path& file);
/// "Communes", "Caméras"...: for people.
std::string label(intake::ImportKind kind);

} // namespace maillage::session
