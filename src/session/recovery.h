// recovery.h: copies of unsaved work, written while the user goes on, and what a crash left of them.
#pragma once

#include "session/jobs.h"
#include "session/session.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace maillage::session {

struct Recovery {
    std::filesystem::path copy;
    std::filesystem::path original; ///< empty: the project had no file yet
    friend bool operator==(const Recovery&, const Recovery&) = default;
};

/// `$XDG_STATE_HOME/maillage/recuperation`, by default under ~/.local/state. Empty when there is no home.
std::filesystem::path recovery_folder();
/// Where this process keeps its copy.
std::filesystem::path recovery_copy(const std::filesystem::path& folder);
/// Copies of processes that are no more, by name. A copy whose owner still runs is that owner's.
std::vector<Recovery> find_recoveries(const std::filesystem::path& folder);

/// Writes the session's project to `copy` in a job; failing to is told, and harms nothing else.
void start_copy(const Session& session, Jobs& jobs, const std::filesystem::path& copy);
/// What the original was when the lost work began, as the copy's note says.
std::optional<io::FileStamp> opened_stamp(const std::filesystem::path& copy);
/// Removes a copy that is not needed any more.
void forget(const std::filesystem::path& copy);

} // namespace maillage::session
