// project_lock.h: one program at a time changes a project, and none writes over what another has saved
// meanwhile. A store that a team shares keeps the same two promises by its own means.
#pragma once

#include "base/error.h"
#include "io/store/file_stamp.h"

#include <filesystem>
#include <string>

namespace maillage::io {

/// Another program is saving the project, or has saved it since it was opened: nothing was written. The
/// message says who and when.
class SaveConflict : public StorageError {
  public:
    using StorageError::StorageError;
};

/// Held from before a project is read until it has been saved, or while it is saved. A file beside the
/// project tells others name, machine and hour.
class ProjectLock {
  public:
    /// Throws SaveConflict when another program holds it. A lock whose program has died is taken over; one of
    /// another machine after an hour.
    explicit ProjectLock(const std::filesystem::path& project);
    ~ProjectLock();
    ProjectLock(const ProjectLock&) = delete;
    ProjectLock& operator=(const ProjectLock&) = delete;

    /// Throws SaveConflict when the project is not the one that `opened` describes any more. One that has
    /// been taken away can be saved again.
    void check_unchanged(const FileStamp& opened) const;

  private:
    std::filesystem::path project_;
    std::filesystem::path file_;
    int handle_ = -1;
};

/// Notes on a file that is about to take the place of a project who wrote it and when, beside its bytes,
/// where the file system can.
void sign(const std::filesystem::path& file);
/// Removes a lock file if its program has died.
void remove_dead_lock(const std::filesystem::path& file) noexcept;
/// The name of the lock file of a project ends so.
inline constexpr const char* kLockEnd = ".maillage-verrou";

} // namespace maillage::io
